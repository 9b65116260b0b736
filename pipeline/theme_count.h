/* SPDX-License-Identifier: Apache-2.0 */
/* theme_count.h -- who is in each theme: documents, contributions, persons, polarity, stance, position.
 *
 * In      assignments  D, with themes numbered as cluster.h found them
 * Out     themes       K, by persons, most first (then documents, then as found); documents, contributions, persons,
 *                      also_count, polarity, stance, position filled. A theme may be left without a document of its own.
 *         found        assignments and centroids renumbered to that order
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    O(D + K)
 * Why     counts in persons first: one angry writer of twenty letters is one person.
 */
#ifndef CAHIER_THEME_COUNT_H
#define CAHIER_THEME_COUNT_H

#include "theme.h"

cahier_status cahier_theme_count(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        cahier_themes *found, cahier_theme **themes);

#endif
