/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.h -- what a server says of itself, and what waits in a tenant's queue: for `doctor`, `status`, `forget`.
 *
 * In      a queue (queue.h)
 * Out     facts in the server's own words
 * Value   what a role may not ask is absent, not wrong: cahier_inspect_setting gives an empty text
 * Errors  as queue.h
 * Memory  in the arena given
 */
#ifndef CAHIER_QUEUE_INSPECT_H
#define CAHIER_QUEUE_INSPECT_H

#include "address.h"
#include "queue.h"

#define CAHIER_INSPECT_MASTERS_MOST 128u
#define CAHIER_INSPECT_PINGS 100u

typedef struct cahier_server_setting {
    cahier_text name, value;
} cahier_server_setting;

typedef struct cahier_server {
    char name[CAHIER_ADDRESS_SHOWN_ROOM]; /* without password */
    bool tls, local, password;            /* local: a unix socket, or this machine's loopback */
    uint32_t version;                     /* 70015: 7.0.15 */
    bool replica, cluster;
    cahier_text info;                     /* INFO; empty when refused */
    const cahier_server_setting *setting; /* CONFIG GET of what matters; none when refused */
    uint32_t setting_count;
    uint32_t ping_us, slowest_ping_us; /* median and worst of CAHIER_INSPECT_PINGS */
} cahier_server;

/* Tries for CAHIER_CONNECT_MS. */
cahier_queue_answer cahier_inspect_connect(cahier_queue *queue);
/* The same, to that node of a cluster. */
cahier_queue_answer cahier_inspect_visit(cahier_queue *queue, const cahier_endpoint *node);
/* Masters of the cluster that have slots; *count is 0 when the server is no cluster. */
cahier_queue_answer cahier_inspect_masters(
        cahier_queue *queue, cahier_endpoint node[CAHIER_INSPECT_MASTERS_MOST], uint32_t *count);

cahier_queue_answer cahier_inspect_server(cahier_queue *queue, cahier_arena *arena, cahier_server *out);
/* The value in the server's words; empty when it did not say. */
cahier_text cahier_inspect_info(const cahier_server *server, const char *name);
cahier_text cahier_inspect_setting(const cahier_server *server, const char *name);

typedef struct cahier_queue_worker {
    cahier_text name; /* host:pid:start */
    uint64_t pending, idle_ms;
} cahier_queue_worker;

typedef struct cahier_queue_depth {
    uint64_t tasks; /* in the stream, of which `pending` are in somebody's hands */
    uint64_t pending, retry, inbox, taken;
    const cahier_queue_worker *worker;
    uint32_t worker_count;
} cahier_queue_depth;

cahier_queue_answer cahier_inspect_depth(cahier_queue *queue, cahier_arena *arena, cahier_queue_depth *out);

/* Writes the append-only file anew and waits until what it held before is in no file of it: an XDEL or an HSET erases nothing
 * there. Also empties the log of slow commands. REFUSED when the role may not, or when the server failed to. */
cahier_queue_answer cahier_inspect_rewrite(cahier_queue *queue, cahier_arena *scratch);

#endif
