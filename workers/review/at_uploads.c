/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, files: sent, shown as they would be read, corrected, sent on. */
#include <stdio.h>

#include "at.h"
#include "at_batch.h"
#include "edition.h"
#include "lots.h"
#include "text.h"
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

/* To the batch; which says when it was there before. */
static void answer_batch(
        cahier_request *request, cahier_response *response, cahier_upload_answer answer, const char *batch)
{
    if (answer == CAHIER_UPLOAD_KNOWN) {
        cahier_answer_path(request, response, "/lots/%s?avis=%s", batch, cahier_notice_key(CAHIER_NOTICE_SENT_BEFORE));
    } else {
        cahier_answer_path(request, response, "/lots/%s", batch);
    }
}

/* Batches from which the files may go on: those that are ready. */
static cahier_queue_answer list_ready(cahier_request *request, cahier_preflight *preflight)
{
    cahier_shown_lot *lots;
    uint32_t count, ready = 0;
    cahier_queue_answer answer = cahier_lots_list(request, &lots, &count);
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        if (lots[i].state == CAHIER_LOT_READY) {
            lots[ready++] = lots[i];
        }
    }
    preflight->lots = lots;
    preflight->lot_count = ready;
    return answer;
}

static void show_preflight(cahier_request *request, cahier_response *response, cahier_preflight *preflight)
{
    cahier_view view = cahier_request_view(request);
    cahier_queue_answer answer = preflight->running ? CAHIER_QUEUE_DONE : list_ready(request, preflight);
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_view_preflight(&response->body, &view, preflight);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

static void show_known(
        cahier_request *request, cahier_response *response, const cahier_preflight *preflight, const char *batch)
{
    cahier_shown_lot lot;
    cahier_queue_answer answer = cahier_lots_read(request, cahier_string(batch), &lot);
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_view view = cahier_request_view(request);
        cahier_view_sent_before(&response->body, &view, preflight, &lot);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_upload(cahier_request *request, cahier_response *response)
{
    cahier_preflight preflight;
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_upload_answer answer =
            cahier_uploads_show(request->site->uploads, request, request->capture[0], &preflight, batch);
    switch (answer) {
    case CAHIER_UPLOAD_SENT:
    case CAHIER_UPLOAD_KNOWN:
        answer_batch(request, response, answer, batch);
        break;
    case CAHIER_UPLOAD_KNOWN_OTHERWISE:
        show_known(request, response, &preflight, batch);
        break;
    case CAHIER_UPLOAD_DONE:
    case CAHIER_UPLOAD_RUNNING:
        show_preflight(request, response, &preflight);
        break;
    default:
        answer_upload(request, response, answer);
    }
}

/* --- from another batch ----------------------------------------------------------------------------------------------- */

/* The report and the journal of the edition that people see now, for `submit --previous --decisions`. */
static bool write_edition(const cahier_edition *edition, const char *folder, bool *decided)
{
    char path[CAHIER_SPOOL_PATH + 32];
    cahier_report_error error;
    cahier_text lines = edition->journal->parsed.bytes;
    (void)snprintf(path, sizeof path, "%s/" CAHIER_UPLOAD_PREVIOUS, folder);
    if (!cahier_edition_write(edition, path, CAHIER_REPORT_JSON, "", &error)) {
        return false;
    }
    *decided = edition->journal->count > 0;
    (void)snprintf(path, sizeof path, "%s/" CAHIER_UPLOAD_DECISIONS, folder);
    FILE *file = *decided ? fopen(path, "we") : NULL;
    bool written = file != NULL && fwrite(lines.at, 1, lines.len, file) == lines.len;
    return !*decided || ((file != NULL && fclose(file) == 0) && written);
}

/* False when it has answered. */
static bool go_on_from(cahier_request *request, cahier_response *response, cahier_upload_wish *wish)
{
    char folder[CAHIER_SPOOL_PATH];
    cahier_shown_lot lot;
    const cahier_edition *edition;
    const char *batch = cahier_lots_name(request, wish->follows);
    cahier_queue_answer read = cahier_lots_read(request, wish->follows, &lot);
    if (read != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, read);
        return false;
    }
    wish->follows_title = lot.title.len > 0 ? lot.title : lot.files;
    if (!wish->send || !cahier_uploads_folder(request->site->uploads, request, request->capture[0], folder)) {
        return true; /* said twice, or not to be sent: what it is now says so */
    }
    const cahier_edition_place place = {request->queue, request->town->tenant, batch};
    cahier_review_answer answer = cahier_editions_take(request->site->editions, &place, &edition);
    if (answer != CAHIER_REVIEW_DONE) {
        cahier_at_answer(request, response, batch, answer);
        return false;
    }
    bool written = write_edition(edition, folder, &wish->decided);
    cahier_edition_release(edition);
    if (!written) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_FAILED);
    }
    return written;
}

static void change(cahier_request *request, cahier_response *response, bool send)
{
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_uploads *uploads = request->site->uploads;
    cahier_upload_wish wish = {.send = send, .follows = cahier_field_value(&request->form, "suite")};
    if (wish.follows.len > 0 && !go_on_from(request, response, &wish)) {
        return;
    }
    cahier_upload_answer answer = cahier_uploads_change(uploads, request, request->capture[0], &wish);
    if (answer == CAHIER_UPLOAD_DONE || answer == CAHIER_UPLOAD_RUNNING) { /* RUNNING: said twice */
        answer = cahier_uploads_wait(uploads, request, request->capture[0], send ? SEND_WAIT_MS : CHECK_WAIT_MS, batch);
    }
    if ((answer == CAHIER_UPLOAD_SENT || answer == CAHIER_UPLOAD_KNOWN) && send) {
        answer_batch(request, response, answer, batch);
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

/* The same files under another title: the batch that is there, under its name or the new one, or a batch apart. */
void cahier_at_settle(cahier_request *request, cahier_response *response)
{
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_preflight preflight;
    cahier_uploads *uploads = request->site->uploads;
    cahier_text id = request->capture[0], wish = cahier_field_value(&request->form, "faire");
    bool apart = cahier_text_equal(wish, cahier_string("part"));
    cahier_upload_answer answer = cahier_uploads_show(uploads, request, id, &preflight, batch);
    if (answer == CAHIER_UPLOAD_KNOWN_OTHERWISE) {
        answer = cahier_uploads_settle(uploads, request, id, apart, &preflight);
    }
    if (answer == CAHIER_UPLOAD_KNOWN_OTHERWISE && apart) {
        answer = cahier_uploads_wait(uploads, request, id, SEND_WAIT_MS, batch);
    } else if (answer == CAHIER_UPLOAD_KNOWN_OTHERWISE) {
        bool rename = cahier_text_equal(wish, cahier_string("renommer"));
        cahier_queue_answer renamed = rename ? cahier_lots_retitle(request, batch, preflight.title) : CAHIER_QUEUE_DONE;
        if (renamed != CAHIER_QUEUE_DONE) {
            cahier_answer_queue(request, response, renamed);
            return;
        }
        answer = CAHIER_UPLOAD_SENT;
    }
    if (answer == CAHIER_UPLOAD_SENT || answer == CAHIER_UPLOAD_KNOWN) {
        answer_batch(request, response, answer, batch);
    } else {
        answer_upload(request, response, answer);
    }
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
