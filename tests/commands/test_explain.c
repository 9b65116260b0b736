/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain.h"
#include "explanation.h"
#include "run.h"

/* Bytes: manque 10..16, vraiment 17..25, merci 46..51, [téléphone] 53..66. Eight words: 2 x 0.08 / sqrt(8 + 3) = 0.048. */
static const char document[] =
        "{\"id\":\"42/"
        "1\",\"row\":12,\"person\":\"p-3\",\"date\":\"2025-03-14\",\"place\":\"Saint-Michel\",\"group\":{},"
        "\"question\":\"Que changer ?\",\"title\":\"Mairie\","
        "\"text\":\"Mairie\\nIl manque vraiment une piste cyclable, merci. [téléphone]\",\"language\":\"fr\","
        "\"themes\":[{\"id\":\"t-aaaa\",\"score\":0.61,\"terms\":[{\"term\":\"pist cyclabl\",\"surface\":\"piste "
        "cyclable\","
        "\"weight\":0.31},{\"term\":\"manqu\",\"surface\":\"manque\",\"weight\":0.32},{\"term\":\"mair\",\"surface\":"
        "\"mairie\","
        "\"weight\":-0.02}]},{\"id\":\"t-bbbb\",\"score\":0.55,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\","
        "\"weight\":0.55}]}],"
        "\"runner_up\":{\"id\":\"t-cccc\",\"score\":0.5,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\","
        "\"weight\":0.5}]},"
        "\"polarity\":{\"score\":0.048,\"label\":\"mixed\",\"words\":8,\"evidence\":[{\"surface\":\"manque\",\"start\":"
        "10,"
        "\"end\":16,\"weight\":-0.4,\"value\":-0.52,\"rule\":\"intensifier\",\"rules\":[{\"rule\":\"intensifier\","
        "\"factor\":1.3,"
        "\"cue\":\"vraiment\",\"start\":17,\"end\":25}]},{\"surface\":\"merci\",\"start\":46,\"end\":51,\"weight\":0.6,"
        "\"value\":0.6,\"rule\":\"\",\"rules\":[]}]},"
        "\"stance\":{\"label\":\"complaint\",\"cue\":\"Il "
        "manque\",\"start\":7,\"end\":16,\"also\":[{\"label\":\"praise\","
        "\"cue\":\"merci\",\"start\":46,\"end\":51}]},"
        "\"duplicate\":{\"group\":\"d-07\",\"kind\":\"near\",\"of\":\"7\"},"
        "\"redactions\":[{\"kind\":\"phone\",\"start\":53,\"end\":66}],\"notes\":[\"mojibake\"]}";
static const char plain[] =
        "{\"id\":\"42/"
        "2\",\"row\":12,\"person\":\"p-3\",\"date\":null,\"place\":null,\"group\":{},\"text\":\"RAS\",\"themes\":[],"
        "\"runner_up\":null,\"polarity\":{\"score\":0,\"label\":\"neutral\",\"words\":1,\"evidence\":[]},"
        "\"stance\":{\"label\":\"statement\",\"cue\":\"\"},\"duplicate\":null,\"redactions\":[],\"notes\":[\"no_"
        "answer\"]}";
static const char other[] =
        "{\"id\":\"421\",\"row\":13,\"person\":\"p-4\",\"date\":null,\"place\":null,\"group\":{},\"text\":\"a\\u001b["
        "31mb\\u009bc\","
        "\"themes\":[],\"runner_up\":{\"id\":\"t-aaaa\",\"score\":0.07,\"terms\":[{\"term\":\"b\",\"surface\":\"b\","
        "\"weight\":0.07}]},"
        "\"polarity\":{\"score\":0,\"label\":\"neutral\",\"words\":1,\"evidence\":[]},"
        "\"stance\":{\"label\":\"statement\",\"cue\":\"\"},\"duplicate\":null,\"redactions\":[],\"notes\":[]}";
static const char report[] =
        "{\"schema\":\"cahier.report/1\",\"themes\":[{\"id\":\"t-aaaa\",\"label\":\"Pistes cyclables\"},"
        "{\"id\":\"t-bbbb\",\"label\":\"Mairie, horaires\"}],\"duplicates\":[{\"id\":\"d-07\",\"kind\":\"near\","
        "\"campaign\":true,\"persons\":4,\"contributions\":[\"7\",\"9\",\"11\",\"13\",\"42/1\"]}]}";

typedef struct fixture {
    char folder[64];
    char lines[1 << 14];
    command_run run;
} fixture;

static void write_lines(fixture *f, const char *first)
{
    snprintf(f->lines, sizeof f->lines, "%s\n%s\n%s\n", first, plain, other);
    write_file(f->folder, "contributions.jsonl", f->lines);
}

