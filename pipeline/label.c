/* SPDX-License-Identifier: Apache-2.0 */
#include "label.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "text.h"
#include "theme.h"

#define LABEL_SAMPLE 800u  /* documents a theme: G2 ranks no differently with more */
#define LEAST_DOCUMENTS 2u /* of the theme, to be a term of it */
#define COVER_PERCENT 50   /* of a word's documents, for a phrase to stand for it */
#define KEEP_PERCENT 60    /* of a word's G2 */
#define LABEL_WORDS 5u
#define LABEL_TERMS 3u
#define RANKED 40u /* terms looked at for one theme */

enum {
    CASE_LOWER,
    CASE_NAME,
    CASE_ACRONYM,
    CASES
};

typedef struct labeller {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_sparse *counts;
    cahier_vocabulary *vocabulary;
    cahier_themed_rows rows;
    cahier_phrases phrases;
    uint32_t V, K;
    uint32_t *of_theme;    /* K: sampled documents */
    uint32_t *df;          /* V x K, in the sample */
    uint32_t *spelt;       /* V x CASES: occurrences inside a sentence */
    uint32_t *flags;       /* V: type flags of the term's usual form */
    bool *polar;           /* V: its usual form is in the polarity lexicon */
    uint32_t *phrase_term; /* P: term in the vocabulary, or CAHIER_NONE */
} labeller;

/* A word (number < V) or phrase (number - V) in the running for one theme. */
typedef struct contender {
    uint32_t number;
    double strength; /* G2 */
    double rank;     /* G2 after the step back of what makes no label */
    uint32_t df;
    uint64_t *documents; /* bits over the theme's sample */
} contender;

/* --- sample ----------------------------------------------------------------------------------------------------------------- */

static bool is_drawn(const labeller *l, uint32_t d, uint32_t theme_documents)
{
    if (l->corpus->copy != NULL && l->corpus->copy[d]) {
        return false; /* a campaign does not name a theme by its number of copies */
    }
    return cahier_is_drawn(l->corpus, d, theme_documents, LABEL_SAMPLE);
}

