/* SPDX-License-Identifier: Apache-2.0 */
#include "adapt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "adapt_word.h"
#include "polarity.h"
#include "text.h"
#include "theme.h"

#define ADAPT_MOST 20000u
#define ROUNDS 2u
#define TEACHER_SHARE 4u   /* a quarter of the texts on each side */
#define NEGATION_WORDS 4u  /* words behind a negation that it may turn */
#define DOCUMENTS_LEAST 8u /* teachers that hold a word */
#define DEGREES_LEAST 2u   /* times it stands behind a degree word */
#define DEGREES_PERCENT 5u
#define CHI_SQUARE 3.84 /* one degree of freedom, 5 % */
#define WEIGHT_SCALE 200.0
#define WEIGHT_STEP 10.0

typedef struct tally { /* of a term, over the themes */
    double for_, against, excess, variance;
    uint32_t documents;
} tally;

typedef struct teacher {
    uint32_t document;
    int32_t lexical_milli; /* sum of its evidence */
    int32_t score_milli;
    int8_t side; /* 1 praises, -1 blames, 0 neither */
} teacher;

typedef struct lesson {
    const cahier_adapt_input *in;
    cahier_arena *scratch;
    uint8_t **kind;         /* one a table of types, one a type */
    bool *banned;           /* V */
    teacher *at;            /* by theme */
    uint32_t *theme_start;  /* strata + 1 */
    uint32_t count, strata; /* strata: themes, and one for texts without */
    uint32_t *stamp;        /* V: last document that had the term */
    uint32_t *term;         /* V: the terms of the text being read */
    uint32_t *pro, *con;    /* V: teachers of the theme being read */
    uint32_t *touched;      /* V */
    tally *tally;           /* V */
    int32_t *weight;        /* V */
    uint32_t praising, blaming;
} lesson;

static uint32_t table_of(const lesson *l, uint32_t d)
{
    return cahier_use_of(l->in->uses, l->in->corpus->types[d]);
}

/* A word of feeling can be had in degrees: "très lourd", "trop sec". A subject cannot: "taxes", "eau", "parents". */
static void ban_subjects(lesson *l)
{
    uint32_t *degree = l->pro, *uses = l->con;
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t d = l->at[i].document, u = table_of(l, d);
        const cahier_document *document = l->in->corpus->analysed[d];
        const uint32_t *term = l->in->uses->at[u].term;
        uint8_t before = CAHIER_LESSON_STOP;
        for (uint32_t t = 0; t < document->tokens.count; t++) {
            uint32_t type = document->tokens.at[t].type;
            if (l->kind[u][type] == CAHIER_LESSON_LEARNER && term[type] != CAHIER_NONE) {
                uses[term[type]]++;
                degree[term[type]] += before == CAHIER_LESSON_DEGREE;
            }
            before = l->kind[u][type];
        }
    }
    for (uint32_t j = 0; j < l->in->vocabulary->count; j++) {
        l->banned[j] = l->banned[j] || degree[j] < DEGREES_LEAST || degree[j] * 100 < uses[j] * DEGREES_PERCENT;
        degree[j] = uses[j] = 0;
    }
}

/* --- who teaches --- */

static bool may_teach(const cahier_corpus *corpus, uint32_t d)
{
    const uint32_t never = CAHIER_NOTE_NO_ANSWER | CAHIER_NOTE_NOT_FRENCH;
    return (corpus->analysed[d]->notes & never) == 0 && (corpus->copy == NULL || !corpus->copy[d]) &&
           cahier_is_drawn(corpus, d, corpus->count, ADAPT_MOST);
}

static uint32_t stratum_of(const lesson *l, uint32_t d)
{
    const cahier_assignments *assignments = &l->in->assignments[d];
    return assignments->count > 0 ? assignments->at[0].theme : l->strata - 1;
}

static teacher introduce(const cahier_corpus *corpus, uint32_t d)
{
    const cahier_polarity *polarity = &corpus->analysed[d]->polarity;
    teacher t = {.document = d, .score_milli = polarity->score_milli};
    for (uint32_t i = 0; i < polarity->count; i++) {
        t.lexical_milli += polarity->at[i].value_milli;
    }
    return t;
}

