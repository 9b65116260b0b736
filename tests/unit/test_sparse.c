/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <stdlib.h>

#include "sound.h"

enum {
    SEEDS = 50,
    ROWS_MOST = 30,
    COLUMNS_MOST = 40
};

/* Random sizes and filling; empty rows, empty columns and no row at all happen. */
static cahier_sparse make_sparse(cahier_arena *arena, uint64_t seed)
{
    cahier_random random = {seed};
    cahier_sparse m = {
            .rows = cahier_random_below(&random, ROWS_MOST), .columns = 1 + cahier_random_below(&random, COLUMNS_MOST)};
    uint32_t filled = cahier_random_below(&random, 100);
    m.start = CAHIER_NEW(arena, uint32_t, m.rows + 1);
    m.column = CAHIER_NEW(arena, uint32_t, m.rows * m.columns);
    m.value = CAHIER_NEW(arena, float, m.rows *m.columns);
    uint32_t z = 0;
    for (uint32_t r = 0; r < m.rows; r++) {
        for (uint32_t c = 0; c < m.columns; c++) {
            if (cahier_random_below(&random, 100) < filled) {
                m.column[z] = c;
                m.value[z++] = (float)cahier_random_below(&random, 1000) / 8;
            }
        }
        m.start[r + 1] = z;
    }
    return m;
}

static float value_at(const cahier_sparse *m, uint32_t r, uint32_t c)
{
    for (uint32_t z = m->start[r]; z < m->start[r + 1]; z++) {
        if (m->column[z] == c) {
            return m->value[z];
        }
    }
    return 0;
}

static void transposed_twice_it_is_itself(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const char *reason = "";
        cahier_sparse m = make_sparse(&arena, seed), t, back;
        assert_int_equal(cahier_sparse_transpose(&arena, &m, &t), CAHIER_OK);
        assert_int_equal(cahier_sparse_transpose(&arena, &t, &back), CAHIER_OK);
        assert_true(sparse_is_sound(&m, &reason) && sparse_is_sound(&t, &reason));
        assert_int_equal(t.rows, m.columns);
        assert_int_equal(t.columns, m.rows);
        for (uint32_t r = 0; r < m.rows; r++) {
            for (uint32_t c = 0; c < m.columns; c++) {
                assert_true(value_at(&m, r, c) == value_at(&t, c, r));
            }
        }
        uint32_t Z = m.start[m.rows];
        assert_int_equal(back.rows, m.rows);
        assert_memory_equal(back.start, m.start, (m.rows + 1) * sizeof *m.start);
        assert_memory_equal(back.column, m.column, Z * sizeof *m.column);
        assert_memory_equal(back.value, m.value, Z * sizeof *m.value);
    }
    cahier_arena_close(&arena);
}

static void the_check_says_what_is_broken(void **state)
{
    (void)state;
    float value[] = {1, 1, 1};
    struct {
        uint32_t start[3], column[3];
        const char *reason;
    } cases[] = {
            {{0, 2, 3}, {0, 4, 2}, NULL},
            {{1, 2, 3}, {0, 1, 2}, "the first row does not start at 0"},
            {{0, 3, 2}, {0, 1, 2}, "a row ends before it starts"},
            {{0, 2, 3}, {0, 5, 2}, "a column is out of range"},
            {{0, 2, 3}, {2, 1, 2}, "the columns of a row do not ascend"},
            {{0, 2, 3}, {2, 2, 2}, "the columns of a row do not ascend"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason = NULL;
        cahier_sparse m = {2, 5, cases[i].start, cases[i].column, value};
        assert_int_equal(sparse_is_sound(&m, &reason), cases[i].reason == NULL);
        if (cases[i].reason != NULL) {
            assert_string_equal(reason, cases[i].reason);
        }
    }
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    cahier_sparse m = make_sparse(&arena, 7);
    cahier_status status = CAHIER_ERROR_NOMEM;
    int64_t n = 0;
    for (; status != CAHIER_OK; n++) {
        cahier_sparse t = {.rows = 77};
        arena.fail_after = n;
        status = cahier_sparse_transpose(&arena, &m, &t);
        assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && t.rows == 77));
    }
    assert_int_equal(n, 4);
    cahier_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(transposed_twice_it_is_itself),
            cmocka_unit_test(the_check_says_what_is_broken),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
