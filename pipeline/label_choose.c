/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "bytes.h"
#include "label_parts.h"
#include "normalise.h"
#include "text.h"

#define LABEL_WORDS 5u
#define PHRASE_COVER_PERCENT 35
#define PHRASE_KEEP_PERCENT 40
#define BOUND_COVER_PERCENT 20 /* of a word's documents, for a phrase of a word that is not said alone */
#define ALIKE_PERCENT 50       /* of the documents of two terms: one of them is enough */
#define FAMILY_LEAST 7u        /* letters that two words begin with */
#define FAMILY_PERCENT 60u     /* of the longer */
#define FAMILY_ROOM 64u
#define SYNONYM_COSINE 0.8f /* of two terms' vectors: « taxes » after « impôts » says nothing more */

/* --- documents of a term -------------------------------------------------------------------------------------------- */

/* Rows of the sample that theme k has, and the place of each among them. */
typedef struct theme_rows {
    uint32_t *row, *place;
    uint32_t count;
    size_t words; /* of a set of bits over them */
} theme_rows;

static cahier_status list_theme_rows(const cahier_labeller *l, cahier_arena *scratch, uint32_t k, theme_rows *out)
{
    out->row = CAHIER_NEW(scratch, uint32_t, l->of_theme[k]);
    out->place = CAHIER_NEW(scratch, uint32_t, l->rows.count);
    out->words = ((size_t)l->of_theme[k] + 63) / 64;
    if (out->row == NULL || out->place == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < l->rows.count; r++) {
        if (l->rows.theme[r] == k) {
            out->place[r] = out->count;
            out->row[out->count++] = r;
        }
    }
    return CAHIER_OK;
}

static void set_bit(uint64_t *bits, uint32_t at)
{
    bits[at / 64] |= (uint64_t)1 << at % 64;
}

static void list_phrase(const cahier_labeller *l, const theme_rows *rows, uint32_t k, cahier_contender *c)
{
    const uint32_t *start = &l->phrases.start[c->number - l->V];
    for (uint32_t i = start[0]; i < start[1]; i++) {
        uint32_t r = l->phrases.row[i];
        if (l->rows.theme[r] == k) {
            set_bit(c->documents, rows->place[r]);
        }
    }
}

