/* SPDX-License-Identifier: Apache-2.0 */
#include "subtheme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "apart.h"
#include "cluster.h"
#include "theme.h"
#include "tree.h"
#include "wide.h"

#define SUB_SAMPLES 4000u /* documents over all themes: neighbours cost the square of each theme's share */
#define SUB_SAMPLE 300u   /* a theme */
#define THEME_LEAST 30u   /* sampled documents: fewer are read one by one */
#define SUB_LEAST 8u      /* documents, and a twentieth of the sample: fewer are an anecdote */
#define DIVISION_BYTES ((size_t)4 << 20)
#define RUNS 3u
#define DOCUMENTS_A_TASK 256u

typedef struct division { /* of one theme */
    float *centre;        /* E: mean of its sampled documents */
    double *along;  /* E x CAHIER_SUBS_MOST: the centroids of its parts, less the mean, side by side, then zeros */
    uint32_t count; /* 0: it does not divide */
} division;

typedef struct divider {
    const cahier_subtheme_input *in;
    const cahier_runner *runner;
    uint32_t E, K;
    cahier_theme *themes; /* K */
    division *division;   /* K */
    float *x;             /* tasks x E */
    uint32_t *sub_of;     /* D */
} divider;

/* One theme's sample on the way. */
typedef struct sample {
    float *x; /* n x E */
    uint32_t n, E;
    cahier_neighbours neighbours;
    cahier_clusters fine;
    cahier_union *unions;
} sample;

/* --- divide ----------------------------------------------------------------------------------------------------------- */

static cahier_status place_sample(
        cahier_arena *scratch, const divider *v, const cahier_theme *theme, uint32_t most, sample *s)
{
    const cahier_corpus *corpus = v->in->label->corpus;
    uint32_t *row = CAHIER_NEW(scratch, uint32_t, theme->document_count);
    uint32_t rows = 0;
    for (uint32_t i = 0; row != NULL && i < theme->document_count; i++) {
        uint32_t d = theme->documents[i];
        bool copy = corpus->copy != NULL && corpus->copy[d];
        if (!copy && cahier_is_drawn(corpus, d, theme->document_count, most)) {
            row[rows++] = d;
        }
    }
    s->E = v->E;
    s->x = CAHIER_NEW(scratch, float, (size_t)rows * s->E);
    if (row == NULL || s->x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < rows; i++) {
        double scale[CAHIER_BLOCKS];
        s->n += cahier_space_document(v->in->label->space, v->in->weights, row[i], s->x + (size_t)s->n * s->E, scale);
    }
    return CAHIER_OK;
}

static void make_unit(float *x, uint32_t E)
{
    double squares = 0;
    for (uint32_t e = 0; e < E; e++) {
        squares += (double)x[e] * (double)x[e];
    }
    for (uint32_t e = 0; e < E && squares > 0; e++) {
        x[e] = (float)((double)x[e] / sqrt(squares));
    }
}

static void take_mean_out(sample *s, float *centre)
{
    for (uint32_t e = 0; e < s->E; e++) {
        double sum = 0;
        for (uint32_t i = 0; i < s->n; i++) {
            sum += (double)s->x[(size_t)i * s->E + e];
        }
        centre[e] = (float)(sum / s->n);
    }
    for (uint32_t i = 0; i < s->n; i++) {
        float *x = s->x + (size_t)i * s->E;
        for (uint32_t e = 0; e < s->E; e++) {
            x[e] -= centre[e];
        }
        make_unit(x, s->E);
    }
}

static cahier_status find_parts(cahier_arena *batch, cahier_arena *scratch, const bool *keep, sample *s)
{
    cahier_placed placed = {.x = s->x, .n = s->n, .dimensions = s->E};
    CAHIER_TRY(cahier_cluster(batch, scratch, &placed, &s->neighbours, keep, 0, &s->fine));
    uint32_t *size = CAHIER_NEW(scratch, uint32_t, s->fine.count);
    if (size == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->fine.of[i] != CAHIER_NONE) {
            size[s->fine.of[i]]++;
        }
    }
    return cahier_tree_grow(batch, scratch, s->fine.centroid, size, s->fine.count, s->E, &s->unions);
}

/* The division into `parts`, at most as many as were found. */
static cahier_status cut_parts(cahier_arena *scratch, const sample *s, uint32_t parts, uint32_t *of)
{
    size_t mark = cahier_arena_mark(scratch);
    uint32_t *class = CAHIER_NEW(scratch, uint32_t, s->fine.count);
    cahier_status status = CAHIER_ERROR_NOMEM;
    if (class != NULL) {
        uint32_t wanted = parts < s->fine.count ? parts : s->fine.count;
        status = cahier_tree_cut(scratch, s->unions, s->fine.count, wanted, class);
    }
    for (uint32_t i = 0; status == CAHIER_OK && i < s->n; i++) {
        of[i] = s->fine.of[i] == CAHIER_NONE ? CAHIER_NONE : class[s->fine.of[i]];
    }
    cahier_arena_reset(scratch, mark);
    return status;
}

