/* SPDX-License-Identifier: Apache-2.0 */
#include "rows.h"

#include "files.h"
#include "french.h"
#include "method.h"
#include "out.h"
#include "say.h"

static void put_text(cahier_sink *sink, cahier_text text)
{
    sink->text(sink->self, text);
}

static void put_words(cahier_sink *sink, const char *words)
{
    sink->text(sink->self, cahier_string(words));
}

static void put_count(cahier_sink *sink, uint64_t count)
{
    sink->number(sink->self, (int64_t)count * 1000);
}

static void put_milli(cahier_sink *sink, int32_t milli)
{
    sink->number(sink->self, milli);
}

static void put_header(cahier_sink *sink, const char *const *names)
{
    for (; *names != NULL; names++) {
        put_words(sink, *names);
    }
}

static void put_built(cahier_sink *sink, cahier_out *cell)
{
    put_text(sink, cahier_out_text(cell));
    cell->len = 0;
}

static void put_terms(cahier_sink *sink, cahier_out *cell, const cahier_result *result, const cahier_term_weight *terms,
        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        cahier_put(cell, i > 0 ? ", " : "");
        cahier_put_text(cell, result->vocabulary.at[terms[i].term].surface);
    }
    put_built(sink, cell);
}

/* --- Thèmes --- */

#define THEME_TERMS 10

/* « Vélo électrique, aide (44) ; Campagne, rural (68) » */
static void put_subthemes(cahier_sink *sink, cahier_out *cell, const cahier_theme *theme)
{
    for (uint32_t i = 0; i < theme->sub_count; i++) {
        cahier_put(cell, i > 0 ? " ; " : "");
        cahier_put_text(cell, theme->subs[i].label);
        cahier_put(cell, " (");
        cahier_put_uint(cell, theme->subs[i].document_count);
        cahier_put(cell, ")");
    }
    put_built(sink, cell);
}

static void put_theme(cahier_sink *sink, cahier_out *cell, const cahier_result *result, const cahier_theme *theme)
{
    put_words(sink, theme->id);
    put_text(sink, theme->label);
    put_text(sink, result->families[theme->family].label);
    put_count(sink, theme->persons);
    put_milli(sink, cahier_share_milli(theme->persons, result->counts.persons) * 100); /* thousandths to percent */
    put_count(sink, theme->contributions);
    put_count(sink, theme->document_count);
    put_count(sink, theme->also_count);
    for (unsigned label = 0; label < CAHIER_POLARITY_LABELS; label++) {
        put_count(sink, theme->polarity[label]);
    }
    for (unsigned label = 0; label < CAHIER_STANCES; label++) {
        put_count(sink, theme->stance[label]);
    }
    put_milli(sink, theme->cohesion_milli);
    put_milli(sink, theme->coverage_milli);
    put_milli(sink, theme->random_coverage_milli);
    put_terms(sink, cell, result, theme->terms, theme->term_count < THEME_TERMS ? theme->term_count : THEME_TERMS);
    put_subthemes(sink, cell, theme);
    for (uint32_t i = 0; i < theme->summary_count && i < 1; i++) {
        const cahier_document *document = result->corpus.analysed[theme->summary[i].document];
        const cahier_sentence *sentence = &document->sentences.at[theme->summary[i].sentence];
        put_text(sink, cahier_slice(document->text, sentence->start, sentence->end));
    }
    sink->row(sink->self);
}

void cahier_rows_themes(cahier_sink *sink, const cahier_report_input *input)
{
    cahier_out cell;
    cahier_out_open_memory(&cell);
    put_header(sink, cahier_french_theme_columns);
    sink->row(sink->self);
    for (uint32_t k = 0; k < input->result->theme_count; k++) {
        put_theme(sink, &cell, input->result, &input->result->themes[k]);
    }
    cahier_out_close(&cell);
}

/* --- Contributions --- */

static void put_contribution_header(cahier_sink *sink, const cahier_report_input *input)
{
    const cahier_corpus *corpus = &input->result->corpus;
    put_words(sink, cahier_french_origin_columns[0]);
    put_header(sink,
            cahier_french_origin_columns + (input->file_count > 1 ? 1 : 2)); /* the file, when there are several */
    for (uint32_t g = 0; g < corpus->group_count; g++) {
        put_text(sink, corpus->group_name[g]);
    }
    put_header(sink, cahier_french_contribution_columns);
    for (uint32_t c = 0; c < input->kept_count; c++) {
        put_text(sink, input->kept_name[c]);
    }
    sink->row(sink->self);
}

static void put_date(cahier_sink *sink, cahier_out *cell, int32_t date)
{
    if (date != 0) {
        cahier_put_iso_date(cell, date);
    }
    put_built(sink, cell);
}

