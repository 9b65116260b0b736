/* SPDX-License-Identifier: Apache-2.0 */
/* queue_inbox.h -- what is said to the inbox of platforms that know nothing of cahier (PROTOCOL.md, The inbox).
 *
 * In, Out, Errors, Memory, Cost: as queue.h
 */
#ifndef CAHIER_QUEUE_INBOX_H
#define CAHIER_QUEUE_INBOX_H

#include "queue.h"

typedef struct cahier_queue_taken { /* raw contributions that left the inbox, kept aside until they are appended */
    const cahier_text *token, *raw;
    uint32_t count;
} cahier_queue_taken;

typedef struct cahier_queue_appending {
    const char *batch;
    uint32_t chunk, documents;
    cahier_text blob;
    cahier_text aside, tokens, digests; /* words, joined by spaces */
    cahier_text mark;                   /* of the authors' key; empty: none */
    cahier_text messages;               /* the same for the watch (cahier_queue_frame_messages); empty: it is off */
} cahier_queue_appending;

/* NOTHING when the inbox is empty. */
cahier_queue_answer cahier_queue_take_inbox(
        cahier_queue *queue, cahier_arena *arena, uint32_t most, cahier_queue_taken *out);
/* What dead workers took lease_ms ago goes back to the inbox. */
cahier_queue_answer cahier_queue_give_back(cahier_queue *queue, uint32_t lease_ms);
/* How many are in the inbox, or taken by somebody and not appended yet. */
cahier_queue_answer cahier_queue_inbox_left(cahier_queue *queue, uint64_t *count);
/* Which ids were counted before. */
cahier_queue_answer cahier_queue_seen(cahier_queue *queue, const cahier_text *digest, uint32_t count, bool *seen);
/* The tenant's open batch of the inbox, "" when there is none. */
cahier_queue_answer cahier_queue_inbox_batch(cahier_queue *queue, char batch[CAHIER_BATCH_LEN + 1]);
/* It becomes `to`, if it still is `from` ("": none). */
cahier_queue_answer cahier_queue_turn_inbox(cahier_queue *queue, const char *from, const char *to);
/* ALREADY: appended before, or given back meanwhile. STALE: an id or a chunk came meanwhile, look again. CLOSED: sealed.
 * OTHER_KEY: the tenant's authors are known by another key, or by one when there is none here. */
cahier_queue_answer cahier_queue_append(cahier_queue *queue, const cahier_queue_appending *appending);

#endif
