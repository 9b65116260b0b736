/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "link.h"
#include "progress.h"
#include "run.h"
#include "server.h"

/* The ways to the same server. */
typedef struct fixture {
    test_server test;
    char port[8];
    cahier_address by_unix, by_tcp;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    static const char *options[] = {"--port", f.port, "--bind", "127.0.0.1", NULL};
    free_port(f.port);
    start_server(&f.test, options);
    address_of(&f.by_unix, "unix://%s/redis.sock", f.test.folder);
    address_of(&f.by_tcp, "redis://127.0.0.1:%s", f.port);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    stop_server(&f->test);
    return 0;
}

static void open_link(cahier_link *link, const cahier_address *address)
{
    *link = (cahier_link){0};
    if (cahier_link_open(link, address, NULL) != CAHIER_FAULT_NONE) {
        char said[512];
        cahier_fault_say(&link->error, true, said, sizeof said);
        fail_msg("%s", said);
    }
}

static void both_ways_lead_to_the_same_data(void **state)
{
    fixture *f = *state;
    cahier_link by_unix, by_tcp;
    open_link(&by_unix, &f->by_unix);
    open_link(&by_tcp, &f->by_tcp);
    ask_and_get(&by_unix, "SET cahier:{t}:x mairie", "OK");
    ask_and_get(&by_tcp, "GET cahier:{t}:x", "mairie");
    ask_and_get(&by_tcp, "DEL cahier:{t}:x", "1");
    ask_and_get(&by_tcp, "CLIENT GETNAME", "cahier");
    assert_true(by_tcp.version >= 70000);
    assert_false(by_tcp.replica);
    assert_false(by_tcp.cluster);
    cahier_link_close(&by_unix);
    cahier_link_close(&by_unix); /* no harm */
    cahier_link_close(&by_tcp);
    assert_null(ask(&by_tcp, "PING", CAHIER_FAULT_CUT));
}

static void the_database_is_selected(void **state)
{
    fixture *f = *state;
    cahier_address third = f->by_tcp;
    cahier_link link;
    third.database = 3;
    open_link(&link, &third);
    ask_and_get(&link, "SET here 1", "OK");
    ask_and_get(&link, "SWAPDB 3 4", "OK");
    ask_and_get(&link, "EXISTS here", "0");
    cahier_link_close(&link);
    third.database = 5000;
    assert_int_equal(cahier_link_open(&link, &third, NULL), CAHIER_FAULT_REFUSED);
    assert_false(link.open);
}

static void any_bytes_travel(void **state)
{
    fixture *f = *state;
    cahier_link link;
    open_link(&link, &f->by_tcp);
    enum {
        LEN = 3 << 20
    };
    char *bytes = malloc(LEN);
    assert_non_null(bytes);
    for (uint32_t i = 0; i < LEN; i++) {
        bytes[i] = (char)(i * 2654435761u >> 24);
    }
    memcpy(bytes, "\r\n$-1\r\n\0*3\r\n", 13);
    cahier_text set[] = {cahier_word("SET"), cahier_word("blob"), {bytes, LEN}};
    cahier_text empty[] = {cahier_word("SET"), {NULL, 0}, {NULL, 0}};
    redisReply *reply = NULL;
    assert_int_equal(cahier_link_call(&link, set, 3, 5000, &reply), CAHIER_FAULT_NONE);
    freeReplyObject(reply);
    reply = ask(&link, "GET blob", CAHIER_FAULT_NONE);
    assert_int_equal(reply->len, LEN);
    assert_memory_equal(reply->str, bytes, LEN);
    freeReplyObject(reply);
    assert_int_equal(cahier_link_call(&link, empty, 3, 5000, &reply), CAHIER_FAULT_NONE);
    freeReplyObject(reply);
    ask_and_get(&link, "STRLEN blob", "3145728");
    ask_and_get(&link, "STRLEN nothing", "0");
    ask_and_get(&link, "FLUSHALL", "OK");
    free(bytes);
    cahier_link_close(&link);
}