static void gather(lesson *l)
{
    const cahier_corpus *corpus = l->in->corpus;
    for (uint32_t d = 0; d < corpus->count; d++) {
        l->theme_start[may_teach(corpus, d) ? stratum_of(l, d) + 1 : 0]++;
    }
    l->theme_start[0] = 0;
    for (uint32_t k = 0; k < l->strata; k++) {
        l->theme_start[k + 1] += l->theme_start[k];
    }
    l->count = l->theme_start[l->strata];
    for (uint32_t d = corpus->count; d-- > 0;) {
        if (may_teach(corpus, d)) {
            l->at[--l->theme_start[stratum_of(l, d) + 1]] = introduce(corpus, d);
        }
    }
    /* each start of theme k stands now at k + 1 */
    memmove(l->theme_start, l->theme_start + 1, l->strata * sizeof *l->theme_start);
    l->theme_start[l->strata] = l->count;
}

/* The quarters, and only what polarity.h would call polar. */
static void choose_sides(lesson *l)
{
    uint32_t held[2001] = {0}, share = l->count / TEACHER_SHARE;
    for (uint32_t i = 0; i < l->count; i++) {
        held[l->at[i].score_milli + 1000]++;
    }
    int32_t high = 1000, low = -1000;
    for (uint32_t above = held[2000]; above < share && high > CAHIER_POLARITY_POSITIVE; above += held[high + 1000]) {
        high--;
    }
    for (uint32_t below = held[0]; below < share && low < CAHIER_POLARITY_NEGATIVE; below += held[low + 1000]) {
        low++;
    }
    l->praising = l->blaming = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        int32_t score = l->at[i].score_milli;
        l->at[i].side = (int8_t)(score >= high ? 1 : score <= low ? -1 : 0);
        l->praising += score >= high;
        l->blaming += score <= low;
    }
}

/* --- what they teach --- */

/* The distinct words of a text that no negation precedes, in l->term; `stamp` differs from call to call. */
static uint32_t read_terms(lesson *l, uint32_t d, uint32_t stamp)
{
    uint32_t u = table_of(l, d), count = 0, window = 0;
    const cahier_document *document = l->in->corpus->analysed[d];
    const uint32_t *terms = l->in->uses->at[u].term;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        uint32_t type = document->tokens.at[t].type, term = terms[type];
        uint8_t kind = l->kind[u][type];
        window = kind == CAHIER_LESSON_STOP ? 0 : kind == CAHIER_LESSON_NEGATOR ? NEGATION_WORDS + 1 : window;
        window -= window > 0;
        if (kind == CAHIER_LESSON_LEARNER && window == 0 && term != CAHIER_NONE && !l->banned[term] &&
                l->stamp[term] != stamp) {
            l->stamp[term] = stamp;
            l->term[count++] = term;
        }
    }
    return count;
}

/* Adds a theme's table of each word: praising and blaming teachers, with the word and without. */
static void pool(lesson *l, uint32_t touched, double praising, double blaming)
{
    double all = praising + blaming;
    for (uint32_t i = 0; i < touched; i++) {
        uint32_t term = l->touched[i];
        double a = l->pro[term], b = l->con[term], expected = (a + b) * praising / all;
        tally *t = &l->tally[term];
        if (praising > 0 && blaming > 0) {
            t->for_ += a * (blaming - b) / all;
            t->against += b * (praising - a) / all;
            t->excess += a - expected;
            t->variance += (a + b) * (all - a - b) * praising * blaming / (all * all * (all - 1));
        }
        t->documents += l->pro[term] + l->con[term];
        l->pro[term] = l->con[term] = 0;
    }
}

static void study(lesson *l, uint32_t round)
{
    memset(l->tally, 0, l->in->vocabulary->count * sizeof *l->tally);
    for (uint32_t k = 0; k < l->strata; k++) {
        uint32_t touched = 0, praising = 0, blaming = 0;
        for (uint32_t i = l->theme_start[k]; i < l->theme_start[k + 1]; i++) {
            uint32_t count = l->at[i].side == 0 ? 0 : read_terms(l, l->at[i].document, 2 * (round * l->count + i) + 1);
            praising += l->at[i].side > 0;
            blaming += l->at[i].side < 0;
            for (uint32_t j = 0; j < count; j++) {
                uint32_t term = l->term[j];
                if (l->pro[term] + l->con[term] == 0) {
                    l->touched[touched++] = term;
                }
                (*(l->at[i].side > 0 ? &l->pro[term] : &l->con[term]))++;
            }
        }
        pool(l, touched, praising, blaming);
    }
}

