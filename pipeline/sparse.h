/* SPDX-License-Identifier: Apache-2.0 */
/* sparse.h -- a matrix of which most values are zero, stored row by row (CSR).
 *
 * Value   start[r] .. start[r+1] are the stored values of row r; column is ascending inside a row.
 * Memory  4 (rows + 1) + 8 Z bytes.
 */
#ifndef CAHIER_SPARSE_H
#define CAHIER_SPARSE_H

#include "cahier.h"

typedef struct cahier_sparse {
    uint32_t rows, columns;
    uint32_t *start;  /* rows + 1 */
    uint32_t *column; /* Z */
    float *value;     /* Z */
} cahier_sparse;

/* Euclidean length of row r. */
double cahier_sparse_length(const cahier_sparse *matrix, uint32_t r);

/* Rows become columns. */
cahier_status cahier_sparse_transpose(cahier_arena *arena, const cahier_sparse *matrix, cahier_sparse *out);

#endif