static void replies_come_in_the_order_of_the_commands(void **state)
{
    fixture *f = *state;
    cahier_link link;
    open_link(&link, &f->by_unix);
    char padding[4000];
    memset(padding, 'x', sizeof padding);
    cahier_text add[] = {cahier_word("RPUSH"), cahier_word("list"), {padding, sizeof padding}};
    for (int i = 0; i < 1000; i++) { /* 4 MB: more than one write */
        assert_int_equal(cahier_link_send(&link, add, 3, 5000), CAHIER_FAULT_NONE);
    }
    for (int i = 0; i < 1000; i++) {
        redisReply *reply = NULL;
        assert_int_equal(cahier_link_receive(&link, 5000, &reply), CAHIER_FAULT_NONE);
        assert_int_equal(reply->integer, i + 1);
        freeReplyObject(reply);
    }
    cahier_text wrong[] = {cahier_word("INCR"), cahier_word("list")},
                good[] = {cahier_word("LLEN"), cahier_word("list")};
    redisReply *reply = NULL;
    cahier_link_send(&link, wrong, 2, 5000);
    cahier_link_send(&link, good, 2, 5000);
    assert_int_equal(cahier_link_receive(&link, 5000, &reply), CAHIER_FAULT_OTHER); /* in step after it */
    assert_null(reply);
    assert_string_equal(link.error.token, "WRONGTYPE");
    assert_int_equal(cahier_link_receive(&link, 5000, &reply), CAHIER_FAULT_NONE);
    assert_int_equal(reply->integer, 1000);
    freeReplyObject(reply);
    ask_and_get(&link, "FLUSHALL", "OK");
    cahier_link_close(&link);
}

static void functions_are_called_with_keys_and_arguments(void **state)
{
    fixture *f = *state;
    cahier_link link;
    open_link(&link, &f->by_tcp);
    static const char library[] =
            "#!lua name=link_test\n"
            "redis.register_function('both', function(k, a) return k[1] .. k[2] .. a[1] end)\n"
            "redis.register_function{function_name='read', flags={'no-writes'},\n"
            "  callback=function(k, a) return #k * 10 + #a end}\n"
            "redis.register_function('no', function() return redis.error_reply('ESTALE 2') end)\n";
    cahier_text load[] = {cahier_word("FUNCTION"), cahier_word("LOAD"), cahier_word(library)};
    cahier_text keys[] = {cahier_word("{t}a"), cahier_word("{t}b")}, arguments[] = {cahier_word("c")};
    cahier_fcall call = {"both", keys, arguments, 2, 1, false};
    redisReply *reply = NULL;
    assert_int_equal(cahier_link_call(&link, load, 3, 5000, &reply), CAHIER_FAULT_NONE);
    freeReplyObject(reply);
    assert_int_equal(cahier_link_fcall(&link, &call, 5000, &reply), CAHIER_FAULT_NONE);
    assert_string_equal(reply->str, "{t}a{t}bc");
    freeReplyObject(reply);
    call = (cahier_fcall){"read", keys, arguments, 2, 1, true};
    assert_int_equal(cahier_link_fcall(&link, &call, 5000, &reply), CAHIER_FAULT_NONE);
    assert_int_equal(reply->integer, 21);
    freeReplyObject(reply);
    call = (cahier_fcall){"no", keys, NULL, 1, 0, false};
    assert_int_equal(cahier_link_fcall(&link, &call, 5000, &reply), CAHIER_FAULT_PROTOCOL);
    assert_string_equal(link.error.token, "ESTALE");
    call = (cahier_fcall){"nowhere", keys, NULL, 1, 0, false};
    assert_int_equal(cahier_link_fcall(&link, &call, 5000, &reply), CAHIER_FAULT_REFUSED);
    ask_and_get(&link, "PING", "PONG");
    cahier_link_close(&link);
}

/* A stopped server takes the connection and the bytes, and never answers. */
static void a_call_ends_at_its_deadline(void **state)
{
    fixture *f = *state;
    cahier_link link, other = {0};
    open_link(&link, &f->by_tcp);
    cahier_text ping[] = {cahier_word("PING")};
    redisReply *reply = NULL;
    assert_int_equal(kill(f->test.server.pid, SIGSTOP), 0);
    uint64_t start = cahier_clock_ms();
    cahier_fault fault = cahier_link_call(&link, ping, 1, 200, &reply);
    uint64_t call_ms = cahier_clock_ms() - start;
    cahier_fault opening = cahier_link_open(&other, &f->by_tcp, NULL);
    assert_int_equal(kill(f->test.server.pid, SIGCONT), 0);
    assert_int_equal(fault, CAHIER_FAULT_CUT);
    assert_int_equal(link.error.trouble, CAHIER_TROUBLE_LATE);
    assert_in_range(call_ms, 200, 2000);
    assert_false(link.open);
    assert_int_equal(opening, CAHIER_FAULT_CUT);
    assert_int_equal(other.error.trouble, CAHIER_TROUBLE_LATE);
    open_link(&link, &f->by_tcp);
    ask_and_get(&link, "PING", "PONG");
    cahier_link_close(&link);
}

