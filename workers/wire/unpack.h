/* SPDX-License-Identifier: Apache-2.0 */
/* unpack.h -- a payload read back: nothing that it says is believed.
 *
 * Value   The first fault is kept with its place, and every later read gives 0 or an empty text: who reads checks once, at
 *         the end. A number is refused above the limit given; a count, when the bytes left cannot hold as many things.
 * Errors  cursor->error: LIMIT, UTF8, NOMEM
 * Memory  texts are slices of the bytes under the cursor; arrays are in its arena
 */
#ifndef CAHIER_WIRE_UNPACK_H
#define CAHIER_WIRE_UNPACK_H

#include "cahier.h"

typedef struct cahier_cursor {
    const char *at;
    uint32_t len, next; /* `next` is the byte read next */
    cahier_arena *arena;
    cahier_error error; /* the first; status CAHIER_OK while there is none */
} cahier_cursor;

/* For what the caller finds wrong in what it has read. */
void cahier_unpack_refuse(cahier_cursor *in, const char *message);
void cahier_unpack_no_memory(cahier_cursor *in);

uint32_t cahier_unpack_uint(cahier_cursor *in, uint32_t most);
int32_t cahier_unpack_int(cahier_cursor *in, int32_t least, int32_t most);
bool cahier_unpack_bool(cahier_cursor *in);
/* CAHIER_NONE, or less than `count`. */
uint32_t cahier_unpack_index(cahier_cursor *in, uint32_t count);
uint64_t cahier_unpack_word(cahier_cursor *in);
cahier_text cahier_unpack_text(cahier_cursor *in);
/* So many bytes, or NULL. */
const char *cahier_unpack_bytes(cahier_cursor *in, uint32_t count);
/* A span of `text`, between characters; `from` as in cahier_pack_span. */
void cahier_unpack_span(cahier_cursor *in, cahier_text text, uint32_t from, uint32_t *start, uint32_t *end);

/* How many things follow that take `bytes` bytes each at least. */
uint32_t cahier_unpack_count(cahier_cursor *in, uint32_t bytes);
/* Room for things; NULL after a fault. */
void *cahier_unpack_room(cahier_cursor *in, size_t count, size_t size);
#define CAHIER_UNPACK_NEW(in, type, count) ((type *)cahier_unpack_room((in), (count), sizeof(type)))

static inline bool cahier_unpack_ok(const cahier_cursor *in)
{
    return in->error.status == CAHIER_OK;
}

#endif
