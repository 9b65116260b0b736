/* SPDX-License-Identifier: Apache-2.0 */
/* keeper.h -- the processes that `cahier serve` keeps: with --data a redis-server and a worker, with --watch a watcher a space; who
 * delivers what is told. What dies is started again.
 *
 * In      options; a folder
 * Out     an address of Redis
 * Order   open, look now and then, close; all from the thread that lives as long as the server
 * Errors  false, and a sentence
 * Value   A process that keeps dying is started less and less often, from CAHIER_RESTART_MS to CAHIER_RESTART_MOST_MS apart.
 *         All know authors by one key: that of --person-key, or one made in the folder of --data at the first start.
 */
#ifndef CAHIER_REVIEW_KEEPER_H
#define CAHIER_REVIEW_KEEPER_H

#include "command.h"
#include "private_server.h"
#include "site.h"

#define CAHIER_RESTART_MS 200u
#define CAHIER_RESTART_MOST_MS 30000u

typedef struct cahier_kept { /* a command that runs as long as the server */
    cahier_command command;
    const char *tenant; /* of a watcher; NULL: the worker, or the deliverer */
    bool delivers;
    uint64_t at_ms, started_ms; /* when it is to be started; when it was */
    uint32_t pause_ms;
} cahier_kept;

typedef struct cahier_keeper {
    cahier_site *site;
    cahier_private_server redis;
    bool redis_kept;
    cahier_kept child[2 + CAHIER_TENANTS_MOST]; /* the worker, the deliverer, watchers */
    uint32_t child_count;
    char message[1024];
} cahier_keeper;

/* Folders, redis-server, its functions; fills url and folder of the site. With --redis: looks whether the queue is fit. */
bool cahier_keeper_open(cahier_keeper *keeper, cahier_site *site);
/* url of the site: the socket on which the redis-server of --data answers, when there is one. */
bool cahier_keeper_name(cahier_site *site);
void cahier_keeper_start(cahier_keeper *keeper);
void cahier_keeper_look(cahier_keeper *keeper);
void cahier_keeper_stop(cahier_keeper *keeper);
void cahier_keeper_close(cahier_keeper *keeper);

#endif
