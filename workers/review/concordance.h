/* SPDX-License-Identifier: Apache-2.0 */
/* concordance.h -- any word, or words, in context: in the texts of a theme, or of the whole batch.
 *
 * In      an edition, a theme or CAHIER_NONE, words as typed
 * Out     where they stand, in the order of the documents: bytes of the document's text
 * Value   Words are compared by their stems, as themes are: « trottoirs » finds « Trottoir ». A word that makes no term (« la », « 30 »)
 *         is compared as it is, without case. Several words are found in that order in one sentence, with at most
 *         CAHIER_CONCORDANCE_GAP other words that make no term between two of them: « piste cyclable » in « pistes pas
 *         cyclables ». Places do not overlap. A copy is a text like another here: it is what people wrote.
 * Errors  NOMEM
 * Memory  in `arena`; `scratch` is given back
 * Cost    O(tokens)
 */
#ifndef CAHIER_REVIEW_CONCORDANCE_H
#define CAHIER_REVIEW_CONCORDANCE_H

#include "edition.h"

#define CAHIER_CONCORDANCE_MOST 500u /* places given; all are counted */
#define CAHIER_CONCORDANCE_WORDS 8u
#define CAHIER_CONCORDANCE_GAP 3u

typedef struct cahier_concordance_found {
    cahier_concordance *at;
    uint32_t count;
    uint32_t documents, total; /* that hold it; places in all */
} cahier_concordance_found;

cahier_status cahier_concordance_find(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        uint32_t theme, cahier_text words, cahier_concordance_found *out);

#endif
