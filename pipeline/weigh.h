/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.h -- counts become weights: tf-idf.
 *
 * In      counts   D x V, occurrences of term j in document d (>= 1)
 *         terms    V, with df: documents that contain term j, 1 <= df <= D
 * Out     weights  D x V, same pattern as counts
 * Value   w[d,j] = (1 + ln tf) * sqrt(ln(D / df[j]))
 * Errors  NOMEM
 * Memory  weights.value in `batch`; start and column are borrowed from counts
 * Cost    O(Z) time, 4 Z bytes
 * Source  Sparck Jones 1972; Salton & Buckley 1988. Departs from them by the root of the idf, and leaves the length of rows to
 *         associate.h, where the vectors are summed.
 * Why     ln(D/df) is 0 for a term found everywhere: it must not separate themes. The root, because the word vectors that the
 *         weights multiply are unit length whatever the rarity of the word: a full idf lets the rarest word of a sentence decide
 *         (mean AMI of the ten development sets .469 with idf, .485 with its root, .473 with a / (a + p)).
 */
#ifndef CAHIER_WEIGH_H
#define CAHIER_WEIGH_H

#include "sparse.h"

/* sqrt(ln(D / df)). */
double cahier_idf(uint32_t documents, uint32_t df);

/* (1 + ln tf) * idf, of a term in what is weighed: a document, a sentence. */
double cahier_weight(float occurrences, double idf);

cahier_status cahier_weigh(
        cahier_arena *batch, const cahier_sparse *counts, const cahier_term *terms, cahier_sparse *weights);

#endif
