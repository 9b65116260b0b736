/* SPDX-License-Identifier: Apache-2.0 */
/* correct.h -- what people said of texts, where they know better than the rules: polarity, stance, copies, masks.
 *
 * In      result    corpus, copies as found (duplicate.h); ids (decision.h); guidance: the journal
 * Out     result    corpus.analysed: the documents corrected, in the place of those of the rules; corpus.copy, duplicates,
 *                   duplicate_of: without those that are no copies
 *         guidance  corrected: as the rules had it, and which decision said otherwise; outcome and missing of these lines
 * Value   polarity, stance  the label is the person's; score, evidence and cue stay those of the rules, and are shown beside.
 *                   Copies whose words are those of their original follow it, unless something was said of them.
 *         duplicate refused: each contribution named counts again as a text of its own. A group of which one is left is none.
 *                   Vocabulary, vectors and themes as found stay those of the copies as found; the passages that texts share too.
 *         redact    mask.h has put it: only told here. unredact: the mark that is said to be wrong stands where it was said to,
 *                   later masks of the same text counted in.
 *         Of contrary lines about one text the later holds; a line of which nothing holds is `replaced`.
 * Errors  NOMEM
 * Memory  in `batch`; nothing is touched when no line is about texts
 * Cost    O(D + lines)
 */
#ifndef CAHIER_CORRECT_H
#define CAHIER_CORRECT_H

#include "guide.h"

cahier_status cahier_correct(cahier_arena *batch, cahier_arena *scratch, const cahier_intern *ids,
        cahier_guidance *guidance, cahier_result *result);

#endif
