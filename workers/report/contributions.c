/* SPDX-License-Identifier: Apache-2.0 */
/* contributions.c -- contributions.jsonl: one object a document, in input order, written without a tree in between. */
#include <stdlib.h>

#include "files.h"
#include "continuity.h"
#include "guidance.h"

typedef struct writer {
    cahier_out *out;
    const cahier_report_input *input;
    const cahier_result *result;
    /* What a term adds to each document that has it, `,{"term":"…","surface":"…","weight":`, escaped once and for all.
     * */
    cahier_out fragments;
    size_t *fragment; /* V + 1 offsets */
    uint32_t passage; /* the first of those that are not written */
} writer;

static void prepare_terms(writer *w)
{
    const cahier_vocabulary *vocabulary = &w->result->vocabulary;
    w->fragment = cahier_report_alloc(NULL, (size_t)vocabulary->count + 1, sizeof *w->fragment);
    cahier_out_open_memory(&w->fragments);
    for (uint32_t j = 0; j < vocabulary->count; j++) {
        w->fragment[j] = w->fragments.len;
        cahier_put(&w->fragments, ",{\"term\":");
        cahier_put_json(&w->fragments, vocabulary->at[j].key);
        cahier_put(&w->fragments, ",\"surface\":");
        cahier_put_json(&w->fragments, vocabulary->at[j].surface);
        cahier_put(&w->fragments, ",\"weight\":");
    }
    w->fragment[vocabulary->count] = w->fragments.len;
}

/* ,"name": as one literal: five hundred megabytes are written of these. */
#define KEY(name) ",\"" name "\":"

static void put_string(cahier_out *out, const char *key, const char *value)
{
    cahier_put(out, key);
    cahier_put_json(out, cahier_string(value));
}

static void put_number(cahier_out *out, const char *key, uint32_t value)
{
    cahier_put(out, key);
    cahier_put_uint(out, value);
}

static void put_thousandths(cahier_out *out, const char *key, int32_t milli)
{
    cahier_put(out, key);
    cahier_put_milli(out, milli, '.');
}

static void put_text_or_null(cahier_out *out, const char *key, cahier_text text)
{
    cahier_put(out, key);
    if (text.len == 0) {
        cahier_put(out, "null");
    } else {
        cahier_put_json(out, text);
    }
}

static void put_date(cahier_out *out, int32_t date)
{
    cahier_put(out, KEY("date"));
    if (date == 0) {
        cahier_put(out, "null");
        return;
    }
    cahier_put(out, "\"");
    cahier_put_iso_date(out, date);
    cahier_put(out, "\"");
}

/* {"âge":"60+"}: only what is known. */
static void put_named(
        cahier_out *out, const char *key, const cahier_text *names, const cahier_text *values, uint32_t count)
{
    bool first = true;
    cahier_put(out, key);
    cahier_put(out, "{");
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].len > 0) {
            cahier_put(out, first ? "" : ",");
            cahier_put_json(out, names[i]);
            cahier_put(out, ":");
            cahier_put_json(out, values[i]);
            first = false;
        }
    }
    cahier_put(out, "}");
}

static void put_origin(writer *w, uint32_t d)
{
    const cahier_corpus *corpus = &w->result->corpus;
    const cahier_contribution *received = &corpus->received[d];
    char person[CAHIER_PERSON_KEY_MAX];
    cahier_person_key(w->input, received->person, person);
    cahier_put(w->out, "{\"id\":");
    cahier_put_json(w->out, received->id);
    if (w->input->file_count > 1) {
        cahier_put(w->out, KEY("file"));
        cahier_put_json(w->out, w->input->files[received->file].name);
    }
    put_number(w->out, KEY("row"), received->row);
    put_string(w->out, KEY("person"), person);
    put_date(w->out, received->date);
    put_text_or_null(w->out, KEY("place"), received->place);
    if (received->position != CAHIER_POSITION_NONE) {
        put_string(w->out, KEY("position"), cahier_position_name(received->position));
    }
    put_named(w->out, KEY("group"), corpus->group_name, received->group, corpus->group_count);
    if (w->input->kept_count > 0) {
        put_named(w->out, KEY("kept"), w->input->kept_name, w->input->kept + (size_t)d * w->input->kept_count,
                w->input->kept_count);
    }
}

static void put_text(writer *w, uint32_t d)
{
    const cahier_document *document = w->result->corpus.analysed[d];
    cahier_text question = w->result->corpus.received[d].question;
    if (question.len > 0) {
        cahier_put(w->out, KEY("question"));
        cahier_put_json(w->out, question);
    }
    if (document->title_len > 0) {
        cahier_put(w->out, KEY("title"));
        cahier_put_json(w->out, cahier_document_title(document));
    }
    cahier_put(w->out, KEY("text"));
    cahier_put_json(w->out, document->text);
    put_string(w->out, KEY("language"), (document->notes & CAHIER_NOTE_NOT_FRENCH) != 0 ? "und" : "fr");
}

static void put_span(cahier_out *out, uint32_t start, uint32_t end)
{
    put_number(out, KEY("start"), start);
    put_number(out, KEY("end"), end);
}

