/* SPDX-License-Identifier: Apache-2.0 */
/* system_words.h -- why the system refused a file, a folder or a connection, in words that people read: « accès refusé ».
 *
 * In      errno, as it was left by the call
 * Out     a few words, without capital nor full stop; what has none here is said by the system, in English
 */
#ifndef CAHIER_SYSTEM_WORDS_H
#define CAHIER_SYSTEM_WORDS_H

#include <stdbool.h>

const char *cahier_system_words(int number, bool english);

#endif
