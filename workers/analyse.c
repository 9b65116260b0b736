/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* sigaction, sysconf */
#include "analyse.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "analyse_options.h"
#include "analyse_report.h"
#include "batch_input.h"
#include "corpus_run.h"
#include "crew.h"
#include "interrupt.h"
#include "say.h"

#define CHUNK_CONTRIBUTIONS                                                                                            \
    200u /* DESIGN 3: small enough to spread over threads, large enough to cost nothing to hand out */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_INTERRUPTED = 130
};

/* What one run of the program holds. */
typedef struct run {
    cahier_analyse_options options;
    cahier_arena batch, scratch;
    cahier_batch_input input;
    cahier_crew crew;
    cahier_arena *thread_arena; /* two a thread: batch, scratch */
    cahier_analyser *analyser;  /* one a thread */
    cahier_chunk *chunk;
    uint32_t chunk_count;
    atomic_int failure; /* first status that was not CAHIER_OK */
    cahier_result result;
    cahier_progress progress;
    const volatile sig_atomic_t *stop;
} run;

static bool is_english(const run *r)
{
    return r->options.intake.options.english;
}

static int complain(run *r, const char *french, const char *english)
{
    cahier_progress_close(&r->progress);
    (void)fprintf(stderr, "cahier analyse%s %s\n", is_english(r) ? ":" : " :", is_english(r) ? english : french);
    return EXIT_REFUSED;
}

/* --- analysis ----------------------------------------------------------------------------------------------------------------------- */

static bool open_threads(run *r)
{
    uint32_t threads = r->options.jobs > 0 ? r->options.jobs : cahier_crew_processors();
    r->crew.threads = threads;
    r->thread_arena = calloc((size_t)threads * 2, sizeof *r->thread_arena);
    r->analyser = calloc(threads, sizeof *r->analyser);
    if (r->thread_arena == NULL || r->analyser == NULL) {
        return false;
    }
    for (uint32_t t = 0; t < threads; t++) {
        cahier_arena *batch = &r->thread_arena[2 * t], *scratch = &r->thread_arena[2 * t + 1];
        if (!cahier_arena_reserve(batch) || !cahier_arena_reserve(scratch) ||
                cahier_analyser_open(r->input.lexicon_files.lexicons, &r->options.analysis, batch, scratch,
                        &r->analyser[t]) != CAHIER_OK) {
            return false;
        }
    }
    return true;
}

static void close_threads(run *r)
{
    for (uint32_t t = 0; r->analyser != NULL && r->thread_arena != NULL && t < r->crew.threads; t++) {
        if (r->analyser[t].stemmer != NULL) {
            cahier_analyser_close(&r->analyser[t]);
        }
        cahier_arena_close(&r->thread_arena[2 * t]);
        cahier_arena_close(&r->thread_arena[2 * t + 1]);
    }
    free(r->analyser);
    free(r->thread_arena);
}

static void analyse_chunk(void *argument, uint32_t thread, uint32_t i)
{
    run *r = argument;
    uint32_t first = i * CHUNK_CONTRIBUTIONS, left = r->input.intake.count - first;
    uint32_t count = left < CHUNK_CONTRIBUTIONS ? left : CHUNK_CONTRIBUTIONS;
    if (*r->stop != 0 || atomic_load(&r->failure) != CAHIER_OK) {
        return;
    }
    cahier_status status = cahier_analyse_chunk(&r->analyser[thread], r->input.intake.at + first, count, &r->chunk[i]);
    if (status != CAHIER_OK) {
        atomic_store(&r->failure, status);
    }
    cahier_progress_add(&r->progress, count);
}

static cahier_status analyse_chunks(run *r)
{
    r->chunk_count = (r->input.intake.count + CHUNK_CONTRIBUTIONS - 1) / CHUNK_CONTRIBUTIONS;
    r->chunk = CAHIER_NEW(&r->batch, cahier_chunk, r->chunk_count);
    if (r->chunk == NULL || !open_threads(r)) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_progress_phase(&r->progress, is_english(r) ? "Texts" : "Textes", r->input.intake.count);
    cahier_crew_run(&r->crew, r->chunk_count, analyse_chunk, r);
    return (cahier_status)atomic_load(&r->failure);
}

static cahier_status analyse_corpus(run *r)
{
    cahier_corpus_parts parts = {.lexicons = r->input.lexicon_files.lexicons,
            .options = &r->options.analysis,
            .crew = &r->crew,
            .intake = &r->input.intake,
            .chunk = r->chunk,
            .chunk_count = r->chunk_count};
    cahier_progress_phase(&r->progress, is_english(r) ? "Themes" : "Thèmes", 0);
    return cahier_corpus_run(&r->batch, &r->scratch, &parts, &r->result);
}

