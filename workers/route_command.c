/* SPDX-License-Identifier: Apache-2.0 */
#include "route_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch_input.h"
#include "interrupt.h"
#include "route_words.h"
#include "route_write.h"
#include "say.h"

#define CHUNK_CONTRIBUTIONS 200u /* DESIGN 3 */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_INTERRUPTED = 130
};

enum { /* codes of getopt_long, above those of arguments.h */
    OPTION_SERVICES = 2000,
    OPTION_DECISIONS,
    OPTION_JSON,
    OPTION_REDACT,
    OPTION_LEXICONS
};

typedef struct run {
    cahier_analyse_options options;                 /* those that reading takes */
    const char *services[CAHIER_ROUTING_LISTS + 1]; /* NULL behind the last */
    uint32_t service_count;
    bool json;
    cahier_arena batch, scratch;
    cahier_batch_input input;
    cahier_analyser analyser;
    cahier_routing routing;
    cahier_route_lot lot;
    cahier_progress progress;
    const volatile sig_atomic_t *stop;
} run;

static bool is_english(const run *r)
{
    return r->options.intake.options.english;
}

/* Ends the line of the progress, and says a sentence. */
static int refuse(run *r, const char *sentence)
{
    cahier_progress_close(&r->progress);
    (void)fprintf(stderr, is_english(r) ? "cahier route: %s\n" : "cahier route : %s\n", sentence);
    return EXIT_REFUSED;
}

/* --- the command line -------------------------------------------------------------------------------------------------- */

static bool take_redact(run *r, const char *argument)
{
    r->options.analysis.redact_strict = strcmp(argument, "strict") == 0;
    return r->options.analysis.redact_strict || strcmp(argument, "balanced") == 0;
}

/* True when the option was understood. */
static bool take(run *r, int code, const char *argument)
{
    int taken = cahier_intake_argument(&r->options.intake, code, argument);
    if (taken != 0) {
        return taken > 0;
    }
    switch (code) {
    case 'o':
        r->options.folder = argument;
        return *argument != '\0';
    case 'q':
        r->options.quiet = true;
        return true;
    case 'h':
        r->options.help = true;
        return true;
    case OPTION_SERVICES:
        if (*argument == '\0' || r->service_count == CAHIER_ROUTING_LISTS) {
            return false;
        }
        r->services[r->service_count++] = argument;
        return true;
    case OPTION_DECISIONS:
        r->options.decisions = argument;
        return *argument != '\0';
    case OPTION_JSON:
        r->json = true;
        return true;
    case OPTION_REDACT:
        return take_redact(r, argument);
    case OPTION_LEXICONS:
        r->options.lexicons = argument;
        return true;
    default:
        return false;
    }
}