/* Documents of all contenders; of the words in one pass over the rows. */
static cahier_status list_documents(const cahier_labeller *l, cahier_arena *scratch, const theme_rows *rows, uint32_t k,
        cahier_contender *list, uint32_t count)
{
    const cahier_sparse *counts = l->in->counts;
    uint8_t *of = CAHIER_NEW(scratch, uint8_t, l->V); /* a word's contender + 1: CAHIER_LABEL_RANKED fits */
    if (of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        list[i].documents = CAHIER_NEW(scratch, uint64_t, rows->words);
        if (list[i].documents == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        if (list[i].number < l->V) {
            of[list[i].number] = (uint8_t)(i + 1);
        } else {
            list_phrase(l, rows, k, &list[i]);
        }
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t d = l->rows.row[rows->row[i]];
        for (uint32_t z = counts->start[d]; z < counts->start[d + 1]; z++) {
            uint32_t at = of[counts->column[z]];
            if (at > 0) {
                set_bit(list[at - 1].documents, i);
            }
        }
    }
    return CAHIER_OK;
}

/* Jaccard index of two terms' documents, in percent. */
static uint32_t alike(const cahier_contender *a, const cahier_contender *b, size_t words)
{
    uint32_t both = 0, either = 0;
    for (size_t w = 0; w < words; w++) {
        both += cahier_bits_of(a->documents[w] & b->documents[w]);
        either += cahier_bits_of(a->documents[w] | b->documents[w]);
    }
    return either == 0 ? 0 : both * 100 / either;
}

/* Whether somebody else than one insistent person uses the term. */
static bool is_shared(const cahier_labeller *l, const theme_rows *rows, const cahier_contender *c)
{
    const cahier_contribution *first = NULL;
    for (uint32_t i = 0; i < rows->count; i++) {
        if ((c->documents[i / 64] >> i % 64 & 1) == 0) {
            continue;
        }
        const cahier_contribution *one = &l->in->corpus->received[l->rows.row[rows->row[i]]];
        if (first != NULL && one->person != first->person) {
            return true;
        }
        first = one;
    }
    return false;
}

/* --- the label ------------------------------------------------------------------------------------------------------ */

static bool synonyms(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b, float *x, float *y)
{
    const uint32_t *left, *right;
    uint32_t m = cahier_label_words(l, a, &left), n = cahier_label_words(l, b, &right), E = l->in->space->dimensions;
    double cosine = 0;
    if (!cahier_space_terms(l->in->space, left, m, x) || !cahier_space_terms(l->in->space, right, n, y)) {
        return false;
    }
    for (uint32_t e = 0; e < E; e++) {
        cosine += (double)x[e] * (double)y[e];
    }
    return cosine > (double)SYNONYM_COSINE;
}

/* Letters of words, one after the other, without accents or hyphens, the first FAMILY_ROOM of them. */
static uint32_t letters_of(const cahier_labeller *l, const uint32_t *term, uint32_t words, char to[FAMILY_ROOM])
{
    uint32_t len = 0;
    for (uint32_t w = 0; w < words; w++) {
        char bare[CAHIER_FOLD_BOUND(FAMILY_ROOM)];
        cahier_text form = l->wording.word[term[w]].form;
        uint32_t letters =
                cahier_fold_bare(cahier_slice(form, 0, form.len < FAMILY_ROOM ? form.len : FAMILY_ROOM), bare);
        for (uint32_t i = 0; i < letters && len < FAMILY_ROOM; i++) {
            to[len] = bare[i];
            len += bare[i] != '-';
        }
    }
    return len;
}

/* « Proportionnalité » and « proportionnelle », also misspelt « proportionelle », « auto-entrepreneur » and « auto
 * entreprise »: they say one thing. */
static bool is_family(const cahier_labeller *l, const uint32_t *a, uint32_t m, const uint32_t *b, uint32_t n)
{
    char left[FAMILY_ROOM], right[FAMILY_ROOM];
    uint32_t x = letters_of(l, a, m, left), y = letters_of(l, b, n, right), shared = 0;
    while (shared < x && shared < y && left[shared] == right[shared]) {
        shared++;
    }
    return shared >= FAMILY_LEAST && shared * 100 >= (x > y ? x : y) * FAMILY_PERCENT;
}

static bool are_family(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b)
{
    const uint32_t *left, *right;
    uint32_t m = cahier_label_words(l, a, &left), n = cahier_label_words(l, b, &right);
    if (is_family(l, left, m, right, n)) {
        return true;
    }
    for (uint32_t i = 0; i < m; i++) {
        for (uint32_t j = 0; j < n; j++) {
            if (is_family(l, &left[i], 1, &right[j], 1)) {
                return true;
            }
        }
    }
    return false;
}

/* A word of the other, or one of its family. */
static bool says_again(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b)
{
    return cahier_label_shared(l, a, b) > 0 || are_family(l, a, b);
}

/* Words as people count them: « impôt sur le revenu » has four, « droit d'auteur » two. */
static uint32_t shown_words(const cahier_labeller *l, const cahier_contender *c)
{
    uint32_t count = (c->before.len > 0 ? 1u : 0u) + (c->after.len > 0 ? 1u : 0u);
    if (c->number < l->V) {
        return 1 + count;
    }
    const cahier_phrase *phrase = &l->phrases.at[c->number - l->V];
    const cahier_types *types = l->in->corpus->types[phrase->document];
    const cahier_token *tokens = l->in->corpus->analysed[phrase->document]->tokens.at;
    for (uint32_t t = phrase->first; t <= phrase->last; t++) {
        count += (types->at[tokens[t].type].flags & CAHIER_TYPE_ELISION) == 0;
    }
    return count;
}

/* Two terms that begin alike, or of which one is in the other: one head. « Feuille de paie » and « fiche de paie » are two. */
static bool same_head(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b)
{
    const uint32_t *left, *right;
    uint32_t m = cahier_label_words(l, a, &left), n = cahier_label_words(l, b, &right),
             shared = cahier_label_shared(l, a, b);
    return left[0] == right[0] || shared >= m || shared >= n;
}

static bool may_head(const cahier_labeller *l, const theme_rows *rows, const cahier_contender *c,
        const cahier_contender *heads, uint32_t head_count)
{
    for (uint32_t h = 0; h < head_count; h++) {
        if (heads[h].number != CAHIER_NONE && same_head(l, c, &heads[h])) {
            return false;
        }
    }
    return is_shared(l, rows, c) && shown_words(l, c) <= LABEL_WORDS;
}

/* The first that names a thing; else, in a small theme of verbs and adjectives, the first; heads of earlier labels may not
 * head again, nor what one person alone says. */
static uint32_t choose_head(const cahier_labeller *l, const theme_rows *rows, const cahier_contender *list,
        uint32_t count, const cahier_contender *heads, uint32_t head_count)
{
    uint32_t fallback = CAHIER_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (!may_head(l, rows, &list[i], heads, head_count)) {
            continue;
        }
        if (cahier_label_is_name(&list[i])) {
            return i;
        }
        fallback = fallback == CAHIER_NONE ? i : fallback;
    }
    return fallback == CAHIER_NONE ? 0 : fallback;
}

