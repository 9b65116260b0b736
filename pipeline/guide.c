/* SPDX-License-Identifier: Apache-2.0 */
#include "guide.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assign.h"
#include "assign_whole.h"
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
    g->of = CAHIER_NEW(g->batch, uint32_t, D);
    g->held = CAHIER_NEW(g->batch, cahier_hold, D);
    if (g->shape == NULL || g->of == NULL || g->held == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < g->found->count; k++) {
        g->shape[k] =
                (cahier_shape){.taxonomy = CAHIER_NONE, .decision = CAHIER_NONE, .changed = CAHIER_NONE, .into = k};
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

/* --- centres ------------------------------------------------------------------------------------------------------------------ */

static void scale_to_one(const double *sum, uint32_t E, float *centroid)
{
    double squares = 0;
    for (uint32_t e = 0; e < E; e++) {
        squares += sum[e] * sum[e];
    }
    for (uint32_t e = 0; e < E; e++) {
        centroid[e] = squares > 0 ? (float)(sum[e] / sqrt(squares)) : 0;
    }
}

/* Shapes that hold a text get a number and a centre: as found, or the mean of their texts when they were touched. */
static cahier_status centre_shapes(cahier_guide *g, uint32_t *number, cahier_themes *out)
{
    uint32_t E = g->in->space->dimensions, D = g->result->corpus.count, K = 0;
    double *sum = CAHIER_NEW(g->scratch, double, (size_t)g->count *E);
    float *x = CAHIER_NEW(g->scratch, float, E);
    out->centroid = CAHIER_NEW(g->batch, float, (size_t)g->count *E);
    if (sum == NULL || x == NULL || out->centroid == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(number, 0xff, g->count * sizeof *number);
    for (uint32_t d = 0; d < D; d++) {
        uint32_t k = g->of[d];
        double scale[CAHIER_BLOCKS];
        if (k == CAHIER_NONE) {
            continue;
        }
        number[k] = 0;
        if (g->shape[k].touched && !cahier_guide_is_copy(g, d) &&
                cahier_space_document(g->in->space, g->in->weights, d, x, scale)) {
            for (uint32_t e = 0; e < E; e++) {
                sum[(size_t)k * E + e] += (double)x[e];
            }
        }
    }
    for (uint32_t k = 0; k < g->count; k++) {
        if (number[k] == CAHIER_NONE) {
            continue;
        }
        float *centroid = out->centroid + (size_t)K * E;
        number[k] = K++;
        if (g->shape[k].touched) {
            scale_to_one(sum + (size_t)k * E, E, centroid);
        } else {
            memcpy(centroid, g->found->centroid + (size_t)k * E, E * sizeof *centroid);
        }
    }
    out->count = K;
    return CAHIER_OK;
}

/* --- what people placed ----------------------------------------------------------------------------------------------------------- */

/* The rows of weights whose document is kept in theme k though its score did not put it first: a matrix of their own. */
static cahier_status gather_rows(const cahier_guide *g, const cahier_themes *themes, const uint32_t *number, uint32_t k,
        uint32_t *row, cahier_sparse *out)
{
    const cahier_sparse *w = g->in->weights;
    uint32_t room = 0;
    *out = (cahier_sparse){.columns = w->columns};
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        const cahier_assignments *a = &themes->assignments[d];
        bool first = a->count > 0 && a->at[0].theme == k;
        if (g->held[d] != CAHIER_FREE && g->of[d] != CAHIER_NONE && number[g->of[d]] == k && !first) {
            row[out->rows++] = d;
            room += w->start[d + 1] - w->start[d];
        }
    }
    out->start = CAHIER_NEW(g->scratch, uint32_t, out->rows + 1u);
    out->column = CAHIER_NEW(g->scratch, uint32_t, room);
    out->value = CAHIER_NEW(g->scratch, float, room);
    if (out->start == NULL || out->column == NULL || out->value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0, z = 0; i < out->rows; i++) {
        for (uint32_t y = w->start[row[i]]; y < w->start[row[i] + 1]; y++, z++) {
            out->column[z] = w->column[y];
            out->value[z] = w->value[y];
        }
        out->start[i + 1] = z;
    }
    return CAHIER_OK;
}

/* The theme that a person chose alone; what the score would have chosen is the runner-up. */
static cahier_status put_first(
        const cahier_guide *g, uint32_t k, const cahier_assignments *alone, cahier_assignments *to)
{
    cahier_assignment *at = CAHIER_NEW(g->batch, cahier_assignment, 1);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (to->count > 0) {
        to->runner_up = to->at[0];
    } else if (to->runner_up.theme == k) {
        to->runner_up.theme = CAHIER_NONE;
    }
    *at = alone->count > 0 ? alone->at[0] : alone->runner_up;
    at->theme = k;
    at->sentence = CAHIER_NONE;
    *to = (cahier_assignments){at, 1, to->runner_up, false};
    return CAHIER_OK;
}

/* A text that says nothing has no score: it stays where it was put, for no word. */
static cahier_status keep_in(const cahier_guide *g, cahier_themes *themes, const uint32_t *number, uint32_t k)
{
    size_t mark = cahier_arena_mark(g->scratch);
    cahier_sparse weights;
    cahier_themes alone = {.count = 1, .centroid = themes->centroid + (size_t)k * g->in->space->dimensions};
    uint32_t D = g->result->corpus.count, *row = CAHIER_NEW(g->scratch, uint32_t, D);
    cahier_corpus corpus = {.count = D,
            .analysed = CAHIER_NEW(g->scratch, const cahier_document *, D),
            .types = CAHIER_NEW(g->scratch, const cahier_types *, D)};
    if (row == NULL || corpus.analysed == NULL || corpus.types == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(gather_rows(g, themes, number, k, row, &weights));
    for (uint32_t i = 0; i < weights.rows; i++) {
        corpus.analysed[i] = g->result->corpus.analysed[row[i]];
        corpus.types[i] = g->result->corpus.types[row[i]];
    }
    if (weights.rows > 0) {
        CAHIER_TRY(cahier_assign(g->batch, g->scratch, g->in->runner,
                &(cahier_theme_input){&corpus, g->in->uses, &weights, g->in->space, NULL, NULL}, &alone));
    }
    for (uint32_t i = 0; i < weights.rows; i++) {
        CAHIER_TRY(put_first(g, k, &alone.assignments[i], &themes->assignments[row[i]]));
    }
    cahier_arena_reset(g->scratch, mark);
    return CAHIER_OK;
}

/* Held where the score puts them too: nothing to say of it when further themes may stay. Held alone: no further theme; none
 * at all when excluded. */
static void release_further(cahier_guide *g, const uint32_t *number, cahier_themes *themes)
{
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        cahier_assignments *a = &themes->assignments[d];
        bool excluded = g->of[d] == CAHIER_NONE;
        bool agrees = !excluded && a->count > 0 && a->at[0].theme == number[g->of[d]];
        if (g->held[d] == CAHIER_HELD_FIRST && agrees) {
            g->held[d] = CAHIER_FREE;
            g->guidance->decision_of[d] = CAHIER_NONE;
        }
        if (g->held[d] == CAHIER_HELD_ALONE && a->count > 0 && (excluded || agrees)) {
            bool other = a->count > !excluded && a->at[!excluded].sentence == CAHIER_NONE;
            a->runner_up = other ? a->at[!excluded] : a->runner_up;
            a->count = !excluded;
        }
    }
}

/* --- the flow ---------------------------------------------------------------------------------------------------------------------- */

static cahier_status count_and_label(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_themes *found, cahier_result *r)
{
    const cahier_previous *previous = in->options->previous;
    r->vocabulary = *in->words; /* phrases of earlier labels are forgotten */
    CAHIER_TRY(cahier_theme_count(batch, scratch, &r->corpus, found, in->space->dimensions, &r->themes));
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

/* The theme that each document had in the earlier report, by the id that its shape has now. */
static cahier_status recall_shapes(const cahier_guide *g, const uint32_t *number, uint32_t **kept)
{
    const cahier_previous *previous = g->in->options->previous;
    if (previous == NULL) {
        return CAHIER_OK;
    }
    uint32_t D = g->result->corpus.count, *of = CAHIER_NEW(g->scratch, uint32_t, D);
    uint32_t *now = CAHIER_NEW(g->scratch, uint32_t, previous->theme_count);
    if (of == NULL || now == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(now, 0xff, previous->theme_count * sizeof *now);
    for (uint32_t k = 0; k < g->count; k++) {
        uint32_t before = cahier_previous_theme_of(previous, g->shape[k].id);
        if (before != CAHIER_NONE) {
            now[before] = number[cahier_shape_root(g, k)];
        }
    }
    cahier_recall_through(g->in->recall->shown, D, now, of);
    *kept = of;
    return CAHIER_OK;
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

/* Scores of all texts for these centres: as they were found, or as the shaping before had them, where the centres are the same. */
static cahier_status score(cahier_guide *g, const uint32_t *kept, cahier_themes *guided)
{
    const cahier_guide_input *in = g->in;
    const cahier_themes *found = g->found;
    const cahier_shaped *before = in->before;
    uint32_t D = g->result->corpus.count, E = in->space->dimensions;
    cahier_scored as_found = {found->previous == NULL ? found->centroid : NULL, found->count, NULL, found->assignments};
    cahier_scored scored = {guided->centroid, guided->count, kept, NULL};
    if (guided->count == 1 && in->options->themes == 1) {
        return cahier_assign_whole(g->batch, in->weights, &guided->assignments);
    }
    if (cahier_scored_same(&as_found, &scored, D, E)) {
        return cahier_assignments_copy(g->batch, found->assignments, D, false, &guided->assignments);
    }
    CAHIER_TRY(before != NULL && cahier_scored_same(&before->scored, &scored, D, E)
                       ? cahier_assignments_copy(g->batch, before->scored.assignments, D, true, &guided->assignments)
                       : cahier_assign(g->batch, g->scratch, in->runner,
                                 &(cahier_theme_input){
                                         &g->result->corpus, in->uses, in->weights, in->space, in->recall, kept},
                                 guided));
    scored.assignments = guided->assignments;
    return cahier_scored_keep(g->batch, &scored, D, E, in->now);
}

static cahier_status score_anew(cahier_guide *g, cahier_themes *found)
{
    cahier_themes guided = *found;
    uint32_t *number = CAHIER_NEW(g->scratch, uint32_t, g->count);
    if (number == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    guided.previous = NULL; /* shapes have their ids */
    CAHIER_TRY(centre_shapes(g, number, &guided));
    uint32_t *kept = NULL;
    CAHIER_TRY(recall_shapes(g, number, &kept));
    CAHIER_TRY(score(g, kept, &guided));
    release_further(g, number, &guided);
    for (uint32_t k = 0; k < guided.count; k++) {
        CAHIER_TRY(keep_in(g, &guided, number, k));
    }
    cahier_guide_part(g, guided.assignments);
    cahier_guide_aside(g, number);
    for (uint32_t k = 0; k < g->count; k++) {
        if (number[k] != CAHIER_NONE) {
            g->shape[number[k]] = g->shape[k];
        }
    }
    *found = guided;
    return CAHIER_OK;
}

/* The list, then the journal, then what they leave: scores, counts, words. */
static cahier_status reshape(cahier_guide *g, cahier_themes *found, cahier_result *r)
{
    CAHIER_TRY(note_found(g));
    if (g->guidance->use == CAHIER_LIST_GUIDES) {
        CAHIER_TRY(cahier_guide_by_list(g));
    }
    if (g->guidance->decisions != NULL) {
        CAHIER_TRY(cahier_guide_decide(g));
    }
    CAHIER_TRY(score_anew(g, found));
    CAHIER_TRY(count_and_label(g->batch, g->scratch, g->in, found, r));
    CAHIER_TRY(cahier_shaped_keep_names(g->batch, r, g->in->now));
    for (uint32_t k = 0; k < r->theme_count; k++) {
        const cahier_shape *shape = &g->shape[r->themes[k].shaped];
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
