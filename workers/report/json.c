/* SPDX-License-Identifier: Apache-2.0 */
/* json.c -- report.json, manifest.json, run.json: small documents, built as trees with cJSON. Schema:
 * docs/report.schema.json. */
#include <string.h>

#include "files.h"
#include "french.h"
#include "continuity.h"
#include "guidance.h"
#include "json_tree.h"
#include "method.h"

/* "2025-03". */
static void push_month(cJSON *array, int32_t month)
{
    cahier_out text;
    cahier_out_open_memory(&text);
    cahier_put_iso_date(&text, month * 100);
    cahier_json_push_text(array, cahier_slice(cahier_out_text(&text), 0, 7));
    cahier_out_close(&text);
}

static void print(cahier_out *out, cJSON *document)
{
    char *text = cJSON_Print(document);
    if (text == NULL) {
        cahier_report_alloc(NULL, SIZE_MAX / 2, 1);
    }
    cahier_put(out, text);
    cahier_put(out, "\n");
    cJSON_free(text);
    cJSON_Delete(document);
}

/* --- counts --- */

static void add_counts(cJSON *parent, const cahier_report_input *input, const cahier_facts *facts)
{
    const cahier_counts *counts = &input->result->counts;
    cJSON *object = cahier_json_object(parent, "counts");
    cahier_json_count(object, "rows", input->rows);
    cahier_json_count(object, "contributions", counts->contributions);
    cahier_json_count(object, "documents", counts->documents);
    cahier_json_count(object, "persons", counts->persons);
    cahier_json_count(object, "classified", facts->classified);
    cahier_json_count(object, "unclassified", counts->unclassified);
    cahier_json_count(object, "no_answer", counts->no_answer);
    cahier_json_count(object, "several_themes", counts->several_themes);
    cahier_json_count(object, "not_french", counts->not_french);
    cahier_json_count(object, "few_cues", counts->few_cues);
    cahier_json_count(object, "unknown_authors", facts->unknown_authors);
    cahier_json_count(object, "undated", facts->undated);
    cahier_json_count(object, "unplaced", facts->unplaced);
    cJSON *aside = cahier_json_object(object, "set_aside");
    cahier_json_count(aside, "total", input->set_aside_count);
    cJSON *reasons = cahier_json_array(aside, "reasons");
    for (uint32_t r = 0; r < facts->reason_count; r++) {
        cJSON *reason = cahier_json_push_object(reasons);
        cahier_json_text(reason, "reason", facts->reasons[r].text);
        cahier_json_count(reason, "rows", facts->reasons[r].count);
    }
    cJSON *copies = cahier_json_object(object, "duplicates");
    cahier_json_count(copies, "identical", counts->identical);
    cahier_json_count(copies, "near", counts->near);
    cahier_json_count(copies, "groups", input->result->duplicate_count);
    cahier_json_count(copies, "campaigns", facts->campaigns);
    cahier_json_count(copies, "campaign_texts", facts->campaign_texts);
    cahier_json_count(copies, "campaign_persons", facts->campaign_persons);
    cahier_json_count(copies, "blocks", input->result->block_count);
    cJSON *redacted = cahier_json_object(object, "redactions");
    for (uint32_t kind = 0; kind < CAHIER_REDACTION_KINDS; kind++) {
        cahier_json_count(redacted, cahier_redaction_name((cahier_redaction_kind)kind), counts->redacted[kind]);
    }
}

/* --- themes --- */

static void add_polarity(cJSON *parent, const uint32_t count[CAHIER_POLARITY_LABELS])
{
    cJSON *object = cahier_json_object(parent, "polarity");
    for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_json_count(object, cahier_polarity_name((cahier_polarity_label)i), count[i]);
    }
}

static void add_stances(cJSON *parent, const uint32_t count[CAHIER_STANCES])
{
    cJSON *object = cahier_json_object(parent, "stance");
    for (uint32_t i = 0; i < CAHIER_STANCES; i++) {
        cahier_json_count(object, cahier_stance_name((cahier_stance_label)i), count[i]);
    }
}

