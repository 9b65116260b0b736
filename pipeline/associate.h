/* SPDX-License-Identifier: Apache-2.0 */
/* associate.h -- which words go together: a vector for each term, learned from the batch and from a shipped background,
 * and from them a vector for each document.
 *
 * In      counts     D x V, occurrences; weights, the same weighed (weigh.h)
 *         teacher    documents that teach the batch's own vectors, ascending
 *         background word vectors learned once from open civic texts (lexicons/associations.tsv), or NULL
 * Out     space      for each term, its vector learned from this batch (block 0, when the batch is large enough) beside its
 *                    background vector (block 1); each unit length, zero where unknown; E values in all
 * Value   Own vectors: PPMI of document-level co-occurrence (no smoothing of contexts: as good as .75 in THEMES.md 2.4, and
 *         symmetric), rank CAHIER_OWN_DIMENSIONS by subspace iteration from a fixed start, U sqrt(S), unit length.
 *         Document vector, block by block: x = sum over its terms of weight(d, term) v(term), minus its projection on the first
 *         direction of all documents (already taken out of v, the sum being linear); unit length. Then both blocks side by
 *         side, the background deciding .6 of a similarity where both know a word of the text: the batch alone is less sure of its words, and changes with its
 *         texts. So every value of x is a sum over terms divided by known lengths, and a similarity is
 *         explained term by term.
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    O(pairs of words that meet x rank x iterations)
 * Source  Levy & Goldberg 2014 (PPMI + SVD); Arora, Liang & Ma 2017 (weighted sums of word vectors without
 *         their common direction; their weights suit texts with function words, ours are tf-idf).
 * Why     four to ten words a text are too few to share: « vélo » and « piste cyclable » must be near without meeting.
 */
#ifndef CAHIER_ASSOCIATE_H
#define CAHIER_ASSOCIATE_H

#include "intern.h"
#include "sparse.h"

#define CAHIER_OWN_DIMENSIONS 100u  /* 100 as good as 200 on 13 corpora: THEMES.md 2.4 */
#define CAHIER_OWN_LEAST 150u       /* documents: below, co-occurrence in the batch says nothing */
#define CAHIER_OWN_TERMS 6000u      /* most frequent terms that get an own vector */
#define CAHIER_DIRECTION_MOST 4000u /* documents that show the common direction: the first of the teachers */

/* The shipped table: a stem, its share of the texts it was learned from, its vector of int8. */
typedef struct cahier_background {
    uint32_t count, dimensions;
    const cahier_text *stem; /* count */
    const int8_t *vector;    /* count x dimensions, unit length times 127 */
    cahier_intern row;       /* stem -> row */
} cahier_background;

/* Reads the bytes of associations.tsv (borrowed). */
cahier_status cahier_background_parse(
        cahier_arena *arena, cahier_text bytes, cahier_background *out, cahier_error *error);
/* Row of a stem, or CAHIER_NONE. */
uint32_t cahier_background_find(const cahier_background *background, cahier_text stem);

enum {
    CAHIER_BLOCK_OWN,
    CAHIER_BLOCK_BACKGROUND,
    CAHIER_BLOCKS
};

/* Vectors of the terms, and how heavily each counts in a document. */
typedef struct cahier_space {
    uint32_t terms, dimensions;        /* V, E */
    uint32_t block[CAHIER_BLOCKS + 1]; /* block b holds the dimensions block[b] .. block[b + 1] */
    float *vector;                     /* V x E */
    const float *weight;               /* V: cahier_weigh_terms */
} cahier_space;

typedef struct cahier_associate_input {
    const cahier_sparse *counts, *weights;
    const float *term_weight; /* weigh.h; the space borrows it */
    const cahier_vocabulary *vocabulary;
    const uint32_t *teacher;
    uint32_t teacher_count;
    const cahier_background *background;
} cahier_associate_input;

cahier_status cahier_associate(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_associate_input *in, cahier_space *out);

/* Unit vector of row d into x (E values). scale[b] is what a term's weighted vector of block b is multiplied by in x, 0 for
 * a block in which no term of the document is known. False, and x zero, when no block knows any. */
bool cahier_space_document(
        const cahier_space *space, const cahier_sparse *weights, uint32_t d, float *x, double scale[CAHIER_BLOCKS]);

/* The same for a list of terms, each once: a sentence, a taxonomy's seeds. */
bool cahier_space_terms(const cahier_space *space, const uint32_t *term, uint32_t count, float *x);

/* What teaches word vectors: co-occurrence in these rows of counts. */
typedef struct cahier_teaching {
    const cahier_sparse *counts;
    const uint32_t *row;
    uint32_t row_count;
    uint32_t terms_most; /* the most frequent get a vector */
    uint32_t dimensions;
    /* Terms x fields, or NULL: what lists put together. Their terms get a vector too, however rare. */
    const cahier_sparse *fields;
} cahier_teaching;

/* Word vectors of these rows alone: V x dimensions, unit length or zero. What learns the background, too, from fields as well: each
 * that two words share adds 3 to their PPMI, divided by the root of either word's number of fields. */
cahier_status cahier_associate_own(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_teaching *teaching, float **out);

#endif
