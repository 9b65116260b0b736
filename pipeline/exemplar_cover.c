/* SPDX-License-Identifier: Apache-2.0 */
/* How near sentences are to the documents of a theme, and what a summary covers of them. */
#include <math.h>
#include <string.h>

#include "exemplar_parts.h"
#include "random.h"
#include "wide.h"

#define RANDOM_DRAWS 20u
#define RANDOM_SEED 0x76657262u /* "verb" */

/* --- nearness ------------------------------------------------------------------------------------------------------------------ */

static const int32_t *likes_of(const cahier_exemplar *c, uint32_t sentence)
{
    return c->like + (size_t)sentence * c->M;
}

CAHIER_WIDE void cahier_exemplar_compare(const cahier_exemplar *c)
{
    for (uint32_t i = 0; i < c->C; i++) {
        const int16_t *sentence = c->sentence + (size_t)i * c->width;
        for (uint32_t m = 0; m < c->M; m++) {
            int32_t s = cahier_quantised_dot(c->document + (size_t)m * c->width, sentence, c->width);
            c->like[(size_t)i * c->M + m] = s > 0 ? s : 0;
        }
    }
}

/* What the documents gain by a sentence. A similarity times a weight is less than 2^30. */
CAHIER_WIDE int64_t cahier_exemplar_gain(const cahier_exemplar *c, uint32_t sentence)
{
    const int32_t *like = likes_of(c, sentence);
    int64_t sum = 0;
    for (uint32_t m = 0; m < c->M; m++) {
        uint32_t more = like[m] > c->best[m] ? (uint32_t)(like[m] - c->best[m]) : 0;
        sum += more * c->weight[m];
    }
    return sum;
}

void cahier_exemplar_cover(const cahier_exemplar *c, uint32_t sentence)
{
    const int32_t *like = likes_of(c, sentence);
    for (uint32_t m = 0; m < c->M; m++) {
        c->best[m] = like[m] > c->best[m] ? like[m] : c->best[m];
    }
}

/* --- coverage ------------------------------------------------------------------------------------------------------------------ */

/* Quantised unit vectors are a little longer or shorter than one: a mean of 1.0004 is 1. */
static int32_t mean_milli(int64_t sum, uint64_t weight)
{
    int32_t mean = weight == 0 ? 0 : (int32_t)lrint((double)sum * 1000 / CAHIER_ONE / (double)weight);
    return mean < 1000 ? mean : 1000;
}

static int64_t covered(const cahier_exemplar *c)
{
    int64_t sum = 0;
    for (uint32_t m = 0; m < c->M; m++) {
        sum += (int64_t)c->best[m] * c->weight[m];
    }
    return sum;
}

int32_t cahier_exemplar_coverage(const cahier_exemplar *c)
{
    return mean_milli(covered(c), c->weight_sum);
}

/* Coverage by as many distinct candidates, drawn: `order` holds their ranks, shuffled as far as needed. */
static int64_t covered_by_chance(cahier_exemplar *c, cahier_random *random, uint32_t *order)
{
    memset(c->best, 0, c->M * sizeof *c->best);
    for (uint32_t q = 0; q < c->theme->summary_count; q++) {
        uint32_t at = q + cahier_random_below(random, c->C - q), drawn = order[at];
        order[at] = order[q];
        order[q] = drawn;
        cahier_exemplar_cover(c, drawn);
    }
    return covered(c);
}

void cahier_exemplar_measure(cahier_exemplar *c, uint32_t *order)
{
    int64_t along = 0, by_chance = 0;
    cahier_random random = {RANDOM_SEED};
    for (uint32_t i = 0; i < c->C; i++) {
        order[i] = i;
    }
    c->theme->coverage_milli = cahier_exemplar_coverage(c);
    for (uint32_t draw = 0; draw < RANDOM_DRAWS; draw++) {
        by_chance += covered_by_chance(c, &random, order);
    }
    c->theme->random_coverage_milli = mean_milli(by_chance / RANDOM_DRAWS, c->weight_sum);
    for (uint32_t m = 0; m < c->M; m++) {
        along += cahier_quantised_dot(c->document + (size_t)m * c->width, c->centroid, c->width);
    }
    c->theme->cohesion_milli = mean_milli(along, c->M);
}
