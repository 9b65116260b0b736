/* SPDX-License-Identifier: Apache-2.0 */
#include "queue.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "talk.h"

#define LOOK_FOR_STOP_MS 500u

/* --- one call --------------------------------------------------------------------------------------------------------- */

cahier_talk cahier_talk_open(cahier_queue *queue)
{
    return (cahier_talk){.queue = queue};
}

static void add_key(cahier_talk *talk, int len)
{
    assert(len > 0 && (size_t)len < sizeof talk->key[0]);
    talk->key_count++;
}

void cahier_talk_key(cahier_talk *talk, const char *name)
{
    assert(talk->key_count < CAHIER_TALK_KEYS);
    add_key(talk,
            snprintf(talk->key[talk->key_count], sizeof talk->key[0], "cahier:{%s}:%s", talk->queue->tenant, name));
}

void cahier_talk_batch_key(cahier_talk *talk, const char *batch, const char *name)
{
    assert(talk->key_count < CAHIER_TALK_KEYS);
    add_key(talk, snprintf(talk->key[talk->key_count], sizeof talk->key[0], "cahier:{%s}:%s:%s", talk->queue->tenant,
                          batch, name));
}

void cahier_talk_text(cahier_talk *talk, cahier_text text)
{
    assert(talk->argument_count < CAHIER_TALK_ARGUMENTS);
    talk->arguments[talk->argument_count++] = text;
}

void cahier_talk_string(cahier_talk *talk, const char *string)
{
    cahier_talk_text(talk, cahier_word(string));
}

/* A text of a number of the talk itself: it points nowhere until the call is made, for a talk may be copied. */
void cahier_talk_number(cahier_talk *talk, uint64_t number)
{
    assert(talk->argument_count < CAHIER_TALK_ARGUMENTS);
    (void)snprintf(talk->number[talk->argument_count], sizeof talk->number[0], "%llu", (unsigned long long)number);
    talk->arguments[talk->argument_count++] = (cahier_text){NULL, 0};
}

static cahier_fcall finish_call(cahier_talk *talk, const char *function)
{
    for (uint32_t i = 0; i < talk->key_count; i++) {
        talk->keys[i] = cahier_word(talk->key[i]);
    }
    for (uint32_t i = 0; i < talk->argument_count; i++) {
        if (talk->number[i][0] != '\0') {
            talk->arguments[i] = cahier_word(talk->number[i]);
        }
    }
    return (cahier_fcall){.function = function,
            .keys = talk->keys,
            .key_count = talk->key_count,
            .arguments = talk->arguments,
            .argument_count = talk->argument_count,
            .read_only = talk->read_only};
}

/* --- what an answer means --------------------------------------------------------------------------------------------- */

static cahier_queue_answer of_token(const char *token)
{
    static const struct {
        const char *token;
        cahier_queue_answer answer;
    } tokens[] = {{"ENOBATCH", CAHIER_QUEUE_NO_BATCH}, {"ECLOSED", CAHIER_QUEUE_CLOSED},
            {"ECONFLICT", CAHIER_QUEUE_CONFLICT}, {"EINCOMPLETE", CAHIER_QUEUE_INCOMPLETE},
            {"ESTALE", CAHIER_QUEUE_STALE}, {"EERASED", CAHIER_QUEUE_ERASED}, {"EKEY", CAHIER_QUEUE_OTHER_KEY}};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        if (strcmp(tokens[i].token, token) == 0) {
            return tokens[i].answer;
        }
    }
    return CAHIER_QUEUE_REFUSED;
}

