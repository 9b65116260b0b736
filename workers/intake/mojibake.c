/* SPDX-License-Identifier: Apache-2.0 */
#include "mojibake.h"

#include <string.h>

#include "charset.h"

#define ROUNDS 3 /* « ÃƒÂ© » was mistaken twice; a third time was never seen */

/* What French texts hold beyond ASCII: Latin-1 letters and signs, œ, Ÿ, combining accents, typographic signs, €,
 * arrows, emoji. */
static bool is_expected(uint32_t c)
{
    return (c >= 0xA0 && c <= 0xFF) || c == 0x152 || c == 0x153 || c == 0x178 || (c >= 0x300 && c <= 0x30F) ||
           c == 0x327 || (c >= 0x2010 && c <= 0x2044) || c == 0x20AC || c == 0x2122 || (c >= 0x2190 && c <= 0x21FF) ||
           (c >= 0x2600 && c <= 0x27BF) || c == 0xFE0F || c == 0xFEFF || c == 0x2009 || c == 0x202F ||
           (c >= 0x1F300 && c <= 0x1FAFF);
}

/* Bytes of UTF-8 that the first byte announces; 0 when it begins no character of French texts. */
static uint32_t announced(int first)
{
    return first == 0xC2 || first == 0xC3 || first == 0xC5 || first == 0xCC ? 2
           : first == 0xE2 || first == 0xEF                                 ? 3
           : first == 0xF0                                                  ? 4
                                                                            : 0;
}

/* The character whose UTF-8 bytes, read in `set`, gave what stands at `at`: bytes taken, 0 when there is none. */
static uint32_t read_mistaken(
        const cahier_charsets *sets, cahier_charset set, cahier_text text, uint32_t i, char out[4], uint32_t *out_len)
{
    uint32_t need = 0, got = 0, used = 0, code_point;
    char bytes[4];
    do {
        uint32_t step = cahier_utf8_decode(text.at + i + used, text.len - i - used, &code_point);
        int byte = step == 0 ? -1 : cahier_charset_byte(sets, set, code_point);
        /* « Ã la » was « à la »: its no-break space became a plain one */
        if (set == CAHIER_WINDOWS_1252 && got == 1 && byte == ' ' && (unsigned char)bytes[0] == 0xC3) {
            byte = 0xA0;
        }
        if (got == 0) {
            need = byte < 0x80 ? 0 : announced(byte);
        }
        if (byte < 0x80 || need == 0) {
            return 0;
        }
        bytes[got++] = (char)byte;
        used += step;
    } while (got < need && i + used < text.len);
    if (set == CAHIER_WINDOWS_1252 && got == 1 && need == 2 && (unsigned char)bytes[0] == 0xC3) {
        bytes[got++] = (char)0xA0; /* « jusqu'Ã » ended a cell, whose last blank was trimmed */
    }
    if (got < need || cahier_utf8_decode(bytes, need, &code_point) != need || !is_expected(code_point)) {
        return 0;
    }
    memcpy(out, bytes, need);
    *out_len = need;
    return used;
}

/* Traces that show a wrong guess: the first byte of a mistaken character, alone. */
static bool is_trace(cahier_charset set, uint32_t c, uint32_t next)
{
    if (set == CAHIER_MAC_ROMAN) {
        return c == 0x221A; /* √ */
    }
    if (set == CAHIER_CP850) {
        return c == 0x251C || c == 0x252C; /* ├ ┬ */
    }
    return c == 0xC3 || (c == 0xE2 && next == 0x20AC) || (c == 0xC2 && next >= 0xA0 && next <= 0xBF);
}

static bool repair_in(const cahier_charsets *sets, cahier_charset set, cahier_text text, char *to, uint32_t *to_len)
{
    uint32_t used = 0, repaired = 0;
    for (uint32_t i = 0; i < text.len;) {
        char mended[4];
        uint32_t mended_len = 0, taken = 0, code_point = 0, next = 0;
        uint32_t step = cahier_utf8_decode(text.at + i, text.len - i, &code_point);
        step = step == 0 ? 1 : step;
        if (code_point >= 0x80) {
            taken = read_mistaken(sets, set, text, i, mended, &mended_len);
        }
        if (taken > 0) {
            bool ate_space = text.at[i + taken - 1] == ' ';
            memcpy(to + used, mended, mended_len);
            used += mended_len;
            repaired++;
            i += taken;
            /* the space that was part of « à » also stood between words */
            if (ate_space && i < text.len && text.at[i] != ' ') {
                to[used++] = ' ';
            }
            continue;
        }
        if (i + step < text.len) {
            (void)cahier_utf8_decode(text.at + i + step, text.len - i - step, &next);
        }
        if (code_point >= 0x80 && is_trace(set, code_point, next)) {
            return false;
        }
        memcpy(to + used, text.at + i, step);
        used += step;
        i += step;
    }
    *to_len = used;
    return repaired > 0;
}

cahier_status cahier_mojibake_repair(cahier_reading *reading, cahier_text *text, bool *repaired)
{
    static const cahier_charset mistaken[] = {CAHIER_WINDOWS_1252, CAHIER_MAC_ROMAN, CAHIER_CP850};
    size_t mark = cahier_arena_mark(reading->batch);
    *repaired = false;
    for (int round = 0; round < ROUNDS; round++) {
        char *to = CAHIER_NEW(reading->batch, char, text->len + 1);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        bool again = false;
        for (size_t m = 0; m < sizeof mistaken / sizeof mistaken[0] && !again; m++) {
            uint32_t to_len;
            again = repair_in(reading->charsets, mistaken[m], *text, to, &to_len);
            if (again) {
                *text = (cahier_text){to, to_len};
                *repaired = true;
            }
        }
        if (!again) {
            break;
        }
    }
    if (!*repaired) {
        cahier_arena_reset(reading->batch, mark);
    }
    return CAHIER_OK;
}
