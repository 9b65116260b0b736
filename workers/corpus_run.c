/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus_run.h"

#include <assert.h>

cahier_status cahier_corpus_gather(cahier_arena *batch, const cahier_corpus_parts *parts, cahier_corpus *corpus)
{
    const cahier_intake *intake = parts->intake;
    *corpus = (cahier_corpus){.received = intake->at,
            .count = intake->count,
            .persons = intake->persons,
            .contributions = intake->contributions,
            .group_name = intake->group_name,
            .group_count = intake->group_count};
    corpus->analysed = CAHIER_NEW(batch, const cahier_document *, intake->count);
    corpus->types = CAHIER_NEW(batch, const cahier_types *, intake->count);
    if (corpus->analysed == NULL || corpus->types == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t d = 0;
    for (uint32_t c = 0; c < parts->chunk_count; c++) {
        const cahier_chunk *chunk = &parts->chunk[c];
        for (uint32_t i = 0; i < chunk->count; i++, d++) {
            corpus->analysed[d] = &chunk->at[i];
            corpus->types[d] = chunk->types;
        }
    }
    assert(d == intake->count);
    return CAHIER_OK;
}

cahier_status cahier_corpus_run(
        cahier_arena *batch, cahier_arena *scratch, const cahier_corpus_parts *parts, cahier_result *out)
{
    cahier_corpus corpus;
    cahier_runner runner = cahier_crew_runner(parts->crew);
    CAHIER_TRY(cahier_corpus_gather(batch, parts, &corpus));
    return cahier_analyse_corpus(parts->lexicons, parts->options, &runner, &corpus, batch, scratch, out);
}
