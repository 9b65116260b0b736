/* SPDX-License-Identifier: Apache-2.0 */
/* subspace.h -- the leading eigenvectors of a sparse symmetric matrix.
 *
 * In      matrix     V x V, symmetric
 *         rank       eigenpairs wanted, <= SUBSPACE_MOST
 * Out     vectors    V x rank, row-major: eigenvectors by falling absolute eigenvalue, times sqrt(|eigenvalue|)
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O((Z + V rank) rank iterations); the product runs in the runner by blocks of rows
 * Source  subspace iteration with oversampling: Halko, Martinsson & Tropp 2011, algorithm 4.4; Cholesky QR: Yamamoto et
 *         al. 2015; Jacobi rotations: Golub & Van Loan, 8.5.
 * Why     deterministic: the start comes from a constant seed, sums run in index order, so every machine and any number of
 *         threads give the same bytes.
 */
#ifndef CAHIER_SUBSPACE_H
#define CAHIER_SUBSPACE_H

#include "sparse.h"

#define CAHIER_SUBSPACE_MOST 256u

cahier_status cahier_subspace(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_sparse *matrix, uint32_t rank, float **vectors);

#endif
