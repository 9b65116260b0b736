/* SPDX-License-Identifier: Apache-2.0 */
#include "theme_choice.h"

#include <math.h>

#include "tree.h"

#define RUNS 3u
#define LEAST_DOCUMENTS 30u /* fewer: three tenths in turn are three documents, and agreement says nothing */
#define NUMBERS (sizeof numbers / sizeof *numbers)

static const uint32_t numbers[] = {2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40};

typedef struct level_maker {
    cahier_arena *batch; /* temporary: two arenas are needed, nothing stays */
    const cahier_choice_input *in;
    cahier_clusters fine;
    cahier_union *unions;
} level_maker;

static cahier_status open_levels(cahier_arena *scratch, const bool *keep, level_maker *m)
{
    const cahier_choice_input *in = m->in;
    cahier_placed placed = {.x = in->x, .n = in->neighbours->count, .dimensions = in->dimensions};
    CAHIER_TRY(cahier_cluster_finely(m->batch, scratch, &placed, in->neighbours, keep, &m->fine));
    uint32_t *size = CAHIER_NEW(scratch, uint32_t, m->fine.count);
    if (size == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < in->neighbours->count; i++) {
        if (m->fine.of[i] != CAHIER_NONE) {
            size[m->fine.of[i]]++;
        }
    }
    return cahier_tree_grow(m->batch, scratch, m->fine.centroid, size, m->fine.count, in->dimensions, &m->unions);
}

/* The partition into `wanted` classes, at most as many as the fine one has. */
static cahier_status make_level(cahier_arena *scratch, const level_maker *m, uint32_t wanted, uint32_t *of)
{
    size_t mark = cahier_arena_mark(scratch);
    uint32_t *class = CAHIER_NEW(scratch, uint32_t, m->fine.count);
    cahier_status status =
            class == NULL ? CAHIER_ERROR_NOMEM : cahier_tree_cut(scratch, m->unions, m->fine.count, wanted, class);
    for (uint32_t i = 0; status == CAHIER_OK && i < m->in->neighbours->count; i++) {
        of[i] = m->fine.of[i] == CAHIER_NONE ? CAHIER_NONE : class[m->fine.of[i]];
    }
    cahier_arena_reset(scratch, mark);
    return status;
}

typedef struct levels {
    cahier_choice *choice;
    uint32_t count;
    uint32_t *of; /* count x n */
} levels;

/* A link that both sides name counts twice. Sums of integers. */
static cahier_status measure_modularity(
        cahier_arena *scratch, const cahier_neighbours *nb, const uint32_t *of, uint32_t classes, double *out)
{
    size_t mark = cahier_arena_mark(scratch);
    uint64_t inside = 0, all = 0, *degree = CAHIER_NEW(scratch, uint64_t, classes);
    if (degree == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (size_t e = 0; e < (size_t)nb->count * nb->each; e++) {
        if (nb->of[e] != CAHIER_NONE) {
            uint32_t a = of[e / nb->each], b = of[nb->of[e]];
            uint64_t weight = (uint64_t)nb->similarity[e];
            degree[a] += weight;
            degree[b] += weight;
            inside += a == b ? weight : 0;
            all += weight;
        }
    }
    double by_chance = 0;
    for (uint32_t k = 0; k < classes && all > 0; k++) {
        double share = (double)degree[k] / (2 * (double)all);
        by_chance += share * share;
    }
    cahier_arena_reset(scratch, mark);
    *out = all > 0 ? (double)inside / (double)all - by_chance : 0;
    return CAHIER_OK;
}

/* The numbers that the fine partition reaches, and the chosen one among them. */
static uint32_t list_numbers(uint32_t chosen, uint32_t most, cahier_choice *choice)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < NUMBERS; i++) {
        uint32_t before = i > 0 ? numbers[i - 1] : 1;
        if (chosen > before && chosen < numbers[i] && chosen <= most) {
            choice[count++].themes = chosen;
        }
        if (numbers[i] <= most) {
            choice[count++].themes = numbers[i];
        }
    }
    return count;
}

