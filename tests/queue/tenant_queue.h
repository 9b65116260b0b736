/* SPDX-License-Identifier: Apache-2.0 */
/* tenant_queue.h -- tenant t1's queue on a real server of its own, functions loaded: what each test of a file of workers/queue starts from. */
#ifndef CAHIER_TEST_TENANT_QUEUE_H
#define CAHIER_TEST_TENANT_QUEUE_H

#include "queue.h"
#include "server.h"

typedef struct tenant_queue {
    test_server test;
    cahier_queue *queue;
    cahier_arena arena;
} tenant_queue;

void open_tenant_queue(tenant_queue *t);
void close_tenant_queue(tenant_queue *t);

/* The same for cmocka: *state is a tenant_queue. */
int set_up_tenant_queue(void **state);
int tear_down_tenant_queue(void **state);

void assert_text(cahier_text text, const char *expected);

#endif
