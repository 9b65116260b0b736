/* SPDX-License-Identifier: Apache-2.0 */
/* Data made of letters and digits: bank accounts, number plates, file numbers. */
#include "redact_parts.h"

#include <assert.h>

#define IBAN_MAX 34u /* ISO 13616 */

static uint32_t letter_value(char c) /* A = 10, as ISO 7064 reads it; 0 when it is no letter */
{
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z' ? (uint32_t)(lower - 'a') + 10 : 0;
}

static bool is_letter(char c)
{
    return letter_value(c) != 0;
}

static bool is_alnum(char c)
{
    return cahier_redact_is_digit(c) || is_letter(c);
}

/* --- bank account ---------------------------------------------------------------------------------------- */

/* Letters and digits with what separates them left out: "FR76 3000-4000". */
typedef struct account {
    char at[IBAN_MAX];
    uint32_t end[IBAN_MAX];
    uint32_t count;
} account;

static void read_account(cahier_text text, uint32_t at, uint32_t max, account *out)
{
    *out = (account){0};
    uint32_t i = at;
    while (i < text.len && out->count < max) {
        char c = text.at[i];
        if (is_alnum(c)) {
            out->at[out->count] = c;
            out->end[out->count++] = ++i;
        } else if ((c == ' ' || c == '-' || c == '.' || c == '_') && i + 1 < text.len && is_alnum(text.at[i + 1])) {
            i++;
        } else {
            return;
        }
    }
}

/* Length of an IBAN by country (registry of ISO 13616). */
static uint32_t iban_len(char first, char second)
{
    static const char table[] =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18"
            "FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20"
            "LU20LV21LY25MA28MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31"
            "SE24SI19SK24SM27SN28ST25SV28TL23TN24TR26UA29VA22VG24XK20";
    char a = (char)(first & ~0x20), b = (char)(second & ~0x20);
    for (size_t i = 0; i + 4 < sizeof table; i += 4) {
        if (table[i] == a && table[i + 1] == b) {
            return (uint32_t)(table[i + 2] - '0') * 10 + (uint32_t)(table[i + 3] - '0');
        }
    }
    return 0;
}

/* ISO 7064 MOD 97-10: the first four characters are read last, letters as two digits. */
static bool has_iban_key(const account *a)
{
    uint32_t rest = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        char c = a->at[(i + 4) % a->count];
        rest = is_letter(c) ? (rest * 100 + letter_value(c)) % 97 : (rest * 10 + (uint32_t)(c - '0')) % 97;
    }
    return rest == 1;
}

static uint32_t digit_count(const account *a)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        n += cahier_redact_is_digit(a->at[i]);
    }
    return n;
}

/* `at` is the first check digit: "FR|76 3000...". */
static redact_verdict find_iban(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t start = at >= 3 && text.at[at - 1] == ' ' ? at - 3 : at - 2; /* "FR 76" */
    if (at < 2 || start < scan->floor || !is_letter(text.at[start]) || !is_letter(text.at[start + 1]) ||
            cahier_redact_joins_before(text, start)) {
        return REDACT_NOTHING;
    }
    uint32_t len = iban_len(text.at[start], text.at[start + 1]);
    account a;
    read_account(text, start, len, &a);
    if (len == 0 || a.count < len || cahier_redact_joins_after(text, a.end[len - 1]) ||
            !cahier_redact_is_digit(a.at[3])) {
        return REDACT_NOTHING;
    }
    bool likely = digit_count(&a) + 2 == len && cahier_redact_cue_near(scan, start, REDACT_CUE_IBAN, 4);
    bool words = digit_count(&a) * 5 <
                 len * 3; /* "(plus) de 300 personnes en 43 ans": all national formats are mostly digits */
    if (words || (!has_iban_key(&a) && !likely)) { /* a typing error behind "mon IBAN :" is private all the same */
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_IBAN, start, a.end[len - 1]};
    return REDACT_FOUND;
}

/* French RIB: bank (5), branch (5), account (11, letters read A J = 1, B K S = 2 ...), key (2). */
static bool has_rib_key(const account *a)
{
    uint64_t part[4] = {0};
    static const uint32_t last[4] = {5, 10, 21, 23};
    for (uint32_t i = 0, p = 0; i < 23; i++) {
        p += i == last[p];
        uint32_t value = (uint32_t)(a->at[i] - '0');
        if (is_letter(a->at[i])) {
            uint32_t rank = letter_value(a->at[i]) - 10;
            value = rank < 18 ? rank % 9 + 1 : rank - 16;
        }
        part[p] = (part[p] * 10 + value) % 97;
    }
    return (89 * part[0] + 15 * part[1] + 3 * part[2] + part[3]) % 97 == 0;
}

