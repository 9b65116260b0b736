/* SPDX-License-Identifier: Apache-2.0 */
#include "say.h"

#include <assert.h>
#include <string.h>

#include "french.h"

#define THIN "\u202f" /* narrow no-break space */
#define NO_BREAK "\u00a0"
#define QUOTE_OPEN "\u00ab"
#define QUOTE_CLOSE "\u00bb"
#define APOSTROPHE "\u2019"

int32_t cahier_share_milli(uint64_t part, uint64_t total)
{
    assert(part <= total);
    if (part == 0) {
        return 0;
    }
    if (part == total) {
        return 1000;
    }
    uint64_t milli = (part * 1000 + total / 2) / total;
    return milli < 1 ? 1 : milli > 999 ? 999 : (int32_t)milli;
}

static void say_count(cahier_out *out, int64_t n)
{
    assert(n >= 0);
    if (n >= 1000) {
        say_count(out, n / 1000);
        cahier_put(out, THIN);
        char three[3] = {(char)('0' + n / 100 % 10), (char)('0' + n / 10 % 10), (char)('0' + n % 10)};
        cahier_put_bytes(out, three, 3);
        return;
    }
    cahier_put_uint(out, (uint64_t)n);
}

/* From 10 % on, a decimal says more than the data does; but 99,6 % is not 100 %. */
static void say_share(cahier_out *out, int64_t milli)
{
    if (milli >= 100 && milli < 995) {
        milli = (milli + 5) / 10 * 10;
    }
    cahier_put_uint(out, (uint64_t)(milli / 10));
    if (milli % 10 != 0) {
        char decimal[2] = {',', (char)('0' + milli % 10)};
        cahier_put_bytes(out, decimal, 2);
    }
    cahier_put(out, THIN "%");
}

static void say_day(cahier_out *out, int32_t date)
{
    int32_t day = date % 100;
    cahier_put_uint(out, (uint64_t)day);
    cahier_put(out, day == 1 ? "er" : "");
}

static void say_month(cahier_out *out, int32_t month)
{
    cahier_put(out, cahier_french_month[(month - 1) % 12]);
}

static void say_date(cahier_out *out, int32_t date)
{
    say_day(out, date);
    cahier_put(out, NO_BREAK);
    say_month(out, date / 100 % 100);
    cahier_put(out, " ");
    cahier_put_uint(out, (uint64_t)(date / 10000));
}

void cahier_say_dates(cahier_out *out, int32_t first, int32_t last)
{
    bool same_year = first / 10000 == last / 10000, same_month = first / 100 == last / 100;
    if (first == last) {
        cahier_put(out, "le ");
        say_date(out, first);
        return;
    }
    cahier_put(out, "du ");
    if (!same_year) {
        say_date(out, first);
    } else {
        say_day(out, first);
    }
    if (same_year && !same_month) {
        cahier_put(out, NO_BREAK);
        say_month(out, first / 100 % 100);
    }
    cahier_put(out, " au ");
    say_date(out, last);
}

static void say_text(cahier_out *out, cahier_dress dress, cahier_text text)
{
    if (dress == CAHIER_PLAIN) {
        cahier_put_text(out, text);
        return;
    }
    cahier_put(out, "<bdi>");
    cahier_put_html(out, text);
    cahier_put(out, "</bdi>");
}

typedef struct speech {
    cahier_out *out;
    cahier_dress dress;
    const cahier_arg *args;
    size_t count;
} speech;

static void say_span(const speech *s, const char *at, const char *end);

void cahier_say_arg(cahier_out *out, cahier_dress dress, cahier_arg arg)
{
    switch (arg.kind) {
    case CAHIER_ARG_COUNT:
        say_count(out, arg.n);
        break;
    case CAHIER_ARG_SHARE:
        say_share(out, arg.n);
        break;
    case CAHIER_ARG_DECIMAL:
        cahier_put_milli(out, arg.n, ',');
        break;
    case CAHIER_ARG_DATE:
        say_date(out, (int32_t)arg.n);
        break;
    case CAHIER_ARG_MONTH:
        say_month(out, (int32_t)arg.n % 100);
        cahier_put(out, " ");
        cahier_put_uint(out, (uint64_t)(arg.n / 100));
        break;
    case CAHIER_ARG_TEXT:
        say_text(out, dress, arg.text);
        break;
    case CAHIER_ARG_WORDS:
        cahier_say_list(out, dress, arg.text.at, NULL, 0);
        break;
    }
}

/* The brace that closes the slot whose inside starts at `at`: slots nest, « {0|Le texte|Les {0} textes} ». */
static const char *slot_end(const char *at)
{
    for (unsigned depth = 1;; at++) {
        assert(*at != '\0');
        depth += *at == '{' ? 1u : 0u;
        depth -= *at == '}' ? 1u : 0u;
        if (depth == 0) {
            return at;
        }
    }
}

static const char *alternative_end(const char *at, const char *end)
{
    unsigned depth = 0;
    for (; at < end && (*at != '|' || depth > 0); at++) {
        depth += *at == '{' ? 1u : 0u;
        depth -= *at == '}' ? 1u : 0u;
    }
    return at;
}

