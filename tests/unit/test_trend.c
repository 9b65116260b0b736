/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>

#include "trend.h"

/* --- exact test, discoveries -------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint32_t a, n, b, m;
    double log_p;
} tables[] = {
        /* twice the smaller hypergeometric tail, in integers of any size */
        {"the lady tasting tea, one cup wrong: 2 x 17/70", 3, 4, 1, 4, -0.7221347174331973},
        {"all cups right: 2/70", 4, 4, 0, 4, -3.5553480614894135},
        {"10 of 15 against 1 of 12", 10, 15, 1, 12, -5.160770773478743},
        {"8 of 10 against 2 of 10", 8, 10, 2, 10, -3.7716465751405},
        {"none of 10 against 5 of 10", 0, 10, 5, 10, -3.426277066059179},
        {"12 of 100 against 30 of 900", 12, 100, 30, 900, -7.018544191629459},
        {"5 of 5 against 0 of 995", 5, 5, 0, 995, -29.0481224381466},
        {"40 of 1000 against 60 of 9000", 40, 1000, 60, 9000, -33.26270851980411},
        {"beyond the smallest double's square root", 300, 1000, 100, 9000, -521.3493295293785},
        {"the same share", 20, 100, 200, 1000, 0},
        {"nobody", 0, 5, 0, 7, 0},
        {"everybody", 7, 7, 9, 9, 0},
};

static void exact_test_gives_the_integer_tails(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        double got = cahier_fisher_log_p(tables[i].a, tables[i].n, tables[i].b, tables[i].m);
        if (fabs(got - tables[i].log_p) > 1e-9 * (1 - tables[i].log_p)) {
            fail_msg("%s: got %.12f", tables[i].name, got);
        }
        assert_true(fabs(got - cahier_fisher_log_p(tables[i].b, tables[i].m, tables[i].a, tables[i].n)) < 1e-9);
    }
}

static const struct {
    const char *name;
    double p[15], q;
    uint32_t count, kept;
} procedures[] = {
        {"Benjamini & Hochberg 1995, section 4: 4 of 15",
                {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1},
                .05, 15, 4},
        {"a later p that passes takes the earlier with it", {.02, .03, .035, .04}, .05, 4, 4},
        {"the first of four needs q / 4", {.013, .5, .6, .7}, .05, 4, 0},
        {"and has it", {.012, .5, .6, .7}, .05, 4, 1},
        {"all of six", {.001, .002, .003, .004, .005, .05}, .05, 6, 6},
        {"nothing tested", {0}, .05, 0, 0},
};

static void discoveries_are_those_of_the_procedure(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof procedures / sizeof *procedures; i++) {
        double log_p[15];
        for (uint32_t j = 0; j < procedures[i].count; j++) {
            log_p[j] = log(procedures[i].p[j]);
        }
        uint32_t got = cahier_discoveries(log_p, procedures[i].count, procedures[i].q);
        if (got != procedures[i].kept) {
            fail_msg("%s: got %u", procedures[i].name, got);
        }
    }
}

/* --- periods and series ------------------------------------------------------------------------------------------- */

typedef struct bench { /* what every test opens */
    cahier_arena batch, scratch;
    cahier_trends trends;
} bench;

static void open_bench(bench *b)
{
    *b = (bench){.trends = {.count = 0}};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
}

