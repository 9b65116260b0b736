/* SPDX-License-Identifier: Apache-2.0 */
/* view.h -- the pages of the review, each a pure function of what it shows and of who looks.
 *
 * In      who looks, and what is shown: shown.h
 * Out     a whole HTML page in a cahier_out: texts from outside through the escapes of out.h alone, French from review_words.h
 * Value   Every page works without script: what changes something is a form, POST, with the session's `csrf`, a `nonce` of its own (the
 *         id of the decision) and `seen` (the revision that the page showed). No inline script or style, no style attribute.
 *         Lists have CAHIER_VIEW_ROWS rows a page, so a page of 50,000 contributions costs what a page of 500 does, plus one scan.
 * Errors  none
 * Memory  nothing is kept
 */
#ifndef CAHIER_REVIEW_VIEW_H
#define CAHIER_REVIEW_VIEW_H

#include "out.h"
#include "shown.h"

void cahier_view_sign_in(cahier_out *out, const cahier_view *view, const cahier_shown_sign_in *sign_in);
void cahier_view_trouble(cahier_out *out, const cahier_view *view, cahier_review_trouble problem);
void cahier_view_clash(cahier_out *out, const cahier_view *view, const cahier_shown_clash *clash);
/* A decision that would change nothing, or is none: why, in words of ours or in a sentence. */
void cahier_view_refused(
        cahier_out *out, const cahier_view *view, const char *words, cahier_text sentence, cahier_text back);
void cahier_view_lots(cahier_out *out, const cahier_view *view, const cahier_shown_lot *lots, uint32_t count);
void cahier_view_upload(cahier_out *out, const cahier_view *view);
void cahier_view_preflight(cahier_out *out, const cahier_view *view, const cahier_preflight *preflight);
/* The same files were sent before, under another title: `lot`. */
void cahier_view_sent_before(
        cahier_out *out, const cahier_view *view, const cahier_preflight *preflight, const cahier_shown_lot *lot);
void cahier_view_settings(cahier_out *out, const cahier_view *view, const cahier_shown_settings *settings);

/* From the fields of a query, as the pages write them; what is malformed is no filter. Texts are borrowed. */
void cahier_filter_read(const cahier_shown_field *field, uint32_t count, cahier_shown_filter *out);

/* The line of the journal of that id, or NULL. */
const cahier_said *cahier_said_find(const cahier_view *view, cahier_text id);

/* Of view->lot; all but the first of an edition. */
void cahier_view_lot(cahier_out *out, const cahier_view *view);
void cahier_view_themes(cahier_out *out, const cahier_view *view);
void cahier_view_theme(cahier_out *out, const cahier_view *view, uint32_t theme);
void cahier_view_unclassified(cahier_out *out, const cahier_view *view);
void cahier_view_copies(cahier_out *out, const cahier_view *view);
void cahier_view_personal(cahier_out *out, const cahier_view *view);
void cahier_view_contribution(cahier_out *out, const cahier_view *view, uint32_t document);
void cahier_view_proposals(cahier_out *out, const cahier_view *view);
void cahier_view_reading(cahier_out *out, const cahier_view *view);
void cahier_view_journal(cahier_out *out, const cahier_view *view);
void cahier_view_publication(cahier_out *out, const cahier_view *view, const cahier_shown_publication *publication);
void cahier_view_method(cahier_out *out, const cahier_view *view);
void cahier_view_refit(cahier_out *out, const cahier_view *view, const cahier_shown_refit *refit);

/* The percentage of a phase under way, and « 12 s » left, as the stream of events sends it to the page of the lot: one JSON line. */
void cahier_view_progress(cahier_out *out, const cahier_shown_lot *lot);

#endif
