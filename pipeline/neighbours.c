/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest documents of each, by exact cosines of 16-bit integers: part of cluster.h. */
#include "cluster.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "quantise.h"
#include "wide.h"

#define ROWS_A_TASK 32u

typedef struct search {
    const int16_t *x; /* n x width */
    uint32_t n, width;
    cahier_neighbours found;
} search;

uint32_t cahier_neighbours_each(uint32_t n)
{
    uint32_t each = (uint32_t)lround(0.9 * sqrt((double)n)); /* in 120 texts, 20 is a sixth of all */
    each = each < CAHIER_NEIGHBOURS_LEAST ? CAHIER_NEIGHBOURS_LEAST : each;
    each = each > CAHIER_NEIGHBOURS_MOST ? CAHIER_NEIGHBOURS_MOST : each;
    return n - 1 < each ? n - 1 : each;
}

/* Keeps the `each` best, best first; an equal one that comes later stays behind. */
static void offer(uint32_t *of, int32_t *similarity, uint32_t each, uint32_t other, int32_t value)
{
    if (value <= similarity[each - 1]) {
        return;
    }
    uint32_t at = each - 1;
    for (; at > 0 && similarity[at - 1] < value; at--) {
        similarity[at] = similarity[at - 1];
        of[at] = of[at - 1];
    }
    similarity[at] = value;
    of[at] = other;
}

CAHIER_WIDE static void search_rows(void *argument, uint32_t task)
{
    search *s = argument;
    uint32_t first = task * ROWS_A_TASK, each = s->found.each;
    uint32_t end = first + ROWS_A_TASK < s->n ? first + ROWS_A_TASK : s->n;
    for (uint32_t j = 0; j < s->n; j++) { /* the block of rows stays in cache while the others stream by */
        const int16_t *y = s->x + (size_t)j * s->width;
        for (uint32_t i = first; i < end; i++) {
            if (i != j) {
                int32_t value = cahier_quantised_dot(s->x + (size_t)i * s->width, y, s->width);
                offer(s->found.of + (size_t)i * each, s->found.similarity + (size_t)i * each, each, j, value);
            }
        }
    }
}

static cahier_status quantise_rows(cahier_arena *scratch, const float *x, uint32_t n, uint32_t dimensions, search *s)
{
    s->n = n;
    s->width = cahier_quantised_width(dimensions);
    int16_t *q = CAHIER_NEW(scratch, int16_t, (size_t)n * s->width);
    if (q == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        cahier_quantise(x + (size_t)i * dimensions, dimensions, q + (size_t)i * s->width);
    }
    s->x = q;
    return CAHIER_OK;
}

cahier_status cahier_neighbours_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const float *x, uint32_t n, uint32_t dimensions, cahier_neighbours *out)
{
    assert(n > 0);
    search s = {.found = {.count = n, .each = cahier_neighbours_each(n)}};
    size_t room = (size_t)n * s.found.each;
    s.found.of = CAHIER_NEW(batch, uint32_t, room);
    s.found.similarity = CAHIER_NEW(batch, int32_t, room);
    if (s.found.of == NULL || s.found.similarity == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(s.found.of, 0xff, room * sizeof *s.found.of); /* similarity 0: only what is alike is a neighbour */
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(quantise_rows(scratch, x, n, dimensions, &s));
    if (s.found.each > 0) {
        runner->run(runner->self, (n + ROWS_A_TASK - 1) / ROWS_A_TASK, search_rows, &s);
    }
    cahier_arena_reset(scratch, mark);
    *out = s.found;
    return CAHIER_OK;
}
