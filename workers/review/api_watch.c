/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, alerts of the watch for machines: all of them, one; what is said of one is said by the page (at_watch.c). */
#include "api.h"
#include "at.h"
#include "json_tree.h"
#include "watch_read.h"

#define ALERTS_AT_ONCE 100u

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
