/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "run.h"

#define DOCUMENT(id, themes, score, polarity, stance)                                                                  \
    "{\"id\":\"" id "\",\"text\":\"x\",\"themes\":[" themes "],\"polarity\":{\"score\":" score                         \
    ",\"label\":\"" polarity "\"},\"stance\":{\"label\":\"" stance "\",\"cue\":\"\"}}\n"
#define THEME(id) "{\"id\":\"" id "\",\"score\":0.5,\"terms\":[]}"

static const char report[] = DOCUMENT("1", THEME("t-aaaa"), "0.5", "positive", "praise")
        DOCUMENT("2", THEME("t-aaaa") "," THEME("t-bbbb"), "-0.4", "negative", "complaint")
                DOCUMENT("3/1", THEME("t-bbbb"), "0.05", "neutral", "proposal")
                        DOCUMENT("3/2", THEME("t-bbbb"), "0", "neutral", "question")
                                DOCUMENT("5\\u00e9", "", "-0.1", "mixed", "statement");

typedef struct fixture {
    char folder[64], gold[80];
    command_run run;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    make_folder(f.folder);
    snprintf(f.gold, sizeof f.gold, "%s/gold", f.folder);
    write_file(f.folder, "contributions.jsonl", report);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->folder);
    return 0;
}

static void evaluate(fixture *f, const char *gold, const char *what)
{
    const char *arguments[] = {
            "evaluate", f->folder, "--gold", f->gold, "--json", what != NULL ? "--what" : NULL, what, NULL};
    write_file(f->folder, "gold", gold);
    run_command(cahier_evaluate_main, arguments, &f->run);
}

/* Figures by scikit-learn 1.2.1: y = a a b b c, p = A A B B unclassified is the same partition. */
static void themes_are_compared_with_the_main_theme(void **state)
{
    fixture *f = *state;
    evaluate(f,
            "{\"id\":\"1\",\"label\":\"voirie\"}\n{\"id\":2,\"label\":\"voirie\"}\n{\"id\":\"3/1\",\"label\":\"eau\"}\n"
            "\n{\"id\":\"3/2\",\"label\":\"eau\"}\n{\"id\":\"5é\",\"label\":\"parcs\"}\n",
            NULL);
    assert_int_equal(f->run.code, 0);
    assert_string_equal(f->run.err, "");
    assert_holds(f->run.out, "\"n\":\t5,");
    assert_holds(f->run.out, "\"gold\":\t3");
    assert_holds(f->run.out, "\"themes\":\t2");
    assert_holds(f->run.out, "\"classified\":\t0.8");
    assert_holds(f->run.out, "\"ami\":\t1,");
    assert_holds_not(f->run.out, "polarity");
    /* adjusted_mutual_info_score([0,0,0,1,1],[0,0,1,1,2]) */
    evaluate(f, "id,label\n1,voirie\n2,voirie\n3/1,voirie\n3/2,parcs\n5é,parcs\n", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "\"ami\":\t0.105891715762929");
    assert_holds(f->run.out, "\"ari\":\t0.0909090909090909");
    assert_holds(f->run.out, "\"v\":\t0.458065285644015");
}

static void labels_of_polarity_are_guessed(void **state)
{
    fixture *f = *state;
    evaluate(f, "id;label\r\n1;positive\r\n2;negative\r\n3/1;neutral\r\n3/2;positive\r\n5é;\"mixed\"\r\n", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "\"polarity\"");
    assert_holds(f->run.out, "\"by\":\t\"label\"");
    assert_holds(f->run.out, "\"accuracy\":\t0.8,");
    assert_holds(f->run.out, "\"macro_f1\":\t0.8333333333333");
    assert_holds(f->run.out, "\"confusion\":\t[[1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]");
}

/* 3/1 has 0.05, which is neutral; 3/2 has 0, which is not positive. */
static void the_sign_decides_between_two_labels(void **state)
{
    fixture *f = *state;
    evaluate(f, "id;label\n1;positive\n2;negative\n3/1;positive\n3/2;positive\n", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "\"by\":\t\"sign\"");
    assert_holds(f->run.out, "\"accuracy\":\t0.75");
    assert_holds(f->run.out, "\"confusion\":\t[[1, 0], [1, 2]]");
}

static void stance_is_compared_too(void **state)
{
    fixture *f = *state;
    evaluate(f,
            "{\"id\":\"1\",\"label\":\"a\",\"stance\":\"praise\"}\n{\"id\":\"2\",\"label\":\"b\",\"stance\":"
            "\"proposal\"}\n"
            "{\"id\":\"3/1\",\"label\":\"b\"}\n",
            NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "\"themes\":\t{");
    assert_holds(f->run.out, "\"stance\":\t{\n\t\t\"n\":\t2,");
    assert_holds(f->run.out, "\"labels\":\t[\"proposal\", \"complaint\", \"praise\"]");
    /* macro-F1 over the labels of gold: praise 1, proposal 0 */
    assert_holds(f->run.out, "\"macro_f1\":\t0.5");
    evaluate(f, "id,label\n1,praise\n2,complaint\n", "stance");
    assert_holds(f->run.out, "\"accuracy\":\t1,");
}

