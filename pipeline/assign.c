/* SPDX-License-Identifier: Apache-2.0 */
#include "assign.h"

#include <string.h>

#include "weigh.h"
#include "wide.h"

#define DOCUMENTS_A_TASK 256u
#define MILLI_MOST 1000000 /* no score is a hundredth of it; times 100 it is an integer still */
#define SENTENCE_TERMS 64u /* a sentence of more distinct terms is a text, and shows in the whole */

/* What the parts of one document are multiplied by, side by side. */
typedef struct scales {
    double side[CAHIER_SIDES];
} scales;

typedef struct assigner {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_sparse *weights;
    const cahier_space *space;
    uint32_t D, K;
    const uint32_t *kept;            /* D, or NULL */
    const float *affinity;           /* V x CAHIER_SIDES x K */
    float *x;                        /* tasks x E */
    double *score;                   /* tasks x K */
    scales *scale;                   /* D: from the first pass to the second */
    cahier_assignments *assignments; /* D */
} assigner;

typedef struct drawing { /* what terms bring for themes, side by side */
    const cahier_space *space;
    const cahier_centroids *centroids;
    const bool *used; /* V: the terms that are asked of; NULL: all */
    float *affinity;
} drawing;

CAHIER_WIDE static void fill_affinity(void *argument, uint32_t j)
{
    drawing *a = argument;
    if (a->used != NULL && !a->used[j]) {
        return;
    }
    const cahier_space *space = a->space;
    const float *v = space->vector + (size_t)j * space->dimensions;
    uint32_t K = a->centroids->count;
    float *of_term = a->affinity + (size_t)j * CAHIER_SIDES * K;
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        for (uint32_t k = 0; k < K; k++) {
            const float *c = a->centroids->vector + (size_t)k * space->dimensions;
            double sum = 0;
            for (uint32_t e = space->block[b]; e < space->block[b + 1]; e++) {
                sum += (double)v[e] * (double)c[e];
            }
            of_term[b * K + k] = (float)sum;
        }
    }
    for (uint32_t k = 0; k < K; k++) {
        of_term[CAHIER_SIDE_WORDS * K + k] = a->centroids->words[(size_t)k * space->terms + j];
    }
}

/* To the nearest integer, ties to even, as lrint, which compilers do not vectorise. |x| < 2^51. */
static double round_even(double x)
{
    return (x + 0x1.8p52) - 0x1.8p52;
}

/* A score as an integer. Vectors and affinities that were read back (watch_memory.h) are small each, but nothing says that
 * they belong together: a vector that all but vanishes is scaled up, and so is what it goes with. */
static int32_t to_milli(double score)
{
    return score >= MILLI_MOST ? MILLI_MOST : score <= -MILLI_MOST ? -MILLI_MOST : (int32_t)score;
}

/* Adds the parts of term j in the scores of all themes, in thousandths: each is rounded, so that they add up. */
static void add_parts(const assigner *a, uint32_t j, float value, const scales *scale, double *restrict score)
{
    const float *own = a->affinity + (size_t)j * CAHIER_SIDES * a->K, *background = own + a->K,
                *words = background + a->K;
    const double *side = scale->side;
    double weight = 1000 * (double)value;
    for (uint32_t k = 0; k < a->K; k++) {
        double along = side[CAHIER_BLOCK_OWN] * (double)own[k] + side[CAHIER_BLOCK_BACKGROUND] * (double)background[k] +
                       side[CAHIER_SIDE_WORDS] * (double)words[k];
        score[k] += round_even(weight * along);
    }
}

/* The part of term j in the score of theme k alone. */
static int32_t part_milli(const assigner *a, uint32_t j, float value, uint32_t k, const scales *scale)
{
    const float *at = a->affinity + (size_t)j * CAHIER_SIDES * a->K + k;
    double along = 0;
    for (uint32_t s = 0; s < CAHIER_SIDES; s++) {
        along += scale->side[s] * (double)at[s * a->K];
    }
    return to_milli(round_even(1000 * (double)value * along));
}

/* What is scored: a document, or one of its sentences. */
typedef struct row {
    const uint32_t *column;
    const float *value;
    uint32_t count;
} row;

