/* SPDX-License-Identifier: Apache-2.0 */
/* submit_words.h -- what `cahier submit --help` says. */
#ifndef CAHIER_SUBMIT_WORDS_H
#define CAHIER_SUBMIT_WORDS_H

#include <stdbool.h>

const char *cahier_submit_help(bool english);

#endif
