/* SPDX-License-Identifier: Apache-2.0 */
/* json.c -- report.json, manifest.json, run.json: small documents, built as trees with cJSON. Schema:
 * docs/report.schema.json. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "french.h"
#include "continuity.h"
#include "guidance.h"
#include "method.h"

/* cJSON returns NULL only when malloc does. */
static cJSON *check(cJSON *item)
{
    if (item == NULL) {
        cahier_report_alloc(NULL, SIZE_MAX / 2, 1); /* aborts with its message */
    }
    return item;
}

static cJSON *add_object(cJSON *parent, const char *name)
{
    return check(cJSON_AddObjectToObject(parent, name));
}

static cJSON *add_array(cJSON *parent, const char *name)
{
    return check(cJSON_AddArrayToObject(parent, name));
}

static cJSON *push_object(cJSON *array)
{
    cJSON *item = check(cJSON_CreateObject());
    cJSON_AddItemToArray(array, item);
    return item;
}

static void add_string(cJSON *parent, const char *name, const char *value)
{
    check(cJSON_AddStringToObject(parent, name, value));
}

/* cJSON wants an ending NUL, and takes the first one for the end: texts hold none but from a hostile file. */
static char *copy_text(cahier_text text)
{
    char *copy = cahier_report_alloc(NULL, (size_t)text.len + 1, 1);
    uint32_t len = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\0') {
            copy[len++] = text.at[i];
        }
    }
    copy[len] = '\0';
    return copy;
}

static void add_text(cJSON *parent, const char *name, cahier_text text)
{
    char *copy = copy_text(text);
    add_string(parent, name, copy);
    free(copy);
}

static void push_text(cJSON *array, cahier_text text)
{
    char *copy = copy_text(text);
    cJSON_AddItemToArray(array, check(cJSON_CreateString(copy)));
    free(copy);
}

static void add_count(cJSON *parent, const char *name, uint64_t count)
{
    check(cJSON_AddNumberToObject(parent, name, (double)count));
}

/* Printed from the integer: 0.42, never 0.41999999. */
static void add_milli(cJSON *parent, const char *name, int32_t milli)
{
    cahier_out digits;
    cahier_out_open_memory(&digits);
    cahier_put_milli(&digits, milli, '.');
    cahier_put_bytes(&digits, "", 1);
    check(cJSON_AddRawToObject(parent, name, digits.at));
    cahier_out_close(&digits);
}

static void add_date(cJSON *parent, const char *name, int32_t date)
{
    if (date == 0) {
        check(cJSON_AddNullToObject(parent, name));
        return;
    }
    cahier_out text;
    cahier_out_open_memory(&text);
    cahier_put_iso_date(&text, date);
    add_text(parent, name, cahier_out_text(&text));
    cahier_out_close(&text);
}

/* "2025-03". */
static void push_month(cJSON *array, int32_t month)
{
    cahier_out text;
    cahier_out_open_memory(&text);
    cahier_put_iso_date(&text, month * 100);
    push_text(array, cahier_slice(cahier_out_text(&text), 0, 7));
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
    cJSON *object = add_object(parent, "counts");
    add_count(object, "rows", input->rows);
    add_count(object, "contributions", counts->contributions);
    add_count(object, "documents", counts->documents);
    add_count(object, "persons", counts->persons);
    add_count(object, "classified", facts->classified);
    add_count(object, "unclassified", counts->unclassified);
    add_count(object, "no_answer", counts->no_answer);
    add_count(object, "several_themes", counts->several_themes);
    add_count(object, "not_french", counts->not_french);
    add_count(object, "few_cues", counts->few_cues);
    add_count(object, "unknown_authors", facts->unknown_authors);
    add_count(object, "undated", facts->undated);
    add_count(object, "unplaced", facts->unplaced);
    cJSON *aside = add_object(object, "set_aside");
    add_count(aside, "total", input->set_aside_count);
    cJSON *reasons = add_array(aside, "reasons");
    for (uint32_t r = 0; r < facts->reason_count; r++) {
        cJSON *reason = push_object(reasons);
        add_text(reason, "reason", facts->reasons[r].text);
        add_count(reason, "rows", facts->reasons[r].count);
    }
    cJSON *copies = add_object(object, "duplicates");
    add_count(copies, "identical", counts->identical);
    add_count(copies, "near", counts->near);
    add_count(copies, "groups", input->result->duplicate_count);
    add_count(copies, "campaigns", facts->campaigns);
    add_count(copies, "campaign_texts", facts->campaign_texts);
    add_count(copies, "campaign_persons", facts->campaign_persons);
    add_count(copies, "blocks", input->result->block_count);
    cJSON *redacted = add_object(object, "redactions");
    for (uint32_t kind = 0; kind < CAHIER_REDACTION_KINDS; kind++) {
        add_count(redacted, cahier_redaction_name((cahier_redaction_kind)kind), counts->redacted[kind]);
    }
}

