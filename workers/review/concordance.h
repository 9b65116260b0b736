/* SPDX-License-Identifier: Apache-2.0 */
/* concordance.h -- any word, or words, in context: in the texts of a theme, or of the whole batch.
 *
 * In      an edition, a theme or CAHIER_NONE, words as typed
 * Out     where they stand, in the order of the documents: bytes of the document's text
 * Value   Words are compared by their stems, as themes are: « trottoirs » finds « trottoir ». Several words are found in that
 *         order, with words that make no term between them (seed.h). Words that the batch never uses are found nowhere.
 * Errors  NOMEM
 * Memory  in `arena`
 */
#ifndef CAHIER_REVIEW_CONCORDANCE_H
#define CAHIER_REVIEW_CONCORDANCE_H

#include "edition.h"

typedef struct cahier_concordance_found {
    cahier_concordance *at; /* the first CAHIER_CONCORDANCE_MOST */
    uint32_t count;
    uint32_t documents, total; /* that hold it; places in all */
} cahier_concordance_found;

#define CAHIER_CONCORDANCE_MOST 500u

cahier_status cahier_concordance_find(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        uint32_t theme, cahier_text words, cahier_concordance_found *out);

#endif
