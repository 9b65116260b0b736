/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis.h"

#include "dictionary.h"
#include "sketch.h"
#include "text.h"

enum { /* the least bytes of each */
    TYPE_BYTES = 6,
    DOCUMENT_BYTES = 12,
    TOKEN_BYTES = 3,
    SENTENCE_BYTES = 5,
    EVIDENCE_BYTES = 6
};

#define NOTES_ALL ((1u << CAHIER_NOTES) - 1)
#define FLAGS_ALL ((1u << CAHIER_TYPE_FLAGS) - 1)
#define PERCENT_MOST 100000

typedef struct reader {
    cahier_cursor in;
    const cahier_wire_desk *desk;
    cahier_types types;
} reader;

static uint32_t rows(const reader *r, cahier_lexicon_kind kind)
{
    return r->desk->lexicons->file[kind].count;
}

static void read_types(reader *r)
{
    uint32_t count = cahier_unpack_count(&r->in, TYPE_BYTES);
    r->types.at = CAHIER_UNPACK_NEW(&r->in, cahier_type, count);
    r->types.count = r->types.at != NULL ? count : 0;
    for (uint32_t i = 0; i < r->types.count && cahier_unpack_ok(&r->in); i++) {
        cahier_type *type = &r->types.at[i];
        type->surface = cahier_unpack_text(&r->in);
        type->stem = cahier_unpack_text(&r->in);
        type->word = cahier_unpack_index(&r->in, r->desk->lexicons->dictionary->count);
        type->polarity = cahier_unpack_index(&r->in, rows(r, CAHIER_LEXICON_POLARITY));
        type->flags = cahier_unpack_uint(&r->in, FLAGS_ALL);
        cahier_lexicons_place(r->desk->lexicons, type);
        if (type->surface.len == 0) {
            cahier_unpack_refuse(&r->in, "a word without letters");
        }
    }
}

static void read_tokens(reader *r, cahier_document *document)
{
    cahier_tokens *to = &document->tokens;
    uint32_t last = 0, count = cahier_unpack_count(&r->in, TOKEN_BYTES);
    to->at = CAHIER_UNPACK_NEW(&r->in, cahier_token, count);
    to->count = to->at != NULL ? count : 0;
    for (uint32_t t = 0; t < to->count && cahier_unpack_ok(&r->in); t++) {
        cahier_token *token = &to->at[t];
        cahier_unpack_span(&r->in, document->text, last, &token->start, &token->end);
        token->type = cahier_unpack_uint(&r->in, UINT32_MAX);
        last = token->end;
        if (token->type >= r->types.count || token->end == token->start) {
            cahier_unpack_refuse(&r->in, "a token without word");
        }
    }
}

/* Its tokens stand inside it: who walks a sentence by tokens stays in its bytes. */
static bool holds_its_tokens(const cahier_sentence *sentence, const cahier_token *token)
{
    return sentence->token_count == 0 ||
           (token[sentence->first_token].start >= sentence->start &&
                   token[sentence->first_token + sentence->token_count - 1].end <= sentence->end);
}

static void read_sentences(reader *r, cahier_document *document)
{
    cahier_sentences *to = &document->sentences;
    uint32_t last = 0, token = 0, count = cahier_unpack_count(&r->in, SENTENCE_BYTES);
    to->at = CAHIER_UNPACK_NEW(&r->in, cahier_sentence, count);
    to->count = to->at != NULL ? count : 0;
    for (uint32_t s = 0; s < to->count && cahier_unpack_ok(&r->in); s++) {
        cahier_sentence *sentence = &to->at[s];
        cahier_unpack_span(&r->in, document->text, last, &sentence->start, &sentence->end);
        sentence->first_token = token + cahier_unpack_uint(&r->in, document->tokens.count - token);
        sentence->token_count = cahier_unpack_uint(&r->in, document->tokens.count - sentence->first_token);
        sentence->polarity_milli = cahier_unpack_int(&r->in, -1000, 1000);
        last = sentence->end;
        token = sentence->first_token + sentence->token_count;
        if (sentence->end == sentence->start || !holds_its_tokens(sentence, document->tokens.at)) {
            cahier_unpack_refuse(&r->in, "a sentence that is not where its words are");
        }
    }
}

