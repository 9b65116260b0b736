/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, settings of the watch: tried on the messages that are kept, by `cahier watch --replay`; then kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "at.h"
#include "errand.h"
#include "files.h"
#include "heard_message.h"
#include "json_tree.h"
#include "queue_watch.h"
#include "spool.h"
#include "text.h"
#include "view_watch.h"
#include "watch_bounds.h"
#include "watch_read.h"
#include "watch_record.h"

#define READ_AT_ONCE 500u
#define TRIAL_BYTES ((uint64_t)1 << 30)
#define YEAR 365
#define LIST_MOST 400u

/* --- numbers of the form ---------------------------------------------------------------------------------------------------- */

/* « 0,3 », « 0.3 », « 12 » in thousandths; -1: no number. */
static int64_t read_milli(cahier_text text)
{
    int64_t value = 0, unit = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if ((c == ',' || c == '.') && unit == 0 && i > 0) {
            unit = 1000;
        } else if (c < '0' || c > '9' || value > 100000000 || unit == 1) {
            return -1;
        } else {
            value = value * 10 + (c - '0');
            unit /= unit > 0 ? 10 : 1;
        }
    }
    return text.len == 0 ? -1 : unit == 0 ? value * 1000 : value * unit;
}

/* False: out of bounds. */
static bool read_whole(const cahier_request *request, const char *name, uint32_t least, uint32_t most, uint32_t *out)
{
    int64_t milli = read_milli(cahier_field_value(&request->form, name));
    *out = milli >= 0 ? (uint32_t)(milli / 1000) : 0;
    return milli >= 0 && milli % 1000 == 0 && *out >= least && *out <= most;
}

static bool read_form(const cahier_request *request, cahier_shown_watch_settings *out)
{
    *out = (cahier_shown_watch_settings){.rate_milli = read_milli(cahier_field_value(&request->form, "taux"))};
    return out->rate_milli >= (int64_t)(1000 * CAHIER_RATE_LEAST) &&
           out->rate_milli <= (int64_t)(1000 * CAHIER_RATE_MOST) &&
           read_whole(request, "personnes", CAHIER_PERSONS_LEAST, CAHIER_PERSONS_MOST, &out->persons) &&
           read_whole(request, "refaire", 0, CAHIER_REFIT_MOST, &out->refit) &&
           read_whole(request, "garder", CAHIER_KEEP_LEAST, CAHIER_KEEP_MOST, &out->keep) &&
           read_whole(request, "retard", 0, CAHIER_LATE_MOST, &out->late);
}

/* --- the past, as a file ------------------------------------------------------------------------------------------------------- */

typedef struct past {
    cahier_request *request;
    cahier_spool spool;
    cahier_multipart_listener to;
    cahier_out line;
    cahier_shown_trial *trial;
} past;

static void put_member(cahier_out *out, const char *name, cahier_text text)
{
    cahier_put(out, name);
    cahier_put_json(out, text);
}

/* {"id":…,"date":…,"person":…,"place":…,"text":…} */
static bool write_message(past *p, const cahier_heard_messages *messages, uint32_t i)
{
    const cahier_contribution *received = &messages->received[i];
    cahier_out *out = &p->line;
    out->len = 0;
    put_member(out, "{\"id\":", received->id);
    cahier_put(out, ",\"date\":\"");
    cahier_put_iso_date(out, received->date);
    put_member(out, "\",\"person\":", messages->author[i]);
    put_member(out, ",\"place\":", received->place);
    put_member(out, ",\"text\":", messages->cleaned[i].text);
    cahier_put(out, "}\n");
    p->trial->messages++;
    p->trial->last = received->date > p->trial->last ? received->date : p->trial->last;
    p->trial->first = p->trial->first == 0 || received->date < p->trial->first ? received->date : p->trial->first;
    return p->to.bytes(p->to.self, cahier_out_text(out).at, out->len);
}

static cahier_queue_answer write_some(past *p, cahier_arena *scratch, cahier_queue_heard *heard, uint32_t count)
{
    cahier_heard_messages messages;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_fill_heard(p->request->queue, scratch, heard, count);
    } while (cahier_request_again(p->request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (cahier_heard_messages_read(scratch, heard, count, &messages) != CAHIER_OK) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t i = 0; i < messages.count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = write_message(p, &messages, i) ? answer : CAHIER_QUEUE_REFUSED;
    }
    return answer;
}

/* All that is kept: what comes before the last year teaches. */
static cahier_queue_answer write_past(past *p)
{
    cahier_arena scratch;
    cahier_queue_heard *heard;
    uint32_t count = 0;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_watch_day(p->request->queue, p->request->arena, 0, 99991231, &heard, &count);
    } while (cahier_request_again(p->request, answer));
    if (answer != CAHIER_QUEUE_DONE || !cahier_arena_open(&scratch, CAHIER_REQUEST_ARENA)) {
        return answer == CAHIER_QUEUE_DONE ? CAHIER_QUEUE_REFUSED : answer;
    }
    for (uint32_t first = 0; first < count && answer == CAHIER_QUEUE_DONE; first += READ_AT_ONCE) {
        answer = write_some(p, &scratch, heard + first, count - first < READ_AT_ONCE ? count - first : READ_AT_ONCE);
        cahier_arena_reset(&scratch, 0);
    }
    cahier_arena_close(&scratch);
    return answer;
}

