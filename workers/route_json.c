/* SPDX-License-Identifier: Apache-2.0 */
/* Routed messages for programs: one object a line, and the manifest of the folder. */
#include "files.h"
#include "json_tree.h"
#include "route_write.h"
#include "versions.h"

static void put_milli(cahier_out *out, const char *key, int32_t milli)
{
    cahier_put_key(out, key);
    cahier_put_milli(out, milli, '.');
}

/* "words":[{"surface":"trottoir","start":3,"end":11,"weight":1,"entry":"trottoir"}] */
static void put_parts(cahier_out *out, const cahier_route_lot *lot, uint32_t d, uint32_t first, uint32_t count)
{
    const cahier_route *route = &lot->routed[d].route;
    cahier_put_key(out, "words");
    cahier_put(out, "[");
    for (uint32_t p = first; p < first + count; p++) {
        const cahier_route_part *part = &route->part[p];
        const cahier_service_row *row = &lot->routing->services.row[part->row];
        cahier_put(out, p > first ? ",{\"surface\":" : "{\"surface\":");
        cahier_put_json(out, cahier_slice(lot->document[d]->text, part->start, part->end));
        cahier_put_key(out, "start");
        cahier_put_uint(out, part->start);
        cahier_put_key(out, "end");
        cahier_put_uint(out, part->end);
        put_milli(out, "weight", part->weight_milli);
        cahier_put_member_or_null(out, "entry", row->form);
        if (row->theme.len > 0) {
            cahier_put_member_or_null(out, "theme", row->theme);
        }
        cahier_put(out, row->learned ? ",\"learned\":true}" : "}");
    }
    cahier_put(out, "]");
}

/* {"service":"Voirie","address":"…","delay":15,"score":2.5,"words":[…]}, or null. */
static void put_candidate(cahier_out *out, const cahier_route_lot *lot, uint32_t d, bool other)
{
    const cahier_route *route = &lot->routed[d].route;
    uint32_t s = other ? route->other : route->service;
    if (s == CAHIER_NONE) {
        cahier_put(out, "null");
        return;
    }
    const cahier_service *service = &lot->routing->services.at[s];
    cahier_put(out, "{\"service\":");
    cahier_put_json(out, service->name);
    cahier_put_member_or_null(out, "address", service->address);
    cahier_put_key(out, "delay");
    if (service->delay_days > 0) {
        cahier_put_uint(out, service->delay_days);
    } else {
        cahier_put(out, "null");
    }
    put_milli(out, "score", other ? route->other_milli : route->score_milli);
    put_parts(out, lot, d, other ? route->part_count : 0, other ? route->other_count : route->part_count);
    cahier_put(out, "}");
}

static void put_urgency(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    const cahier_urgency *urgency = &lot->routed[d].urgency;
    const cahier_dangers *dangers = &lot->routing->dangers;
    cahier_text text = lot->document[d]->text;
    cahier_put_key(out, "urgent");
    cahier_put(out, urgency->urgent ? "true" : "false");
    if (urgency->part_count == 0) {
        return;
    }
    cahier_put_key(out, "urgency");
    cahier_put(out, "{\"score\":");
    cahier_put_milli(out, urgency->score_milli, '.');
    cahier_put_member_or_null(out, "danger",
            urgency->row == CAHIER_NONE ? (cahier_text){NULL, 0} : cahier_danger_name(dangers, urgency->row));
    cahier_put_key(out, "words");
    for (uint32_t p = 0; p < urgency->part_count; p++) {
        const cahier_danger_part *part = &urgency->part[p];
        cahier_put(out, p > 0 ? ",{\"surface\":" : "[{\"surface\":");
        cahier_put_json(out, cahier_slice(text, part->start, part->end));
        cahier_put_key(out, "start");
        cahier_put_uint(out, part->start);
        cahier_put_key(out, "end");
        cahier_put_uint(out, part->end);
        put_milli(out, "weight", part->weight_milli);
        cahier_put_member_or_null(out, "danger", cahier_danger_name(dangers, part->row));
        cahier_put_member_or_null(out, "how", cahier_string(cahier_danger_void_name(part->reason)));
        if (part->reason != CAHIER_DANGER_SAID) {
            cahier_put_member_or_null(out, "cue", cahier_slice(text, part->cue_start, part->cue_end));
        }
        cahier_put(out, "}");
    }
    cahier_put(out, "]}");
}

static void put_decision(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    if (lot->decision[d] == CAHIER_NONE) {
        return;
    }
    const cahier_decision *decision = &lot->decisions->at[lot->decision[d]];
    cahier_put_key(out, "decision");
    cahier_put(out, "{\"line\":");
    cahier_put_uint(out, decision->line);
    cahier_put_member_or_null(out, "who", decision->who);
    cahier_put_member_or_null(out, "when", decision->when);
    cahier_put_member_or_null(out, "proposed",
            lot->proposed[d] == CAHIER_NONE ? (cahier_text){NULL, 0}
                                            : lot->routing->services.at[lot->proposed[d]].name);
    cahier_put(out, "}");
}

void cahier_route_put_service(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    const cahier_route *route = &lot->routed[d].route;
    cahier_put_member_or_null(out, "service",
            cahier_route_is_sure(route) ? lot->routing->services.at[route->service].name : (cahier_text){NULL, 0});
    cahier_put_member_or_null(out, "reason", cahier_string(cahier_route_reason_name(route->reason)));
    cahier_put_key(out, "best");
    put_candidate(out, lot, d, false);
    cahier_put_key(out, "next");
    put_candidate(out, lot, d, true);
    put_urgency(out, lot, d);
}

