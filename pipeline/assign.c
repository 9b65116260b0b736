/* SPDX-License-Identifier: Apache-2.0 */
#include "assign.h"

#include <stdlib.h>
#include <string.h>

#define DOCUMENTS_A_TASK 256u
#define INSERTION_MOST 32u

typedef struct assigner {
    const cahier_sparse *weights;
    const cahier_space *space;
    uint32_t D, K;
    const float *centroid;           /* K x E */
    float *affinity;                 /* V x CAHIER_BLOCKS x K: term vector . centroid, by block */
    float *x;                        /* tasks x E */
    double *score;                   /* tasks x K */
    double (*scale)[CAHIER_BLOCKS];  /* D: from the first pass to the second */
    cahier_assignments *assignments; /* D */
} assigner;

static void fill_affinity(void *argument, uint32_t j)
{
    assigner *a = argument;
    const cahier_space *space = a->space;
    const float *v = space->vector + (size_t)j * space->dimensions;
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        for (uint32_t k = 0; k < a->K; k++) {
            const float *c = a->centroid + (size_t)k * space->dimensions;
            double sum = 0;
            for (uint32_t e = space->block[b]; e < space->block[b + 1]; e++) {
                sum += (double)v[e] * (double)c[e];
            }
            a->affinity[((size_t)j * CAHIER_BLOCKS + b) * a->K + k] = (float)sum;
        }
    }
}

/* To the nearest integer, ties to even, as lrint, which compilers do not vectorise. |x| < 2^51. */
static double round_even(double x)
{
    return (x + 0x1.8p52) - 0x1.8p52;
}

/* Adds the parts of stored value z in the scores of all themes, in thousandths: each is rounded, so that they add up. */
static void add_parts(const assigner *a, uint32_t z, const double scale[CAHIER_BLOCKS], double *restrict score)
{
    const float *own = a->affinity + (size_t)a->weights->column[z] * CAHIER_BLOCKS * a->K, *background = own + a->K;
    double weight = 1000 * (double)a->weights->value[z];
    for (uint32_t k = 0; k < a->K; k++) {
        double along =
                scale[CAHIER_BLOCK_OWN] * (double)own[k] + scale[CAHIER_BLOCK_BACKGROUND] * (double)background[k];
        score[k] += round_even(weight * along);
    }
}

/* The part of stored value z in the score of theme k alone. */
static int32_t part_milli(const assigner *a, uint32_t z, uint32_t k, const double scale[CAHIER_BLOCKS])
{
    const float *own = a->affinity + (size_t)a->weights->column[z] * CAHIER_BLOCKS * a->K, *background = own + a->K;
    double along = scale[CAHIER_BLOCK_OWN] * (double)own[k] + scale[CAHIER_BLOCK_BACKGROUND] * (double)background[k];
    return (int32_t)round_even(1000 * (double)a->weights->value[z] * along);
}

typedef struct ranking { /* the best themes of a document, best first */
    uint32_t theme[CAHIER_THEMES_EACH + 1];
    int32_t score[CAHIER_THEMES_EACH + 1];
    uint32_t count;
} ranking;

static void rank(ranking *r, uint32_t theme, int32_t score)
{
    uint32_t at = r->count < CAHIER_THEMES_EACH + 1 ? r->count : CAHIER_THEMES_EACH;
    if (r->count == CAHIER_THEMES_EACH + 1 && score <= r->score[at]) {
        return;
    }
    for (; at > 0 && r->score[at - 1] < score; at--) {
        r->theme[at] = r->theme[at - 1];
        r->score[at] = r->score[at - 1];
    }
    r->theme[at] = theme;
    r->score[at] = score;
    r->count += r->count < CAHIER_THEMES_EACH + 1;
}

static uint32_t how_many_kept(const ranking *r)
{
    if (r->count == 0 || r->score[0] < CAHIER_THEME_LEAST_MILLI) {
        return 0;
    }
    uint32_t kept = 1;
    while (kept < r->count && kept < CAHIER_THEMES_EACH && r->score[kept] >= CAHIER_THEME_ALSO_MILLI &&
            r->score[kept] * 100 >= r->score[0] * CAHIER_THEME_ALSO_SHARE) {
        kept++;
    }
    return kept;
}

static int by_weight(const void *a, const void *b)
{
    const cahier_term_weight *x = a, *y = b;
    if (x->weight_milli != y->weight_milli) {
        return x->weight_milli < y->weight_milli ? 1 : -1;
    }
    return (x->term > y->term) - (x->term < y->term);
}

/* A document of a few terms, as most, is sorted faster than qsort starts. */
static void sort_by_weight(cahier_term_weight *terms, uint32_t count)
{
    if (count > INSERTION_MOST) {
        qsort(terms, count, sizeof *terms, by_weight);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        cahier_term_weight term = terms[i];
        uint32_t at = i;
        for (; at > 0 && by_weight(&term, &terms[at - 1]) < 0; at--) {
            terms[at] = terms[at - 1];
        }
        terms[at] = term;
    }
}

/* Rounding alone may carry the sum of the parts past a cosine of 1: the largest part gives it back. */
static void keep_to_one(cahier_assignment *out)
{
    cahier_term_weight *largest = out->terms;
    for (uint32_t i = 1; i < out->term_count; i++) {
        largest = out->terms[i].weight_milli > largest->weight_milli ? &out->terms[i] : largest;
    }
    if (out->score_milli > 1000) {
        largest->weight_milli -= out->score_milli - 1000;
        out->score_milli = 1000;
    }
}

