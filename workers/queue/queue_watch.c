/* SPDX-License-Identifier: Apache-2.0 */
#include "queue_watch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "talk.h"

/* --- messages heard ------------------------------------------------------------------------------------------------- */

static void name_messages(cahier_talk *talk)
{
    cahier_talk_key(talk, "watch");
    cahier_talk_key(talk, "heard");
    cahier_talk_key(talk, "heard:ids");
    cahier_talk_key(talk, "heard:days");
}

char *cahier_queue_frame_messages(const cahier_queue_given *message, uint32_t count, size_t *len)
{
    cahier_frames frames = {.at = NULL};
    for (uint32_t i = 0; i < count; i++) {
        cahier_frames_bytes(&frames, (cahier_text){message[i].digest, CAHIER_WATCH_DIGEST});
        cahier_frames_number(&frames, 8, (uint64_t)message[i].date);
        cahier_frames_text(&frames, 8, message[i].blob);
    }
    *len = frames.len;
    return cahier_frames_end(&frames);
}

cahier_queue_answer cahier_queue_hear(
        cahier_queue *queue, const cahier_queue_hearing *hearing, cahier_queue_counted *counted)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    size_t len;
    char *frames = cahier_queue_frame_messages(hearing->message, hearing->count, &len);
    if (frames == NULL) {
        return cahier_talk_no_memory(queue);
    }
    name_messages(&talk);
    cahier_talk_key(&talk, "heard:places");
    cahier_talk_key(&talk, "authors");
    cahier_talk_text(&talk, (cahier_text){frames, (uint32_t)len});
    cahier_talk_string(&talk, hearing->mark);
    cahier_talk_string(&talk, hearing->source);
    cahier_talk_number(&talk, hearing->place);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_hear", &reply);
    free(frames);
    if (answer == CAHIER_QUEUE_DONE) {
        *counted = (cahier_queue_counted){(uint64_t)reply->element[0]->integer, (uint64_t)reply->element[1]->integer,
                (uint64_t)reply->element[2]->integer};
        freeReplyObject(reply);
    }
    return answer;
}

/* HGET, the number that it holds. */
static cahier_queue_answer read_number(cahier_queue *queue, const char *key, const char *field, uint64_t *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, key);
    cahier_text words[] = {cahier_word("HGET"), cahier_word(talk.key[0]), cahier_word(field)};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 3, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (reply->type == REDIS_REPLY_STRING) {
        *out = strtoull(reply->str, NULL, 10);
    } else {
        answer = CAHIER_QUEUE_NOTHING;
    }
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_heard_place(cahier_queue *queue, const char *source, uint64_t *place)
{
    return read_number(queue, "heard:places", source, place);
}

cahier_queue_answer cahier_queue_find_heard(
        cahier_queue *queue, cahier_arena *arena, const char *digest, cahier_queue_heard *out)
{
    *out = (cahier_queue_heard){.position = 0};
    cahier_queue_answer answer = read_number(queue, "heard:ids", digest, &out->position);
    return answer == CAHIER_QUEUE_DONE ? cahier_queue_fill_heard(queue, arena, out, 1) : answer;
}

/* HMGET key, the positions. */
static cahier_queue_answer fill(
        cahier_queue *queue, cahier_arena *arena, const char *key, cahier_queue_heard *out, uint32_t count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_text *words = calloc((size_t)count + 2, sizeof *words);
    char(*number)[24] = calloc((size_t)count + 1, sizeof *number);
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (words == NULL || number == NULL) {
        free(words);
        free(number);
        return cahier_talk_no_memory(queue);
    }
    cahier_talk_key(&talk, key);
    words[0] = cahier_word("HMGET");
    words[1] = cahier_word(talk.key[0]);
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(number[i], sizeof number[i], "%llu", (unsigned long long)out[i].position);
        words[2 + i] = cahier_word(number[i]);
    }
    answer = count > 0 ? cahier_talk_command(queue, words, count + 2, CAHIER_TALK_MS, &reply) : CAHIER_QUEUE_NOTHING;
    free(words);
    free(number);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_talk_copy(queue, arena, reply->element[i], &out[i].blob);
        answer = answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
    }
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_fill_heard(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_heard *out, uint32_t count)
{
    return fill(queue, arena, "heard", out, count);
}

cahier_queue_answer cahier_queue_fill_filed(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_heard *out, uint32_t count)
{
    return fill(queue, arena, "filed", out, count);
}

