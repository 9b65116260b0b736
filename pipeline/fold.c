/* SPDX-License-Identifier: Apache-2.0 */
/* Characters and folding of normalise.h: decoding, classes, lower case, removal of accents. */
#include "normalise.h"

#include <string.h>
#include <utf8proc.h>

#include "text.h"

#define FIRST_FOLDED 0xC0u /* what the two tables below begin with; every entry of a table is one character to U+017F */

/* clang-format off */
const uint8_t cahier_latin_class[CAHIER_LATIN_END] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0,
    0, 19, 3, 3, 3, 19, 3, 3, 19, 19, 3, 3, 3, 3, 3, 19,
    3, 3, 3, 3, 3, 19, 3, 3, 3, 19, 3, 0, 0, 0, 0, 0,
    0, 17, 1, 1, 1, 17, 1, 1, 17, 17, 1, 1, 1, 1, 1, 17,
    1, 1, 1, 1, 1, 17, 1, 1, 1, 17, 1, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
    0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
    19, 19, 19, 19, 19, 19, 19, 3, 19, 19, 19, 19, 19, 19, 19, 19,
    3, 3, 19, 19, 19, 19, 19, 0, 3, 19, 19, 19, 19, 19, 3, 1,
    17, 17, 17, 17, 17, 17, 17, 1, 17, 17, 17, 17, 17, 17, 17, 17,
    1, 1, 17, 17, 17, 17, 17, 0, 1, 17, 17, 17, 17, 17, 1, 17,
    19, 17, 19, 17, 19, 17, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1,
    3, 1, 19, 17, 19, 17, 19, 17, 19, 17, 19, 17, 3, 1, 3, 1,
    3, 1, 3, 1, 19, 17, 3, 1, 19, 17, 19, 17, 19, 17, 19, 17,
    19, 1, 3, 1, 3, 1, 3, 1, 1, 3, 1, 3, 1, 3, 1, 3,
    1, 3, 1, 3, 1, 3, 1, 3, 1, 1, 3, 1, 19, 17, 19, 17,
    19, 17, 19, 17, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1,
    3, 1, 3, 1, 3, 1, 3, 1, 19, 17, 19, 17, 19, 17, 19, 17,
    19, 17, 19, 17, 3, 1, 19, 17, 19, 3, 1, 3, 1, 3, 1, 1,
};
static const char word_ascii[128] = { /* letter or digit in lower case; 0: separates words */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
};
static const uint16_t lower_latin[] = {
    224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239,
    240, 241, 242, 243, 244, 245, 246, 215, 248, 249, 250, 251, 252, 253, 254, 223,
    224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239,
    240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255,
    257, 257, 259, 259, 261, 261, 263, 263, 265, 265, 267, 267, 269, 269, 271, 271,
    273, 273, 275, 275, 277, 277, 279, 279, 281, 281, 283, 283, 285, 285, 287, 287,
    289, 289, 291, 291, 293, 293, 295, 295, 297, 297, 299, 299, 301, 301, 303, 303,
    105, 305, 307, 307, 309, 309, 311, 311, 312, 314, 314, 316, 316, 318, 318, 320,
    320, 322, 322, 324, 324, 326, 326, 328, 328, 329, 331, 331, 333, 333, 335, 335,
    337, 337, 339, 339, 341, 341, 343, 343, 345, 345, 347, 347, 349, 349, 351, 351,
    353, 353, 355, 355, 357, 357, 359, 359, 361, 361, 363, 363, 365, 365, 367, 367,
    369, 369, 371, 371, 373, 373, 375, 375, 255, 378, 378, 380, 380, 382, 382, 383,
};
static const char bare_latin[][2] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e",
    "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "",
    "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a",
    "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u",
    "u", "y", "th", "y", "a", "a", "a", "a", "a", "a", "c", "c",
    "c", "c", "c", "c", "c", "c", "d", "d", "d", "d", "e", "e",
    "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i",
    "i", "i", "i", "i", "i", "i", "ij", "ij", "j", "j", "k", "k",
    "k", "l", "l", "l", "l", "l", "l", "l", "l", "l", "l", "n",
    "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s",
    "s", "s", "s", "s", "s", "s", "t", "t", "t", "t", "t", "t",
    "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
    "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
/* clang-format on */

static bool is_emoji(uint32_t c)
{
    if (c >= 0x1F000) {
        return c <= 0x1FAFF;
    }
    return (c >= 0x2600 && c <= 0x27BF) || (c >= 0x23E9 && c <= 0x23FA) || c == 0x231A || c == 0x231B ||
           (c >= 0x2B05 && c <= 0x2B07) || c == 0x2B1B || c == 0x2B1C || c == 0x2B50 || c == 0x2B55 || c == 0x203C ||
           c == 0x2049;
}

static bool is_emoji_joiner(uint32_t c)
{
    return c == 0xFE0F || c == 0xFE0E || c == 0x200D || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF) ||
           (c >= 0xE0020 && c <= 0xE007F);
}

uint32_t cahier_char_class_beyond(uint32_t c)
{
    uint32_t emoji = (is_emoji(c) ? CAHIER_CHAR_EMOJI : 0u) | (is_emoji_joiner(c) ? CAHIER_CHAR_JOINER : 0u);
    if (emoji != 0) {
        return emoji;
    }
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return CAHIER_CHAR_LETTER | CAHIER_CHAR_UPPER;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CAHIER_CHAR_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return CAHIER_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return CAHIER_CHAR_SPACE;
    default:
        return c >= 0x2080 && c <= 0x2089 ? CAHIER_CHAR_LETTER : 0; /* the index of CO₂ */
    }
}

