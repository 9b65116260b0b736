/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* ppoll, gethostname */
#include "worker.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "inspect.h"
#include "batch_input.h"
#include "inbox.h"
#include "interrupt.h"
#include "progress.h"
#include "report.h"
#include "worker_metrics.h"
#include "worker_slot.h"

#define IDLE_WAIT_MS 1000u /* for a task, when nothing is being done */
#define ONCE_WAIT_MS 50u   /* the same with --once, where what is there is all that is asked for */
#define BUSY_WAIT_MS 50    /* for a child, before the queue is asked again */
#define DEPTH_BYTES ((size_t)16 << 20)
#define INBOX_MS 500u  /* between two looks at an inbox that was empty */
#define DRAIN_MS 3000u /* what is being done at SIGTERM may end within */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2
};

typedef struct worker {
    cahier_worker_options options;
    cahier_shelf shelf;
    cahier_tenant tenant[CAHIER_TENANTS_MOST];
    cahier_slot *slot;
    struct pollfd *watched; /* one a slot */
    cahier_worker_counts counts;
    cahier_metrics metrics;
    const volatile sig_atomic_t *stop;
    uint32_t turn; /* tenant that is asked first */
    cahier_analyse_options inbox_options;
    cahier_person_key key; /* of the inboxes' authors */
    cahier_inbox inbox;    /* of the tenant at hand */
} worker;

static int complain(const worker *w, const char *message)
{
    cahier_worker_say(&w->options, true, "%s", message);
    return EXIT_REFUSED;
}

/* --- slots -------------------------------------------------------------------------------------------------------------- */

static cahier_slot *free_slot(worker *w)
{
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        if (w->slot[i].tenant == NULL) {
            return &w->slot[i];
        }
    }
    return NULL;
}

static uint32_t busy_slots(const worker *w)
{
    uint32_t busy = 0;
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        busy += w->slot[i].tenant != NULL;
    }
    return busy;
}

static bool look(worker *w)
{
    bool moved = false;
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        moved = cahier_slot_look(&w->slot[i]) || moved;
    }
    return moved;
}

/* Until a child says something, or a little later. */
static void wait_for_children(worker *w)
{
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        const cahier_slot *slot = &w->slot[i];
        bool chunk = slot->tenant != NULL && !slot->task.corpus;
        w->watched[i] = (struct pollfd){chunk ? slot->child.fd : -1, POLLIN, 0};
    }
    (void)poll(w->watched, w->options.jobs, BUSY_WAIT_MS);
}

/* --- inboxes ------------------------------------------------------------------------------------------------------------ */

static bool open_inbox(worker *w, char *message, size_t room)
{
    (void)snprintf(message, room, "%s", CAHIER_WORKER_TELL(&w->options, "mémoire insuffisante.", "not enough memory."));
    if (w->options.person_key != NULL &&
            !cahier_person_key_read(w->options.person_key, w->options.english, &w->key, message, room)) {
        return false;
    }
    w->inbox_options = (cahier_analyse_options){.analysis = CAHIER_OPTIONS_DEFAULT, .formats = CAHIER_REPORT_ALL};
    w->inbox_options.person_key = w->options.person_key;
    w->inbox_options.intake.options.person_key = w->key.len > 0 ? w->key.at : NULL;
    w->inbox_options.intake.options.person_key_len = w->key.len;
    w->inbox = (cahier_inbox){.options = &w->inbox_options,
            .lexicons = &w->shelf.set[0].files,
            .lease_ms = w->options.lease_ms,
            .stop = w->stop};
    return cahier_arena_reserve(&w->inbox.batch) && cahier_arena_reserve(&w->inbox.scratch);
}

