/* SPDX-License-Identifier: Apache-2.0 */
/* leiden.h -- communities of a weighted graph.
 *
 * In      graph       n nodes, symmetric CSR, integer weights, no self loops
 *         resolution  gamma of modularity: higher, more and smaller communities
 *         start       n: community of each node to start from, < n; NULL: each alone
 * Out     of          n: community of each node, numbered in order of their first node
 *         count       communities
 * Value   Modularity sum over communities of (w_in / m - gamma (k / 2m)^2): local moving from a queue, refinement inside each
 *         community, aggregation, until nothing moves.
 * Order   nodes are visited in index order, ties go to the lowest community: no luck, unlike the paper, whose random order and
 *         random refinement are replaced by first-come and best gain.
 * Errors  NOMEM
 * Memory  `of` in batch
 * Cost    close to linear in edges; a handful of passes
 * Source  Traag, Waltman & van Eck 2019; Reichardt & Bornholdt 2006 for gamma.
 */
#ifndef CAHIER_LEIDEN_H
#define CAHIER_LEIDEN_H

#include "cahier.h"

typedef struct cahier_graph {
    uint32_t nodes;
    uint32_t *start;     /* nodes + 1 */
    uint32_t *neighbour; /* both directions of each edge */
    uint32_t *weight;
} cahier_graph;

cahier_status cahier_leiden(cahier_arena *batch, cahier_arena *scratch, const cahier_graph *graph, double resolution,
        const uint32_t *start, uint32_t **of, uint32_t *count);

/* Modularity of a partition into `count` communities; a node of CAHIER_NONE is in none and its edges do not count inside. */
cahier_status cahier_modularity(cahier_arena *scratch, const cahier_graph *graph, double resolution, const uint32_t *of,
        uint32_t count, double *out);

#endif
