/* SPDX-License-Identifier: Apache-2.0 */
#include "concordance.h"

#include <string.h>

#include "normalise.h"
#include "text.h"

typedef struct query {
    const cahier_type *word[CAHIER_CONCORDANCE_WORDS];
    uint32_t count;
} query;

typedef struct search {
    const cahier_edition *edition;
    query query;
    const cahier_types *types; /* those that `rank` was computed for */
    uint8_t *rank;             /* of each type: bit w, it is word w of the query */
    uint32_t room;
    cahier_arena *arena, *scratch;
    cahier_concordance_found *out;
} search;

/* --- the words -------------------------------------------------------------------------------------------------------------- */

static bool is_word(const cahier_type *type)
{
    return (type->flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER | CAHIER_TYPE_MARK)) != 0;
}

/* Read as a text would be, but nothing is hidden: a name may be looked for in texts where it is not hidden either. Stages give
 * scratch back: what they leave is in the other arena. */
static cahier_status read_query(search *s, cahier_text words)
{
    static const cahier_options options = {.top = 1};
    cahier_analyser analyser;
    cahier_cleaned cleaned = {.notes = 0};
    cahier_chunk chunk;
    CAHIER_TRY(cahier_normalise(s->arena, s->scratch, words, &cleaned.text, &cleaned.notes));
    CAHIER_TRY(cahier_analyser_open(s->edition->prepared->lexicons, &options, s->arena, s->scratch, &analyser));
    cahier_status status = cahier_analyse_cleaned(&analyser, &cleaned, 1, &chunk);
    cahier_analyser_close(&analyser);
    CAHIER_TRY(status);
    for (uint32_t t = 0; t < chunk.at[0].tokens.count && s->query.count < CAHIER_CONCORDANCE_WORDS; t++) {
        const cahier_type *type = &chunk.types->at[chunk.at[0].tokens.at[t].type];
        if (is_word(type)) {
            s->query.word[s->query.count++] = type;
        }
    }
    return CAHIER_OK;
}

static bool is_same(const cahier_type *a, const cahier_type *b)
{
    return a->stem.len > 0 && b->stem.len > 0 ? cahier_text_equal(a->stem, b->stem)
                                              : cahier_text_equal(a->surface, b->surface);
}

static cahier_status rank_types(search *s, const cahier_types *types)
{
    if (types == s->types) {
        return CAHIER_OK;
    }
    if (types->count > s->room) {
        s->rank = CAHIER_NEW(s->scratch, uint8_t, types->count);
        s->room = types->count;
        if (s->rank == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    for (uint32_t t = 0; t < types->count; t++) {
        s->rank[t] = 0;
        for (uint32_t w = 0; w < s->query.count; w++) {
            s->rank[t] |= (uint8_t)(is_same(&types->at[t], s->query.word[w]) ? 1u << w : 0);
        }
    }
    s->types = types;
    return CAHIER_OK;
}

/* --- the texts -------------------------------------------------------------------------------------------------------------- */

/* The last token of the words that start at token i, or CAHIER_NONE. */
static uint32_t match(const search *s, const cahier_document *document, uint32_t i, uint32_t end)
{
    const cahier_token *token = document->tokens.at;
    if ((s->rank[token[i].type] & 1u) == 0) {
        return CAHIER_NONE;
    }
    for (uint32_t w = 1; w < s->query.count; w++) {
        uint32_t most = i + 1 + CAHIER_CONCORDANCE_GAP;
        for (i++; i < end && i < most && (s->rank[token[i].type] >> w & 1u) == 0 &&
                  s->types->at[token[i].type].stem.len == 0;) {
            i++;
        }
        if (i >= end || (s->rank[token[i].type] >> w & 1u) == 0) {
            return CAHIER_NONE;
        }
    }
    return i;
}

static void search_document(search *s, uint32_t d)
{
    const cahier_document *document = s->edition->input->result->corpus.analysed[d];
    uint32_t before = s->out->total;
    for (uint32_t n = 0; n < document->sentences.count; n++) {
        const cahier_sentence *sentence = &document->sentences.at[n];
        uint32_t end = sentence->first_token + sentence->token_count;
        for (uint32_t i = sentence->first_token; i < end; i++) {
            uint32_t last = match(s, document, i, end);
            if (last == CAHIER_NONE) {
                continue;
            }
            if (s->out->count < CAHIER_CONCORDANCE_MOST) {
                s->out->at[s->out->count++] =
                        (cahier_concordance){d, document->tokens.at[i].start, document->tokens.at[last].end};
            }
            s->out->total++;
            i = last;
        }
    }
    s->out->documents += s->out->total > before;
}

static cahier_status search_all(search *s, uint32_t theme, cahier_text words)
{
    const cahier_result *result = s->edition->input->result;
    CAHIER_TRY(read_query(s, words));
    for (uint32_t d = 0; d < result->corpus.count && s->query.count > 0; d++) {
        const cahier_assignments *a = &result->assignments[d];
        if (theme == CAHIER_NONE || (a->count > 0 && a->at[0].theme == theme)) {
            CAHIER_TRY(rank_types(s, result->corpus.types[d]));
            search_document(s, d);
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_concordance_find(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        uint32_t theme, cahier_text words, cahier_concordance_found *out)
{
    size_t mark = cahier_arena_mark(scratch);
    search s = {.edition = edition, .arena = arena, .scratch = scratch, .out = out};
    *out = (cahier_concordance_found){.at = CAHIER_NEW(arena, cahier_concordance, CAHIER_CONCORDANCE_MOST)};
    cahier_status status = out->at != NULL ? search_all(&s, theme, words) : CAHIER_ERROR_NOMEM;
    cahier_arena_reset(scratch, mark);
    return status;
}
