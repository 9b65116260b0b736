/* SPDX-License-Identifier: Apache-2.0 */
/* Real exports, when they are there. */
#include "cases.h"

#include <stdlib.h>

#define FOLDER "/work/shared/data/exports/"

static const struct {
    const char *path, *text, *title, *id, *date, *place, *person, *dropped;
    uint32_t rows, aside;
    char delimiter;
} exports[] = {
        {FOLDER "consultation-climat.csv", "body", "title", "id", "", "", "", "", 268, 0, ','},
        {FOLDER "decidim-comments.csv", "body", "", "id", "created_at", "", "author/id",
                "author/name|user_group/name/en|user_group/name/fr", 693, 0, ';'},
        {FOLDER "decidim-proposals.csv", "body", "title", "id", "created_at", "", "", "", 196, 0, ';'},
        {FOLDER "paris-budget-participatif.csv", "Titre du projet lauréat", "", "Identifiant de l'opération", "Edition",
                "Arrondissement de l'opération", "", "", 5102, 0, ';'},
};

static void check_export(intake_fixture *f, size_t i)
{
    assert_int_equal(f->status, CAHIER_OK);
    assert_null(intake_fixture_broken(f));
    assert_int_equal(f->intake.rows, exports[i].rows);
    assert_int_equal(f->intake.set_aside_count, exports[i].aside);
    assert_int_equal(f->intake.file[0].delimiter, exports[i].delimiter);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_TEXT), exports[i].text);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_TITLE), exports[i].title);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_ID), exports[i].id);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_DATE), exports[i].date);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_PLACE), exports[i].place);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_PERSON), exports[i].person);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_NAME), exports[i].dropped);
    assert_int_equal(f->intake.file[0].bad_dates, 0);
    assert_string_equal(intake_fixture_columns(f, CAHIER_ROLE_GROUP), "");
}

static void test_exports(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)512 << 20);
    for (size_t i = 0; i < sizeof exports / sizeof exports[0]; i++) {
        FILE *file = fopen(exports[i].path, "rb");
        if (file == NULL) {
            print_message("skipped: %s is not there\n", exports[i].path);
            continue;
        }
        fclose(file);
        cahier_arena_reset(&f.batch, 0);
        cahier_intake_options options = {.delimiter = 0};
        char *const path[] = {(char *)(uintptr_t)exports[i].path};
        f.status = cahier_intake_read(&f.batch, &f.scratch, &options, path, 1, &f.intake, &f.error);
        check_export(&f, i);
    }
    intake_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_exports)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
