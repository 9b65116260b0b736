/* SPDX-License-Identifier: Apache-2.0 */
/* queue_watch.h -- what is said to the watch of a tenant: messages heard, days told, themes and services given (PROTOCOL.md, The watch).
 *
 * In, Out, Errors, Memory, Cost: as queue.h
 * Value   A message has a position, from 0 in the order of arrival. Two positions move: `filed`, up to which messages were given
 *         their theme and service; `told`, the last day of which emergence was told. Each moves in one unit with all that follows
 *         from it, only if it is where the watcher read it and the watcher holds the lease; whoever computes it again after a
 *         crash is told ALREADY or CHANGED and changes nothing.
 */
#ifndef CAHIER_QUEUE_WATCH_H
#define CAHIER_QUEUE_WATCH_H

#include "queue.h"

#define CAHIER_WATCH_DIGEST 32u /* digits of a message's id, hashed */
#define CAHIER_WATCH_TOKEN 24u  /* bytes of a watcher's name */

/* --- messages heard ------------------------------------------------------------------------------------------------- */

/* Without personal data: a chunk of one document (wire/chunk.h), named after the digest. */
typedef struct cahier_queue_given {
    char digest[CAHIER_WATCH_DIGEST + 1];
    int32_t date; /* yyyymmdd: of the message, or of its arrival */
    cahier_text blob;
} cahier_queue_given;

typedef struct cahier_queue_hearing {
    const cahier_queue_given *message;
    uint32_t count;
    const char *mark;   /* of the authors' key (person_key.h); "": none */
    const char *source; /* what is read as it grows, "": nothing; its place moves in the same unit */
    uint64_t place;
} cahier_queue_hearing;

typedef struct cahier_queue_counted {
    uint64_t added, repeated, late; /* late: added, but its day was told already */
} cahier_queue_counted;

/* Those whose id was never heard are added. FULL; OTHER_KEY. */
cahier_queue_answer cahier_queue_hear(
        cahier_queue *queue, const cahier_queue_hearing *hearing, cahier_queue_counted *counted);
/* The messages of a hearing as one text: what cahier_queue_append adds to the watch. Freed by the caller; NULL: no memory. */
char *cahier_queue_frame_messages(const cahier_queue_given *message, uint32_t count, size_t *len);
/* Up to where `source` was heard; NOTHING when it never was. */
cahier_queue_answer cahier_queue_heard_place(cahier_queue *queue, const char *source, uint64_t *place);

typedef struct cahier_queue_heard {
    uint64_t position;
    cahier_text blob; /* len 0: erased, or its time is over */
} cahier_queue_heard;

/* Positions [from, from + count), or fewer: up to the last one heard. NOTHING when none. */
cahier_queue_answer cahier_queue_read_heard(cahier_queue *queue, cahier_arena *arena, uint64_t from, uint32_t count,
        cahier_queue_heard **out, uint32_t *read);
/* Those of `out` get their blob. */
cahier_queue_answer cahier_queue_fill_heard(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_heard *out, uint32_t count);
/* The same with what they were filed as: JSON; len 0: not yet, or erased. */
cahier_queue_answer cahier_queue_fill_filed(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_heard *out, uint32_t count);
/* The message with that id's digest. NOTHING. */
cahier_queue_answer cahier_queue_find_heard(
        cahier_queue *queue, cahier_arena *arena, const char *digest, cahier_queue_heard *out);

/* --- the watcher ----------------------------------------------------------------------------------------------------- */

typedef struct cahier_queue_watch {
    bool on;
    uint64_t heard, filed;        /* positions: the next one heard; up to where messages have theme and service */
    int32_t told;                 /* yyyymmdd; 0: no day */
    uint64_t late, alerts, quiet; /* counted: messages late, alerts raised, those not sent */
    uint64_t texts, unclassified, score_milli; /* since the last fit of the themes: cahier_drift */
    uint32_t number;                           /* the highest of an alert */
    int32_t fitted;                            /* yyyymmdd of the last fit; 0: no themes yet */
} cahier_queue_watch;

cahier_queue_answer cahier_queue_watch_facts(cahier_queue *queue, cahier_queue_watch *out);
/* From now on what platforms push into the inbox is heard too; or no more. */
cahier_queue_answer cahier_queue_watch_turn(cahier_queue *queue, bool on);

