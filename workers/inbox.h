/* SPDX-License-Identifier: Apache-2.0 */
/* inbox.h -- contributions that platforms pushed become chunks of the tenant's open batch.
 *
 * In      a queue; word lists; a key for authors, or none
 * Out     chunks of cleaned contributions; what was set aside, counted
 * Value   An id counts once. Raw text leaves Redis in the unit that appends what was made of it; what a dead worker took goes
 *         back after the lease. Without a key authors are unknown: nothing of them travels
 * Errors  an unreachable server is waited for, until *stop; OTHER_KEY when the tenant's authors are known by another key: what
 *         was taken goes back to the inbox after the lease
 * Memory  its own arenas
 */
#ifndef CAHIER_INBOX_H
#define CAHIER_INBOX_H

#include "analyse_options.h"
#include "lexicon_files.h"
#include "queue_inbox.h"

typedef struct cahier_inbox {
    cahier_queue *queue;
    const cahier_analyse_options *options; /* of the batch, when it is opened here */
    const cahier_lexicon_files *lexicons;
    uint32_t lease_ms;
    const volatile sig_atomic_t *stop;
    cahier_arena batch, scratch;
    uint32_t reconnections;
    char message[64]; /* when it could not */
} cahier_inbox;

/* One step: at most two hundred contributions. NOTHING when the inbox is empty. */
cahier_queue_answer cahier_inbox_drain(cahier_inbox *inbox);

/* What OTHER_KEY means, for people. */
const char *cahier_inbox_other_key(bool english);

/* The same call again after a new connection. */
bool cahier_inbox_again(cahier_inbox *inbox, cahier_queue_answer answer);

#endif
