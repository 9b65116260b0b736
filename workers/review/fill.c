/* SPDX-License-Identifier: Apache-2.0 */
#include "fill.h"

#include <string.h>

/* --- the journal --- */

static cahier_text text_of(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

/* What a decision says of a text, as a word of review_words. */
static cahier_text value_of(const cahier_decision *decision)
{
    switch (decision->deed) {
    case CAHIER_SAY_POLARITY:
        return text_of(cahier_polarity_name(decision->polarity));
    case CAHIER_SAY_STANCE:
        return text_of(cahier_stance_name(decision->stance));
    case CAHIER_DUPLICATE:
        return text_of(decision->yes ? "accepted" : "refused");
    case CAHIER_VERDICT:
        return text_of(decision->yes ? "right" : "wrong");
    case CAHIER_MASK:
        return text_of(cahier_redaction_name(decision->kind));
    default:
        return (cahier_text){NULL, 0};
    }
}

static cahier_status fill_said(
        cahier_arena *arena, const cahier_result *result, const cahier_entry *entry, cahier_said *out)
{
    const cahier_decision *decision = entry->decision;
    cahier_text *themes = CAHIER_NEW(arena, cahier_text, decision->theme_count + 1);
    if (themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < decision->theme_count; i++) {
        themes[i] = decision->themes[i].id;
    }
    *out = (cahier_said){.id = decision->id,
            .what = decision->what,
            .who = decision->who,
            .when = decision->when,
            .note = decision->note,
            .themes = themes,
            .theme_count = decision->theme_count,
            .contributions = decision->contributions,
            .contribution_count = decision->contribution_count,
            .label = decision->label,
            .term = decision->term,
            .value = value_of(decision),
            .of = decision->of,
            .outcome = entry->outcome,
            .undone = entry->undone_by != CAHIER_NONE};
    /* a theme that goes by another id since is shown by its name of today */
    if (entry->theme != CAHIER_NONE && decision->deed != CAHIER_RENAME) {
        out->was = result->themes[entry->theme].label;
    }
    return CAHIER_OK;
}

/* --- themes --- */

/* The last sign-off of a theme that was not undone, whether it holds or fell since; NULL: none. */
static const cahier_said *last_signature(const cahier_edition *edition, const cahier_said *said, uint32_t theme)
{
    const cahier_entries *entries = &edition->overlay->of_theme[theme];
    for (uint32_t i = entries->count; i > 0; i--) {
        const cahier_entry *entry = &edition->journal->at[entries->at[i - 1]];
        if (entry->decision->deed == CAHIER_SIGN && entry->undone_by == CAHIER_NONE) {
            return &said[entries->at[i - 1]];
        }
    }
    return NULL;
}

static cahier_status fill_standing(cahier_arena *arena, const cahier_edition *edition, cahier_view *view)
{
    uint32_t count = edition->input->result->theme_count;
    cahier_standing *standing = CAHIER_NEW(arena, cahier_standing, count + 1);
    if (standing == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < count; k++) {
        uint32_t holds = edition->overlay->signed_by[k];
        standing[k].signed_off = holds != CAHIER_NONE ? &view->said[holds] : last_signature(edition, view->said, k);
        standing[k].changed_since = standing[k].signed_off != NULL && holds == CAHIER_NONE;
    }
    view->standing = standing;
    return CAHIER_OK;
}

cahier_status cahier_fill_view(
        cahier_arena *arena, const cahier_edition *edition, cahier_shown_lot *lot, cahier_view *view)
{
    const cahier_review_journal *journal = edition->journal;
    cahier_said *said = CAHIER_NEW(arena, cahier_said, journal->count + 1);
    if (said == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < journal->count; i++) {
        CAHIER_TRY(fill_said(arena, edition->input->result, &journal->at[i], &said[i]));
    }
    view->input = edition->input;
    view->said = said;
    view->said_count = journal->count;
    view->revision = edition->revision;
    if (lot != NULL) {
        lot->themes = edition->input->result->theme_count;
        lot->signed_off = edition->overlay->signed_count;
        lot->decisions = journal->count;
        lot->conflicts = edition->overlay->conflicts;
        view->lot = lot;
    }
    return fill_standing(arena, edition, view);
}