cahier_queue_answer cahier_queue_read_heard(cahier_queue *queue, cahier_arena *arena, uint64_t from, uint32_t count,
        cahier_queue_heard **out, uint32_t *read)
{
    uint64_t end = 0;
    cahier_queue_answer answer = read_number(queue, "watch", "heard", &end);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    *read = from >= end ? 0 : end - from < count ? (uint32_t)(end - from) : count;
    *out = CAHIER_NEW(arena, cahier_queue_heard, *read);
    if (*out == NULL) {
        return cahier_talk_no_memory(queue);
    }
    for (uint32_t i = 0; i < *read; i++) {
        (*out)[i].position = from + i;
    }
    return *read > 0 ? cahier_queue_fill_heard(queue, arena, *out, *read) : CAHIER_QUEUE_NOTHING;
}

/* --- the watcher ----------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_watch_facts(cahier_queue *queue, cahier_queue_watch *out)
{
    static const char *const names[] = {"on", "heard", "filed", "told", "late", "alerts", "quiet", "texts",
            "unclassified", "score", "fitted", "number"};
    enum {
        NAMES = sizeof names / sizeof *names
    };
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    uint64_t value[NAMES] = {0};
    cahier_text words[2 + NAMES];
    cahier_talk_key(&talk, "watch");
    words[0] = cahier_word("HMGET");
    words[1] = cahier_word(talk.key[0]);
    for (size_t i = 0; i < NAMES; i++) {
        words[2 + i] = cahier_word(names[i]);
    }
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2 + NAMES, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (size_t i = 0; i < NAMES; i++) {
        const redisReply *field = reply->element[i];
        value[i] = field->type == REDIS_REPLY_STRING ? strtoull(field->str, NULL, 10) : 0;
    }
    freeReplyObject(reply);
    *out = (cahier_queue_watch){.on = value[0] == 1,
            .heard = value[1],
            .filed = value[2],
            .told = (int32_t)value[3],
            .late = value[4],
            .alerts = value[5],
            .quiet = value[6],
            .texts = value[7],
            .unclassified = value[8],
            .score_milli = value[9],
            .fitted = (int32_t)value[10],
            .number = (uint32_t)value[11]};
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_watch_turn(cahier_queue *queue, bool on)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "watch");
    cahier_text words[] = {
            cahier_word("HSET"), cahier_word(talk.key[0]), cahier_word("on"), cahier_word(on ? "1" : "0")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_watch_lease(cahier_queue *queue, const char *token, uint32_t lease_ms)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "watch:lease");
    cahier_talk_string(&talk, token);
    cahier_talk_number(&talk, lease_ms);
    return cahier_talk_call(&talk, "cahier1_watch_lease");
}

cahier_queue_answer cahier_queue_watch_leave(cahier_queue *queue, const char *token)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "watch:lease");
    cahier_talk_string(&talk, token);
    return cahier_talk_call(&talk, "cahier1_watch_leave");
}

cahier_queue_answer cahier_queue_watch_days(
        cahier_queue *queue, cahier_arena *arena, int32_t after, uint32_t most, cahier_queue_day **day, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "heard:days");
    cahier_talk_number(&talk, (uint64_t)after);
    cahier_talk_number(&talk, most);
    talk.read_only = true;
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_watch_days", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_queue_day *list = CAHIER_NEW(arena, cahier_queue_day, reply->elements / 2);
    for (size_t i = 0; list != NULL && i < reply->elements / 2; i++) {
        list[i] = (cahier_queue_day){
                (int32_t)reply->element[2 * i]->integer, (uint64_t)reply->element[2 * i + 1]->integer};
    }
    *day = list;
    *count = (uint32_t)(reply->elements / 2);
    freeReplyObject(reply);
    return list != NULL ? CAHIER_QUEUE_DONE : cahier_talk_no_memory(queue);
}

cahier_queue_answer cahier_queue_watch_day(cahier_queue *queue, cahier_arena *arena, int32_t first, int32_t last,
        cahier_queue_heard **out, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "heard:days");
    cahier_talk_number(&talk, (uint64_t)first);
    cahier_talk_number(&talk, (uint64_t)last);
    cahier_text words[] = {cahier_word("ZRANGEBYSCORE"), cahier_word(talk.key[0]), cahier_word(talk.number[0]),
            cahier_word(talk.number[1])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_queue_heard *list = CAHIER_NEW(arena, cahier_queue_heard, reply->elements);
    for (size_t i = 0; list != NULL && i < reply->elements; i++) {
        list[i].position = strtoull(reply->element[i]->str, NULL, 10);
    }
    *out = list;
    *count = (uint32_t)reply->elements;
    freeReplyObject(reply);
    return list != NULL ? CAHIER_QUEUE_DONE : cahier_talk_no_memory(queue);
}

/* GET; NOTHING when it is not there. */
static cahier_queue_answer read_text(cahier_queue *queue, cahier_arena *arena, const char *name, cahier_text *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, name);
    cahier_text words[] = {cahier_word("GET"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, out);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_watch_memory(
        cahier_queue *queue, cahier_arena *arena, cahier_text *state, cahier_text *themes)
{
    *themes = (cahier_text){"", 0};
    cahier_queue_answer answer = read_text(queue, arena, "watch:state", state);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = read_text(queue, arena, "watch:themes", themes);
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
}

cahier_queue_answer cahier_queue_watch_file(cahier_queue *queue, const cahier_queue_filing *filing)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_frames frames = {.at = NULL};
    for (uint32_t i = 0; i < filing->count; i++) {
        const cahier_queue_filed *filed = &filing->at[i];
        cahier_frames_number(&frames, 15, filed->position);
        cahier_frames_number(&frames, 1, filed->urgent);
        cahier_frames_text(&frames, 4, filed->service);
        cahier_frames_text(&frames, 8, filed->record);
    }
    size_t len = frames.len;
    char *bytes = cahier_frames_end(&frames);
    if (bytes == NULL) {
        return cahier_talk_no_memory(queue);
    }
    cahier_talk_key(&talk, "watch");
    cahier_talk_key(&talk, "watch:lease");
    cahier_talk_key(&talk, "heard");
    cahier_talk_key(&talk, "filed");
    cahier_talk_key(&talk, "desk");
    cahier_talk_string(&talk, filing->token);
    cahier_talk_number(&talk, filing->from);
    cahier_talk_number(&talk, filing->to);
    cahier_talk_text(&talk, (cahier_text){bytes, (uint32_t)len});
    cahier_talk_number(&talk, filing->texts);
    cahier_talk_number(&talk, filing->unclassified);
    cahier_talk_number(&talk, filing->score_milli);
    cahier_queue_answer answer = cahier_talk_call_leased(&talk, "cahier1_watch_file");
    free(bytes);
    return answer;
}

