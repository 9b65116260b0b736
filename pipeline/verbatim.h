/* SPDX-License-Identifier: Apache-2.0 */
/* verbatim.h -- the texts nearest to a theme, and its key words in context.
 *
 * In      corpus, uses, vocabulary, assignments; themes with documents and terms
 * Out     themes: verbatims, concordance
 * Value   verbatims: documents with the best scores, one a person and a text, those of readable length first.
 *         concordance: in each of the first verbatims, the first of the theme's terms, words or whole phrases, that it holds.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(D log D) a theme
 */
#ifndef CAHIER_VERBATIM_H
#define CAHIER_VERBATIM_H

#include "theme.h"
#include "vocabulary.h"

typedef struct cahier_verbatim_input {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_vocabulary *vocabulary;
    const cahier_themes *found;
    uint32_t top; /* verbatims a theme */
} cahier_verbatim_input;

cahier_status cahier_verbatim_choose(
        cahier_arena *batch, cahier_arena *scratch, const cahier_verbatim_input *in, cahier_theme *themes);

#endif