static redact_verdict find_rib(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    account a;
    read_account(scan->text, at, 23, &a);
    if (a.count < 23 || cahier_redact_joins_after(scan->text, a.end[22]) ||
            cahier_redact_joins_before(scan->text, at)) {
        return REDACT_NOTHING;
    }
    for (uint32_t i = 0; i < 23; i++) {
        if (!cahier_redact_is_digit(a.at[i]) && (i < 10 || i >= 21)) {
            return REDACT_NOTHING;
        }
    }
    bool cue = cahier_redact_cue_near(scan, at, REDACT_CUE_IBAN, 6);
    if (!has_rib_key(&a) && !cue) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_IBAN, at, a.end[22]};
    return REDACT_FOUND;
}

/* --- number plate ---------------------------------------------------------------------------------------- */

/* SIV letters: no I, O, U, which read as digits. */
static bool is_plate_letter(char c)
{
    char upper = (char)(c & ~0x20);
    return is_letter(c) && upper != 'I' && upper != 'O' && upper != 'U';
}

static bool is_plate_mark(char c)
{
    return c == '-' || c == ' ' || c == '.' || c == '_';
}

/* Two letters at `at` that form a whole word but for digits beside them. */
static bool is_letter_pair(cahier_text text, uint32_t at)
{
    if (at + 2 > text.len || !is_plate_letter(text.at[at]) || !is_plate_letter(text.at[at + 1])) {
        return false;
    }
    return cahier_redact_is_upper(text.at[at]) == cahier_redact_is_upper(text.at[at + 1]);
}

/* "DE 100 EN", in capitals: two words of the language around a number, not a plate. */
static bool is_plain_pair(const redact_scan *scan, uint32_t at)
{
    return cahier_redact_facts(scan, at, at + 2).plain;
}

/* `at` is the first of the three digits: "AB-|123-CD". */
static redact_verdict find_siv(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t digits_end = at;
    while (digits_end < text.len && cahier_redact_is_digit(text.at[digits_end])) {
        digits_end++;
    }
    bool before = at >= 1 && is_plate_mark(text.at[at - 1]),
         after = digits_end < text.len && is_plate_mark(text.at[digits_end]);
    if (digits_end - at != 3 || at < 2u + before || cahier_redact_starts(text, at, "000")) {
        return REDACT_NOTHING;
    }
    uint32_t start = at - 2 - before, last = digits_end + after, end = last + 2;
    if (start < scan->floor || !is_letter_pair(text, start) || !is_letter_pair(text, last) ||
            cahier_redact_joins_after(text, end) || cahier_redact_joins_before(text, start)) {
        return REDACT_NOTHING;
    }
    bool hyphens = before && after && text.at[at - 1] == '-' && text.at[digits_end] == '-';
    bool capitals = cahier_redact_is_upper(text.at[start]) && cahier_redact_is_upper(text.at[last]);
    bool spaced = (before && text.at[at - 1] == ' ') || (after && text.at[digits_end] == ' ');
    bool sure =
            hyphens || (capitals && !spaced) || (capitals && !is_plain_pair(scan, start) && !is_plain_pair(scan, last));
    if (!sure && !cahier_redact_cue_near(scan, start, REDACT_CUE_PLATE, 5)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_PLATE, start, end};
    return REDACT_FOUND;
}

/* Plates before 2009: "1234 AB 75". The same shape as "17 ET 18": only after a cue, or in strict mode. */
static redact_verdict find_fni(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t i = at, letters, county;
    while (i < text.len && cahier_redact_is_digit(text.at[i])) {
        i++;
    }
    uint32_t digits = i - at;
    i += i < text.len && is_plate_mark(text.at[i]);
    for (letters = i; i < text.len && is_plate_letter(text.at[i]);) {
        i++;
    }
    letters = i - letters;
    bool plain = letters > 0 && cahier_redact_facts(scan, i - letters, i).plain;
    i += i < text.len && is_plate_mark(text.at[i]);
    for (county = i;
            i < text.len && (cahier_redact_is_digit(text.at[i]) || (i == county + 1 && is_letter(text.at[i])));) {
        i++;
    }
    county = i - county;
    bool shape = digits >= 1 && digits <= 4 && letters >= 1 && letters <= 3 && county >= 2 && county <= 3 &&
                 !cahier_redact_joins_after(text, i) && !cahier_redact_joins_before(text, at);
    bool cue = shape && cahier_redact_cue_near(scan, at, REDACT_CUE_PLATE, 5);
    bool strict = shape && scan->strict && !plain && letters >= 2 && digits >= 2;
    if (!cue && !strict) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_PLATE, at, i};
    return REDACT_FOUND;
}

