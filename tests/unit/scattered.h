/* SPDX-License-Identifier: Apache-2.0 */
/* scattered.h -- documents at random: their unit vectors, and their rows of weights, a word from each quarter of the terms. */
#ifndef CAHIER_TESTS_SCATTERED_H
#define CAHIER_TESTS_SCATTERED_H

#include "random.h"
#include "sparse.h"
#include "unit_vector.h"

enum {
    SCATTERED_DIMENSIONS = 6,
    SCATTERED_TERMS = 12,
    SCATTERED_WORDS = 4, /* of a document */
    SCATTERED_MOST = 40
};

typedef struct scattered {
    float x[SCATTERED_MOST * SCATTERED_DIMENSIONS], value[SCATTERED_MOST * SCATTERED_WORDS];
    uint32_t start[SCATTERED_MOST + 1], column[SCATTERED_MOST * SCATTERED_WORDS];
    cahier_sparse weights; /* points into the rest: not to be moved */
} scattered;

static inline void scatter(scattered *s, uint32_t n, cahier_random *random)
{
    for (uint32_t i = 0; i < n; i++) {
        float *x = s->x + (size_t)i * SCATTERED_DIMENSIONS;
        for (uint32_t e = 0; e < SCATTERED_DIMENSIONS; e++) {
            x[e] = (float)cahier_random_below(random, 2001) - 1000;
        }
        make_unit(x, SCATTERED_DIMENSIONS);
        for (uint32_t z = 0; z < SCATTERED_WORDS; z++) { /* in order, none twice */
            const uint32_t quarter = SCATTERED_TERMS / SCATTERED_WORDS;
            s->column[i * SCATTERED_WORDS + z] = z * quarter + cahier_random_below(random, quarter);
            s->value[i * SCATTERED_WORDS + z] = (float)(1 + cahier_random_below(random, 100)) / 10;
        }
        s->start[i + 1] = (i + 1) * SCATTERED_WORDS;
    }
    s->weights = (cahier_sparse){n, SCATTERED_TERMS, s->start, s->column, s->value};
}

/* The words of row i as a table of all terms, to unit length. */
static inline void scattered_words(const scattered *s, uint32_t i, double w[SCATTERED_TERMS])
{
    double squares = 0;
    for (uint32_t j = 0; j < SCATTERED_TERMS; j++) {
        w[j] = 0;
    }
    for (uint32_t z = i * SCATTERED_WORDS; z < (i + 1) * SCATTERED_WORDS; z++) {
        w[s->column[z]] = (double)s->value[z];
        squares += (double)s->value[z] * (double)s->value[z];
    }
    for (uint32_t j = 0; j < SCATTERED_TERMS; j++) {
        w[j] /= sqrt(squares);
    }
}

#endif