/* "sentence":{"start":12,"end":40}: it alone shows the theme. */
static void put_sentence(cahier_out *out, const cahier_sentence *sentence)
{
    cahier_put(out, ",\"sentence\":{\"start\":");
    cahier_put_uint(out, sentence->start);
    put_number(out, KEY("end"), sentence->end);
    cahier_put(out, "}");
}

static void put_assignment(writer *w, uint32_t d, const cahier_assignment *assignment)
{
    const cahier_theme *theme = &w->result->themes[assignment->theme];
    cahier_put(w->out, "{\"id\":\"");
    cahier_put(w->out, theme->id);
    cahier_put(w->out, "\"");
    if (assignment == w->result->assignments[d].at && w->result->sub_of[d] != CAHIER_NONE) { /* the main theme */
        put_string(w->out, KEY("sub"), theme->subs[w->result->sub_of[d]].id);
    }
    put_thousandths(w->out, KEY("score"), assignment->score_milli);
    if (assignment->sentence != CAHIER_NONE) {
        put_sentence(w->out, &w->result->corpus.analysed[d]->sentences.at[assignment->sentence]);
    }
    cahier_put(w->out, ",\"terms\":[");
    for (uint32_t i = 0; i < assignment->term_count; i++) {
        uint32_t term = assignment->terms[i].term;
        size_t from = w->fragment[term] + (i == 0); /* no comma before the first */
        cahier_put_bytes(w->out, w->fragments.at + from, w->fragment[term + 1] - from);
        cahier_put_milli(w->out, assignment->terms[i].weight_milli, '.');
        cahier_put(w->out, "}");
    }
    cahier_put(w->out, "]}");
}

static void put_themes(writer *w, uint32_t d)
{
    const cahier_assignments *assignments = &w->result->assignments[d];
    cahier_put(w->out, ",\"themes\":[");
    for (uint32_t i = 0; i < assignments->count; i++) {
        cahier_put(w->out, i > 0 ? "," : "");
        put_assignment(w, d, &assignments->at[i]);
    }
    cahier_put(w->out, "],\"runner_up\":");
    if (assignments->runner_up.theme == CAHIER_NONE) {
        cahier_put(w->out, "null");
    } else {
        put_assignment(w, d, &assignments->runner_up);
    }
}

static void put_rules(cahier_out *out, cahier_text text, const cahier_evidence *evidence)
{
    cahier_put(out, ",\"rule\":\"");
    for (uint32_t r = 0; r < evidence->rule_count; r++) {
        cahier_put(out, r > 0 ? "+" : "");
        cahier_put(out, cahier_rule_key(evidence->rule[r].rule));
    }
    cahier_put(out, "\",\"rules\":[");
    for (uint32_t r = 0; r < evidence->rule_count; r++) {
        const cahier_rule_hit *hit = &evidence->rule[r];
        cahier_put(out, r > 0 ? ",{\"rule\":\"" : "{\"rule\":\"");
        cahier_put(out, cahier_rule_key(hit->rule));
        cahier_put(out, "\"");
        put_thousandths(out, KEY("factor"), hit->factor_percent * 10);
        cahier_put(out, KEY("cue"));
        cahier_put_json(out, cahier_slice(text, hit->start, hit->end));
        put_span(out, hit->start, hit->end);
        cahier_put(out, "}");
    }
    cahier_put(out, "]");
}

static void put_polarity(writer *w, uint32_t d)
{
    cahier_out *out = w->out;
    const cahier_document *document = w->result->corpus.analysed[d];
    const cahier_polarity *polarity = &document->polarity;
    cahier_put(out, ",\"polarity\":{\"score\":");
    cahier_put_milli(out, polarity->score_milli, '.');
    put_string(out, KEY("label"), cahier_polarity_name(polarity->label));
    put_number(out, KEY("words"), polarity->words);
    cahier_put(out, ",\"evidence\":[");
    for (uint32_t i = 0; i < polarity->count; i++) {
        const cahier_evidence *evidence = &polarity->at[i];
        cahier_put(out, i > 0 ? ",{\"surface\":" : "{\"surface\":");
        cahier_put_json(out, cahier_slice(document->text, evidence->start, evidence->end));
        put_span(out, evidence->start, evidence->end);
        put_thousandths(out, KEY("weight"), evidence->weight_milli);
        put_thousandths(out, KEY("value"), evidence->value_milli);
        put_rules(out, document->text, evidence);
        cahier_put(out, evidence->entry == CAHIER_NONE ? ",\"learned\":true}" : "}");
    }
    cahier_put(out, "]");
    cahier_put_polarity_heard(out, w->result, d);
    cahier_put(out, "}");
}

static void put_one_stance(cahier_out *out, const cahier_document *document, const cahier_stance *stance)
{
    cahier_put(out, "{\"label\":\"");
    cahier_put(out, cahier_stance_name(stance->label));
    cahier_put(out, "\"");
    cahier_put(out, KEY("cue"));
    cahier_put_json(out, cahier_slice(document->text, stance->start, stance->end));
    if (stance->start < stance->end) {
        put_span(out, stance->start, stance->end);
    }
}

