/* SPDX-License-Identifier: Apache-2.0 */
/* Data made of digits: telephones, social security numbers, payment cards. */
#include "redact_parts.h"

#include <assert.h>

#define DIGITS_MAX 40u /* longer than any number below, with room for two written one after the other */

/* The digits that start at a place, with what separates them left out: "06.12 34-56 78" is ten digits in five
 * groups. */
typedef struct digits {
    uint8_t value[DIGITS_MAX]; /* 10 and 11 stand for the A and B of Corsica */
    uint8_t group[DIGITS_MAX]; /* rank of the group of each digit */
    uint8_t size[DIGITS_MAX];  /* digits of each group */
    uint32_t end[DIGITS_MAX];  /* byte after each digit */
    uint32_t start;
    uint32_t count, groups;
    uint32_t comma; /* digits before the first comma; DIGITS_MAX + 1: none */
    bool cut;       /* a longer number: the last group goes on */
} digits;

/* Bytes between two groups at `at`: one mark with spaces around it, "06 - 12", or a space. 0 when no digit
 * follows. */
static uint32_t separator_len(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    if (i < text.len && text.at[i] == ' ') {
        i++;
    }
    if (i < text.len &&
            (text.at[i] == '.' || text.at[i] == '-' || text.at[i] == '/' || text.at[i] == '_' || text.at[i] == ',')) {
        i++;
    } else if (cahier_redact_starts(text, i, "\xC2\xB7")) { /* middle dot */
        i += 2;
    }
    if (i > at && i < text.len && text.at[i] == ' ' && text.at[i - 1] != ' ') {
        i++;
    }
    return cahier_redact_digit_at(text, i) ? i - at : 0;
}

/* "+33 (0)6", "(+33) 6": what stands between a country code and the number. */
static uint32_t country_separator_len(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    if (cahier_redact_starts(text, i, ")")) {
        i++;
    }
    if (cahier_redact_starts(text, i, " ") || cahier_redact_starts(text, i, ".") ||
            cahier_redact_starts(text, i, "-")) {
        i++;
    }
    if (cahier_redact_starts(text, i, "(0)")) {
        i += 3;
        if (cahier_redact_starts(text, i, " ") || cahier_redact_starts(text, i, ".")) {
            i++;
        }
    }
    return cahier_redact_digit_at(text, i) ? i - at : 0;
}

static void take_digit(digits *d, uint8_t value, uint32_t end, bool new_group)
{
    if (new_group) {
        d->groups++;
    }
    d->group[d->count] = (uint8_t)(d->groups - 1);
    d->size[d->groups - 1]++;
    d->value[d->count] = value;
    d->end[d->count++] = end;
}

/* 2A and 2B are the only letters of a social security number: sixth and seventh characters, "1 85 05 2A 006 084
 * 12". */
static uint8_t corsica(cahier_text text, uint32_t at, const digits *d)
{
    if (d->count != 6 || d->value[5] != 2 || at + 1 >= text.len) {
        return 0;
    }
    char c = text.at[at];
    bool goes_on = cahier_redact_digit_at(text, at + 1) || separator_len(text, at + 1) > 0;
    if (!goes_on) {
        return 0;
    }
    return c == 'A' || c == 'a' ? 10 : c == 'B' || c == 'b' ? 11 : 0;
}

static void read_digits(cahier_text text, uint32_t at, digits *d)
{
    *d = (digits){.start = at, .comma = DIGITS_MAX + 1};
    bool new_group = true;
    uint32_t i = at;
    while (d->count < DIGITS_MAX) {
        uint8_t letter = 0;
        if (cahier_redact_digit_at(text, i)) {
            take_digit(d, (uint8_t)(text.at[i] - '0'), i + 1, new_group);
        } else if ((letter = corsica(text, i, d)) != 0) {
            take_digit(d, letter, i + 1, new_group);
        } else {
            uint32_t len = separator_len(text, i);
            if (len == 0 && d->count <= 5) {
                len = country_separator_len(text, i);
            }
            if (len == 0) {
                return;
            }
            for (uint32_t k = i; k < i + len; k++) {
                d->comma = text.at[k] == ',' && d->comma > d->count ? d->count : d->comma;
            }
            i += len;
            new_group = true;
            continue;
        }
        i++;
        new_group = false;
    }
    d->cut = cahier_redact_digit_at(text, i);
}

