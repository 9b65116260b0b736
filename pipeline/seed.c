/* SPDX-License-Identifier: Apache-2.0 */
#include "seed.h"

#include <string.h>

#include "intern.h"
#include "spot.h"
#include "text.h"
#include "tokenise.h"

/* --- the list ---------------------------------------------------------------------------------------------------------- */

typedef struct reading {
    cahier_arena *arena, *scratch;
    const cahier_lexicons *lexicons;
    cahier_stemmer *stemmer;
    cahier_types *types;
    cahier_intern term; /* key -> word of the vocabulary */
    cahier_seeds *seeds;
    uint32_t term_count, term_room;
} reading;

static cahier_status list_themes(cahier_arena *arena, cahier_arena *scratch, cahier_seeds *seeds)
{
    cahier_intern names = {0};
    uint32_t rows = seeds->list.count;
    seeds->themes = CAHIER_NEW(arena, cahier_seed_theme, rows);
    seeds->theme_of = CAHIER_NEW(arena, uint32_t, rows);
    if (seeds->themes == NULL || seeds->theme_of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < rows; r++) {
        cahier_text name = seeds->list.name[r];
        uint32_t hash = cahier_hash(name), t = cahier_intern_find(&names, name, hash);
        if (t == CAHIER_NONE) {
            t = seeds->count++;
            seeds->themes[t] = (cahier_seed_theme){name, r};
            CAHIER_TRY(cahier_intern_put(scratch, &names, name, hash, t));
        }
        seeds->theme_of[r] = t;
    }
    return CAHIER_OK;
}

static cahier_status index_terms(reading *w, const cahier_vocabulary *vocabulary)
{
    CAHIER_TRY(cahier_intern_reserve(w->scratch, &w->term, vocabulary->word_count));
    for (uint32_t j = 0; j < vocabulary->word_count; j++) {
        cahier_text key = vocabulary->at[j].key;
        CAHIER_TRY(cahier_intern_put(w->scratch, &w->term, key, cahier_hash(key), j));
    }
    return CAHIER_OK;
}

