/* SPDX-License-Identifier: Apache-2.0 */
/* at_batch.c -- the pages of an edition, at their paths. */
#include "at_batch.h"

#include "api.h"
#include "at.h"
#include "fill.h"
#include "lots.h"

#define NOT_READY_SECONDS 5u /* a machine asks again after */

void cahier_at_answer(
        cahier_request *request, cahier_response *response, const char *batch, cahier_review_answer answer)
{
    switch (answer) {
    case CAHIER_REVIEW_BUSY:
        if (request->machine) {
            response->retry_seconds = NOT_READY_SECONDS;
            cahier_api_problem(response, 409, "not_ready", "Ce lot n'est pas encore prêt.", NULL);
            return;
        }
        cahier_answer_path(request, response, "/lots/%s", batch);
        return;
    case CAHIER_REVIEW_NO_BATCH:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_GONE);
        return;
    case CAHIER_REVIEW_WRONG:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    case CAHIER_REVIEW_UNREACHABLE:
    case CAHIER_REVIEW_REFUSED:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_QUEUE);
        return;
    case CAHIER_REVIEW_NO_MEMORY:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    default:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_FAILED);
        return;
    }
}

/* False when it has answered: no such batch, or Redis is away. */
static bool open_lot(cahier_at_page *page, cahier_request *request, cahier_response *response,
        cahier_queue_answer (*look)(const cahier_request *request, cahier_text batch, cahier_shown_lot *out))
{
    *page = (cahier_at_page){
            .request = request, .response = response, .batch = cahier_lots_name(request, request->capture[0])};
    page->place = (cahier_edition_place){request->queue, request->town->tenant, page->batch};
    cahier_queue_answer read = look(request, request->capture[0], &page->lot);
    if (read != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, read);
        return false;
    }
    page->view = cahier_request_view(request);
    page->view.lot = &page->lot;
    return true;
}

static bool fill_page(cahier_at_page *page)
{
    cahier_filter_read(page->request->query.at, page->request->query.count, &page->view.filter);
    if (cahier_fill_view(page->request->arena, page->edition, &page->lot, &page->view) == CAHIER_OK) {
        return true;
    }
    cahier_at_close(page);
    cahier_answer_trouble(page->request, page->response, CAHIER_TROUBLE_BUSY);
    return false;
}

bool cahier_at_open(cahier_at_page *page, cahier_request *request, cahier_response *response)
{
    if (!open_lot(page, request, response, cahier_lots_glance)) {
        return false;
    }
    cahier_review_answer answer = cahier_editions_take(request->site->editions, &page->place, &page->edition);
    if (answer != CAHIER_REVIEW_DONE) {
        cahier_at_answer(request, response, page->batch, answer);
        return false;
    }
    return fill_page(page);
}

/* The page of a batch, with its figures once it is ready; while it is analysed again, without. */
void cahier_at_lot(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!open_lot(&page, request, response, cahier_lots_read)) {
        return;
    }
    cahier_review_answer answer = CAHIER_REVIEW_BUSY;
    if (page.lot.state == CAHIER_LOT_READY) {
        answer = cahier_editions_take(request->site->editions, &page.place, &page.edition);
    }
    if (answer == CAHIER_REVIEW_DONE && fill_page(&page)) {
        cahier_view_lot(&response->body, &page.view);
        cahier_at_close(&page);
    } else if (answer == CAHIER_REVIEW_BUSY) {
        cahier_view_lot(&response->body, &page.view);
    } else if (answer != CAHIER_REVIEW_DONE) {
        cahier_at_answer(request, response, page.batch, answer);
    }
}

void cahier_at_close(cahier_at_page *page)
{
    cahier_edition_release(page->edition);
}

bool cahier_at_fill(cahier_at_page *page, cahier_status (*fill)(cahier_arena *arena, cahier_arena *scratch,
                                                  const cahier_edition *edition, cahier_view *view))
{
    cahier_arena scratch; /* of its own: what is used up in it is given back between two steps */
    if (!cahier_arena_open(&scratch, CAHIER_REQUEST_ARENA)) {
        return false;
    }
    cahier_status status = fill(page->request->arena, &scratch, page->edition, &page->view);
    cahier_arena_close(&scratch);
    return status == CAHIER_OK;
}

uint32_t cahier_at_document(const cahier_edition *edition, cahier_text id)
{
    uint32_t first, end;
    cahier_answers_find(&edition->prepared->ids, &edition->input->result->corpus, id, &first, &end);
    return first < end ? first : CAHIER_NONE;
}

/* Pages that need nothing but the view. */
static void show(
        cahier_request *request, cahier_response *response, void (*view)(cahier_out *out, const cahier_view *view))
{
    cahier_at_page page;
    if (cahier_at_open(&page, request, response)) {
        view(&response->body, &page.view);
        cahier_at_close(&page);
    }
}

/* Pages that also say how right the themes are. */
static void show_read(
        cahier_request *request, cahier_response *response, void (*view)(cahier_out *out, const cahier_view *view))
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    if (cahier_at_fill(&page, cahier_fill_reading)) {
        view(&response->body, &page.view);
    } else {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    }
    cahier_at_close(&page);
}

void cahier_at_themes(cahier_request *request, cahier_response *response)
{
    show_read(request, response, cahier_view_themes);
}

void cahier_at_unclassified(cahier_request *request, cahier_response *response)
{
    show(request, response, cahier_view_unclassified);
}

void cahier_at_copies(cahier_request *request, cahier_response *response)
{
    show(request, response, cahier_view_copies);
}

void cahier_at_personal(cahier_request *request, cahier_response *response)
{
    show(request, response, cahier_view_personal);
}

void cahier_at_reading(cahier_request *request, cahier_response *response)
{
    show_read(request, response, cahier_view_reading);
}

void cahier_at_journal(cahier_request *request, cahier_response *response)
{
    show(request, response, cahier_view_journal);
}

void cahier_at_method(cahier_request *request, cahier_response *response)
{
    show(request, response, cahier_view_method);
}

void cahier_at_proposals(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    if (cahier_at_fill(&page, cahier_fill_proposals)) {
        cahier_view_proposals(&response->body, &page.view);
    } else {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    }
    cahier_at_close(&page);
}

/* A theme that a decision just made go: the list says what was done. */
void cahier_at_theme(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    uint32_t theme = cahier_overlay_theme(page.edition->input->result, request->capture[1]);
    if (theme == CAHIER_NONE && page.view.done.len > 0) {
        cahier_answer_path(
                request, response, "/lots/%s/themes?fait=%.*s", page.batch, (int)page.view.done.len, page.view.done.at);
    } else if (theme == CAHIER_NONE) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_THEME);
    } else if (!cahier_at_fill(&page, cahier_fill_reading)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    } else {
        cahier_view_theme(&response->body, &page.view, theme);
    }
    cahier_at_close(&page);
}

void cahier_at_contribution(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    cahier_text id = request->capture[1].len > 0 ? request->capture[1] : cahier_field_value(&request->query, "id");
    uint32_t document = cahier_at_document(page.edition, id);
    if (document == CAHIER_NONE) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
    } else {
        cahier_view_contribution(&response->body, &page.view, document);
    }
    cahier_at_close(&page);
}