/* "also": what it does besides, left out when nothing. */
static void put_stance(writer *w, uint32_t d)
{
    cahier_out *out = w->out;
    const cahier_document *document = w->result->corpus.analysed[d];
    cahier_put(out, KEY("stance"));
    put_one_stance(out, document, &document->stance);
    for (uint32_t i = 0; i < document->stance_also_count; i++) {
        cahier_put(out, i == 0 ? ",\"also\":[" : ",");
        put_one_stance(out, document, &document->stance_also[i]);
        cahier_put(out, i + 1 == document->stance_also_count ? "}]" : "}");
    }
    cahier_put_stance_heard(out, w->result, d);
    cahier_put(out, "}");
}

/* {"group":"d-07","kind":"near","of":"12"}; the original of a group has "kind" and "of" null. */
static void put_duplicate(writer *w, uint32_t d)
{
    cahier_put(w->out, KEY("duplicate"));
    if (w->result->duplicate_of[d] == CAHIER_NONE) {
        cahier_put(w->out, "null");
        return;
    }
    char key[16];
    cahier_duplicate_kind kind;
    uint32_t of;
    cahier_duplicate_key(w->result->duplicate_of[d], key);
    cahier_put(w->out, "{\"group\":\"");
    cahier_put(w->out, key);
    cahier_put(w->out, "\"");
    if (cahier_is_copy(w->result, d, &kind, &of)) {
        put_string(w->out, KEY("kind"), cahier_duplicate_kind_key(kind));
        cahier_put(w->out, KEY("of"));
        cahier_put_json(w->out, w->result->corpus.received[of].id);
        cahier_put(w->out, "}");
    } else {
        cahier_put(w->out, ",\"kind\":null,\"of\":null}");
    }
}

/* ,"blocks":[{"block":"b-01","start":0,"end":130}]: passages that other persons' texts hold too. */
static void put_blocks(writer *w, uint32_t d)
{
    bool first = true;
    cahier_put(w->out, ",\"blocks\":[");
    for (; w->passage < w->result->passage_count && w->result->passages[w->passage].document == d; w->passage++) {
        const cahier_passage *passage = &w->result->passages[w->passage];
        char key[16];
        cahier_block_key(passage->block, key);
        cahier_put(w->out, first ? "{\"block\":\"" : ",{\"block\":\"");
        cahier_put(w->out, key);
        cahier_put(w->out, "\"");
        put_span(w->out, passage->start, passage->end);
        cahier_put(w->out, "}");
        first = false;
    }
    cahier_put(w->out, "]");
}

static void put_redactions(cahier_out *out, const cahier_redactions *redactions)
{
    cahier_put(out, ",\"redactions\":[");
    for (uint32_t i = 0; i < redactions->count; i++) {
        cahier_put(out, i > 0 ? ",{\"kind\":\"" : "{\"kind\":\"");
        cahier_put(out, cahier_redaction_name(redactions->at[i].kind));
        cahier_put(out, "\"");
        put_span(out, redactions->at[i].start, redactions->at[i].end);
        cahier_put(out, "}");
    }
    cahier_put(out, "]");
}

static void put_notes(cahier_out *out, uint32_t notes)
{
    bool first = true;
    cahier_put(out, ",\"notes\":[");
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        if ((notes >> bit & 1u) != 0) {
            cahier_put(out, first ? "\"" : ",\"");
            cahier_put(out, cahier_note_name(bit));
            cahier_put(out, "\"");
            first = false;
        }
    }
    cahier_put(out, "]");
}

static void put_document(writer *w, uint32_t d)
{
    const cahier_document *document = w->result->corpus.analysed[d];
    put_origin(w, d);
    put_text(w, d);
    put_themes(w, d);
    cahier_put_decision_of(w->out, w->result, d);
    cahier_put_found_of(w->out, w->result, d);
    put_polarity(w, d);
    put_stance(w, d);
    put_duplicate(w, d);
    cahier_put_no_copy(w->out, w->result, d);
    put_blocks(w, d);
    put_redactions(w->out, &document->redactions);
    put_notes(w->out, document->notes);
    cahier_put(w->out, "}\n");
}

void cahier_write_contribution_json(cahier_out *out, const cahier_report_input *input, uint32_t document)
{
    writer w = {.out = out, .input = input, .result = input->result};
    prepare_terms(&w);
    while (w.passage < input->result->passage_count && input->result->passages[w.passage].document < document) {
        w.passage++;
    }
    put_document(&w, document);
    free(w.fragment);
    cahier_out_close(&w.fragments);
}

void cahier_write_contributions_jsonl(cahier_out *out, const cahier_report_input *input)
{
    writer w = {.out = out, .input = input, .result = input->result};
    prepare_terms(&w);
    for (uint32_t d = 0; d < input->result->corpus.count && !out->failed; d++) {
        put_document(&w, d);
    }
    free(w.fragment);
    cahier_out_close(&w.fragments);
}
