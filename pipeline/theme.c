/* SPDX-License-Identifier: Apache-2.0 */
#include "theme.h"

#include <math.h>
#include <string.h>

#include "assign.h"
#include "assign_whole.h"
#include "order.h"
#include "text.h"
#include "theme_choice.h"

#define STABILITY_RUNS 5u

/* --- sample --------------------------------------------------------------------------------------------------------------- */

/* Rows in sorting, with two arrays as long as the corpus. */
typedef struct drawing {
    cahier_keyed *at, *spare;
    uint32_t count;
} drawing;

static void sort_rows(drawing *w, uint32_t bytes)
{
    cahier_keyed *sorted = cahier_sort_keyed(w->at, w->spare, w->count, bytes);
    w->spare = sorted == w->at ? w->spare : w->at;
    w->at = sorted;
}

static void sort_by_row(drawing *w)
{
    for (uint32_t i = 0; i < w->count; i++) {
        w->at[i].key = w->at[i].value;
    }
    sort_rows(w, sizeof w->at->value);
}

/* The first row of each distinct text; keys are fingerprints. */
static void keep_distinct(drawing *w)
{
    uint32_t kept = 0;
    sort_rows(w, sizeof w->at->key);
    for (uint32_t i = 0; i < w->count; i++) {
        if (kept == 0 || w->at[i].key != w->at[kept - 1].key) {
            w->at[kept++] = w->at[i];
        }
    }
    w->count = kept;
    sort_by_row(w);
}

/* The rows of lowest hash of the id. */
static void draw_rows(drawing *w, const cahier_corpus *corpus, uint32_t most)
{
    for (uint32_t i = 0; i < w->count; i++) {
        w->at[i].key = cahier_id_hash(corpus, w->at[i].value);
    }
    sort_rows(w, sizeof w->at->key);
    w->count = most;
    sort_by_row(w);
}

