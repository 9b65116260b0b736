/* SPDX-License-Identifier: Apache-2.0 */
/* phrase.h -- sequences of words that come together: « pistes cyclables », « salle des fêtes », « médecin généraliste ».
 *
 * In      corpus, uses   tokens and which term each is
 *         rows           the documents to read and the theme of each
 * Out     phrases        two or three terms in one sentence, side by side or with at most two linking words between them (de, du,
 *                        des, d', à, au, en, la...), found in PHRASE_LEAST documents or more
 *         df             phrases x themes: documents of the theme that have it; start, row: which
 * Order   phrases in order of first appearance
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(tokens of rows)
 */
#ifndef CAHIER_PHRASE_H
#define CAHIER_PHRASE_H

#include "vocabulary.h"

#define CAHIER_PHRASE_WORDS 3u

typedef struct cahier_phrase {
    uint32_t term[CAHIER_PHRASE_WORDS];
    uint32_t words;
    uint32_t df;          /* documents, of all rows */
    uint32_t document;    /* its most usual spelling stands there, */
    uint32_t first, last; /* from token `first` to token `last` */
} cahier_phrase;

typedef struct cahier_phrases {
    cahier_phrase *at;
    uint32_t count;
    uint32_t *df;    /* count x themes */
    uint32_t *start; /* count + 1 */
    uint32_t *row;   /* start[p] .. start[p + 1]: the rows that have phrase p, ascending */
} cahier_phrases;

typedef struct cahier_themed_rows { /* documents read for labels: all of small themes, a sample of large ones */
    uint32_t *row;                  /* ascending */
    uint32_t *theme;                /* of each, < themes */
    uint32_t count, themes;
} cahier_themed_rows;

/* Words that may stand between two words of a phrase. */
bool cahier_is_link(const cahier_type *type);

cahier_status cahier_phrases_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_term_uses *uses, const cahier_themed_rows *rows, cahier_phrases *out);

#endif
