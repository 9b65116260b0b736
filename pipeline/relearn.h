/* SPDX-License-Identifier: Apache-2.0 */
/* relearn.h -- themes found again, starting from those that people corrected: what a `refit` line does.
 *
 * In      a prepared corpus; the decisions up to that line
 * Out     the corpus prepared anew: same words, vectors and copies; themes found from what these decisions had made of the texts, as if
 *         that were an earlier report (previous.h): each text starts where it stood, themes keep their ids, a text between two
 *         themes keeps its own. The whole journal then applies to them.
 * Value   Only an explicit line does it: corrections alone stir nothing but what they touch (guide.h). Undone, it never was.
 * Errors  as cahier_prepare_corpus
 * Memory  in `batch`: one shaping and one more finding
 * Cost    cahier_shape_corpus, then the themes again: seconds for 10,000 texts
 */
#ifndef CAHIER_RELEARN_H
#define CAHIER_RELEARN_H

#include "decision.h"
#include "prepared.h"

cahier_status cahier_relearn(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_decisions *before, const cahier_prepared *from, cahier_prepared *out);

/* At each line of the journal that asks for it, in order; nothing without one. `decisions` may be NULL. */
cahier_status cahier_relearn_all(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_decisions *decisions, cahier_prepared *prepared);

#endif
