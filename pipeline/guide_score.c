/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes become themes again: their centres, and which texts score for which. */
#include <string.h>

#include "assign.h"
#include "assign_whole.h"
#include "guide_shape.h"
#include "shaped.h"

typedef struct scoring {
    cahier_guide *g;
    uint32_t D;
    uint32_t *number;   /* of each shape among the new themes, or CAHIER_NONE: it holds no text */
    uint32_t *shape_of; /* of each of them */
    uint32_t *kept;     /* D, as in cahier_theme_input; or NULL */
    uint32_t *row;      /* D: the texts to score anew */
    uint32_t rows;
    cahier_themes out;
} scoring;

/* --- centres ---------------------------------------------------------------------------------------------------------- */

/* A theme that held no text any more has no centre to keep. */
static bool has_new_centre(const cahier_shape *shape)
{
    return shape->touched || shape->number == CAHIER_NONE;
}

/* Shapes that hold a text get a number and a centre: as it was, or the mean of their texts when they were touched. */
static cahier_status centre_shapes(scoring *s)
{
    cahier_guide *g = s->g;
    const cahier_sparse *weights = g->in->weights;
    uint32_t E = g->in->space->dimensions, K = 0;
    cahier_centroid_sums sums; /* of those with a new centre: a name changes none */
    uint32_t *sum_of = CAHIER_NEW(g->scratch, uint32_t, g->count), summed = 0;
    float *x = CAHIER_NEW(g->scratch, float, E);
    if (sum_of == NULL || x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < g->count; k++) {
        sum_of[k] = has_new_centre(&g->shape[k]) ? summed++ : CAHIER_NONE;
    }
    CAHIER_TRY(cahier_centroid_sums_open(g->scratch, summed, E, weights, &sums));
    CAHIER_TRY(cahier_centroids_open(g->batch, g->count, E, weights->columns, &s->out.centroids));
    memset(s->number, 0xff, g->count * sizeof *s->number);
    for (uint32_t d = 0; d < s->D; d++) {
        uint32_t k = g->of[d];
        double scale[CAHIER_BLOCKS];
        if (k == CAHIER_NONE) {
            continue;
        }
        s->number[k] = 0;
        if (sum_of[k] != CAHIER_NONE && !cahier_guide_is_copy(g, d) &&
                cahier_space_document(g->in->space, weights, d, x, scale)) {
            cahier_centroid_sums_add(&sums, sum_of[k], x, d);
        }
    }
    for (uint32_t k = 0; k < g->count; k++) {
        if (s->number[k] == CAHIER_NONE) {
            continue;
        }
        s->shape_of[K] = k;
        s->number[k] = K;
        if (sum_of[k] != CAHIER_NONE) {
            cahier_centroid_sums_close(&sums, sum_of[k], &s->out.centroids, K);
        } else {
            cahier_centroid_take(&g->found->centroids, g->shape[k].number, &s->out.centroids, K);
        }
        K++;
    }
    s->out.count = s->out.centroids.count = K;
    return CAHIER_OK;
}

