/* SPDX-License-Identifier: Apache-2.0 */
/* route.h -- which municipal service answers a message, and the words that say so; a person decides when they do not.
 *
 * In      list       services.tsv, a town's or the shipped one; several, the later ones over the earlier
 *         document   one message, analysed (cahier_analyse_chunk), and its theme where one is known
 * Out     services   names, addresses, delays, and the words of all of them in one index; made once
 *         route      the service, the next one, and the parts of both
 * Value   row        kind « term »: words and their weight for a service. Kind « theme »: the name of a theme; its words in
 *                    taxonomy.tsv become words of the service, times the weight of the row, and a message already placed in a
 *                    theme of that name gains the weight of the row. A row of a later list, of a lesson (route_learn.h), and a
 *                    term beside the word of a theme, replace one with the same service and words; in one list the heavier counts
 *         score      the sum of the weights of the distinct rows that stand in the message (spot.h), in thousandths: exactly
 *                    the sum of its parts. Behind a word of place (« devant la gare », « près de l'école ») a row tells where,
 *                    not what: it weighs half, unless it stands elsewhere too
 *         routed     when the best service reaches CAHIER_ROUTE_ENOUGH, one sure word or two doubtful ones, and the next one
 *                    has at most CAHIER_ROUTE_NEAR_PERCENT of its score. French names the thing before its circumstances, and says
 *                    more of it: « la cour d'école de l'avenue » is about the school. So when the service that is named first
 *                    has the longer row (most words), the next one may have as many points, CAHIER_ROUTE_HEAD_PERCENT; when the next one
 *                    is named first, and the best has no longer row, CAHIER_ROUTE_TAIL_PERCENT. Among equals the one with the
 *                    longer row is the best, then the one named first
 *         a person   otherwise: both candidates stay, and why: too few words, two services near each other, no word of any
 *                    service, no answer (« RAS »)
 * Order   services as first named; parts of the service, then of the next one, each by place, a theme's first
 * Errors  NOMEM; open also LEXICON, with the list and the line: words that make no term, two addresses, two delays
 * Memory  services in `arena`; parts in `batch`; scratch given back
 * Cost    spot.h
 * Why     a sum of listed weights can be checked with a pencil and mended by the agent whom it misleads; a trained classifier
 *         needs thousands of a town's own messages, and its mistakes have no name
 */
#ifndef CAHIER_ROUTE_H
#define CAHIER_ROUTE_H

#include "spot.h"

#define CAHIER_ROUTE_ENOUGH 600
#define CAHIER_ROUTE_NEAR_PERCENT 67 /* two thirds: one word and a half against one */
#define CAHIER_ROUTE_HEAD_PERCENT 100
#define CAHIER_ROUTE_TAIL_PERCENT 60

struct cahier_route_lesson; /* route_learn.h */

typedef struct cahier_service {
    cahier_text name, address; /* address: an e-mail, or empty */
    uint32_t delay_days;       /* 0: not said */
} cahier_service;

typedef struct cahier_service_row {
    uint32_t service;
    cahier_text form;     /* words, or the name of a theme */
    cahier_text theme;    /* of taxonomy.tsv, that the words come from; empty: from the list itself */
    int32_t weight_milli; /* 0: never a part */
    uint32_t rank; /* 0: words of a theme; then the lists, from 1; then a lesson: of the same words the highest holds */
    bool learned;  /* by a lesson */
} cahier_service_row;

typedef struct cahier_services {
    const cahier_lexicons *lexicons;
    cahier_service *at;
    uint32_t count;
    cahier_service_row *row;
    uint32_t term_count; /* rows that are words: forms of `spots` */
    uint32_t row_count;  /* with the themes behind them */
    cahier_spots spots;
} cahier_services;

typedef struct cahier_services_input {
    const cahier_lexicons *lexicons;
    const cahier_lexicon *list;
    uint32_t list_count;
    const struct cahier_route_lesson *lesson; /* NULL: none */
} cahier_services_input;

/* *wrong: index of the list that error->line is about. */
cahier_status cahier_services_open(cahier_arena *arena, cahier_arena *scratch, const cahier_services_input *in,
        cahier_services *out, uint32_t *wrong, cahier_error *error);

/* By name, as written; CAHIER_NONE when there is none. */
uint32_t cahier_services_find(const cahier_services *services, cahier_text name);

/* Of the rows of the same words and service, those from `form` on, one counts: of the highest rank, then the heaviest, then the
 * first. True for the others. */
bool cahier_route_is_replaced(const cahier_services *services, uint32_t form, uint32_t row);

typedef enum cahier_route_reason {
    CAHIER_ROUTED,
    CAHIER_ROUTE_DECIDED, /* by a person: cahier_route_decide */
    CAHIER_ROUTE_NEAR,    /* from here on a person decides */
    CAHIER_ROUTE_LITTLE,
    CAHIER_ROUTE_NOTHING,
    CAHIER_ROUTE_EMPTY,
    CAHIER_ROUTE_REASONS
} cahier_route_reason;

/* Keys of the contracts: "routed", "near". */
const char *cahier_route_reason_name(cahier_route_reason reason);

typedef struct cahier_route_part {
    uint32_t row;
    uint32_t start, end; /* bytes of the document's text; equal: the theme of the message */
    int32_t weight_milli;
    bool place; /* it tells where: half of the row's weight */
} cahier_route_part;

typedef struct cahier_route {
    cahier_route_reason reason;
    uint32_t service, other; /* best and next, or CAHIER_NONE; routed or not */
    int32_t score_milli, other_milli;
    cahier_route_part *part; /* of `service`, then of `other` */
    uint32_t part_count, other_count;
} cahier_route;

typedef struct cahier_message {
    const cahier_document *document;
    const cahier_types *types;
    cahier_text theme; /* label of the theme in which the message is, or empty */
} cahier_message;

static inline bool cahier_route_is_sure(const cahier_route *route)
{
    return route->reason < CAHIER_ROUTE_NEAR;
}

cahier_status cahier_route_message(cahier_arena *batch, cahier_arena *scratch, const cahier_services *services,
        const cahier_message *message, cahier_route *out);

/* A person gives the message to `service`: its parts stay if they are those of the best or of the next one, and what the
 * words said becomes the next one. Errors NOMEM. */
cahier_status cahier_route_decide(cahier_arena *batch, uint32_t service, cahier_route *route);

#endif
