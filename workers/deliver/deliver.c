/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "deliver.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "alert_event.h"
#include "deliver_options.h"
#include "interrupt.h"
#include "ledger.h"
#include "smtp.h"
#include "progress.h"
#include "queue_alerts.h"
#include "settings.h"
#include "text.h"
#include "webhook.h"

#define IDLE_MS 300      /* between two looks at what is due */
#define CONNECT_MS 1000u /* for a Redis that is away, then other tenants are looked at */
#define TIDY_MS 3600000u /* between two looks at what is old */
#define ALERTS_AT_ONCE 32u
#define ARENA_BYTES ((size_t)4 << 20)
#define DAY_MS (24ull * 3600 * 1000)
#define DOUBLINGS_MOST 20u

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2
};

typedef struct delivery { /* one channel of all tenants, in a thread of its own */
    const cahier_deliver_options *options;
    cahier_channel channel;
    const volatile sig_atomic_t *stop;
    cahier_queue *queue[CAHIER_TENANTS_MOST];
    bool connected[CAHIER_TENANTS_MOST];
    cahier_sender sender;
    cahier_arena arena;
    uint64_t tidy_ms;
    pthread_t thread;
    bool refused;
} delivery;

/* --- one event to one receiver ---------------------------------------------------------------------------------------- */

