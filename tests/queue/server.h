/* SPDX-License-Identifier: Apache-2.0 */
/* server.h -- a real redis-server for one test program, in a temporary folder, ended by its own pid. */
#ifndef CAHIER_TEST_QUEUE_SERVER_H
#define CAHIER_TEST_QUEUE_SERVER_H

#include "link.h"
#include "private_server.h"

#define SKIPPED 77 /* SKIP_RETURN_CODE */

typedef struct test_server {
    char folder[64];
    cahier_private_server server;
    uint16_t port; /* of TCP or TLS, when asked */
} test_server;

/* True when redis-server is not installed: the program says so and returns SKIPPED. */
bool no_redis(void);

/* `options` must outlive the server. */
void start_server(test_server *server, const char *const *options);
void stop_server(test_server *server);

/* A port nobody listens on, as digits. */
void free_port(char digits[8]);

/* "redis://127.0.0.1:PORT" and the like, printed and read. */
void address_of(cahier_address *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Calls with words separated by spaces; fails the test unless the link says `expected`. NULL on a fault. */
redisReply *ask(cahier_link *link, const char *words, cahier_fault expected);
/* The same; the reply is an integer or a status, compared as text. */
void ask_and_get(cahier_link *link, const char *words, const char *expected);

#endif
