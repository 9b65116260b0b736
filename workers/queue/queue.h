/* SPDX-License-Identifier: Apache-2.0 */
/* queue.h -- what the commands say to the queue: one call a function of functions.lua (PROTOCOL.md), and the few plain reads.
 *
 * In      an address, a tenant; bytes of workers/wire
 * Out     an answer; replies' bytes in the arena given
 * Errors  every call may answer CAHIER_QUEUE_UNREACHABLE: the effect is unknown, the connection is closed; say it again after
 *         cahier_queue_reconnect. All effects are idempotent. CAHIER_QUEUE_REFUSED is for people: `message` says why.
 * Memory  the connection is the queue's own, closed by cahier_queue_close
 * Cost    one round trip a call, but for cahier_queue_send_chunk, which may have CAHIER_QUEUE_AHEAD on the way
 */
#ifndef CAHIER_QUEUE_H
#define CAHIER_QUEUE_H

#include <signal.h>

#include "cahier.h"

#define CAHIER_TENANT_MOST 32u /* bytes: [a-z0-9-] */
#define CAHIER_BATCH_LEN 26u   /* bytes of a batch's name: base 32, in order of time */
#define CAHIER_CHUNK_NAME 16u  /* room for a chunk's: "000017", or "-" for the corpus step */
#define CAHIER_QUEUE_AHEAD 16u
#define CAHIER_QUEUE_ASIDE 5u /* reasons for which what was pushed is set aside */
#define CAHIER_LEASE_MS 30000u
#define CAHIER_DURABLE_MS 2200           /* a server that writes its file every second has done so twice */
#define CAHIER_ROOM_MS 200               /* between two tries while the server's memory is full */
#define CAHIER_FIRST_CONNECTION_MS 5000u /* an address that was never reached is more likely wrong than away */

typedef enum cahier_queue_answer {
    CAHIER_QUEUE_DONE,       /* the effect is there, by this call */
    CAHIER_QUEUE_ALREADY,    /* it was there, or somebody else had the turn: nothing changed */
    CAHIER_QUEUE_CHANGED,    /* the payload changed meanwhile: read it again */
    CAHIER_QUEUE_NOTHING,    /* nothing to take */
    CAHIER_QUEUE_FULL,       /* wait, then say it again */
    CAHIER_QUEUE_CLOSED,     /* the batch is sealed */
    CAHIER_QUEUE_CONFLICT,   /* other bytes under the same name */
    CAHIER_QUEUE_INCOMPLETE, /* chunks are missing: submit them again */
    CAHIER_QUEUE_STALE,      /* an id was counted meanwhile */
    CAHIER_QUEUE_ERASED,     /* something was erased from this file: it opens no batch */
    CAHIER_QUEUE_OTHER_KEY,  /* authors of the inbox are known by another --person-key */
    CAHIER_QUEUE_NO_BATCH,
    CAHIER_QUEUE_REFUSED,    /* credentials, functions missing or too old, a server that is not fit: stop */
    CAHIER_QUEUE_UNREACHABLE /* say it again */
} cahier_queue_answer;

typedef struct cahier_queue cahier_queue;

typedef struct cahier_queue_task {
    char entry[48]; /* id in the stream */
    char batch[CAHIER_BATCH_LEN + 1];
    char chunk[CAHIER_CHUNK_NAME];
    bool corpus;
    uint32_t documents;
} cahier_queue_task;

typedef struct cahier_queue_progress {
    char state[16]; /* open sealed corpus done */
    char lexicons[65], attention[256];
    uint64_t chunks, documents, bytes, done_chunks, done_documents, quarantined, late, stale, dead, revision, pieces;
    uint64_t aside[CAHIER_QUEUE_ASIDE];                 /* of the inbox, by reason (cahier_set_aside_reason) */
    int64_t created_ms, sealed_ms, finished_ms, now_ms; /* of the server's clock; 0: not yet */
} cahier_queue_progress;

/* --- connection ---------------------------------------------------------------------------------------------------- */

/* Checks names and address and connects. NULL: `message` says why, in French or English. `who` names the connection. */
cahier_queue *cahier_queue_open(
        const char *url, const char *tenant, const char *who, bool english, char *message, size_t room);
void cahier_queue_close(cahier_queue *queue);
/* A connection, the first or a new one, tried again after pauses that grow from 50 ms to 5 s (patience.h), for wait_ms, 0 without end,
 * or until *stop is raised. False: `message` says why. */
bool cahier_queue_reconnect(cahier_queue *queue, uint32_t wait_ms, const volatile sig_atomic_t *stop);
const char *cahier_queue_message(const cahier_queue *queue);
/* The name of a new batch: time of the server and chance. */
cahier_queue_answer cahier_queue_name_batch(cahier_queue *queue, char batch[CAHIER_BATCH_LEN + 1]);

/* The name of a batch's chunk, numbered from 0 in input order: names sort as numbers. */
void cahier_queue_name_chunk(uint32_t chunk, char name[CAHIER_CHUNK_NAME]);

/* --- producer ------------------------------------------------------------------------------------------------------ */

typedef struct cahier_queue_opening {
    const char *digest;   /* of files and options; "" for the inbox */
    const char *lexicons; /* digest of the word lists */
    cahier_text envelope;
    cahier_text files; /* their SHA-256, words joined by spaces; empty: none */
    uint64_t quota;    /* bytes, 0: none */
} cahier_queue_opening;

/* batch: in, a new name; out, that of the batch that the same digest opened before, if any. */
cahier_queue_answer cahier_queue_open_batch(
        cahier_queue *queue, const cahier_queue_opening *opening, char batch[CAHIER_BATCH_LEN + 1]);
