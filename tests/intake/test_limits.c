/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* mkstemp, fdopen */
/* Binary, huge and hostile inputs. */
#include "cases.h"

#include <stdlib.h>
#include <unistd.h>

static const intake_case refused[] = {
        {"an Excel workbook", "a.xlsx", BYTES("PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml xl/workbook.xml"),
                "! « a.xlsx » est un classeur"},
        {"an ODS workbook", "a.ods",
                BYTES("PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
                "! « a.ods » est un classeur"},
        {"a Word document", "a.docx", BYTES("PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml"),
                "! « a.docx » est un document de traitement de texte"},
        {"a zip", "a.zip", BYTES("PK\x03\x04\x14\0\x06\0photo.jpg"), "! « a.zip » est une archive"},
        {"an old Excel file", "a.xls", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
                "! « a.xls » est un ancien fichier Office"},
        {"a PDF named .csv", "a.csv", BYTES("%PDF-1.7\n%\xE2\xE3\xCF\xD3"), "! « a.csv » est un PDF"},
        {"a picture", "a.png", BYTES("\x89PNG\r\n\x1A\n"), "! « a.png » est une image"},
        {"a photo", "a.jpg", BYTES("\xFF\xD8\xFF\xE0"), "! « a.jpg » est une image"},
        {"a gzip", "a.csv.gz", BYTES("\x1F\x8B\x08\0"), "! « a.csv.gz » est compressé"},
        {"a program", "a.csv",
                BYTES("\x7F"
                      "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0\x04\x05\x06\x07\x08\x0E\x0F"),
                "! « a.csv » n'est pas un fichier texte"},
};

static void test_refused(void **state)
{
    (void)state;
    run_intake_cases(refused, sizeof refused / sizeof refused[0]);
}

static void read_built(intake_fixture *f, const char *name, const char *bytes, size_t len)
{
    cahier_intake_options options = {.delimiter = 0};
    intake_fixture_read(f, &options, name, bytes, len);
    assert_null(intake_fixture_broken(f));
}

static void test_ten_thousand_columns(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)64 << 20);
    size_t len = 0;
    char *bytes = malloc(200000);
    for (int row = 0; row < 2; row++) {
        for (int j = 0; j < 10000; j++) {
            len += (size_t)sprintf(bytes + len, "c%d;", j);
        }
        bytes[len - 1] = '\n';
    }
    read_built(&f, "a.csv", bytes, len);
    assert_int_equal(f.status, CAHIER_ERROR_LIMIT);
    assert_non_null(strstr(f.error.sentence, "plus de 4096 colonnes"));
    /* a row, not the header, that is too wide: its end is one field */
    len = (size_t)sprintf(bytes, "id;texte\n1;Des bancs\n2;Du calme");
    memset(bytes + len, ';', 10000);
    read_built(&f, "a.csv", bytes, len + 10000);
    assert_int_equal(f.intake.count, 2);
    free(bytes);
    intake_fixture_close(&f);
}

static void test_long_cell(void **state)
{
    (void)state;
    intake_fixture f;
    size_t len = 3 * CAHIER_TEXT_MAX;
    char *bytes = malloc(len + 64);
    intake_fixture_open(&f, (size_t)64 << 20);
    size_t head = (size_t)sprintf(bytes, "id;texte\n1;");
    for (size_t i = 0; i < len; i += 2) {
        memcpy(bytes + head + i, "\xC3\xA9", 2); /* é */
    }
    memcpy(bytes + head + len, "\n2;Fin\n", 7);
    read_built(&f, "a.csv", bytes, head + len + 7);
    assert_int_equal(f.intake.count, 2);
    assert_int_equal(f.intake.at[0].text.len, CAHIER_TEXT_MAX);
    assert_true((f.intake.at[0].notes & CAHIER_NOTE_TRUNCATED) != 0);
    free(bytes);
    intake_fixture_close(&f);
}

/* A quote that opens in row 1 and an answer of more lines than any: row 2 is still read. */
static void test_unclosed_far(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)256 << 20);
    char *bytes = malloc(1 << 20);
    size_t len = (size_t)sprintf(bytes, "id;texte;quartier\n0;\"Jamais refermé;Nord\n");
    for (int i = 1; i < 10000; i++) {
        len += (size_t)sprintf(bytes + len, "%d;Contribution %d;Sud\n", i, i);
    }
    read_built(&f, "a.csv", bytes, len);
    assert_int_equal(f.intake.count, 10000);
    assert_int_equal(f.intake.file[0].unclosed_quotes, 1);
    assert_int_equal(f.intake.at[9999].row, 10000);
    free(bytes);
    intake_fixture_close(&f);
}

/* Bytes that make a naive reader search the rest of the file again and again. No time limit is tested: they would
 * take minutes. */
