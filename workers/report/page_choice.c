/* SPDX-License-Identifier: Apache-2.0 */
/* page_choice.c -- what other numbers of themes would have given: a curve, its table, and what it does not prove. */
#include "page.h"

/* Differences under this are not seen: the numbers are as good. */
#define SAME_MILLI 10

static uint32_t chosen_of(const cahier_result *result)
{
    for (uint32_t i = 0; i < result->choice_count; i++) {
        if (result->choice[i].themes == result->theme_count) {
            return i;
        }
    }
    return CAHIER_NONE;
}

static uint32_t neatest(const cahier_result *result)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < result->choice_count; i++) {
        best = result->choice[i].modularity_milli > result->choice[best].modularity_milli ? i : best;
    }
    return best;
}

static void say_why(cahier_page *page)
{
    const cahier_result *result = page->result;
    uint32_t wanted = result->themes_wanted;
    cahier_put(page->out, "<p>");
    if (wanted == 0) {
        CAHIER_SAY(page->out, cahier_fr.choice_auto, CAHIER_N(result->theme_count));
    } else if (wanted == result->theme_count) {
        CAHIER_SAY(page->out, cahier_fr.choice_wanted, CAHIER_N(wanted));
    } else {
        CAHIER_SAY(page->out, cahier_fr.choice_short, CAHIER_N(wanted), CAHIER_N(result->theme_count));
    }
    cahier_put(page->out, "</p>\n");
}

static void say_check(cahier_page *page, uint32_t chosen)
{
    const cahier_result *result = page->result;
    const cahier_choice *best = &result->choice[neatest(result)];
    cahier_put(page->out, "<p>");
    CAHIER_SAY(page->out, cahier_fr.choice_intro);
    cahier_put(page->out, " ");
    if (chosen == CAHIER_NONE) {
        CAHIER_SAY(page->out, cahier_fr.choice_best, CAHIER_N(best->themes), CAHIER_F(best->modularity_milli));
    } else if (best->modularity_milli - result->choice[chosen].modularity_milli < SAME_MILLI) {
        CAHIER_SAY(page->out, cahier_fr.choice_same, CAHIER_N(result->theme_count));
    } else {
        CAHIER_SAY(page->out, cahier_fr.choice_other, CAHIER_N(best->themes), CAHIER_F(best->modularity_milli),
                CAHIER_N(result->theme_count), CAHIER_F(result->choice[chosen].modularity_milli));
    }
    cahier_put(page->out, "</p>\n");
}

static void put_picture(cahier_page *page, uint32_t chosen)
{
    const cahier_result *result = page->result;
    cahier_out title, desc;
    cahier_out_open_memory(&title);
    cahier_out_open_memory(&desc);
    CAHIER_SAY_PLAIN(&title, cahier_fr.choice_title, CAHIER_N(result->choice[0].themes),
            CAHIER_N(result->choice[result->choice_count - 1].themes));
    CAHIER_SAY_PLAIN(&desc, cahier_fr.choice_desc);
    cahier_chart_curves(page->out, (cahier_picture){page->pictures++, cahier_out_text(&title), cahier_out_text(&desc)},
            result->choice, result->choice_count, chosen);
    cahier_out_close(&title);
    cahier_out_close(&desc);
}

static void put_key(cahier_page *page)
{
    static const char *const class[2] = {"first", "second"};
    const char *const words[2] = {cahier_fr.choice_stability_note, cahier_fr.choice_modularity_note};
    cahier_put(page->out, "<ul class=\"note curve-key\">\n");
    for (uint32_t i = 0; i < 2; i++) {
        cahier_put(page->out, "<li><svg class=\"key line curves\" width=\"24\" height=\"8\" aria-hidden=\"true\" "
                              "focusable=\"false\"><polyline class=\"");
        cahier_put(page->out, class[i]);
        cahier_put(page->out, "\" points=\"0,4 24,4\"/></svg> ");
        CAHIER_SAY(page->out, words[i]);
        cahier_put(page->out, "</li>\n");
    }
    cahier_put(page->out, "</ul>\n");
}

static void put_cell(cahier_page *page, int32_t milli)
{
    cahier_put(page->out, "<td class=\"number\">");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_F(milli));
    cahier_put(page->out, "</td>");
}

static void put_table(cahier_page *page, uint32_t chosen)
{
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.table_behind);
    cahier_page_fold_body(page);
    cahier_page_open_table(page, cahier_fr.choice_heading);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.choice_column, "");
    cahier_page_column(page, cahier_fr.choice_stability, "number");
    cahier_page_column(page, cahier_fr.choice_modularity, "number");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < page->result->choice_count; i++) {
        const cahier_choice *choice = &page->result->choice[i];
        cahier_put(page->out, "<tr><th scope=\"row\">");
        CAHIER_SAY(
                page->out, i == chosen ? cahier_fr.choice_row_chosen : cahier_fr.choice_row, CAHIER_N(choice->themes));
        cahier_put(page->out, "</th>");
        put_cell(page, choice->stability_milli);
        put_cell(page, choice->modularity_milli);
        cahier_put(page->out, "</tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
    cahier_page_close_fold(page);
}

void cahier_page_choice(cahier_page *page)
{
    if (page->result->theme_count == 0) {
        return;
    }
    uint32_t chosen = chosen_of(page->result);
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.choice_heading, CAHIER_N(page->result->theme_count));
    cahier_put(page->out, "</h3>\n");
    say_why(page);
    if (page->result->choice_count < 2) {
        return;
    }
    say_check(page, chosen);
    put_picture(page, chosen);
    put_key(page);
    put_table(page, chosen);
}
