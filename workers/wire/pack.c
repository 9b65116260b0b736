/* SPDX-License-Identifier: Apache-2.0 */
#include "pack.h"

#include <assert.h>

void cahier_pack_uint(cahier_out *out, uint32_t n)
{
    char byte[5];
    size_t len = 0;
    if (n < 0x80 && out->len < out->capacity) { /* nine of ten */
        out->at[out->len++] = (char)n;
        return;
    }
    for (; n >= 0x80; n >>= 7) {
        byte[len++] = (char)(unsigned char)(n | 0x80u);
    }
    byte[len++] = (char)n;
    cahier_put_bytes(out, byte, len);
}

void cahier_pack_int(cahier_out *out, int32_t n)
{
    cahier_pack_uint(out, n < 0 ? ~((uint32_t)n << 1) : (uint32_t)n << 1);
}

void cahier_pack_index(cahier_out *out, uint32_t index)
{
    cahier_pack_uint(out, index + 1); /* CAHIER_NONE + 1 is 0 */
}

static void put_low_first(cahier_out *out, uint64_t n, uint32_t bytes)
{
    char byte[8];
    for (uint32_t i = 0; i < bytes; i++) {
        byte[i] = (char)(unsigned char)(n >> 8 * i);
    }
    cahier_put_bytes(out, byte, bytes);
}

void cahier_pack_half(cahier_out *out, uint32_t n)
{
    put_low_first(out, n, 4);
}

void cahier_pack_word(cahier_out *out, uint64_t n)
{
    put_low_first(out, n, 8);
}

void cahier_pack_text(cahier_out *out, cahier_text text)
{
    cahier_pack_uint(out, text.len);
    cahier_put_text(out, text);
}

void cahier_pack_span(cahier_out *out, uint32_t from, uint32_t start, uint32_t end)
{
    assert(from <= start && start <= end);
    cahier_pack_uint(out, start - from);
    cahier_pack_uint(out, end - start);
}