/* The theme that each document had in the earlier report, by the id that its shape has now. */
static cahier_status recall_shapes(scoring *s)
{
    const cahier_guide *g = s->g;
    const cahier_previous *previous = g->in->options->previous;
    if (previous == NULL) {
        return CAHIER_OK;
    }
    uint32_t *now = CAHIER_NEW(g->scratch, uint32_t, previous->theme_count);
    s->kept = CAHIER_NEW(g->scratch, uint32_t, s->D);
    if (s->kept == NULL || now == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(now, 0xff, previous->theme_count * sizeof *now);
    for (uint32_t k = 0; k < g->count; k++) {
        uint32_t before = cahier_previous_theme_of(previous, g->shape[k].id);
        if (before != CAHIER_NONE) {
            now[before] = s->number[cahier_shape_root(g, k)];
        }
    }
    cahier_recall_through(g->in->recall->shown, s->D, now, s->kept);
    return CAHIER_OK;
}

/* --- scores ----------------------------------------------------------------------------------------------------------- */

/* The texts to score anew and their weights, as a corpus of their own. */
typedef struct gathered {
    cahier_corpus corpus;
    cahier_sparse weights;
    uint32_t *kept; /* or NULL */
} gathered;

static cahier_status gather(const scoring *s, gathered *out)
{
    const cahier_guide *g = s->g;
    const cahier_sparse *w = g->in->weights;
    const uint32_t *row = s->row, rows = s->rows;
    uint32_t room = 0, z = 0;
    for (uint32_t i = 0; i < rows; i++) {
        room += w->start[row[i] + 1] - w->start[row[i]];
    }
    out->weights = (cahier_sparse){.rows = rows,
            .columns = w->columns,
            .start = CAHIER_NEW(g->scratch, uint32_t, rows + 1u),
            .column = CAHIER_NEW(g->scratch, uint32_t, room),
            .value = CAHIER_NEW(g->scratch, float, room)};
    out->corpus = (cahier_corpus){.count = rows,
            .analysed = CAHIER_NEW(g->scratch, const cahier_document *, rows),
            .types = CAHIER_NEW(g->scratch, const cahier_types *, rows)};
    out->kept = s->kept != NULL ? CAHIER_NEW(g->scratch, uint32_t, rows) : NULL;
    if (out->weights.start == NULL || out->weights.column == NULL || out->weights.value == NULL ||
            out->corpus.analysed == NULL || out->corpus.types == NULL || (s->kept != NULL && out->kept == NULL)) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t d = row[i], terms = w->start[d + 1] - w->start[d];
        if (terms > 0) {
            memcpy(out->weights.column + z, w->column + w->start[d], terms * sizeof *w->column);
            memcpy(out->weights.value + z, w->value + w->start[d], terms * sizeof *w->value);
        }
        out->weights.start[i + 1] = z += terms;
        out->corpus.analysed[i] = g->result->corpus.analysed[d];
        out->corpus.types[i] = g->result->corpus.types[d];
        if (out->kept != NULL) {
            out->kept[i] = s->kept[d];
        }
    }
    return CAHIER_OK;
}

/* The rows scored for these centres, or as the shaping before had them where it is the same; into `now` for the next. */
static cahier_status score_rows(scoring *s, const cahier_scored *before, cahier_scored *now, cahier_assignments **out)
{
    cahier_guide *g = s->g;
    cahier_themes themes = {.count = s->out.count, .centroids = s->out.centroids};
    cahier_scored scored = {s->out.centroids, true, s->kept, s->row, s->rows, NULL};
    if (before != NULL && cahier_scored_same(before, &scored, s->D)) {
        CAHIER_TRY(cahier_assignments_copy(g->batch, before->assignments, s->rows, true, &themes.assignments));
    } else {
        gathered of;
        CAHIER_TRY(gather(s, &of));
        CAHIER_TRY(cahier_assign(g->batch, g->scratch, g->in->runner,
                &(cahier_theme_input){&of.corpus, g->in->uses, &of.weights, g->in->space, g->in->recall, of.kept},
                &themes));
    }
    scored.assignments = themes.assignments;
    CAHIER_TRY(cahier_scored_keep(g->batch, &scored, s->D, now));
    *out = themes.assignments;
    return CAHIER_OK;
}

/* --- what a journal touches ------------------------------------------------------------------------------------------- */

