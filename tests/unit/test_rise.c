/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <math.h>

#include "rise.h"

/* tests/reference/rise.py: scipy */
static void probabilities_are_those_of_scipy(void **state)
{
    char line[256];
    uint32_t count, lines = 0;
    double mean, size, log_p, log_gamma;
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/rise.tsv", "r");
    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#') {
            continue;
        }
        assert_int_equal(sscanf(line, "%u\t%lf\t%lf\t%lf\t%lf", &count, &mean, &size, &log_p, &log_gamma), 5);
        double got = cahier_nb_log_p(count, mean, size);
        if (fabs(got - log_p) > 1e-9 * (1 + fabs(log_p)) ||
                fabs(cahier_log_gamma(size) - log_gamma) > 1e-10 * (1 + fabs(log_gamma))) {
            fail_msg("%s: got %.12g", line, got);
        }
        lines++;
    }
    (void)fclose(file);
    assert_int_equal(lines, 120);
}

/* What bounds the false alarms, and wastes nothing of the bound: summed over all counts under no change, L is 1 on average. */
static void ratio_is_one_on_average(void **state)
{
    static const cahier_span spans[] = {{0, .01, 20, .5, 0}, {0, .5, 143, 2.5, .05}, {0, 2, 1000, 40.5, .1},
            {0, 10, 143, 3000, .02}, {0, 30, 1000, 200, .3}, {0, 80, 900, .5, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        cahier_span span = spans[i];
        double mean = 0, all = 0, size = 1 / (1 / span.known + span.dispersion);
        for (span.counted = 0; span.counted < 20000; span.counted++) {
            double p = exp(cahier_nb_log_p(span.counted, span.expected, size));
            mean += p * exp(cahier_rise_log(&span));
            all += p;
        }
        if (fabs(mean - 1) > 1e-6 || fabs(all - 1) > 1e-6) {
            fail_msg("span %zu: mean %.9f, sum %.9f", i, mean, all);
        }
    }
}

static void more_than_expected_speaks_for_a_rise(void **state)
{
    cahier_span span = {.expected = 10, .exposure = 1000, .known = 1000, .dispersion = .02};
    double before = -INFINITY;
    (void)state;
    for (span.counted = 8; span.counted < 300; span.counted++) {
        double now = cahier_rise_log(&span);
        assert_true(now > before);
        before = now;
    }
    span.counted = 25;
    double sure = cahier_rise_log(&span);
    span.known = 5; /* what is expected rests on less */
    assert_true(cahier_rise_log(&span) < sure);
    span.known = 1000;
    span.dispersion = .5; /* days differ more */
    assert_true(cahier_rise_log(&span) < sure);
}

static void never_said_then_said_by_eight_is_a_rise(void **state)
{
    cahier_span span = {.counted = 8, .expected = .02, .exposure = 1000, .known = .5};
    (void)state;
    assert_true(cahier_rise_log(&span) > log(1e6));
    span.counted = 500;
    span.expected = 1e-6;
    assert_true(cahier_rise_log(&span) <= CAHIER_RISE_LOG_MOST);
}

static void dispersion_is_shrunk_to_the_pool(void **state)
{
    cahier_spread pool = {0}, quiet = {0}, loud = {0};
    (void)state;
    assert_true(cahier_spread_pooled(&pool) <= 0);
    for (int i = 0; i < 1000; i++) { /* 10 expected, 5 or 15 counted: variance 25, dispersion (25 - 10) / 100 */
        cahier_spread_add(&pool, i % 2 ? 5 : 15, 10);
        cahier_spread_add(&loud, i % 2 ? 2 : 18, 10);
    }
    assert_true(fabs(cahier_spread_pooled(&pool) - .15) < 1e-9);
    assert_true(fabs(cahier_spread_shrunk(&quiet, .15) - .15) < 1e-9);
    assert_true(cahier_spread_shrunk(&loud, .15) > .5);
    for (int i = 0; i < 1000; i++) {
        cahier_spread_add(&quiet, 10, 10);
    }
    assert_true(cahier_spread_shrunk(&quiet, .15) <= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(probabilities_are_those_of_scipy),
            cmocka_unit_test(ratio_is_one_on_average),
            cmocka_unit_test(more_than_expected_speaks_for_a_rise),
            cmocka_unit_test(never_said_then_said_by_eight_is_a_rise),
            cmocka_unit_test(dispersion_is_shrunk_to_the_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
