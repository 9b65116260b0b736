/* SPDX-License-Identifier: Apache-2.0 */
/* queue_review.h -- what the review keeps in Redis: decisions, people, sessions, settings, published pages (PROTOCOL.md, The review).
 *
 * In      records: JSON objects, which the queue keeps without looking inside, but for a person's "role" and "disabled"
 * Out     as queue.h
 * Value   A decision is one line, once, at the end of the journal, with the payload that it changes, or nothing. Times are of
 *         the server's clock, in milliseconds.
 * Errors  as queue.h
 * Memory  in the arena given
 */
#ifndef CAHIER_QUEUE_REVIEW_H
#define CAHIER_QUEUE_REVIEW_H

#include "queue.h"

/* --- decisions ------------------------------------------------------------------------------------------------------ */

typedef struct cahier_queue_decision {
    const char *id;    /* nonce of the decision: said twice, it is one */
    uint64_t expected; /* length of the journal that the person saw the end of */
    cahier_text line;  /* JSON, without newline */
    uint32_t chunk, version,
            documents; /* with a blob: the payload that takes the place of the chunk's, as cahier_queue_replace does */
    cahier_text blob;  /* empty: no payload is replaced */
} cahier_queue_decision;

/* DONE: *length is the new length. ALREADY: this id is there, *length is its rank from 1. CHANGED: the journal has *length
 * lines, not `expected`: look at those since. STALE: the chunk's payload has another version. NO_BATCH. */
cahier_queue_answer cahier_queue_decide(
        cahier_queue *queue, const char *batch, const cahier_queue_decision *decision, uint64_t *length);
/* Lines from rank `from`, 0 the first, to the end; none for a batch that is not there. */
cahier_queue_answer cahier_queue_journal(cahier_queue *queue, cahier_arena *arena, const char *batch, uint64_t from,
        cahier_text **line, uint32_t *count);
cahier_queue_answer cahier_queue_journal_length(cahier_queue *queue, const char *batch, uint64_t *length);

/* --- records -------------------------------------------------------------------------------------------------------- */

typedef enum cahier_queue_records {
    CAHIER_RECORDS_PEOPLE,   /* name -> role, password's hash, … */
    CAHIER_RECORDS_TOKENS,   /* SHA-256 of the token -> name, role, … */
    CAHIER_RECORDS_SETTINGS, /* one value a name */
    CAHIER_RECORDS_LOTS      /* batch -> title, names of files, who, when */
} cahier_queue_records;

typedef struct cahier_queue_record {
    cahier_text name, value;
} cahier_queue_record;

/* All of a kind, in no order. */
cahier_queue_answer cahier_queue_list_records(cahier_queue *queue, cahier_arena *arena, cahier_queue_records kind,
        cahier_queue_record **out, uint32_t *count);
/* NOTHING when there is none of that name. */
cahier_queue_answer cahier_queue_read_record(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_records kind, cahier_text name, cahier_text *value);
/* Of tokens and settings. */
cahier_queue_answer cahier_queue_write_record(
        cahier_queue *queue, cahier_queue_records kind, cahier_text name, cahier_text value);
/* Of tokens and settings. ALREADY when there was none. */
cahier_queue_answer cahier_queue_drop_record(cahier_queue *queue, cahier_queue_records kind, cahier_text name);
/* NO_BATCH. */
cahier_queue_answer cahier_queue_write_lot(cahier_queue *queue, const char *batch, cahier_text value);

/* add: ALREADY when that name is taken. Else NOTHING when nobody has it, CONFLICT when no administrator would be left; all
 * sessions of that name but `kept` ("": none) end in the same unit. */
typedef struct cahier_queue_person {
    cahier_text name, value;
    bool add;
    const char *kept; /* digest of a session */
} cahier_queue_person;

cahier_queue_answer cahier_queue_write_person(cahier_queue *queue, const cahier_queue_person *person);

/* --- sessions ------------------------------------------------------------------------------------------------------- */

typedef struct cahier_queue_session { /* what the cookie opens; digest: SHA-256 of it, in hexadecimal */
    const char *digest;
    uint64_t idle_ms, life_ms; /* since it was last seen, since it was made */
} cahier_queue_session;

/* Removes those that are over. NOTHING when nobody has that name, or may no longer sign in. */
cahier_queue_answer cahier_queue_open_session(
        cahier_queue *queue, const cahier_queue_session *session, cahier_text name);
/* Whose it is, and that person's record. NOTHING when it is over, or never was. */
cahier_queue_answer cahier_queue_see_session(
        cahier_queue *queue, cahier_arena *arena, const cahier_queue_session *session, cahier_queue_record *person);
cahier_queue_answer cahier_queue_close_session(cahier_queue *queue, const char *digest);

/* --- published pages ------------------------------------------------------------------------------------------------- */

typedef struct cahier_queue_publication {
    cahier_text html, who, when; /* the page as it was then */
    cahier_text link;            /* what its address must say; empty: everybody may read it */
    uint64_t revision;           /* of the journal */
} cahier_queue_publication;

/* NO_BATCH. An erasure or a mask withdraws the page in its own unit: it may quote what is hidden. */
cahier_queue_answer cahier_queue_publish(
        cahier_queue *queue, const char *batch, const cahier_queue_publication *publication);
/* NOTHING when it is not published. Without `html` when the caller holds it already. */
cahier_queue_answer cahier_queue_read_publication(
        cahier_queue *queue, cahier_arena *arena, const char *batch, bool html, cahier_queue_publication *out);
/* ALREADY when it was not published. */
cahier_queue_answer cahier_queue_withdraw(cahier_queue *queue, const char *batch);

#endif
