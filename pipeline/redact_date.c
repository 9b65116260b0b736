/* SPDX-License-Identifier: Apache-2.0 */
/* Birth dates: a date is one only behind "né le" or its kin. */
#include "redact_parts.h"

#define CUE_WORDS 9u /* "né à Saint-Étienne (Loire) le 3 mai 1980" */

typedef struct number {
    uint32_t value, digits, end;
} number;

static number read_date_number(cahier_text text, uint32_t at)
{
    number n = {.end = at};
    while (n.end < text.len && cahier_redact_is_digit(text.at[n.end]) && n.digits < 9) {
        n.value = n.value * 10 + (uint32_t)(text.at[n.end++] - '0');
        n.digits++;
    }
    return n;
}

/* "/", " / ", "-", ".", " ": the byte after it, or 0. */
static uint32_t skip_date_mark(cahier_text text, uint32_t at)
{
    uint32_t i = at + cahier_redact_starts(text, at, " ");
    if (i < text.len && (text.at[i] == '/' || text.at[i] == '-' || text.at[i] == '.')) {
        i++;
        i += cahier_redact_starts(text, i, " ");
    }
    return i > at ? i : 0;
}

static bool is_day_and_month(number day, number month)
{
    return day.digits <= 2 && day.value >= 1 && day.value <= 31 && month.digits >= 1 && month.digits <= 2 &&
           month.value >= 1 && month.value <= 12;
}

static bool is_birth_year(number year)
{
    return year.digits == 2 || (year.digits == 4 && year.value >= 1880 && year.value < 2100);
}

/* 03/05/1980, 3.5.80, 1980-05-03, 03051980: the byte after it, or 0. */
static uint32_t numeric_date_end(cahier_text text, uint32_t at)
{
    number first = read_date_number(text, at);
    if (first.digits == 8) {
        number day = {first.value / 1000000, 2, 0}, month = {first.value / 10000 % 100, 2, 0};
        return is_day_and_month(day, month) ? first.end : 0;
    }
    uint32_t i = skip_date_mark(text, first.end);
    number second = read_date_number(text, i);
    uint32_t k = i == 0 ? 0 : skip_date_mark(text, second.end);
    number third = read_date_number(text, k);
    if (k == 0 || third.digits == 0) {
        return 0;
    }
    bool iso = first.digits == 4 && is_birth_year(first) && is_day_and_month(third, second);
    bool french = is_day_and_month(first, second) && is_birth_year(third);
    return iso || french ? third.end : 0;
}

static const char *const months[] = {"janvier", "janv", "fevrier", "fevr", "fev", "mars", "avril", "avr", "mai", "juin",
        "juillet", "juil", "aout", "septembre", "sept", "octobre", "oct", "novembre", "nov", "decembre", "dec"};

static uint32_t month_end(cahier_text text, uint32_t at)
{
    for (size_t m = 0; m < sizeof months / sizeof *months; m++) {
        uint32_t end = cahier_redact_skip_plain(text, at, months[m]);
        if (end != 0) {
            return end;
        }
    }
    return 0;
}

/* "3 mai 1980", "1er févr. 80" */
static uint32_t written_date_end(cahier_text text, uint32_t at)
{
    number day = read_date_number(text, at);
    uint32_t i = day.end;
    i += cahier_redact_starts(text, i, "er") ? 2 : 0;
    uint32_t month = day.digits > 2 ? 0 : skip_date_mark(text, i);
    uint32_t end = month == 0 ? 0 : month_end(text, month);
    if (end == 0) {
        return 0;
    }
    uint32_t k = skip_date_mark(text, end);
    number year = read_date_number(text, k);
    return k != 0 && is_birth_year(year) ? year.end : 0;
}

redact_verdict cahier_redact_birthdate(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    uint32_t end = numeric_date_end(scan->text, at);
    if (end == 0) {
        end = written_date_end(scan->text, at);
    }
    if (end == 0 || cahier_redact_joins_after(scan->text, end) ||
            !cahier_redact_cue_near(scan, at, REDACT_CUE_BIRTHDATE, CUE_WORDS)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_BIRTHDATE, at, end};
    return REDACT_FOUND;
}
