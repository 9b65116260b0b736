/* SPDX-License-Identifier: Apache-2.0 */
/* inbox_fill.h -- the intake of a batch of the inbox, counted from its chunks.
 *
 * In      chunks in order; the envelope that says that it is an inbox
 * Out     batch->intake: documents, persons, what was set aside; facts of its one file
 * Errors  LIMIT when a chunk has columns; NOMEM
 * Memory  in `arena`
 * Why     A chunk of the inbox cannot know the ranks of what others append: contribution, row and person are ranks inside it
 */
#ifndef CAHIER_WIRE_INBOX_FILL_H
#define CAHIER_WIRE_INBOX_FILL_H

#include "batch.h"
#include "ranks.h"

/* Who wrote what, over the chunks of a batch in order. Who was erased is "#17": 17 is the rank that he had, and keeps. */
typedef struct cahier_inbox_people {
    cahier_ranks authors;
    uint32_t *person;        /* of an author */
    uint32_t persons, known; /* so far */
} cahier_inbox_people;

#define CAHIER_INBOX_ERASED '#' /* before a rank; keyed hashes are hexadecimal */

cahier_status cahier_inbox_people_open(cahier_arena *arena, uint32_t documents, cahier_inbox_people *out);
/* *person, from 1 in order of first appearance; an unknown author (empty) is somebody else each time. */
cahier_status cahier_inbox_people_number(cahier_inbox_people *people, cahier_text author, uint32_t *person);

cahier_status cahier_inbox_fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count,
        cahier_wire_batch *batch, cahier_error *error);

#endif