/* --- themes --- */

static void add_polarity(cJSON *parent, const uint32_t count[CAHIER_POLARITY_LABELS])
{
    cJSON *object = add_object(parent, "polarity");
    for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        add_count(object, cahier_polarity_name((cahier_polarity_label)i), count[i]);
    }
}

static void add_stances(cJSON *parent, const uint32_t count[CAHIER_STANCES])
{
    cJSON *object = add_object(parent, "stance");
    for (uint32_t i = 0; i < CAHIER_STANCES; i++) {
        add_count(object, cahier_stance_name((cahier_stance_label)i), count[i]);
    }
}

/* Left out when no author of the theme ticked one. */
static void add_positions(cJSON *parent, const uint32_t count[CAHIER_POSITIONS])
{
    if (!cahier_has_positions(count)) {
        return;
    }
    cJSON *object = add_object(parent, "position");
    for (uint32_t i = CAHIER_POSITION_NONE + 1; i < CAHIER_POSITIONS; i++) {
        add_count(object, cahier_position_name((cahier_position)i), count[i]);
    }
}

static void add_interval(cJSON *object, const cahier_interval *interval)
{
    add_count(object, "count", interval->count);
    add_count(object, "total", interval->total);
    add_milli(object, "low", interval->low_milli);
    add_milli(object, "high", interval->high_milli);
}

static void add_terms(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = add_array(parent, "terms");
    for (uint32_t i = 0; i < theme->term_count; i++) {
        const cahier_term *term = &result->vocabulary.at[theme->terms[i].term];
        cJSON *object = push_object(array);
        add_text(object, "term", term->key);
        add_text(object, "surface", term->surface);
        add_milli(object, "weight", theme->terms[i].weight_milli);
        add_count(object, "documents", term->df);
    }
}

static void add_summary(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = add_array(parent, "summary");
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        const cahier_quote *quote = &theme->summary[i];
        const cahier_document *document = result->corpus.analysed[quote->document];
        const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
        cJSON *object = push_object(array);
        add_text(object, "contribution", result->corpus.received[quote->document].id);
        add_text(object, "text", cahier_slice(document->text, sentence->start, sentence->end));
        add_count(object, "start", sentence->start);
        add_count(object, "end", sentence->end);
        check(cJSON_AddBoolToObject(object, "dissent", quote->dissent));
    }
}

static void add_concordance(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *array = add_array(parent, "concordance");
    for (uint32_t i = 0; i < theme->concordance_count; i++) {
        const cahier_concordance *line = &theme->concordance[i];
        cJSON *object = push_object(array);
        add_text(object, "contribution", result->corpus.received[line->document].id);
        add_text(object, "word", cahier_slice(result->corpus.analysed[line->document]->text, line->start, line->end));
        add_count(object, "start", line->start);
        add_count(object, "end", line->end);
    }
}

