/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "command_words.h"
#include "lexicon_command.h"
#include "run.h"

#define HEADER(name, columns)                                                                                          \
    "# lexicon: " name "\n# version: 3\n# licence: CC0-1.0\n# source: written for this test\n# columns: " columns "\n"
#define POLARITY HEADER("polarity", "form\tweight\tpos\tmatch\tdomain\tnote") /* entries start at line 6 */

typedef struct fixture {
    char folder[64], path[80];
    command_run run;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    make_folder(f.folder);
    snprintf(f.path, sizeof f.path, "%s/list.tsv", f.folder);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->folder);
    return 0;
}

/* With the shipped lists as the others. */
static void check(fixture *f, const char *text)
{
    const char *arguments[] = {"lexicon", "check", f->path, "--lexicons", CAHIER_LEXICONS_DIR, NULL};
    write_file(f->folder, "list.tsv", text);
    run_command(cahier_lexicon_main, arguments, &f->run);
}

/* "…/list.tsv:LINE:COLUMN: MESSAGE" */
static void assert_error(fixture *f, const char *said)
{
    char expected[256];
    snprintf(expected, sizeof expected, "%s:%s", f->path, said);
    assert_holds(f->run.out, expected);
    assert_int_equal(f->run.code, 1);
}

static void each_error_has_its_place_and_its_words(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text, *said;
    } cases[] = {
            {"", "1:1: pas de ligne « # lexicon: NOM »"},
            {HEADER("colours", "form"), "1:1: pas de ligne « # lexicon: NOM »"},
            {"# lexicon: polarity\n", "1:1: en-tête : il manque version, licence ou source"},
            {HEADER("polarity", "form"), "1:1: en-tête : les colonnes ne sont pas celles de ce lexique"},
            {POLARITY "bon\t0.5\tadj\tform\tgeneral\n", "6:1: il n'y a pas autant de cellules que de colonnes"},
            {POLARITY "Bon\t0.5\tadj\tform\tgeneral\t\n", "6:1: forme avec une majuscule"},
            {POLARITY "c\u2019est bon\t0.5\tadj\tform\tgeneral\t\n", "6:1: forme mal écrite"},
            {POLARITY "bon\t\tadj\tform\tgeneral\t\n", "6:5: cellule vide"},
            {POLARITY "bon\t1.5\tadj\tform\tgeneral\t\n", "6:5: nombre mal écrit ou hors des bornes"},
            {POLARITY "bon\t0,5\tadj\tform\tgeneral\t\n", "6:5: nombre mal écrit ou hors des bornes"},
            {POLARITY "été\t0.5\tadj\talways\tgeneral\t\n", "6:13: valeur inconnue dans cette colonne"},
            {POLARITY "bon\t0.5\tadj\tform\tgeneral\t\nbon\t0.6\tadj\tform\tgeneral\t\n",
                    "7:1: entrée déjà présente plus haut"},
            {POLARITY "bon\t0.5\tadj\tform\tgeneral\t\nb\xff\t0.6\tadj\tform\tgeneral\t\n",
                    "7:2: octets qui ne sont pas de l'UTF-8"},
            {HEADER("associations", "stem\tdocuments\tvector") "a\t1\t7f00\nb\t1\t7f\n",
                    "7:3: vecteur d'une autre longueur"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(f, cases[i].text);
        assert_error(f, cases[i].said);
        assert_holds(f->run.err, "1 erreur.");
    }
}

static void all_errors_of_a_file_are_found(void **state)
{
    fixture *f = *state;
    check(f, POLARITY "Bon\t0.5\tadj\tform\tgeneral\t\n# a "
                      "heading\nvif\t0.5\tadj\tform\tgeneral\t\nvif\t0.5\tadj\tform\tgeneral\t\n"
                      "\xc3(\t0.5\tadj\tform\tgeneral\t\ngai\t2\tadj\tform\tgeneral\t\n");
    assert_error(f, "6:1: forme avec une majuscule\n");
    assert_error(f, "9:1: entrée déjà présente plus haut\n");
    assert_error(f, "10:1: octets qui ne sont pas de l'UTF-8\n");
    assert_error(f, "11:5: nombre mal écrit ou hors des bornes\n");
    assert_holds(f->run.err, "4 erreurs.");
}

static void a_list_full_of_errors_is_cut(void **state)
{
    fixture *f = *state;
    static char text[1 << 14];
    size_t len = (size_t)snprintf(text, sizeof text, "%s", POLARITY);
    for (int i = 0; i < 150; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "MOT %d\t0.5\tadj\tform\tgeneral\t\n", i);
    }
    check(f, text);
    assert_holds(f->run.out, "la suite n'est pas vérifiée, il y a déjà 100 erreurs");
    assert_holds(f->run.err, "100 erreurs.");
}

