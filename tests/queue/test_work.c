/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's calls of queue.h on a real server: a commit that brings the next task; what else they do to Redis is in
 * test_functions.py and test_workers.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "inspect.h"
#include "tenant_queue.h"

#define CHUNKS 3u
#define LARGE 80000u /* read alone by a server, which then acts before it reads on */

typedef struct fixture {
    tenant_queue tenant;
    char batch[CAHIER_BATCH_LEN + 1];
    cahier_text analysis;
} fixture;

/* A sealed batch, of which nothing was read. */
static int set_up(void **state)
{
    static fixture f;
    static char bytes[LARGE];
    bool durable;
    open_tenant_queue(&f.tenant);
    cahier_queue *queue = f.tenant.queue;
    memset(bytes, 'a', sizeof bytes);
    f.analysis = (cahier_text){bytes, sizeof bytes};
    assert_int_equal(cahier_queue_name_batch(queue, f.batch), CAHIER_QUEUE_DONE);
    cahier_queue_opening opening = {.digest = "d", .lexicons = "l", .envelope = cahier_word("e")};
    assert_int_equal(cahier_queue_open_batch(queue, &opening, f.batch), CAHIER_QUEUE_DONE);
    for (uint32_t c = 0; c < CHUNKS; c++) {
        char name[CAHIER_CHUNK_NAME];
        cahier_queue_name_chunk(c, name);
        assert_int_equal(cahier_queue_send_chunk(queue, f.batch, name, 2, cahier_word("text")), CAHIER_QUEUE_DONE);
        assert_int_equal(cahier_queue_await_chunk(queue), CAHIER_QUEUE_DONE);
    }
    assert_int_equal(cahier_queue_seal(queue, f.batch, CHUNKS, 2 * CHUNKS, &durable), CAHIER_QUEUE_DONE);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    close_tenant_queue(&f->tenant);
    return 0;
}

static cahier_queue_task read_first(fixture *f)
{
    cahier_queue_task task;
    assert_int_equal(cahier_queue_read_task(f->tenant.queue, false, 1000, &task), CAHIER_QUEUE_DONE);
    return task;
}

static void a_commit_brings_the_next_task(void **state)
{
    fixture *f = *state;
    static const char *const chunk[] = {"000001", "000002", "-"};
    cahier_queue_progress progress;
    cahier_queue_task task = read_first(f), next;
    for (uint32_t c = 0; c < CHUNKS; c++) {
        assert_int_equal(cahier_queue_commit(f->tenant.queue, &task, 1, 0, f->analysis, &next), CAHIER_QUEUE_DONE);
        assert_string_equal(next.chunk, chunk[c]);
        assert_int_equal(next.corpus, c == CHUNKS - 1);
        task = next;
    }
    assert_int_equal(cahier_queue_progress_of(f->tenant.queue, f->batch, &progress), CAHIER_QUEUE_DONE);
    assert_string_equal(progress.state, "corpus");
    assert_int_equal(progress.done_documents, 2 * CHUNKS);
}

/* The gate's answer is that of a commit alone, and the next task is as much this name's as one that was waited for. */
static void whatever_a_commit_is_told_the_next_task_is_held(void **state)
{
    fixture *f = *state;
    cahier_queue_task first = read_first(f), second, third, none;
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &first, 2, 0, f->analysis, &second), CAHIER_QUEUE_CHANGED);
    assert_string_equal(second.chunk, "000001");
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &first, 1, 0, f->analysis, NULL), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &first, 1, 0, f->analysis, &third), CAHIER_QUEUE_ALREADY);
    assert_string_equal(third.chunk, "000002");
    assert_int_equal(cahier_queue_renew(f->tenant.queue, &second), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_renew(f->tenant.queue, &third), CAHIER_QUEUE_DONE);
    strcpy(third.batch, "00000000000000000000000000");
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &third, 1, 0, f->analysis, &none), CAHIER_QUEUE_NO_BATCH);
    assert_string_equal(none.entry, "");
}

/* Its answers come in as many writes as a server was told to make. */
static uint64_t writes(fixture *f)
{
    cahier_server server;
    assert_int_equal(cahier_inspect_server(f->tenant.queue, &f->tenant.arena, &server), CAHIER_QUEUE_DONE);
    return strtoull(cahier_inspect_info(&server, "total_writes_processed").at, NULL, 10);
}

/* Both in one turn of the server's, hence one write of its file, and one wait for its disk where each write waits. */
static void a_commit_and_the_reading_behind_it_are_answered_at_once(void **state)
{
    fixture *f = *state;
    cahier_queue_task task = read_first(f), next;
    uint64_t first = writes(f), second = writes(f);
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &task, 1, 0, f->analysis, &next), CAHIER_QUEUE_DONE);
    assert_string_equal(next.chunk, "000001");
    assert_int_equal(writes(f) - second, second - first + 1);
}

/* The reply is lost with the connection, or never asked for: the task is still this name's. */
static void what_a_cut_connection_brought_is_read_again(void **state)
{
    fixture *f = *state;
    cahier_queue_task task = read_first(f), next, again;
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &task, 1, 0, f->analysis, &next), CAHIER_QUEUE_DONE);
    cahier_private_server_close(&f->tenant.test.server);
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &next, 1, 0, f->analysis, &again), CAHIER_QUEUE_UNREACHABLE);
    assert_string_equal(again.entry, "");
    strcpy(again.entry, "1-1");
    assert_int_equal(cahier_queue_commit(f->tenant.queue, &next, 1, 0, f->analysis, &again), CAHIER_QUEUE_UNREACHABLE);
    assert_string_equal(again.entry, "");
    assert_true(cahier_private_server_open(&f->tenant.test.server, f->tenant.test.folder, NULL, true));
    assert_true(cahier_queue_reconnect(f->tenant.queue, 5000, NULL));
    assert_int_equal(cahier_queue_read_task(f->tenant.queue, true, 0, &again), CAHIER_QUEUE_DONE);
    assert_string_equal(again.entry, next.entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(a_commit_brings_the_next_task, set_up, tear_down),
            cmocka_unit_test_setup_teardown(whatever_a_commit_is_told_the_next_task_is_held, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_commit_and_the_reading_behind_it_are_answered_at_once, set_up, tear_down),
            cmocka_unit_test_setup_teardown(what_a_cut_connection_brought_is_read_again, set_up, tear_down),
    };
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, NULL, NULL);
}
