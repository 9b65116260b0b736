/* SPDX-License-Identifier: Apache-2.0 */
/* test_pieces.c -- the small pieces of the report: escapes, numbers, dates, plurals, cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "french.h"
#include "say.h"

static const char *finish(cahier_out *out)
{
    cahier_put_bytes(out, "", 1);
    return out->at;
}

static void check(cahier_out *out, const char *expected)
{
    assert_string_equal(finish(out), expected);
    cahier_out_close(out);
}

/* --- numbers --- */

static void counts_shares_and_decimals_are_french(void **state)
{
    (void)state;
    static const struct {
        cahier_arg arg;
        const char *expected;
    } cases[] = {
            {{CAHIER_ARG_COUNT, 0, {0}}, "0"},
            {{CAHIER_ARG_COUNT, 999, {0}}, "999"},
            {{CAHIER_ARG_COUNT, 1204, {0}}, "1\u202f204"},
            {{CAHIER_ARG_COUNT, 1000000, {0}}, "1\u202f000\u202f000"},
            {{CAHIER_ARG_SHARE, 0, {0}}, "0\u202f%"},
            {{CAHIER_ARG_SHARE, 35, {0}}, "3,5\u202f%"},
            {{CAHIER_ARG_SHARE, 125, {0}}, "13\u202f%"},
            {{CAHIER_ARG_SHARE, 910, {0}}, "91\u202f%"},
            {{CAHIER_ARG_SHARE, 999, {0}}, "99,9\u202f%"}, /* less than all is not all */
            {{CAHIER_ARG_SHARE, 1000, {0}}, "100\u202f%"},
            {{CAHIER_ARG_DECIMAL, -420, {0}}, "-0,42"},
            {{CAHIER_ARG_DATE, 20250303, {0}}, "3\u00a0mars 2025"},
            {{CAHIER_ARG_DATE, 20240801, {0}}, "1er\u00a0août 2024"},
            {{CAHIER_ARG_MONTH, 202512, {0}}, "décembre 2025"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_say_arg(&out, CAHIER_PLAIN, cases[i].arg);
        check(&out, cases[i].expected);
    }
}

static void thousandths_print_from_integers(void **state)
{
    (void)state;
    static const struct {
        int64_t milli;
        const char *expected;
    } cases[] = {{0, "0"}, {1000, "1"}, {-420, "-0.42"}, {-1, "-0.001"}, {500, "0.5"}, {61234, "61.234"},
            {INT64_MIN, "-9223372036854775.808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_put_milli(&out, cases[i].milli, '.');
        check(&out, cases[i].expected);
    }
}

static void shares_never_say_none_for_some_nor_all_for_most(void **state)
{
    (void)state;
    assert_int_equal(cahier_share_milli(0, 0), 0);
    assert_int_equal(cahier_share_milli(1, 100000), 1);
    assert_int_equal(cahier_share_milli(99999, 100000), 999);
    assert_int_equal(cahier_share_milli(7, 7), 1000);
    assert_int_equal(cahier_share_milli(1, 8), 125);
}

static void dates_repeat_nothing(void **state)
{
    (void)state;
    static const struct {
        int32_t first, last;
        const char *expected;
    } cases[] = {
            {20250303, 20250412, "du 3\u00a0mars au 12\u00a0avril 2025"},
            {20250303, 20250312, "du 3 au 12\u00a0mars 2025"},
            {20250303, 20250303, "le 3\u00a0mars 2025"},
            {20241230, 20250102, "du 30\u00a0décembre 2024 au 2\u00a0janvier 2025"},
            {20250101, 20250201, "du 1er\u00a0janvier au 1er\u00a0février 2025"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_say_dates(&out, cases[i].first, cases[i].last);
        check(&out, cases[i].expected);
    }
}

/* --- sentences --- */

static void sentences_agree_and_are_set_in_french(void **state)
{
    (void)state;
    static const struct {
        const char *sentence;
        int64_t n;
        const char *expected;
    } cases[] = {
            {"{0} {0|personne|personnes}", 0, "0\u00a0personne"},
            {"{0} {0|personne|personnes}", 1, "1\u00a0personne"},
            {"{0} {0|personne|personnes}", 2, "2\u00a0personnes"},
            {"{0|Le texte|Les {0} textes} !", 1, "Le texte\u202f!"},
            {"{0|Le texte|Les {0} textes} !", 8, "Les 8\u00a0textes\u202f!"},
            {"C'est « dit » : oui ; non ? 5 %", 0,
                    "C\u2019est «\u202fdit\u202f»\u00a0: oui\u202f; non\u202f? 5\u202f%"},
            {"{0|l'avis|d'avis}", 1, "l\u2019avis"},
            {"<a href='#x'>n° {0}</a>", 3, "<a href='#x'>n°\u00a03</a>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        CAHIER_SAY(&out, cases[i].sentence, CAHIER_N(cases[i].n));
        check(&out, cases[i].expected);
    }
}

static void texts_are_escaped_and_isolated_in_sentences(void **state)
{
    (void)state;
    cahier_out out;
    cahier_out_open_memory(&out);
    CAHIER_SAY(&out, "« {0} »", CAHIER_T(cahier_string("<b>x : y</b>")));
    check(&out, "«\u202f<bdi>&lt;b&gt;x : y&lt;/b&gt;</bdi>\u202f»");
    cahier_out_open_memory(&out);
    CAHIER_SAY_PLAIN(&out, "« {0} »", CAHIER_T(cahier_string("<b>x : y</b>")));
    check(&out, "«\u202f<b>x : y</b>\u202f»");
}

static void labels_are_elided_as_french_does(void **state)
{
    (void)state;
    static const char *const elided[] = {"éclairage", "Éclairage", "arbres", "Œuvres", "horaires", "hôpital", "habitat",
            "herbe", "hippodrome", "île"};
    static const char *const whole[] = {
            "pistes", "haies", "handicap", "hauteur", "halles", "yaourt", "onze", "harcèlement", "Hangar", "ça", ""};
    for (size_t i = 0; i < sizeof elided / sizeof *elided; i++) {
        assert_true(cahier_is_elided(cahier_string(elided[i])));
    }
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        assert_false(cahier_is_elided(cahier_string(whole[i])));
    }
}

static void labels_take_their_capital(void **state)
{
    (void)state;
    static const struct {
        const char *label, *start, *inside;
    } cases[] = {
            {"éclairage", "Éclairage", "éclairage"},
            {"Écoles", "Écoles", "écoles"},
            {"œuvres", "Œuvres", "œuvres"},
            {"PLU et permis", "PLU et permis", "PLU et permis"},
            {"Voirie", "Voirie", "voirie"},
            {"5G", "5G", "5G"},
            {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_say_label(&out, CAHIER_PLAIN, cahier_string(cases[i].label));
        check(&out, cases[i].start);
        cahier_out_open_memory(&out);
        cahier_say_label_inside(&out, CAHIER_PLAIN, cahier_string(cases[i].label));
        check(&out, cases[i].inside);
    }
}

/* Every sentence of the table is one say() can say: slots closed, two forms, arguments within three. */
static void every_sentence_of_the_table_can_be_said(void **state)
{
    (void)state;
    const char *const *sentence = (const char *const *)(const void *)&cahier_fr;
    const cahier_arg args[5] = {CAHIER_N(2), CAHIER_N(1), CAHIER_N(0), CAHIER_N(3), CAHIER_N(4)};
    for (size_t i = 0; i < sizeof cahier_fr / sizeof *sentence; i++) {
        cahier_out out;
        assert_non_null(sentence[i]);
        cahier_out_open_memory(&out);
        cahier_say_list(&out, CAHIER_HTML, sentence[i], args, 5);
        finish(&out);
        assert_null(strpbrk(out.at, "{}|'"));
        cahier_out_close(&out);
    }
}

/* --- escapes --- */

static void json_escapes_what_the_rfc_says(void **state)
{
    (void)state;
    static const struct {
        cahier_text in;
        const char *expected;
    } cases[] = {
            {{"", 0}, "\"\""},
            {{"a\"b\\c", 5}, "\"a\\\"b\\\\c\""},
            {{"l\n\r\t\x01\x1f", 6}, "\"l\\n\\r\\t\\u0001\\u001f\""},
            {{"é🚲</script>", 15}, "\"é🚲</script>\""},
            {{"\0x", 2}, "\"\\u0000x\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_put_json(&out, cases[i].in);
        check(&out, cases[i].expected);
    }
}

static void html_holds_no_tag_of_a_citizen(void **state)
{
    (void)state;
    cahier_out out;
    cahier_out_open_memory(&out);
    cahier_put_html(&out, cahier_string("<script>\"'&\x01\x7f\n"));
    check(&out, "&lt;script&gt;&quot;&#39;&amp;\n");
}

static void cells_are_quoted_and_never_start_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *in, *expected;
    } cases[] = {
            {"", ""},
            {"simple", "simple"},
            {"a;b", "\"a;b\""},
            {"dit \"non\"", "\"dit \"\"non\"\"\""},
            {"a\nb", "\"a\nb\""},
            {"=1+1", "'=1+1"},
            {"-5", "'-5"},
            {"+33 6", "'+33 6"},
            {"@SOMME(A1)", "'@SOMME(A1)"},
            {"  =1", "\"'  =1\""},
            {"\t=1", "\"'\t=1\""},
            {"\ttexte", "\"'\ttexte\""},
            {"\"=1\"", "\"'\"\"=1\"\"\""},
            {"\u00a0=1", "'\u00a0=1"},
            {"\ufeff=1", "'\ufeff=1"},
            {"＝1", "'＝1"},
            {"＠x", "'＠x"},
            {"a=1", "a=1"},
            {"l'eau", "l'eau"},
            {"\x01=1", "\"'=1\""},
            {"12,5", "\"12,5\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_put_cell(&out, cahier_string(cases[i].in));
        check(&out, cases[i].expected);
    }
}

static void shortening_keeps_characters_and_words(void **state)
{
    (void)state;
    cahier_text text = cahier_string("des éléphants");
    assert_int_equal(cahier_shorten(text, 100).len, text.len);
    assert_int_equal(cahier_shorten(text, 6).len, 3);
    assert_int_equal(cahier_shorten(cahier_string("éééé"), 5).len, 4);
    assert_int_equal(cahier_shorten(cahier_string("abcdefghij"), 4).len, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(counts_shares_and_decimals_are_french),
            cmocka_unit_test(thousandths_print_from_integers),
            cmocka_unit_test(shares_never_say_none_for_some_nor_all_for_most),
            cmocka_unit_test(dates_repeat_nothing),
            cmocka_unit_test(sentences_agree_and_are_set_in_french),
            cmocka_unit_test(texts_are_escaped_and_isolated_in_sentences),
            cmocka_unit_test(labels_are_elided_as_french_does),
            cmocka_unit_test(labels_take_their_capital),
            cmocka_unit_test(every_sentence_of_the_table_can_be_said),
            cmocka_unit_test(json_escapes_what_the_rfc_says),
            cmocka_unit_test(html_holds_no_tag_of_a_citizen),
            cmocka_unit_test(cells_are_quoted_and_never_start_a_formula),
            cmocka_unit_test(shortening_keeps_characters_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
