/* SPDX-License-Identifier: Apache-2.0 */
/* shaped.h -- what a shaping leaves for the next one of the same prepared corpus: a decision pays for what it changes.
 *
 * In      the shaping before, whatever its decisions, and the next, on its way
 * Out     results of the one in the memory of the other, where they are made from the same things
 * Value   Everything that a result is made from is compared, value by value, never by a hash: what is taken over is what would
 *         have been found, to the byte.
 *         scores   of the documents that are scored: same documents, same centres, same themes kept from an earlier report
 *         names    of all themes, and their terms: same documents in each, same copies
 *         twin     of a theme, for its summary and its sub-themes: same documents, same copies and polarity of each, same centre
 * Errors  NOMEM
 * Memory  in `batch`, nothing of `before` is pointed to
 * Cost    O(D + K^2), and the bytes that are copied
 * Why     a rename changes no text: it must not cost the reading of all of them (« en moins d'un dixième de seconde »)
 */
#ifndef CAHIER_SHAPED_H
#define CAHIER_SHAPED_H

#include "theme.h"

/* Assignments as scores make them, before what people placed. */
typedef struct cahier_scored {
    cahier_centroids centroids;
    bool there;           /* false: nothing was scored */
    const uint32_t *kept; /* D, as in cahier_theme_input; or NULL */
    const uint32_t *row;  /* the documents that were scored */
    uint32_t rows;
    const cahier_assignments *assignments; /* of each of them */
} cahier_scored;

typedef struct cahier_shaped {
    cahier_corpus corpus;          /* with the corrections of people */
    cahier_scored listed, decided; /* for what a list made, for what decisions touched */
    const cahier_text *label;      /* K: by the words of the theme alone */
    cahier_vocabulary words;       /* with the phrases of these labels */
    const cahier_theme *themes;    /* K, their summaries as chosen */
    uint32_t theme_count;
    cahier_centroids centroids;
    const uint32_t *sub_of;
} cahier_shaped;

/* --- scores ----------------------------------------------------------------------------------------------------------------- */

/* Assignments of one's own, to be written to; their parts too when `deep`: else they stay where they are. */
cahier_status cahier_assignments_copy(
        cahier_arena *batch, const cahier_assignments *from, uint32_t count, bool deep, cahier_assignments **out);

bool cahier_scored_same(const cahier_scored *scored, const cahier_scored *other, uint32_t documents);

/* A copy of its own, parts left where they are. */
cahier_status cahier_scored_keep(
        cahier_arena *batch, const cahier_scored *scored, uint32_t documents, cahier_scored *out);

/* --- names ------------------------------------------------------------------------------------------------------------------ */

/* Whether the themes of `result`, counted and in order, hold what those of before hold. */
bool cahier_shaped_same_rows(const cahier_shaped *before, const cahier_result *result);

/* Labels and terms of the themes, and the vocabulary of `result`, whose words were `words`. After cahier_shaped_same_rows. */
cahier_status cahier_shaped_take_names(
        cahier_arena *batch, const cahier_shaped *before, const cahier_vocabulary *words, cahier_result *result);

/* The labels of the themes as they are now, and their words. */
cahier_status cahier_shaped_keep_names(cahier_arena *batch, const cahier_result *result, cahier_shaped *now);

/* --- themes ----------------------------------------------------------------------------------------------------------------- */

/* twin[k]: the theme of before that theme k is the twin of, or CAHIER_NONE; done[k]: whether there is one. */
cahier_status cahier_shaped_twins(cahier_arena *batch, const cahier_shaped *before, const cahier_result *result,
        const cahier_centroids *centroids, uint32_t **twin, bool **done);

cahier_status cahier_shaped_take_subs(
        cahier_arena *batch, const cahier_shaped *before, uint32_t twin, cahier_theme *theme, uint32_t *sub_of);
cahier_status cahier_shaped_take_summary(
        cahier_arena *batch, const cahier_shaped *before, uint32_t twin, cahier_theme *theme);

/* Once divided and quoted. */
cahier_status cahier_shaped_keep_themes(
        cahier_arena *batch, const cahier_result *result, const cahier_centroids *centroids, cahier_shaped *now);

#endif
