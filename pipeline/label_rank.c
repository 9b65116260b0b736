/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "label_parts.h"
#include "weigh.h"

#define LEAST_DOCUMENTS 2u /* of the theme, to be a term of it */
#define USUAL_PERCENT 66   /* of the documents of its rarest word, for a phrase of few documents to be no chance */
#define COVER_PERCENT 50   /* of a word's documents, for a phrase to stand for it */
#define KEEP_PERCENT 60    /* of a word's G2 */
#define SPREAD_MOST 0.5    /* of the themes, that a term may be spread over without stepping back */
#define NAME_LEAST 0.5     /* standing of what names a thing */
#define VERB_MOST 0.5      /* of a word's occurrences, for the phrase to be part of a sentence: infinitives too */
#define NOUN_LEAST 0.15    /* standing of what hardly ever stands as a noun */
#define VERB_LEAST 0.25    /* of a word's occurrences, for the verb to count against the noun */
#define BROKEN 0.1         /* of the standing of a phrase that is, or stops half-way: it is no more than this */
#define ASIDE_KEPT 1e-6    /* of the strength of what says when or who: behind all that says what */
#define INSIDE_KEPT 0.4    /* of a word that « en » holds: « en vigueur » */

/* --- strength ------------------------------------------------------------------------------------------------------- */

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

/* From 1 for a noun to .15 for a word that hardly ever stands as one. An acronym is one wherever it stands: « régime
 * AGIRC ». */
static double nominal(const cahier_word_use *word)
{
    float noun = word->written == CAHIER_WRITTEN_ACRONYM ? 1 : word->noun;
    return noun >= 0.6f ? 1 : noun <= 0.2f ? NOUN_LEAST : NOUN_LEAST + 0.85 * ((double)noun - 0.2) / 0.4;
}

static double verbal(const cahier_word_use *word)
{
    return word->written == CAHIER_WRITTEN_ACRONYM ? 0 : (double)word->verb;
}

/* How much of its strength a word keeps as a label. */
static double word_standing(const cahier_word_use *word)
{
    if ((word->flags & CAHIER_TYPE_NUMBER) != 0 || word->form.len < 3 || word->leads) {
        return 0.1;
    }
    if (word->aside) {
        return ASIDE_KEPT;
    }
    double whole = word->open <= 0.5f ? 1 : 1.5 - (double)word->open; /* « création »: of what? */
    whole *= word->inside && word->written == CAHIER_WRITTEN_LOWER ? INSIDE_KEPT : 1;
    double noun = nominal(word);
    bool verb = noun > NOUN_LEAST && verbal(word) >= VERB_LEAST && verbal(word) >= (double)word->noun;
    whole *= verb ? 1 - verbal(word) : 1; /* « paye », « limite », not « rencontre » */
    return whole * noun * (word->polar && word->written != CAHIER_WRITTEN_ACRONYM ? 0.6 : 1);
}

/* Its word that stands at this token. */
static const cahier_word_use *form_at(const cahier_labeller *l, const cahier_phrase *phrase, uint32_t token)
{
    const cahier_types *types = l->in->corpus->types[phrase->document];
    uint32_t type = l->in->corpus->analysed[phrase->document]->tokens.at[token].type;
    return cahier_wording_form(&l->wording, types->at[type].surface);
}

/* « samedi matin », « lundi soir » though « soirée » is none, not « marché du samedi »; « mon fils et ma fille » */
static bool is_aside(const cahier_labeller *l, const cahier_phrase *phrase)
{
    const uint32_t *term = cahier_terms_of(l->in->uses, l->in->corpus->types[phrase->document]);
    const cahier_token *tokens = l->in->corpus->analysed[phrase->document]->tokens.at;
    uint32_t t = phrase->first;
    while (t <= phrase->last && (term[tokens[t].type] == CAHIER_NONE || form_at(l, phrase, t)->aside)) {
        t++;
    }
    return t > phrase->last;
}

/* The most of a verb among its words after the first: « œuvres d'art investissent » says who does what. */
static double verb_inside(const cahier_labeller *l, const cahier_phrase *phrase)
{
    const uint32_t *term = cahier_terms_of(l->in->uses, l->in->corpus->types[phrase->document]);
    const cahier_token *tokens = l->in->corpus->analysed[phrase->document]->tokens.at;
    double most = 0;
    for (uint32_t t = phrase->first + 1; t <= phrase->last; t++) {
        most = term[tokens[t].type] == CAHIER_NONE ? most : fmax(most, verbal(form_at(l, phrase, t)));
    }
    return most;
}

