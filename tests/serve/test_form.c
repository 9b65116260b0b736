/* SPDX-License-Identifier: Apache-2.0 */
/* The grammars of the HTTP border: what is taken, what is refused, and a multipart body cut at every byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "multipart.h"

#define BUDGET ((size_t)64 << 20)

static cahier_text text_of(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

static void assert_text(cahier_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void a_path_is_cut_then_decoded(void **state)
{
    static const struct {
        const char *path, *shown; /* parts joined by "|"; NULL: refused */
    } cases[] = {
            {"/", ""},
            {"/metz", "metz"},
            {"/metz/", "metz"},
            {"/metz/lots/01k/contributions/42%2F1", "metz|lots|01k|contributions|42/1"},
            {"/metz/lots/%C3%A9t%C3%A9", "metz|lots|été"},
            {"/metz/a+b", "metz|a+b"},
            {"", NULL},
            {"metz", NULL},
            {"//etc", NULL},
            {"/metz/../lots", NULL},
            {"/metz/%2e%2e/lots", NULL},
            {"/metz/./lots", NULL},
            {"/metz/%00", NULL},
            {"/metz/%0d%0aSet-Cookie:x", NULL},
            {"/metz/%ff", NULL},
            {"/metz/%e9t%e9", NULL},
            {"/metz/%4", NULL},
            {"/metz/%zz", NULL},
            {"/1/2/3/4/5/6/7/8/9", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_arena arena;
        cahier_text part[CAHIER_PATH_PARTS];
        uint32_t count = 0;
        char shown[256] = "";
        assert_true(cahier_arena_open(&arena, 1u << 16));
        cahier_status status = cahier_form_path(&arena, text_of(cases[i].path), part, &count);
        for (uint32_t p = 0; status == CAHIER_OK && p < count; p++) {
            size_t used = strlen(shown);
            snprintf(shown + used, sizeof shown - used, "%s%.*s", p > 0 ? "|" : "", (int)part[p].len, part[p].at);
        }
        if ((status == CAHIER_OK) != (cases[i].shown != NULL) ||
                (status == CAHIER_OK && strcmp(shown, cases[i].shown) != 0)) {
            fail_msg("%s: got %d %s", cases[i].path, status, shown);
        }
        cahier_arena_close(&arena);
    }
}

static void fields_are_in_order_and_repeat(void **state)
{
    cahier_arena arena;
    cahier_fields fields = {0};
    (void)state;
    assert_true(cahier_arena_open(&arena, BUDGET));
    assert_int_equal(cahier_form_fields(&arena, text_of("a=1&&a=2+3&b=%C3%A9%3D&c&=d"), &fields), CAHIER_OK);
    assert_int_equal(fields.count, 5);
    assert_text(fields.at[1].value, "2 3");
    assert_text(fields.at[2].value, "é=");
    assert_text(fields.at[3].name, "c");
    assert_text(fields.at[4].value, "d");
    assert_int_equal(cahier_form_fields(&arena, text_of("a=%ff"), &fields), CAHIER_ERROR_UTF8);
    assert_int_equal(cahier_form_fields(&arena, text_of("a=%1"), &fields), CAHIER_ERROR_UTF8);
    for (uint32_t i = fields.count; i < CAHIER_FORM_FIELDS; i++) {
        assert_int_equal(cahier_form_add(&arena, &fields, text_of("x"), text_of("y")), CAHIER_OK);
    }
    assert_int_equal(cahier_form_add(&arena, &fields, text_of("x"), text_of("y")), CAHIER_ERROR_LIMIT);
    cahier_arena_close(&arena);
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
    (void)state;
    assert_text(cahier_form_cookie(text_of("xcahier=1; cahier = 2 ;cahier=3"), "cahier"), "2");
    assert_text(cahier_form_cookie(text_of("cahier"), "cahier"), "");
    assert_int_equal(cahier_form_cookie(text_of("a=b; cahierx=1"), "cahier").len, 0);
    assert_int_equal(cahier_form_cookie(text_of(""), "cahier").len, 0);
}

/* --- multipart -------------------------------------------------------------------------------------------------------- */

typedef struct heard {
    char text[4096]; /* « [field file:bytes] » */
    bool refuse;
    size_t budget; /* 0: little */
} heard;

static void add(heard *h, const char *at, size_t len)
{
    size_t used = strlen(h->text);
    assert_true(used + len < sizeof h->text);
    if (len > 0) { /* an empty text may be at no address */
        memcpy(h->text + used, at, len);
    }
}

static bool on_open(void *self, cahier_text field, cahier_text file)
{
    heard *h = self;
    add(h, "[", 1);
    add(h, field.at, field.len);
    add(h, " ", 1);
    add(h, file.at, file.len);
    add(h, ":", 1);
    return !h->refuse;
}

static bool on_bytes(void *self, const char *at, size_t len)
{
    add(self, at, len);
    return true;
}

static bool on_close(void *self)
{
    add(self, "]", 1);
    return true;
}