/* --- file number ----------------------------------------------------------------------------------------- */

#define REFERENCE_DIGITS 4u /* "dossier n° 12" may be a plan or an agenda item */

static bool is_reference_byte(char c)
{
    return is_alnum(c) || c == '-' || c == '/' || c == '_';
}

/* "12 34 567 890 123", "D-2023/0456": bytes and digits from `start`; a space may only stand between two digits. */
static uint32_t reference_end(cahier_text text, uint32_t start, uint32_t *digits)
{
    uint32_t i = start;
    *digits = 0;
    while (i < text.len) {
        bool space = text.at[i] == ' ' && i > start && cahier_redact_is_digit(text.at[i - 1]) && i + 1 < text.len &&
                     cahier_redact_is_digit(text.at[i + 1]);
        if (!space && !is_reference_byte(text.at[i])) {
            break;
        }
        *digits += cahier_redact_is_digit(text.at[i]);
        i++;
    }
    while (i > start && !is_alnum(text.at[i - 1])) {
        i--;
    }
    return i;
}

static bool is_year(cahier_text text, uint32_t start, uint32_t end)
{
    return end - start == 4 && (cahier_redact_starts(text, start, "19") || cahier_redact_starts(text, start, "20"));
}

/* "revenu fiscal de référence de 18 907 euros", "dossier déposé le 2/2/2018". */
static bool is_amount_or_date(cahier_text text, uint32_t start, uint32_t end)
{
    static const char *const units[] = {"euro", "euros", "eur", "e", "francs", "ans", "habitants", "personnes", "k"};
    uint32_t unit = end + cahier_redact_starts(text, end, " ");
    if (cahier_redact_starts(text, unit, "\xE2\x82\xAC") || cahier_redact_starts(text, unit, "%")) {
        return true;
    }
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (cahier_redact_skip_plain(text, unit, units[k]) != 0) {
            return true;
        }
    }
    uint32_t marks = 0, others = 0;
    for (uint32_t i = start; i < end; i++) {
        marks += text.at[i] == '/' || text.at[i] == '-';
        others += text.at[i] != '/' && text.at[i] != '-' && !cahier_redact_is_digit(text.at[i]);
    }
    return marks == 2 && others == 0 && end - start <= 10;
}

/* "allocataire 1234567": no n° says so, so the number must stand beside the word and be too long for an amount. */
static bool is_number_of_member(const redact_scan *scan, uint32_t start, uint32_t digits)
{
    static const char *const members[] = {
            "allocataire", "adherent", "adherente", "assure", "assuree", "abonne", "abonnee"};
    uint32_t before = cahier_redact_previous(scan->text, start);
    uint32_t end = before < start && digits >= 6
                           ? cahier_redact_skip_any(scan->text, before, members, sizeof members / sizeof *members)
                           : 0;
    return end != 0 && end + 1 == start;
}

redact_verdict cahier_redact_reference(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t start = at, digits;
    while (start > scan->floor && is_reference_byte(text.at[start - 1])) {
        start--;
    }
    if (cahier_redact_joins_before(text, start)) {
        return REDACT_NOTHING;
    }
    uint32_t end = reference_end(text, start, &digits);
    if (digits < REFERENCE_DIGITS || end <= at || cahier_redact_joins_after(text, end) || is_year(text, start, end) ||
            is_amount_or_date(text, start, end) ||
            (!is_number_of_member(scan, start, digits) &&
                    !cahier_redact_cue_near(scan, start, REDACT_CUE_REFERENCE, 4))) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_REFERENCE, start, end};
    return REDACT_FOUND;
}

redact_verdict cahier_redact_code(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    assert(at < scan->text.len);
    redact_verdict (*const find[])(const redact_scan *, uint32_t, cahier_redaction *) = {
            find_iban, find_rib, find_siv, find_fni};
    redact_verdict verdict = REDACT_NOTHING;
    for (size_t k = 0; k < sizeof find / sizeof *find && verdict == REDACT_NOTHING; k++) {
        verdict = find[k](scan, at, hit);
    }
    return verdict;
}