/* What one file alone does not show. */
static void lists_must_agree(void **state)
{
    fixture *f = *state;
    check(f, POLARITY "chômeur\t-0.5\tnoun\tform\tgeneral\t\n");
    assert_error(f, "6:1: un mot qui désigne des personnes (identity.tsv) ne peut pas porter d'avis");
    check(f, POLARITY "propre\t0.5\tadj\tstem\tgeneral\t\npropres\t-0.5\tadj\tstem\tgeneral\t\n");
    assert_error(f, "7:1: une entrée de signe contraire a la même racine");
    check(f, POLARITY "bon\t0.5\tadj\tform\tgeneral\t\n");
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, ": 1 entrée, version 3, sans erreur\n");
    assert_holds(f->run.out, "tous les lexiques s'accordent\n");
}

static void shipped_lexicons_are_good(void **state)
{
    fixture *f = *state;
    const char *const arguments[] = {"lexicon", "check", "--lexicons", CAHIER_LEXICONS_DIR, NULL};
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_string_equal(f->run.err, "");
    assert_holds(f->run.out, "tous les lexiques s'accordent\n");
    assert_int_equal(f->run.code, 0);
}

static void stats_count_the_values_of_each_column(void **state)
{
    fixture *f = *state;
    const char *arguments[] = {"lexicon", "stats", f->path, NULL};
    write_file(f->folder, "list.tsv",
            POLARITY "bon\t0.5\tadj\tform\tgeneral\t\nvif\t-0.25\tadj\tstem\tcivic\t\n"
                     "gai\t0.5\tadj\tform\tgeneral\tnote\n");
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out,
            "  version     3\n  licence     CC0-1.0\n  source      written for this test\n  entrées     3\n");
    assert_holds(f->run.out, "  weight\n    -0,25                              1  ████████████████████\n"
                             "    0,5                                2  ████████████████████████████████████████\n");
    assert_holds(f->run.out, "  match\n    form                               2  ");
    assert_holds_not(f->run.out, "  note\n");
    const char *const english[] = {"lexicon", "stats", f->path, "--lang", "en", NULL};
    run_command(cahier_lexicon_main, english, &f->run);
    assert_holds(f->run.out, "  lexicon     polarity\n  version     3\n");
    assert_holds(f->run.out, "  entries     3\n");
    assert_holds(f->run.out, "  weight\n    -0.25                              1  ████████████████████\n");
    write_file(f->folder, "list.tsv", POLARITY "bon\tx\tadj\tform\tgeneral\t\n");
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "list.tsv:6:5: nombre mal écrit");
    write_file(f->folder, "list.tsv", "a;b\n");
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_holds(f->run.err, "n'est pas un lexique");
}

/* Many distinct numbers are put in classes of a round width. */
static void many_numbers_are_put_in_classes(void **state)
{
    fixture *f = *state;
    static char text[1 << 14];
    const char *arguments[] = {"lexicon", "stats", f->path, NULL};
    size_t len = (size_t)snprintf(text, sizeof text, "%s", POLARITY);
    for (int i = -100; i <= 100; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "mot %d\t%s%d.%02d\tadj\tform\tgeneral\t\n", i,
                i < 0 ? "-" : "", abs(i) / 100, abs(i) % 100);
    }
    write_file(f->folder, "list.tsv", text);
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_holds(f->run.out, "-1 à -0,801                       20  ");
    assert_holds(f->run.out, "0 à 0,199                         20  ");
    assert_holds(f->run.out, "1 à 1,199                          1  ");
    const char *const english[] = {"lexicon", "stats", f->path, "--lang", "en", NULL};
    run_command(cahier_lexicon_main, english, &f->run);
    assert_holds(f->run.out, "0 to 0.199                        20  ");
}

static void thousands_are_apart(void **state)
{
    fixture *f = *state;
    static char text[1 << 16];
    const char *arguments[] = {"lexicon", "stats", f->path, NULL};
    size_t len = (size_t)snprintf(text, sizeof text, "%s", POLARITY);
    for (int i = 0; i < 1200; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "mot %d\t0.5\tadj\tform\tgeneral\t\n", i);
    }
    write_file(f->folder, "list.tsv", text);
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_holds(f->run.out, "  entrées     1 200\n");
    assert_holds(f->run.out, "    form                           1 200  ████████████████████████████████████████\n");
}

