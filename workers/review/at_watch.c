/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, the watch: the week, alerts, curves, messages by service; what people say of an alert or of a message. */
#include <stdlib.h>
#include <string.h>

#include "at.h"
#include "desk_csv.h"
#include "json_tree.h"
#include "nonce.h"
#include "queue_alerts.h"
#include "route.h"
#include "text.h"
#include "view_watch.h"
#include "watch_read.h"
#include "watch_record.h"

#define MESSAGES_SHOWN 25u
#define REASON_MOST 1200u

/* --- reading ------------------------------------------------------------------------------------------------------------- */

void cahier_at_watch(cahier_request *request, cahier_response *response)
{
    cahier_shown_watch watch;
    cahier_queue_answer answer = cahier_watch_read(request, &watch);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_view view = cahier_request_view(request);
    cahier_view_watch(&response->body, &view, &watch);
}

void cahier_at_watch_curves(cahier_request *request, cahier_response *response)
{
    cahier_shown_curves curves;
    cahier_queue_answer answer = cahier_watch_read_curves(request, &curves);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_view view = cahier_request_view(request);
    cahier_view_curves(&response->body, &view, &curves);
}

void cahier_at_alerts_csv(cahier_request *request, cahier_response *response)
{
    cahier_shown_alerts alerts;
    cahier_queue_answer answer = cahier_watch_read_alerts(request, 0, UINT32_MAX, &alerts);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_write_alerts_csv(&response->body, &alerts);
    response->type = "text/csv; charset=utf-8";
    response->attachment = "alertes.csv";
}

void cahier_at_alert(cahier_request *request, cahier_response *response)
{
    cahier_shown_alert alert;
    if (cahier_watch_take_alert(request, response, &alert)) {
        cahier_view view = cahier_request_view(request);
        cahier_view_alert(&response->body, &view, &alert);
    }
}

void cahier_at_desk(cahier_request *request, cahier_response *response)
{
    cahier_shown_queue queue;
    if (cahier_watch_take_queue(request, response, MESSAGES_SHOWN, &queue)) {
        cahier_view view = cahier_request_view(request);
        cahier_view_desk(&response->body, &view, &queue);
    }
}

void cahier_at_messages_csv(cahier_request *request, cahier_response *response)
{
    cahier_text service = cahier_field_value(&request->query, "service");
    cahier_queue_answer answer;
    do { /* from its beginning again, when the connection is made anew */
        response->body.len = 0;
        answer = cahier_desk_write_csv(request->queue, request->arena, service, &response->body);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    response->type = "text/csv; charset=utf-8";
    response->attachment = "messages.csv";
}

/* --- saying -------------------------------------------------------------------------------------------------------------- */

/* As our own pages write it, or a program under « id »; NULL: it is none, or memory is short. */
static const char *take_nonce(const cahier_request *request)
{
    cahier_text nonce = cahier_field_value(&request->form, request->route->token ? "id" : "nonce");
    char *to = cahier_is_nonce(nonce) ? CAHIER_NEW(request->arena, char, CAHIER_NONCE_MOST + 1) : NULL;
    return to != NULL ? memcpy(to, nonce.at, nonce.len) : NULL;
}

/* A JSON object as a text of the request, freed. */
static cahier_text print(cahier_request *request, cJSON *tree)
{
    char *printed = cJSON_PrintUnformatted(tree);
    if (printed == NULL) {
        abort();
    }
    cahier_text text = cahier_record_copy(request->arena, printed);
    cJSON_free(printed);
    return text;
}

static cJSON *open_saying(const cahier_request *request)
{
    char now[32];
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_account_now(now);
    cahier_json_text(tree, "who", request->viewer.name);
    cahier_json_string(tree, "when", now);
    return tree;
}

static bool silence_of(cahier_text wish, cahier_queue_silence *out)
{
    static const struct {
        const char *key;
        cahier_queue_silence silence;
    } wishes[] = {{"acknowledged", CAHIER_SILENCE_AS_IT_IS}, {"snoozed", CAHIER_SILENCE_UNTIL},
            {"dismissed", CAHIER_SILENCE_EVER}, {"open", CAHIER_SILENCE_OVER}};
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        if (cahier_text_equal(wish, cahier_string(wishes[i].key))) {
            *out = wishes[i].silence;
            return true;
        }
    }
    return false;
}

