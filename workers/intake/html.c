/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <string.h>

#include "charset.h"

/* clang-format off */
static const char *const blocks[] = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "hr", "pre", "section", "article", "header", "footer", "dl", "dt", "dd", "figure", "figcaption", NULL};
static const char *const inlines[] = {"span", "strong", "b", "em", "i", "u", "a", "img", "font", "s", "strike", "del", "ins",
    "sub", "sup", "small", "big", "code", "td", "th", "tbody", "thead", "center", "iframe", "video", "audio", "source",
    "html", "body", "head", "meta", "link", "title", "label", "input", "form", "button", "mark", "o:p", "col", "colgroup",
    "abbr", "cite", "q", "svg", "path", "main", "nav", "aside", "wbr", NULL};
static const char *const swallowed[] = {"script", "style", NULL};

static const struct {
    const char *name;
    uint32_t code_point;
} entities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}, {"iexcl", 0xA1}, {"cent", 0xA2},
    {"pound", 0xA3}, {"curren", 0xA4}, {"yen", 0xA5}, {"brvbar", 0xA6}, {"sect", 0xA7}, {"uml", 0xA8}, {"copy", 0xA9},
    {"ordf", 0xAA}, {"laquo", 0xAB}, {"not", 0xAC}, {"shy", 0xAD}, {"reg", 0xAE}, {"macr", 0xAF}, {"deg", 0xB0},
    {"plusmn", 0xB1}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"acute", 0xB4}, {"micro", 0xB5}, {"para", 0xB6}, {"middot", 0xB7},
    {"cedil", 0xB8}, {"sup1", 0xB9}, {"ordm", 0xBA}, {"raquo", 0xBB}, {"frac14", 0xBC}, {"frac12", 0xBD},
    {"frac34", 0xBE}, {"iquest", 0xBF}, {"Agrave", 0xC0}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Atilde", 0xC3},
    {"Auml", 0xC4}, {"Aring", 0xC5}, {"AElig", 0xC6}, {"Ccedil", 0xC7}, {"Egrave", 0xC8}, {"Eacute", 0xC9},
    {"Ecirc", 0xCA}, {"Euml", 0xCB}, {"Igrave", 0xCC}, {"Iacute", 0xCD}, {"Icirc", 0xCE}, {"Iuml", 0xCF}, {"ETH", 0xD0},
    {"Ntilde", 0xD1}, {"Ograve", 0xD2}, {"Oacute", 0xD3}, {"Ocirc", 0xD4}, {"Otilde", 0xD5}, {"Ouml", 0xD6},
    {"times", 0xD7}, {"Oslash", 0xD8}, {"Ugrave", 0xD9}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Uuml", 0xDC},
    {"Yacute", 0xDD}, {"THORN", 0xDE}, {"szlig", 0xDF}, {"agrave", 0xE0}, {"aacute", 0xE1}, {"acirc", 0xE2},
    {"atilde", 0xE3}, {"auml", 0xE4}, {"aring", 0xE5}, {"aelig", 0xE6}, {"ccedil", 0xE7}, {"egrave", 0xE8},
    {"eacute", 0xE9}, {"ecirc", 0xEA}, {"euml", 0xEB}, {"igrave", 0xEC}, {"iacute", 0xED}, {"icirc", 0xEE},
    {"iuml", 0xEF}, {"eth", 0xF0}, {"ntilde", 0xF1}, {"ograve", 0xF2}, {"oacute", 0xF3}, {"ocirc", 0xF4},
    {"otilde", 0xF5}, {"ouml", 0xF6}, {"divide", 0xF7}, {"oslash", 0xF8}, {"ugrave", 0xF9}, {"uacute", 0xFA},
    {"ucirc", 0xFB}, {"uuml", 0xFC}, {"yacute", 0xFD}, {"thorn", 0xFE}, {"yuml", 0xFF}, {"OElig", 0x152},
    {"oelig", 0x153}, {"Yuml", 0x178}, {"ensp", 0x2002}, {"emsp", 0x2003}, {"thinsp", 0x2009}, {"zwnj", 0x200C},
    {"zwj", 0x200D}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
    {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"bull", 0x2022}, {"hellip", 0x2026}, {"permil", 0x2030},
    {"prime", 0x2032}, {"Prime", 0x2033}, {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC}, {"trade", 0x2122},
    {"rarr", 0x2192}, {"larr", 0x2190}, {"rArr", 0x21D2}, {"le", 0x2264}, {"ge", 0x2265}, {"ne", 0x2260},
};
/* clang-format on */

