/* SPDX-License-Identifier: Apache-2.0 */
/* charset.h -- the one-byte character sets that French files come in, both ways.
 *
 * Value   upper[c][b - 0x80] is the code point of byte b in set c. Bytes that a set leaves undefined map to the C1
 *         control of the same value, as Windows does ("best fit"), so that every byte has one.
 * Errors  false when iconv does not know one of the sets
 * Source  iconv's own tables, asked once per batch: none is typed here
 */
#ifndef CAHIER_INTAKE_CHARSET_H
#define CAHIER_INTAKE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cahier_charset {
    CAHIER_WINDOWS_1252, /* also reads Latin-1: the two differ only in 0x80-0x9F, controls that no text holds */
    CAHIER_ISO_8859_15,  /* « œ » and « € » where Latin-1 has ½ and ¤ */
    CAHIER_MAC_ROMAN,    /* Excel for Mac's « CSV (Macintosh) » */
    CAHIER_CP850,        /* Excel's « CSV (MS-DOS) » */
    CAHIER_CHARSET_COUNT
} cahier_charset;

typedef struct cahier_charsets {
    uint32_t upper[CAHIER_CHARSET_COUNT][128];
} cahier_charsets;

bool cahier_charsets_open(cahier_charsets *out);

/* The byte of `set` that writes this code point, or -1. */
int cahier_charset_byte(const cahier_charsets *sets, cahier_charset set, uint32_t code_point);

const char *cahier_charset_name(cahier_charset set);

/* UTF-8, both ways. `decode` reads one character at most `len` bytes long: its bytes, 0 when ill-formed. */
uint32_t cahier_utf8_decode(const char *at, size_t len, uint32_t *code_point);
uint32_t cahier_utf8_encode(uint32_t code_point, char out[4]);

/* Offset of the first ill-formed byte, or len. Runs of ASCII are skipped eight bytes at a time. */
size_t cahier_utf8_check(const char *at, size_t len);

#endif
