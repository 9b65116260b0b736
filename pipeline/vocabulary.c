/* SPDX-License-Identifier: Apache-2.0 */
#include "vocabulary.h"

#include <assert.h>
#include <stdlib.h>

#include "associate.h"
#include "intern.h"
#include "order.h"
#include "text.h"

/* One table of types met in the corpus (one an analyser), and what its types are here. */
typedef struct type_map {
    const cahier_types *types;
    uint32_t *candidate;   /* a type: its candidate, or CAHIER_NONE while not met */
    uint32_t *occurrences; /* a type */
} type_map;

/* Every distinct stem met, before it is known which are kept. */
typedef struct candidates {
    cahier_text *stem;
    uint32_t *df;
    uint32_t *last; /* latest document that had it, + 1 */
    uint32_t *term; /* its term, or CAHIER_NONE when not kept */
    uint32_t count;
    cahier_intern number; /* stem -> candidate */
} candidates;

typedef struct builder {
    const cahier_corpus *corpus;
    type_map *map;
    uint32_t map_count;
    candidates seen;
} builder;

static bool is_counted(const cahier_document *document)
{
    return (document->notes & CAHIER_NOTE_NO_ANSWER) == 0;
}

static type_map *map_of(builder *b, const cahier_types *types)
{
    for (uint32_t m = 0; m < b->map_count; m++) {
        if (b->map[m].types == types) {
            return &b->map[m];
        }
    }
    return NULL;
}