/* Is there a whole number of groups in the first n digits? */
static bool ends_at(const digits *d, uint32_t n)
{
    if (n == 0 || d->count < n) {
        return false;
    }
    return n == d->count ? !d->cut : d->group[n] != d->group[n - 1];
}

static bool has_corsican_letter(const digits *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (d->value[i] > 9) {
            return true;
        }
    }
    return false;
}

static uint32_t number_of(const digits *d, uint32_t from, uint32_t n)
{
    uint32_t value = 0;
    for (uint32_t i = from; i < from + n; i++) {
        value = value * 10 + d->value[i];
    }
    return value;
}

/* Groups `from`, from + 1, from + 2 read as day, month, year: "12/05/1980", "12 05 80" is too weak to count. */
static bool is_date_group(const digits *d, uint32_t from)
{
    uint32_t first = 0;
    while (first < d->count && d->group[first] < from) {
        first++;
    }
    if (from + 2 >= d->groups || d->size[from] > 2 || d->size[from + 1] > 2 || d->size[from + 2] != 4) {
        return false;
    }
    uint32_t day = number_of(d, first, d->size[from]);
    uint32_t month = number_of(d, first + d->size[from], d->size[from + 1]);
    uint32_t year = number_of(d, first + d->size[from] + d->size[from + 1], 4);
    return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1850 && year < 2100;
}

/* --- telephone ------------------------------------------------------------------------------------------- */

/* "01 02 03 04 05": the départements, not a telephone. */
static bool counts_up(const digits *d)
{
    for (uint32_t g = 0; g + 1 < 5; g++) {
        if (d->size[g] != 2 || d->size[g + 1] != 2 || number_of(d, 2 * g + 2, 2) != number_of(d, 2 * g, 2) + 1) {
            return false;
        }
    }
    return true;
}

/* "01 2019 2020": a month and years. */
static bool holds_years(const digits *d)
{
    return d->groups >= 3 && d->size[0] == 2 && d->size[1] == 4 && d->size[2] == 4 &&
           number_of(d, 2, 4) / 100 - 19 < 2 && number_of(d, 6, 4) / 100 - 19 < 2;
}

static redact_verdict national_phone(const redact_scan *scan, const digits *d, bool cue, uint32_t *end)
{
    if (!ends_at(d, 10) || d->value[0] != 0 || d->value[1] == 0 || has_corsican_letter(d, 10)) {
        return REDACT_NOTHING;
    }
    *end = d->end[9];
    if (d->value[1] == 8) { /* 08 00: a service, that residents may well want to name */
        return REDACT_KEPT;
    }
    if (cue) {
        return REDACT_FOUND;
    }
    bool doubtful = d->comma < 10 || is_date_group(d, 0) || holds_years(d) || counts_up(d);
    return doubtful && !scan->strict ? REDACT_NOTHING : REDACT_FOUND;
}

/* Digits of a number after country code `code` of `code_len` digits: 9 in France, 0 when the country has no fixed
 * length. */
static uint32_t subscriber_len(const digits *d, uint32_t from, uint32_t *code_len)
{
    uint32_t two = number_of(d, from, 2), three = number_of(d, from, 3);
    if (two == 33) {
        *code_len = 2;
        return 9;
    }
    *code_len = 3;
    return three == 262 || three == 590 || three == 594 || three == 596 ? 9 : 0;
}

/* "+200 000 000": an amount, when all groups but the first hold three digits. */
static bool is_amount(const digits *d, uint32_t n)
{
    if (d->groups < 2) {
        return false;
    }
    for (uint32_t i = d->size[0]; i < n; i++) {
        if (d->size[d->group[i]] != 3) {
            return false;
        }
    }
    return true;
}

/* `from` is the rank of the first digit of the country code: 2 after "00". */
static redact_verdict international_phone(const digits *d, uint32_t from, bool cue, uint32_t *end)
{
    if (d->count < from + 8 || d->value[from] == 0 || has_corsican_letter(d, from + 8)) {
        return REDACT_NOTHING;
    }
    uint32_t code_len;
    uint32_t len = subscriber_len(d, from, &code_len);
    uint32_t n = from + code_len + len;
    if (len > 0 && n < d->count && d->value[from + code_len] == 0) {
        n++; /* "+33 06": the 0 is often left */
    }
    if (len == 0 || !ends_at(d, n)) {
        n = 0;
        for (uint32_t k = from + 8; k <= from + 14 && k <= d->count; k++) {
            n = ends_at(d, k) ? k : n;
        }
        if (n == 0 || (is_amount(d, n) && !cue) || d->comma < n) {
            return REDACT_NOTHING;
        }
    }
    *end = d->end[n - 1];
    bool service = len > 0 && (d->value[from + code_len] == 8 ||
                                      (d->value[from + code_len] == 0 && d->value[from + code_len + 1] == 8));
    return service ? REDACT_KEPT : REDACT_FOUND;
}

