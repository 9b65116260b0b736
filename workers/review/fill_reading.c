/* SPDX-License-Identifier: Apache-2.0 */
/* fill_reading.c -- what was read and what is proposed, for who looks. */
#include "fill.h"
#include "proposals.h"
#include "reading.h"
#include "text.h"

static const cahier_said *own_verdict(const cahier_reading_item *item, const cahier_view *view)
{
    for (uint32_t i = 0; i < item->verdict_count; i++) {
        if (cahier_text_equal(view->said[item->verdict[i]].who, view->viewer->name)) {
            return &view->said[item->verdict[i]];
        }
    }
    return NULL;
}

static cahier_status fill_draws(
        cahier_arena *arena, const cahier_reading_plan *plan, const cahier_view *view, cahier_shown_reading *out)
{
    cahier_shown_draw *draws = CAHIER_NEW(arena, cahier_shown_draw, plan->count + 1);
    if (draws == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        draws[i] = (cahier_shown_draw){.document = plan->at[i].document,
                .theme = plan->at[i].theme,
                .uncertain = !plan->at[i].random,
                .own = own_verdict(&plan->at[i], view)};
        out->own_count += draws[i].own != NULL;
    }
    out->draws = draws;
    out->draw_count = plan->count;
    return CAHIER_OK;
}

/* With whom this person read most in common. */
static void fill_agreement(
        const cahier_agreement_of_two *pair, uint32_t count, cahier_text name, cahier_shown_reading *out)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t own = cahier_text_equal(pair[i].reader[1], name) ? 1 : 0;
        if (cahier_text_equal(pair[i].reader[own], name)) {
            out->second = pair[i].reader[1 - own];
            out->common = pair[i].both;
            out->kappa_milli = pair[i].kappa_milli;
            return;
        }
    }
}

cahier_status cahier_fill_reading(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_view *view)
{
    cahier_reading_plan plan;
    cahier_justesse justesse;
    cahier_agreement_of_two *pair;
    uint32_t pairs, themes = edition->input->result->theme_count;
    cahier_shown_reading *reading = CAHIER_NEW(arena, cahier_shown_reading, 1);
    cahier_standing *standing = CAHIER_NEW(arena, cahier_standing, themes + 1);
    if (reading == NULL || standing == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_reading_draw(arena, scratch, edition, &plan));
    CAHIER_TRY(cahier_reading_judge(arena, scratch, edition, &justesse));
    CAHIER_TRY(cahier_reading_agree(arena, scratch, edition, &pair, &pairs));
    CAHIER_TRY(fill_draws(arena, &plan, view, reading));
    fill_agreement(pair, pairs, view->viewer->name, reading);
    reading->right = justesse.all;
    reading->right_milli = justesse.all_milli;
    for (uint32_t k = 0; k < themes; k++) {
        standing[k] = view->standing[k];
        standing[k].right = justesse.theme[k];
    }
    view->reading = reading;
    view->standing = standing;
    return CAHIER_OK;
}

cahier_status cahier_fill_proposals(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_view *view)
{
    cahier_proposal *found;
    uint32_t count, filled = 0;
    CAHIER_TRY(cahier_proposals_find(arena, scratch, edition, &found, &count));
    cahier_shown_proposal *shown = CAHIER_NEW(arena, cahier_shown_proposal, count + 1);
    if (shown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    /* those of one theme together, in the order of themes; nearest first within */
    for (uint32_t k = 0; k < edition->input->result->theme_count; k++) {
        for (uint32_t i = 0; i < count; i++) {
            if (found[i].theme == k) {
                shown[filled++] = (cahier_shown_proposal){
                        found[i].document, found[i].theme, found[i].like, found[i].similarity_milli};
            }
        }
    }
    view->proposals = shown;
    view->proposal_count = filled;
    return CAHIER_OK;
}
