/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>

#include "theme_choice.h"

enum {
    E = 20,
    MOST = 400
};

typedef struct bench { /* unit vectors around a few poles */
    cahier_arena batch, scratch;
    float *x;
    cahier_neighbours neighbours;
    cahier_choice *choice;
    uint32_t count;
} bench;

static void open_bench(bench *b, uint32_t n, uint32_t poles)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    cahier_random random = {7};
    *b = (bench){.count = 77};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    b->x = CAHIER_NEW(&b->batch, float, n *E);
    for (uint32_t i = 0; i < n; i++) {
        float *x = b->x + (size_t)i * E, squares = 0;
        for (uint32_t e = 0; e < E; e++) {
            x[e] = (e == i % poles ? 1 : 0) + ((float)cahier_random_below(&random, 2001) - 1000) / 6000;
            squares += x[e] * x[e];
        }
        for (uint32_t e = 0; e < E; e++) {
            x[e] /= sqrtf(squares);
        }
    }
    assert_int_equal(cahier_neighbours_find(&b->batch, &b->scratch, &runner, b->x, n, E, &b->neighbours), CAHIER_OK);
}

static cahier_status choose(bench *b, uint32_t chosen)
{
    return cahier_theme_choice(
            &b->batch, &b->scratch, &(cahier_choice_input){b->x, E, &b->neighbours, chosen}, &b->choice, &b->count);
}

static void close_bench(bench *b)
{
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

/* As many subjects as poles: no other number is as stable or as neat. */
static void the_number_of_poles_stands_out(void **state)
{
    (void)state;
    static const uint32_t poles[] = {3, 5, 8};
    for (size_t p = 0; p < sizeof poles / sizeof *poles; p++) {
        bench b;
        uint32_t at = CAHIER_NONE;
        open_bench(&b, 320, poles[p]);
        assert_int_equal(choose(&b, poles[p]), CAHIER_OK);
        assert_int_equal(b.scratch.used, 0);
        for (uint32_t i = 0; i < b.count; i++) {
            assert_true(i == 0 || b.choice[i - 1].themes < b.choice[i].themes);
            assert_in_range(b.choice[i].stability_milli, 0, 1000);
            at = b.choice[i].themes == poles[p] ? i : at;
        }
        assert_true(at != CAHIER_NONE && b.choice[at].stability_milli > 950);
        for (uint32_t i = 0; i < b.count; i++) {
            assert_true(i == at || b.choice[i].modularity_milli < b.choice[at].modularity_milli);
            assert_true(b.choice[i].stability_milli <= b.choice[at].stability_milli);
        }
        close_bench(&b);
    }
}

static void a_number_out_of_reach_is_not_in_the_list(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 60, 3);
    assert_int_equal(choose(&b, 59), CAHIER_OK);
    assert_true(b.count > 0 && b.choice[b.count - 1].themes < 59);
    close_bench(&b);
    open_bench(&b, 29, 3);
    assert_int_equal(choose(&b, 3), CAHIER_OK);
    assert_int_equal(b.count, 0);
    close_bench(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    for (uint32_t which = 0; which < 2; which++) {
        bench b;
        open_bench(&b, 80, 4);
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            (which == 0 ? &b.batch : &b.scratch)->fail_after = n;
            status = choose(&b, 4);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && b.count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 3);
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(the_number_of_poles_stands_out),
            cmocka_unit_test(a_number_out_of_reach_is_not_in_the_list),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
