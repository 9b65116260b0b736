/* SPDX-License-Identifier: Apache-2.0 */
#include "exemplar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "quantise.h"
#include "random.h"
#include "text.h"

#define EXEMPLAR_SAMPLE 300u /* documents to cover, and candidate sentences, a theme */
#define WORDS_LEAST 6u
#define WORDS_MOST 45u
#define SENTENCE_TERMS 64u
#define SUMMARY_MOST 6u
#define DISSENT_PERCENT 15u
#define HARSH_MILLI (-850) /* sentences beyond are insults more often than arguments */
#define RANDOM_DRAWS 20u
#define RANDOM_SEED 0x76657262u /* "verb" */
#define READABLE_LEAST 40u      /* bytes of a verbatim shown first */
#define READABLE_MOST 600u
#define CONCORDANCE_MOST 8u

typedef struct candidate {
    uint32_t document, sentence;
    uint64_t fingerprint;
    int32_t central; /* similarity to the centroid */
} candidate;

typedef struct choice { /* one theme at work */
    const cahier_exemplar_input *in;
    cahier_theme *theme;
    uint32_t width;
    int16_t *centroid;
    int16_t *document; /* M x width: sampled documents */
    uint32_t M;
    candidate *candidate; /* C */
    int16_t *sentence;    /* C x width */
    uint32_t C;
    int32_t *best; /* M: similarity to the nearest chosen sentence */
    float *x;      /* E, for one vector at a time */
} choice;

/* --- candidates -------------------------------------------------------------------------------------------------------------- */

static uint32_t word_count(const cahier_document *document, const cahier_types *types, const cahier_sentence *sentence)
{
    uint32_t words = 0;
    for (uint32_t t = 0; t < sentence->token_count; t++) {
        uint32_t flags = types->at[document->tokens.at[sentence->first_token + t].type].flags;
        if ((flags & (CAHIER_TYPE_MARK | CAHIER_TYPE_URL)) != 0) {
            return 0; /* what was hidden, and addresses, are not quoted */
        }
        words += (flags & CAHIER_TYPE_WORD) != 0;
    }
    return words;
}

/* A sentence one can print alone: it ends, or is all its author wrote; and it does not shout. */
static bool is_whole(const cahier_document *document, const cahier_sentence *sentence)
{
    cahier_text text = cahier_slice(document->text, sentence->start, sentence->end);
    char last = text.at[text.len - 1];
    bool ends = last == '.' || last == '!' || last == '?' || sentence->end == document->text.len;
    uint32_t upper = 0, letters = 0, i = 0;
    while (i < text.len) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
    }
    i = 0;
    bool starts = (cahier_char_class(cahier_utf8_next(text.at, &i)) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
    return ends && starts && upper * 2 < letters;
}

static bool is_candidate(const choice *c, uint32_t d, uint32_t s)
{
    const cahier_document *document = c->in->corpus->analysed[d];
    const cahier_sentence *sentence = &document->sentences.at[s];
    uint32_t words = word_count(document, c->in->corpus->types[d], sentence);
    bool is_title = sentence->end <= document->title_len;
    return words >= WORDS_LEAST && words <= WORDS_MOST && !is_title && sentence->polarity_milli >= HARSH_MILLI &&
           is_whole(document, sentence);
}

static uint32_t terms_of_sentence(const choice *c, uint32_t d, uint32_t s, uint32_t *out)
{
    const cahier_document *document = c->in->corpus->analysed[d];
    const cahier_sentence *sentence = &document->sentences.at[s];
    const uint32_t *term = cahier_terms_of(c->in->uses, c->in->corpus->types[d]);
    uint32_t count = 0;
    for (uint32_t t = 0; t < sentence->token_count && count < SENTENCE_TERMS; t++) {
        uint32_t j = term[document->tokens.at[sentence->first_token + t].type];
        bool known = j == CAHIER_NONE;
        for (uint32_t i = 0; i < count && !known; i++) {
            known = out[i] == j;
        }
        if (!known) {
            out[count++] = j;
        }
    }
    return count;
}

