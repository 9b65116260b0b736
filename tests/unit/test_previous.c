/* SPDX-License-Identifier: Apache-2.0 */
#include "previous.h"
#include "assign.h"
#include "guide.h"
#include "town.h"

#define NONE CAHIER_NONE
#define THINGS_MOST 24u

/* --- match -------------------------------------------------------------------------------------------------------- */

typedef struct matching {
    const char *name;
    uint32_t n, A, B;
    uint32_t before[THINGS_MOST], after[THINGS_MOST]; /* one digit a thing; NONE: known on one side only */
    uint32_t match[4];
} matching;

static const matching matchings[] = {
        {"the same themes in another order", 6, 2, 2, {0, 0, 0, 1, 1, 1}, {1, 1, 1, 0, 0, 0}, {1, 0}},
        {"the larger part of a theme cut in two goes on", 7, 1, 2, {0, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 1, 0, 0, 0},
                {NONE, 0}},
        {"equal parts: the first", 4, 1, 2, {0, 0, 0, 0}, {0, 0, 1, 1}, {0, NONE}},
        {"of two that became one, the larger gives its name", 5, 2, 1, {0, 0, 1, 1, 1}, {0, 0, 0, 0, 0}, {1}},
        {"new texts do not count", 6, 1, 2, {0, 0, NONE, NONE, NONE, NONE}, {0, 0, 0, 0, 1, 1}, {0, NONE}},
        {"texts without theme do not count", 5, 1, 1, {0, 0, NONE, 0, NONE}, {NONE, NONE, 0, 0, 0}, {0}},
        {"a third is too little", 9, 3, 3, {0, 0, 0, 1, 1, 1, 2, 2, 2}, {0, 1, 2, 0, 1, 2, 0, 1, 2},
                {NONE, NONE, NONE}},
        {"of a theme in pieces, none goes on", 8, 1, 4, {0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 1, 1, 2, 2, 3, 3},
                {NONE, NONE, NONE, NONE}},
        {"nothing in common", 2, 1, 1, {0, NONE}, {NONE, 0}, {NONE}},
};

static void themes_are_matched_by_their_texts(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof matchings / sizeof *matchings; m++) {
        const matching *one = &matchings[m];
        cahier_arena batch, scratch;
        uint32_t *match;
        assert_true(cahier_arena_open(&batch, 1u << 20) && cahier_arena_open(&scratch, 1u << 20));
        assert_int_equal(cahier_themes_match(&batch, &scratch,
                                 &(cahier_two_partitions){one->before, one->after, one->n, one->A, one->B}, &match),
                CAHIER_OK);
        for (uint32_t b = 0; b < one->B; b++) {
            if (match[b] != one->match[b]) {
                fail_msg("%s: theme %u continues %d, not %d", one->name, b, (int)match[b], (int)one->match[b]);
            }
        }
        cahier_arena_close(&batch);
        cahier_arena_close(&scratch);
    }
}

/* --- hysteresis ----------------------------------------------------------------------------------------------------- */

/* The second nearly the first: a border to stand on. */
static void draw_near(const float *first, float *second, uint32_t count)
{
    for (uint32_t e = 0; e < count; e++) {
        second[e] = 0.9f * first[e] + 0.3f * second[e];
    }
}

/* Each text is said to have had each theme in turn: it keeps it near the best score, and only there. */
static void a_text_keeps_a_theme_near_the_best_score(void **state)
{
    bench b;
    stages s;
    cahier_runner runner = {cahier_run_serial, NULL};
    uint32_t kept[TOWN_ROWS], held = 0, left = 0;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.options.themes = TOWN_SUBJECTS;
    bench_stages(&b, &s);
    const cahier_centroids *c = &s.found.centroids;
    draw_near(c->vector, c->vector + c->dimensions, c->dimensions);
    draw_near(c->words, c->words + c->terms, c->terms);
    for (uint32_t k = 0; k < s.found.count; k++) {
        cahier_themes with = s.found, alone = s.found;
        for (uint32_t d = 0; d < TOWN_ROWS; d++) {
            kept[d] = k;
        }
        cahier_theme_input in = {&b.corpus, &s.uses, &s.weights, &s.space, NULL, NULL};
        assert_int_equal(cahier_assign(&b.batch, &b.scratch, &runner, &in, &alone), CAHIER_OK);
        in.kept = kept;
        assert_int_equal(cahier_assign(&b.batch, &b.scratch, &runner, &in, &with), CAHIER_OK);
        for (uint32_t d = 0; d < TOWN_ROWS; d++) {
            const cahier_assignments *was = &alone.assignments[d], *is = &with.assignments[d];
            if (is->kept) {
                assert_int_equal(is->at[0].theme, k);
                assert_true(was->at[0].theme != k && is->at[0].score_milli < was->at[0].score_milli);
                assert_true(is->at[0].score_milli * 100 >= was->at[0].score_milli * CAHIER_THEME_KEEP_SHARE);
                held++;
            } else if (is->count > 0) {
                assert_int_equal(is->at[0].score_milli, was->at[0].score_milli);
                left += is->at[0].theme != k;
            }
        }
    }
    assert_true(held > 0);
    assert_true(left > held);
    bench_close(&b);
}

/* --- recall --------------------------------------------------------------------------------------------------------- */

