/* SPDX-License-Identifier: Apache-2.0 */
/* worker_tenant.h -- the queue of one tenant as one worker sees it: a connection that comes back, tasks to take, upkeep.
 *
 * In      options, word lists
 * Out     tasks that this worker may do: of batches made with the same word lists
 * Value   After each connection, what this name holds already is read first: the reply to an earlier request may have been
 *         lost. What was just handed out is still held, so that this waits until nothing is being worked on.
 * Errors  an unreachable server is waited for; `refused` is set when waiting mends nothing (credentials, functions)
 */
#ifndef CAHIER_WORKER_TENANT_H
#define CAHIER_WORKER_TENANT_H

#include <signal.h>

#include "queue.h"
#include "worker_options.h"
#include "worker_shelf.h"

#define CAHIER_JUDGED 8u /* batches whose word lists are known */

typedef struct cahier_worker_counts { /* of this worker, since its start */
    uint64_t chunks, documents, reports, late, retries, quarantined, deaths, reconnections, purged;
} cahier_worker_counts;

typedef struct cahier_tenant {
    const cahier_worker_options *options;
    const char *name;
    cahier_shelf *shelf;
    const volatile sig_atomic_t *stop;
    cahier_worker_counts *counts;
    cahier_queue *queue;
    bool own;                /* read first what this name holds */
    uint32_t inside;         /* tasks of this tenant that this worker is doing */
    cahier_queue_task ahead; /* the next one, given with the answer to a commit; entry "": none */
    bool refused;
    uint64_t claim_ms, tidy_ms, purge_ms, inbox_ms; /* when to, next */
    struct {
        char batch[CAHIER_BATCH_LEN + 1];
        char lexicons[65]; /* "": not ours */
    } judged[CAHIER_JUDGED];
    uint32_t judged_next;
} cahier_tenant;

/* False when the address or the name is wrong, or the server refuses: `message` says why. */
bool cahier_tenant_open(cahier_tenant *tenant, const char *who, char *message, size_t room);
void cahier_tenant_close(cahier_tenant *tenant);

/* do { answer = …; } while (cahier_tenant_again(tenant, answer)): says the same call again after a new connection, or when
 * the server has room again. */
bool cahier_tenant_again(cahier_tenant *tenant, cahier_queue_answer answer);

/* Where a commit may leave the task after it; NULL when another is due first: one that is there, what this name holds, what others left, other
 * tenants, the end. */
cahier_queue_task *cahier_tenant_ahead(cahier_tenant *tenant);
/* Nobody here does it. */
void cahier_tenant_leave_ahead(cahier_tenant *tenant);

/* A task and the word lists of its batch, waiting at most wait_ms. */
bool cahier_tenant_take(cahier_tenant *tenant, uint32_t wait_ms, cahier_queue_task *out, cahier_word_set **words);

/* Hands a task back: limit 0, it is not its fault. */
void cahier_tenant_hand_back(
        cahier_tenant *tenant, const cahier_queue_task *task, uint32_t delay_ms, uint32_t limit, const char *reason);

/* Promotes what is due, forgets names, purges old batches: each at its time. */
void cahier_tenant_upkeep(cahier_tenant *tenant);

/* One line on stderr, unless --quiet; `trouble` is said in any case. */
void cahier_worker_say(const cahier_worker_options *options, bool trouble, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
#define CAHIER_WORKER_TELL(options, in_french, in_english) ((options)->english ? (in_english) : (in_french))

#endif
