/* SPDX-License-Identifier: Apache-2.0 */
/* types.h -- how the types of a chunk are found; private to types.c and tokenise.c. */
#ifndef CAHIER_TYPES_H
#define CAHIER_TYPES_H

#include "intern.h"
#include "tokenise.h"

#define CAHIER_SPELLING_MAX 16u      /* bytes of a spelling kept in its slot: 99 words of 100 */
#define CAHIER_FIRST_SPELLINGS 4096u /* power of two */

/* A short spelling, padded with zeros: two comparisons, and no other cache line, tell that it is the one. */
typedef struct cahier_spelling {
    uint64_t low, high; /* bytes 0..7 and 8..15; low 0: free */
    uint32_t type;
} cahier_spelling;

/* Open addressing, at most half full. */
typedef struct cahier_spellings {
    cahier_spelling *slot;
    uint32_t mask, count;
} cahier_spellings;

/* Two levels: the bytes of a piece as written find the type at once; a spelling never seen is folded, and the surface
 * finds the type that other spellings ("École", "ÉCOLE") have made. */
struct cahier_type_index {
    cahier_spellings spelt;   /* short spellings -> type */
    cahier_intern written;    /* longer spellings -> type */
    cahier_intern surface;    /* surface -> type */
    cahier_intern repeated;   /* surface -> type with CAHIER_TYPE_REPEATED: "trooop" */
    cahier_intern silent;     /* surface -> the same type without stem */
    cahier_intern expression; /* form of an expression -> its type */
    uint32_t room;            /* of types->at */
};

/* Type of `seed.surface`, which holds CAHIER_TYPE_REPEATED or no flag; made when it is new. */
cahier_status cahier_types_make(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_type seed, uint32_t *out);

#endif
