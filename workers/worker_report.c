/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* gmtime_r, getrusage */
#include "worker_report.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "analyse_report.h"
#include "batch_input.h"
#include "corpus_run.h"
#include "fetch.h"
#include "held_batch.h"
#include "interrupt.h"
#include "lot_event.h"
#include "progress.h"
#include "worker_tenant.h"

#define RETRY_MS 1000u
#define TRANSIENT_MOST 8u
#define CERTAIN_MOST 1u /* another try gives the same answer */

typedef struct work {
    const cahier_corpus_setting *setting;
    cahier_worker_counts counts;
    cahier_tenant tenant;
    cahier_arena batch, scratch;
    cahier_held_batch held;
    cahier_crew crew;
    cahier_result result;
    char started[32];
    uint64_t started_ms, pieces;
    char *buffer; /* a piece */
} work;

/* --- how a task ends otherwise ------------------------------------------------------------------------------------------ */

static cahier_corpus_end fail(work *w, uint32_t limit, const char *reason)
{
    cahier_worker_say(w->setting->options, true, CAHIER_WORKER_TELL(w->setting->options, "lot %s : %s", "batch %s: %s"),
            w->setting->task->batch, reason);
    cahier_tenant_hand_back(&w->tenant, w->setting->task, RETRY_MS, limit, reason);
    return w->tenant.refused ? CAHIER_CORPUS_LOST : CAHIER_CORPUS_LEFT;
}

static cahier_corpus_end no_memory(work *w)
{
    return fail(w, TRANSIENT_MOST, "mémoire insuffisante pour écrire le rapport de ce lot.");
}

/* What the queue answered instead of DONE. */
static cahier_corpus_end leave(work *w, cahier_queue_answer answer)
{
    switch (answer) {
    case CAHIER_QUEUE_CHANGED: /* an erasure: a new task comes when its chunk is analysed again */
    case CAHIER_QUEUE_CLOSED:
    case CAHIER_QUEUE_NOTHING:
    case CAHIER_QUEUE_NO_BATCH:
        do {
            answer = cahier_queue_drop(w->tenant.queue, w->setting->task);
        } while (cahier_tenant_again(&w->tenant, answer));
        return w->tenant.refused ? CAHIER_CORPUS_LOST : CAHIER_CORPUS_LEFT;
    case CAHIER_QUEUE_REFUSED:
        return CAHIER_CORPUS_LOST;
    default:
        return CAHIER_CORPUS_LEFT;
    }
}

/* --- the batch, read back ----------------------------------------------------------------------------------------------- */

static bool again(void *self, cahier_queue_answer answer)
{
    work *w = self;
    return cahier_tenant_again(&w->tenant, answer);
}

static cahier_status read_batch(work *w, cahier_queue_answer *answer)
{
    const cahier_held_reader reader = {w->tenant.queue, w->setting->task->batch, &w->batch, &w->scratch, again, w};
    CAHIER_TRY(cahier_held_open(&reader, &w->held, answer));
    if (*answer == CAHIER_QUEUE_DONE && strcmp(w->held.progress.state, "corpus") != 0) {
        *answer = CAHIER_QUEUE_CLOSED;
    }
    return *answer == CAHIER_QUEUE_DONE ? cahier_held_fill(&reader, w->setting->lexicons->lexicons, &w->held, answer)
                                        : CAHIER_OK;
}

/* --- the report --------------------------------------------------------------------------------------------------------- */

static cahier_status analyse(work *w)
{
    cahier_corpus_parts parts = {.lexicons = w->setting->lexicons->lexicons,
            .options = &w->held.envelope->options.analysis,
            .crew = &w->crew,
            .intake = &w->held.envelope->intake,
            .chunk = w->held.chunk,
            .chunk_count = w->held.chunk_count};
    return cahier_corpus_run(&w->batch, &w->scratch, &parts, &w->result);
}