static cahier_queue_answer of_fault(cahier_queue *queue, cahier_fault fault)
{
    (void)cahier_patience_note(&queue->patience, fault);
    if (fault == CAHIER_FAULT_NONE) {
        return CAHIER_QUEUE_DONE;
    }
    cahier_fault_say(&queue->patience.link.error, queue->english, queue->message, sizeof queue->message);
    switch (fault) {
    case CAHIER_FAULT_FULL:
        return CAHIER_QUEUE_FULL;
    case CAHIER_FAULT_PROTOCOL:
        return of_token(queue->patience.link.error.token);
    case CAHIER_FAULT_REFUSED:
    case CAHIER_FAULT_OTHER:
        return CAHIER_QUEUE_REFUSED;
    case CAHIER_FAULT_GROUP_MISSING:
        return CAHIER_QUEUE_NOTHING;
    default:
        cahier_link_close(&queue->patience.link);
        return CAHIER_QUEUE_UNREACHABLE;
    }
}

static cahier_queue_answer of_integer(const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_INTEGER || reply->integer > 0) {
        return CAHIER_QUEUE_DONE;
    }
    return reply->integer == 0 ? CAHIER_QUEUE_ALREADY : CAHIER_QUEUE_CHANGED;
}

static cahier_queue_answer not_connected(cahier_queue *queue)
{
    (void)snprintf(queue->message, sizeof queue->message, "%s",
            queue->english ? "not connected to Redis." : "pas de connexion à Redis.");
    return CAHIER_QUEUE_UNREACHABLE;
}

cahier_queue_answer cahier_talk_no_memory(cahier_queue *queue)
{
    (void)snprintf(queue->message, sizeof queue->message, "%s",
            queue->english ? "not enough memory." : "mémoire insuffisante.");
    return CAHIER_QUEUE_REFUSED;
}

cahier_queue_answer cahier_talk_ask(cahier_talk *talk, const char *function, redisReply **reply)
{
    if (!talk->queue->patience.link.open) {
        *reply = NULL;
        return not_connected(talk->queue);
    }
    cahier_fcall call = finish_call(talk, function);
    return of_fault(talk->queue, cahier_link_fcall(&talk->queue->patience.link, &call, CAHIER_TALK_MS, reply));
}

