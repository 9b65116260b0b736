/* SPDX-License-Identifier: Apache-2.0 */
/* route.h -- which function answers which path, and who may call it: one table, which tests walk line by line.
 *
 * In      method, path cut at "/", each part decoded
 * Out     the route and its captures
 * Value   A pattern starts with "/:tenant". Parts that start with ":" match one part that is not empty. First match; a path that
 *         matches under another method only is told apart.
 *         least     PUBLIC needs nobody; what changes something is POST and asks for the CSRF token unless `open`
 *         The right is that of the session, the proxy's header or, for `token`, of the token
 */
#ifndef CAHIER_REVIEW_ROUTE_H
#define CAHIER_REVIEW_ROUTE_H

#include "http.h"

typedef struct cahier_route {
    const char *method, *pattern; /* "GET", "/:tenant/lots/:batch" */
    cahier_right least;
    bool token; /* API: a token, no cookie; answers and problems are JSON */
    bool files; /* may be sent files */
    bool whole; /* its JSON is no form: the handler reads it */
    bool alone; /* the same for everybody: no session is looked for, no connection to the queue is needed */
    void (*answer)(cahier_request *request, cahier_response *response);
} cahier_route;

extern const cahier_route cahier_routes[];
extern const uint32_t cahier_route_count;

typedef enum cahier_routing {
    CAHIER_ROUTED,
    CAHIER_ROUTED_NOWHERE,
    CAHIER_ROUTED_OTHER_METHOD
} cahier_routing;

cahier_routing cahier_route_find(const char *method, const cahier_text *part, uint32_t part_count,
        const cahier_route **route, cahier_text capture[CAHIER_CAPTURES]);

/* One line a route: method, pattern, least right; for `cahier serve --routes`. */
void cahier_routes_print(void);

#endif
