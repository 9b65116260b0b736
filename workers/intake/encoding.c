/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* iconv */
#include "encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "charset.h"
#include "source.h"

#define SAMPLE (1u << 18)       /* bytes of the lines that are not UTF-8 which choose the set */
#define SNIFF (1u << 16)        /* bytes that show UTF-16 without a mark */
#define UCHARDET_MAX (1u << 20) /* uchardet makes up its mind long before */

static cahier_arena *arena_of(cahier_reading *reading, const char *at)
{
    const char *base = (const char *)reading->scratch->base;
    return at >= base && at < base + reading->scratch->budget ? reading->scratch : reading->batch;
}

/* --- whole files through iconv --------------------------------------------------------------------------------------- */

typedef struct conversion {
    iconv_t converter;
    char *in, *out, *out_end;
    size_t in_left;
    size_t unit; /* bytes to skip when one character cannot be read */
} conversion;

/* What cannot be read becomes U+FFFD, one per unit, and the reading goes on. */
static void skip_unreadable(conversion *c)
{
    size_t skipped = c->in_left < c->unit ? c->in_left : c->unit;
    c->in += skipped;
    c->in_left -= skipped;
    memcpy(c->out, "\xEF\xBF\xBD", 3);
    c->out += 3;
    (void)iconv(c->converter, NULL, NULL, NULL, NULL);
}

/* A character of at most 4 bytes comes out of each byte that goes in: no room can be missing. */
static void convert_all(conversion *c)
{
    while (c->in_left > 0) {
        size_t room = (size_t)(c->out_end - c->out);
        size_t done = iconv(c->converter, &c->in, &c->in_left, &c->out, &room);
        if (done == (size_t)-1) {
            skip_unreadable(c);
        }
    }
    size_t room = (size_t)(c->out_end - c->out);
    (void)iconv(c->converter, NULL, NULL, &c->out, &room);
}

static cahier_status convert(cahier_reading *reading, cahier_source *source, const char *name, size_t skip)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_ENCODING, name, NULL);
    }
    cahier_arena *arena = arena_of(reading, source->at);
    size_t len = source->len - skip, room = len * 4 + 16;
    char *at = CAHIER_NEW(arena, char, room);
    if (at == NULL) {
        (void)iconv_close(converter);
        return CAHIER_ERROR_NOMEM;
    }
    conversion c = {.converter = converter,
            .in = source->at + skip,
            .in_left = len,
            .out = at,
            .out_end = at + room,
            .unit = strncmp(name, "UTF-32", 6) == 0   ? 4
                    : strncmp(name, "UTF-16", 6) == 0 ? 2
                                                      : 1};
    convert_all(&c);
    (void)iconv_close(converter);
    source->at = at;
    source->len = (size_t)(c.out - at);
    source->at[source->len] = '\0';
    cahier_source_shrink(arena, at, source->len + 1);
    return CAHIER_OK;
}

/* --- one-byte sets ---------------------------------------------------------------------------------------------------- */

static bool among(uint32_t code_point, const uint32_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (set[i] == code_point) {
            return true;
        }
    }
    return false;
}

static bool is_french_small(uint32_t c)
{
    static const uint32_t small[] = {
            0xE9, 0xE8, 0xE0, 0xE7, 0xEA, 0xF9, 0xEE, 0xF4, 0xFB, 0xE2, 0xEB, 0xEF, 0xFC, 0x153};
    return among(c, small, sizeof small / sizeof small[0]);
}

static bool is_french_capital(uint32_t c)
{
    static const uint32_t capital[] = {0xC9, 0xC8, 0xC0, 0xC7, 0xCA, 0xD9, 0xCE, 0xD4, 0xDB, 0xC2, 0xCB, 0xCF, 0x152};
    return among(c, capital, sizeof capital / sizeof capital[0]);
}

static bool is_french_mark(uint32_t c)
{
    static const uint32_t mark[] = {
            0x2019, 0x2018, 0xAB, 0xBB, 0x201C, 0x201D, 0x2013, 0x2014, 0x2026, 0x2022, 0xB0, 0x20AC, 0xA0, 0xB2, 0xA7};
    return among(c, mark, sizeof mark / sizeof mark[0]);
}

