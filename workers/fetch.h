/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h -- the report of a batch, from the queue to a folder.
 *
 * In      a batch that is done: its files are in pieces of at most a mebibyte, fields "report.html#00000"
 * Out     the folder, put in place in one rename; run.json is that of the worker that wrote the report
 * Errors  false, with a sentence; the folder that was there before is untouched
 * Memory  a piece at a time
 */
#ifndef CAHIER_FETCH_H
#define CAHIER_FETCH_H

#include "queue.h"
#include "report.h"

#define CAHIER_PIECE_MOST (1u << 20)

/* "report.html#00000": the name of a piece, of which there are at most 100,000 a file. */
void cahier_piece_name(const char *file, uint32_t piece, char *to, size_t room);

bool cahier_fetch_report(cahier_queue *queue, cahier_arena *scratch, const char *batch, const char *directory,
        cahier_report_error *error);

#endif
