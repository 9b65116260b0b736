/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h -- memory by lifetime: one reserved range of addresses, filled upwards, freed at once.
 *
 * Value   An arena never moves and never grows past its budget: what was allocated stays where it is until the
 *         arena is reset to an earlier mark or closed. Fresh memory is zeroed.
 * Errors  cahier_arena_alloc returns NULL when the budget is spent (or when fail_after says so): callers turn that
 *         into CAHIER_ERROR_NOMEM.
 * Memory  Address space is reserved at open (mmap, no swap reserved) and committed by the kernel page by page.
 * Cost    O(1) an allocation, 16-byte alignment.
 * Source  Varnish workspaces; Lua's memerr tests for fail_after.
 * Why     The free part is poisoned in ASan builds and each allocation is followed by a red zone: a plain arena hides
 *         overruns from the sanitizer.
 */
#ifndef CAHIER_ARENA_H
#define CAHIER_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cahier_arena {
    unsigned char *base;
    size_t used;        /* bytes from base */
    size_t last;        /* offset of the latest allocation, for cahier_arena_extend */
    size_t budget;      /* bytes */
    size_t peak;        /* highest `used` so far */
    size_t zeroed;      /* bytes from base that may hold old values */
    int64_t fail_after; /* tests: refuse the allocation after this many; < 0: never */
} cahier_arena;

/* Reserves `budget` bytes of address space. False when the system refuses. */
bool cahier_arena_open(cahier_arena *arena, size_t budget);
/* An arena that is zeroes, never opened, is closed already. */
void cahier_arena_close(cahier_arena *arena);

/* `count` elements of `size` bytes, zeroed. NULL when the budget is spent. count * size may not overflow: checked. */
void *cahier_arena_alloc(cahier_arena *arena, size_t count, size_t size);

/* Grows `old` (of old_count elements, or NULL) to `count` elements. In place when it is the latest allocation,
 * else by copy. NULL when the budget is spent; `old` is then unchanged. */
void *cahier_arena_extend(cahier_arena *arena, void *old, size_t old_count, size_t count, size_t size);

/* A share of `bytes` as an arena of its own, for another thread; given back by the reset of the arena that it is part of, and never
 * closed. False when the budget is spent. */
bool cahier_arena_part(cahier_arena *arena, size_t bytes, cahier_arena *out);

/* Temporary memory: everything allocated after the mark is given back by the reset. */
size_t cahier_arena_mark(const cahier_arena *arena);
void cahier_arena_reset(cahier_arena *arena, size_t mark);

#define CAHIER_NEW(arena, type, count) ((type *)cahier_arena_alloc((arena), (count), sizeof(type)))
#define CAHIER_GROW(arena, at, old_count, count) cahier_arena_extend((arena), (at), (old_count), (count), sizeof *(at))

#endif