uint32_t cahier_utf8_put(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    return (uint32_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)to);
}

uint32_t cahier_utf8_cut(cahier_text text, uint32_t len)
{
    if (len >= text.len) {
        return text.len;
    }
    while (len > 0 && ((unsigned char)text.at[len] & 0xC0u) == 0x80u) {
        len--;
    }
    return len;
}

/* --- folding --- */

static uint32_t put_lower(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return 1;
    }
    if (c == 0x153 || c == 0x152 || c == 0xE6 || c == 0xC6) {
        memcpy(to, c >= 0x152 ? "oe" : "ae", 2);
        return 2;
    }
    if (c < CAHIER_LATIN_END) {
        return cahier_utf8_put(to, c < FIRST_FOLDED ? c : lower_latin[c - FIRST_FOLDED]);
    }
    return cahier_utf8_put(to, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
}

/* The letter under the marks of a character beyond Latin: "ằ" -> "a". A Hangul syllable is no letter with marks. */
static uint32_t base_of(uint32_t c)
{
    utf8proc_int32_t part[8];
    int boundclass = 0;
    utf8proc_int32_t lower = utf8proc_tolower((utf8proc_int32_t)c);
    utf8proc_ssize_t count = utf8proc_decompose_char(lower, part, 8, UTF8PROC_DECOMPOSE, &boundclass);
    for (utf8proc_ssize_t i = 1; i < count && i < 8; i++) {
        if (utf8proc_category(part[i]) != UTF8PROC_CATEGORY_MN) {
            return (uint32_t)lower;
        }
    }
    return count >= 1 && count <= 8 ? (uint32_t)part[0] : (uint32_t)lower;
}

static uint32_t put_bare(char *to, uint32_t c)
{
    if (c < FIRST_FOLDED) {
        if (c == 0xB2 || c == 0xB3) { /* m² -> m2 */
            to[0] = (char)('2' + (c - 0xB2));
            return 1;
        }
        return put_lower(to, c);
    }
    if (c < CAHIER_LATIN_END) {
        const char *bare = bare_latin[c - FIRST_FOLDED];
        if (bare[0] == '\0') { /* × ÷ */
            return cahier_utf8_put(to, c);
        }
        to[0] = bare[0];
        to[1] = bare[1];
        return bare[1] == '\0' ? 1 : 2;
    }
    if (c >= 0x2080 && c <= 0x2089) {
        to[0] = (char)('0' + (c - 0x2080));
        return 1;
    }
    if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MN) {
        return 0;
    }
    uint32_t base = base_of(c);
    return base < CAHIER_LATIN_END && base >= FIRST_FOLDED ? put_bare(to, base) : cahier_utf8_put(to, base);
}

uint32_t cahier_fold_lower(cahier_text text, char *to)
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < text.len;) {
        unsigned char b = (unsigned char)text.at[i];
        if (b < 0x80) {
            to[len++] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
            i++;
            continue;
        }
        len += put_lower(to + len, cahier_utf8_next(text.at, &i));
    }
    return len;
}

uint32_t cahier_fold_bare(cahier_text text, char *to)
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < text.len;) {
        len += put_bare(to + len, cahier_utf8_next(text.at, &i));
    }
    return len;
}

static uint32_t put_word_char(char *to, uint32_t len, bool *gap, uint32_t c)
{
    char bare[4];
    if ((cahier_char_class(c) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) == 0) {
        *gap = len > 0;
        return len;
    }
    uint32_t bare_len = put_bare(bare, c);
    if (bare_len > 0 && *gap) {
        to[len++] = ' ';
        *gap = false;
    }
    memcpy(to + len, bare, bare_len); /* nothing for a lone mark */
    return len + bare_len;
}

uint32_t cahier_fold_words(cahier_text text, char *to)
{
    uint32_t len = 0;
    bool gap = false;
    for (uint32_t i = 0; i < text.len;) {
        unsigned char b = (unsigned char)text.at[i];
        if (b == 0xC3) {
            const char *bare = bare_latin[(unsigned char)text.at[i + 1] - 0x80];
            bool inside = bare[0] != '\0'; /* not × ÷ */
            to[len] = ' ';
            len += gap && inside;
            to[len] = bare[0];
            len += inside;
            to[len] = bare[1];
            len += bare[1] != '\0';
            gap = !inside && len > 0;
            i += 2;
            continue;
        }
        if (b >= 0x80) {
            len = put_word_char(to, len, &gap, cahier_utf8_next(text.at, &i));
            continue;
        }
        /* without a branch: one in six bytes ends a word, and no predictor knows which */
        char folded = word_ascii[b];
        bool inside = folded != 0;
        to[len] = ' ';
        len += gap && inside;
        to[len] = folded;
        len += inside;
        gap = !inside && len > 0;
        i++;
    }
    return len;
}

bool cahier_is_bare(cahier_text text)
{
    char bare[8];
    for (uint32_t i = 0; i < text.len;) {
        uint32_t start = i;
        uint32_t c = cahier_utf8_next(text.at, &i);
        if (c >= FIRST_FOLDED &&
                !cahier_text_equal(cahier_slice(text, start, i), (cahier_text){bare, put_bare(bare, c)})) {
            return false;
        }
    }
    return true;
}

uint32_t cahier_char_upper(uint32_t c)
{
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}
