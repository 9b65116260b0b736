/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "order.h"
#include "talk.h"

/* --- connection ------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_inspect_connect(cahier_queue *queue)
{
    return cahier_queue_reconnect(queue, CAHIER_CONNECT_MS, NULL) ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_UNREACHABLE;
}

cahier_queue_answer cahier_inspect_visit(cahier_queue *queue, const cahier_endpoint *node)
{
    cahier_link_close(&queue->patience.link);
    queue->patience.node = *node;
    return cahier_inspect_connect(queue);
}

/* A line of CLUSTER NODES: "id host:port@bus,name flags master ping pong epoch state slot…". */
static bool read_master(const char *line, const char *end, cahier_endpoint *out)
{
    char address[CAHIER_ADDRESS_HOST_ROOM + 64], flags[64];
    int slots = 0;
    if (sscanf(line, "%*s %319s %63s %*s %*s %*s %*s %*s %n", address, flags, &slots) != 2 || slots == 0 ||
            line + slots >= end || strstr(flags, "master") == NULL || strstr(flags, "fail") != NULL) {
        return false;
    }
    return cahier_endpoint_read(address, strcspn(address, "@"), 6379, out);
}

cahier_queue_answer cahier_inspect_masters(
        cahier_queue *queue, cahier_endpoint node[CAHIER_INSPECT_MASTERS_MOST], uint32_t *count)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("CLUSTER"), cahier_word("NODES")};
    *count = 0;
    if (!queue->patience.link.cluster) {
        return CAHIER_QUEUE_DONE;
    }
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (const char *line = reply->str; *line != '\0' && *count < CAHIER_INSPECT_MASTERS_MOST;) {
        const char *end = line + strcspn(line, "\n");
        *count += read_master(line, end, &node[*count]);
        line = *end == '\n' ? end + 1 : end;
    }
    freeReplyObject(reply);
    return CAHIER_QUEUE_DONE;
}

/* --- facts ------------------------------------------------------------------------------------------------------------ */

static uint64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static cahier_queue_answer measure_pings(cahier_queue *queue, cahier_server *out)
{
    uint32_t took[CAHIER_INSPECT_PINGS];
    cahier_text words[] = {cahier_word("PING")};
    for (uint32_t i = 0; i < CAHIER_INSPECT_PINGS; i++) {
        redisReply *reply;
        uint64_t before = now_us();
        cahier_queue_answer answer = cahier_talk_command(queue, words, 1, CAHIER_TALK_MS, &reply);
        if (answer != CAHIER_QUEUE_DONE) {
            return answer;
        }
        freeReplyObject(reply);
        took[i] = (uint32_t)(now_us() - before);
    }
    qsort(took, CAHIER_INSPECT_PINGS, sizeof *took, cahier_by_uint32);
    out->ping_us = took[CAHIER_INSPECT_PINGS / 2];
    out->slowest_ping_us = took[CAHIER_INSPECT_PINGS - 1];
    return CAHIER_QUEUE_DONE;
}

/* A role that may not ask gets no answer, and the rest goes on. */
static cahier_queue_answer forgive(cahier_queue_answer answer)
{
    return answer == CAHIER_QUEUE_REFUSED ? CAHIER_QUEUE_DONE : answer;
}

static cahier_queue_answer read_info(cahier_queue *queue, cahier_arena *arena, cahier_text *out)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("INFO"), cahier_word("everything")};
    *out = (cahier_text){NULL, 0};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_talk_copy(queue, arena, reply, out);
        freeReplyObject(reply);
    }
    return forgive(answer);
}

static cahier_queue_answer read_settings(cahier_queue *queue, cahier_arena *arena, cahier_server *out)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word("CONFIG"), cahier_word("GET"), cahier_word("append*"),
            cahier_word("aof-load-truncated"), cahier_word("no-appendfsync-on-rewrite"), cahier_word("maxmemory*"),
            cahier_word("min-replicas*"), cahier_word("slowlog-log-slower-than"), cahier_word("save"),
            cahier_word("timeout")};
    cahier_queue_answer answer =
            cahier_talk_command(queue, words, sizeof words / sizeof *words, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) {
        return forgive(answer);
    }
    uint32_t count = (uint32_t)(reply->elements / 2);
    cahier_server_setting *setting = CAHIER_NEW(arena, cahier_server_setting, count);
    answer = setting == NULL ? cahier_talk_no_memory(queue) : CAHIER_QUEUE_DONE;
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_talk_copy(queue, arena, reply->element[2 * i], &setting[i].name);
        answer = answer == CAHIER_QUEUE_DONE
                         ? cahier_talk_copy(queue, arena, reply->element[2 * i + 1], &setting[i].value)
                         : answer;
    }
    out->setting = setting;
    out->setting_count = count;
    freeReplyObject(reply);
    return answer;
}