static bool name_among(const char *const *names, const char *at, size_t len)
{
    for (; *names != NULL; names++) {
        size_t i = 0;
        while (i < len && (*names)[i] != '\0' && (at[i] >= 'A' && at[i] <= 'Z' ? at[i] | 32 : at[i]) == (*names)[i]) {
            i++;
        }
        if (i == len && (*names)[i] == '\0') {
            return true;
        }
    }
    return false;
}

typedef struct output {
    char *at;
    uint32_t used;
    bool changed;
    bool no_more_tags, no_more_comments; /* nothing closes them from here on: not searched again */
} output;

/* « <b et » of « a <b et c> d » is no tag: behind the name comes the end, or an attribute. */
static bool is_tag_tail(const char *at, uint32_t len)
{
    uint32_t i = 0;
    while (i < len && (unsigned char)at[i] <= ' ') {
        i++;
    }
    if (i < len && (at[i] == '>' || at[i] == '/')) {
        return true;
    }
    uint32_t start = i;
    while (i < len && ((at[i] | 32) >= 'a' ? (at[i] | 32) <= 'z' : at[i] == '-' || at[i] == ':')) {
        i++;
    }
    return i > start && i < len && (at[i] == '=' || at[i] == '>');
}

/* Offset just past the « > » that ends the tag at `at`. Quotes are respected while they are balanced. */
static uint32_t tag_end(const char *at, uint32_t len, output *out)
{
    const char *first = out->no_more_tags ? NULL : memchr(at, '>', len);
    if (first == NULL) {
        out->no_more_tags = true;
        return 0;
    }
    char quote = 0;
    for (uint32_t i = 1; i < len; i++) {
        if (quote != 0) {
            quote = at[i] == quote ? 0 : quote;
        } else if ((at[i] == '"' || at[i] == '\'') && at[i - 1] == '=') {
            quote = at[i];
        } else if (at[i] == '>') {
            return i + 1;
        }
    }
    return (uint32_t)(first - at) + 1;
}

/* Offset just past `needle`, letters in either case; 0 when it is absent. */
static uint32_t past(const char *at, uint32_t len, const char *needle)
{
    uint32_t needle_len = (uint32_t)strlen(needle);
    for (uint32_t i = 0; i + needle_len <= len; i++) {
        uint32_t k = 0;
        while (k < needle_len && (at[i + k] | 32) == (needle[k] | 32)) {
            k++;
        }
        if (k == needle_len) {
            return i + needle_len;
        }
    }
    return 0;
}

static uint32_t read_comment(const char *at, uint32_t len, const char *needle, output *out)
{
    uint32_t end = out->no_more_comments ? 0 : past(at, len, needle);
    out->no_more_comments = end == 0;
    return end;
}

