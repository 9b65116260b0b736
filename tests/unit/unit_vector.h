/* SPDX-License-Identifier: Apache-2.0 */
/* unit_vector.h -- a vector of tests brought to unit length; it is not zero. */
#ifndef CAHIER_TESTS_UNIT_VECTOR_H
#define CAHIER_TESTS_UNIT_VECTOR_H

#include <math.h>
#include <stdint.h>

static inline void make_unit(float *x, uint32_t dimensions)
{
    double squares = 0;
    for (uint32_t e = 0; e < dimensions; e++) {
        squares += (double)x[e] * (double)x[e];
    }
    for (uint32_t e = 0; e < dimensions; e++) {
        x[e] = (float)((double)x[e] / sqrt(squares));
    }
}

#endif
