/* SPDX-License-Identifier: Apache-2.0 */
/* alert_event.h -- an alert of the watch as an event: "alerte.nouvelle"; once it has grown, "alerte.suite"; at its end, "alerte.fin".
 *
 * In      an alert (queue_alerts.h), which of the things told of it
 * Out     the event, « alerte-12 », « alerte-12-2 »
 * Value   What leaves the machine is what this file names: kind, subject in a few words that several persons used, counts, places. Not
 *         the sentences of residents nor the ids of their messages, which the page of the alert shows to who signs in.
 *         A follow-up has the figures of its day; words and places stay with the first, which counted them.
 * Errors  false: the record is none, or tells no such follow-up
 * Memory  in `arena`
 */
#ifndef CAHIER_ALERT_EVENT_H
#define CAHIER_ALERT_EVENT_H

#include "event.h"
#include "queue_alerts.h"

#define CAHIER_EVENT_ALERT "alerte.nouvelle"
#define CAHIER_EVENT_ALERT_MORE "alerte.suite"
#define CAHIER_EVENT_ALERT_OVER "alerte.fin"

/* sequence: 1, the alert itself; from 2 on, of its follow-ups. */
bool cahier_alert_event(cahier_arena *arena, const cahier_queue_alert *alert, uint32_t sequence, cahier_event *out);

#endif
