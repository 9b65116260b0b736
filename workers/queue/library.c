/* SPDX-License-Identifier: Apache-2.0 */
#include "library.h"

#include <string.h>

#include "talk.h"

extern const char cahier_functions[]; /* functions.lua, made a string by the build */

/* FUNCTION LIST LIBRARYNAME cahier1 WITHCODE: a list of at most one library, as names and values. */
static cahier_queue_answer compare(const redisReply *reply)
{
    if (reply->elements == 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    const redisReply *facts = reply->element[0];
    for (size_t i = 0; i + 1 < facts->elements; i += 2) {
        if (strcmp(facts->element[i]->str, "library_code") == 0) {
            const redisReply *code = facts->element[i + 1];
            bool same = code->len == strlen(cahier_functions) && memcmp(code->str, cahier_functions, code->len) == 0;
            return same ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_ALREADY;
        }
    }
    return CAHIER_QUEUE_ALREADY;
}

cahier_queue_answer cahier_library_look(cahier_queue *queue)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("FUNCTION"), cahier_word("LIST"), cahier_word("LIBRARYNAME"),
            cahier_word("cahier1"), cahier_word("WITHCODE")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 5, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = compare(reply);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_library_install(cahier_queue *queue)
{
    redisReply *reply;
    cahier_text words[] = {
            cahier_word("FUNCTION"), cahier_word("LOAD"), cahier_word("REPLACE"), cahier_word(cahier_functions)};
    cahier_queue_answer there = cahier_library_look(queue);
    if (there == CAHIER_QUEUE_DONE) {
        return CAHIER_QUEUE_ALREADY;
    }
    if (there != CAHIER_QUEUE_ALREADY && there != CAHIER_QUEUE_NOTHING) {
        return there;
    }
    cahier_queue_answer answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}
