/* SPDX-License-Identifier: Apache-2.0 */
#include "date.h"

#include <string.h>

#define YEAR_MIN 1900 /* older: a typing error or another number */
#define YEAR_MAX 2100

typedef struct part { /* a run of digits or of letters */
    const char *at;
    uint32_t len;
    uint32_t value; /* of digits; UINT32_MAX when there are too many */
    bool digits;
    char before; /* the byte before it, ' ' at the start */
} part;

#define PARTS 8

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters of month names: ASCII, and the bytes of é and û. */
static bool is_word_byte(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || ((unsigned char)c >= 0x80 && c != (char)0xC2 && c != (char)0xA0);
}

static uint32_t cut(cahier_text cell, part parts[PARTS])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < cell.len && count < PARTS;) {
        uint32_t start = i;
        bool digits = is_digit(cell.at[i]);
        if (!digits && !is_word_byte(cell.at[i])) {
            i++;
            continue;
        }
        uint32_t value = 0;
        while (i < cell.len && (digits ? is_digit(cell.at[i]) : is_word_byte(cell.at[i]))) {
            value = digits && i - start < 9 ? value * 10 + (uint32_t)(cell.at[i] - '0') : value;
            i++;
        }
        parts[count++] = (part){cell.at + start, i - start, i - start > 9 ? UINT32_MAX : value, digits,
                start == 0 ? ' ' : cell.at[start - 1]};
    }
    return count;
}

/* « févr. », « février », « fevrier », "Feb", "February": months differ by their first letters. */
static uint32_t month_named(const part *p)
{
    static const struct {
        const char *start;
        uint32_t month;
    } months[] = {
            {"jan", 1},
            {"fev", 2},
            {"f\xC3\xA9v", 2},
            {"feb", 2},
            {"mar", 3},
            {"avr", 4},
            {"apr", 4},
            {"mai", 5},
            {"may", 5},
            {"juin", 6},
            {"jun", 6},
            {"juil", 7},
            {"jul", 7},
            {"aou", 8},
            {"ao\xC3\xBB", 8},
            {"aug", 8},
            {"sep", 9},
            {"oct", 10},
            {"nov", 11},
            {"dec", 12},
            {"d\xC3\xA9"
             "c",
                    12},
    };
    char low[16];
    uint32_t len = p->len < sizeof low ? p->len : (uint32_t)sizeof low;
    for (uint32_t i = 0; i < len; i++) {
        char c = p->at[i];
        low[i] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
    }
    /* « mardi » is a day */
    if (len >= 5 && memcmp(low, "mardi", 5) == 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
        size_t start_len = strlen(months[i].start);
        if (len >= start_len && memcmp(low, months[i].start, start_len) == 0) {
            return months[i].month;
        }
    }
    return 0;
}

static uint32_t full_year(const part *p)
{
    if (p->len == 2) {
        return p->value + (p->value < 70 ? 2000 : 1900);
    }
    return p->len == 4 ? p->value : 0;
}

static uint32_t days_in(uint32_t year, uint32_t month)
{
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static int32_t civil_date(uint32_t year, uint32_t month, uint32_t day)
{
    bool valid = year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
                 day <= days_in(year, month);
    return valid ? (int32_t)(year * 10000 + month * 100 + day) : 0;
}

/* Civil date of a count of days since 1970 (Howard Hinnant's days_from_civil, inverted by stepping years). */
static int32_t from_days(uint64_t days)
{
    uint32_t year = 1970;
    for (;;) {
        uint32_t length = days_in(year, 2) == 29 ? 366 : 365;
        if (days < length || year > YEAR_MAX) {
            break;
        }
        days -= length;
        year++;
    }
    uint32_t month = 1;
    while (month < 12 && days >= days_in(year, month)) {
        days -= days_in(year, month);
        month++;
    }
    return civil_date(year, month, (uint32_t)days + 1);
}

/* 10 digits of seconds, 13 of milliseconds (Polis), 8 of yyyymmdd, 6 of yyyymm, 4 of a year. */
static int32_t from_number(const part *p)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < p->len && i < 14; i++) {
        value = value * 10 + (uint64_t)(p->at[i] - '0');
    }
    switch (p->len) {
    case 13:
        return from_days(value / 86400000u);
    case 10:
        return from_days(value / 86400u);
    case 8:
        return civil_date((uint32_t)(value / 10000), (uint32_t)(value / 100 % 100), (uint32_t)(value % 100));
    case 4:
        return civil_date((uint32_t)value, 1, 1);
    default:
        return 0;
    }
}