static cahier_status measure_levels(cahier_arena *scratch, const level_maker *m, const levels *full)
{
    uint32_t n = m->in->neighbours->count;
    for (uint32_t c = 0; c < full->count; c++) {
        double modularity;
        uint32_t themes = full->choice[c].themes, *of = full->of + (size_t)c * n;
        CAHIER_TRY(make_level(scratch, m, themes, of));
        CAHIER_TRY(measure_modularity(scratch, m->in->neighbours, of, themes, &modularity));
        full->choice[c].modularity_milli = (int32_t)lround(1000 * modularity);
    }
    return CAHIER_OK;
}

/* Adds the agreement of each level with that of a partition without the documents that `keep` leaves out. */
static cahier_status measure_run(
        cahier_arena *scratch, level_maker m, const bool *keep, const levels *full, double *sum)
{
    uint32_t n = m.in->neighbours->count;
    uint32_t *of = CAHIER_NEW(scratch, uint32_t, n);
    if (of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(open_levels(scratch, keep, &m));
    for (uint32_t c = 0; c < full->count; c++) {
        double agreement;
        uint32_t themes = full->choice[c].themes, wanted = themes < m.fine.count ? themes : m.fine.count;
        CAHIER_TRY(make_level(scratch, &m, wanted, of));
        CAHIER_TRY(cahier_partition_agreement(scratch, full->of + (size_t)c * n, of, n, &agreement));
        sum[c] += fmax(0, agreement) / RUNS;
    }
    return CAHIER_OK;
}

static cahier_status measure_stability(cahier_arena *scratch, const level_maker *m, const levels *full)
{
    uint32_t n = m->in->neighbours->count;
    bool *keep = CAHIER_NEW(scratch, bool, n);
    double *sum = CAHIER_NEW(scratch, double, full->count);
    if (keep == NULL || sum == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t run = 0; run < RUNS; run++) {
        size_t mark = cahier_arena_mark(scratch), batch_mark = cahier_arena_mark(m->batch);
        for (uint32_t i = 0; i < n; i++) {
            keep[i] = i % 10 != 3 * run;
        }
        CAHIER_TRY(measure_run(scratch, *m, keep, full, sum));
        cahier_arena_reset(scratch, mark);
        cahier_arena_reset(m->batch, batch_mark);
    }
    for (uint32_t c = 0; c < full->count; c++) {
        full->choice[c].stability_milli = (int32_t)lround(1000 * sum[c]);
    }
    return CAHIER_OK;
}

static cahier_status compare(cahier_arena *scratch, level_maker *m, levels *full)
{
    CAHIER_TRY(open_levels(scratch, NULL, m));
    full->count = list_numbers(m->in->chosen, m->fine.count, full->choice);
    full->of = CAHIER_NEW(scratch, uint32_t, (size_t)full->count * m->in->neighbours->count);
    if (full->of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(measure_levels(scratch, m, full));
    return measure_stability(scratch, m, full);
}

cahier_status cahier_theme_choice(cahier_arena *batch, cahier_arena *scratch, const cahier_choice_input *in,
        cahier_choice **choice, uint32_t *count)
{
    if (in->neighbours->count < LEAST_DOCUMENTS) {
        *choice = NULL;
        *count = 0;
        return CAHIER_OK;
    }
    levels full = {.choice = CAHIER_NEW(batch, cahier_choice, NUMBERS + 1)};
    if (full.choice == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t mark = cahier_arena_mark(scratch), batch_mark = cahier_arena_mark(batch);
    level_maker m = {.batch = batch, .in = in};
    cahier_status status = compare(scratch, &m, &full);
    cahier_arena_reset(scratch, mark);
    cahier_arena_reset(batch, batch_mark);
    CAHIER_TRY(status);
    *choice = full.choice;
    *count = full.count;
    return CAHIER_OK;
}
