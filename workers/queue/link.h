/* SPDX-License-Identifier: Apache-2.0 */
/* link.h -- one connection to one Redis: commands out, replies in, each with its deadline.
 *
 * In      an address (address.h) and, of it, the endpoint to open; commands as words
 * Out     redisReply, freed by the caller with freeReplyObject
 * Order   replies come in the order of the commands, however many were sent before the first is received
 * Errors  link->error. Anything the network does closes the link, and so does every error that asks for another server or
 *         another moment (CUT, RETRY, MOVED by MOVED): the caller opens anew. After FULL, PROTOCOL, GROUP_MISSING, REFUSED, OTHER
 *         and ASK the link is in step and stays open.
 * Memory  commands wait in a buffer of the link until they are received for, or until 128 KiB; cahier_link_close frees all.
 *         A link must be {0} before it is first opened, and is never copied once open.
 * Cost    one write for all the commands sent between two receives
 * Why     hiredis only parses replies: its formatter prints each length and copies what travels once more, a tenth of what a
 *         worker does beside the analysis. HELLO 2 does at once what AUTH, CLIENT SETNAME and ROLE do, and
 *         a role that may not call ROLE may call HELLO.
 */
#ifndef CAHIER_QUEUE_LINK_H
#define CAHIER_QUEUE_LINK_H

#include <hiredis/hiredis.h>

#include "cahier.h"
#include "fault.h"

#define CAHIER_LINK_WORDS_MOST 1024u /* of one command */

typedef struct cahier_link {
    cahier_transport transport;
    bool open;
    redisReader *reader;
    char *out; /* commands not written yet */
    size_t out_len, out_room;
    uint32_t awaited; /* replies not received yet */
    cahier_endpoint endpoint;
    bool replica, cluster;   /* as HELLO said */
    uint32_t version;        /* 70015: 7.0.15 */
    cahier_link_error error; /* of the last call that failed */
} cahier_link;

/* `endpoint` NULL: the address' own (its first; none for a unix socket). Logs in, names itself "cahier", selects the
 * database; within CAHIER_CONNECT_MS for the connection and as much for the greeting. */
cahier_fault cahier_link_open(cahier_link *link, const cahier_address *address, const cahier_endpoint *endpoint);
/* The connection alone, without a word: sentinels, which have other users. */
cahier_fault cahier_link_open_bare(cahier_link *link, const cahier_address *address, const cahier_endpoint *endpoint);
void cahier_link_close(cahier_link *link);

/* A command and its reply. On failure *out is NULL. `timeout_ms` counts from now, for writing and reading together. */
cahier_fault cahier_link_call(
        cahier_link *link, const cahier_text *words, uint32_t count, uint32_t timeout_ms, redisReply **out);

/* Pipelining: any number of sends, then as many receives. A nil reply is a reply. */
cahier_fault cahier_link_send(cahier_link *link, const cahier_text *words, uint32_t count, uint32_t timeout_ms);
cahier_fault cahier_link_receive(cahier_link *link, uint32_t timeout_ms, redisReply **out);

typedef struct cahier_fcall {
    const char *function;
    const cahier_text *keys, *arguments;
    uint32_t key_count, argument_count;
    bool read_only; /* FCALL_RO */
} cahier_fcall;

cahier_fault cahier_link_fcall(cahier_link *link, const cahier_fcall *call, uint32_t timeout_ms, redisReply **out);
cahier_fault cahier_link_send_fcall(cahier_link *link, const cahier_fcall *call, uint32_t timeout_ms);

/* For words written in the code: cahier_word("XLEN"). */
cahier_text cahier_word(const char *word);

#endif
