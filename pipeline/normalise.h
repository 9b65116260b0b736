/* SPDX-License-Identifier: Apache-2.0 */
/* normalise.h -- any bytes become one well-formed text; characters: decoding, classes, folding.
 *
 * In      raw      bytes as received; may be ill-formed
 * Out     out      well-formed NFC; '\n' is the only control; no space at either end, around a '\n', or twice in a row;
 *                  at most two '\n' in a row; at most CAHIER_TEXT_MAX bytes
 *         notes    CAHIER_NOTE_* found are added (|=): ILL_FORMED, CONTROL, TRUNCATED, LOST_LETTERS
 * Value   ill-formed bytes -> U+FFFD, one a maximal subpart; controls, BOM, soft hyphen, zero-width and direction marks
 *         removed (ZWJ stays between two emoji); every Unicode space and tab -> ' '; \r\n \r U+2028 U+2029 -> '\n';
 *         U+2019 U+02BC -> "'" and, between two letters, ` U+00B4 U+2018 U+2032 too; U+2010 U+2011 U+2212 -> '-';
 *         U+FB00..FB06 -> their letters. "œ" and "æ" stay: citizens are quoted as they spell.
 *         normalise(normalise(x)) = normalise(x)
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  out in `batch`, or a slice of raw when raw was normal already (raw must then outlive it)
 * Cost    one pass over bytes; utf8proc sees only runs that its tables must decide
 * Source  Unicode 15 chapter 3.9 (maximal subparts), UAX #15 (quick check)
 * Why     utf8proc called on every text does 20 MB/s and would cap the program: ASCII and U+00C0..U+017F are NFC
 *         already
 */
#ifndef CAHIER_NORMALISE_H
#define CAHIER_NORMALISE_H

#include "cahier.h"

cahier_status cahier_normalise(
        cahier_arena *batch, cahier_arena *scratch, cahier_text raw, cahier_text *out, uint32_t *notes);

/* --- characters of well-formed text --- */

enum {                            /* classes of a character */
    CAHIER_CHAR_LETTER = 1u << 0, /* letters and the marks that follow them */
    CAHIER_CHAR_UPPER = 1u << 1,  /* upper or title case */
    CAHIER_CHAR_DIGIT = 1u << 2,  /* decimal digits */
    CAHIER_CHAR_SPACE = 1u << 3,
    CAHIER_CHAR_VOWEL = 1u << 4,  /* Latin a e i o u y, with any accent, and h: what elision stands before */
    CAHIER_CHAR_EMOJI = 1u << 5,  /* starts an emoji */
    CAHIER_CHAR_JOINER = 1u << 6, /* continues an emoji: VS16, ZWJ, skin tones, keycap */
};

#define CAHIER_LATIN_END 0x180u
extern const uint8_t cahier_latin_class[CAHIER_LATIN_END];

uint32_t cahier_char_class_beyond(uint32_t c); /* c >= CAHIER_LATIN_END, by utf8proc's tables */

static inline uint32_t cahier_char_class(uint32_t c)
{
    return c < CAHIER_LATIN_END ? cahier_latin_class[c] : cahier_char_class_beyond(c);
}

/* Character at byte *i of well-formed text; moves *i behind it. */
static inline uint32_t cahier_utf8_next(const char *at, uint32_t *i)
{
    const unsigned char *s = (const unsigned char *)at + *i;
    if (s[0] < 0x80) {
        *i += 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *i += 2;
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
    if (s[0] < 0xF0) {
        *i += 3;
        return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    *i += 4;
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

/* Character that ends at byte *i > 0; moves *i to its start. */
static inline uint32_t cahier_utf8_previous(const char *at, uint32_t *i)
{
    uint32_t start = *i - 1;
    while (((unsigned char)at[start] & 0xC0u) == 0x80u) {
        start--;
    }
    *i = start;
    return cahier_utf8_next(at, &start);
}

/* Length of the longest well-formed prefix. */
uint32_t cahier_utf8_valid(cahier_text bytes);

/* Bytes written at `to` (room for 4). c is a scalar value. */
uint32_t cahier_utf8_put(char *to, uint32_t c);

/* Simple upper case of a character: 'é' -> 'É'. */
uint32_t cahier_char_upper(uint32_t c);

/* Largest character border <= len. */
uint32_t cahier_utf8_cut(cahier_text text, uint32_t len);

/* --- folding: writes at most CAHIER_FOLD_BOUND(text.len) bytes at `to`, returns how many --- */

#define CAHIER_FOLD_BOUND(len) (2u * (len))

/* Lower case, accents kept; œ -> oe, æ -> ae; ß stays: "Œuvre" -> "oeuvre", "ÉCOLE" -> "école". */
uint32_t cahier_fold_lower(cahier_text text, char *to);
/* The same without accents; ß -> ss: "École" -> "ecole". */
uint32_t cahier_fold_bare(cahier_text text, char *to);
/* Bare letters and digits, everything else one space between words: "L'École !" -> "l ecole". */
uint32_t cahier_fold_words(cahier_text text, char *to);

/* True when no character of the (lower-case) text would change in cahier_fold_bare. */
bool cahier_is_bare(cahier_text text);

#endif