static cahier_status keep_term(reading *w, uint32_t term)
{
    if (w->term_count == w->term_room) {
        uint32_t room = w->term_room * 2 + 256;
        uint32_t *grown = CAHIER_GROW(w->arena, w->seeds->term, w->term_room, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        w->seeds->term = grown;
        w->term_room = room;
    }
    w->seeds->term[w->term_count++] = term;
    return CAHIER_OK;
}

static cahier_status read_seed(reading *w, uint32_t row)
{
    cahier_document seed;
    cahier_analyser reader = {.lexicons = w->lexicons,
            .batch = w->arena,
            .scratch = w->scratch,
            .stemmer = w->stemmer,
            .types = w->types};
    uint32_t first = w->term_count;
    CAHIER_TRY(cahier_read_form(&reader, w->seeds->list.seed[row], &seed));
    for (uint32_t i = 0; i < seed.tokens.count; i++) {
        cahier_text stem = w->types->at[seed.tokens.at[i].type].stem;
        uint32_t term = stem.len == 0 ? CAHIER_NONE : cahier_intern_find(&w->term, stem, cahier_hash(stem));
        if (stem.len > 0 && term == CAHIER_NONE) {
            w->term_count = first;
            break;
        }
        if (term != CAHIER_NONE) {
            CAHIER_TRY(keep_term(w, term));
        }
    }
    w->seeds->start[row + 1] = w->term_count;
    if (w->term_count > first) {
        uint32_t *head = &w->seeds->first_of[w->seeds->term[first]];
        w->seeds->next[row] = *head;
        *head = row;
    }
    return CAHIER_OK;
}

static cahier_status read_seeds(reading *w, const cahier_vocabulary *vocabulary)
{
    CAHIER_TRY(index_terms(w, vocabulary));
    CAHIER_TRY(cahier_types_new(w->arena, &w->types));
    for (uint32_t r = 0; r < w->seeds->list.count; r++) {
        CAHIER_TRY(read_seed(w, r));
    }
    return CAHIER_OK;
}

cahier_status cahier_seeds_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_seed_list *list, const cahier_vocabulary *vocabulary, cahier_seeds *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_seeds seeds = {.list = *list};
    reading w = {.arena = arena, .scratch = scratch, .lexicons = lexicons, .seeds = &seeds};
    uint32_t rows = seeds.list.count;
    seeds.start = CAHIER_NEW(arena, uint32_t, rows + 1u);
    seeds.next = CAHIER_NEW(arena, uint32_t, rows);
    seeds.first_of = CAHIER_NEW(arena, uint32_t, vocabulary->word_count);
    if (seeds.start == NULL || seeds.next == NULL || seeds.first_of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(seeds.first_of, 0xff, vocabulary->word_count * sizeof *seeds.first_of);
    cahier_status status = list_themes(arena, scratch, &seeds);
    if (status == CAHIER_OK) {
        status = cahier_stemmer_open(&w.stemmer);
    }
    if (status == CAHIER_OK) {
        status = read_seeds(&w, vocabulary);
        cahier_stemmer_close(w.stemmer);
    }
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = seeds;
    return CAHIER_OK;
}

/* --- documents --------------------------------------------------------------------------------------------------------- */

/* Whether the seed's words, from the second on, follow token i before `end`. */
static bool follows(const cahier_seeds *seeds, uint32_t row, const cahier_token *token, const uint32_t *term,
        uint32_t i, uint32_t end)
{
    for (uint32_t word = seeds->start[row] + 1; word < seeds->start[row + 1]; word++) {
        uint32_t most = i + 1 + CAHIER_SEED_GAP;
        for (i++; i < end && i < most && term[token[i].type] == CAHIER_NONE;) {
            i++;
        }
        if (i >= end || term[token[i].type] != seeds->term[word]) {
            return false;
        }
    }
    return true;
}

static uint32_t hold(uint32_t row[CAHIER_SEEDS_HELD], uint32_t count, uint32_t seed)
{
    for (uint32_t i = 0; i < count; i++) {
        if (row[i] == seed) {
            return count;
        }
    }
    if (count < CAHIER_SEEDS_HELD) {
        row[count++] = seed;
    }
    return count;
}

uint32_t cahier_seeds_held(const cahier_seeds *seeds, const cahier_corpus *corpus, const cahier_term_uses *uses,
        uint32_t d, uint32_t row[CAHIER_SEEDS_HELD])
{
    const cahier_document *document = corpus->analysed[d];
    const uint32_t *term = cahier_terms_of(uses, corpus->types[d]);
    uint32_t count = 0;
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        uint32_t end = sentence->first_token + sentence->token_count;
        for (uint32_t i = sentence->first_token; i < end; i++) {
            uint32_t first = term[document->tokens.at[i].type];
            for (uint32_t r = first == CAHIER_NONE ? CAHIER_NONE : seeds->first_of[first]; r != CAHIER_NONE;
                    r = seeds->next[r]) {
                count = follows(seeds, r, document->tokens.at, term, i, end) ? hold(row, count, r) : count;
            }
        }
    }
    return count;
}

cahier_pointing cahier_seeds_point(
        const cahier_seeds *seeds, const cahier_corpus *corpus, const cahier_term_uses *uses, uint32_t d)
{
    uint32_t row[CAHIER_SEEDS_HELD], count = cahier_seeds_held(seeds, corpus, uses, d, row);
    cahier_pointing best = {CAHIER_NONE, false};
    int32_t most = 0, second = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t theme = seeds->theme_of[row[i]];
        int32_t sum = 0;
        bool counted = false;
        for (uint32_t j = 0; j < count; j++) {
            counted = counted || (j < i && seeds->theme_of[row[j]] == theme);
            sum += seeds->theme_of[row[j]] == theme ? seeds->list.weight_milli[row[j]] : 0;
        }
        if (counted) {
            continue;
        }
        second = sum > most ? most : sum > second ? sum : second;
        best.theme = sum > most ? theme : best.theme;
        most = sum > most ? sum : most;
    }
    best.theme = most > second ? best.theme : CAHIER_NONE;
    best.clear = best.theme != CAHIER_NONE && most >= CAHIER_SEED_SURE && most >= 2 * second;
    return best;
}
