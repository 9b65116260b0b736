/* SPDX-License-Identifier: Apache-2.0 */
#include "sparse.h"

#include <math.h>

double cahier_sparse_length(const cahier_sparse *matrix, uint32_t r)
{
    double squares = 0;
    for (uint32_t z = matrix->start[r]; z < matrix->start[r + 1]; z++) {
        squares += (double)matrix->value[z] * (double)matrix->value[z];
    }
    return sqrt(squares);
}

cahier_status cahier_sparse_transpose(cahier_arena *arena, const cahier_sparse *matrix, cahier_sparse *out)
{
    uint32_t Z = matrix->start[matrix->rows];
    cahier_sparse t = {.rows = matrix->columns, .columns = matrix->rows};
    t.start = CAHIER_NEW(arena, uint32_t, (size_t)t.rows + 2);
    t.column = CAHIER_NEW(arena, uint32_t, Z);
    t.value = CAHIER_NEW(arena, float, Z);
    if (t.start == NULL || t.column == NULL || t.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    /* counted one place ahead, so that filling leaves start[r] at the beginning of row r */
    for (uint32_t z = 0; z < Z; z++) {
        t.start[matrix->column[z] + 2]++;
    }
    for (uint32_t r = 2; r <= t.rows; r++) {
        t.start[r] += t.start[r - 1];
    }
    for (uint32_t d = 0; d < matrix->rows; d++) {
        for (uint32_t z = matrix->start[d]; z < matrix->start[d + 1]; z++) {
            uint32_t at = t.start[matrix->column[z] + 1]++;
            t.column[at] = d;
            t.value[at] = matrix->value[z];
        }
    }
    *out = t;
    return CAHIER_OK;
}
