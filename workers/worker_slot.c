/* SPDX-License-Identifier: Apache-2.0 */
#include "worker_slot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"

#define STRIKES_MOST 3u
#define SEEN_MOST_MS 1000u /* between two looks: what is above, this worker was frozen for */
#define RETRY_MS 1000u
#define REFUSED_MOST 3u /* tries of a chunk that cannot be read: another worker may be newer */
#define TRANSIENT_MOST 8u
#define REASON_MOST 200

static void free_slot(cahier_slot *slot)
{
    cahier_queue_return(&slot->lent);
    free(slot->aside);
    slot->aside = NULL;
    slot->aside_count = 0;
    slot->words->users--;
    slot->tenant->inside--;
    slot->tenant = NULL;
}

static void give_up(cahier_slot *slot, uint32_t delay_ms, uint32_t limit, const char *reason)
{
    if (limit > 0) {
        slot->tenant->counts->retries++;
        cahier_worker_say(slot->options, true,
                CAHIER_WORKER_TELL(slot->options, "lot %s, tâche %s : %s", "batch %s, task %s: %s"), slot->task.batch,
                slot->task.chunk, reason);
    }
    cahier_tenant_hand_back(slot->tenant, &slot->task, delay_ms, limit, reason);
    free_slot(slot);
}

static void drop(cahier_slot *slot)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_drop(slot->tenant->queue, &slot->task);
    } while (cahier_tenant_again(slot->tenant, answer));
    free_slot(slot);
}

/* Somebody claimed it, for we were silent: it is his. */
static void lose(cahier_slot *slot)
{
    cahier_worker_say(slot->options, false,
            CAHIER_WORKER_TELL(slot->options, "lot %s, tâche %s : reprise par un autre worker.",
                    "batch %s, task %s: taken over by another worker."),
            slot->task.batch, slot->task.chunk);
    free_slot(slot);
}

/* --- chunks ----------------------------------------------------------------------------------------------------------- */

/* The payload as it is now; DONE when it is there. */
static cahier_queue_answer read_payload(cahier_slot *slot)
{
    cahier_queue_answer answer;
    do {
        cahier_queue_return(&slot->lent);
        answer = cahier_queue_lend(slot->tenant->queue, &slot->task, &slot->lent);
    } while (cahier_tenant_again(slot->tenant, answer));
    return answer;
}

static void order(cahier_slot *slot)
{
    cahier_child_order order = {slot->lent.blob, slot->aside, slot->aside_count, slot->only};
    bool fit = slot->child.pid > 0 && strcmp(slot->child_lexicons, slot->words->digest) == 0;
    bool given = fit && cahier_child_give(&slot->child, &order);
    if (!given) {
        cahier_child_stop(&slot->child);
        memcpy(slot->child_lexicons, slot->words->digest, sizeof slot->child_lexicons);
        given = cahier_child_start(&slot->child, slot->words->files.lexicons) &&
                cahier_child_give(&slot->child, &order);
    }
    slot->still_ms = 0;
    if (!given) {
        give_up(slot, RETRY_MS, TRANSIENT_MOST, "aucun processus pour l'analyse");
    }
}

/* Reads the payload and has it analysed. */
static void begin(cahier_slot *slot)
{
    cahier_queue_answer answer = read_payload(slot);
    slot->only = CAHIER_NONE;
    slot->aside_count = 0;
    if (answer == CAHIER_QUEUE_DONE) {
        order(slot);
    } else if (answer == CAHIER_QUEUE_NO_BATCH) {
        drop(slot);
    } else {
        free_slot(slot); /* told to stop, or refused: whoever claims it goes on */
    }
}

static void note_committed(cahier_slot *slot)
{
    cahier_worker_counts *counts = slot->tenant->counts;
    counts->chunks++;
    counts->documents += slot->task.documents;
    counts->quarantined += slot->aside_count;
}

