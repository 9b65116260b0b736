/* SPDX-License-Identifier: Apache-2.0 */
/* balance.h -- who wrote, from where, and whether cahier served them alike.
 *
 * In      corpus, assignments of its documents (D)
 * Out     balance   per group column, its values: most documents first, then « autres », then the unknown (empty value)
 *         places    by persons, most first, then « autres »; documents without place are in none
 *         of_theme  K x places: persons of the place with at least one document there whose main theme it is, out of
 *                   the persons of the place
 * Value   Two values are one when they differ only in case, accents, spaces, and hyphens or apostrophes inside words:
 *         « Saint-Michel », « SAINT MICHEL ». Other signs count: « 60+ », « <60 », « -60 ». Shown as most often spelt
 *         (then the last in order of bytes: it is the one with accents and small letters).
 *         Values beyond CAHIER_BALANCE_VALUES and places beyond CAHIER_PLACES_MOST are added up under « autres »; so is
 *         a value that reads « autres » itself, as soon as there are values to add up.
 *         persons: distinct; one who wrote from two places is in both.
 *         classified: documents with a theme, out of those that say something (CAHIER_NOTE_NO_ANSWER not counted)
 *         cahier_wilson: (p + z2/2n +- z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), z = 1.959964; [0, 1000] when total is 0
 * Order   equal counts by folded value, in order of bytes: order of arrival does not show
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  results in `batch`, names borrowed from the corpus; working memory in `scratch`, given back
 * Cost    O(D) a column; of_theme K x places
 * Source  Wilson 1927; Newcombe 1998 for why not p +- 1.96 sqrt: three answers out of three are no certainty
 */
#ifndef CAHIER_BALANCE_H
#define CAHIER_BALANCE_H

#include "cahier.h"

#define CAHIER_BALANCE_VALUES 24u /* named values of a column: more is free text, not a group */
#define CAHIER_PLACES_MOST 200u   /* named places: the districts of a town, the communes of a county */
#define CAHIER_OTHERS "autres"    /* shown name of what is added up */

cahier_status cahier_balance_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, cahier_balance **balance, uint32_t *count);

typedef struct cahier_places {
    cahier_place *at;
    uint32_t count;
    cahier_interval *of_theme; /* K x count */
} cahier_places;

cahier_status cahier_places_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, uint32_t theme_count, cahier_places *out);

/* 95 % interval of count out of total, in thousandths. count <= total. */
cahier_interval cahier_wilson(uint32_t count, uint32_t total);

/* The bounds alone, of a share out of n that need not be whole: a weighted share, and the n that it is worth. n > 0. */
void cahier_wilson_share(double share, double n, int32_t *low_milli, int32_t *high_milli);

#endif