/* Left out when no author of the theme ticked one. */
static void add_positions(cJSON *parent, const uint32_t count[CAHIER_POSITIONS])
{
    if (!cahier_has_positions(count)) {
        return;
    }
    cJSON *object = cahier_json_object(parent, "position");
    for (uint32_t i = CAHIER_POSITION_NONE + 1; i < CAHIER_POSITIONS; i++) {
        cahier_json_count(object, cahier_position_name((cahier_position)i), count[i]);
    }
}

static void add_interval(cJSON *object, const cahier_interval *interval)
{
    cahier_json_count(object, "count", interval->count);
    cahier_json_count(object, "total", interval->total);
    cahier_json_milli(object, "low", interval->low_milli);
    cahier_json_milli(object, "high", interval->high_milli);
}

static void add_terms(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = cahier_json_array(parent, "terms");
    for (uint32_t i = 0; i < theme->term_count; i++) {
        const cahier_term *term = &result->vocabulary.at[theme->terms[i].term];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "term", term->key);
        cahier_json_text(object, "surface", term->surface);
        cahier_json_milli(object, "weight", theme->terms[i].weight_milli);
        cahier_json_count(object, "documents", term->df);
    }
}

static void add_summary(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = cahier_json_array(parent, "summary");
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        const cahier_quote *quote = &theme->summary[i];
        const cahier_document *document = result->corpus.analysed[quote->document];
        const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "contribution", result->corpus.received[quote->document].id);
        cahier_json_text(object, "text", cahier_slice(document->text, sentence->start, sentence->end));
        cahier_json_count(object, "start", sentence->start);
        cahier_json_count(object, "end", sentence->end);
        cahier_json_check(cJSON_AddBoolToObject(object, "dissent", quote->dissent));
    }
}

static void add_concordance(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = cahier_json_array(parent, "concordance");
    for (uint32_t i = 0; i < theme->concordance_count; i++) {
        const cahier_concordance *line = &theme->concordance[i];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "contribution", result->corpus.received[line->document].id);
        cahier_json_text(
                object, "word", cahier_slice(result->corpus.analysed[line->document]->text, line->start, line->end));
        cahier_json_count(object, "start", line->start);
        cahier_json_count(object, "end", line->end);
    }
}

static void add_places_and_series(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *places = cahier_json_array(parent, "places");
    for (uint32_t p = 0; p < result->place_count; p++) {
        cJSON *object = cahier_json_push_object(places);
        cahier_json_text(object, "place", result->places[p].name);
        add_interval(object, &theme->places[p]);
    }
    cJSON *series = cahier_json_array(parent, "series");
    for (uint32_t t = 0; t < result->period_count; t++) {
        cJSON_AddItemToArray(series, cahier_json_check(cJSON_CreateNumber(theme->series[t])));
    }
}

/* A family has the id of its first theme, which is as stable as that theme: "f-4f2a". */
static void family_id(const cahier_result *result, uint32_t family, char id[CAHIER_THEME_ID_LEN + 2])
{
    memcpy(id, result->themes[result->families[family].themes[0]].id, CAHIER_THEME_ID_LEN + 2);
    id[0] = 'f';
}

static void add_subthemes(cJSON *parent, const cahier_theme *theme)
{
    cJSON *array = cahier_json_array(parent, "subthemes");
    for (uint32_t i = 0; i < theme->sub_count; i++) {
        cJSON *object = cahier_json_push_object(array);
        cahier_json_string(object, "id", theme->subs[i].id);
        cahier_json_text(object, "label", theme->subs[i].label);
        cahier_json_string(object, "parent", theme->id);
        cahier_json_count(object, "size", theme->subs[i].document_count);
        cahier_json_count(object, "persons", theme->subs[i].persons);
    }
    cahier_json_milli(parent, "division", theme->split_milli);
}