static void add_places_and_series(cJSON *parent, const cahier_result *result, const cahier_theme *theme)
{
    cJSON *places = add_array(parent, "places");
    for (uint32_t p = 0; p < result->place_count; p++) {
        cJSON *object = push_object(places);
        add_text(object, "place", result->places[p].name);
        add_interval(object, &theme->places[p]);
    }
    cJSON *series = add_array(parent, "series");
    for (uint32_t t = 0; t < result->period_count; t++) {
        cJSON_AddItemToArray(series, check(cJSON_CreateNumber(theme->series[t])));
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
    cJSON *array = add_array(parent, "subthemes");
    for (uint32_t i = 0; i < theme->sub_count; i++) {
        cJSON *object = push_object(array);
        add_string(object, "id", theme->subs[i].id);
        add_text(object, "label", theme->subs[i].label);
        add_string(object, "parent", theme->id);
        add_count(object, "size", theme->subs[i].document_count);
        add_count(object, "persons", theme->subs[i].persons);
    }
    add_milli(parent, "division", theme->split_milli);
}

static void add_theme(cJSON *array, const cahier_result *result, const cahier_theme *theme)
{
    char family[CAHIER_THEME_ID_LEN + 2];
    cJSON *object = push_object(array);
    family_id(result, theme->family, family);
    add_string(object, "id", theme->id);
    add_text(object, "label", theme->label);
    add_string(object, "parent", family);
    check(cJSON_AddBoolToObject(object, "from_taxonomy", theme->taxonomy != CAHIER_NONE));
    add_count(object, "size", theme->document_count);
    add_count(object, "also", theme->also_count);
    add_count(object, "contributions", theme->contributions);
    add_count(object, "persons", theme->persons);
    add_milli(object, "share", cahier_share_milli(theme->persons, result->counts.persons));
    add_terms(object, result, theme);
    add_subthemes(object, theme);
    add_polarity(object, theme->polarity);
    add_stances(object, theme->stance);
    add_positions(object, theme->position);
    add_summary(object, result, theme);
    add_milli(object, "coverage", theme->coverage_milli);
    add_milli(object, "random_coverage", theme->random_coverage_milli);
    add_milli(object, "cohesion", theme->cohesion_milli);
    cJSON *verbatims = add_array(object, "verbatims");
    for (uint32_t i = 0; i < theme->verbatim_count; i++) {
        push_text(verbatims, result->corpus.received[theme->verbatims[i]].id);
    }
    add_concordance(object, result, theme);
    add_places_and_series(object, result, theme);
}

static void add_families(cJSON *parent, const cahier_result *result)
{
    cJSON *array = add_array(parent, "families");
    for (uint32_t f = 0; f < result->family_count; f++) {
        char id[CAHIER_THEME_ID_LEN + 2];
        cJSON *object = push_object(array);
        family_id(result, f, id);
        add_string(object, "id", id);
        add_text(object, "label", result->families[f].label);
        cJSON *themes = add_array(object, "themes");
        for (uint32_t i = 0; i < result->families[f].theme_count; i++) {
            push_text(themes, cahier_string(result->themes[result->families[f].themes[i]].id));
        }
    }
}

/* --- the rest --- */

static void add_places(cJSON *parent, const cahier_result *result)
{
    cJSON *array = add_array(parent, "places");
    for (uint32_t p = 0; p < result->place_count; p++) {
        cJSON *object = push_object(array);
        add_text(object, "name", result->places[p].name);
        add_count(object, "documents", result->places[p].documents);
        add_count(object, "persons", result->places[p].persons);
    }
}

static void add_duplicates(cJSON *parent, const cahier_result *result)
{
    cJSON *array = add_array(parent, "duplicates");
    for (uint32_t g = 0; g < result->duplicate_count; g++) {
        const cahier_duplicate_group *group = &result->duplicates[g];
        char key[16];
        cJSON *object = push_object(array);
        cahier_duplicate_key(g, key);
        add_string(object, "id", key);
        add_string(object, "kind", cahier_duplicate_kind_key(group->kind));
        check(cJSON_AddBoolToObject(object, "campaign", group->campaign));
        add_count(object, "texts", group->document_count);
        add_count(object, "persons", group->persons);
        cJSON *members = add_array(object, "contributions");
        for (uint32_t i = 0; i < group->document_count; i++) {
            push_text(members, result->corpus.received[group->documents[i]].id);
        }
    }
}

static void add_blocks(cJSON *parent, const cahier_result *result)
{
    cJSON *array = add_array(parent, "blocks");
    for (uint32_t b = 0; b < result->block_count; b++) {
        const cahier_block *block = &result->blocks[b];
        char key[16];
        cJSON *object = push_object(array);
        cahier_block_key(b, key);
        add_string(object, "id", key);
        check(cJSON_AddBoolToObject(object, "campaign", block->campaign));
        add_count(object, "texts", block->document_count);
        add_count(object, "persons", block->persons);
        add_text(object, "text", cahier_passage_text(result, &result->passages[block->passages[0]]));
        cJSON *members = add_array(object, "contributions");
        for (uint32_t i = 0; i < block->document_count; i++) {
            push_text(members, result->corpus.received[result->passages[block->passages[i]].document].id);
        }
    }
}

static void add_trends(cJSON *parent, const cahier_result *result)
{
    cJSON *periods = add_array(parent, "periods");
    for (uint32_t t = 0; t < result->period_count; t++) {
        push_month(periods, result->periods[t]);
    }
    cJSON *array = add_array(parent, "trends");
    for (uint32_t i = 0; i < result->trend_count; i++) {
        const cahier_trend *trend = &result->trends[i];
        cJSON *object = push_object(array);
        add_string(object, "theme", result->themes[trend->theme].id);
        add_text(object, "period", cahier_string(cJSON_GetArrayItem(periods, (int)trend->period)->valuestring));
        add_interval(object, &trend->share);
        add_milli(object, "expected", trend->expected_milli);
    }
}

static void add_balance(cJSON *parent, const cahier_result *result)
{
    cJSON *array = add_array(parent, "balance");
    for (uint32_t b = 0; b < result->balance_count; b++) {
        const cahier_balance *balance = &result->balance[b];
        cJSON *object = push_object(array);
        add_text(object, "group", result->corpus.group_name[balance->group]);
        add_text(object, "value", balance->value);
        add_count(object, "documents", balance->documents);
        add_count(object, "persons", balance->persons);
        add_interval(add_object(object, "classified"), &balance->classified);
        add_polarity(object, balance->polarity);
        add_count(object, "redacted", balance->redacted);
    }
}

static void push_line(void *array, cahier_text sentence)
{
    push_text(array, sentence);
}

static void add_lesson(cJSON *parent, const cahier_lesson *lesson)
{
    cJSON *object = add_object(parent, "learned");
    add_count(object, "praising", lesson->praising);
    add_count(object, "blaming", lesson->blaming);
    add_count(object, "rescored", lesson->rescored);
    add_count(object, "turned", lesson->turned);
    cJSON *words = add_array(object, "words");
    for (uint32_t i = 0; i < lesson->count; i++) {
        cJSON *word = push_object(words);
        add_text(word, "word", lesson->at[i].surface);
        add_milli(word, "weight", lesson->at[i].weight_milli);
        add_count(word, "documents", lesson->at[i].documents);
    }
}

static void add_quality(cJSON *parent, const cahier_report_input *input, const cahier_facts *facts)
{
    cJSON *object = add_object(parent, "quality");
    add_milli(object, "classified", cahier_share_milli(facts->classified, input->result->counts.documents));
    add_milli(object, "stability", input->result->stability_milli);
    add_milli(object, "coverage", facts->coverage_milli);
    add_milli(object, "random_coverage", facts->random_coverage_milli);
    add_lesson(object, &input->result->lesson);
    cJSON *choice = add_array(object, "choice");
    for (uint32_t i = 0; i < input->result->choice_count; i++) {
        const cahier_choice *number = &input->result->choice[i];
        cJSON *item = push_object(choice);
        add_count(item, "themes", number->themes);
        add_milli(item, "stability", number->stability_milli);
        add_milli(item, "modularity", number->modularity_milli);
    }
}

/* --- manifest --- */

static void add_pairs(cJSON *parent, const char *name, const cahier_report_pair *pairs, uint32_t count)
{
    cJSON *object = add_object(parent, name);
    for (uint32_t i = 0; i < count; i++) {
        char *key = copy_text(pairs[i].name);
        add_text(object, key, pairs[i].value);
        free(key);
    }
}

static void add_source(cJSON *object, const cahier_report_source *source)
{
    add_text(object, "name", source->name);
    add_text(object, "version", source->version);
    add_string(object, "sha256", source->sha256);
}

static void add_source_or_null(cJSON *parent, const char *name, const cahier_report_source *source)
{
    if (source == NULL) {
        check(cJSON_AddNullToObject(parent, name));
    } else {
        add_source(add_object(parent, name), source);
    }
}

static void add_inputs(cJSON *parent, const cahier_report_input *input)
{
    cJSON *array = add_array(parent, "inputs");
    for (uint32_t i = 0; i < input->file_count; i++) {
        const cahier_report_file *file = &input->files[i];
        cJSON *object = push_object(array);
        add_text(object, "name", file->name);
        add_string(object, "sha256", file->sha256);
        add_count(object, "bytes", file->bytes);
        add_count(object, "rows", file->rows);
        add_text(object, "encoding", file->encoding);
        cJSON *columns = add_array(object, "columns");
        for (uint32_t c = 0; c < file->column_count; c++) {
            cJSON *column = push_object(columns);
            add_text(column, "role", file->columns[c].name);
            add_text(column, "column", file->columns[c].value);
        }
    }
}

static void fill_manifest(cJSON *object, const cahier_report_input *input, const cahier_facts *facts)
{
    add_string(object, "schema", "cahier.manifest/1");
    add_string(object, "cahier", CAHIER_VERSION);
    add_pairs(object, "versions", input->versions, input->version_count);
    add_inputs(object, input);
    cJSON *lexicons = add_array(object, "lexicons");
    for (uint32_t i = 0; i < input->lexicon_count; i++) {
        add_source(push_object(lexicons), &input->lexicons[i]);
    }
    add_source_or_null(object, "taxonomy", input->taxonomy);
    add_source_or_null(object, "decisions", input->decisions);
    cJSON *previous = add_array(object, "previous");
    for (uint32_t i = 0; i < input->previous_count; i++) {
        add_source(push_object(previous), &input->previous[i]);
    }
    add_pairs(object, "options", input->options, input->option_count);
    add_text(object, "command", input->command);
    add_counts(object, input, facts);
}

void cahier_write_manifest_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts)
{
    cJSON *document = check(cJSON_CreateObject());
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
    check(cJSON_AddRawToObject(document, name, raw.at));
    cahier_out_close(&raw);
}