static void measure(void *self, cahier_report_run *out)
{
    const work *w = self;
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    out->duration_ms = cahier_clock_ms() - w->started_ms;
    out->cpu_ms = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                  (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    out->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
}

static bool write_report(work *w, const char *folder, cahier_report_error *error)
{
    cahier_analyse_facts facts = {.options = &w->held.envelope->options,
            .lexicons = w->setting->lexicons,
            .journal = &w->held.journal,
            .previous = &w->held.envelope->previous,
            .intake = &w->held.envelope->intake,
            .result = &w->result,
            .started = w->started,
            .threads = w->crew.threads,
            .measure = measure,
            .measure_self = w,
            .stop = w->tenant.stop};
    return cahier_analyse_report(&w->batch, &facts, folder, error);
}

static cahier_queue_answer put_piece(work *w, const char *file, uint32_t piece, cahier_text bytes)
{
    char name[128];
    cahier_queue_answer answer;
    cahier_piece_name(file, piece, name, sizeof name);
    do {
        answer = cahier_queue_put_piece(
                w->tenant.queue, w->setting->task->batch, w->held.progress.revision, name, bytes);
    } while (cahier_tenant_again(&w->tenant, answer));
    w->pieces++;
    return answer;
}

/* An empty file has one empty piece. */
static cahier_queue_answer put_file(work *w, int folder, const char *name)
{
    cahier_queue_answer answer = CAHIER_QUEUE_UNREACHABLE;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "rb") : NULL;
    size_t got = CAHIER_PIECE_MOST;
    for (uint32_t piece = 0; file != NULL && got == CAHIER_PIECE_MOST; piece++) {
        got = fread(w->buffer, 1, CAHIER_PIECE_MOST, file);
        if (got == 0 && piece > 0) {
            break;
        }
        answer = put_piece(w, name, piece, (cahier_text){w->buffer, (uint32_t)got});
        if (answer != CAHIER_QUEUE_DONE) {
            break;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return answer;
}

static cahier_queue_answer put_report(work *w, const char *path)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    DIR *folder = opendir(path);
    struct dirent *entry;
    if (folder == NULL) {
        return CAHIER_QUEUE_UNREACHABLE;
    }
    while (answer == CAHIER_QUEUE_DONE && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            answer = put_file(w, dirfd(folder), entry->d_name);
        }
    }
    (void)closedir(folder);
    return answer;
}

static cahier_corpus_end finish(work *w)
{
    cahier_queue_answer answer;
    cahier_out record;
    char event[CAHIER_LOT_EVENT_ROOM];
    cahier_out_open_memory(&record);
    cahier_lot_event_write(&record, w->setting->task->batch, &w->held.progress, event);
    do {
        answer = cahier_queue_finish(w->tenant.queue, w->setting->task, w->held.progress.revision, w->pieces, event,
                cahier_out_text(&record));
    } while (cahier_tenant_again(&w->tenant, answer));
    (void)cahier_out_close(&record);
    return answer == CAHIER_QUEUE_DONE ? CAHIER_CORPUS_WRITTEN : leave(w, answer);
}

/* --- the whole ---------------------------------------------------------------------------------------------------------- */

static bool open_work(work *w)
{
    char message[1024];
    time_t now = time(NULL);
    struct tm utc;
    (void)strftime(w->started, sizeof w->started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    w->started_ms = cahier_clock_ms();
    w->crew.threads = w->setting->options->jobs;
    w->tenant = (cahier_tenant){.options = w->setting->options,
            .name = w->setting->tenant,
            .stop = cahier_catch_interrupts(),
            .counts = &w->counts};
    w->buffer = malloc(CAHIER_PIECE_MOST);
    return w->buffer != NULL && cahier_arena_reserve(&w->batch) && cahier_arena_reserve(&w->scratch) &&
           cahier_tenant_open(&w->tenant, "report", message, sizeof message);
}

static cahier_corpus_end run(work *w, const char *folder)
{
    char path[512];
    cahier_report_error error;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    cahier_status status = read_batch(w, &answer);
    if (status == CAHIER_OK && answer != CAHIER_QUEUE_DONE) {
        return leave(w, answer);
    }
    if (status == CAHIER_ERROR_LIMIT || status == CAHIER_ERROR_UTF8) {
        return fail(
                w, CERTAIN_MOST, "ce lot ne se lit pas : il a été endommagé, ou vient d'une autre version de cahier.");
    }
    status = status == CAHIER_OK ? analyse(w) : status;
    if (status == CAHIER_ERROR_EMPTY) {
        return fail(w, CERTAIN_MOST,
                "aucun mot à analyser : les textes ne contiennent que des réponses vides (« RAS », « non »…).");
    }
    if (status != CAHIER_OK) {
        return no_memory(w);
    }
    (void)snprintf(path, sizeof path, "%s/rapport", folder);
    if (!write_report(w, path, &error)) {
        return fail(w, TRANSIENT_MOST, error.message);
    }
    answer = put_report(w, path);
    return answer == CAHIER_QUEUE_DONE ? finish(w) : leave(w, answer);
}

cahier_corpus_end cahier_worker_report(const cahier_corpus_setting *setting, const char *folder)
{
    work *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return CAHIER_CORPUS_LEFT;
    }
    w->setting = setting;
    return open_work(w) ? run(w, folder) : CAHIER_CORPUS_DEAD;
}