static int set_up(void **state)
{
    static fixture f;
    make_folder(f.folder);
    write_lines(&f, document);
    write_file(f.folder, "report.json", report);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->folder);
    return 0;
}

static void explain(fixture *f, const char *id, const char *option)
{
    const char *arguments[] = {"explain", f->folder, id, option, NULL};
    run_command(cahier_explain_main, arguments, &f->run);
}

static void every_part_is_said(void **state)
{
    fixture *f = *state;
    static const char *const said[] = {"Document 42/1\n", "  ligne 12, auteur p-3, 14 mars 2025, Saint-Michel\n",
            "En réponse à : Que changer ?\n",
            "« Mairie\n    Il manque vraiment une piste cyclable, merci. [téléphone] »\n",
            "Thème principal : Pistes cyclables (t-aaaa), 0,610\n", "piste cyclable                       0,310\n",
            "0,310 + 0,320 - 0,020 = 0,610, vérifié\n", "Aussi : Mairie, horaires (t-bbbb), 0,550\n",
            "Thème suivant, non retenu : t-cccc (t-cccc), 0,500\n",
            "doit atteindre 85 % du premier score, soit 0,519.\n", "  partagé, note 0,048\n",
            "« manque »                          -0,400\n", "× 1,3, renforcement : « vraiment » = -0,520\n",
            "Somme : -0,520 + 0,600 = 0,080\n", "2 × 0,080 / √(8 + 3) = 0,048, vérifié\n",
            "Partagé : des mots positifs (somme 0,6, note 0,362) et négatifs", "plainte, d'après « Il manque »\n",
            "et aussi remerciement, d'après « merci »\n", "téléphone, caractères 54 à 64\n",
            "Texte proche de 7 (groupe d-07).\n", "Le groupe a 5 textes, de 4 personnes : c'est une campagne.\n",
            "accents réparés\n", "Tous les calculs de ce document sont vérifiés.\n"};
    explain(f, "42/1", NULL);
    assert_string_equal(f->run.err, "");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        assert_holds(f->run.out, said[i]);
    }
    assert_int_equal(f->run.code, 0);
}

static void a_contribution_has_all_its_answers(void **state)
{
    fixture *f = *state;
    explain(f, "42", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Document 42/1\n");
    assert_holds(f->run.out, "Document 42/2\n");
    assert_holds(f->run.out, "Sans réponse");
    assert_holds(f->run.out, "Aucun mot d'avis : la note est 0.\n");
    assert_holds_not(f->run.out, "Document 421\n");
}

/* An edited report must not drive the terminal. */
static void control_characters_are_shown_as_marks(void **state)
{
    fixture *f = *state;
    explain(f, "421", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "« a?[31mb??c »");
    assert_holds(f->run.out, "Non classé : aucun thème n'est assez proche de ce texte.");
    assert_holds(f->run.out, "Thème le plus proche, non retenu : Pistes cyclables (t-aaaa), 0,070\n");
    assert_holds(f->run.out, "Il faut au moins 0,08");
    explain(f, "421", "--json");
    assert_holds(f->run.out, "\"a\\u001b[31mb");
}

/* The document with its first `from` replaced by `to`. */
static void tamper(fixture *f, const char *from, const char *to)
{
    char changed[1 << 13];
    const char *at = strstr(document, from);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - document), document, to, at + strlen(from));
    write_lines(f, changed);
}

