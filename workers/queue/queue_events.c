/* SPDX-License-Identifier: Apache-2.0 */
#include "queue_events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talk.h"

/* --- names ---------------------------------------------------------------------------------------------------------- */

static const char *const keys[CAHIER_CHANNELS] = {"route", "webhook", "mail", "file"};

const char *cahier_channel_key(cahier_channel channel)
{
    return keys[channel];
}

bool cahier_queue_is_event_id(const char *id)
{
    size_t len = strlen(id);
    return len > 0 && len <= CAHIER_EVENT_ID_MOST &&
           strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == len;
}

/* events:KIND:CHANNEL */
static void channel_key(cahier_talk *talk, const char *kind, cahier_channel channel)
{
    char name[24];
    (void)snprintf(name, sizeof name, "events:%s:%s", kind, keys[channel]);
    cahier_talk_key(talk, name);
}

void cahier_talk_event_keys(cahier_talk *talk)
{
    cahier_talk_key(talk, "events:told");
    cahier_talk_key(talk, "events");
    channel_key(talk, "due", CAHIER_CHANNEL_ROUTE);
}

/* --- told, and sent ------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_tell(cahier_queue *queue, const char *id, cahier_text record)
{
    cahier_talk talk = cahier_talk_open(queue);
    if (!cahier_queue_is_event_id(id)) {
        return CAHIER_QUEUE_REFUSED;
    }
    cahier_talk_event_keys(&talk);
    cahier_talk_string(&talk, id);
    cahier_talk_text(&talk, record);
    return cahier_talk_call(&talk, "cahier1_event_tell");
}

static cahier_queue_answer read_sending(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_queue_sending *out)
{
    cahier_queue_sending sending = {.wait_ms = -1};
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (reply->elements == 4) {
        answer = cahier_talk_copy(queue, arena, reply->element[0], &sending.id);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_talk_copy(queue, arena, reply->element[1], &sending.record)
                                             : answer;
        sending.tries = (uint32_t)reply->element[2]->integer;
        sending.told_ms = reply->element[3]->integer;
    } else if (reply->elements == 1) {
        sending.wait_ms = reply->element[0]->integer;
    }
    *out = sending;
    return answer;
}

cahier_queue_answer cahier_queue_take_sending(
        cahier_queue *queue, cahier_arena *arena, cahier_channel channel, uint32_t lease_ms, cahier_queue_sending *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    channel_key(&talk, "due", channel);
    channel_key(&talk, "at", channel);
    cahier_talk_key(&talk, "events");
    cahier_talk_key(&talk, "events:told");
    cahier_talk_number(&talk, lease_ms);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_event_take", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = read_sending(queue, arena, reply, out);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_route_sending(
        cahier_queue *queue, cahier_text id, unsigned channels, uint32_t mail_delay_ms)
{
    cahier_talk talk = cahier_talk_open(queue);
    channel_key(&talk, "due", CAHIER_CHANNEL_ROUTE);
    cahier_talk_text(&talk, id);
    for (cahier_channel i = CAHIER_CHANNEL_ROUTE + 1; i < CAHIER_CHANNELS; i++) {
        if ((channels & CAHIER_CHANNEL_BIT(i)) != 0) {
            channel_key(&talk, "due", i);
            cahier_talk_number(&talk, i == CAHIER_CHANNEL_MAIL ? mail_delay_ms : 0);
        }
    }
    return cahier_talk_call(&talk, "cahier1_event_route");
}

cahier_queue_answer cahier_queue_end_sending(cahier_queue *queue, cahier_channel channel, cahier_text id)
{
    cahier_talk talk = cahier_talk_open(queue);
    channel_key(&talk, "due", channel);
    channel_key(&talk, "at", channel);
    cahier_talk_text(&talk, id);
    return cahier_talk_call(&talk, "cahier1_event_end");
}

cahier_queue_answer cahier_queue_delay_sending(
        cahier_queue *queue, cahier_channel channel, cahier_text id, const cahier_queue_delay *delay)
{
    cahier_talk talk = cahier_talk_open(queue);
    channel_key(&talk, "due", channel);
    channel_key(&talk, "at", channel);
    cahier_talk_key(&talk, "events:told");
    cahier_talk_text(&talk, id);
    cahier_talk_number(&talk, delay->delay_ms);
    cahier_talk_number(&talk, delay->keep_ms);
    cahier_talk_string(&talk, delay->error);
    return cahier_talk_call(&talk, "cahier1_event_delay");
}

cahier_queue_answer cahier_queue_hurry_sendings(cahier_queue *queue, cahier_channel channel)
{
    cahier_talk talk = cahier_talk_open(queue);
    channel_key(&talk, "due", channel);
    return cahier_talk_call(&talk, "cahier1_event_hurry");
}

cahier_queue_answer cahier_queue_drop_sendings(cahier_queue *queue, cahier_channel channel)
{
    cahier_talk talk = cahier_talk_open(queue);
    channel_key(&talk, "due", channel);
    channel_key(&talk, "at", channel);
    return cahier_talk_call(&talk, "cahier1_event_drop");
}

cahier_queue_answer cahier_queue_tidy_events(cahier_queue *queue, uint64_t keep_ms, uint64_t remember_ms)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "events:told");
    cahier_talk_key(&talk, "events");
    cahier_talk_number(&talk, keep_ms);
    cahier_talk_number(&talk, remember_ms);
    return cahier_talk_call(&talk, "cahier1_event_tidy");
}

/* --- alerts of the watch ---------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_alerts_told(cahier_queue *queue, uint64_t *rank)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    channel_key(&talk, "at", CAHIER_CHANNEL_ROUTE);
    cahier_text words[] = {cahier_word("HGET"), cahier_word(talk.key[0]), cahier_word("alerts")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 3, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *rank = reply->type == REDIS_REPLY_STRING ? strtoull(reply->str, NULL, 10) : 0;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_tell_alerts(cahier_queue *queue, uint64_t rank)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    channel_key(&talk, "at", CAHIER_CHANNEL_ROUTE);
    cahier_talk_number(&talk, rank);
    cahier_text words[] = {
            cahier_word("HSET"), cahier_word(talk.key[0]), cahier_word("alerts"), cahier_word(talk.number[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

/* --- shown ---------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_recent_events(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_queue_event **out, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_text *flat;
    uint32_t texts;
    cahier_talk_key(&talk, "events:told");
    cahier_talk_key(&talk, "events");
    cahier_talk_number(&talk, most);
    talk.read_only = true;
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_event_recent", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = cahier_talk_copy_list(queue, arena, reply, &flat, &texts);
    freeReplyObject(reply);
    cahier_queue_event *list = CAHIER_NEW(arena, cahier_queue_event, texts / 3);
    if (answer != CAHIER_QUEUE_DONE || list == NULL) {
        return answer != CAHIER_QUEUE_DONE ? answer : cahier_talk_no_memory(queue);
    }
    for (uint32_t i = 0; i < texts / 3; i++) { /* a copy ends with a zero */
        list[i] = (cahier_queue_event){flat[3 * i], flat[3 * i + 1], strtoll(flat[3 * i + 2].at, NULL, 10)};
    }
    *out = list;
    *count = texts / 3;
    return CAHIER_QUEUE_DONE;
}

