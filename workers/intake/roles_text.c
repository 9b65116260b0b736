/* SPDX-License-Identifier: Apache-2.0 */
#include "roles_parts.h"

#include <string.h>

static bool is_text_name(const cahier_profile *p, bool weak)
{
    return cahier_profile_is_applicable(p) && p->rule->role == CAHIER_ROLE_TEXT &&
           (p->rule->flags & CAHIER_COLUMN_SUMMARY) == 0 && ((p->rule->flags & CAHIER_COLUMN_WEAK) != 0) == weak;
}

/* An open question: asked as one, and answered in words, short or long. */
static bool is_open_question(const cahier_profile *p)
{
    if (!p->question || p->filled == 0 || cahier_profile_is_closed(p) || p->yes_no * 10 > p->filled * 9) {
        return false;
    }
    /* « Le bruit », « Les camions »: short, but all different */
    bool worded = p->words >= (uint64_t)p->filled * 3 || p->bytes >= (uint64_t)p->filled * 20 ||
                  (p->pieces > 20 && p->pieces * 5 >= p->filled && p->letters * 10 >= p->bytes * 6);
    return worded && (p->numbers + p->dates) * 2 < p->filled && p->emails * 2 < p->filled && p->urls * 2 < p->filled;
}

static bool is_excluded(const cahier_profile *p)
{
    return cahier_profile_is_applicable(p) && p->rule->role != CAHIER_ROLE_TEXT;
}

/* The strongly named text: its best rank, and all columns of that very name in no other language. */
static uint32_t named_text(const cahier_assigner *a, bool weak)
{
    uint32_t best = CAHIER_NONE;
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        if (a->taken[j] || a->profile[j].filled == 0 || !is_text_name(&a->profile[j], weak)) {
            continue;
        }
        if (best == CAHIER_NONE ||
                cahier_layout_cost(a, j, CAHIER_ROLE_TEXT) < cahier_layout_cost(a, best, CAHIER_ROLE_TEXT)) {
            best = j;
        }
    }
    return best;
}

static cahier_status add_answer(cahier_assigner *a, uint32_t j, cahier_role_why why)
{
    cahier_layout_grant(a, j, CAHIER_ROLE_TEXT, why);
    return cahier_layout_append(a, &a->layout->text, j);
}

/* Beside a title, only what is longer than it is the text that it announces. */
static bool outdoes_title(const cahier_assigner *a, const cahier_profile *p)
{
    uint32_t title = a->layout->title;
    return title == CAHIER_NONE || p->bytes * a->profile[title].filled > a->profile[title].bytes * p->filled;
}

/* Columns that answer beside the named text: open questions; without a strong name, weak names and prose too. */
static cahier_status add_answers(cahier_assigner *a, bool strong)
{
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        if (a->taken[j] || p->filled == 0 || (is_excluded(p) && !(p->question && cahier_profile_is_prose(p)))) {
            continue;
        }
        if (is_open_question(p) || (!strong && p->question && cahier_profile_is_prose(p))) {
            CAHIER_TRY(add_answer(a, j, CAHIER_WHY_QUESTION));
        } else if (!strong && is_text_name(p, true) && !cahier_profile_is_closed(p)) {
            CAHIER_TRY(add_answer(a, j, CAHIER_WHY_NAME));
        } else if (!strong && !is_excluded(p) && cahier_profile_is_prose(p) && outdoes_title(a, p) &&
                   !(p->rule != NULL && (p->rule->flags & CAHIER_COLUMN_SUMMARY) != 0)) {
            CAHIER_TRY(add_answer(a, j, CAHIER_WHY_CONTENT));
        }
    }
    return CAHIER_OK;
}

/* Short words, but the only ones: the wordiest column that nothing else claims. */
static uint32_t wordiest(const cahier_assigner *a)
{
    uint32_t best = CAHIER_NONE;
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        bool usable = !a->taken[j] && p->filled > 0 && !is_excluded(p) && p->letters * 2 > p->bytes &&
                      p->urls * 2 < p->filled && p->yes_no * 2 < p->filled && p->dates * 2 < p->filled;
        if (usable &&
                (best == CAHIER_NONE || p->words * a->profile[best].filled > a->profile[best].words * p->filled)) {
            best = j;
        }
    }
    return best;
}

