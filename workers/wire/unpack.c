/* SPDX-License-Identifier: Apache-2.0 */
#include "unpack.h"

#include <assert.h>

#include "bytes.h"
#include "normalise.h"

static void fail(cahier_cursor *in, cahier_status status, uint32_t at, const char *message)
{
    if (cahier_unpack_ok(in)) {
        in->error = (cahier_error){.status = status, .column = at + 1, .message = message};
    }
    in->next = in->len;
}

void cahier_unpack_refuse(cahier_cursor *in, const char *message)
{
    fail(in, CAHIER_ERROR_LIMIT, in->next, message);
}

void cahier_unpack_no_memory(cahier_cursor *in)
{
    fail(in, CAHIER_ERROR_NOMEM, in->next, "not enough memory");
}

static uint32_t left(const cahier_cursor *in)
{
    return in->len - in->next;
}

uint32_t cahier_unpack_uint(cahier_cursor *in, uint32_t most)
{
    uint64_t n = 0;
    uint32_t first = in->next;
    if (left(in) > 0 && (unsigned char)in->at[first] < 0x80 && (unsigned char)in->at[first] <= most) { /* nine of ten */
        in->next++;
        return (unsigned char)in->at[first];
    }
    for (uint32_t shift = 0;; shift += 7) {
        if (left(in) == 0 || shift > 28) {
            fail(in, CAHIER_ERROR_LIMIT, first, left(in) == 0 ? "cut off" : "ill-formed number");
            return 0;
        }
        unsigned char byte = (unsigned char)in->at[in->next++];
        n |= (uint64_t)(byte & 0x7Fu) << shift;
        if (byte < 0x80) {
            break;
        }
    }
    if (n > most) {
        fail(in, CAHIER_ERROR_LIMIT, first, "number out of range");
        return 0;
    }
    return (uint32_t)n;
}

int32_t cahier_unpack_int(cahier_cursor *in, int32_t least, int32_t most)
{
    uint32_t first = in->next, n = cahier_unpack_uint(in, UINT32_MAX);
    int64_t value = (n & 1) != 0 ? -(int64_t)(n >> 1) - 1 : (int64_t)(n >> 1);
    if (value < least || value > most) {
        fail(in, CAHIER_ERROR_LIMIT, first, "number out of range");
        return 0;
    }
    return (int32_t)value;
}

bool cahier_unpack_bool(cahier_cursor *in)
{
    return cahier_unpack_uint(in, 1) == 1;
}

uint32_t cahier_unpack_index(cahier_cursor *in, uint32_t count)
{
    return cahier_unpack_uint(in, count) - 1; /* 0 - 1 is CAHIER_NONE */
}

const char *cahier_unpack_bytes(cahier_cursor *in, uint32_t bytes)
{
    if (left(in) < bytes) {
        fail(in, CAHIER_ERROR_LIMIT, in->next, "cut off");
        return NULL;
    }
    in->next += bytes;
    return in->at + in->next - bytes;
}

uint64_t cahier_unpack_word(cahier_cursor *in)
{
    const char *at = cahier_unpack_bytes(in, 8);
    return at != NULL ? cahier_load64(at) : 0;
}

cahier_text cahier_unpack_text(cahier_cursor *in)
{
    uint32_t len = cahier_unpack_uint(in, UINT32_MAX), first = in->next;
    if (len > left(in)) {
        fail(in, CAHIER_ERROR_LIMIT, first, "text longer than what is left");
        return (cahier_text){NULL, 0};
    }
    cahier_text text = {in->at + first, len};
    uint32_t valid = cahier_utf8_valid(text);
    if (valid < len) {
        fail(in, CAHIER_ERROR_UTF8, first + valid, "ill-formed UTF-8");
        return (cahier_text){NULL, 0};
    }
    in->next += len;
    return text;
}

static bool is_between_characters(cahier_text text, uint32_t i)
{
    return i == text.len || ((unsigned char)text.at[i] & 0xC0u) != 0x80u;
}

void cahier_unpack_span(cahier_cursor *in, cahier_text text, uint32_t from, uint32_t *start, uint32_t *end)
{
    assert(from <= text.len);
    uint32_t first = in->next;
    *start = from + cahier_unpack_uint(in, text.len - from);
    *end = *start + cahier_unpack_uint(in, text.len - *start);
    if (!is_between_characters(text, *start) || !is_between_characters(text, *end)) {
        fail(in, CAHIER_ERROR_LIMIT, first, "place inside a character");
        *start = *end = from;
    }
}

uint32_t cahier_unpack_count(cahier_cursor *in, uint32_t bytes)
{
    uint32_t first = in->next, count = cahier_unpack_uint(in, UINT32_MAX);
    if ((uint64_t)count * bytes > left(in)) {
        fail(in, CAHIER_ERROR_LIMIT, first, "more things than bytes left");
        return 0;
    }
    return count;
}

void *cahier_unpack_room(cahier_cursor *in, size_t count, size_t size)
{
    void *at = cahier_unpack_ok(in) ? cahier_arena_alloc(in->arena, count, size) : NULL;
    if (at == NULL) {
        cahier_unpack_no_memory(in);
    }
    return at;
}
