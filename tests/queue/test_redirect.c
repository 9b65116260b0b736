/* SPDX-License-Identifier: Apache-2.0 */
/* Real sentinels and a real cluster: the master changes, slots move, and the caller only sees replies. */
#define _GNU_SOURCE /* prctl, kill */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "patience.h"
#include "progress.h"
#include "run.h"
#include "server.h"

#define LONG_MS 40000u

/* Until `told(argument)`, for at most LONG_MS. */
static void wait_until(bool (*told)(void *argument), void *argument, const char *what)
{
    uint64_t deadline = cahier_clock_ms() + LONG_MS;
    while (!told(argument)) {
        if (cahier_clock_ms() > deadline) {
            fail_msg("still not: %s", what);
        }
        (void)poll(NULL, 0, 20);
    }
}

static void open_at(cahier_link *link, const char *port)
{
    cahier_address address;
    address_of(&address, "redis://127.0.0.1:%s", port);
    *link = (cahier_link){0};
    assert_int_equal(cahier_link_open(link, &address, NULL), CAHIER_FAULT_NONE);
}

static cahier_fault call(cahier_patience *patience, const char *name, const char *key, uint32_t for_ms)
{
    cahier_text words[] = {cahier_word(name), cahier_word(key), cahier_word("x")};
    cahier_command command = {words, 3, 2000};
    redisReply *reply = NULL;
    cahier_fault fault = cahier_patience_call(patience, &command, cahier_clock_ms() + for_ms, &reply);
    freeReplyObject(reply);
    return fault;
}

/* --- sentinels ---------------------------------------------------------------------------------------------------- */

typedef struct watched {
    test_server master, replica;
    char folder[64], master_port[8], replica_port[8], sentinel_port[8], dead_port[8];
    pid_t sentinel;
    cahier_link to_sentinel;
} watched;

static pid_t start_sentinel(const watched *w)
{
    char path[80], config[512];
    snprintf(path, sizeof path, "%s/sentinel.conf", w->folder);
    snprintf(config, sizeof config,
            "port %s\nbind 127.0.0.1\ndir %s\nlogfile sentinel.log\nsentinel monitor mairie 127.0.0.1 %s 1\n"
            "sentinel down-after-milliseconds mairie 1000\nsentinel failover-timeout mairie 5000\n",
            w->sentinel_port, w->folder, w->master_port);
    write_file(w->folder, "sentinel.conf", config);
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)execlp("redis-server", "redis-server", path, "--sentinel", (char *)NULL);
        _exit(127);
    }
    assert_true(pid > 0);
    return pid;
}

static bool listens(void *argument)
{
    watched *w = argument;
    cahier_address address;
    address_of(&address, "redis://127.0.0.1:%s", w->sentinel_port);
    w->to_sentinel = (cahier_link){0};
    return cahier_link_open_bare(&w->to_sentinel, &address, NULL) == CAHIER_FAULT_NONE;
}

/* NOGOODSLAVE until the sentinel has met a replica in good health. */
static bool fails_over(void *argument)
{
    watched *w = argument;
    cahier_text words[] = {cahier_word("SENTINEL"), cahier_word("FAILOVER"), cahier_word("mairie")};
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_call(&w->to_sentinel, words, 3, 5000, &reply);
    freeReplyObject(reply);
    return fault == CAHIER_FAULT_NONE;
}

/* A sentinel asks a master for its replicas when it meets it, then only every ten seconds. */
static bool has_replica(void *argument)
{
    redisReply *reply = ask(argument, "INFO replication", CAHIER_FAULT_NONE);
    bool online = strstr(reply->str, "state=online") != NULL;
    freeReplyObject(reply);
    return online;
}

typedef struct arrival {
    cahier_patience *patience;
    const char *port;
} arrival;

static bool writes_there(void *argument)
{
    arrival *a = argument;
    char at[8];
    bool written = call(a->patience, "SADD", "members", LONG_MS) == CAHIER_FAULT_NONE;
    snprintf(at, sizeof at, "%u", a->patience->link.endpoint.port);
    return written && strcmp(at, a->port) == 0;
}