/* A phrase is as good as its first word, « aide sociale », or the noun after an adjective, « grosses entreprises »; it
 * does not begin with a verb, « payer des impôts », nor stop half-way, « église Saint- ». */
static double phrase_standing(const cahier_labeller *l, const cahier_phrase *phrase)
{
    const cahier_word_use *first = form_at(l, phrase, phrase->first), *last = form_at(l, phrase, phrase->last);
    if (is_aside(l, phrase)) {
        return ASIDE_KEPT;
    }
    double standing = nominal(first);
    if (verbal(first) < 0.3 && phrase->last == phrase->first + 1) {
        standing = fmax(standing, 0.7 * nominal(last));
    }
    for (uint32_t w = 0; w < phrase->words; w++) {
        standing *= l->wording.word[phrase->term[w]].polar ? 0.8 : 1;
    }
    double verb = verb_inside(l, phrase);
    return verb > VERB_MOST || last->leads ? BROKEN * standing : standing * (1 - verb);
}

static uint32_t theme_df(const cahier_labeller *l, uint32_t number, uint32_t k)
{
    return number < l->V ? l->df[(size_t)number * l->K + k] : l->phrases.df[(size_t)(number - l->V) * l->K + k];
}

/* What a term that all themes share keeps: « France » of a national consultation, the words of the question. Its spread is
 * the exponential of the entropy of its frequencies in the themes, divided by their number: 1 when all use it alike. */
static double specificity(const cahier_labeller *l, uint32_t number)
{
    double sum = 0, entropy = 0;
    for (uint32_t k = 0; k < l->K; k++) {
        sum += l->of_theme[k] == 0 ? 0 : (double)theme_df(l, number, k) / l->of_theme[k];
    }
    for (uint32_t k = 0; k < l->K; k++) {
        double share = l->of_theme[k] == 0 ? 0 : (double)theme_df(l, number, k) / l->of_theme[k] / sum;
        entropy -= share > 0 ? share * log(share) : 0;
    }
    double spread = exp(entropy) / l->K;
    return spread <= SPREAD_MOST || l->K < 4 ? 1 : 1 - 0.7 * (spread - SPREAD_MOST) / (1 - SPREAD_MOST);
}

