/* SPDX-License-Identifier: Apache-2.0 */
/* Columns given by the user, columns kept, several files, authors. */
#include "cases.h"

#include "arguments.h"
#include "text.h"

static void read_with(intake_fixture *f, const cahier_intake_options *options, const char *bytes)
{
    intake_fixture_read(f, options, "a.csv", bytes, strlen(bytes));
}

static const char *const survey =
        "num;q1;q2;zone;tranche;qui\n1;Des bancs;Du calme;Nord;60+;a\n2;Des arbres;;Sud;30-60;b\n3;;Rien;Sud;60+;a\n";

static void test_asked_columns(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char *const text[] = {"q1", "Q2"};
    static const char *const group[] = {"tranche"};
    cahier_intake_options options = {.text = text,
            .text_count = 2,
            .group = group,
            .group_count = 1,
            .id = "num",
            .place = "zone",
            .person = "qui"};
    read_with(&f, &options, survey);
    assert_string_equal(intake_fixture_describe(&f),
            "1/1: Des bancs ?q1 @Nord #1 &60+\n1/2: Du calme ?q2 @Nord #1 &60+\n2/1: Des arbres ?q1 @Sud #2 &30-60\n"
            "3/2: Rien ?q2 @Sud #1 &60+\n");
    assert_int_equal(f.intake.contributions, 3);
    assert_int_equal(f.intake.persons, 2);
    assert_int_equal(f.intake.at[1].contribution, 0);
    intake_fixture_close(&f);
}

static void test_asked_by_number(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char *const text[] = {"2"};
    cahier_intake_options options = {.text = text, .text_count = 1};
    read_with(&f, &options, survey);
    assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_TEXT), "q1");
    intake_fixture_close(&f);
}

static void test_positions(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *asked, *column;
        cahier_position first, second;
    } cases[] = {
            {"id;body;alignment\n1;Des bancs ici.;1\n2;Trop cher pour nous.;-1\n", NULL, "alignment",
                    CAHIER_POSITION_FOR, CAHIER_POSITION_AGAINST},
            {"id;commentaire;Avis\n1;Des bancs ici.;Pour\n2;Trop cher.;CONTRE\n", NULL, "Avis", CAHIER_POSITION_FOR,
                    CAHIER_POSITION_AGAINST},
            {"argument_id;argument_content;argument_type\n1;Des bancs ici.;AGAINST\n2;Bien vu.;FOR\n", NULL,
                    "argument_type", CAHIER_POSITION_AGAINST, CAHIER_POSITION_FOR},
            {"id;commentaire;Votre choix\n1;Des bancs.;Plutôt d’accord\n2;Rien.;Sans avis\n", NULL, "Votre choix",
                    CAHIER_POSITION_FOR, CAHIER_POSITION_NEUTRAL},
            {"id;commentaire;Note\n1;Des bancs.;1\n2;Rien.;0\n", NULL, "", CAHIER_POSITION_NONE,
                    CAHIER_POSITION_NONE}, /* a number is a side only where the name or the user says so */
            {"id;commentaire;Note\n1;Des bancs.;-1\n2;Rien.;5\n", "Note", "Note", CAHIER_POSITION_AGAINST,
                    CAHIER_POSITION_NONE},
            {"id;commentaire;Q1;Q2\n1;Des bancs.;Pour;Contre\n2;Rien.;Contre;Pour\n", NULL, "", CAHIER_POSITION_NONE,
                    CAHIER_POSITION_NONE}, /* closed questions */
    };
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_intake_options options = {.position = cases[i].asked};
        read_with(&f, &options, cases[i].bytes);
        assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_POSITION), cases[i].column);
        assert_int_equal(f.intake.count, 2);
        assert_int_equal(f.intake.at[0].position, cases[i].first);
        assert_int_equal(f.intake.at[1].position, cases[i].second);
    }
    intake_fixture_close(&f);
}

