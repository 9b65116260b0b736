/* SPDX-License-Identifier: Apache-2.0 */
/* test_sheet.c -- the pieces of the review's pages: markup, filters, pages of a list, moments, the journal in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "scene.h"
#include "sheet.h"
#include "web.h"

typedef struct bench {
    cahier_arena arena;
    fixture fixture;
    scene scene;
    cahier_sheet sheet;
    cahier_out out;
} bench;

static int open_bench(void **state)
{
    bench *b = calloc(1, sizeof *b);
    assert_true(cahier_arena_open(&b->arena, (size_t)1 << 30));
    fixture_open(&b->arena, 412, &b->fixture);
    scene_open(&b->arena, &b->fixture.input, SCENE_AGENT, false, &b->scene);
    cahier_out_open_memory(&b->out);
    b->sheet = (cahier_sheet){
            .page = {.out = &b->out, .input = &b->fixture.input, .result = &b->fixture.result}, .view = &b->scene.view};
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    cahier_out_close(&b->out);
    cahier_arena_close(&b->arena);
    free(b);
    return 0;
}

static void assert_written(bench *b, const char *expected)
{
    cahier_text text = cahier_out_text(&b->out);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void texts_in_markup_stay_texts(void **state)
{
    bench *b = *state;
    CAHIER_MARK(&b->sheet, "<a title=\"{0}\">{1}</a>", CAHIER_T(cahier_string("\"><script>")), CAHIER_N(12));
    assert_written(b, "<a title=\"&quot;&gt;&lt;script&gt;\">12</a>");
}

static void an_identifier_is_one_part_of_a_path(void **state)
{
    bench *b = *state;
    CAHIER_MARK(&b->sheet, "{~}/a/{%0}", CAHIER_T(cahier_string("42/1 ?\"é")));
    assert_written(b, "/val-brenne/a/42%2F1%20%3F%22%C3%A9");
}

static void the_path_of_the_lot_is_written(void **state)
{
    bench *b = *state;
    CAHIER_MARK(&b->sheet, "{@}/themes");
    assert_written(b, "/val-brenne/lots/00mq3v5t8kd2f7hn0c1abcdefg/themes");
}

static void a_moment_is_said_as_it_is_written(void **state)
{
    bench *b = *state;
    cahier_sheet_moment(&b->sheet, cahier_string("2025-04-01T09:05:03+02:00"));
    assert_written(b, "<time datetime=\"2025-04-01T09:05:03+02:00\">1er\u00a0avril 2025 à 9\u00a0h 05</time>");
}

static void a_date_alone_has_no_hour(void **state)
{
    bench *b = *state;
    cahier_sheet_moment(&b->sheet, cahier_string("2025-04-12"));
    assert_written(b, "<time datetime=\"2025-04-12\">12\u00a0avril 2025</time>");
}

static void what_is_no_date_stays_as_it_is(void **state)
{
    bench *b = *state;
    cahier_sheet_moment(&b->sheet, cahier_string("<hier>"));
    assert_written(b, "<bdi>&lt;hier&gt;</bdi>");
}

static void a_line_says_who_did_what(void **state)
{
    bench *b = *state;
    cahier_sheet_said(&b->sheet, &b->scene.said[0]);
    assert_written(b, "<bdi>Mme Petit</bdi> a renommé «\u202f<bdi>pistes cyclables</bdi>\u202f» en «\u202f<bdi>Vélo en "
                      "ville</bdi>\u202f», le <time datetime=\"2025-07-02T10:12:03+02:00\">2\u00a0juillet 2025 à "
                      "10\u00a0h 12</time>.");
}

static void an_answer_is_named_by_its_contribution(void **state)
{
    (void)state;
    const cahier_text named[] = {cahier_string("42")};
    const cahier_said said = {.contributions = named, .contribution_count = 1};
    assert_true(cahier_said_names(&said, cahier_string("42")));
    assert_true(cahier_said_names(&said, cahier_string("42/2")));
    assert_false(cahier_said_names(&said, cahier_string("420")));
    assert_false(cahier_said_names(&said, cahier_string("4")));
}

static void pages_cover_a_list_without_holes(void **state)
{
    (void)state;
    cahier_page_of first = cahier_page_at(101, 0), last = cahier_page_at(101, 2), beyond = cahier_page_at(101, 9);
    assert_int_equal(first.end, 50);
    assert_int_equal(last.first, 100);
    assert_int_equal(last.end, 101);
    assert_int_equal(beyond.page, 2);
    assert_int_equal(cahier_page_at(0, 3).end, 0);
}

static uint32_t count_kept(bench *b, cahier_shown_filter filter)
{
    const cahier_theme *theme = &b->fixture.result.themes[0];
    uint32_t kept;
    free(cahier_filter_apply(&b->fixture.result, &filter, theme->documents, theme->document_count, &kept));
    return kept;
}

static void a_filter_keeps_what_it_says(void **state)
{
    bench *b = *state;
    const cahier_theme *theme = &b->fixture.result.themes[0];
    cahier_shown_filter filter = CAHIER_FILTER_ALL;
    assert_int_equal(count_kept(b, filter), theme->document_count);
    filter.polarity = CAHIER_NEGATIVE;
    assert_int_equal(count_kept(b, filter), theme->polarity[CAHIER_NEGATIVE]);
    filter = CAHIER_FILTER_ALL;
    filter.from = filter.to = 20250101;
    assert_true(count_kept(b, filter) < theme->document_count);
}

static void a_search_ignores_capitals_and_accents(void **state)
{
    bench *b = *state;
    cahier_shown_filter with = CAHIER_FILTER_ALL, without = CAHIER_FILTER_ALL, nowhere = CAHIER_FILTER_ALL;
    with.words = cahier_string("Vélo");
    without.words = cahier_string("velo");
    nowhere.words = cahier_string("zzz");
    assert_true(count_kept(b, with) > 0);
    assert_int_equal(count_kept(b, with), count_kept(b, without));
    assert_int_equal(count_kept(b, nowhere), 0);
}

static void a_number_finds_its_contribution(void **state)
{
    bench *b = *state;
    cahier_shown_filter filter = CAHIER_FILTER_ALL;
    filter.words = b->fixture.result.corpus.received[b->fixture.result.themes[0].documents[3]].id;
    assert_true(count_kept(b, filter) >= 1);
}

static void the_doubtful_come_first(void **state)
{
    bench *b = *state;
    const cahier_result *result = &b->fixture.result;
    const cahier_theme *theme = &result->themes[0];
    uint32_t kept;
    uint32_t *at = cahier_filter_apply(result, &CAHIER_FILTER_ALL, theme->documents, theme->document_count, &kept);
    for (uint32_t i = 1; i < kept; i++) {
        assert_true(cahier_lead_milli(result, at[i - 1]) <= cahier_lead_milli(result, at[i]));
    }
    free(at);
}

static void a_filter_is_written_as_it_is_read(void **state)
{
    bench *b = *state;
    cahier_shown_filter filter = {.place = cahier_string("Les Prés & co"),
            .value = cahier_string("60 ans"),
            .group = 1,
            .polarity = CAHIER_MIXED,
            .stance = CAHIER_STANCES,
            .from = 20250301,
            .words = cahier_string("à l'eau")};
    cahier_put_filter(&b->out, &filter);
    assert_written(b,
            "&lieu=Les%20Pr%C3%A9s%20%26%20co&groupe=1%3A60%20ans&avis-est=mixed&du=2025-03-01&mots=%C3%A0%20l%27eau"
            "&ordre=arrivee");
}

static void a_query_is_read_as_a_filter(void **state)
{
    (void)state;
    const cahier_shown_field query[] = {{cahier_string("lieu"), cahier_string("Centre")},
            {cahier_string("groupe"), cahier_string("1:60 ans: et plus")},
            {cahier_string("avis-est"), cahier_string("mixed")}, {cahier_string("nature"), cahier_string("oui")},
            {cahier_string("du"), cahier_string("2025-03-01")}, {cahier_string("au"), cahier_string("2025-3-1")},
            {cahier_string("ordre"), cahier_string("arrivee")}, {cahier_string("page"), cahier_string("3")}};
    cahier_shown_filter filter;
    cahier_filter_read(query, sizeof query / sizeof *query, &filter);
    assert_int_equal(filter.group, 1);
    assert_int_equal(filter.value.len, strlen("60 ans: et plus"));
    assert_int_equal(filter.polarity, CAHIER_MIXED);
    assert_int_equal(filter.stance, CAHIER_STANCES);
    assert_int_equal(filter.from, 20250301);
    assert_int_equal(filter.to, 0);
    assert_int_equal(filter.page, 2);
    assert_false(filter.doubtful_first || filter.surest_first);
}

static void a_query_without_sense_is_no_filter(void **state)
{
    (void)state;
    const cahier_shown_field query[] = {{cahier_string("groupe"), cahier_string("x")},
            {cahier_string("du"), cahier_string("2025-13-40")},
            {cahier_string("page"), cahier_string("99999999999999999999")},
            {cahier_string("page"), cahier_string("-1")}};
    cahier_shown_filter filter;
    cahier_filter_read(query, sizeof query / sizeof *query, &filter);
    assert_false(cahier_filter_is_set(&filter));
    assert_true(filter.doubtful_first);
    assert_int_equal(cahier_page_at(120, filter.page).page, 2);
}

static void forms_have_a_token_a_nonce_each_and_the_revision(void **state)
{
    bench *b = *state;
    cahier_out_open_memory(&b->sheet.here);
    cahier_put(&b->sheet.here, "themes?page=2&lieu=\"x");
    cahier_sheet_open_decision(&b->sheet, "line", "rename");
    cahier_sheet_close_form(&b->sheet);
    cahier_sheet_open_decision(&b->sheet, "line", "note");
    cahier_out_close(&b->sheet.here);
    cahier_put_bytes(&b->out, "", 1);
    const char *written = cahier_out_text(&b->out).at;
    assert_non_null(strstr(written, "name=\"csrf\" value=\"c3JmLWRlLXRlc3Q\""));
    assert_non_null(strstr(written, "name=\"nonce\" value=\"bm9uY2U-1\""));
    assert_non_null(strstr(written, "name=\"nonce\" value=\"bm9uY2U-2\""));
    assert_non_null(strstr(written, "name=\"seen\" value=\"14\""));
    assert_non_null(strstr(written, "value=\"themes?page=2&amp;lieu=&quot;x\""));
}

static void progress_is_one_line_of_json(void **state)
{
    bench *b = *state;
    cahier_view_progress(&b->out, &b->scene.lots[1]);
    assert_written(b, "{\"state\":1,\"percent\":39,\"sentence\":\"164\u00a0sur 412\u00a0contributions lues, dont "
                      "2\u00a0mises à part. Encore "
                      "2\u00a0minutes environ.\"}");
}

static void notices_have_keys_of_their_own(void **state)
{
    (void)state;
    for (cahier_notice notice = CAHIER_NOTICE_SIGNED_OUT; notice < CAHIER_NOTICES; notice++) {
        assert_int_equal(cahier_notice_named(cahier_string(cahier_notice_key(notice))), notice);
        assert_true(strlen(cahier_review_notice[notice]) > 10);
    }
    assert_int_equal(cahier_notice_named(cahier_string("<script>")), CAHIER_NOTICE_NOTHING);
    assert_int_equal(cahier_notice_named(cahier_string("")), CAHIER_NOTICE_NOTHING);
}

static void style_and_script_are_found_by_their_names_alone(void **state)
{
    (void)state;
    assert_non_null(cahier_web_find(cahier_string(CAHIER_WEB_CSS)));
    assert_non_null(cahier_web_find(cahier_string(CAHIER_WEB_REPORT_CSS)));
    assert_non_null(cahier_web_find(cahier_string(CAHIER_WEB_JS)));
    assert_null(cahier_web_find(cahier_string("review-000000000000.css")));
    assert_null(cahier_web_find(cahier_string("../review.css")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(texts_in_markup_stay_texts), TEST(an_identifier_is_one_part_of_a_path),
            TEST(the_path_of_the_lot_is_written), TEST(a_moment_is_said_as_it_is_written),
            TEST(a_date_alone_has_no_hour), TEST(what_is_no_date_stays_as_it_is), TEST(a_line_says_who_did_what),
            TEST(an_answer_is_named_by_its_contribution), TEST(pages_cover_a_list_without_holes),
            TEST(a_filter_keeps_what_it_says), TEST(a_search_ignores_capitals_and_accents),
            TEST(a_number_finds_its_contribution), TEST(the_doubtful_come_first),
            TEST(a_filter_is_written_as_it_is_read), TEST(a_query_is_read_as_a_filter),
            TEST(a_query_without_sense_is_no_filter), TEST(forms_have_a_token_a_nonce_each_and_the_revision),
            TEST(progress_is_one_line_of_json), TEST(notices_have_keys_of_their_own),
            TEST(style_and_script_are_found_by_their_names_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
