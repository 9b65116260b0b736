/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary.h -- what compiled lexicons are made of; private to lexicon_compile.c and lexicon_learned.c, which
 * fill it, and dictionary.c, which reads it. */
#ifndef CAHIER_DICTIONARY_H
#define CAHIER_DICTIONARY_H

#include "intern.h"
#include "lexicon.h"
#include "text.h"

#define CAHIER_AMBIGUOUS CAHIER_WORD_INFINITIVE /* a bare spelling of several words; a class token has no spelling */
#define CAHIER_STEMS_KEY 1u                     /* column of stems.tsv */

typedef struct cahier_edge {
    uint32_t node, word; /* node is 0 (the root has its own array) when the slot is free */
    uint32_t child;
} cahier_edge;

_Static_assert(CAHIER_LEXICON_TRIE <= 16, "kinds of the trie are bits of 16");

typedef struct cahier_node {
    uint32_t here;  /* bits: kinds of its cues */
    uint32_t below; /* bits: kinds of the cues of all nodes under it; most forms are one word: none */
    uint32_t cue;   /* the first, or CAHIER_NONE */
} cahier_node;

typedef struct cahier_dictionary {
    cahier_text *surface; /* of each word */
    uint32_t count;
    cahier_intern word;       /* surface -> word */
    cahier_intern bare;       /* spelling without accents -> the only word that has it, or CAHIER_AMBIGUOUS */
    uint32_t *override;       /* word -> row of stems, or CAHIER_NONE */
    cahier_intern polar_stem; /* stem -> row of polarity */
    cahier_intern identity_stem;
    cahier_intern noun;       /* form -> row of nouns */
    cahier_intern topicality; /* stem -> row of topicality */
    cahier_intern label;      /* form, and without its accents -> row of labels */
    uint32_t *root;           /* word -> child of the root, or CAHIER_NONE */
    uint16_t *inner;          /* word -> bits: kinds of the forms that hold it behind their first word */
    cahier_edge *edge;
    uint32_t edge_mask;
    uint64_t *edge_filter; /* bits: no edge has a hash with this bit unset; 4 bits a slot, so that it stays in cache */
    cahier_node *node;
    uint32_t nodes;
} cahier_dictionary;

static inline uint64_t cahier_edge_hash(uint32_t node, uint32_t word)
{
    return cahier_mix64((uint64_t)node << 32 | word);
}

/* Bit of the filter; taken from the half of the hash that does not choose the slot. */
static inline uint32_t cahier_edge_bit(const cahier_dictionary *dictionary, uint64_t hash)
{
    return (uint32_t)(hash >> 32) & (4 * (dictionary->edge_mask + 1) - 1);
}

/* The slot of an edge, or the free one where it would stand. */
static inline uint32_t cahier_edge_slot(
        const cahier_dictionary *dictionary, uint32_t node, uint32_t word, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & dictionary->edge_mask;
    while (dictionary->edge[i].node != 0 && (dictionary->edge[i].node != node || dictionary->edge[i].word != word)) {
        i = (i + 1) & dictionary->edge_mask;
    }
    return i;
}

/* Gives entries of polarity.tsv the weights of polarity-learned.tsv. Numbers and trie are there. */
cahier_status cahier_lexicons_learn(cahier_arena *arena, cahier_lexicons *lexicons, cahier_error *error);
/* Finds the forms of nouns.tsv, and reads its second number. */
cahier_status cahier_lexicons_learn_nouns(
        cahier_arena *arena, cahier_lexicons *lexicons, cahier_dictionary *dictionary, cahier_error *error);
/* Finds the stems of topicality.tsv. */
cahier_status cahier_lexicons_learn_topicality(
        cahier_arena *arena, const cahier_lexicons *lexicons, cahier_dictionary *dictionary);
/* Finds the forms of labels.tsv. */
cahier_status cahier_lexicons_open_labels(
        cahier_arena *arena, const cahier_lexicons *lexicons, cahier_dictionary *dictionary);

#endif
