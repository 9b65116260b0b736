/* SPDX-License-Identifier: Apache-2.0 */
/* at_refit.c -- what learning anew would change; the decision itself is said in at_decide.c. */
#include "at.h"
#include "at_batch.h"
#include "fill.h"
#include "refit.h"

static cahier_status fill_refit(cahier_arena *arena, const cahier_refit *refit, cahier_shown_refit *out)
{
    const cahier_result *now = refit->edition->input->result;
    cahier_shown_refit_theme *themes = CAHIER_NEW(arena, cahier_shown_refit_theme, (size_t)refit->count + 1);
    if (themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < refit->count; i++) {
        const cahier_refit_theme *theme = &refit->theme[i];
        if (theme->now != CAHIER_NONE) {
            themes[i].before = now->themes[theme->now].label;
            themes[i].size_before = now->themes[theme->now].document_count;
        }
        if (theme->then != CAHIER_NONE) {
            themes[i].after = refit->label[theme->then];
            themes[i].size_after = theme->shared + theme->joined;
        }
    }
    *out = (cahier_shown_refit){.themes = themes,
            .count = refit->count,
            .moved = refit->moved_count,
            .kept = now->counts.documents - refit->moved_count,
            .lost = refit->lost};
    return CAHIER_OK;
}

void cahier_at_refit(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    cahier_refit refit;
    cahier_shown_refit shown;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    cahier_review_answer answer = cahier_editions_refit(request->site->editions, &page.place, request->arena, &refit);
    if (answer != CAHIER_REVIEW_DONE) {
        cahier_at_answer(request, response, page.batch, answer);
        cahier_at_close(&page);
        return;
    }
    if (fill_refit(request->arena, &refit, &shown) == CAHIER_OK &&
            cahier_fill_view(request->arena, refit.edition, &page.lot, &page.view) == CAHIER_OK) {
        cahier_view_refit(&response->body, &page.view, &shown);
    } else {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    }
    cahier_edition_release(refit.edition);
    cahier_at_close(&page);
}