static void what_does_not_add_up_is_said(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *from, *to, *said, *key;
    } cases[] = {
            {"\"score\":0.61", "\"score\":0.62", "Pistes cyclables : le rapport dit 0,62, la somme des parts est 0,61.",
                    "theme_sum"},
            {"\"weight\":0.31", "\"weight\":0.3", "Pistes cyclables : le rapport dit 0,61, la somme des parts est 0,6.",
                    "theme_sum"},
            {"\"weight\":0.55", "\"weight\":0.65", "Mairie, horaires : le rapport dit 0,55", "theme_sum"},
            {"\"score\":0.61,\"terms\":[{\"term\":\"pist cyclabl\",\"surface\":\"piste cyclable\",\"weight\":0.31",
                    "\"score\":0.5,\"terms\":[{\"term\":\"pist cyclabl\",\"surface\":\"piste cyclable\",\"weight\":0.2",
                    "dépasse celui du thème placé avant, 0,5.", "theme_order"},
            {"\"score\":0.5,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\",\"weight\":0.5}",
                    "\"score\":0.54,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\",\"weight\":0.54}",
                    "avec 0,54, il aurait dû être retenu", "runner_up"},
            {"\"score\":0.55", "\"score\":0.55,\"sentence\":{\"start\":7,\"end\":99}",
                    "« Mairie, horaires » n'est pas dans le texte", "place"},
            {"\"score\":0.55,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\",\"weight\":0.55}",
                    "\"score\":0.24,\"sentence\":{\"start\":7,\"end\":52},\"terms\":[{\"term\":\"mair\",\"surface\":"
                    "\"mairie\",\"weight\":0.24}",
                    "avec 0,24 dans sa phrase, il ne devait pas être retenu (il faut 0,25)", "sentence"},
            {"\"score\":0.61,", "\"score\":0.61,\"sentence\":{\"start\":7,\"end\":52},",
                    "Mairie, horaires : son score 0,55", "theme_order"},
            {"\"value\":-0.52", "\"value\":-0.53", "« manque » : le rapport dit -0,53, le calcul donne -0,52.",
                    "value"},
            {"\"factor\":1.3", "\"factor\":1.4", "« manque » : le rapport dit -0,52, le calcul donne -0,56.", "value"},
            {"\"score\":0.048", "\"score\":0.049", "note d'avis : le rapport dit 0,049, le calcul donne 0,048.",
                    "score"},
            {"\"words\":8", "\"words\":9", "note d'avis : le rapport dit 0,048, le calcul donne 0,046.", "score"},
            {"\"label\":\"mixed\"", "\"label\":\"positive\"", "avis : le rapport dit positif, la note donne partagé.",
                    "label"},
            {"\"surface\":\"manque\",\"start\":10", "\"surface\":\"manque\",\"start\":11",
                    "« manque » n'est pas dans le texte", "place"},
            {"\"cue\":\"vraiment\"", "\"cue\":\"beaucoup\"", "« beaucoup » n'est pas dans le texte", "place"},
            {"\"end\":51", "\"end\":4000000000", "« merci » n'est pas dans le texte", "place"},
            {"[téléphone]", "06 12 34 56 7", "la marque [téléphone] n'est pas dans le texte", "mark"},
            {"\"start\":53,\"end\":66", "\"start\":70,\"end\":60", "la marque [téléphone] n'est pas", "mark"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[64];
        tamper(f, cases[i].from, cases[i].to);
        explain(f, "42/1", NULL);
        assert_holds(f->run.out, "CE QUI DIFFÈRE");
        assert_holds(f->run.out, cases[i].said);
        assert_holds(f->run.err, "entre ce que dit le rapport et ce qui se recalcule");
        assert_int_equal(f->run.code, 1);
        explain(f, "42/1", "--json");
        snprintf(key, sizeof key, "\"kind\":\t\"%s\"", cases[i].key);
        assert_holds(f->run.out, key);
        assert_holds(f->run.out, "\"verified\":\tfalse\n}");
        assert_int_equal(f->run.code, 1);
    }
}

/* A sentence has its own scale: its theme may score more than the main one, and still comes after it. */
static void the_sentence_of_a_theme_is_shown(void **state)
{
    fixture *f = *state;
    tamper(f, "\"score\":0.55,\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\",\"weight\":0.55}",
            "\"score\":0.7,\"sentence\":{\"start\":7,\"end\":52},\"terms\":[{\"term\":\"mair\",\"surface\":\"mairie\","
            "\"weight\":0.7}");
    explain(f, "42/1", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Aussi : Mairie, horaires (t-bbbb), 0,700\n");
    assert_holds(f->run.out, "Thème d'une phrase, que le texte entier ne montre pas : « Il manque vraiment une");
    explain(f, "42/1", "--json");
    assert_holds(f->run.out, "\"sentence\":\t{\n");
}

/* The document keeps the theme of an earlier report, before a next one of this score, which is also that of its only word. */
static void keep_before(fixture *f, const char *score)
{
    char to[256];
    snprintf(to, sizeof to,
            "\"kept\":true,\"runner_up\":{\"id\":\"t-cccc\",\"score\":%s,\"terms\":[{\"term\":\"mair\",\"surface\":"
            "\"mairie\",\"weight\":%s}",
            score, score);
    tamper(f,
            "\"runner_up\":{\"id\":\"t-cccc\",\"score\":0.5,\"terms\":[{\"term\":\"mair\",\"surface\":"
            "\"mairie\",\"weight\":0.5}",
            to);
    explain(f, "42/1", NULL);
}

/* A text between two themes has the one of an earlier report, though the next one scores more, while it hardly does. */
static void a_theme_kept_from_an_earlier_report_is_said(void **state)
{
    fixture *f = *state;
    keep_before(f, "0.7");
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Ce thème est celui du rapport précédent : un autre ne le dépasse pas de plus de 15");
    assert_holds(f->run.out, "Son score est plus haut, d'assez peu pour que le texte garde le thème qu'il avait.");
    keep_before(f, "0.72");
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.out, "CE QUI DIFFÈRE");
}

