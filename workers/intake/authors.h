/* SPDX-License-Identifier: Apache-2.0 */
/* authors.h -- the author's key of a row becomes a rank; the key goes no further.
 *
 * In      the cells of the person columns: an identifier, an address, or a name and a first name
 * Out     rank from 1 in order of first appearance; unknown authors (« anonyme », empty) get a rank of their own
 * Value   Keys are equal up to the case of ASCII letters: « Jean@X.fr » and « jean@x.fr » write from one address.
 * Errors  NOMEM
 * Memory  keys in `scratch`, which goes when the reading ends
 */
#ifndef CAHIER_INTAKE_AUTHORS_H
#define CAHIER_INTAKE_AUTHORS_H

#include "ranks.h"
#include "table.h"

typedef struct cahier_authors {
    cahier_ranks keys;
    uint32_t *person; /* of a key, by its rank */
    uint32_t *key;    /* of a person, or CAHIER_NONE; [person - 1] */
    uint32_t room;
    uint32_t count; /* persons so far */
} cahier_authors;

/* At most `room` contributions will ask. */
cahier_status cahier_authors_open(cahier_reading *reading, uint32_t room, cahier_authors *out);

cahier_status cahier_authors_rank(
        cahier_reading *reading, cahier_authors *authors, const cahier_text parts[2], uint32_t *person, bool *known);

/* Keyed hashes of all persons, when the tenant gave a secret. */
cahier_status cahier_authors_hash(cahier_reading *reading, const cahier_authors *authors, cahier_text **out);

#endif
