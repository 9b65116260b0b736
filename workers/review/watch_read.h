/* SPDX-License-Identifier: Apache-2.0 */
/* watch_read.h -- the watch of a space, from the queue: what the pages show of it.
 *
 * In      the queue of a request; JSON of the watcher (docs/watch.md), which is trusted to be JSON and no more
 * Out     structs of shown_watch.h
 * Errors  as queue.h; REFUSED: no memory
 * Memory  in the request's arena
 * Cost    curves: a record for each message of thirteen weeks, CAHIER_CURVE_MOST at most
 */
#ifndef CAHIER_REVIEW_WATCH_READ_H
#define CAHIER_REVIEW_WATCH_READ_H

#include "http.h"
#include "shown_watch.h"

#define CAHIER_ALERTS_SHOWN 200u
#define CAHIER_CURVE_MOST 50000u
#define CAHIER_CURVE_NAMES 400u /* themes, and places */
#define CAHIER_CURVE_DAYS 4000u

cahier_queue_answer cahier_watch_read(cahier_request *request, cahier_shown_watch *out);
/* At most `most`, after the `from` latest. */
cahier_queue_answer cahier_watch_read_alerts(
        cahier_request *request, uint64_t from, uint32_t most, cahier_shown_alerts *out);
/* The one that the path names; false when it has answered. */
bool cahier_watch_take_alert(cahier_request *request, cahier_response *response, cahier_shown_alert *out);
/* Of a line that `cahier watch --json` printed. */
bool cahier_watch_parse_alert(cahier_arena *arena, cahier_text record, cahier_shown_alert *out);
cahier_queue_answer cahier_watch_read_curves(cahier_request *request, cahier_shown_curves *out);
/* What waits at ?service=, at most `most` messages after the ?depuis= first; false when it has answered. */
bool cahier_watch_take_queue(
        cahier_request *request, cahier_response *response, uint32_t most, cahier_shown_queue *out);
/* The one that the path names, wherever it waits; false when it has answered. */
bool cahier_watch_take_message(cahier_request *request, cahier_response *response, cahier_shown_message *out);
cahier_queue_answer cahier_watch_read_settings(cahier_request *request, cahier_shown_watch_settings *out);

#endif