static void close_bench(bench *b)
{
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

static void find(bench *b, const small_corpus *c, uint32_t themes)
{
    cahier_trend_basis basis = {&c->corpus, c->assignments, themes, c->duplicate_of};
    assert_int_equal(cahier_trend_find(&b->batch, &b->scratch, &basis, &b->trends), CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

static const struct {
    const char *name;
    int32_t dates[8]; /* of documents of theme 0 */
    int32_t first, last;
    uint32_t count, counted;
} calendars[] = {
        {"no date at all", {0, 0, 0}, 0, 0, 0, 0},
        {"one day", {20250314}, 202503, 202503, 1, 1},
        {"a hole is a month too", {20241130, 20250201, 0}, 202411, 202502, 4, 2},
        {"twenty years exactly", {20050101, 20241231}, 200501, 202412, 240, 2},
        {"1925 for 2025", {19250314, 20250401, 20250512, 20250601}, 202504, 202506, 3, 3},
        {"2052 for 2025", {20250401, 20250512, 20250601, 20520314}, 202504, 202506, 3, 3},
        {"both ends wrong", {10250401, 20250512, 20250601, 90250314}, 202505, 202506, 2, 2},
        {"a month too far: the earlier of two equal windows", {20050101, 20250131}, 200501, 200501, 1, 1},
};

static void months_run_without_holes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof calendars / sizeof *calendars; i++) {
        small_row rows[8];
        small_corpus c;
        bench b;
        uint32_t counted = 0;
        for (uint32_t d = 0; d < 8; d++) {
            rows[d] = (small_row){.person = d + 1, .date = calendars[i].dates[d], .theme = 1};
        }
        open_bench(&b);
        small_corpus_open(&c, rows, 8);
        find(&b, &c, 1);
        if (b.trends.period_count != calendars[i].count) {
            fail_msg("%s: %u months", calendars[i].name, b.trends.period_count);
        }
        for (uint32_t p = 0; p < b.trends.period_count; p++) {
            counted += b.trends.series[p];
            int32_t before = p == 0 ? 0 : b.trends.periods[p - 1];
            assert_true(p == 0 || b.trends.periods[p] == (before % 100 == 12 ? before + 89 : before + 1));
        }
        if (b.trends.period_count > 0) {
            assert_int_equal(b.trends.periods[0], calendars[i].first);
            assert_int_equal(b.trends.periods[b.trends.period_count - 1], calendars[i].last);
        }
        assert_int_equal(counted, calendars[i].counted);
        assert_int_equal(b.trends.count, 0);
        small_corpus_close(&c);
        close_bench(&b);
    }
}

/* --- trends ------------------------------------------------------------------------------------------------------- */

enum {
    MONTHS = 6,
    EACH = 40,
    D = MONTHS * EACH
};

/* `usual` of the 40 documents of a month have theme 1, in the fourth month `then`; every other document has theme 2. */
static void fill_months(small_row rows[D], uint32_t usual, uint32_t then)
{
    for (uint32_t d = 0; d < D; d++) {
        uint32_t month = d / EACH;
        rows[d] = (small_row){.person = d + 1,
                .date = (int32_t)(20250101 + 100 * month + d % 28),
                .theme = d % EACH < (month == 3 ? then : usual) ? 1 : 2};
    }
}

static const struct {
    const char *name;
    uint32_t usual, then; /* of 40 documents a month */
    uint32_t copies;      /* so many of the theme's documents of the month are one campaign */
    uint32_t persons;     /* who wrote the theme's documents of the month; 0: one each */
    uint32_t trends;      /* expected: both themes may stand out, one up and one down */
} stories[] = {
        {"as always", 8, 8, 0, 0, 0},
        {"a theme appears", 0, 12, 0, 0, 1}, /* the other falls from 40 to 28: ratio 1.43 */
        {"one rises, the other falls", 10, 30, 0, 0, 2}, {"fewer than five documents prove nothing", 0, 4, 0, 0, 0},
        {"a campaign is one voice", 0, 12, 9, 0, 0}, {"two persons are not a need", 0, 12, 0, 2, 0},
        {"three may be", 0, 12, 0, 3, 1}, {"surely more, yet not half as much again", 25, 37, 0, 0, 0}, /* ratio 1.48 */
};

static void a_month_stands_out_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        small_row rows[D];
        small_corpus c;
        bench b;
        fill_months(rows, stories[i].usual, stories[i].then);
        for (uint32_t d = 3 * EACH; stories[i].persons > 0 && d < 3 * EACH + stories[i].then; d++) {
            rows[d].person = 1 + d % stories[i].persons;
        }
        open_bench(&b);
        small_corpus_open(&c, rows, D);
        for (uint32_t j = 0; j < stories[i].copies; j++) {
            c.duplicate_of[3 * EACH + j] = 0;
        }
        find(&b, &c, 2);
        if (b.trends.count != stories[i].trends) {
            fail_msg("%s: %u trends", stories[i].name, b.trends.count);
        }
        for (uint32_t t = 0; t < b.trends.count; t++) {
            assert_int_equal(b.trends.at[t].period, 3);
        }
        assert_int_equal(b.trends.series[3], stories[i].then); /* copies included */
        small_corpus_close(&c);
        close_bench(&b);
    }
}

