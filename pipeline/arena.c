/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "arena.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define CAHIER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CAHIER_ASAN 1
#endif
#endif

#ifdef CAHIER_ASAN
#include <sanitizer/asan_interface.h>
#define RED_ZONE 32u
#define GUARD                                                                                                          \
    4096u /* poisoned beyond the furthest byte handed out; all of a large budget would cost an eighth of it in shadow */
#define POISON(at, len) ASAN_POISON_MEMORY_REGION((at), (len))
#define UNPOISON(at, len) ASAN_UNPOISON_MEMORY_REGION((at), (len))
#else
#define RED_ZONE 0u
#define GUARD 0u
#define POISON(at, len) ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
#endif

#define ALIGNMENT 16u
/* bytes: a page of the review fills some hundred kilobytes; to clear two mebibytes takes longer */
#define HUGE_FROM ((size_t)256 << 20)

static size_t round_up(size_t n)
{
    return (n + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1);
}

/* Bytes from base that are, or were, under the sanitizer's eye. */
static size_t guarded(const cahier_arena *arena)
{
    size_t end = arena->peak + GUARD;
    return end < arena->budget ? end : arena->budget;
}

bool cahier_arena_open(cahier_arena *arena, size_t budget)
{
    void *base = mmap(NULL, budget, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
        return false;
    }
#ifdef MADV_HUGEPAGE
    if (budget >= HUGE_FROM) { /* a hint: fewer page faults, an eighth of the time of the text stages */
        (void)madvise(base, budget, MADV_HUGEPAGE);
    }
#endif
    *arena = (cahier_arena){.base = base, .budget = budget, .fail_after = -1};
    POISON(base, guarded(arena));
    return true;
}

void cahier_arena_close(cahier_arena *arena)
{
    if (arena->base != NULL) {
        UNPOISON(arena->base, guarded(arena));
        munmap(arena->base, arena->budget);
    }
    *arena = (cahier_arena){.fail_after = -1};
}

static bool refuse(cahier_arena *arena)
{
    if (arena->fail_after < 0) {
        return false;
    }
    if (arena->fail_after == 0) {
        return true;
    }
    arena->fail_after--;
    return false;
}

/* Pages fresh from the kernel are zero already: only bytes handed out before need clearing. */
static void clear_reused(cahier_arena *arena, size_t from, size_t len)
{
    if (from < arena->zeroed) {
        size_t dirty = arena->zeroed - from;
        memset(arena->base + from, 0, dirty < len ? dirty : len);
    }
    if (from + len > arena->zeroed) {
        arena->zeroed = from + len;
    }
}

static void *take(cahier_arena *arena, size_t start, size_t len)
{
    UNPOISON(arena->base + start, len);
    arena->last = start;
    arena->used = start + round_up(len) + RED_ZONE;
    if (arena->used > arena->peak) {
        arena->peak = arena->used;
        POISON(arena->base + start + len, guarded(arena) - start - len);
    }
    return arena->base + start;
}

static bool fits(const cahier_arena *arena, size_t start, size_t count, size_t size)
{
    size_t room = arena->budget - start;
    return room > ALIGNMENT + RED_ZONE && (size == 0 || count <= (room - ALIGNMENT - RED_ZONE) / size);
}

void *cahier_arena_alloc(cahier_arena *arena, size_t count, size_t size)
{
    if (refuse(arena) || !fits(arena, arena->used, count, size)) {
        return NULL;
    }
    size_t start = arena->used;
    void *at = take(arena, start, count * size);
    clear_reused(arena, start, count * size);
    return at;
}

void *cahier_arena_extend(cahier_arena *arena, void *old, size_t old_count, size_t count, size_t size)
{
    assert(count >= old_count);
    if (old == NULL || (unsigned char *)old != arena->base + arena->last) {
        void *at = cahier_arena_alloc(arena, count, size);
        if (at != NULL && old_count > 0) {
            memcpy(at, old, old_count * size);
        }
        return at;
    }
    if (refuse(arena) || !fits(arena, arena->last, count, size)) {
        return NULL;
    }
    size_t start = arena->last;
    (void)take(arena, start, count * size);
    clear_reused(arena, start + old_count * size, (count - old_count) * size);
    return old;
}

/* What was handed out before is cleared by the share, as it hands it out again. */
bool cahier_arena_part(cahier_arena *arena, size_t bytes, cahier_arena *out)
{
    if (refuse(arena) || !fits(arena, arena->used, bytes, 1)) {
        return false;
    }
    size_t start = arena->used, dirty = arena->zeroed > start ? arena->zeroed - start : 0;
    unsigned char *base = take(arena, start, bytes);
    arena->zeroed = arena->zeroed > start + bytes ? arena->zeroed : start + bytes;
    *out = (cahier_arena){.base = base, .budget = bytes, .fail_after = -1, .zeroed = dirty < bytes ? dirty : bytes};
    POISON(base, guarded(out));
    return true;
}

size_t cahier_arena_mark(const cahier_arena *arena)
{
    return arena->used;
}

void cahier_arena_reset(cahier_arena *arena, size_t mark)
{
    assert(mark <= arena->used);
    POISON(arena->base + mark, arena->used - mark);
    arena->used = mark;
    arena->last = arena->budget; /* nothing before the mark may be extended in place */
}
