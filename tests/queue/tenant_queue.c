/* SPDX-License-Identifier: Apache-2.0 */
#include "tenant_queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "library.h"

void open_tenant_queue(tenant_queue *t)
{
    char url[CAHIER_ADDRESS_PATH_ROOM + 16], message[256];
    start_server(&t->test, NULL);
    snprintf(url, sizeof url, "unix://%s", t->test.server.address.path);
    t->queue = cahier_queue_open(url, "t1", "test", true, message, sizeof message);
    assert_non_null(t->queue);
    assert_true(cahier_queue_reconnect(t->queue, 5000, NULL));
    assert_int_equal(cahier_library_install(t->queue), CAHIER_QUEUE_DONE);
    assert_true(cahier_arena_open(&t->arena, 1u << 20));
}

void close_tenant_queue(tenant_queue *t)
{
    cahier_queue_close(t->queue);
    cahier_arena_close(&t->arena);
    stop_server(&t->test);
}

int set_up_tenant_queue(void **state)
{
    static tenant_queue t;
    open_tenant_queue(&t);
    *state = &t;
    return 0;
}

int tear_down_tenant_queue(void **state)
{
    close_tenant_queue(*state);
    return 0;
}

void assert_text(cahier_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}