static void add_candidate(choice *c, uint32_t d, uint32_t s)
{
    uint32_t terms[SENTENCE_TERMS];
    uint32_t count = terms_of_sentence(c, d, s, terms);
    int16_t *to = c->sentence + (size_t)c->C * c->width;
    uint64_t fingerprint = 0;
    if (count < 2 || !cahier_space_terms(c->in->space, terms, count, c->x)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        fingerprint = cahier_mix64(fingerprint ^ terms[i]);
    }
    for (uint32_t i = 0; i < c->C; i++) {
        if (c->candidate[i].fingerprint == fingerprint) {
            return;
        }
    }
    cahier_quantise(c->x, c->in->space->dimensions, to);
    c->candidate[c->C++] = (candidate){d, s, fingerprint, cahier_quantised_dot(to, c->centroid, c->width)};
}

static void read_theme(choice *c)
{
    for (uint32_t i = 0; i < c->theme->document_count; i++) {
        uint32_t d = c->theme->documents[i];
        double scale[CAHIER_BLOCKS];
        if (!cahier_is_drawn(c->in->corpus, d, c->theme->document_count, EXEMPLAR_SAMPLE)) {
            continue;
        }
        if (c->M < EXEMPLAR_SAMPLE && cahier_space_document(c->in->space, c->in->weights, d, c->x, scale)) {
            cahier_quantise(c->x, c->in->space->dimensions, c->document + (size_t)c->M++ * c->width);
        }
        const cahier_sentences *sentences = &c->in->corpus->analysed[d]->sentences;
        for (uint32_t s = 0; s < sentences->count && c->C < EXEMPLAR_SAMPLE; s++) {
            if (is_candidate(c, d, s)) {
                add_candidate(c, d, s);
            }
        }
    }
}

/* --- choice -------------------------------------------------------------------------------------------------------------------- */

static int32_t similarity(const choice *c, uint32_t document, uint32_t sentence)
{
    int32_t s = cahier_quantised_dot(
            c->document + (size_t)document * c->width, c->sentence + (size_t)sentence * c->width, c->width);
    return s > 0 ? s : 0;
}

static int64_t gain(const choice *c, uint32_t sentence)
{
    int64_t sum = 0;
    for (uint32_t m = 0; m < c->M; m++) {
        int32_t s = similarity(c, m, sentence);
        sum += s > c->best[m] ? s - c->best[m] : 0;
    }
    return sum + (int64_t)c->M * c->candidate[sentence].central / 2 / (c->theme->summary_count + 1);
}

static void take(choice *c, uint32_t sentence, bool dissent)
{
    for (uint32_t m = 0; m < c->M; m++) {
        int32_t s = similarity(c, m, sentence);
        c->best[m] = s > c->best[m] ? s : c->best[m];
    }
    c->theme->summary[c->theme->summary_count++] =
            (cahier_quote){c->candidate[sentence].document, c->candidate[sentence].sentence, dissent};
}

static bool is_free(const choice *c, uint32_t sentence)
{
    const cahier_contribution *received = c->in->corpus->received;
    uint32_t person = received[c->candidate[sentence].document].person;
    for (uint32_t q = 0; q < c->theme->summary_count; q++) {
        if (received[c->theme->summary[q].document].person == person) {
            return false;
        }
    }
    return true;
}

/* Best free candidate whose gain, an upper bound from an earlier round, is checked again only while it leads (lazy greedy). */
static uint32_t best_candidate(const choice *c, int64_t *bound)
{
    for (;;) {
        uint32_t lead = CAHIER_NONE;
        for (uint32_t i = 0; i < c->C; i++) {
            if (is_free(c, i) && (lead == CAHIER_NONE || bound[i] > bound[lead])) {
                lead = i;
            }
        }
        if (lead == CAHIER_NONE) {
            return lead;
        }
        int64_t now = gain(c, lead);
        if (now >= bound[lead]) {
            return lead;
        }
        bool still = true;
        for (uint32_t i = 0; i < c->C && still; i++) {
            still = i == lead || !is_free(c, i) || bound[i] <= now;
        }
        bound[lead] = now;
        if (still) {
            return lead;
        }
    }
}

/* The pole fewer documents take, when enough take it. */
static int32_t minority_sign(const cahier_theme *theme)
{
    uint32_t negative = theme->polarity[CAHIER_NEGATIVE], positive = theme->polarity[CAHIER_POSITIVE];
    uint32_t least = negative < positive ? negative : positive;
    if (least < 2 || least * 100 < (negative + positive) * DISSENT_PERCENT) {
        return 0;
    }
    return negative < positive ? -1 : 1;
}

