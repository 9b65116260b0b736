/* SPDX-License-Identifier: Apache-2.0 */
/* learn_texts.h -- what the programs that learn a lexicon from open civic texts share: the texts, analysed as a batch is.
 *
 * In      stdin: one text a line, UTF-8; personal data is redacted before anything is learned
 * Out     corpus, all in one chunk
 * Errors  false when memory is short
 * Memory  texts in malloc, the rest in `batch`
 */
#ifndef CAHIER_LEARN_TEXTS_H
#define CAHIER_LEARN_TEXTS_H

#include "lexicon.h"
#include "vocabulary.h"

typedef struct learn_corpus {
    cahier_analyser analyser; /* its tables hold the types: closed when all is printed */
    cahier_chunk chunk;
    cahier_corpus corpus;
    uint32_t *row; /* 0 .. corpus.count */
} learn_corpus;

/* Lexicons at `folder`, or where the program finds them; NULL, with the reason on stderr. associations.tsv may be missing. */
const cahier_lexicons *learn_lexicons(cahier_arena *arena, const char *folder);

bool learn_read(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons, learn_corpus *out);

#endif
