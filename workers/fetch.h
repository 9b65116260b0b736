/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h -- the report of a batch, from the queue to a folder.
 *
 * In      a batch: the files of its report are in pieces of at most a mebibyte, fields "report.html#00000"
 * Out     the folder, put in place in one rename; run.json is that of the worker that wrote the report
 * Value   The pieces are those of one report: what an erasure withdraws while it is read is not written
 * Errors  CHANGED: no report yet, or no more (an erasure, a server that came back without it): follow the batch, ask again.
 *         UNREACHABLE: after wait_ms. REFUSED: the folder cannot be written, or the report has what a report has not. Each with a
 *         sentence; the folder that was there before is untouched
 * Memory  a piece at a time
 */
#ifndef CAHIER_FETCH_H
#define CAHIER_FETCH_H

#include "queue.h"
#include "report.h"

#define CAHIER_PIECE_MOST (1u << 20)

/* "report.html#00000": the name of a piece, of which there are at most 100,000 a file. */
void cahier_piece_name(const char *file, uint32_t piece, char *to, size_t room);

typedef struct cahier_fetching {
    cahier_queue *queue;
    cahier_arena *scratch;
    const char *batch;
    uint32_t wait_ms;                  /* for a server that is away; 0: without end */
    const volatile sig_atomic_t *stop; /* NULL: none */
} cahier_fetching;

cahier_queue_answer cahier_fetch_report(
        const cahier_fetching *fetching, const char *directory, cahier_report_error *error);

#endif
