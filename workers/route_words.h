/* SPDX-License-Identifier: Apache-2.0 */
/* route_words.h -- every word that `route` says to people: help and messages in French and English, files in French. */
#ifndef CAHIER_ROUTE_WORDS_H
#define CAHIER_ROUTE_WORDS_H

#include "route.h"
#include "urgency.h"

const char *cahier_route_help(bool english);

typedef struct cahier_route_words {
    const char *id, *date, *place, *urgent, *alert, *message, *service, *points, *because, *other, *other_points,
            *other_because, *why, *who, *when; /* headers of columns */
    const char *address, *delay, *messages, *urgents, *decided, *to_a_person, *yes;
    const char *why_of[CAHIER_ROUTE_REASONS];
    const char *learned_gain, *learned_loss; /* form, before, after, messages, others */
} cahier_route_words;

extern const cahier_route_words cahier_route_fr;

/* Said at the end: messages, for services, for a person, urgent; decisions, weights learned. */
const char *cahier_route_done(bool english);
const char *cahier_route_done_learned(bool english);
const char *cahier_route_folder(bool english);
/* The line of a decision that names a service, or a message, that is not there. */
const char *cahier_route_lost(bool service, bool english);

/* « feu », « gaz »: the danger of a row of urgency.tsv, for people. */
cahier_text cahier_danger_french(cahier_text danger);

#endif
