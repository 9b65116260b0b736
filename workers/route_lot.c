/* SPDX-License-Identifier: Apache-2.0 */
#include "route_lot.h"

const char *cahier_route_outcome_name(cahier_route_outcome outcome)
{
    static const char *const names[CAHIER_ROUTE_OUTCOMES] = {
            "elsewhere", "applied", "replaced", "no_service", "no_message"};
    return names[outcome];
}

/* --- what people decided ----------------------------------------------------------------------------------------------- */

typedef struct finder {
    cahier_route_lot *lot;
    cahier_corpus corpus; /* as decision.h finds documents */
    cahier_intern ids;
} finder;

static cahier_route_outcome place(const finder *f, uint32_t i)
{
    const cahier_decision *decision = &f->lot->decisions->at[i];
    bool found = false;
    if (decision->deed != CAHIER_ROUTE) {
        return CAHIER_ROUTE_ELSEWHERE;
    }
    if (cahier_services_find(&f->lot->routing->services, decision->service) == CAHIER_NONE) {
        return CAHIER_ROUTE_NO_SERVICE;
    }
    for (uint32_t c = 0; c < decision->contribution_count; c++) {
        uint32_t first, end;
        cahier_answers_find(&f->ids, &f->corpus, decision->contributions[c], &first, &end);
        for (uint32_t d = first; d < end; d++) {
            f->lot->decision[d] = i;
            found = true;
        }
    }
    return found ? CAHIER_ROUTE_REPLACED : CAHIER_ROUTE_NO_MESSAGE; /* applied: when it still holds at the end */
}

static cahier_status place_decisions(cahier_arena *scratch, cahier_route_lot *lot)
{
    finder f = {.lot = lot, .corpus = {.received = lot->intake->at, .count = lot->intake->count}};
    CAHIER_TRY(cahier_answers_index(scratch, &f.corpus, &f.ids));
    for (uint32_t i = 0; i < lot->decisions->count; i++) {
        lot->outcome[i] = place(&f, i);
    }
    for (uint32_t d = 0; d < lot->intake->count; d++) {
        if (lot->decision[d] != CAHIER_NONE) {
            lot->outcome[lot->decision[d]] = CAHIER_ROUTE_APPLIED;
        }
    }
    return CAHIER_OK;
}

static uint32_t decided_service(const cahier_route_lot *lot, uint32_t d)
{
    return lot->decision[d] == CAHIER_NONE
                   ? CAHIER_NONE
                   : cahier_services_find(&lot->routing->services, lot->decisions->at[lot->decision[d]].service);
}

/* --- routing ------------------------------------------------------------------------------------------------------------- */

static cahier_status take_all(cahier_arena *batch, cahier_arena *scratch, cahier_route_lot *lot)
{
    for (uint32_t d = 0; d < lot->intake->count; d++) {
        cahier_message message = {lot->document[d], lot->types, {NULL, 0}};
        CAHIER_TRY(cahier_routing_take(batch, scratch, lot->routing, &message, &lot->routed[d]));
    }
    return CAHIER_OK;
}

/* Messages that a person routed teach; those routed with certainty stand against them. *taught: how many of the first. */
static uint32_t gather(const cahier_route_lot *lot, cahier_route_example *example, uint32_t *taught)
{
    uint32_t count = 0;
    *taught = 0;
    for (uint32_t d = 0; d < lot->intake->count; d++) {
        const cahier_route *route = &lot->routed[d].route;
        uint32_t service = decided_service(lot, d);
        bool decided = service != CAHIER_NONE;
        if (!decided && route->reason != CAHIER_ROUTED) {
            continue;
        }
        example[count++] = (cahier_route_example){.message = {lot->document[d], lot->types, {NULL, 0}},
                .service = decided ? service : route->service,
                .routed = route,
                .taught = decided};
        *taught += decided;
    }
    return count;
}

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, cahier_route_lot *lot)
{
    cahier_route_example *example = CAHIER_NEW(scratch, cahier_route_example, lot->intake->count);
    if (example == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t taught, count = gather(lot, example, &taught);
    if (taught == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_route_learn(batch, scratch, &lot->routing->services, example, count, &lot->lesson));
    if (lot->lesson.count == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_routing_teach(batch, scratch, &lot->lesson, lot->routing));
    return take_all(batch, scratch, lot);
}

static cahier_status conclude(cahier_arena *batch, cahier_route_lot *lot)
{
    for (uint32_t d = 0; d < lot->intake->count; d++) {
        uint32_t service = decided_service(lot, d);
        lot->proposed[d] = lot->routed[d].route.service;
        if (service != CAHIER_NONE) {
            CAHIER_TRY(cahier_route_decide(batch, service, &lot->routed[d].route));
        }
        uint32_t at = cahier_route_place(lot, d);
        lot->count[at]++;
        lot->urgent[at] += lot->routed[d].urgency.urgent;
        lot->decided[at] += service != CAHIER_NONE;
    }
    return CAHIER_OK;
}

static cahier_status route_all(cahier_arena *batch, cahier_arena *scratch, cahier_route_lot *lot)
{
    CAHIER_TRY(take_all(batch, scratch, lot));
    if (lot->decisions != NULL) {
        CAHIER_TRY(place_decisions(scratch, lot));
        CAHIER_TRY(learn(batch, scratch, lot));
    }
    return conclude(batch, lot);
}

cahier_status cahier_route_all(cahier_arena *batch, cahier_arena *scratch, cahier_route_lot *lot)
{
    uint32_t count = lot->intake->count, places = lot->routing->services.count + 1;
    lot->routed = CAHIER_NEW(batch, cahier_routed, count);
    lot->proposed = CAHIER_NEW(batch, uint32_t, count);
    lot->decision = CAHIER_NEW(batch, uint32_t, count);
    lot->outcome = CAHIER_NEW(batch, cahier_route_outcome, lot->decisions != NULL ? lot->decisions->count + 1u : 1u);
    lot->count = CAHIER_NEW(batch, uint32_t, places);
    lot->urgent = CAHIER_NEW(batch, uint32_t, places);
    lot->decided = CAHIER_NEW(batch, uint32_t, places);
    if (lot->routed == NULL || lot->proposed == NULL || lot->decision == NULL || lot->outcome == NULL ||
            lot->count == NULL || lot->urgent == NULL || lot->decided == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < count; d++) {
        lot->decision[d] = CAHIER_NONE;
    }
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = route_all(batch, scratch, lot);
    cahier_arena_reset(scratch, mark);
    return status;
}