/* The themes of now for those that the text was found to have; two that are one count once. Whether one went. */
static bool rename_themes(const scoring *s, cahier_assignments *a)
{
    const cahier_guide *g = s->g;
    uint32_t found = a->count, next = a->runner_up.theme;
    a->count = 0;
    for (uint32_t i = 0; i < found; i++) {
        cahier_assignment one = a->at[i];
        one.theme = s->number[cahier_shape_root(g, g->shape_of[one.theme])];
        if (one.theme != CAHIER_NONE && cahier_theme_place(a, one.theme) == a->count) {
            a->at[a->count++] = one;
        }
    }
    next = next != CAHIER_NONE ? s->number[cahier_shape_root(g, g->shape_of[next])] : CAHIER_NONE;
    bool went = a->count < found ||
                (a->runner_up.theme != CAHIER_NONE && (next == CAHIER_NONE || cahier_theme_place(a, next) < a->count));
    a->runner_up.theme = next != CAHIER_NONE && cahier_theme_place(a, next) == a->count ? next : CAHIER_NONE;
    return went;
}

/* As they were found, under the numbers of now; and the rows where a place is free for the next theme. */
static cahier_status take_found(scoring *s)
{
    const cahier_guide *g = s->g;
    CAHIER_TRY(cahier_assignments_copy(g->batch, g->found->assignments, s->D, false, &s->out.assignments));
    for (uint32_t d = 0; d < s->D; d++) {
        if (rename_themes(s, &s->out.assignments[d])) {
            s->row[s->rows++] = d;
        }
    }
    return CAHIER_OK;
}

static bool is_further(const cahier_assignments *a, const cahier_assignment *one)
{
    return cahier_is_further(a->count, cahier_best_milli(a), one->score_milli);
}

/* Before the themes that single sentences show. `at` has the room that was found for it. */
static void add_further(cahier_assignments *a, const cahier_assignment *one)
{
    uint32_t at = a->count++;
    for (; at > 0 && a->at[at - 1].sentence != CAHIER_NONE; at--) {
        a->at[at] = a->at[at - 1];
    }
    a->at[at] = *one;
}

/* A theme as it was found, that the text does not have. */
static void offer(const scoring *s, const cahier_assignment *one, cahier_assignments *to)
{
    const cahier_guide *g = s->g;
    bool there = one->theme != CAHIER_NONE && one->sentence == CAHIER_NONE;
    if (!there || has_new_centre(&g->shape[s->shape_of[one->theme]]) ||
            cahier_theme_place(to, one->theme) < to->count || one->theme == to->runner_up.theme) {
        return;
    }
    if (is_further(to, one)) {
        add_further(to, one);
    } else if (to->runner_up.theme == CAHIER_NONE) {
        to->runner_up = *one;
    }
}

/* What was the next theme may have a place now; then the next of those whose centre nothing changed. */
static void fill_places(const scoring *s, const cahier_assignments *scored, cahier_assignments *to)
{
    cahier_assignment next = to->runner_up;
    if (next.theme != CAHIER_NONE && is_further(to, &next)) {
        to->runner_up = (cahier_assignment){.theme = CAHIER_NONE, .sentence = CAHIER_NONE};
        add_further(to, &next);
    }
    for (uint32_t i = 0; i < scored->count; i++) {
        offer(s, &scored->at[i], to);
    }
    offer(s, &scored->runner_up, to);
}

