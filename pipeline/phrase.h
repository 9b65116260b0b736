/* SPDX-License-Identifier: Apache-2.0 */
/* phrase.h -- sequences of words that come together: « pistes cyclables », « salle des fêtes », « médecin généraliste ».
 *
 * In      corpus, uses   tokens and which term each is
 *         rows           the documents to count and the theme of each
 * Out     sights         where two or three terms come together, in documents that are read once
 *         phrases        two or three terms in one sentence, side by side or with at most two linking words between them (de, du,
 *                        des, d', à, au, en, la...), found in CAHIER_PHRASE_LEAST documents or more, in
 *                        two in a corpus of fewer than FEW, whichever of its documents are read
 *         df             phrases x themes: documents of the theme that have it; start, row: which
 * Order   phrases in order of first appearance
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(tokens of the documents) for the sights, O(sights in rows) for the phrases
 * Why     a decision changes which documents are counted together, and no word of any: they are not read again
 */
#ifndef CAHIER_PHRASE_H
#define CAHIER_PHRASE_H

#include "vocabulary.h"

#define CAHIER_PHRASE_WORDS 3u
#define CAHIER_PHRASE_LEAST 3u /* documents: fewer is chance, not usage */
#define CAHIER_PHRASE_LINKS 2u /* « salle de la mairie » */

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
    bool all; /* sights are of the whole corpus; else of these rows */
} cahier_themed_rows;

/* Where the sights of the i-th row are. */
static inline uint32_t cahier_row_place(const cahier_themed_rows *rows, uint32_t i)
{
    return rows->all ? rows->row[i] : i;
}

typedef struct cahier_phrase_sight {
    uint64_t spelt; /* hash of the spelling */
    uint32_t phrase, first, last;
} cahier_phrase_sight;

typedef struct cahier_phrase_met {
    uint32_t term[CAHIER_PHRASE_WORDS];
    uint32_t words;
} cahier_phrase_met;

/* Phrases of the documents read, and the places of each: those of too few documents to be one are left out. */
typedef struct cahier_phrase_sights {
    uint32_t *start; /* documents + 1 */
    cahier_phrase_sight *at;
    cahier_phrase_met *met;
    uint32_t met_count;
    uint32_t least; /* documents that a phrase has: all that were read, and the rows */
} cahier_phrase_sights;

/* Words that may stand between two words of a phrase. */
bool cahier_is_link(const cahier_type *type);

typedef struct cahier_to_read {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const uint32_t *row; /* the documents to read; NULL: the first `count` of the corpus */
    uint32_t count;
} cahier_to_read;

static inline uint32_t cahier_document_to_read(const cahier_to_read *in, uint32_t i)
{
    return in->row != NULL ? in->row[i] : i;
}

/* Tokens that are terms. */
uint32_t cahier_terms_in(const cahier_to_read *in);

cahier_status cahier_phrases_look(
        cahier_arena *batch, cahier_arena *scratch, const cahier_to_read *in, cahier_phrase_sights *out);

cahier_status cahier_phrases_find(cahier_arena *batch, cahier_arena *scratch, const cahier_phrase_sights *sights,
        const cahier_themed_rows *rows, cahier_phrases *out);

#endif
