/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fault.h"
#include "run.h"

static void an_error_is_judged_by_its_whole_first_token(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        cahier_fault fault;
    } cases[] = {
            {"BUSY Redis is busy running a script.", CAHIER_FAULT_RETRY},
            {"BUSYGROUP Consumer Group name already exists", CAHIER_FAULT_OTHER},
            {"BUSYKEY Target key name already exists.", CAHIER_FAULT_OTHER},
            {"LOADING Redis is loading the dataset in memory", CAHIER_FAULT_RETRY},
            {"LOADINGS", CAHIER_FAULT_OTHER},
            {"LOADING", CAHIER_FAULT_RETRY},
            {"READONLY You can't write against a read only replica.", CAHIER_FAULT_RETRY},
            {"MASTERDOWN Link with MASTER is down", CAHIER_FAULT_RETRY},
            {"CLUSTERDOWN The cluster is down", CAHIER_FAULT_RETRY},
            {"TRYAGAIN Multiple keys request during rehashing of slot", CAHIER_FAULT_RETRY},
            {"UNBLOCKED force unblock from blocking operation", CAHIER_FAULT_RETRY},
            {"NOREPLICAS Not enough good replicas to write.", CAHIER_FAULT_RETRY},
            {"MISCONF Errors writing to the AOF file: No space left on device", CAHIER_FAULT_RETRY},
            {"OOM command not allowed when used memory > 'maxmemory'.", CAHIER_FAULT_FULL},
            {"EFULL 4096", CAHIER_FAULT_FULL},
            {"EQUOTA 85", CAHIER_FAULT_FULL},
            {"NOGROUP No such key 'x' or consumer group 'w'", CAHIER_FAULT_GROUP_MISSING},
            {"NOAUTH Authentication required.", CAHIER_FAULT_REFUSED},
            {"WRONGPASS invalid username-password pair or user is disabled.", CAHIER_FAULT_REFUSED},
            {"NOPERM this user has no permissions to run the 'get' command", CAHIER_FAULT_REFUSED},
            {"ERR Function not found", CAHIER_FAULT_REFUSED},
            {"ERR Function not found elsewhere", CAHIER_FAULT_OTHER},
            {"ERR max number of clients reached", CAHIER_FAULT_RETRY},
            {"ERR unknown command 'FROB'", CAHIER_FAULT_OTHER},
            {"ECLOSED sealed", CAHIER_FAULT_PROTOCOL},
            {"ECONFLICT 00001", CAHIER_FAULT_PROTOCOL},
            {"EINCOMPLETE 3 of 4", CAHIER_FAULT_PROTOCOL},
            {"ESTALE", CAHIER_FAULT_PROTOCOL},
            {"ENOBATCH", CAHIER_FAULT_PROTOCOL},
            {"WRONGTYPE Operation against a key", CAHIER_FAULT_OTHER},
            {"CROSSSLOT Keys in request don't hash to the same slot", CAHIER_FAULT_OTHER},
            {"MOVED", CAHIER_FAULT_OTHER},
            {"MOVED 3999", CAHIER_FAULT_OTHER},
            {"MOVED 3999 nowhere", CAHIER_FAULT_OTHER},
            {"MOVED 3999 h:70000", CAHIER_FAULT_OTHER},
            {"", CAHIER_FAULT_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_link_error error;
        cahier_fault_read(cases[i].line, strlen(cases[i].line), &error);
        if (error.fault != cases[i].fault) {
            fail_msg("%s: %d, not %d", cases[i].line, (int)error.fault, (int)cases[i].fault);
        }
        assert_string_equal(error.said, cases[i].line);
    }
}

static void a_redirection_names_slot_and_node(void **state)
{
    (void)state;
    static const struct {
        const char *line, *host;
        uint32_t slot;
        uint16_t port;
        bool ask;
    } cases[] = {
            {"MOVED 3999 127.0.0.1:6381", "127.0.0.1", 3999, 6381, false},
            {"ASK 0 ::1:7000", "::1", 0, 7000, true},
            {"MOVED 16383 :7001", "", 16383, 7001, false},
            {"MOVED 1 node-2.ville.fr:7001", "node-2.ville.fr", 1, 7001, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_link_error error;
        cahier_fault_read(cases[i].line, strlen(cases[i].line), &error);
        assert_int_equal(error.fault, CAHIER_FAULT_MOVED);
        assert_string_equal(error.moved.host, cases[i].host);
        assert_int_equal(error.moved.port, cases[i].port);
        assert_int_equal(error.slot, cases[i].slot);
        assert_int_equal(error.ask, cases[i].ask);
    }
}

static void long_lines_are_cut_not_misread(void **state)
{
    (void)state;
    char line[1024];
    cahier_link_error error;
    memset(line, 'A', sizeof line);
    cahier_fault_read(line, sizeof line, &error);
    assert_int_equal(error.fault, CAHIER_FAULT_OTHER);
    assert_int_equal(strlen(error.said), sizeof error.said - 1);
    memcpy(line, "OOM ", 4);
    cahier_fault_read(line, sizeof line, &error);
    assert_int_equal(error.fault, CAHIER_FAULT_FULL);
}

static void what_a_person_can_do_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *line, *french, *english;
    } cases[] = {
            {"NOAUTH Authentication required.", "demande un mot de passe", "wants a password"},
            {"ERR Function not found", "lancez cahier doctor", "run cahier doctor"},
            {"WRONGTYPE x", "Redis répond par une erreur : WRONGTYPE x.", "Redis answers with an error: WRONGTYPE x."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_link_error error;
        char said[512];
        cahier_fault_read(cases[i].line, strlen(cases[i].line), &error);
        cahier_fault_say(&error, false, said, sizeof said);
        assert_holds(said, cases[i].french);
        cahier_fault_say(&error, true, said, sizeof said);
        assert_holds(said, cases[i].english);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(an_error_is_judged_by_its_whole_first_token),
            cmocka_unit_test(a_redirection_names_slot_and_node),
            cmocka_unit_test(long_lines_are_cut_not_misread),
            cmocka_unit_test(what_a_person_can_do_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