static bool is_local(const cahier_queue *queue)
{
    const char *host = queue->patience.link.endpoint.host;
    return queue->address.kind == CAHIER_ADDRESS_UNIX || strcmp(host, "localhost") == 0 ||
           strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static void write_name(const cahier_queue *queue, cahier_server *out)
{
    if (queue->address.kind == CAHIER_ADDRESS_UNIX) {
        cahier_address_show(&queue->address, out->name);
    } else {
        cahier_endpoint_show(&queue->patience.link.endpoint, out->name, sizeof out->name);
    }
}

cahier_queue_answer cahier_inspect_server(cahier_queue *queue, cahier_arena *arena, cahier_server *out)
{
    *out = (cahier_server){.tls = queue->address.tls,
            .local = is_local(queue),
            .password = queue->address.password[0] != '\0',
            .version = queue->patience.link.version,
            .replica = queue->patience.link.replica,
            .cluster = queue->patience.link.cluster};
    write_name(queue, out);
    cahier_queue_answer answer = read_info(queue, arena, &out->info);
    answer = answer == CAHIER_QUEUE_DONE ? read_settings(queue, arena, out) : answer;
    return answer == CAHIER_QUEUE_DONE ? measure_pings(queue, out) : answer;
}

cahier_text cahier_inspect_info(const cahier_server *server, const char *name)
{
    size_t len = strlen(name);
    const char *at = server->info.at, *end = at != NULL ? at + server->info.len : NULL;
    while (at < end) {
        const char *line = memchr(at, '\r', (size_t)(end - at));
        const char *stop = line != NULL ? line : end;
        if ((size_t)(stop - at) > len && memcmp(at, name, len) == 0 && at[len] == ':') {
            return (cahier_text){at + len + 1, (uint32_t)((size_t)(stop - at) - len - 1)};
        }
        at = stop + 2 <= end ? stop + 2 : end;
    }
    return (cahier_text){NULL, 0};
}

cahier_text cahier_inspect_setting(const cahier_server *server, const char *name)
{
    size_t len = strlen(name);
    for (uint32_t i = 0; i < server->setting_count; i++) {
        if (server->setting[i].name.len == len && memcmp(server->setting[i].name.at, name, len) == 0) {
            return server->setting[i].value;
        }
    }
    return (cahier_text){NULL, 0};
}

/* --- what waits ------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer count_key(cahier_queue *queue, const char *command, const char *name, uint64_t *out)
{
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, name);
    cahier_text words[] = {cahier_word(command), cahier_word(talk.key[0])};
    cahier_queue_answer answer = cahier_talk_command(queue, words, 2, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        *out = reply->integer > 0 ? (uint64_t)reply->integer : 0;
        freeReplyObject(reply);
    }
    return answer;
}

static cahier_queue_answer read_worker(
        cahier_queue *queue, cahier_arena *arena, const redisReply *facts, cahier_queue_worker *out)
{
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    for (size_t i = 0; i + 1 < facts->elements; i += 2) {
        const char *name = facts->element[i]->str;
        const redisReply *value = facts->element[i + 1];
        if (strcmp(name, "name") == 0) {
            answer = cahier_talk_copy(queue, arena, value, &out->name);
        } else if (strcmp(name, "pending") == 0) {
            out->pending = (uint64_t)value->integer;
        } else if (strcmp(name, "idle") == 0) {
            out->idle_ms = (uint64_t)value->integer;
        }
    }
    return answer;
}

static cahier_queue_answer read_workers(
        cahier_queue *queue, cahier_arena *arena, const redisReply *reply, cahier_queue_depth *out)
{
    cahier_queue_worker *worker = CAHIER_NEW(arena, cahier_queue_worker, reply->elements);
    cahier_queue_answer answer = worker == NULL ? cahier_talk_no_memory(queue) : CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < reply->elements && answer == CAHIER_QUEUE_DONE; i++) {
        answer = read_worker(queue, arena, reply->element[i], &worker[i]);
        out->pending += worker[i].pending;
    }
    out->worker = worker;
    out->worker_count = (uint32_t)reply->elements;
    return answer;
}

cahier_queue_answer cahier_inspect_depth(cahier_queue *queue, cahier_arena *arena, cahier_queue_depth *out)
{
    const struct {
        const char *command, *name;
        uint64_t *to;
    } counts[] = {{"XLEN", "work", &out->tasks}, {"ZCARD", "retry", &out->retry}, {"LLEN", "inbox", &out->inbox},
            {"HLEN", "taken", &out->taken}};
    *out = (cahier_queue_depth){.worker_count = 0};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < sizeof counts / sizeof *counts && answer == CAHIER_QUEUE_DONE; i++) {
        answer = count_key(queue, counts[i].command, counts[i].name, counts[i].to);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_talk talk = cahier_talk_open(queue);
    redisReply *reply;
    cahier_talk_key(&talk, "work");
    cahier_text words[] = {cahier_word("XINFO"), cahier_word("CONSUMERS"), cahier_word(talk.key[0]), cahier_word("w")};
    answer = cahier_talk_command(queue, words, 4, CAHIER_TALK_MS, &reply);
    if (answer != CAHIER_QUEUE_DONE) { /* before any batch there is no stream and no group */
        bool none = queue->patience.link.error.fault == CAHIER_FAULT_GROUP_MISSING ||
                    strstr(queue->patience.link.error.said, "no such key") != NULL;
        return none ? cahier_inspect_connect(queue) : answer;
    }
    answer = read_workers(queue, arena, reply, out);
    freeReplyObject(reply);
    return answer;
}