/* What platforms pushed, a step a tenant. True when there was some. */
static bool drain_inboxes(worker *w)
{
    bool drained = false;
    for (uint32_t i = 0; i < w->options.tenant_count && *w->stop == 0; i++) {
        cahier_tenant *tenant = &w->tenant[i];
        uint32_t reconnections = w->inbox.reconnections;
        if (cahier_clock_ms() < tenant->inbox_ms) {
            continue;
        }
        w->inbox.queue = tenant->queue;
        cahier_queue_answer answer = cahier_inbox_drain(&w->inbox);
        drained = drained || answer == CAHIER_QUEUE_DONE;
        tenant->inbox_ms = answer == CAHIER_QUEUE_DONE ? 0 : cahier_clock_ms() + INBOX_MS;
        tenant->own = tenant->own || w->inbox.reconnections > reconnections;
        if (answer == CAHIER_QUEUE_OTHER_KEY) {
            cahier_worker_say(&w->options, true, "%s", cahier_inbox_other_key(w->options.english));
            tenant->refused = true;
        }
        (void)cahier_tenant_again(tenant, answer);
    }
    return drained;
}

/* --- the loop ----------------------------------------------------------------------------------------------------------- */

/* Fills the free slots, each tenant in its turn. True when a task was taken. */
static bool take(worker *w)
{
    bool taken = false;
    uint32_t wait_ms = (w->options.once ? ONCE_WAIT_MS : IDLE_WAIT_MS) / w->options.tenant_count;
    for (uint32_t i = 0; i < w->options.tenant_count && *w->stop == 0; i++) {
        cahier_tenant *tenant = &w->tenant[(w->turn + i) % w->options.tenant_count];
        cahier_slot *slot = free_slot(w);
        cahier_queue_task task;
        cahier_word_set *words;
        bool idle = busy_slots(w) == 0;
        if (slot == NULL) {
            break;
        }
        if (cahier_tenant_take(tenant, idle && wait_ms > 0 ? wait_ms : 1, &task, &words)) {
            cahier_slot_take(slot, tenant, &task, words);
            taken = true;
        }
    }
    w->turn++;
    return taken;
}

static bool is_refused(const worker *w)
{
    for (uint32_t i = 0; i < w->options.tenant_count; i++) {
        if (w->tenant[i].refused) {
            return true;
        }
    }
    return false;
}

static bool is_empty(cahier_tenant *tenant)
{
    cahier_arena arena;
    cahier_queue_depth depth = {.tasks = 1};
    if (!cahier_arena_open(&arena, DEPTH_BYTES)) {
        return false;
    }
    cahier_queue_answer answer = cahier_inspect_depth(tenant->queue, &arena, &depth);
    cahier_arena_close(&arena);
    return answer == CAHIER_QUEUE_DONE && depth.tasks + depth.retry == 0;
}

static bool is_nothing_left(worker *w)
{
    for (uint32_t i = 0; i < w->options.tenant_count; i++) {
        if (!is_empty(&w->tenant[i])) {
            return false;
        }
    }
    return busy_slots(w) == 0;
}

static void work(worker *w)
{
    while (*w->stop == 0 && !is_refused(w)) {
        bool moved = look(w);
        cahier_metrics_look(&w->metrics);
        for (uint32_t i = 0; i < w->options.tenant_count; i++) {
            cahier_tenant_upkeep(&w->tenant[i]);
        }
        moved = drain_inboxes(w) || moved;
        bool taken = take(w);
        if (!moved && !taken && busy_slots(w) > 0) {
            wait_for_children(w);
        } else if (!moved && !taken && w->options.once && is_nothing_left(w)) {
            break;
        }
    }
}

/* What is nearly done is done, the rest is given back: others start on it within the second. */
static void drain(worker *w)
{
    uint64_t until = cahier_clock_ms() + DRAIN_MS;
    for (uint32_t i = 0; i < w->options.tenant_count; i++) {
        cahier_tenant_leave_ahead(&w->tenant[i]);
    }
    while (busy_slots(w) > 0 && cahier_clock_ms() < until && !is_refused(w)) {
        if (!look(w)) {
            wait_for_children(w);
        }
    }
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        cahier_slot_hand_back(&w->slot[i]);
    }
}