static void what_cannot_be_reached_is_said(void **state)
{
    (void)state;
    char port[8], said[512];
    cahier_link link = {0};
    cahier_address address;
    free_port(port);
    address_of(&address, "redis://127.0.0.1:%s", port);
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_CUT);
    cahier_fault_say(&link.error, false, said, sizeof said);
    assert_holds(said, "Redis n'est pas joignable à cette adresse : connexion refusée.");
    address_of(&address, "unix:///nowhere/redis.sock");
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_CUT);
    cahier_fault_say(&link.error, true, said, sizeof said);
    assert_holds(said, "no such file");
    address_of(&address, "redis://name.invalid");
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_CUT);
    assert_int_equal(link.error.trouble, CAHIER_TROUBLE_NAME);
}

static void users_and_passwords(void **state)
{
    fixture *f = *state;
    cahier_link admin, link = {0};
    cahier_address address = f->by_tcp;
    open_link(&admin, &f->by_unix);
    ask_and_get(&admin, "ACL SETUSER marie on >m4r1e ~cahier:{nantes}:* -@all +hello +ping +get +select", "OK");
    ask_and_get(&admin, "CONFIG SET requirepass s3cr3t", "OK");
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_REFUSED);
    assert_string_equal(link.error.token, "NOAUTH");
    assert_false(link.open);
    snprintf(address.password, sizeof address.password, "wrong");
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_REFUSED);
    assert_string_equal(link.error.token, "WRONGPASS");
    assert_null(strstr(link.error.said, "wrong"));
    snprintf(address.password, sizeof address.password, "s3cr3t");
    open_link(&link, &address);
    ask_and_get(&link, "ACL WHOAMI", "default");
    cahier_link_close(&link);
    snprintf(address.user, sizeof address.user, "marie");
    snprintf(address.password, sizeof address.password, "m4r1e");
    open_link(&link, &address);
    assert_null(ask(&link, "GET cahier:{lille}:x", CAHIER_FAULT_REFUSED));
    assert_string_equal(link.error.token, "NOPERM");
    assert_null(ask(&link, "SET cahier:{nantes}:x 1", CAHIER_FAULT_REFUSED));
    redisReply *reply = ask(&link, "GET cahier:{nantes}:x", CAHIER_FAULT_NONE);
    assert_int_equal(reply->type, REDIS_REPLY_NIL);
    freeReplyObject(reply);
    ask_and_get(&admin, "ACL SETUSER marie off", "OK");
    ask_and_get(&admin, "CLIENT KILL USER marie", "1");
    assert_null(ask(&link, "PING", CAHIER_FAULT_CUT));
    assert_int_equal(cahier_link_open(&link, &address, NULL), CAHIER_FAULT_REFUSED);
    cahier_text none[] = {cahier_word("CONFIG"), cahier_word("SET"), cahier_word("requirepass"), {"", 0}};
    assert_int_equal(cahier_link_call(&admin, none, 4, 5000, &reply), CAHIER_FAULT_NONE);
    freeReplyObject(reply);
    cahier_link_close(&admin);
}

static void a_replica_is_known_and_refuses_writes(void **state)
{
    fixture *f = *state;
    char port[8];
    cahier_link link;
    free_port(port);
    open_link(&link, &f->by_tcp);
    char words[64];
    snprintf(words, sizeof words, "REPLICAOF 127.0.0.1 %s", port);
    ask_and_get(&link, words, "OK");
    assert_null(ask(&link, "SET x 1", CAHIER_FAULT_RETRY));
    assert_string_equal(link.error.token, "READONLY");
    assert_false(link.open); /* the master has to be found again */
    open_link(&link, &f->by_tcp);
    assert_true(link.replica);
    ask_and_get(&link, "REPLICAOF NO ONE", "OK");
    cahier_link_close(&link);
}

static void no_room_is_told_from_no_right(void **state)
{
    fixture *f = *state;
    cahier_link link;
    open_link(&link, &f->by_tcp);
    ask_and_get(&link, "CONFIG SET maxmemory 1", "OK");
    assert_null(ask(&link, "SET x 1", CAHIER_FAULT_FULL));
    assert_null(ask(&link, "XREADGROUP GROUP w me STREAMS s >", CAHIER_FAULT_GROUP_MISSING));
    ask_and_get(&link, "CONFIG SET maxmemory 0", "OK");
    cahier_link_close(&link);
}

