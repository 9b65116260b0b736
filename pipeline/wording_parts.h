/* SPDX-License-Identifier: Apache-2.0 */
/* wording_parts.h -- private to wording_prior.c (what is known of a form before), wording_look.c (how each term stands at each
 * place) and wording.c (what follows from all places). */
#ifndef CAHIER_WORDING_PARTS_H
#define CAHIER_WORDING_PARTS_H

#include <string.h>

#include "text.h"
#include "wording.h"

typedef enum cahier_standing {
    CAHIER_STANDS_ANYWHERE,
    CAHIER_STANDS_AS_NOUN,
    CAHIER_STANDS_AS_ADJECTIVE,
    CAHIER_STANDS_AS_VERB,
    CAHIER_STANDINGS
} cahier_standing;

/* How a term stands at one place: a standing, what is around it, its capitals. */
#define CAHIER_SIGHT_STANDS 0x03u
#define CAHIER_SIGHT_NEXT 0x04u   /* another term follows */
#define CAHIER_SIGHT_OPEN 0x08u   /* de, du, des follow */
#define CAHIER_SIGHT_GLUED 0x10u  /* a hyphen and another term follow */
#define CAHIER_SIGHT_WRITTEN 5u   /* two bits from here: its capitals, + 1; 0: they say nothing here */
#define CAHIER_SIGHT_INSIDE 0x80u /* « en » stands before */

/* Adjectives that stand before their noun, which an article does not tell from it, are no nouns; a form of nouns.tsv is what
 * it is in many texts (« rembourse » is a verb, though five texts do not tell); of others, what their ending tells. */
cahier_standing_prior cahier_standing_before(const cahier_lexicons *lexicons, cahier_text surface);

static inline bool cahier_is_one_of(cahier_text word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word.len > 0 && word.at[0] == *list[i] &&
                cahier_text_equal(word, (cahier_text){list[i], (uint32_t)strlen(list[i])})) {
            return true;
        }
    }
    return false;
}

#define CAHIER_IS_ONE_OF(word, list) cahier_is_one_of(word, list, sizeof(list) / sizeof *(list))

#endif
