/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, what the council reads: the page as it was when it was published. */
#include "at.h"
#include "lots.h"
#include "published.h"
#include "text.h"

void cahier_at_published(cahier_request *request, cahier_response *response)
{
    const char *batch = cahier_lots_name(request, request->capture[0]);
    cahier_kept_page *page;
    cahier_queue_answer answer =
            batch != NULL ? cahier_pages_take(request, batch, cahier_field_value(&request->query, "lien"), &page)
                          : CAHIER_QUEUE_NOTHING;
    if (answer == CAHIER_QUEUE_NOTHING) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_LINK);
        return;
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    response->policy = CAHIER_REPORT_POLICY;
    response->keeping = CAHIER_KEEP_ASKING;
    response->tag = cahier_page_tag(page);
    response->lent = cahier_page_html(page).at;
    response->lent_len = cahier_page_html(page).len;
    response->release = cahier_page_release;
    response->lender = page;
}