static void the_private_server_is_what_it_must_be(void **state)
{
    fixture *f = *state;
    static const char *const settings[][2] = {{"appendonly", "yes"}, {"appendfsync", "always"}, {"save", ""},
            {"maxmemory-policy", "noeviction"}, {"unixsocketperm", "700"}, {"no-appendfsync-on-rewrite", "no"}};
    cahier_link link;
    open_link(&link, &f->by_unix);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        char words[64];
        snprintf(words, sizeof words, "CONFIG GET %s", settings[i][0]);
        redisReply *reply = ask(&link, words, CAHIER_FAULT_NONE);
        assert_int_equal(reply->elements, 2);
        assert_string_equal(reply->element[1]->str, settings[i][1]);
        freeReplyObject(reply);
    }
    cahier_link_close(&link);
}

static void the_private_server_keeps_its_data_and_serves_a_folder_once(void **state)
{
    (void)state;
    test_server test;
    cahier_link link;
    start_server(&test, NULL);
    open_link(&link, &test.server.address);
    ask_and_get(&link, "SET kept yes", "OK");
    assert_int_equal(kill(test.server.pid, SIGKILL), 0);
    assert_null(ask(&link, "PING", CAHIER_FAULT_CUT));
    while (cahier_private_server_is_running(&test.server)) { /* until the kernel has reaped what it killed */
    }
    assert_true(cahier_private_server_again(&test.server, true));
    open_link(&link, &test.server.address);
    ask_and_get(&link, "GET kept", "yes");
    cahier_link_close(&link);
    cahier_private_server_close(&test.server);
    cahier_private_server_close(&test.server);
    assert_false(cahier_private_server_is_running(&test.server));
    cahier_private_server second = {0};
    assert_true(cahier_private_server_open(&second, test.folder, NULL, true));
    open_link(&link, &second.address);
    ask_and_get(&link, "GET kept", "yes");
    cahier_link_close(&link);
    cahier_private_server_close(&second);
    remove_folder(test.folder);
    assert_false(cahier_private_server_open(&second, test.folder, NULL, false));
    assert_holds(second.message, "ce dossier n'existe pas");
}

static void a_server_whose_owner_was_killed_leaves_its_folder_to_the_next(void **state)
{
    (void)state;
    char folder[64];
    cahier_private_server server = {0};
    cahier_link link = {0};
    make_folder(folder);
    pid_t owner = fork();
    if (owner == 0) {
        if (cahier_private_server_open(&server, folder, NULL, true) &&
                cahier_link_open(&link, &server.address, NULL) == CAHIER_FAULT_NONE) {
            ask_and_get(&link, "SET kept yes", "OK");
            (void)kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    int status = 0;
    assert_int_equal(waitpid(owner, &status, 0), owner);
    assert_true(WIFSIGNALED(status));
    if (!cahier_private_server_open(&server, folder, NULL, true)) {
        fail_msg("%s", server.message);
    }
    open_link(&link, &server.address);
    ask_and_get(&link, "GET kept", "yes");
    cahier_link_close(&link);
    cahier_private_server_close(&server);
    remove_folder(folder);
}

static void a_server_that_cannot_start_says_where_to_look(void **state)
{
    (void)state;
    char folder[64];
    static const char *const options[] = {"--no-such-option", "1", NULL};
    cahier_private_server server;
    make_folder(folder);
    assert_false(cahier_private_server_open(&server, folder, options, false));
    assert_holds(server.message, "redis-server s'est arrêté : voir redis.log");
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(both_ways_lead_to_the_same_data),
            cmocka_unit_test(the_database_is_selected),
            cmocka_unit_test(any_bytes_travel),
            cmocka_unit_test(replies_come_in_the_order_of_the_commands),
            cmocka_unit_test(functions_are_called_with_keys_and_arguments),
            cmocka_unit_test(a_call_ends_at_its_deadline),
            cmocka_unit_test(what_cannot_be_reached_is_said),
            cmocka_unit_test(users_and_passwords),
            cmocka_unit_test(a_replica_is_known_and_refuses_writes),
            cmocka_unit_test(no_room_is_told_from_no_right),
            cmocka_unit_test(the_private_server_is_what_it_must_be),
            cmocka_unit_test(the_private_server_keeps_its_data_and_serves_a_folder_once),
            cmocka_unit_test(a_server_whose_owner_was_killed_leaves_its_folder_to_the_next),
            cmocka_unit_test(a_server_that_cannot_start_says_where_to_look),
    };
    unsetenv("CAHIER_REDIS_PASSWORD");
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, set_up, tear_down);
}