/* The lease is this token's for lease_ms. ALREADY: it is somebody else's. */
cahier_queue_answer cahier_queue_watch_lease(cahier_queue *queue, const char *token, uint32_t lease_ms);
cahier_queue_answer cahier_queue_watch_leave(cahier_queue *queue, const char *token);

/* Days after `after` of which there are messages, the earliest first, `most` of them. */
typedef struct cahier_queue_day {
    int32_t date;
    uint64_t count;
} cahier_queue_day;

cahier_queue_answer cahier_queue_watch_days(cahier_queue *queue, cahier_arena *arena, int32_t after, uint32_t most,
        cahier_queue_day **day, uint32_t *count);
/* The messages of days first to last, by day; without blobs. */
cahier_queue_answer cahier_queue_watch_day(cahier_queue *queue, cahier_arena *arena, int32_t first, int32_t last,
        cahier_queue_heard **out, uint32_t *count);

/* What the watcher remembers. NOTHING: it never told a day. `themes` empty: none yet. */
cahier_queue_answer cahier_queue_watch_memory(
        cahier_queue *queue, cahier_arena *arena, cahier_text *state, cahier_text *themes);

typedef struct cahier_queue_filed { /* a message with its theme and service */
    uint64_t position;
    bool urgent;
    cahier_text service; /* empty: a person decides */
    cahier_text record;  /* JSON: docs/watch.md */
} cahier_queue_filed;

typedef struct cahier_queue_filing {
    const char *token;
    uint64_t from, to;
    const cahier_queue_filed *at;
    uint32_t count; /* some positions may hold nothing any more */
    uint64_t texts, unclassified, score_milli;
} cahier_queue_filing;

/* ALREADY: it was. CHANGED: filed is not `from`. STALE: the lease is lost. */
cahier_queue_answer cahier_queue_watch_file(cahier_queue *queue, const cahier_queue_filing *filing);

typedef enum cahier_queue_alert_change {
    CAHIER_ALERT_RAISED,
    CAHIER_ALERT_CONTINUED, /* its last figures */
    CAHIER_ALERT_GROWN,     /* the same, and whoever was told is told again: a follow-up */
    CAHIER_ALERT_CLOSED     /* the same, and it is over */
} cahier_queue_alert_change;

typedef struct cahier_queue_alert_news {
    cahier_queue_alert_change change;
    uint32_t number;
    int32_t date;
    cahier_text subject; /* what it is about, as long as people may know of it: « term:travaux »; of a raised one */
    cahier_text record;  /* JSON object: docs/watch.md */
} cahier_queue_alert_news;

typedef struct cahier_queue_telling {
    const char *token;
    int32_t from, to;  /* told was `from`, becomes `to` */
    uint64_t messages; /* of the days in between, as the watcher read them */
    cahier_text state;
    cahier_text themes; /* empty: as they were */
    int32_t fitted;     /* with themes */
    const cahier_queue_alert_news *news;
    uint32_t count;
} cahier_queue_telling;

/* Days, what is remembered of them and their alerts, in one unit. An alert whose subject people silenced is kept and not sent, nor are its
 * follow-ups, nor the end of one of which nothing was sent.
 * ALREADY: told. CHANGED: told is not `from`, or a message of these days came meanwhile: read them again. STALE: the lease is lost. */
cahier_queue_answer cahier_queue_watch_tell(cahier_queue *queue, const cahier_queue_telling *telling);

/* Messages of days before `before`, told, leave with all that was made of them, `most` at a time. *gone: how many. */
cahier_queue_answer cahier_queue_watch_purge(cahier_queue *queue, int32_t before, uint32_t most, uint64_t *gone);

/* --- settings of a tenant's watch -------------------------------------------------------------------------------------- */

/* `name`: "services" (services.tsv), "learned" (the same, from corrections), "settings" (JSON: docs/watch.md). NOTHING. */
cahier_queue_answer cahier_queue_watch_read(
        cahier_queue *queue, cahier_arena *arena, const char *name, cahier_text *out);
/* An empty text takes it away. */
cahier_queue_answer cahier_queue_watch_write(cahier_queue *queue, const char *name, cahier_text text);

#endif
