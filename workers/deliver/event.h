/* SPDX-License-Identifier: Apache-2.0 */
/* event.h -- something that people and platforms are told of: a batch is ready, residents begin to speak of something.
 *
 * In      what happened, in the words of who tells it
 * Out     a record for the queue (queue_events.h), and the event read back from it
 * Value   The id is made of what happened ("lot-J-0", "alerte-12"), never of the moment it is told: told again after a crash, it is
 *         the same. All that leaves the machine is in the event: title, summary, facts. They hold ids, counts, labels of themes,
 *         words that many used, names of places and of the town's files; never a resident's sentence, title or name, redacted or not:
 *         who receives it is outside, keeps it for ever, and no erasure reaches it. The page that `path` names shows the rest.
 * Errors  cahier_event_read is false for a record that is none
 * Memory  texts of an event that was read are in the arena
 */
#ifndef CAHIER_EVENT_H
#define CAHIER_EVENT_H

#include "out.h"
#include "queue_events.h"

#define CAHIER_EVENT_LOT_READY "lot.pret"

#define CAHIER_EVENT_ALL_CHANNELS (~0u)

typedef struct cahier_event {
    const char *id;    /* cahier_queue_is_event_id */
    cahier_text kind;  /* "lot.pret", "alerte.nouvelle" */
    cahier_text title, /* a line of French: subject of a mail, title in the feed */
            summary,   /* lines of French, or empty */
            path,      /* page within the space, from "/" on, or empty */
            facts;     /* a JSON object, or empty: members of the webhook's "data" */
    unsigned channels; /* CAHIER_CHANNEL_BIT(…) | …; the feed has all */
} cahier_event;

/* The record: one JSON object. */
void cahier_event_write(cahier_out *out, const cahier_event *event);
bool cahier_event_read(cahier_arena *arena, const char *id, cahier_text record, cahier_event *out);

/* The address of its page, on the server that is `public_url` for people. False, and nothing: it has no page, or the server no address. */
bool cahier_event_put_address(cahier_out *out, const char *public_url, const char *tenant, const cahier_event *event);

/* cahier_queue_tell of it. DONE: told now; ALREADY: it was; UNREACHABLE: say it again. */
cahier_queue_answer cahier_event_tell(cahier_queue *queue, const cahier_event *event);

#endif