static bool is_phrase_of(const cahier_labeller *l, const cahier_contender *phrase, const cahier_contender *word)
{
    return phrase->number >= l->V && cahier_label_shared(l, phrase, word) > 0 && cahier_label_is_name(phrase);
}

/* Whether most who say a word say it in some phrase of the list: « service » military, civic or national. */
static bool is_bound(const cahier_labeller *l, const theme_rows *rows, const cahier_contender *list, uint32_t count,
        const cahier_contender *word)
{
    uint32_t bound = 0;
    for (size_t w = 0; w < rows->words; w++) {
        uint64_t inside = 0;
        for (uint32_t i = 0; i < count; i++) {
            inside |= is_phrase_of(l, &list[i], word) ? list[i].documents[w] : 0;
        }
        bound += cahier_bits_of(inside & word->documents[w]);
    }
    return bound * 100 >= word->df * CAHIER_LABEL_BOUND_PERCENT;
}

/* Whether a good part of those who say a word say the phrase: less when the word is never said alone. */
static bool says_more(
        const cahier_labeller *l, const cahier_contender *phrase, const cahier_contender *word, bool bound)
{
    return is_phrase_of(l, phrase, word) &&
           phrase->df * 100 >= word->df * (bound ? BOUND_COVER_PERCENT : PHRASE_COVER_PERCENT) &&
           (bound || phrase->strength * 100 >= word->strength * PHRASE_KEEP_PERCENT);
}

/* What stands in the label for a head of one word: a phrase about it, when a good part of those who say the word say the
 * phrase: « euro symbolique » for « euro ». Milder than what makes a phrase a term in the word's place. */
static const cahier_contender *head_phrase(const cahier_labeller *l, const theme_rows *rows,
        const cahier_contender *list, uint32_t count, const cahier_contender *heads, uint32_t k)
{
    const cahier_contender *best = NULL;
    bool bound = heads[k].number < l->V && is_bound(l, rows, list, count, &heads[k]);
    for (uint32_t i = 0; i < count && heads[k].number < l->V; i++) {
        const cahier_contender *c = &list[i];
        if (says_more(l, c, &heads[k], bound) && may_head(l, rows, c, heads, k) && (best == NULL || c->df > best->df)) {
            best = c;
        }
    }
    return best == NULL ? &heads[k] : best;
}

typedef struct choice {
    const cahier_labeller *l;
    const theme_rows *rows;
    cahier_contender *chosen;
    uint32_t terms, words; /* chosen; words as people count them */
    float *x;              /* two vectors */
} choice;

/* What a further term adds: its rank, less what the terms already chosen say of the same documents. 0: it may not. */
static double gain(const choice *c, const cahier_contender *one)
{
    uint32_t most = 0;
    if (!cahier_label_is_name(one) || !is_shared(c->l, c->rows, one)) {
        return 0;
    }
    for (uint32_t t = 0; t < c->terms; t++) {
        uint32_t percent = alike(one, &c->chosen[t], c->rows->words);
        most = percent > most ? percent : most;
        if (says_again(c->l, one, &c->chosen[t]) ||
                synonyms(c->l, one, &c->chosen[t], c->x, c->x + c->l->in->space->dimensions)) {
            return 0;
        }
    }
    return most > ALIKE_PERCENT ? 0 : one->rank * (100 - most) / 100;
}

