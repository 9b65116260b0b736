/* SPDX-License-Identifier: Apache-2.0 */
#include "queue_forget.h"

#include <stdlib.h>

#include "frames.h"
#include "talk.h"

cahier_queue_answer cahier_queue_watch_erase(cahier_queue *queue, uint64_t position, cahier_text id)
{
    static const char *const keys[] = {"heard", "heard:days", "filed", "desk", "routed", "watch:erasing"};
    cahier_talk talk = cahier_talk_open(queue);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cahier_talk_key(&talk, keys[i]);
    }
    cahier_talk_number(&talk, position);
    cahier_talk_text(&talk, id);
    return cahier_talk_call(&talk, "cahier1_watch_erase");
}

cahier_queue_answer cahier_queue_watch_erasing(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_erasing **out, uint32_t *count)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_text *flat;
    uint32_t texts = 0;
    cahier_talk_key(&talk, "watch:erasing");
    cahier_text words[] = {cahier_word("HGETALL"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = cahier_talk_copy_list(queue, arena, reply, &flat, &texts);
    freeReplyObject(reply);
    cahier_queue_erasing *list = CAHIER_NEW(arena, cahier_queue_erasing, texts / 2);
    if (answer != CAHIER_QUEUE_DONE || list == NULL) {
        return answer != CAHIER_QUEUE_DONE ? answer : cahier_talk_no_memory(queue);
    }
    for (uint32_t i = 0; i < texts / 2; i++) {
        cahier_text state = flat[(size_t)2 * i + 1];
        list[i] = (cahier_queue_erasing){flat[(size_t)2 * i], state.len == 1 && state.at[0] == '1'};
    }
    *out = list;
    *count = texts / 2;
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_queue_watch_is_held(cahier_queue *queue, bool *held)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "watch:lease");
    cahier_text words[] = {cahier_word("EXISTS"), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *held = reply->integer == 1;
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_queue_watch_forgot(cahier_queue *queue, const cahier_queue_forgetting *forgetting)
{
    static const char *const keys[] = {"watch", "watch:lease", "watch:state", "watch:erasing"};
    cahier_talk talk = cahier_talk_open(queue);
    cahier_frames frames = {.at = NULL};
    for (uint32_t i = 0; i < forgetting->count; i++) {
        cahier_frames_text(&frames, 8, forgetting->at[i].id);
    }
    size_t len = frames.len;
    char *ids = cahier_frames_end(&frames);
    if (ids == NULL) {
        return cahier_talk_no_memory(queue);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cahier_talk_key(&talk, keys[i]);
    }
    cahier_talk_string(&talk, forgetting->token);
    cahier_talk_number(&talk, (uint64_t)forgetting->told);
    cahier_talk_text(&talk, forgetting->state);
    cahier_talk_text(&talk, (cahier_text){ids, (uint32_t)len});
    cahier_queue_answer answer = cahier_talk_call_leased(&talk, "cahier1_watch_forgot");
    free(ids);
    return answer;
}

cahier_queue_answer cahier_queue_amend_alert(
        cahier_queue *queue, uint32_t number, cahier_text before, cahier_text after)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "alerts");
    cahier_talk_number(&talk, number);
    cahier_talk_text(&talk, before);
    cahier_talk_text(&talk, after);
    return cahier_talk_call(&talk, "cahier1_watch_amend");
}

cahier_queue_answer cahier_queue_watch_erased(cahier_queue *queue, cahier_text id)
{
    cahier_talk talk = cahier_talk_open(queue);
    cahier_talk_key(&talk, "watch:erasing");
    cahier_talk_text(&talk, id);
    return cahier_talk_call(&talk, "cahier1_watch_erased");
}
