/* SPDX-License-Identifier: Apache-2.0 */
#include "cases.h"

#include <iconv.h>

static const char *const french = "id;texte\n1;L'été, l'école est fermée à l’heure où les élèves mangent\n2;Ça coûte "
                                  "10 € : « trop cher », dit-on… "
                                  "à Noël\n3;Où sont passés les bancs du marché ?\n";

static const char *const read_french =
        "1: L'été, l'école est fermée à l’heure où les élèves mangent\n2: Ça coûte 10 € : « trop cher », dit-on… "
        "à Noël\n3: Où sont passés les bancs du marché ?\n";

static size_t encode(const char *name, const char *text, char *out, size_t room)
{
    iconv_t converter = iconv_open(name, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char *in = (char *)(uintptr_t)text, *to = out;
    size_t in_left = strlen(text), left = room;
    assert_true(iconv(converter, &in, &in_left, &to, &left) != (size_t)-1);
    iconv_close(converter);
    return room - left;
}

static void check(intake_fixture *fixture, const char *bytes, size_t len, const char *expected, const char *shown)
{
    cahier_intake_options options = {.delimiter = 0};
    intake_fixture_read(fixture, &options, "a.csv", bytes, len);
    assert_string_equal(intake_fixture_describe(fixture), expected);
    if (shown != NULL) {
        assert_string_equal(fixture->intake.file[0].encoding, shown);
    }
}

static void test_whole_files(void **state)
{
    (void)state;
    static const struct {
        const char *iconv_name, *shown;
    } sets[] = {
            {"UTF-8", "UTF-8"},
            {"WINDOWS-1252", "Windows-1252"},
            {"MACINTOSH", "Mac Roman"},
            {"UTF-16", "UTF-16"},
            {"UTF-16LE", "UTF-16"},
            {"UTF-16BE", "UTF-16"},
            {"UTF-32", "UTF-32"},
    };
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        char bytes[4096];
        size_t len = encode(sets[i].iconv_name, french, bytes, sizeof bytes);
        check(&fixture, bytes, len, read_french, sets[i].shown);
    }
    intake_fixture_close(&fixture);
}

/* Sets without « ’ », « … » or « € ». */
static void test_smaller_sets(void **state)
{
    (void)state;
    static const char *const plain = "id;texte\n1;L'été, l'école est fermée à midi\n2;Ça coûte cher à Noël, où ça ?\n";
    static const char *const expected = "1: L'été, l'école est fermée à midi\n2: Ça coûte cher à Noël, où ça ?\n";
    static const char *const nine = "id;texte\n1;Un cœur à 10 € pour l'école\n2;Été comme hiver, des œuvres\n";
    static const char *const nine_expected = "1: Un cœur à 10 € pour l'école\n2: Été comme hiver, des œuvres\n";
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)16 << 20);
    char bytes[4096];
    check(&fixture, bytes, encode("ISO-8859-1", plain, bytes, sizeof bytes), expected, "Latin-1");
    check(&fixture, bytes, encode("CP850", plain, bytes, sizeof bytes), expected, "MS-DOS (CP850)");
    check(&fixture, bytes, encode("ISO-8859-15", nine, bytes, sizeof bytes), nine_expected, "Latin-9");
    intake_fixture_close(&fixture);
}

static void test_asked(void **state)
{
    (void)state;
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)16 << 20);
    cahier_intake_options options = {.encoding = "ISO-8859-2"};
    static const char bytes[] = "id;texte\n1;\xBE\xE1"
                                "dost\n";
    intake_fixture_read(&fixture, &options, "a.csv", bytes, sizeof bytes - 1);
    assert_string_equal(intake_fixture_describe(&fixture), "1: žádost\n");
    options.encoding = "KLINGON";
    intake_fixture_read(&fixture, &options, "a.csv", bytes, sizeof bytes - 1);
    assert_int_equal(fixture.status, CAHIER_ERROR_EMPTY);
    intake_fixture_close(&fixture);
}

static const intake_case mixed[] = {
        {"two encodings in one file, line by line", "a.csv",
                BYTES("id;texte\n1;L'école est fermée\n2;L'\xE9"
                      "cole est ferm\xE9"
                      "e\n3;À midi\n"),
                "1: L'école est fermée\n2: L'école est fermée\n3: À midi\n"},
        {"two encodings in one line", "a.csv",
                BYTES("id;titre;texte\n1;L'\xE9"
                      "cole;La piscine est fermée\n2;Été;Été comme hiver\n"),
                "1: La piscine est fermée {L'école}\n2: Été comme hiver {Été}\n"},
        {"a character cut by a database", "a.csv", BYTES("id;texte\n1;Un caf\xC3\n2;L'école à midi\n3;Été\n"),
                "1: Un caf\xEF\xBF\xBD %ill_formed\n2: L'école à midi\n3: Été\n"},
        {"one accent in a Windows file", "a.csv", BYTES("id;texte\n1;Un caf\xE9 ouvert\n2;Un banc\n"),
                "1: Un café ouvert\n2: Un banc\n"},
        {"a Windows apostrophe is no control", "a.csv",
                BYTES("id;texte\n1;l\x92"
                      "eau de l\x92"
                      "\xE9"
                      "cole\n"),
                "1: l’eau de l’école\n"},
        {"UTF-16 cut in the middle of a character", "a.csv",
                BYTES("\xFF\xFEi\0d\0;\0t\0e\0x\0t\0e\0\n\0"
                      "1\0;\0o\0u\0i\0\n"),
                "1: oui\xEF\xBF\xBD %lost_letters\n"},
        {"a byte order mark inside", "a.csv", BYTES("id;texte\n1;\xEF\xBB\xBFPlus de bancs\n"),
                "1: Plus de bancs %control\n"},
        {"Cyrillic in KOI8", "a.csv",
                BYTES("id;texte\n1;\xF0\xCF\xD6\xC1\xCC\xD5\xCA\xD3\xD4\xC1 \xD3\xC4\xC5\xCC\xC1\xCA\xD4\xC5 "
                      "\xC2\xCF\xCC\xD8\xDB\xC5 "
                      "\xD3\xCB\xC1\xCD\xC5\xC5\xCB \xD7 \xD0\xC1\xD2\xCB\xC5\n"),
                "1: Пожалуйста сделайте больше скамеек в парке\n"},
};

static void test_mixed(void **state)
{
    (void)state;
    run_intake_cases(mixed, sizeof mixed / sizeof mixed[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole_files), cmocka_unit_test(test_smaller_sets),
            cmocka_unit_test(test_asked), cmocka_unit_test(test_mixed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
