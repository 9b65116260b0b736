/* SPDX-License-Identifier: Apache-2.0 */
#include "stem.h"

#include <assert.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "normalise.h"

struct cahier_stemmer {
    struct sb_stemmer *french;
};

cahier_status cahier_stemmer_open(cahier_stemmer **out)
{
    cahier_stemmer *stemmer = malloc(sizeof *stemmer);
    if (stemmer == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    stemmer->french = sb_stemmer_new("french", "UTF_8");
    if (stemmer->french == NULL) {
        free(stemmer);
        return CAHIER_ERROR_NOMEM;
    }
    *out = stemmer;
    return CAHIER_OK;
}

void cahier_stemmer_close(cahier_stemmer *stemmer)
{
    sb_stemmer_delete(stemmer->french);
    free(stemmer);
}

static uint32_t count_letters(cahier_text word)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < word.len; count++) {
        (void)cahier_utf8_next(word.at, &i);
    }
    return count;
}

/* Snowball of one part of a word, without accents, at `to`; its length. */
static cahier_status stem_part(cahier_stemmer *stemmer, cahier_text part, char *to, uint32_t *len)
{
    cahier_text stem = part;
    bool number = part.at[0] >= '0' && part.at[0] <= '9'; /* "2ème", "20h30" */
    if (!number && part.len <= CAHIER_STEM_MAX && count_letters(part) > 2) {
        const sb_symbol *at = sb_stemmer_stem(stemmer->french, (const sb_symbol *)part.at, (int)part.len);
        if (at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        stem = (cahier_text){(const char *)at, (uint32_t)sb_stemmer_length(stemmer->french)};
    }
    *len = cahier_fold_bare(stem.len > 0 ? stem : part, to);
    return CAHIER_OK;
}

/* Parts of a word with hyphens are stemmed each: "centres-villes" meets "centre-ville". */
static cahier_status stem_parts(cahier_stemmer *stemmer, cahier_text word, char *to, uint32_t *out_len)
{
    uint32_t len = 0, start = 0;
    for (uint32_t i = 0; i <= word.len; i++) {
        if (i < word.len && word.at[i] != '-') {
            continue;
        }
        uint32_t part_len = 0;
        if (i > start) {
            CAHIER_TRY(stem_part(stemmer, cahier_slice(word, start, i), to + len, &part_len));
        }
        len += part_len;
        if (i < word.len) {
            to[len++] = '-';
        }
        start = i + 1;
    }
    *out_len = len;
    return CAHIER_OK;
}

cahier_status cahier_stem(cahier_arena *arena, cahier_stemmer *stemmer, const cahier_lexicons *lexicons,
        cahier_text surface, cahier_text *out)
{
    assert(surface.len > 0);
    cahier_text word = surface, override = {NULL, 0};
    if (lexicons != NULL) {
        uint32_t known = cahier_lexicons_word(lexicons, surface);
        if (known != CAHIER_NONE) {
            word = cahier_lexicons_surface(lexicons, known);
            override = cahier_lexicons_stem(lexicons, known);
        }
    }
    cahier_text source = override.len > 0 ? override : word;
    char *to = CAHIER_NEW(arena, char, CAHIER_FOLD_BOUND(source.len));
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = 0;
    if (override.len > 0) {
        len = cahier_fold_bare(override, to);
    } else {
        CAHIER_TRY(stem_parts(stemmer, word, to, &len));
    }
    *out = (cahier_text){to, len};
    return CAHIER_OK;
}