static void test_hostile_repeats(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"a\n", "x;\" \n", "\"\"\"\n", "\"a\"\"\n", "<p a=\"", "<!--", "<p ", "&",
            "&#", "{\"a\":[\n", "[{\"a\":\"\n", "{\"id\":1,\"text\":\"\n", "Ã", "**** *a_\n", "id;\"x\";\n", "\xC3",
            "\xE2\x82", "\"\r", ",\"", ";;;;;;;;\n"};
    intake_fixture f;
    size_t len = (size_t)1 << 20;
    char *bytes = malloc(len);
    intake_fixture_open(&f, (size_t)1 << 30);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t piece = strlen(pieces[i]);
        for (size_t at = 0; at + piece <= len; at += piece) {
            memcpy(bytes + at, pieces[i], piece);
        }
        read_built(&f, "a.csv", bytes, len - len % piece);
        read_built(&f, "a.txt", bytes, len - len % piece);
    }
    free(bytes);
    intake_fixture_close(&f);
}

/* One line of 100 MB, through a real file. */
static void test_hundred_megabyte_line(void **state)
{
    (void)state;
    char path[] = "/tmp/cahier-intake-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    char *block = malloc(1 << 20);
    memset(block, 'a', 1 << 20);
    fputs("id;texte\n1;", file);
    for (int i = 0; i < 100; i++) {
        fwrite(block, 1, 1 << 20, file);
    }
    fputs("\n2;Fin\n", file);
    fclose(file);
    free(block);
    intake_fixture f;
    intake_fixture_open(&f, (size_t)512 << 20);
    cahier_intake_options options = {.delimiter = ';'};
    char *const paths[] = {path};
    f.status = cahier_intake_read(&f.batch, &f.scratch, &options, paths, 1, &f.intake, &f.error);
    unlink(path);
    assert_int_equal(f.status, CAHIER_OK);
    assert_null(intake_fixture_broken(&f));
    assert_int_equal(f.intake.count, 2);
    intake_fixture_close(&f);
}

static void test_paths(void **state)
{
    (void)state;
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    cahier_intake_options options = {.delimiter = 0};
    char missing[] = "/nowhere/a.csv", folder[] = "/tmp";
    char *const none[] = {missing}, *const directory[] = {folder};
    f.status = cahier_intake_read(&f.batch, &f.scratch, &options, none, 1, &f.intake, &f.error);
    assert_int_equal(f.status, CAHIER_ERROR_EMPTY);
    assert_string_equal(f.error.sentence,
            "« /nowhere/a.csv » ne s'ouvre pas (fichier ou dossier introuvable) : vérifiez le nom et le dossier.");
    f.status = cahier_intake_read(&f.batch, &f.scratch, &options, directory, 1, &f.intake, &f.error);
    assert_int_equal(f.status, CAHIER_ERROR_EMPTY);
    assert_string_equal(f.error.sentence, "« /tmp » est un dossier : donnez les fichiers qu'il contient.");
    intake_fixture_close(&f);
}

/* Each allocation fails once: the answer is NOMEM, with a sentence, and `out` stays as it was. */
static void test_every_allocation(void **state)
{
    (void)state;
    static const char *const inputs[] = {
            "id;texte;auteur;âge\n1;L'Ã©tÃ© <b>ici</b>;A;30\n1;Deux\x01;b;60+\n2;\"Tr\"\"ois\";;\n",
            "[{\"id\":1,\"text\":\"Un\",\"tags\":[\"a\",\"b\"],\"x\":{\"y\":2}},{\"id\":2,\"text\":\"Deux\"}]",
            "**** *a_1\nUn\n**** *a_2\nDeux\n",
            "Un caf\xE9\n\nDeux\nTrois\n",
    };
    intake_fixture f;
    intake_fixture_open(&f, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        int64_t sites = 0;
        for (int which = 0; which < 2; which++) {
            cahier_arena *arena = which == 0 ? &f.batch : &f.scratch;
            for (int64_t n = 0;; n++) {
                arena->fail_after = n;
                cahier_intake_options options = {.keep_columns = true};
                intake_fixture_read(&f, &options, "a", inputs[i], strlen(inputs[i]));
                arena->fail_after = -1;
                if (f.status == CAHIER_OK) {
                    break;
                }
                sites++;
                assert_int_equal(f.status, CAHIER_ERROR_NOMEM);
                assert_int_equal(f.intake.count, 0);
                assert_true(f.error.sentence[0] != '\0');
            }
        }
        assert_true(sites > 10);
    }
    intake_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_refused),
            cmocka_unit_test(test_ten_thousand_columns),
            cmocka_unit_test(test_long_cell),
            cmocka_unit_test(test_unclosed_far),
            cmocka_unit_test(test_hostile_repeats),
            cmocka_unit_test(test_hundred_megabyte_line),
            cmocka_unit_test(test_paths),
            cmocka_unit_test(test_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
