/* SPDX-License-Identifier: Apache-2.0 */
/* subtheme.h -- what a theme divides into: the fine level of the report.
 *
 * In      corpus, terms and word vectors as the labels need them; the words, without the phrases of labels; weights; themes with
 *         their documents and ids
 * Out     themes: subs (2 to CAHIER_SUBS_MOST, or none), split_milli
 *         sub_of   D: the sub-theme of the document in its main theme, or CAHIER_NONE
 *         What becomes of one theme depends on nothing of the others, so that a decision leaves theirs as they were.
 * Value   About SUB_SAMPLE documents of each theme (lowest hash of the id, no copy), vectors less their mean, so that what
 *         the theme has in common counts no more. The graph of neighbours, Leiden and union as for themes (cluster.h), united down
 *         (tree.h) to 2..CAHIER_SUBS_MOST parts; the most parts on which the division without a tenth of the documents
 *         agrees (adjusted Rand index, three tenths in turn, mean of at least CAHIER_SPLIT_LEAST_MILLI), none smaller than
 *         SUB_LEAST documents. All documents of the theme then go to the nearest part. A part that no term sets apart from
 *         the others undoes the division.
 *         id: that of the theme, a point, and four hexadecimal digits of the heading term.
 * Order   most documents first
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    O(D E) and label.h once more; the samples together are at most SUB_SAMPLES documents
 * Why     a theme that does not divide stably has no sub-themes: a division that a tenth of the letters can upset would send
 *         a council to look for what is not there.
 */
#ifndef CAHIER_SUBTHEME_H
#define CAHIER_SUBTHEME_H

#include "label.h"

#define CAHIER_SUBS_MOST 6u
#define CAHIER_SPLIT_LEAST_MILLI 600

typedef struct cahier_subtheme_input {
    const cahier_label_input *label;
    const cahier_vocabulary *words; /* without phrases */
    const cahier_sparse *weights;
    const cahier_assignments *assignments; /* D */
    uint32_t share;                        /* themes that the samples are shared by */
    const bool *done;                      /* K: themes to leave alone; NULL: none */
} cahier_subtheme_input;

cahier_status cahier_subtheme_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_subtheme_input *in, cahier_theme *themes, uint32_t theme_count, uint32_t **sub_of);

#endif
