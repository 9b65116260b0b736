/* SPDX-License-Identifier: Apache-2.0 */
/* at_publication.c -- what the council will see, and its publication: the page as it is now, frozen. */
#include <sodium.h>

#include "at.h"
#include "at_batch.h"
#include "facts.h"
#include "files.h"
#include "fill.h"
#include "published.h"
#include "queue_review.h"
#include "text.h"

#define LINK_BYTES 16u /* of chance: nobody guesses an address */

static void write_page(const cahier_at_page *page, cahier_out *out)
{
    cahier_facts facts;
    cahier_facts_open(page->edition->input, &facts);
    cahier_write_page(out, page->edition->input, &facts);
    cahier_facts_close(&facts);
}

void cahier_at_publication(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    cahier_queue_publication kept = {.revision = 0};
    cahier_queue_answer answer;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    do {
        answer = cahier_queue_read_publication(request->queue, request->arena, page.batch, false, &kept);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
        cahier_answer_queue(request, response, answer);
    } else if (!cahier_at_fill(&page, cahier_fill_reading)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    } else {
        const cahier_shown_publication shown = {.state = answer == CAHIER_QUEUE_NOTHING ? CAHIER_PUBLISHED_NOT
                                                         : kept.link.len > 0            ? CAHIER_PUBLISHED_LINK
                                                                                        : CAHIER_PUBLISHED_ALL,
                .who = kept.who,
                .when = kept.when,
                .link = kept.link,
                .revision = kept.revision};
        cahier_view_publication(&response->body, &page.view, &shown);
    }
    cahier_at_close(&page);
}

/* The page of the council, as it would be published now: its own policy, with the hash of its script, is in it. */
void cahier_at_preview(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    write_page(&page, &response->body);
    response->policy = CAHIER_REPORT_POLICY;
    cahier_at_close(&page);
}

/* --- publishing ------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer publish(cahier_at_page *page, bool by_link)
{
    cahier_request *request = page->request;
    unsigned char chance[LINK_BYTES];
    char link[2 * LINK_BYTES + 1] = "", now[32];
    cahier_out html;
    cahier_queue_answer answer;
    if (by_link) {
        randombytes_buf(chance, sizeof chance);
        (void)sodium_bin2hex(link, sizeof link, chance, sizeof chance);
    }
    cahier_account_now(now);
    cahier_out_open_memory(&html);
    write_page(page, &html);
    const cahier_queue_publication publication = {.html = cahier_out_text(&html),
            .who = request->viewer.name,
            .when = cahier_string(now),
            .link = cahier_string(link),
            .revision = page->edition->revision};
    do {
        answer = cahier_queue_publish(request->queue, page->batch, &publication);
    } while (cahier_request_again(request, answer));
    (void)cahier_out_close(&html);
    return answer;
}

static cahier_queue_answer withdraw(const cahier_at_page *page)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_withdraw(page->request->queue, page->batch);
    } while (cahier_request_again(page->request, answer));
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
}

void cahier_at_publish(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    cahier_text state = cahier_field_value(&request->form, "etat");
    bool by_link = cahier_text_equal(state, cahier_string("lien"));
    bool away = cahier_text_equal(state, cahier_string("non"));
    if (!by_link && !away && !cahier_text_equal(state, cahier_string("public"))) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    cahier_queue_answer answer = away ? withdraw(&page) : publish(&page, by_link);
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_answer_path(request, response, "/lots/%s/publication?avis=%s", page.batch,
                cahier_notice_key(away ? CAHIER_NOTICE_WITHDRAWN : CAHIER_NOTICE_PUBLISHED));
    } else {
        cahier_answer_queue(request, response, answer);
    }
    cahier_at_close(&page);
}
