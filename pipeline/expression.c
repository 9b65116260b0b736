/* SPDX-License-Identifier: Apache-2.0 */
#include "expression.h"

#include "phrase.h"
#include "tokenise.h"

enum {
    COLUMN_FORM,
    COLUMN_CLASS
};

typedef struct match {
    uint32_t last;  /* token */
    uint32_t entry; /* row of expressions.tsv, or CAHIER_NONE */
} match;

static match longest(const cahier_lexicons *lexicons, const cahier_types *types, const cahier_document *document,
        uint32_t first, uint32_t end)
{
    match best = {.entry = CAHIER_NONE};
    uint32_t node = 0;
    for (uint32_t t = first; t < end; t++) {
        const cahier_type *type = &types->at[document->tokens.at[t].type];
        node = cahier_lexicons_pass(lexicons, node, type, CAHIER_KIND(CAHIER_LEXICON_EXPRESSIONS));
        if (node == CAHIER_NONE) {
            break;
        }
        uint32_t cue = cahier_lexicons_cue_of(lexicons, node, CAHIER_LEXICON_EXPRESSIONS);
        if (cue != CAHIER_NONE) {
            best = (match){t, lexicons->cue[cue].entry};
        }
    }
    return best;
}

static bool is_term(const cahier_lexicons *lexicons, uint32_t entry)
{
    cahier_text class = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_EXPRESSIONS], entry, COLUMN_CLASS);
    return class.len == 4; /* "term"; the other is "function" */
}

/* Some word of it would be dropped as a stop word, though here it carries the meaning. */
static bool needs_list(const cahier_types *types, const cahier_document *document, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t <= last; t++) {
        const cahier_type *type = &types->at[document->tokens.at[t].type];
        if ((type->flags & CAHIER_TYPE_STOP) != 0 && !cahier_is_link(type)) {
            return true;
        }
    }
    return false;
}

static cahier_status silence(
        cahier_types *types, cahier_arena *batch, cahier_document *document, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t <= last; t++) {
        uint32_t *type = &document->tokens.at[t].type;
        if (types->at[*type].stem.len > 0) {
            CAHIER_TRY(cahier_types_without_stem(types, batch, *type, type));
        }
    }
    return CAHIER_OK;
}

static cahier_status mark(const cahier_lexicons *lexicons, cahier_types *types, cahier_arena *batch,
        cahier_document *document, uint32_t first, match found)
{
    if (!is_term(lexicons, found.entry)) {
        return silence(types, batch, document, first, found.last);
    }
    if (!needs_list(types, document, first, found.last)) {
        return CAHIER_OK;
    }
    cahier_text form = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_EXPRESSIONS], found.entry, COLUMN_FORM);
    CAHIER_TRY(silence(types, batch, document, first, found.last));
    return cahier_types_expression(types, batch, form, form, &document->tokens.at[first].type);
}

cahier_status cahier_mark_expressions(
        const cahier_lexicons *lexicons, cahier_types *types, cahier_arena *batch, cahier_document *document)
{
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        uint32_t end = sentence->first_token + sentence->token_count;
        for (uint32_t t = sentence->first_token; t < end; t++) {
            match found = longest(lexicons, types, document, t, end);
            if (found.entry != CAHIER_NONE) {
                CAHIER_TRY(mark(lexicons, types, batch, document, t, found));
                t = found.last;
            }
        }
    }
    return CAHIER_OK;
}
