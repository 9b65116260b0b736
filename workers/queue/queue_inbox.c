/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue_inbox.h"
#include "talk.h"

#define GIVEN_BACK_MOST 200u

static void name_boxes(cahier_talk *talk)
{
    cahier_talk_key(talk, "inbox");
    cahier_talk_key(talk, "taken");
    cahier_talk_key(talk, "since");
}

static cahier_queue_answer copy_taken(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_queue_taken *out)
{
    uint32_t count = (uint32_t)(reply->elements / 2);
    cahier_text *token = CAHIER_NEW(arena, cahier_text, count), *raw = CAHIER_NEW(arena, cahier_text, count);
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (count == 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    if (token == NULL || raw == NULL) {
        return cahier_talk_no_memory(queue);
    }
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_talk_copy(queue, arena, reply->element[(size_t)2 * i], &token[i]);
        if (answer == CAHIER_QUEUE_DONE) {
            answer = cahier_talk_copy(queue, arena, reply->element[(size_t)2 * i + 1], &raw[i]);
        }
    }
    *out = (cahier_queue_taken){token, raw, count};
    return answer;
}

cahier_queue_answer cahier_queue_take_inbox(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_queue_taken *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    unsigned char chance[12];
    char token[2 * sizeof chance + 1];
    redisReply *reply;
    randombytes_buf(chance, sizeof chance);
    sodium_bin2hex(token, sizeof token, chance, sizeof chance);
    name_boxes(&talk);
    cahier_talk_number(&talk, most);
    cahier_talk_string(&talk, token);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_take", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = copy_taken(queue, arena, reply, out);
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_give_back(cahier_queue *queue, uint32_t lease_ms)
{
    cahier_talk talk = cahier_talk_open(queue);
    name_boxes(&talk);
    cahier_talk_number(&talk, lease_ms);
    cahier_talk_number(&talk, GIVEN_BACK_MOST);
    return cahier_talk_call(&talk, "cahier1_give_back");
}

cahier_queue_answer cahier_queue_inbox_left(cahier_queue *queue, uint64_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "inbox");
    cahier_talk_key(&talk, "taken");
    talk.read_only = true;
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_left", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *count = (uint64_t)reply->integer;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_seen(cahier_queue *queue, const cahier_text *digest, uint32_t count, bool *seen)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_text *words = calloc((size_t)count + 2, sizeof *words);
    if (words == NULL) {
        return cahier_talk_no_memory(queue);
    }
    cahier_talk_key(&talk, "seen");
    words[0] = cahier_word("SMISMEMBER");
    words[1] = cahier_word(talk.key[0]);
    memcpy(words + 2, digest, count * sizeof *words);
    cahier_queue_answer answer = cahier_talk_command(queue, words, count + 2, CAHIER_TALK_MS, &reply);
    free(words);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (uint32_t i = 0; i < count; i++) {
        seen[i] = i < reply->elements && reply->element[i]->integer == 1;
    }
    freeReplyObject(reply);
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_inbox_batch(cahier_queue *queue, char batch[CAHIER_BATCH_LEN + 1])
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "open");
    cahier_text words[] = {cahier_word("GET"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    batch[0] = '\0';
    if (reply->type == REDIS_REPLY_STRING && reply->len == CAHIER_BATCH_LEN) {
        memcpy(batch, reply->str, CAHIER_BATCH_LEN + 1);
    }
    freeReplyObject(reply);
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_turn_inbox(cahier_queue *queue, const char *from, const char *to)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "open");
    cahier_talk_string(&talk, from);
    cahier_talk_string(&talk, to);
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_turn", &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_append(cahier_queue *queue, const cahier_queue_appending *appending)
{
    cahier_talk talk = cahier_talk_open(queue);
    char chunk[CAHIER_CHUNK_NAME];
    cahier_queue_name_chunk(appending->chunk, chunk);
    cahier_talk_batch_key(&talk, appending->batch, "meta");
    cahier_talk_batch_key(&talk, appending->batch, "in");
    cahier_talk_batch_key(&talk, appending->batch, "iv");
    cahier_talk_key(&talk, "work");
    cahier_talk_key(&talk, "taken");
    cahier_talk_key(&talk, "since");
    cahier_talk_key(&talk, "seen");
    cahier_talk_key(&talk, "authors");
    cahier_talk_key(&talk, "watch");
    cahier_talk_key(&talk, "heard");
    cahier_talk_key(&talk, "heard:ids");
    cahier_talk_key(&talk, "heard:days");
    cahier_talk_string(&talk, appending->batch);
    cahier_talk_string(&talk, chunk);
    cahier_talk_number(&talk, appending->documents);
    cahier_talk_text(&talk, appending->blob);
    cahier_talk_text(&talk, appending->aside);
    cahier_talk_text(&talk, appending->tokens);
    cahier_talk_text(&talk, appending->digests);
    cahier_talk_text(&talk, appending->mark);
    cahier_talk_text(&talk, appending->messages.len > 0 ? appending->messages : cahier_word(""));
    return cahier_talk_call(&talk, "cahier1_append");
}
