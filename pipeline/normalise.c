/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "bytes.h"

enum {                    /* what a scan found */
    FOUND_MAP = 1u << 0,  /* spaces, apostrophes or hyphens to unify */
    FOUND_SLOW = 1u << 1, /* something to remove, to repair, or that utf8proc must decide */
};

/* Character at *i of bytes that may be ill-formed; a maximal ill-formed subpart gives `CAHIER_NONE`. */
static uint32_t decode_checked(cahier_text text, uint32_t *i)
{
    const unsigned char *s = (const unsigned char *)text.at + *i;
    uint32_t room = text.len - *i, need;
    uint32_t low = 0x80, high = 0xBF, c;
    *i += 1;
    if (s[0] < 0x80) {
        return s[0];
    }
    if (s[0] < 0xC2 || s[0] > 0xF4) {
        return CAHIER_NONE;
    }
    need = s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
    c = s[0] & (0x3Fu >> need);
    low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    for (uint32_t k = 1; k <= need; k++) {
        if (k >= room || s[k] < low || s[k] > high) {
            return CAHIER_NONE;
        }
        c = c << 6 | (s[k] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
        *i += 1;
    }
    return c;
}

uint32_t cahier_utf8_valid(cahier_text bytes)
{
    for (uint32_t i = 0; i < bytes.len;) {
        uint32_t start = i;
        if (decode_checked(bytes, &i) == CAHIER_NONE) {
            return start;
        }
    }
    return bytes.len;
}

/* Starters that are NFC and do not change with what precedes them: all that ordinary French text holds. */
static bool is_stable(uint32_t c)
{
    if (c < 0x300) {
        return true;
    }
    if (c >= 0x2010 && c < 0x2C00) {
        return (c < 0x20D0 || c >= 0x2100) && c != 0x2126 && c != 0x212A && c != 0x212B && c != 0x2329 && c != 0x232A &&
               c != 0x2ADC;
    }
    return c == 0xFE0F || c == 0xFFFD || (c >= 0x1F000 && c < 0x20000);
}

static bool is_removed(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
        return c != '\n' && c != '\t' && c != '\r' && c != 0x85;
    }
    return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

/* What only the second pass changes. */
static bool is_mapped(uint32_t c)
{
    switch (c) {
    case '\t':
    case '\r':
    case '`':
    case 0x85:
    case 0xA0:
    case 0xB4:
    case 0x2BC:
    case 0x1680:
    case 0x2010:
    case 0x2011:
    case 0x2018:
    case 0x2019:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x2032:
    case 0x205F:
    case 0x2212:
    case 0x3000:
        return true;
    default:
        return c >= 0x2000 && c <= 0x200A;
    }
}

static uint32_t scan_beyond(cahier_text text, uint32_t *i)
{
    uint32_t c = decode_checked(text, i);
    if (c == CAHIER_NONE || is_removed(c) || (c >= 0xFB00 && c <= 0xFB06)) {
        return FOUND_SLOW;
    }
    return is_mapped(c) ? FOUND_MAP : is_stable(c) ? 0u : FOUND_SLOW;
}

/* What stood before the byte that a scan has come to. */
typedef struct scan_state {
    uint32_t i, found;
    unsigned char before, before_that;
} scan_state;

/* Passes over eight bytes when they are plain: visible ASCII, single spaces, and the letters of lead byte C3. */
static bool skip_plain(cahier_text text, scan_state *scan)
{
    if (text.len - scan->i < 8 || scan->before == '\n') {
        return false;
    }
    uint64_t x = cahier_load64(text.at + scan->i);
    uint64_t space = cahier_bytes_equal(x, ' '), lead = cahier_bytes_equal(x, 0xC3);
    uint64_t plain = cahier_bytes_within(x, 0x21, 0x7E) & ~cahier_bytes_equal(x, '`');
    uint64_t second = lead << 8, twice = space & (space << 8 | (scan->before == ' ' ? 0x80u : 0u));
    /* a lead in the last byte is left to the slow way, so that no state crosses the eight */
    bool paired = cahier_bytes_continuing(x) == second && lead >> 63 == 0;
    if ((plain | space | lead | second) != CAHIER_HIGH_BITS || twice != 0 || !paired) {
        return false;
    }
    scan->i += 8;
    scan->before_that = 'x';
    scan->before = space >> 63 != 0 ? ' ' : 'x';
    return true;
}

static void scan_byte(cahier_text text, scan_state *scan)
{
    const unsigned char *s = (const unsigned char *)text.at;
    unsigned char b = s[scan->i], before = scan->before;
    if (b > ' ' && b < 0x7F) {
        scan->found |= b == '`' ? FOUND_MAP : 0u;
        scan->i++;
    } else if (b == ' ' || b == '\n') {
        bool extra = before == ' ' || (before == '\n' && (b == ' ' || scan->before_that == '\n'));
        scan->found |= extra ? FOUND_MAP : 0u;
        scan->i++;
    } else if (b == 0xC3 && scan->i + 1 < text.len && (s[scan->i + 1] & 0xC0u) == 0x80) {
        scan->i += 2;
    } else {
        scan->found |= scan_beyond(text, &scan->i);
    }
    scan->before_that = before;
    scan->before = b;
}

/* What must be done to the text. */
static uint32_t scan(cahier_text text)
{
    scan_state state = {.before = '\n', .before_that = '\n'};
    while (state.i < text.len) {
        if (!skip_plain(text, &state)) {
            uint32_t stop = state.i + 8;
            while (state.i < text.len && state.i < stop) {
                scan_byte(text, &state);
            }
        }
    }
    bool open = state.before == ' ' || state.before == '\n';
    return open ? state.found | FOUND_MAP : state.found;
}

static uint32_t put_ligature(char *to, uint32_t c)
{
    static const char *const parts[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    const char *part = parts[c - 0xFB00];
    uint32_t len = (uint32_t)strlen(part);
    memcpy(to, part, len);
    return len;
}

/* True when the ZWJ between `before` and what stands at i ties two emoji: a family, a profession. */
static bool is_tie(uint32_t before, cahier_text raw, uint32_t i)
{
    if ((cahier_char_class(before) & (CAHIER_CHAR_EMOJI | CAHIER_CHAR_JOINER)) == 0 || i >= raw.len) {
        return false;
    }
    uint32_t next = decode_checked(raw, &i);
    return next != CAHIER_NONE && (cahier_char_class(next) & CAHIER_CHAR_EMOJI) != 0;
}

/* Well-formed text without what is invisible; `to` has room for 3 bytes a byte. */
static uint32_t clean(cahier_text raw, char *to, uint32_t *notes)
{
    uint32_t len = 0, before = 0;
    for (uint32_t i = 0; i < raw.len;) {
        uint32_t c = decode_checked(raw, &i);
        if (c == CAHIER_NONE) {
            *notes |= CAHIER_NOTE_ILL_FORMED;
            c = 0xFFFD;
        } else if (is_removed(c) && !(c == 0x200D && is_tie(before, raw, i))) {
            *notes |= c == 0xAD ? 0u : CAHIER_NOTE_CONTROL; /* a soft hyphen only says where a line may break */
            continue;
        }
        len += c >= 0xFB00 && c <= 0xFB06 ? put_ligature(to + len, c) : cahier_utf8_put(to + len, c);
        before = c;
    }
    return len;
}

/* Appends the NFC of one run at to + *len, by utf8proc; there is room for 3 bytes a byte. */
static cahier_status compose_run(cahier_arena *scratch, cahier_text run, char *to, uint32_t *len)
{
    const utf8proc_option_t nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    size_t mark = cahier_arena_mark(scratch);
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)run.at;
    utf8proc_ssize_t count = utf8proc_decompose(at, run.len, NULL, 0, nfc);
    assert(count >= 0);
    utf8proc_int32_t *character = CAHIER_NEW(scratch, utf8proc_int32_t, (size_t)count + 1);
    if (character == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    count = utf8proc_decompose(at, run.len, character, count, nfc);
    count = utf8proc_normalize_utf32(character, count, nfc);
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        *len += cahier_utf8_put(to + *len, (uint32_t)character[i]);
    }
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

/* NFC of well-formed text: only runs that are not stable, with the character before them, go to utf8proc. */
static cahier_status compose(cahier_arena *scratch, cahier_text text, char *to, uint32_t *out_len)
{
    uint32_t len = 0, before = 0;
    for (uint32_t i = 0; i < text.len;) {
        uint32_t start = i;
        uint32_t c = cahier_utf8_next(text.at, &i);
        if (is_stable(c)) {
            before = i - start;
            memcpy(to + len, text.at + start, before);
            len += before;
            continue;
        }
        uint32_t end = i;
        while (i < text.len && !is_stable(cahier_utf8_next(text.at, &i))) {
            end = i;
        }
        i = end;
        len -= before;
        CAHIER_TRY(compose_run(scratch, cahier_slice(text, start - before, end), to, &len));
        before = 0;
    }
    *out_len = len;
    return CAHIER_OK;
}

static bool is_letter_at(cahier_text text, uint32_t i)
{
    return i < text.len && (cahier_char_class(cahier_utf8_next(text.at, &i)) & CAHIER_CHAR_LETTER) != 0;
}

/* The plain character that stands for c, or c. */
static uint32_t unify(uint32_t c, uint32_t before, cahier_text text, uint32_t next)
{
    switch (c) {
    case 0x2019:
    case 0x2BC:
        return '\'';
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2032: /* « l`eau »; but `eau` is quoted */
        return (cahier_char_class(before) & CAHIER_CHAR_LETTER) != 0 && is_letter_at(text, next) ? '\'' : c;
    case 0x2010:
    case 0x2011:
    case 0x2212:
        return '-';
    case '\r':
    case 0x85:
    case 0x2028:
    case 0x2029:
        return '\n';
    default:
        return (cahier_char_class(c) & CAHIER_CHAR_SPACE) != 0 && c != '\n' ? ' ' : c;
    }
}

typedef struct writer {
    char *to;
    uint32_t len;
    uint32_t newlines; /* waiting: written only before something visible */
    bool space;        /* waiting */
} writer;

/* Writes the space or line ends that wait: something visible follows. */
static void write_gap(writer *w)
{
    if (w->len > 0 && w->newlines > 0) {
        w->to[w->len++] = '\n';
        if (w->newlines > 1) {
            w->to[w->len++] = '\n';
        }
    } else if (w->len > 0 && w->space) {
        w->to[w->len++] = ' ';
    }
    w->newlines = 0;
    w->space = false;
}

static bool is_plain(unsigned char b)
{
    return b > ' ' && b < 0x7F && b != '`';
}

static uint32_t map(cahier_text text, char *to)
{
    writer w = {.to = to};
    uint32_t before = 0;
    for (uint32_t i = 0; i < text.len;) {
        unsigned char b = (unsigned char)text.at[i];
        if (is_plain(b)) {
            write_gap(&w);
            while (i < text.len && is_plain((unsigned char)text.at[i])) {
                w.to[w.len++] = text.at[i++];
            }
            before = (unsigned char)text.at[i - 1];
            continue;
        }
        uint32_t c = cahier_utf8_next(text.at, &i);
        if (c == '\r' && i < text.len && text.at[i] == '\n') {
            continue;
        }
        c = c >= 0xC0 && c < 0x2BC ? c : unify(c, before, text, i);
        before = c;
        if (c == ' ') {
            w.space = true;
        } else if (c == '\n') {
            w.newlines++;
        } else {
            write_gap(&w);
            w.len += cahier_utf8_put(w.to + w.len, c);
        }
    }
    return w.len;
}

/* « d?chets », « l'?cole »: an export replaced letters it could not write. Addresses of the web hold such marks too. */
static bool has_lost_letters(cahier_text text)
{
    const char *end = text.at + text.len;
    for (const char *at = text.at; (at = memchr(at, '?', (size_t)(end - at))) != NULL; at++) {
        uint32_t i = (uint32_t)(at - text.at);
        uint32_t start = i, next = i + 1;
        if (i == 0 || next >= text.len) {
            continue;
        }
        uint32_t before = cahier_utf8_previous(text.at, &start);
        uint32_t after = cahier_char_class(cahier_utf8_next(text.at, &next));
        bool inside = (cahier_char_class(before) & CAHIER_CHAR_LETTER) != 0 || before == '\'';
        if (!inside || (after & CAHIER_CHAR_LETTER) == 0 || (after & CAHIER_CHAR_UPPER) != 0) {
            continue;
        }
        while (start > 0 && (unsigned char)text.at[start] > ' ' && text.at[start] != '/') {
            start--;
        }
        if (text.at[start] != '/') {
            return true;
        }
    }
    return false;
}

static cahier_status clean_and_compose(cahier_arena *scratch, cahier_text *text, uint32_t *notes)
{
    char *cleaned = CAHIER_NEW(scratch, char, (size_t)text->len * 3);
    if (cleaned == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = clean(*text, cleaned, notes);
    char *composed = CAHIER_NEW(scratch, char, (size_t)len * 3 + 1);
    if (composed == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t composed_len = 0;
    CAHIER_TRY(compose(scratch, (cahier_text){cleaned, len}, composed, &composed_len));
    *text = (cahier_text){composed, composed_len};
    return CAHIER_OK;
}

/* Cuts what is over the limit; the cut leaves no space behind. */
static cahier_text limit(cahier_text text, uint32_t *notes)
{
    if (text.len > CAHIER_TEXT_MAX) {
        *notes |= CAHIER_NOTE_TRUNCATED;
        text.len = cahier_utf8_cut(text, CAHIER_TEXT_MAX);
    }
    return text;
}

static cahier_text trim_end(cahier_text text)
{
    while (text.len > 0 && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\n')) {
        text.len--;
    }
    return text;
}

cahier_status cahier_normalise(
        cahier_arena *batch, cahier_arena *scratch, cahier_text raw, cahier_text *out, uint32_t *notes)
{
    uint32_t noted = 0;
    size_t mark = cahier_arena_mark(scratch);
    cahier_text text = limit(raw, &noted);
    uint32_t found = scan(text);
    if ((found & FOUND_SLOW) != 0) {
        CAHIER_TRY(clean_and_compose(scratch, &text, &noted));
    }
    if (found != 0) {
        char *to = CAHIER_NEW(batch, char, text.len);
        if (to == NULL) {
            cahier_arena_reset(scratch, mark);
            return CAHIER_ERROR_NOMEM;
        }
        text = trim_end(limit((cahier_text){to, map(text, to)}, &noted));
    }
    cahier_arena_reset(scratch, mark);
    if (text.len > 0 && has_lost_letters(text)) {
        noted |= CAHIER_NOTE_LOST_LETTERS;
    }
    *out = text;
    *notes |= noted;
    return CAHIER_OK;
}
