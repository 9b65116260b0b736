/* SPDX-License-Identifier: Apache-2.0 */
/* TLS against a real server, with authorities and certificates made here by openssl, good for one day. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "link.h"
#include "run.h"
#include "server.h"

typedef struct fixture {
    test_server test;
    char keys[64], port[8], plain[8];
} fixture;

/* Two authorities, ours and another; the server is localhost and 127.0.0.1. */
static const char make_keys[] =
        "exec >openssl.log 2>&1\n"
        "key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'\n"
        "for ca in ca other; do\n"
        "  openssl req -x509 $key -keyout $ca.key -out $ca.pem -days 1 -subj /CN=$ca\n"
        "done\n"
        "make() { # NAME AUTHORITY NAMES\n"
        "  openssl req $key -keyout $1.key -out $1.csr -subj /CN=$1\n"
        "  printf 'subjectAltName=%s\\n' \"$3\" >$1.ext\n"
        "  openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days 1 -extfile $1.ext -out $1.pem\n"
        "}\n"
        "make server ca DNS:localhost,IP:127.0.0.1\n"
        "make client ca DNS:worker\n"
        "make stranger other DNS:worker\n";

static int set_up(void **state)
{
    static fixture f;
    static char cert[96], key[96], ca[96];
    static const char *options[] = {"--port", f.plain, "--tls-port", f.port, "--bind", "127.0.0.1 127.0.0.2",
            "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", ca, "--tls-auth-clients", "yes",
            NULL};
    char script[2048];
    make_folder(f.keys);
    snprintf(script, sizeof script, "set -e; cd '%s'; %s", f.keys, make_keys);
    assert_int_equal(system(script), 0);
    snprintf(cert, sizeof cert, "%s/server.pem", f.keys);
    snprintf(key, sizeof key, "%s/server.key", f.keys);
    snprintf(ca, sizeof ca, "%s/ca.pem", f.keys);
    free_port(f.port);
    free_port(f.plain);
    start_server(&f.test, options);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    stop_server(&f->test);
    remove_folder(f->keys);
    return 0;
}

/* The way to the server as NAME, trusting CA; NULL: no client certificate. */
static void address_for(fixture *f, const char *host, const char *ca, const char *name, cahier_address *out)
{
    char shown[256] = "";
    if (name != NULL) {
        snprintf(shown, sizeof shown, "&cert=%s/%s.pem&key=%s/%s.key", f->keys, name, f->keys, name);
    }
    address_of(out, "rediss://%s:%s?ca=%s/%s.pem%s", host, f->port, f->keys, ca, shown);
}

static void commands_travel_by_tls(void **state)
{
    fixture *f = *state;
    static const char *const hosts[] = {"localhost", "127.0.0.1"};
    for (size_t i = 0; i < 2; i++) {
        cahier_address address;
        cahier_link link = {0};
        address_for(f, hosts[i], "ca", "client", &address);
        if (cahier_link_open(&link, &address, NULL) != CAHIER_FAULT_NONE) {
            fail_msg("%s: %s", hosts[i], link.error.said);
        }
        ask_and_get(&link, "SET where tls", "OK");
        enum {
            LEN = 2 << 20
        };
        char *bytes = malloc(LEN);
        assert_non_null(bytes);
        memset(bytes, 'x', LEN);
        cahier_text set[] = {cahier_word("SET"), cahier_word("big"), {bytes, LEN}};
        redisReply *reply = NULL;
        assert_int_equal(cahier_link_call(&link, set, 3, 5000, &reply), CAHIER_FAULT_NONE);
        freeReplyObject(reply);
        reply = ask(&link, "GET big", CAHIER_FAULT_NONE);
        assert_int_equal(reply->len, LEN);
        assert_memory_equal(reply->str, bytes, LEN);
        freeReplyObject(reply);
        free(bytes);
        cahier_link_close(&link);
    }
}

static void what_cannot_be_trusted_is_refused_with_its_reason(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *host, *ca, *name, *french, *reason;
        cahier_trouble trouble;
    } cases[] = {
            {"localhost", "other", "client", "le certificat du serveur n'est pas accepté",
                    "self-signed|unable to get local", CAHIER_TROUBLE_CERTIFICATE},
            {"127.0.0.2", "ca", "client", "le certificat du serveur n'est pas accepté", "IP address mismatch",
                    CAHIER_TROUBLE_CERTIFICATE},
            {"localhost", "ca", NULL, "un certificat client", "certificate required", CAHIER_TROUBLE_CLIENT},
            {"localhost", "ca", "stranger", "un certificat client", "unknown ca", CAHIER_TROUBLE_CLIENT},
            {"localhost", "nowhere", "client", "un fichier de ca, cert ou key", "", CAHIER_TROUBLE_FILES},
            {"localhost", "ca", "nobody", "un fichier de ca, cert ou key", "", CAHIER_TROUBLE_FILES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_address address;
        cahier_link link = {0};
        char said[512], reason[64];
        address_for(f, cases[i].host, cases[i].ca, cases[i].name, &address);
        assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_REFUSED);
        assert_false(link.open);
        assert_int_equal(link.error.trouble, cases[i].trouble);
        cahier_fault_say(&link.error, false, said, sizeof said);
        assert_holds(said, cases[i].french);
        size_t len = strcspn(cases[i].reason, "|");
        snprintf(reason, sizeof reason, "%.*s", (int)len, cases[i].reason);
        if (cases[i].reason[len] == '\0' || strstr(said, cases[i].reason + len + 1) == NULL) {
            assert_holds(said, reason);
        }
    }
}

static void plain_and_tls_do_not_mix(void **state)
{
    fixture *f = *state;
    cahier_address address;
    cahier_link link = {0};
    address_of(&address, "redis://127.0.0.1:%s", f->port);
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_CUT);
    address_of(&address, "rediss://127.0.0.1:%s?ca=%s/ca.pem", f->plain, f->keys);
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_CUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(commands_travel_by_tls),
            cmocka_unit_test(what_cannot_be_trusted_is_refused_with_its_reason),
            cmocka_unit_test(plain_and_tls_do_not_mix),
    };
    unsetenv("CAHIER_REDIS_PASSWORD");
    if (system("command -v openssl >/dev/null 2>&1") != 0) {
        fprintf(stderr, "openssl is not installed: skipped (scripts/setup --tests)\n");
        return SKIPPED;
    }
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, set_up, tear_down);
}
