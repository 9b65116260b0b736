/* SPDX-License-Identifier: Apache-2.0 */
/* Alerts, desks, messages. */
#include "watch_read.h"

#include <string.h>

#include "heard_message.h"
#include "queue_alerts.h"
#include "record.h"
#include "text.h"
#include "watch_record.h"

#define DESKS_MOST 100u
#define LINES_READ 500u /* of the journal of routes, its end */
#define ANSWERS_SHOWN 20u

/* --- alerts --------------------------------------------------------------------------------------------------------------- */

static const cahier_shown_named *read_named(
        cahier_arena *arena, const cJSON *record, const char *list, const char *name, uint32_t *count)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(record, list), *item;
    cahier_shown_named *out = CAHIER_NEW(arena, cahier_shown_named, (size_t)cJSON_GetArraySize(array) + 1);
    *count = 0;
    if (out == NULL) {
        return NULL;
    }
    cJSON_ArrayForEach(item, array)
    {
        out[(*count)++] = (cahier_shown_named){.name = cahier_record_text(arena, item, name),
                .persons = (uint32_t)cahier_record_number(item, "persons"),
                .expected_milli = cahier_record_milli(item, "expected")};
    }
    return out;
}

static void read_evidence(cahier_arena *arena, const cJSON *record, cahier_shown_alert *out)
{
    const cJSON *quotes = cJSON_GetObjectItemCaseSensitive(record, "sentences"), *item;
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(record, "contributions");
    cahier_shown_quote *quote = CAHIER_NEW(arena, cahier_shown_quote, (size_t)cJSON_GetArraySize(quotes) + 1);
    cahier_text *id = CAHIER_NEW(arena, cahier_text, (size_t)cJSON_GetArraySize(ids) + 1);
    out->words = read_named(arena, record, "words", "surface", &out->word_count);
    out->places = read_named(arena, record, "places", "name", &out->place_count);
    out->quotes = quote;
    out->contributions = id;
    if (quote == NULL || id == NULL) {
        return;
    }
    cJSON_ArrayForEach(item, quotes)
    {
        quote[out->quote_count++] =
                (cahier_shown_quote){cahier_record_text(arena, item, "id"), cahier_record_text(arena, item, "text")};
    }
    cJSON_ArrayForEach(item, ids)
    {
        id[out->contribution_count++] = cahier_record_copy(arena, cJSON_GetStringValue(item));
    }
}

/* The figures of a record, or of what it became since. */
static void read_figures(const cJSON *record, cahier_shown_alert *out)
{
    out->persons = (uint32_t)cahier_record_number(record, "persons");
    out->messages = (uint32_t)cahier_record_number(record, "messages");
    out->expected_milli = cahier_record_milli(record, "expected");
    out->ratio_milli = cahier_record_milli(record, "ratio");
    out->q = cahier_record_number(record, "q");
}

static void read_followed(cahier_arena *arena, const cJSON *last, cahier_shown_alert *out)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(last, "followed"), *item;
    cahier_shown_follow_up *to = CAHIER_NEW(arena, cahier_shown_follow_up, (size_t)cJSON_GetArraySize(list) + 1);
    out->followed = to;
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(item, list)
    {
        to[out->followed_count++] =
                (cahier_shown_follow_up){.sequence = (uint32_t)cahier_record_number(item, "sequence"),
                        .persons = (uint32_t)cahier_record_number(item, "persons"),
                        .messages = (uint32_t)cahier_record_number(item, "messages"),
                        .date = cahier_record_date(item, "date"),
                        .expected_milli = cahier_record_milli(item, "expected"),
                        .ratio_milli = cahier_record_milli(item, "ratio"),
                        .phase = cahier_record_text(arena, item, "phase"),
                        .end = cahier_record_text(arena, item, "end"),
                        .quiet = cJSON_GetObjectItemCaseSensitive(item, "quiet") != NULL};
    }
}

/* False: it is none, or a follow-up. */
static bool parse(cahier_arena *arena, const cJSON *record, cahier_shown_alert *out)
{
    cahier_text phase = cahier_record_text(arena, record, "phase");
    out->kind = cahier_record_text(arena, record, "kind");
    out->what = cahier_record_text(arena, record, "what");
    out->praise = cahier_text_equal(cahier_record_text(arena, record, "polarity"), cahier_string("positive"));
    out->quiet = cJSON_GetObjectItemCaseSensitive(record, "quiet") != NULL;
    out->date = cahier_record_date(record, "date");
    out->since = cahier_record_date(record, "since");
    read_figures(record, out);
    read_evidence(arena, record, out);
    return out->kind.len > 0 && out->date != 0 && (phase.len == 0 || cahier_text_equal(phase, cahier_string("first")));
}