static void neighbours_are_the_nearest_vectors(void **state)
{
    fixture *f = *state;
    const char *arguments[] = {"lexicon", "neighbours", "Vélos", "--count", "2", "--lexicons", f->folder, NULL};
    char command[256];
    snprintf(command, sizeof command, "cp %s/*.tsv %s/", CAHIER_LEXICONS_DIR, f->folder);
    assert_int_equal(system(command), 0);
    /* 127 0, 90 90, 0 127, -127 0 */
    write_file(f->folder, "associations.tsv",
            HEADER("associations",
                    "stem\tdocuments\tvector") "loin\t1\t8100\nvelo\t1\t7f00\ncyclabl\t1\t5a5a\nvoitur\t1\t007f\n");
    write_file(f->folder, "topicality.tsv",
            HEADER("topicality", "stem\ttopicality\tdocuments") "voitur\t0.5\t40\nvelo\t1.42\t30\n");
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_string_equal(f->run.err, "");
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Autour de « Vélos » (racine velo-), parmi 4 racines");
    assert_holds(f->run.out, "  cyclabl-                     0,707\n  voitur-                      0,000\n");
    assert_holds_not(f->run.out, "loin-");
    assert_holds(f->run.out, "dit du sujet d'un texte : 1,42 fois un mot moyen");
    const char *const english[] = {"lexicon", "--lang", "en", "neighbours", "cyclable", "--lexicons", f->folder, NULL};
    run_command(cahier_lexicon_main, english, &f->run);
    assert_holds(f->run.out, "subject: 1 times a word on average");
    assert_holds(f->run.out, "Around \"cyclable\" (stem cyclabl-), among 4 stems");
    arguments[2] = "zzzz";
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "« zzzz » n'est pas dans la table");
    arguments[6] = "/nonexistent";
    run_command(cahier_lexicon_main, arguments, &f->run);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "/nonexistent");
}

static void usage_is_shown(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *argument[5];
        int code;
        const char *said;
    } cases[] = {
            {{"lexicon", NULL}, 2, "check, stats ou neighbours"},
            {{"lexicon", "mend", NULL}, 2, "check, stats ou neighbours"},
            {{"lexicon", "--lang", "en", "mend", NULL}, 2, "check, stats or neighbours"},
            {{"lexicon", "stats", NULL}, 2, "il faut un fichier de lexique"},
            {{"lexicon", "neighbours", NULL}, 2, "il faut un mot"},
            {{"lexicon", "neighbours", "a", "--count=0", NULL}, 2, "« 0 » n'est pas une valeur de --count"},
            {{"lexicon", "check", "--colour", NULL}, 2, "option inconnue"},
            {{"lexicon", "check", "--lexicons", "/nonexistent", NULL}, 1, "aucun lexique dans « /nonexistent »"},
            {{"lexicon", "check", "/nonexistent", NULL}, 1, "« /nonexistent » ne peut pas être lu"},
            {{"lexicon", "stats", "/nonexistent", NULL}, 1, "« /nonexistent » ne peut pas être lu"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_command(cahier_lexicon_main, cases[i].argument, &f->run);
        assert_holds(f->run.err, cases[i].said);
        assert_int_equal(f->run.code, cases[i].code);
    }
    const char *const help[] = {"lexicon", "--help", NULL};
    run_command(cahier_lexicon_main, help, &f->run);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Exemples\n");
}

/* \" in a source is " in a message. */
static void drop_backslashes(char *text)
{
    char *to = text;
    for (; *text != '\0'; text++) {
        if (*text != '\\') {
            *to++ = *text;
        }
    }
    *to = '\0';
}

/* Collects the string after each `refuse(`, `return "` and the like of a source, and asks for its French. */
static void every_message_has_its_french(void **state)
{
    (void)state;
    static const char *const sources[] = {"lexicon.c", "lexicon_compile.c", "background.c"};
    uint32_t messages = 0;
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
        char path[256], line[512];
        snprintf(path, sizeof path, "%s/../pipeline/%s", CAHIER_TESTS_DIR, sources[s]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        while (fgets(line, sizeof line, file) != NULL) {
            char *end = strstr(line, "\");\n"), *start = end;
            bool message =
                    end != NULL && (strstr(line, "refuse(") != NULL || strstr(line, "                    \"") == line);
            while (message && start > line && (start[-1] != '"' || start[-2] == '\\')) {
                start--;
            }
            if (!message || start == line) {
                continue;
            }
            *end = '\0';
            drop_backslashes(start);
            if (strcmp(cahier_lexicon_message(start, false), start) == 0) {
                fail_msg("%s says \"%s\", which has no French", sources[s], start);
            }
            messages++;
        }
        fclose(file);
    }
    assert_true(messages >= 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(each_error_has_its_place_and_its_words, set_up, tear_down),
            cmocka_unit_test_setup_teardown(all_errors_of_a_file_are_found, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_list_full_of_errors_is_cut, set_up, tear_down),
            cmocka_unit_test_setup_teardown(lists_must_agree, set_up, tear_down),
            cmocka_unit_test_setup_teardown(shipped_lexicons_are_good, set_up, tear_down),
            cmocka_unit_test_setup_teardown(stats_count_the_values_of_each_column, set_up, tear_down),
            cmocka_unit_test_setup_teardown(many_numbers_are_put_in_classes, set_up, tear_down),
            cmocka_unit_test_setup_teardown(thousands_are_apart, set_up, tear_down),
            cmocka_unit_test_setup_teardown(neighbours_are_the_nearest_vectors, set_up, tear_down),
            cmocka_unit_test_setup_teardown(usage_is_shown, set_up, tear_down),
            cmocka_unit_test(every_message_has_its_french),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
