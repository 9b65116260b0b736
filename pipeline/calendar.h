/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h -- dates as numbers that can be subtracted, weekdays, school holidays.
 *
 * Value   Day numbers count from 1 January 1970; weekday 0 is Monday. A class of days is a weekday, or CAHIER_DAY_HOLIDAY
 *         for every day of the school holidays, when a calendar is given.
 * Cost    O(1); a class O(log holidays)
 * Source  Hinnant 2013, "chrono-compatible low-level date algorithms" (days_from_civil)
 */
#ifndef CAHIER_CALENDAR_H
#define CAHIER_CALENDAR_H

#include "cahier.h"

#define CAHIER_DAY_HOLIDAY 7u
#define CAHIER_DAY_CLASSES 8u
#define CAHIER_DAY_LEAST (-719162) /* 1 January of the year 1 */
#define CAHIER_DAY_MOST 2932896    /* 31 December 9999 */

typedef struct cahier_holiday { /* yyyymmdd, both included */
    int32_t first, last;
} cahier_holiday;

typedef struct cahier_calendar { /* ascending, disjoint; all zero: no holidays known */
    const cahier_holiday *at;
    uint32_t count;
} cahier_calendar;

/* Whether yyyymmdd is a day of the calendar, in the years 1 to 9999. */
bool cahier_is_date(int32_t date);
/* yyyymmdd must be a date. */
int32_t cahier_day_number(int32_t date);
int32_t cahier_day_date(int32_t number);
uint32_t cahier_weekday(int32_t number);
uint32_t cahier_day_class(const cahier_calendar *calendar, int32_t number);

#endif