bool cahier_watch_parse_alert(cahier_arena *arena, cahier_text record, cahier_shown_alert *out)
{
    cJSON *tree = cJSON_ParseWithLength(record.at, record.len);
    *out = (cahier_shown_alert){.number = (uint32_t)cahier_record_number(tree, "number")};
    bool parsed = parse(arena, tree, out);
    cJSON_Delete(tree);
    return parsed;
}

static void read_alert(cahier_arena *arena, const cahier_queue_alert *alert, cahier_shown_alert *out)
{
    cJSON *last = cJSON_ParseWithLength(alert->last.at, alert->last.len),
          *said = cJSON_ParseWithLength(alert->said.at, alert->said.len);
    (void)cahier_watch_parse_alert(arena, alert->record, out);
    out->number = alert->number;
    if (last != NULL) {
        read_figures(last, out);
        read_followed(arena, last, out);
        out->closed = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(last, "closed"));
    }
    out->state = cahier_record_text(arena, said, "state");
    out->until = cahier_record_text(arena, said, "until");
    out->reason = cahier_record_text(arena, said, "reason");
    out->who = cahier_record_text(arena, said, "who");
    out->when = cahier_record_text(arena, said, "when");
    cJSON_Delete(last);
    cJSON_Delete(said);
}

cahier_queue_answer cahier_watch_read_alerts(
        cahier_request *request, uint64_t from, uint32_t most, cahier_shown_alerts *out)
{
    cahier_queue_alert *alert;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_alerts(request->queue, request->arena, from, most, &alert, &out->count, &out->total);
    } while (cahier_request_again(request, answer));
    cahier_shown_alert *list =
            answer == CAHIER_QUEUE_DONE ? CAHIER_NEW(request->arena, cahier_shown_alert, (size_t)out->count + 1) : NULL;
    for (uint32_t i = 0; list != NULL && i < out->count; i++) {
        read_alert(request->arena, &alert[i], &list[i]);
    }
    out->at = list;
    return answer == CAHIER_QUEUE_DONE && list == NULL ? CAHIER_QUEUE_REFUSED : answer;
}

static cahier_queue_answer read_numbered(cahier_request *request, uint32_t number, cahier_shown_alert *out)
{
    cahier_queue_alert alert;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_read_alert(request->queue, request->arena, number, &alert);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        read_alert(request->arena, &alert, out);
    }
    return answer;
}

bool cahier_watch_take_alert(cahier_request *request, cahier_response *response, cahier_shown_alert *out)
{
    uint64_t number;
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (cahier_field_number(request->capture[0], &number) && number <= UINT32_MAX) {
        answer = read_numbered(request, (uint32_t)number, out);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
    }
    return answer == CAHIER_QUEUE_DONE;
}

/* --- desks ---------------------------------------------------------------------------------------------------------------- */

typedef struct desks {
    cahier_shown_desk *at;
    uint32_t count;
} desks;

static void add_desk(desks *d, cahier_text service)
{
    for (uint32_t i = 0; i < d->count; i++) {
        if (cahier_text_equal(d->at[i].service, service)) {
            return;
        }
    }
    if (d->count < DESKS_MOST) {
        d->at[d->count++] = (cahier_shown_desk){.service = service};
    }
}

/* First column of a services list: lines of « service TAB kind TAB … ». */
static void add_listed(desks *d, cahier_text list)
{
    for (uint32_t start = 0, i = 0; i <= list.len; i++) {
        if (i < list.len && list.at[i] != '\n') {
            continue;
        }
        cahier_text line = cahier_slice(list, start, i);
        const char *tab = line.len > 0 && line.at[0] != '#' ? memchr(line.at, '\t', line.len) : NULL;
        if (tab != NULL && tab > line.at) {
            add_desk(d, cahier_slice(line, 0, (uint32_t)(tab - line.at)));
        }
        start = i + 1;
    }
}

/* Where messages wait now, whatever the list says: the desk has them by service. */
static cahier_queue_answer add_waiting(cahier_request *request, desks *d)
{
    cahier_text *name;
    uint32_t count;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_desk_services(request->queue, request->arena, &name, &count);
    } while (cahier_request_again(request, answer));
    for (uint32_t i = 0; answer == CAHIER_QUEUE_DONE && i < count; i++) {
        add_desk(d, name[i]);
    }
    return answer;
}

static cahier_queue_answer count_desks(cahier_request *request, desks *d)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t i = 0; i < d->count && answer == CAHIER_QUEUE_DONE; i++) {
        cahier_shown_desk *desk = &d->at[i];
        do {
            answer = cahier_queue_desk_count(request->queue, desk->service, &desk->waiting, &desk->urgent);
        } while (cahier_request_again(request, answer));
    }
    return answer;
}

