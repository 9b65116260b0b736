/* SPDX-License-Identifier: Apache-2.0 */
/* settle.h -- a document goes to the cluster whose other documents speak as it does.
 *
 * In      x        n x E, unit: vectors of the documents that shape the themes
 *         weights  D x V, and row: n, the row of each document
 *         count    clusters, some of them perhaps empty
 * In, out of       n: cluster of each, CAHIER_NONE: takes no part
 * Value   A pass scores each document for each cluster by cos(x, the sum of the others' x) + cos(w, the sum of the others' w),
 *         w being its weights to unit length, and moves all documents at once to their best; a document that is as well where it
 *         is stays. CAHIER_SETTLE_PASSES passes, or until nothing moves; a pass that would empty a cluster is not made.
 * Errors  NOMEM
 * Cost    a pass: n E K + Z K, Z of the n rows; 8 K (E + V) bytes
 * Source  Spherical k-means (Dhillon & Modha 2001), each document left out of the centroid it is compared with, as
 *         in cross-validation (Stone 1974).
 * Why     A community has its members for their links, and a centroid holds what a document itself says: of five texts it is a
 *         fifth. Without itself, a document is where the others would put it. Its words count beside their vectors since a word
 *         that a theme uses tells more than one that is near. Figures: CONTRIBUTING.md, Decisions.
 */
#ifndef CAHIER_SETTLE_H
#define CAHIER_SETTLE_H

#include "cahier.h"
#include "sparse.h"

#define CAHIER_SETTLE_PASSES 4u

/* Documents in space. */
typedef struct cahier_placed {
    const float *x; /* n x E */
    uint32_t n, dimensions;
    const cahier_sparse *weights; /* NULL: known by their vectors alone, and not settled */
    const uint32_t *row;          /* n */
} cahier_placed;

cahier_status cahier_settle(cahier_arena *scratch, const cahier_placed *in, uint32_t count, uint32_t *of);

#endif