void cahier_theme_json(cJSON *object, const cahier_result *result, const cahier_theme *theme)
{
    char family[CAHIER_THEME_ID_LEN + 2];
    family_id(result, theme->family, family);
    cahier_json_string(object, "id", theme->id);
    cahier_json_text(object, "label", theme->label);
    cahier_json_string(object, "parent", family);
    cahier_json_check(cJSON_AddBoolToObject(object, "from_taxonomy", theme->taxonomy != CAHIER_NONE));
    cahier_json_count(object, "size", theme->document_count);
    cahier_json_count(object, "also", theme->also_count);
    cahier_json_count(object, "contributions", theme->contributions);
    cahier_json_count(object, "persons", theme->persons);
    cahier_json_milli(object, "share", cahier_share_milli(theme->persons, result->counts.persons));
    add_terms(object, result, theme);
    add_subthemes(object, theme);
    add_polarity(object, theme->polarity);
    add_stances(object, theme->stance);
    add_positions(object, theme->position);
    add_summary(object, result, theme);
    cahier_json_milli(object, "coverage", theme->coverage_milli);
    cahier_json_milli(object, "random_coverage", theme->random_coverage_milli);
    cahier_json_milli(object, "cohesion", theme->cohesion_milli);
    cJSON *verbatims = cahier_json_array(object, "verbatims");
    for (uint32_t i = 0; i < theme->verbatim_count; i++) {
        cahier_json_push_text(verbatims, result->corpus.received[theme->verbatims[i]].id);
    }
    add_concordance(object, result, theme);
    add_places_and_series(object, result, theme);
}

static void add_families(cJSON *parent, const cahier_result *result)
{
    cJSON *array = cahier_json_array(parent, "families");
    for (uint32_t f = 0; f < result->family_count; f++) {
        char id[CAHIER_THEME_ID_LEN + 2];
        cJSON *object = cahier_json_push_object(array);
        family_id(result, f, id);
        cahier_json_string(object, "id", id);
        cahier_json_text(object, "label", result->families[f].label);
        cJSON *themes = cahier_json_array(object, "themes");
        for (uint32_t i = 0; i < result->families[f].theme_count; i++) {
            cahier_json_push_text(themes, cahier_string(result->themes[result->families[f].themes[i]].id));
        }
    }
}

/* --- the rest --- */

static void add_places(cJSON *parent, const cahier_result *result)
{
    cJSON *array = cahier_json_array(parent, "places");
    for (uint32_t p = 0; p < result->place_count; p++) {
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "name", result->places[p].name);
        cahier_json_count(object, "documents", result->places[p].documents);
        cahier_json_count(object, "persons", result->places[p].persons);
    }
}

static void add_duplicates(cJSON *parent, const cahier_result *result)
{
    cJSON *array = cahier_json_array(parent, "duplicates");
    for (uint32_t g = 0; g < result->duplicate_count; g++) {
        const cahier_duplicate_group *group = &result->duplicates[g];
        char key[16];
        cJSON *object = cahier_json_push_object(array);
        cahier_duplicate_key(g, key);
        cahier_json_string(object, "id", key);
        cahier_json_string(object, "kind", cahier_duplicate_kind_key(group->kind));
        cahier_json_check(cJSON_AddBoolToObject(object, "campaign", group->campaign));
        cahier_json_count(object, "texts", group->document_count);
        cahier_json_count(object, "persons", group->persons);
        cJSON *members = cahier_json_array(object, "contributions");
        for (uint32_t i = 0; i < group->document_count; i++) {
            cahier_json_push_text(members, result->corpus.received[group->documents[i]].id);
        }
    }
}

static void add_blocks(cJSON *parent, const cahier_result *result)
{
    cJSON *array = cahier_json_array(parent, "blocks");
    for (uint32_t b = 0; b < result->block_count; b++) {
        const cahier_block *block = &result->blocks[b];
        char key[16];
        cJSON *object = cahier_json_push_object(array);
        cahier_block_key(b, key);
        cahier_json_string(object, "id", key);
        cahier_json_check(cJSON_AddBoolToObject(object, "campaign", block->campaign));
        cahier_json_count(object, "texts", block->document_count);
        cahier_json_count(object, "persons", block->persons);
        cahier_json_text(object, "text", cahier_passage_text(result, &result->passages[block->passages[0]]));
        cJSON *members = cahier_json_array(object, "contributions");
        for (uint32_t i = 0; i < block->document_count; i++) {
            cahier_json_push_text(members, result->corpus.received[result->passages[block->passages[i]].document].id);
        }
    }
}

