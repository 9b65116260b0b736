/* SPDX-License-Identifier: Apache-2.0 */
/* patience.h -- a link that is opened again, and again, until its server is back: restart, failover, moved slot.
 *
 * In      an address; what each use of the link ended with (cahier_patience_note)
 * Value   after the n-th failure in a row, a wait drawn evenly between 0 and min(5 s, 50 ms × 2^(n-1)): workers that lost the
 *         same server do not all come back at the same instant. The name, the sentinels, the redirection are asked anew
 *         each time. Only a call that ends well ends the row: a server that is LOADING accepts connections.
 * Order   one slot for each tenant (QUEUE.md 5.11), so one link for each tenant: MOVED leads it to the owner and it stays there
 * Errors  REFUSED and OTHER at once: waiting mends no password. STOPPED as soon as wake_fd is readable. Else, at the
 *         deadline, the last fault; an attempt that is under way then may end up to 2 × CAHIER_CONNECT_MS later
 * Memory  the link's; clear closes it
 * Source  backoff: Brooker, "Exponential backoff and jitter", AWS 2015, "full jitter"
 * Why     nothing is repeated here unless the caller asks for it by cahier_patience_call: after a cut no one knows
 *         whether the command was done, and reading new work twice is not the same as committing twice
 */
#ifndef CAHIER_QUEUE_PATIENCE_H
#define CAHIER_QUEUE_PATIENCE_H

#include "link.h"

#define CAHIER_BACKOFF_LEAST_MS 50u
#define CAHIER_BACKOFF_MOST_MS 5000u

typedef struct cahier_patience {
    const cahier_address *address; /* borrowed */
    int wake_fd;                   /* -1: none */
    cahier_link link;
    cahier_endpoint node; /* where MOVED sent us; host "" : nowhere */
    uint32_t failures;    /* in a row */
    uint64_t not_before_ms;
} cahier_patience;

/* Opens nothing yet. Never copied once open, as a link. */
void cahier_patience_init(cahier_patience *patience, const cahier_address *address, int wake_fd);
void cahier_patience_clear(cahier_patience *patience);

/* Makes sure that patience->link is open, waiting and trying until `until_ms` (cahier_clock_ms). */
cahier_fault cahier_patience_open(cahier_patience *patience, uint64_t until_ms);

/* What a use of patience->link ended with: the next open waits, or goes where MOVED said. Returns it. */
cahier_fault cahier_patience_note(cahier_patience *patience, cahier_fault fault);

typedef struct cahier_command {
    const cahier_text *words;
    uint32_t count;
    uint32_t timeout_ms; /* of one attempt */
} cahier_command;

/* For commands that may be done twice: repeated after CUT and RETRY until `until_ms`, through MOVED and ASK. */
cahier_fault cahier_patience_call(
        cahier_patience *patience, const cahier_command *command, uint64_t until_ms, redisReply **out);

#endif