static void commit(cahier_slot *slot, cahier_text blob)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_commit(slot->tenant->queue, &slot->task, slot->lent.version, slot->aside_count, blob,
                cahier_tenant_ahead(slot->tenant));
    } while (cahier_tenant_again(slot->tenant, answer));
    switch (answer) {
    case CAHIER_QUEUE_DONE:
        note_committed(slot);
        free_slot(slot);
        break;
    case CAHIER_QUEUE_CHANGED: /* an erasure came between */
        cahier_tenant_leave_ahead(slot->tenant);
        begin(slot);
        break;
    case CAHIER_QUEUE_NO_BATCH:
        drop(slot);
        break;
    case CAHIER_QUEUE_ALREADY: /* somebody else was faster, or this one was said before */
        slot->tenant->counts->late++;
        free_slot(slot);
        break;
    default:
        free_slot(slot);
        break;
    }
}

/* --- poison ----------------------------------------------------------------------------------------------------------- */

static bool put_aside(cahier_slot *slot, uint32_t document)
{
    uint32_t *more = realloc(slot->aside, (slot->aside_count + 1) * sizeof *more);
    if (more == NULL) {
        return false;
    }
    slot->aside = more;
    slot->aside[slot->aside_count++] = document;
    return true;
}

static void quarantine(cahier_slot *slot, uint32_t document)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_quarantine(slot->tenant->queue, &slot->task, document, "l'analyse s'arrête sur ce texte");
    } while (cahier_tenant_again(slot->tenant, answer));
    if (answer == CAHIER_QUEUE_DONE && put_aside(slot, document)) {
        cahier_worker_say(slot->options, true,
                CAHIER_WORKER_TELL(slot->options,
                        "lot %s, tâche %s : la contribution %u est mise à part, l'analyse s'arrête sur son texte.",
                        "batch %s, task %s: contribution %u is set aside, the analysis stops on its text."),
                slot->task.batch, slot->task.chunk, document + 1);
        slot->only = CAHIER_NONE;
        order(slot);
    } else {
        free_slot(slot);
    }
}

