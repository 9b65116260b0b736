/* SPDX-License-Identifier: Apache-2.0 */
/* listen.h -- messages that arrive one by one find their place among themes that are there already.
 *
 * In      model      terms, word vectors and theme centroids of an analysed corpus (cahier_result.model)
 *         chunk      documents as analysed
 * Out     assignments  as assign.h gives them: the same code, the same thresholds, every term's part
 *         vector       of strange texts, unit length times 127
 * Value   Words that the model does not know count for nothing here: they are the affair of emerge.h.
 *         A text is strange when its best theme scores less than what nine tenths of the model's own texts reach, or when it
 *         has none: it keeps its theme, and its vector is given, so that emerge.h may find it company.
 *         Drift: share of unclassified texts, and mean best score; the caller compares them with those of the corpus that the
 *         model was made from (cahier_drift).
 * Errors  NOMEM
 * Memory  a listener holds copies of all it needs of the model; results in `batch`; scratch given back
 * Cost    opening O(V E K); then O(terms x K) a text, some 5 us
 * Why     Centroids are those of the corpus, unmoved: an assignment can be explained by a report, and does not depend on who
 *         wrote just before. Themes move at a refit, with previous.h.
 */
#ifndef CAHIER_LISTEN_H
#define CAHIER_LISTEN_H

#include "assign.h"
#include "emerge.h"
#include "intern.h"

/* What an analysed corpus leaves for texts to come; borrowed from its result. */
typedef struct cahier_model {
    cahier_vocabulary vocabulary; /* words only */
    const cahier_space *space;
    cahier_centroids centroids;
    const cahier_theme *themes;
    uint32_t theme_count;
    uint32_t texts;        /* that say something */
    int32_t strange_milli; /* a tenth of the corpus' texts score less for their best theme */
} cahier_model;

#define CAHIER_STRANGE_SHARE 10 /* per cent; THEMES.md 6 has 5, of centroids that fit less */

/* Writes result->model. Errors NOMEM. */
cahier_status cahier_model_keep(cahier_arena *batch, cahier_arena *scratch, cahier_result *result,
        const cahier_space *space, const cahier_centroids *centroids);

typedef struct cahier_listener {
    cahier_intern term; /* stem -> term */
    cahier_space space;
    const float *affinity; /* of assign.h */
    cahier_heard_theme *themes;
    uint32_t theme_count;
    uint32_t texts; /* of the corpus, those that say nothing left out */
    int32_t strange_milli;
} cahier_listener;

cahier_status cahier_listener_open(
        cahier_arena *arena, const cahier_runner *runner, const cahier_model *model, cahier_listener *out);

typedef struct cahier_listened {
    cahier_assignments *assignments; /* a document */
    int8_t **vector;                 /* a document: E values; NULL when a theme holds it well, or no word is known */
} cahier_listened;

cahier_status cahier_listen(const cahier_listener *listener, cahier_arena *batch, cahier_arena *scratch,
        const cahier_chunk *chunk, cahier_listened *out);

/* How well texts fit the themes. Integers: sums over chunks do not depend on how they were cut. */
typedef struct cahier_drift {
    uint64_t texts, unclassified, score_milli; /* score: of the best theme, sum */
} cahier_drift;

void cahier_drift_add(cahier_drift *drift, const cahier_chunk *chunk, const cahier_listened *listened);

#endif