static void test_missing_column(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char *const text[] = {"Avis"};
    cahier_intake_options options = {.text = text, .text_count = 1};
    read_with(&f, &options, survey);
    assert_int_equal(f.status, CAHIER_ERROR_EMPTY);
    assert_string_equal(
            f.error.sentence, "La colonne « Avis » n'existe pas. Colonnes trouvées : num, q1, q2, zone, tranche, qui.");
    options.english = true;
    read_with(&f, &options, survey);
    assert_string_equal(
            f.error.sentence, "There is no column \"Avis\". Columns found: num, q1, q2, zone, tranche, qui.");
    intake_fixture_close(&f);
}

static void test_given_delimiter(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    cahier_intake_options options = {.delimiter = '#'};
    read_with(&f, &options, "id#texte\n1#Des bancs, des arbres\n");
    assert_string_equal(intake_fixture_describe(&f), "1: Des bancs, des arbres\n");
    read_with(&f, &options, "[\"id\"]#texte\n1#Des bancs\n");
    assert_string_equal(intake_fixture_describe(&f), "1: Des bancs\n");
    intake_fixture_close(&f);
}

static void test_kept_columns(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    cahier_intake_options options = {.keep_columns = true};
    read_with(&f, &options, "id;texte;email;votes;theme\n1;Des bancs;j@x.fr;12;Voirie\n2;Du calme;p@x.fr;3;Bruit\n");
    assert_int_equal(f.intake.kept_count, 3);
    assert_memory_equal(f.intake.kept_name[1].at, "votes", 5);
    assert_memory_equal(f.intake.kept[1][2].at, "Bruit", 5);
    for (uint32_t k = 0; k < f.intake.kept_count; k++) {
        assert_false(cahier_text_equal(f.intake.kept_name[k], (cahier_text){"email", 5}));
    }
    intake_fixture_close(&f);
}

static void test_several_files(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char one[] = "id;texte;sexe;auteur\n1;Des bancs;F;ana\n2;Du calme;H;bob\n";
    static const char two[] = "id,texte,profil,auteur\n1,Des arbres,élu,Bob\n2,Du calme,parent,cyr\n";
    static const char three[] = "Rien de plus\nMerci\n";
    cahier_intake_bytes files[] = {{"d/un.csv", BYTES(one)}, {"deux.csv", BYTES(two)}, {"trois.txt", BYTES(three)}};
    cahier_intake_options options = {.delimiter = 0};
    f.status = cahier_intake_memory(&f.batch, &f.scratch, &options, files, 3, &f.intake, &f.error);
    assert_null(intake_fixture_broken(&f) != NULL && strstr(intake_fixture_broken(&f), "order") == NULL
                        ? intake_fixture_broken(&f)
                        : NULL);
    assert_string_equal(intake_fixture_describe(&f), "1: Des bancs #1 &F\n2: Du calme #2 &H\n1-2: Des arbres #2 &élu "
                                                     "%id_renamed\n3-1: Rien de plus\n3-2: Merci\n"
                                                     "- 3 repeated\n");
    assert_int_equal(f.intake.group_count, 2);
    assert_int_equal(f.intake.persons, 4);
    assert_int_equal(f.intake.persons_known, 2);
    assert_memory_equal(f.intake.file[0].name.at, "un.csv", 6);
    intake_fixture_close(&f);
}

static void test_authors(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const unsigned char secret[] = "a secret of sixteen bytes";
    cahier_intake_options options = {.person_key = secret, .person_key_len = sizeof secret - 1};
    read_with(&f, &options, "id;texte;e-mail\n1;Un;J@X.fr\n2;Deux;Anonyme\n3;Trois;j@x.fr\n4;Quatre;\n5;Cinq;p@x.fr\n");
    assert_string_equal(intake_fixture_describe(&f), "1: Un #1\n2: Deux\n3: Trois #1\n4: Quatre\n5: Cinq #4\n");
    assert_int_equal(f.intake.persons, 4);
    assert_int_equal(f.intake.person_hash[0].len, 16);
    assert_int_equal(f.intake.person_hash[1].len, 0);
    assert_false(cahier_text_equal(f.intake.person_hash[0], f.intake.person_hash[3]));
    intake_fixture_close(&f);
}

