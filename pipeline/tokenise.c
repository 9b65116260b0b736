/* SPDX-License-Identifier: Apache-2.0 */
#include "tokenise.h"

#include <string.h>

#include "normalise.h"
#include "types.h"

#define PENDING 32u /* pieces looked up together: their cache misses overlap */

/* A piece that waits for its type. */
typedef struct pending {
    cahier_piece piece;
    cahier_spelling key; /* low 0: not looked up by cahier_spelling */
    uint32_t hash;
} pending;

/* What a call to cahier_tokenise holds; `token` grows in scratch, everything else in batch. */
typedef struct tokeniser {
    const cahier_lexicons *lexicons;
    cahier_stemmer *stemmer;
    cahier_types *types;
    cahier_arena *batch, *scratch;
    cahier_text text;
    cahier_token *token;
    uint32_t count, room;
    uint32_t waiting;
    pending pending[PENDING];
} tokeniser;

/* --- repeated letters --- */

/* Writes the word with each run of three letters or more cut to `keep`; true when there was one. */
static bool fold_runs(cahier_text word, uint32_t keep, char *to, uint32_t *out_len)
{
    uint32_t len = 0, run = 0, last = 0, run_start = 0;
    bool folded = false;
    for (uint32_t i = 0; i < word.len;) {
        uint32_t start = i, c = cahier_utf8_next(word.at, &i);
        if (c != last) {
            run = 0;
            run_start = len;
        }
        run++;
        last = c;
        memcpy(to + len, word.at + start, i - start);
        len += i - start;
        if (run >= 3) {
            folded = true;
            len = run_start + keep * (i - start);
        }
    }
    *out_len = len;
    return folded;
}

static bool is_number(cahier_text written)
{
    uint32_t i = 0;
    return (cahier_char_class(cahier_utf8_next(written.at, &i)) & CAHIER_CHAR_DIGIT) != 0;
}

static bool is_roman_numeral(cahier_text written)
{
    for (uint32_t i = 0; i < written.len; i++) {
        if (memchr("IVXLCDM", written.at[i], 7) == NULL) {
            return false;
        }
    }
    return true;
}

/* "trooop" -> "trop", "bonnne" -> "bonne", which the dictionary knows; "grrr", which it knows too, XVIII and 1000 stay.
 * Rewrites `surface` in place. */
static bool fold_repeats(const cahier_lexicons *lexicons, cahier_text written, char *surface, uint32_t *len)
{
    char folded[CAHIER_SURFACE_ROOM];
    uint32_t folded_len = 0;
    cahier_text word = {surface, *len};
    if (!fold_runs(word, 2, folded, &folded_len) || is_number(written) || is_roman_numeral(written) ||
            cahier_lexicons_word(lexicons, word) != CAHIER_NONE) {
        return false;
    }
    if (cahier_lexicons_word(lexicons, (cahier_text){folded, folded_len}) == CAHIER_NONE) {
        (void)fold_runs(word, 1, folded, &folded_len);
    }
    memcpy(surface, folded, folded_len);
    *len = folded_len;
    return true;
}

/* --- tokens --- */

/* Type of a piece whose spelling is new, or is not looked up as written. */
static cahier_status type_of_surface(tokeniser *t, const cahier_piece *piece, uint32_t *out)
{
    char surface[CAHIER_SURFACE_ROOM];
    uint32_t len = cahier_cut_surface(t->text, piece, surface);
    cahier_type seed = {.surface = {surface, len}};
    if (piece->kind == CAHIER_PIECE_WORD &&
            fold_repeats(t->lexicons, cahier_slice(t->text, piece->start, piece->end), surface, &len)) {
        seed.surface.len = len;
        seed.flags = CAHIER_TYPE_REPEATED;
    }
    return cahier_types_make(t->lexicons, t->stemmer, t->types, t->batch, seed, out);
}

/* Masks of the first n bytes of eight. */
static const uint64_t first_bytes[9] = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};

/* The spelling [start, end) of text as a slot's key. */
static cahier_spelling spell(cahier_text text, uint32_t start, uint32_t end)
{
    char copy[CAHIER_SPELLING_MAX] = {0};
    const char *at = text.at + start;
    uint32_t len = end - start;
    if (text.len - start < CAHIER_SPELLING_MAX) {
        memcpy(copy, at, len);
        at = copy;
    }
    uint64_t low = cahier_load64(at), high = cahier_load64(at + 8);
    return (cahier_spelling){low & first_bytes[len < 8 ? len : 8], high & first_bytes[len < 8 ? 0 : len - 8], 0};
}

/* The slot of a spelling, or the free one where it would stand. */
static cahier_spelling *slot_of(const cahier_spellings *table, const cahier_spelling *key, uint32_t hash)
{
    uint32_t i = hash & table->mask;
    while (table->slot[i].low != 0 && (table->slot[i].low != key->low || table->slot[i].high != key->high)) {
        i = (i + 1) & table->mask;
    }
    return &table->slot[i];
}

static uint32_t hash_spelling(const cahier_spelling *key)
{
    return (uint32_t)cahier_mix(key->low, key->high);
}

static cahier_status grow(cahier_arena *batch, cahier_spellings *table)
{
    cahier_spellings grown = {
            CAHIER_NEW(batch, cahier_spelling, 2 * ((size_t)table->mask + 1)), 2 * table->mask + 1, table->count};
    if (grown.slot == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i <= table->mask; i++) {
        const cahier_spelling *old = &table->slot[i];
        if (old->low != 0) {
            *slot_of(&grown, old, hash_spelling(old)) = *old;
        }
    }
    *table = grown;
    return CAHIER_OK;
}

