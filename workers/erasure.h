/* SPDX-License-Identifier: Apache-2.0 */
/* erasure.h -- one contribution, or one person, taken out of a batch: its payloads, and all that was computed from them.
 *
 * In      a batch; an id ("42": all its answers) or the key that reports show ("p-17", or that of --person-key)
 * Out     how many documents were emptied
 * Value   An emptied document keeps its place, id, question, file and row: the others keep theirs, and the report says that there is
 *         one without words. Title, text, place, date, groups, position and kept columns are gone. Analyses of its chunk and
 *         the report are withdrawn by the same call (PROTOCOL.md, replace), and workers compute them again. A person who has
 *         no words left in the batch keeps a rank there, "p-17", and no keyed hash, in the envelope or in chunks of the inbox;
 *         what an earlier report (--previous) remembers of the text goes too.
 * Order   said again, it erases what came since, and counts nothing twice
 * Errors  as queue.h; CONFLICT when a chunk cannot be read: nothing may be promised of it
 * Memory  one chunk at a time; the batch's envelope, some bytes a document of an inbox, in `arena`, given back
 */
#ifndef CAHIER_ERASURE_H
#define CAHIER_ERASURE_H

#include "queue.h"

typedef struct cahier_erasure {
    cahier_text contribution, person; /* one of them; the other is empty */
} cahier_erasure;

/* The person's key, without the "p-" that reports show. */
cahier_text cahier_erasure_key(const cahier_erasure *wanted);

cahier_queue_answer cahier_erase(
        cahier_queue *queue, cahier_arena *arena, const char *batch, const cahier_erasure *wanted, uint32_t *erased);

#endif
