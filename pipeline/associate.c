/* SPDX-License-Identifier: Apache-2.0 */
#include "associate.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "subspace.h"
#include "text.h"
#include "weigh.h"
#include "wide.h"

#define LONG_DOCUMENT 400u /* distinct terms: beyond, "in the same document" is no association, and pairs are squared */
#define DIRECTION_STEPS 20u /* power steps for the common direction, whose eigenvalue stands far above the next */

/* --- own vectors ---------------------------------------------------------------------------------------------------- */

typedef struct meeting {     /* document-level co-occurrence over the documents that teach */
    cahier_sparse documents; /* documents x N learners: the terms that get a vector */
    cahier_sparse learners;  /* its transpose */
    uint32_t *learner;       /* a term: its learner, or CAHIER_NONE */
} meeting;

static int by_df(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b; /* pairs {df, term} */
    if (x[0] != y[0]) {
        return x[0] < y[0] ? 1 : -1;
    }
    return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Terms of two teaching documents or more, at most the terms_most most frequent; numbered in the order of terms. */
static cahier_status choose_learners(
        cahier_arena *scratch, const cahier_teaching *teaching, uint32_t *learner, uint32_t *learner_count)
{
    const cahier_sparse *counts = teaching->counts;
    uint32_t V = counts->columns;
    uint32_t(*df)[2] = cahier_arena_alloc(scratch, V, sizeof *df);
    if (df == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < V; j++) {
        df[j][1] = j;
        learner[j] = CAHIER_NONE;
    }
    for (uint32_t r = 0; r < teaching->row_count; r++) {
        uint32_t d = teaching->row[r];
        for (uint32_t z = counts->start[d]; z < counts->start[d + 1]; z++) {
            df[counts->column[z]][0]++;
        }
    }
    qsort(df, V, sizeof *df, by_df);
    for (uint32_t j = 0; j < V && j < teaching->terms_most && df[j][0] >= 2; j++) {
        learner[df[j][1]] = 0;
    }
    *learner_count = 0;
    for (uint32_t j = 0; j < V; j++) {
        learner[j] = learner[j] == 0 ? (*learner_count)++ : CAHIER_NONE;
    }
    return CAHIER_OK;
}

static cahier_status open_meeting(cahier_arena *scratch, const cahier_teaching *teaching, meeting *out)
{
    const cahier_sparse *counts = teaching->counts;
    const uint32_t *rows = teaching->row, row_count = teaching->row_count;
    uint32_t Z = 0, at = 0;
    cahier_sparse m = {.rows = row_count};
    out->learner = CAHIER_NEW(scratch, uint32_t, counts->columns);
    if (out->learner == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(choose_learners(scratch, teaching, out->learner, &m.columns));
    for (uint32_t r = 0; r < row_count; r++) {
        Z += counts->start[rows[r] + 1] - counts->start[rows[r]];
    }
    m.start = CAHIER_NEW(scratch, uint32_t, (size_t)row_count + 1);
    m.column = CAHIER_NEW(scratch, uint32_t, Z);
    m.value = CAHIER_NEW(scratch, float, Z);
    if (m.start == NULL || m.column == NULL || m.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < row_count; r++) {
        m.start[r] = at;
        uint32_t from = counts->start[rows[r]], to = counts->start[rows[r] + 1];
        for (uint32_t z = from; z < to && to - from <= LONG_DOCUMENT; z++) {
            if (out->learner[counts->column[z]] != CAHIER_NONE) {
                m.column[at++] = out->learner[counts->column[z]];
            }
        }
    }
    m.start[row_count] = at;
    out->documents = m;
    return cahier_sparse_transpose(scratch, &m, &out->learners);
}

/* Documents that hold both `term` and j, for every j, into together[]; the js met, unsorted, into met[]. */
static uint32_t meet(const meeting *m, uint32_t term, uint32_t *together, uint32_t *met)
{
    uint32_t count = 0;
    for (uint32_t z = m->learners.start[term]; z < m->learners.start[term + 1]; z++) {
        uint32_t d = m->learners.column[z];
        for (uint32_t y = m->documents.start[d]; y < m->documents.start[d + 1]; y++) {
            uint32_t j = m->documents.column[y];
            if (j != term && together[j]++ == 0) {
                met[count++] = j;
            }
        }
    }
    return count;
}

/* Marginals n[i] = sum over j of meetings, and the number of pairs. */
static uint64_t margins(const meeting *m, uint32_t *together, uint32_t *met, uint64_t *n, uint64_t *pairs)
{
    uint64_t N = 0;
    *pairs = 0;
    for (uint32_t i = 0; i < m->learners.rows; i++) {
        uint32_t count = meet(m, i, together, met);
        for (uint32_t c = 0; c < count; c++) {
            n[i] += together[met[c]];
            together[met[c]] = 0;
        }
        N += n[i];
        *pairs += count;
    }
    return N;
}

/* PPMI: ln(n_ij N / (n_i n_j)), kept where positive. */
static cahier_status open_ppmi(cahier_arena *scratch, const meeting *m, cahier_sparse *out)
{
    uint32_t V = m->learners.rows;
    uint32_t *together = CAHIER_NEW(scratch, uint32_t, V);
    uint32_t *met = CAHIER_NEW(scratch, uint32_t, V);
    uint64_t *n = CAHIER_NEW(scratch, uint64_t, V);
    cahier_sparse p = {.rows = V, .columns = V};
    p.start = CAHIER_NEW(scratch, uint32_t, (size_t)V + 1);
    if (together == NULL || met == NULL || n == NULL || p.start == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint64_t pairs, N = margins(m, together, met, n, &pairs);
    p.column = CAHIER_NEW(scratch, uint32_t, pairs);
    p.value = CAHIER_NEW(scratch, float, pairs);
    if (p.column == NULL || p.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < V; i++) {
        p.start[i] = at;
        uint32_t count = meet(m, i, together, met);
        qsort(met, count, sizeof *met, cahier_by_uint32);
        for (uint32_t c = 0; c < count; c++) {
            uint32_t j = met[c];
            double ratio = (double)together[j] * (double)N / ((double)n[i] * (double)n[j]);
            together[j] = 0;
            if (ratio > 1) {
                p.column[at] = j;
                p.value[at++] = (float)log(ratio);
            }
        }
    }
    p.start[V] = at;
    *out = p;
    return CAHIER_OK;
}

static void scale_to_unit(float *x, uint32_t count)
{
    double squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        squares += (double)x[i] * (double)x[i];
    }
    if (squares < 1e-12) {
        memset(x, 0, count * sizeof *x);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        x[i] = (float)((double)x[i] / sqrt(squares));
    }
}

/* Vectors of the learners, unit length, to the rows of their terms. */
static cahier_status spread(
        cahier_arena *batch, const meeting *m, uint32_t terms, const float *learned, uint32_t dimensions, float **out)
{
    float *vector = CAHIER_NEW(batch, float, (size_t)terms *dimensions);
    if (vector == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < terms; j++) {
        if (m->learner[j] != CAHIER_NONE) {
            float *to = vector + (size_t)j * dimensions;
            memcpy(to, learned + (size_t)m->learner[j] * dimensions, dimensions * sizeof *to);
            scale_to_unit(to, dimensions);
        }
    }
    *out = vector;
    return CAHIER_OK;
}

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_teaching *teaching, float **out)
{
    meeting m;
    cahier_sparse ppmi;
    float *learned;
    CAHIER_TRY(open_meeting(scratch, teaching, &m));
    CAHIER_TRY(open_ppmi(scratch, &m, &ppmi));
    CAHIER_TRY(cahier_subspace(scratch, batch, runner, &ppmi, teaching->dimensions, &learned));
    return spread(batch, &m, teaching->counts->columns, learned, teaching->dimensions, out);
}

cahier_status cahier_associate_own(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_teaching *teaching, float **out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = learn(batch, scratch, runner, teaching, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

/* --- space ------------------------------------------------------------------------------------------------------------ */

static cahier_status open_space(
        cahier_arena *batch, const cahier_associate_input *in, const float *own, cahier_space *out)
{
    const cahier_background *background = in->background;
    uint32_t V = in->counts->columns;
    uint32_t own_dimensions = own != NULL ? CAHIER_OWN_DIMENSIONS : 0;
    uint32_t far_dimensions = background != NULL ? background->dimensions : 0;
    cahier_space space = {.terms = V, .dimensions = own_dimensions + far_dimensions, .weight = in->term_weight};
    space.block[1] = own_dimensions;
    space.block[2] = space.dimensions;
    space.vector = CAHIER_NEW(batch, float, (size_t)V *space.dimensions);
    if (space.vector == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < V; j++) {
        float *at = space.vector + (size_t)j * space.dimensions;
        if (own != NULL) {
            memcpy(at, own + (size_t)j * own_dimensions, own_dimensions * sizeof *at);
        }
        uint32_t row = background != NULL ? cahier_background_find(background, in->vocabulary->at[j].key) : CAHIER_NONE;
        for (uint32_t e = 0; row != CAHIER_NONE && e < far_dimensions; e++) {
            at[own_dimensions + e] = (float)background->vector[(size_t)row * far_dimensions + e] / 127.0f;
        }
    }
    *out = space;
    return CAHIER_OK;
}

static void add_term(const cahier_space *space, uint32_t term, double factor, float *x)
{
    const float *restrict v = space->vector + (size_t)term * space->dimensions;
    for (uint32_t e = 0; e < space->dimensions; e++) {
        x[e] += (float)factor * v[e];
    }
}

/* Four sums side by side: one alone would wait for itself at each step. */
static double length_of(const float *x, uint32_t from, uint32_t to)
{
    double squares[4] = {0};
    uint32_t e = from;
    for (; e + 4 <= to; e += 4) {
        for (uint32_t k = 0; k < 4; k++) {
            squares[k] += (double)x[e + k] * (double)x[e + k];
        }
    }
    for (; e < to; e++) {
        squares[0] += (double)x[e] * (double)x[e];
    }
    return sqrt((squares[0] + squares[1]) + (squares[2] + squares[3]));
}

/* Each block to unit length, then all of it. */
CAHIER_WIDE static bool scale_blocks(const cahier_space *space, float *x, double scale[CAHIER_BLOCKS])
{
    uint32_t known = 0;
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        double length = length_of(x, space->block[b], space->block[b + 1]);
        scale[b] = length > 1e-6 ? 1 / length : 0;
        known += length > 1e-6;
    }
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        scale[b] = known > 1 ? scale[b] * sqrt(0.5) : scale[b];
        for (uint32_t e = space->block[b]; e < space->block[b + 1]; e++) {
            x[e] = (float)((double)x[e] * scale[b]);
        }
    }
    return known > 0;
}

CAHIER_WIDE bool cahier_space_document(
        const cahier_space *space, const cahier_sparse *weights, uint32_t d, float *x, double scale[CAHIER_BLOCKS])
{
    memset(x, 0, space->dimensions * sizeof *x);
    for (uint32_t z = weights->start[d]; z < weights->start[d + 1]; z++) {
        add_term(space, weights->column[z], (double)weights->value[z], x);
    }
    return scale_blocks(space, x, scale);
}

CAHIER_WIDE bool cahier_space_terms(const cahier_space *space, const uint32_t *term, uint32_t count, float *x)
{
    double scale[CAHIER_BLOCKS];
    memset(x, 0, space->dimensions * sizeof *x);
    for (uint32_t i = 0; i < count; i++) {
        add_term(space, term[i], (double)space->weight[term[i]], x);
    }
    return scale_blocks(space, x, scale);
}

/* The common direction is taken over the teaching documents, each unit length, block by block. */
typedef struct common {
    cahier_space *space;
    const float *document; /* n x E */
    uint32_t n;
    double *direction, *next; /* E */
} common;

static void make_unit(double *x, uint32_t from, uint32_t to)
{
    double squares = 0;
    for (uint32_t e = from; e < to; e++) {
        squares += x[e] * x[e];
    }
    for (uint32_t e = from; e < to; e++) {
        x[e] = squares > 0 ? x[e] / sqrt(squares) : 0;
    }
}

static double along(const common *c, const float *x, uint32_t from, uint32_t to)
{
    double sum = 0;
    for (uint32_t e = from; e < to; e++) {
        sum += c->direction[e] * (double)x[e];
    }
    return sum;
}

/* Power steps from the mean: direction := X'X direction. */
CAHIER_WIDE static void find_direction(common *c, uint32_t from, uint32_t to)
{
    uint32_t E = c->space->dimensions;
    make_unit(c->direction, from, to);
    for (uint32_t step = 0; step < DIRECTION_STEPS; step++) {
        memset(c->next + from, 0, (to - from) * sizeof *c->next);
        for (uint32_t i = 0; i < c->n; i++) {
            const float *x = c->document + (size_t)i * E;
            double a = along(c, x, from, to);
            for (uint32_t e = from; e < to; e++) {
                c->next[e] += a * (double)x[e];
            }
        }
        memcpy(c->direction + from, c->next + from, (to - from) * sizeof *c->next);
        make_unit(c->direction, from, to);
    }
}

CAHIER_WIDE static void take_out(const common *c, uint32_t from, uint32_t to)
{
    for (uint32_t j = 0; j < c->space->terms; j++) {
        float *v = c->space->vector + (size_t)j * c->space->dimensions;
        double a = along(c, v, from, to);
        for (uint32_t e = from; e < to; e++) {
            v[e] = (float)((double)v[e] - a * c->direction[e]);
        }
    }
}

static cahier_status remove_common(cahier_arena *scratch, cahier_space *space, const cahier_sparse *weights,
        const uint32_t *rows, uint32_t row_count)
{
    uint32_t E = space->dimensions;
    float *document = CAHIER_NEW(scratch, float, (size_t)row_count *E);
    common c = {.space = space, .document = document, .n = row_count};
    c.direction = CAHIER_NEW(scratch, double, E);
    c.next = CAHIER_NEW(scratch, double, E);
    if (document == NULL || c.direction == NULL || c.next == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < row_count; r++) {
        double scale[CAHIER_BLOCKS];
        float *x = document + (size_t)r * E;
        (void)cahier_space_document(space, weights, rows[r], x, scale);
        for (uint32_t e = 0; e < E; e++) {
            c.direction[e] += (double)x[e];
        }
    }
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        find_direction(&c, space->block[b], space->block[b + 1]);
        take_out(&c, space->block[b], space->block[b + 1]);
    }
    return CAHIER_OK;
}

cahier_status cahier_associate(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_associate_input *in, cahier_space *out)
{
    float *own = NULL;
    cahier_space space;
    uint32_t teachers = in->teacher_count < CAHIER_DIRECTION_MOST ? in->teacher_count : CAHIER_DIRECTION_MOST;
    if (in->teacher_count >= CAHIER_OWN_LEAST) {
        cahier_teaching teaching = {
                in->counts, in->teacher, in->teacher_count, CAHIER_OWN_TERMS, CAHIER_OWN_DIMENSIONS};
        CAHIER_TRY(cahier_associate_own(batch, scratch, runner, &teaching, &own));
    }
    CAHIER_TRY(open_space(batch, in, own, &space));
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = remove_common(scratch, &space, in->weights, in->teacher, teachers);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = space;
    return CAHIER_OK;
}
