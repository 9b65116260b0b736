/* SPDX-License-Identifier: Apache-2.0 */
/* erasure_heard.h -- one message, or one person, taken out of a tenant's watch.
 *
 * In      an id, or the key that reports show ("p-9f86…")
 * Out     how many messages left; whether the watcher still remembers their words
 * Value   The message leaves with its records and its place at a desk. Its id's digest stays, so that the platform's next push does not
 *         bring it back. The watcher takes it out of its own memory; only then are its sentences taken out of the alerts: no alert
 *         can quote it any more. What emergence counted stays: words that several persons used, ids, hashed keys.
 * Order   said again, it erases what came since
 * Errors  as queue.h
 * Memory  a thousand messages at a time, in `arena`, given back
 */
#ifndef CAHIER_ERASURE_HEARD_H
#define CAHIER_ERASURE_HEARD_H

#include "erasure.h"

/* *remembered: nobody watches, so that the memory of the watch still holds the words. Waits for a watcher `wait_ms` at most. */
cahier_queue_answer cahier_erase_heard(cahier_queue *queue, cahier_arena *arena, const cahier_erasure *wanted,
        uint32_t wait_ms, uint32_t *erased, bool *remembered);

#endif
