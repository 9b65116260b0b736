/* SPDX-License-Identifier: Apache-2.0 */
/* watch_live.h -- a tenant's messages are watched as they come: what the files of the live watch share.
 *
 * In      a queue; messages heard (hearing.h); what was remembered at the last commit
 * Out     messages filed: theme, service; days told: alerts, in the outbox
 * Value   All that is computed rests on what the last commit left: a watcher that dies anywhere, or loses its lease or its server,
 *         begins there again, and what it computes again is told ALREADY. A day is told when it is over: by the clock, two hours
 *         after its end, or by messages of later days (--clock messages).
 * Errors  an unreachable server is waited for; REFUSED and NOMEM end the watch, `message` says why
 * Memory  that of a mind; a step's messages
 */
#ifndef CAHIER_WATCH_LIVE_H
#define CAHIER_WATCH_LIVE_H

#include "heard_message.h"
#include "hearing.h"
#include "queue_watch.h"
#include "route_lot.h"
#include "watch_mind.h"

typedef struct cahier_live {
    cahier_watch_options *options;
    cahier_queue *queue;
    cahier_batch_input input; /* lexicons */
    cahier_arena lasting;     /* lexicons */
    cahier_arena step;        /* one step */
    cahier_arena lists[2];    /* services, and those that take their place */
    uint32_t list;            /* which of the two holds */
    cahier_watch_mind mind;
    cahier_watch_voice voice;
    cahier_routing routing[2]; /* each of its list: they point into themselves */
    cahier_hearing hearing;
    struct cahier_mailbox *folder; /* NULL: none */
    cahier_queue_watch facts;      /* as of the last look or commit */
    char token[CAHIER_WATCH_TOKEN + 1];
    bool held, loaded; /* the lease is ours; the mind is that of the last commit */
    uint32_t reconnections;
    int32_t waited;                /* days up to this one are too few for the first themes */
    uint32_t base;                 /* watch_memory.h */
    cahier_queue_alert_news *news; /* of the step: malloc */
    uint32_t news_count, news_room;
    bool fitted;                           /* the step made themes */
    bool silent;                           /* days are heard again, nothing is told of them */
    uint64_t lists_ms, lease_ms, purge_ms; /* when to look again */
    uint32_t taught;                       /* lines of the journal of routes that the services know */
    char lists_digest[130];                /* of the lists that the services were made of */
    const volatile sig_atomic_t *stop;
    char message[CAHIER_SENTENCE_MAX];
} cahier_live;

/* Says the same call again after a new connection, or when the server has room; what was remembered is then read anew. */
bool cahier_live_again(cahier_live *live, cahier_queue_answer answer);
/* The lease once more, before a commit: a step may take longer than it lasts. STALE: somebody else has it. */
cahier_queue_answer cahier_live_hold(cahier_live *live);
cahier_queue_answer cahier_live_refuse(cahier_live *live, const char *french, const char *english);

/* DONE: something was done. NOTHING: there is nothing to do. STALE, CHANGED: read the memory again. */
cahier_queue_answer cahier_live_file(cahier_live *live);
cahier_queue_answer cahier_live_tell(cahier_live *live);

/* Those who were erased leave what is remembered. */
cahier_queue_answer cahier_live_forget(cahier_live *live);

/* What is remembered, made anew of the days that were told and are kept; none of them is told again. The mind knows nothing. */
cahier_queue_answer cahier_live_relearn(cahier_live *live);

/* Ears of the mind: what a step has to say. */
cahier_status cahier_live_day(void *self, const cahier_findings *findings, int32_t date);
void cahier_live_refit(void *self, int32_t date);

/* Memory and themes of the last commit. */
cahier_queue_answer cahier_live_load(cahier_live *live);

/* The services lists of the tenant, with what corrections taught. */
cahier_queue_answer cahier_live_services(cahier_live *live);

/* « cahier watch --redis URL --tenant NAME ». Exit codes: 0 told to stop, or --once and nothing left; 1 refused; 2 usage; 3 no server. */
int cahier_watch_live(cahier_watch_options *options);

#endif
