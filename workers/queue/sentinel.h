/* SPDX-License-Identifier: Apache-2.0 */
/* sentinel.h -- which server the sentinels say is the master.
 *
 * In      an address of kind CAHIER_ADDRESS_SENTINEL
 * Out     the servers named, most named first, then in the order of the sentinels; whoever connects checks that the server
 *         itself says it is the master
 * Errors  the last thing that went wrong, when no sentinel named one
 * Why     all sentinels are asked, not the first that answers: one alone on its side of a cut network still names the old
 *         master. A sentinel is spoken to without a password first, since most have none and refuse one; with the
 *         address' own when it asks.
 */
#ifndef CAHIER_QUEUE_SENTINEL_H
#define CAHIER_QUEUE_SENTINEL_H

#include "link.h"

typedef struct cahier_candidates {
    cahier_endpoint at[CAHIER_ADDRESS_ENDPOINTS_MOST];
    uint32_t votes[CAHIER_ADDRESS_ENDPOINTS_MOST];
    uint32_t count;
} cahier_candidates;

cahier_fault cahier_sentinel_ask(const cahier_address *address, cahier_candidates *out, cahier_link_error *error);

#endif
