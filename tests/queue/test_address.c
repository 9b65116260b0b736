/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* setenv */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "address.h"
#include "run.h"

#define SECRET "s3cr3t"

static void good_addresses_are_read_and_shown_without_the_password(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *shown, *user, *password;
    } cases[] = {
            {"redis://h", "redis://h:6379", "", ""},
            {"redis://h:7000/3", "redis://h:7000/3", "", ""},
            {"redis://h/", "redis://h:6379", "", ""},
            {"redis://[::1]:7000", "redis://[::1]:7000", "", ""},
            {"redis://[::1]", "redis://[::1]:6379", "", ""},
            {"redis://:s3cr3t@h", "redis://:***@h:6379", "", SECRET},
            {"redis://marie:s3cr3t@h:1/2", "redis://marie:***@h:1/2", "marie", SECRET},
            {"redis://marie:p%2Fq%3F%40%25@h", "redis://marie:***@h:6379", "marie", "p/q?@%"},
            {"redis://marie:a@b:c@h", "redis://marie:***@h:6379", "marie", "a@b:c"},
            {"redis://marie@h?db=4", "redis://marie@h:6379/4", "marie", ""},
            {"rediss://h?user=jean", "rediss://jean@h:6379", "jean", ""},
            {"rediss://h?ca=%2Fa%20b.pem&cert=c&key=k", "rediss://h:6379", "", ""},
            {"unix:///run/redis.sock", "unix:///run/redis.sock", "", ""},
            {"unix:///run/redis.sock?db=2&user=anne", "unix://anne@/run/redis.sock?db=2", "anne", ""},
            {"redis+sentinel://a,b:1,[::2]/mairie/5", "redis+sentinel://a:26379,b:1,[::2]:26379/mairie/5", "", ""},
            {"rediss+sentinel://u:s3cr3t@a/m", "rediss+sentinel://u:***@a:26379/m", "u", SECRET},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_address address;
        cahier_address_error error;
        char shown[CAHIER_ADDRESS_SHOWN_ROOM];
        if (!cahier_address_read(cases[i].typed, &address, &error)) {
            fail_msg("%s is refused (%d %s)", cases[i].typed, (int)error.wrong, error.part);
        }
        cahier_address_show(&address, shown);
        assert_string_equal(shown, cases[i].shown);
        assert_string_equal(address.user, cases[i].user);
        assert_string_equal(address.password, cases[i].password);
    }
}

static void parts_are_decoded(void **state)
{
    (void)state;
    cahier_address address;
    cahier_address_error error;
    assert_true(cahier_address_read("rediss://h?ca=%2Fa%20b.pem&cert=c&key=k", &address, &error));
    assert_true(address.tls);
    assert_string_equal(address.ca, "/a b.pem");
    assert_string_equal(address.cert, "c");
    assert_string_equal(address.key, "k");
}

