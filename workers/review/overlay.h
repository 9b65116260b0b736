/* SPDX-License-Identifier: Apache-2.0 */
/* overlay.h -- what people said beside the themes, by theme and by contribution: the journal as pages ask for it.
 *
 * In      result and journal of an edition
 * Out     for each theme and each document, the entries that are about it, in the order of the journal, whatever became of
 *         them; the sign-off that holds; masks that were put or called wrong by hand
 * Value   Corrected polarity and stance, and refused copies, are in the result itself (guide.h: heard, polarity_of,
 *         stance_of, copy_of): every number counts them.
 * Errors  NOMEM
 * Memory  in `arena`
 * Cost    O(D + K + contributions and members named)
 */
#ifndef CAHIER_REVIEW_OVERLAY_H
#define CAHIER_REVIEW_OVERLAY_H

#include "journal.h"

typedef struct cahier_entries { /* ranks in the journal, ascending */
    const uint32_t *at;
    uint32_t count;
} cahier_entries;

typedef struct cahier_mask_mark { /* a mask of a text that a person put, or called wrong */
    uint32_t document, redaction; /* index in the document's redactions */
    uint32_t put_by, wrong_by;    /* entries, or CAHIER_NONE */
} cahier_mask_mark;

typedef struct cahier_overlay {
    const cahier_entries *of_theme;    /* K */
    const cahier_entries *of_document; /* D */
    const uint32_t *signed_by;         /* K: the entry of the sign-off that holds, or CAHIER_NONE */
    const cahier_mask_mark *mask;      /* by document */
    uint32_t mask_count;
    uint32_t signed_count;
    uint32_t conflicts;  /* entries that do not apply, for another reason than that they were undone or replaced */
    uint32_t publish_by; /* the entry of the last publication, or CAHIER_NONE */
} cahier_overlay;

typedef struct cahier_overlay_input {
    const cahier_result *result;
    const cahier_intern *ids; /* decision.h, of the corpus */
    const cahier_review_journal *journal;
} cahier_overlay_input;

cahier_status cahier_overlay_read(
        cahier_arena *arena, cahier_arena *scratch, const cahier_overlay_input *in, cahier_overlay *out);

/* Theme of this id, or CAHIER_NONE. */
uint32_t cahier_overlay_theme(const cahier_result *result, cahier_text id);

#endif
