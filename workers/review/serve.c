/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll, signal */
#include "serve.h"

#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "edition.h"
#include "errand.h"
#include "http.h"
#include "interrupt.h"
#include "joining.h"
#include "keeper.h"
#include "message_receive.h"
#include "progress.h"
#include "published.h"
#include "retention.h"
#include "route.h"
#include "throttle.h"
#include "upload.h"

#define LOOK_MS 40           /* between two looks at children and connections */
#define RETENTION_MS 600000u /* between two looks at what is past its time */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_SERVICE = 3
};

typedef struct serving {
    cahier_serve_options options;
    cahier_site site;
    cahier_keeper keeper;
    cahier_http *http;
} serving;

static int complain(const serving *s, int code, const char *sentence)
{
    (void)fprintf(stderr, s->options.english ? "cahier serve: %s\n" : "cahier serve : %s\n", sentence);
    return code;
}

/* --- start ------------------------------------------------------------------------------------------------------------ */

static bool open_parts(serving *s)
{
    cahier_site *site = &s->site;
    site->throttle = cahier_throttle_open();
    site->uploads = cahier_uploads_open(site);
    site->errands = cahier_errands_open(site);
    site->pages = cahier_pages_open();
    return site->throttle != NULL && site->uploads != NULL && site->errands != NULL && site->pages != NULL;
}

/* Nobody can sign in yet: which command mends that. */
static void look_for_people(const serving *s, cahier_town *town)
{
    cahier_arena arena;
    cahier_account *account;
    uint32_t count = 1;
    cahier_queue *queue = cahier_town_borrow(town);
    if (queue != NULL && cahier_arena_open(&arena, 1u << 20)) {
        if (cahier_queue_reconnect(queue, CAHIER_SITE_PATIENCE_MS, s->site.stop) &&
                cahier_account_list(queue, &arena, &account, &count) == CAHIER_QUEUE_DONE && count == 0) {
            (void)fprintf(stderr,
                    s->options.english ? "cahier serve: nobody may sign in to %s yet. In another terminal:\n"
                                         "  cahier serve %s %s --tenant %s --add-person NAME --role administrator\n"
                                       : "cahier serve : personne n'entre encore dans %s. Dans un autre terminal :\n"
                                         "  cahier serve %s %s --tenant %s --add-person NOM --role administrator\n",
                    town->tenant, s->options.data != NULL ? "--data" : "--redis",
                    s->options.data != NULL ? s->options.data : "…", town->tenant);
        }
        cahier_arena_close(&arena);
    }
    cahier_town_give_back(town, queue);
}

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static void announce(serving *s)
{
    const cahier_serve_options *options = &s->options;
    bool six = strchr(options->bind, ':') != NULL;
    if (!options->secure && !is_loopback(options->bind)) {
        (void)complain(s, 0,
                options->english ? "passwords travel in clear on this network: use --tls-cert, or a proxy."
                                 : "les mots de passe passent en clair sur ce réseau : --tls-cert, ou un mandataire.");
    }
    for (uint32_t i = 0; i < s->site.town_count; i++) {
        look_for_people(s, &s->site.town[i]);
        (void)printf("%s://%s%s%s:%u/%s\n", options->tls_cert != NULL ? "https" : "http", six ? "[" : "", options->bind,
                six ? "]" : "", cahier_http_port(s->http), s->site.town[i].tenant);
    }
    (void)fflush(stdout);
}

/* --- the loop --------------------------------------------------------------------------------------------------------- */

static void watch(serving *s)
{
    uint64_t retention_ms = 0;
    while (*s->site.stop == 0) {
        cahier_keeper_look(&s->keeper);
        cahier_uploads_look(s->site.uploads);
        cahier_errands_look(s->site.errands);
        cahier_http_look(s->http);
        if (cahier_clock_ms() >= retention_ms) {
            retention_ms = cahier_clock_ms() + RETENTION_MS;
            cahier_retention_look(&s->site);
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
}

static int serve(serving *s)
{
    char message[256];
    if (!cahier_keeper_open(&s->keeper, &s->site)) {
        return complain(s, EXIT_SERVICE, s->keeper.message);
    }
    cahier_site_open(&s->site);
    const cahier_editions_setting setting = {
            .lexicons = s->options.lexicons, .threads = s->options.jobs, .english = s->options.english};
    s->site.editions = cahier_editions_open(&setting, message, sizeof message);
    if (s->site.editions == NULL) {
        return complain(s, EXIT_REFUSED, message);
    }
    if (!open_parts(s)) {
        return complain(s, EXIT_REFUSED, s->options.english ? "not enough memory." : "mémoire insuffisante.");
    }
    const cahier_receiver_setting receiving = {.lexicons = s->options.lexicons,
            .person_key = s->site.person_key[0] != '\0' ? s->site.person_key : NULL,
            .patience_ms = CAHIER_SITE_PATIENCE_MS,
            .english = s->options.english,
            .stop = s->site.stop};
    s->site.receiver = cahier_receiver_open(&receiving, message, sizeof message);
    if (s->site.receiver == NULL) {
        return complain(s, EXIT_REFUSED, message);
    }
    s->http = cahier_http_open(&s->site, message, sizeof message);
    if (s->http == NULL) {
        return complain(s, EXIT_REFUSED, message);
    }
    cahier_keeper_start(&s->keeper);
    announce(s);
    watch(s);
    return EXIT_DONE;
}

/* In the order in which each needs the next. */
static void stop(serving *s)
{
    if (s->http != NULL) {
        cahier_http_close(s->http);
    }
    if (s->site.editions != NULL) {
        cahier_editions_close(s->site.editions);
    }
    cahier_receiver_close(s->site.receiver);
    cahier_uploads_close(s->site.uploads);
    cahier_errands_close(s->site.errands);
    cahier_pages_close(s->site.pages);
    cahier_throttle_close(s->site.throttle);
    cahier_site_close(&s->site);
    if (s->keeper.site != NULL) {
        cahier_keeper_stop(&s->keeper);
        cahier_keeper_close(&s->keeper);
    }
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

static int run(serving *s)
{
    if (s->options.routes) {
        cahier_routes_print();
        return EXIT_DONE;
    }
    if (s->options.add_person != NULL) {
        return cahier_joining_run(&s->options);
    }
    if (sodium_init() < 0) {
        return EXIT_REFUSED;
    }
    s->site.options = &s->options;
    s->site.stop = cahier_catch_interrupts();
    (void)signal(SIGPIPE, SIG_IGN);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* it would hold texts */
    int code = serve(s);
    stop(s);
    return code;
}

int cahier_serve_main(int argc, char **argv)
{
    serving *s = calloc(1, sizeof *s);
    int code = EXIT_USAGE;
    if (s == NULL) {
        return EXIT_REFUSED;
    }
    switch (cahier_serve_parse(argc, argv, &s->options)) {
    case CAHIER_PARSED_HELP:
        (void)fputs(cahier_serve_help(s->options.english), stdout);
        code = EXIT_DONE;
        break;
    case CAHIER_PARSED:
        code = run(s);
        break;
    default:
        break;
    }
    free(s);
    return code;
}
