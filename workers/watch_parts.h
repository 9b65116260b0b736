/* SPDX-License-Identifier: Apache-2.0 */
/* watch_parts.h -- what the files of `cahier watch` share: threads that hear messages, themes that they are given, what is said. */
#ifndef CAHIER_WATCH_PARTS_H
#define CAHIER_WATCH_PARTS_H

#include <stdatomic.h>

#include "batch_input.h"
#include "crew.h"
#include "out.h"
#include "watch_options.h"
#include "watch_recent.h"

#define CAHIER_WATCH_CHUNK 200u /* as analyse */

/* Threads with what each needs to analyse; their memory is given back by every opening. */
typedef struct cahier_hearers {
    cahier_crew crew;
    cahier_arena *arena; /* two a thread: batch, scratch */
    cahier_analyser *analyser;
} cahier_hearers;

/* Messages in order of date, heard. */
typedef struct cahier_heard_block {
    const cahier_contribution *received;
    const cahier_cleaned *cleaned; /* their texts; NULL: those of `received` */
    uint32_t count;
    cahier_chunk *chunk; /* of CAHIER_WATCH_CHUNK */
    cahier_heard *heard;
    const cahier_listener *listener; /* NULL: no themes */
    const cahier_text *person_hash;  /* of the file: by person - 1 */
    cahier_assignments *given;       /* with `listener`: to which of its themes */
    cahier_drift drift;
} cahier_heard_block;

static inline const cahier_document *cahier_heard_document(const cahier_heard_block *block, uint32_t d)
{
    return &block->chunk[d / CAHIER_WATCH_CHUNK].at[d % CAHIER_WATCH_CHUNK];
}

bool cahier_hearers_open(
        cahier_hearers *hearers, uint32_t threads, const cahier_lexicons *lexicons, const cahier_options *options);
void cahier_hearers_close(cahier_hearers *hearers);

/* Fills chunk and heard, in `arena` and the threads' own. Errors NOMEM. */
cahier_status cahier_hear_block(cahier_hearers *hearers, cahier_arena *arena, cahier_heard_block *block);

typedef struct cahier_watch_themes {
    cahier_arena arena; /* of the listener */
    cahier_listener listener;
    bool known;
    uint32_t fates[5]; /* of the latest fit after the first: previous.h */
} cahier_watch_themes;

/* Themes of the block's messages; `previous` NULL at first. EMPTY when they have none: `themes` is then unchanged. */
cahier_status cahier_watch_fit(cahier_hearers *hearers, const cahier_batch_input *input, const cahier_options *options,
        const cahier_heard_block *messages, cahier_watch_themes *themes);

/* The same of recent messages; their themes keep their ids. */
cahier_status cahier_watch_refit(cahier_hearers *hearers, const cahier_batch_input *input,
        const cahier_options *options, const cahier_recent *sample, cahier_watch_themes *themes);

typedef struct cahier_watch_voice {
    const cahier_watch_options *options;
    const cahier_recent *recent;
    cahier_arena *scratch;
    cahier_out out;
    uint32_t told;
} cahier_watch_voice;

/* One alert on stdout, or what is told of it after. Errors NOMEM. */
cahier_status cahier_watch_say(cahier_watch_voice *voice, const cahier_finding *finding);
/* The same object in voice->out, without end of line, and its subject in another memory. Errors NOMEM. */
cahier_status cahier_watch_record(cahier_watch_voice *voice, const cahier_finding *finding, cahier_out *subject);
/* The figures alone of an alert that goes on, has grown or is over, in voice->out. */
void cahier_watch_figures(cahier_watch_voice *voice, const cahier_finding *finding);

#endif
