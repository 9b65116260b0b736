/* SPDX-License-Identifier: Apache-2.0 */
/* watch_mind.h -- what a watcher remembers from one day to the next, and how days go through it.
 *
 * In      messages of whole days, in order of date then id; what is known of the days before
 * Out     what emerged each day, told to the caller; the mind moved on
 * Value   A day depends on its messages and on the days before it alone: not on how many days are heard at a time, nor on the order of
 *         arrival. Themes are made again before the first day on which they are old.
 * Errors  NOMEM; EMPTY of a first fit: messages that make no themes
 * Memory  its own arenas; the emergence's is bounded (emerge.h), recent texts too
 * Why     A replay of a file and a live watch are the same days: here
 */
#ifndef CAHIER_WATCH_MIND_H
#define CAHIER_WATCH_MIND_H

#include "watch_parts.h"

#define CAHIER_WATCH_SAMPLE 4000u /* messages that themes are made of again: CAHIER_FIT_MOST */
#define CAHIER_WATCH_BLOCK 4000u  /* messages heard before their days are told, or one day when it has more */
#define CAHIER_WATCH_GAP 400      /* days: what lies further away than a year is a mistyped date */

typedef struct cahier_watch_ears { /* who is told; `heard` may be NULL */
    void *self;
    cahier_status (*day)(void *self, const cahier_findings *findings, int32_t date);
    void (*refit)(void *self, int32_t date);
    void (*heard)(void *self, uint32_t count);
} cahier_watch_ears;

typedef struct cahier_watch_mind {
    cahier_watch_options *options;
    cahier_batch_input *input;  /* lexicons */
    cahier_arena kept, scratch; /* the state; a stage */
    cahier_hearers hearers;
    cahier_watch_themes themes;
    cahier_emerge *state;
    cahier_recent recent, sample;
    int32_t fitted; /* day number of the latest fit; 0: none */
    cahier_watch_ears ears;
    const volatile sig_atomic_t *stop;
} cahier_watch_mind;

/* The caller sets options, input, ears, stop. */
bool cahier_mind_open(cahier_watch_mind *mind, uint32_t threads);
void cahier_mind_close(cahier_watch_mind *mind);

typedef struct cahier_watch_messages {
    const cahier_contribution *received;
    const cahier_cleaned *cleaned; /* NULL: `received` holds their texts */
    const cahier_text *person_hash;
    uint32_t count;
} cahier_watch_messages;

/* How many of these make the first themes: four weeks, longer when they hold few, less when they hold very many. 0: more must
 * come first, unless `all`. */
uint32_t cahier_mind_first(const cahier_watch_messages *messages, bool all);

/* The first themes. No messages that make any: there are none yet, and that is well. */
cahier_status cahier_mind_fit(cahier_watch_mind *mind, const cahier_watch_messages *messages);

/* The themes of options->themes, an earlier report: its texts as they were written, and which theme each had. Later fits are as
 * fine as it is. False: `message` says why. */
bool cahier_mind_fit_report(
        cahier_watch_mind *mind, cahier_arena *lasting, cahier_arena *file, char *message, size_t room);

/* Days pass; `arena` is given back. */
cahier_status cahier_mind_hear(cahier_watch_mind *mind, cahier_arena *arena, const cahier_watch_messages *messages);

#endif
