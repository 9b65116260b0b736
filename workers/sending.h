/* SPDX-License-Identifier: Apache-2.0 */
/* sending.h -- contributions, chunk by chunk, into the queue.
 *
 * In      intake; an analyser, which redacts; a batch that is open
 * Out     every chunk is there, once; the batch is sealed
 * Value   Chunks are cut at CHUNK_DOCUMENTS contributions and CHUNK_BYTES of what is sent, in input order: the same cut each time. When
 *         the queue is full the submitter waits; when it cannot be reached, it comes back and says again what it does not
 *         know to be there.
 * Errors  the queue's answer that ended it: DONE when sealed
 * Memory  a chunk at a time in the analyser's arenas, which are given back; CAHIER_QUEUE_AHEAD blobs on the way are the link's
 */
#ifndef CAHIER_SENDING_H
#define CAHIER_SENDING_H

#include "intake.h"
#include "progress.h"
#include "queue.h"

typedef struct cahier_sending {
    cahier_queue *queue;
    cahier_analyser *analyser;
    const cahier_intake *intake;
    const char *batch;
    cahier_progress *progress;
    const volatile sig_atomic_t *stop;
    uint32_t chunks; /* out */
    bool durable;    /* out: as cahier_queue_seal */
    uint32_t erased; /* out: chunks from which somebody was erased since they were sent first; they stay so */
} cahier_sending;

cahier_queue_answer cahier_send_batch(cahier_sending *sending);

#endif
