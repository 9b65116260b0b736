/* SPDX-License-Identifier: Apache-2.0 */
/* fill.h -- an edition becomes what pages show: shown.h.
 *
 * In      an edition, taken; who looks
 * Out     the parts of a cahier_view that come from it; `said` are the entries of its journal, in the same order
 * Errors  NOMEM
 * Memory  in `arena`; texts are borrowed from the edition, which must stay taken until the page is written
 * Cost    O(entries + what they name); reading and proposals as reading.h and proposals.h
 */
#ifndef CAHIER_REVIEW_FILL_H
#define CAHIER_REVIEW_FILL_H

#include "edition.h"
#include "shown.h"

/* input, said, revision, standing; the lot's themes, signed_off, decisions and conflicts. `lot` may be NULL. */
cahier_status cahier_fill_view(
        cahier_arena *arena, const cahier_edition *edition, cahier_shown_lot *lot, cahier_view *view);

/* view->reading, and how right each theme is, in view->standing: for view->viewer. After cahier_fill_view. */
cahier_status cahier_fill_reading(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_view *view);

cahier_status cahier_fill_proposals(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_view *view);

#endif
