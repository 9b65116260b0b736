/* SPDX-License-Identifier: Apache-2.0 */
/* worker_slot.h -- one task being done: a chunk in an analysis child, or the corpus step of a batch in a process of its own.
 *
 * Value   The lease is renewed every third of it, only if the work moved since. A child that dies, or does not move for a while,
 *         costs a strike to the document it was reading, kept in the queue: whoever takes the chunk next goes on
 *         counting. That document is then tried alone; at the third strike it is set aside and the chunk is analysed
 *         with its place empty. A strike counts time that this worker has seen pass, so that a worker frozen
 *         for an hour does not accuse the text it was reading.
 * Errors  an unreachable server is waited for; whatever happens, the task ends with one answer of the queue, or is left to
 *         whoever claims it
 */
#ifndef CAHIER_WORKER_SLOT_H
#define CAHIER_WORKER_SLOT_H

#include "worker_child.h"
#include "worker_corpus.h"
#include "worker_tenant.h"

typedef struct cahier_slot {
    const cahier_worker_options *options;
    cahier_child child;
    char child_lexicons[65]; /* digest of the lists that the child was born with */
    cahier_corpus_step corpus;
    cahier_tenant *tenant;  /* NULL: the slot is free */
    cahier_word_set *words; /* of the task */
    cahier_queue_task task;
    cahier_queue_lent lent; /* the chunk's blob */
    uint32_t *aside, aside_count, only;
    uint64_t moved;        /* what cahier_child_page.steps or the processor time was, when it last moved */
    uint64_t renewed_with; /* the same at the last renewal */
    uint64_t looked_ms, renewed_ms, still_ms;
} cahier_slot;

/* The task is this slot's from now on. */
void cahier_slot_take(cahier_slot *slot, cahier_tenant *tenant, const cahier_queue_task *task, cahier_word_set *words);
/* Looks after it, without waiting. True when something happened. */
bool cahier_slot_look(cahier_slot *slot);
/* Ends the work, and gives the task to whoever wants it. */
void cahier_slot_hand_back(cahier_slot *slot);
void cahier_slot_close(cahier_slot *slot);

#endif
