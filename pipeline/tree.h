/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h -- clusters unite two by two, the nearest first, until one is left: the dendrogram.
 *
 * In      sum        K x E: sums of the documents' unit vectors; or centroid, K x E, unit vectors, and size, K, of which
 *                    centroid x size stands for the sum
 * Out     unions     K - 1, in the order in which they are made. Cluster k < K is k; the i-th union is K + i.
 * Value   Ward's criterion on unit vectors: the union that takes the least from the sum of the lengths. Heights are what
 *         it takes, in thousandths of the highest, never under those of what is united.
 * Order   ties go to the lowest pair
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(K^2 E + K^3), K at most a few hundred: the cost of a pair changes only when one of them does
 * Source  Ward 1963; the unit vectors as in spherical k-means (Dhillon & Modha 2001)
 */
#ifndef CAHIER_TREE_H
#define CAHIER_TREE_H

#include "cahier.h"

cahier_status cahier_tree_grow(cahier_arena *batch, cahier_arena *scratch, const float *centroid, const uint32_t *size,
        uint32_t count, uint32_t dimensions, cahier_union **unions);

/* The same from sums, which are united where they stand. */
cahier_status cahier_tree_grow_sums(cahier_arena *batch, cahier_arena *scratch, double *sum, uint32_t count,
        uint32_t dimensions, cahier_union **unions);

/* of[k]: its class among the `wanted` (1 to K) left when the last unions are undone, numbered by first cluster. */
cahier_status cahier_tree_cut(
        cahier_arena *scratch, const cahier_union *unions, uint32_t count, uint32_t wanted, uint32_t *of);

#endif