static void put_origin(cahier_sink *sink, cahier_out *cell, const cahier_report_input *input, uint32_t d)
{
    const cahier_corpus *corpus = &input->result->corpus;
    const cahier_contribution *received = &corpus->received[d];
    char person[CAHIER_PERSON_KEY_MAX];
    cahier_person_key(input, received->person, person);
    put_text(sink, received->id);
    if (input->file_count > 1) {
        put_text(sink, input->files[received->file].name);
    }
    put_count(sink, received->row);
    put_words(sink, person);
    put_date(sink, cell, received->date);
    put_text(sink, received->place);
    for (uint32_t g = 0; g < corpus->group_count; g++) {
        put_text(sink, received->group[g]);
    }
}

static void put_assignments(cahier_sink *sink, cahier_out *cell, const cahier_result *result, uint32_t d)
{
    const cahier_assignments *assignments = &result->assignments[d];
    if (assignments->count == 0) {
        put_words(sink, (result->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) != 0 ? cahier_fr.cell_no_answer
                                                                                         : cahier_fr.cell_unclassified);
        for (uint32_t i = 0; i < 5; i++) {
            put_words(sink, "");
        }
        return;
    }
    const cahier_assignment *main = &assignments->at[0];
    put_text(sink, result->themes[main->theme].label);
    put_words(sink, result->themes[main->theme].id);
    uint32_t sub = result->sub_of[d];
    put_text(sink, sub == CAHIER_NONE ? (cahier_text){NULL, 0} : result->themes[main->theme].subs[sub].label);
    put_milli(sink, main->score_milli);
    put_terms(sink, cell, result, main->terms, main->term_count < THEME_TERMS ? main->term_count : THEME_TERMS);
    for (uint32_t i = 1; i < assignments->count; i++) {
        cahier_put(cell, i > 1 ? ", " : "");
        cahier_put_text(cell, result->themes[assignments->at[i].theme].label);
    }
    put_built(sink, cell);
}

static void put_opinion(cahier_sink *sink, cahier_out *cell, const cahier_document *document)
{
    put_words(sink, cahier_french_polarity[document->polarity.label]);
    put_milli(sink, document->polarity.score_milli);
    for (uint32_t i = 0; i < document->polarity.count; i++) {
        const cahier_evidence *evidence = &document->polarity.at[i];
        cahier_put(cell, i > 0 ? ", " : "");
        cahier_put_text(cell, cahier_slice(document->text, evidence->start, evidence->end));
    }
    put_built(sink, cell);
    put_words(sink, cahier_french_stance[document->stance.label]);
    put_text(sink, cahier_slice(document->text, document->stance.start, document->stance.end));
}

static void put_copy(cahier_sink *sink, const cahier_result *result, uint32_t d)
{
    char key[16] = "";
    cahier_duplicate_kind kind;
    uint32_t of;
    if (result->duplicate_of[d] != CAHIER_NONE) {
        cahier_duplicate_key(result->duplicate_of[d], key);
    }
    put_words(sink, key);
    if (cahier_is_copy(result, d, &kind, &of)) {
        put_text(sink, result->corpus.received[of].id);
        put_words(sink, cahier_french_copy[kind]);
    } else {
        put_words(sink, "");
        put_words(sink, "");
    }
}

static void put_remarks(cahier_sink *sink, cahier_out *cell, const cahier_document *document)
{
    for (uint32_t i = 0; i < document->redactions.count; i++) {
        cahier_put(cell, i > 0 ? ", " : "");
        cahier_put(cell, cahier_french_redaction[document->redactions.at[i].kind][0]);
    }
    put_built(sink, cell);
    bool first = true;
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        if ((document->notes >> bit & 1u) != 0) {
            cahier_put(cell, first ? "" : ", ");
            CAHIER_SAY_PLAIN(cell, cahier_french_note[bit]);
            first = false;
        }
    }
    put_built(sink, cell);
}

void cahier_rows_contributions(cahier_sink *sink, const cahier_report_input *input)
{
    const cahier_result *result = input->result;
    cahier_out cell;
    cahier_out_open_memory(&cell);
    put_contribution_header(sink, input);
    for (uint32_t d = 0; d < result->corpus.count && !sink->stopped(sink->self); d++) {
        const cahier_document *document = result->corpus.analysed[d];
        put_origin(sink, &cell, input, d);
        put_text(sink, result->corpus.received[d].question);
        put_text(sink, cahier_document_title(document));
        put_text(sink, cahier_document_body(document));
        put_assignments(sink, &cell, result, d);
        put_opinion(sink, &cell, document);
        put_copy(sink, result, d);
        put_remarks(sink, &cell, document);
        for (uint32_t c = 0; c < input->kept_count; c++) {
            put_text(sink, input->kept[(size_t)d * input->kept_count + c]);
        }
        sink->row(sink->self);
    }
    cahier_out_close(&cell);
}

