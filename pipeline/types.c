/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of each distinct surface of a chunk: described once, when it first appears. */
#include "types.h"

#include <assert.h>
#include <string.h>

#include "normalise.h"
#include "verb.h"

#define FIRST_TYPES 1024u /* about what 200 contributions hold */

cahier_status cahier_types_new(cahier_arena *batch, cahier_types **out)
{
    cahier_types *types = CAHIER_NEW(batch, cahier_types, 1);
    struct cahier_type_index *index = CAHIER_NEW(batch, struct cahier_type_index, 1);
    cahier_type *at = CAHIER_NEW(batch, cahier_type, FIRST_TYPES);
    cahier_spelling *slot = CAHIER_NEW(batch, cahier_spelling, CAHIER_FIRST_SPELLINGS);
    if (types == NULL || index == NULL || at == NULL || slot == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    index->spelt = (cahier_spellings){slot, CAHIER_FIRST_SPELLINGS - 1, 0};
    index->room = FIRST_TYPES;
    *types = (cahier_types){at, 0, index};
    *out = types;
    return CAHIER_OK;
}

/* --- what is known of a surface --- */

static bool has_letter(cahier_text surface)
{
    for (uint32_t i = 0; i < surface.len;) {
        if ((cahier_char_class(cahier_utf8_next(surface.at, &i)) & CAHIER_CHAR_LETTER) != 0) {
            return true;
        }
    }
    return false;
}

/* "mairie.fr", "https://…", "@mairie": no word and no number holds these. */
static bool is_address(cahier_text surface)
{
    return (surface.at[0] == '@' && surface.len > 1) || memchr(surface.at, '.', surface.len) != NULL ||
           (surface.len > 3 && memchr(surface.at, ':', surface.len) != NULL);
}

/* The flags that the characters of a surface decide. */
static uint32_t shape_flags(cahier_text surface)
{
    uint32_t i = 0, class = cahier_char_class(cahier_utf8_next(surface.at, &i));
    if ((class & CAHIER_CHAR_DIGIT) != 0) {
        return CAHIER_TYPE_NUMBER | (has_letter(surface) ? CAHIER_TYPE_WORD : 0u);
    }
    if ((class & (CAHIER_CHAR_EMOJI | CAHIER_CHAR_JOINER)) != 0) {
        return CAHIER_TYPE_EMOJI;
    }
    if (surface.at[0] == '[' && surface.len > 2) {
        return CAHIER_TYPE_MARK;
    }
    if ((class & CAHIER_CHAR_LETTER) == 0 && surface.at[0] != '-' && surface.at[0] != '@') {
        return CAHIER_TYPE_PUNCTUATION;
    }
    if (surface.len == i && (class & CAHIER_CHAR_LETTER) == 0) {
        return CAHIER_TYPE_PUNCTUATION;
    }
    if (is_address(surface)) {
        return CAHIER_TYPE_URL;
    }
    bool elided = surface.len > 1 && surface.at[surface.len - 1] == '\'';
    return CAHIER_TYPE_WORD | (elided ? CAHIER_TYPE_ELISION : 0u) | cahier_verb_mood(surface);
}

static bool is_single_letter(cahier_text surface)
{
    uint32_t i = 0;
    (void)cahier_utf8_next(surface.at, &i);
    return i == surface.len;
}

static bool is_stop(const cahier_lexicons *lexicons, const cahier_type *type)
{
    return (type->flags & CAHIER_TYPE_ELISION) != 0 || type->surface.at[0] == '-' ||
           (type->word != CAHIER_NONE &&
                   cahier_lexicons_find(lexicons, CAHIER_LEXICON_STOPWORDS, type->word) != CAHIER_NONE);
}

static void fill_polarity(const cahier_lexicons *lexicons, cahier_type *type, cahier_text stem)
{
    if (cahier_lexicons_is_identity(lexicons, type->word, stem)) {
        return;
    }
    if (type->word != CAHIER_NONE) {
        type->polarity = cahier_lexicons_find(lexicons, CAHIER_LEXICON_POLARITY, type->word);
    }
    bool by_stem = type->polarity == CAHIER_NONE && (type->flags & CAHIER_TYPE_STOP) == 0 && stem.len > 0;
    if (by_stem) {
        type->polarity = cahier_lexicons_polar_stem(lexicons, stem);
    }
}

static cahier_status describe(
        const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_arena *batch, cahier_type *type)
{
    type->flags |= shape_flags(type->surface);
    type->polarity = CAHIER_NONE;
    type->word = cahier_lexicons_word(lexicons, type->surface);
    cahier_text stem = {NULL, 0};
    if ((type->flags & CAHIER_TYPE_WORD) != 0) {
        type->flags |= is_stop(lexicons, type) ? CAHIER_TYPE_STOP : 0u;
        if (!is_single_letter(type->surface) && (type->flags & CAHIER_TYPE_ELISION) == 0) {
            CAHIER_TRY(cahier_stem(batch, stemmer, lexicons, type->surface, &stem));
        }
    }
    fill_polarity(lexicons, type, stem); /* 10/10 and :( have one too */
    cahier_lexicons_place(lexicons, type);
    if ((type->flags & CAHIER_TYPE_STOP) == 0) {
        type->stem = stem;
    }
    return CAHIER_OK;
}

/* --- types --- */

static cahier_status add_type(cahier_types *types, cahier_arena *batch, cahier_type type, uint32_t *out)
{
    struct cahier_type_index *index = types->index;
    if (types->count == index->room) {
        cahier_type *grown = CAHIER_GROW(batch, types->at, types->count, 2 * (size_t)index->room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        types->at = grown;
        index->room *= 2;
    }
    types->at[types->count] = type;
    *out = types->count;
    return CAHIER_OK;
}

static cahier_status new_type(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_type seed, uint32_t *out)
{
    struct cahier_type_index *index = types->index;
    cahier_intern *table = (seed.flags & CAHIER_TYPE_REPEATED) != 0 ? &index->repeated : &index->surface;
    cahier_type type = seed;
    char *at = CAHIER_NEW(batch, char, seed.surface.len);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(at, seed.surface.at, seed.surface.len);
    type.surface.at = at;
    CAHIER_TRY(describe(lexicons, stemmer, batch, &type));
    CAHIER_TRY(add_type(types, batch, type, out));
    CAHIER_TRY(cahier_intern_put(batch, table, type.surface, cahier_hash(type.surface), *out));
    types->count++;
    return CAHIER_OK;
}

cahier_status cahier_types_without_stem(cahier_types *types, cahier_arena *batch, uint32_t type, uint32_t *out)
{
    cahier_text key = types->at[type].surface;
    *out = cahier_intern_find(&types->index->silent, key, cahier_hash(key));
    if (*out != CAHIER_NONE) {
        return CAHIER_OK;
    }
    cahier_type silent = types->at[type];
    silent.stem = (cahier_text){NULL, 0};
    CAHIER_TRY(add_type(types, batch, silent, out));
    CAHIER_TRY(cahier_intern_put(batch, &types->index->silent, key, cahier_hash(key), *out));
    types->count++;
    return CAHIER_OK;
}

cahier_status cahier_types_expression(
        cahier_types *types, cahier_arena *batch, cahier_text form, cahier_text stem, uint32_t *out)
{
    *out = cahier_intern_find(&types->index->expression, form, cahier_hash(form));
    if (*out != CAHIER_NONE) {
        return CAHIER_OK;
    }
    cahier_type type = {
            .surface = form, .stem = stem, .word = CAHIER_NONE, .polarity = CAHIER_NONE, .flags = CAHIER_TYPE_WORD};
    CAHIER_TRY(add_type(types, batch, type, out));
    CAHIER_TRY(cahier_intern_put(batch, &types->index->expression, form, cahier_hash(form), *out));
    types->count++;
    return CAHIER_OK;
}

cahier_status cahier_types_make(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_type seed, uint32_t *out)
{
    cahier_intern *table = (seed.flags & CAHIER_TYPE_REPEATED) != 0 ? &types->index->repeated : &types->index->surface;
    uint32_t found = cahier_intern_find(table, seed.surface, cahier_hash(seed.surface));
    if (found != CAHIER_NONE) {
        *out = found;
        return CAHIER_OK;
    }
    return new_type(lexicons, stemmer, types, batch, seed, out);
}

cahier_status cahier_types_intern(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_text surface, uint32_t *out)
{
    assert(surface.len > 0);
    return cahier_types_make(lexicons, stemmer, types, batch, (cahier_type){.surface = surface}, out);
}
