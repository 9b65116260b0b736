/* SPDX-License-Identifier: Apache-2.0 */
#include "rise.h"

#include <assert.h>
#include <math.h>

#define LOG_SQRT_2PI .91893853320467274178
#define STIRLING_FROM 12. /* above, five terms are exact to a double's last digits */
#define RATIOS 4u
#define SHARES 3u
#define SPREAD_LEAST .02 /* a day's dispersion of what has risen: nobody knows it yet */

double cahier_log_gamma(double x)
{
    double product = 1;
    assert(x > 0);
    for (; x < STIRLING_FROM; x += 1) {
        product *= x;
    }
    double y = 1 / (x * x);
    double series = (1. / 12 - y * (1. / 360 - y * (1. / 1260 - y * (1. / 1680 - y / 1188)))) / x;
    return (x - .5) * log(x) - x + LOG_SQRT_2PI + series - log(product);
}

double cahier_nb_log_p(uint32_t x, double mean, double size)
{
    assert(mean > 0 && size > 0);
    double n = x;
    return cahier_log_gamma(size + n) - cahier_log_gamma(size) - cahier_log_gamma(n + 1) - size * log1p(mean / size) +
           n * (log(mean) - log(size + mean));
}

/* A rise is rather small than large. */
static const struct {
    double ratio, weight;
} ratios[RATIOS] = {{2, 3}, {3, 3}, {5, 2}, {10, 1}};

static const double shares[SHARES] = {.005, .015, .05}; /* of weight 1 */

double cahier_rise_log(const cahier_span *span)
{
    double size = 1 / (1 / span->known + span->dispersion), n = span->counted, m = span->expected;
    double part[RATIOS + SHARES], most = -CAHIER_RISE_LOG_MOST, sum = 0, weights = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < RATIOS; i++) { /* of the same size: what does not depend on the mean cancels */
        double ratio = ratios[i].ratio;
        part[count++] = n * log(ratio) + (size + n) * log((size + m) / (size + ratio * m)) + log(ratios[i].weight);
        weights += ratios[i].weight;
    }
    double usual = cahier_nb_log_p(span->counted, m, size);
    double risen = 1 / (span->dispersion > SPREAD_LEAST ? span->dispersion : SPREAD_LEAST);
    for (uint32_t i = 0; i < SHARES; i++) {
        if (shares[i] * span->exposure > 2 * m) {
            part[count++] = cahier_nb_log_p(span->counted, shares[i] * span->exposure, risen) - usual;
            weights += 1;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        most = part[i] > most ? part[i] : most;
    }
    for (uint32_t i = 0; i < count; i++) {
        sum += exp(part[i] - most);
    }
    double log_l = most + log(sum / weights);
    return log_l < CAHIER_RISE_LOG_MOST ? log_l : CAHIER_RISE_LOG_MOST;
}

void cahier_spread_add(cahier_spread *spread, double counted, double expected)
{
    spread->excess += (counted - expected) * (counted - expected) - expected;
    spread->squares += expected * expected;
}

double cahier_spread_pooled(const cahier_spread *pool)
{
    return pool->squares > 0 && pool->excess > 0 ? pool->excess / pool->squares : 0;
}

double cahier_spread_shrunk(const cahier_spread *own, double pooled)
{
    double excess = own->excess + CAHIER_SPREAD_PRIOR * pooled;
    return excess > 0 ? excess / (own->squares + CAHIER_SPREAD_PRIOR) : 0;
}