/* --- Quartiers --- */

void cahier_rows_places(cahier_sink *sink, const cahier_report_input *input)
{
    const cahier_result *result = input->result;
    put_header(sink, cahier_french_place_columns);
    for (uint32_t k = 0; k < result->theme_count; k++) {
        put_text(sink, result->themes[k].label);
    }
    sink->row(sink->self);
    for (uint32_t p = 0; p < result->place_count; p++) {
        put_text(sink, result->places[p].name);
        put_count(sink, result->places[p].persons);
        put_count(sink, result->places[p].documents);
        for (uint32_t k = 0; k < result->theme_count; k++) {
            put_count(sink, result->themes[k].places[p].count);
        }
        sink->row(sink->self);
    }
}

/* --- Doublons --- */

static void put_group(cahier_sink *sink, const cahier_result *result, uint32_t g)
{
    const cahier_duplicate_group *group = &result->duplicates[g];
    char key[16];
    cahier_duplicate_key(g, key);
    for (uint32_t i = 0; i < group->document_count; i++) {
        uint32_t d = group->documents[i];
        put_words(sink, key);
        put_count(sink, group->document_count);
        put_count(sink, group->persons);
        put_words(sink, group->campaign ? cahier_fr.cell_campaign : "");
        put_text(sink, result->corpus.received[d].id);
        cahier_duplicate_kind kind;
        uint32_t of;
        put_words(sink, cahier_is_copy(result, d, &kind, &of) ? cahier_french_copy[kind] : cahier_fr.cell_original);
        put_text(sink, result->corpus.analysed[d]->text);
        sink->row(sink->self);
    }
}

void cahier_rows_duplicates(cahier_sink *sink, const cahier_report_input *input)
{
    put_header(sink, cahier_french_duplicate_columns);
    sink->row(sink->self);
    for (uint32_t g = 0; g < input->result->duplicate_count && !sink->stopped(sink->self); g++) {
        put_group(sink, input->result, g);
    }
}

/* --- Écartées --- */

void cahier_rows_set_aside(cahier_sink *sink, const cahier_report_input *input)
{
    put_header(sink, cahier_french_set_aside_columns);
    sink->row(sink->self);
    for (uint32_t i = 0; i < input->set_aside_count && !sink->stopped(sink->self); i++) {
        const cahier_report_set_aside *row = &input->set_aside[i];
        put_text(sink, input->files[row->file].name);
        put_count(sink, row->line);
        put_text(sink, row->reason);
        sink->row(sink->self);
    }
}

/* --- Méthode --- */

static void put_line(void *self, cahier_text sentence)
{
    cahier_sink *sink = self;
    put_text(sink, sentence);
    put_words(sink, "");
    sink->row(sink->self);
}

static void put_pair(cahier_sink *sink, cahier_text name, cahier_text value)
{
    put_text(sink, name);
    put_text(sink, value);
    sink->row(sink->self);
}

static void put_source(cahier_sink *sink, cahier_text name, cahier_text version, const char *sha256)
{
    put_text(sink, name);
    put_text(sink, version);
    put_words(sink, sha256);
    sink->row(sink->self);
}

void cahier_rows_method(cahier_sink *sink, const cahier_report_input *input, const cahier_facts *facts)
{
    put_header(sink, cahier_french_method_columns);
    sink->row(sink->self);
    cahier_say_method(input, facts, CAHIER_PLAIN, (cahier_listener){put_line, sink});
    cahier_say_limits(input, facts, CAHIER_PLAIN, (cahier_listener){put_line, sink});
    put_pair(sink, cahier_string(cahier_fr.command), input->command);
    for (uint32_t i = 0; i < input->option_count; i++) {
        put_pair(sink, input->options[i].name, input->options[i].value);
    }
    put_pair(sink, cahier_string("cahier"), cahier_string(CAHIER_VERSION));
    for (uint32_t i = 0; i < input->version_count; i++) {
        put_pair(sink, input->versions[i].name, input->versions[i].value);
    }
    for (uint32_t i = 0; i < input->file_count; i++) {
        put_source(sink, input->files[i].name, input->files[i].encoding, input->files[i].sha256);
    }
    for (uint32_t i = 0; i < input->lexicon_count; i++) {
        put_source(sink, input->lexicons[i].name, input->lexicons[i].version, input->lexicons[i].sha256);
    }
    if (input->taxonomy != NULL) {
        put_source(sink, input->taxonomy->name, input->taxonomy->version, input->taxonomy->sha256);
    }
    if (input->decisions != NULL) {
        put_source(sink, input->decisions->name, input->decisions->version, input->decisions->sha256);
    }
    for (uint32_t i = 0; i < input->previous_count; i++) {
        put_source(sink, input->previous[i].name, input->previous[i].version, input->previous[i].sha256);
    }
}
