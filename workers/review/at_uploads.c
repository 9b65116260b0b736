/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, files: sent, shown as they would be read, corrected, sent on. */
#include "at.h"
#include "upload.h"

#define CHECK_WAIT_MS 2000u /* most files are checked within: the page that follows shows it */
#define SEND_WAIT_MS 20000u /* until the batch has a name; then its page shows how far it is */

static void answer_upload(cahier_request *request, cahier_response *response, cahier_upload_answer answer)
{
    cahier_text id = request->capture[0];
    switch (answer) {
    case CAHIER_UPLOAD_NONE:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
        break;
    case CAHIER_UPLOAD_BUSY:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        break;
    default: /* its page says the rest; the id was that of an upload, letters and digits */
        cahier_answer_path(request, response, "/envois/%.*s", (int)id.len, id.at);
    }
}

void cahier_at_new_lot(cahier_request *request, cahier_response *response)
{
    cahier_view view = cahier_request_view(request);
    cahier_view_upload(&response->body, &view);
}

void cahier_at_send_files(cahier_request *request, cahier_response *response)
{
    char batch[CAHIER_BATCH_LEN + 1];
    if (request->spool == NULL || request->spool->count == 0) {
        cahier_answer_notice(request, response, "/lots/nouveau", CAHIER_NOTICE_NO_FILE);
        return;
    }
    cahier_upload_answer answer = cahier_uploads_add(
            request->site->uploads, request, request->spool, cahier_field_value(&request->form, "titre"));
    request->capture[0] = cahier_string(request->spool->id);
    if (answer == CAHIER_UPLOAD_DONE) {
        (void)cahier_uploads_wait(request->site->uploads, request, request->capture[0], CHECK_WAIT_MS, batch);
    }
    answer_upload(request, response, answer);
}

void cahier_at_upload(cahier_request *request, cahier_response *response)
{
    cahier_preflight preflight;
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_upload_answer answer =
            cahier_uploads_show(request->site->uploads, request, request->capture[0], &preflight, batch);
    if (answer == CAHIER_UPLOAD_SENT) {
        cahier_answer_path(request, response, "/lots/%s", batch);
    } else if (answer == CAHIER_UPLOAD_DONE || answer == CAHIER_UPLOAD_RUNNING) {
        cahier_view view = cahier_request_view(request);
        cahier_view_preflight(&response->body, &view, &preflight);
    } else {
        answer_upload(request, response, answer);
    }
}

static void change(cahier_request *request, cahier_response *response, bool send)
{
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_uploads *uploads = request->site->uploads;
    cahier_upload_answer answer = cahier_uploads_change(uploads, request, request->capture[0], send);
    if (answer == CAHIER_UPLOAD_DONE || answer == CAHIER_UPLOAD_RUNNING) { /* RUNNING: said twice */
        answer = cahier_uploads_wait(uploads, request, request->capture[0], send ? SEND_WAIT_MS : CHECK_WAIT_MS, batch);
    }
    if (answer == CAHIER_UPLOAD_SENT && send) {
        cahier_answer_path(request, response, "/lots/%s", batch);
    } else {
        answer_upload(request, response, answer);
    }
}

void cahier_at_columns(cahier_request *request, cahier_response *response)
{
    change(request, response, false);
}

void cahier_at_analyse(cahier_request *request, cahier_response *response)
{
    change(request, response, true);
}

void cahier_at_abandon(cahier_request *request, cahier_response *response)
{
    cahier_upload_answer answer = cahier_uploads_give_up(request->site->uploads, request, request->capture[0]);
    if (answer == CAHIER_UPLOAD_DONE) {
        cahier_answer_path(request, response, "/lots");
    } else {
        answer_upload(request, response, answer);
    }
}
