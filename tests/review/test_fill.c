/* SPDX-License-Identifier: Apache-2.0 */
/* test_fill.c -- an edition made by hand becomes what pages show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fill.h"
#include "fixture.h"

#define ENTRIES 6u

typedef struct bench {
    cahier_arena arena;
    fixture fixture;
    cahier_theme_named theme[2];
    cahier_text contribution[1];
    cahier_decision decision[ENTRIES];
    cahier_entry entry[ENTRIES];
    uint32_t of_first[2], of_second[2], signed_by[16];
    cahier_entries of_theme[16];
    cahier_review_journal journal;
    cahier_overlay overlay;
    cahier_edition edition;
    cahier_shown_lot lot;
    cahier_view view;
} bench;

static cahier_text text(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

static void say(bench *b, uint32_t rank, cahier_deed deed, uint32_t theme)
{
    b->decision[rank] = (cahier_decision){.deed = deed,
            .what = text(cahier_deed_name(deed)),
            .id = text("n"),
            .who = text("Mme Petit"),
            .themes = theme != CAHIER_NONE ? &b->theme[theme] : NULL,
            .theme_count = theme != CAHIER_NONE};
    b->entry[rank] = (cahier_entry){.decision = &b->decision[rank], .theme = theme, .undone_by = CAHIER_NONE};
}

static void make_journal(bench *b)
{
    b->contribution[0] = text("42");
    say(b, 0, CAHIER_RENAME, 0);
    b->decision[0].label = text("Vélo");
    say(b, 1, CAHIER_SAY_POLARITY, CAHIER_NONE);
    b->decision[1].polarity = CAHIER_MIXED;
    b->decision[1].contributions = b->contribution;
    b->decision[1].contribution_count = 1;
    say(b, 2, CAHIER_DUPLICATE, CAHIER_NONE);
    say(b, 3, CAHIER_SIGN, 0);
    say(b, 4, CAHIER_SIGN, 1);
    b->entry[4].outcome = CAHIER_THEME_CHANGED;
    say(b, 5, CAHIER_MOVE, 1);
    b->entry[5].undone_by = 4;
}

static int open_bench(void **state)
{
    bench *b = calloc(1, sizeof *b);
    assert_true(cahier_arena_open(&b->arena, (size_t)1 << 30));
    fixture_open(&b->arena, 412, &b->fixture);
    b->theme[0].id = text(b->fixture.result.themes[0].id);
    b->theme[1].id = text("t-gone");
    make_journal(b);
    memset(b->signed_by, 0xff, sizeof b->signed_by);
    b->signed_by[0] = 3;
    b->of_first[0] = 0;
    b->of_first[1] = 3;
    b->of_second[0] = 4;
    b->of_second[1] = 5;
    b->of_theme[0] = (cahier_entries){b->of_first, 2};
    b->of_theme[1] = (cahier_entries){b->of_second, 2};
    b->journal = (cahier_review_journal){.at = b->entry, .count = ENTRIES, .filed = 2};
    b->overlay =
            (cahier_overlay){.of_theme = b->of_theme, .signed_by = b->signed_by, .signed_count = 1, .conflicts = 1};
    b->edition =
            (cahier_edition){.revision = 4, .input = &b->fixture.input, .journal = &b->journal, .overlay = &b->overlay};
    assert_int_equal(cahier_fill_view(&b->arena, &b->edition, &b->lot, &b->view), CAHIER_OK);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    cahier_arena_close(&b->arena);
    free(b);
    return 0;
}

static void assert_text(cahier_text given, const char *expected)
{
    assert_int_equal(given.len, strlen(expected));
    assert_memory_equal(given.at, expected, given.len);
}

static void all_lines_are_there_in_order(void **state)
{
    bench *b = *state;
    assert_int_equal(b->view.said_count, ENTRIES);
    assert_text(b->view.said[0].what, "rename");
    assert_text(b->view.said[0].label, "Vélo");
    assert_text(b->view.said[0].themes[0], b->fixture.result.themes[0].id);
}

static void what_is_said_of_a_text_is_a_word(void **state)
{
    bench *b = *state;
    assert_text(b->view.said[1].value, "mixed");
    assert_text(b->view.said[1].contributions[0], "42");
    assert_text(b->view.said[2].value, "refused");
}

static void the_revision_is_that_of_the_queue(void **state)
{
    bench *b = *state;
    assert_int_equal(b->view.revision, 4); /* two of six came with the files */
}

static void a_signature_that_holds_and_one_that_fell(void **state)
{
    bench *b = *state;
    assert_ptr_equal(b->view.standing[0].signed_off, &b->view.said[3]);
    assert_false(b->view.standing[0].changed_since);
    assert_ptr_equal(b->view.standing[1].signed_off, &b->view.said[4]);
    assert_true(b->view.standing[1].changed_since);
    assert_null(b->view.standing[2].signed_off);
}

static void what_was_undone_is_marked(void **state)
{
    bench *b = *state;
    assert_true(b->view.said[5].undone);
    assert_false(b->view.said[4].undone);
}

static void a_theme_that_has_another_id_goes_by_its_name_of_today(void **state)
{
    bench *b = *state;
    cahier_text label = b->fixture.result.themes[1].label;
    assert_int_equal(b->view.said[5].was.len, label.len);
    assert_memory_equal(b->view.said[5].was.at, label.at, label.len);
}

static void the_lot_counts_what_was_decided(void **state)
{
    bench *b = *state;
    assert_int_equal(b->lot.decisions, ENTRIES);
    assert_int_equal(b->lot.signed_off, 1);
    assert_int_equal(b->lot.conflicts, 1);
    assert_int_equal(b->lot.themes, b->fixture.result.theme_count);
    assert_ptr_equal(b->view.lot, &b->lot);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(all_lines_are_there_in_order), TEST(what_is_said_of_a_text_is_a_word),
            TEST(the_revision_is_that_of_the_queue), TEST(a_signature_that_holds_and_one_that_fell),
            TEST(what_was_undone_is_marked), TEST(a_theme_that_has_another_id_goes_by_its_name_of_today),
            TEST(the_lot_counts_what_was_decided)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
