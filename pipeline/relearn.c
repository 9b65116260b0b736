/* SPDX-License-Identifier: Apache-2.0 */
#include "relearn.h"

#include <string.h>

#include "text.h"

/* A result as an earlier report: where each text stands is where it starts, whatever put it there. */
static cahier_status remember(cahier_arena *batch, const cahier_result *result, cahier_previous *out)
{
    uint32_t D = result->corpus.count, K = result->theme_count;
    cahier_text *id = CAHIER_NEW(batch, cahier_text, D);
    uint64_t *text = CAHIER_NEW(batch, uint64_t, D);
    uint32_t *theme = CAHIER_NEW(batch, uint32_t, D);
    cahier_previous_theme *themes = CAHIER_NEW(batch, cahier_previous_theme, K);
    if (id == NULL || text == NULL || theme == NULL || themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        const cahier_assignments *a = &result->assignments[d];
        id[d] = result->corpus.received[d].id;
        text[d] = cahier_text_hash(result->corpus.analysed[d]->text);
        theme[d] = a->count > 0 ? a->at[0].theme : CAHIER_NONE;
    }
    for (uint32_t k = 0; k < K; k++) {
        themes[k] = (cahier_previous_theme){.label = result->themes[k].label, .shown = true};
        memcpy(themes[k].id, result->themes[k].id, sizeof themes[k].id);
    }
    *out = (cahier_previous){id, text, theme, theme, D, themes, K};
    return CAHIER_OK;
}

cahier_status cahier_relearn(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_decisions *before, const cahier_prepared *from, cahier_prepared *out)
{
    cahier_result corrected;
    cahier_prepared p = *from;
    cahier_previous *previous = CAHIER_NEW(batch, cahier_previous, 1);
    cahier_options *options = CAHIER_NEW(batch, cahier_options, 1);
    if (previous == NULL || options == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_shape_corpus(&(cahier_shape_input){from, before, NULL}, runner, batch, scratch, &corrected));
    CAHIER_TRY(remember(batch, &corrected, previous));
    *options = *from->options;
    options->previous = previous;
    p.options = options;
    CAHIER_TRY(cahier_prepare_themes(&p, runner, batch, scratch));
    *out = p;
    return CAHIER_OK;
}

cahier_status cahier_relearn_all(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_decisions *decisions, cahier_prepared *prepared)
{
    for (uint32_t i = 0; decisions != NULL && i < decisions->count; i++) {
        if (decisions->at[i].deed == CAHIER_REFIT) {
            const cahier_decisions before = {decisions->at, i};
            CAHIER_TRY(cahier_relearn(batch, scratch, runner, &before, prepared, prepared));
        }
    }
    return CAHIER_OK;
}