/* A copy that ends with a zero. */
static const char *string_of(cahier_arena *arena, cahier_text text)
{
    char *to = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    if (to != NULL && text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    return to != NULL ? to : "";
}

static bool write_line(delivery *d, const cahier_webhook *to, const cahier_event *event, int64_t told_ms)
{
    char path[4096];
    cahier_out line;
    cahier_out_open_memory(&line);
    cahier_webhook_write(&line, to, event, told_ms);
    (void)snprintf(path, sizeof path, "%s/%s.jsonl", d->options->setting.events_folder, to->tenant);
    bool written = cahier_ledger_append(path, event->id, cahier_out_text(&line));
    if (!written) {
        (void)snprintf(d->sender.error, sizeof d->sender.error, "ce fichier ne s'écrit pas.");
    }
    (void)cahier_out_close(&line);
    return written;
}

typedef struct parcel { /* what goes together: one event, or all the mails that are due */
    cahier_queue_sending sending[CAHIER_MAIL_EVENTS_MOST];
    cahier_event event[CAHIER_MAIL_EVENTS_MOST];
    uint32_t count;
} parcel;

/* False: sender.error says why. */
static bool send_parcel(delivery *d, const char *tenant, const cahier_town_settings *town, const parcel *p)
{
    int64_t told_ms = p->sending[0].told_ms;
    const cahier_deliver_setting *own = &d->options->setting;
    const cahier_webhook to = {.url = string_of(&d->arena, town->webhook),
            .secret = string_of(&d->arena, town->secret),
            .tenant = tenant,
            .public_url = own->public_url};
    const cahier_mail mail = {.server = own->smtp,
            .user = own->smtp_user,
            .password = getenv("CAHIER_SMTP_PASSWORD"),
            .from = own->mail_from,
            .to = town->mail,
            .tenant = tenant,
            .public_url = own->public_url,
            .count = p->count};
    return d->channel == CAHIER_CHANNEL_WEBHOOK ? cahier_webhook_send(&d->sender, &to, p->event, told_ms)
           : d->channel == CAHIER_CHANNEL_MAIL  ? cahier_mail_send(&d->sender, &mail, p->event)
                                                : write_line(d, &to, p->event, told_ms);
}

static bool has_channel(const delivery *d, cahier_channel channel, const cahier_town_settings *town)
{
    return channel == CAHIER_CHANNEL_WEBHOOK ? town->webhook.len > 0
           : channel == CAHIER_CHANNEL_MAIL  ? town->mail.len > 0 && d->options->setting.smtp != NULL
                                             : d->options->setting.events_folder != NULL;
}

static uint32_t delay_of(const delivery *d, uint32_t tries)
{
    uint64_t delay = (uint64_t)d->options->first_ms << (tries < DOUBLINGS_MOST ? tries : DOUBLINGS_MOST);
    return delay < d->options->most_ms ? (uint32_t)delay : d->options->most_ms;
}

static cahier_queue_answer delay(delivery *d, uint32_t t, const cahier_queue_sending *sending, const char *error)
{
    const cahier_queue_delay later = {
            .delay_ms = delay_of(d, sending->tries), .keep_ms = CAHIER_DELIVER_DAYS * DAY_MS, .error = error};
    return cahier_queue_delay_sending(d->queue[t], d->channel, sending->id, &later);
}

/* NOTHING: none is due. */
static cahier_queue_answer take_parcel(delivery *d, uint32_t t, parcel *p)
{
    uint32_t most = d->channel == CAHIER_CHANNEL_MAIL ? CAHIER_MAIL_EVENTS_MOST : 1;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    p->count = 0;
    while (answer == CAHIER_QUEUE_DONE && p->count < most) {
        cahier_queue_sending *sending = &p->sending[p->count];
        answer = cahier_queue_take_sending(d->queue[t], &d->arena, d->channel, d->options->lease_ms, sending);
        if (answer == CAHIER_QUEUE_DONE &&
                cahier_event_read(&d->arena, sending->id.at, sending->record, &p->event[p->count])) {
            p->count++;
        } else if (answer == CAHIER_QUEUE_DONE) {
            answer = delay(d, t, sending, "cet événement ne se lit pas.");
        }
    }
    return answer == CAHIER_QUEUE_NOTHING && p->count > 0 ? CAHIER_QUEUE_DONE : answer;
}

/* DONE: something was sent, or could not be; NOTHING: nothing is due. */
static cahier_queue_answer deliver_due(delivery *d, uint32_t t)
{
    cahier_town_settings town;
    parcel p;
    cahier_queue_answer answer = take_parcel(d, t, &p);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_settings_read(d->queue[t], &d->arena, &town);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (!has_channel(d, d->channel, &town)) { /* nobody is there any more */
        answer = cahier_queue_drop_sendings(d->queue[t], d->channel);
        return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
    }
    d->sender.error[0] = '\0';
    bool sent = send_parcel(d, d->options->tenant[t], &town, &p);
    for (uint32_t i = 0; i < p.count && (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY); i++) {
        answer = sent ? cahier_queue_end_sending(d->queue[t], d->channel, p.sending[i].id)
                      : delay(d, t, &p.sending[i], d->sender.error);
    }
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
}

/* --- what was told, handed to the channels ---------------------------------------------------------------------------- */

static cahier_queue_answer route_one(delivery *d, uint32_t t)
{
    cahier_queue *queue = d->queue[t];
    cahier_queue_sending sending;
    cahier_town_settings town;
    cahier_event event;
    unsigned channels = 0;
    cahier_queue_answer answer =
            cahier_queue_take_sending(queue, &d->arena, CAHIER_CHANNEL_ROUTE, d->options->lease_ms, &sending);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_settings_read(queue, &d->arena, &town);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    bool read = cahier_event_read(&d->arena, sending.id.at, sending.record, &event);
    for (cahier_channel i = CAHIER_CHANNEL_ROUTE + 1; read && i < CAHIER_CHANNELS; i++) {
        channels |= has_channel(d, i, &town) ? event.channels & CAHIER_CHANNEL_BIT(i) : 0;
    }
    answer = cahier_queue_route_sending(
            queue, sending.id, channels, town.daily ? cahier_mail_wait_ms((int64_t)time(NULL)) : 0);
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
}

/* Alerts of the watch, in its own list: told again after a crash, they are told once. */
static cahier_queue_answer take_alerts(delivery *d, uint32_t t)
{
    cahier_queue_outgoing out[ALERTS_AT_ONCE];
    uint32_t count = 0, i = 0;
    uint64_t rank;
    cahier_queue *queue = d->queue[t];
    cahier_queue_answer answer = cahier_queue_alerts_told(queue, &rank);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_queue_outbox(queue, rank, ALERTS_AT_ONCE, out, &count);
    }
    for (; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        cahier_queue_alert alert;
        cahier_event event;
        answer = cahier_queue_read_alert(queue, &d->arena, out[i].number, &alert);
        if (answer == CAHIER_QUEUE_DONE && cahier_alert_event(&d->arena, &alert, out[i].sequence, &event)) {
            answer = cahier_event_tell(queue, &event);
        }
        answer = answer == CAHIER_QUEUE_ALREADY || answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
    }
    return answer == CAHIER_QUEUE_DONE && count > 0 ? cahier_queue_tell_alerts(queue, rank + count) : answer;
}

static cahier_queue_answer route(delivery *d, uint32_t t)
{
    cahier_queue_answer answer = take_alerts(d, t);
    if (cahier_clock_ms() >= d->tidy_ms && (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING)) {
        (void)cahier_queue_tidy_events(d->queue[t], CAHIER_FEED_DAYS * DAY_MS, CAHIER_TOLD_DAYS * DAY_MS);
    }
    return answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING ? route_one(d, t) : answer;
}

/* --- a channel -------------------------------------------------------------------------------------------------------- */