/* Columns of the same role as `main` under another language, and summaries: read when it is empty. */
cahier_status cahier_roles_add_fallbacks(
        cahier_assigner *a, cahier_role role, uint32_t taken_by, cahier_column_list *list)
{
    for (uint32_t j = 0; j < a->table->column_count && taken_by != CAHIER_NONE; j++) {
        const cahier_profile *p = &a->profile[j];
        if (a->taken[j] || p->filled == 0 || p->rule == NULL || p->rule->role != role) {
            continue;
        }
        bool summary = (p->rule->flags & CAHIER_COLUMN_SUMMARY) != 0;
        bool locale = p->localised && strcmp(p->base, a->profile[taken_by].base) == 0;
        if (summary || locale) {
            cahier_layout_grant(a, j, CAHIER_ROLE_FALLBACK, CAHIER_WHY_LOCALE);
            CAHIER_TRY(cahier_layout_append(a, list, j));
        }
    }
    return CAHIER_OK;
}

static void sort_texts(cahier_column_list *text)
{
    for (uint32_t i = 1; i < text->count; i++) {
        for (uint32_t k = i; k > 0 && text->at[k] < text->at[k - 1]; k--) {
            uint32_t swapped = text->at[k];
            text->at[k] = text->at[k - 1];
            text->at[k - 1] = swapped;
        }
    }
}

/* The operation's title stands in where the project has none. */
static cahier_status add_other_titles(cahier_assigner *a)
{
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        if (!a->taken[j] && p->filled > 0 && cahier_profile_is_applicable(p) && p->rule->role == CAHIER_ROLE_TITLE) {
            cahier_layout_grant(a, j, CAHIER_ROLE_FALLBACK, CAHIER_WHY_ONLY_TITLE);
            CAHIER_TRY(cahier_layout_append(a, &a->layout->fallback, j));
        }
    }
    return CAHIER_OK;
}

/* Without any text, the title is what was written: the winning projects of Paris. */
static cahier_status text_from_title(cahier_assigner *a)
{
    cahier_layout *layout = a->layout;
    if (layout->title != CAHIER_NONE) {
        uint32_t j = layout->title;
        layout->title = CAHIER_NONE;
        CAHIER_TRY(add_answer(a, j, CAHIER_WHY_ONLY_TITLE));
        return add_other_titles(a);
    }
    uint32_t j = wordiest(a);
    if (j != CAHIER_NONE) {
        return add_answer(a, j, CAHIER_WHY_CONTENT);
    }
    /* a text column that nobody filled: its rows are set aside, and said to be empty */
    for (j = 0; j < a->table->column_count; j++) {
        if (!a->taken[j] && a->profile[j].rule != NULL && a->profile[j].rule->role == CAHIER_ROLE_TEXT) {
            return add_answer(a, j, CAHIER_WHY_EMPTY);
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_roles_give_texts(cahier_assigner *a)
{
    cahier_layout *layout = a->layout;
    if (layout->text.count > 0) {
        return CAHIER_OK; /* asked for */
    }
    uint32_t named = named_text(a, false);
    if (named != CAHIER_NONE) {
        layout->main = named;
        CAHIER_TRY(add_answer(a, named, CAHIER_WHY_NAME));
        CAHIER_TRY(cahier_roles_add_fallbacks(a, CAHIER_ROLE_TEXT, named, &layout->fallback));
    }
    CAHIER_TRY(add_answers(a, named != CAHIER_NONE));
    if (layout->text.count == 0) {
        uint32_t weak = named_text(a, true);
        CAHIER_TRY(weak == CAHIER_NONE ? text_from_title(a) : add_answer(a, weak, CAHIER_WHY_NAME));
    }
    sort_texts(&layout->text);
    return CAHIER_OK;
}