static void add_trends(cJSON *parent, const cahier_result *result)
{
    cJSON *periods = cahier_json_array(parent, "periods");
    for (uint32_t t = 0; t < result->period_count; t++) {
        push_month(periods, result->periods[t]);
    }
    cJSON *array = cahier_json_array(parent, "trends");
    for (uint32_t i = 0; i < result->trend_count; i++) {
        const cahier_trend *trend = &result->trends[i];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_string(object, "theme", result->themes[trend->theme].id);
        cahier_json_text(object, "period", cahier_string(cJSON_GetArrayItem(periods, (int)trend->period)->valuestring));
        add_interval(object, &trend->share);
        cahier_json_milli(object, "expected", trend->expected_milli);
    }
}

static void add_balance(cJSON *parent, const cahier_result *result)
{
    cJSON *array = cahier_json_array(parent, "balance");
    for (uint32_t b = 0; b < result->balance_count; b++) {
        const cahier_balance *balance = &result->balance[b];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "group", result->corpus.group_name[balance->group]);
        cahier_json_text(object, "value", balance->value);
        cahier_json_count(object, "documents", balance->documents);
        cahier_json_count(object, "persons", balance->persons);
        add_interval(cahier_json_object(object, "classified"), &balance->classified);
        add_polarity(object, balance->polarity);
        cahier_json_count(object, "redacted", balance->redacted);
    }
}

static void push_line(void *array, cahier_text sentence)
{
    cahier_json_push_text(array, sentence);
}

static void add_lesson(cJSON *parent, const cahier_lesson *lesson)
{
    cJSON *object = cahier_json_object(parent, "learned");
    cahier_json_count(object, "praising", lesson->praising);
    cahier_json_count(object, "blaming", lesson->blaming);
    cahier_json_count(object, "rescored", lesson->rescored);
    cahier_json_count(object, "turned", lesson->turned);
    cJSON *words = cahier_json_array(object, "words");
    for (uint32_t i = 0; i < lesson->count; i++) {
        cJSON *word = cahier_json_push_object(words);
        cahier_json_text(word, "word", lesson->at[i].surface);
        cahier_json_milli(word, "weight", lesson->at[i].weight_milli);
        cahier_json_count(word, "documents", lesson->at[i].documents);
    }
}

static void add_quality(cJSON *parent, const cahier_report_input *input, const cahier_facts *facts)
{
    cJSON *object = cahier_json_object(parent, "quality");
    cahier_json_milli(object, "classified", cahier_share_milli(facts->classified, input->result->counts.documents));
    cahier_json_milli(object, "stability", input->result->stability_milli);
    cahier_json_milli(object, "coverage", facts->coverage_milli);
    cahier_json_milli(object, "random_coverage", facts->random_coverage_milli);
    add_lesson(object, &input->result->lesson);
    cJSON *choice = cahier_json_array(object, "choice");
    for (uint32_t i = 0; i < input->result->choice_count; i++) {
        const cahier_choice *number = &input->result->choice[i];
        cJSON *item = cahier_json_push_object(choice);
        cahier_json_count(item, "themes", number->themes);
        cahier_json_milli(item, "stability", number->stability_milli);
        cahier_json_milli(item, "modularity", number->modularity_milli);
    }
}

/* --- manifest --- */

static void add_pairs(cJSON *parent, const char *name, const cahier_report_pair *pairs, uint32_t count)
{
    cJSON *object = cahier_json_object(parent, name);
    for (uint32_t i = 0; i < count; i++) {
        cahier_json_pair(object, pairs[i].name, pairs[i].value);
    }
}

static void add_source(cJSON *object, const cahier_report_source *source)
{
    cahier_json_text(object, "name", source->name);
    cahier_json_text(object, "version", source->version);
    cahier_json_string(object, "sha256", source->sha256);
}

static void add_source_or_null(cJSON *parent, const char *name, const cahier_report_source *source)
{
    if (source == NULL) {
        cahier_json_check(cJSON_AddNullToObject(parent, name));
    } else {
        add_source(cahier_json_object(parent, name), source);
    }
}