static void a_trend_shows_its_numbers(void **state)
{
    (void)state;
    small_row rows[D];
    small_corpus c;
    bench b;
    fill_months(rows, 10, 30);
    rows[5].date = 20250403; /* three copies: the first by date is not the first in the file */
    rows[3 * EACH].date = 20250106;
    rows[EACH - 1].date = 0;
    open_bench(&b);
    small_corpus_open(&c, rows, D);
    c.duplicate_of[5] = c.duplicate_of[3 * EACH] = c.duplicate_of[3 * EACH + 1] = 0;
    find(&b, &c, 2);
    assert_int_equal(b.trends.count, 2);
    const cahier_trend *up = &b.trends.at[b.trends.at[0].theme == 0 ? 0 : 1];
    const cahier_trend *down = &b.trends.at[b.trends.at[0].theme == 0 ? 1 : 0];
    assert_int_equal(up->share.count, 28);
    assert_int_equal(up->share.total, 38);
    assert_int_equal(up->expected_milli, 251); /* 50 of 199 */
    assert_true(up->share.low_milli > up->expected_milli);
    assert_int_equal(down->theme, 1);
    assert_int_equal(down->share.count, 10);
    assert_int_equal(down->expected_milli, 749);
    small_corpus_close(&c);
    close_bench(&b);
}

/* The same rise over two months only: nothing to compare with but each other. */
static void two_months_make_no_trend(void **state)
{
    (void)state;
    small_row rows[D];
    small_corpus c;
    bench b;
    fill_months(rows, 10, 30);
    open_bench(&b);
    small_corpus_open(&c, rows + 2 * EACH, 2 * EACH);
    find(&b, &c, 2);
    assert_int_equal(b.trends.period_count, 2);
    assert_int_equal(b.trends.count, 0);
    small_corpus_close(&c);
    close_bench(&b);
}

/* --- properties --------------------------------------------------------------------------------------------------- */

enum {
    THEMES = 8,
    MANY = 900
};

static void make_rows(small_row *rows, const uint32_t *order, uint64_t seed)
{
    cahier_random random = {seed};
    for (uint32_t d = 0; d < MANY; d++) {
        uint32_t theme = cahier_random_below(&random, THEMES + 1), month = cahier_random_below(&random, 12);
        if (seed % 2 == 1 && cahier_random_below(&random, 8) == 0) { /* odd seeds: something happens in May */
            theme = 3;
            month = 4;
        }
        rows[order[d]] = (small_row){.person = 1 + cahier_random_below(&random, MANY),
                .theme = theme,
                .date = (int32_t)(20240101 + 100 * month + cahier_random_below(&random, 28))};
    }
}

/* Even seeds hold no trend: 20 corpora of 96 tests at q = .01 may give one by bad luck, not three. */
static void order_does_not_show_and_chance_is_silent(void **state)
{
    (void)state;
    uint32_t alarms = 0, order[MANY];
    for (uint64_t seed = 1; seed <= 40; seed++) {
        bench b[2];
        small_row rows[MANY];
        for (uint32_t run = 0; run < 2; run++) {
            small_corpus c;
            small_shuffle(order, MANY, run);
            make_rows(rows, order, seed);
            open_bench(&b[run]);
            small_corpus_open(&c, rows, MANY);
            find(&b[run], &c, THEMES);
            small_corpus_close(&c);
        }
        const cahier_trends *t = &b[0].trends;
        assert_int_equal(t->period_count, 12);
        assert_int_equal(t->count, b[1].trends.count);
        assert_memory_equal(t->at, b[1].trends.at, t->count * sizeof *t->at);
        assert_memory_equal(t->series, b[1].trends.series, THEMES * 12 * sizeof *t->series);
        if (seed % 2 == 1) {
            assert_true(t->count >= 1 && t->at[0].theme == 2 && t->at[0].period == 4);
        } else {
            alarms += t->count;
        }
        close_bench(&b[0]);
        close_bench(&b[1]);
    }
    assert_true(alarms <= 2);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    small_row rows[D];
    small_corpus c;
    bench b;
    fill_months(rows, 10, 30);
    rows[0].date = 19250101; /* the longest way: months to cut */
    open_bench(&b);
    small_corpus_open(&c, rows, D);
    cahier_trend_basis basis = {&c.corpus, c.assignments, 2, c.duplicate_of};
    for (uint32_t which = 0; which < 2; which++) {
        cahier_arena *failing = which == 0 ? &b.batch : &b.scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            cahier_trends trends = {.count = 77};
            failing->fail_after = n;
            status = cahier_trend_find(&b.batch, &b.scratch, &basis, &trends);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && trends.count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 3);
        failing->fail_after = -1;
    }
    small_corpus_close(&c);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(exact_test_gives_the_integer_tails),
            cmocka_unit_test(discoveries_are_those_of_the_procedure),
            cmocka_unit_test(months_run_without_holes),
            cmocka_unit_test(a_month_stands_out_or_not),
            cmocka_unit_test(a_trend_shows_its_numbers),
            cmocka_unit_test(two_months_make_no_trend),
            cmocka_unit_test(order_does_not_show_and_chance_is_silent),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
