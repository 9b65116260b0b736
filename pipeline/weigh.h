/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.h -- counts become weights: tf-idf, and what is known of each word from other texts.
 *
 * In      counts     D x V, occurrences of term j in document d (>= 1)
 *         vocabulary V, with df: documents that contain term j, 1 <= df <= D
 *         lexicons   topicality.tsv: how much more (above 1) or less a stem tells of the subject than words on average do; 1 for
 *                    a term that it does not hold
 * Out     weights    D x V, same pattern as counts
 * Value   w[d,j] = (1 + ln tf) * term weight[j];  term weight[j] = sqrt(ln(D / df[j]) * topicality[j]), where a word
 *         used once counts as used twice, from three documents on: that it is rarer still is chance
 * Errors  NOMEM
 * Memory  weights.value in `batch`; start and column are borrowed from counts
 * Cost    O(Z) time, 4 Z bytes
 * Source  Sparck Jones 1972; Salton & Buckley 1988. Departs from them by the root of the idf, and leaves the length of rows to
 *         associate.h, where the vectors are summed. Topicality: the gain of information on a text's subject (Quinlan 1986).
 * Why     ln(D/df) is 0 for a term found everywhere: it must not separate themes. The root, because the word vectors that the
 *         weights multiply are unit length whatever the rarity of the word: a full idf lets the rarest word of a sentence decide
 *         (mean AMI of the ten development sets .469 with idf, .485 with its root, .473 with a / (a + p)). Rarity alone takes
 *         « évidemment » for as telling as « vélo »: neither a batch of five hundred texts nor how rare a word is shows which
 *         words tell of subjects; how unevenly questions are answered with it does.
 */
#ifndef CAHIER_WEIGH_H
#define CAHIER_WEIGH_H

#include "lexicon.h"
#include "sparse.h"

/* sqrt(ln(D / df)). */
double cahier_idf(uint32_t documents, uint32_t df);

/* The root of a stem's topicality: what it counts for in a text, and in a name (label.h). */
double cahier_topical_weight(const cahier_lexicons *lexicons, cahier_text stem);

/* What each term of the vocabulary counts for: V values. */
cahier_status cahier_weigh_terms(cahier_arena *batch, const cahier_lexicons *lexicons,
        const cahier_vocabulary *vocabulary, uint32_t documents, float **out);

/* (1 + ln tf) * what the term counts for, in what is weighed: a document, a sentence. */
double cahier_weight(float occurrences, double term);

cahier_status cahier_weigh(
        cahier_arena *batch, const cahier_sparse *counts, const float *term_weight, cahier_sparse *weights);

#endif