cahier_status cahier_sample_draw(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_sparse *weights, uint32_t most, cahier_sample *out)
{
    size_t mark = cahier_arena_mark(scratch);
    drawing w = {CAHIER_NEW(scratch, cahier_keyed, corpus->count), CAHIER_NEW(scratch, cahier_keyed, corpus->count), 0};
    if (w.at == NULL || w.spare == NULL) {
        cahier_arena_reset(scratch, mark);
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        bool copy = corpus->copy != NULL && corpus->copy[d];
        if (weights->start[d] < weights->start[d + 1] && !copy) {
            w.at[w.count++] = (cahier_keyed){corpus->analysed[d]->fingerprint, d};
        }
    }
    keep_distinct(&w);
    if (w.count > most) {
        draw_rows(&w, corpus, most);
    }
    cahier_sample sample = {.row = CAHIER_NEW(batch, uint32_t, w.count), .count = w.count};
    for (uint32_t i = 0; sample.row != NULL && i < w.count; i++) {
        sample.row[i] = w.at[i].value;
    }
    cahier_arena_reset(scratch, mark);
    if (sample.row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = sample;
    return CAHIER_OK;
}

/* --- fit -------------------------------------------------------------------------------------------------------------------- */

typedef struct fit {
    uint32_t *row; /* n: of the corpus */
    float *x;      /* n x E */
    uint32_t n, E;
    const cahier_sparse *weights;
    cahier_neighbours neighbours;
    cahier_clusters clusters;
} fit;

static cahier_status place_sample(cahier_arena *scratch, const cahier_sample *sample, const cahier_sparse *weights,
        const cahier_space *space, fit *f)
{
    f->E = space->dimensions;
    f->weights = weights;
    f->x = CAHIER_NEW(scratch, float, (size_t)sample->count * f->E);
    f->row = CAHIER_NEW(scratch, uint32_t, sample->count);
    if (f->x == NULL || f->row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < sample->count; i++) {
        double scale[CAHIER_BLOCKS];
        f->row[f->n] = sample->row[i];
        f->n += cahier_space_document(space, weights, sample->row[i], f->x + (size_t)f->n * f->E, scale);
    }
    return CAHIER_OK;
}

static cahier_placed placed_of(const fit *f)
{
    return (cahier_placed){f->x, f->n, f->E, f->weights, f->row};
}

static cahier_status measure_run(
        cahier_arena *batch, cahier_arena *scratch, const fit *f, const bool *keep, uint32_t wanted, double *sum)
{
    cahier_clusters other;
    double agreement;
    cahier_placed placed = placed_of(f);
    CAHIER_TRY(cahier_cluster(batch, scratch, &placed, &f->neighbours, keep, wanted, &other));
    CAHIER_TRY(cahier_partition_agreement(scratch, f->clusters.of, other.of, f->n, &agreement));
    *sum += agreement;
    return CAHIER_OK;
}

static cahier_status measure_stability(
        cahier_arena *batch, cahier_arena *scratch, const fit *f, uint32_t wanted, double *out)
{
    double sum = 0;
    bool *keep = CAHIER_NEW(scratch, bool, f->n);
    if (keep == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t run = 0; run < STABILITY_RUNS; run++) {
        size_t mark = cahier_arena_mark(batch); /* the other themes are forgotten */
        for (uint32_t i = 0; i < f->n; i++) {
            keep[i] = i % 10 != 2 * run;
        }
        cahier_status status = measure_run(batch, scratch, f, keep, wanted, &sum);
        cahier_arena_reset(batch, mark);
        CAHIER_TRY(status);
    }
    *out = fmax(0, sum / STABILITY_RUNS);
    return CAHIER_OK;
}

/* Each document starts with the first of its earlier theme; alone when it had none. */
static cahier_status start_from(
        cahier_arena *scratch, const cahier_recall *recall, const fit *f, uint32_t *before, uint32_t *start)
{
    uint32_t themes = recall->previous->theme_count, *first = CAHIER_NEW(scratch, uint32_t, themes);
    if (first == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(first, 0xff, themes * sizeof *first);
    for (uint32_t i = 0; i < f->n; i++) {
        before[i] = recall->found[f->row[i]];
        start[i] = i;
        if (before[i] != CAHIER_NONE) {
            first[before[i]] = first[before[i]] == CAHIER_NONE ? i : first[before[i]];
            start[i] = first[before[i]];
        }
    }
    return CAHIER_OK;
}

static cahier_status fit_again(cahier_arena *batch, cahier_arena *scratch, const cahier_recall *recall, uint32_t wanted,
        fit *f, cahier_themes *out)
{
    uint32_t *before = CAHIER_NEW(scratch, uint32_t, f->n), *start = CAHIER_NEW(scratch, uint32_t, f->n);
    if (before == NULL || start == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(start_from(scratch, recall, f, before, start));
    cahier_placed placed = placed_of(f);
    CAHIER_TRY(cahier_cluster_again(batch, scratch, &placed, &f->neighbours, start, wanted, &f->clusters));
    out->again = f->clusters.again;
    return cahier_themes_match(batch, scratch,
            &(cahier_two_partitions){before, f->clusters.of, f->n, recall->previous->theme_count, f->clusters.count},
            &out->previous);
}

static cahier_status find_centroids(cahier_arena *batch, cahier_arena *scratch, const fit *f, cahier_centroids *out)
{
    cahier_centroid_sums sums;
    CAHIER_TRY(cahier_centroid_sums_open(scratch, f->clusters.count, f->E, f->weights, &sums));
    CAHIER_TRY(cahier_centroids_open(batch, f->clusters.count, f->E, f->weights->columns, out));
    for (uint32_t i = 0; i < f->n; i++) {
        cahier_centroid_sums_add(&sums, f->clusters.of[i], f->x + (size_t)i * f->E, f->row[i]);
    }
    for (uint32_t k = 0; k < f->clusters.count; k++) {
        cahier_centroid_sums_close(&sums, k, out, k);
    }
    return CAHIER_OK;
}

static cahier_status fit_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_sample *sample, const cahier_theme_input *in, uint32_t wanted, cahier_themes *out)
{
    fit f = {0};
    CAHIER_TRY(place_sample(scratch, sample, in->weights, in->space, &f));
    if (f.n == 0) { /* one letter, or copies of it: nothing to tell apart */
        out->stability = 1;
        out->count = wanted == 1;
        return cahier_centroids_open(batch, out->count, f.E, in->space->terms, &out->centroids);
    }
    CAHIER_TRY(cahier_neighbours_find(batch, scratch, runner, f.x, f.n, f.E, &f.neighbours));
    wanted = wanted < f.n ? wanted : f.n;
    if (in->recall != NULL) {
        CAHIER_TRY(fit_again(batch, scratch, in->recall, wanted, &f, out));
    } else {
        cahier_placed placed = placed_of(&f);
        CAHIER_TRY(cahier_cluster(batch, scratch, &placed, &f.neighbours, NULL, wanted, &f.clusters));
    }
    CAHIER_TRY(measure_stability(batch, scratch, &f, wanted, &out->stability));
    CAHIER_TRY(cahier_theme_choice(batch, scratch, &(cahier_choice_input){f.x, f.E, &f.neighbours, f.clusters.count},
            &out->choice, &out->choice_count));
    out->count = f.clusters.count;
    out->cohesion = f.clusters.cohesion;
    return find_centroids(batch, scratch, &f, &out->centroids);
}

static cahier_status assign_all(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, cahier_themes *themes)
{
    cahier_theme_input with = *in;
    if (themes->previous != NULL) {
        uint32_t D = in->corpus->count, *kept = CAHIER_NEW(scratch, uint32_t, D);
        uint32_t *now = CAHIER_NEW(scratch, uint32_t, in->recall->previous->theme_count);
        if (kept == NULL || now == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memset(now, 0xff, in->recall->previous->theme_count * sizeof *now);
        for (uint32_t k = 0; k < themes->count; k++) {
            if (themes->previous[k] != CAHIER_NONE) {
                now[themes->previous[k]] = k;
            }
        }
        cahier_recall_through(in->recall->found, D, now, kept);
        with.kept = kept;
    }
    return cahier_assign(batch, scratch, runner, &with, themes);
}

cahier_status cahier_theme_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, uint32_t wanted, cahier_themes *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_sample sample;
    cahier_themes themes = {0};
    CAHIER_TRY(cahier_sample_draw(batch, scratch, in->corpus, in->weights, CAHIER_FIT_MOST, &sample));
    cahier_status status = fit_themes(batch, scratch, runner, &sample, in, wanted, &themes);
    if (status == CAHIER_OK) {
        status = wanted == 1 ? cahier_assign_whole(batch, in->weights, &themes.assignments)
                             : assign_all(batch, scratch, runner, in, &themes);
    }
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = themes;
    return CAHIER_OK;
}