static void put_message(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    const cahier_contribution *received = &lot->intake->at[d];
    cahier_put(out, "{\"id\":");
    cahier_put_json(out, received->id);
    cahier_put_key(out, "row");
    cahier_put_uint(out, received->row);
    cahier_put_key(out, "date");
    cahier_put(out, received->date == 0 ? "null" : "\"");
    if (received->date != 0) {
        cahier_put_iso_date(out, received->date);
        cahier_put(out, "\"");
    }
    cahier_put_member_or_null(out, "place", received->place);
    cahier_route_put_service(out, lot, d);
    put_decision(out, lot, d);
    cahier_put_key(out, "text");
    cahier_put_json(out, lot->document[d]->text);
    cahier_put(out, "}\n");
}

void cahier_route_write_json(cahier_out *out, const cahier_route_lot *lot)
{
    for (uint32_t d = 0; d < lot->intake->count && !out->failed; d++) {
        put_message(out, lot, d);
    }
}

/* --- the manifest --------------------------------------------------------------------------------------------------------- */

static void add_fact(cJSON *array, const cahier_lexicon_fact *fact)
{
    cJSON *object = cahier_json_push_object(array);
    cahier_json_text(object, "name", fact->name);
    cahier_json_text(object, "version", fact->version);
    cahier_json_string(object, "sha256", fact->sha256);
}

static void add_sources(cJSON *root, const cahier_route_files *files)
{
    const cahier_routing *routing = files->lot->routing;
    cJSON *inputs = cahier_json_array(root, "inputs"), *services = cahier_json_array(root, "services"),
          *lexicons = cahier_json_array(root, "lexicons");
    for (uint32_t f = 0; f < files->lot->intake->file_count; f++) {
        const cahier_intake_file *file = &files->lot->intake->file[f];
        cJSON *object = cahier_json_push_object(inputs);
        cahier_json_text(object, "name", file->name);
        cahier_json_string(object, "sha256", file->sha256);
        cahier_json_count(object, "rows", file->rows);
        cahier_json_count(object, "documents", file->documents);
    }
    for (uint32_t l = 0; l < routing->list_count; l++) {
        add_fact(services, &routing->fact[l]);
    }
    add_fact(lexicons, &routing->urgency_fact);
    for (uint32_t i = 0; i < CAHIER_LEXICON_FILES; i++) {
        add_fact(lexicons, &files->lexicons->fact[i]);
    }
}

static void add_counts(cJSON *root, const cahier_route_lot *lot)
{
    cJSON *counts = cahier_json_object(root, "counts");
    uint32_t urgent = 0, reason[CAHIER_ROUTE_REASONS] = {0};
    for (uint32_t d = 0; d < lot->intake->count; d++) {
        urgent += lot->routed[d].urgency.urgent;
        reason[lot->routed[d].route.reason]++;
    }
    cahier_json_count(counts, "rows", lot->intake->rows);
    cahier_json_count(counts, "set_aside", lot->intake->set_aside_count);
    cahier_json_count(counts, "messages", lot->intake->count);
    cahier_json_count(counts, "urgent", urgent);
    for (uint32_t r = 0; r < CAHIER_ROUTE_REASONS; r++) {
        cahier_json_count(counts, cahier_route_reason_name((cahier_route_reason)r), reason[r]);
    }
}

static void add_decisions(cJSON *root, const cahier_route_files *files)
{
    const cahier_route_lot *lot = files->lot;
    if (lot->decisions == NULL) {
        return;
    }
    cJSON *journal = cahier_json_object(root, "decisions");
    cahier_json_text(journal, "name", files->journal->name);
    cahier_json_string(journal, "sha256", files->journal->sha256);
    cahier_json_count(journal, "taught", lot->lesson.taught);
    cJSON *routes = cahier_json_array(journal, "routes");
    for (uint32_t i = 0; i < lot->decisions->count; i++) {
        if (lot->outcome[i] != CAHIER_ROUTE_ELSEWHERE) {
            cJSON *object = cahier_json_push_object(routes);
            cahier_json_count(object, "line", lot->decisions->at[i].line);
            cahier_json_text(object, "service", lot->decisions->at[i].service);
            cahier_json_string(object, "outcome", cahier_route_outcome_name(lot->outcome[i]));
        }
    }
    cJSON *learned = cahier_json_array(journal, "learned");
    for (uint32_t i = 0; i < lot->lesson.count; i++) {
        const cahier_route_learned *word = &lot->lesson.at[i];
        cJSON *object = cahier_json_push_object(learned);
        cahier_json_text(object, "service", word->service);
        cahier_json_text(object, "form", word->form);
        cahier_json_milli(object, "before", word->before_milli);
        cahier_json_milli(object, "after", word->after_milli);
        cahier_json_count(object, "messages", word->messages);
        cahier_json_count(object, "others", word->others);
        cahier_json_string(object, "because", word->misled ? "misled" : "gained");
    }
}

void cahier_route_write_manifest(cahier_out *out, const cahier_route_files *files)
{
    cJSON *root = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(root, "schema", "cahier.route/1");
    cahier_json_string(root, "version", CAHIER_VERSION);
    cahier_json_string(root, "redact", files->redact_strict ? "strict" : "balanced");
    add_sources(root, files);
    add_counts(root, files->lot);
    add_decisions(root, files);
    char *text = cJSON_Print(root);
    cahier_json_check(text != NULL ? root : NULL);
    cahier_put(out, text);
    cahier_put(out, "\n");
    cJSON_free(text);
    cJSON_Delete(root);
}
