/* SPDX-License-Identifier: Apache-2.0 */
/* What the page of an upload sends back becomes words of a command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "preflight.h"

static const char json[] =
        "{\"files\":[{\"name\":\"a.csv\",\"format\":\"CSV\",\"rows\":3,\"documents\":2,\"set_aside\":{\"empty_row\":1},"
        "\"columns\":["
        "{\"name\":\"id\",\"role\":\"id\",\"why\":\"by its name\"},"
        "{\"name\":\"avis\",\"role\":\"text\",\"why\":\"by its name\"},"
        "{\"name\":\"suite\",\"role\":\"other\",\"why\":\"\"},"
        "{\"name\":\"zone\",\"role\":\"place\",\"why\":\"asked for\"},"
        "{\"name\":\"suite\",\"role\":\"other\",\"why\":\"\"},"
        "{\"name\":\"Avis de [personne]\",\"role\":\"name\",\"why\":\"\"}]},"
        "{\"name\":\"b.csv\",\"columns\":[{\"name\":\"avis\",\"role\":\"text\",\"why\":\"by its name\"}]}],"
        "\"rows\":3,\"documents\":2,\"persons\":1,\"persons_known\":1}";

static void the_form_names_what_it_changes(void **state)
{
    static const struct {
        const char *form, *words;
    } cases[] = {
            {"", "--place zone"},
            {"role-0-0=id&role-0-1=text&role-0-2=other&role-0-3=place&role-0-4=other&role-0-5=name&role-1-0=text",
                    "--place zone"},
            {"role-0-1=other", "--ignore avis --place zone --text avis"}, /* b.csv reads it still */
            {"role-0-1=other&role-1-0=other", "--ignore avis --place zone"},
            {"role-0-2=text", "--text avis --text 3 --place zone"},
            {"role-0-3=other", "--ignore zone"},
            {"role-0-5=text", "--text avis --place zone --text 6"},
            {"role-0-0=group&role-0-4=group", "--group id --place zone --group 5"},
            {"role-0-0=king&role-0-1=name&role-9-9=text&role-0-=text", "--place zone"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_arena arena;
        cahier_preflight preflight = {.file_count = 0};
        cahier_fields form = {0};
        const char *words[CAHIER_CORRECTIONS_MOST];
        uint32_t count = 0;
        char said[512] = "";
        assert_true(cahier_arena_open(&arena, 1u << 20));
        assert_true(cahier_preflight_read(&arena, (cahier_text){json, sizeof json - 1}, &preflight));
        assert_int_equal(
                cahier_form_fields(&arena, (cahier_text){cases[i].form, (uint32_t)strlen(cases[i].form)}, &form),
                CAHIER_OK);
        assert_int_equal(cahier_preflight_correct(&arena, &preflight, &form, words, &count), CAHIER_OK);
        for (uint32_t w = 0; w < count; w++) {
            size_t used = strlen(said);
            snprintf(said + used, sizeof said - used, "%s%s", w > 0 ? " " : "", words[w]);
        }
        if (strcmp(said, cases[i].words) != 0) {
            fail_msg("%s: %s", cases[i].form, said);
        }
        cahier_arena_close(&arena);
    }
}

static void what_check_counted_is_shown(void **state)
{
    cahier_arena arena;
    cahier_preflight preflight = {.file_count = 0};
    (void)state;
    assert_true(cahier_arena_open(&arena, 1u << 20));
    assert_true(cahier_preflight_read(&arena, (cahier_text){json, sizeof json - 1}, &preflight));
    assert_int_equal(preflight.file_count, 2);
    assert_int_equal(preflight.files[0].rows, 3);
    assert_int_equal(preflight.files[0].column_count, 6);
    assert_string_equal(preflight.files[0].columns[3].why, "demandée");
    assert_false(cahier_preflight_read(&arena, (cahier_text){"{}", 2}, &preflight));
    assert_false(cahier_preflight_read(&arena, (cahier_text){"no", 2}, &preflight));
    cahier_arena_close(&arena);
}

static void too_many_corrections_are_refused(void **state)
{
    static char wide[1 << 16];
    cahier_arena arena;
    cahier_preflight preflight = {.file_count = 0};
    cahier_fields form = {0};
    const char *words[CAHIER_CORRECTIONS_MOST];
    uint32_t count = 0;
    size_t used = (size_t)snprintf(
            wide, sizeof wide, "{\"files\":[{\"columns\":[{\"name\":\"t\",\"role\":\"text\",\"why\":\"\"}");
    (void)state;
    for (int i = 0; i < 200; i++) {
        used += (size_t)snprintf(
                wide + used, sizeof wide - used, ",{\"name\":\"c%d\",\"role\":\"other\",\"why\":\"asked for\"}", i);
    }
    used += (size_t)snprintf(wide + used, sizeof wide - used, "]}]}");
    assert_true(cahier_arena_open(&arena, 1u << 20));
    assert_true(cahier_preflight_read(&arena, (cahier_text){wide, (uint32_t)used}, &preflight));
    assert_int_equal(cahier_preflight_correct(&arena, &preflight, &form, words, &count), CAHIER_ERROR_LIMIT);
    cahier_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(the_form_names_what_it_changes),
            cmocka_unit_test(what_check_counted_is_shown),
            cmocka_unit_test(too_many_corrections_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
