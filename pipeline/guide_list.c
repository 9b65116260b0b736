/* SPDX-License-Identifier: Apache-2.0 */
/* What a list of themes does: a town's own makes themes, the shipped one names those that were found. */
#include <string.h>

#include "guide_shape.h"
#include "text.h"

#define DOCUMENTS_A_TASK 512u
#define SET_APART 3u /* first terms of a theme, that make its label */
#define THOUSAND 1000u
/* One word alone makes no name: « retraite » in each letter about a pension fund is no « Personnes âgées et handicap ». A
 * second word of the list is held by one text of four that point there. */
#define SECOND_SHARE 4u

/* --- the list as it is read ------------------------------------------------------------------------------------------------ */

typedef struct reading {
    const cahier_guide_input *in;
    const cahier_corpus *corpus;
    const cahier_seeds *seeds;
    cahier_pointing *pointing;
} reading;

static void point_documents(void *argument, uint32_t task)
{
    const reading *r = argument;
    const cahier_sparse *weights = r->in->weights;
    uint32_t first = task * DOCUMENTS_A_TASK, D = r->corpus->count;
    uint32_t end = first + DOCUMENTS_A_TASK < D ? first + DOCUMENTS_A_TASK : D;
    for (uint32_t d = first; d < end; d++) {
        bool says_nothing = weights->start[d] == weights->start[d + 1];
        r->pointing[d] = says_nothing ? (cahier_pointing){CAHIER_NONE, false}
                                      : cahier_seeds_point(r->seeds, r->corpus, r->in->uses, d);
    }
}

static cahier_status list_taxonomy(cahier_arena *batch, const cahier_lexicons *lexicons, cahier_seed_list *out)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_TAXONOMY];
    cahier_text *name = CAHIER_NEW(batch, cahier_text, file->count);
    cahier_text *seed = CAHIER_NEW(batch, cahier_text, file->count);
    if (name == NULL || seed == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t row = 0; row < file->count; row++) {
        name[row] = cahier_lexicon_cell(file, row, 0);
        seed[row] = cahier_lexicon_cell(file, row, 1);
    }
    *out = (cahier_seed_list){name, seed, lexicons->number[CAHIER_LEXICON_TAXONOMY], file->count};
    return CAHIER_OK;
}

