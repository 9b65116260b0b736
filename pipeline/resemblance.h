/* SPDX-License-Identifier: Apache-2.0 */
/* resemblance.h -- whether two texts are copies of one another: the exact comparison behind duplicate.h.
 *
 * In      two texts in normal form, each with its number, whose folded words have CAHIER_SKETCH_MIN bytes or more
 * Value   true when the sets of 5-byte shingles of the folded words have a Jaccard resemblance of a half, with
 *         CAHIER_NEAR_SHARED shingles in common, or of three quarters; and below four fifths neither text holds a
 *         passage of CAHIER_NEAR_OWN letters that the other has not. The same whichever comes first
 * Errors  CAHIER_ERROR_NOMEM from open
 * Memory  50 to 82 bytes a byte of the longest text, for each of CAHIER_SHINGLES_KEPT texts
 * Cost    about 5 ns a shingle of each text; the shingles of the last CAHIER_SHINGLES_KEPT texts are kept, for one text is
 *         held against several in a row
 * Source  Broder 1997
 */
#ifndef CAHIER_RESEMBLANCE_H
#define CAHIER_RESEMBLANCE_H

#include "cahier.h"

#define CAHIER_NEAR_SHARED 50u /* a stock phrase is shorter: « les transports en commun » makes 20 */
#define CAHIER_NEAR_OWN 30u    /* letters of one's own in a row: five words; two edited words make 20 */

#define CAHIER_SHINGLES_KEPT 3u /* in a bucket a text is held against the first and against the one before it */

typedef struct cahier_shingles { /* of a text */
    uint32_t text;               /* its number; CAHIER_NONE: of none yet */
    uint32_t used;               /* when, to know which of those kept was used longest ago */
    cahier_text folded;          /* its words */
    char *room;                  /* where they stand */
    uint64_t *at;                /* count, distinct, in the order of the text */
    uint32_t count;
    uint64_t *set; /* mask + 1 slots, the same shingles by their hash; 0: free */
    uint32_t mask;
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
