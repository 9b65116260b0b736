/* SPDX-License-Identifier: Apache-2.0 */
/* exemplar.h -- a theme in citizens' own words: a summary of three to six sentences, verbatims, key words in context.
 *
 * In      corpus, uses, space, assignments; themes with documents, terms, label
 * Out     themes: summary, coverage, random coverage, verbatims, concordance, cohesion
 * Value   Candidates: whole sentences of 6 to 45 words from the theme's documents, with no redaction mark and no insult, one a text
 *         (copies once). Chosen one by one: the sentence that adds most to the coverage of the theme's documents (lazy facility
 *         location: mean over documents of the similarity to the nearest chosen sentence), half of its similarity to the centroid added,
 *         so that the first stands in the middle; never two of one person. When the minority polarity is at least 15 % of the
 *         polar documents, the last place goes to its most central sentence, marked dissent.
 *         random_coverage: the same figure for as many candidates drawn at random, mean of RANDOM_DRAWS draws of a fixed seed.
 *         verbatims: documents with the best scores, one a person and a text, those of readable length first.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(EXEMPLAR_SAMPLE^2 E) a theme
 * Source  Lin & Bilmes 2011 (submodular summaries); measured against eight methods: THEMES.md 5.2
 */
#ifndef CAHIER_EXEMPLAR_H
#define CAHIER_EXEMPLAR_H

#include "theme.h"
#include "vocabulary.h"

typedef struct cahier_exemplar_input {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_sparse *weights;
    const cahier_space *space;
    const cahier_themes *found;
    uint32_t top; /* verbatims a theme */
} cahier_exemplar_input;

cahier_status cahier_exemplar_choose(
        cahier_arena *batch, cahier_arena *scratch, const cahier_exemplar_input *in, cahier_theme *themes);

#endif
