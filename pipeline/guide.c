/* SPDX-License-Identifier: Apache-2.0 */
#include "guide.h"

#include <stdio.h>
#include <string.h>

#include "guide_shape.h"
#include "label.h"
#include "shaped.h"
#include "text.h"
#include "theme_count.h"

/* --- what will be done --------------------------------------------------------------------------------------------------- */

cahier_status cahier_guidance_open(
        cahier_arena *batch, const cahier_options *options, uint32_t documents, cahier_guidance **out)
{
    cahier_guidance *g = CAHIER_NEW(batch, cahier_guidance, 1);
    uint32_t count = options->decisions != NULL ? options->decisions->count : 0;
    if (g == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *g = (cahier_guidance){.use = options->list,
            .decisions = options->decisions,
            .outcome = CAHIER_NEW(batch, cahier_outcome, count),
            .missing = CAHIER_NEW(batch, uint32_t, count),
            .theme_of = CAHIER_NEW(batch, uint32_t, count),
            .decision_of = CAHIER_NEW(batch, uint32_t, documents)};
    if (g->outcome == NULL || g->missing == NULL || g->theme_of == NULL || g->decision_of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_deed deed = options->decisions->at[i].deed;
        g->outcome[i] = deed == CAHIER_ELSEWHERE || deed == CAHIER_ROUTE ? CAHIER_OUTSIDE
                        : deed == CAHIER_CANCELLED                       ? CAHIER_UNDONE
                        : deed == CAHIER_HIDDEN                          ? CAHIER_KEPT_HIDDEN
                                                                         : CAHIER_APPLIED;
    }
    memset(g->theme_of, 0xff, count * sizeof *g->theme_of);
    memset(g->decision_of, 0xff, documents * sizeof *g->decision_of);
    *out = g;
    return CAHIER_OK;
}

void cahier_guidance_count(cahier_guidance *guidance)
{
    for (uint32_t i = 0; guidance->decisions != NULL && i < guidance->decisions->count; i++) {
        guidance->counted[guidance->outcome[i]]++;
    }
}

/* --- shapes ------------------------------------------------------------------------------------------------------------- */

static bool is_taken(const cahier_guide *g, const char *id)
{
    for (uint32_t k = 0; k < g->count; k++) {
        if (strcmp(g->shape[k].id, id) == 0) {
            return true;
        }
    }
    return false;
}

uint32_t cahier_shape_new(cahier_guide *g, cahier_text key)
{
    char id[CAHIER_THEME_ID_LEN + 2];
    uint32_t number = (uint32_t)(cahier_text_hash(key) & 0xffff);
    do {
        (void)snprintf(id, sizeof id, "t-%04x", number);
        number = (number + 1) & 0xffff;
    } while (is_taken(g, id));
    cahier_shape *shape = &g->shape[g->count];
    *shape = (cahier_shape){.taxonomy = CAHIER_NONE,
            .decision = CAHIER_NONE,
            .changed = CAHIER_NONE,
            .into = g->count,
            .number = CAHIER_NONE,
            .touched = true};
    memcpy(shape->id, id, sizeof id);
    return g->count++;
}

static cahier_status open_shapes(cahier_guide *g)
{
    const cahier_decisions *decisions = g->in->options->decisions;
    uint32_t D = g->result->corpus.count;
    size_t room = (size_t)g->found->count + (g->seeds != NULL ? g->seeds->count : 0) +
                  (decisions != NULL ? decisions->count : 0);
    g->shape = CAHIER_NEW(g->batch, cahier_shape, room);
    g->shape_of = CAHIER_NEW(g->batch, uint32_t, room);
    g->of = CAHIER_NEW(g->batch, uint32_t, D);
    g->held = CAHIER_NEW(g->batch, cahier_hold, D);
    if (g->shape == NULL || g->shape_of == NULL || g->of == NULL || g->held == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < g->found->count; k++) {
        g->shape[k] = (cahier_shape){
                .taxonomy = CAHIER_NONE, .decision = CAHIER_NONE, .changed = CAHIER_NONE, .into = k, .number = k};
        g->shape_of[k] = k;
        memcpy(g->shape[k].id, g->result->themes[k].id, sizeof g->shape[k].id);
        g->result->themes[k].shaped = k;
    }
    g->count = g->found->count;
    for (uint32_t d = 0; d < D; d++) {
        const cahier_assignments *a = &g->found->assignments[d];
        g->of[d] = a->count > 0 ? a->at[0].theme : CAHIER_NONE;
    }
    return CAHIER_OK;
}

/* --- the list -------------------------------------------------------------------------------------------------------------- */

static cahier_status open_list(cahier_guide *g)
{
    const cahier_seeds *seeds = g->in->list->seeds;
    g->seeds = seeds;
    g->pointing = g->in->list->pointing;
    g->guidance->seed = seeds->list.seed;
    g->guidance->listed =
            CAHIER_NEW(g->batch, cahier_listed, seeds->count + 1u); /* one more takes what points nowhere */
    g->guidance->listed_count = seeds->count;
    if (g->guidance->listed == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t l = 0; l < seeds->count; l++) {
        g->guidance->listed[l] = (cahier_listed){seeds->themes[l].name, 0, CAHIER_NONE};
    }
    return CAHIER_OK;
}

/* --- the flow ---------------------------------------------------------------------------------------------------------------------- */

static cahier_status count_and_label(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_themes *found, cahier_result *r)
{
    const cahier_previous *previous = in->options->previous;
    r->vocabulary = *in->words; /* phrases of earlier labels are forgotten */
    CAHIER_TRY(cahier_theme_count(batch, scratch, &r->corpus, found, &r->themes));
    r->theme_count = found->count;
    for (uint32_t k = 0; found->previous != NULL && k < found->count; k++) {
        uint32_t before = found->previous[r->themes[k].shaped];
        if (before != CAHIER_NONE) {
            memcpy(r->themes[k].id, previous->themes[before].id, sizeof r->themes[k].id);
        }
    }
    if (in->before != NULL && cahier_shaped_same_rows(in->before, r)) {
        return cahier_shaped_take_names(batch, in->before, in->words, r);
    }
    return cahier_label_themes(batch, scratch,
            &(cahier_label_input){in->lexicons, &r->corpus, in->uses, in->counts, in->space, previous, in->sights},
            &r->vocabulary, r->themes, found->count);
}

/* What the list and the decisions started from: a later analysis starts from there too, and they apply again. */
static cahier_status note_found(cahier_guide *g)
{
    uint32_t D = g->result->corpus.count, *of = CAHIER_NEW(g->batch, uint32_t, D);
    char(*id)[CAHIER_THEME_ID_LEN + 2] = cahier_arena_alloc(g->batch, g->count, sizeof *id);
    if (of == NULL || id == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(of, g->of, D * sizeof *of);
    for (uint32_t k = 0; k < g->count; k++) {
        memcpy(id[k], g->shape[k].id, sizeof *id);
    }
    g->guidance->found_of = of;
    g->guidance->found_id = (const char(*)[CAHIER_THEME_ID_LEN + 2]) id;
    return CAHIER_OK;
}

/* The list, then the journal, then what they leave: scores, counts, words. */
static cahier_status reshape(cahier_guide *g, cahier_themes *found, cahier_result *r)
{
    CAHIER_TRY(note_found(g));
    if (g->guidance->use == CAHIER_LIST_GUIDES) {
        CAHIER_TRY(cahier_guide_by_list(g));
        CAHIER_TRY(cahier_guide_score_all(g, found));
    }
    if (g->guidance->decisions != NULL) {
        CAHIER_TRY(cahier_guide_decide(g));
        CAHIER_TRY(cahier_guide_score_touched(g, found));
    }
    CAHIER_TRY(count_and_label(g->batch, g->scratch, g->in, found, r));
    CAHIER_TRY(cahier_shaped_keep_names(g->batch, r, g->in->now));
    for (uint32_t k = 0; k < r->theme_count; k++) {
        const cahier_shape *shape = &g->shape[g->shape_of[r->themes[k].shaped]];
        memcpy(r->themes[k].id, shape->id, sizeof shape->id);
        r->themes[k].label = shape->label.len > 0 ? shape->label : r->themes[k].label;
        r->themes[k].decision = shape->decision;
    }
    if (g->guidance->decisions != NULL) {
        cahier_guide_sign(g, r->themes, r->theme_count);
    }
    return CAHIER_OK;
}

static cahier_status guide(cahier_guide *g, cahier_themes *found, cahier_result *r)
{
    g->found = found;
    CAHIER_TRY(cahier_shaped_keep_names(g->batch, r, g->in->now)); /* of themes that nothing changes */
    if (g->guidance->use == CAHIER_LIST_UNUSED && g->guidance->decisions == NULL) {
        return CAHIER_OK;
    }
    if (g->guidance->use != CAHIER_LIST_UNUSED) {
        CAHIER_TRY(open_list(g));
    }
    CAHIER_TRY(open_shapes(g));
    if (g->guidance->use == CAHIER_LIST_GUIDES || g->guidance->decisions != NULL) {
        CAHIER_TRY(reshape(g, found, r));
    }
    r->guidance = g->guidance;
    return g->seeds == NULL ? CAHIER_OK : cahier_guide_names(g, r->themes, r->theme_count);
}

cahier_status cahier_guide_name(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_themes *found, cahier_result *result)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = count_and_label(batch, scratch, in, found, result);
    cahier_arena_reset(scratch, mark);
    return status;
}

cahier_status cahier_guide_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_guidance *guidance, cahier_themes *found, cahier_result *result)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_guide g = {.batch = batch, .scratch = scratch, .in = in, .guidance = guidance, .result = result};
    cahier_status status = guide(&g, found, result);
    cahier_arena_reset(scratch, mark);
    return status;
}
