/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

static void memory_is_aligned_and_zeroed(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    for (size_t len = 1; len < 100; len += 7) {
        unsigned char *at = cahier_arena_alloc(&arena, len, 1);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % 16, 0);
        for (size_t i = 0; i < len; i++) {
            assert_int_equal(at[i], 0);
        }
        memset(at, 0xA5, len);
    }
    cahier_arena_close(&arena);
}

static void memory_is_zeroed_again_after_reset(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    size_t mark = cahier_arena_mark(&arena);
    memset(cahier_arena_alloc(&arena, 300, 1), 0xFF, 300);
    cahier_arena_reset(&arena, mark);
    const unsigned char *at = cahier_arena_alloc(&arena, 1000, 1);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(at[i], 0);
    }
    cahier_arena_close(&arena);
}

static void latest_allocation_grows_in_place(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    uint32_t *at = CAHIER_NEW(&arena, uint32_t, 4);
    at[3] = 7;
    uint32_t *grown = CAHIER_GROW(&arena, at, 4, 400);
    assert_ptr_equal(grown, at);
    assert_int_equal(grown[3], 7);
    assert_int_equal(grown[399], 0);
    cahier_arena_close(&arena);
}

static void earlier_allocation_grows_by_copy(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    uint32_t *at = CAHIER_NEW(&arena, uint32_t, 4);
    at[0] = 5;
    uint32_t *other = CAHIER_NEW(&arena, uint32_t, 1);
    uint32_t *grown = CAHIER_GROW(&arena, at, 4, 8);
    assert_ptr_not_equal(grown, at);
    assert_int_equal(grown[0], 5);
    assert_int_equal(grown[7], 0);
    assert_int_equal(*other, 0);
    grown = CAHIER_GROW(&arena, (uint32_t *)NULL, 0, 3);
    assert_int_equal(grown[2], 0);
    cahier_arena_close(&arena);
}

static void nothing_before_a_reset_grows_in_place(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    uint32_t *at = CAHIER_NEW(&arena, uint32_t, 4);
    size_t mark = cahier_arena_mark(&arena);
    (void)CAHIER_NEW(&arena, uint32_t, 4);
    cahier_arena_reset(&arena, mark);
    assert_ptr_not_equal(CAHIER_GROW(&arena, at, 4, 8), at);
    cahier_arena_close(&arena);
}

static void budget_is_never_exceeded(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 4096));
    assert_null(cahier_arena_alloc(&arena, 4097, 1));
    assert_null(cahier_arena_alloc(&arena, SIZE_MAX / 2, 4)); /* the product overflows */
    char *at = cahier_arena_alloc(&arena, 2000, 1);
    assert_non_null(at);
    at[0] = 'x';
    assert_null(cahier_arena_extend(&arena, at, 2000, 5000, 1));
    assert_int_equal(at[0], 'x');
    while (cahier_arena_alloc(&arena, 10, 1) != NULL) {
    }
    assert_true(arena.used <= 4096 && arena.peak <= 4096);
    cahier_arena_close(&arena);
}

static void fail_after_refuses_the_nth_allocation(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    arena.fail_after = 2;
    char *at = cahier_arena_alloc(&arena, 1, 1);
    assert_non_null(at);
    at = cahier_arena_extend(&arena, at, 1, 2, 1);
    assert_non_null(at);
    assert_null(cahier_arena_alloc(&arena, 1, 1));
    assert_null(cahier_arena_extend(&arena, at, 2, 3, 1));
    arena.fail_after = -1;
    assert_non_null(cahier_arena_alloc(&arena, 1, 1));
    cahier_arena_close(&arena);
}

/* A share clears what was handed out before it was one, and stays within its bytes; the arena goes on after it. */
static void a_share_is_an_arena(void **state)
{
    (void)state;
    cahier_arena arena, share;
    assert_true(cahier_arena_open(&arena, 1 << 16));
    size_t mark = cahier_arena_mark(&arena);
    memset(cahier_arena_alloc(&arena, 3000, 1), 0xFF, 3000);
    cahier_arena_reset(&arena, mark);
    assert_true(cahier_arena_part(&arena, 8192, &share));
    const unsigned char *after = cahier_arena_alloc(&arena, 100, 1);
    unsigned char *at = cahier_arena_alloc(&share, 6000, 1);
    assert_non_null(at);
    assert_true(at + 6000 <= after);
    for (size_t i = 0; i < 6000; i++) {
        assert_int_equal(at[i], 0);
    }
    memset(at, 0xA5, 6000);
    assert_null(cahier_arena_alloc(&share, 4000, 1));
    cahier_arena_reset(&arena, mark);
    at = cahier_arena_alloc(&arena, 8192, 1);
    for (size_t i = 0; i < 8192; i++) {
        assert_int_equal(at[i], 0);
    }
    assert_false(cahier_arena_part(&arena, 1 << 16, &share));
    cahier_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_share_is_an_arena),
            cmocka_unit_test(memory_is_aligned_and_zeroed),
            cmocka_unit_test(memory_is_zeroed_again_after_reset),
            cmocka_unit_test(latest_allocation_grows_in_place),
            cmocka_unit_test(earlier_allocation_grows_by_copy),
            cmocka_unit_test(nothing_before_a_reset_grows_in_place),
            cmocka_unit_test(budget_is_never_exceeded),
            cmocka_unit_test(fail_after_refuses_the_nth_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