static cahier_queue_answer read_channel(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_queue_channel *out)
{
    enum {
        SENT,
        LOST,
        SENT_MS,
        ERROR_MS,
        SENT_ID,
        ERROR,
        FIELDS
    };
    cahier_text field[FIELDS] = {0};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < FIELDS && i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        if (reply->element[i]->type == REDIS_REPLY_STRING) {
            answer = cahier_talk_copy(queue, arena, reply->element[i], &field[i]);
        }
    }
    if (answer == CAHIER_QUEUE_DONE) {
        out->sent = field[SENT].len > 0 ? strtoull(field[SENT].at, NULL, 10) : 0;
        out->lost = field[LOST].len > 0 ? strtoull(field[LOST].at, NULL, 10) : 0;
        out->sent_ms = field[SENT_MS].len > 0 ? strtoll(field[SENT_MS].at, NULL, 10) : 0;
        out->error_ms = field[ERROR_MS].len > 0 ? strtoll(field[ERROR_MS].at, NULL, 10) : 0;
        out->sent_id = field[SENT_ID];
        out->error = field[ERROR];
    }
    return answer;
}

cahier_queue_answer cahier_queue_channel_of(
        cahier_queue *queue, cahier_arena *arena, cahier_channel channel, cahier_queue_channel *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_queue_channel found = {0};
    channel_key(&talk, "at", channel);
    channel_key(&talk, "due", channel);
    cahier_text facts[] = {cahier_word("HMGET"), cahier_word(talk.key[0]), cahier_word("sent"), cahier_word("lost"),
            cahier_word("sent_ms"), cahier_word("error_ms"), cahier_word("sent_id"), cahier_word("error")};
    cahier_queue_answer answer = cahier_talk_command(queue, facts, 8, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = read_channel(queue, arena, reply, &found);
    freeReplyObject(reply);
    cahier_text waiting[] = {cahier_word("ZCARD"), cahier_word(talk.key[1])};
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_command(queue, waiting, 2, CAHIER_TALK_MS, &reply);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        found.waiting = (uint64_t)reply->integer;
        freeReplyObject(reply);
        *out = found;
    }
    return answer;
}
