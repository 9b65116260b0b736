/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.h -- stems become terms: which are kept, how often each document has them, how people write them.
 *
 * In      corpus      D documents with their tokens and types
 *         background  the shipped word vectors (associate.h), or NULL: they say which stems are known
 * Out     vocabulary  V word terms, in the order in which documents first use them; phrases are added by label.h
 *         uses        which term each type of each table is: how later stages read tokens
 *         counts      D x V, occurrences; words of a title count twice (THEMES.md 2.4: titles carry the subject)
 * Value   kept: df >= 2 (>= 3 above VOCABULARY_LARGE documents); up to there a word used once is kept too when the background
 *         knows it, since its associations still tell what it is about: « toboggan » in a title of four words.
 *         A document that is a non-answer (CAHIER_NOTE_NO_ANSWER) has an empty row.
 *         surface: the most frequent written form of the stem; ties: the accented one, then byte order
 * Errors  NOMEM; EMPTY when no document but non-answers holds a stem
 * Memory  result in `batch`
 * Cost    O(tokens); one hash lookup a distinct word, not an occurrence
 * Why     no upper limit on df: inside one question the main word is in half of the answers and must stay (THEMES.md 2.4)
 */
#ifndef CAHIER_VOCABULARY_H
#define CAHIER_VOCABULARY_H

#include "cahier.h"
#include "sparse.h"

#define CAHIER_VOCABULARY_LARGE 5000u

struct cahier_background; /* associate.h */

typedef struct cahier_term_use {
    const cahier_types *types;
    const uint32_t *term; /* a type: its term, or CAHIER_NONE */
} cahier_term_use;

typedef struct cahier_term_uses { /* one a table of types: as many as there were analysers */
    cahier_term_use *at;
    uint32_t count;
} cahier_term_uses;

cahier_status cahier_vocabulary_build(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const struct cahier_background *background, cahier_vocabulary *out, cahier_term_uses *uses,
        cahier_sparse *counts);

/* The use of this table of types: its index. */
uint32_t cahier_use_of(const cahier_term_uses *uses, const cahier_types *types);

/* Terms of the types that document d's tokens index. */
const uint32_t *cahier_terms_of(const cahier_term_uses *uses, const cahier_types *types);

#endif
