/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "site.h"

#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "out.h"
#include "progress.h"
#include "text.h"

#define WAIT_NS 250000000l
#define SECOND_NS 1000000000l
#define FULL_MS 100 /* a server without room may have some again */

cahier_town *cahier_site_town(cahier_site *site, cahier_text tenant)
{
    for (uint32_t i = 0; i < site->town_count; i++) {
        if (cahier_text_equal(cahier_string(site->town[i].tenant), tenant)) {
            return &site->town[i];
        }
    }
    return NULL;
}

cahier_queue *cahier_town_borrow(cahier_town *town)
{
    cahier_queue *queue = NULL;
    char message[256], who[64];
    (void)pthread_mutex_lock(&town->lock);
    if (town->idle_count > 0) {
        queue = town->idle[--town->idle_count];
    }
    (void)pthread_mutex_unlock(&town->lock);
    if (queue == NULL) {
        (void)snprintf(who, sizeof who, "serve:%ld", (long)getpid());
        queue = cahier_queue_open(
                town->site->url, town->tenant, who, town->site->options->english, message, sizeof message);
    }
    return queue;
}

void cahier_town_give_back(cahier_town *town, cahier_queue *queue)
{
    (void)pthread_mutex_lock(&town->lock);
    if (queue != NULL && town->idle_count < CAHIER_SITE_CONNECTIONS) {
        town->idle[town->idle_count++] = queue;
        queue = NULL;
    }
    (void)pthread_mutex_unlock(&town->lock);
    cahier_queue_close(queue);
}

bool cahier_site_again(cahier_site *site, cahier_queue *queue, uint64_t deadline_ms, cahier_queue_answer answer)
{
    uint64_t now = cahier_clock_ms();
    if (now >= deadline_ms || (answer != CAHIER_QUEUE_UNREACHABLE && answer != CAHIER_QUEUE_FULL)) {
        return false;
    }
    if (answer == CAHIER_QUEUE_FULL) {
        (void)poll(NULL, 0, FULL_MS);
        return true;
    }
    return cahier_queue_reconnect(queue, (uint32_t)(deadline_ms - now), site->stop);
}

void cahier_site_wait(pthread_cond_t *moved, pthread_mutex_t *lock)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += WAIT_NS;
    until.tv_sec += until.tv_nsec / SECOND_NS;
    until.tv_nsec %= SECOND_NS;
    (void)pthread_cond_timedwait(moved, lock, &until);
}

void cahier_site_open(cahier_site *site)
{
    for (uint32_t i = 0; i < site->options->tenant_count; i++) {
        site->town[i].tenant = site->options->tenant[i];
        site->town[i].site = site;
        (void)pthread_mutex_init(&site->town[i].lock, NULL);
    }
    site->town_count = site->options->tenant_count;
    randombytes_buf(site->secret, sizeof site->secret);
}

void cahier_site_close(cahier_site *site)
{
    for (uint32_t i = 0; i < site->town_count; i++) {
        while (site->town[i].idle_count > 0) {
            cahier_queue_close(site->town[i].idle[--site->town[i].idle_count]);
        }
        (void)pthread_mutex_destroy(&site->town[i].lock);
    }
}