/* The child is gone: a text that it was reading is suspect, and is tried alone. */
static void blame(cahier_slot *slot)
{
    uint32_t strikes = 0, document = atomic_load(&slot->child.page->document);
    cahier_queue_answer answer;
    slot->tenant->counts->deaths++;
    cahier_child_stop(&slot->child);
    if (document >= slot->task.documents) {
        give_up(slot, RETRY_MS, REFUSED_MOST, "l'analyse s'est arrêtée entre deux textes");
        return;
    }
    do {
        answer = cahier_queue_strike(slot->tenant->queue, &slot->task, document, &strikes);
    } while (cahier_tenant_again(slot->tenant, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        free_slot(slot);
    } else if (strikes >= STRIKES_MOST) {
        quarantine(slot, document);
    } else {
        slot->only = document;
        order(slot);
    }
}

/* --- looking ---------------------------------------------------------------------------------------------------------- */

/* True while the work moves, or has not been still for long. */
static bool watch(cahier_slot *slot, uint64_t moved)
{
    uint64_t now = cahier_clock_ms(), since = now - slot->looked_ms;
    slot->looked_ms = now;
    slot->still_ms = moved != slot->moved ? 0 : slot->still_ms + (since < SEEN_MOST_MS ? since : SEEN_MOST_MS);
    slot->moved = moved;
    return slot->still_ms < slot->options->stall_ms;
}

/* False when the lease is lost: somebody else has the task. */
static bool renew(cahier_slot *slot)
{
    uint64_t now = cahier_clock_ms();
    cahier_queue_answer answer;
    if (now - slot->renewed_ms < slot->options->lease_ms / 3 || slot->moved == slot->renewed_with) {
        return true;
    }
    do {
        answer = cahier_queue_renew(slot->tenant->queue, &slot->task);
    } while (cahier_tenant_again(slot->tenant, answer));
    slot->renewed_ms = now;
    slot->renewed_with = slot->moved;
    return answer != CAHIER_QUEUE_CHANGED;
}

static bool look_at_chunk(cahier_slot *slot)
{
    cahier_text answer = {NULL, 0};
    char reason[REASON_MOST];
    switch (cahier_child_look(&slot->child, &answer)) {
    case CAHIER_CHILD_BUSY:
        if (!watch(slot, atomic_load(&slot->child.page->steps))) {
            blame(slot);
            return true;
        }
        if (!renew(slot)) {
            cahier_child_stop(&slot->child);
            lose(slot);
            return true;
        }
        return false;
    case CAHIER_CHILD_DONE:
        if (slot->only == CAHIER_NONE) {
            commit(slot, answer);
        } else { /* alone, it harms nobody: all again, and one strike is kept */
            slot->only = CAHIER_NONE;
            order(slot);
        }
        return true;
    case CAHIER_CHILD_REFUSED:
        (void)snprintf(reason, sizeof reason, "textes illisibles, endommagés ou d'une autre version : %.*s",
                (int)answer.len, answer.at);
        give_up(slot, RETRY_MS, REFUSED_MOST, reason);
        return true;
    case CAHIER_CHILD_SPENT:
        give_up(slot, RETRY_MS, TRANSIENT_MOST, "mémoire insuffisante pour ces textes");
        return true;
    default:
        blame(slot);
        return true;
    }
}

static bool look_at_corpus(cahier_slot *slot)
{
    cahier_corpus_end end = cahier_corpus_look(&slot->corpus);
    switch (end) {
    case CAHIER_CORPUS_RUNNING:
        slot->moved = cahier_corpus_spent_ns(&slot->corpus);
        if (!renew(slot)) {
            cahier_corpus_stop(&slot->corpus);
            lose(slot);
            return true;
        }
        return false;
    case CAHIER_CORPUS_WRITTEN:
        slot->tenant->counts->reports++;
        cahier_worker_say(slot->options, false,
                CAHIER_WORKER_TELL(slot->options, "lot %s : rapport prêt.", "batch %s: report ready."),
                slot->task.batch);
        break;
    case CAHIER_CORPUS_LOST:
        slot->tenant->refused = true;
        break;
    case CAHIER_CORPUS_DEAD:
        cahier_corpus_stop(&slot->corpus);
        give_up(slot, RETRY_MS, REFUSED_MOST, "le processus du rapport s'est arrêté");
        return true;
    default:
        break;
    }
    cahier_corpus_stop(&slot->corpus);
    free_slot(slot);
    return true;
}

/* --- a slot ------------------------------------------------------------------------------------------------------------- */

void cahier_slot_take(cahier_slot *slot, cahier_tenant *tenant, const cahier_queue_task *task, cahier_word_set *words)
{
    slot->tenant = tenant;
    slot->task = *task;
    slot->words = words;
    words->users++;
    slot->looked_ms = slot->renewed_ms = cahier_clock_ms();
    slot->still_ms = 0;
    tenant->inside++;
    if (!task->corpus) {
        begin(slot);
        return;
    }
    cahier_corpus_setting setting = {slot->options, &words->files, tenant->name, &slot->task};
    if (!cahier_corpus_start(&slot->corpus, &setting)) {
        give_up(slot, RETRY_MS, TRANSIENT_MOST, "aucun processus pour le rapport");
    }
}

bool cahier_slot_look(cahier_slot *slot)
{
    if (slot->tenant == NULL) {
        return false;
    }
    return slot->task.corpus ? look_at_corpus(slot) : look_at_chunk(slot);
}

void cahier_slot_hand_back(cahier_slot *slot)
{
    cahier_child_stop(&slot->child);
    cahier_corpus_stop(&slot->corpus);
    if (slot->tenant != NULL) {
        give_up(slot, 0, 0, "");
    }
}

void cahier_slot_close(cahier_slot *slot)
{
    cahier_child_close(&slot->child);
    cahier_corpus_stop(&slot->corpus);
    if (slot->tenant != NULL) {
        free_slot(slot);
    }
}
