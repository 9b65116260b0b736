/* SPDX-License-Identifier: Apache-2.0 */
/* queue_events.h -- what people and platforms are told of, kept until each channel has it (PROTOCOL.md, What is told).
 *
 * In      events: an id and a record of JSON, which the queue keeps without looking inside (workers/deliver/event.h writes it)
 * Out     as queue.h
 * Value   An id is told once, for as long as it is remembered, much longer than its record is kept. Who tells it in the unit of
 *         what it tells of (cahier_queue_finish) can neither lose nor invent it. A channel's sending is somebody's for a lease; who
 *         dies leaves it to be sent again, so a receiver may see an id twice, and never miss it. Times are of the server's clock.
 * Errors, Memory, Cost: as queue.h
 */
#ifndef CAHIER_QUEUE_EVENTS_H
#define CAHIER_QUEUE_EVENTS_H

#include "queue.h"

#define CAHIER_EVENT_ID_MOST 100u /* bytes: letters, digits, "-", ".", "_" */

typedef enum cahier_channel {
    CAHIER_CHANNEL_ROUTE, /* told, not yet handed to the others */
    CAHIER_CHANNEL_WEBHOOK,
    CAHIER_CHANNEL_MAIL,
    CAHIER_CHANNEL_FILE,
    CAHIER_CHANNELS
} cahier_channel;

#define CAHIER_CHANNEL_BIT(channel) (1u << (channel))

const char *cahier_channel_key(cahier_channel channel); /* "webhook" */

/* ALREADY: this id was told before. REFUSED: it is no id. */
cahier_queue_answer cahier_queue_tell(cahier_queue *queue, const char *id, cahier_text record);
bool cahier_queue_is_event_id(const char *id);

typedef struct cahier_queue_sending { /* one event on its way to one channel */
    cahier_text id, record;
    uint32_t tries; /* that failed */
    int64_t told_ms;
    int64_t wait_ms; /* NOTHING: until the next is due; -1: none waits */
} cahier_queue_sending;

/* The one that is due for longest; nobody else gets it for lease_ms. */
cahier_queue_answer cahier_queue_take_sending(
        cahier_queue *queue, cahier_arena *arena, cahier_channel channel, uint32_t lease_ms, cahier_queue_sending *out);
/* From ROUTE to the channels of the mask, in one unit, MAIL due after a delay; none: it is in the feed alone. */
cahier_queue_answer cahier_queue_route_sending(
        cahier_queue *queue, cahier_text id, unsigned channels, uint32_t mail_delay_ms);
/* ALREADY: somebody else said so before. */
cahier_queue_answer cahier_queue_end_sending(cahier_queue *queue, cahier_channel channel, cahier_text id);

typedef struct cahier_queue_delay {
    uint32_t delay_ms; /* until it is tried again */
    uint64_t keep_ms;  /* told longer ago, it is given up, and counted */
    const char *error; /* for people; no text of an event */
} cahier_queue_delay;

/* ALREADY: it was sent, or given up, meanwhile. */
cahier_queue_answer cahier_queue_delay_sending(
        cahier_queue *queue, cahier_channel channel, cahier_text id, const cahier_queue_delay *delay);
/* All that waits for that channel is due now. ALREADY: nothing waits. */
cahier_queue_answer cahier_queue_hurry_sendings(cahier_queue *queue, cahier_channel channel);
/* Nothing more is sent there: the address is no more. ALREADY: nothing waited. */
cahier_queue_answer cahier_queue_drop_sendings(cahier_queue *queue, cahier_channel channel);

typedef struct cahier_queue_event {
    cahier_text id, record;
    int64_t told_ms;
} cahier_queue_event;

/* Latest first, those whose record is still kept. */
cahier_queue_answer cahier_queue_recent_events(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_queue_event **out, uint32_t *count);

typedef struct cahier_queue_channel { /* how a channel does */
    uint64_t waiting, sent, lost;
    int64_t sent_ms, error_ms; /* the last; 0: never. error_ms is 0 again once something was sent */
    cahier_text sent_id, error;
} cahier_queue_channel;

cahier_queue_answer cahier_queue_channel_of(
        cahier_queue *queue, cahier_arena *arena, cahier_channel channel, cahier_queue_channel *out);

/* Rank up to which the list of alerts (queue_alerts.h) was told; 0 at first. */
cahier_queue_answer cahier_queue_alerts_told(cahier_queue *queue, uint64_t *rank);
cahier_queue_answer cahier_queue_tell_alerts(cahier_queue *queue, uint64_t rank);

/* Forgets records told more than keep_ms ago, and ids told more than remember_ms ago. */
cahier_queue_answer cahier_queue_tidy_events(cahier_queue *queue, uint64_t keep_ms, uint64_t remember_ms);

#endif
