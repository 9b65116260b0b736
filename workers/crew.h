/* SPDX-License-Identifier: Apache-2.0 */
/* crew.h -- threads that take numbered tasks until none is left.
 *
 * Value   Which thread takes which task is left to chance; tasks write to their own slots, so results do not show it.
 * Memory  none of its own beyond the threads' stacks
 * Why     threads are started for each run and joined at its end: a run lasts much longer than starting a thread, and
 *         nothing idle has to be stopped when the program is interrupted
 */
#ifndef CAHIER_CREW_H
#define CAHIER_CREW_H

#include "cahier.h"

#define CAHIER_CREW_MOST 256u

typedef struct cahier_crew {
    uint32_t threads; /* 1..CAHIER_CREW_MOST */
} cahier_crew;

/* Calls task(argument, thread, i) once for each i < count; thread < crew->threads tells whose own things to use. */
void cahier_crew_run(const cahier_crew *crew, uint32_t count, void (*task)(void *argument, uint32_t thread, uint32_t i),
        void *argument);

/* The same as a runner for the corpus step. */
cahier_runner cahier_crew_runner(cahier_crew *crew);

/* Processors this program may use. */
uint32_t cahier_crew_processors(void);

#endif
