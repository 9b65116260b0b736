/* SPDX-License-Identifier: Apache-2.0 */
/* talk.h -- private to the files of queue.h: a call of the library being written, and what its answer means. */
#ifndef CAHIER_QUEUE_TALK_H
#define CAHIER_QUEUE_TALK_H

#include "patience.h"
#include "queue.h"

#define CAHIER_TALK_KEYS 16u
#define CAHIER_TALK_ARGUMENTS 12u
#define CAHIER_TALK_MS 10000u /* a call takes a millisecond; a server that rewrites its file, seconds */

struct cahier_queue {
    cahier_address address;
    cahier_patience patience; /* its link is the connection */
    char tenant[CAHIER_TENANT_MOST + 1];
    char who[96]; /* consumer name: host:pid:start */
    bool english;
    char message[1024];
    char cursor[48]; /* of XAUTOCLAIM */
};

/* Keys and arguments of one call; short ones are kept here. */
typedef struct cahier_talk {
    cahier_queue *queue;
    char key[CAHIER_TALK_KEYS][96];
    cahier_text keys[CAHIER_TALK_KEYS], arguments[CAHIER_TALK_ARGUMENTS];
    char number[CAHIER_TALK_ARGUMENTS][24];
    uint32_t key_count, argument_count;
    bool read_only; /* a role that may only read may call it */
} cahier_talk;

cahier_talk cahier_talk_open(cahier_queue *queue);
void cahier_talk_key(cahier_talk *talk, const char *name);                          /* cahier:{T}:name */
void cahier_talk_batch_key(cahier_talk *talk, const char *batch, const char *name); /* cahier:{T}:batch:name */
void cahier_talk_text(cahier_talk *talk, cahier_text text);
void cahier_talk_string(cahier_talk *talk, const char *string);
void cahier_talk_number(cahier_talk *talk, uint64_t number);

/* The keys by which an event is told: events:told events events:due:route. */
void cahier_talk_event_keys(cahier_talk *talk);

/* Calls a function of the library and reads an integer: 1 and more DONE, 0 ALREADY, -1 CHANGED. */
cahier_queue_answer cahier_talk_call(cahier_talk *talk, const char *function);
/* The same of a function that looks at the lease of a watch: -2 is STALE. */
cahier_queue_answer cahier_talk_call_leased(cahier_talk *talk, const char *function);
/* The same when the reply matters; freed by the caller. */
cahier_queue_answer cahier_talk_ask(cahier_talk *talk, const char *function, redisReply **reply);
cahier_queue_answer cahier_talk_send(cahier_talk *talk, const char *function);
cahier_queue_answer cahier_talk_receive(cahier_queue *queue);
/* The reply of the oldest sent; freed by the caller. */
cahier_queue_answer cahier_talk_await(cahier_queue *queue, redisReply **reply);
/* A plain command: its name and arguments from `words`, keys first written by cahier_talk_key when `with_keys`. */
cahier_queue_answer cahier_talk_command(
        cahier_queue *queue, const cahier_text *words, uint32_t count, uint32_t timeout_ms, redisReply **reply);
/* The reply's string in the arena. NOTHING when it is nil. */
cahier_queue_answer cahier_talk_copy(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_text *out);
/* The strings of a list, in the arena. */
cahier_queue_answer cahier_talk_copy_list(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_text **out, uint32_t *count);
cahier_queue_answer cahier_talk_no_memory(cahier_queue *queue);

#endif