static uint32_t best_dissent(const choice *c, int32_t sign)
{
    uint32_t best = CAHIER_NONE;
    for (uint32_t i = 0; i < c->C; i++) {
        const cahier_document *document = c->in->corpus->analysed[c->candidate[i].document];
        int32_t polarity = sign * document->sentences.at[c->candidate[i].sentence].polarity_milli;
        bool fits = polarity >= 150 && c->candidate[i].central > 0 && is_free(c, i);
        if (fits && (best == CAHIER_NONE || c->candidate[i].central > c->candidate[best].central)) {
            best = i;
        }
    }
    return best;
}

static uint32_t summary_size(uint32_t documents)
{
    return documents < 15 ? 3 : documents < 60 ? 4 : documents < 200 ? 5 : SUMMARY_MOST;
}

static cahier_status choose_summary(cahier_arena *batch, cahier_arena *scratch, choice *c)
{
    uint32_t wanted = summary_size(c->theme->document_count);
    int64_t *bound = CAHIER_NEW(scratch, int64_t, c->C);
    c->theme->summary = CAHIER_NEW(batch, cahier_quote, SUMMARY_MOST);
    if (bound == NULL || c->theme->summary == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < c->C; i++) {
        bound[i] = gain(c, i);
    }
    int32_t sign = minority_sign(c->theme);
    while (c->theme->summary_count + (sign != 0) < wanted) {
        uint32_t next = best_candidate(c, bound);
        if (next == CAHIER_NONE) {
            break;
        }
        take(c, next, false);
    }
    uint32_t dissent = sign != 0 ? best_dissent(c, sign) : CAHIER_NONE;
    if (dissent != CAHIER_NONE) {
        take(c, dissent, true);
    }
    return CAHIER_OK;
}

/* Quantised unit vectors are a little longer or shorter than one: a mean of 1.0004 is 1. */
static int32_t mean_milli(int64_t sum, uint32_t count)
{
    int32_t mean = count == 0 ? 0 : (int32_t)lrint((double)sum * 1000 / CAHIER_ONE / count);
    return mean < 1000 ? mean : 1000;
}

static void measure_coverage(choice *c)
{
    int64_t sum = 0, random_sum = 0;
    cahier_random random = {RANDOM_SEED};
    for (uint32_t m = 0; m < c->M; m++) {
        sum += c->best[m];
    }
    for (uint32_t draw = 0; draw < RANDOM_DRAWS && c->C > 0; draw++) {
        memset(c->best, 0, c->M * sizeof *c->best);
        for (uint32_t q = 0; q < c->theme->summary_count; q++) {
            uint32_t sentence = cahier_random_below(&random, c->C);
            for (uint32_t m = 0; m < c->M; m++) {
                int32_t s = similarity(c, m, sentence);
                c->best[m] = s > c->best[m] ? s : c->best[m];
            }
        }
        for (uint32_t m = 0; m < c->M; m++) {
            random_sum += c->best[m];
        }
    }
    c->theme->coverage_milli = mean_milli(sum, c->M);
    c->theme->random_coverage_milli = mean_milli(random_sum / RANDOM_DRAWS, c->M);
    int64_t along = 0;
    for (uint32_t m = 0; m < c->M; m++) {
        along += cahier_quantised_dot(c->document + (size_t)m * c->width, c->centroid, c->width);
    }
    c->theme->cohesion_milli = mean_milli(along, c->M);
}

/* --- verbatims ------------------------------------------------------------------------------------------------------------------- */

typedef struct scored {
    uint32_t document;
    int32_t score;
    bool readable;
} scored;

static int by_score(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (x->readable != y->readable) {
        return x->readable ? -1 : 1;
    }
    if (x->score != y->score) {
        return x->score < y->score ? 1 : -1;
    }
    return (x->document > y->document) - (x->document < y->document);
}

static bool is_new(const choice *c, uint32_t d)
{
    const cahier_corpus *corpus = c->in->corpus;
    for (uint32_t v = 0; v < c->theme->verbatim_count; v++) {
        uint32_t other = c->theme->verbatims[v];
        if (corpus->received[other].person == corpus->received[d].person ||
                corpus->analysed[other]->fingerprint == corpus->analysed[d]->fingerprint) {
            return false;
        }
    }
    return true;
}