/* What stands at `at`, which is « < »: bytes it takes, 0 when it is no tag; whether a line breaks there. */
static uint32_t read_tag(const char *at, uint32_t len, bool *breaks, output *out)
{
    *breaks = false;
    if (len >= 4 && memcmp(at, "<!--", 4) == 0) {
        return read_comment(at, len, "-->", out);
    }
    uint32_t start = len > 1 && at[1] == '/' ? 2 : 1, i = start;
    while (i < len && i < start + 12 && at[i] != '>' && at[i] != '/' && (unsigned char)at[i] > ' ') {
        i++;
    }
    if (i == len || i == start || !is_tag_tail(at + i, len - i)) {
        return 0;
    }
    bool block = name_among(blocks, at + start, i - start);
    bool gone = name_among(swallowed, at + start, i - start);
    if (!block && !gone && !name_among(inlines, at + start, i - start)) {
        return 0;
    }
    uint32_t end = tag_end(at, len, out);
    *breaks = block;
    if (end > 0 && gone && start == 1) {
        end += read_comment(at + end, len - end, (at[2] | 32) == 'c' ? "</script>" : "</style>", out);
    }
    return end;
}

/* « &#39; », « &#x2019; », « &eacute; »: bytes it takes, 0 when it is none. */
static uint32_t read_entity(const char *at, uint32_t len, uint32_t *code_point)
{
    uint32_t limit = len < 12 ? len : 12, end = 1;
    while (end < limit && at[end] != ';') {
        end++;
    }
    if (end == limit || end < 3) {
        return 0;
    }
    if (at[1] == '#') {
        bool hex = (at[2] | 32) == 'x';
        uint32_t value = 0, i = hex ? 3 : 2;
        if (i == end) {
            return 0;
        }
        for (; i < end; i++) {
            char c = at[i];
            uint32_t digit = c >= '0' && c <= '9'                        ? (uint32_t)(c - '0')
                             : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                                         : 99;
            if (digit == 99 || value > 0x10FFFF) {
                return 0;
            }
            value = value * (hex ? 16 : 10) + digit;
        }
        bool valid = value >= 9 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        *code_point = valid ? value : 0xFFFD;
        return end + 1;
    }
    for (size_t e = 0; e < sizeof entities / sizeof entities[0]; e++) {
        if (strlen(entities[e].name) == end - 1 && memcmp(entities[e].name, at + 1, end - 1) == 0) {
            *code_point = entities[e].code_point;
            return end + 1;
        }
    }
    return 0;
}

/* Breaks do not pile up: two of them are a paragraph. */
static void put_break(output *out)
{
    while (out->used > 0 && out->at[out->used - 1] == ' ') {
        out->used--;
    }
    bool enough = out->used == 0 || (out->used > 1 && out->at[out->used - 1] == '\n' && out->at[out->used - 2] == '\n');
    if (!enough) {
        out->at[out->used++] = '\n';
    }
}

static uint32_t put_piece(const char *at, uint32_t len, output *out)
{
    bool breaks;
    uint32_t code_point, used = *at == '<' ? read_tag(at, len, &breaks, out) : 0;
    if (used > 0) {
        out->changed = true;
        if (breaks) {
            put_break(out);
        }
        return used;
    }
    used = *at == '&' ? read_entity(at, len, &code_point) : 0;
    if (used > 0) {
        out->changed = true;
        out->used += cahier_utf8_encode(code_point, out->at + out->used);
        return used;
    }
    out->at[out->used++] = *at;
    return 1;
}

static bool strip_once(char *to, cahier_text *text)
{
    output out = {.at = to};
    for (uint32_t i = 0; i < text->len;) {
        i += put_piece(text->at + i, text->len - i, &out);
    }
    if (out.changed) {
        *text = (cahier_text){to, out.used};
    }
    return out.changed;
}

/* Twice, for entities that were encoded twice; what comes out is never longer than what went in. */
cahier_status cahier_html_strip(cahier_reading *reading, cahier_text *text, bool *stripped)
{
    size_t mark = cahier_arena_mark(reading->batch);
    char *to = CAHIER_NEW(reading->batch, char, text->len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *stripped = strip_once(to, text);
    if (!*stripped) {
        cahier_arena_reset(reading->batch, mark);
        return CAHIER_OK;
    }
    (void)strip_once(to, text);
    return CAHIER_OK;
}