static void json_says_the_same(void **state)
{
    fixture *f = *state;
    static const char *const said[] = {"\"schema\":\t\"cahier.explain/1\"", "\"label\":\t\"Pistes cyclables\"",
            "\"sum\":\t0.61,", "\"why_not\":\t\"share_of_best\"", "\"after\":\t-0.52", "\"computed\":\t0.048",
            "\"computed_label\":\t\"mixed\"", "\"kind\":\t\"phone\"", "\"of\":\t\"7\"", "\"mojibake\"",
            "\"verified\":\ttrue\n}"};
    explain(f, "42/1", "--json");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        assert_holds(f->run.out, said[i]);
    }
    assert_int_equal(f->run.code, 0);
}

static void report_json_is_not_needed(void **state)
{
    fixture *f = *state;
    write_file(f->folder, "report.json", "not JSON");
    explain(f, "42/1", NULL);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Thème principal : t-aaaa (t-aaaa), 0,610\n");
    assert_holds_not(f->run.out, "Le groupe a");
}

static void an_unknown_id_is_answered_with_the_nearest(void **state)
{
    fixture *f = *state;
    explain(f, "43/1", NULL);
    assert_int_equal(f->run.code, 1);
    assert_string_equal(f->run.out, "");
    assert_holds(f->run.err, "« 43/1 » n'est pas dans ce rapport ; identifiants les plus proches : 42/1, 42/2, 421.");
    explain(f, "4", NULL); /* 4 is no contribution, although 42/1 starts with it */
    assert_int_equal(f->run.code, 1);
    explain(f, "0123456789012345678901234567890123456789012345678901234567890123456789", NULL);
    assert_int_equal(f->run.code, 1);
}

static void damaged_lines_are_refused(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *from, *to;
    } cases[] = {{"\"score\":0.61", "\"score\":\"0.61\""}, {"\"score\":0.61", "\"score\":0.6123"},
            {"\"factor\":1.3", "\"factor\":1.305"}, {"\"words\":8", "\"words\":-8"},
            {"\"label\":\"mixed\"", "\"label\":\"happy\""}, {"\"evidence\":[", "\"proof\":["},
            {"\"kind\":\"phone\"", "\"kind\":\"fax\""}, {"\"notes\":[\"mojibake\"]", "\"notes\":[\"x\"]"},
            {"\"score\":0.61", "\"score\":1e300"}, {"\"themes\":[", "\"themes\":{"}, {"\"row\":12", "\"row\":1e18"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tamper(f, cases[i].from, cases[i].to);
        explain(f, "42/1", NULL);
        assert_string_equal(f->run.out, "");
        assert_holds(f->run.err, "contributions.jsonl, ligne 1");
        assert_int_equal(f->run.code, 1);
    }
    explain(f, "42/2", NULL); /* the other lines are good */
    assert_int_equal(f->run.code, 0);
}

static void usage_is_shown(void **state)
{
    fixture *f = *state;
    const char *const help[] = {"explain", "--help", NULL}, *const english[] = {
                                                                    "explain", "--lang", "en", "--help", NULL};
    const char *const no_id[] = {"explain", f->folder, NULL}, *const no_folder[] = {
                                                                      "explain", "/nonexistent", "1", NULL};
    run_command(cahier_explain_main, help, &f->run);
    assert_int_equal(f->run.code, 0);
    assert_holds(f->run.out, "Exemples\n");
    run_command(cahier_explain_main, english, &f->run);
    assert_holds(f->run.out, "Examples\n");
    run_command(cahier_explain_main, no_id, &f->run);
    assert_int_equal(f->run.code, 2);
    run_command(cahier_explain_main, no_folder, &f->run);
    assert_int_equal(f->run.code, 1);
    assert_holds(f->run.err, "ne contient pas de contributions.jsonl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(every_part_is_said, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_contribution_has_all_its_answers, set_up, tear_down),
            cmocka_unit_test_setup_teardown(control_characters_are_shown_as_marks, set_up, tear_down),
            cmocka_unit_test_setup_teardown(what_does_not_add_up_is_said, set_up, tear_down),
            cmocka_unit_test_setup_teardown(the_sentence_of_a_theme_is_shown, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_theme_kept_from_an_earlier_report_is_said, set_up, tear_down),
            cmocka_unit_test_setup_teardown(json_says_the_same, set_up, tear_down),
            cmocka_unit_test_setup_teardown(report_json_is_not_needed, set_up, tear_down),
            cmocka_unit_test_setup_teardown(an_unknown_id_is_answered_with_the_nearest, set_up, tear_down),
            cmocka_unit_test_setup_teardown(damaged_lines_are_refused, set_up, tear_down),
            cmocka_unit_test_setup_teardown(usage_is_shown, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
