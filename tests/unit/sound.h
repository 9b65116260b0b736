/* SPDX-License-Identifier: Apache-2.0 */
/* sound.h -- whether a sparse matrix is one (pipeline/sparse.h): the oracle of the tests that make some. */
#ifndef CAHIER_TEST_SOUND_H
#define CAHIER_TEST_SOUND_H

#include "sparse.h"

/* Else *reason says what is not. */
static inline bool sparse_is_sound(const cahier_sparse *matrix, const char **reason)
{
    if (matrix->start[0] != 0) {
        *reason = "the first row does not start at 0";
        return false;
    }
    for (uint32_t r = 0; r < matrix->rows; r++) {
        if (matrix->start[r] > matrix->start[r + 1]) {
            *reason = "a row ends before it starts";
            return false;
        }
        for (uint32_t z = matrix->start[r]; z < matrix->start[r + 1]; z++) {
            if (matrix->column[z] >= matrix->columns) {
                *reason = "a column is out of range";
                return false;
            }
            if (z > matrix->start[r] && matrix->column[z] <= matrix->column[z - 1]) {
                *reason = "the columns of a row do not ascend";
                return false;
            }
        }
    }
    return true;
}

#endif
