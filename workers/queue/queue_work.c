/* SPDX-License-Identifier: Apache-2.0 */
/* queue.h, the worker's calls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talk.h"

#define WORKER_FORGOTTEN_MS 3600000u /* an hour: a name costs 153 bytes */
#define PROMOTED_MOST 100u

/* --- taking ----------------------------------------------------------------------------------------------------------- */

static void copy_word(const redisReply *from, char *to, size_t room)
{
    (void)snprintf(to, room, "%.*s", (int)from->len, from->str);
}

/* One entry, [id, [b, J, k, kind, c, chunk, n, count]]; false when it was deleted meanwhile or is not ours. */
static bool read_reference(const redisReply *entry, cahier_queue_task *out)
{
    if (entry->type != REDIS_REPLY_ARRAY || entry->elements != 2 || entry->element[1]->type != REDIS_REPLY_ARRAY ||
            entry->element[1]->elements != 8) {
        return false;
    }
    redisReply **field = entry->element[1]->element;
    for (uint32_t i = 0; i < 8; i++) {
        if (field[i]->type != REDIS_REPLY_STRING) {
            return false;
        }
    }
    cahier_queue_task task = {.documents = (uint32_t)strtoul(field[7]->str, NULL, 10)};
    copy_word(entry->element[0], task.entry, sizeof task.entry);
    copy_word(field[1], task.batch, sizeof task.batch);
    copy_word(field[5], task.chunk, sizeof task.chunk);
    task.corpus = strcmp(field[3]->str, "corpus") == 0;
    *out = task;
    return true;
}

/* Before any batch there is no stream and no group. */
static cahier_queue_answer make_group(cahier_queue *queue, const char *work)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("XGROUP"), cahier_word("CREATE"), cahier_word(work), cahier_word("w"),
            cahier_word("0"), cahier_word("MKSTREAM")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 6, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    bool there = strcmp(queue->patience.link.error.token, "BUSYGROUP") == 0;
    return answer == CAHIER_QUEUE_DONE || there ? CAHIER_QUEUE_NOTHING : answer;
}

/* The entries of the only stream of the reply. */
static cahier_queue_answer first_of(const redisReply *entries, cahier_queue_task *out)
{
    for (size_t i = 0; i < entries->elements; i++) {
        if (read_reference(entries->element[i], out)) {
            return CAHIER_QUEUE_DONE;
        }
    }
    return CAHIER_QUEUE_NOTHING;
}

#define READING_WORDS 11u

typedef struct reading { /* one entry of the stream, as words of a command */
    char wait[16];
    cahier_text words[READING_WORDS];
    uint32_t count;
} reading;

/* wait_ms 0: not at all. In place, for words point into it. */
static void write_reading(const cahier_queue *queue, const char *work, const char *from, uint32_t wait_ms, reading *to)
{
    const cahier_text head[] = {cahier_word("XREADGROUP"), cahier_word("GROUP"), cahier_word("w"),
            cahier_word(queue->who), cahier_word("COUNT"), cahier_word("1")};
    memcpy(to->words, head, sizeof head);
    to->count = sizeof head / sizeof *head;
    if (wait_ms > 0) {
        (void)snprintf(to->wait, sizeof to->wait, "%u", wait_ms);
        to->words[to->count++] = cahier_word("BLOCK");
        to->words[to->count++] = cahier_word(to->wait);
    }
    to->words[to->count++] = cahier_word("STREAMS");
    to->words[to->count++] = cahier_word(work);
    to->words[to->count++] = cahier_word(from);
}