static int analyse(run *r)
{
    cahier_status status = analyse_chunks(r);
    if (status == CAHIER_OK && *r->stop == 0) {
        status = analyse_corpus(r);
    }
    if (*r->stop != 0) {
        (void)complain(r, "interrompu : rien n'a été écrit.", "interrupted: nothing was written.");
        return EXIT_INTERRUPTED;
    }
    switch (status) {
    case CAHIER_OK:
        return EXIT_DONE;
    case CAHIER_ERROR_EMPTY:
        return complain(r,
                "aucun mot à analyser : les textes ne contiennent que des réponses vides (« RAS », « non »…).",
                "no word to analyse: the texts hold only empty answers.");
    default:
        return complain(r, "mémoire insuffisante pour ce lot : analysez-le en plusieurs fichiers.",
                "not enough memory for this batch: analyse it in several files.");
    }
}

/* --- the program ---------------------------------------------------------------------------------------------------------------------- */

static void measure(void *self, cahier_report_run *out)
{
    const run *r = self;
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    out->duration_ms = cahier_clock_ms() - r->progress.program_ms;
    out->cpu_ms = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                  (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    out->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
}

/* "rapport-" and the first file's name without folder and extension. */
static void name_folder(const char *path, char *folder, size_t room)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t len = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    bool input = strcmp(path, "-") == 0;
    (void)snprintf(folder, room, input ? "rapport" : "rapport-%.*s", (int)len, name);
}

static void say_done(const run *r, const char *folder)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    CAHIER_SAY_PLAIN(&out,
            is_english(r) ? "{0} contributions, {1} themes, {2} rows set aside. Report: {3}/report.html\n"
                          : "{0} {0|contribution|contributions}, {1} {1|thème|thèmes}, {2} {2|ligne écartée|lignes "
                            "écartées}. Rapport : {3}/report.html\n",
            CAHIER_N(r->result.counts.contributions), CAHIER_N(r->result.theme_count),
            CAHIER_N(r->input.intake.set_aside_count), CAHIER_T(cahier_string(folder)));
    (void)fwrite(out.at, 1, out.len, stderr);
    (void)cahier_out_close(&out);
}

static int report(run *r, char **path, int count, const char *started)
{
    char folder[4096];
    cahier_report_error error;
    const char *asked = r->options.folder;
    if (asked == NULL) {
        name_folder(path[0], folder, sizeof folder);
        asked = folder;
    }
    cahier_analyse_facts facts = {.options = &r->options,
            .lexicons = &r->input.lexicon_files,
            .journal = &r->input.journal,
            .previous = &r->input.previous,
            .intake = &r->input.intake,
            .result = &r->result,
            .path = path,
            .path_count = (uint32_t)count,
            .started = started,
            .threads = r->crew.threads,
            .measure = measure,
            .measure_self = r,
            .stop = r->stop};
    cahier_progress_phase(&r->progress, is_english(r) ? "Report" : "Rapport", 0);
    if (!cahier_analyse_report(&r->batch, &facts, asked, &error)) {
        (void)complain(r, error.message, error.message);
        return *r->stop != 0 ? EXIT_INTERRUPTED : EXIT_REFUSED;
    }
    cahier_progress_close(&r->progress);
    if (!r->options.quiet) {
        say_done(r, asked);
    }
    return EXIT_DONE;
}

static int run_all(run *r, char **path, int count)
{
    char started[32];
    time_t now = time(NULL);
    struct tm utc;
    (void)strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    if (!cahier_arena_reserve(&r->batch) || !cahier_arena_reserve(&r->scratch)) {
        return complain(r, "mémoire insuffisante.", "not enough memory.");
    }
    if (!cahier_batch_input_read(&r->batch, &r->scratch, &r->options, path, (uint32_t)count, &r->progress, &r->input)) {
        return complain(r, r->input.message, r->input.message);
    }
    int code = analyse(r);
    return code == EXIT_DONE ? report(r, path, count, started) : code;
}

static int parse_and_run(run *r, int argc, char **argv)
{
    cahier_parsed parsed = cahier_analyse_parse(argc, argv, &r->options);
    if (parsed == CAHIER_PARSED_WRONG) {
        return EXIT_USAGE;
    }
    if (parsed == CAHIER_PARSED_HELP) {
        (void)fputs(cahier_analyse_help(is_english(r)), stdout);
        return EXIT_DONE;
    }
    r->stop = cahier_catch_interrupts();
    cahier_progress_open(&r->progress, r->options.quiet, is_english(r));
    int code = run_all(r, argv + optind, argc - optind);
    close_threads(r);
    return code;
}

int cahier_analyse_main(int argc, char **argv)
{
    run *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return EXIT_REFUSED;
    }
    int code = parse_and_run(r, argc, argv);
    cahier_arena_close(&r->scratch);
    cahier_arena_close(&r->batch);
    free(r);
    return code;
}
