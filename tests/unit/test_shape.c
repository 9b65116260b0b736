/* SPDX-License-Identifier: Apache-2.0 */
/* One prepared corpus, shaped again and again by people's decisions. */
#include "prepared.h"
#include "random_journal.h"
#include "same_result.h"
#include "town_check.h"

#define JOURNALS 12u

typedef struct shaping {
    bench b; /* b.batch: all that is prepared */
    cahier_prepared prepared;
    cahier_arena journals;
} shaping;

static const cahier_runner serial = {cahier_run_serial, NULL};

static void open_shaping(shaping *s, const town *t, const town_row *rows, uint32_t count)
{
    bench_open(&s->b, t, rows, count);
    assert_true(cahier_arena_open(&s->journals, SMALL_BUDGET));
    assert_int_equal(bench_read(&s->b), CAHIER_OK);
    assert_int_equal(cahier_prepare_corpus(s->b.lexicons, &s->b.options, &serial, &s->b.corpus, &s->b.batch,
                             &s->b.scratch, &s->prepared),
            CAHIER_OK);
}

static void close_shaping(shaping *s)
{
    cahier_arena_close(&s->journals);
    bench_close(&s->b);
}

static void shape(shaping *s, const cahier_decisions *decisions, cahier_arena *own, cahier_result *out)
{
    assert_true(cahier_arena_open(own, TOWN_BUDGET));
    assert_int_equal(cahier_shape_corpus(&s->prepared, decisions, &serial, own, &s->b.scratch, out), CAHIER_OK);
}

/* A small town with a campaign in it: three rows more say what the first says. */
static uint32_t write_rows(town_row *rows)
{
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < 6; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = town_rows[i < 3 ? 0 : 20].text};
    }
    return TOWN_ROWS + 6;
}

/* FNV-1a of all bytes, the red zones between allocations included: an address sanitizer is not to watch. */
__attribute__((no_sanitize("address"))) static uint64_t digest_of(const unsigned char *at, size_t len)
{
    uint64_t digest = 14695981039346656037u;
    for (size_t i = 0; i < len; i++) {
        digest = (digest ^ at[i]) * 1099511628211u;
    }
    return digest;
}

static void any_journal_may_follow_any_other(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    open_shaping(&s, *state, rows, write_rows(rows));
    size_t used = s.b.batch.used;
    uint64_t before = digest_of(s.b.batch.base, used);
    cahier_arena plain_arena;
    cahier_result plain, again;
    shape(&s, NULL, &plain_arena, &plain);
    for (uint64_t seed = 1; seed <= JOURNALS; seed++) {
        cahier_arena first_arena, again_arena;
        cahier_result first;
        const cahier_decisions *journal = random_journal(&s.journals, &plain, seed, 1 + (uint32_t)seed);
        shape(&s, journal, &first_arena, &first);
        shape(&s, random_journal(&s.journals, &plain, seed + 100, 5), &again_arena, &again);
        cahier_arena_close(&again_arena);
        shape(&s, journal, &again_arena, &again);
        assert_same_result(&first, &again);
        cahier_arena_close(&again_arena);
        cahier_arena_close(&first_arena);
    }
    cahier_arena last;
    shape(&s, NULL, &last, &again); /* as if nobody had decided anything */
    assert_same_result(&plain, &again);
    assert_int_equal(s.b.batch.used, used);
    assert_true(digest_of(s.b.batch.base, used) == before);
    cahier_arena_close(&last);
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

/* Masks are put before anything is prepared: they have a test of their own (test_mask.c). */
static void forget_masks(cahier_decisions *journal)
{
    for (uint32_t i = 0; i < journal->count; i++) {
        if (journal->at[i].deed == CAHIER_MASK) {
            ((cahier_decision *)(uintptr_t)journal->at)[i].deed = CAHIER_ELSEWHERE;
        }
    }
}

static void shaping_is_the_second_half_of_the_analysis(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    uint32_t count = write_rows(rows);
    open_shaping(&s, *state, rows, count);
    cahier_arena plain_arena;
    cahier_result plain;
    shape(&s, NULL, &plain_arena, &plain);
    for (uint64_t seed = 1; seed <= JOURNALS; seed++) {
        cahier_arena own;
        cahier_result shaped;
        bench whole;
        cahier_decisions *journal = random_journal(&s.journals, &plain, seed, 2 * (uint32_t)seed);
        forget_masks(journal);
        shape(&s, journal, &own, &shaped);
        bench_open(&whole, *state, rows, count);
        whole.options.decisions = journal;
        assert_int_equal(bench_run(&whole), CAHIER_OK);
        assert_same_result(&whole.result, &shaped);
        bench_close(&whole);
        cahier_arena_close(&own);
    }
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

static void a_journal_without_lines_changes_nothing(void **state)
{
    static const cahier_decisions none = {NULL, 0};
    shaping s;
    open_shaping(&s, *state, town_rows, TOWN_ROWS);
    cahier_arena plain_arena, own;
    cahier_result plain, shaped;
    shape(&s, NULL, &plain_arena, &plain);
    shape(&s, &none, &own, &shaped);
    for (uint32_t d = 0; d < TOWN_ROWS; d++) {
        assert_int_equal(plain.assignments[d].count, shaped.assignments[d].count);
        for (uint32_t i = 0; i < plain.assignments[d].count; i++) {
            assert_same_parts(&plain.assignments[d].at[i], &shaped.assignments[d].at[i]);
        }
    }
    cahier_arena_close(&own);
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(any_journal_may_follow_any_other),
            cmocka_unit_test(shaping_is_the_second_half_of_the_analysis),
            cmocka_unit_test(a_journal_without_lines_changes_nothing),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
