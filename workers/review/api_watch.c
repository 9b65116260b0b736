/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, the watch for machines: alerts, messages by service, one of them; what is said of one is said by the page (at_watch.c). */
#include "api.h"
#include "at.h"
#include "json_tree.h"
#include "watch_read.h"

#define ALERTS_AT_ONCE 100u
#define MESSAGES_AT_ONCE 100u

/* --- alerts -------------------------------------------------------------------------------------------------------------- */

static void put_named(cJSON *object, const char *name, const cahier_shown_named *at, uint32_t count)
{
    cJSON *list = cahier_json_array(object, name);
    for (uint32_t i = 0; i < count; i++) {
        cJSON *one = cahier_json_push_object(list);
        cahier_json_text(one, "name", at[i].name);
        cahier_json_count(one, "persons", at[i].persons);
        cahier_json_milli(one, "expected", at[i].expected_milli);
    }
}

/* What people said last of it; "open" when they said nothing. */
static void put_said(cJSON *object, const cahier_shown_alert *alert)
{
    static const char *const names[] = {"until", "reason", "who", "when"};
    const cahier_text texts[] = {alert->until, alert->reason, alert->who, alert->when};
    cahier_json_text(object, "state", alert->state.len > 0 ? alert->state : cahier_string("open"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (texts[i].len > 0) {
            cahier_json_text(object, names[i], texts[i]);
        }
    }
}

/* What was told again of it. */
static void put_followed(cJSON *object, const cahier_shown_alert *alert)
{
    cJSON *list = cahier_json_array(object, "followed");
    for (uint32_t i = 0; i < alert->followed_count; i++) {
        const cahier_shown_follow_up *one = &alert->followed[i];
        cJSON *item = cahier_json_push_object(list);
        cahier_json_count(item, "sequence", one->sequence);
        cahier_json_text(item, "phase", one->phase);
        if (one->end.len > 0) {
            cahier_json_text(item, "end", one->end);
        }
        cahier_json_date(item, "date", one->date);
        cahier_json_count(item, "persons", one->persons);
        cahier_json_count(item, "messages", one->messages);
        cahier_json_milli(item, "expected", one->expected_milli);
        cahier_json_milli(item, "ratio", one->ratio_milli);
        (void)cahier_json_check(cJSON_AddBoolToObject(item, "quiet", one->quiet));
    }
}

static void put_alert(cJSON *object, const cahier_shown_alert *alert)
{
    cahier_json_count(object, "number", alert->number);
    cahier_json_text(object, "kind", alert->kind);
    cahier_json_text(object, "what", alert->what);
    cahier_json_date(object, "date", alert->date);
    cahier_json_date(object, "since", alert->since != 0 ? alert->since : alert->date);
    cahier_json_count(object, "persons", alert->persons);
    cahier_json_count(object, "messages", alert->messages);
    cahier_json_milli(object, "expected", alert->expected_milli);
    cahier_json_milli(object, "ratio", alert->ratio_milli);
    (void)cahier_json_check(cJSON_AddNumberToObject(object, "q", alert->q));
    (void)cahier_json_check(cJSON_AddBoolToObject(object, "closed", alert->closed));
    (void)cahier_json_check(cJSON_AddBoolToObject(object, "quiet", alert->quiet));
    put_followed(object, alert);
    put_said(object, alert);
}

static void put_evidence(cJSON *object, const cahier_shown_alert *alert)
{
    put_named(object, "words", alert->words, alert->word_count);
    put_named(object, "places", alert->places, alert->place_count);
    cJSON *list = cahier_json_array(object, "contributions");
    for (uint32_t i = 0; i < alert->contribution_count; i++) {
        cahier_json_push_text(list, alert->contributions[i]);
    }
    list = cahier_json_array(object, "sentences");
    for (uint32_t i = 0; i < alert->quote_count; i++) {
        cJSON *quote = cahier_json_push_object(list);
        cahier_json_text(quote, "id", alert->quotes[i].id);
        cahier_json_text(quote, "text", alert->quotes[i].text);
    }
}

void cahier_api_alerts(cahier_request *request, cahier_response *response)
{
    cahier_shown_alerts alerts;
    uint64_t from;
    (void)cahier_field_number(cahier_field_value(&request->query, "depuis"), &from);
    cahier_queue_answer answer = cahier_watch_read_alerts(request, from, ALERTS_AT_ONCE, &alerts);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "total", alerts.total);
    cJSON *list = cahier_json_array(tree, "alerts");
    for (uint32_t i = 0; i < alerts.count; i++) {
        put_alert(cahier_json_push_object(list), &alerts.at[i]);
    }
    cahier_api_print(request, response, tree, true);
}

void cahier_api_alert(cahier_request *request, cahier_response *response)
{
    cahier_shown_alert alert;
    if (cahier_watch_take_alert(request, response, &alert)) {
        cJSON *tree = cahier_json_check(cJSON_CreateObject());
        put_alert(tree, &alert);
        put_evidence(tree, &alert);
        cahier_api_print(request, response, tree, true);
    }
}

/* --- messages ------------------------------------------------------------------------------------------------------------ */

static void put_if_any(cJSON *object, const char *name, cahier_text text)
{
    if (text.len > 0) {
        cahier_json_text(object, name, text);
    }
}

/* "service" is absent while a person must say; "best" and "next" are the services that were thought of. */
static void put_message(cJSON *object, const cahier_shown_message *message)
{
    cahier_json_count(object, "number", message->position);
    cahier_json_text(object, "id", message->id);
    if (message->date != 0) {
        cahier_json_date(object, "date", message->date);
    }
    put_if_any(object, "place", message->place);
    put_if_any(object, "theme", message->theme);
    cahier_json_text(object, "text", message->text);
    (void)cahier_json_check(cJSON_AddBoolToObject(object, "urgent", message->urgent));
    (void)cahier_json_check(cJSON_AddBoolToObject(object, "answered", message->answered));
    put_if_any(object, "service", message->corrected.len > 0 ? message->corrected : message->service);
    put_if_any(object, "best", message->best);
    put_if_any(object, "next", message->next);
    put_if_any(object, "reason", message->reason);
    put_if_any(object, "who", message->who);
    put_if_any(object, "when", message->when);
    cJSON *words = cahier_json_array(object, "words");
    for (uint32_t i = 0; i < message->word_count; i++) {
        cahier_json_push_text(words, message->words[i]);
    }
}

void cahier_api_desk(cahier_request *request, cahier_response *response)
{
    cahier_shown_queue queue;
    if (!cahier_watch_take_queue(request, response, MESSAGES_AT_ONCE, &queue)) {
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "total", queue.waiting);
    cJSON *list = cahier_json_array(tree, "services");
    for (uint32_t i = 0; i < queue.desk_count; i++) {
        cJSON *desk = cahier_json_push_object(list);
        cahier_json_text(desk, "service", queue.desks[i].service);
        cahier_json_count(desk, "waiting", queue.desks[i].waiting);
        cahier_json_count(desk, "urgent", queue.desks[i].urgent);
    }
    list = cahier_json_array(tree, "messages");
    for (uint32_t i = 0; i < queue.message_count; i++) {
        put_message(cahier_json_push_object(list), &queue.messages[i]);
    }
    cahier_api_print(request, response, tree, true);
}

void cahier_api_message(cahier_request *request, cahier_response *response)
{
    cahier_shown_message message;
    if (cahier_watch_take_message(request, response, &message)) {
        cJSON *tree = cahier_json_check(cJSON_CreateObject());
        put_message(tree, &message);
        cahier_api_print(request, response, tree, true);
    }
}
