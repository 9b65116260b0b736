/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, themes and contributions of an edition, for machines. */
#include <stdlib.h>

#include "api.h"
#include "at.h"
#include "explain_one.h"
#include "explanation_say.h"
#include "files.h"
#include "fill.h"
#include "json_tree.h"
#include "sheet.h"
#include "text.h"

/* --- themes ----------------------------------------------------------------------------------------------------------- */

/* What people said of it, beside what the report says. */
static void put_standing(cJSON *object, const cahier_standing *standing)
{
    cJSON_AddBoolToObject(object, "signed_off", standing->signed_off != NULL);
    cJSON_AddBoolToObject(object, "changed_since", standing->changed_since);
    cJSON *right = cahier_json_object(object, "right");
    cahier_json_count(right, "count", standing->right.count);
    cahier_json_count(right, "total", standing->right.total);
}

static void put_brief(cJSON *object, const cahier_result *result, const cahier_theme *theme)
{
    cahier_json_string(object, "id", theme->id);
    cahier_json_text(object, "label", theme->label);
    cahier_json_count(object, "size", theme->document_count);
    cahier_json_count(object, "also", theme->also_count);
    cahier_json_count(object, "contributions", theme->contributions);
    cahier_json_count(object, "persons", theme->persons);
    cahier_json_milli(object, "share", cahier_share_milli(theme->persons, result->counts.persons));
    cJSON *polarity = cahier_json_object(object, "polarity");
    for (cahier_polarity_label i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_json_count(polarity, cahier_polarity_name(i), theme->polarity[i]);
    }
    cJSON *stance = cahier_json_object(object, "stance");
    for (cahier_stance_label i = 0; i < CAHIER_STANCES; i++) {
        cahier_json_count(stance, cahier_stance_name(i), theme->stance[i]);
    }
}

/* Open, with what verdicts say; false when it has answered. */
static bool open_read(cahier_at_page *page, cahier_request *request, cahier_response *response)
{
    if (!cahier_at_open(page, request, response)) {
        return false;
    }
    if (!cahier_at_fill(page, cahier_fill_reading)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        cahier_at_close(page);
        return false;
    }
    return true;
}

void cahier_api_themes(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!open_read(&page, request, response)) {
        return;
    }
    const cahier_result *result = page.edition->input->result;
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "revision", page.view.revision);
    cahier_json_count(tree, "documents", result->counts.documents);
    cahier_json_count(tree, "persons", result->counts.persons);
    cahier_json_count(tree, "unclassified", result->counts.unclassified);
    cahier_json_count(tree, "no_answer", result->counts.no_answer);
    cJSON *list = cahier_json_array(tree, "themes");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        cJSON *object = cahier_json_push_object(list);
        put_brief(object, result, &result->themes[k]);
        put_standing(cahier_json_object(object, "review"), &page.view.standing[k]);
    }
    cahier_api_print(request, response, tree, true);
    cahier_at_close(&page);
}

void cahier_api_theme(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!open_read(&page, request, response)) {
        return;
    }
    const cahier_result *result = page.edition->input->result;
    uint32_t theme = cahier_overlay_theme(result, request->capture[1]);
    if (theme == CAHIER_NONE) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_THEME);
    } else {
        cJSON *tree = cahier_json_check(cJSON_CreateObject());
        cahier_json_count(tree, "revision", page.view.revision);
        cJSON *object = cahier_json_object(tree, "theme");
        cahier_theme_json(object, result, &result->themes[theme]);
        put_standing(cahier_json_object(object, "review"), &page.view.standing[theme]);
        cahier_api_print(request, response, tree, false);
    }
    cahier_at_close(&page);
}

/* --- contributions ---------------------------------------------------------------------------------------------------- */

