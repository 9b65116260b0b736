/* SPDX-License-Identifier: Apache-2.0 */
/* queue_forget.h -- what is said when a message is taken out of a watch (PROTOCOL.md, The watch, Erasure).
 *
 * In, Out, Errors, Memory, Cost: as queue.h
 * Value   An id is being erased from the moment when its message left until nothing quotes it: first the watcher takes it out of what
 *         it remembers, then whoever erases takes it out of the alerts.
 */
#ifndef CAHIER_QUEUE_FORGET_H
#define CAHIER_QUEUE_FORGET_H

#include "queue.h"

/* ALREADY: there is no message at that position. */
cahier_queue_answer cahier_queue_watch_erase(cahier_queue *queue, uint64_t position, cahier_text id);

typedef struct cahier_queue_erasing {
    cahier_text id;
    bool remembered; /* by the watcher */
} cahier_queue_erasing;

cahier_queue_answer cahier_queue_watch_erasing(
        cahier_queue *queue, cahier_arena *arena, cahier_queue_erasing **out, uint32_t *count);

typedef struct cahier_queue_forgetting {
    const char *token;
    int32_t told;      /* of the state */
    cahier_text state; /* without their words; empty: nothing was remembered */
    const cahier_queue_erasing *at;
    uint32_t count;
} cahier_queue_forgetting;

/* Whether somebody holds the lease. */
cahier_queue_answer cahier_queue_watch_is_held(cahier_queue *queue, bool *held);

/* By the watcher. CHANGED: another day is told. STALE: the lease is lost. */
cahier_queue_answer cahier_queue_watch_forgot(cahier_queue *queue, const cahier_queue_forgetting *forgetting);

/* An alert's record, if it still is `before`. ALREADY: it is another. */
cahier_queue_answer cahier_queue_amend_alert(
        cahier_queue *queue, uint32_t number, cahier_text before, cahier_text after);
/* Nothing quotes this id any more. */
cahier_queue_answer cahier_queue_watch_erased(cahier_queue *queue, cahier_text id);

#endif