static int32_t weight_of(const tally *t)
{
    double excess = fabs(t->excess) - 0.5;
    if (t->documents < DOCUMENTS_LEAST || excess <= 0 || excess * excess < CHI_SQUARE * t->variance) {
        return 0;
    }
    double odds = log((t->for_ + 1) / (t->against + 1));
    double step = round(odds * WEIGHT_SCALE / WEIGHT_STEP) * WEIGHT_STEP;
    return (int32_t)fmin(fmax(step, -CAHIER_ADAPT_CAP), CAHIER_ADAPT_CAP);
}

static void learn(lesson *l)
{
    for (uint32_t j = 0; j < l->in->vocabulary->count; j++) {
        l->weight[j] = weight_of(&l->tally[j]);
    }
}

/* Scores with what was learned, for the second round. */
static void listen(lesson *l, uint32_t round)
{
    for (uint32_t i = 0; i < l->count; i++) {
        teacher *t = &l->at[i];
        int64_t sum = t->lexical_milli;
        uint32_t count = read_terms(l, t->document, 2 * (round * l->count + i) + 2);
        for (uint32_t j = 0; j < count; j++) {
            sum += l->weight[l->term[j]];
        }
        t->score_milli = cahier_polarity_score(sum, l->in->corpus->analysed[t->document]->polarity.words);
    }
}

static cahier_status open_lesson(lesson *l)
{
    uint32_t terms = l->in->vocabulary->count;
    l->strata = l->in->theme_count + 1;
    l->banned = CAHIER_NEW(l->scratch, bool, terms);
    l->at = CAHIER_NEW(l->scratch, teacher, l->in->corpus->count);
    l->theme_start = CAHIER_NEW(l->scratch, uint32_t, (size_t)l->strata + 1);
    l->stamp = CAHIER_NEW(l->scratch, uint32_t, terms);
    l->term = CAHIER_NEW(l->scratch, uint32_t, terms);
    l->pro = CAHIER_NEW(l->scratch, uint32_t, terms);
    l->con = CAHIER_NEW(l->scratch, uint32_t, terms);
    l->touched = CAHIER_NEW(l->scratch, uint32_t, terms);
    l->tally = CAHIER_NEW(l->scratch, tally, terms);
    l->weight = CAHIER_NEW(l->scratch, int32_t, terms);
    if (l->banned == NULL || l->at == NULL || l->theme_start == NULL || l->stamp == NULL || l->term == NULL ||
            l->pro == NULL || l->con == NULL || l->touched == NULL || l->tally == NULL || l->weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_sort_words(l->scratch, l->in->lexicons, l->in->uses, l->banned, &l->kind));
    gather(l);
    ban_subjects(l);
    return CAHIER_OK;
}

/* False when too few texts are clear to learn from. */
static bool attend(lesson *l)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        choose_sides(l);
        if (l->praising < CAHIER_ADAPT_TEACHERS || l->blaming < CAHIER_ADAPT_TEACHERS) {
            return false;
        }
        study(l, round);
        learn(l);
        if (round + 1 < ROUNDS) {
            listen(l, round);
        }
    }
    return true;
}

/* --- what is done with it --- */

static int compare_words(const void *x, const void *y)
{
    const cahier_learned *a = x, *b = y;
    int32_t wa = abs(a->weight_milli), wb = abs(b->weight_milli);
    if (wa != wb) {
        return wa > wb ? -1 : 1;
    }
    if (a->documents != b->documents) {
        return a->documents > b->documents ? -1 : 1;
    }
    return cahier_text_order(a->surface, b->surface);
}