void cahier_write_report_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts)
{
    const cahier_result *result = input->result;
    cJSON *document = check(cJSON_CreateObject());
    add_string(document, "schema", "cahier.report/1");
    add_counts(document, input, facts);
    cJSON *dates = add_object(document, "dates");
    add_date(dates, "first", facts->first_date);
    add_date(dates, "last", facts->last_date);
    cJSON *themes = add_array(document, "themes");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        add_theme(themes, result, &result->themes[k]);
    }
    add_families(document, result);
    add_places(document, result);
    add_duplicates(document, result);
    add_blocks(document, result);
    add_trends(document, result);
    add_balance(document, result);
    cahier_say_method(input, facts, CAHIER_PLAIN, (cahier_listener){push_line, add_array(document, "method")});
    cahier_say_limits(input, facts, CAHIER_PLAIN, (cahier_listener){push_line, add_array(document, "limits")});
    add_raw(document, "guidance", cahier_put_guidance, result);
    add_raw(document, "continuity", cahier_put_continuity, result);
    add_quality(document, input, facts);
    fill_manifest(add_object(document, "manifest"), input, facts);
    print(out, document);
}

void cahier_write_run_json(cahier_out *out, const cahier_report_run *run)
{
    cJSON *document = check(cJSON_CreateObject());
    add_string(document, "schema", "cahier.run/1");
    add_text(document, "started", run->started);
    add_count(document, "duration_ms", run->duration_ms);
    add_count(document, "cpu_ms", run->cpu_ms);
    add_count(document, "peak_bytes", run->peak_bytes);
    add_count(document, "threads", run->threads);
    print(out, document);
}