/* "33 6 12 34 56 78" without its +, "6 12 34 56 78" without its 0, or with a letter O for it. */
static redact_verdict clipped_phone(const digits *d, bool letter_o, uint32_t *end)
{
    bool mobile33 = ends_at(d, 11) && number_of(d, 0, 2) == 33 && (d->value[2] == 6 || d->value[2] == 7) &&
                    (d->groups == 1 || (d->size[0] == 2 && d->size[1] == 1));
    bool mobile = ends_at(d, 9) && (d->value[0] == 6 || d->value[0] == 7) && d->size[0] == 1 && d->size[1] == 2 &&
                  d->size[2] == 2 && d->size[3] == 2 && d->comma > 9;
    bool whole = letter_o && ends_at(d, 9) && d->value[0] != 0 && d->value[0] != 8;
    if (has_corsican_letter(d, d->count < 11 ? d->count : 11) || (!mobile33 && !mobile && !whole)) {
        return REDACT_NOTHING;
    }
    *end = d->end[mobile33 ? 10 : 8];
    return REDACT_FOUND;
}

/* After "tél :", any number of a plausible length: 6 digits in Nouméa, 8 in Papeete or Monaco, 9 when the 0 is
 * lost. */
static redact_verdict announced_phone(const digits *d, uint32_t *end)
{
    if (is_date_group(d, 0) || d->comma < 6 || (d->value[0] == 0 && d->count > 1 && d->value[1] == 8)) {
        return REDACT_NOTHING;
    }
    uint32_t n = 0;
    for (uint32_t k = 8; k <= 13 && k <= d->count; k++) {
        n = ends_at(d, k) ? k : n;
    }
    bool pairs = d->groups >= 3 && d->size[0] == 2 && d->size[1] == 2 && d->size[2] == 2;
    if (n == 0 && pairs && ends_at(d, 6)) {
        n = 6;
    }
    if (n == 0 || has_corsican_letter(d, n) || is_amount(d, n)) {
        return REDACT_NOTHING;
    }
    *end = d->end[n - 1];
    return REDACT_FOUND;
}

/* The + before the country code, "+33", "(+33)", "+ 33"; else `at`. */
static uint32_t plus_before(cahier_text text, uint32_t at, const digits *d)
{
    uint32_t i = at;
    if (i >= 2 && text.at[i - 1] == ' ' && text.at[i - 2] == '+' && d->count > 1 && number_of(d, 0, 2) == 33) {
        i--;
    }
    if (i == 0 || text.at[i - 1] != '+') {
        return at;
    }
    i--;
    return i > 0 && text.at[i - 1] == '(' ? i - 1 : i;
}

static redact_verdict find_phone(const redact_scan *scan, const digits *d, cahier_redaction *hit)
{
    if (d->count < 6) {
        return REDACT_NOTHING;
    }
    bool cue = cahier_redact_cue_near(scan, d->start, REDACT_CUE_PHONE, 3);
    uint32_t start = plus_before(scan->text, d->start, d);
    redact_verdict verdict = REDACT_NOTHING;
    uint32_t end = 0;
    if (start < d->start && start >= scan->floor) {
        verdict = international_phone(d, 0, cue, &end);
    } else if (d->value[0] == 0 && d->value[1] == 0) {
        start = d->start;
        verdict = international_phone(d, 2, cue, &end);
    } else {
        start = d->start;
        verdict = national_phone(scan, d, cue, &end);
    }
    if (verdict == REDACT_NOTHING) {
        bool letter_o = start > scan->floor && (scan->text.at[start - 1] | 0x20) == 'o' &&
                        !cahier_redact_joins_before(scan->text, start - 1); /* "O6 12 34 56 78" */
        verdict = clipped_phone(d, letter_o, &end);
        start -= letter_o && verdict == REDACT_FOUND;
    }
    if (verdict == REDACT_NOTHING && cue) {
        verdict = announced_phone(d, &end);
    }
    *hit = (cahier_redaction){CAHIER_PHONE, start, end};
    return verdict;
}

