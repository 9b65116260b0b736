/* SPDX-License-Identifier: Apache-2.0 */
/* queue.h, what people ask: which batches there are, whether the law holds, erasure. */
#include <stdio.h>
#include <string.h>

#include "talk.h"

cahier_queue_answer cahier_queue_batches(
        cahier_queue *queue, cahier_arena *arena, char (**batch)[CAHIER_BATCH_LEN + 1], uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "batches");
    cahier_text words[] = {cahier_word("ZRANGE"), cahier_word(talk.key[0]), cahier_word("0"), cahier_word("-1")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    char(*list)[CAHIER_BATCH_LEN + 1] = cahier_arena_alloc(arena, reply->elements, sizeof *list);
    if (list == NULL) {
        freeReplyObject(reply);
        return cahier_talk_no_memory(queue);
    }
    for (size_t i = 0; i < reply->elements; i++) {
        (void)snprintf(list[i], sizeof list[i], "%s", reply->element[i]->str);
    }
    *batch = list;
    *count = (uint32_t)reply->elements;
    freeReplyObject(reply);
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_check(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text **fault, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "in");
    cahier_talk_batch_key(&talk, batch, "out");
    cahier_talk_key(&talk, "work");
    cahier_talk_key(&talk, "retry");
    cahier_talk_batch_key(&talk, batch, "dead");
    cahier_talk_string(&talk, batch);
    talk.read_only = true;
    cahier_queue_answer answer = cahier_talk_ask(&talk, "cahier1_check", &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = cahier_talk_copy_list(queue, arena, reply, fault, count);
    freeReplyObject(reply);
    return answer;
}

cahier_queue_answer cahier_queue_replace(cahier_queue *queue, const cahier_queue_replacing *r)
{
    static const char *const before[] = {"meta", "in", "iv", "out"}, *const after[] = {
                                                                             "report", "published", "quar", "att"};
    cahier_talk talk = cahier_talk_open(queue);
    char name[CAHIER_CHUNK_NAME];
    cahier_queue_name_chunk(r->chunk, name);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        cahier_talk_batch_key(&talk, r->batch, before[i]);
    }
    cahier_talk_key(&talk, "work");
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        cahier_talk_batch_key(&talk, r->batch, after[i]);
    }
    cahier_talk_key(&talk, "erased");
    cahier_talk_string(&talk, r->batch);
    cahier_talk_string(&talk, name);
    cahier_talk_number(&talk, r->version);
    cahier_talk_number(&talk, r->documents);
    cahier_talk_text(&talk, r->blob);
    cahier_talk_text(&talk, r->emptied);
    cahier_talk_text(&talk, r->files);
    return cahier_talk_call(&talk, "cahier1_replace");
}

cahier_queue_answer cahier_queue_amend(cahier_queue *queue, const char *batch, uint64_t revision, cahier_text envelope)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_batch_key(&talk, batch, "head");
    cahier_talk_key(&talk, "work");
    cahier_talk_batch_key(&talk, batch, "report");
    cahier_talk_batch_key(&talk, batch, "published");
    cahier_talk_string(&talk, batch);
    cahier_talk_number(&talk, revision);
    cahier_talk_text(&talk, envelope);
    return cahier_talk_call(&talk, "cahier1_amend");
}

cahier_queue_answer cahier_queue_revive(cahier_queue *queue, const char *batch)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_batch_key(&talk, batch, "meta");
    cahier_talk_key(&talk, "work");
    cahier_talk_batch_key(&talk, batch, "att");
    cahier_talk_batch_key(&talk, batch, "dead");
    cahier_talk_string(&talk, batch);
    return cahier_talk_call(&talk, "cahier1_revive");
}

cahier_queue_answer cahier_queue_purge(cahier_queue *queue, const char *batch)
{
    static const char *const names[] = {
            "meta", "head", "in", "iv", "out", "report", "att", "quar", "dead", "journal", "said", "published"};
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "batches");
    cahier_talk_key(&talk, "files");
    cahier_talk_key(&talk, "lots");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cahier_talk_batch_key(&talk, batch, names[i]);
    }
    cahier_talk_string(&talk, batch);
    return cahier_talk_call(&talk, "cahier1_purge");
}
