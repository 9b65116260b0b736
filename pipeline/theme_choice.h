/* SPDX-License-Identifier: Apache-2.0 */
/* theme_choice.h -- what other numbers of themes would have given: a cross-check, which chooses nothing.
 *
 * In      x, neighbours  of the documents that shape the themes (cluster.h); chosen, their number of themes
 * Out     choice         for a few numbers of themes and the chosen one, fewer first
 * Value   One fine partition (cluster.h), merged pair by pair (tree.h): a partition for every number. The same again without
 *         a tenth of the documents, three tenths in turn.
 *         stability   mean adjusted Rand index between the partitions of that number
 *         modularity  share of the links to neighbours that stay inside a theme, above what chance gives (Newman)
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    four fine partitions: 3 % of an analysis of 4 000 documents
 * Why     Neither stability nor silhouette finds the number that people would have given (THEMES.md 2.5): the graph does,
 *         and this shows whether another number was clearly better.
 */
#ifndef CAHIER_THEME_CHOICE_H
#define CAHIER_THEME_CHOICE_H

#include "cluster.h"

typedef struct cahier_choice_input {
    const float *x;
    uint32_t dimensions;
    const cahier_neighbours *neighbours;
    uint32_t chosen;
} cahier_choice_input;

cahier_status cahier_theme_choice(cahier_arena *batch, cahier_arena *scratch, const cahier_choice_input *in,
        cahier_choice **choice, uint32_t *count);

#endif
