/* SPDX-License-Identifier: Apache-2.0 */
/* routing.h -- the lists that routing reads, ready to take messages one at a time or all of a file.
 *
 * In      services lists, paths or bytes, in order, the later ones over the earlier; none: services.tsv of the lexicons' folder.
 *         urgency.tsv of that folder
 * Out     services and dangers; a message analysed by cahier_analyse_chunk then goes through cahier_routing_take
 * Errors  open is false, and a sentence in French or English with file, line and column
 * Memory  in `arena`
 * Cost    open: a few thousand stems; take: route.h, urgency.h
 * Why     `route`, `watch` and `serve` route alike: here
 */
#ifndef CAHIER_ROUTING_H
#define CAHIER_ROUTING_H

#include "lexicon_files.h"
#include "route_learn.h"
#include "urgency.h"

#define CAHIER_ROUTING_LISTS 8u

typedef struct cahier_routing {
    const cahier_lexicons *lexicons;
    cahier_lexicon list[CAHIER_ROUTING_LISTS], urgency_list;
    cahier_lexicon_fact fact[CAHIER_ROUTING_LISTS], urgency_fact; /* name: base name of the file */
    uint32_t list_count;
    cahier_services services;
    cahier_dangers dangers;
    char message[1024]; /* when it failed */
} cahier_routing;

typedef struct cahier_routed {
    cahier_route route;
    cahier_urgency urgency;
} cahier_routed;

/* path: at most CAHIER_ROUTING_LISTS, NULL behind the last. */
bool cahier_routing_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicon_files *files,
        const char *const *path, bool english, cahier_routing *out);

/* The same of lists that are in memory already; bytes.at NULL: the shipped one. */
typedef struct cahier_routing_list {
    const char *name; /* shown in messages; NULL: behind the last */
    cahier_text bytes;
} cahier_routing_list;

bool cahier_routing_open_lists(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicon_files *files,
        const cahier_routing_list *list, bool english, cahier_routing *out);

cahier_status cahier_routing_take(cahier_arena *batch, cahier_arena *scratch, const cahier_routing *routing,
        const cahier_message *message, cahier_routed *out);

/* The services with what was learned over the lists; `routing` keeps its own when memory is short. */
cahier_status cahier_routing_teach(
        cahier_arena *arena, cahier_arena *scratch, const cahier_route_lesson *lesson, cahier_routing *routing);

#endif