static void start_watched(watched *w)
{
    static const char *master[] = {"--port", NULL, "--bind", "127.0.0.1", "--repl-diskless-sync-delay", "0", NULL};
    static const char *replica[] = {"--port", NULL, "--bind", "127.0.0.1", "--replicaof", NULL, NULL};
    static char of[32];
    make_folder(w->folder);
    free_port(w->master_port);
    free_port(w->replica_port);
    free_port(w->sentinel_port);
    free_port(w->dead_port);
    snprintf(of, sizeof of, "127.0.0.1 %s", w->master_port);
    master[1] = w->master_port;
    replica[1] = w->replica_port;
    replica[5] = of;
    start_server(&w->master, master);
    start_server(&w->replica, replica);
    cahier_link to_master;
    open_at(&to_master, w->master_port);
    wait_until(has_replica, &to_master, "the replica follows");
    cahier_link_close(&to_master);
    w->sentinel = start_sentinel(w);
    wait_until(listens, w, "sentinel listens");
}

static void stop_watched(watched *w)
{
    cahier_link_close(&w->to_sentinel);
    assert_int_equal(kill(w->sentinel, SIGKILL), 0);
    assert_int_equal(waitpid(w->sentinel, NULL, 0), w->sentinel);
    stop_server(&w->replica);
    stop_server(&w->master);
    remove_folder(w->folder);
}

static void sentinels_lead_to_the_master_and_to_the_next(void **state)
{
    (void)state;
    static watched w;
    cahier_address address, unknown;
    cahier_patience patience;
    char said[256];
    start_watched(&w);
    address_of(&unknown, "redis+sentinel://127.0.0.1:%s/prefecture", w.sentinel_port);
    cahier_patience_init(&patience, &unknown, -1);
    assert_int_equal(cahier_patience_open(&patience, cahier_clock_ms() + 200), CAHIER_FAULT_RETRY);
    cahier_fault_say(&patience.link.error, false, said, sizeof said);
    assert_string_equal(said, "les sentinelles ne mènent à aucun maître de ce nom.");
    cahier_patience_clear(&patience);
    address_of(&address, "redis+sentinel://127.0.0.1:%s,127.0.0.1:%s/mairie", w.dead_port, w.sentinel_port);
    cahier_patience_init(&patience, &address, -1);
    arrival before = {&patience, w.master_port}, after = {&patience, w.replica_port};
    wait_until(writes_there, &before, "written to the master");
    wait_until(fails_over, &w, "failover accepted");
    assert_int_equal(kill(w.master.server.pid, SIGKILL), 0); /* else it takes writes for ten seconds more */
    wait_until(writes_there, &after, "written to the promoted replica");
    cahier_patience_clear(&patience);
    stop_watched(&w);
}

/* --- cluster ------------------------------------------------------------------------------------------------------ */

typedef struct node {
    test_server test;
    char port[8], bus[8], id[64];
    const char *options[16];
    cahier_link link;
} node;

static void start_node(node *n, const char *epoch, const char *slots)
{
    free_port(n->port);
    free_port(n->bus);
    const char *options[] = {"--port", n->port, "--cluster-port", n->bus, "--bind", "127.0.0.1", "--cluster-enabled",
            "yes", "--cluster-node-timeout", "5000", NULL};
    memcpy(n->options, options, sizeof options);
    start_server(&n->test, n->options);
    open_at(&n->link, n->port);
    assert_true(n->link.cluster);
    char words[64];
    snprintf(words, sizeof words, "CLUSTER SET-CONFIG-EPOCH %s", epoch);
    ask_and_get(&n->link, words, "OK");
    snprintf(words, sizeof words, "CLUSTER ADDSLOTSRANGE %s", slots);
    ask_and_get(&n->link, words, "OK");
    redisReply *reply = ask(&n->link, "CLUSTER MYID", CAHIER_FAULT_NONE);
    snprintf(n->id, sizeof n->id, "%s", reply->str);
    freeReplyObject(reply);
}

