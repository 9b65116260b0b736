/* SPDX-License-Identifier: Apache-2.0 */
/* at_batch.h -- what the handlers of an edition share: the edition taken, the view filled; private to at_batch.c, at_decide.c and at_exports.c.
 *
 * In      a request whose first capture is the batch
 * Out     view and edition of a batch that is ready; else the answer is written already: the page of the lot while it is not ready, a
 *         trouble when it is gone
 * Memory  the edition is taken until close
 */
#ifndef CAHIER_REVIEW_AT_BATCH_H
#define CAHIER_REVIEW_AT_BATCH_H

#include "edition.h"
#include "http.h"

typedef struct cahier_at_page {
    cahier_request *request;
    cahier_response *response;
    const char *batch;
    cahier_edition_place place;
    const cahier_edition *edition;
    cahier_shown_lot lot;
    cahier_view view;
} cahier_at_page;

bool cahier_at_open(cahier_at_page *page, cahier_request *request, cahier_response *response);
void cahier_at_close(cahier_at_page *page);
/* What an answer of the editions is, to a reader; anything but DONE. */
void cahier_at_answer(
        cahier_request *request, cahier_response *response, const char *batch, cahier_review_answer answer);

/* More of the view, of fill.h. False: no memory. */
bool cahier_at_fill(cahier_at_page *page, cahier_status (*fill)(cahier_arena *arena, cahier_arena *scratch,
                                                  const cahier_edition *edition, cahier_view *view));
/* The document of that id, or the first answer of the contribution of that id; CAHIER_NONE. */
uint32_t cahier_at_document(const cahier_edition *edition, cahier_text id);

#endif
