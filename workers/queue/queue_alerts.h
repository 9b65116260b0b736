/* SPDX-License-Identifier: Apache-2.0 */
/* queue_alerts.h -- what people read of a tenant's watch, and what they say to it: alerts, messages by service (PROTOCOL.md, The watch).
 *
 * In, Out, Errors, Memory, Cost: as queue.h
 * Value   Each deed of a person has an id, said twice it is one, and stays as a line of a journal.
 */
#ifndef CAHIER_QUEUE_ALERTS_H
#define CAHIER_QUEUE_ALERTS_H

#include "queue.h"

#define CAHIER_SERVICES_MOST 100u /* of a tenant, that are told apart */
#define CAHIER_SERVICE_MOST 200u  /* bytes of a name */

/* --- alerts --------------------------------------------------------------------------------------------------------- */

typedef struct cahier_queue_alert {
    uint32_t number;
    cahier_text record; /* as raised, JSON: docs/watch.md; "quiet" when it was not sent */
    cahier_text
            last; /* its last figures, JSON; "closed" once it is over, "followed": all that was told of it after; empty: those of `record` */
    cahier_text said; /* what people said last, JSON: state, until, reason, who, when; empty: nothing */
} cahier_queue_alert;

/* The latest first; those from rank `from` on, `most` of them. *total: all. */
cahier_queue_answer cahier_queue_alerts(cahier_queue *queue, cahier_arena *arena, uint64_t from, uint32_t most,
        cahier_queue_alert **out, uint32_t *count, uint64_t *total);
/* NOTHING. */
cahier_queue_answer cahier_queue_read_alert(
        cahier_queue *queue, cahier_arena *arena, uint32_t number, cahier_queue_alert *out);

typedef struct cahier_queue_outgoing {
    uint32_t number;
    uint32_t sequence; /* of its follow-ups, which `last` lists as "followed"; 1: the alert itself */
} cahier_queue_outgoing;

/* The outbox: alerts to be sent and their follow-ups, in the order in which they came; only its end grows. Who delivers keeps, for
 * each receiver, the rank up to which it was told. */
cahier_queue_answer cahier_queue_outbox(
        cahier_queue *queue, uint64_t from, uint32_t most, cahier_queue_outgoing *out, uint32_t *count);

typedef enum cahier_queue_silence {
    CAHIER_SILENCE_AS_IT_IS, /* seen: nothing changes for what comes */
    CAHIER_SILENCE_UNTIL,    /* alerts about the same are not sent before the end of that day (message time) */
    CAHIER_SILENCE_EVER,
    CAHIER_SILENCE_OVER
} cahier_queue_silence;

typedef struct cahier_queue_saying {
    const char *id; /* nonce */
    uint32_t number;
    cahier_queue_silence silence;
    int32_t until;    /* yyyymmdd, with UNTIL */
    cahier_text said; /* JSON object, kept as what people said last */
    cahier_text line; /* of the journal, without newline */
} cahier_queue_saying;

/* ALREADY: this id was. NOTHING: no such alert. */
cahier_queue_answer cahier_queue_say_alert(cahier_queue *queue, const cahier_queue_saying *saying);

/* --- messages by service ---------------------------------------------------------------------------------------------- */

typedef struct cahier_queue_desk_item {
    uint64_t position;
    cahier_text record; /* as filed: JSON */
    cahier_text said;   /* what a person decided last, JSON: service, answered, who, when; empty: nothing */
    cahier_text blob;   /* the message (wire/chunk.h); len 0: erased */
} cahier_queue_desk_item;

/* Messages that wait at a service (empty: those a person must route), urgent ones first, then in order of arrival. */
cahier_queue_answer cahier_queue_desk(cahier_queue *queue, cahier_arena *arena, cahier_text service, uint64_t from,
        uint32_t most, cahier_queue_desk_item **out, uint32_t *count);
/* How many wait there, and how many of them are urgent. */
cahier_queue_answer cahier_queue_desk_count(
        cahier_queue *queue, cahier_text service, uint64_t *waiting, uint64_t *urgent);
/* Names of the services at which messages wait; the empty one is left out. */
cahier_queue_answer cahier_queue_desk_services(
        cahier_queue *queue, cahier_arena *arena, cahier_text **service, uint32_t *count);
/* One message, wherever it is. NOTHING: never filed. */
cahier_queue_answer cahier_queue_desk_item_of(
        cahier_queue *queue, cahier_arena *arena, uint64_t position, cahier_queue_desk_item *out);

typedef struct cahier_queue_routing {
    const char *id; /* nonce */
    uint64_t position;
    cahier_text service; /* where it waits from now on */
    bool answered;       /* it waits nowhere any more */
    cahier_text said;    /* JSON object, with at least "service" */
    cahier_text line;    /* of the journal (docs/decisions.md), without newline */
} cahier_queue_routing;

/* ALREADY: this id was. NOTHING: no such message. */
cahier_queue_answer cahier_queue_route(cahier_queue *queue, const cahier_queue_routing *routing);
/* Lines of the journal of routes from rank `from` on. */
cahier_queue_answer cahier_queue_route_lines(
        cahier_queue *queue, cahier_arena *arena, uint64_t from, cahier_text **line, uint32_t *count);
/* Its last lines, at most `most`, > 0. */
cahier_queue_answer cahier_queue_last_routes(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_text **line, uint32_t *count);

#endif
