/* SPDX-License-Identifier: Apache-2.0 */
#include "queue_alerts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talk.h"

/* A read of one key: its name, the key, and what follows. */
static cahier_queue_answer ask(cahier_queue *queue, const char *name, const char *key, const cahier_text *rest,
        uint32_t count, redisReply **reply)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_text words[8] = {cahier_word(name)};
    cahier_talk_key(&talk, key);
    words[1] = cahier_word(talk.key[0]);
    for (uint32_t i = 0; i < count; i++) {
        words[2 + i] = rest[i];
    }
    return cahier_talk_command(queue, words, 2 + count, CAHIER_TALK_MS, reply);
}

/* HGET; an empty text when it is not there. */
static cahier_queue_answer read_field(
        cahier_queue *queue, cahier_arena *arena, const char *key, uint64_t field, cahier_text *out)
{
    char number[24];
    redisReply *reply;
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)field);
    cahier_text word = cahier_word(number);
    *out = (cahier_text){"", 0};
    cahier_queue_answer answer = ask(queue, "HGET", key, &word, 1, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, out);
        answer = answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
        freeReplyObject(reply);
    }
    return answer;
}

static cahier_queue_answer count_in(cahier_queue *queue, const char *command, const char *key, uint64_t *out)
{
    redisReply *reply;
    cahier_queue_answer answer = ask(queue, command, key, NULL, 0, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *out = (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

/* From rank `from` on; below 0: of the last ones. */
static cahier_queue_answer lines_of(
        cahier_queue *queue, cahier_arena *arena, const char *key, int64_t from, cahier_text **line, uint32_t *count)
{
    char number[24];
    redisReply *reply;
    (void)snprintf(number, sizeof number, "%lld", (long long)from);
    cahier_text rest[] = {cahier_word(number), cahier_word("-1")};
    cahier_queue_answer answer = ask(queue, "LRANGE", key, rest, 2, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy_list(queue, arena, reply, line, count);
        freeReplyObject(reply);
    }
    return answer;
}

/* --- alerts --------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_read_alert(
        cahier_queue *queue, cahier_arena *arena, uint32_t number, cahier_queue_alert *out)
{
    *out = (cahier_queue_alert){.number = number};
    cahier_queue_answer answer = read_field(queue, arena, "alerts", number, &out->record);
    if (answer == CAHIER_QUEUE_DONE && out->record.len == 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    answer = answer == CAHIER_QUEUE_DONE ? read_field(queue, arena, "alerts:last", number, &out->last) : answer;
    return answer == CAHIER_QUEUE_DONE ? read_field(queue, arena, "alerts:said", number, &out->said) : answer;
}

cahier_queue_answer cahier_queue_alerts(cahier_queue *queue, cahier_arena *arena, uint64_t from, uint32_t most,
        cahier_queue_alert **out, uint32_t *count, uint64_t *total)
{
    char first[24], last[24];
    redisReply *reply;
    cahier_queue_answer answer = count_in(queue, "ZCARD", "alerts:days", total);
    (void)snprintf(first, sizeof first, "%llu", (unsigned long long)from);
    (void)snprintf(last, sizeof last, "%lld", (long long)from + most - 1);
    *count = 0;
    if (answer != CAHIER_QUEUE_DONE || most == 0) {
        return answer;
    }
    cahier_text rest[] = {cahier_word(first), cahier_word(last)};
    answer = ask(queue, "ZREVRANGE", "alerts:days", rest, 2, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_queue_alert *list = CAHIER_NEW(arena, cahier_queue_alert, reply->elements);
    answer = list != NULL ? CAHIER_QUEUE_DONE : cahier_talk_no_memory(queue);
    for (size_t i = 0; i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        uint32_t number = (uint32_t)strtoul(reply->element[i]->str, NULL, 10);
        answer = cahier_queue_read_alert(queue, arena, number, &list[i]);
    }
    *out = list;
    *count = (uint32_t)reply->elements;
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_outbox(
        cahier_queue *queue, uint64_t from, uint32_t most, cahier_queue_outgoing *out, uint32_t *count)
{
    char first[24], last[24];
    redisReply *reply;
    (void)snprintf(first, sizeof first, "%llu", (unsigned long long)from);
    (void)snprintf(last, sizeof last, "%lld", (long long)from + most - 1);
    cahier_text rest[] = {cahier_word(first), cahier_word(last)};
    *count = 0;
    cahier_queue_answer answer = most > 0 ? ask(queue, "LRANGE", "outbox", rest, 2, &reply) : CAHIER_QUEUE_NOTHING;
    if (answer == CAHIER_QUEUE_DONE) {
        *count = (uint32_t)reply->elements;
        for (uint32_t i = 0; i < *count; i++) {
            char *end;
            out[i].number = (uint32_t)strtoul(reply->element[i]->str, &end, 10);
            out[i].sequence = *end == '-' ? (uint32_t)strtoul(end + 1, NULL, 10) : 1;
        }
        freeReplyObject(reply);
    }
    return answer;
}

/* NO_BATCH of a function of the watch is about an alert, or a message. */
static cahier_queue_answer call(cahier_talk *talk, const char *function)
{
    cahier_queue_answer answer = cahier_talk_call(talk, function);
    return answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_NOTHING : answer;
}

cahier_queue_answer cahier_queue_say_alert(cahier_queue *queue, const cahier_queue_saying *saying)
{
    cahier_talk talk = cahier_talk_open(queue);
    char until[16] = "";
    if (saying->silence != CAHIER_SILENCE_AS_IT_IS) {
        (void)snprintf(until, sizeof until, "%d",
                saying->silence == CAHIER_SILENCE_UNTIL  ? (int)saying->until
                : saying->silence == CAHIER_SILENCE_EVER ? 99991231
                                                         : 0);
    }
    cahier_talk_key(&talk, "alerts");
    cahier_talk_key(&talk, "alerts:said");
    cahier_talk_key(&talk, "alerts:journal");
    cahier_talk_key(&talk, "alerts:ids");
    cahier_talk_key(&talk, "quiet");
    cahier_talk_string(&talk, saying->id);
    cahier_talk_number(&talk, saying->number);
    cahier_talk_text(&talk, saying->said);
    cahier_talk_text(&talk, saying->line);
    cahier_talk_string(&talk, until);
    return call(&talk, "cahier1_watch_say");
}

/* --- messages by service ---------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_desk_item_of(
        cahier_queue *queue, cahier_arena *arena, uint64_t position, cahier_queue_desk_item *out)
{
    *out = (cahier_queue_desk_item){.position = position};
    cahier_queue_answer answer = read_field(queue, arena, "filed", position, &out->record);
    if (answer == CAHIER_QUEUE_DONE && out->record.len == 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    answer = answer == CAHIER_QUEUE_DONE ? read_field(queue, arena, "routed", position, &out->said) : answer;
    return answer == CAHIER_QUEUE_DONE ? read_field(queue, arena, "heard", position, &out->blob) : answer;
}

/* Bounds of a service among the members of the desk, « service, 31, urgent, position »: `mark` follows 31. */
static cahier_text bound(char *to, size_t room, const char *start, cahier_text service, const char *mark)
{
    int len = snprintf(to, room, "%s%.*s%s", start, (int)service.len, service.at != NULL ? service.at : "", mark);
    return (cahier_text){to, (uint32_t)len};
}

cahier_queue_answer cahier_queue_desk(cahier_queue *queue, cahier_arena *arena, cahier_text service, uint64_t from,
        uint32_t most, cahier_queue_desk_item **out, uint32_t *count)
{
    char low[512], high[512], first[24], number[24];
    redisReply *reply;
    (void)snprintf(first, sizeof first, "%llu", (unsigned long long)from);
    (void)snprintf(number, sizeof number, "%u", most);
    cahier_text rest[] = {bound(low, sizeof low, "[", service, "\x1f"), bound(high, sizeof high, "(", service, "\x20"),
            cahier_word("LIMIT"), cahier_word(first), cahier_word(number)};
    cahier_queue_answer answer = ask(queue, "ZRANGEBYLEX", "desk", rest, 5, &reply);
    *count = 0;
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_queue_desk_item *list = CAHIER_NEW(arena, cahier_queue_desk_item, reply->elements);
    answer = list != NULL ? CAHIER_QUEUE_DONE : cahier_talk_no_memory(queue);
    for (size_t i = 0; i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        const char *position = strrchr(reply->element[i]->str, '\x1f') + 2;
        answer = cahier_queue_desk_item_of(queue, arena, strtoull(position, NULL, 10), &list[i]);
    }
    *out = list;
    *count = (uint32_t)reply->elements;
    freeReplyObject(reply);
    return answer;
}

/* The first member behind `low`; an empty text when there is none. */
static cahier_queue_answer first_member(cahier_queue *queue, cahier_arena *arena, cahier_text low, cahier_text *out)
{
    redisReply *reply;
    cahier_text rest[] = {low, cahier_word("+"), cahier_word("LIMIT"), cahier_word("0"), cahier_word("1")};
    cahier_queue_answer answer = ask(queue, "ZRANGEBYLEX", "desk", rest, 5, &reply);
    *out = (cahier_text){NULL, 0};
    if (answer == CAHIER_QUEUE_DONE) {
        answer = reply->elements > 0 ? cahier_talk_copy(queue, arena, reply->element[0], out) : CAHIER_QUEUE_DONE;
        freeReplyObject(reply);
    }
    return answer;
}

/* From each service to the next: members sort by service. */
cahier_queue_answer cahier_queue_desk_services(
        cahier_queue *queue, cahier_arena *arena, cahier_text **service, uint32_t *count)
{
    char low[512];
    cahier_text member, from = bound(low, sizeof low, "(", (cahier_text){NULL, 0}, "\x20");
    cahier_text *list = CAHIER_NEW(arena, cahier_text, CAHIER_SERVICES_MOST);
    cahier_queue_answer answer = list != NULL ? CAHIER_QUEUE_DONE : cahier_talk_no_memory(queue);
    *count = 0;
    *service = list;
    while (answer == CAHIER_QUEUE_DONE && *count < CAHIER_SERVICES_MOST) {
        answer = first_member(queue, arena, from, &member);
        const char *end = answer == CAHIER_QUEUE_DONE && member.len > 0 ? memchr(member.at, '\x1f', member.len) : NULL;
        if (end == NULL) {
            break;
        }
        list[*count] = (cahier_text){member.at, (uint32_t)(end - member.at)};
        from = bound(low, sizeof low, "(", list[(*count)++], "\x20");
    }
    return answer;
}

static cahier_queue_answer count_between(cahier_queue *queue, cahier_text low, cahier_text high, uint64_t *out)
{
    redisReply *reply;
    cahier_text rest[] = {low, high};
    cahier_queue_answer answer = ask(queue, "ZLEXCOUNT", "desk", rest, 2, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *out = (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_desk_count(
        cahier_queue *queue, cahier_text service, uint64_t *waiting, uint64_t *urgent)
{
    char low[512], high[512];
    cahier_text from = bound(low, sizeof low, "[", service, "\x1f");
    cahier_queue_answer answer = count_between(queue, from, bound(high, sizeof high, "(", service, "\x20"), waiting);
    return answer == CAHIER_QUEUE_DONE ? count_between(queue, from,
                                                 bound(high, sizeof high, "(", service,
                                                         "\x1f"
                                                         "1"),
                                                 urgent)
                                       : answer;
}

cahier_queue_answer cahier_queue_route(cahier_queue *queue, const cahier_queue_routing *routing)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "filed");
    cahier_talk_key(&talk, "routed");
    cahier_talk_key(&talk, "desk");
    cahier_talk_key(&talk, "routes");
    cahier_talk_key(&talk, "routes:ids");
    cahier_talk_string(&talk, routing->id);
    cahier_talk_number(&talk, routing->position);
    cahier_talk_text(&talk, routing->said);
    cahier_talk_text(&talk, routing->line);
    cahier_talk_text(&talk, routing->service);
    cahier_talk_number(&talk, routing->answered);
    return call(&talk, "cahier1_watch_route");
}

cahier_queue_answer cahier_queue_route_lines(
        cahier_queue *queue, cahier_arena *arena, uint64_t from, cahier_text **line, uint32_t *count)
{
    return lines_of(queue, arena, "routes", (int64_t)from, line, count);
}

cahier_queue_answer cahier_queue_last_routes(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_text **line, uint32_t *count)
{
    return lines_of(queue, arena, "routes", -(int64_t)most, line, count);
}