static cahier_status list_words(const lesson *l, cahier_arena *batch, cahier_lesson *out)
{
    for (uint32_t j = 0; j < l->in->vocabulary->count; j++) {
        out->count += l->weight[j] != 0;
    }
    out->at = CAHIER_NEW(batch, cahier_learned, out->count);
    if (out->at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0, i = 0; j < l->in->vocabulary->count; j++) {
        if (l->weight[j] != 0) {
            out->at[i++] = (cahier_learned){l->in->vocabulary->at[j].surface, l->weight[j], l->tally[j].documents};
        }
    }
    qsort(out->at, out->count, sizeof *out->at, compare_words);
    out->praising = l->praising;
    out->blaming = l->blaming;
    return CAHIER_OK;
}

/* Weight of each type of table u. */
static int32_t *spread(const lesson *l, uint32_t u)
{
    const cahier_term_use *use = &l->in->uses->at[u];
    int32_t *weight = CAHIER_NEW(l->scratch, int32_t, use->types->count);
    for (uint32_t t = 0; weight != NULL && t < use->types->count; t++) {
        weight[t] = l->kind[u][t] == CAHIER_LESSON_LEARNER && use->term[t] != CAHIER_NONE ? l->weight[use->term[t]] : 0;
    }
    return weight;
}

static bool holds_learned(const cahier_document *document, const int32_t *weight)
{
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        if (weight[document->tokens.at[t].type] != 0) {
            return true;
        }
    }
    return false;
}

/* A copy of the document, judged with the learned words. */
static cahier_status judge_again(
        const lesson *l, cahier_arena *batch, uint32_t d, const int32_t *weight, const cahier_document **out)
{
    const cahier_document *before = *out;
    cahier_document *after = CAHIER_NEW(batch, cahier_document, 1);
    cahier_sentence *sentences = CAHIER_NEW(batch, cahier_sentence, before->sentences.count);
    if (after == NULL || sentences == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(sentences, before->sentences.at, before->sentences.count * sizeof *sentences);
    *after = *before;
    after->sentences.at = sentences;
    CAHIER_TRY(cahier_judge_learned(l->in->lexicons, l->in->corpus->types[d], weight, batch, l->scratch, after));
    *out = after;
    return CAHIER_OK;
}

static cahier_status judge_all(
        const lesson *l, cahier_arena *batch, cahier_lesson *out, const cahier_document **analysed)
{
    const cahier_corpus *corpus = l->in->corpus;
    int32_t **weight = CAHIER_NEW(l->scratch, int32_t *, l->in->uses->count);
    if (weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t u = 0; u < l->in->uses->count; u++) {
        weight[u] = spread(l, u);
        if (weight[u] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        const cahier_document *before = analysed[d] = corpus->analysed[d];
        const int32_t *of_type = weight[table_of(l, d)];
        if ((before->notes & CAHIER_NOTE_NO_ANSWER) == 0 && holds_learned(before, of_type)) {
            CAHIER_TRY(judge_again(l, batch, d, of_type, &analysed[d]));
        }
        out->rescored += analysed[d]->polarity.score_milli != before->polarity.score_milli;
        out->turned += analysed[d]->polarity.label != before->polarity.label;
    }
    return CAHIER_OK;
}

static cahier_status teach(lesson *l, cahier_arena *batch, cahier_lesson *out, const cahier_document ***analysed)
{
    CAHIER_TRY(open_lesson(l));
    if (!attend(l)) {
        return CAHIER_OK;
    }
    const cahier_document **judged = CAHIER_NEW(batch, const cahier_document *, l->in->corpus->count);
    if (judged == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(list_words(l, batch, out));
    CAHIER_TRY(judge_all(l, batch, out, judged));
    *analysed = judged;
    return CAHIER_OK;
}

cahier_status cahier_adapt(cahier_arena *batch, cahier_arena *scratch, const cahier_adapt_input *in, cahier_lesson *out,
        const cahier_document ***analysed)
{
    cahier_lesson found = {0};
    const cahier_document **judged = in->corpus->analysed;
    size_t mark = cahier_arena_mark(scratch);
    if (in->corpus->count >= CAHIER_ADAPT_LEAST) {
        lesson l = {.in = in, .scratch = scratch};
        CAHIER_TRY(teach(&l, batch, &found, &judged));
    }
    cahier_arena_reset(scratch, mark);
    *out = found;
    *analysed = judged;
    return CAHIER_OK;
}
