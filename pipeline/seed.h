/* SPDX-License-Identifier: Apache-2.0 */
/* seed.h -- a list of themes (a town's own, or the shipped one), and which documents hold its words.
 *
 * In      rows of theme, seed, weight (taxonomy.tsv); the batch's vocabulary
 * Out     cahier_seeds: its themes in the order of the list, its seeds as sequences of the batch's terms
 * Value   A seed is met as a sequence of stems: « pistes cyclables » holds the seed « piste cyclable », and « un nid de
 *         poule » holds « nid-de-poule ». Between two words of a seed stand at most CAHIER_SEED_GAP tokens that make no term.
 *         A document points to the theme whose seeds weigh most in it, each counted once; to none when two weigh as much. It
 *         does so clearly when they weigh at least one sure word (1000) and twice what any other theme's do.
 *         A seed with a word that the batch never uses is not met: nothing can hold it.
 * Errors  NOMEM
 * Memory  in the arena given
 * Cost    to open: one stem a word of the list; to scan: O(tokens)
 * Why     stems, not spellings: a council writes « trottoir », citizens write « trottoirs », « Trotoir » is lost to both
 */
#ifndef CAHIER_SEED_H
#define CAHIER_SEED_H

#include "lexicon.h"
#include "vocabulary.h"

#define CAHIER_SEED_GAP 3u
#define CAHIER_SEEDS_HELD 48u /* seeds of one document that count: more would be a list, not an opinion */
#define CAHIER_SEED_SURE 1000 /* weight of a word that belongs to one theme alone */

typedef struct cahier_seed_theme {
    cahier_text name;
    uint32_t first; /* row of its first seed in the list */
} cahier_seed_theme;

typedef struct cahier_seed_list {
    const cahier_text *name, *seed; /* a row: theme, words */
    const int32_t *weight_milli;
    uint32_t count; /* rows */
} cahier_seed_list;

typedef struct cahier_seeds {
    cahier_seed_list list;
    cahier_seed_theme *themes; /* L, in the order of the list */
    uint32_t count;
    uint32_t *theme_of; /* a row: its theme */
    uint32_t *start;    /* rows + 1: terms of each seed in `term`; none when the batch cannot hold it */
    uint32_t *term;
    uint32_t *first_of; /* V: first row that starts with the term, or CAHIER_NONE */
    uint32_t *next;     /* a row: the next one that starts with the same term */
} cahier_seeds;

typedef struct cahier_pointing {
    uint32_t theme; /* of the list, or CAHIER_NONE */
    bool clear;
} cahier_pointing;

cahier_status cahier_seeds_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_seed_list *list, const cahier_vocabulary *vocabulary, cahier_seeds *out);

/* The seeds that document d holds: distinct rows of the list, as met; how many. */
uint32_t cahier_seeds_held(const cahier_seeds *seeds, const cahier_corpus *corpus, const cahier_term_uses *uses,
        uint32_t d, uint32_t row[CAHIER_SEEDS_HELD]);

cahier_pointing cahier_seeds_point(
        const cahier_seeds *seeds, const cahier_corpus *corpus, const cahier_term_uses *uses, uint32_t d);

#endif
