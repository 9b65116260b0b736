/* SPDX-License-Identifier: Apache-2.0 */
/* escape.c -- texts from citizens, made harmless for the reader they go to: JSON, HTML, a spreadsheet. */
#include <string.h>

#include "bytes.h"
#include "out.h"

/* Bytes that JSON escapes: controls, quote, backslash. DEL is allowed by RFC 8259. */
static bool is_json_special(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void put_json_special(cahier_out *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char unicode[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    switch (c) {
    case '"':
        cahier_put_bytes(out, "\\\"", 2);
        break;
    case '\\':
        cahier_put_bytes(out, "\\\\", 2);
        break;
    case '\n':
        cahier_put_bytes(out, "\\n", 2);
        break;
    case '\r':
        cahier_put_bytes(out, "\\r", 2);
        break;
    case '\t':
        cahier_put_bytes(out, "\\t", 2);
        break;
    default:
        cahier_put_bytes(out, unicode, sizeof unicode);
    }
}

static bool holds_json_special(uint64_t eight)
{
    return (cahier_bytes_within(eight, 0, 0x1f) | cahier_bytes_equal(eight, '"') | cahier_bytes_equal(eight, '\\')) !=
           0;
}

void cahier_put_json(cahier_out *out, cahier_text text)
{
    uint32_t from = 0;
    cahier_put_bytes(out, "\"", 1);
    for (uint32_t i = 0; i < text.len; i++) {
        while (text.len - i > 8 && !holds_json_special(cahier_load64(text.at + i))) {
            i += 8;
        }
        unsigned char c = (unsigned char)text.at[i];
        if (is_json_special(c)) {
            cahier_put_bytes(out, text.at + from, i - from);
            put_json_special(out, c);
            from = i + 1;
        }
    }
    if (text.len > 0) {
        cahier_put_bytes(out, text.at + from, text.len - from);
    }
    cahier_put_bytes(out, "\"", 1);
}

/* What replaces a byte in HTML, or NULL when it stays. Line ends and tabs stay; other controls have no place in a
 * page. */
static const char *html_entity(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? "" : NULL;
    }
}

void cahier_put_html(cahier_out *out, cahier_text text)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        const char *entity = html_entity((unsigned char)text.at[i]);
        if (entity != NULL) {
            cahier_put_bytes(out, text.at + from, i - from);
            cahier_put(out, entity);
            from = i + 1;
        }
    }
    if (text.len > 0) {
        cahier_put_bytes(out, text.at + from, text.len - from);
    }
}

/* Characters of several bytes that a spreadsheet, or a person's eye, skips before a formula. */
static const char *const blanks[] = {
        "\u00a0",
        "\u202f",
        "\u2007",
        "\u3000",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u200e",
        "\u200f",
        "\u00ab",
        "\u201c",
        "\u201d",
        "\u2018",
        "\u2019",
};
/* ＝ ＋ － ＠, and the minus sign: some spreadsheets fold full-width forms before they read a cell. */
static const char *const wide_openers[] = {"\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212"};

static uint32_t match_one(cahier_text text, uint32_t at, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(list[i]);
        if (text.len - at >= len && memcmp(text.at + at, list[i], len) == 0) {
            return (uint32_t)len;
        }
    }
    return 0;
}

static uint32_t blank_at(cahier_text text, uint32_t at)
{
    unsigned char c = (unsigned char)text.at[at];
    if (c <= ' ' || c == '"' || c == '\'' || c == '`' || c == 0x7f) {
        return 1;
    }
    return c < 0x80 ? 0 : match_one(text, at, blanks, sizeof blanks / sizeof *blanks);
}

bool cahier_starts_formula(cahier_text text)
{
    if (text.len > 0 && (text.at[0] == '\t' || text.at[0] == '\r' || text.at[0] == '\n')) {
        return true;
    }
    uint32_t at = 0, step;
    while (at < text.len && (step = blank_at(text, at)) > 0) {
        at += step;
    }
    if (at == text.len) {
        return false;
    }
    unsigned char c = (unsigned char)text.at[at];
    return c < 0x80 ? c == '=' || c == '+' || c == '-' || c == '@'
                    : match_one(text, at, wide_openers, sizeof wide_openers / sizeof *wide_openers) > 0;
}

static bool is_cell_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
}

static bool holds_cell_special(uint64_t eight)
{
    return (cahier_bytes_within(eight, 0, 0x1f) | cahier_bytes_equal(eight, '"') | cahier_bytes_equal(eight, 0x7f)) !=
           0;
}

/* The cell without its controls, quotes doubled. */
static void put_cell_body(cahier_out *out, cahier_text text)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        while (text.len - i > 8 && !holds_cell_special(cahier_load64(text.at + i))) {
            i += 8;
        }
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"') {
            cahier_put_bytes(out, text.at + from, i - from + 1);
            from = i; /* the quote is written again with the next run */
        } else if (is_cell_control(c)) {
            cahier_put_bytes(out, text.at + from, i - from);
            from = i + 1;
        }
    }
    if (text.len > 0) {
        cahier_put_bytes(out, text.at + from, text.len - from);
    }
}

static bool holds_separator(uint64_t eight)
{
    return (cahier_bytes_within(eight, 0, 0x1f) | cahier_bytes_equal(eight, '"') | cahier_bytes_equal(eight, ';') |
                   cahier_bytes_equal(eight, ',')) != 0;
}

static bool needs_quotes(cahier_text text)
{
    for (uint32_t i = 0; i < text.len; i++) {
        while (text.len - i > 8 && !holds_separator(cahier_load64(text.at + i))) {
            i += 8;
        }
        unsigned char c = (unsigned char)text.at[i];
        if (c == ';' || c == '"' || c == ',' || c < 0x20) {
            return true;
        }
    }
    /* spaces at an end are trimmed by some readers unless the cell is quoted */
    return text.len > 0 && (text.at[0] == ' ' || text.at[text.len - 1] == ' ');
}

void cahier_put_cell(cahier_out *out, cahier_text text)
{
    bool quoted = needs_quotes(text);
    if (quoted) {
        cahier_put_bytes(out, "\"", 1);
    }
    if (cahier_starts_formula(text)) {
        cahier_put_bytes(out, "'", 1);
    }
    put_cell_body(out, text);
    if (quoted) {
        cahier_put_bytes(out, "\"", 1);
    }
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0u) == 0x80u;
}

cahier_text cahier_shorten(cahier_text text, uint32_t max)
{
    if (text.len <= max) {
        return text;
    }
    uint32_t end = max;
    while (end > 0 && is_continuation(text.at[end])) {
        end--;
    }
    uint32_t word = end;
    while (word > 0 && text.at[word] != ' ' && text.at[word] != '\n') {
        word--;
    }
    /* a word of 600 letters, or a text without spaces, is cut inside */
    return (cahier_text){text.at, word >= max / 2 ? word : end};
}
