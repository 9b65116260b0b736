/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "quantise.h"

typedef struct forest {
    uint32_t count, dimensions;
    double *sum;    /* K x E: of the documents' vectors; a union takes the place of its first half */
    double *length; /* K, of sum */
    double *cost;   /* K x K: of uniting i < j */
    uint32_t *node; /* K: what stands at this place, CAHIER_NONE when it was taken in by another */
    double *height; /* K: of what stands at this place */
} forest;

static double cost_of(const forest *f, uint32_t a, uint32_t b)
{
    const double *x = f->sum + (size_t)a * f->dimensions, *y = f->sum + (size_t)b * f->dimensions;
    double squares = 0;
    for (uint32_t e = 0; e < f->dimensions; e++) {
        squares += (x[e] + y[e]) * (x[e] + y[e]);
    }
    return f->length[a] + f->length[b] - sqrt(squares);
}

static cahier_status open_forest(cahier_arena *scratch, forest *f)
{
    uint32_t K = f->count;
    f->length = CAHIER_NEW(scratch, double, K);
    f->cost = CAHIER_NEW(scratch, double, (size_t)K *K);
    f->node = CAHIER_NEW(scratch, uint32_t, K);
    f->height = CAHIER_NEW(scratch, double, K);
    if (f->length == NULL || f->cost == NULL || f->node == NULL || f->height == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < K; k++) {
        f->node[k] = k;
        f->length[k] = cahier_length_of(f->sum + (size_t)k * f->dimensions, f->dimensions);
    }
    for (uint32_t a = 0; a < K; a++) {
        for (uint32_t b = a + 1; b < K; b++) {
            f->cost[(size_t)a * K + b] = cost_of(f, a, b);
        }
    }
    return CAHIER_OK;
}

static void find_cheapest(const forest *f, uint32_t *first, uint32_t *second)
{
    double least = INFINITY;
    for (uint32_t a = 0; a < f->count; a++) {
        for (uint32_t b = a + 1; b < f->count && f->node[a] != CAHIER_NONE; b++) {
            if (f->node[b] != CAHIER_NONE && f->cost[(size_t)a * f->count + b] < least) {
                least = f->cost[(size_t)a * f->count + b];
                *first = a;
                *second = b;
            }
        }
    }
}

/* The i-th union: b goes into a, whose costs change. Returns its height. */
static double unite(forest *f, uint32_t a, uint32_t b, uint32_t i)
{
    double height = fmax(f->cost[(size_t)a * f->count + b], fmax(f->height[a], f->height[b]));
    for (uint32_t e = 0; e < f->dimensions; e++) {
        f->sum[(size_t)a * f->dimensions + e] += f->sum[(size_t)b * f->dimensions + e];
    }
    f->length[a] = cahier_length_of(f->sum + (size_t)a * f->dimensions, f->dimensions);
    f->height[a] = height;
    f->node[a] = f->count + i;
    f->node[b] = CAHIER_NONE;
    for (uint32_t k = 0; k < f->count; k++) {
        if (k != a && f->node[k] != CAHIER_NONE) {
            f->cost[k < a ? (size_t)k * f->count + a : (size_t)a * f->count + k] = cost_of(f, a, k);
        }
    }
    return height;
}

static cahier_status grow(cahier_arena *scratch, forest *f, cahier_union *unions)
{
    uint32_t made = f->count - 1;
    double *height = CAHIER_NEW(scratch, double, made);
    double highest = 0;
    if (height == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < made; i++) {
        uint32_t a = 0, b = 0;
        find_cheapest(f, &a, &b);
        unions[i] = (cahier_union){f->node[a], f->node[b], 0};
        height[i] = unite(f, a, b, i);
        highest = fmax(highest, height[i]);
    }
    for (uint32_t i = 0; i < made; i++) {
        unions[i].height_milli = highest > 0 ? (int32_t)lround(1000 * height[i] / highest) : 0;
    }
    return CAHIER_OK;
}

cahier_status cahier_tree_grow_sums(cahier_arena *batch, cahier_arena *scratch, double *sum, uint32_t count,
        uint32_t dimensions, cahier_union **unions)
{
    if (count < 2) {
        *unions = NULL;
        return CAHIER_OK;
    }
    cahier_union *made = CAHIER_NEW(batch, cahier_union, count - 1);
    if (made == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t mark = cahier_arena_mark(scratch);
    forest f = {.count = count, .dimensions = dimensions, .sum = sum};
    cahier_status status = open_forest(scratch, &f);
    if (status == CAHIER_OK) {
        status = grow(scratch, &f, made);
    }
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *unions = made;
    return CAHIER_OK;
}

cahier_status cahier_tree_grow(cahier_arena *batch, cahier_arena *scratch, const float *centroid, const uint32_t *size,
        uint32_t count, uint32_t dimensions, cahier_union **unions)
{
    size_t mark = cahier_arena_mark(scratch);
    double *sum = CAHIER_NEW(scratch, double, (size_t)count *dimensions);
    if (sum == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (size_t i = 0; i < (size_t)count * dimensions; i++) {
        sum[i] = (double)centroid[i] * size[i / dimensions];
    }
    cahier_status status = cahier_tree_grow_sums(batch, scratch, sum, count, dimensions, unions);
    cahier_arena_reset(scratch, mark);
    return status;
}

cahier_status cahier_tree_cut(
        cahier_arena *scratch, const cahier_union *unions, uint32_t count, uint32_t wanted, uint32_t *of)
{
    assert((wanted >= 1 && wanted <= count) || count == 0);
    size_t mark = cahier_arena_mark(scratch);
    uint32_t kept = count - wanted, nodes = count + kept, named = 0;
    uint32_t *above = CAHIER_NEW(scratch, uint32_t, nodes), *name = CAHIER_NEW(scratch, uint32_t, nodes);
    if (above == NULL || name == NULL) {
        cahier_arena_reset(scratch, mark);
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        above[i] = i;
    }
    for (uint32_t i = 0; i < kept; i++) {
        above[unions[i].a] = above[unions[i].b] = count + i;
    }
    memset(name, 0xff, nodes * sizeof *name);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t top = k;
        while (above[top] != top) {
            top = above[top];
        }
        if (name[top] == CAHIER_NONE) {
            name[top] = named++;
        }
        of[k] = name[top];
    }
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}
