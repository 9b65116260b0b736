/* SPDX-License-Identifier: Apache-2.0 */
/* hearing.h -- messages of residents enter the watch: lines as they come, files as they are.
 *
 * In      JSON objects as platforms push them (inbox_lines.h); files as `analyse` reads them
 * Out     messages heard, each id once; counts
 * Value   Redacted here, before they leave this process. At-least-once in, once counted: the same line or file again adds nothing.
 *         A row of a file without a column of ids is known by the file's bytes and its place in them.
 * Errors  an unreachable server, or one that is full, is waited for, until *stop, or for patience_ms; OTHER_KEY as inbox.h; REFUSED: `message`
 * Memory  its own arenas
 */
#ifndef CAHIER_HEARING_H
#define CAHIER_HEARING_H

#include <signal.h>
#include <time.h>

#include "cleaning.h"
#include "lexicon_files.h"

#define CAHIER_HEARING_LINES 200u

typedef struct cahier_hearing {
    cahier_queue *queue;
    const cahier_analyse_options *options;
    const cahier_lexicon_files *lexicons;
    uint32_t patience_ms; /* for a server that is away; 0: without end, for one that is full too */
    const volatile sig_atomic_t *stop;
    cahier_arena batch, scratch;
    cahier_queue_counted counted;         /* so far */
    uint64_t aside[CAHIER_ASIDE_REASONS]; /* so far */
    uint32_t reconnections;
    char message[CAHIER_SENTENCE_MAX];
} cahier_hearing;

/* The caller sets queue, options, lexicons, patience_ms, stop. */
bool cahier_hearing_open(cahier_hearing *hearing);
void cahier_hearing_close(cahier_hearing *hearing);

/* At most CAHIER_HEARING_LINES of them, each followed by a NUL that is not counted. `source` as in queue_watch.h. */
cahier_queue_answer cahier_hear_lines(
        cahier_hearing *hearing, const cahier_text *raw, uint32_t count, const char *source, uint64_t place);

/* A file. NOTHING: it cannot be read, `message` says why. */
cahier_queue_answer cahier_hear_file(cahier_hearing *hearing, const char *path);

/* The same call again after a new connection, or when the server has room. */
bool cahier_hearing_again(cahier_hearing *hearing, cahier_queue_answer answer);

/* What OTHER_KEY means, for people. */
const char *cahier_hearing_other_key(bool english);

/* yyyymmdd, here; and now. */
int32_t cahier_day_at(time_t when);
int32_t cahier_today(void);

#endif
