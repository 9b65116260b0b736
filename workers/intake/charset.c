/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* iconv */
#include "charset.h"

#include <iconv.h>
#include <string.h>
#include <utf8proc.h>

static const struct {
    const char *iconv_name, *shown;
} names[CAHIER_CHARSET_COUNT] = {
        [CAHIER_WINDOWS_1252] = {"WINDOWS-1252", "Windows-1252"},
        [CAHIER_ISO_8859_15] = {"ISO-8859-15", "Latin-9"},
        [CAHIER_MAC_ROMAN] = {"MACINTOSH", "Mac Roman"},
        [CAHIER_CP850] = {"CP850", "MS-DOS (CP850)"},
};

const char *cahier_charset_name(cahier_charset set)
{
    return names[set].shown;
}

static bool ask_iconv(const char *name, uint32_t upper[128])
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) {
        return false;
    }
    for (unsigned b = 0x80; b <= 0xFF; b++) {
        char byte = (char)b, utf8[8];
        char *in = &byte, *out = utf8;
        size_t in_left = 1, out_left = sizeof utf8;
        size_t done = iconv(converter, &in, &in_left, &out, &out_left);
        uint32_t code_point = b;
        if (done != (size_t)-1) {
            (void)cahier_utf8_decode(utf8, sizeof utf8 - out_left, &code_point);
        } else {
            (void)iconv(converter, NULL, NULL, NULL, NULL);
        }
        upper[b - 0x80] = code_point;
    }
    return iconv_close(converter) == 0;
}

bool cahier_charsets_open(cahier_charsets *out)
{
    for (int c = 0; c < CAHIER_CHARSET_COUNT; c++) {
        if (!ask_iconv(names[c].iconv_name, out->upper[c])) {
            return false;
        }
    }
    return true;
}

int cahier_charset_byte(const cahier_charsets *sets, cahier_charset set, uint32_t code_point)
{
    if (code_point < 0x80) {
        return (int)code_point;
    }
    for (int b = 0; b < 128; b++) {
        if (sets->upper[set][b] == code_point) {
            return b + 0x80;
        }
    }
    return -1;
}

uint32_t cahier_utf8_decode(const char *at, size_t len, uint32_t *code_point)
{
    utf8proc_int32_t found;
    utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)(len > 4 ? 4 : len), &found);
    if (used <= 0) {
        return 0;
    }
    *code_point = (uint32_t)found;
    return (uint32_t)used;
}

uint32_t cahier_utf8_encode(uint32_t code_point, char out[4])
{
    return (uint32_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
}

size_t cahier_utf8_check(const char *at, size_t len)
{
    size_t i = 0;
    while (i < len) {
        uint64_t word;
        if (i + sizeof word <= len) {
            memcpy(&word, at + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                i += sizeof word;
                continue;
            }
        }
        unsigned char first = (unsigned char)at[i];
        /* two-byte letters are nearly all of what is not ASCII in French */
        if (first < 0x80) {
            i++;
        } else if (first >= 0xC2 && first <= 0xDF && i + 1 < len && ((unsigned char)at[i + 1] & 0xC0) == 0x80) {
            i += 2;
        } else {
            uint32_t code_point;
            uint32_t used = cahier_utf8_decode(at + i, len - i, &code_point);
            if (used == 0) {
                return i;
            }
            i += used;
        }
    }
    return len;
}