/* Documents of a theme, of none (« aucun »), or all; the caller frees. NULL: no such theme. */
static uint32_t *list_documents(const cahier_result *result, cahier_text theme, uint32_t *count)
{
    uint32_t documents = result->counts.documents;
    uint32_t *list = cahier_report_alloc(NULL, (size_t)documents + 1, sizeof *list);
    bool none = cahier_text_equal(theme, cahier_string("aucun"));
    *count = 0;
    if (theme.len > 0 && !none) {
        uint32_t found = cahier_overlay_theme(result, theme);
        if (found == CAHIER_NONE) {
            free(list);
            return NULL;
        }
        for (; *count < result->themes[found].document_count; ++*count) {
            list[*count] = result->themes[found].documents[*count];
        }
        return list;
    }
    for (uint32_t d = 0; d < documents; d++) {
        if (!none || cahier_is_unclassified(result, d)) {
            list[(*count)++] = d;
        }
    }
    return list;
}

/* Lines of contributions.jsonl, as they are in that file. */
static void put_documents(const cahier_at_page *page, const uint32_t *at, const cahier_page_of *shown)
{
    cahier_out *out = &page->response->body;
    cahier_put(out, "{\"revision\":");
    cahier_put_uint(out, page->view.revision);
    cahier_put(out, ",\"total\":");
    cahier_put_uint(out, shown->total);
    cahier_put(out, ",\"page\":");
    cahier_put_uint(out, (uint64_t)shown->page + 1);
    cahier_put(out, ",\"pages\":");
    cahier_put_uint(out, shown->total > 0 ? (shown->total - 1) / CAHIER_VIEW_ROWS + 1 : 1);
    cahier_put(out, ",\"contributions\":[");
    for (uint32_t i = shown->first; i < shown->end; i++) {
        cahier_put(out, i > shown->first ? "," : "");
        cahier_write_contribution_json(out, page->edition->input, at[i]);
    }
    cahier_put(out, "]}\n");
    page->response->type = "application/json";
}

void cahier_api_contributions(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    uint32_t count, kept;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    const cahier_result *result = page.edition->input->result;
    uint32_t *from = list_documents(result, cahier_field_value(&request->query, "theme"), &count);
    if (from == NULL) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_THEME);
    } else {
        cahier_shown_filter filter = page.view.filter;
        filter.doubtful_first =
                filter.doubtful_first && cahier_field_value(&request->query, "ordre").len > 0; /* else as they came */
        uint32_t *at = cahier_filter_apply(result, &filter, from, count, &kept);
        cahier_page_of shown = cahier_page_at(kept, filter.page);
        put_documents(&page, at, &shown);
        free(at);
    }
    free(from);
    cahier_at_close(&page);
}

static void take_explanation(void *self, const cahier_explanation *explanation)
{
    cJSON_AddItemToObject(self, "explanation", cahier_json_check(cahier_explanation_json(explanation)));
}

void cahier_api_contribution(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    cahier_out line;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    uint32_t document = cahier_at_document(page.edition, request->capture[1]);
    if (document == CAHIER_NONE) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
        cahier_at_close(&page);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "revision", page.view.revision);
    cahier_out_open_memory(&line);
    cahier_write_contribution_json(&line, page.edition->input, document);
    cJSON_AddItemToObject(tree, "contribution",
            cahier_json_check(cJSON_ParseWithLength(cahier_out_text(&line).at, cahier_out_text(&line).len)));
    (void)cahier_out_close(&line);
    if (!cahier_explain_one(page.edition->input, document, take_explanation, tree)) {
        cJSON_AddNullToObject(tree, "explanation");
    }
    const cahier_entries *entries = &page.edition->overlay->of_document[document];
    cJSON *said = cahier_json_array(tree, "decisions");
    for (uint32_t i = 0; i < entries->count; i++) {
        cahier_text kept = page.edition->journal->at[entries->at[i]].line;
        cJSON_AddItemToArray(said, cahier_json_check(cJSON_ParseWithLength(kept.at, kept.len)));
    }
    cahier_api_print(request, response, tree, false);
    cahier_at_close(&page);
}