static void read_evidence(reader *r, cahier_text text, uint32_t last, cahier_evidence *to)
{
    cahier_unpack_span(&r->in, text, last, &to->start, &to->end);
    to->entry = cahier_unpack_uint(&r->in, UINT32_MAX);
    to->weight_milli = cahier_unpack_int(&r->in, INT32_MIN, INT32_MAX);
    to->value_milli = cahier_unpack_int(&r->in, INT32_MIN, INT32_MAX);
    to->rule_count = cahier_unpack_uint(&r->in, CAHIER_RULE_HITS);
    for (uint32_t i = 0; i < to->rule_count; i++) {
        cahier_rule_hit *hit = &to->rule[i];
        hit->rule = (cahier_rule)cahier_unpack_uint(&r->in, CAHIER_RULES - 1);
        hit->factor_percent = cahier_unpack_int(&r->in, -PERCENT_MOST, PERCENT_MOST);
        cahier_unpack_span(&r->in, text, 0, &hit->start, &hit->end);
    }
    if (to->entry >= rows(r, CAHIER_LEXICON_POLARITY)) {
        cahier_unpack_refuse(&r->in, "evidence that the lexicons do not hold");
    }
}

static void read_polarity(reader *r, cahier_document *document)
{
    cahier_polarity *to = &document->polarity;
    to->score_milli = cahier_unpack_int(&r->in, -1000, 1000);
    to->label = (cahier_polarity_label)cahier_unpack_uint(&r->in, CAHIER_POLARITY_LABELS - 1);
    to->words = cahier_unpack_uint(&r->in, document->tokens.count);
    uint32_t last = 0, count = cahier_unpack_count(&r->in, EVIDENCE_BYTES);
    to->at = CAHIER_UNPACK_NEW(&r->in, cahier_evidence, count);
    to->count = to->at != NULL ? count : 0;
    for (uint32_t i = 0; i < to->count && cahier_unpack_ok(&r->in); i++) {
        read_evidence(r, document->text, last, &to->at[i]);
        last = to->at[i].start;
    }
}

static void read_stance(reader *r, cahier_text text, cahier_stance *to)
{
    to->label = (cahier_stance_label)cahier_unpack_uint(&r->in, CAHIER_STANCES - 1);
    cahier_unpack_span(&r->in, text, 0, &to->start, &to->end);
    to->entry = cahier_unpack_index(&r->in, rows(r, CAHIER_LEXICON_STANCE));
}

static void read_stances(reader *r, cahier_document *document)
{
    read_stance(r, document->text, &document->stance);
    document->stance_also_count = cahier_unpack_uint(&r->in, CAHIER_STANCES_ALSO);
    for (uint32_t i = 0; i < document->stance_also_count; i++) {
        read_stance(r, document->text, &document->stance_also[i]);
    }
}

/* A text on which the analysis stops was analysed as if it were empty: its place stays, empty. */
static void take_text(const cahier_cleaned *cleaned, cahier_document *to)
{
    bool aside = (to->notes & CAHIER_NOTE_SET_ASIDE) != 0;
    to->text = aside ? (cahier_text){NULL, 0} : cleaned->text;
    to->title_len = aside ? 0 : cleaned->title_len;
    to->redactions = aside ? (cahier_redactions){NULL, 0} : cleaned->redactions;
}

static void read_document(reader *r, const cahier_cleaned *cleaned, cahier_document *to)
{
    to->notes = cahier_unpack_uint(&r->in, NOTES_ALL);
    take_text(cleaned, to);
    read_tokens(r, to);
    read_sentences(r, to);
    read_polarity(r, to);
    read_stances(r, to);
    if (cahier_unpack_ok(&r->in) && cahier_sketch_document(r->in.arena, r->desk->scratch, to) != CAHIER_OK) {
        cahier_unpack_no_memory(&r->in);
    }
}

static void read_documents(reader *r, const cahier_wire_chunk *chunk, cahier_chunk *out)
{
    out->at = CAHIER_UNPACK_NEW(&r->in, cahier_document, chunk->count);
    for (uint32_t d = 0; d < chunk->count && cahier_unpack_ok(&r->in); d++) {
        read_document(r, &chunk->cleaned[d], &out->at[d]);
    }
}

cahier_status cahier_wire_read_analysis(const cahier_wire_desk *desk, cahier_text blob, const cahier_wire_chunk *chunk,
        cahier_chunk *out, cahier_error *error)
{
    cahier_wire_title title;
    reader r = {.desk = desk};
    CAHIER_TRY(cahier_wire_open(desk->batch, blob, CAHIER_WIRE_ANALYSIS, &title, &r.in, error));
    if (title.count != chunk->count || !cahier_text_equal(title.name, chunk->name) ||
            (uint64_t)title.count * DOCUMENT_BYTES > r.in.len) {
        cahier_unpack_refuse(&r.in, "not the analysis of this chunk");
    }
    cahier_chunk result = {.count = chunk->count};
    read_types(&r);
    read_documents(&r, chunk, &result);
    cahier_types *types = CAHIER_UNPACK_NEW(&r.in, cahier_types, 1);
    CAHIER_TRY(cahier_wire_close(&r.in, error));
    *types = r.types;
    result.types = types;
    *out = result;
    return CAHIER_OK;
}