static cahier_status choose_verbatims(cahier_arena *batch, cahier_arena *scratch, choice *c)
{
    uint32_t count = c->theme->document_count;
    scored *list = CAHIER_NEW(scratch, scored, count);
    c->theme->verbatims = CAHIER_NEW(batch, uint32_t, c->in->top < count ? c->in->top : count);
    if (list == NULL || c->theme->verbatims == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t d = c->theme->documents[i];
        uint32_t len = c->in->corpus->analysed[d]->text.len;
        list[i] = (scored){
                d, c->in->found->assignments[d].at[0].score_milli, len >= READABLE_LEAST && len <= READABLE_MOST};
    }
    qsort(list, count, sizeof *list, by_score);
    for (uint32_t i = 0; i < count && c->theme->verbatim_count < c->in->top; i++) {
        if (is_new(c, list[i].document)) {
            c->theme->verbatims[c->theme->verbatim_count++] = list[i].document;
        }
    }
    return CAHIER_OK;
}

/* First token of document d whose term is one of the theme's words; phrases are found by their first word. */
static bool find_key_word(const choice *c, uint32_t d, cahier_concordance *out)
{
    const cahier_document *document = c->in->corpus->analysed[d];
    const uint32_t *term = cahier_terms_of(c->in->uses, c->in->corpus->types[d]);
    for (uint32_t w = 0; w < c->theme->term_count; w++) {
        for (uint32_t t = 0; t < document->tokens.count; t++) {
            if (term[document->tokens.at[t].type] == c->theme->terms[w].term) {
                *out = (cahier_concordance){d, document->tokens.at[t].start, document->tokens.at[t].end};
                return true;
            }
        }
    }
    return false;
}

static cahier_status write_concordance(cahier_arena *batch, choice *c)
{
    c->theme->concordance = CAHIER_NEW(batch, cahier_concordance, CONCORDANCE_MOST);
    if (c->theme->concordance == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t v = 0; v < c->theme->verbatim_count && c->theme->concordance_count < CONCORDANCE_MOST; v++) {
        c->theme->concordance_count +=
                find_key_word(c, c->theme->verbatims[v], &c->theme->concordance[c->theme->concordance_count]);
    }
    return CAHIER_OK;
}

/* --- one theme, all themes -------------------------------------------------------------------------------------------------------- */

static cahier_status open_choice(cahier_arena *scratch, choice *c, uint32_t k)
{
    uint32_t E = c->in->space->dimensions;
    c->width = cahier_quantised_width(E);
    c->centroid = CAHIER_NEW(scratch, int16_t, c->width);
    c->document = CAHIER_NEW(scratch, int16_t, (size_t)EXEMPLAR_SAMPLE * c->width);
    c->sentence = CAHIER_NEW(scratch, int16_t, (size_t)EXEMPLAR_SAMPLE * c->width);
    c->candidate = CAHIER_NEW(scratch, candidate, EXEMPLAR_SAMPLE);
    c->best = CAHIER_NEW(scratch, int32_t, EXEMPLAR_SAMPLE);
    c->x = CAHIER_NEW(scratch, float, E);
    if (c->centroid == NULL || c->document == NULL || c->sentence == NULL || c->candidate == NULL || c->best == NULL ||
            c->x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_quantise(c->in->found->centroid + (size_t)k * E, E, c->centroid);
    return CAHIER_OK;
}

static cahier_status choose_for(cahier_arena *batch, cahier_arena *scratch, choice *c, uint32_t k)
{
    CAHIER_TRY(open_choice(scratch, c, k));
    read_theme(c);
    CAHIER_TRY(choose_summary(batch, scratch, c));
    measure_coverage(c);
    CAHIER_TRY(choose_verbatims(batch, scratch, c));
    return write_concordance(batch, c);
}

cahier_status cahier_exemplar_choose(
        cahier_arena *batch, cahier_arena *scratch, const cahier_exemplar_input *in, cahier_theme *themes)
{
    for (uint32_t k = 0; k < in->found->count; k++) {
        size_t mark = cahier_arena_mark(scratch);
        choice c = {.in = in, .theme = &themes[k]};
        cahier_status status = choose_for(batch, scratch, &c, k);
        cahier_arena_reset(scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}
