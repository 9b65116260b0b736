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

cahier_status cahier_inbox_fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count,
        cahier_wire_batch *batch, cahier_error *error);

#endif
