/* SPDX-License-Identifier: Apache-2.0 */
/* One prepared corpus, shaped again and again by people's decisions. */
#include "relearn.h"
#include "random_journal.h"
#include "same_result.h"
#include "shaping.h"
#include "town_check.h"

#define JOURNALS 6u

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
        cahier_prepared learned = s.prepared;
        assert_int_equal(cahier_relearn_all(&s.journals, &s.b.scratch, &serial, journal, &learned), CAHIER_OK);
        assert_true(cahier_arena_open(&own, TOWN_BUDGET));
        assert_int_equal(cahier_shape_corpus(
                                 &(cahier_shape_input){&learned, journal, NULL}, &serial, &own, &s.b.scratch, &shaped),
                CAHIER_OK);
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

/* A merge, then « recalculer »: the merged theme is where the search starts, and keeps its id; nothing prepared has changed. */
static void themes_are_learned_again_from_corrections(void **state)
{
    shaping s;
    open_shaping(&s, *state, town_rows, TOWN_ROWS);
    cahier_arena plain_arena, own, again_arena;
    cahier_result plain, shaped, again;
    shape(&s, NULL, &plain_arena, &plain);
    assert_true(plain.theme_count >= 3);
    const cahier_theme_named both[] = {{.id = small_text(plain.themes[0].id)}, {.id = small_text(plain.themes[1].id)}};
    cahier_decision lines[] = {{.deed = CAHIER_MERGE, .themes = both, .theme_count = 2}, {.deed = CAHIER_REFIT}};
    const cahier_decisions journal = {lines, 2};
    cahier_prepared learned = s.prepared;
    assert_int_equal(cahier_relearn_all(&s.journals, &s.b.scratch, &serial, &journal, &learned), CAHIER_OK);
    assert_true(learned.found.assignments != s.prepared.found.assignments);
    assert_true(learned.space.vector == s.prepared.space.vector);
    assert_true(cahier_arena_open(&own, TOWN_BUDGET));
    assert_int_equal(
            cahier_shape_corpus(&(cahier_shape_input){&learned, &journal, NULL}, &serial, &own, &s.b.scratch, &shaped),
            CAHIER_OK);
    assert_int_equal(shaped.guidance->outcome[1], CAHIER_APPLIED);
    assert_null(shaped.continuity); /* of no earlier report */
    bool kept = false;
    for (uint32_t k = 0; k < shaped.theme_count; k++) {
        kept = kept || strcmp(shaped.themes[k].id, plain.themes[0].id) == 0;
        assert_string_not_equal(shaped.themes[k].id, plain.themes[1].id);
    }
    assert_true(kept);
    lines[0].deed = lines[1].deed = CAHIER_CANCELLED;
    learned = s.prepared;
    assert_int_equal(cahier_relearn_all(&s.journals, &s.b.scratch, &serial, &journal, &learned), CAHIER_OK);
    assert_true(learned.found.assignments == s.prepared.found.assignments);
    shape(&s, NULL, &again_arena, &again);
    assert_same_result(&plain, &again);
    cahier_arena_close(&again_arena);
    cahier_arena_close(&own);
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

/* A line more and the line that undoes it: as if neither had been said. */
static void what_is_undone_was_never_said(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    open_shaping(&s, *state, rows, write_rows(rows));
    cahier_arena plain_arena;
    cahier_result plain;
    shape(&s, NULL, &plain_arena, &plain);
    for (uint64_t seed = 1; seed <= JOURNALS; seed++) {
        cahier_arena before_arena, after_arena;
        cahier_result before, after;
        cahier_decisions *journal = random_journal(&s.journals, &plain, seed, 6);
        cahier_decision *lines = (cahier_decision *)(uintptr_t)journal->at;
        lines[4].deed = lines[5].deed = CAHIER_CANCELLED;
        shape(&s, &(cahier_decisions){lines, 4}, &before_arena, &before);
        shape(&s, journal, &after_arena, &after);
        assert_same_content(&before, &after);
        assert_int_equal(after.guidance->outcome[5], CAHIER_UNDONE);
        cahier_arena_close(&after_arena);
        cahier_arena_close(&before_arena);
    }
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

/* Two agents at once, who say different things of different texts: whoever is first, the same numbers. */
static void the_order_of_two_agents_changes_nothing(void **state)
{
    static const cahier_text texts[] = {{"3", 1}, {"9", 1}, {"33", 2}, {"61", 2}};
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    open_shaping(&s, *state, rows, write_rows(rows));
    const cahier_theme_named theme = {.id = small_text(s.prepared.result.themes[1].id)};
    const cahier_decision one[] = {
            {.deed = CAHIER_SAY_POLARITY, .contributions = texts, .contribution_count = 1, .polarity = CAHIER_MIXED},
            {.deed = CAHIER_MOVE,
                    .contributions = texts + 1,
                    .contribution_count = 1,
                    .themes = &theme,
                    .theme_count = 1}};
    const cahier_decision two[] = {
            {.deed = CAHIER_SAY_STANCE, .contributions = texts + 2, .contribution_count = 1, .stance = CAHIER_PRAISE},
            {.deed = CAHIER_DUPLICATE, .contributions = texts + 3, .contribution_count = 1}};
    const cahier_decision orders[2][4] = {{one[0], one[1], two[0], two[1]}, {two[0], one[0], two[1], one[1]}};
    cahier_arena first_arena, second_arena;
    cahier_result first, second;
    shape(&s, &(cahier_decisions){orders[0], 4}, &first_arena, &first);
    shape(&s, &(cahier_decisions){orders[1], 4}, &second_arena, &second);
    assert_same_content(&first, &second);
    assert_int_equal(first.guidance->counted[CAHIER_APPLIED], 4);
    assert_int_equal(second.guidance->counted[CAHIER_APPLIED], 4);
    cahier_arena_close(&second_arena);
    cahier_arena_close(&first_arena);
    close_shaping(&s);
}

/* Themes of a result whose summary and sub-themes an earlier one has, were they around these centres. */
static uint32_t count_twins_around(
        shaping *s, const cahier_shaped *before, const cahier_result *result, const cahier_centroids *centroids)
{
    uint32_t *twin, count = 0;
    bool *done;
    assert_int_equal(cahier_shaped_twins(&s->journals, before, result, centroids, &twin, &done), CAHIER_OK);
    for (uint32_t k = 0; k < result->theme_count; k++) {
        count += done[k];
        assert_int_equal(done[k], twin[k] != CAHIER_NONE);
    }
    return count;
}

static uint32_t count_twins(shaping *s, const cahier_shaped *before, const cahier_result *result)
{
    return count_twins_around(s, before, result, &result->shaped->centroids);
}

/* Lines of all kinds, said and undone, each shaped with what the one before left, whose memory is gone when they are compared. */
static void what_is_taken_over_is_what_would_be_found(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    open_shaping(&s, *state, rows, write_rows(rows));
    cahier_arena plain_arena, before_arena;
    cahier_result plain, before;
    uint32_t twins = 0, deeds = 0;
    shape(&s, NULL, &plain_arena, &plain);
    shape(&s, NULL, &before_arena, &before);
    for (uint64_t seed = 1; seed <= 2 * JOURNALS; seed++) {
        uint32_t count = 10;
        cahier_decisions *journal = random_journal(&s.journals, &plain, seed, count);
        cahier_decision *lines = (cahier_decision *)(uintptr_t)journal->at;
        for (uint32_t said = 1; said <= count + 2; said++) {
            cahier_arena fresh_arena, own_arena;
            cahier_result fresh, own;
            deeds |= said <= count ? 1u << lines[said - 1].deed : 0;
            if (said > count) { /* what was said in the middle is undone */
                lines[4 + said - count].deed = CAHIER_CANCELLED;
            }
            const cahier_decisions until = {lines, said < count ? said : count};
            shape(&s, &until, &fresh_arena, &fresh);
            shape_after(&s, &until, before.shaped, &own_arena, &own);
            twins += count_twins(&s, before.shaped, &own);
            cahier_arena_close(&before_arena);
            assert_same_result(&fresh, &own);
            cahier_arena_close(&fresh_arena);
            before = own;
            before_arena = own_arena;
        }
    }
    assert_int_equal(deeds, (1u << CAHIER_DEEDS) - 1);
    assert_true(twins > 0);
    cahier_arena_close(&before_arena);
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

static void check_pair(shaping *s, const cahier_decisions *first, const cahier_decisions *then)
{
    cahier_arena before_arena, fresh_arena, own_arena;
    cahier_result before, fresh, own;
    shape(s, first, &before_arena, &before);
    shape(s, then, &fresh_arena, &fresh);
    shape_after(s, then, before.shaped, &own_arena, &own);
    cahier_arena_close(&before_arena);
    assert_same_result(&fresh, &own);
    cahier_arena_close(&own_arena);
    cahier_arena_close(&fresh_arena);
}

/* As many themes around other centres; the same texts around another centre; the same texts, of which some are no copies any more. */
static void what_only_looks_the_same_is_made_anew(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    shaping s;
    open_shaping(&s, *state, rows, write_rows(rows));
    const cahier_theme *themes = s.prepared.result.themes;
    const cahier_theme_named named[] = {
            {.id = small_text(themes[0].id)}, {.id = small_text(themes[1].id)}, {.id = small_text(themes[2].id)}};
    cahier_text few[4], copies[6];
    for (uint32_t i = 0; i < 6; i++) {
        copies[i] = s.prepared.result.corpus.received[TOWN_ROWS + i].id;
    }
    for (uint32_t i = 0; i < 4; i++) {
        few[i] = s.prepared.result.corpus.received[themes[0].documents[i]].id;
    }
    const cahier_decision merge[] = {{.deed = CAHIER_MERGE, .themes = named, .theme_count = 2},
            {.deed = CAHIER_MERGE, .themes = named + 1, .theme_count = 2}};
    const cahier_decision back[] = {
            {.deed = CAHIER_SPLIT, .themes = named, .theme_count = 1, .contributions = few, .contribution_count = 4},
            {.deed = CAHIER_MOVE, .themes = named, .theme_count = 1, .contributions = few, .contribution_count = 4}};
    const cahier_decision refuse = {.deed = CAHIER_DUPLICATE, .contributions = copies, .contribution_count = 6};
    check_pair(&s, &(cahier_decisions){merge, 1}, &(cahier_decisions){merge + 1, 1});
    check_pair(&s, NULL, &(cahier_decisions){back, 2});
    check_pair(&s, &(cahier_decisions){back, 2}, NULL);
    check_pair(&s, &(cahier_decisions){back, 1}, &(cahier_decisions){back, 2});
    check_pair(&s, NULL, &(cahier_decisions){&refuse, 1});
    close_shaping(&s);
}

/* A name changes no text: nothing is read again. A text moved: two themes are. */
static void a_decision_pays_for_what_it_changes(void **state)
{
    shaping s;
    open_shaping(&s, *state, town_rows, TOWN_ROWS);
    cahier_arena plain_arena, own;
    cahier_result plain, shaped;
    shape(&s, NULL, &plain_arena, &plain);
    const cahier_theme_named theme = {.id = small_text(plain.themes[0].id)};
    uint32_t other = plain.themes[1].documents[0];
    cahier_decision line = {.deed = CAHIER_RENAME, .themes = &theme, .theme_count = 1, .label = small_text("Un nom")};
    shape_after(&s, &(cahier_decisions){&line, 1}, plain.shaped, &own, &shaped);
    assert_int_equal(count_twins(&s, plain.shaped, &shaped), plain.theme_count);
    cahier_centroids elsewhere;
    assert_int_equal(cahier_centroids_copy(&s.journals, &shaped.shaped->centroids, &elsewhere), CAHIER_OK);
    elsewhere.vector[0] += 1; /* of the first, and a word of the last */
    elsewhere.words[(size_t)elsewhere.count * elsewhere.terms - 1] += 1;
    assert_int_equal(count_twins_around(&s, plain.shaped, &shaped, &elsewhere), plain.theme_count - 2);
    cahier_arena_close(&own);
    line = (cahier_decision){.deed = CAHIER_MOVE,
            .themes = &theme,
            .theme_count = 1,
            .contributions = &plain.corpus.received[other].id,
            .contribution_count = 1};
    shape_after(&s, &(cahier_decisions){&line, 1}, plain.shaped, &own, &shaped);
    assert_int_equal(count_twins(&s, plain.shaped, &shaped), plain.theme_count - 2);
    cahier_arena_close(&own);
    cahier_arena_close(&plain_arena);
    close_shaping(&s);
}

static int64_t refuse_in_shape(shaping *s, const cahier_decisions *journal, bool in_scratch)
{
    cahier_status status = CAHIER_ERROR_NOMEM;
    int64_t n = 0;
    cahier_arena own;
    assert_true(cahier_arena_open(&own, TOWN_BUDGET));
    for (; status != CAHIER_OK; n++) {
        cahier_prepared learned = s->prepared;
        cahier_result result = {.theme_count = 77};
        cahier_arena_reset(&own, 0);
        (in_scratch ? &s->b.scratch : &own)->fail_after = n;
        status = cahier_relearn_all(&own, &s->b.scratch, &serial, journal, &learned);
        if (status == CAHIER_OK) {
            status = cahier_shape_corpus(
                    &(cahier_shape_input){&learned, journal, NULL}, &serial, &own, &s->b.scratch, &result);
        }
        assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && result.theme_count == 77));
        assert_int_equal(s->b.scratch.used, 0);
    }
    s->b.scratch.fail_after = -1;
    cahier_arena_close(&own);
    return n;
}

static void every_allocation_of_the_shaping_may_be_refused(void **state)
{
    static const cahier_text texts[] = {{"1", 1}, {"2", 1}, {"3", 1}, {"12", 2}};
    town_row rows[14];
    for (uint32_t i = 0; i < 14; i++) {
        rows[i] = town_rows[i == 1 ? 0 : 4 * i];
    }
    shaping s;
    open_shaping(&s, *state, rows, 14);
    s.b.options.list = CAHIER_LIST_UNUSED; /* the shipped list would be read thousands of times */
    const cahier_theme_named theme = {.id = {s.prepared.result.themes[0].id, 6}};
    const cahier_decision lines[] = {
            {.deed = CAHIER_DUPLICATE, .contributions = texts, .contribution_count = 2},
            {.deed = CAHIER_SAY_POLARITY, .contributions = texts, .contribution_count = 1, .polarity = CAHIER_MIXED},
            {.deed = CAHIER_SAY_STANCE, .contributions = texts + 2, .contribution_count = 1, .stance = CAHIER_PRAISE},
            {.deed = CAHIER_MOVE,
                    .contributions = texts + 3,
                    .contribution_count = 1,
                    .themes = &theme,
                    .theme_count = 1},
            {.deed = CAHIER_SIGN, .themes = &theme, .theme_count = 1},
            {.deed = CAHIER_REFIT},
            {.deed = CAHIER_SENTENCE,
                    .contributions = texts,
                    .contribution_count = 1,
                    .sentence = 1,
                    .replaces = {"3", 1},
                    .themes = &theme,
                    .theme_count = 1},
    };
    const cahier_decisions journal = {lines, sizeof lines / sizeof *lines};
    assert_true(refuse_in_shape(&s, &journal, false) > 50);
    assert_true(refuse_in_shape(&s, &journal, true) > 50);
    close_shaping(&s);
}

static void every_allocation_of_what_is_taken_over_may_be_refused(void **state)
{
    shaping s;
    open_shaping(&s, *state, town_rows, TOWN_ROWS);
    cahier_arena before_arena, own;
    cahier_result before;
    const cahier_theme_named both[] = {
            {.id = small_text(s.prepared.result.themes[0].id)}, {.id = small_text(s.prepared.result.themes[1].id)}};
    const cahier_decision lines[] = {{.deed = CAHIER_MERGE, .themes = both, .theme_count = 2},
            {.deed = CAHIER_RENAME, .themes = both, .theme_count = 1, .label = small_text("Un nom")}};
    shape(&s, &(cahier_decisions){lines, 1}, &before_arena, &before);
    const cahier_decisions journal = {lines, 2};
    const cahier_shape_input in = {&s.prepared, &journal, before.shaped};
    cahier_status status = CAHIER_ERROR_NOMEM;
    assert_true(cahier_arena_open(&own, TOWN_BUDGET));
    for (int64_t n = 0; status != CAHIER_OK; n++) {
        cahier_result result = {.theme_count = 77};
        cahier_arena_reset(&own, 0);
        own.fail_after = n;
        status = cahier_shape_corpus(&in, &serial, &own, &s.b.scratch, &result);
        assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && result.theme_count == 77));
        assert_int_equal(s.b.scratch.used, 0);
    }
    cahier_arena_close(&own);
    cahier_arena_close(&before_arena);
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
            cmocka_unit_test(what_is_undone_was_never_said),
            cmocka_unit_test(the_order_of_two_agents_changes_nothing),
            cmocka_unit_test(themes_are_learned_again_from_corrections),
            cmocka_unit_test(every_allocation_of_the_shaping_may_be_refused),
            cmocka_unit_test(what_is_taken_over_is_what_would_be_found),
            cmocka_unit_test(what_only_looks_the_same_is_made_anew),
            cmocka_unit_test(a_decision_pays_for_what_it_changes),
            cmocka_unit_test(every_allocation_of_what_is_taken_over_may_be_refused),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