/* True when something moved. */
static bool look_at(delivery *d, uint32_t t)
{
    cahier_queue_answer answer = CAHIER_QUEUE_UNREACHABLE;
    if (d->connected[t]) {
        answer = d->channel == CAHIER_CHANNEL_ROUTE ? route(d, t) : deliver_due(d, t);
        cahier_arena_reset(&d->arena, 0);
    }
    if (answer == CAHIER_QUEUE_UNREACHABLE) {
        d->connected[t] = cahier_queue_reconnect(d->queue[t], CONNECT_MS, d->stop);
    }
    if (answer == CAHIER_QUEUE_REFUSED && *d->stop == 0) {
        (void)fprintf(stderr, "cahier deliver : %s\n", cahier_queue_message(d->queue[t]));
        d->refused = true;
    }
    return answer == CAHIER_QUEUE_DONE || (answer == CAHIER_QUEUE_UNREACHABLE && d->connected[t]);
}

static void *run(void *self)
{
    delivery *d = self;
    while (*d->stop == 0 && !d->refused) {
        bool moved = false;
        for (uint32_t t = 0; t < d->options->tenant_count && *d->stop == 0; t++) {
            moved = look_at(d, t) || moved;
        }
        if (cahier_clock_ms() >= d->tidy_ms) {
            d->tidy_ms = cahier_clock_ms() + TIDY_MS;
        }
        if (!moved && d->options->once) {
            break;
        }
        if (!moved) {
            (void)poll(NULL, 0, IDLE_MS);
        }
    }
    return NULL;
}

static bool open_delivery(delivery *d, char *message, size_t room)
{
    char who[64];
    (void)snprintf(who, sizeof who, "deliver:%ld:%s", (long)getpid(), cahier_channel_key(d->channel));
    (void)snprintf(message, room, "%s", d->options->english ? "not enough memory." : "mémoire insuffisante.");
    if (!cahier_arena_open(&d->arena, ARENA_BYTES) ||
            !cahier_sender_open(&d->sender, d->options->setting.inside || d->channel == CAHIER_CHANNEL_MAIL,
                    d->stop)) { /* the server of mail is the operator's choice, and mostly inside */
        return false;
    }
    for (uint32_t t = 0; t < d->options->tenant_count; t++) {
        d->queue[t] =
                cahier_queue_open(d->options->url, d->options->tenant[t], who, d->options->english, message, room);
        if (d->queue[t] == NULL) {
            return false;
        }
    }
    return true;
}

static void close_delivery(delivery *d)
{
    for (uint32_t t = 0; t < d->options->tenant_count; t++) {
        cahier_queue_close(d->queue[t]);
    }
    cahier_sender_close(&d->sender);
    cahier_arena_close(&d->arena);
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

/* What is routed first is sent by the others: with --once, in that order. */
static int run_all(delivery *all, bool once)
{
    bool refused = false;
    uint32_t started = 1;
    if (once) {
        for (uint32_t i = 0; i < CAHIER_CHANNELS; i++) {
            (void)run(&all[i]);
        }
    }
    while (!once && started < CAHIER_CHANNELS && pthread_create(&all[started].thread, NULL, run, &all[started]) == 0) {
        started++;
    }
    if (!once && started == CAHIER_CHANNELS) {
        (void)run(&all[0]);
    }
    for (uint32_t i = 1; !once && i < started; i++) {
        (void)pthread_join(all[i].thread, NULL);
    }
    for (uint32_t i = 0; i < CAHIER_CHANNELS; i++) {
        refused = refused || all[i].refused;
    }
    return refused || (!once && started < CAHIER_CHANNELS) ? EXIT_REFUSED : EXIT_DONE;
}

static int deliver(const cahier_deliver_options *options)
{
    char message[1024] = "";
    int code = EXIT_REFUSED;
    uint32_t opened = 0;
    delivery *all = calloc(CAHIER_CHANNELS, sizeof *all);
    const volatile sig_atomic_t *stop = cahier_catch_interrupts();
    (void)signal(SIGPIPE, SIG_IGN);
    if (all == NULL || sodium_init() < 0 || !cahier_sender_start()) {
        free(all);
        return EXIT_REFUSED;
    }
    while (opened < CAHIER_CHANNELS) {
        all[opened] = (delivery){.options = options, .channel = (cahier_channel)opened, .stop = stop};
        if (!open_delivery(&all[opened++], message, sizeof message)) {
            break;
        }
        message[0] = '\0';
    }
    if (message[0] == '\0') {
        code = run_all(all, options->once);
    } else {
        (void)fprintf(stderr, options->english ? "cahier deliver: %s\n" : "cahier deliver : %s\n", message);
    }
    for (uint32_t i = 0; i < opened; i++) {
        close_delivery(&all[i]);
    }
    free(all);
    return code;
}

int cahier_deliver_main(int argc, char **argv)
{
    cahier_deliver_options options;
    switch (cahier_deliver_parse(argc, argv, &options)) {
    case CAHIER_PARSED_HELP:
        (void)fputs(cahier_deliver_help(options.english), stdout);
        return EXIT_DONE;
    case CAHIER_PARSED:
        return deliver(&options);
    default:
        return EXIT_USAGE;
    }
}
