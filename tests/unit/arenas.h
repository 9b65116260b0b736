/* SPDX-License-Identifier: Apache-2.0 */
/* arenas.h -- the two arenas of a test program, opened before its tests and closed after them. */
#ifndef CAHIER_TESTS_ARENAS_H
#define CAHIER_TESTS_ARENAS_H

#include "arena.h"

static cahier_arena batch, scratch;

static int open_arenas(void **state)
{
    (void)state;
    return cahier_arena_open(&batch, (size_t)64 << 20) && cahier_arena_open(&scratch, (size_t)64 << 20) ? 0 : -1;
}

static int close_arenas(void **state)
{
    (void)state;
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
    return 0;
}

#endif
