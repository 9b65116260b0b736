/* SPDX-License-Identifier: Apache-2.0 */
/* quantise.h -- unit vectors as 16-bit integers: similarities that vectorise and are the same on every machine.
 *
 * Value   a coordinate of 1 is CAHIER_UNIT; a similarity of 1 is CAHIER_UNIT^2. Rows are padded with zeros to a multiple of 16.
 *         |sum| <= E x CAHIER_UNIT^2 would overflow only for E > 2048; unit vectors stay at CAHIER_UNIT^2.
 * Why     a sum of floats may not be reordered, so compilers do not vectorise it; a sum of integers may.
 */
#ifndef CAHIER_QUANTISE_H
#define CAHIER_QUANTISE_H

#include <math.h>

#include "cahier.h"

#define CAHIER_UNIT 1024
#define CAHIER_ONE (CAHIER_UNIT * CAHIER_UNIT) /* similarity of a vector with itself */

/* Of a vector before it is quantised. */
static inline double cahier_length_of(const double *x, uint32_t dimensions)
{
    double squares = 0;
    for (uint32_t e = 0; e < dimensions; e++) {
        squares += x[e] * x[e];
    }
    return sqrt(squares);
}

/* `sum` to unit length into `out`, zero when it has none. Returns its length. */
static inline double cahier_scale_to_one(const double *sum, uint32_t dimensions, float *out)
{
    double length = cahier_length_of(sum, dimensions);
    for (uint32_t e = 0; e < dimensions; e++) {
        out[e] = length > 0 ? (float)(sum[e] / length) : 0;
    }
    return length;
}

static inline uint32_t cahier_quantised_width(uint32_t dimensions)
{
    return (dimensions + 15u) & ~15u;
}

static inline void cahier_quantise(const float *x, uint32_t dimensions, int16_t *out)
{
    for (uint32_t e = 0; e < dimensions; e++) {
        out[e] = (int16_t)lrintf(x[e] * CAHIER_UNIT);
    }
}

static inline int32_t cahier_quantised_dot(const int16_t *restrict a, const int16_t *restrict b, uint32_t width)
{
    int32_t sum = 0;
    for (uint32_t e = 0; e < width; e++) {
        sum += (int32_t)a[e] * (int32_t)b[e];
    }
    return sum;
}

#endif
