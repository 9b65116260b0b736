/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* sched_getaffinity: a container may grant fewer processors than the machine has */
#include "crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

typedef struct shift {
    atomic_uint next;
    uint32_t count;
    void (*task)(void *argument, uint32_t thread, uint32_t i);
    void *argument;
} shift;

typedef struct hand {
    shift *shift;
    uint32_t thread;
} hand;

static void *work(void *argument)
{
    hand *h = argument;
    for (;;) {
        uint32_t i = atomic_fetch_add(&h->shift->next, 1);
        if (i >= h->shift->count) {
            return NULL;
        }
        h->shift->task(h->shift->argument, h->thread, i);
    }
}

void cahier_crew_run(const cahier_crew *crew, uint32_t count, void (*task)(void *argument, uint32_t thread, uint32_t i),
        void *argument)
{
    shift s = {.count = count, .task = task, .argument = argument};
    pthread_t thread[CAHIER_CREW_MOST];
    hand hands[CAHIER_CREW_MOST];
    uint32_t started = 0, wanted = crew->threads < count ? crew->threads : count;
    for (uint32_t t = 1; t < wanted; t++) {
        hands[t] = (hand){&s, t};
        if (pthread_create(&thread[started], NULL, work, &hands[t]) != 0) {
            break; /* fewer threads do the same work */
        }
        started++;
    }
    hands[0] = (hand){&s, 0};
    (void)work(&hands[0]);
    for (uint32_t t = 0; t < started; t++) {
        (void)pthread_join(thread[t], NULL);
    }
}

typedef struct plain_task {
    void (*task)(void *argument, uint32_t i);
    void *argument;
} plain_task;

static void call_plain(void *argument, uint32_t thread, uint32_t i)
{
    (void)thread;
    plain_task *p = argument;
    p->task(p->argument, i);
}

static void run(void *self, uint32_t count, void (*task)(void *argument, uint32_t i), void *argument)
{
    plain_task p = {task, argument};
    cahier_crew_run(self, count, call_plain, &p);
}

cahier_runner cahier_crew_runner(cahier_crew *crew)
{
    return (cahier_runner){run, crew};
}

uint32_t cahier_crew_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : (uint32_t)count < CAHIER_CREW_MOST ? (uint32_t)count : CAHIER_CREW_MOST;
}
