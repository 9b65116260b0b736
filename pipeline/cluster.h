/* SPDX-License-Identifier: Apache-2.0 */
/* cluster.h -- documents near one another become clusters; how many follows from the documents.
 *
 * In      placed      n documents that shape the themes (all, or the sample of theme.h): x, n x E, unit vectors; and words
 *         wanted      number of clusters, or 0: as many as the graph shows
 *         start       n: where an earlier analysis put each, for cahier_cluster_again
 * Out     of          n: cluster of each
 *         centroid    K x E, unit: mean of its documents' vectors, scaled
 * Value   Graph of the nearest (cosine, exact), .9 root of n of each, 15 to 30; an edge when either side names the other;
 *         communities by Leiden at resolution 1.5; communities under CLUSTER_LEAST documents join the nearest centroid; then
 *         the two whose centroids are the most alike unite, while their cosine is over a half and more than two are left.
 *         With `wanted`, the resolution rises until there are enough, then the pair whose union costs the least (Ward's
 *         criterion on unit vectors) is merged until there are as many. Last, where words are given, documents settle.
 *         Again: the earlier clusters are kept as they are, new documents going where their neighbours are or, where Leiden
 *         started from them puts mostly new ones together, making a cluster; unless Leiden,
 *         started from them, gains more than CAHIER_RENEWAL_PERCENT of modularity by moving documents, or clusters made from
 *         nothing that much more: a start can hardly be split, so when the texts have really changed it must be left.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    n^2 E / 2 multiplications of 16-bit integers for the neighbours, so n is bounded by the caller; unions are cubic in the
 *         communities, some tens; the rest is linear
 * Source  kNN graph + Leiden was the best automatic method measured (THEMES.md 2.5, 2.6). Integer products: the same on every
 *         machine.
 */
#ifndef CAHIER_CLUSTER_H
#define CAHIER_CLUSTER_H

#include "leiden.h"
#include "settle.h"

#define CAHIER_NEIGHBOURS_LEAST 15u
#define CAHIER_NEIGHBOURS_MOST 30u
#define CAHIER_RENEWAL_PERCENT 4 /* in a small batch, a text in fifty taken out moves it by up to 3 */

typedef struct cahier_neighbours {
    uint32_t count, each; /* n, cahier_neighbours_each(n) */
    uint32_t *of;         /* n x each, nearest first; CAHIER_NONE after the last with a positive similarity */
    int32_t *similarity;  /* n x each, CAHIER_ONE (quantise.h) is 1 */
} cahier_neighbours;

typedef struct cahier_clusters {
    uint32_t count;  /* K */
    uint32_t *of;    /* n */
    float *centroid; /* K x E */
    double cohesion; /* mean similarity to the own centroid */
    bool again;      /* made from the earlier clusters */
} cahier_clusters;

/* How many neighbours each of n documents has; n >= 1. */
uint32_t cahier_neighbours_each(uint32_t n);

cahier_status cahier_neighbours_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const float *x, uint32_t n, uint32_t dimensions, cahier_neighbours *out);

/* keep: n flags, the nodes that take part (others get CAHIER_NONE), or NULL for all. */
cahier_status cahier_cluster(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const bool *keep, uint32_t wanted, cahier_clusters *out);

/* From the clusters of an earlier analysis: start[i] is one document of i's own, < n; itself when it was in none. */
cahier_status cahier_cluster_again(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const uint32_t *start, uint32_t wanted, cahier_clusters *out);

/* The same at a higher resolution, not settled: many small clusters, which tree.h merges down to fewer. */
cahier_status cahier_cluster_finely(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const bool *keep, cahier_clusters *out);

/* Agreement of two partitions of n things (adjusted Rand index, Hubert & Arabie 1985); pairs with a CAHIER_NONE are left out. */
cahier_status cahier_partition_agreement(
        cahier_arena *scratch, const uint32_t *a, const uint32_t *b, uint32_t n, double *out);

#endif