/* A score is the mean of two cosines: of vectors and of words. False when no vector knows the document. */
static bool measure(const cahier_space *space, const cahier_sparse *weights, uint32_t d, float *x, scales *out)
{
    if (!cahier_space_document(space, weights, d, x, out->side)) {
        return false;
    }
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        out->side[b] /= 2;
    }
    out->side[CAHIER_SIDE_WORDS] = 1 / (2 * cahier_sparse_length(weights, d));
    return true;
}

static row row_of(const assigner *a, uint32_t d)
{
    uint32_t start = a->weights->start[d];
    return (row){a->weights->column + start, a->weights->value + start, a->weights->start[d + 1] - start};
}

CAHIER_WIDE static void score_themes(const assigner *a, row r, const scales *scale, double *score)
{
    memset(score, 0, a->K * sizeof *score);
    for (uint32_t z = 0; z < r.count; z++) {
        add_parts(a, r.column[z], r.value[z], scale, score);
    }
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

/* The theme that the document had comes first when its score is near the best. */
static bool keep_first(ranking *r, uint32_t theme, int32_t score)
{
    if (r->theme[0] == theme || score < CAHIER_THEME_LEAST_MILLI ||
            score * 100 < r->score[0] * CAHIER_THEME_KEEP_SHARE) {
        return false;
    }
    bool less = score < r->score[0];
    uint32_t at = 0;
    while (at + 1 < r->count && r->theme[at] != theme) {
        at++;
    }
    for (; at > 0; at--) {
        r->theme[at] = r->theme[at - 1];
        r->score[at] = r->score[at - 1];
    }
    r->theme[0] = theme;
    r->score[0] = score;
    return less;
}

static uint32_t how_many_kept(const ranking *r)
{
    if (r->count == 0 || r->score[0] < CAHIER_THEME_LEAST_MILLI) {
        return 0;
    }
    uint32_t kept = 1;
    int32_t best = r->count > 1 && r->score[1] > r->score[0] ? r->score[1] : r->score[0];
    while (kept < r->count && cahier_is_further(kept, best, r->score[kept])) {
        kept++;
    }
    return kept;
}

/* Rounding alone may carry the sum of the parts past a score of 1: the largest part gives it back. */
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

static void fill_parts(const assigner *a, row r, const scales *scale, cahier_assignment *out)
{
    int64_t score = 0;
    out->term_count = 0;
    for (uint32_t z = 0; z < r.count; z++) {
        int32_t part = part_milli(a, r.column[z], r.value[z], out->theme, scale);
        if (part != 0) {
            out->terms[out->term_count++] = (cahier_term_weight){r.column[z], part};
            score += part;
        }
    }
    out->score_milli = to_milli((double)score);
    keep_to_one(out);
    cahier_sort_terms(out->terms, out->term_count);
}

/* --- sentences ---------------------------------------------------------------------------------------------------- */

/* A sentence as a row: its own terms, weighed by their number in it. */
typedef struct sentence_row {
    uint32_t column[SENTENCE_TERMS];
    float value[SENTENCE_TERMS];
    uint32_t count;
    scales scale;
} sentence_row;

static bool count_terms(const assigner *a, uint32_t d, uint32_t s, const uint32_t *term, sentence_row *out)
{
    const cahier_document *document = a->corpus->analysed[d];
    const cahier_sentence *sentence = &document->sentences.at[s];
    out->count = 0;
    for (uint32_t t = 0; t < sentence->token_count; t++) {
        uint32_t j = term[document->tokens.at[sentence->first_token + t].type], at = 0;
        if (j == CAHIER_NONE) {
            continue;
        }
        while (at < out->count && out->column[at] != j) {
            at++;
        }
        if (at == SENTENCE_TERMS) {
            return false;
        }
        if (at == out->count) {
            out->column[out->count] = j;
            out->value[out->count++] = 0;
        }
        out->value[at]++;
    }
    return true;
}

/* False when the sentence says too little, or too much, to be scored alone. `x` has room for a vector. */
static bool read_sentence(const assigner *a, uint32_t d, uint32_t s, const uint32_t *term, float *x, sentence_row *out)
{
    if (!count_terms(a, d, s, term, out) || out->count < CAHIER_SENTENCE_TERMS_LEAST) {
        return false;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        out->value[i] = (float)cahier_weight(out->value[i], (double)a->space->weight[out->column[i]]);
    }
    uint32_t start[2] = {0, out->count};
    cahier_sparse one = {
            .rows = 1, .columns = a->space->terms, .start = start, .column = out->column, .value = out->value};
    return measure(a->space, &one, 0, x, &out->scale);
}

static row row_of_sentence(const sentence_row *s)
{
    return (row){s->column, s->value, s->count};
}

/* The theme that sentence s shows clearly though the whole text does not, or CAHIER_NONE. */
static uint32_t theme_of_sentence(const assigner *a, const double *score, uint32_t main, int32_t *best)
{
    uint32_t first = 0;
    for (uint32_t k = 1; k < a->K; k++) {
        first = score[k] > score[first] ? k : first;
    }
    *best = to_milli(score[first]);
    bool clear = *best >= CAHIER_SENTENCE_MILLI && *best - to_milli(score[main]) >= CAHIER_SENTENCE_LEAD_MILLI;
    return clear ? first : CAHIER_NONE;
}

/* Keeps the theme of a sentence among those of the document, those of sentences by score; the weakest gives way. */
static void keep_sentence(cahier_assignments *to, uint32_t whole, cahier_assignment found)
{
    uint32_t at = cahier_theme_place(to, found.theme);
    if (at < to->count && (at < whole || to->at[at].score_milli >= found.score_milli)) {
        return;
    }
    if (at == CAHIER_THEMES_EACH) {
        at--;
        if (at < whole || to->at[at].score_milli >= found.score_milli) {
            return;
        }
    }
    to->count += at == to->count;
    for (; at > whole && to->at[at - 1].score_milli < found.score_milli; at--) {
        to->at[at] = to->at[at - 1];
    }
    to->at[at] = found;
}

static void add_sentences(const assigner *a, uint32_t d, float *x, double *score)
{
    const cahier_sentences *sentences = &a->corpus->analysed[d]->sentences;
    const uint32_t *term = cahier_terms_of(a->uses, a->corpus->types[d]);
    cahier_assignments *to = &a->assignments[d];
    uint32_t whole = to->count, main = to->at[0].theme;
    for (uint32_t s = 0; s < sentences->count; s++) {
        sentence_row read;
        int32_t best;
        if (!read_sentence(a, d, s, term, x, &read)) {
            continue;
        }
        score_themes(a, row_of_sentence(&read), &read.scale, score);
        uint32_t theme = theme_of_sentence(a, score, main, &best);
        if (theme != CAHIER_NONE) {
            keep_sentence(to, whole, (cahier_assignment){.theme = theme, .score_milli = best, .sentence = s});
        }
    }
}

/* A sentence can only bring what is not there yet, beside a main theme. */
static bool may_hold_more(const assigner *a, uint32_t d)
{
    uint32_t count = a->assignments[d].count;
    return count > 0 && count < CAHIER_THEMES_EACH && a->corpus->analysed[d]->sentences.count > 1;
}

/* --- passes ------------------------------------------------------------------------------------------------------- */

static void choose_document(const assigner *a, uint32_t d, float *x, double *score)
{
    ranking r = {.count = 0};
    cahier_assignments *to = &a->assignments[d];
    to->runner_up = (cahier_assignment){.theme = CAHIER_NONE, .sentence = CAHIER_NONE};
    row whole = row_of(a, d);
    if (whole.count == 0 || !measure(a->space, a->weights, d, x, &a->scale[d])) {
        return;
    }
    score_themes(a, whole, &a->scale[d], score);
    for (uint32_t k = 0; k < a->K; k++) {
        rank(&r, k, to_milli(score[k]));
    }
    if (a->kept != NULL && a->kept[d] != CAHIER_NONE) {
        to->kept = keep_first(&r, a->kept[d], to_milli(score[a->kept[d]]));
    }
    to->count = how_many_kept(&r);
    for (uint32_t i = 0; i < to->count; i++) {
        to->at[i] = (cahier_assignment){.theme = r.theme[i], .sentence = CAHIER_NONE};
    }
    if (may_hold_more(a, d)) {
        add_sentences(a, d, x, score);
    }
    for (uint32_t i = 0; i < r.count && to->runner_up.theme == CAHIER_NONE; i++) {
        to->runner_up.theme = cahier_theme_place(to, r.theme[i]) < to->count ? CAHIER_NONE : r.theme[i];
    }
}

/* First pass: which themes, with room still to be given for the terms. */
static void choose_themes(void *argument, uint32_t task)
{
    assigner *a = argument;
    uint32_t first = task * DOCUMENTS_A_TASK;
    uint32_t end = first + DOCUMENTS_A_TASK < a->D ? first + DOCUMENTS_A_TASK : a->D;
    for (uint32_t d = first; d < end; d++) {
        choose_document(a, d, a->x + (size_t)task * a->space->dimensions, a->score + (size_t)task * a->K);
    }
}

static void fill_assignment(const assigner *a, uint32_t d, float *x, cahier_assignment *out)
{
    sentence_row read;
    if (out->sentence == CAHIER_NONE) {
        fill_parts(a, row_of(a, d), &a->scale[d], out);
    } else if (read_sentence(a, d, out->sentence, cahier_terms_of(a->uses, a->corpus->types[d]), x, &read)) {
        fill_parts(a, row_of_sentence(&read), &read.scale, out);
    }
}

static void fill_terms(void *argument, uint32_t task)
{
    assigner *a = argument;
    uint32_t first = task * DOCUMENTS_A_TASK;
    uint32_t end = first + DOCUMENTS_A_TASK < a->D ? first + DOCUMENTS_A_TASK : a->D;
    float *x = a->x + (size_t)task * a->space->dimensions;
    for (uint32_t d = first; d < end; d++) {
        cahier_assignments *to = &a->assignments[d];
        for (uint32_t i = 0; i < to->count; i++) {
            fill_assignment(a, d, x, &to->at[i]);
        }
        if (to->runner_up.theme != CAHIER_NONE) {
            fill_assignment(a, d, x, &to->runner_up);
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

static cahier_status draw_affinity(cahier_arena *arena, const cahier_runner *runner, drawing *a)
{
    a->affinity = CAHIER_NEW(arena, float, (size_t)CAHIER_SIDES * a->space->terms * a->centroids->count);
    if (a->affinity == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    runner->run(runner->self, a->space->terms, fill_affinity, a);
    return CAHIER_OK;
}

cahier_status cahier_affinity_find(cahier_arena *arena, const cahier_runner *runner, const cahier_space *space,
        const cahier_centroids *centroids, const float **out)
{
    drawing a = {space, centroids, NULL, NULL};
    CAHIER_TRY(draw_affinity(arena, runner, &a));
    *out = a.affinity;
    return CAHIER_OK;
}

/* A few rows hold few of the terms; their sentences hold no others. */
cahier_status cahier_assign(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, cahier_themes *themes)
{
    bool *used = CAHIER_NEW(scratch, bool, in->space->terms);
    drawing a = {in->space, &themes->centroids, used, NULL};
    if (used == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t z = 0; z < in->weights->start[in->weights->rows]; z++) {
        used[in->weights->column[z]] = true;
    }
    CAHIER_TRY(draw_affinity(scratch, runner, &a));
    return cahier_assign_along(batch, scratch, runner, in, a.affinity, themes);
}

cahier_status cahier_assign_along(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, const float *affinity, cahier_themes *themes)
{
    const cahier_space *space = in->space;
    uint32_t D = in->weights->rows, K = themes->count;
    uint32_t tasks = (D + DOCUMENTS_A_TASK - 1) / DOCUMENTS_A_TASK;
    assigner a = {.corpus = in->corpus,
            .uses = in->uses,
            .weights = in->weights,
            .space = space,
            .D = D,
            .K = K,
            .kept = in->kept,
            .affinity = affinity};
    a.assignments = CAHIER_NEW(batch, cahier_assignments, D);
    a.x = CAHIER_NEW(scratch, float, (size_t)tasks * space->dimensions);
    a.score = CAHIER_NEW(scratch, double, (size_t)tasks *K);
    a.scale = CAHIER_NEW(scratch, scales, D);
    cahier_assignment *slots = CAHIER_NEW(scratch, cahier_assignment, (size_t)D * CAHIER_THEMES_EACH);
    if (a.assignments == NULL || a.x == NULL || a.score == NULL || a.scale == NULL || slots == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        a.assignments[d].at = slots + (size_t)d * CAHIER_THEMES_EACH;
    }
    runner->run(runner->self, tasks, choose_themes, &a);
    CAHIER_TRY(give_room(batch, &a, slots));
    runner->run(runner->self, tasks, fill_terms, &a);
    themes->assignments = a.assignments;
    return CAHIER_OK;
}