static void each_mistake_has_its_words_and_never_shows_a_password(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *french;
        cahier_address_wrong wrong;
    } cases[] = {
            {"http://h", "commence par redis://", CAHIER_ADDRESS_SCHEME},
            {"s3cr3t", "commence par redis://", CAHIER_ADDRESS_SCHEME},
            {"redis://", "pas de nom de machine", CAHIER_ADDRESS_HOST},
            {"redis://:6379", "pas de nom de machine", CAHIER_ADDRESS_HOST},
            {"redis://h h", "pas de nom de machine", CAHIER_ADDRESS_HOST},
            {"redis://h:0", "le port", CAHIER_ADDRESS_PORT},
            {"redis://h:65536", "le port", CAHIER_ADDRESS_PORT},
            {"redis://h:99999999999", "le port", CAHIER_ADDRESS_PORT},
            {"redis://[::1]x", "le port", CAHIER_ADDRESS_PORT},
            {"redis://marie:s3cr3t", "le port", CAHIER_ADDRESS_PORT},
            {"redis://h/un", "la base n'est pas un nombre : « un »", CAHIER_ADDRESS_DATABASE},
            {"redis://h?db=-1", "la base", CAHIER_ADDRESS_DATABASE},
            {"redis://h?db=70000", "la base", CAHIER_ADDRESS_DATABASE},
            {"unix://", "socket est vide", CAHIER_ADDRESS_SOCKET},
            {"redis+sentinel://a,b", "il manque le nom du maître", CAHIER_ADDRESS_MASTER},
            {"redis+sentinel://a,,b/m", "pas de nom de machine", CAHIER_ADDRESS_HOST},
            {"redis://h?password=s3cr3t",
                    "option inconnue ou vide ; connues : db, user, password-file, ca, cert, key : « "
                    "password »",
                    CAHIER_ADDRESS_OPTION},
            {"redis://h?user=", "option inconnue ou vide", CAHIER_ADDRESS_OPTION},
            {"redis://u:s3cr3t%zz@h", "deux chiffres hexadécimaux", CAHIER_ADDRESS_ENCODING},
            {"redis://u:s3cr3t%0@h", "deux chiffres hexadécimaux", CAHIER_ADDRESS_ENCODING},
            {"redis://u:s3cr3t%00@h", "deux chiffres hexadécimaux", CAHIER_ADDRESS_ENCODING},
            {"redis://h?user=%", "deux chiffres hexadécimaux", CAHIER_ADDRESS_ENCODING},
            {"redis://u:s3c/r3t@h", "/ s'écrit %2F", CAHIER_ADDRESS_PASSWORD_PLACE},
            {"redis://u:s3c?r3t@h", "/ s'écrit %2F", CAHIER_ADDRESS_PASSWORD_PLACE},
            {"redis://h?password-file=/nowhere/at/all", "« /nowhere/at/all »", CAHIER_ADDRESS_PASSWORD_FILE},
            {"rediss://h?cert=c", "cert et key vont ensemble", CAHIER_ADDRESS_CERTIFICATE},
            {"redis://h?ca=c", "demandent TLS", CAHIER_ADDRESS_PLAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_address address = {.database = 77};
        cahier_address_error error;
        char said[512], english[512];
        if (cahier_address_read(cases[i].typed, &address, &error)) {
            fail_msg("%s is accepted", cases[i].typed);
        }
        assert_int_equal(address.database, 77); /* untouched */
        assert_int_equal(error.wrong, cases[i].wrong);
        cahier_address_error_say(&error, false, said, sizeof said);
        cahier_address_error_say(&error, true, english, sizeof english);
        assert_holds(said, cases[i].french);
        assert_holds_not(said, "s3c");
        assert_holds_not(english, "s3c");
        assert_holds_not(said, "r3t");
    }
}

static void long_parts_are_refused(void **state)
{
    (void)state;
    char typed[2048] = "redis://u:";
    cahier_address address;
    cahier_address_error error;
    memset(typed + 10, 'x', 600);
    strcpy(typed + 610, "@h");
    assert_false(cahier_address_read(typed, &address, &error));
    assert_int_equal(error.wrong, CAHIER_ADDRESS_LONG);
    assert_string_equal(error.part, "");
    memset(typed, '/', 200);
    memcpy(typed, "unix://", 7);
    typed[200] = '\0';
    assert_false(cahier_address_read(typed, &address, &error));
    assert_int_equal(error.wrong, CAHIER_ADDRESS_SOCKET);
}

static void a_password_comes_from_a_file_that_others_cannot_read(void **state)
{
    (void)state;
    char folder[64], path[80], typed[128];
    cahier_address address;
    cahier_address_error error;
    make_folder(folder);
    snprintf(path, sizeof path, "%s/secret", folder);
    snprintf(typed, sizeof typed, "redis://marie@h?password-file=%s", path);
    write_file(folder, "secret", SECRET "\r\nsecond line\n");
    assert_int_equal(chmod(path, 0640), 0);
    assert_false(cahier_address_read(typed, &address, &error));
    assert_int_equal(error.wrong, CAHIER_ADDRESS_PASSWORD_MODE);
    assert_int_equal(chmod(path, 0600), 0);
    assert_true(cahier_address_read(typed, &address, &error));
    assert_string_equal(address.password, SECRET);
    write_file(folder, "secret", "\n");
    assert_false(cahier_address_read(typed, &address, &error));
    assert_int_equal(error.wrong, CAHIER_ADDRESS_PASSWORD_FILE);
    remove_folder(folder);
}

static void the_environment_gives_it_last(void **state)
{
    (void)state;
    cahier_address address;
    cahier_address_error error;
    assert_int_equal(setenv("CAHIER_REDIS_PASSWORD", "of the environment", 1), 0);
    assert_true(cahier_address_read("unix:///s", &address, &error));
    assert_string_equal(address.password, "of the environment");
    assert_true(cahier_address_read("redis://:typed@h", &address, &error));
    assert_string_equal(address.password, "typed");
    assert_int_equal(unsetenv("CAHIER_REDIS_PASSWORD"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(good_addresses_are_read_and_shown_without_the_password),
            cmocka_unit_test(parts_are_decoded),
            cmocka_unit_test(each_mistake_has_its_words_and_never_shows_a_password),
            cmocka_unit_test(long_parts_are_refused),
            cmocka_unit_test(a_password_comes_from_a_file_that_others_cannot_read),
            cmocka_unit_test(the_environment_gives_it_last),
    };
    unsetenv("CAHIER_REDIS_PASSWORD");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
