/* SPDX-License-Identifier: Apache-2.0 */
/* corpus_run.h -- the analysed chunks of a batch become its result.
 *
 * In      intake, whose documents the chunks hold in the same order; how they were cut does not matter
 * Out     what cahier_analyse_corpus finds, on all threads of the crew
 * Errors  NOMEM, EMPTY as cahier_analyse_corpus
 * Memory  result in `batch`; it borrows intake and chunks
 * Why     one run on one machine and the corpus task of a worker end alike: here
 */
#ifndef CAHIER_CORPUS_RUN_H
#define CAHIER_CORPUS_RUN_H

#include "crew.h"
#include "intake.h"

typedef struct cahier_corpus_parts {
    const struct cahier_lexicons *lexicons;
    const cahier_options *options;
    cahier_crew *crew;
    const cahier_intake *intake;
    const cahier_chunk *chunk;
    uint32_t chunk_count;
} cahier_corpus_parts;

/* The corpus alone: what cahier_prepare_corpus reads. */
cahier_status cahier_corpus_gather(cahier_arena *batch, const cahier_corpus_parts *parts, cahier_corpus *corpus);

cahier_status cahier_corpus_run(
        cahier_arena *batch, cahier_arena *scratch, const cahier_corpus_parts *parts, cahier_result *out);

#endif