static cahier_queue_answer read_desks(cahier_request *request, const cahier_shown_desk **out, uint32_t *count)
{
    desks d = {CAHIER_NEW(request->arena, cahier_shown_desk, DESKS_MOST), 0};
    cahier_text list;
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    if (d.at == NULL) {
        return answer;
    }
    add_desk(&d, (cahier_text){NULL, 0});
    do {
        answer = cahier_queue_watch_read(request->queue, request->arena, "services", &list);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        add_listed(&d, list);
    }
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING) {
        answer = add_waiting(request, &d);
    }
    answer = answer == CAHIER_QUEUE_DONE ? count_desks(request, &d) : answer;
    *out = d.at;
    *count = d.count;
    return answer;
}

/* --- messages ------------------------------------------------------------------------------------------------------------- */

/* Words of the candidate that decided; the best one when nobody did. */
static void read_words(cahier_arena *arena, const cJSON *record, cahier_shown_message *out)
{
    const cJSON *best = cJSON_GetObjectItemCaseSensitive(record, "best"),
                *words = cJSON_GetObjectItemCaseSensitive(best, "words"), *item;
    cahier_text *word = CAHIER_NEW(arena, cahier_text, (size_t)cJSON_GetArraySize(words) + 1);
    out->words = word;
    cJSON_ArrayForEach(item, words)
    {
        if (word != NULL) {
            word[out->word_count++] = cahier_record_text(arena, item, "surface");
        }
    }
}

static void read_text(cahier_arena *arena, const cahier_queue_desk_item *item, cahier_shown_message *out)
{
    const cahier_queue_heard heard = {item->position, item->blob};
    cahier_heard_messages read;
    if (item->blob.len > 0 && cahier_heard_messages_read(arena, &heard, 1, &read) == CAHIER_OK && read.count == 1) {
        out->text = read.cleaned[0].text;
    }
}

static void read_message(cahier_arena *arena, const cahier_queue_desk_item *item, cahier_shown_message *out)
{
    cJSON *record = cJSON_ParseWithLength(item->record.at, item->record.len),
          *said = cJSON_ParseWithLength(item->said.at, item->said.len);
    const cJSON *next = cJSON_GetObjectItemCaseSensitive(record, "next");
    *out = (cahier_shown_message){.position = item->position,
            .id = cahier_record_text(arena, record, "id"),
            .place = cahier_record_text(arena, record, "place"),
            .theme = cahier_record_text(arena, record, "label"),
            .service = cahier_record_text(arena, record, "service"),
            .reason = cahier_record_text(arena, record, "reason"),
            .best = cahier_record_text(arena, cJSON_GetObjectItemCaseSensitive(record, "best"), "service"),
            .next = cahier_record_text(arena, next, "service"),
            .date = cahier_record_date(record, "date"),
            .urgent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(record, "urgent")),
            .corrected = cahier_record_text(arena, said, "service"),
            .answered = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(said, "answered")),
            .who = cahier_record_text(arena, said, "who"),
            .when = cahier_record_text(arena, said, "when")};
    read_words(arena, record, out);
    read_text(arena, item, out);
    cJSON_Delete(record);
    cJSON_Delete(said);
}

static cahier_queue_answer read_messages(cahier_request *request, cahier_text service, uint64_t from, uint32_t most,
        const cahier_shown_message **out, uint32_t *count)
{
    cahier_queue_desk_item *item;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_desk(request->queue, request->arena, service, from, most, &item, count);
    } while (cahier_request_again(request, answer));
    cahier_shown_message *list =
            answer == CAHIER_QUEUE_DONE ? CAHIER_NEW(request->arena, cahier_shown_message, (size_t)*count + 1) : NULL;
    for (uint32_t i = 0; list != NULL && i < *count; i++) {
        read_message(request->arena, &item[i], &list[i]);
    }
    *out = list;
    return answer == CAHIER_QUEUE_DONE && list == NULL ? CAHIER_QUEUE_REFUSED : answer;
}

bool cahier_watch_take_queue(cahier_request *request, cahier_response *response, uint32_t most, cahier_shown_queue *out)
{
    *out = (cahier_shown_queue){.service = cahier_field_value(&request->query, "service")};
    (void)cahier_field_number(cahier_field_value(&request->query, "depuis"), &out->from);
    cahier_queue_answer answer = read_desks(request, &out->desks, &out->desk_count);
    for (uint32_t i = 0; i < out->desk_count && answer == CAHIER_QUEUE_DONE; i++) {
        bool same = cahier_text_equal(out->desks[i].service, out->service);
        out->waiting = same ? out->desks[i].waiting : out->waiting;
    }
    if (answer == CAHIER_QUEUE_DONE) {
        answer = read_messages(request, out->service, out->from, most, &out->messages, &out->message_count);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
    }
    return answer == CAHIER_QUEUE_DONE;
}

