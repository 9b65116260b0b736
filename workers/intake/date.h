/* SPDX-License-Identifier: Apache-2.0 */
/* date.h -- a date cell becomes yyyymmdd.
 *
 * Value   ISO dates and times, yyyy/mm/dd, dd/mm/yyyy, dd.mm.yyyy HH:MM:SS, two-digit years, « 3 mars 2025 »,
 *         « lundi 3 mars 2025 à 10:12 », « March 3, 2025 », "Tue Nov 27 2018 …", « mars 2025 », « 2025-03 », « 2025 »
 *         (a missing day or month is 1), seconds or milliseconds since 1970.
 *         03/04/2025 is read in the order that the other values of its column allow; day first when all are doubtful.
 * Why     The order is a property of the column: Go Vocal writes 03/14/2025, and 03/04/2025 in the next row.
 */
#ifndef CAHIER_INTAKE_DATE_H
#define CAHIER_INTAKE_DATE_H

#include "cahier.h"

typedef enum cahier_date_order {
    CAHIER_DATE_DAY_FIRST,
    CAHIER_DATE_MONTH_FIRST
} cahier_date_order;

/* 0 when it is no date. *order_seen: 0 when the order did not matter or is doubtful, 1 when only day first reads it,
 * 2 when only month first does. */
int32_t cahier_date_parse(cahier_text cell, cahier_date_order order, int *order_seen);

/* Whether it holds at least a year and a month: « 2015 » alone is any number. */
bool cahier_date_is_full(cahier_text cell);

#endif