/* Frees the reply. */
static cahier_queue_answer read_entry(redisReply *reply, cahier_queue_task *out)
{
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (reply->type == REDIS_REPLY_ARRAY && reply->elements > 0) {
        answer = first_of(reply->element[0]->element[1], out);
    }
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_read_task(cahier_queue *queue, bool own, uint32_t wait_ms, cahier_queue_task *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    reading entry;
    cahier_talk_key(&talk, "work");
    write_reading(queue, talk.key[0], own ? "0" : ">", wait_ms, &entry);
    cahier_queue_answer answer = cahier_talk_command(queue, entry.words, entry.count, wait_ms + CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_NOTHING) {
        return make_group(queue, talk.key[0]);
    }
    return answer == CAHIER_QUEUE_DONE ? read_entry(reply, out) : answer;
}

cahier_queue_answer cahier_queue_claim_task(cahier_queue *queue, uint32_t lease_ms, cahier_queue_task *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    char lease[16];
    cahier_talk_key(&talk, "work");
    (void)snprintf(lease, sizeof lease, "%u", lease_ms);
    cahier_text words[] = {cahier_word("XAUTOCLAIM"), cahier_word(talk.key[0]), cahier_word("w"),
            cahier_word(queue->who), cahier_word(lease), cahier_word(queue->cursor), cahier_word("COUNT"),
            cahier_word("1")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 8, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_NOTHING) {
        return make_group(queue, talk.key[0]);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    copy_word(reply->element[0], queue->cursor, sizeof queue->cursor);
    answer = first_of(reply->element[1], out);
    freeReplyObject(reply);
    return answer;
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer unreachable(cahier_queue *queue)
{
    cahier_link_close(&queue->patience.link);
    return CAHIER_QUEUE_UNREACHABLE;
}

static void free_pair(redisReply *pair[2])
{
    freeReplyObject(pair[0]);
    freeReplyObject(pair[1]);
    pair[0] = pair[1] = NULL;
}

/* Fields of two hashes in one round trip; NOTHING when one is missing. Freed by the caller when DONE. */
static cahier_queue_answer read_pair(
        cahier_queue *queue, const cahier_text first[3], const cahier_text second[3], redisReply *out[2])
{
    cahier_link *link = &queue->patience.link;
    out[0] = out[1] = NULL;
    if (!link->open) {
        return CAHIER_QUEUE_UNREACHABLE;
    }
    if (cahier_link_send(link, first, 3, CAHIER_TALK_MS) != CAHIER_FAULT_NONE ||
            cahier_link_send(link, second, 3, CAHIER_TALK_MS) != CAHIER_FAULT_NONE ||
            cahier_link_receive(link, CAHIER_TALK_MS, &out[0]) != CAHIER_FAULT_NONE ||
            cahier_link_receive(link, CAHIER_TALK_MS, &out[1]) != CAHIER_FAULT_NONE) {
        free_pair(out);
        return unreachable(queue);
    }
    if (out[0]->type != REDIS_REPLY_STRING || out[1]->type != REDIS_REPLY_STRING) {
        free_pair(out);
        return CAHIER_QUEUE_NOTHING;
    }
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_lend(cahier_queue *queue, const cahier_queue_task *task, cahier_queue_lent *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *found[2];
    cahier_talk_batch_key(&talk, task->batch, "iv");
    cahier_talk_batch_key(&talk, task->batch, "in");
    cahier_text hget = cahier_word("HGET"), chunk = cahier_word(task->chunk);
    /* the version first: if an erasure comes between the two, the commit is refused, never the old text kept */
    cahier_text first[] = {hget, cahier_word(talk.key[0]), chunk}, second[] = {hget, cahier_word(talk.key[1]), chunk};
    *out = (cahier_queue_lent){.version = 0};
    cahier_queue_answer answer = read_pair(queue, first, second, found);
    if (answer == CAHIER_QUEUE_DONE) {
        out->version = (uint32_t)strtoul(found[0]->str, NULL, 10);
        out->blob = (cahier_text){found[1]->str, (uint32_t)found[1]->len};
        out->held = found[1];
        freeReplyObject(found[0]);
    }
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_NO_BATCH : answer;
}

void cahier_queue_return(cahier_queue_lent *lent)
{
    freeReplyObject(lent->held);
    *lent = (cahier_queue_lent){.version = 0};
}

cahier_queue_answer cahier_queue_payload(
        cahier_queue *queue, cahier_arena *arena, const cahier_queue_task *task, cahier_text *blob, uint32_t *version)
{
    cahier_queue_lent lent;
    cahier_queue_answer answer = cahier_queue_lend(queue, task, &lent);
    if (answer == CAHIER_QUEUE_DONE) {
        *version = lent.version;
        answer = cahier_talk_copy(queue, arena, lent.held, blob);
        cahier_queue_return(&lent);
    }
    return answer;
}

cahier_queue_answer cahier_queue_chunk(cahier_queue *queue, cahier_arena *arena, const char *batch, uint32_t chunk,
        cahier_text *payload, cahier_text *analysis)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *found[2];
    char name[CAHIER_CHUNK_NAME];
    cahier_queue_name_chunk(chunk, name);
    cahier_talk_batch_key(&talk, batch, "in");
    cahier_talk_batch_key(&talk, batch, "out");
    cahier_text hget = cahier_word("HGET");
    cahier_text first[] = {hget, cahier_word(talk.key[0]), cahier_word(name)};
    cahier_text second[] = {hget, cahier_word(talk.key[1]), cahier_word(name)};
    cahier_queue_answer answer = read_pair(queue, first, second, found);
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_queue_answer copied = cahier_talk_copy(queue, arena, found[1], analysis);
        answer = cahier_talk_copy(queue, arena, found[0], payload);
        answer = copied == CAHIER_QUEUE_DONE ? answer : copied;
        free_pair(found);
    }
    return answer;
}

cahier_queue_answer cahier_queue_envelope(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text *envelope)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "head");
    cahier_text words[] = {cahier_word("GET"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, envelope);
        freeReplyObject(reply);
    }
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_NO_BATCH : answer;
}