cahier_status cahier_list_read(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        const cahier_corpus *corpus, const cahier_vocabulary *vocabulary, cahier_list *out)
{
    cahier_seed_list list;
    if (in->options->list == CAHIER_LIST_UNUSED) {
        *out = (cahier_list){NULL, NULL};
        return CAHIER_OK;
    }
    cahier_seeds *seeds = CAHIER_NEW(batch, cahier_seeds, 1);
    reading r = {in, corpus, seeds, CAHIER_NEW(batch, cahier_pointing, corpus->count)};
    if (seeds == NULL || r.pointing == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(list_taxonomy(batch, in->lexicons, &list));
    CAHIER_TRY(cahier_seeds_open(batch, scratch, in->lexicons, &list, vocabulary, seeds));
    uint32_t tasks = (corpus->count + DOCUMENTS_A_TASK - 1) / DOCUMENTS_A_TASK;
    in->runner->run(in->runner->self, tasks, point_documents, &r);
    *out = (cahier_list){seeds, r.pointing};
    return CAHIER_OK;
}

/* --- a town's list ------------------------------------------------------------------------------------------------------ */

typedef struct tally {
    uint32_t *size;  /* K: texts of each theme found */
    uint32_t *clear; /* K x L: of them, those that clearly point to each theme of the list */
    uint32_t *all;   /* L: texts that clearly point to it, wherever they are */
    uint32_t *shape; /* L: the shape of each, or CAHIER_NONE */
    uint32_t least;
} tally;

static cahier_status take_tally(const cahier_guide *g, tally *t)
{
    uint32_t D = g->result->corpus.count, L = g->seeds->count, K = g->count;
    t->size = CAHIER_NEW(g->scratch, uint32_t, K + 1u);
    t->clear = CAHIER_NEW(g->scratch, uint32_t, (size_t)K * L + 1);
    t->all = CAHIER_NEW(g->scratch, uint32_t, L + 1u);
    t->shape = CAHIER_NEW(g->scratch, uint32_t, L + 1u);
    if (t->size == NULL || t->clear == NULL || t->all == NULL || t->shape == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        uint32_t k = g->of[d];
        bool clear = g->pointing[d].clear && !cahier_guide_is_copy(g, d);
        t->all[clear ? g->pointing[d].theme : L] += clear;
        if (k != CAHIER_NONE && !cahier_guide_is_copy(g, d)) {
            t->size[k]++;
            t->clear[clear ? (size_t)k * L + g->pointing[d].theme : (size_t)K * L] += clear;
        }
    }
    t->least = D / THOUSAND > GUIDE_LEAST ? D / THOUSAND : GUIDE_LEAST;
    return CAHIER_OK;
}

/* A theme found without the list: joins the theme of the list that makes most of it; else keeps what the list leaves of it,
 * unless that is too little. */
static void divide(cahier_guide *g, const tally *t, uint32_t k)
{
    uint32_t L = g->seeds->count, best = 0, taken = 0;
    const uint32_t *clear = t->clear + (size_t)k * L;
    for (uint32_t l = 0; l < L; l++) {
        best = clear[l] > clear[best] ? l : best;
        taken += t->shape[l] == CAHIER_NONE ? 0 : clear[l];
    }
    if (t->shape[best] != CAHIER_NONE && 2 * clear[best] > t->size[k]) {
        g->shape[k].into = t->shape[best];
    } else if (taken > 0) {
        g->shape[k].touched = true;
        for (uint32_t d = 0; t->size[k] - taken < t->least && d < g->result->corpus.count; d++) {
            g->of[d] = g->of[d] == k ? CAHIER_NONE : g->of[d];
        }
    }
}

cahier_status cahier_guide_by_list(cahier_guide *g)
{
    tally t = {0};
    uint32_t K = g->count;
    CAHIER_TRY(take_tally(g, &t));
    for (uint32_t l = 0; l < g->seeds->count; l++) {
        t.shape[l] = CAHIER_NONE;
        if (t.all[l] >= t.least) {
            uint32_t s = t.shape[l] = cahier_shape_new(g, g->seeds->themes[l].name);
            g->shape[s].label = g->seeds->themes[l].name;
            g->shape[s].taxonomy = l;
        }
    }
    for (uint32_t k = 0; k < K; k++) {
        divide(g, &t, k);
    }
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        uint32_t s = g->pointing[d].clear ? t.shape[g->pointing[d].theme] : CAHIER_NONE;
        uint32_t k = s != CAHIER_NONE ? s : g->of[d];
        g->of[d] = k == CAHIER_NONE ? k : cahier_shape_root(g, k);
    }
    return CAHIER_OK;
}

/* --- names -------------------------------------------------------------------------------------------------------------------- */

static bool has_word(cahier_text key, cahier_text word)
{
    for (uint32_t start = 0, i = 0; i <= key.len; i++) {
        if (i == key.len || key.at[i] == ' ') {
            if (cahier_text_equal(cahier_slice(key, start, i), word)) {
                return true;
            }
            start = i + 1;
        }
    }
    return false;
}

