/* SPDX-License-Identifier: Apache-2.0 */
/* neighbour.h -- which documents are near one another, as seen in one space or in several.
 *
 * In      x        n x E, unit vectors of the documents that shape the themes (all, or the sample of theme.h)
 *         block    bounds of the parts of E that are spaces of their own (associate.h): the batch's word vectors, the shipped ones
 *         weights  the same documents as weighed words, row[i] being that of document i
 * Out     neighbours
 * Value   find: of each, the CAHIER_NEIGHBOURS nearest by cosine, exact.
 *         find_all: those in each space, and those that share weighed words: links of all three, a link's similarity being the sum
 *         of those where either side names the other.
 * Order   equal ones: lowest number first
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    n^2 E / 2 multiplications of 16-bit integers, so n is bounded by the caller; words: O(sum of squared frequencies)
 * Source  integer products: the same on every machine
 * Why     what three views agree on is less a matter of chance: on the ten development sets and ten others, without a tenth of the
 *         rows in turn, agreement with people's labels .481 to .489 and .405 to .409, of the themes with themselves .818 to .836 and
 *         .782 to .792, against one search in the joined vectors. Joining the words to the vectors loses what it gains.
 */
#ifndef CAHIER_NEIGHBOUR_H
#define CAHIER_NEIGHBOUR_H

#include "associate.h"

#define CAHIER_NEIGHBOURS 20u

typedef struct cahier_neighbours {
    uint32_t count, each; /* n; at most this many of each */
    uint32_t *of;         /* n x each; CAHIER_NONE after the last with a positive similarity */
    int32_t *similarity;  /* n x each, CAHIER_ONE (quantise.h) is 1 */
    bool *twice;          /* n x each: one of lower number, which names this document too: the same link */
} cahier_neighbours;

typedef struct cahier_views {
    const float *x;
    uint32_t n, dimensions;
    const uint32_t *block; /* CAHIER_BLOCKS + 1 */
    const cahier_sparse *weights;
    const uint32_t *row;
} cahier_views;

/* Nearest first. */
cahier_status cahier_neighbours_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const float *x, uint32_t n, uint32_t dimensions, cahier_neighbours *out);

/* In the order in which the views name them. */
cahier_status cahier_neighbours_find_all(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_views *in, cahier_neighbours *out);

#endif
