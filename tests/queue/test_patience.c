/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "patience.h"
#include "progress.h"
#include "proxy.h"
#include "run.h"
#include "server.h"

#define LONG_MS 20000u

typedef struct fixture {
    test_server test;
    proxy proxy;
    cahier_address through; /* the proxy */
} fixture;

static int set_up(void **state)
{
    static fixture f;
    start_server(&f.test, NULL);
    proxy_open(&f.proxy, f.test.server.address.path);
    address_of(&f.through, "redis://127.0.0.1:%s", f.proxy.port);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    proxy_close(&f->proxy);
    stop_server(&f->test);
    return 0;
}

static uint64_t soon(void)
{
    return cahier_clock_ms() + LONG_MS;
}

static void set_value(fixture *f, const char *key, const char *value)
{
    cahier_link link = {0};
    char words[4200];
    assert_int_equal(cahier_link_open(&link, &f->test.server.address, NULL), CAHIER_FAULT_NONE);
    snprintf(words, sizeof words, "SET %s %s", key, value);
    ask_and_get(&link, words, "OK");
    cahier_link_close(&link);
}

/* Wherever a connection is cut, an answer is whole and right or there is none. */
static void a_connection_cut_at_any_byte_never_gives_half_an_answer(void **state)
{
    fixture *f = *state;
    char value[301];
    memset(value, 'v', 300);
    value[300] = '\0';
    set_value(f, "value", value);
    cahier_text get[] = {cahier_word("GET"), cahier_word("value")};
    unsigned cut = 0, whole = 0;
    for (int bytes = 0; bytes < 900; bytes += 3) {
        cahier_link link = {0};
        redisReply *reply = NULL;
        atomic_store(&f->proxy.cut_after, bytes);
        cahier_fault fault = cahier_link_open(&link, &f->through, NULL);
        fault = fault == CAHIER_FAULT_NONE ? cahier_link_call(&link, get, 2, LONG_MS, &reply) : fault;
        if (fault == CAHIER_FAULT_NONE) {
            assert_string_equal(reply->str, value);
            whole++;
        } else {
            assert_int_equal(fault, CAHIER_FAULT_CUT);
            assert_false(link.open);
            assert_null(reply);
            cut++;
        }
        freeReplyObject(reply);
        cahier_link_close(&link);
    }
    atomic_store(&f->proxy.cut_after, -1);
    assert_true(cut > 100);
    assert_true(whole > 50);
}

/* Adding to a set may be done twice. */
static void a_repeated_call_gets_through_cut_connections(void **state)
{
    fixture *f = *state;
    cahier_patience patience;
    cahier_patience_init(&patience, &f->through, -1);
    uint32_t random = 7;
    for (int i = 0; i < 40; i++) {
        random = random * 1664525u + 1013904223u;
        atomic_store(&f->proxy.cut_after, 150 + (int)(random >> 23)); /* 150..661 bytes: the greeting takes about 200 */
        char member[16];
        snprintf(member, sizeof member, "m%d", i);
        cahier_text words[] = {cahier_word("SADD"), cahier_word("set"), cahier_word(member)};
        cahier_command command = {words, 3, LONG_MS};
        redisReply *reply = NULL;
        assert_int_equal(cahier_patience_call(&patience, &command, soon(), &reply), CAHIER_FAULT_NONE);
        freeReplyObject(reply);
    }
    atomic_store(&f->proxy.cut_after, -1);
    cahier_patience_clear(&patience);
    cahier_link link = {0};
    assert_int_equal(cahier_link_open(&link, &f->test.server.address, NULL), CAHIER_FAULT_NONE);
    ask_and_get(&link, "SCARD set", "40");
    cahier_link_close(&link);
    assert_true(atomic_load(&f->proxy.connections) > 10);
}

static void a_black_hole_costs_the_deadline_and_no_more(void **state)
{
    fixture *f = *state;
    cahier_link link = {0};
    cahier_text words[] = {cahier_word("PING")};
    redisReply *reply = NULL;
    assert_int_equal(cahier_link_open(&link, &f->through, NULL), CAHIER_FAULT_NONE);
    atomic_store(&f->proxy.black_hole, true);
    uint64_t start = cahier_clock_ms();
    assert_int_equal(cahier_link_call(&link, words, 1, 150, &reply), CAHIER_FAULT_CUT);
    assert_in_range(cahier_clock_ms() - start, 150, 2000);
    assert_int_equal(link.error.trouble, CAHIER_TROUBLE_LATE);
    atomic_store(&f->proxy.black_hole, false);
    assert_int_equal(cahier_link_open(&link, &f->through, NULL), CAHIER_FAULT_NONE);
    ask_and_get(&link, "PING", "PONG");
    cahier_link_close(&link);
}