static bool is_ascii_letter(unsigned char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* How much this character, between these two bytes, looks like French. */
static int rate(uint32_t c, unsigned char before, unsigned char after)
{
    bool small_before = before >= 'a' && before <= 'z', small_after = after >= 'a' && after <= 'z';
    bool inside = is_ascii_letter(before) || is_ascii_letter(after);
    if (is_french_small(c)) {
        /* « à » stands alone; « é » between capitals is a wrong reading of « É » */
        return inside || c == 0xE0 ? 3 : 1;
    }
    if (is_french_capital(c)) {
        return small_before ? -3 : inside && !small_after ? 2 : 1;
    }
    if (is_french_mark(c)) {
        /* « l’eau »; a closing quote mark inside a word is something else misread */
        return c == 0x2019 && inside ? 2 : small_before && small_after ? -2 : 1;
    }
    return c < 0xA0 ? -6 : -2;
}

typedef struct sample {
    int64_t score[CAHIER_CHARSET_COUNT];
    uint64_t bytes;      /* high bytes seen */
    bool c1;             /* one of 0x80-0x9F among them */
    uint64_t wide_lines; /* lines that are UTF-8 and not ASCII */
    uint64_t odd_lines;  /* lines that are not UTF-8 */
} sample;

static void rate_line(const cahier_charsets *sets, const char *at, size_t len, sample *s)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)at[i];
        if (byte < 0x80) {
            continue;
        }
        unsigned char before = i == 0 ? ' ' : (unsigned char)at[i - 1];
        unsigned char after = i + 1 == len ? ' ' : (unsigned char)at[i + 1];
        for (int c = 0; c < CAHIER_CHARSET_COUNT; c++) {
            s->score[c] += rate(sets->upper[c][byte - 0x80], before, after);
        }
        s->bytes++;
        s->c1 = s->c1 || byte < 0xA0;
    }
}

/* End of the line that starts at `i`, its break included. */
static size_t line_end(const char *at, size_t len, size_t i)
{
    while (i < len && at[i] != '\n' && at[i] != '\r') {
        i++;
    }
    return i < len ? i + 1 : len;
}

