/* SPDX-License-Identifier: Apache-2.0 */
/* assign.h -- the themes of each document, with what every term adds to the score.
 *
 * In      corpus and its terms, weights, space; themes->centroids
 * Out     themes->assignments   D: the themes of each document, best first, with every term's part
 * Value   Score of a document for a theme = mean of the cosine of their vectors and of that of their words = sum over terms of
 *             weight(term) x (side[own] own-affinity(term, theme) + side[background] background-affinity(term, theme) +
 *                             side[words] weight of the term in the words of the theme)
 *         each part rounded to a thousandth, the score being the sum of the rounded parts, at most 1000: what is shown adds up.
 *         Main theme: the best score, if it reaches CAHIER_THEME_LEAST_MILLI; else unclassified. A further theme is kept when it
 *         reaches CAHIER_THEME_ALSO_MILLI and CAHIER_THEME_ALSO_SHARE of the best, at most CAHIER_THEMES_EACH.
 *         With an earlier report, a text keeps the theme that it had, as its main theme, while that scores
 *         CAHIER_THEME_KEEP_SHARE of the best: one word more in the corpus must not carry a text across a border it stands on.
 *         Sentences: « Plus de pistes cyclables. Et il faudrait baisser les impôts locaux. » speaks of two themes and its mean
 *         vector hides one. Where a text has a main theme, room for more and two sentences, each sentence of
 *         CAHIER_SENTENCE_TERMS_LEAST known terms or more is scored as if it were a document, with its own counts. Its best
 *         theme is added when it reaches CAHIER_SENTENCE_MILLI there and leads the main theme by CAHIER_SENTENCE_LEAD_MILLI; of
 *         sentences that show the same theme, the best. Those of sentences come after those of the whole text, and never first.
 * Errors  NOMEM
 * Memory  result in `batch`; `scratch` is used up to the caller's next reset
 * Cost    O(Z K) over all documents, by blocks in the runner
 * Why     The score is linear in the document's terms, so what is shown of each term is the whole of the reason.
 *         The two thresholds of sentences were chosen on pairs of answers joined to one text (tests/bench/two_subjects.py).
 */
#ifndef CAHIER_ASSIGN_H
#define CAHIER_ASSIGN_H

#include "theme.h"

#define CAHIER_THEME_LEAST_MILLI 80 /* below, a text shares no more with its best theme than with a random one */
#define CAHIER_THEME_ALSO_MILLI 250
#define CAHIER_THEME_ALSO_SHARE 85 /* per cent of the best score */
#define CAHIER_THEME_KEEP_SHARE 85 /* per cent of the best score */
#define CAHIER_THEMES_EACH 3u
#define CAHIER_SENTENCE_TERMS_LEAST 2u
#define CAHIER_SENTENCE_MILLI 250      /* as a further theme of the whole text */
#define CAHIER_SENTENCE_LEAD_MILLI 220 /* over the main theme of the text: few words score high, so more is asked */

cahier_status cahier_assign(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, cahier_themes *themes);

/* What a term brings for a theme: its vector . the theme's, in each block, and its weight in the theme's words. */
enum {
    CAHIER_SIDE_WORDS = CAHIER_BLOCKS,
    CAHIER_SIDES
};

/* What assignments to the same themes share: V x CAHIER_SIDES x K. */
cahier_status cahier_affinity_find(cahier_arena *arena, const cahier_runner *runner, const cahier_space *space,
        const cahier_centroids *centroids, const float **out);
/* The same as cahier_assign when that is there already (listen.h). */
cahier_status cahier_assign_along(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, const float *affinity, cahier_themes *themes);

/* The best score of the whole text; the theme that it had in an earlier report may stand before it. 0: it has no theme. */
int32_t cahier_best_milli(const cahier_assignments *a);
/* The rule of a further theme, of a document that has `count` already, the best of `best_milli`. */
bool cahier_is_further(uint32_t count, int32_t best_milli, int32_t score_milli);
/* Where the theme stands among those of a document; their count when it does not. */
uint32_t cahier_theme_place(const cahier_assignments *a, uint32_t theme);

/* Parts of a score: largest first, then by term. */
void cahier_sort_terms(cahier_term_weight *terms, uint32_t count);

#endif