static cahier_status remember(cahier_arena *batch, cahier_spellings *table, const cahier_spelling *key, uint32_t hash)
{
    if (table->count > table->mask / 2) {
        CAHIER_TRY(grow(batch, table));
    }
    *slot_of(table, key, hash) = *key;
    table->count++;
    return CAHIER_OK;
}

static cahier_status type_of_long(tokeniser *t, const cahier_piece *piece, uint32_t *out)
{
    cahier_text written = cahier_slice(t->text, piece->start, piece->end);
    uint32_t hash = cahier_hash(written);
    *out = cahier_intern_find(&t->types->index->written, written, hash);
    if (*out != CAHIER_NONE) {
        return CAHIER_OK;
    }
    CAHIER_TRY(type_of_surface(t, piece, out));
    char *copy = CAHIER_NEW(t->batch, char, written.len);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, written.at, written.len);
    return cahier_intern_put(t->batch, &t->types->index->written, (cahier_text){copy, written.len}, hash, *out);
}

/* Type of a piece that no short spelling gave. */
static cahier_status type_of(tokeniser *t, pending *p, uint32_t *out)
{
    if (p->key.low == 0) {
        return p->piece.kind <= CAHIER_PIECE_INCLUSIVE ? type_of_long(t, &p->piece, out)
                                                       : type_of_surface(t, &p->piece, out);
    }
    CAHIER_TRY(type_of_surface(t, &p->piece, out));
    p->key.type = *out;
    return remember(t->batch, &t->types->index->spelt, &p->key, p->hash);
}

static cahier_status reserve_tokens(tokeniser *t)
{
    if (t->room - t->count >= PENDING) {
        return CAHIER_OK;
    }
    uint32_t room = t->room == 0 ? 8 * PENDING : 2 * t->room;
    cahier_token *grown = CAHIER_GROW(t->scratch, t->token, t->count, room);
    if (grown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    t->token = grown;
    t->room = room;
    return CAHIER_OK;
}

/* Finds the types of the pieces that wait. */
static cahier_status flush(tokeniser *t)
{
    CAHIER_TRY(reserve_tokens(t));
    for (uint32_t k = 0; k < t->waiting; k++) {
        pending *p = &t->pending[k];
        const cahier_spelling *found = slot_of(&t->types->index->spelt, &p->key, p->hash);
        uint32_t type = found->type;
        if (found->low == 0) {
            CAHIER_TRY(type_of(t, p, &type));
        }
        t->token[t->count++] = (cahier_token){p->piece.start, p->piece.end, type};
    }
    t->waiting = 0;
    return CAHIER_OK;
}

static cahier_status add_piece(tokeniser *t, const cahier_piece *piece)
{
    pending *p = &t->pending[t->waiting++];
    bool is_short = piece->kind != CAHIER_PIECE_SPACED && piece->end - piece->start <= CAHIER_SPELLING_MAX;
    p->piece = *piece;
    p->key = is_short ? spell(t->text, piece->start, piece->end) : (cahier_spelling){0, 0, 0};
    p->hash = hash_spelling(&p->key);
    return t->waiting < PENDING ? CAHIER_OK : flush(t);
}

static cahier_status add_range(tokeniser *t, cahier_cutter *cutter, uint32_t start, uint32_t end)
{
    cahier_piece piece;
    cahier_cut_range(cutter, t->lexicons->elisions, t->text, start, end);
    while (cahier_cut_next(cutter, &piece)) {
        CAHIER_TRY(add_piece(t, &piece));
    }
    return CAHIER_OK;
}

/* Cuts the sentence around the redaction marks that stand in it; *r is the first mark not passed yet. */
static cahier_status add_sentence(tokeniser *t, cahier_cutter *cutter, const cahier_redactions *marks, uint32_t *r,
        const cahier_sentence *sentence)
{
    uint32_t start = sentence->start;
    for (; *r < marks->count && marks->at[*r].start < sentence->end; ++*r) {
        uint32_t from = marks->at[*r].start, to = marks->at[*r].end;
        if (from < start || to > sentence->end) {
            continue;
        }
        CAHIER_TRY(add_range(t, cutter, start, from));
        CAHIER_TRY(add_piece(t, &(cahier_piece){from, to, to, CAHIER_PIECE_MARK, false}));
        start = to;
    }
    return add_range(t, cutter, start, sentence->end);
}

cahier_status cahier_tokenise(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_arena *scratch, cahier_document *document)
{
    size_t mark = cahier_arena_mark(scratch);
    tokeniser t; /* `pending` needs no clearing */
    t.lexicons = lexicons;
    t.stemmer = stemmer;
    t.types = types;
    t.batch = batch;
    t.scratch = scratch;
    t.text = document->text;
    t.token = NULL;
    t.count = t.room = t.waiting = 0;
    cahier_cutter cutter;
    uint32_t r = 0;
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        cahier_sentence *sentence = &document->sentences.at[s];
        sentence->first_token = t.count + t.waiting;
        CAHIER_TRY(add_sentence(&t, &cutter, &document->redactions, &r, sentence));
        sentence->token_count = t.count + t.waiting - sentence->first_token;
    }
    CAHIER_TRY(flush(&t));
    cahier_token *tokens = CAHIER_NEW(batch, cahier_token, t.count);
    if (tokens == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (t.count > 0) {
        memcpy(tokens, t.token, (size_t)t.count * sizeof *tokens);
    }
    cahier_arena_reset(scratch, mark);
    document->tokens = (cahier_tokens){tokens, t.count};
    return CAHIER_OK;
}
