/* SPDX-License-Identifier: Apache-2.0 */
/* mask.h -- what a person hides in a text, a name that the program missed, before anything else reads the text.
 *
 * In      cleaned   text, title and marks, as redact.h left them
 *         the `redact` decisions about this text, in the order of the journal: bytes [start, end) of the text as it stands
 *         after those before
 * Out     the text with the mark of the kind there, "[personne]"; a mark that stood partly there is hidden whole
 * Value   A mask is put only where it fits: inside the text, between characters, within the title or within the body, and in a
 *         text as long as the person saw (`length`, when it is said). Else nothing is hidden and the text has
 *         CAHIER_NOTE_MASK_LOST: the report says that somebody must look again. A place that a mark hides already is done.
 * Errors  NOMEM
 * Memory  in the arena given
 * Why     a mask cannot be undone: the text is kept nowhere
 */
#ifndef CAHIER_MASK_H
#define CAHIER_MASK_H

#include "decision.h"

typedef struct cahier_masks {
    const cahier_decisions *decisions;
    cahier_intern first; /* id of a document -> the first decision that hides something in it */
    uint32_t *next;      /* of each decision, the next about the same document, or CAHIER_NONE */
} cahier_masks;

/* NULL when the journal, or its absence, hides nothing. */
cahier_status cahier_masks_open(cahier_arena *arena, const cahier_decisions *decisions, cahier_masks **out);

/* All masks of the document `id`. `masks` may be NULL. */
cahier_status cahier_masks_put(cahier_arena *arena, const cahier_masks *masks, cahier_text id, cahier_cleaned *cleaned);

/* Where what stood at `at` before a mask stands after it; CAHIER_NONE: the mask hides it. */
uint32_t cahier_mask_carry(const cahier_decision *mask, uint32_t at);

/* One. */
cahier_status cahier_mask_put(cahier_arena *arena, const cahier_decision *mask, cahier_cleaned *cleaned);

#endif
