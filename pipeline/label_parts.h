/* SPDX-License-Identifier: Apache-2.0 */
/* label_parts.h -- private to label.c (what is read, one theme after the other), label_rank.c (how strongly each term sets a
 * theme apart), label_choose.c (which of them make the label), label_complete.c (the small words that they are said with) and
 * label_write.c (how they enter vocabulary and label). */
#ifndef CAHIER_LABEL_PARTS_H
#define CAHIER_LABEL_PARTS_H

#include "label.h"

#define CAHIER_LABEL_TERMS 3u
#define CAHIER_LABEL_RANKED 40u /* terms looked at for one theme */
#define CAHIER_LABEL_BOUND_PERCENT                                                                                     \
    75u /* of a word's documents that have it in a phrase: it says nothing outside, and is not said alone */

typedef struct cahier_labeller {
    const cahier_label_input *in;
    cahier_vocabulary *vocabulary;
    cahier_themed_rows rows;
    cahier_sights read; /* of these rows, when there is none of all documents */
    cahier_phrases phrases;
    cahier_wording wording;
    uint32_t V, K;
    uint32_t *of_theme;    /* K: sampled documents */
    uint32_t *df;          /* V x K, in the sample */
    uint32_t *whole;       /* V + P: documents, of all themes */
    float *topicality;     /* V + P: root of how much it tells of a subject */
    uint32_t *phrase_term; /* P: term in the vocabulary, or CAHIER_NONE */
} cahier_labeller;

/* A word (number < V) or phrase (number - V) in the running for one theme. */
typedef struct cahier_contender {
    uint32_t number;
    double strength; /* G2 */
    double rank;     /* G2 after the step back of what makes no label */
    double standing; /* from 1 for a thing, to .1 */
    uint32_t df;
    uint64_t *documents;       /* bits over the theme's sample; of the best only */
    cahier_text before, after; /* of what the label says: « petite » ceinture, tolérance « zéro »; empty: nothing */
} cahier_contender;

/* Documents of every term in the sample. */
cahier_status cahier_label_weigh(cahier_labeller *l, cahier_arena *scratch);

/* The best terms of theme k, at most CAHIER_LABEL_RANKED, best first, one for each thing; `out` has room for them. */
uint32_t cahier_label_rank(const cahier_labeller *l, uint32_t k, cahier_contender *out);

/* Its words: their number. */
uint32_t cahier_label_words(const cahier_labeller *l, const cahier_contender *c, const uint32_t **words);
/* Words that two contenders have in common. */
uint32_t cahier_label_shared(const cahier_labeller *l, const cahier_contender *a, const cahier_contender *b);
/* Whether it names a thing: not « payer des impôts », which says what to do. */
bool cahier_label_is_name(const cahier_contender *c);

/* The one to three of the `count` contenders that make the label of theme k, the head first; heads[0 .. k) are those of the
 * labels before it, heads[k] becomes its own: the term that gives the theme its id. */
cahier_status cahier_label_choose(const cahier_labeller *l, cahier_arena *scratch, uint32_t k, cahier_contender *list,
        uint32_t count, cahier_contender *heads, cahier_contender chosen[CAHIER_LABEL_TERMS], uint32_t *terms);

/* The small words of labels.tsv that most who say the contender say before or after it, in the `count` rows of the theme: bit i
 * of its documents is row[i]. */
void cahier_label_complete(const cahier_labeller *l, const uint32_t *row, uint32_t count, cahier_contender *c);

/* Room in the vocabulary for the phrases among the terms of themes, and the term that names each; names get their capitals. */
cahier_status cahier_label_open_vocabulary(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch);

/* The best `count` contenders become the theme's terms. */
cahier_status cahier_label_write_terms(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch,
        const cahier_contender *list, uint32_t count, cahier_theme *theme);

/* Its label: the contenders `chosen`, the first the head, which gives the theme its id too. */
cahier_status cahier_label_write(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch,
        const cahier_contender *chosen, uint32_t count, cahier_theme *theme);

/* Index in the vocabulary of a contender; a phrase enters it the first time. */
cahier_status cahier_label_term_of(
        cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_contender *one, uint32_t *out);

#endif
