/* SPDX-License-Identifier: Apache-2.0 */
/* fitness.h -- is this server fit to be trusted with what citizens wrote: one judgement a point, and what to do.
 *
 * In      facts of a server (queue/inspect.h)
 * Out     points, in the order in which they are read
 * Value   REFUSED only for what loses or evicts acknowledged work; WARNED for what costs something, which is said with its figure
 * Source  QUEUE.md 4.5 (what a crash loses), 4.10 (failover), 5.2 (settings), 5.14 (sizing)
 */
#ifndef CAHIER_FITNESS_H
#define CAHIER_FITNESS_H

#include "inspect.h"

typedef enum cahier_fitness {
    CAHIER_FIT,
    CAHIER_NOTED, /* cannot be seen from here, or to be known */
    CAHIER_WARNED,
    CAHIER_UNFIT
} cahier_fitness;

typedef struct cahier_fitness_point {
    cahier_fitness fitness;
    const char *name; /* "version", "maxmemory-policy"… */
    char value[96];
    char sentence[320]; /* what it means, and what to do; may be empty */
} cahier_fitness_point;

#define CAHIER_FITNESS_MOST 24u

uint32_t cahier_judge_server(
        const cahier_server *server, bool english, cahier_fitness_point point[CAHIER_FITNESS_MOST]);

/* What became of the library: installed, replaced, there already, or the answer that kept it from being so. */
typedef struct cahier_fitness_library {
    cahier_queue_answer found,
            installed; /* cahier_library_look, cahier_library_install; the same when only looked at */
    bool looked_only;
} cahier_fitness_library;

cahier_fitness_point cahier_judge_library(const cahier_fitness_library *library, const char *message, bool english);

#endif
