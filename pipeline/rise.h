/* SPDX-License-Identifier: Apache-2.0 */
/* rise.h -- how much a count says that something has risen.
 *
 * In      span    what was counted from a possible start of a rise until today, what was expected in that time
 * Out     ln L    likelihood ratio of a mixture of rises against no change
 * Value   No change: negative binomial, mean `expected`, 1 / size = 1 / known + dispersion; known is what the expectation rests
 *         on (persons counted before, and a half), dispersion that of the days of the span. So the sum of a span is one
 *         draw from a share that is not known exactly: ten days that exceed a share estimated too low are one error,
 *         not ten.
 *         Rises: 2, 3, 5 and 10 times the expected, of weights 3, 3, 2 and 1 (a rise is rather small than large), and shares of
 *         half a per cent, 1.5 and 5 % of the persons where these are more than twice the expected, of weight 1 each. The
 *         weights of the parts that are present sum to 1, so the expectation of L under no change is 1, whatever the rises
 *         are: an e-value.
 * Cost    O(1)
 * Source  NB as a mixture of Poissons: Greenwood & Yule 1920. Mixtures as e-values: Grünwald, de Heide & Koolen 2024.
 * Why     Fixed ratios alone are slow on what was never said: one person in a year, then eight in a week, is a rise of 400.
 */
#ifndef CAHIER_RISE_H
#define CAHIER_RISE_H

#include "cahier.h"

#define CAHIER_RISE_LOG_MOST 600. /* e^600 still adds up in a double */
#define CAHIER_RISE_HALF .5       /* added to every count that a share rests on (Jeffreys) */

typedef struct cahier_span {
    uint32_t counted;
    double expected; /* > 0 */
    double exposure; /* persons who could have been counted */
    double known;    /* > 0: counted before, and a half */
    double dispersion;
} cahier_span;

double cahier_rise_log(const cahier_span *span);

/* ln P(x) of the negative binomial of this mean and size, both > 0. */
double cahier_nb_log_p(uint32_t x, double mean, double size);

/* ln Gamma(x), x > 0; lgamma would do, but it writes to a global. */
double cahier_log_gamma(double x);

/* What days of a thing told about its dispersion: sums over days of (counted - expected)^2 - expected, and of expected^2. */
typedef struct cahier_spread {
    double excess, squares;
} cahier_spread;

#define CAHIER_SPREAD_PRIOR 200. /* of squares: two thirds of things of a kind are within .1 of one another */

void cahier_spread_add(cahier_spread *spread, double counted, double expected);
/* Dispersion (1 / size of a day) of the pool, and of one thing shrunk to the pool. Never under 0. */
double cahier_spread_pooled(const cahier_spread *pool);
double cahier_spread_shrunk(const cahier_spread *own, double pooled);

#endif
