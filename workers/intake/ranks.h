/* SPDX-License-Identifier: Apache-2.0 */
/* ranks.h -- keys become ranks of first appearance.
 *
 * Value   The rank of a key is the number of distinct keys before it. Nothing that leaves depends on the hash.
 * Errors  NOMEM
 * Memory  entries in `scratch`; keys are borrowed
 * Cost    O(1) expected; hashed with a secret drawn at open (libsodium's SipHash), so that no file can flood it
 */
#ifndef CAHIER_INTAKE_RANKS_H
#define CAHIER_INTAKE_RANKS_H

#include "cahier.h"

typedef struct cahier_ranks {
    cahier_arena *scratch;
    cahier_text *key;     /* by rank */
    uint64_t *hash;       /* by rank */
    uint32_t *slot;       /* rank + 1, 0 when free */
    uint32_t count, room; /* room: keys; slots: twice as many */
    unsigned char secret[16];
} cahier_ranks;

cahier_status cahier_ranks_open(cahier_arena *scratch, uint32_t room, cahier_ranks *out);

/* *rank of `key`, which is added when it is new; *added says so. */
cahier_status cahier_ranks_add(cahier_ranks *ranks, cahier_text key, uint32_t *rank, bool *added);

#endif
