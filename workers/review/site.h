/* SPDX-License-Identifier: Apache-2.0 */
/* site.h -- what one `cahier serve` serves: its spaces (one a tenant), their connections to the queue, what all requests share.
 *
 * Value   a connection is one thread's at a time: borrowed for a request, given back open; as many as requests at once
 * Errors  an unreachable Redis is waited for by cahier_site_again, CAHIER_SITE_PATIENCE_MS in all for one request
 * Memory  lives from start to stop; spaces never move
 */
#ifndef CAHIER_REVIEW_SITE_H
#define CAHIER_REVIEW_SITE_H

#include <pthread.h>

#include "queue.h"
#include "serve_options.h"

#define CAHIER_SITE_PATIENCE_MS 5000u /* a redis-server of ours that died answers again within one or two */
#define CAHIER_SITE_CONNECTIONS 64u   /* to the queue, kept open between requests, a space */

struct cahier_editions;
struct cahier_throttle;
struct cahier_uploads;
struct cahier_pages;
struct cahier_errands;
struct cahier_receiver;

typedef struct cahier_town {
    const char *tenant;
    struct cahier_site *site;
    pthread_mutex_t lock;
    cahier_queue *idle[CAHIER_SITE_CONNECTIONS];
    uint32_t idle_count;
} cahier_town;

typedef struct cahier_site {
    const cahier_serve_options *options;
    char url[1024];        /* of Redis: for children, editions */
    char folder[1024];     /* of what people send, before it is sent on */
    char person_key[1100]; /* file of the secret by which authors of messages are known; "": none */
    cahier_town town[CAHIER_TENANTS_MOST];
    uint32_t town_count;
    struct cahier_editions *editions; /* edition.h: the batches open in memory */
    struct cahier_throttle *throttle; /* throttle.h */
    struct cahier_uploads *uploads;   /* upload.h */
    struct cahier_pages *pages;       /* published.h: pages of councils, in memory */
    struct cahier_errands *errands;   /* errand.h */
    struct cahier_receiver *receiver; /* message_receive.h */
    unsigned char secret[32];         /* of this process: what no cookie can be made without */
    const volatile sig_atomic_t *stop;
} cahier_site;

/* By the first part of a path; NULL. */
cahier_town *cahier_site_town(cahier_site *site, cahier_text tenant);

/* Connected or not: the first call tells. NULL: not enough memory. */
cahier_queue *cahier_town_borrow(cahier_town *town);
void cahier_town_give_back(cahier_town *town, cahier_queue *queue);

/* do { answer = cahier_queue_…; } while (cahier_site_again(site, queue, deadline_ms, answer)): says the same call again after a new
 * connection. deadline_ms is of cahier_clock_ms. */
bool cahier_site_again(cahier_site *site, cahier_queue *queue, uint64_t deadline_ms, cahier_queue_answer answer);

/* A quarter of a second at most, or until `moved`: who waits longer looks at the clock, and whether the server stops, in between. */
void cahier_site_wait(pthread_cond_t *moved, pthread_mutex_t *lock);

void cahier_site_open(cahier_site *site); /* after options, url, folder, stop are set */
void cahier_site_close(cahier_site *site);

#endif
