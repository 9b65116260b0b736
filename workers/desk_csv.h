/* SPDX-License-Identifier: Apache-2.0 */
/* desk_csv.h -- messages that wait at a service, as a spreadsheet opens them.
 *
 * In      a service's name; empty: those that a person must route
 * Out     CSV (rows.h), urgent ones first, then in order of arrival; the columns of `cahier route`, and what a person said
 * Value   Texts are redacted and never start a formula
 * Errors  as queue.h
 * Memory  a hundred messages at a time, in `arena`, given back
 */
#ifndef CAHIER_DESK_CSV_H
#define CAHIER_DESK_CSV_H

#include "out.h"
#include "queue_alerts.h"

cahier_queue_answer cahier_desk_write_csv(
        cahier_queue *queue, cahier_arena *arena, cahier_text service, cahier_out *out);

#endif
