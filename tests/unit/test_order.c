/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <stdlib.h>

#include "order.h"

enum {
    SEEDS = 200,
    COUNT_MOST = 300
};

static int by_key_then_value(const void *a, const void *b)
{
    const cahier_keyed *x = a, *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return (x->value > y->value) - (x->value < y->value);
}

/* Keys below 2^(8 bytes); few distinct ones in half of the runs, so that ties and passes without effect happen. */
static uint64_t draw_key(cahier_random *random, uint32_t bytes, bool few)
{
    uint64_t key = cahier_random_next(random) >> (64 - 8 * bytes);
    return few ? key & UINT64_C(0x0300000000030003) : key;
}

static void keys_ascend_and_equal_keys_keep_their_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        cahier_random random = {seed};
        cahier_keyed at[COUNT_MOST], spare[COUNT_MOST], expected[COUNT_MOST];
        uint32_t count = cahier_random_below(&random, COUNT_MOST), bytes = 1 + cahier_random_below(&random, 8);
        for (uint32_t i = 0; i < count; i++) {
            expected[i] = at[i] = (cahier_keyed){draw_key(&random, bytes, seed % 2 == 0), i};
        }
        qsort(expected, count, sizeof *expected, by_key_then_value);
        const cahier_keyed *sorted = cahier_sort_keyed(at, spare, count, bytes);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(sorted[i].key == expected[i].key);
            assert_int_equal(sorted[i].value, expected[i].value);
        }
    }
}

static void higher_bytes_do_not_count(void **state)
{
    (void)state;
    cahier_keyed at[] = {{0x0102, 0}, {0x0001, 1}, {0x0f01, 2}}, spare[3];
    const cahier_keyed *sorted = cahier_sort_keyed(at, spare, 3, 1);
    assert_int_equal(sorted[0].value, 1);
    assert_int_equal(sorted[1].value, 2);
    assert_int_equal(sorted[2].value, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(keys_ascend_and_equal_keys_keep_their_order),
            cmocka_unit_test(higher_bytes_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