static void add_inputs(cJSON *parent, const cahier_report_input *input)
{
    cJSON *array = cahier_json_array(parent, "inputs");
    for (uint32_t i = 0; i < input->file_count; i++) {
        const cahier_report_file *file = &input->files[i];
        cJSON *object = cahier_json_push_object(array);
        cahier_json_text(object, "name", file->name);
        cahier_json_string(object, "sha256", file->sha256);
        cahier_json_count(object, "bytes", file->bytes);
        cahier_json_count(object, "rows", file->rows);
        cahier_json_text(object, "encoding", file->encoding);
        cJSON *columns = cahier_json_array(object, "columns");
        for (uint32_t c = 0; c < file->column_count; c++) {
            cJSON *column = cahier_json_push_object(columns);
            cahier_json_text(column, "role", file->columns[c].name);
            cahier_json_text(column, "column", file->columns[c].value);
        }
    }
}

static void fill_manifest(cJSON *object, const cahier_report_input *input, const cahier_facts *facts)
{
    cahier_json_string(object, "schema", "cahier.manifest/1");
    cahier_json_string(object, "cahier", CAHIER_VERSION);
    add_pairs(object, "versions", input->versions, input->version_count);
    add_inputs(object, input);
    cJSON *lexicons = cahier_json_array(object, "lexicons");
    for (uint32_t i = 0; i < input->lexicon_count; i++) {
        add_source(cahier_json_push_object(lexicons), &input->lexicons[i]);
    }
    add_source_or_null(object, "taxonomy", input->taxonomy);
    add_source_or_null(object, "decisions", input->decisions);
    cJSON *previous = cahier_json_array(object, "previous");
    for (uint32_t i = 0; i < input->previous_count; i++) {
        add_source(cahier_json_push_object(previous), &input->previous[i]);
    }
    add_pairs(object, "options", input->options, input->option_count);
    cahier_json_text(object, "command", input->command);
    add_counts(object, input, facts);
}

void cahier_write_manifest_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts)
{
    cJSON *document = cahier_json_check(cJSON_CreateObject());
    fill_manifest(document, input, facts);
    print(out, document);
}

static void add_raw(cJSON *document, const char *name, void (*put)(cahier_out *, const cahier_result *),
        const cahier_result *result)
{
    cahier_out raw;
    cahier_out_open_memory(&raw);
    put(&raw, result);
    cahier_put_bytes(&raw, "", 1);
    cahier_json_check(cJSON_AddRawToObject(document, name, raw.at));
    cahier_out_close(&raw);
}

void cahier_write_report_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts)
{
    const cahier_result *result = input->result;
    cJSON *document = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(document, "schema", "cahier.report/1");
    add_counts(document, input, facts);
    cJSON *dates = cahier_json_object(document, "dates");
    cahier_json_date(dates, "first", facts->first_date);
    cahier_json_date(dates, "last", facts->last_date);
    cJSON *themes = cahier_json_array(document, "themes");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        cahier_theme_json(cahier_json_push_object(themes), result, &result->themes[k]);
    }
    add_families(document, result);
    add_places(document, result);
    add_duplicates(document, result);
    add_blocks(document, result);
    add_trends(document, result);
    add_balance(document, result);
    cahier_say_method(input, facts, CAHIER_PLAIN, (cahier_listener){push_line, cahier_json_array(document, "method")});
    cahier_say_limits(input, facts, CAHIER_PLAIN, (cahier_listener){push_line, cahier_json_array(document, "limits")});
    add_raw(document, "guidance", cahier_put_guidance, result);
    add_raw(document, "continuity", cahier_put_continuity, result);
    add_quality(document, input, facts);
    fill_manifest(cahier_json_object(document, "manifest"), input, facts);
    print(out, document);
}

void cahier_write_run_json(cahier_out *out, const cahier_report_run *run)
{
    cJSON *document = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(document, "schema", "cahier.run/1");
    cahier_json_text(document, "started", run->started);
    cahier_json_count(document, "duration_ms", run->duration_ms);
    cahier_json_count(document, "cpu_ms", run->cpu_ms);
    cahier_json_count(document, "peak_bytes", run->peak_bytes);
    cahier_json_count(document, "threads", run->threads);
    print(out, document);
}
