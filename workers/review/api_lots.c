/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, batches and files for machines: lists, states, what a file would be read as. */
#include "api.h"
#include "at.h"
#include "json_tree.h"
#include "lots.h"
#include "upload.h"

void cahier_api_lots(cahier_request *request, cahier_response *response)
{
    cahier_shown_lot *lots;
    uint32_t count;
    cahier_queue_answer answer = cahier_lots_list(request, &lots, &count);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cJSON *list = cahier_json_array(tree, "batches");
    for (uint32_t i = 0; i < count; i++) {
        cahier_api_put_lot(cahier_json_push_object(list), &lots[i]);
    }
    cahier_api_print(request, response, tree, true);
}

void cahier_api_lot(cahier_request *request, cahier_response *response)
{
    cahier_shown_lot lot;
    cahier_queue_answer answer = cahier_lots_read(request, request->capture[0], &lot);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_api_put_lot(tree, &lot);
    cahier_api_print(request, response, tree, true);
}

/* --- files ------------------------------------------------------------------------------------------------------------ */

static void put_columns(cJSON *array, uint32_t f, const cahier_checked_file *file)
{
    for (uint32_t c = 0; c < file->column_count; c++) {
        cahier_out field;
        cJSON *object = cahier_json_push_object(array);
        cahier_out_open_memory(&field);
        cahier_put(&field, "role-");
        cahier_put_uint(&field, f);
        cahier_put(&field, "-");
        cahier_put_uint(&field, c);
        cahier_json_text(object, "name", file->columns[c].name);
        cahier_json_text(object, "role", file->columns[c].role);
        cahier_json_string(object, "why", file->columns[c].why);
        cahier_json_text(object, "field", cahier_out_text(&field));
        (void)cahier_out_close(&field);
    }
}

static void put_file(cJSON *object, uint32_t f, const cahier_checked_file *file)
{
    cahier_json_text(object, "name", file->name);
    cahier_json_text(object, "format", file->format);
    cahier_json_text(object, "encoding", file->encoding);
    cahier_json_text(object, "platform", file->platform);
    cahier_json_count(object, "rows", file->rows);
    cahier_json_count(object, "documents", file->documents);
    cahier_json_count(object, "empty", file->empty);
    cahier_json_count(object, "repeated", file->repeated);
    cahier_json_count(object, "other_kind", file->other_kind);
    cahier_json_count(object, "unreadable", file->unreadable);
    cahier_json_count(object, "bad_dates", file->bad_dates);
    put_columns(cahier_json_array(object, "columns"), f, file);
}

static void put_preflight(cJSON *tree, const cahier_preflight *preflight)
{
    cahier_json_text(tree, "id", preflight->id);
    cahier_json_text(tree, "title", preflight->title);
    cahier_json_string(tree, "state",
            preflight->running           ? "checking"
            : preflight->refusal.len > 0 ? "refused"
                                         : "checked");
    if (preflight->refusal.len > 0) {
        cahier_json_text(tree, "why", preflight->refusal);
    }
    cahier_json_count(tree, "rows", preflight->rows);
    cahier_json_count(tree, "documents", preflight->documents);
    cahier_json_count(tree, "persons", preflight->persons);
    cJSON *files = cahier_json_array(tree, "files");
    for (uint32_t f = 0; f < preflight->file_count; f++) {
        put_file(cahier_json_push_object(files), f, &preflight->files[f]);
    }
}

void cahier_api_upload(cahier_request *request, cahier_response *response)
{
    cahier_preflight preflight;
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_upload_answer answer =
            cahier_uploads_show(request->site->uploads, request, request->capture[0], &preflight, batch);
    if (answer == CAHIER_UPLOAD_NONE || answer == CAHIER_UPLOAD_BUSY) {
        cahier_answer_trouble(
                request, response, answer == CAHIER_UPLOAD_NONE ? CAHIER_TROUBLE_NOT_FOUND : CAHIER_TROUBLE_BUSY);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    bool known = answer == CAHIER_UPLOAD_KNOWN || answer == CAHIER_UPLOAD_KNOWN_OTHERWISE;
    if (known || answer == CAHIER_UPLOAD_SENT) {
        cahier_json_text(tree, "id", request->capture[0]);
        cahier_json_string(tree, "state", answer == CAHIER_UPLOAD_KNOWN_OTHERWISE ? "asked" : "sent");
        cahier_json_string(tree, "batch", batch);
        cJSON_AddBoolToObject(tree, "before", known);
    } else {
        put_preflight(tree, &preflight);
    }
    cahier_api_print(request, response, tree, false);
}
