/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"

#define WRITE_AT                                                                                                       \
    (128u << 10) /* commands waiting are written from here on: an analysis of a chunk and what follows it */
#define READ_ROOM (64u << 10)   /* four TLS records */
#define READER_KEEPS (1u << 20) /* hiredis frees its buffer above 16 KiB after each reply; chunks have 80 KiB */

_Noreturn static void out_of_memory(void)
{
    (void)fputs("cahier : mémoire épuisée pendant un échange avec Redis\n", stderr);
    abort();
}

cahier_text cahier_word(const char *word)
{
    return (cahier_text){word, (uint32_t)strlen(word)};
}

void cahier_link_close(cahier_link *link)
{
    if (link->open) {
        cahier_transport_close(&link->transport);
        redisReaderFree(link->reader);
        free(link->out);
    }
    link->open = false;
    link->reader = NULL;
    link->out = NULL;
    link->out_len = link->out_room = 0;
    link->awaited = 0;
}

static cahier_fault fail_transport(cahier_link *link)
{
    cahier_fault_of_transport(&link->transport, &link->error);
    cahier_link_close(link);
    return link->error.fault;
}

static cahier_fault fail_malformed(cahier_link *link)
{
    (void)cahier_transport_fail(&link->transport, CAHIER_TROUBLE_BROKEN, link->reader->errstr);
    return fail_transport(link);
}

static cahier_fault fail_server(cahier_link *link, redisReply *reply)
{
    cahier_fault_read(reply->str, (size_t)reply->len, &link->error);
    freeReplyObject(reply);
    cahier_fault fault = link->error.fault;
    if (fault == CAHIER_FAULT_RETRY || (fault == CAHIER_FAULT_MOVED && !link->error.ask)) {
        cahier_link_close(link);
    }
    return fault;
}

static void append(cahier_link *link, const char *at, size_t len)
{
    if (link->out_len + len > link->out_room) {
        size_t room = (link->out_len + len) * 2;
        char *grown = realloc(link->out, room);
        if (grown == NULL) {
            out_of_memory();
        }
        link->out = grown;
        link->out_room = room;
    }
    if (len > 0) {
        (void)memcpy(link->out + link->out_len, at, len);
    }
    link->out_len += len;
}

