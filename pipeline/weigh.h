/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.h -- counts become weights: tf-idf, unit length.
 *
 * In      counts   D x V, occurrences of term j in document d (>= 1)
 *         terms    V, with df: documents that contain term j, 1 <= df <= D
 * Out     weights  D x V, same pattern as counts; each row has length 1 +- 1e-6, or is all zero if the document is empty or
 *                  every term of it is in all D documents
 * Value   w[d,j] = (1 + ln tf) * ln(D / df[j]), then the row is divided by its length (SMART "ltc")
 * Errors  NOMEM
 * Memory  weights.value in `batch`; start and column are borrowed from counts
 * Cost    O(Z) time, 4 Z bytes
 * Source  Sparck Jones 1972; Salton & Buckley 1988. Differs from scikit-learn, whose idf adds 1.
 * Why     ln(D/df) is 0 for a term found everywhere: such a term must not separate themes.
 */
#ifndef CAHIER_WEIGH_H
#define CAHIER_WEIGH_H

#include "sparse.h"

cahier_status cahier_weigh(cahier_arena *batch, const cahier_sparse *counts, const cahier_term *terms,
        cahier_sparse *weights);

#endif
