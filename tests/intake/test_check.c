/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* popen, mkdtemp */
/* The program itself: what « cahier check » prints, and with which exit code it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const file = "id;author/name;author/id;Créé le;Description;quartier\n"
                                "1;Jeanne ZORGLUB;u1;03/03/2025;'- Plus de bancs, écrivez à j.zorglub@x.fr;Centre\n"
                                "2;Paul ZORGLUB;u2;12/04/2025;<p>Moins de bruit au 06 00 00 00 00</p>;Gare\n"
                                "3;Jeanne ZORGLUB;u1;13/04/2025;;Gare\n"
                                ";;;;;\n"
                                "2;Paul ZORGLUB;u2;12/04/2025;<p>Moins de bruit au 06 00 00 00 00</p>;Gare\n";

static const char *const expected =
        "a.csv : CSV, séparateur « ; », UTF-8\n"
        "  5\u00a0lignes lues, 2\u00a0textes à analyser, 1\u00a0écartée (ligne vide), 1\u00a0écartée (aucun texte), "
        "1\u00a0écartée (même "
        "identifiant et même texte qu'une ligne précédente).\n"
        "  texte : « Description »\n"
        "  identifiant : « id »\n"
        "  date : « Créé le », du 3 mars 2025 au 12 avril 2025\n"
        "  lieu : « quartier »\n"
        "  clé d'auteur : « author/id »\n"
        "  1 colonne de noms ignorée : « author/name »\n"
        "  balises ou entités HTML retirées\u00a0: 1\n"
        "  apostrophe de protection retirée (« '- » → « - »)\u00a0: 1\n"
        "    1  - Plus de bancs, écrivez à [courriel]\n"
        "    2  Moins de bruit au [téléphone]\n"
        "  écartée : a.csv, ligne 4 : aucun texte\n"
        "  écartée : a.csv, ligne 5 : ligne vide\n"
        "  écartée : a.csv, ligne 6 : même identifiant et même texte qu'une ligne précédente\n"
        "En tout\u00a0: 2\u00a0textes de 2\u00a0contributions, 2\u00a0auteurs connus.\n";

/* Runs « cahier check <arguments> » in a folder that holds a.csv; returns its exit code. */
static int run(const char *arguments, char *out, size_t room)
{
    char folder[] = "/tmp/cahier-check-XXXXXX", path[64], command[512];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
    FILE *written = fopen(path, "w");
    fputs(file, written);
    fclose(written);
    snprintf(command, sizeof command, "cd %s && %s check %s 2>/dev/null", folder, CAHIER_PROGRAM, arguments);
    FILE *printed = popen(command, "r");
    out[fread(out, 1, room - 1, printed)] = '\0';
    int status = pclose(printed);
    unlink(path);
    rmdir(folder);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_people(void **state)
{
    (void)state;
    char out[8192];
    assert_int_equal(run("a.csv", out, sizeof out), 0);
    assert_string_equal(out, expected);
}

static void test_thousands_are_apart(void **state)
{
    (void)state;
    char out[8192];
    const char *many = "a.csv >/dev/null; seq -f 'Plus de bancs %.0f' 1200 | " CAHIER_PROGRAM " check -";
    assert_int_equal(run(many, out, sizeof out), 0);
    assert_non_null(strstr(out, "  1\u202f200\u00a0lignes lues, 1\u202f200\u00a0textes à analyser.\n"));
    assert_non_null(strstr(out, "En tout\u00a0: 1\u202f200\u00a0textes"));
}

static void test_machines(void **state)
{
    (void)state;
    char out[8192];
    assert_int_equal(run("--json - < a.csv", out, sizeof out), 0);
    assert_non_null(strstr(out, "\"schema\":\t\"cahier.check/1\""));
    assert_non_null(strstr(out, "\"repeated\":\t1"));
    assert_null(strstr(out, "ZORGLUB"));
    assert_null(strstr(out, "zorglub"));
}

/* No text column: people are told in a sentence, programs are told which columns there are. */
static void test_no_text(void **state)
{
    (void)state;
    char out[8192];
    assert_int_equal(run("--ignore Description --ignore quartier a.csv", out, sizeof out), 1);
    assert_string_equal(out, "");
    assert_int_equal(run("--json --ignore Description --ignore quartier a.csv", out, sizeof out), 1);
    assert_non_null(strstr(out, "\"name\":\t\"Description\""));
    assert_non_null(strstr(out, "\"rows\":\t5"));
    assert_non_null(strstr(out, "\"documents\":\t0"));
}

static void test_codes(void **state)
{
    (void)state;
    char out[8192];
    assert_int_equal(run("missing.csv", out, sizeof out), 1);
    assert_int_equal(run("--text Avis a.csv", out, sizeof out), 1);
    assert_int_equal(run("", out, sizeof out), 2);
    assert_int_equal(run("--delimiter ';;' a.csv", out, sizeof out), 2);
    assert_int_equal(run("--help", out, sizeof out), 0);
    assert_non_null(strstr(out, "cahier check"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_people), cmocka_unit_test(test_thousands_are_apart),
            cmocka_unit_test(test_machines), cmocka_unit_test(test_no_text), cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
