/* SPDX-License-Identifier: Apache-2.0 */
/* feed.h -- the latest events as an Atom feed.
 *
 * In      events as the queue keeps them, latest first; the space they are of
 * Out     RFC 4287, escaped; ids are urn:cahier:TENANT:ID, for ever the same
 * Memory  nothing is kept
 */
#ifndef CAHIER_FEED_H
#define CAHIER_FEED_H

#include "event.h"

#define CAHIER_FEED_MOST 100u /* entries */

typedef struct cahier_feed {
    const char *tenant;
    cahier_text town;       /* its name; empty: the tenant */
    const char *public_url; /* NULL: entries have no link */
    const cahier_queue_event *event;
    uint32_t count;
} cahier_feed;

void cahier_feed_write(cahier_arena *arena, cahier_out *out, const cahier_feed *feed);

#endif
