/* SPDX-License-Identifier: Apache-2.0 */
/* route_lot.h -- all messages of a lot routed, with what people decided applied and learned from.
 *
 * In      intake, analysed documents in the same order; routing; a journal of decisions, or none
 * Out     a route and an urgency a message; what each decision about a route became; what was learned
 * Value   First all are routed by the lists alone; messages that people routed teach (route_learn.h) and all are routed again;
 *         then what people decided replaces the routes. The later of two decisions on a message holds.
 * Order   messages in input order
 * Errors  NOMEM
 * Memory  results in `batch`; scratch given back
 * Cost    routing, once or twice
 */
#ifndef CAHIER_ROUTE_LOT_H
#define CAHIER_ROUTE_LOT_H

#include "decision.h"
#include "intake.h"
#include "routing.h"

typedef enum cahier_route_outcome {
    CAHIER_ROUTE_ELSEWHERE, /* no decision about a route, or undone */
    CAHIER_ROUTE_APPLIED,
    CAHIER_ROUTE_REPLACED, /* later decisions hold on all its messages */
    CAHIER_ROUTE_NO_SERVICE,
    CAHIER_ROUTE_NO_MESSAGE,
    CAHIER_ROUTE_OUTCOMES
} cahier_route_outcome;

/* Keys of the contracts: "applied", "no_service". */
const char *cahier_route_outcome_name(cahier_route_outcome outcome);

typedef struct cahier_route_lot {
    const cahier_intake *intake;
    const cahier_document **document; /* D */
    const cahier_types *types;
    cahier_routing *routing;
    const cahier_decisions *decisions; /* NULL: none */

    cahier_routed *routed;         /* D */
    uint32_t *proposed;            /* D: best service by words, before a person decided; CAHIER_NONE */
    uint32_t *decision;            /* D: the one that holds, or CAHIER_NONE */
    cahier_route_outcome *outcome; /* of each decision */
    cahier_route_lesson lesson;
    uint32_t *count, *urgent, *decided; /* services + 1: messages; the last is the person who routes */
} cahier_route_lot;

/* The caller sets what stands above the empty line. */
cahier_status cahier_route_all(cahier_arena *batch, cahier_arena *scratch, cahier_route_lot *lot);

/* Index in `count`: the service, or the place of the person who routes. */
static inline uint32_t cahier_route_place(const cahier_route_lot *lot, uint32_t d)
{
    const cahier_route *route = &lot->routed[d].route;
    return cahier_route_is_sure(route) ? route->service : lot->routing->services.count;
}

#endif
