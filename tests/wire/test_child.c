/* SPDX-License-Identifier: Apache-2.0 */
/* test_child.c -- the analysis in a process of its own: the same bytes as here, in memory that nobody else has. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "travel.h"
#include "worker_child.h"

#define WAIT_MS 60000
#define LARGE (3u << 20) /* of text */

typedef struct bench {
    travel t;
    cahier_child child;
    cahier_wire_chunk sent;
    cahier_out chunk, analysis;
} bench;

static int open_bench(void **state)
{
    bench *b = calloc(1, sizeof *b);
    travel_open(&b->t);
    travel_draw(&b->t, 11, 40);
    b->sent = travel_clean(&b->t, 0, 40);
    cahier_chunk found = travel_analyse(&b->t, 0, &b->sent);
    travel_write(&b->t, &b->sent, &found, &b->chunk, &b->analysis);
    assert_true(cahier_child_start(&b->child, b->t.lexicons.lexicons));
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    cahier_child_close(&b->child);
    cahier_out_close(&b->chunk);
    cahier_out_close(&b->analysis);
    travel_close(&b->t);
    free(b);
    return 0;
}

static cahier_child_state await(bench *b, cahier_text *answer)
{
    cahier_child_state state = cahier_child_look(&b->child, answer);
    while (state == CAHIER_CHILD_BUSY) {
        struct pollfd ready = {b->child.fd, POLLIN, 0};
        assert_int_equal(poll(&ready, 1, WAIT_MS), 1);
        state = cahier_child_look(&b->child, answer);
    }
    return state;
}

static cahier_child_state ask(bench *b, cahier_text blob, cahier_text *answer)
{
    cahier_child_order order = {.blob = blob, .only = CAHIER_NONE};
    assert_true(cahier_child_give(&b->child, &order));
    return await(b, answer);
}

static void assert_usual(bench *b)
{
    cahier_text answer;
    assert_int_equal(ask(b, cahier_out_text(&b->chunk), &answer), CAHIER_CHILD_DONE);
    assert_int_equal(answer.len, b->analysis.len);
    assert_memory_equal(answer.at, b->analysis.at, answer.len);
}

static void it_gives_the_bytes_of_one_process(void **state)
{
    bench *b = *state;
    assert_usual(b);
    assert_usual(b);
    cahier_child_stop(&b->child);
    assert_true(cahier_child_start(&b->child, b->t.lexicons.lexicons));
    assert_usual(b);
}

static void what_is_no_chunk_is_refused_and_the_next_is_not(void **state)
{
    bench *b = *state;
    cahier_text answer;
    assert_int_equal(ask(b, cahier_out_text(&b->analysis), &answer), CAHIER_CHILD_REFUSED);
    assert_true(answer.len > 0);
    assert_usual(b);
}

/* Documents passed over stay empty: the list travels before the blob. */
static void some_documents_are_passed_over(void **state)
{
    bench *b = *state;
    static const uint32_t aside[] = {0, 7, 39};
    cahier_text answer;
    cahier_child_order order = {cahier_out_text(&b->chunk), aside, 3, CAHIER_NONE};
    assert_true(cahier_child_give(&b->child, &order));
    assert_int_equal(await(b, &answer), CAHIER_CHILD_DONE);
    const cahier_wire_desk desk = travel_desk(&b->t);
    cahier_chunk read;
    cahier_error error;
    assert_int_equal(cahier_wire_read_analysis(&desk, answer, &b->sent, &read, &error), CAHIER_OK);
    for (uint32_t d = 0, i = 0; d < read.count; d++) {
        bool passed = i < 3 && aside[i] == d;
        assert_int_equal((read.at[d].notes & CAHIER_NOTE_SET_ASIDE) != 0, passed);
        i += passed;
    }
}

static void one_that_is_killed_says_so_and_another_takes_its_place(void **state)
{
    bench *b = *state;
    cahier_text answer;
    assert_int_equal(kill(b->child.pid, SIGKILL), 0);
    assert_int_equal(await(b, &answer), CAHIER_CHILD_DEAD);
    cahier_child_order order = {.blob = cahier_out_text(&b->chunk), .only = CAHIER_NONE};
    assert_false(cahier_child_give(&b->child, &order));
    cahier_child_stop(&b->child);
    assert_true(cahier_child_start(&b->child, b->t.lexicons.lexicons));
    assert_usual(b);
}

/* --- memory ------------------------------------------------------------------------------------------------------------- */

/* Kilobytes of the memory that both see which were touched and not given back; *rights[4] of its second part, for that process. */
static long shared_kilobytes(const bench *b, pid_t pid, char rights[8])
{
    char path[64], line[512], here[8];
    unsigned long from, to, first = (unsigned long)b->child.page, part = 0;
    long kilobytes = 0, some;
    bool ours = false;
    (void)snprintf(path, sizeof path, "/proc/%ld/smaps", (long)pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%lx-%lx %7s", &from, &to, here) == 3) {
            ours = from >= first && from < first + ((unsigned long)90 << 20) && here[3] == 's';
            if (ours && ++part == 2) {
                memcpy(rights, here, sizeof here);
            }
        } else if (ours && sscanf(line, "Rss: %ld", &some) == 1) {
            kilobytes += some;
        }
    }
    (void)fclose(file);
    return kilobytes;
}

/* Its parts differ for the child alone: the page, the order that it may only read, the answer. */
static void the_child_may_not_write_in_the_order(void **state)
{
    bench *b = *state;
    char rights[8] = "", parent[8] = "";
    assert_usual(b);
    (void)shared_kilobytes(b, b->child.pid, rights);
    assert_string_equal(rights, "r--s");
    (void)shared_kilobytes(b, getpid(), parent);
    assert_string_equal(parent, "");
}

static void a_large_order_leaves_no_memory_behind(void **state)
{
    bench *b = *state;
    char rights[8], *large = malloc(LARGE);
    cahier_text answer;
    cahier_out out;
    cahier_cleaned cleaned = {.text = {large, LARGE}};
    cahier_wire_chunk chunk = {.name = {"c", 1}, .received = b->sent.received, .cleaned = &cleaned, .count = 1};
    for (uint32_t i = 0; i < LARGE; i++) {
        large[i] = "un parc et des bancs, "[i % 22];
    }
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_chunk(&chunk, &out), CAHIER_OK);
    assert_usual(b);
    long before = shared_kilobytes(b, getpid(), rights);
    assert_int_equal(ask(b, cahier_out_text(&out), &answer), CAHIER_CHILD_DONE);
    assert_true(shared_kilobytes(b, getpid(), rights) > LARGE / 1024);
    assert_usual(b);
    assert_true(shared_kilobytes(b, getpid(), rights) < before + 2 * 1024);
    cahier_out_close(&out);
    free(large);
}

/* What another text does to the child of another slot, or to a report's process, does not reach it. */
static void other_processes_do_not_have_it(void **state)
{
    bench *b = *state;
    int status;
    assert_usual(b);
    pid_t other = fork();
    if (other == 0) {
        _exit(msync(b->child.page, 1, MS_ASYNC) == 0 ? 1 : 0);
    }
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(it_gives_the_bytes_of_one_process),
            cmocka_unit_test(what_is_no_chunk_is_refused_and_the_next_is_not),
            cmocka_unit_test(some_documents_are_passed_over),
            cmocka_unit_test(one_that_is_killed_says_so_and_another_takes_its_place),
            cmocka_unit_test(the_child_may_not_write_in_the_order),
            cmocka_unit_test(a_large_order_leaves_no_memory_behind),
            cmocka_unit_test(other_processes_do_not_have_it),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