static void waits_grow_are_random_and_end(void **state)
{
    (void)state;
    cahier_address nobody;
    cahier_patience patience;
    char port[8];
    free_port(port);
    address_of(&nobody, "redis://127.0.0.1:%s", port);
    cahier_patience_init(&patience, &nobody, -1);
    uint64_t longest = 0, total = 0;
    for (int row = 0; row < 200; row++) {
        patience.failures = 0;
        for (uint32_t n = 0; n < 12; n++) {
            uint64_t before = cahier_clock_ms(), window = n < 7 ? 50u << n : 5000u;
            (void)cahier_patience_note(&patience, CAHIER_FAULT_RETRY);
            uint64_t wait = patience.not_before_ms > before ? patience.not_before_ms - before : 0;
            assert_true(wait <= window + 100); /* the clock may have moved on a little */
            longest = n == 11 && wait > longest ? wait : longest;
            total += n == 11 ? wait : 0;
        }
    }
    assert_true(longest > 4000); /* 200 draws of 0..5000 */
    assert_in_range(total / 200, 2000, 3000);
    (void)cahier_patience_note(&patience, CAHIER_FAULT_NONE);
    assert_int_equal(patience.failures, 0);
    patience.not_before_ms = 0;
    uint64_t start = cahier_clock_ms();
    assert_int_equal(cahier_patience_open(&patience, start + 300), CAHIER_FAULT_CUT);
    assert_in_range(cahier_clock_ms() - start, 300, 5000);
    assert_int_equal(patience.link.error.trouble, CAHIER_TROUBLE_CONNECT);
    cahier_patience_clear(&patience);
}

static void a_wait_ends_when_the_program_is_told_to_stop(void **state)
{
    (void)state;
    cahier_address nobody;
    cahier_patience patience;
    int wake[2];
    assert_int_equal(pipe(wake), 0);
    address_of(&nobody, "unix:///nowhere");
    cahier_patience_init(&patience, &nobody, wake[0]);
    patience.not_before_ms = cahier_clock_ms() + 3600000;
    assert_int_equal(write(wake[1], "", 1), 1);
    assert_int_equal(cahier_patience_open(&patience, cahier_clock_ms() + 7200000), CAHIER_FAULT_STOPPED);
    cahier_patience_clear(&patience);
    close(wake[0]);
    close(wake[1]);
}

static void a_wrong_password_is_not_tried_again(void **state)
{
    fixture *f = *state;
    cahier_address address = f->test.server.address;
    cahier_patience patience;
    snprintf(address.user, sizeof address.user, "nobody");
    snprintf(address.password, sizeof address.password, "x");
    cahier_patience_init(&patience, &address, -1);
    assert_int_equal(cahier_patience_open(&patience, soon()), CAHIER_FAULT_REFUSED);
    assert_int_equal(patience.failures, 0);
    cahier_patience_clear(&patience);
}

static void a_killed_server_is_found_again(void **state)
{
    fixture *f = *state;
    cahier_patience patience;
    cahier_text words[] = {cahier_word("GET"), cahier_word("survivor")};
    cahier_command command = {words, 2, LONG_MS};
    redisReply *reply = NULL;
    set_value(f, "survivor", "here");
    cahier_patience_init(&patience, &f->test.server.address, -1);
    assert_int_equal(cahier_patience_open(&patience, soon()), CAHIER_FAULT_NONE);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kill(f->test.server.pid, SIGKILL), 0);
        assert_int_equal(cahier_patience_call(&patience, &command, cahier_clock_ms() + 100, &reply), CAHIER_FAULT_CUT);
        while (cahier_private_server_is_running(&f->test.server)) {
        }
        assert_true(cahier_private_server_again(&f->test.server, true));
        assert_int_equal(cahier_patience_call(&patience, &command, soon(), &reply), CAHIER_FAULT_NONE);
        assert_string_equal(reply->str, "here");
        freeReplyObject(reply);
    }
    cahier_patience_clear(&patience);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_connection_cut_at_any_byte_never_gives_half_an_answer),
            cmocka_unit_test(a_repeated_call_gets_through_cut_connections),
            cmocka_unit_test(a_black_hole_costs_the_deadline_and_no_more),
            cmocka_unit_test(waits_grow_are_random_and_end),
            cmocka_unit_test(a_wait_ends_when_the_program_is_told_to_stop),
            cmocka_unit_test(a_wrong_password_is_not_tried_again),
            cmocka_unit_test(a_killed_server_is_found_again),
    };
    unsetenv("CAHIER_REDIS_PASSWORD");
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, set_up, tear_down);
}