/* The same when nothing else is left to say: « Cantine, gratuite ». */
static double gain_of_any(const choice *c, const cahier_contender *one)
{
    return says_again(c->l, one, &c->chosen[0]) ? 0 : one->rank;
}

/* The contender that adds most, and more than `least`; NULL when none does. */
static const cahier_contender *best_addition(const choice *c, const cahier_contender *list, uint32_t count,
        double (*adds)(const choice *, const cahier_contender *), double least)
{
    const cahier_contender *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool fits = c->words + shown_words(c->l, &list[i]) <= LABEL_WORDS && list[i].rank > least;
        double added = fits ? adds(c, &list[i]) : 0;
        if (added > least) {
            least = added;
            best = &list[i];
        }
    }
    return best;
}

/* « Conseil municipal » for « conseil », when that is what a good part of those who say the word say and there is room. */
static const cahier_contender *fuller(
        const choice *c, const cahier_contender *list, uint32_t count, const cahier_contender *one)
{
    const cahier_contender *best = one;
    bool bound = one->number < c->l->V && is_bound(c->l, c->rows, list, count, one);
    for (uint32_t i = 0; i < count && one->number < c->l->V; i++) {
        if (says_more(c->l, &list[i], one, bound) && gain(c, &list[i]) > 0 &&
                c->words + shown_words(c->l, &list[i]) <= LABEL_WORDS && (best == one || list[i].df > best->df)) {
            best = &list[i];
        }
    }
    return best;
}

static cahier_contender complete(const choice *c, const cahier_contender *one)
{
    cahier_contender whole = *one;
    cahier_label_complete(c->l, c->rows->row, c->rows->count, &whole);
    return whole;
}

/* The head, then terms by marginal relevance until the label has its words: a second as strong as a sixth of the head, a
 * third as a third, is worth its place. One word alone says too little: any second term is better, a name at best. */
static void add_terms(choice *c, const cahier_contender *list, uint32_t count)
{
    while (c->terms < CAHIER_LABEL_TERMS && c->words < LABEL_WORDS) {
        double least = c->words == 1 ? 0 : c->chosen[0].rank / (c->terms == 1 ? 6 : 3);
        const cahier_contender *best = best_addition(c, list, count, gain, least);
        if (best == NULL && c->words == 1) {
            best = best_addition(c, list, count, gain_of_any, 0);
        }
        if (best == NULL) {
            return;
        }
        cahier_contender whole = complete(c, fuller(c, list, count, best));
        if (c->words + shown_words(c->l, &whole) > LABEL_WORDS) {
            return; /* what cannot be said whole is not said */
        }
        c->words += shown_words(c->l, &whole);
        c->chosen[c->terms++] = whole;
    }
}

cahier_status cahier_label_choose(const cahier_labeller *l, cahier_arena *scratch, uint32_t k, cahier_contender *list,
        uint32_t count, cahier_contender *heads, cahier_contender chosen[CAHIER_LABEL_TERMS], uint32_t *terms)
{
    theme_rows rows = {0};
    CAHIER_TRY(list_theme_rows(l, scratch, k, &rows));
    CAHIER_TRY(list_documents(l, scratch, &rows, k, list, count));
    for (uint32_t i = 0; i < count && i < CAHIER_THEME_TERMS; i++) {
        if (list[i].number >= l->V) { /* a term of the theme as it is said; words are whatever stands beside them */
            cahier_label_complete(l, rows.row, rows.count, &list[i]);
        }
    }
    heads[k] = list[choose_head(l, &rows, list, count, heads, k)];
    chosen[0] = *head_phrase(l, &rows, list, count, heads, k);
    choice c = {l, &rows, chosen, 1, 0, NULL};
    chosen[0] = complete(&c, &chosen[0]);
    c.words = shown_words(l, &chosen[0]);
    c.x = CAHIER_NEW(scratch, float, 2 * (size_t)l->in->space->dimensions);
    if (c.x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    add_terms(&c, list, count);
    *terms = c.terms;
    return CAHIER_OK;
}
