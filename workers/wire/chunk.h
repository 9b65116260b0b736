/* SPDX-License-Identifier: Apache-2.0 */
/* chunk.h -- cleaned contributions: what a submitter sends and a worker analyses.
 *
 *   payload   uint group columns, uint kept columns, five uints of what was set aside from the inbox, then n documents
 *   document  text id, question, place; int date; uint person; uint person_known (0 or 1); uint contribution, file, row, notes, position;
 *             text a group column; text author; text cleaned; uint title_len; uint notes of the cleaned text;
 *             uint redactions, each a uint kind and a span from the end of the one before; text a kept column
 *
 * Value   what is read back is what was written, but for title and text as received: they are empty, and never leave the
 *         machine that received them
 * Errors  wire.h. LIMIT when writing: more than 10,000 documents, or a payload above CAHIER_WIRE_CHUNK_MOST
 * Memory  arrays and texts in `arena`
 */
#ifndef CAHIER_WIRE_CHUNK_H
#define CAHIER_WIRE_CHUNK_H

#include "intake.h"
#include "wire.h"

typedef struct cahier_wire_chunk {
    cahier_text name; /* unique in the batch */
    const cahier_contribution *received;
    const cahier_cleaned *cleaned;
    uint32_t count;
    uint32_t group_count;
    const cahier_text *const *kept; /* NULL when kept_count is 0 */
    uint32_t kept_count;
    /* from the inbox, whose chunks do not know of each other (batch.h): */
    const cahier_text *author;            /* keyed hash, empty when unknown; NULL: none */
    uint32_t aside[CAHIER_ASIDE_REASONS]; /* contributions set aside with this chunk */
} cahier_wire_chunk;

/* Into `out`, a memory that holds nothing yet. */
cahier_status cahier_wire_write_chunk(const cahier_wire_chunk *chunk, cahier_out *out);

cahier_status cahier_wire_read_chunk(
        cahier_arena *arena, cahier_text blob, cahier_wire_chunk *out, cahier_error *error);

#endif