/* --- social security number (NIR) ------------------------------------------------------------------------ */

/* Sex, month and département that INSEE gives; 20-42 and 50-99 are the months of people whose papers do not tell. */
static bool is_nir_shape(const digits *d)
{
    uint32_t sex = d->value[0], month = number_of(d, 3, 2);
    bool known_sex = sex == 1 || sex == 2 || sex == 3 || sex == 4 || sex == 7 || sex == 8;
    bool known_month = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    bool county = d->value[6] > 9 || number_of(d, 5, 2) >= 1;
    return known_sex && known_month && county && !has_corsican_letter(d, 6);
}

/* 97 - N mod 97, with 2A read 19 and 2B read 18: that is N - 1 000 000 and N - 2 000 000 with the letter read 0. */
static bool has_nir_key(const digits *d)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < 13; i++) {
        n = n * 10 + (d->value[i] > 9 ? 0 : d->value[i]);
    }
    if (d->value[6] == 10) {
        n -= 1000000;
    } else if (d->value[6] == 11) {
        n -= 2000000;
    }
    return 97 - n % 97 == number_of(d, 13, 2);
}

static redact_verdict find_nir(const redact_scan *scan, const digits *d, cahier_redaction *hit)
{
    bool full = ends_at(d, 15), short_form = ends_at(d, 13);
    if ((!full && !short_form) || !is_nir_shape(d)) {
        return REDACT_NOTHING;
    }
    bool keyed = full && has_nir_key(d);
    if (!keyed && !(scan->strict && short_form) && !cahier_redact_cue_near(scan, d->start, REDACT_CUE_NIR, 6)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_NIR, d->start, d->end[full ? 14 : 12]};
    return REDACT_FOUND;
}

/* --- payment card ---------------------------------------------------------------------------------------- */

static bool has_luhn_key(const digits *d, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = d->value[n - 1 - i];
        sum += i % 2 == 0 ? v : v < 5 ? 2 * v : 2 * v - 9;
    }
    return sum % 10 == 0;
}

/* Numbers that a network issues: Visa, Mastercard, American Express, Diners, Maestro and others. */
static bool is_issued(const digits *d, uint32_t n)
{
    uint32_t two = number_of(d, 0, 2), four = number_of(d, 0, 4);
    if (n == 13 || n == 16 || n == 19) {
        if (d->value[0] == 4) {
            return true;
        }
    }
    if (n == 15) {
        return two == 34 || two == 37;
    }
    if (n == 14) {
        return two == 30 || two == 36 || two == 38;
    }
    return n >= 16 && ((two >= 50 && two <= 69) || (four >= 2221 && four <= 2720));
}

/* As cards print it: 4-4-4-4, 4-6-5, 4-6-4, or in one piece. A long amount has groups of three. */
static bool is_card_grouping(const digits *d, uint32_t n)
{
    return d->size[0] == n || (d->size[0] == 4 && d->groups > 1 && (d->size[1] == 4 || (d->size[1] == 6 && n < 16)));
}

static redact_verdict find_card(const redact_scan *scan, const digits *d, cahier_redaction *hit)
{
    for (uint32_t n = 19; n >= 13; n--) {
        if (!ends_at(d, n) || has_corsican_letter(d, n) || !is_card_grouping(d, n)) {
            continue;
        }
        bool keyed = has_luhn_key(d, n) && is_issued(d, n);
        if (keyed || (n == 16 && cahier_redact_cue_near(scan, d->start, REDACT_CUE_CARD, 5))) {
            *hit = (cahier_redaction){CAHIER_CARD, d->start, d->end[n - 1]};
            return REDACT_FOUND;
        }
    }
    return REDACT_NOTHING;
}

/* --- all of them ----------------------------------------------------------------------------------------- */

redact_verdict cahier_redact_digits(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    assert(cahier_redact_digit_at(scan->text, at));
    redact_verdict verdict = REDACT_NOTHING;
    digits d;
    read_digits(scan->text, at, &d);
    redact_verdict (*const find[])(const redact_scan *, const digits *, cahier_redaction *) = {
            find_nir, find_card, find_phone};
    for (size_t k = 0; k < sizeof find / sizeof *find && verdict == REDACT_NOTHING; k++) {
        verdict = find[k](scan, &d, hit);
    }
    return verdict;
}