static char *frame_news(const cahier_queue_telling *telling, size_t *len)
{
    static const char *const changes[] = {"r", "c", "g", "x"};
    cahier_frames frames = {.at = NULL};
    for (uint32_t i = 0; i < telling->count; i++) {
        const cahier_queue_alert_news *news = &telling->news[i];
        cahier_frames_bytes(&frames, cahier_word(changes[news->change]));
        cahier_frames_number(&frames, 10, news->number);
        cahier_frames_number(&frames, 8, (uint64_t)news->date);
        cahier_frames_text(&frames, 4, news->subject);
        cahier_frames_text(&frames, 8, news->record);
    }
    *len = frames.len;
    return cahier_frames_end(&frames);
}

cahier_queue_answer cahier_queue_watch_tell(cahier_queue *queue, const cahier_queue_telling *telling)
{
    static const char *const keys[] = {"watch", "watch:lease", "heard:days", "watch:state", "watch:themes", "alerts",
            "alerts:last", "alerts:days", "outbox", "quiet"};
    cahier_talk talk = cahier_talk_open(queue);
    size_t len;
    char *frames = frame_news(telling, &len);
    if (frames == NULL) {
        return cahier_talk_no_memory(queue);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cahier_talk_key(&talk, keys[i]);
    }
    cahier_talk_string(&talk, telling->token);
    cahier_talk_number(&talk, (uint64_t)telling->from);
    cahier_talk_number(&talk, (uint64_t)telling->to);
    cahier_talk_number(&talk, telling->messages);
    cahier_talk_text(&talk, telling->state);
    cahier_talk_text(&talk, telling->themes);
    cahier_talk_number(&talk, (uint64_t)telling->fitted);
    cahier_talk_text(&talk, (cahier_text){frames, (uint32_t)len});
    cahier_queue_answer answer = cahier_talk_call_leased(&talk, "cahier1_watch_tell");
    free(frames);
    return answer;
}

cahier_queue_answer cahier_queue_watch_purge(cahier_queue *queue, int32_t before, uint32_t most, uint64_t *gone)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    name_messages(&talk);
    cahier_talk_key(&talk, "filed");
    cahier_talk_key(&talk, "desk");
    cahier_talk_key(&talk, "routed");
    cahier_talk_number(&talk, (uint64_t)before);
    cahier_talk_number(&talk, most);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_watch_purge", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *gone = (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

/* --- settings -------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_watch_read(
        cahier_queue *queue, cahier_arena *arena, const char *name, cahier_text *out)
{
    char key[64];
    (void)snprintf(key, sizeof key, "watch:%s", name);
    return read_text(queue, arena, key, out);
}

cahier_queue_answer cahier_queue_watch_write(cahier_queue *queue, const char *name, cahier_text text)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    char key[64];
    (void)snprintf(key, sizeof key, "watch:%s", name);
    cahier_talk_key(&talk, key);
    cahier_text words[] = {cahier_word(text.len > 0 ? "SET" : "UNLINK"), cahier_word(talk.key[0]), text};
    cahier_queue_answer answer = cahier_talk_command(queue, words, text.len > 0 ? 3 : 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}
