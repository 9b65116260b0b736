/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime, isatty, fileno */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "say.h"

#define SILENCE_MS 1000u /* what ends within a second needs no bar */
#define TERMINAL_MS 200u
#define PLAIN_MS 5000u

uint64_t cahier_clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void cahier_progress_open(cahier_progress *progress, bool quiet, bool english)
{
    progress->quiet = quiet;
    progress->english = english;
    progress->terminal = isatty(fileno(stderr)) == 1;
    progress->program_ms = progress->phase_ms = cahier_clock_ms();
    progress->line_open = false;
    progress->phase = "";
    atomic_store(&progress->shown_ms, 0);
    atomic_store(&progress->done, 0);
}

static void show(cahier_progress *progress, uint64_t now)
{
    uint64_t done = atomic_load(&progress->done), elapsed = now - progress->phase_ms, total = progress->total;
    cahier_out line;
    cahier_out_open_memory(&line);
    cahier_put(&line, progress->phase);
    if (total > 0) {
        done = done < total ? done : total;
        CAHIER_SAY_PLAIN(&line, " : {0} / {1} ({2} %)", CAHIER_N(done), CAHIER_N(total), CAHIER_N(done * 100 / total));
    }
    if (total > 0 && done > 0 && elapsed >= SILENCE_MS) {
        CAHIER_SAY_PLAIN(&line, progress->english ? ", {0}/s, {1} s left" : ", {0}/s, reste {1} s",
                CAHIER_N(done * 1000 / elapsed), CAHIER_N(elapsed * (total - done) / done / 1000 + 1));
    }
    (void)fprintf(stderr, progress->terminal ? "\r\033[K%.*s" : "%.*s\n", (int)line.len, line.at);
    (void)fflush(stderr);
    (void)cahier_out_close(&line);
    progress->line_open = progress->terminal;
}

/* One thread at a time shows, and only when it is due: whoever moves shown_ms. */
static void show_if_due(cahier_progress *progress)
{
    if (progress->quiet) {
        return;
    }
    uint64_t now = cahier_clock_ms();
    uint_fast64_t shown = atomic_load(&progress->shown_ms);
    bool due = now - progress->program_ms >= SILENCE_MS && now - shown >= (progress->terminal ? TERMINAL_MS : PLAIN_MS);
    if (due && atomic_compare_exchange_strong(&progress->shown_ms, &shown, now)) {
        show(progress, now);
    }
}

void cahier_progress_phase(cahier_progress *progress, const char *phase, uint64_t total)
{
    progress->phase = phase;
    progress->total = total;
    progress->phase_ms = cahier_clock_ms();
    atomic_store(&progress->done, 0);
    show_if_due(progress);
}

void cahier_progress_add(cahier_progress *progress, uint64_t steps)
{
    atomic_fetch_add(&progress->done, steps);
    show_if_due(progress);
}

void cahier_progress_close(cahier_progress *progress)
{
    if (progress->line_open) {
        (void)fputs("\r\033[K", stderr);
        progress->line_open = false;
    }
}
