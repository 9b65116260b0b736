/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis.h"
#include "pack.h"

/* Which types a chunk uses: a small part of a table that has grown over all the chunks of an analyser. */
typedef struct used {
    uint32_t *number; /* a type of the table: its number on the wire, or CAHIER_NONE */
    uint32_t *type;   /* the inverse, in order of first use */
    uint32_t count;
} used;

static cahier_status number_types(cahier_arena *scratch, const cahier_chunk *chunk, used *out)
{
    used u = {.number = CAHIER_NEW(scratch, uint32_t, chunk->types->count),
            .type = CAHIER_NEW(scratch, uint32_t, chunk->types->count)};
    if (u.number == NULL || u.type == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < chunk->types->count; i++) {
        u.number[i] = CAHIER_NONE;
    }
    for (uint32_t d = 0; d < chunk->count; d++) {
        const cahier_tokens *tokens = &chunk->at[d].tokens;
        for (uint32_t t = 0; t < tokens->count; t++) {
            uint32_t type = tokens->at[t].type;
            if (u.number[type] == CAHIER_NONE) {
                u.type[u.count] = type;
                u.number[type] = u.count++;
            }
        }
    }
    *out = u;
    return CAHIER_OK;
}

static void pack_types(cahier_out *out, const cahier_types *types, const used *u)
{
    cahier_pack_uint(out, u->count);
    for (uint32_t i = 0; i < u->count; i++) {
        const cahier_type *type = &types->at[u->type[i]];
        cahier_pack_text(out, type->surface);
        cahier_pack_text(out, type->stem);
        cahier_pack_index(out, type->word);
        cahier_pack_index(out, type->polarity);
        cahier_pack_uint(out, type->flags);
    }
}

static void pack_tokens(cahier_out *out, const cahier_tokens *tokens, const used *u)
{
    uint32_t last = 0;
    cahier_pack_uint(out, tokens->count);
    for (uint32_t t = 0; t < tokens->count; t++) {
        const cahier_token *token = &tokens->at[t];
        cahier_pack_span(out, last, token->start, token->end);
        cahier_pack_uint(out, u->number[token->type]);
        last = token->end;
    }
}

static void pack_sentences(cahier_out *out, const cahier_sentences *sentences)
{
    uint32_t last = 0, token = 0;
    cahier_pack_uint(out, sentences->count);
    for (uint32_t s = 0; s < sentences->count; s++) {
        const cahier_sentence *sentence = &sentences->at[s];
        cahier_pack_span(out, last, sentence->start, sentence->end);
        cahier_pack_span(out, token, sentence->first_token, sentence->first_token + sentence->token_count);
        cahier_pack_int(out, sentence->polarity_milli);
        last = sentence->end;
        token = sentence->first_token + sentence->token_count;
    }
}

static void pack_evidence(cahier_out *out, const cahier_evidence *evidence, uint32_t last)
{
    cahier_pack_span(out, last, evidence->start, evidence->end);
    cahier_pack_uint(out, evidence->entry);
    cahier_pack_int(out, evidence->weight_milli);
    cahier_pack_int(out, evidence->value_milli);
    cahier_pack_uint(out, evidence->rule_count);
    for (uint32_t r = 0; r < evidence->rule_count; r++) {
        const cahier_rule_hit *hit = &evidence->rule[r];
        cahier_pack_uint(out, hit->rule);
        cahier_pack_int(out, hit->factor_percent);
        cahier_pack_span(out, 0, hit->start, hit->end);
    }
}

static void pack_polarity(cahier_out *out, const cahier_polarity *polarity)
{
    uint32_t last = 0;
    cahier_pack_int(out, polarity->score_milli);
    cahier_pack_uint(out, polarity->label);
    cahier_pack_uint(out, polarity->words);
    cahier_pack_uint(out, polarity->count);
    for (uint32_t i = 0; i < polarity->count; i++) {
        pack_evidence(out, &polarity->at[i], last);
        last = polarity->at[i].start;
    }
}

static void pack_stance(cahier_out *out, const cahier_stance *stance)
{
    cahier_pack_uint(out, stance->label);
    cahier_pack_span(out, 0, stance->start, stance->end);
    cahier_pack_index(out, stance->entry);
}

static void pack_document(cahier_out *out, const cahier_document *document, const used *u)
{
    cahier_pack_uint(out, document->notes);
    pack_tokens(out, &document->tokens, u);
    pack_sentences(out, &document->sentences);
    pack_polarity(out, &document->polarity);
    pack_stance(out, &document->stance);
    cahier_pack_uint(out, document->stance_also_count);
    for (uint32_t i = 0; i < document->stance_also_count; i++) {
        pack_stance(out, &document->stance_also[i]);
    }
}

cahier_status cahier_wire_write_analysis(
        cahier_arena *scratch, cahier_text name, const cahier_chunk *chunk, cahier_out *out)
{
    size_t mark = cahier_arena_mark(scratch);
    used u;
    cahier_status status = number_types(scratch, chunk, &u);
    if (status == CAHIER_OK) {
        cahier_wire_begin(out);
        pack_types(out, chunk->types, &u);
        for (uint32_t d = 0; d < chunk->count; d++) {
            pack_document(out, &chunk->at[d], &u);
        }
        status = cahier_wire_end(out, &(cahier_wire_title){CAHIER_WIRE_ANALYSIS, name, chunk->count});
    }
    cahier_arena_reset(scratch, mark);
    return status;
}