static cahier_status open_maps(builder *b, cahier_arena *scratch, uint32_t *type_count)
{
    uint32_t D = b->corpus->count;
    uint32_t room = 0;
    *type_count = 0;
    for (uint32_t d = 0; d < D; d++) {
        const cahier_types *types = b->corpus->types[d];
        if ((d > 0 && types == b->corpus->types[d - 1]) || map_of(b, types) != NULL) {
            continue;
        }
        if (b->map_count == room) {
            uint32_t more = room == 0 ? 16 : 2 * room;
            type_map *map = CAHIER_GROW(scratch, b->map, room, more);
            if (map == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            b->map = map;
            room = more;
        }
        b->map[b->map_count++].types = types;
        *type_count += types->count;
    }
    for (uint32_t m = 0; m < b->map_count; m++) {
        type_map *map = &b->map[m];
        map->candidate = CAHIER_NEW(scratch, uint32_t, map->types->count);
        map->occurrences = CAHIER_NEW(scratch, uint32_t, map->types->count);
        if (map->candidate == NULL || map->occurrences == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memset(map->candidate, 0xff, map->types->count * sizeof *map->candidate);
    }
    return CAHIER_OK;
}

static cahier_status open_candidates(candidates *seen, cahier_arena *scratch, uint32_t room)
{
    CAHIER_TRY(cahier_intern_reserve(scratch, &seen->number, room));
    seen->stem = CAHIER_NEW(scratch, cahier_text, room);
    seen->df = CAHIER_NEW(scratch, uint32_t, room);
    seen->last = CAHIER_NEW(scratch, uint32_t, room);
    seen->term = CAHIER_NEW(scratch, uint32_t, room);
    bool full = seen->stem == NULL || seen->df == NULL || seen->last == NULL || seen->term == NULL;
    return full ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

/* Candidate of a stem. The table has room for all: it allocates nothing. */
static uint32_t candidate_of(candidates *seen, cahier_text stem)
{
    uint32_t hash = cahier_hash(stem), found = cahier_intern_find(&seen->number, stem, hash);
    if (found != CAHIER_NONE) {
        return found;
    }
    seen->stem[seen->count] = stem;
    cahier_intern_place(&seen->number, (cahier_intern_slot){stem.at, stem.len, hash, seen->count});
    return seen->count++;
}

static void count_document(builder *b, type_map *map, uint32_t d)
{
    const cahier_tokens *tokens = &b->corpus->analysed[d]->tokens;
    for (uint32_t t = 0; t < tokens->count; t++) {
        uint32_t type = tokens->at[t].type;
        cahier_text stem = map->types->at[type].stem;
        if (stem.len == 0) {
            continue;
        }
        if (map->candidate[type] == CAHIER_NONE) {
            map->candidate[type] = candidate_of(&b->seen, stem);
        }
        uint32_t candidate = map->candidate[type];
        map->occurrences[type]++;
        if (b->seen.last[candidate] != d + 1) {
            b->seen.last[candidate] = d + 1;
            b->seen.df[candidate]++;
        }
    }
}

static void count_corpus(builder *b)
{
    type_map *map = NULL;
    for (uint32_t d = 0; d < b->corpus->count; d++) {
        if (map == NULL || map->types != b->corpus->types[d]) {
            map = map_of(b, b->corpus->types[d]);
        }
        if (is_counted(b->corpus->analysed[d])) {
            count_document(b, map, d);
        }
    }
}

static bool is_kept(const candidates *seen, uint32_t i, uint32_t D, const cahier_background *background)
{
    uint32_t least = D > CAHIER_VOCABULARY_LARGE ? 3 : 2;
    if (seen->df[i] >= least) {
        return true;
    }
    return least == 2 && background != NULL && cahier_background_find(background, seen->stem[i]) != CAHIER_NONE;
}

static cahier_status keep_terms(
        builder *b, cahier_arena *batch, const cahier_background *background, cahier_vocabulary *out)
{
    candidates *seen = &b->seen;
    cahier_vocabulary vocabulary = {0};
    for (uint32_t i = 0; i < seen->count; i++) {
        seen->term[i] = is_kept(seen, i, b->corpus->count, background) ? vocabulary.count++ : CAHIER_NONE;
    }
    vocabulary.word_count = vocabulary.count;
    vocabulary.at = CAHIER_NEW(batch, cahier_term, vocabulary.count);
    if (vocabulary.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < seen->count; i++) {
        if (seen->term[i] != CAHIER_NONE) {
            vocabulary.at[seen->term[i]] = (cahier_term){.key = seen->stem[i], .df = seen->df[i], .words = 1};
        }
    }
    *out = vocabulary;
    return CAHIER_OK;
}

/* --- counts ----------------------------------------------------------------------------------------------------- */

typedef struct cell {
    uint32_t column; /* first: what cells are sorted by */
    float value;
} cell;

/* Cells of document d, unsorted; position[term] is valid when stamp[term] == d + 1. */
static uint32_t gather(
        const builder *b, const type_map *map, uint32_t d, uint32_t *stamp, uint32_t *position, cell *row)
{
    const cahier_document *document = b->corpus->analysed[d];
    uint32_t count = 0;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        cahier_token token = document->tokens.at[t];
        uint32_t candidate = map->candidate[token.type];
        uint32_t term = candidate == CAHIER_NONE ? CAHIER_NONE : b->seen.term[candidate];
        if (term == CAHIER_NONE) {
            continue;
        }
        if (stamp[term] != d + 1) {
            stamp[term] = d + 1;
            position[term] = count;
            row[count++] = (cell){.column = term};
        }
        row[position[term]].value += token.end <= document->title_len ? 2 : 1;
    }
    return count;
}

static uint32_t most_tokens(const cahier_corpus *corpus)
{
    uint32_t most = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        uint32_t count = corpus->analysed[d]->tokens.count;
        most = count > most ? count : most;
    }
    return most;
}

static cahier_status fill_counts(
        builder *b, cahier_arena *batch, cahier_arena *scratch, const cahier_vocabulary *vocabulary, cahier_sparse *out)
{
    uint32_t D = b->corpus->count, V = vocabulary->count, Z = 0;
    for (uint32_t j = 0; j < V; j++) {
        Z += vocabulary->at[j].df;
    }
    cahier_sparse counts = {.rows = D, .columns = V};
    counts.start = CAHIER_NEW(batch, uint32_t, (size_t)D + 1);
    counts.column = CAHIER_NEW(batch, uint32_t, Z);
    counts.value = CAHIER_NEW(batch, float, Z);
    uint32_t *stamp = CAHIER_NEW(scratch, uint32_t, V);
    uint32_t *position = CAHIER_NEW(scratch, uint32_t, V);
    cell *row = CAHIER_NEW(scratch, cell, most_tokens(b->corpus));
    if (counts.start == NULL || counts.column == NULL || counts.value == NULL || stamp == NULL || position == NULL ||
            row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t z = 0;
    for (uint32_t d = 0; d < D; d++) {
        counts.start[d] = z;
        if (is_counted(b->corpus->analysed[d])) {
            uint32_t count = gather(b, map_of(b, b->corpus->types[d]), d, stamp, position, row);
            cahier_sort_short(row, count, sizeof *row, cahier_by_uint32);
            for (uint32_t i = 0; i < count; i++, z++) {
                counts.column[z] = row[i].column;
                counts.value[z] = row[i].value;
            }
        }
    }
    assert(z == Z);
    counts.start[D] = z;
    *out = counts;
    return CAHIER_OK;
}

/* --- surface forms -------------------------------------------------------------------------------------------------- */

typedef struct form {
    uint32_t term;
    uint32_t occurrences;
    cahier_text surface;
} form;

static int by_term_and_surface(const void *a, const void *b)
{
    const form *x = a, *y = b;
    if (x->term != y->term) {
        return x->term < y->term ? -1 : 1;
    }
    return cahier_text_order(x->surface, y->surface);
}

static bool is_better(const form *a, const form *than)
{
    if (a->occurrences != than->occurrences) {
        return a->occurrences > than->occurrences;
    }
    /* bytes beyond ASCII come later: of two forms written equally often, the accented one is the readable one */
    return cahier_text_order(a->surface, than->surface) > 0;
}

static cahier_status choose_surfaces(
        const builder *b, cahier_arena *scratch, uint32_t type_count, cahier_vocabulary *vocabulary)
{
    form *forms = CAHIER_NEW(scratch, form, type_count);
    if (forms == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = 0;
    for (uint32_t m = 0; m < b->map_count; m++) {
        const type_map *map = &b->map[m];
        for (uint32_t i = 0; i < map->types->count; i++) {
            uint32_t candidate = map->candidate[i];
            if (candidate != CAHIER_NONE && b->seen.term[candidate] != CAHIER_NONE) {
                forms[count++] = (form){b->seen.term[candidate], map->occurrences[i], map->types->at[i].surface};
            }
        }
    }
    qsort(forms, count, sizeof *forms, by_term_and_surface);
    form best = {.term = CAHIER_NONE};
    for (uint32_t i = 0; i < count;) {
        form sum = forms[i];
        for (i++; i < count && by_term_and_surface(&forms[i], &sum) == 0; i++) {
            sum.occurrences += forms[i].occurrences;
        }
        if (sum.term != best.term || is_better(&sum, &best)) {
            best = sum;
            vocabulary->at[sum.term].surface = sum.surface;
        }
    }
    return CAHIER_OK;
}

static cahier_status keep_uses(const builder *b, cahier_arena *batch, cahier_term_uses *out)
{
    cahier_term_uses uses = {.at = CAHIER_NEW(batch, cahier_term_use, b->map_count), .count = b->map_count};
    if (uses.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t m = 0; m < b->map_count; m++) {
        const type_map *map = &b->map[m];
        uint32_t *term = CAHIER_NEW(batch, uint32_t, map->types->count);
        if (term == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        for (uint32_t i = 0; i < map->types->count; i++) {
            term[i] = map->candidate[i] == CAHIER_NONE ? CAHIER_NONE : b->seen.term[map->candidate[i]];
        }
        uses.at[m] = (cahier_term_use){map->types, term};
    }
    *out = uses;
    return CAHIER_OK;
}

uint32_t cahier_use_of(const cahier_term_uses *uses, const cahier_types *types)
{
    uint32_t u = 0;
    while (uses->at[u].types != types) {
        u++;
        assert(u < uses->count);
    }
    return u;
}

const uint32_t *cahier_terms_of(const cahier_term_uses *uses, const cahier_types *types)
{
    return uses->at[cahier_use_of(uses, types)].term;
}

static cahier_status build(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_background *background, cahier_vocabulary *out, cahier_term_uses *uses, cahier_sparse *counts)
{
    builder b = {.corpus = corpus};
    cahier_vocabulary vocabulary;
    cahier_term_uses kept;
    uint32_t type_count;
    CAHIER_TRY(open_maps(&b, scratch, &type_count));
    CAHIER_TRY(open_candidates(&b.seen, scratch, type_count));
    count_corpus(&b);
    if (b.seen.count == 0) {
        return CAHIER_ERROR_EMPTY;
    }
    CAHIER_TRY(keep_terms(&b, batch, background, &vocabulary));
    CAHIER_TRY(choose_surfaces(&b, scratch, type_count, &vocabulary));
    CAHIER_TRY(keep_uses(&b, batch, &kept));
    CAHIER_TRY(fill_counts(&b, batch, scratch, &vocabulary, counts));
    *out = vocabulary;
    *uses = kept;
    return CAHIER_OK;
}

cahier_status cahier_vocabulary_build(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_background *background, cahier_vocabulary *out, cahier_term_uses *uses, cahier_sparse *counts)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = build(batch, scratch, corpus, background, out, uses, counts);
    cahier_arena_reset(scratch, mark);
    return status;
}
