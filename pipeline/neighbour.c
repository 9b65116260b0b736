/* SPDX-License-Identifier: Apache-2.0 */
#include "neighbour.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "quantise.h"
#include "wide.h"

#define ROWS_A_TASK 32u
#define VIEWS (CAHIER_BLOCKS + 1u)

/* --- the nearest in a space --------------------------------------------------------------------------------------------- */

typedef struct search {
    const int16_t *x; /* n x width */
    uint32_t n, width;
    cahier_neighbours found;
} search;

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

static uint32_t tasks_of(uint32_t n)
{
    return (n + ROWS_A_TASK - 1) / ROWS_A_TASK;
}

static cahier_status open_neighbours(cahier_arena *arena, uint32_t n, uint32_t each, cahier_neighbours *out)
{
    size_t room = (size_t)n * each;
    cahier_neighbours nb = {.count = n, .each = each, .of = CAHIER_NEW(arena, uint32_t, room)};
    nb.similarity = CAHIER_NEW(arena, int32_t, room);
    nb.twice = CAHIER_NEW(arena, bool, room);
    if (nb.of == NULL || nb.similarity == NULL || nb.twice == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(nb.of, 0xff, room * sizeof *nb.of); /* similarity 0: only what is alike is a neighbour */
    *out = nb;
    return CAHIER_OK;
}

static uint32_t most_each(uint32_t n)
{
    return n - 1 < CAHIER_NEIGHBOURS ? n - 1 : CAHIER_NEIGHBOURS;
}

/* Where j stands in a list, or its length. */
static uint32_t place_in(const uint32_t *list, uint32_t count, uint32_t j)
{
    uint32_t e = 0;
    while (e < count && list[e] != j) {
        e++;
    }
    return e;
}

/* Where document i names j, or `each`. */
static uint32_t place_of(const cahier_neighbours *nb, uint32_t i, uint32_t j)
{
    return place_in(nb->of + (size_t)i * nb->each, nb->each, j);
}

static void mark_twice(const cahier_neighbours *nb)
{
    for (uint32_t i = 0; i < nb->count; i++) {
        for (uint32_t e = 0; e < nb->each; e++) {
            size_t at = (size_t)i * nb->each + e;
            uint32_t j = nb->of[at];
            nb->twice[at] = j != CAHIER_NONE && j < i && place_of(nb, j, i) < nb->each;
        }
    }
}

cahier_status cahier_neighbours_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const float *x, uint32_t n, uint32_t dimensions, cahier_neighbours *out)
{
    assert(n > 0);
    search s;
    CAHIER_TRY(open_neighbours(batch, n, most_each(n), &s.found));
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(quantise_rows(scratch, x, n, dimensions, &s));
    if (s.found.each > 0) {
        runner->run(runner->self, tasks_of(n), search_rows, &s);
    }
    cahier_arena_reset(scratch, mark);
    mark_twice(&s.found);
    *out = s.found;
    return CAHIER_OK;
}

/* --- the nearest by words ----------------------------------------------------------------------------------------------- */

/* The documents of each word, with the word's part of their unit vectors. */
typedef struct postings {
    const cahier_views *in;
    uint32_t *start; /* columns + 1 */
    uint32_t *document;
    int32_t *value;
    double *scale; /* n: CAHIER_UNIT by the length of its weights */
    int32_t *sum;  /* tasks x n */
    cahier_neighbours found;
} postings;

static int32_t part_of(const postings *p, uint32_t i, uint32_t z)
{
    return (int32_t)lrint((double)p->in->weights->value[z] * p->scale[i]);
}