static int by_rank(const void *a, const void *b)
{
    const cahier_contender *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank < y->rank ? 1 : -1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* Among the best so far, best first, of which there are `kept`. */
static uint32_t keep_best(cahier_contender *best, uint32_t kept, const cahier_contender *one)
{
    uint32_t at = kept < CAHIER_LABEL_RANKED ? kept : CAHIER_LABEL_RANKED - 1;
    if (kept == CAHIER_LABEL_RANKED && by_rank(one, &best[at]) > 0) {
        return kept;
    }
    for (; at > 0 && by_rank(one, &best[at - 1]) < 0; at--) {
        best[at] = best[at - 1];
    }
    best[at] = *one;
    return kept < CAHIER_LABEL_RANKED ? kept + 1 : kept;
}

/* « big data » of two documents, neither of which says « big » elsewhere; not « ligne les dépenses » of « en ligne », nor
 * three words, which would stand for two that more say. */
static bool is_chance(const cahier_labeller *l, uint32_t number)
{
    if (number < l->V || l->whole[number] >= CAHIER_PHRASE_LEAST) {
        return false;
    }
    const cahier_phrase *phrase = &l->phrases.at[number - l->V];
    uint32_t first = l->whole[phrase->term[0]], last = l->whole[phrase->term[1]], rarest = first < last ? first : last;
    return phrase->words > 2 || l->whole[number] * 100 < rarest * USUAL_PERCENT;
}

/* The words and phrases of theme k that are over-represented, best first: the first CAHIER_LABEL_RANKED. */
static uint32_t rank_all(const cahier_labeller *l, uint32_t k, uint32_t least, cahier_contender *out)
{
    uint32_t count = 0, n = l->of_theme[k], m = l->rows.count - n;
    for (uint32_t i = 0; i < l->V + l->phrases.count; i++) {
        uint32_t a = theme_df(l, i, k);
        double strength = a >= least && !is_chance(l, i) ? g2(a, n, l->whole[i] - a, m) : 0;
        if (strength <= 0) {
            continue;
        }
        double standing = i < l->V ? word_standing(&l->wording.word[i]) : phrase_standing(l, &l->phrases.at[i - l->V]);
        if (count == CAHIER_LABEL_RANKED && strength * standing * l->topicality[i] < out[count - 1].rank) {
            continue; /* to be said by all themes alike makes it no better */
        }
        const cahier_contender one = {.number = i,
                .strength = strength,
                .rank = strength * standing * specificity(l, i) * l->topicality[i],
                .standing = standing,
                .df = a};
        count = keep_best(out, count, &one);
    }
    return count;
}

/* --- one term for one thing ----------------------------------------------------------------------------------------- */

uint32_t cahier_label_words(const cahier_labeller *l, const cahier_contender *c, const uint32_t **words)
{
    if (c->number < l->V) {
        *words = &c->number;
        return 1;
    }
    *words = l->phrases.at[c->number - l->V].term;
    return l->phrases.at[c->number - l->V].words;
}

uint32_t cahier_label_shared(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b)
{
    const uint32_t *left, *right;
    uint32_t shared = 0, m = cahier_label_words(l, a, &left), n = cahier_label_words(l, b, &right);
    for (uint32_t i = 0; i < m; i++) {
        for (uint32_t j = 0; j < n; j++) {
            shared += left[i] == right[j];
        }
    }
    return shared;
}

bool cahier_label_is_name(const cahier_contender *c)
{
    return c->standing >= NAME_LEAST;
}

/* A phrase stands for the words it holds when it says nearly as much; else it goes. Longer phrases likewise over shorter. */
static uint32_t drop_subsumed(const cahier_labeller *l, cahier_contender *list, uint32_t count)
{
    bool gone[CAHIER_LABEL_RANKED] = {false};
    const uint32_t *words;
    for (uint32_t p = 0; p < count; p++) {
        for (uint32_t o = 0; o < count && !gone[p]; o++) {
            uint32_t inside = cahier_label_words(l, &list[o], &words);
            if (o == p || gone[o] || inside >= cahier_label_words(l, &list[p], &words) ||
                    cahier_label_shared(l, &list[o], &list[p]) < inside) {
                continue;
            }
            if (list[p].df * 100 >= list[o].df * COVER_PERCENT &&
                    list[p].strength * 100 >= list[o].strength * KEEP_PERCENT && cahier_label_is_name(&list[p])) {
                gone[o] = true;
                list[p].rank = fmax(list[p].rank, list[o].rank);
            } else if (list[p].df * 100 >= list[o].df * CAHIER_LABEL_BOUND_PERCENT && list[p].standing > BROKEN) {
                gone[o] = true; /* « sort » of « tirés au sort » */
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

/* « Système », « place » name a theme less well than « vélo ». A phrase has that of its best word. */
static void read_topicality(cahier_labeller *l)
{
    for (uint32_t j = 0; j < l->V; j++) {
        l->topicality[j] = (float)cahier_topical_weight(l->in->lexicons, l->vocabulary->at[j].key);
    }
    for (uint32_t p = 0; p < l->phrases.count; p++) {
        const cahier_phrase *phrase = &l->phrases.at[p];
        float best = 0;
        for (uint32_t w = 0; w < phrase->words; w++) {
            best = fmaxf(best, l->topicality[phrase->term[w]]);
        }
        l->topicality[l->V + p] = best;
    }
}

cahier_status cahier_label_weigh(cahier_labeller *l, cahier_arena *scratch)
{
    l->whole = CAHIER_NEW(scratch, uint32_t, (size_t)l->V + l->phrases.count);
    l->topicality = CAHIER_NEW(scratch, float, (size_t)l->V + l->phrases.count);
    if (l->whole == NULL || l->topicality == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    read_topicality(l);
    for (uint32_t i = 0; i < l->V + l->phrases.count; i++) {
        for (uint32_t k = 0; k < l->K; k++) {
            l->whole[i] += theme_df(l, i, k);
        }
    }
    return CAHIER_OK;
}

uint32_t cahier_label_rank(const cahier_labeller *l, uint32_t k, cahier_contender *out)
{
    uint32_t count = rank_all(l, k, l->rows.count < 20 ? 1 : LEAST_DOCUMENTS, out);
    return drop_subsumed(l, out, count >= CAHIER_LABEL_TERMS ? count : rank_all(l, k, 1, out));
}