/* -1: go on; else the exit code. */
static int parse(run *r, int argc, char **argv)
{
    static const struct option options[] = {CAHIER_INTAKE_ARGUMENTS, {"output", required_argument, NULL, 'o'},
            {"services", required_argument, NULL, OPTION_SERVICES},
            {"decisions", required_argument, NULL, OPTION_DECISIONS}, {"json", no_argument, NULL, OPTION_JSON},
            {"redact", required_argument, NULL, OPTION_REDACT}, {"lexicons", required_argument, NULL, OPTION_LEXICONS},
            {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    r->options.analysis = CAHIER_OPTIONS_DEFAULT;
    for (int code; (code = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1;) {
        if (code == '?' || code == ':' || !take(r, code, optarg)) {
            cahier_option_refused("route", is_english(r), code, argv);
            return EXIT_USAGE;
        }
    }
    if (r->options.help) {
        (void)fputs(cahier_route_help(is_english(r)), stdout);
        return EXIT_DONE;
    }
    if (optind == argc) {
        (void)fputs(cahier_route_help(is_english(r)), stderr);
        return EXIT_USAGE;
    }
    return -1;
}

/* --- the run ----------------------------------------------------------------------------------------------------------- */

static cahier_status analyse(run *r)
{
    uint32_t count = r->input.intake.count;
    r->lot.document = CAHIER_NEW(&r->batch, const cahier_document *, count);
    if (r->lot.document == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_analyser_open(
            r->input.lexicon_files.lexicons, &r->options.analysis, &r->batch, &r->scratch, &r->analyser));
    cahier_progress_phase(&r->progress, is_english(r) ? "Texts" : "Textes", count);
    for (uint32_t first = 0; first < count && *r->stop == 0; first += CHUNK_CONTRIBUTIONS) {
        uint32_t left = count - first, wanted = left < CHUNK_CONTRIBUTIONS ? left : CHUNK_CONTRIBUTIONS;
        cahier_chunk chunk;
        CAHIER_TRY(cahier_analyse_chunk(&r->analyser, r->input.intake.at + first, wanted, &chunk));
        for (uint32_t i = 0; i < wanted; i++) {
            r->lot.document[first + i] = &chunk.at[i];
        }
        cahier_progress_add(&r->progress, wanted);
    }
    return CAHIER_OK;
}

static cahier_status route(run *r)
{
    r->lot.intake = &r->input.intake;
    r->lot.types = r->analyser.types;
    r->lot.routing = &r->routing;
    r->lot.decisions = r->options.decisions != NULL ? &r->input.journal.decisions : NULL;
    cahier_progress_phase(&r->progress, is_english(r) ? "Services" : "Services", 0);
    return *r->stop != 0 ? CAHIER_OK : cahier_route_all(&r->batch, &r->scratch, &r->lot);
}

/* Decisions that could not be applied are said with their line: a journal is typed by people, too. */
static void say_lost(cahier_out *out, const run *r)
{
    const cahier_route_lot *lot = &r->lot;
    for (uint32_t i = 0; lot->decisions != NULL && i < lot->decisions->count; i++) {
        cahier_route_outcome outcome = lot->outcome[i];
        if (outcome == CAHIER_ROUTE_NO_SERVICE || outcome == CAHIER_ROUTE_NO_MESSAGE) {
            CAHIER_SAY_PLAIN(out, cahier_route_lost(outcome == CAHIER_ROUTE_NO_SERVICE, is_english(r)),
                    CAHIER_N(lot->decisions->at[i].line));
            cahier_put(out, "\n");
        }
    }
}

static void say_done(cahier_out *out, const run *r, const char *folder)
{
    const cahier_route_lot *lot = &r->lot;
    uint32_t place = lot->routing->services.count, person = lot->count[place], urgent = 0, routes = 0;
    for (uint32_t s = 0; s <= place; s++) {
        urgent += lot->urgent[s];
    }
    for (uint32_t i = 0; lot->decisions != NULL && i < lot->decisions->count; i++) {
        routes += lot->outcome[i] != CAHIER_ROUTE_ELSEWHERE;
    }
    CAHIER_SAY_PLAIN(out, cahier_route_done(is_english(r)), CAHIER_N(lot->intake->count),
            CAHIER_N(lot->intake->count - person), CAHIER_N(person), CAHIER_N(urgent));
    cahier_put(out, "\n");
    if (lot->decisions != NULL) {
        CAHIER_SAY_PLAIN(out, cahier_route_done_learned(is_english(r)), CAHIER_N(routes), CAHIER_N(lot->lesson.count));
        cahier_put(out, "\n");
    }
    if (folder != NULL) {
        CAHIER_SAY_PLAIN(out, cahier_route_folder(is_english(r)), CAHIER_T(cahier_string(folder)));
        cahier_put(out, "\n");
    }
}

static void say(const run *r, const char *folder)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    if (!r->options.quiet) {
        say_done(&out, r, folder);
    }
    say_lost(&out, r);
    (void)fwrite(out.at, 1, out.len, stderr);
    (void)cahier_out_close(&out);
}

static int write_folder(run *r, const char *path)
{
    char named[4096];
    cahier_report_error error;
    const char *folder = r->options.folder;
    if (folder == NULL && !r->json) {
        const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path, *dot = strrchr(name, '.');
        size_t len = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
        bool input = strcmp(path, "-") == 0;
        (void)snprintf(named, sizeof named, input ? "services" : "services-%.*s", (int)len, name);
        folder = named;
    }
    cahier_route_files files = {.lot = &r->lot,
            .lexicons = &r->input.lexicon_files,
            .journal = &r->input.journal,
            .redact_strict = r->options.analysis.redact_strict,
            .stop = r->stop};
    if (folder != NULL && !cahier_route_write(&files, folder, &error)) {
        (void)refuse(r, error.message);
        return *r->stop != 0 ? EXIT_INTERRUPTED : EXIT_REFUSED;
    }
    cahier_progress_close(&r->progress);
    say(r, folder);
    return EXIT_DONE;
}

static bool write_json(const run *r)
{
    cahier_out out;
    if (!cahier_out_open_stream(&out, STDOUT_FILENO, r->stop)) {
        return false;
    }
    cahier_route_write_json(&out, &r->lot);
    return cahier_out_close(&out);
}

static int finish(run *r, const char *path)
{
    if (*r->stop != 0) {
        (void)refuse(r, is_english(r) ? "interrupted: nothing was written." : "interrompu : rien n'a été écrit.");
        return EXIT_INTERRUPTED;
    }
    if (r->json && !write_json(r)) {
        return refuse(r, is_english(r) ? "standard output could not be written." : "la sortie n'a pas pu être écrite.");
    }
    return write_folder(r, path);
}

static int run_all(run *r, char **path, int count)
{
    if (!cahier_arena_reserve(&r->batch) || !cahier_arena_reserve(&r->scratch)) {
        return refuse(r, is_english(r) ? "not enough memory." : "mémoire insuffisante.");
    }
    if (!cahier_batch_input_read(&r->batch, &r->scratch, &r->options, path, (uint32_t)count, &r->progress, &r->input)) {
        return refuse(r, r->input.message);
    }
    if (!cahier_routing_open(
                &r->batch, &r->scratch, &r->input.lexicon_files, r->services, is_english(r), &r->routing)) {
        return refuse(r, r->routing.message);
    }
    cahier_status status = analyse(r);
    if (status == CAHIER_OK) {
        status = route(r);
    }
    if (status != CAHIER_OK) {
        return refuse(r, is_english(r) ? "not enough memory for this batch: give it in several files."
                                       : "mémoire insuffisante pour ce lot : donnez-le en plusieurs fichiers.");
    }
    return finish(r, path[0]);
}

int cahier_route_main(int argc, char **argv)
{
    run *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return EXIT_REFUSED;
    }
    int code = parse(r, argc, argv);
    if (code < 0) {
        r->stop = cahier_catch_interrupts();
        cahier_progress_open(&r->progress, r->options.quiet, is_english(r));
        code = run_all(r, argv + optind, argc - optind);
        if (r->analyser.stemmer != NULL) {
            cahier_analyser_close(&r->analyser);
        }
    }
    cahier_arena_close(&r->scratch);
    cahier_arena_close(&r->batch);
    free(r);
    return code;
}
