/* SPDX-License-Identifier: Apache-2.0 */
/* exemplar.h -- a theme in citizens' own words: a summary of three to six of their sentences.
 *
 * In      lexicons (insults), corpus, uses, space, centroids; themes with documents and counts of polarity
 * Out     themes: summary, coverage, random coverage, cohesion
 * Value   A person weighs one, however many texts she sent; a copy weighs nothing beside the text it copies, so that a campaign
 *         counts once.
 *         Sentences are taken one by one, whole ones first (quotable.h); brief ones when no whole one is left, or at once when
 *         a third of the sentences of the theme are brief (the titles of a budget); pieces, digressions (further from the
 *         centroid than the mean) and sentences that say again what is said, only to reach three. Two sentences say the same
 *         when they share half of their terms or are REPEAT alike. Where this would cover less than chance does, ranks are
 *         put aside and coverage alone decides.
 *         Among those of one rank, the one that adds most to the coverage of the theme's persons (lazy facility location: the
 *         mean similarity of their texts to the nearest chosen sentence), plus a share of its similarity to the centroid, so that
 *         the first stands in the middle, less a share of its similarity to those taken (MMR). Never two of one person.
 *         When the minority polarity is at least 15 % of the polar documents, the last place goes to its sentence that is
 *         at once central and clear, marked dissent; one from a text of that polarity, if there is one.
 *         random_coverage: the same figure for as many distinct sentences drawn from all that may be quoted, mean of
 *         RANDOM_DRAWS draws of a fixed seed.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(EXEMPLAR_SAMPLE^2 E) a theme
 * Source  Lin & Bilmes 2011 (submodular summaries); Carbonell & Goldstein 1998 (MMR); measured against eight methods:
 *         THEMES.md 5.2
 */
#ifndef CAHIER_EXEMPLAR_H
#define CAHIER_EXEMPLAR_H

#include "lexicon.h"
#include "theme.h"
#include "vocabulary.h"

typedef struct cahier_exemplar_input {
    const cahier_lexicons *lexicons;
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_sparse *weights;
    const cahier_space *space;
    const cahier_themes *found;
    const bool *done; /* K: themes to leave alone; NULL: none */
} cahier_exemplar_input;

cahier_status cahier_exemplar_choose(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_exemplar_input *in, cahier_theme *themes);

#endif