static cahier_status score_touched(scoring *s)
{
    cahier_guide *g = s->g;
    cahier_assignments *scored;
    CAHIER_TRY(take_found(s));
    if (s->rows == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(score_rows(s, g->in->before != NULL ? &g->in->before->decided : NULL, &g->in->now->decided, &scored));
    for (uint32_t i = 0; i < s->rows; i++) {
        fill_places(s, &scored[i], &s->out.assignments[s->row[i]]);
    }
    return CAHIER_OK;
}

/* --- what people placed ----------------------------------------------------------------------------------------------- */

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

/* Documents that are kept in theme k though their score did not put it first. A text that says nothing has no score: it stays
 * where it was put, for no word. */
static cahier_status keep_in(scoring *s, uint32_t k)
{
    const cahier_guide *g = s->g;
    size_t mark = cahier_arena_mark(g->scratch);
    cahier_themes alone = {.count = 1, .centroids = cahier_centroid_alone(&s->out.centroids, k)};
    s->rows = 0;
    for (uint32_t d = 0; d < s->D; d++) {
        const cahier_assignments *a = &s->out.assignments[d];
        bool first = a->count > 0 && a->at[0].theme == k;
        if (g->held[d] != CAHIER_FREE && g->of[d] != CAHIER_NONE && s->number[g->of[d]] == k && !first) {
            s->row[s->rows++] = d;
        }
    }
    if (s->rows > 0) {
        gathered of;
        CAHIER_TRY(gather(s, &of));
        CAHIER_TRY(cahier_assign(g->batch, g->scratch, g->in->runner,
                &(cahier_theme_input){&of.corpus, g->in->uses, &of.weights, g->in->space, NULL, NULL}, &alone));
    }
    for (uint32_t i = 0; i < s->rows; i++) {
        CAHIER_TRY(put_first(g, k, &alone.assignments[i], &s->out.assignments[s->row[i]]));
    }
    cahier_arena_reset(g->scratch, mark);
    return CAHIER_OK;
}

/* Held where the score puts them too: nothing to say of it when further themes may stay. Held alone: no further theme; none
 * at all when excluded. */
static void release_further(scoring *s)
{
    cahier_guide *g = s->g;
    for (uint32_t d = 0; d < s->D; d++) {
        cahier_assignments *a = &s->out.assignments[d];
        bool excluded = g->of[d] == CAHIER_NONE;
        bool agrees = !excluded && a->count > 0 && a->at[0].theme == s->number[g->of[d]];
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

/* --- the flow ----------------------------------------------------------------------------------------------------------- */

static cahier_status open_scoring(cahier_guide *g, scoring *s)
{
    *s = (scoring){.g = g, .D = g->result->corpus.count, .out = *g->found};
    s->out.previous = NULL; /* shapes have their ids */
    s->number = CAHIER_NEW(g->scratch, uint32_t, g->count);
    s->shape_of = CAHIER_NEW(g->batch, uint32_t, g->count);
    s->row = CAHIER_NEW(g->scratch, uint32_t, s->D);
    if (s->number == NULL || s->shape_of == NULL || s->row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    return centre_shapes(s);
}

static void number_shapes(const scoring *s)
{
    cahier_guide *g = s->g;
    for (uint32_t k = 0; k < g->count; k++) {
        g->shape[k].number = s->number[k];
    }
    g->shape_of = s->shape_of;
}

cahier_status cahier_guide_score_all(cahier_guide *g, cahier_themes *out)
{
    scoring s;
    CAHIER_TRY(open_scoring(g, &s));
    CAHIER_TRY(recall_shapes(&s));
    if (s.out.count == 1 && g->in->options->themes == 1) {
        CAHIER_TRY(cahier_assign_whole(g->batch, g->in->weights, &s.out.assignments));
    } else {
        for (; s.rows < s.D; s.rows++) {
            s.row[s.rows] = s.rows;
        }
        CAHIER_TRY(score_rows(
                &s, g->in->before != NULL ? &g->in->before->listed : NULL, &g->in->now->listed, &s.out.assignments));
    }
    number_shapes(&s);
    for (uint32_t k = 0; k < g->count; k++) {
        g->shape[k].touched = false;
    }
    for (uint32_t d = 0; d < s.D; d++) {
        const cahier_assignments *a = &s.out.assignments[d];
        g->of[d] = a->count > 0 ? g->shape_of[a->at[0].theme] : CAHIER_NONE;
    }
    *out = s.out;
    return CAHIER_OK;
}

cahier_status cahier_guide_score_touched(cahier_guide *g, cahier_themes *out)
{
    scoring s;
    CAHIER_TRY(open_scoring(g, &s));
    CAHIER_TRY(score_touched(&s));
    release_further(&s);
    for (uint32_t k = 0; k < s.out.count; k++) {
        CAHIER_TRY(keep_in(&s, k));
    }
    cahier_guide_part(g, s.out.assignments);
    cahier_guide_aside(g, s.number);
    number_shapes(&s);
    *out = s.out;
    return CAHIER_OK;
}
