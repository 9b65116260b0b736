/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h -- how far the work is, on stderr: counts that were counted, never guessed.
 *
 * Value   On a terminal one line rewritten in place; else a plain line every few seconds; nothing during the first second, nothing
 *         with --quiet. The time left is shown for phases whose steps cost the same, from the steps done.
 * Order   cahier_progress_add may be called by several threads at once
 */
#ifndef CAHIER_PROGRESS_H
#define CAHIER_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct cahier_progress {
    bool quiet, terminal, english;
    const char *phase;
    uint64_t total; /* steps of the phase; 0: not countable */
    atomic_uint_fast64_t done;
    atomic_uint_fast64_t shown_ms; /* when a line was last written */
    uint64_t program_ms, phase_ms; /* when they started */
    atomic_bool line_open;
} cahier_progress;

void cahier_progress_open(cahier_progress *progress, bool quiet, bool english);
void cahier_progress_phase(cahier_progress *progress, const char *phase, uint64_t total);
void cahier_progress_add(cahier_progress *progress, uint64_t steps);
/* Ends the line on the terminal: before any other message. */
void cahier_progress_close(cahier_progress *progress);

/* Monotonic milliseconds. */
uint64_t cahier_clock_ms(void);

#endif
