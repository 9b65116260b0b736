/* SPDX-License-Identifier: Apache-2.0 */
/* held_batch.h -- a batch as the queue holds it, read back: envelope, chunks, their analyses.
 *
 * In      a queue, the name of a batch whose chunks are all analysed (its state is corpus, or done)
 * Out     what `analyse` has before its corpus step: facts of the files, options, journal, earlier report, documents
 * Value   A text that was set aside keeps its place, empty.
 * Errors  *answer when it is not DONE, then the status is OK: CLOSED when the batch is not at its corpus step. LIMIT, UTF8: damaged, or
 *         of another version; NOMEM. `again` decides whether a call that could not be made is made again
 * Memory  in `batch`; `scratch` is given back
 * Why     the report of a worker and the pages of the review start from the same bytes
 */
#ifndef CAHIER_HELD_BATCH_H
#define CAHIER_HELD_BATCH_H

#include "batch.h"
#include "decisions.h"
#include "queue.h"

typedef struct cahier_held_batch {
    cahier_queue_progress progress;
    cahier_wire_batch *envelope;
    cahier_journal journal; /* that of the envelope; its name is empty when there is none */
    cahier_wire_chunk *payload;
    cahier_chunk *chunk;
    uint32_t chunk_count;
} cahier_held_batch;

typedef struct cahier_held_reader {
    cahier_queue *queue;
    const char *name;
    cahier_arena *batch, *scratch;
    bool (*again)(void *self, cahier_queue_answer answer); /* NULL: never */
    void *self;
} cahier_held_reader;

/* progress, envelope, journal, which is put in the options. */
cahier_status cahier_held_open(const cahier_held_reader *reader, cahier_held_batch *out, cahier_queue_answer *answer);

/* The chunks: rows of `lexicons`, whose digest must be that of the envelope. */
cahier_status cahier_held_fill(const cahier_held_reader *reader, const struct cahier_lexicons *lexicons,
        cahier_held_batch *held, cahier_queue_answer *answer);

#endif