/* A word of one of the list's seeds for theme t is among those that set the theme apart. */
static bool is_set_apart_by(const cahier_guide *g, const cahier_theme *theme, uint32_t t)
{
    const cahier_term *terms = g->result->vocabulary.at;
    for (uint32_t r = 0; r < g->seeds->list.count; r++) {
        for (uint32_t i = g->seeds->start[r]; i < g->seeds->start[r + 1] && g->seeds->theme_of[r] == t; i++) {
            for (uint32_t j = 0; j < theme->term_count && j < SET_APART; j++) {
                if (has_word(terms[theme->terms[j].term].key, terms[g->seeds->term[i]].key)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* The words of theme t of the list that most of the theme's texts hold; *second: texts that hold the second one. */
static cahier_status show_seeds(const cahier_guide *g, cahier_theme *theme, uint32_t t, uint32_t *second)
{
    size_t mark = cahier_arena_mark(g->scratch);
    uint32_t rows = g->seeds->list.count, held[CAHIER_SEEDS_HELD];
    uint32_t *count = CAHIER_NEW(g->scratch, uint32_t, rows);
    uint32_t *shown = CAHIER_NEW(g->batch, uint32_t, CAHIER_SEEDS_SHOWN);
    if (count == NULL || shown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t d = theme->documents[i], n = cahier_seeds_held(g->seeds, &g->result->corpus, g->in->uses, d, held);
        for (uint32_t j = 0; j < n; j++) {
            count[held[j]] += g->seeds->theme_of[held[j]] == t;
        }
    }
    theme->seed_count = 0;
    for (uint32_t n = 0; n < CAHIER_SEEDS_SHOWN; n++) {
        uint32_t best = 0;
        for (uint32_t r = 1; r < rows; r++) {
            best = count[r] > count[best] ? r : best;
        }
        *second = n == 1 ? count[best] : *second;
        if (count[best] > 0) {
            shown[theme->seed_count++] = best;
            count[best] = 0;
        }
    }
    theme->seeds = shown;
    cahier_arena_reset(g->scratch, mark);
    return CAHIER_OK;
}

/* Texts that point to each theme of the list: of the whole batch, and of one theme. Copies say nothing more. */
typedef struct votes {
    uint32_t *all, *here; /* L */
    uint32_t texts, texts_here, pointing_here;
} votes;

static void count_votes(const cahier_guide *g, const cahier_theme *theme, votes *v)
{
    memset(v->here, 0, g->seeds->count * sizeof *v->here);
    v->texts_here = v->pointing_here = 0;
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t d = theme->documents[i];
        if (!cahier_guide_is_copy(g, d)) {
            v->texts_here++;
            v->pointing_here += g->pointing[d].theme != CAHIER_NONE;
            v->here[g->pointing[d].theme != CAHIER_NONE ? g->pointing[d].theme : 0] +=
                    g->pointing[d].theme != CAHIER_NONE;
        }
    }
}

/* The theme of the list that the theme is, by the rule of guide.h; or CAHIER_NONE. */
static uint32_t name_of(const cahier_guide *g, const cahier_theme *theme, const votes *v)
{
    uint32_t best = 0;
    for (uint32_t l = 1; l < g->seeds->count; l++) {
        best = v->here[l] > v->here[best] ? l : best;
    }
    uint64_t here = v->here[best], elsewhere = v->all[best] - here, texts = v->texts - v->texts_here;
    bool most_of_theme = 2 * here > v->pointing_here && 2 * here >= v->texts_here && here >= GUIDE_LEAST;
    bool most_of_name = here > elsewhere && here * texts >= 2 * elsewhere * v->texts_here;
    return most_of_theme && most_of_name && is_set_apart_by(g, theme, best) ? best : CAHIER_NONE;
}

static void take_name(const cahier_guide *g, cahier_theme *themes, uint32_t k, uint32_t t)
{
    themes[k].taxonomy = g->seeds->themes[t].first;
    themes[k].label = g->seeds->themes[t].name;
    g->guidance->listed[t].theme = k;
}

cahier_status cahier_guide_names(const cahier_guide *g, cahier_theme *themes, uint32_t count)
{
    uint32_t L = g->seeds->count;
    votes v = {.all = CAHIER_NEW(g->scratch, uint32_t, L + 1u), .here = CAHIER_NEW(g->scratch, uint32_t, L + 1u)};
    if (v.all == NULL || v.here == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        bool counts = !cahier_guide_is_copy(g, d);
        v.texts += counts;
        v.all[g->pointing[d].theme != CAHIER_NONE ? g->pointing[d].theme : L] += counts;
        g->guidance->listed[g->pointing[d].theme != CAHIER_NONE ? g->pointing[d].theme : L].documents++;
    }
    for (uint32_t k = 0; k < count && L > 0; k++) {
        const cahier_shape *shape = &g->shape[g->shape_of[themes[k].shaped]];
        bool found = shape->taxonomy == CAHIER_NONE && shape->label.len == 0 && g->guidance->use == CAHIER_LIST_NAMES;
        uint32_t t = shape->taxonomy, second = 0;
        if (found) {
            count_votes(g, &themes[k], &v);
            t = name_of(g, &themes[k], &v);
        }
        if (t == CAHIER_NONE) {
            continue;
        }
        CAHIER_TRY(show_seeds(g, &themes[k], t, &second));
        if (!found || SECOND_SHARE * second >= v.here[t]) {
            take_name(g, themes, k, t);
        }
    }
    return CAHIER_OK;
}
