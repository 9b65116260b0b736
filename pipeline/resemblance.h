/* SPDX-License-Identifier: Apache-2.0 */
/* resemblance.h -- whether two texts are copies of one another: the exact comparison behind duplicate.h.
 *
 * In      two texts in normal form, each with its number, whose folded words have CAHIER_SKETCH_MIN bytes or more
 * Value   true when the sets of 5-byte shingles of the folded words have a Jaccard resemblance of four fifths; or of two fifths,
 *         and neither text holds a passage of CAHIER_NEAR_OWN letters that the other has not, and the two are the same word for
 *         word but for a few: letters of words that both have are CAHIER_NEAR_LETTERS more than one and a half times those of
 *         words that one has alone (of the two texts, the mean). A word counts as often as it stands, wherever it stands; so
 *         does one that differs by one letter or by two exchanged, of four letters or more. The same whichever comes first
 * Errors  CAHIER_ERROR_NOMEM from open
 * Memory  66 to 98 bytes a byte of the longest text, for each of CAHIER_SHINGLES_KEPT texts
 * Cost    about 5 ns a shingle of each text, and its words sorted once when shingles do not decide; both are kept of the
 *         last CAHIER_SHINGLES_KEPT texts, for one text is held against several in a row
 * Source  Broder 1997
 * Why     Of copies with a quarter of their words edited, one in thirteen keeps less than the half of its shingles: a word that is
 *         moved or mistyped takes ten with it. Its words are still there. The same wish in other words, around a stock phrase
 *         (« introduire une dose de proportionnelle »), keeps the half of the shingles and has other words. Figures: docs/method.md 11
 */
#ifndef CAHIER_RESEMBLANCE_H
#define CAHIER_RESEMBLANCE_H

#include "cahier.h"

#define CAHIER_NEAR_LETTERS 42u /* a stock phrase is shorter: « les transports en commun » has 24 */
#define CAHIER_NEAR_OWN 30u     /* letters of one's own in a row: five words; two edited words make 20 */

#define CAHIER_SHINGLES_KEPT 3u /* in a bucket a text is held against the first and against the one before it */

typedef struct cahier_folded_word {
    uint64_t hash;
    uint32_t start, len; /* in the folded text */
} cahier_folded_word;

typedef struct cahier_shingles { /* of a text */
    uint32_t text;               /* its number; CAHIER_NONE: of none yet */
    uint32_t used;               /* when, to know which of those kept was used longest ago */
    cahier_text folded;          /* its words */
    char *room;                  /* where they stand */
    uint64_t *at;                /* count, distinct, in the order of the text */
    uint32_t count;
    uint64_t *set; /* mask + 1 slots, the same shingles by their hash; 0: free */
    uint32_t mask;
    cahier_folded_word *word; /* by hash */
    uint32_t words;           /* 0: not listed yet */
} cahier_shingles;

typedef struct cahier_resemblance {
    cahier_shingles of[CAHIER_SHINGLES_KEPT];
    uint32_t uses;
} cahier_resemblance;

/* longest: bytes of the longest text that will be compared. */
cahier_status cahier_resemblance_open(cahier_arena *scratch, uint32_t longest, cahier_resemblance *out);

/* u, v: numbers that tell the texts apart. */
bool cahier_resemble(cahier_resemblance *kept, uint32_t u, cahier_text text_u, uint32_t v, cahier_text text_v);

#endif