/* --- the append-only file ----------------------------------------------------------------------------------------------- */

#define REWRITE_LOOK_MS 50

static bool is_on(const cahier_server *server, const char *name)
{
    cahier_text value = cahier_inspect_info(server, name);
    return value.len == 1 && value.at[0] == '1';
}

/* DONE when no rewriting runs or waits. */
static cahier_queue_answer await_rewriting(cahier_queue *queue, cahier_arena *scratch, bool *good)
{
    const struct timespec pause = {.tv_nsec = REWRITE_LOOK_MS * 1000000L};
    for (;;) {
        cahier_server server = {.cluster = false};
        size_t mark = cahier_arena_mark(scratch);
        cahier_queue_answer answer = read_info(queue, scratch, &server.info);
        bool known = server.info.len > 0;
        bool busy = is_on(&server, "aof_rewrite_in_progress") || is_on(&server, "aof_rewrite_scheduled");
        cahier_text status = cahier_inspect_info(&server, "aof_last_bgrewrite_status");
        *good = status.len == 2 && memcmp(status.at, "ok", 2) == 0;
        cahier_arena_reset(scratch, mark);
        if (answer != CAHIER_QUEUE_DONE || !known || !busy) {
            return answer == CAHIER_QUEUE_DONE && !known ? CAHIER_QUEUE_REFUSED : answer;
        }
        (void)nanosleep(&pause, NULL);
    }
}

static cahier_queue_answer call_plain(cahier_queue *queue, const char *first, const char *second)
{
    redisReply *reply;
    cahier_text words[] = {cahier_word(first), cahier_word(second != NULL ? second : "")};
    cahier_queue_answer answer = cahier_talk_command(queue, words, second != NULL ? 2 : 1, CAHIER_TALK_MS, &reply);
    if (answer == CAHIER_QUEUE_DONE) {
        freeReplyObject(reply);
    }
    return answer;
}

cahier_queue_answer cahier_inspect_rewrite(cahier_queue *queue, cahier_arena *scratch)
{
    bool good = false;
    cahier_queue_answer answer = await_rewriting(queue, scratch, &good); /* one that began before the erasure */
    answer = answer == CAHIER_QUEUE_DONE ? call_plain(queue, "BGREWRITEAOF", NULL) : answer;
    answer = answer == CAHIER_QUEUE_DONE ? await_rewriting(queue, scratch, &good) : answer;
    if (answer == CAHIER_QUEUE_DONE) {
        answer = forgive(call_plain(queue, "SLOWLOG", "RESET"));
    }
    return answer == CAHIER_QUEUE_DONE && !good ? CAHIER_QUEUE_REFUSED : answer;
}
