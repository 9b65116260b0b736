/* SPDX-License-Identifier: Apache-2.0 */
/* shown_watch.h -- what the pages of the watch show, as plain structs that watch_read.h fills from the queue.
 *
 * Value   what is absent is an empty text, a NULL, a count of 0: the page says so
 * Memory  all borrowed for the time of a page
 */
#ifndef CAHIER_REVIEW_SHOWN_WATCH_H
#define CAHIER_REVIEW_SHOWN_WATCH_H

#include "shown.h"

#define CAHIER_WEEKS 13u /* of seven days, the last one ends with the last message */

typedef struct cahier_shown_named {
    cahier_text name;
    uint32_t persons;
    int64_t expected_milli;
} cahier_shown_named;

typedef struct cahier_shown_quote {
    cahier_text id, text;
} cahier_shown_quote;

typedef struct cahier_shown_follow_up { /* told of an alert after it was raised: it has grown, or it is over */
    uint32_t sequence, persons, messages;
    int32_t date;
    int64_t expected_milli, ratio_milli;
    cahier_text phase, end; /* phase: "more", "over"; end, of the latter: "faded", "usual", "gone", "crowded" */
    bool quiet;             /* not sent */
} cahier_shown_follow_up;

typedef struct cahier_shown_alert {
    uint32_t number;
    cahier_text kind, what; /* kind: "term", "theme", "new", "place", "polarity", "campaign" */
    bool praise, closed, quiet;
    int32_t date, since; /* raised; where it began */
    uint32_t persons, messages;
    int64_t expected_milli, ratio_milli;
    double q; /* false alerts a month, as strong as this one; 0: a campaign, which is a fact */
    const cahier_shown_named *words, *places;
    const cahier_shown_quote *quotes;
    const cahier_text *contributions;
    const cahier_shown_follow_up *followed; /* the earliest first */
    uint32_t word_count, place_count, quote_count, contribution_count, followed_count;
    cahier_text state, until, reason, who,
            when; /* what people said last; state: "acknowledged", "snoozed", "dismissed", "open" */
} cahier_shown_alert;

typedef struct cahier_shown_alerts {
    const cahier_shown_alert *at; /* the latest first */
    uint32_t count;
    uint64_t total; /* that were ever raised */
} cahier_shown_alerts;

typedef struct cahier_shown_curve { /* a theme or a place */
    cahier_text name;
    uint32_t value[CAHIER_WEEKS], total;
} cahier_shown_curve;

typedef struct cahier_shown_curves {
    int32_t first[CAHIER_WEEKS]; /* day on which a week begins, yyyymmdd */
    cahier_shown_curve *themes, *places;
    uint32_t theme_count, place_count, messages, unclassified; /* messages of these weeks */
    bool cut;                                                  /* there were more than is counted */
} cahier_shown_curves;

typedef struct cahier_shown_desk {
    cahier_text service; /* empty: a person must say */
    uint64_t waiting, urgent;
} cahier_shown_desk;

typedef struct cahier_shown_message {
    uint64_t position;
    cahier_text id, text, place, theme, service, reason, best, next; /* best, next: candidates */
    const cahier_text *words;                                        /* that decided */
    uint32_t word_count;
    int32_t date;
    bool urgent, answered;            /* answered: it waits nowhere any more */
    cahier_text corrected, who, when; /* by a person: where it waits */
} cahier_shown_message;

typedef struct cahier_shown_answer { /* a message that somebody answered */
    cahier_text who, when, service;
} cahier_shown_answer;

typedef struct cahier_shown_watch {
    uint64_t heard;
    int32_t told;
    cahier_shown_alerts alerts;
    const cahier_shown_desk *desks;
    uint32_t desk_count;
    const cahier_shown_answer *answers; /* of the last seven days, the latest first */
    uint32_t answer_count;
    cahier_shown_curves curves;
} cahier_shown_watch;

typedef struct cahier_shown_queue { /* messages that wait at a service */
    cahier_text service;
    const cahier_shown_desk *desks;
    uint32_t desk_count;
    const cahier_shown_message *messages;
    uint32_t message_count;
    uint64_t waiting, from;
} cahier_shown_queue;

typedef struct cahier_shown_trial { /* the past with a setting */
    bool tried;
    cahier_text failed; /* why it could not be */
    uint32_t alerts, messages;
    int32_t first, last; /* days of the messages */
    const cahier_shown_alert *list;
} cahier_shown_trial;

typedef struct cahier_shown_watch_settings {
    int64_t rate_milli; /* false alerts a month */
    uint32_t persons, refit, keep, late;
    cahier_shown_trial trial;
} cahier_shown_watch_settings;

#endif