/* "$12\r\n": the length of what follows. */
static void append_number(cahier_link *link, char kind, uint32_t number)
{
    char line[16];
    size_t at = sizeof line;
    line[--at] = '\n';
    line[--at] = '\r';
    do {
        line[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    line[--at] = kind;
    append(link, line + at, sizeof line - at);
}

static cahier_fault write_out(cahier_link *link, uint64_t deadline_ms)
{
    bool written = cahier_transport_write(&link->transport, link->out, link->out_len, deadline_ms);
    link->out_len = 0;
    return written ? CAHIER_FAULT_NONE : fail_transport(link);
}

static cahier_fault check_open(cahier_link *link)
{
    if (!link->open) {
        link->error = (cahier_link_error){.fault = CAHIER_FAULT_CUT, .trouble = CAHIER_TROUBLE_CLOSED};
        return CAHIER_FAULT_CUT;
    }
    return CAHIER_FAULT_NONE;
}

cahier_fault cahier_link_send(cahier_link *link, const cahier_text *words, uint32_t count, uint32_t timeout_ms)
{
    if (check_open(link) != CAHIER_FAULT_NONE) {
        return CAHIER_FAULT_CUT;
    }
    assert(count > 0 && count <= CAHIER_LINK_WORDS_MOST);
    append_number(link, '*', count);
    for (uint32_t i = 0; i < count; i++) {
        append_number(link, '$', words[i].len);
        append(link, words[i].at, words[i].len);
        append(link, "\r\n", 2);
    }
    link->awaited++;
    return link->out_len >= WRITE_AT ? write_out(link, cahier_clock_ms() + timeout_ms) : CAHIER_FAULT_NONE;
}

static cahier_fault receive_before(cahier_link *link, uint64_t deadline_ms, redisReply **out)
{
    void *reply = NULL;
    char bytes[READ_ROOM];
    while (reply == NULL) {
        if (redisReaderGetReply(link->reader, &reply) != REDIS_OK) {
            return fail_malformed(link);
        }
        if (reply == NULL) {
            size_t got = cahier_transport_read(&link->transport, bytes, sizeof bytes, deadline_ms);
            if (got == 0) {
                return fail_transport(link);
            }
            if (redisReaderFeed(link->reader, bytes, got) != REDIS_OK) {
                return fail_malformed(link);
            }
        }
    }
    link->awaited--;
    redisReply *whole = reply;
    if (whole->type == REDIS_REPLY_ERROR) {
        return fail_server(link, whole);
    }
    *out = whole;
    return CAHIER_FAULT_NONE;
}

cahier_fault cahier_link_receive(cahier_link *link, uint32_t timeout_ms, redisReply **out)
{
    *out = NULL;
    if (check_open(link) != CAHIER_FAULT_NONE) {
        return CAHIER_FAULT_CUT;
    }
    assert(link->awaited > 0);
    uint64_t deadline_ms = cahier_clock_ms() + timeout_ms;
    if (link->out_len > 0 && write_out(link, deadline_ms) != CAHIER_FAULT_NONE) {
        return link->error.fault;
    }
    return receive_before(link, deadline_ms, out);
}

cahier_fault cahier_link_call(
        cahier_link *link, const cahier_text *words, uint32_t count, uint32_t timeout_ms, redisReply **out)
{
    assert(link->awaited == 0); /* else this would take the reply of another command for its own */
    *out = NULL;
    cahier_fault fault = cahier_link_send(link, words, count, timeout_ms);
    return fault != CAHIER_FAULT_NONE ? fault : cahier_link_receive(link, timeout_ms, out);
}

cahier_fault cahier_link_send_fcall(cahier_link *link, const cahier_fcall *call, uint32_t timeout_ms)
{
    cahier_text words[CAHIER_LINK_WORDS_MOST];
    char keys[16];
    uint32_t count = 0;
    assert(call->key_count + call->argument_count + 3 <= CAHIER_LINK_WORDS_MOST);
    (void)snprintf(keys, sizeof keys, "%u", call->key_count);
    words[count++] = cahier_word(call->read_only ? "FCALL_RO" : "FCALL");
    words[count++] = cahier_word(call->function);
    words[count++] = cahier_word(keys);
    for (uint32_t i = 0; i < call->key_count; i++) {
        words[count++] = call->keys[i];
    }
    for (uint32_t i = 0; i < call->argument_count; i++) {
        words[count++] = call->arguments[i];
    }
    return cahier_link_send(link, words, count, timeout_ms);
}

cahier_fault cahier_link_fcall(cahier_link *link, const cahier_fcall *call, uint32_t timeout_ms, redisReply **out)
{
    assert(link->awaited == 0);
    *out = NULL;
    cahier_fault fault = cahier_link_send_fcall(link, call, timeout_ms);
    return fault != CAHIER_FAULT_NONE ? fault : cahier_link_receive(link, timeout_ms, out);
}

cahier_fault cahier_link_open_bare(cahier_link *link, const cahier_address *address, const cahier_endpoint *endpoint)
{
    assert(!link->open);
    *link = (cahier_link){.endpoint = endpoint != NULL ? *endpoint : address->endpoint[0]};
    if (!cahier_transport_open(&link->transport, address, &link->endpoint, cahier_clock_ms() + CAHIER_CONNECT_MS)) {
        return fail_transport(link);
    }
    link->open = true;
    link->reader = redisReaderCreate();
    if (link->reader == NULL) {
        out_of_memory();
    }
    link->reader->maxbuf = READER_KEEPS;
    return CAHIER_FAULT_NONE;
}

/* "7.0.15" → 70015 */
static uint32_t version_of(const char *said)
{
    unsigned part[3] = {0};
    (void)sscanf(said, "%3u.%2u.%2u", &part[0], &part[1], &part[2]);
    return part[0] * 10000 + part[1] * 100 + part[2];
}

/* In RESP2 the map is a list: name, value, name, value… */
static void read_hello(cahier_link *link, const redisReply *hello)
{
    for (size_t i = 0; hello->type == REDIS_REPLY_ARRAY && i + 1 < hello->elements; i += 2) {
        const redisReply *name = hello->element[i], *value = hello->element[i + 1];
        if (name->type != REDIS_REPLY_STRING || value->type != REDIS_REPLY_STRING) {
            continue;
        }
        if (strcmp(name->str, "version") == 0) {
            link->version = version_of(value->str);
        } else if (strcmp(name->str, "mode") == 0) {
            link->cluster = strcmp(value->str, "cluster") == 0;
        } else if (strcmp(name->str, "role") == 0) {
            link->replica = strcmp(value->str, "master") != 0;
        }
    }
}

static cahier_fault greet(cahier_link *link, const cahier_address *address)
{
    cahier_text words[7];
    uint32_t count = 0;
    words[count++] = cahier_word("HELLO");
    words[count++] = cahier_word("2");
    if (address->password[0] != '\0') {
        words[count++] = cahier_word("AUTH");
        words[count++] = cahier_word(address->user[0] != '\0' ? address->user : "default");
        words[count++] = cahier_word(address->password);
    }
    words[count++] = cahier_word("SETNAME");
    words[count++] = cahier_word("cahier");
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_call(link, words, count, CAHIER_CONNECT_MS, &reply);
    if (fault == CAHIER_FAULT_NONE) {
        read_hello(link, reply);
        freeReplyObject(reply);
    }
    return fault;
}

static cahier_fault select_database(cahier_link *link, uint32_t database)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%u", database);
    redisReply *reply = NULL;
    cahier_text words[] = {cahier_word("SELECT"), cahier_word(number)};
    cahier_fault fault = cahier_link_call(link, words, 2, CAHIER_CONNECT_MS, &reply);
    freeReplyObject(reply);
    return fault;
}

cahier_fault cahier_link_open(cahier_link *link, const cahier_address *address, const cahier_endpoint *endpoint)
{
    cahier_fault fault = cahier_link_open_bare(link, address, endpoint);
    if (fault == CAHIER_FAULT_NONE) {
        fault = greet(link, address);
    }
    if (fault == CAHIER_FAULT_NONE && address->database > 0) {
        fault = select_database(link, address->database);
    }
    if (fault != CAHIER_FAULT_NONE) {
        cahier_link_close(link);
    }
    return fault;
}