/* Says the slot whose inside starts at `at`; returns what follows its closing brace. */
static const char *say_slot(const speech *s, const char *at)
{
    size_t i = (size_t)(*at++ - '0');
    assert(i < s->count);
    const char *end = slot_end(at);
    if (*at == '|') {
        const char *one_end = alternative_end(at + 1, end);
        bool one = s->args[i].n < 2;
        assert(*one_end == '|');
        say_span(s, one ? at + 1 : one_end + 1, one ? one_end : end);
        return end + 1;
    }
    cahier_say_arg(s->out, s->dress, s->args[i]);
    if (s->args[i].kind == CAHIER_ARG_COUNT && end[1] == ' ') { /* « 68 personnes » stays on one line */
        cahier_put(s->out, NO_BREAK);
        return end + 2;
    }
    return end + 1;
}

/* The space at `at`, made unbreakable where French wants it. Returns how many bytes of the sentence it stands for. */
static size_t say_space(cahier_out *out, const char *at)
{
    char next = at[1];
    bool thin = next == ';' || next == '!' || next == '?' || next == '%' ||
                strncmp(at + 1, QUOTE_CLOSE, strlen(QUOTE_CLOSE)) == 0;
    cahier_put(out, thin ? THIN : next == ':' ? NO_BREAK : " ");
    return 1;
}

static size_t say_character(cahier_out *out, const char *at)
{
    size_t open = strlen(QUOTE_OPEN);
    if (*at == ' ') {
        return say_space(out, at);
    }
    if (*at == '\'') {
        cahier_put(out, APOSTROPHE);
        return 1;
    }
    if (strncmp(at, "n° ", strlen("n° ")) == 0) {
        cahier_put(out, "n°" NO_BREAK);
        return strlen("n° ");
    }
    if (strncmp(at, QUOTE_OPEN, open) == 0 && at[open] == ' ') {
        cahier_put(out, QUOTE_OPEN THIN);
        return open + 1;
    }
    cahier_put_bytes(out, at, 1);
    return 1;
}

/* Typography stops inside a tag: <a href="#x: y"> is not French. */
static size_t say_tag(cahier_out *out, const char *at)
{
    const char *end = strchr(at, '>');
    assert(end != NULL);
    size_t len = (size_t)(end - at) + 1;
    cahier_put_bytes(out, at, len);
    return len;
}

static void say_span(const speech *s, const char *at, const char *end)
{
    while (at < end) {
        if (*at == '{') {
            at = say_slot(s, at + 1);
        } else if (*at == '<' && s->dress == CAHIER_HTML) {
            at += say_tag(s->out, at);
        } else {
            at += say_character(s->out, at);
        }
    }
}

void cahier_say_list(cahier_out *out, cahier_dress dress, const char *sentence, const cahier_arg *args, size_t count)
{
    say_span(&(speech){out, dress, args, count}, sentence, sentence + strlen(sentence));
}

/* Capitals of the letters French uses: ASCII, à-þ (U+00E0..U+00FE less ÷), œ. `letter` and `other` are UTF-8. */
static uint32_t change_case(cahier_text label, bool upper, char letter[2])
{
    unsigned char a = (unsigned char)label.at[0], b = label.len > 1 ? (unsigned char)label.at[1] : 0;
    if (a < 0x80) {
        bool change = upper ? a >= 'a' && a <= 'z' : a >= 'A' && a <= 'Z';
        letter[0] = (char)(change ? a ^ 0x20 : a);
        return 1;
    }
    letter[0] = (char)a;
    letter[1] = (char)b;
    if (a == 0xc3 && b != 0xb7 && b != 0x97 && b != 0x9f && b != 0xbf && (b >= 0xa0) == upper) {
        letter[1] = (char)(b ^ 0x20);
    } else if (a == 0xc5 && b == (upper ? 0x93 : 0x92)) {
        letter[1] = (char)(b ^ 1);
    }
    return a == 0xc3 || a == 0xc5 ? 2 : 0;
}

static void say_cased(cahier_out *out, cahier_dress dress, cahier_text label, bool upper)
{
    char letter[2];
    uint32_t len = label.len > 0 ? change_case(label, upper, letter) : 0;
    cahier_put(out, dress == CAHIER_HTML ? "<bdi>" : "");
    if (dress == CAHIER_HTML) {
        cahier_put_html(out, (cahier_text){letter, len});
        cahier_put_html(out, cahier_slice(label, len, label.len));
        cahier_put(out, "</bdi>");
        return;
    }
    cahier_put_bytes(out, letter, len);
    cahier_put_text(out, cahier_slice(label, len, label.len));
}

void cahier_say_label(cahier_out *out, cahier_dress dress, cahier_text label)
{
    say_cased(out, dress, label, true);
}

static bool is_capital(cahier_text label, uint32_t at)
{
    return at < label.len && label.at[at] >= 'A' && label.at[at] <= 'Z';
}

void cahier_say_label_inside(cahier_out *out, cahier_dress dress, cahier_text label)
{
    if (is_capital(label, 1)) { /* « PLU », « SNCF » keep their capitals */
        say_text(out, dress, label);
        return;
    }
    say_cased(out, dress, label, false);
}

static bool starts_with_one_of(cahier_text label, const char *const *list)
{
    char lower[2];
    uint32_t first = label.len > 0 ? change_case(label, false, lower) : 0;
    for (; *list != NULL; list++) {
        size_t len = strlen(*list);
        if (first > 0 && label.len >= len && memcmp(*list, lower, first) == 0 &&
                memcmp(*list + first, label.at + first, len - first) == 0) {
            return true;
        }
    }
    return false;
}

bool cahier_is_elided(cahier_text label)
{
    return starts_with_one_of(label, cahier_french_vowels) && !starts_with_one_of(label, cahier_french_aspirated);
}