cahier_queue_answer cahier_talk_call(cahier_talk *talk, const char *function)
{
    redisReply *reply;
    cahier_queue_answer answer = cahier_talk_ask(talk, function, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = of_integer(reply);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_talk_call_leased(cahier_talk *talk, const char *function)
{
    redisReply *reply;
    cahier_queue_answer answer = cahier_talk_ask(talk, function, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = reply->integer == -2 ? CAHIER_QUEUE_STALE : of_integer(reply);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_talk_send(cahier_talk *talk, const char *function)
{
    if (!talk->queue->patience.link.open) {
        return not_connected(talk->queue);
    }
    cahier_fcall call = finish_call(talk, function);
    return of_fault(talk->queue, cahier_link_send_fcall(&talk->queue->patience.link, &call, CAHIER_TALK_MS));
}

cahier_queue_answer cahier_talk_await(cahier_queue *queue, redisReply **reply)
{
    return of_fault(queue, cahier_link_receive(&queue->patience.link, CAHIER_TALK_MS, reply));
}

cahier_queue_answer cahier_talk_receive(cahier_queue *queue)
{
    redisReply *reply;
    cahier_queue_answer answer = cahier_talk_await(queue, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = of_integer(reply);
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_talk_command(
        cahier_queue *queue, const cahier_text *words, uint32_t count, uint32_t timeout_ms, redisReply **reply)
{
    if (!queue->patience.link.open) {
        *reply = NULL;
        return not_connected(queue);
    }
    return of_fault(queue, cahier_link_call(&queue->patience.link, words, count, timeout_ms, reply));
}

cahier_queue_answer cahier_talk_copy(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_text *out)
{
    if (reply->type != REDIS_REPLY_STRING && reply->type != REDIS_REPLY_STATUS) {
        return CAHIER_QUEUE_NOTHING;
    }
    char *to = CAHIER_NEW(arena, char, reply->len + 1);
    if (to == NULL) {
        return cahier_talk_no_memory(queue);
    }
    memcpy(to, reply->str, reply->len);
    *out = (cahier_text){to, (uint32_t)reply->len};
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_talk_copy_list(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_text **out, uint32_t *count)
{
    cahier_text *list = CAHIER_NEW(arena, cahier_text, reply->elements);
    cahier_queue_answer answer = list == NULL ? cahier_talk_no_memory(queue) : CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_talk_copy(queue, arena, reply->element[i], &list[i]);
    }
    *out = list;
    *count = (uint32_t)reply->elements;
    return answer;
}

/* --- connection ------------------------------------------------------------------------------------------------------- */

/* What would change the hash slot or the pattern of an ACL is no name. */
static bool is_tenant(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= CAHIER_TENANT_MOST && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

cahier_queue *cahier_queue_open(
        const char *url, const char *tenant, const char *who, bool english, char *message, size_t room)
{
    cahier_address_error wrong;
    cahier_queue *queue = calloc(1, sizeof *queue);
    message[0] = '\0';
    if (queue == NULL || !is_tenant(tenant)) {
        (void)snprintf(message, room, "%s",
                english ? "a tenant is 1 to 32 lower-case letters, digits or hyphens."
                        : "un espace (--tenant) porte 1 à 32 lettres minuscules, chiffres ou tirets.");
    } else if (!cahier_address_read(url, &queue->address, &wrong)) {
        cahier_address_error_say(&wrong, english, message, room);
    }
    if (message[0] != '\0') {
        free(queue);
        return NULL;
    }
    queue->english = english;
    (void)snprintf(queue->tenant, sizeof queue->tenant, "%s", tenant);
    (void)snprintf(queue->who, sizeof queue->who, "%s", who);
    (void)snprintf(queue->cursor, sizeof queue->cursor, "0-0");
    cahier_patience_init(&queue->patience, &queue->address, -1);
    return queue;
}

void cahier_queue_close(cahier_queue *queue)
{
    if (queue != NULL) {
        cahier_patience_clear(&queue->patience);
        free(queue);
    }
}

const char *cahier_queue_message(const cahier_queue *queue)
{
    return queue->message;
}

void cahier_queue_name_chunk(uint32_t chunk, char name[CAHIER_CHUNK_NAME])
{
    (void)snprintf(name, CAHIER_CHUNK_NAME, "%06u", chunk);
}

/* Crockford's base 32, lower case: no i, l, o, u to misread. */
static void write_base32(uint64_t number, uint32_t digits, char *to)
{
    for (uint32_t i = digits; i-- > 0; number >>= 5) {
        to[i] = "0123456789abcdefghjkmnpqrstvwxyz"[number & 31];
    }
}

cahier_queue_answer cahier_queue_name_batch(cahier_queue *queue, char batch[CAHIER_BATCH_LEN + 1])
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("TIME")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 1, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    uint64_t ms = strtoull(reply->element[0]->str, NULL, 10) * 1000 + strtoull(reply->element[1]->str, NULL, 10) / 1000;
    uint64_t chance[2];
    freeReplyObject(reply);
    randombytes_buf(chance, sizeof chance);
    write_base32(ms, 10, batch); /* as a ULID: 48 bits of time, 80 of chance */
    write_base32(chance[0], 8, batch + 10);
    write_base32(chance[1], 8, batch + 18);
    batch[CAHIER_BATCH_LEN] = '\0';
    return CAHIER_QUEUE_DONE;
}

bool cahier_queue_reconnect(cahier_queue *queue, uint32_t wait_ms, const volatile sig_atomic_t *stop)
{
    uint64_t until = wait_ms > 0 ? cahier_clock_ms() + wait_ms : UINT64_MAX;
    while ((stop == NULL || *stop == 0) && cahier_clock_ms() < until) {
        cahier_fault fault = cahier_patience_open(&queue->patience, cahier_clock_ms() + LOOK_FOR_STOP_MS);
        if (fault == CAHIER_FAULT_NONE) {
            return true;
        }
        cahier_fault_say(&queue->patience.link.error, queue->english, queue->message, sizeof queue->message);
        if (fault == CAHIER_FAULT_REFUSED || fault == CAHIER_FAULT_OTHER) {
            return false;
        }
    }
    return false;
}