/* The key of the author must be nowhere in what leaves. */
static void test_names_stay_out(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    cahier_intake_options options = {.keep_columns = true};
    read_with(&f, &options,
            "id;texte;Nom;Prénom;Courriel;Téléphone;quartier\n1;Des bancs;ZORGLUB;Zoé;zz@x.fr;0600000000;Nord\n");
    const cahier_contribution *c = &f.intake.at[0];
    const cahier_text shown[] = {c->id, c->title, c->text, c->question, c->place};
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        assert_true(shown[i].len == 0 || memchr(shown[i].at, 'Z', shown[i].len) == NULL);
    }
    for (uint32_t k = 0; k < f.intake.kept_count; k++) {
        assert_true(
                f.intake.kept[0][k].len == 0 || memchr(f.intake.kept[0][k].at, 'Z', f.intake.kept[0][k].len) == NULL);
    }
    assert_true(c->person_known);
    intake_fixture_close(&f);
}

/* The columns that nobody needs may be those that the program would read. */
static void test_ignored_columns(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char *const ignored[] = {"q1", "zone"};
    cahier_intake_options options = {.ignored = ignored, .ignored_count = 2, .keep_columns = true};
    read_with(&f, &options, "id;q1;q2;zone\n1;Il faut des bancs ici;Il faut des arbres là;Nord\n");
    assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_TEXT), "q2");
    assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_OTHER), "q1|zone");
    assert_int_equal(f.intake.file[0].column[1].why, CAHIER_WHY_ASKED);
    for (uint32_t k = 0; k < f.intake.kept_count; k++) {
        assert_false(f.intake.kept_name[k].len == 4 && memcmp(f.intake.kept_name[k].at, "zone", 4) == 0);
    }
    intake_fixture_close(&f);
}

static void test_asked_where_found(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    static const char *const text[] = {"Avis", "q1"};
    cahier_intake_options options = {.text = text, .text_count = 2, .title = "Titre", .where_found = true};
    read_with(&f, &options, survey);
    assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_TEXT), "q1");
    static const char *const nowhere[] = {"Avis"};
    options.text = nowhere;
    options.text_count = 1;
    read_with(&f, &options, "id;remarque\n1;Il faut des arbres là\n"); /* guessed, as if nobody had asked */
    assert_string_equal(intake_fixture_columns(&f, CAHIER_ROLE_TEXT), "remarque");
    intake_fixture_close(&f);
}

static void test_arguments(void **state)
{
    (void)state;
    cahier_intake_arguments arguments = {.options = {.delimiter = 0}};
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_TEXT, "q1"), 1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_TEXT, "q2"), 1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_DELIMITER, "tab"), 1);
    assert_int_equal(arguments.options.delimiter, '\t');
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_DELIMITER, ";;"), -1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_DELIMITER, "\""), -1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_LANG, "de"), -1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_IGNORE, "zone"), 1);
    assert_int_equal(cahier_intake_argument(&arguments, CAHIER_ARGUMENT_WHERE_FOUND, NULL), 1);
    assert_string_equal(arguments.options.ignored[0], "zone");
    assert_true(arguments.options.where_found);
    assert_int_equal(cahier_intake_argument(&arguments, 'x', NULL), 0);
    assert_int_equal(arguments.options.text_count, 2);
    assert_string_equal(arguments.options.text[1], "q2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_asked_columns),
            cmocka_unit_test(test_asked_by_number),
            cmocka_unit_test(test_positions),
            cmocka_unit_test(test_missing_column),
            cmocka_unit_test(test_given_delimiter),
            cmocka_unit_test(test_kept_columns),
            cmocka_unit_test(test_several_files),
            cmocka_unit_test(test_authors),
            cmocka_unit_test(test_names_stay_out),
            cmocka_unit_test(test_ignored_columns),
            cmocka_unit_test(test_asked_where_found),
            cmocka_unit_test(test_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
