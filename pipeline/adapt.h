/* SPDX-License-Identifier: Apache-2.0 */
/* adapt.h -- a large batch teaches its own words of praise and blame, from the texts whose polarity is already clear.
 *
 * In      lexicons, corpus with the polarity of polarity.h; uses and vocabulary of its terms; the main theme of each
 *         document, which may be CAHIER_NONE
 * Out     lesson      the words learned and how many texts taught them
 *         lesson.analysed  D: the documents, those that hold a learned word judged again with it
 * Value   teachers    of ADAPT_MOST texts (lowest hash of the id; no copy, no empty answer, no doubtful French), the
 *                     quarter of highest and the quarter of lowest score, polar by polarity.h; twice: the second time
 *                     the words of the first are heard too
 *         counted     in a teacher, a word once, unless a negation stands before it. Only words that the batch grades:
 *                     "très lourd", "trop sec", 5 % of their uses and two at least; a subject is not graded. Never:
 *                     words of identity.tsv, of its phrases, of firstnames.tsv and insults.tsv, words that the
 *                     lexicons judge already, infinitives (asking is no complaint), and what shares a stem with any
 *         weight      0.2 x the logarithm of the odds that a teacher with the word praises rather than blames, pooled over
 *                     themes (Mantel and Haenszel): a word is compared with texts of its own theme, so that
 *                     "poubelles", all through a theme that people complain of, learns nothing from it. Kept when eight
 *                     teachers hold it and chance would do as much in under 5 % of cases; rounded to a hundredth
 *         score       polarity.h, learned words being evidence like the others, by the same rules, and shown;
 *                     label: their sum may change its sign, never make a neutral text polar nor a polar one neutral
 *         Nothing is learned from fewer than CAHIER_ADAPT_LEAST documents or CAHIER_ADAPT_TEACHERS teachers a side.
 * Order   words by weight without sign, largest first, then documents, then bytes
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  lesson in `batch`
 * Cost    two walks of the teachers' tokens, one of all; polarity.h again where a learned word stands
 * Source  THEMES.md 3.3; Mantel & Haenszel 1959
 * Why     "sec", "plat", "frais" have no sign by themselves; in one batch they have. Learning every word instead
 *         (THEMES.md 3.3) gained up to .03 of AUC in a prototype where all texts are on one subject, by "saumon",
 *         "touristes"; with strata by theme and two themes asked of a word, the Grand Débat still made blame of "taxes",
 *         "eau", "parents". A council cannot show that.
 */
#ifndef CAHIER_ADAPT_H
#define CAHIER_ADAPT_H

#include "cahier.h"
#include "lexicon.h"
#include "vocabulary.h"

#define CAHIER_ADAPT_LEAST 500u
#define CAHIER_ADAPT_TEACHERS 30u
#define CAHIER_ADAPT_CAP 500 /* half of the strongest word of the lexicon */

typedef struct cahier_adapt_input {
    const cahier_lexicons *lexicons;
    const cahier_corpus *corpus;
    const cahier_vocabulary *vocabulary;
    const cahier_term_uses *uses;
    const cahier_assignments *assignments; /* D */
    uint32_t theme_count;
} cahier_adapt_input;

/* analysed: D, corpus->analysed itself when nothing was learned. */
cahier_status cahier_adapt(cahier_arena *batch, cahier_arena *scratch, const cahier_adapt_input *in, cahier_lesson *out,
        const cahier_document ***analysed);

#endif