static bool is_separator(char c)
{
    return c == '/' || c == '-' || c == '.';
}

/* Three numbers: yyyy-mm-dd, or dd/mm/yyyy and mm/dd/yyyy. */
static int32_t from_three(const part p[3], cahier_date_order order, int *order_seen)
{
    if (p[0].len == 4) {
        return civil_date(p[0].value, p[1].value, p[2].value);
    }
    uint32_t year = full_year(&p[2]);
    int32_t day_first = civil_date(year, p[1].value, p[0].value),
            month_first = civil_date(year, p[0].value, p[1].value);
    if (day_first != 0 && month_first != 0) {
        *order_seen = 0;
        return order == CAHIER_DATE_DAY_FIRST ? day_first : month_first;
    }
    *order_seen = day_first != 0 ? 1 : month_first != 0 ? 2 : 0;
    return day_first != 0 ? day_first : month_first;
}

/* « 3 mars 2025 », « mars 2025 », "March 3, 2025", "Tue Nov 27 2018": the month's name at `m`. */
static int32_t from_named(const part *parts, uint32_t count, uint32_t m)
{
    uint32_t month = month_named(&parts[m]);
    const part *before = m > 0 && parts[m - 1].digits ? &parts[m - 1] : NULL;
    const part *next = m + 1 < count && parts[m + 1].digits ? &parts[m + 1] : NULL;
    const part *after = m + 2 < count && parts[m + 2].digits ? &parts[m + 2] : NULL;
    if (before == NULL && m > 1 && parts[m - 2].digits && parts[m - 1].len == 2) {
        before = &parts[m - 2]; /* « 1er mars »: « er » stands between */
    }
    if (next == NULL) {
        return 0;
    }
    if (next->len == 4) {
        return civil_date(next->value, month, before == NULL ? 1 : before->value);
    }
    if (before != NULL && next->len == 2 && before->len <= 2) {
        return civil_date(full_year(next), month, before->value);
    }
    return after != NULL && after->len == 4 ? civil_date(after->value, month, next->value) : 0;
}

int32_t cahier_date_parse(cahier_text cell, cahier_date_order order, int *order_seen)
{
    part p[PARTS];
    *order_seen = 0;
    uint32_t count = cell.len > 80 ? 0 : cut(cell, p);
    if (count == 0) {
        return 0;
    }
    if (p[0].digits && count == 1) {
        return p[0].len == cell.len ? from_number(&p[0]) : 0;
    }
    if (count >= 3 && p[0].digits && p[1].digits && p[2].digits && is_separator(p[1].before) &&
            p[2].before == p[1].before) {
        return from_three(p, order, order_seen);
    }
    if (count >= 2 && p[0].digits && p[1].digits && is_separator(p[1].before)) {
        if (p[0].len == 4 && p[1].len <= 2) {
            return civil_date(p[0].value, p[1].value, 1);
        }
        return p[0].len <= 2 && p[1].len == 4 ? civil_date(p[1].value, p[0].value, 1) : 0;
    }
    for (uint32_t m = 0; m < count && m < 4; m++) {
        if (!p[m].digits && month_named(&p[m]) != 0) {
            int32_t date = from_named(p, count, m);
            if (date != 0) {
                return date;
            }
        }
    }
    return 0;
}

bool cahier_date_is_full(cahier_text cell)
{
    int order_seen;
    return cell.len > 5 && cahier_date_parse(cell, CAHIER_DATE_DAY_FIRST, &order_seen) != 0;
}
