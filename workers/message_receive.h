/* SPDX-License-Identifier: Apache-2.0 */
/* message_receive.h -- messages that come by HTTP are heard, as those that come otherwise.
 *
 * In      the body of a request: one JSON object as platforms push them (inbox_lines.h), or an array of them
 * Out     messages heard by the tenant's watch; counts
 * Value   Redacted here, before they leave this process; an id counts once, so that a request can be sent again
 * Order   any thread; one body at a time
 * Errors  NOTHING: neither an object nor an array of objects, and nothing was heard; FULL, UNREACHABLE: say it again later, ids count
 *         once; OTHER_KEY; REFUSED
 * Memory  that of a hearing
 */
#ifndef CAHIER_MESSAGE_RECEIVE_H
#define CAHIER_MESSAGE_RECEIVE_H

#include "intake.h"
#include "queue_watch.h"

#define CAHIER_RECEIVE_MOST 10000u /* messages of a body */

typedef struct cahier_receiver cahier_receiver;

typedef struct cahier_receiver_setting {
    const char *lexicons, *person_key; /* folder; file of the secret, NULL: authors stay unknown */
    uint32_t patience_ms;              /* for a server that is away */
    bool english;
    const volatile sig_atomic_t *stop;
} cahier_receiver_setting;

/* NULL: `message` says why. */
cahier_receiver *cahier_receiver_open(const cahier_receiver_setting *setting, char *message, size_t room);
/* NULL is closed already. */
void cahier_receiver_close(cahier_receiver *receiver);

typedef struct cahier_received {
    cahier_queue_counted counted;
    uint64_t aside[CAHIER_ASIDE_REASONS]; /* without text, unreadable */
} cahier_received;

/* Keys of the contracts: "empty_text", "unreadable"; NULL for a reason that no message of this kind has. */
const char *cahier_received_reason(cahier_set_aside_reason reason);

cahier_queue_answer cahier_message_receive(
        cahier_receiver *receiver, cahier_queue *queue, cahier_text text, cahier_received *out);

#endif
