/* SPDX-License-Identifier: Apache-2.0 */
/* learn_fields.h -- lists of words that speak of one thing, as a matrix of terms and fields.
 *
 * In      lists: rows of a heading and a form; those of one heading are one field
 *         vocabulary of the texts
 * Out     vocabulary, longer by the stems that no text has (df 0); terms x fields, 1 where a form of the field has that stem
 * Value   a form is read as a text is; one of several stems, or of none, is left out: « nid-de-poule » is three words
 * Errors  NOMEM
 * Memory  in `batch`
 */
#ifndef CAHIER_LEARN_FIELDS_H
#define CAHIER_LEARN_FIELDS_H

#include "sparse.h"
#include "tokenise.h"

typedef struct learn_list {
    const cahier_lexicon *lexicon;
    uint32_t heading, form; /* columns */
} learn_list;

cahier_status learn_fields(cahier_analyser *reader, const learn_list *list, uint32_t lists,
        cahier_vocabulary *vocabulary, cahier_sparse *out);

#endif