static void rows_that_moved_are_known_by_their_text(void **state)
{
    bench b;
    stages s;
    cahier_text id[3];
    uint64_t text[3];
    uint32_t theme[3] = {0, 1, NONE};
    const cahier_previous_theme themes[2] = {{.id = "t-0001", .shown = true}, {.id = "t-0002", .shown = true}};
    cahier_recall *recall;
    bench_open(&b, *state, town_rows, 4);
    bench_stages(&b, &s);
    for (uint32_t i = 0; i < 3; i++) { /* the earlier file had no first row: ids are ranks */
        id[i] = b.corpus.received[i].id;
        text[i] = cahier_text_hash(b.corpus.analysed[i + 1]->text);
    }
    const cahier_previous previous = {id, text, theme, theme, 3, themes, 2};
    assert_int_equal(cahier_recall_find(&b.batch, &b.scratch, &b.corpus, &previous, &recall), CAHIER_OK);
    const uint32_t expected[4] = {NONE, 0, 1, NONE};
    for (uint32_t d = 0; d < 4; d++) {
        assert_int_equal(recall->found[d], expected[d]);
        assert_int_equal(recall->document[d], d > 0 ? d - 1 : NONE);
    }
    text[0] =
            cahier_text_hash(b.corpus.analysed[0]->text); /* two in three where they were: ids are kept, texts edited */
    text[1] = cahier_text_hash(b.corpus.analysed[1]->text);
    assert_int_equal(cahier_recall_find(&b.batch, &b.scratch, &b.corpus, &previous, &recall), CAHIER_OK);
    for (uint32_t d = 0; d < 4; d++) {
        assert_int_equal(recall->document[d], d < 3 ? d : NONE);
    }
    bench_close(&b);
}

/* The ninth row of twelve is gone, ids are ranks: most rows are where they were, those behind it are known by their text. */
static void one_row_less_near_the_end_moves_no_other(void **state)
{
    enum {
        ROWS = 12,
        GONE = 8
    };
    bench b;
    stages s;
    cahier_text id[ROWS];
    uint64_t text[ROWS];
    uint32_t theme[ROWS] = {0};
    const cahier_previous_theme themes[1] = {{.id = "t-0001", .shown = true}};
    cahier_recall *recall;
    bench_open(&b, *state, town_rows, ROWS);
    bench_stages(&b, &s);
    for (uint32_t i = 0; i < ROWS; i++) { /* as if this file had one row more at GONE */
        id[i] = b.corpus.received[i].id;
        text[i] = i == GONE ? 7 : cahier_text_hash(b.corpus.analysed[i - (i > GONE)]->text);
    }
    const cahier_previous previous = {id, text, theme, theme, ROWS, themes, 1};
    assert_int_equal(cahier_recall_find(&b.batch, &b.scratch, &b.corpus, &previous, &recall), CAHIER_OK);
    for (uint32_t d = 0; d + 1 < ROWS; d++) {
        assert_int_equal(recall->document[d], d + (d >= GONE));
    }
    bench_close(&b);
}

/* --- the flow --------------------------------------------------------------------------------------------------------- */

/* What a report of the result would say. */
static void remember(bench *b, const cahier_result *r, cahier_previous *out)
{
    uint32_t D = r->corpus.count;
    cahier_text *id = CAHIER_NEW(&b->batch, cahier_text, D);
    uint64_t *text = CAHIER_NEW(&b->batch, uint64_t, D);
    uint32_t *theme = CAHIER_NEW(&b->batch, uint32_t, D);
    cahier_previous_theme *themes = CAHIER_NEW(&b->batch, cahier_previous_theme, r->theme_count);
    for (uint32_t d = 0; d < D; d++) {
        id[d] = r->corpus.received[d].id;
        text[d] = cahier_text_hash(r->corpus.analysed[d]->text);
        theme[d] = r->assignments[d].count > 0 ? r->assignments[d].at[0].theme : NONE;
    }
    for (uint32_t k = 0; k < r->theme_count; k++) {
        (void)snprintf(themes[k].id, sizeof themes[k].id, "t-%04x", 0xa000 + k); /* not those that words give */
        themes[k].label = r->themes[k].label;
        themes[k].shown = true;
    }
    *out = (cahier_previous){id, text, theme, theme, D, themes, r->theme_count};
}

static void ids_pass_from_a_report_to_the_next(void **state)
{
    bench b;
    cahier_result before, after;
    cahier_previous previous;
    cahier_runner runner = {cahier_run_serial, NULL};
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.options.themes = TOWN_SUBJECTS;
    assert_int_equal(bench_read(&b), CAHIER_OK);
    assert_int_equal(cahier_analyse_corpus(b.lexicons, &b.options, &runner, &b.corpus, &b.batch, &b.scratch, &before),
            CAHIER_OK);
    remember(&b, &before, &previous);
    b.options.previous = &previous;
    b.corpus.count = TOWN_ROWS - 2;
    assert_int_equal(
            cahier_analyse_corpus(b.lexicons, &b.options, &runner, &b.corpus, &b.batch, &b.scratch, &after), CAHIER_OK);
    assert_non_null(after.continuity);
    assert_int_equal(after.theme_count, before.theme_count);
    assert_int_equal(after.continuity->fates[CAHIER_KEPT], before.theme_count);
    assert_int_equal(after.continuity->documents, TOWN_ROWS - 2);
    assert_int_equal(after.continuity->same, TOWN_ROWS - 2);
    assert_true(after.continuity->again);
    for (uint32_t i = 0; i < after.continuity->count; i++) {
        const cahier_passing *p = &after.continuity->at[i];
        assert_string_equal(after.themes[p->after].id, previous.themes[p->before].id);
        assert_true(p->shared > 0);
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(themes_are_matched_by_their_texts),
            cmocka_unit_test(a_text_keeps_a_theme_near_the_best_score),
            cmocka_unit_test(rows_that_moved_are_known_by_their_text),
            cmocka_unit_test(one_row_less_near_the_end_moves_no_other),
            cmocka_unit_test(ids_pass_from_a_report_to_the_next),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
