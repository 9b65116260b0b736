/* SPDX-License-Identifier: Apache-2.0 */
#include "town.h"

#include "subtheme.h"

/* All texts of the town as one theme: what it divides into is its four subjects. */
static cahier_status divide(bench *b, stages *s, uint32_t **sub_of)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    const cahier_label_input words = {b->lexicons, &b->corpus, &s->uses, &s->counts, &s->space, NULL, NULL};
    return cahier_subtheme_find(&b->batch, &b->scratch, &runner,
            &(cahier_subtheme_input){&words, &s->vocabulary, &s->weights, s->found.assignments, s->found.count, NULL},
            s->themes, s->found.count, sub_of);
}

static void open_one_theme(bench *b, stages *s, void **state, const town_row *rows, uint32_t count)
{
    bench_open(b, *state, rows, count);
    b->options.themes = 1;
    bench_stages(b, s);
    bench_label(b, s);
    assert_int_equal(s->found.count, 1);
}

static void check_subs(const bench *b, const cahier_theme *theme, const uint32_t *sub_of)
{
    uint32_t in = 0;
    for (uint32_t i = 0; i < theme->sub_count; i++) {
        const cahier_subtheme *sub = &theme->subs[i];
        assert_true(i == 0 || theme->subs[i - 1].document_count >= sub->document_count);
        assert_true(sub->label.len > 0 && strncmp(sub->id, theme->id, 6) == 0 && sub->id[6] == '.');
        assert_true(sub->persons > 0 && sub->persons <= sub->document_count);
        for (uint32_t j = 0; j < i; j++) {
            assert_false(cahier_text_equal(sub->label, theme->subs[j].label));
            assert_string_not_equal(sub->id, theme->subs[j].id);
        }
        for (uint32_t j = 0; j < sub->document_count; j++) {
            assert_int_equal(sub_of[sub->documents[j]], i);
            assert_true(j == 0 || sub->documents[j - 1] < sub->documents[j]);
        }
        in += sub->document_count;
    }
    for (uint32_t d = 0; d < b->corpus.count; d++) {
        in -= sub_of[d] != CAHIER_NONE;
    }
    assert_int_equal(in, 0);
}

static void a_theme_of_four_subjects_divides_into_them(void **state)
{
    bench b;
    stages s;
    uint32_t *sub_of;
    open_one_theme(&b, &s, state, town_rows, TOWN_ROWS);
    assert_int_equal(divide(&b, &s, &sub_of), CAHIER_OK);
    assert_int_equal(b.scratch.used, 0);
    const cahier_theme *theme = &s.themes[0];
    assert_in_range(theme->sub_count, 2, CAHIER_SUBS_MOST);
    assert_in_range(theme->split_milli, CAHIER_SPLIT_LEAST_MILLI, 1000);
    check_subs(&b, theme, sub_of);
    uint32_t strangers = 0; /* not with the most of their subject */
    for (uint32_t subject = 0; subject < TOWN_SUBJECTS; subject++) {
        uint32_t count[CAHIER_SUBS_MOST] = {0}, most = 0;
        for (uint32_t i = 0; i < TOWN_EACH; i++) {
            count[sub_of[subject * TOWN_EACH + i]]++;
        }
        for (uint32_t p = 0; p < CAHIER_SUBS_MOST; p++) {
            most = count[p] > most ? count[p] : most;
        }
        strangers += TOWN_EACH - most;
    }
    assert_true(strangers * 10 <= TOWN_ROWS);
    bench_close(&b);
}

/* Fewer texts than can be divided, and one subject alone said over and over. */
static void what_does_not_divide_has_none(void **state)
{
    bench b;
    stages s;
    uint32_t *sub_of;
    open_one_theme(&b, &s, state, town_rows, 29);
    assert_int_equal(divide(&b, &s, &sub_of), CAHIER_OK);
    assert_int_equal(s.themes[0].sub_count, 0);
    assert_int_equal(s.themes[0].split_milli, 0);
    for (uint32_t d = 0; d < 29; d++) {
        assert_int_equal(sub_of[d], CAHIER_NONE);
    }
    bench_close(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    for (uint32_t which = 0; which < 2; which++) {
        bench b;
        stages s;
        open_one_theme(&b, &s, state, town_rows, TOWN_ROWS);
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            uint32_t *sub_of = NULL;
            cahier_arena *arena = which == 0 ? &b.batch : &b.scratch;
            size_t mark = cahier_arena_mark(&b.batch);
            arena->fail_after = n;
            status = divide(&b, &s, &sub_of);
            arena->fail_after = -1;
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && sub_of == NULL));
            assert_int_equal(b.scratch.used, 0);
            cahier_arena_reset(&b.batch, mark);
        }
        assert_true(n > 10);
        bench_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_theme_of_four_subjects_divides_into_them),
            cmocka_unit_test(what_does_not_divide_has_none),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
