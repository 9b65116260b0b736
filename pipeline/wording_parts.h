/* SPDX-License-Identifier: Apache-2.0 */
/* wording_parts.h -- private to wording_look.c (how each term stands at each place) and wording.c (what follows from all places). */
#ifndef CAHIER_WORDING_PARTS_H
#define CAHIER_WORDING_PARTS_H

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
#define CAHIER_SIGHT_NEXT 0x04u  /* another term follows */
#define CAHIER_SIGHT_OPEN 0x08u  /* de, du, des follow */
#define CAHIER_SIGHT_GLUED 0x10u /* a hyphen and another term follow */
#define CAHIER_SIGHT_WRITTEN 5u  /* bits: its capitals, + 1; 0: they say nothing here */

#endif
