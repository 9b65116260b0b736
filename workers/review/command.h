/* SPDX-License-Identifier: Apache-2.0 */
/* command.h -- a command of this program, run as a process of its own: hostile files crash it, not the server.
 *
 * In      words of the command line, from "check" on; what must not be seen by `ps` goes through the environment
 * Out     what it printed and said, at most CAHIER_COMMAND_MOST bytes each; its exit code
 * Order   start, look… until `ended`, close. All from one thread that lives as long as the server: the kernel tells a child to stop when
 *         the thread that started it is gone
 * Memory  of `said` and `complained`: freed by close
 */
#ifndef CAHIER_REVIEW_COMMAND_H
#define CAHIER_REVIEW_COMMAND_H

#include <sys/types.h>

#include "out.h"

#define CAHIER_COMMAND_WORDS 256u
#define CAHIER_COMMAND_MOST ((size_t)16 << 20) /* the columns of sixteen wide files */
#define CAHIER_COMMAND_CRASHED 128             /* and the signal */

typedef struct cahier_command_setting { /* NULL: as ours */
    const char *redis, *tenant, *lexicons;
    bool heard; /* its output is ours to read; else it goes where ours does */
} cahier_command_setting;

typedef struct cahier_command {
    pid_t pid;   /* 0: none */
    int from[2]; /* its stdout, its stderr; -1: closed */
    cahier_out text[2];
    bool ended;
    int code; /* CAHIER_COMMAND_CRASHED + signal */
} cahier_command;

/* `words` ends with NULL. False: the system refuses another process. */
bool cahier_command_start(cahier_command *child, const char *const *words, const cahier_command_setting *setting);
/* Takes what it printed; true when it has ended, once. */
bool cahier_command_look(cahier_command *child);
void cahier_command_stop(cahier_command *child, int signal);
/* Kills it if it still runs. */
void cahier_command_close(cahier_command *child);

#endif
