/* SPDX-License-Identifier: Apache-2.0 */
#include "guidance.h"

#include "french.h"

/* --- JSON ------------------------------------------------------------------------------------------------------------------- */

static void put_decision(cahier_out *out, const cahier_decision *decision)
{
    cahier_put(out, "{\"line\":");
    cahier_put_uint(out, decision->line);
    cahier_put_member(out, "do", decision->what);
    cahier_put_member(out, "who", decision->who);
    cahier_put_member(out, "when", decision->when);
    cahier_put_member(out, "note", decision->note);
}

void cahier_put_decision_of(cahier_out *out, const cahier_result *result, uint32_t d)
{
    const cahier_guidance *g = result->guidance;
    if (g != NULL && g->decisions != NULL && g->decision_of[d] != CAHIER_NONE) {
        cahier_put(out, ",\"decision\":");
        put_decision(out, &g->decisions->at[g->decision_of[d]]);
        cahier_put(out, "}");
    }
}

/* The decision that says what document d thinks, or does, or CAHIER_NONE: the rules do. */
static uint32_t polarity_decision(const cahier_result *result, uint32_t d)
{
    const cahier_guidance *g = result->guidance;
    return g != NULL && g->corrected.heard != NULL ? g->corrected.polarity_of[d] : CAHIER_NONE;
}

static uint32_t stance_decision(const cahier_result *result, uint32_t d)
{
    const cahier_guidance *g = result->guidance;
    return g != NULL && g->corrected.heard != NULL ? g->corrected.stance_of[d] : CAHIER_NONE;
}

/* ,"heard":"neutral","decision":{…}: what the rules had said, and who said otherwise; nothing when nobody did. */
static void put_heard(cahier_out *out, const cahier_result *result, const char *heard, uint32_t decision)
{
    cahier_put_member(out, "heard", cahier_string(heard));
    cahier_put(out, ",\"decision\":");
    put_decision(out, &result->guidance->decisions->at[decision]);
    cahier_put(out, "}");
}

void cahier_put_polarity_heard(cahier_out *out, const cahier_result *result, uint32_t d)
{
    uint32_t decision = polarity_decision(result, d);
    if (decision != CAHIER_NONE) {
        const cahier_document *heard = result->guidance->corrected.heard[d];
        put_heard(out, result, cahier_polarity_name(heard->polarity.label), decision);
    }
}

void cahier_put_stance_heard(cahier_out *out, const cahier_result *result, uint32_t d)
{
    uint32_t decision = stance_decision(result, d);
    if (decision != CAHIER_NONE) {
        const cahier_document *heard = result->guidance->corrected.heard[d];
        put_heard(out, result, cahier_stance_name(heard->stance.label), decision);
    }
}

void cahier_put_no_copy(cahier_out *out, const cahier_result *result, uint32_t d)
{
    const cahier_guidance *g = result->guidance;
    if (g != NULL && g->corrected.copy_of != NULL && g->corrected.copy_of[d] != CAHIER_NONE) {
        cahier_put(out, ",\"no_copy\":");
        put_decision(out, &g->decisions->at[g->corrected.copy_of[d]]);
        cahier_put(out, "}");
    }
}

static void put_listed(cahier_out *out, const cahier_result *result)
{
    const cahier_guidance *g = result->guidance;
    cahier_put(out, ",\"listed\":[");
    for (uint32_t l = 0; l < g->listed_count; l++) {
        cahier_put(out, l > 0 ? ",{\"name\":" : "{\"name\":");
        cahier_put_json(out, g->listed[l].name);
        cahier_put(out, ",\"documents\":");
        cahier_put_uint(out, g->listed[l].documents);
        cahier_put(out, ",\"theme\":");
        if (g->listed[l].theme == CAHIER_NONE) {
            cahier_put(out, "null}");
        } else {
            cahier_put_json(out, cahier_string(result->themes[g->listed[l].theme].id));
            cahier_put(out, "}");
        }
    }
    cahier_put(out, "]");
}