/* Adds the agreements of 2..CAHIER_SUBS_MOST parts with those found without the documents that `keep` leaves out. */
static cahier_status measure_run(
        cahier_arena *batch, cahier_arena *scratch, const sample *s, const bool *keep, double *sum)
{
    sample other = *s;
    uint32_t *a = CAHIER_NEW(scratch, uint32_t, s->n), *b = CAHIER_NEW(scratch, uint32_t, s->n);
    if (a == NULL || b == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(find_parts(batch, scratch, keep, &other));
    for (uint32_t parts = 2; parts <= CAHIER_SUBS_MOST && parts <= s->fine.count; parts++) {
        double agreement;
        CAHIER_TRY(cut_parts(scratch, s, parts, a));
        CAHIER_TRY(cut_parts(scratch, &other, parts, b));
        CAHIER_TRY(cahier_partition_agreement(scratch, a, b, s->n, &agreement));
        sum[parts] += fmax(0, agreement) / RUNS;
    }
    return CAHIER_OK;
}

static bool all_are_large(const uint32_t *of, uint32_t n, uint32_t parts)
{
    uint32_t size[CAHIER_SUBS_MOST] = {0};
    for (uint32_t i = 0; i < n; i++) {
        size[of[i]]++;
    }
    for (uint32_t p = 0; p < parts; p++) {
        if (size[p] < SUB_LEAST || size[p] * 20 < n) {
            return false;
        }
    }
    return true;
}

static cahier_status write_centroids(cahier_arena *scratch, const sample *s, const uint32_t *of, division *out)
{
    float *centroid = CAHIER_NEW(scratch, float, (size_t)out->count * s->E);
    if (centroid == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        float *to = centroid + (size_t)of[i] * s->E;
        for (uint32_t e = 0; e < s->E; e++) {
            to[e] += s->x[(size_t)i * s->E + e];
        }
    }
    for (uint32_t p = 0; p < out->count; p++) {
        const float *of_part = centroid + (size_t)p * s->E;
        make_unit(centroid + (size_t)p * s->E, s->E);
        for (uint32_t e = 0; e < s->E; e++) {
            out->along[(size_t)e * CAHIER_SUBS_MOST + p] = (double)of_part[e];
        }
    }
    return CAHIER_OK;
}

static cahier_status choose_parts(
        cahier_arena *scratch, const sample *s, const double *agreement, division *out, int32_t *split_milli)
{
    uint32_t *of = CAHIER_NEW(scratch, uint32_t, s->n);
    if (of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t parts = CAHIER_SUBS_MOST; parts >= 2; parts--) {
        int32_t milli = (int32_t)lround(1000 * agreement[parts]);
        if (milli < CAHIER_SPLIT_LEAST_MILLI) {
            continue;
        }
        CAHIER_TRY(cut_parts(scratch, s, parts, of));
        if (all_are_large(of, s->n, parts)) {
            out->count = parts;
            *split_milli = milli;
            return write_centroids(scratch, s, of, out);
        }
    }
    return CAHIER_OK;
}

static cahier_status divide_theme(void *argument, cahier_arena *batch, cahier_arena *scratch, uint32_t k)
{
    const divider *v = argument;
    cahier_theme *theme = &v->themes[k];
    division *out = &v->division[k];
    uint32_t each = SUB_SAMPLES / v->in->share, most = each < SUB_SAMPLE ? each : SUB_SAMPLE;
    double agreement[CAHIER_SUBS_MOST + 1] = {0};
    sample s = {0};
    if (v->in->done != NULL && v->in->done[k]) {
        return CAHIER_OK;
    }
    CAHIER_TRY(place_sample(scratch, v, theme, most > THEME_LEAST ? most : 2 * THEME_LEAST, &s));
    if (s.n < THEME_LEAST) {
        return CAHIER_OK;
    }
    bool *keep = CAHIER_NEW(scratch, bool, s.n);
    if (keep == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    take_mean_out(&s, out->centre);
    CAHIER_TRY(cahier_neighbours_find(
            batch, scratch, &(cahier_runner){cahier_run_serial, NULL}, s.x, s.n, s.E, &s.neighbours));
    CAHIER_TRY(find_parts(batch, scratch, NULL, &s));
    for (uint32_t run = 0; run < RUNS; run++) {
        for (uint32_t i = 0; i < s.n; i++) {
            keep[i] = i % 10 != 3 * run;
        }
        CAHIER_TRY(measure_run(batch, scratch, &s, keep, agreement));
    }
    return choose_parts(scratch, &s, agreement, out, &theme->split_milli);
}

static cahier_status divide_themes(cahier_arena *batch, cahier_arena *scratch, divider *v)
{
    for (uint32_t k = 0; k < v->K; k++) {
        division *to = &v->division[k];
        to->centre = CAHIER_NEW(scratch, float, v->E);
        to->along = CAHIER_NEW(scratch, double, (size_t)v->E *CAHIER_SUBS_MOST);
        if (to->centre == NULL || to->along == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return cahier_run_apart(batch, scratch, v->runner, &(cahier_apart){divide_theme, v, v->K, DIVISION_BYTES});
}

/* --- assign ----------------------------------------------------------------------------------------------------------- */

/* All parts at once: each sum is in the order of the dimensions, and none waits for another. */
CAHIER_WIDE static uint32_t nearest_part(const division *to, const float *x, uint32_t E)
{
    double along[CAHIER_SUBS_MOST] = {0};
    for (uint32_t e = 0; e < E; e++) {
        double apart = (double)x[e] - (double)to->centre[e];
        for (uint32_t p = 0; p < CAHIER_SUBS_MOST; p++) {
            along[p] += to->along[(size_t)e * CAHIER_SUBS_MOST + p] * apart;
        }
    }
    uint32_t best = 0;
    for (uint32_t p = 1; p < to->count; p++) {
        best = along[p] > along[best] ? p : best;
    }
    return best;
}

static void assign_documents(void *argument, uint32_t task)
{
    divider *v = argument;
    const cahier_subtheme_input *in = v->in;
    uint32_t first = task * DOCUMENTS_A_TASK, D = in->weights->rows;
    uint32_t end = first + DOCUMENTS_A_TASK < D ? first + DOCUMENTS_A_TASK : D;
    float *x = v->x + (size_t)task * v->E;
    for (uint32_t d = first; d < end; d++) {
        double scale[CAHIER_BLOCKS];
        const division *to = in->assignments[d].count > 0 ? &v->division[in->assignments[d].at[0].theme] : NULL;
        v->sub_of[d] = CAHIER_NONE;
        if (to != NULL && to->count > 0 && cahier_space_document(in->label->space, in->weights, d, x, scale)) {
            v->sub_of[d] = nearest_part(to, x, v->E);
        }
    }
}

/* --- describe --------------------------------------------------------------------------------------------------------- */

static uint32_t highest_person(const cahier_corpus *corpus)
{
    uint32_t most = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        most = corpus->received[d].person > most ? corpus->received[d].person : most;
    }
    return most;
}

/* The parts as themes, most documents first, with their documents; `rank` says where each part went. */
static cahier_status list_parts(cahier_arena *batch, const cahier_theme *theme, const uint32_t *sub_of, uint32_t count,
        cahier_theme *parts, uint32_t *rank)
{
    uint32_t size[CAHIER_SUBS_MOST] = {0};
    uint32_t *documents = CAHIER_NEW(batch, uint32_t, theme->document_count);
    if (documents == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t p = sub_of[theme->documents[i]];
        if (p != CAHIER_NONE) {
            size[p]++;
        }
    }
    for (uint32_t p = 0; p < count; p++) {
        rank[p] = 0;
        for (uint32_t q = 0; q < count; q++) {
            rank[p] += size[q] > size[p] || (size[q] == size[p] && q < p);
        }
        parts[rank[p]].documents = NULL;
    }
    for (uint32_t r = 0; r < count; r++) {
        parts[r].documents = documents;
        for (uint32_t p = 0; p < count; p++) {
            documents += rank[p] == r ? size[p] : 0;
        }
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t p = sub_of[theme->documents[i]];
        if (p != CAHIER_NONE) {
            cahier_theme *part = &parts[rank[p]];
            part->documents[part->document_count++] = theme->documents[i];
        }
    }
    return CAHIER_OK;
}

/* Labels live in the temporary memory that the labeller leaves: they are kept in scratch meanwhile, then in batch. */
static cahier_status label_parts(cahier_arena *batch, cahier_arena *scratch, const cahier_subtheme_input *in,
        cahier_theme *parts, uint32_t count)
{
    cahier_vocabulary vocabulary = *in->words;
    size_t mark = cahier_arena_mark(batch);
    CAHIER_TRY(cahier_label_themes(batch, scratch, in->label, &vocabulary, parts, count));
    char *kept[CAHIER_SUBS_MOST];
    for (uint32_t p = 0; p < count; p++) {
        kept[p] = CAHIER_NEW(scratch, char, parts[p].label.len);
        if (kept[p] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memcpy(kept[p], parts[p].label.at, parts[p].label.len);
    }
    cahier_arena_reset(batch, mark);
    for (uint32_t p = 0; p < count; p++) {
        char *to = CAHIER_NEW(batch, char, parts[p].label.len);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memcpy(to, kept[p], parts[p].label.len);
        parts[p].label.at = to;
    }
    return CAHIER_OK;
}

static bool are_told_apart(const cahier_theme *parts, uint32_t count)
{
    for (uint32_t p = 0; p < count; p++) {
        if (parts[p].term_count == 0 || parts[p].document_count < SUB_LEAST) {
            return false;
        }
    }
    return true;
}

static void fill_sub(const cahier_corpus *corpus, const cahier_theme *theme, const cahier_theme *part,
        uint32_t *last_person, uint32_t stamp, cahier_subtheme *out)
{
    out->label = part->label;
    out->documents = part->documents;
    out->document_count = part->document_count;
    (void)snprintf(out->id, sizeof out->id, "%.6s.%.4s", theme->id, part->id + 2);
    for (uint32_t i = 0; i < part->document_count; i++) {
        uint32_t person = corpus->received[part->documents[i]].person;
        out->persons += last_person[person] != stamp;
        last_person[person] = stamp;
    }
}

/* last_person[] remembers the sub-theme that counted a person latest: stamps grow over all themes. */
static cahier_status describe_theme(cahier_arena *batch, cahier_arena *scratch, divider *v, cahier_theme *theme,
        uint32_t count, uint32_t *last_person, uint32_t *stamp)
{
    cahier_theme parts[CAHIER_SUBS_MOST] = {{.document_count = 0}};
    uint32_t rank[CAHIER_SUBS_MOST];
    cahier_subtheme *subs = CAHIER_NEW(batch, cahier_subtheme, count);
    if (subs == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(list_parts(batch, theme, v->sub_of, count, parts, rank));
    CAHIER_TRY(label_parts(batch, scratch, v->in, parts, count));
    bool divides = are_told_apart(parts, count);
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t *sub = &v->sub_of[theme->documents[i]];
        *sub = divides && *sub != CAHIER_NONE ? rank[*sub] : CAHIER_NONE;
    }
    if (!divides) {
        theme->split_milli = 0;
        return CAHIER_OK;
    }
    for (uint32_t p = 0; p < count; p++) {
        fill_sub(v->in->label->corpus, theme, &parts[p], last_person, ++*stamp, &subs[p]);
    }
    theme->subs = subs;
    theme->sub_count = count;
    return CAHIER_OK;
}

static cahier_status describe_themes(cahier_arena *batch, cahier_arena *scratch, divider *v)
{
    uint32_t stamp = 0;
    uint32_t *last_person = CAHIER_NEW(scratch, uint32_t, (size_t)highest_person(v->in->label->corpus) + 1);
    if (last_person == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < v->K; k++) {
        size_t mark = cahier_arena_mark(scratch);
        if (v->division[k].count > 0) {
            CAHIER_TRY(describe_theme(batch, scratch, v, &v->themes[k], v->division[k].count, last_person, &stamp));
        }
        cahier_arena_reset(scratch, mark);
    }
    return CAHIER_OK;
}

static cahier_status find(cahier_arena *batch, cahier_arena *scratch, divider *v)
{
    uint32_t D = v->in->weights->rows, tasks = (D + DOCUMENTS_A_TASK - 1) / DOCUMENTS_A_TASK;
    v->sub_of = CAHIER_NEW(batch, uint32_t, D);
    v->division = CAHIER_NEW(scratch, division, v->K);
    v->x = CAHIER_NEW(scratch, float, (size_t)tasks * v->E);
    if (v->sub_of == NULL || v->division == NULL || v->x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(divide_themes(batch, scratch, v));
    v->runner->run(v->runner->self, tasks, assign_documents, v);
    return describe_themes(batch, scratch, v);
}

cahier_status cahier_subtheme_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_subtheme_input *in, cahier_theme *themes, uint32_t theme_count, uint32_t **sub_of)
{
    size_t mark = cahier_arena_mark(scratch);
    divider v = {.in = in, .runner = runner, .E = in->label->space->dimensions, .K = theme_count, .themes = themes};
    cahier_status status = find(batch, scratch, &v);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *sub_of = v.sub_of;
    return CAHIER_OK;
}
