/* SPDX-License-Identifier: Apache-2.0 */
/* random.h -- the library's only source of chance: splitmix64 with a constant seed, so that chance repeats.
 *
 * Value   64 independent-looking bits a call; the same sequence for the same seed on every machine.
 * Source  Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".
 * Why     A method whose result depends on luck would give a council other themes tomorrow. Where chance is needed (start
 *         of the subspace iteration, random baselines) it comes from here, seeded by a named constant.
 */
#ifndef CAHIER_RANDOM_H
#define CAHIER_RANDOM_H

#include "text.h"

typedef struct cahier_random {
    uint64_t state;
} cahier_random;

static inline uint64_t cahier_random_next(cahier_random *random)
{
    random->state += 0x9e3779b97f4a7c15u;
    return cahier_mix64(random->state);
}

/* Uniform in [0, bound), bound > 0. The bias of the product method is below 2^-32 here: bounds are counts. */
static inline uint32_t cahier_random_below(cahier_random *random, uint32_t bound)
{
    return (uint32_t)(((cahier_random_next(random) >> 32) * bound) >> 32);
}

#endif
