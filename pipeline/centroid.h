/* SPDX-License-Identifier: Apache-2.0 */
/* centroid.h -- where the documents of each theme lie: in word vectors, and in words themselves.
 *
 * In      unit vectors of documents (associate.h) and their rows of weights
 * Out     vector  K x E: mean of the documents' vectors
 *         words   K x V: mean of their rows of weights, each to unit length first: a long text says no more than a short one
 *         Each is scaled to unit length; zero of a theme without documents.
 * Errors  NOMEM
 * Cost    E + the terms of the row, a document
 * Source  Rocchio 1971; two views of a document that vote with equal parts, as Blum & Mitchell 1998 have them.
 * Why     Word vectors see that « vélo » and « piste cyclable » are one subject; words, which of two near subjects a text speaks
 *         of. Figures: CONTRIBUTING.md, Decisions.
 */
#ifndef CAHIER_CENTROID_H
#define CAHIER_CENTROID_H

#include "cahier.h"
#include "sparse.h"

typedef struct cahier_centroids {
    uint32_t count, dimensions, terms; /* K, E, V */
    float *vector;                     /* K x E */
    float *words;                      /* K x V */
} cahier_centroids;

/* All zero. */
cahier_status cahier_centroids_open(
        cahier_arena *arena, uint32_t count, uint32_t dimensions, uint32_t terms, cahier_centroids *out);

/* Centroid i of `from` becomes centroid k of `to`, which has its dimensions and terms. */
void cahier_centroid_take(const cahier_centroids *from, uint32_t i, cahier_centroids *to, uint32_t k);
bool cahier_centroid_same(const cahier_centroids *a, uint32_t i, const cahier_centroids *b, uint32_t k);
cahier_status cahier_centroids_copy(cahier_arena *arena, const cahier_centroids *from, cahier_centroids *out);
/* Of one analysis: the same in number, and each where the other is. */
bool cahier_centroids_same(const cahier_centroids *a, const cahier_centroids *b);
/* Centroid k alone, borrowed. */
cahier_centroids cahier_centroid_alone(const cahier_centroids *from, uint32_t k);

/* What the documents of each theme add up to. */
typedef struct cahier_centroid_sums {
    const cahier_sparse *weights;
    uint32_t dimensions;
    double *vector; /* K x E */
    double *words;  /* K x V */
} cahier_centroid_sums;

cahier_status cahier_centroid_sums_open(cahier_arena *scratch, uint32_t count, uint32_t dimensions,
        const cahier_sparse *weights, cahier_centroid_sums *out);
/* Row d of the weights, not empty, and its vector x, to theme k. */
void cahier_centroid_sums_add(cahier_centroid_sums *sums, uint32_t k, const float *x, uint32_t d);
/* Sum k becomes centroid `at`. */
void cahier_centroid_sums_close(const cahier_centroid_sums *sums, uint32_t k, cahier_centroids *out, uint32_t at);

#endif
