/* SPDX-License-Identifier: Apache-2.0 */
/* identify.h -- every document gets an id that no other document of the batch has.
 *
 * In      the id that a row asks for, and how many answers its columns could give
 * Out     its id: the one asked for, or with a suffix "-2", "-3"…; or the earlier contribution that took it
 * Errors  NOMEM
 * Cost    O(1) expected a row, also when all rows ask for the same id
 */
#ifndef CAHIER_INTAKE_IDENTIFY_H
#define CAHIER_INTAKE_IDENTIFY_H

#include "ranks.h"
#include "table.h"

typedef struct cahier_identity {
    uint32_t first_document, document_count; /* of the contribution that has this id; 0 documents: a document's id */
    uint32_t next_suffix;
} cahier_identity;

typedef struct cahier_identities {
    cahier_ranks ids;
    cahier_identity *at; /* by rank */
    uint32_t room;
} cahier_identities;

cahier_status cahier_identities_open(cahier_reading *reading, cahier_identities *out);

/* *rank of `id`; *added when nobody had it. at[*rank] says who does. */
cahier_status cahier_identities_claim(
        cahier_reading *reading, cahier_identities *identities, cahier_text id, uint32_t *rank, bool *added);

/* "42" taken becomes "42-2": a free one, claimed. */
cahier_status cahier_identities_rename(
        cahier_reading *reading, cahier_identities *identities, uint32_t taken, cahier_text *id, uint32_t *rank);

/* "42", / and 3 make "42/3", in `batch`. */
cahier_status cahier_identities_compose(
        cahier_reading *reading, cahier_text id, char mark, uint32_t number, cahier_text *out);

#endif
