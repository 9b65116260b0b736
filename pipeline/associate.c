/* SPDX-License-Identifier: Apache-2.0 */
#include "associate.h"

#include <math.h>
#include <string.h>

#include "wide.h"

#define DIRECTION_STEPS 20u /* power steps for the common direction, whose eigenvalue stands far above the next */

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

/* Of the similarity of two documents known in both blocks, what each decides. */
static const double share[CAHIER_BLOCKS] = {[CAHIER_BLOCK_OWN] = 0.4, [CAHIER_BLOCK_BACKGROUND] = 0.6};

/* Each block to unit length, then to its share of all. */
CAHIER_WIDE static bool scale_blocks(const cahier_space *space, float *x, double scale[CAHIER_BLOCKS])
{
    uint32_t known = 0;
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        double length = length_of(x, space->block[b], space->block[b + 1]);
        scale[b] = length > 1e-6 ? 1 / length : 0;
        known += length > 1e-6;
    }
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        scale[b] = known > 1 ? scale[b] * sqrt(share[b]) : scale[b];
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
                in->counts, in->teacher, in->teacher_count, CAHIER_OWN_TERMS, CAHIER_OWN_DIMENSIONS, NULL};
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
