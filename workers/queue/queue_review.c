/* SPDX-License-Identifier: Apache-2.0 */
#include "queue_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talk.h"

/* --- decisions ------------------------------------------------------------------------------------------------------ */

/* The reply is { what, length }. */
static cahier_queue_answer of_decision(const redisReply *reply, uint64_t *length)
{
    static const cahier_queue_answer answers[] = {
            CAHIER_QUEUE_STALE, CAHIER_QUEUE_CHANGED, CAHIER_QUEUE_ALREADY, CAHIER_QUEUE_DONE};
    *length = (uint64_t)reply->element[1]->integer;
    return answers[reply->element[0]->integer + 2];
}

cahier_queue_answer cahier_queue_decide(
        cahier_queue *queue, const char *batch, const cahier_queue_decision *decision, uint64_t *length)
{
    static const char *const names[] = {"meta", "in", "iv", "out", "report", "published", "journal", "said"};
    cahier_talk talk = cahier_talk_open(queue);
    char chunk[CAHIER_CHUNK_NAME];
    redisReply *reply;
    cahier_queue_name_chunk(decision->chunk, chunk);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cahier_talk_batch_key(&talk, batch, names[i]);
    }
    cahier_talk_key(&talk, "work");
    cahier_talk_batch_key(&talk, batch, "quar");
    cahier_talk_string(&talk, batch);
    cahier_talk_string(&talk, decision->id);
    cahier_talk_number(&talk, decision->expected);
    cahier_talk_text(&talk, decision->line);
    cahier_talk_string(&talk, chunk);
    cahier_talk_number(&talk, decision->version);
    cahier_talk_number(&talk, decision->documents);
    cahier_talk_text(&talk, decision->blob);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_decide", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = of_decision(reply, length);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_journal(
        cahier_queue *queue, cahier_arena *arena, const char *batch, uint64_t from, cahier_text **line, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "journal");
    cahier_talk_number(&talk, from);
    cahier_text words[] = {
            cahier_word("LRANGE"), cahier_word(talk.key[0]), cahier_word(talk.number[0]), cahier_word("-1")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy_list(queue, arena, reply, line, count);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_journal_length(cahier_queue *queue, const char *batch, uint64_t *length)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "journal");
    cahier_text words[] = {cahier_word("LLEN"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *length = (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

/* --- records -------------------------------------------------------------------------------------------------------- */

static void name_records(cahier_talk *talk, cahier_queue_records kind)
{
    static const char *const names[] = {"people", "tokens", "settings", "lots"};
    cahier_talk_key(talk, names[kind]);
}

/* A command on the hash of a kind: its name, the key, then `count` of `rest`. */
static cahier_queue_answer command(cahier_queue *queue, cahier_queue_records kind, const char *name,
        const cahier_text *rest, uint32_t count, redisReply **reply)
{
    cahier_talk talk = cahier_talk_open(queue);
    name_records(&talk, kind);
    cahier_text words[4] = {cahier_word(name), cahier_word(talk.key[0])};
    for (uint32_t i = 0; i < count; i++) {
        words[2 + i] = rest[i].len > 0 ? rest[i] : cahier_word(""); /* an empty text may be nowhere */
    }
    return cahier_talk_command(queue, words, 2 + count, CAHIER_TALK_MS, reply);
}

cahier_queue_answer cahier_queue_list_records(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_records kind, cahier_queue_record **out, uint32_t *count)
{
    redisReply *reply;
    cahier_text *flat;
    uint32_t texts;
    cahier_queue_answer answer = command(queue, kind, "HGETALL", NULL, 0, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = cahier_talk_copy_list(queue, arena, reply, &flat, &texts);
    freeReplyObject(reply);
    cahier_queue_record *list = CAHIER_NEW(arena, cahier_queue_record, texts / 2);
    if (answer != CAHIER_QUEUE_DONE || list == NULL) {
        return answer != CAHIER_QUEUE_DONE ? answer : cahier_talk_no_memory(queue);
    }
    for (uint32_t i = 0; i < texts / 2; i++) {
        list[i] = (cahier_queue_record){flat[2 * i], flat[2 * i + 1]};
    }
    *out = list;
    *count = texts / 2;
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_read_record(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_records kind, cahier_text name, cahier_text *value)
{
    redisReply *reply;
    cahier_queue_answer answer = command(queue, kind, "HGET", &name, 1, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, value);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_write_record(
        cahier_queue *queue, cahier_queue_records kind, cahier_text name, cahier_text value)
{
    redisReply *reply;
    cahier_queue_answer answer = command(queue, kind, "HSET", (cahier_text[2]){name, value}, 2, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_drop_record(cahier_queue *queue, cahier_queue_records kind, cahier_text name)
{
    redisReply *reply;
    cahier_queue_answer answer = command(queue, kind, "HDEL", &name, 1, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = reply->integer > 0 ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_ALREADY;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_write_lot(cahier_queue *queue, const char *batch, cahier_text value)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    name_records(&talk, CAHIER_RECORDS_LOTS);
    cahier_talk_string(&talk, batch);
    cahier_talk_text(&talk, value);
    return cahier_talk_call(&talk, "cahier1_lot");
}

cahier_queue_answer cahier_queue_write_person(cahier_queue *queue, const cahier_queue_person *person)
{
    cahier_talk talk = cahier_talk_open(queue);
    name_records(&talk, CAHIER_RECORDS_PEOPLE);
    cahier_talk_key(&talk, "sessions");
    cahier_talk_text(&talk, person->name);
    cahier_talk_text(&talk, person->value);
    cahier_talk_string(&talk, person->add ? "add" : "change");
    cahier_talk_string(&talk, person->kept);
    cahier_queue_answer answer = cahier_talk_call(&talk, "cahier1_person");
    return answer == CAHIER_QUEUE_ALREADY && !person->add ? CAHIER_QUEUE_NOTHING : answer;
}

/* --- sessions ------------------------------------------------------------------------------------------------------- */

static cahier_talk name_session(cahier_queue *queue, const cahier_queue_session *session)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "sessions");
    name_records(&talk, CAHIER_RECORDS_PEOPLE);
    cahier_talk_string(&talk, session->digest);
    cahier_talk_number(&talk, session->idle_ms);
    cahier_talk_number(&talk, session->life_ms);
    return talk;
}

cahier_queue_answer cahier_queue_open_session(
        cahier_queue *queue, const cahier_queue_session *session, cahier_text name)
{
    cahier_talk talk = name_session(queue, session);
    cahier_talk_text(&talk, name);
    cahier_queue_answer answer = cahier_talk_call(&talk, "cahier1_session_open");
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_NOTHING : answer;
}

cahier_queue_answer cahier_queue_see_session(
        cahier_queue *queue, cahier_arena *arena, const cahier_queue_session *session, cahier_queue_record *person)
{
    cahier_talk talk = name_session(queue, session);
    redisReply *reply;
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_session_see", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (reply->elements != 2) {
        answer = CAHIER_QUEUE_NOTHING;
    } else {
        answer = cahier_talk_copy(queue, arena, reply->element[0], &person->name);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_talk_copy(queue, arena, reply->element[1], &person->value)
                                             : answer;
    }
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_close_session(cahier_queue *queue, const char *digest)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "sessions");
    cahier_text words[] = {cahier_word("HDEL"), cahier_word(talk.key[0]), cahier_word(digest)};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 3, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

/* --- published pages ------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_publish(
        cahier_queue *queue, const char *batch, const cahier_queue_publication *publication)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "published");
    cahier_talk_text(&talk, publication->html);
    cahier_talk_text(&talk, publication->who);
    cahier_talk_text(&talk, publication->when);
    cahier_talk_text(&talk, publication->link);
    cahier_talk_number(&talk, publication->revision);
    return cahier_talk_call(&talk, "cahier1_publish");
}

static cahier_queue_answer copy_publication(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_queue_publication *out)
{
    cahier_queue_publication found = {.revision = 0};
    cahier_text revision, *const texts[] = {&found.who, &found.when, &found.link, &revision, &found.html};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_talk_copy(queue, arena, reply->element[i], texts[i]);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        found.revision = strtoull(revision.at, NULL, 10); /* a copy ends with a zero */
        *out = found;
    }
    return answer;
}

cahier_queue_answer cahier_queue_read_publication(
        cahier_queue *queue, cahier_arena *arena, const char *batch, bool html, cahier_queue_publication *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "published");
    cahier_text words[] = {cahier_word("HMGET"), cahier_word(talk.key[0]), cahier_word("who"), cahier_word("when"),
            cahier_word("link"), cahier_word("revision"), cahier_word("html")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, html ? 7 : 6, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = copy_publication(queue, arena, reply, out);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_withdraw(cahier_queue *queue, const char *batch)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "published");
    cahier_text words[] = {cahier_word("UNLINK"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = reply->integer > 0 ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_ALREADY;
        freeReplyObject(reply);
    }
    return answer;
}
