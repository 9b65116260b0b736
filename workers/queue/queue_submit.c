/* SPDX-License-Identifier: Apache-2.0 */
/* queue.h, the producer's calls. */
#include <stdlib.h>
#include <string.h>

#include "talk.h"

#define MOST_WAITING 2000u /* chunks: two hundred thousand contributions, a few seconds of work for a host */
#define PROTOCOL 1u

cahier_queue_answer cahier_queue_open_batch(
        cahier_queue *queue, const cahier_queue_opening *opening, char batch[CAHIER_BATCH_LEN + 1])
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "head");
    cahier_talk_key(&talk, "batches");
    cahier_talk_key(&talk, "files");
    cahier_talk_key(&talk, "work");
    cahier_talk_key(&talk, "erased");
    cahier_talk_string(&talk, batch);
    cahier_talk_string(&talk, opening->digest);
    cahier_talk_string(&talk, opening->lexicons);
    cahier_talk_number(&talk, PROTOCOL);
    cahier_talk_text(&talk, opening->envelope);
    cahier_talk_number(&talk, opening->quota);
    cahier_talk_text(&talk, opening->files);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_open", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (reply->len == CAHIER_BATCH_LEN && memcmp(reply->str, batch, CAHIER_BATCH_LEN) != 0) {
        memcpy(batch, reply->str, CAHIER_BATCH_LEN);
        answer = CAHIER_QUEUE_ALREADY;
    }
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_send_chunk(
        cahier_queue *queue, const char *batch, const char *chunk, uint32_t documents, cahier_text blob)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "in");
    cahier_talk_batch_key(&talk, batch, "iv");
    cahier_talk_key(&talk, "work");
    cahier_talk_string(&talk, batch);
    cahier_talk_string(&talk, chunk);
    cahier_talk_number(&talk, documents);
    cahier_talk_text(&talk, blob);
    cahier_talk_number(&talk, MOST_WAITING);
    cahier_queue_answer answer = cahier_talk_send(&talk, "cahier1_ingest");
    if (answer == CAHIER_QUEUE_DONE && queue->patience.link.awaited >= CAHIER_QUEUE_AHEAD) {
        answer = cahier_talk_receive(queue);
    }
    return answer;
}

cahier_queue_answer cahier_queue_await_chunk(cahier_queue *queue)
{
    return queue->patience.link.open && queue->patience.link.awaited > 0 ? cahier_talk_receive(queue)
                                                                         : CAHIER_QUEUE_NOTHING;
}

static bool is_set(const redisReply *settings, const char *name, const char *value)
{
    for (size_t i = 0; settings->type == REDIS_REPLY_ARRAY && i + 1 < settings->elements; i += 2) {
        const redisReply *setting = settings->element[i], *found = settings->element[i + 1];
        if (setting->type == REDIS_REPLY_STRING && found->type == REDIS_REPLY_STRING &&
                strcmp(setting->str, name) == 0) {
            return strcmp(found->str, value) == 0;
        }
    }
    return false;
}

/* Whether this server answers a write only when it is on its disk, with all that came before. A named user is one of a role, which
 * may not ask: it would stand in the server's log of refusals. Behind sentinels, in a cluster, another server may take over. */
static bool writes_before_it_answers(cahier_queue *queue)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("CONFIG"), cahier_word("GET"), cahier_word("appendonly"),
            cahier_word("appendfsync"), cahier_word("no-appendfsync-on-rewrite")};
    if (queue->address.user[0] != '\0' || queue->address.kind == CAHIER_ADDRESS_SENTINEL ||
            queue->patience.link.cluster ||
            cahier_talk_command(queue, words, 5, CAHIER_TALK_MS, &reply) != CAHIER_QUEUE_DONE) {
        return false;
    }
    bool all = is_set(reply, "appendonly", "yes") && is_set(reply, "appendfsync", "always") &&
               is_set(reply, "no-appendfsync-on-rewrite", "no");
    freeReplyObject(reply);
    return all;
}

/* Asked first, on the same connection: what a server promises after the seal says nothing of the seal. */
cahier_queue_answer cahier_queue_seal(
        cahier_queue *queue, const char *batch, uint32_t chunks, uint32_t documents, bool *durable)
{
    *durable = writes_before_it_answers(queue);
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_key(&talk, "work");
    cahier_talk_string(&talk, batch);
    cahier_talk_number(&talk, chunks);
    cahier_talk_number(&talk, documents);
    return cahier_talk_call(&talk, "cahier1_seal");
}

/* --- progress ------------------------------------------------------------------------------------------------------- */

static void copy_string(const redisReply *value, char *to, size_t room)
{
    size_t len = value->len < room ? value->len : room - 1;
    memcpy(to, value->str, len);
    to[len] = '\0';
}

static void read_field(const char *name, const redisReply *value, cahier_queue_progress *out)
{
    const struct {
        const char *name;
        uint64_t *to;
    } counts[] = {{"chunks", &out->chunks}, {"docs", &out->documents}, {"bytes", &out->bytes},
            {"donec", &out->done_chunks}, {"done", &out->done_documents}, {"quar", &out->quarantined},
            {"late", &out->late}, {"stale", &out->stale}, {"dead", &out->dead}, {"rev", &out->revision},
            {"pieces", &out->pieces}, {"aside0", &out->aside[0]}, {"aside1", &out->aside[1]},
            {"aside2", &out->aside[2]}, {"aside3", &out->aside[3]}, {"aside4", &out->aside[4]}};
    const struct {
        const char *name;
        int64_t *to;
    } times[] = {{"created", &out->created_ms}, {"sealed", &out->sealed_ms}, {"finished", &out->finished_ms}};
    const struct {
        const char *name;
        char *to;
        size_t room;
    } strings[] = {{"state", out->state, sizeof out->state}, {"lexicons", out->lexicons, sizeof out->lexicons},
            {"attention", out->attention, sizeof out->attention}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (strcmp(counts[i].name, name) == 0) {
            *counts[i].to = strtoull(value->str, NULL, 10);
        }
    }
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (strcmp(times[i].name, name) == 0) {
            *times[i].to = strtoll(value->str, NULL, 10);
        }
    }
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        if (strcmp(strings[i].name, name) == 0) {
            copy_string(value, strings[i].to, strings[i].room);
        }
    }
}

cahier_queue_answer cahier_queue_progress_of(cahier_queue *queue, const char *batch, cahier_queue_progress *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_text time[] = {cahier_word("TIME")}, all[] = {cahier_word("HGETALL"), cahier_word(talk.key[0])};
    cahier_queue_progress progress = {.state = ""};
    cahier_queue_answer answer = cahier_talk_command(queue, time, 1, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    progress.now_ms = strtoll(reply->element[0]->str, NULL, 10) * 1000;
    freeReplyObject(reply);
    answer = cahier_talk_command(queue, all, 2, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (size_t i = 0; i + 1 < reply->elements; i += 2) {
        read_field(reply->element[i]->str, reply->element[i + 1], &progress);
    }
    answer = reply->elements == 0 ? CAHIER_QUEUE_NO_BATCH : CAHIER_QUEUE_DONE;
    freeReplyObject(reply);
    *out = progress;
    return answer;
}

/* --- the report ------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_report_fields(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text **field, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "report");
    cahier_text words[] = {cahier_word("HKEYS"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = cahier_talk_copy_list(queue, arena, reply, field, count);
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_report_piece(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text field, cahier_text *piece)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "report");
    cahier_text words[] = {cahier_word("HGET"), cahier_word(talk.key[0]), field};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 3, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, piece);
        freeReplyObject(reply);
    }
    return answer;
}