static bool is_ascii_only(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)at[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static sample look_at_lines(const cahier_charsets *sets, const char *at, size_t len)
{
    sample s = {0};
    size_t rated = 0;
    for (size_t i = 0; i < len;) {
        size_t end = line_end(at, len, i);
        if (cahier_utf8_check(at + i, end - i) < end - i) {
            s.odd_lines++;
            if (rated < SAMPLE) {
                size_t part = end - i < SAMPLE ? end - i : SAMPLE;
                rate_line(sets, at + i, part, &s);
                rated += part;
            }
        } else if (!is_ascii_only(at + i, end - i)) {
            s.wide_lines++;
        }
        i = end;
    }
    return s;
}

static cahier_charset best_set(const sample *s)
{
    cahier_charset best = CAHIER_WINDOWS_1252;
    for (int c = 1; c < CAHIER_CHARSET_COUNT; c++) {
        if (s->score[c] > s->score[best]) {
            best = (cahier_charset)c;
        }
    }
    return best;
}

/* Bytes of a UTF-8 character that was cut: its first byte, and what follows it of its continuation. « caf\xC3 » cut by a
 * database column must not become « cafÃ ». 0 when a one-byte set explains it better. */
static size_t cut_character(const char *at, size_t len)
{
    unsigned char first = (unsigned char)at[0];
    if (first >= 0x80 && first < 0xC2) {
        return 0;
    }
    size_t i = 1;
    while (i < len && i < 3 && ((unsigned char)at[i] & 0xC0) == 0x80) {
        i++;
    }
    bool lead_of_two = first == 0xC2 || first == 0xC3; /* Â and Ã: not French inside a word */
    return i > 1 || (lead_of_two && (len == 1 || !is_ascii_letter((unsigned char)at[1]))) ? i : 0;
}

/* One line that is not UTF-8. `mixed`: parts of the file are UTF-8, so well-formed characters of this line are too. */
static size_t read_line(const uint32_t upper[128], const char *at, size_t len, bool mixed, char *out, bool *ill_formed)
{
    size_t used = 0;
    for (size_t i = 0; i < len;) {
        unsigned char byte = (unsigned char)at[i];
        uint32_t code_point;
        size_t whole = mixed || byte < 0x80 ? cahier_utf8_decode(at + i, len - i, &code_point) : 0;
        size_t cut = whole == 0 && mixed ? cut_character(at + i, len - i) : 0;
        if (whole + cut > 0) {
            memcpy(out + used, at + i, whole + cut);
            used += whole + cut;
            i += whole + cut;
            *ill_formed = *ill_formed || cut > 0;
            continue;
        }
        used += cahier_utf8_encode(upper[byte - 0x80], out + used);
        i++;
    }
    return used;
}

static cahier_status read_lines(cahier_reading *reading, cahier_source *source, cahier_charset set, bool mixed)
{
    cahier_arena *arena = arena_of(reading, source->at);
    char *out = CAHIER_NEW(arena, char, source->len * 3 + 1);
    if (out == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t used = 0;
    for (size_t i = 0; i < source->len;) {
        size_t end = line_end(source->at, source->len, i);
        if (cahier_utf8_check(source->at + i, end - i) == end - i) {
            memcpy(out + used, source->at + i, end - i);
            used += end - i;
        } else {
            used += read_line(
                    reading->charsets->upper[set], source->at + i, end - i, mixed, out + used, &source->ill_formed);
        }
        i = end;
    }
    out[used] = '\0';
    source->at = out;
    source->len = used;
    cahier_source_shrink(arena, out, used + 1);
    return CAHIER_OK;
}

/* --- detection -------------------------------------------------------------------------------------------------------- */

/* French in UTF-16 has a zero in most pairs, always on the same side. */
static const char *wide_name(const char *at, size_t len)
{
    size_t nul[2] = {0, 0}, seen = len < SNIFF ? len : SNIFF;
    for (size_t i = 0; i < seen; i++) {
        nul[i & 1] += at[i] == 0;
    }
    if (nul[1] * 10 > seen * 3 && nul[0] * 10 < nul[1]) {
        return "UTF-16LE";
    }
    return nul[0] * 10 > seen * 3 && nul[1] * 10 < nul[0] ? "UTF-16BE" : NULL;
}

/* Shown names must outlive uchardet's answer: known ones are constants. */
static const char *ask_uchardet(const char *at, size_t len)
{
    static const char *const known[] = {"ISO-8859-2", "WINDOWS-1250", "WINDOWS-1251", "ISO-8859-5", "KOI8-R",
            "WINDOWS-1253", "ISO-8859-7", "WINDOWS-1254", "ISO-8859-9", "WINDOWS-1255", "WINDOWS-1256", "ISO-8859-6",
            "SHIFT_JIS", "EUC-JP", "GB18030", "BIG5", "EUC-KR", "WINDOWS-1258"};
    uchardet_t detector = uchardet_new();
    const char *found = NULL;
    if (uchardet_handle_data(detector, at, len < UCHARDET_MAX ? len : UCHARDET_MAX) == 0) {
        uchardet_data_end(detector);
        const char *name = uchardet_get_charset(detector);
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            if (strcmp(name, known[i]) == 0) {
                found = known[i];
            }
        }
    }
    uchardet_delete(detector);
    return found;
}

static const char *shown_name(cahier_charset set, const sample *s)
{
    static const char *const mixed[CAHIER_CHARSET_COUNT] = {
            "UTF-8 + Windows-1252", "UTF-8 + Latin-9", "UTF-8 + Mac Roman", "UTF-8 + MS-DOS (CP850)"};
    if (s->wide_lines > 0) {
        return mixed[set];
    }
    return set == CAHIER_WINDOWS_1252 && !s->c1 ? "Latin-1" : cahier_charset_name(set);
}

static cahier_status read_one_byte(cahier_reading *reading, cahier_source *source, const char **shown)
{
    sample s = look_at_lines(reading->charsets, source->at, source->len);
    cahier_charset set = best_set(&s);
    if (s.wide_lines == 0 && s.score[set] < (int64_t)(s.bytes / 2)) {
        const char *name = ask_uchardet(source->at, source->len);
        if (name != NULL) {
            *shown = name;
            return convert(reading, source, name, 0);
        }
    }
    *shown = shown_name(set, &s);
    CAHIER_TRY(read_lines(reading, source, set, s.wide_lines > 0));
    if (source->ill_formed && s.odd_lines * 50 < s.wide_lines) {
        *shown = "UTF-8";
    }
    return CAHIER_OK;
}

static const struct {
    const char *mark;
    size_t len;
    const char *name, *shown;
} marks[] = {
        {"\xFF\xFE\0\0", 4, "UTF-32LE", "UTF-32"},
        {"\xFF\xFE", 2, "UTF-16LE", "UTF-16"},
        {"\xFE\xFF", 2, "UTF-16BE", "UTF-16"},
};

cahier_status cahier_encoding_decode(cahier_reading *reading, cahier_source *source, const char **shown)
{
    bool marked = source->len >= 3 && memcmp(source->at, "\xEF\xBB\xBF", 3) == 0;
    if (marked) {
        source->at += 3;
        source->len -= 3;
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (source->len >= marks[i].len && memcmp(source->at, marks[i].mark, marks[i].len) == 0) {
            *shown = marks[i].shown;
            return convert(reading, source, marks[i].name, marks[i].len);
        }
    }
    if (reading->options->encoding != NULL) {
        *shown = reading->options->encoding;
        return convert(reading, source, reading->options->encoding, 0);
    }
    const char *wide = wide_name(source->at, source->len);
    if (wide != NULL) {
        *shown = "UTF-16";
        return convert(reading, source, wide, 0);
    }
    *shown = marked ? "UTF-8 (BOM)" : "UTF-8";
    if (cahier_utf8_check(source->at, source->len) == source->len) {
        return CAHIER_OK;
    }
    return read_one_byte(reading, source, shown);
}