static void put_named(cahier_out *out, const cahier_result *result)
{
    bool first = true;
    cahier_put(out, ",\"named\":[");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        const cahier_theme *theme = &result->themes[k];
        const cahier_decision *decision = cahier_decision_on(result, theme);
        if (theme->taxonomy == CAHIER_NONE && decision == NULL) {
            continue;
        }
        cahier_put(out, first ? "{\"theme\":" : ",{\"theme\":");
        cahier_put_json(out, cahier_string(theme->id));
        cahier_put(out, ",\"words\":[");
        for (uint32_t i = 0; i < theme->seed_count; i++) {
            cahier_put(out, i > 0 ? "," : "");
            cahier_put_json(out, result->guidance->seed[theme->seeds[i]]);
        }
        cahier_put(out, "],\"decision\":");
        if (decision != NULL) {
            put_decision(out, decision);
        }
        cahier_put(out, decision != NULL ? "}}" : "null}");
        first = false;
    }
    cahier_put(out, "]");
}

/* Themes signed off, as they are. */
static void put_signed(cahier_out *out, const cahier_result *result)
{
    bool first = true;
    cahier_put(out, ",\"signed\":[");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        if (result->themes[k].signature != CAHIER_NONE) {
            cahier_put(out, first ? "{\"theme\":" : ",{\"theme\":");
            cahier_put_json(out, cahier_string(result->themes[k].id));
            cahier_put(out, ",\"decision\":");
            put_decision(out, &result->guidance->decisions->at[result->themes[k].signature]);
            cahier_put(out, "}}");
            first = false;
        }
    }
    cahier_put(out, "]");
}

static void put_line(cahier_out *out, const cahier_result *result, uint32_t i)
{
    const cahier_guidance *g = result->guidance;
    put_decision(out, &g->decisions->at[i]);
    cahier_put_member(out, "outcome", cahier_string(cahier_outcome_name(g->outcome[i])));
    cahier_put(out, ",\"missing\":");
    cahier_put_uint(out, g->missing[i]);
    if (g->theme_of[i] != CAHIER_NONE) {
        cahier_put_member(out, "theme", cahier_string(result->themes[g->theme_of[i]].id));
    }
    cahier_put(out, "}");
}

void cahier_put_guidance(cahier_out *out, const cahier_result *result)
{
    static const char *const use[] = {"none", "names", "guides"};
    const cahier_guidance *g = result->guidance;
    if (g == NULL) {
        cahier_put(out, "null");
        return;
    }
    cahier_put(out, "{\"list\":");
    cahier_put_json(out, cahier_string(use[g->use]));
    put_listed(out, result);
    put_named(out, result);
    put_signed(out, result);
    cahier_put(out, ",\"decisions\":[");
    for (uint32_t i = 0; g->decisions != NULL && i < g->decisions->count; i++) {
        cahier_put(out, i > 0 ? "," : "");
        put_line(out, result, i);
    }
    cahier_put(out, "]}");
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

void cahier_put_list_words(cahier_out *out, const cahier_result *result, const cahier_theme *theme)
{
    for (uint32_t i = 0; theme->taxonomy != CAHIER_NONE && i < theme->seed_count; i++) {
        cahier_put(out, i > 0 ? ", " : "");
        cahier_put_text(out, result->guidance->seed[theme->seeds[i]]);
    }
}

const cahier_decision *cahier_decision_on(const cahier_result *result, const cahier_theme *theme)
{
    bool named = result->guidance != NULL && result->guidance->decisions != NULL && theme->decision != CAHIER_NONE;
    return named ? &result->guidance->decisions->at[theme->decision] : NULL;
}

const cahier_decision *cahier_signature_of(const cahier_result *result, const cahier_theme *theme)
{
    return theme->signature != CAHIER_NONE ? &result->guidance->decisions->at[theme->signature] : NULL;
}

/* Themes of a town's list that no text, or too few, speak of. */
static void say_absent(const cahier_speaker *s, const cahier_guidance *g)
{
    cahier_out names;
    uint32_t absent = 0;
    cahier_out_open_memory(&names);
    for (uint32_t l = 0; l < g->listed_count; l++) {
        if (g->listed[l].theme == CAHIER_NONE) {
            cahier_put(&names, absent++ > 0 ? ", " : "");
            cahier_put_text(&names, g->listed[l].name);
        }
    }
    if (absent > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_absent, CAHIER_N(absent), CAHIER_T(cahier_out_text(&names)));
    }
    cahier_out_close(&names);
}