/* Sends without waiting for the answer, but for the oldest when CAHIER_QUEUE_AHEAD are on the way, whose answer it gives.
 * CHANGED: it is there, and somebody was erased from it, which stays so. */
cahier_queue_answer cahier_queue_send_chunk(
        cahier_queue *queue, const char *batch, const char *chunk, uint32_t documents, cahier_text blob);
/* The answer of the oldest on the way; CAHIER_QUEUE_NOTHING when none is. */
cahier_queue_answer cahier_queue_await_chunk(cahier_queue *queue);
/* *durable: DONE means that all is on the server's disk. False when it is not, and when it may not be asked. */
cahier_queue_answer cahier_queue_seal(
        cahier_queue *queue, const char *batch, uint32_t chunks, uint32_t documents, bool *durable);
cahier_queue_answer cahier_queue_progress_of(cahier_queue *queue, const char *batch, cahier_queue_progress *out);
/* A piece of a file of the report; field as stored. */
cahier_queue_answer cahier_queue_report_fields(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text **field, uint32_t *count);
cahier_queue_answer cahier_queue_report_piece(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text field, cahier_text *piece);

/* --- worker -------------------------------------------------------------------------------------------------------- */

/* First what this name already holds (own is true after each connection), else what is new, waiting at most wait_ms. */
cahier_queue_answer cahier_queue_read_task(cahier_queue *queue, bool own, uint32_t wait_ms, cahier_queue_task *out);
/* A task whose holder is silent for lease_ms. */
cahier_queue_answer cahier_queue_claim_task(cahier_queue *queue, uint32_t lease_ms, cahier_queue_task *out);
/* The text of a chunk as it is now, and its version, until it is given back. */
typedef struct cahier_queue_lent {
    cahier_text blob;
    uint32_t version;
    void *held; /* the reply that it stands in */
} cahier_queue_lent;

cahier_queue_answer cahier_queue_lend(cahier_queue *queue, const cahier_queue_task *task, cahier_queue_lent *out);
/* Once more than lent does no harm. */
void cahier_queue_return(cahier_queue_lent *lent);
/* The same, copied. */
cahier_queue_answer cahier_queue_payload(
        cahier_queue *queue, cahier_arena *arena, const cahier_queue_task *task, cahier_text *blob, uint32_t *version);
cahier_queue_answer cahier_queue_envelope(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text *envelope);
/* Of the payload of that version. With `next`, the next task is asked for in the same trip: one wait less, and one write of the
 * server's file for both. next->entry is "" when there is none. */
cahier_queue_answer cahier_queue_commit(cahier_queue *queue, const cahier_queue_task *task, uint32_t version,
        uint32_t quarantined, cahier_text blob, cahier_queue_task *next);
/* Payload and analysis of one chunk of a batch at its corpus step. */
cahier_queue_answer cahier_queue_chunk(cahier_queue *queue, cahier_arena *arena, const char *batch, uint32_t chunk,
        cahier_text *payload, cahier_text *analysis);
cahier_queue_answer cahier_queue_put_piece(
        cahier_queue *queue, const char *batch, uint64_t revision, const char *field, cahier_text piece);
/* With the event that it is (queue_events.h), told in the same unit; "": nobody is told. */
cahier_queue_answer cahier_queue_finish(cahier_queue *queue, const cahier_queue_task *task, uint64_t revision,
        uint64_t pieces, const char *event, cahier_text record);
/* Hands a task back: limit 0 when it is not the task's fault. */
cahier_queue_answer cahier_queue_fail(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t delay_ms, uint32_t limit, const char *reason);
cahier_queue_answer cahier_queue_drop(cahier_queue *queue, const cahier_queue_task *task);
/* CHANGED: the lease was lost. */
cahier_queue_answer cahier_queue_renew(cahier_queue *queue, const cahier_queue_task *task);
/* Counts one more death of the analysis on that contribution; *strikes is how many there were. */
cahier_queue_answer cahier_queue_strike(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t document, uint32_t *strikes);
cahier_queue_answer cahier_queue_quarantine(
        cahier_queue *queue, const cahier_queue_task *task, uint32_t document, const char *reason);
/* Promotes what is due, forgets the names of workers gone for an hour. Now and then. */
cahier_queue_answer cahier_queue_tidy(cahier_queue *queue);

/* --- people -------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_queue_batches(
        cahier_queue *queue, cahier_arena *arena, char (**batch)[CAHIER_BATCH_LEN + 1], uint32_t *count);
/* Faults of the law of conservation, one sentence each; none: it holds. */
cahier_queue_answer cahier_queue_check(
        cahier_queue *queue, cahier_arena *arena, const char *batch, cahier_text **fault, uint32_t *count);

typedef struct cahier_queue_replacing {
    const char *batch;
    uint32_t chunk, version, documents;
    cahier_text blob;
    cahier_text emptied,
            files; /* words joined by spaces: documents of the chunk, SHA-256 of the files they came from */
} cahier_queue_replacing;

cahier_queue_answer cahier_queue_replace(cahier_queue *queue, const cahier_queue_replacing *replacing);
/* Another envelope, if the batch still is at that revision. */
cahier_queue_answer cahier_queue_amend(cahier_queue *queue, const char *batch, uint64_t revision, cahier_text envelope);
cahier_queue_answer cahier_queue_revive(cahier_queue *queue, const char *batch);
cahier_queue_answer cahier_queue_purge(cahier_queue *queue, const char *batch);

#endif