/* --- giving ----------------------------------------------------------------------------------------------------------- */

/* Its answer is read after the commit's, when there still is a connection; else the entry, if one was given, is in this name's hands and
 * read again. */
static bool send_reading(cahier_queue *queue, const char *work, cahier_queue_task *next)
{
    reading entry;
    if (next == NULL) {
        return false;
    }
    write_reading(queue, work, ">", 0, &entry);
    return cahier_link_send(&queue->patience.link, entry.words, entry.count, CAHIER_TALK_MS) == CAHIER_FAULT_NONE;
}

/* The last argument says nothing: the server reads a large one alone, up to its last byte, and acts as soon as it has all. So it reads the
 * end of this call with the reading behind it, does both in one turn, and writes its file once. */
cahier_queue_answer cahier_queue_commit(cahier_queue *queue, const cahier_queue_task *task, uint32_t version,
        uint32_t quarantined, cahier_text blob, cahier_queue_task *next)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    if (next != NULL) {
        next->entry[0] = '\0';
    }
    cahier_talk_batch_key(&talk, task->batch, "meta");
    cahier_talk_batch_key(&talk, task->batch, "iv");
    cahier_talk_batch_key(&talk, task->batch, "out");
    cahier_talk_key(&talk, "work");
    cahier_talk_string(&talk, task->batch);
    cahier_talk_string(&talk, task->entry);
    cahier_talk_string(&talk, task->chunk);
    cahier_talk_number(&talk, task->documents);
    cahier_talk_number(&talk, version);
    cahier_talk_number(&talk, quarantined);
    cahier_talk_text(&talk, blob);
    cahier_talk_string(&talk, "");
    cahier_queue_answer answer = cahier_talk_send(&talk, "cahier1_commit");
    bool asked = answer == CAHIER_QUEUE_DONE && send_reading(queue, talk.key[3], next);
    answer = answer == CAHIER_QUEUE_DONE ? cahier_talk_receive(queue) : answer;
    if (asked && queue->patience.link.open && cahier_talk_await(queue, &reply) == CAHIER_QUEUE_DONE) {
        (void)read_entry(reply, next);
    }
    return answer;
}

cahier_queue_answer cahier_queue_put_piece(
        cahier_queue *queue, const char *batch, uint64_t revision, const char *field, cahier_text piece)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "report");
    cahier_talk_number(&talk, revision);
    cahier_talk_string(&talk, field);
    cahier_talk_text(&talk, piece);
    return cahier_talk_call(&talk, "cahier1_put");
}

