/* SPDX-License-Identifier: Apache-2.0 */
/* alert_event.h -- an alert of the watch as an event: "alerte.nouvelle".
 *
 * In      the record of an alert, JSON (docs/watch.md)
 * Out     the event, « alerte-12 »
 * Value   What leaves the machine is what this file names: kind, subject in a few words that several persons used, counts, places. Not
 *         the sentences of residents nor the ids of their messages, which the page of the alert shows to who signs in.
 * Errors  false: the record is none
 * Memory  in `arena`
 */
#ifndef CAHIER_ALERT_EVENT_H
#define CAHIER_ALERT_EVENT_H

#include "event.h"

#define CAHIER_EVENT_ALERT "alerte.nouvelle"

bool cahier_alert_event(cahier_arena *arena, uint32_t number, cahier_text record, cahier_event *out);

#endif