static void fill_assignment(const assigner *a, uint32_t d, cahier_assignment *out)
{
    out->score_milli = 0;
    out->term_count = 0;
    for (uint32_t z = a->weights->start[d]; z < a->weights->start[d + 1]; z++) {
        int32_t part = part_milli(a, z, out->theme, a->scale[d]);
        if (part != 0) {
            out->terms[out->term_count++] = (cahier_term_weight){a->weights->column[z], part};
            out->score_milli += part;
        }
    }
    keep_to_one(out);
    sort_by_weight(out->terms, out->term_count);
}

/* First pass: which themes, with room still to be given for the terms. */
static void choose_themes(void *argument, uint32_t task)
{
    assigner *a = argument;
    uint32_t first = task * DOCUMENTS_A_TASK;
    uint32_t end = first + DOCUMENTS_A_TASK < a->D ? first + DOCUMENTS_A_TASK : a->D;
    float *x = a->x + (size_t)task * a->space->dimensions;
    double *score = a->score + (size_t)task * a->K;
    for (uint32_t d = first; d < end; d++) {
        ranking r = {.count = 0};
        cahier_assignments *to = &a->assignments[d];
        to->runner_up.theme = CAHIER_NONE;
        if (a->weights->start[d] == a->weights->start[d + 1] ||
                !cahier_space_document(a->space, a->weights, d, x, a->scale[d])) {
            continue;
        }
        memset(score, 0, a->K * sizeof *score);
        for (uint32_t z = a->weights->start[d]; z < a->weights->start[d + 1]; z++) {
            add_parts(a, z, a->scale[d], score);
        }
        for (uint32_t k = 0; k < a->K; k++) {
            rank(&r, k, (int32_t)score[k]);
        }
        to->count = how_many_kept(&r);
        for (uint32_t i = 0; i < to->count; i++) {
            to->at[i].theme = r.theme[i];
        }
        if (to->count < r.count) {
            to->runner_up.theme = r.theme[to->count];
        }
    }
}

static void fill_terms(void *argument, uint32_t task)
{
    assigner *a = argument;
    uint32_t first = task * DOCUMENTS_A_TASK;
    uint32_t end = first + DOCUMENTS_A_TASK < a->D ? first + DOCUMENTS_A_TASK : a->D;
    for (uint32_t d = first; d < end; d++) {
        cahier_assignments *to = &a->assignments[d];
        for (uint32_t i = 0; i < to->count; i++) {
            fill_assignment(a, d, &to->at[i]);
        }
        if (to->runner_up.theme != CAHIER_NONE) {
            fill_assignment(a, d, &to->runner_up);
        }
    }
}

/* Between the passes: room for as many terms as the document has, for each theme it was given. */
static cahier_status give_room(cahier_arena *batch, assigner *a, cahier_assignment *slots)
{
    size_t themes = 0, terms = 0;
    for (uint32_t d = 0; d < a->D; d++) {
        uint32_t held = a->assignments[d].count + (a->assignments[d].runner_up.theme != CAHIER_NONE);
        themes += a->assignments[d].count;
        terms += (size_t)held * (a->weights->start[d + 1] - a->weights->start[d]);
    }
    cahier_assignment *at = CAHIER_NEW(batch, cahier_assignment, themes);
    cahier_term_weight *term = CAHIER_NEW(batch, cahier_term_weight, terms);
    if (at == NULL || term == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < a->D; d++) {
        cahier_assignments *to = &a->assignments[d];
        uint32_t each = a->weights->start[d + 1] - a->weights->start[d];
        to->at = at;
        for (uint32_t i = 0; i < to->count; i++, term += each) {
            *at = slots[(size_t)d * CAHIER_THEMES_EACH + i];
            (at++)->terms = term;
        }
        if (to->runner_up.theme != CAHIER_NONE) {
            to->runner_up.terms = term;
            term += each;
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_assign(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_sparse *weights, const cahier_space *space, cahier_themes *themes)
{
    uint32_t D = weights->rows, K = themes->count;
    uint32_t tasks = (D + DOCUMENTS_A_TASK - 1) / DOCUMENTS_A_TASK;
    assigner a = {.weights = weights, .space = space, .D = D, .K = K, .centroid = themes->centroid};
    a.assignments = CAHIER_NEW(batch, cahier_assignments, D);
    a.affinity = CAHIER_NEW(scratch, float, (size_t)CAHIER_BLOCKS * space->terms * K);
    a.x = CAHIER_NEW(scratch, float, (size_t)tasks * space->dimensions);
    a.score = CAHIER_NEW(scratch, double, (size_t)tasks *K);
    a.scale = cahier_arena_alloc(scratch, D, sizeof *a.scale);
    cahier_assignment *slots = CAHIER_NEW(scratch, cahier_assignment, (size_t)D * CAHIER_THEMES_EACH);
    if (a.assignments == NULL || a.affinity == NULL || a.x == NULL || a.score == NULL || a.scale == NULL ||
            slots == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        a.assignments[d].at = slots + (size_t)d * CAHIER_THEMES_EACH;
    }
    runner->run(runner->self, space->terms, fill_affinity, &a);
    runner->run(runner->self, tasks, choose_themes, &a);
    CAHIER_TRY(give_room(batch, &a, slots));
    runner->run(runner->self, tasks, fill_terms, &a);
    themes->assignments = a.assignments;
    return CAHIER_OK;
}