cahier_queue_answer cahier_queue_finish(cahier_queue *queue, const cahier_queue_task *task, uint64_t revision,
        uint64_t pieces, const char *event, cahier_text record)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, task->batch, "meta");
    cahier_talk_key(&talk, "work");
    cahier_talk_event_keys(&talk);
    cahier_talk_string(&talk, task->batch);
    cahier_talk_string(&talk, task->entry);
    cahier_talk_number(&talk, revision);
    cahier_talk_number(&talk, pieces);
    cahier_talk_string(&talk, event);
    cahier_talk_text(&talk, record);
    return cahier_talk_call(&talk, "cahier1_finish");
}

cahier_queue_answer cahier_queue_fail(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t delay_ms, uint32_t limit, const char *reason)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, task->batch, "meta");
    cahier_talk_key(&talk, "work");
    cahier_talk_key(&talk, "retry");
    cahier_talk_batch_key(&talk, task->batch, "att");
    cahier_talk_batch_key(&talk, task->batch, "dead");
    cahier_talk_string(&talk, task->batch);
    cahier_talk_string(&talk, task->entry);
    cahier_talk_string(&talk, task->corpus ? "corpus" : "chunk");
    cahier_talk_string(&talk, task->chunk);
    cahier_talk_number(&talk, task->documents);
    cahier_talk_number(&talk, delay_ms);
    cahier_talk_number(&talk, limit);
    cahier_talk_string(&talk, reason);
    return cahier_talk_call(&talk, "cahier1_fail");
}

cahier_queue_answer cahier_queue_drop(cahier_queue *queue, const cahier_queue_task *task)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "work");
    cahier_talk_string(&talk, task->entry);
    return cahier_talk_call(&talk, "cahier1_drop");
}

cahier_queue_answer cahier_queue_renew(cahier_queue *queue, const cahier_queue_task *task)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "work");
    cahier_talk_string(&talk, queue->who);
    cahier_talk_string(&talk, task->entry);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_renew", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = reply->elements > 0 ? CAHIER_QUEUE_CHANGED : CAHIER_QUEUE_DONE;
        freeReplyObject(reply);
    }
    return answer;
}

/* --- poison ----------------------------------------------------------------------------------------------------------- */

/* A contribution is named by its chunk and place: no text, no id. */
static void name_contribution(const cahier_queue_task *task, uint32_t document, char to[32])
{
    (void)snprintf(to, 32, "%s:%u", task->chunk, document);
}

cahier_queue_answer cahier_queue_strike(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t document, uint32_t *strikes)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    char name[32];
    name_contribution(task, document, name);
    cahier_talk_batch_key(&talk, task->batch, "att");
    cahier_text words[] = {cahier_word("HINCRBY"), cahier_word(talk.key[0]), cahier_word(name), cahier_word("1")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *strikes = (uint32_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_quarantine(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t document, const char *reason)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    char name[32];
    name_contribution(task, document, name);
    cahier_talk_batch_key(&talk, task->batch, "quar");
    cahier_text words[] = {cahier_word("HSET"), cahier_word(talk.key[0]), cahier_word(name), cahier_word(reason)};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_tidy(cahier_queue *queue)
{
    cahier_talk promote = cahier_talk_open(queue), forget = cahier_talk_open(queue);
    cahier_talk_key(&promote, "work");
    cahier_talk_key(&promote, "retry");
    cahier_talk_number(&promote, PROMOTED_MOST);
    cahier_talk_key(&forget, "work");
    cahier_talk_number(&forget, WORKER_FORGOTTEN_MS);
    cahier_queue_answer answer = cahier_talk_call(&promote, "cahier1_promote");
    return answer == CAHIER_QUEUE_UNREACHABLE || answer == CAHIER_QUEUE_REFUSED
                   ? answer
                   : cahier_talk_call(&forget, "cahier1_gc");
}
