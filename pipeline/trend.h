/* SPDX-License-Identifier: Apache-2.0 */
/* trend.h -- themes over the months, and the months in which one stands out.
 *
 * In      basis        corpus, assignments (D), number of themes K, duplicate_of (D, duplicate.h)
 * Out     periods      months yyyymm, ascending, without holes between the first and the last dated document
 *         series       K x periods: documents of the month whose main theme it is, copies included
 *         at           themes in a month that stand out, strongest first
 * Value   When dates span more than CAHIER_TREND_MONTHS months (a mistyped 1925), the months kept are those, of as many
 *         in a row, that hold most documents (the earliest such), cut to the first and last that hold any. Documents
 *         outside, like those without date, do not count.
 *         Tested: each theme in each month, its share of the month's documents against its share in the other months,
 *         copies of one text counted once, where the first of them by date stands: a campaign is not a need that grows.
 *         Two-sided exact test (Fisher; twice the smaller tail); of all p, those that Benjamini & Hochberg's procedure
 *         keeps at q = .01; of these, the ones with CAHIER_TREND_DOCUMENTS or more documents by CAHIER_TREND_PERSONS or
 *         more persons and shares whose ratio is a half more (or a third less) than elsewhere.
 *         share: interval of balance.h; its count and total are these documents, not those of the series.
 *         Fewer than three months: no trends, there is no « elsewhere » to speak of.
 * Order   trends by p ascending, then theme, then period
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  results in `batch`; working memory in `scratch`, given back
 * Cost    O(D + K periods), a tail of some ten standard deviations each
 * Source  Fisher 1935; Benjamini & Hochberg 1995. THEMES.md 6: of tests at .05 uncorrected 29 false alarms a window, at
 *         q = .05 1.1, at q = .01 .13. All cells are in the procedure, small ones too: to test only cells that have
 *         five documents would choose by what is tested.
 * Why     Documents are taken as independent. A question opened in May makes its themes trends of May: true, and no
 *         discovery; the reader is shown the month's documents.
 */
#ifndef CAHIER_TREND_H
#define CAHIER_TREND_H

#include "cahier.h"

#define CAHIER_TREND_MONTHS 240u  /* twenty years: no consultation lasts longer */
#define CAHIER_TREND_DOCUMENTS 5u /* THEMES.md 6 */
#define CAHIER_TREND_PERSONS 3u
#define CAHIER_TREND_Q .01

typedef struct cahier_trend_basis {
    const cahier_corpus *corpus;
    const cahier_assignments *assignments;
    uint32_t theme_count;
    const uint32_t *duplicate_of;
} cahier_trend_basis;

typedef struct cahier_trends {
    int32_t *periods;
    uint32_t period_count;
    uint32_t *series;
    cahier_trend *at;
    uint32_t count;
} cahier_trends;

cahier_status cahier_trend_find(
        cahier_arena *batch, cahier_arena *scratch, const cahier_trend_basis *basis, cahier_trends *out);

/* ln p that a of n against b of m differ by chance; a <= n, b <= m. */
double cahier_fisher_log_p(uint32_t a, uint32_t n, uint32_t b, uint32_t m);

/* How many of the first of these ln p, ascending, are discoveries at false discovery rate q. */
uint32_t cahier_discoveries(const double *log_p, uint32_t count, double q);

#endif
