/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"

#include <assert.h>

#define EPOCH 719468 /* days from 1 March of the year 0 to 1 January 1970 */
#define CYCLE 146097 /* days of 400 years */
#define MONDAY 3u    /* 1 January 1970 was a Thursday */

bool cahier_is_date(int32_t date)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

/* Years start in March, so that the leap day is their last. */
int32_t cahier_day_number(int32_t date)
{
    assert(cahier_is_date(date));
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    year -= month <= 2;
    int32_t cycle = year / 400, of_cycle = year % 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return cycle * CYCLE + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - EPOCH;
}

int32_t cahier_day_date(int32_t number)
{
    int32_t days = number + EPOCH;
    assert(days >= 0);
    int32_t cycle = days / CYCLE, of_cycle = days % CYCLE;
    int32_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / (CYCLE - 1)) / 365;
    int32_t of_year = of_cycle - (365 * year + year / 4 - year / 100);
    int32_t shifted = (5 * of_year + 2) / 153, day = of_year - (153 * shifted + 2) / 5 + 1;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (year + cycle * 400 + (month <= 2)) * 10000 + month * 100 + day;
}

uint32_t cahier_weekday(int32_t number)
{
    return (uint32_t)(number % 7 + 7 + (int32_t)MONDAY) % 7;
}

uint32_t cahier_day_class(const cahier_calendar *calendar, int32_t number)
{
    int32_t date = cahier_day_date(number);
    uint32_t low = 0, high = calendar->count;
    while (low < high) { /* first holidays that end on this day or later */
        uint32_t middle = low + (high - low) / 2;
        if (calendar->at[middle].last < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool holiday = low < calendar->count && calendar->at[low].first <= date;
    return holiday ? CAHIER_DAY_HOLIDAY : cahier_weekday(number);
}
