/* SPDX-License-Identifier: Apache-2.0 */
/* heard_message.h -- messages as the watch keeps them, read back.
 *
 * In      blobs (cleaning.h); some may be gone, or of another version
 * Out     contributions without their text, cleaned texts, authors: what cahier_analyse_cleaned and a page need
 * Errors  NOMEM. A blob that cannot be read is left out, and counted
 * Memory  in `arena`
 */
#ifndef CAHIER_HEARD_MESSAGE_H
#define CAHIER_HEARD_MESSAGE_H

#include "chunk.h"
#include "queue_watch.h"

typedef struct cahier_heard_messages {
    cahier_contribution *received; /* person: rank in this list, from 1 */
    cahier_cleaned *cleaned;
    cahier_text *author; /* keyed hash; empty: unknown. By person - 1 */
    uint64_t *position;
    uint32_t count, gone; /* gone: blobs that hold nothing that can be read */
} cahier_heard_messages;

cahier_status cahier_heard_messages_read(
        cahier_arena *arena, const cahier_queue_heard *heard, uint32_t count, cahier_heard_messages *out);

/* Contributions by date, then id: the order of a replay. For qsort. */
int cahier_by_date_and_id(const void *a, const void *b);

/* In that order. Errors NOMEM. */
cahier_status cahier_heard_messages_sort(cahier_arena *arena, cahier_heard_messages *messages);

#endif