static cahier_queue_answer read_one(cahier_request *request, uint64_t position, cahier_shown_message *out)
{
    cahier_queue_desk_item item;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_desk_item_of(request->queue, request->arena, position, &item);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        read_message(request->arena, &item, out);
    }
    return answer;
}

bool cahier_watch_take_message(cahier_request *request, cahier_response *response, cahier_shown_message *out)
{
    uint64_t position;
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (cahier_field_number(request->capture[0], &position)) {
        answer = read_one(request, position, out);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
    }
    return answer == CAHIER_QUEUE_DONE;
}

/* --- the week --------------------------------------------------------------------------------------------------------------- */

/* A line of the journal of routes by which somebody answered, of the last seven days of that journal. */
static bool read_answer(cahier_arena *arena, cahier_text line, cahier_shown_answer *out)
{
    cJSON *tree = cJSON_ParseWithLength(line.at, line.len);
    bool answered = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "answered"));
    *out = (cahier_shown_answer){cahier_record_text(arena, tree, "who"), cahier_record_text(arena, tree, "when"),
            cahier_record_text(arena, tree, "service")};
    cJSON_Delete(tree);
    return answered;
}

static bool is_recent(cahier_text when, int32_t today)
{
    int32_t date = cahier_record_date_of(when);
    return date != 0 && today - cahier_day_number(date) < 7;
}

static cahier_queue_answer read_answers(cahier_request *request, cahier_shown_watch *out)
{
    char now[32];
    cahier_text *line;
    uint32_t count;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_last_routes(request->queue, request->arena, LINES_READ, &line, &count);
    } while (cahier_request_again(request, answer));
    cahier_shown_answer *list = CAHIER_NEW(request->arena, cahier_shown_answer, ANSWERS_SHOWN + 1);
    if (answer != CAHIER_QUEUE_DONE || list == NULL) {
        return answer == CAHIER_QUEUE_DONE ? CAHIER_QUEUE_REFUSED : answer;
    }
    cahier_account_now(now);
    int32_t today = cahier_day_number(cahier_record_date_of(cahier_string(now)));
    for (uint32_t i = count; i > 0 && out->answer_count < ANSWERS_SHOWN; i--) {
        bool answered = read_answer(request->arena, line[i - 1], &list[out->answer_count]);
        out->answer_count += answered && is_recent(list[out->answer_count].when, today);
    }
    out->answers = list;
    return answer;
}

cahier_queue_answer cahier_watch_read(cahier_request *request, cahier_shown_watch *out)
{
    cahier_queue_watch facts;
    cahier_queue_answer answer;
    *out = (cahier_shown_watch){.heard = 0};
    do {
        answer = cahier_queue_watch_facts(request->queue, &facts);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    out->heard = facts.heard;
    out->told = facts.told;
    answer = cahier_watch_read_alerts(request, 0, CAHIER_ALERTS_SHOWN, &out->alerts);
    answer = answer == CAHIER_QUEUE_DONE ? read_desks(request, &out->desks, &out->desk_count) : answer;
    answer = answer == CAHIER_QUEUE_DONE ? cahier_watch_read_curves(request, &out->curves) : answer;
    return answer == CAHIER_QUEUE_DONE ? read_answers(request, out) : answer;
}

/* --- settings ------------------------------------------------------------------------------------------------------------------ */

cahier_queue_answer cahier_watch_read_settings(cahier_request *request, cahier_shown_watch_settings *out)
{
    cahier_text text = {NULL, 0};
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_watch_read(request->queue, request->arena, "settings", &text);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
        return answer;
    }
    cJSON *tree = cJSON_ParseWithLength(text.at, text.len);
    *out = (cahier_shown_watch_settings){.rate_milli = cahier_record_milli_or(tree, "rate", 1000),
            .persons = (uint32_t)(cahier_record_milli_or(tree, "persons", 5000) / 1000),
            .refit = (uint32_t)(cahier_record_milli_or(tree, "refit", 91000) / 1000),
            .keep = (uint32_t)(cahier_record_milli_or(tree, "keep", 400000) / 1000),
            .late = (uint32_t)(cahier_record_milli_or(tree, "late", 0) / 1000)};
    cJSON_Delete(tree);
    return CAHIER_QUEUE_DONE;
}