static cahier_status open_postings(cahier_arena *scratch, postings *p)
{
    const cahier_sparse *w = p->in->weights;
    uint32_t n = p->in->n, places = 0;
    p->start = CAHIER_NEW(scratch, uint32_t, (size_t)w->columns + 2);
    p->scale = CAHIER_NEW(scratch, double, n);
    p->sum = CAHIER_NEW(scratch, int32_t, (size_t)tasks_of(n) * n);
    if (p->start == NULL || p->scale == NULL || p->sum == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        double squares = 0;
        for (uint32_t z = w->start[p->in->row[i]]; z < w->start[p->in->row[i] + 1]; z++) {
            squares += (double)w->value[z] * (double)w->value[z];
            p->start[w->column[z] + 2]++;
            places++;
        }
        p->scale[i] = squares > 0 ? CAHIER_UNIT / sqrt(squares) : 0;
    }
    for (uint32_t j = 2; j < w->columns + 2; j++) {
        p->start[j] += p->start[j - 1];
    }
    p->document = CAHIER_NEW(scratch, uint32_t, places);
    p->value = CAHIER_NEW(scratch, int32_t, places);
    return p->document == NULL || p->value == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

static void fill_postings(const postings *p)
{
    const cahier_sparse *w = p->in->weights;
    for (uint32_t i = 0; i < p->in->n; i++) {
        for (uint32_t z = w->start[p->in->row[i]]; z < w->start[p->in->row[i] + 1]; z++) {
            uint32_t at = p->start[w->column[z] + 1]++;
            p->document[at] = i;
            p->value[at] = part_of(p, i, z);
        }
    }
}

static void share_words(void *argument, uint32_t task)
{
    postings *p = argument;
    const cahier_sparse *w = p->in->weights;
    uint32_t n = p->in->n, each = p->found.each, first = task * ROWS_A_TASK;
    int32_t *sum = p->sum + (size_t)task * n;
    for (uint32_t i = first; i < n && i < first + ROWS_A_TASK; i++) {
        memset(sum, 0, n * sizeof *sum);
        for (uint32_t z = w->start[p->in->row[i]]; z < w->start[p->in->row[i] + 1]; z++) {
            int32_t part = part_of(p, i, z);
            for (uint32_t at = p->start[w->column[z]]; at < p->start[w->column[z] + 1]; at++) {
                sum[p->document[at]] += part * p->value[at];
            }
        }
        sum[i] = 0;
        for (uint32_t j = 0; j < n; j++) {
            offer(p->found.of + (size_t)i * each, p->found.similarity + (size_t)i * each, each, j, sum[j]);
        }
    }
}

static cahier_status find_by_words(
        cahier_arena *scratch, const cahier_runner *runner, const cahier_views *in, cahier_neighbours *out)
{
    postings p = {.in = in};
    CAHIER_TRY(open_neighbours(scratch, in->n, most_each(in->n), &p.found));
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(open_postings(scratch, &p));
    fill_postings(&p);
    if (p.found.each > 0) {
        runner->run(runner->self, tasks_of(in->n), share_words, &p);
    }
    cahier_arena_reset(scratch, mark);
    *out = p.found;
    return CAHIER_OK;
}

/* --- all views ---------------------------------------------------------------------------------------------------------- */

/* Block b of each vector, scaled to length 1; zero where nothing is known. */
static void take_block(const cahier_views *in, uint32_t b, float *out)
{
    uint32_t width = in->block[b + 1] - in->block[b];
    for (uint32_t i = 0; i < in->n; i++) {
        const float *x = in->x + (size_t)i * in->dimensions + in->block[b];
        double squares = 0;
        for (uint32_t e = 0; e < width; e++) {
            squares += (double)x[e] * (double)x[e];
        }
        double scale = squares > 1e-12 ? 1 / sqrt(squares) : 0;
        for (uint32_t e = 0; e < width; e++) {
            out[(size_t)i * width + e] = (float)((double)x[e] * scale);
        }
    }
}

/* Of a link, where either side names the other in this view; else 0. */
static int32_t similarity_in(const cahier_neighbours *nb, uint32_t i, uint32_t j)
{
    uint32_t e = place_of(nb, i, j);
    if (e < nb->each) {
        return nb->similarity[(size_t)i * nb->each + e];
    }
    e = place_of(nb, j, i);
    return e < nb->each ? nb->similarity[(size_t)j * nb->each + e] : 0;
}

static void join(const cahier_neighbours *view, uint32_t views, const cahier_neighbours *out)
{
    for (uint32_t i = 0; i < out->count; i++) {
        uint32_t *of = out->of + (size_t)i * out->each, have = 0;
        for (uint32_t e = 0; e < views * view->each; e++) {
            const cahier_neighbours *nb = &view[e / view->each];
            uint32_t j = nb->of[(size_t)i * nb->each + e % view->each];
            if (j == CAHIER_NONE || place_in(of, have, j) < have) {
                continue;
            }
            int32_t *sum = &out->similarity[(size_t)i * out->each + have];
            of[have++] = j;
            for (uint32_t v = 0; v < views; v++) {
                *sum += similarity_in(&view[v], i, j);
            }
        }
    }
}

cahier_status cahier_neighbours_find_all(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_views *in, cahier_neighbours *out)
{
    cahier_neighbours view[VIEWS], joined;
    uint32_t views = 0;
    size_t mark = cahier_arena_mark(scratch);
    float *x = CAHIER_NEW(scratch, float, (size_t)in->n * in->dimensions);
    if (x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        uint32_t width = in->block[b + 1] - in->block[b];
        if (width > 0) {
            take_block(in, b, x);
            CAHIER_TRY(cahier_neighbours_find(scratch, scratch, runner, x, in->n, width, &view[views++]));
        }
    }
    CAHIER_TRY(find_by_words(scratch, runner, in, &view[views++]));
    CAHIER_TRY(open_neighbours(batch, in->n, views * view->each, &joined));
    join(view, views, &joined);
    mark_twice(&joined);
    cahier_arena_reset(scratch, mark);
    *out = joined;
    return CAHIER_OK;
}
