/* SPDX-License-Identifier: Apache-2.0 */
/* private_server.h -- a redis-server of our own, on a unix socket in a data folder: started, watched, stopped by us.
 *
 * In      a folder that exists; options of redis-server to add ("--port", "7000", …, NULL), or NULL
 * Out     a server that answers, at unix://FOLDER/redis.sock; its journal is FOLDER/redis.log
 * Value   append-only, fsync before each answer, noeviction, no snapshot, no TCP port, socket for the owner alone: a crash of
 *         the machine loses nothing that was answered
 * Errors  false, and a sentence in French or English
 * Memory  none
 * Order   it ends with us: SHUTDOWN by close, SIGTERM by the kernel when the thread that opened it is gone. A folder is served by one
 *         server at a time: its lock is held by us and by the child, so that who starts after a kill -9 of the parent
 *         waits for the last child to be gone before its files are read.
 * Why     in a process group of its own: Ctrl-C on the terminal stops us first, and what we still have to write is taken
 */
#ifndef CAHIER_QUEUE_PRIVATE_SERVER_H
#define CAHIER_QUEUE_PRIVATE_SERVER_H

#include <sys/types.h>

#include "address.h"

typedef struct cahier_private_server {
    cahier_address address; /* of its unix socket */
    char folder[CAHIER_ADDRESS_PATH_ROOM];
    const char *const *options; /* borrowed: needed to start it again */
    pid_t pid;                  /* 0: not running */
    int lock;
    char message[CAHIER_ADDRESS_PATH_ROOM + 128]; /* when something failed */
} cahier_private_server;

/* Waits until it answers, through the reading of its files; false when it ended instead or did not answer in a minute. */
bool cahier_private_server_open(
        cahier_private_server *server, const char *folder, const char *const *options, bool english);

/* False when it is no longer running: cahier_private_server_again starts it. */
bool cahier_private_server_is_running(cahier_private_server *server);
bool cahier_private_server_again(cahier_private_server *server, bool english);

void cahier_private_server_close(cahier_private_server *server); /* more than once does no harm */

#endif