/* A law consultation marks arguments « pour » and « contre ». */
static void a_stance_of_another_kind_is_left_out(void **state)
{
    fixture *f = *state;
    evaluate(f, "id,label,stance\n1,a,pour\n2,b,contre\n", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "\"themes\":\t{");
    assert_holds_not(f->run.out, "\"stance\":\t{");
    assert_holds(f->run.err, "la colonne « stance » dit autre chose");
    evaluate(f, "id,label,stance\n1,a,pour\n2,b,contre\n", "stance");
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "étiquette « pour » inconnue");
}

static void what_is_missing_or_repeated_is_said(void **state)
{
    fixture *f = *state;
    write_file(f->folder, "gold", "id;label\n1;b\n1;a\n7;a\n8;b\n9;b\n10;b\n11;b\n12;b\n");
    const char *arguments[] = {"evaluate", f->folder, "--gold", f->gold, NULL};
    run_command(cahier_evaluate_main, arguments, &f->run);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "1 document comparé, sur 7 étiquetés\n");
    assert_holds(f->run.out, "absents du rapport : 7, 8, 9, 10, 11 et 1 autre\n");
    assert_holds(f->run.out, "1 identifiant est venu plusieurs fois");
    assert_holds(f->run.out, "  AMI                   1,000\n");
}

static void input_that_cannot_be_compared_is_refused(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *name, *gold, *what, *said;
    } cases[] = {
            {"empty file", "", NULL, "ligne 1"},
            {"header only", "id;label\n", NULL, "ne contient aucune étiquette"},
            {"no id column", "numero;label\n1;a\n", NULL, "ligne 1"},
            {"row without id", "id;label\n1;a\n;b\n", NULL, "ligne 3"},
            {"broken JSON", "{\"id\":\"1\",\"label\":\"a\"}\n{\"id\":\"2\",\n", NULL, "ligne 2"},
            {"ids of another survey", "id;label\n100;a\n", NULL, "aucun identifiant"},
            {"no labels", "id;label\n1;\n", NULL, "ne contient aucune étiquette"},
            {"label outside the list", "id;label\n1;positive\n2;good\n", "polarity", "étiquette « good » inconnue"},
            {"what that is not", "id;label\n1;a\n", "colour", "« colour » n'est pas une valeur"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        evaluate(f, cases[i].gold, cases[i].what);
        if (f->run.code != (cases[i].what != NULL && strcmp(cases[i].what, "colour") == 0 ? 2 : 1)) {
            fail_msg("%s: exit %d", cases[i].name, f->run.code);
        }
        assert_string_equal(f->run.out, "");
        assert_holds(f->run.err, cases[i].said);
    }
}

static void a_damaged_report_is_refused(void **state)
{
    fixture *f = *state;
    write_file(f->folder, "contributions.jsonl", DOCUMENT("1", "", "0", "neutral", "statement") "not JSON\n");
    evaluate(f, "id;label\n1;a\n", NULL);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "contributions.jsonl, ligne 2");
    write_file(f->folder, "contributions.jsonl", DOCUMENT("1", "", "0", "happy", "statement"));
    evaluate(f, "id;label\n1;a\n", NULL);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "contributions.jsonl, ligne 1");
    const char *arguments[] = {"evaluate", "/nonexistent", "--gold", f->gold, "--lang", "en", NULL};
    run_command(cahier_evaluate_main, arguments, &f->run);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "holds no readable contributions.jsonl");
}

static void usage_is_shown(void **state)
{
    fixture *f = *state;
    const char *const help[] = {"evaluate", "--help", NULL}, *const english[] = {
                                                                     "evaluate", "--help", "--lang", "en", NULL};
    const char *const nothing[] = {"evaluate", NULL}, *const no_gold[] = {"evaluate", f->folder, NULL};
    const char *const unknown[] = {"evaluate", "--colour", NULL};
    run_command(cahier_evaluate_main, help, &f->run);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Exemples\n");
    run_command(cahier_evaluate_main, english, &f->run);
    assert_holds(f->run.out, "Examples\n");
    run_command(cahier_evaluate_main, nothing, &f->run);
    assert_int_equal(f->run.code, 2);
    assert_string_equal(f->run.out, "");
    run_command(cahier_evaluate_main, no_gold, &f->run);
    assert_int_equal(f->run.code, 2);
    assert_holds(f->run.err, "--gold");
    run_command(cahier_evaluate_main, unknown, &f->run);
    assert_int_equal(f->run.code, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(themes_are_compared_with_the_main_theme, set_up, tear_down),
            cmocka_unit_test_setup_teardown(labels_of_polarity_are_guessed, set_up, tear_down),
            cmocka_unit_test_setup_teardown(the_sign_decides_between_two_labels, set_up, tear_down),
            cmocka_unit_test_setup_teardown(stance_is_compared_too, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_stance_of_another_kind_is_left_out, set_up, tear_down),
            cmocka_unit_test_setup_teardown(what_is_missing_or_repeated_is_said, set_up, tear_down),
            cmocka_unit_test_setup_teardown(input_that_cannot_be_compared_is_refused, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_damaged_report_is_refused, set_up, tear_down),
            cmocka_unit_test_setup_teardown(usage_is_shown, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
