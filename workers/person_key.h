/* SPDX-License-Identifier: Apache-2.0 */
/* person_key.h -- a tenant's secret, which makes one identity of an author's key across files, chunks and batches.
 *
 * In      the path of a file of 16 bytes or more, of which 64 are read
 * Out     the key; a mark, the same for the same key, from which it cannot be found
 * Errors  false, and a sentence in French or English
 */
#ifndef CAHIER_PERSON_KEY_H
#define CAHIER_PERSON_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define CAHIER_PERSON_KEY_MOST 64u
#define CAHIER_PERSON_KEY_MARK 33u /* digits and NUL */

typedef struct cahier_person_key {
    unsigned char at[CAHIER_PERSON_KEY_MOST];
    size_t len;
} cahier_person_key;

bool cahier_person_key_read(const char *path, bool english, cahier_person_key *out, char *message, size_t room);
/* "" for no key. */
void cahier_person_key_mark(const unsigned char *key, size_t len, char mark[CAHIER_PERSON_KEY_MARK]);

#endif
