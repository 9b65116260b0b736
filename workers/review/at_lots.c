/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, batches: all of them, one under way, its events. */
#define _POSIX_C_SOURCE 200809L /* poll */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "at.h"
#include "batch.h"
#include "edition.h"
#include "errand.h"
#include "lots.h"
#include "progress.h"
#include "queue_review.h"
#include "text.h"

#define LOOK_MS 400    /* between two looks at a batch that somebody watches */
#define QUIET_MS 5000u /* then the stream says that it is still there */
#define STREAM_ARENA ((size_t)1 << 20)
#define TITLE_MOST 400u

void cahier_at_lots(cahier_request *request, cahier_response *response)
{
    cahier_shown_lot *lots;
    uint32_t count;
    cahier_queue_answer answer = cahier_lots_list(request, &lots, &count);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_view view = cahier_request_view(request);
    cahier_view_lots(&response->body, &view, lots, count);
}

/* False when it has answered. */
static bool read_lot(cahier_request *request, cahier_response *response, cahier_shown_lot *out)
{
    cahier_queue_answer answer = cahier_lots_read(request, request->capture[0], out);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
    }
    return answer == CAHIER_QUEUE_DONE;
}

void cahier_at_title(cahier_request *request, cahier_response *response)
{
    const char *batch = cahier_lots_name(request, request->capture[0]);
    cahier_text title = cahier_field_value(&request->form, "titre");
    if (batch == NULL) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
        return;
    }
    cahier_queue_answer answer = cahier_lots_retitle(request, batch, cahier_shorten(title, TITLE_MOST));
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_answer_path(request, response, "/lots/%s?avis=%s", batch, cahier_notice_key(CAHIER_NOTICE_SAVED));
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_revive(cahier_request *request, cahier_response *response)
{
    const char *batch = cahier_lots_name(request, request->capture[0]);
    cahier_queue_answer answer = CAHIER_QUEUE_NO_BATCH;
    cahier_shown_lot lot;
    if (!read_lot(request, response, &lot)) {
        return;
    }
    do {
        answer = cahier_queue_revive(request->queue, batch);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        cahier_answer_path(request, response, "/lots/%s", batch);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_remove_lot(cahier_request *request, cahier_response *response)
{
    const char *batch = cahier_lots_name(request, request->capture[0]);
    cahier_errand_result result;
    cahier_shown_lot lot;
    if (!read_lot(request, response, &lot)) {
        return;
    }
    if (!cahier_text_equal(cahier_field_value(&request->form, "confirmer"), cahier_string("oui"))) {
        cahier_answer_path(
                request, response, "/lots/%s?avis=%s", batch, cahier_notice_key(CAHIER_NOTICE_NOTHING_CHOSEN));
        return;
    }
    const char *const words[] = {"forget", "--batch", batch, NULL};
    switch (cahier_errand_run(request->site->errands, request->town, words, request->arena, &result)) {
    case CAHIER_ERRAND_DONE: /* without a proof line, nothing was removed */
        if (result.printed.len > 0) {
            cahier_editions_forget(request->site->editions, request->town->tenant, batch);
            cahier_answer_notice(request, response, "/lots", CAHIER_NOTICE_LOT_REMOVED);
        } else {
            cahier_answer_trouble(request, response, CAHIER_TROUBLE_FAILED);
        }
        break;
    default:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    }
}

/* The lines that came with the files of the batch; they are in its envelope. */
static cahier_queue_answer read_filed(cahier_request *request, const char *batch, cahier_text *out)
{
    cahier_text blob;
    cahier_wire_batch *envelope = CAHIER_NEW(request->arena, cahier_wire_batch, 1);
    cahier_error error;
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    if (envelope == NULL) {
        return answer;
    }
    do {
        answer = cahier_queue_envelope(request->queue, request->arena, batch, &blob);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE && cahier_wire_read_batch(request->arena, blob, envelope, &error) != CAHIER_OK) {
        answer = CAHIER_QUEUE_REFUSED;
    }
    *out = answer == CAHIER_QUEUE_DONE ? envelope->decisions.bytes : (cahier_text){NULL, 0};
    return answer;
}

/* All decisions, as `cahier analyse --decisions` reads them: also while the batch is analysed again. */
void cahier_at_journal_file(cahier_request *request, cahier_response *response)
{
    const char *batch = cahier_lots_name(request, request->capture[0]);
    cahier_shown_lot lot;
    cahier_text *line, filed;
    uint32_t count;
    cahier_queue_answer answer;
    if (!read_lot(request, response, &lot)) {
        return;
    }
    do {
        answer = cahier_queue_journal(request->queue, request->arena, batch, 0, &line, &count);
    } while (cahier_request_again(request, answer));
    answer = answer == CAHIER_QUEUE_DONE ? read_filed(request, batch, &filed) : answer;
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_put_text(&response->body, filed);
    if (filed.len > 0 && filed.at[filed.len - 1] != '\n') {
        cahier_put(&response->body, "\n");
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_put_text(&response->body, line[i]);
        cahier_put(&response->body, "\n");
    }
    response->type = "application/x-ndjson; charset=utf-8";
    response->attachment = "decisions.jsonl";
}

/* --- events ----------------------------------------------------------------------------------------------------------- */

typedef struct watching {
    cahier_site *site;
    cahier_town *town;
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_arena arena;
    cahier_out last; /* what was said last */
    bool over;
} watching;

/* DONE: `line` is the state of now. */
static cahier_queue_answer look(watching *w, cahier_out *line)
{
    cahier_shown_lot lot = {0};
    cahier_request request = {.site = w->site,
            .town = w->town,
            .arena = &w->arena,
            .queue = cahier_town_borrow(w->town),
            .deadline_ms = cahier_clock_ms() + QUIET_MS};
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    if (request.queue != NULL) {
        do {
            answer = cahier_lots_follow(&request, w->batch, &lot);
        } while (cahier_request_again(&request, answer));
        cahier_town_give_back(w->town, request.queue);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_view_progress(line, &lot);
        w->over = lot.state == CAHIER_LOT_READY || lot.state == CAHIER_LOT_FAILED;
    }
    cahier_arena_reset(&w->arena, 0);
    return answer;
}

static void say(watching *w, cahier_out *out, cahier_text line)
{
    cahier_put(out, "data: ");
    cahier_put_text(out, line);
    cahier_put(out, "\n\n");
    w->last.len = 0;
    cahier_put_text(&w->last, line);
}

static bool next_event(void *self, cahier_out *out)
{
    watching *w = self;
    uint64_t until = cahier_clock_ms() + QUIET_MS;
    while (!w->over && *w->site->stop == 0 && cahier_clock_ms() < until) {
        cahier_out line;
        cahier_out_open_memory(&line);
        cahier_queue_answer answer = look(w, &line);
        bool changed =
                answer == CAHIER_QUEUE_DONE && !cahier_text_equal(cahier_out_text(&line), cahier_out_text(&w->last));
        if (changed) {
            say(w, out, cahier_out_text(&line));
        }
        (void)cahier_out_close(&line);
        if (changed || answer == CAHIER_QUEUE_NO_BATCH) {
            return answer == CAHIER_QUEUE_DONE;
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
    return !w->over;
}

static void end_events(void *self)
{
    watching *w = self;
    (void)cahier_out_close(&w->last);
    cahier_arena_close(&w->arena);
    free(w);
}

void cahier_at_events(cahier_request *request, cahier_response *response)
{
    cahier_shown_lot lot;
    const char *batch = cahier_lots_name(request, request->capture[0]);
    if (!read_lot(request, response, &lot)) {
        return;
    }
    watching *w = cahier_report_alloc(NULL, 1, sizeof *w);
    *w = (watching){.site = request->site, .town = request->town};
    memcpy(w->batch, batch, sizeof w->batch);
    cahier_out_open_memory(&w->last);
    if (!cahier_arena_open(&w->arena, STREAM_ARENA)) {
        end_events(w);
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    }
    response->type = "text/event-stream";
    response->next = next_event;
    response->stream = w;
    response->end_stream = end_events;
}
