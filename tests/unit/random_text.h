/* SPDX-License-Identifier: Apache-2.0 */
/* random_text.h -- seeded texts for property tests: French, signs, emoji, combining marks, bytes that are no text. */
#ifndef CAHIER_RANDOM_TEXT_H
#define CAHIER_RANDOM_TEXT_H

#include <stdint.h>
#include <string.h>

#include "cahier.h"

#define RANDOM_TEXT_MAX 600u

static inline uint64_t random_next(uint64_t *state) /* splitmix64 */
{
    uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Writes a text of up to RANDOM_TEXT_MAX bytes at `to`; with `broken`, ill-formed bytes too. */
static inline cahier_text random_text(uint64_t *state, bool broken, char *to)
{
    static const char *const parts[] = {"a", "e", "l'", "école", "L ", "habitant", "·e", "·s", ".e.s", "(e)s", "-e-s",
            "-", "'", " ", " ", " ", "\n", "\n\n", ". ", "! ", "? ", "...", "…", "1", "20h30", "10€", "M. ", "S.N.C.F.",
            "É", "e\xCC\x81", "\xCC\xA7", "o\xCC\x88\xCC\x81", "’", "‘", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8D",
            "\xE2\x80\x8B", "\xC2\xAD", "\xEF\xBB\xBF", "😀", "👍🏽", "👨‍👩‍👧", "🇫🇷", "\xEF\xB8\x8F",
            "ﬁ", "œ", "Æ", "ß", "[téléphone]", "#PisteCyclable", "@mairie", "http://x.fr/a?b", "www.x.fr", "«", "»",
            "\"", "(", ")", ",", "t-il", "\r\n", "\t", "\x01", "\x7F", "trooop", "日本語", "ж", "ȺⱯ", "İ", "각",
            "\xE1\x84\x80\xE1\x85\xA1", "à", "qu il", "aujourd hui", "`", "´", "?", "±", "²", "x²", "ẞ", "\xE2\x84\xAB",
            "\xE1\xBF\xAF", "\xCD\xBE", "le stationnement devant la mairie ", "des pistes cyclables protégées, ",
            "très cher à l'arrêt", "un format a×b et c÷d ensuite "};
    uint32_t len = 0, want = (uint32_t)(random_next(state) % (RANDOM_TEXT_MAX - 40));
    while (len < want) {
        uint64_t choice = random_next(state);
        if (broken && choice % 11 == 0) {
            to[len++] = (char)(unsigned char)(choice >> 32);
            continue;
        }
        const char *part = parts[(choice >> 8) % (sizeof parts / sizeof *parts)];
        size_t part_len = strlen(part);
        memcpy(to + len, part, part_len);
        len += (uint32_t)part_len;
    }
    return (cahier_text){to, len};
}

#endif