/* The body in two pieces; what was heard, then the fields « (name=value) ». */
static cahier_status read_cut(const char *type, cahier_text body, uint32_t at, heard *h)
{
    static cahier_multipart multipart;
    cahier_arena arena;
    cahier_fields fields = {0};
    cahier_multipart_listener listener = {on_open, on_bytes, on_close, h};
    cahier_status status = CAHIER_ERROR_UTF8;
    assert_true(cahier_arena_open(&arena, h->budget > 0 ? h->budget : 1u << 16));
    if (cahier_multipart_open(&multipart, &arena, text_of(type), &fields, &listener)) {
        (void)cahier_multipart_feed(&multipart, body.at, at);
        (void)cahier_multipart_feed(&multipart, body.at + at, body.len - at);
        status = cahier_multipart_end(&multipart);
    }
    for (uint32_t i = 0; i < fields.count; i++) {
        add(h, "(", 1);
        add(h, fields.at[i].name.at, fields.at[i].name.len);
        add(h, "=", 1);
        add(h, fields.at[i].value.at, fields.at[i].value.len);
        add(h, ")", 1);
    }
    cahier_arena_close(&arena);
    return status;
}

#define TYPE "multipart/form-data; boundary=XyZ"
#define FIELD(name) "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILED(name, file)                                                                                              \
    "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file                                     \
    "\"\r\nContent-Type: text/csv\r\n\r\n"

static void a_body_cut_anywhere_is_the_same(void **state)
{
    static const struct {
        const char *type, *body, *shown; /* NULL: refused */
    } cases[] = {
            {TYPE, FIELD("csrf") "k\r\n" FILED("fichier", "a.csv") "id;texte\r\n1;oui\r\n\r\n--XyZ--\r\n",
                    "[fichier a.csv:id;texte\r\n1;oui\r\n](csrf=k)"},
            {TYPE, "preamble\r\n" FIELD("a") "\r\n--XyZ--", "(a=)"},
            {"multipart/form-data; charset=x; BOUNDARY=\"XyZ\"", FIELD("a") "--Xy\r\n--XyZ--", "(a=--Xy)"},
            {TYPE, FILED("f", "a\\\"b%22.csv") "x\r\n--XyZ--", "[f a\"b\".csv:x]"},
            {TYPE, FILED("f", "C:\\avis\\mars.csv") "x\r\n--XyZ--", "[f C:\\avis\\mars.csv:x]"},
            {TYPE, FILED("f", "") "\r\n--XyZ--", "[f :]"},
            {TYPE,
                    FILED("f", "a") "\r\r\n-\r\n--X\r\n--XyZ  \r\nContent-Disposition: form-data; "
                                    "name=b\r\n\r\n1\r\n--XyZ--",
                    "[f a:\r\r\n-\r\n--X](b=1)"},
            {TYPE, FILED("f", "a") "half of a fi", NULL},
            {TYPE, FILED("f", "a") "x\r\n--XyZ", NULL},
            {TYPE, FILED("f", "a") "x\r\n--XyZ-", NULL},
            {TYPE, FIELD("a") "1\r\n--XyZZ\r\n", NULL},
            {TYPE, "--XyZ\r\nContent-Type: text/csv\r\n\r\nx\r\n--XyZ--", NULL},
            {TYPE, "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XyZ--", NULL},
            {TYPE, FIELD("a") "\xff\r\n--XyZ--", NULL},
            {TYPE, FILED("f", "a\x01.csv") "x\r\n--XyZ--", NULL},
            {TYPE, "", NULL},
            {"multipart/form-data", "", NULL},
            {"multipart/form-data; boundary=\"\"", "", NULL},
            {"multipart/form-data; boundary=\"a\x7f\"", "", NULL},
            {"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x",
                    "", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_text body = text_of(cases[i].body);
        for (uint32_t at = 0; at <= body.len; at++) {
            heard h = {0};
            cahier_status status = read_cut(cases[i].type, body, at, &h);
            bool right = cases[i].shown == NULL ? status != CAHIER_OK
                                                : status == CAHIER_OK && strcmp(h.text, cases[i].shown) == 0;
            if (!right) {
                fail_msg("case %zu cut at %u: %d %s", i, at, status, h.text);
            }
        }
    }
}

static void what_a_listener_refuses_ends_the_form(void **state)
{
    heard h = {.refuse = true};
    (void)state;
    assert_int_equal(read_cut(TYPE, text_of(FILED("f", "a") "x\r\n--XyZ--"), 9, &h), CAHIER_ERROR_EMPTY);
}

static void limits_hold(void **state)
{
    static char body[CAHIER_FORM_BYTES + 4096];
    heard h = {.budget = BUDGET};
    (void)state;
    int len = snprintf(body, sizeof body, "%s", FIELD("a"));
    memset(body + len, 'x', sizeof body - (size_t)len);
    assert_int_equal(read_cut(TYPE, (cahier_text){body, sizeof body}, 1, &h), CAHIER_ERROR_LIMIT);
    len = snprintf(body, sizeof body, "--XyZ\r\n");
    memset(body + len, 'x', sizeof body - (size_t)len);
    assert_int_equal(read_cut(TYPE, (cahier_text){body, CAHIER_PART_HEADER + 4096}, 1, &h), CAHIER_ERROR_LIMIT);
    memset(body, ' ', sizeof body);
    memcpy(body, "--XyZ", 5);
    assert_int_equal(read_cut(TYPE, (cahier_text){body, sizeof body}, 1, &h), CAHIER_ERROR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_path_is_cut_then_decoded),
            cmocka_unit_test(fields_are_in_order_and_repeat),
            cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
            cmocka_unit_test(a_body_cut_anywhere_is_the_same),
            cmocka_unit_test(what_a_listener_refuses_ends_the_form),
            cmocka_unit_test(limits_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