/* {"state":"snoozed","until":"2026-06-30","reason":"…","who":"…","when":"…"}; the line of the journal has its number too. */
static void write_alert_saying(cahier_request *request, uint32_t number, cahier_queue_saying *saying)
{
    cJSON *tree = open_saying(request);
    cahier_json_text(tree, "state", cahier_field_value(&request->form, "faire"));
    if (saying->silence == CAHIER_SILENCE_UNTIL) {
        cahier_json_text(tree, "until", cahier_field_value(&request->form, "jusqu-au"));
    }
    cahier_json_text(tree, "reason", cahier_shorten(cahier_field_value(&request->form, "raison"), REASON_MOST));
    saying->said = print(request, tree);
    cahier_json_count(tree, "number", number);
    saying->line = print(request, tree);
    cJSON_Delete(tree);
}

void cahier_at_say_alert(cahier_request *request, cahier_response *response)
{
    cahier_shown_alert alert;
    cahier_queue_saying saying = {.id = take_nonce(request)};
    cahier_queue_answer answer;
    if (!cahier_watch_take_alert(request, response, &alert)) {
        return;
    }
    saying.number = alert.number;
    saying.until = cahier_record_date_of(cahier_field_value(&request->form, "jusqu-au"));
    if (saying.id == NULL || !silence_of(cahier_field_value(&request->form, "faire"), &saying.silence) ||
            (saying.silence == CAHIER_SILENCE_UNTIL && saying.until == 0)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    write_alert_saying(request, alert.number, &saying);
    do {
        answer = cahier_queue_say_alert(request->queue, &saying);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        cahier_answer_path(
                request, response, "/veille/alertes/%u?avis=%s", alert.number, cahier_notice_key(CAHIER_NOTICE_SAVED));
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

/* {"do":"route","contribution":…,"service":…,"answered":…,"who":…,"when":…} (docs/decisions.md): the watcher learns from it. */
static void write_routing(cahier_request *request, const cahier_shown_message *message, cahier_queue_routing *routing)
{
    cJSON *tree = open_saying(request);
    cahier_json_text(tree, "service", routing->service);
    cJSON_AddBoolToObject(tree, "answered", routing->answered);
    routing->said = print(request, tree);
    cahier_json_string(tree, "do", routing->answered ? "answer" : "route");
    cahier_json_string(tree, "id", routing->id);
    cahier_json_text(tree, "contribution", message->id);
    routing->line = print(request, tree);
    cJSON_Delete(tree);
}

/* To the desk that the page showed; a program, which saw none, to the message. */
static void go_back(cahier_request *request, cahier_response *response, uint64_t position)
{
    cahier_text way, service = cahier_field_value(&request->form, "retour");
    if (request->route->token) {
        cahier_answer_path(request, response, "/veille/messages/%llu?avis=%s", (unsigned long long)position,
                cahier_notice_key(CAHIER_NOTICE_SAVED));
        return;
    }
    if (cahier_form_encode(request->arena, service, &way) != CAHIER_OK) {
        way = (cahier_text){"", 0};
    }
    cahier_answer_path(request, response, "/veille/messages?service=%.*s&avis=%s", (int)way.len,
            way.len > 0 ? way.at : "", cahier_notice_key(CAHIER_NOTICE_SAVED));
}

void cahier_at_route_message(cahier_request *request, cahier_response *response)
{
    cahier_shown_message message;
    cahier_text wish = cahier_field_value(&request->form, "faire");
    cahier_queue_routing routing = {.id = take_nonce(request),
            .answered = cahier_text_equal(wish, cahier_string("repondu")),
            .service = cahier_field_value(&request->form, "service")};
    cahier_queue_answer answer;
    if (!cahier_watch_take_message(request, response, &message)) {
        return;
    }
    bool routed = cahier_text_equal(wish, cahier_string("orienter")) && routing.service.len > 0 &&
                  routing.service.len <= CAHIER_SERVICE_MOST;
    if (routing.id == NULL || (!routing.answered && !routed)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    routing.position = message.position;
    routing.service = routed ? routing.service : message.corrected.len > 0 ? message.corrected : message.service;
    write_routing(request, &message, &routing);
    do {
        answer = cahier_queue_route(request->queue, &routing);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        go_back(request, response, message.position);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}