static bool both_agree(void *argument)
{
    node *nodes = argument;
    bool agree = true;
    for (int i = 0; i < 2; i++) {
        redisReply *reply = ask(&nodes[i].link, "CLUSTER INFO", CAHIER_FAULT_NONE);
        agree = agree && strstr(reply->str, "cluster_state:ok") != NULL &&
                strstr(reply->str, "cluster_slots_assigned:16384") != NULL;
        freeReplyObject(reply);
    }
    return agree;
}

/* A key of a tenant whose slot is below 8192, or not. */
static long long find_key(cahier_link *link, bool low, char key[64])
{
    for (int i = 0;; i++) {
        char words[96];
        snprintf(key, 64, "cahier:{t%d}:set", i);
        snprintf(words, sizeof words, "CLUSTER KEYSLOT %s", key);
        redisReply *reply = ask(link, words, CAHIER_FAULT_NONE);
        long long slot = reply->integer;
        freeReplyObject(reply);
        if ((slot < 8192) == low) {
            return slot;
        }
    }
}

static void assert_at(const cahier_patience *patience, const node *at_node)
{
    char at[8];
    snprintf(at, sizeof at, "%u", patience->link.endpoint.port);
    assert_string_equal(at, at_node->port);
}

static void set_slot(node *n, long long slot, const char *how, const char *id)
{
    char words[128];
    snprintf(words, sizeof words, "CLUSTER SETSLOT %lld %s %s", slot, how, id);
    ask_and_get(&n->link, words, "OK");
}

static void a_tenant_is_followed_to_the_node_that_has_it(void **state)
{
    (void)state;
    static node nodes[2];
    char words[96], low[64], high[64];
    start_node(&nodes[0], "1", "0 8191");
    start_node(&nodes[1], "2", "8192 16383");
    snprintf(words, sizeof words, "CLUSTER MEET 127.0.0.1 %s %s", nodes[1].port, nodes[1].bus);
    ask_and_get(&nodes[0].link, words, "OK");
    wait_until(both_agree, nodes, "the nodes know each other");
    long long slot = find_key(&nodes[0].link, true, low);
    (void)find_key(&nodes[0].link, false, high);

    cahier_address address;
    cahier_patience patience;
    address_of(&address, "redis://127.0.0.1:%s", nodes[0].port);
    cahier_patience_init(&patience, &address, -1);
    assert_int_equal(call(&patience, "SADD", high, LONG_MS), CAHIER_FAULT_NONE);
    assert_at(&patience, &nodes[1]);
    assert_true(patience.link.open); /* and stays there: no second MOVED */
    assert_int_equal(patience.failures, 0);
    assert_int_equal(call(&patience, "SADD", low, LONG_MS), CAHIER_FAULT_NONE);
    assert_at(&patience, &nodes[0]);

    ask_and_get(&nodes[0].link, "FLUSHALL", "OK");
    set_slot(&nodes[1], slot, "IMPORTING", nodes[0].id);
    set_slot(&nodes[0], slot, "MIGRATING", nodes[1].id);
    assert_int_equal(call(&patience, "SADD", low, LONG_MS), CAHIER_FAULT_NONE); /* ASK */
    assert_at(&patience, &nodes[0]);
    ask_and_get(&nodes[1].link, "ASKING", "OK");
    snprintf(words, sizeof words, "SCARD %s", low);
    ask_and_get(&nodes[1].link, words, "1");
    cahier_patience_clear(&patience);
    for (int i = 0; i < 2; i++) {
        cahier_link_close(&nodes[i].link);
        stop_server(&nodes[i].test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(sentinels_lead_to_the_master_and_to_the_next),
            cmocka_unit_test(a_tenant_is_followed_to_the_node_that_has_it),
    };
    unsetenv("CAHIER_REDIS_PASSWORD");
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, NULL, NULL);
}