static int by_row(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static cahier_status draw_rows(labeller *l, cahier_arena *scratch, const cahier_theme *themes)
{
    uint32_t most = 0;
    for (uint32_t k = 0; k < l->K; k++) {
        most += themes[k].document_count;
    }
    uint32_t(*pair)[2] = cahier_arena_alloc(scratch, most, sizeof *pair);
    l->of_theme = CAHIER_NEW(scratch, uint32_t, l->K);
    if (pair == NULL || l->of_theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < l->K; k++) {
        for (uint32_t i = 0; i < themes[k].document_count; i++) {
            uint32_t d = themes[k].documents[i];
            if (is_drawn(l, d, themes[k].document_count)) {
                pair[l->rows.count][0] = d;
                pair[l->rows.count++][1] = k;
                l->of_theme[k]++;
            }
        }
    }
    qsort(pair, l->rows.count, sizeof *pair, by_row);
    l->rows.themes = l->K;
    l->rows.row = CAHIER_NEW(scratch, uint32_t, l->rows.count);
    l->rows.theme = CAHIER_NEW(scratch, uint32_t, l->rows.count);
    if (l->rows.row == NULL || l->rows.theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < l->rows.count; r++) {
        l->rows.row[r] = pair[r][0];
        l->rows.theme[r] = pair[r][1];
    }
    return CAHIER_OK;
}

/* --- how words are written --------------------------------------------------------------------------------------------------- */

static uint32_t case_of(cahier_text word)
{
    uint32_t i = 0, upper = 0, letters = 0;
    bool first_upper = false;
    while (i < word.len) {
        bool first = i == 0;
        uint32_t class = cahier_char_class(cahier_utf8_next(word.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
        first_upper = first_upper || (first && (class & CAHIER_CHAR_UPPER) != 0);
    }
    if (upper >= 2 && upper == letters) {
        return CASE_ACRONYM;
    }
    return first_upper ? CASE_NAME : CASE_LOWER;
}

/* Text written in capitals says nothing about names. */
static bool is_shouted(cahier_text text)
{
    uint32_t i = 0, upper = 0, letters = 0;
    while (i < text.len) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
    }
    return upper * 2 > letters;
}

/* After most signs a capital begins something and names nothing: « - Bus », « a) Bus », « Transports : Bus ». */
static bool begins_anew(const cahier_type *before)
{
    static const char *const inside[] = {",", ";", "(", "/", "\"", "«", "“", "'", "’"};
    if ((before->flags & (CAHIER_TYPE_PUNCTUATION | CAHIER_TYPE_EMOJI)) == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        if (cahier_text_equal(before->surface, (cahier_text){inside[i], (uint32_t)strlen(inside[i])})) {
            return false;
        }
    }
    return true;
}

/* What the usual form of each term is, wherever it stands: « Créer » begins most of its sentences. */
static void read_forms(labeller *l, uint32_t d, const uint32_t *term)
{
    const cahier_tokens *tokens = &l->corpus->analysed[d]->tokens;
    for (uint32_t t = 0; t < tokens->count; t++) {
        const cahier_type *type = &l->corpus->types[d]->at[tokens->at[t].type];
        uint32_t j = term[tokens->at[t].type];
        if (j != CAHIER_NONE && cahier_text_equal(type->surface, l->vocabulary->at[j].surface)) {
            l->flags[j] = type->flags;
            l->polar[j] = type->polarity != CAHIER_NONE;
        }
    }
}

static void read_case(labeller *l, uint32_t d, const uint32_t *term)
{
    const cahier_document *document = l->corpus->analysed[d];
    const cahier_types *types = l->corpus->types[d];
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        if (is_shouted(cahier_slice(document->text, sentence->start, sentence->end))) {
            continue;
        }
        const cahier_token *tokens = document->tokens.at + sentence->first_token;
        bool begun = false;
        for (uint32_t t = 0; t < sentence->token_count; t++) {
            uint32_t j = term[tokens[t].type];
            if (begun && j != CAHIER_NONE && !begins_anew(&types->at[tokens[t - 1].type])) {
                l->spelt[(size_t)j * CASES + case_of(cahier_slice(document->text, tokens[t].start, tokens[t].end))]++;
            }
            begun = begun || (types->at[tokens[t].type].flags & CAHIER_TYPE_WORD) != 0;
        }
    }
}

static cahier_status read_sample(labeller *l, cahier_arena *scratch)
{
    l->df = CAHIER_NEW(scratch, uint32_t, (size_t)l->V * l->K);
    l->spelt = CAHIER_NEW(scratch, uint32_t, (size_t)l->V * CASES);
    l->flags = CAHIER_NEW(scratch, uint32_t, l->V);
    l->polar = CAHIER_NEW(scratch, bool, l->V);
    if (l->df == NULL || l->spelt == NULL || l->flags == NULL || l->polar == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < l->rows.count; r++) {
        uint32_t d = l->rows.row[r];
        for (uint32_t z = l->counts->start[d]; z < l->counts->start[d + 1]; z++) {
            l->df[(size_t)l->counts->column[z] * l->K + l->rows.theme[r]]++;
        }
        const uint32_t *term = cahier_terms_of(l->uses, l->corpus->types[d]);
        read_forms(l, d, term);
        read_case(l, d, term);
    }
    return CAHIER_OK;
}

static uint32_t usual_case(const labeller *l, uint32_t term)
{
    const uint32_t *spelt = l->spelt + (size_t)term * CASES;
    uint32_t all = spelt[CASE_LOWER] + spelt[CASE_NAME] + spelt[CASE_ACRONYM];
    if (spelt[CASE_ACRONYM] * 2 > all) {
        return CASE_ACRONYM;
    }
    return (spelt[CASE_NAME] + spelt[CASE_ACRONYM]) * 10 > all * 6 ? CASE_NAME : CASE_LOWER;
}

/* Writes a lower-case word in its usual case at `to` (room for twice its bytes). */
static uint32_t write_word(cahier_text word, uint32_t usual, char *to)
{
    uint32_t i = 0, len = 0;
    while (i < word.len) {
        bool raise = usual == CASE_ACRONYM || (usual == CASE_NAME && i == 0);
        uint32_t c = cahier_utf8_next(word.at, &i);
        len += cahier_utf8_put(to + len, raise ? cahier_char_upper(c) : c);
    }
    return len;
}

/* --- strength ------------------------------------------------------------------------------------------------------------------- */

static double part(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

/* Dunning's G2 of a term in `a` of `n` documents of the theme and `b` of `m` others; 0 when it is not over-represented. */
static double g2(uint32_t a, uint32_t n, uint32_t b, uint32_t m)
{
    if (m == 0) {
        return a; /* a single theme: what is frequent in it */
    }
    double share = (double)(a + b) / (double)(n + m);
    if ((double)a <= share * (double)n) {
        return 0;
    }
    return 2 * (part(a, share * n) + part(b, share * m) + part((double)(n - a), (1 - share) * n) +
                       part((double)(m - b), (1 - share) * m));
}

static bool ends_with(cahier_text text, const char *end)
{
    uint32_t len = (uint32_t)strlen(end);
    return text.len > len && memcmp(text.at + text.len - len, end, len) == 0;
}

/* How much of its strength a word keeps as a label. */
static double standing(const labeller *l, uint32_t term)
{
    cahier_text surface = l->vocabulary->at[term].surface;
    uint32_t usual = usual_case(l, term);
    if (usual == CASE_ACRONYM) {
        return 1;
    }
    if ((l->flags[term] & CAHIER_TYPE_NUMBER) != 0 || surface.len < 3) {
        return 0.1;
    }
    if ((l->flags[term] & (CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL)) != 0) {
        return 0.4;
    }
    if (ends_with(surface, "ement") && surface.len > 12 && l->polar[term]) {
        return 0.3;
    }
    return l->polar[term] ? 0.6 : 1;
}

static bool holds(const cahier_phrase *phrase, uint32_t term)
{
    for (uint32_t w = 0; w < phrase->words; w++) {
        if (phrase->term[w] == term) {
            return true;
        }
    }
    return false;
}

static int by_rank(const void *a, const void *b)
{
    const contender *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank < y->rank ? 1 : -1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

static uint32_t theme_df(const labeller *l, uint32_t number, uint32_t k)
{
    return number < l->V ? l->df[(size_t)number * l->K + k] : l->phrases.df[(size_t)(number - l->V) * l->K + k];
}

static uint32_t whole_df(const labeller *l, uint32_t number)
{
    uint32_t sum = 0;
    for (uint32_t k = 0; k < l->K; k++) {
        sum += theme_df(l, number, k);
    }
    return sum;
}

/* Every word and phrase of theme k that is over-represented, best first. */
static uint32_t rank_contenders(const labeller *l, uint32_t k, const uint32_t *whole, contender *out)
{
    uint32_t count = 0, n = l->of_theme[k], m = l->rows.count - n;
    for (uint32_t i = 0; i < l->V + l->phrases.count; i++) {
        uint32_t a = theme_df(l, i, k);
        double strength = a >= LEAST_DOCUMENTS || l->rows.count < 20 ? g2(a, n, whole[i] - a, m) : 0;
        if (strength <= 0) {
            continue;
        }
        double rank = strength;
        if (i < l->V) {
            rank *= standing(l, i);
        } else {
            const cahier_phrase *phrase = &l->phrases.at[i - l->V];
            double worst = 1, sum = 0;
            for (uint32_t w = 0; w < phrase->words; w++) {
                worst = fmin(worst, standing(l, phrase->term[w]));
                sum += standing(l, phrase->term[w]);
            }
            rank *= phrase->words > 0 ? (worst + sum / phrase->words) / 2 : 1;
        }
        out[count++] = (contender){.number = i, .strength = strength, .rank = rank, .df = a};
    }
    qsort(out, count, sizeof *out, by_rank);
    return count;
}

/* A phrase stands for the words it holds when it says nearly as much; else it goes. Longer phrases likewise over shorter. */
static uint32_t drop_subsumed(const labeller *l, contender *list, uint32_t count)
{
    bool gone[RANKED] = {false};
    count = count < RANKED ? count : RANKED;
    for (uint32_t p = 0; p < count; p++) {
        if (list[p].number < l->V) {
            continue;
        }
        const cahier_phrase *phrase = &l->phrases.at[list[p].number - l->V];
        for (uint32_t o = 0; o < count && !gone[p]; o++) {
            bool inside = list[o].number < l->V && holds(phrase, list[o].number);
            if (list[o].number >= l->V && o != p) {
                const cahier_phrase *other = &l->phrases.at[list[o].number - l->V];
                inside = other->words < phrase->words && holds(phrase, other->term[0]) && holds(phrase, other->term[1]);
            }
            if (!inside || gone[o]) {
                continue;
            }
            bool covers = list[p].df * 100 >= list[o].df * COVER_PERCENT &&
                          list[p].strength * 100 >= list[o].strength * KEEP_PERCENT;
            if (covers) {
                list[p].rank = fmax(list[p].rank, list[o].rank);
                gone[o] = true;
            } else if (list[p].df * 100 < list[o].df * 15) {
                gone[p] = true;
            }
        }
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!gone[i]) {
            list[kept++] = list[i];
        }
    }
    qsort(list, kept, sizeof *list, by_rank);
    return kept;
}

/* --- terms into the vocabulary ---------------------------------------------------------------------------------------------------- */

static cahier_text copy(cahier_arena *batch, const char *at, uint32_t len)
{
    char *to = CAHIER_NEW(batch, char, len);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, at, len);
    return (cahier_text){to, len};
}

/* Surface of a phrase as it is most often written, its words in their usual case. */
static cahier_text write_phrase(
        const labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_phrase *phrase)
{
    const cahier_document *document = l->corpus->analysed[phrase->document];
    const cahier_types *types = l->corpus->types[phrase->document];
    const uint32_t *term = cahier_terms_of(l->uses, types);
    const cahier_token *first = &document->tokens.at[phrase->first], *last = &document->tokens.at[phrase->last];
    char *to = CAHIER_NEW(scratch, char, 4 * (size_t)(last->end - first->start) + 4 * CAHIER_PHRASE_WORDS);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    uint32_t len = 0;
    for (const cahier_token *t = first; t <= last; t++) {
        uint32_t j = term[t->type];
        bool elided = t > first && (types->at[(t - 1)->type].flags & CAHIER_TYPE_ELISION) != 0; /* « l' air » */
        if (t > first && t->start > (t - 1)->end && !elided) {
            to[len++] = document->text.at[t->start - 1] == '-' ? '-' : ' ';
        }
        len += write_word(types->at[t->type].surface, j != CAHIER_NONE ? usual_case(l, j) : CASE_LOWER, to + len);
    }
    return copy(batch, to, len);
}

static cahier_text write_key(const labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_phrase *phrase)
{
    size_t room = 0;
    for (uint32_t w = 0; w < phrase->words; w++) {
        room += l->vocabulary->at[phrase->term[w]].key.len + 1;
    }
    char *to = CAHIER_NEW(scratch, char, room);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    uint32_t len = 0;
    for (uint32_t w = 0; w < phrase->words; w++) {
        cahier_text key = l->vocabulary->at[phrase->term[w]].key;
        if (w > 0) {
            to[len++] = ' ';
        }
        memcpy(to + len, key.at, key.len);
        len += key.len;
    }
    return copy(batch, to, len);
}

/* A phrase that the labels of an earlier call (themes, then their sub-themes) have put into the vocabulary. */
static uint32_t known_phrase(const cahier_vocabulary *vocabulary, cahier_text key)
{
    for (uint32_t j = vocabulary->word_count; j < vocabulary->count; j++) {
        if (cahier_text_equal(vocabulary->at[j].key, key)) {
            return j;
        }
    }
    return CAHIER_NONE;
}

/* Index in the vocabulary of a contender; a phrase enters it the first time. */
static cahier_status term_of(labeller *l, cahier_arena *batch, cahier_arena *scratch, uint32_t number, uint32_t *out)
{
    if (number < l->V) {
        *out = number;
        return CAHIER_OK;
    }
    uint32_t *known = &l->phrase_term[number - l->V];
    if (*known == CAHIER_NONE) {
        const cahier_phrase *phrase = &l->phrases.at[number - l->V];
        cahier_term term = {.df = phrase->df, .words = phrase->words};
        term.surface = write_phrase(l, batch, scratch, phrase);
        term.key = write_key(l, batch, scratch, phrase);
        if (term.surface.at == NULL || term.key.at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        *known = known_phrase(l->vocabulary, term.key);
        if (*known == CAHIER_NONE) {
            *known = l->vocabulary->count++;
            l->vocabulary->at[*known] = term;
        }
    }
    *out = *known;
    return CAHIER_OK;
}

/* --- one theme ---------------------------------------------------------------------------------------------------------------------- */

static cahier_status write_terms(labeller *l, cahier_arena *batch, cahier_arena *scratch, const contender *list,
        uint32_t count, cahier_theme *theme)
{
    count = count < CAHIER_THEME_TERMS ? count : CAHIER_THEME_TERMS;
    theme->terms = CAHIER_NEW(batch, cahier_term_weight, count);
    if (theme->terms == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    double most = 0;
    for (uint32_t i = 0; i < count; i++) {
        most = fmax(most, list[i].strength);
    }
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_TRY(term_of(l, batch, scratch, list[i].number, &theme->terms[i].term));
        theme->terms[i].weight_milli = (int32_t)lrint(1000 * list[i].strength / most);
    }
    theme->term_count = count;
    return CAHIER_OK;
}

static bool shares_word(const labeller *l, uint32_t a, uint32_t b)
{
    const uint32_t *words[2];
    uint32_t number[2] = {a, b}, count[2];
    for (uint32_t i = 0; i < 2; i++) {
        bool word = number[i] < l->V;
        words[i] = word ? &number[i] : l->phrases.at[number[i] - l->V].term;
        count[i] = word ? 1 : l->phrases.at[number[i] - l->V].words;
    }
    for (uint32_t i = 0; i < count[0]; i++) {
        for (uint32_t j = 0; j < count[1]; j++) {
            if (words[0][i] == words[1][j]) {
                return true;
            }
        }
    }
    return false;
}

static uint32_t words_of(const labeller *l, uint32_t number)
{
    return number < l->V ? 1 : l->phrases.at[number - l->V].words;
}

/* Heads of earlier labels may not head again. */
static uint32_t choose_head(
        const labeller *l, const contender *list, uint32_t count, const uint32_t *heads, uint32_t head_count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool taken = false;
        for (uint32_t h = 0; h < head_count && !taken; h++) {
            taken = shares_word(l, list[i].number, heads[h]);
        }
        if (!taken) {
            return i;
        }
    }
    return 0;
}

static uint32_t choose_label(
        const labeller *l, const contender *list, uint32_t count, uint32_t head, uint32_t chosen[LABEL_TERMS])
{
    uint32_t terms = 0, words = words_of(l, list[head].number);
    chosen[terms++] = head;
    for (uint32_t i = 0; i < count && terms < LABEL_TERMS && words < LABEL_WORDS - 1; i++) {
        bool fits =
                i != head && words + words_of(l, list[i].number) <= LABEL_WORDS && list[i].rank * 6 >= list[head].rank;
        for (uint32_t c = 0; c < terms && fits; c++) {
            fits = !shares_word(l, list[i].number, list[chosen[c]].number);
        }
        if (fits) {
            chosen[terms++] = i;
            words += words_of(l, list[i].number);
        }
    }
    return terms;
}

static cahier_status write_label(labeller *l, cahier_arena *batch, cahier_arena *scratch, const contender *list,
        const uint32_t *chosen, uint32_t count, cahier_theme *theme)
{
    size_t room = 8;
    uint32_t term[LABEL_TERMS];
    for (uint32_t c = 0; c < count; c++) {
        CAHIER_TRY(term_of(l, batch, scratch, list[chosen[c]].number, &term[c]));
        room += 2 * (size_t)l->vocabulary->at[term[c]].surface.len + 2;
    }
    char *to = CAHIER_NEW(scratch, char, room);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = 0;
    for (uint32_t c = 0; c < count; c++) {
        if (c > 0) {
            to[len++] = ',';
            to[len++] = ' ';
        }
        cahier_text surface = l->vocabulary->at[term[c]].surface;
        uint32_t usual = c == 0 ? CASE_NAME : CASE_LOWER;
        if (list[chosen[c]].number < l->V && usual_case(l, list[chosen[c]].number) != CASE_LOWER) {
            usual = usual_case(l, list[chosen[c]].number);
        }
        len += write_word(surface, usual, to + len);
    }
    theme->label = copy(batch, to, len);
    return theme->label.at == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

/* "t-" and 16 bits of the heading term's key; a taken one takes the next number. */
static void name_theme(cahier_text key, cahier_theme *themes, uint32_t k)
{
    uint32_t number = (uint32_t)(cahier_text_hash(key) & 0xffff);
    for (bool taken = true; taken;) {
        (void)snprintf(themes[k].id, sizeof themes[k].id, "t-%04x", number);
        taken = false;
        for (uint32_t i = 0; i < k; i++) {
            taken = taken || strcmp(themes[i].id, themes[k].id) == 0;
        }
        number = (number + 1) & 0xffff;
    }
}

static cahier_status label_theme(labeller *l, cahier_arena *batch, cahier_arena *scratch, const uint32_t *whole,
        uint32_t *heads, cahier_theme *themes, uint32_t k)
{
    contender *list = CAHIER_NEW(scratch, contender, (size_t)l->V + l->phrases.count);
    if (list == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = drop_subsumed(l, list, rank_contenders(l, k, whole, list));
    heads[k] = CAHIER_NONE;
    if (count == 0) { /* nothing sets it apart: its most frequent word does */
        themes[k].label = (cahier_text){"Divers", 6};
        name_theme(themes[k].label, themes, k);
        return CAHIER_OK;
    }
    uint32_t chosen[LABEL_TERMS];
    uint32_t head = choose_head(l, list, count, heads, k);
    uint32_t terms = choose_label(l, list, count, head, chosen);
    heads[k] = list[head].number;
    CAHIER_TRY(write_terms(l, batch, scratch, list, count, &themes[k]));
    CAHIER_TRY(write_label(l, batch, scratch, list, chosen, terms, &themes[k]));
    uint32_t term;
    CAHIER_TRY(term_of(l, batch, scratch, list[head].number, &term));
    name_theme(l->vocabulary->at[term].key, themes, k);
    return CAHIER_OK;
}

/* Names and acronyms get their capitals in the vocabulary too: that is what reports print. */
static cahier_status write_names(labeller *l, cahier_arena *batch, cahier_arena *scratch)
{
    for (uint32_t j = 0; j < l->V; j++) {
        uint32_t usual = usual_case(l, j);
        cahier_text surface = l->vocabulary->at[j].surface;
        if (usual == CASE_LOWER) {
            continue;
        }
        char *to = CAHIER_NEW(scratch, char, 4 * (size_t)surface.len + 4);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        l->vocabulary->at[j].surface = copy(batch, to, write_word(surface, usual, to));
        if (l->vocabulary->at[j].surface.at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return CAHIER_OK;
}

static cahier_status open_phrases(labeller *l, cahier_arena *batch, cahier_arena *scratch)
{
    CAHIER_TRY(cahier_phrases_find(scratch, batch, l->corpus, l->uses, &l->rows, &l->phrases));
    l->phrase_term = CAHIER_NEW(scratch, uint32_t, l->phrases.count);
    size_t most = (size_t)l->K * (CAHIER_THEME_TERMS + LABEL_TERMS + 1);
    cahier_term *at = CAHIER_NEW(batch, cahier_term, l->vocabulary->count + most);
    if (l->phrase_term == NULL || at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(l->phrase_term, 0xff, l->phrases.count * sizeof *l->phrase_term);
    memcpy(at, l->vocabulary->at, l->vocabulary->count * sizeof *at);
    l->vocabulary->at = at;
    return CAHIER_OK;
}

static cahier_status label_all(labeller *l, cahier_arena *batch, cahier_arena *scratch, cahier_theme *themes)
{
    CAHIER_TRY(draw_rows(l, scratch, themes));
    CAHIER_TRY(read_sample(l, scratch));
    CAHIER_TRY(open_phrases(l, batch, scratch));
    CAHIER_TRY(write_names(l, batch, scratch));
    uint32_t *whole = CAHIER_NEW(scratch, uint32_t, (size_t)l->V + l->phrases.count);
    uint32_t *heads = CAHIER_NEW(scratch, uint32_t, l->K);
    if (whole == NULL || heads == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < l->V + l->phrases.count; i++) {
        whole[i] = whole_df(l, i);
    }
    for (uint32_t k = 0; k < l->K; k++) {
        size_t mark = cahier_arena_mark(scratch);
        cahier_status status = label_theme(l, batch, scratch, whole, heads, themes, k);
        cahier_arena_reset(scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}

cahier_status cahier_label_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_label_input *in,
        cahier_vocabulary *vocabulary, cahier_theme *themes, uint32_t theme_count)
{
    size_t mark = cahier_arena_mark(scratch);
    labeller l = {.corpus = in->corpus,
            .uses = in->uses,
            .counts = in->counts,
            .vocabulary = vocabulary,
            .V = vocabulary->word_count,
            .K = theme_count};
    cahier_status status = label_all(&l, batch, scratch, themes);
    cahier_arena_reset(scratch, mark);
    return status;
}