/* --- the program -------------------------------------------------------------------------------------------------------- */

/* One name a process, on any machine, in any container: host:pid:start. */
static void name_worker(char *who, size_t room)
{
    char host[64] = "";
    struct timespec now;
    (void)gethostname(host, sizeof host - 1);
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)snprintf(
            who, room, "%.60s:%ld:%lld%03ld", host, (long)getpid(), (long long)now.tv_sec, now.tv_nsec / 1000000);
}

static bool open_tenants(worker *w, char *message, size_t room)
{
    char who[96];
    name_worker(who, sizeof who);
    for (uint32_t i = 0; i < w->options.tenant_count; i++) {
        w->tenant[i] = (cahier_tenant){.options = &w->options,
                .name = w->options.tenant[i],
                .shelf = &w->shelf,
                .stop = w->stop,
                .counts = &w->counts};
        if (!cahier_tenant_open(&w->tenant[i], who, message, room)) {
            return false;
        }
    }
    return true;
}

static int run(worker *w)
{
    char message[1024];
    w->slot = calloc(w->options.jobs, sizeof *w->slot);
    w->watched = calloc(w->options.jobs, sizeof *w->watched);
    if (w->slot == NULL || w->watched == NULL) {
        return complain(w, CAHIER_WORKER_TELL(&w->options, "mémoire insuffisante.", "not enough memory."));
    }
    for (uint32_t i = 0; i < w->options.jobs; i++) {
        w->slot[i].options = &w->options;
    }
    if (!cahier_shelf_open(&w->shelf, w->options.lexicons, w->options.english)) {
        return complain(w, w->shelf.set[0].files.message);
    }
    if (!open_tenants(w, message, sizeof message)) {
        return complain(w, message);
    }
    if (!open_inbox(w, message, sizeof message)) {
        return complain(w, message);
    }
    w->metrics = (cahier_metrics){.tenant = w->tenant, .tenant_count = w->options.tenant_count, .counts = &w->counts};
    if (w->options.metrics != NULL && !cahier_metrics_open(&w->metrics, w->options.metrics)) {
        return complain(
                w, CAHIER_WORKER_TELL(&w->options, "l'adresse de --metrics est prise, ou n'est pas ADRESSE:PORT.",
                           "the address of --metrics is taken, or is not ADDRESS:PORT."));
    }
    cahier_corpus_sweep();
    work(w);
    drain(w);
    cahier_worker_say(&w->options, false,
            CAHIER_WORKER_TELL(&w->options, "fin : %llu contributions analysées, %llu rapports.",
                    "end: %llu contributions analysed, %llu reports."),
            (unsigned long long)w->counts.documents, (unsigned long long)w->counts.reports);
    return is_refused(w) ? EXIT_REFUSED : EXIT_DONE;
}

int cahier_worker_main(int argc, char **argv)
{
    worker *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return EXIT_REFUSED;
    }
    int code = EXIT_USAGE;
    switch (cahier_worker_parse(argc, argv, &w->options)) {
    case CAHIER_PARSED_HELP:
        (void)fputs(cahier_worker_help(w->options.english), stdout);
        code = EXIT_DONE;
        break;
    case CAHIER_PARSED:
        w->stop = cahier_catch_interrupts();
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* it would hold texts */
        code = run(w);
        break;
    default:
        break;
    }
    for (uint32_t i = 0; w->slot != NULL && i < w->options.jobs; i++) {
        cahier_slot_close(&w->slot[i]);
    }
    for (uint32_t i = 0; i < w->options.tenant_count; i++) {
        cahier_tenant_close(&w->tenant[i]);
    }
    cahier_arena_close(&w->inbox.batch);
    cahier_arena_close(&w->inbox.scratch);
    cahier_metrics_close(&w->metrics);
    cahier_shelf_close(&w->shelf);
    free(w->slot);
    free(w->watched);
    free(w);
    return code;
}