static void say_list(const cahier_speaker *s, const cahier_guidance *g)
{
    uint32_t present = 0;
    for (uint32_t l = 0; l < g->listed_count; l++) {
        present += g->listed[l].theme != CAHIER_NONE;
    }
    if (g->use == CAHIER_LIST_GUIDES) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_list, CAHIER_N(present), CAHIER_N(g->listed_count));
        say_absent(s, g);
    } else if (g->use == CAHIER_LIST_NAMES && present > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_names, CAHIER_N(present));
    }
}

/* What people said of texts, and counts in the numbers. */
static void say_corrected(const cahier_speaker *s, const cahier_result *result)
{
    const cahier_corrected *corrected = &result->guidance->corrected;
    uint32_t polarity = 0, stance = 0, apart = 0, closed = 0;
    for (uint32_t d = 0; corrected->heard != NULL && d < result->corpus.count; d++) {
        polarity += corrected->polarity_of[d] != CAHIER_NONE;
        stance += corrected->stance_of[d] != CAHIER_NONE;
        apart += corrected->copy_of[d] != CAHIER_NONE;
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        closed += result->themes[k].signature != CAHIER_NONE;
    }
    if (polarity + stance > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_heard, CAHIER_N(polarity), CAHIER_N(stance));
    }
    if (apart > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_apart, CAHIER_N(apart));
    }
    if (closed > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_signed, CAHIER_N(closed), CAHIER_N(result->theme_count));
    }
}

static void say_decisions(const cahier_speaker *s, const cahier_guidance *g)
{
    uint32_t count = g->decisions->count, outside = g->counted[CAHIER_OUTSIDE];
    uint32_t lost = count - outside - g->counted[CAHIER_APPLIED] - g->counted[CAHIER_UNDONE];
    CAHIER_SAY_LINE(s, cahier_fr.guided_decisions, CAHIER_N(g->counted[CAHIER_APPLIED]), CAHIER_N(count));
    if (outside > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_outside, CAHIER_N(outside));
    }
    if (lost > 0) {
        CAHIER_SAY_LINE(s, cahier_fr.guided_lost, CAHIER_N(lost), CAHIER_N(count));
    }
    for (uint32_t i = 0; i < count; i++) {
        const cahier_decision *decision = &g->decisions->at[i];
        if (g->outcome[i] > CAHIER_UNDONE) {
            CAHIER_SAY_LINE(s, cahier_fr.guided_lost_line, CAHIER_N(decision->line), CAHIER_T(decision->what),
                    CAHIER_T(decision->who), CAHIER_W(cahier_french_outcome[g->outcome[i]]));
        } else if (g->missing[i] > 0) {
            CAHIER_SAY_LINE(s, cahier_fr.guided_missing, CAHIER_N(decision->line), CAHIER_T(decision->what),
                    CAHIER_T(decision->who), CAHIER_N(g->missing[i]));
        }
    }
}

void cahier_say_guidance(const cahier_result *result, const cahier_speaker *s)
{
    if (result->guidance != NULL) {
        say_list(s, result->guidance);
    }
    if (result->guidance != NULL && result->guidance->decisions != NULL) {
        say_corrected(s, result);
        say_decisions(s, result->guidance);
    }
}