/* --- the trial ------------------------------------------------------------------------------------------------------------------ */

/* Lines of `watch --json`: alerts of the last year of the messages. */
static void read_alerts(cahier_arena *arena, cahier_text printed, cahier_shown_trial *trial)
{
    cahier_shown_alert *list = CAHIER_NEW(arena, cahier_shown_alert, LIST_MOST + 1);
    int32_t from = cahier_day_date(cahier_day_number(trial->last) - YEAR);
    trial->list = list;
    for (uint32_t start = 0, i = 0; list != NULL && i < printed.len && trial->alerts < LIST_MOST; i++) {
        if (printed.at[i] == '\n') {
            cahier_shown_alert *alert = &list[trial->alerts];
            bool read = cahier_watch_parse_alert(arena, cahier_slice(printed, start, i), alert);
            trial->alerts += read && alert->date > from;
            start = i + 1;
        }
    }
}

static void replay(past *p, const cahier_shown_watch_settings *settings)
{
    char rate[32], persons[16], refit[16];
    cahier_errand_result result;
    (void)snprintf(rate, sizeof rate, "%lld.%03lld", (long long)(settings->rate_milli / 1000),
            (long long)(settings->rate_milli % 1000));
    (void)snprintf(persons, sizeof persons, "%u", settings->persons);
    (void)snprintf(refit, sizeof refit, "%u", settings->refit);
    const char *const words[] = {"watch", "--replay", "--json", "--quiet", "--rate", rate, "--persons", persons,
            "--refit", refit, "--text", "text", "--date", "date", "--person", "person", "--place", "place", "--id",
            "id", "--where-found", "--", p->spool.file[0].path, NULL};
    switch (cahier_errand_run(p->request->site->errands, p->request->town, words, p->request->arena, &result)) {
    case CAHIER_ERRAND_DONE:
        if (result.code == 0) {
            read_alerts(p->request->arena, result.printed, p->trial);
        } else {
            p->trial->failed =
                    result.complained.len > 0 ? result.complained : cahier_string("le programme s’est arrêté.");
        }
        break;
    default:
        p->trial->failed = cahier_string("le serveur est occupé ; recommencez dans une minute.");
    }
}

/* A file of redacted messages, gone with the folder it is in. */
static void try_settings(cahier_request *request, cahier_shown_watch_settings *settings)
{
    past p = {.request = request, .trial = &settings->trial};
    settings->trial.tried = true;
    cahier_spool_open(&p.spool, request->arena, request->site->folder, TRIAL_BYTES);
    p.to = cahier_spool_listener(&p.spool);
    cahier_out_open_memory(&p.line);
    bool written = p.to.open(p.to.self, cahier_string("essai"), cahier_string("messages.jsonl")) &&
                   write_past(&p) == CAHIER_QUEUE_DONE && p.to.close(p.to.self);
    (void)cahier_out_close(&p.line);
    if (written && settings->trial.messages > 0) {
        replay(&p, settings);
    } else {
        settings->trial.failed = written ? cahier_string("aucun message n’est gardé.")
                                         : cahier_string("les messages n’ont pas pu être relus.");
    }
    cahier_spool_close(&p.spool);
}

/* --- the page ------------------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer keep(cahier_request *request, const cahier_shown_watch_settings *settings)
{
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_queue_answer answer;
    cahier_json_milli(tree, "rate", settings->rate_milli);
    cahier_json_count(tree, "persons", settings->persons);
    cahier_json_count(tree, "refit", settings->refit);
    cahier_json_count(tree, "keep", settings->keep);
    cahier_json_count(tree, "late", settings->late);
    char *printed = cJSON_PrintUnformatted(tree);
    if (printed == NULL) {
        abort();
    }
    do {
        answer = cahier_queue_watch_write(request->queue, "settings", cahier_string(printed));
    } while (cahier_request_again(request, answer));
    cJSON_free(printed);
    cJSON_Delete(tree);
    return answer;
}

void cahier_at_watch_settings(cahier_request *request, cahier_response *response)
{
    cahier_shown_watch_settings settings;
    cahier_queue_answer answer = cahier_watch_read_settings(request, &settings);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_view view = cahier_request_view(request);
    cahier_view_watch_settings(&response->body, &view, &settings);
}

/* An agent tries; an administrator keeps. */
void cahier_at_set_watch(cahier_request *request, cahier_response *response)
{
    cahier_shown_watch_settings settings;
    cahier_text wish = cahier_field_value(&request->form, "faire");
    bool kept = cahier_text_equal(wish, cahier_string("enregistrer"));
    if (!read_form(request, &settings) || (!kept && !cahier_text_equal(wish, cahier_string("essayer")))) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
    } else if (kept && !request->viewer.manages) {
        response->status = 403;
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_RIGHT);
    } else if (kept) {
        cahier_queue_answer answer = keep(request, &settings);
        if (answer == CAHIER_QUEUE_DONE) {
            cahier_answer_notice(request, response, "/veille/reglages", CAHIER_NOTICE_SAVED);
        } else {
            cahier_answer_queue(request, response, answer);
        }
    } else {
        try_settings(request, &settings);
        cahier_view view = cahier_request_view(request);
        cahier_view_watch_settings(&response->body, &view, &settings);
    }
}
