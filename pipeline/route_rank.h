/* SPDX-License-Identifier: Apache-2.0 */
/* route_rank.h -- of the services whose words stand in a message, the best and the next, and whether they are clear of each other; private
 * to route*.c. What counts: route.h. */
#ifndef CAHIER_ROUTE_RANK_H
#define CAHIER_ROUTE_RANK_H

#include "route.h"

typedef struct cahier_sorting {
    const cahier_services *services;
    cahier_route_part *part; /* all that was found */
    uint32_t count;
    uint32_t *held;  /* a row: its part, from 1 */
    int32_t *score;  /* a service */
    uint32_t *words; /* a service: most words of a row that was found; 0: none stands in the text */
    uint32_t *first; /* a service: where the first of them begins */
} cahier_sorting;

/* Best and next, the first of equals; `words` and `first` are filled in. */
void cahier_route_rank(cahier_sorting *s, cahier_route *out);
cahier_route_reason cahier_route_judge(
        const cahier_sorting *s, const cahier_route *route, const cahier_document *document);

#endif
