/* SPDX-License-Identifier: Apache-2.0 */
/* lot_event.h -- the event that a batch is ready: "lot.pret".
 *
 * In      a batch whose report is written, at its revision
 * Out     id and record, for cahier_queue_finish
 * Value   A revision is told once. All channels hear the first; after an erasure or a mask platforms hear the next ones, so that
 *         what they hold of it is read again, and people do not.
 * Memory  the caller opens and closes `record`
 */
#ifndef CAHIER_LOT_EVENT_H
#define CAHIER_LOT_EVENT_H

#include "event.h"

#define CAHIER_LOT_EVENT_ROOM (CAHIER_BATCH_LEN + 32u)

void cahier_lot_event_write(
        cahier_out *record, const char *batch, const cahier_queue_progress *progress, char id[CAHIER_LOT_EVENT_ROOM]);

#endif
