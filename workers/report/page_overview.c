/* SPDX-License-Identifier: Apache-2.0 */
/* page_overview.c -- the first screen: one sentence, one picture, three facts. */
#include "page.h"

#define LEAD_THEMES 3u
#define BARS_MAX 15u /* what a screen and a sheet of paper hold; the others are folded */

/* « passage, parc, chaussée »: after « de », a list would be read as three themes. */
static bool is_list(cahier_text label)
{
    for (uint32_t i = 0; i < label.len; i++) {
        if (label.at[i] == ',') {
            return true;
        }
    }
    return false;
}

static void say_lead_theme(cahier_page *page, uint32_t k)
{
    const cahier_theme *theme = &page->result->themes[k];
    cahier_put(page->out, "<strong>");
    cahier_say_label_inside(page->out, CAHIER_HTML, theme->label);
    cahier_put(page->out, "</strong>");
    const char *first = page->facts->nobody_known ? cahier_fr.lead_about_first_unknown : cahier_fr.lead_about_first;
    CAHIER_SAY(page->out, k == 0 ? first : cahier_fr.lead_about_next, CAHIER_N(theme->persons));
}

static void say_lead_themes(cahier_page *page)
{
    uint32_t count = page->result->theme_count < LEAD_THEMES ? page->result->theme_count : LEAD_THEMES;
    if (count == 0) {
        CAHIER_SAY(page->out, cahier_fr.lead_none);
        return;
    }
    bool lists = false;
    for (uint32_t k = 0; k < count; k++) {
        lists = lists || is_list(page->result->themes[k].label);
    }
    CAHIER_SAY(page->out, lists ? cahier_fr.lead_about_list : cahier_fr.lead_about,
            CAHIER_N(page->result->counts.contributions));
    for (uint32_t k = 0; k < count; k++) {
        if (k > 0) {
            CAHIER_SAY(page->out, lists ? " ; " : k + 1 == count ? cahier_fr.lead_about_last : ", ");
        }
        if (!lists) {
            CAHIER_SAY(page->out, cahier_is_elided(page->result->themes[k].label) ? cahier_fr.of_elided : cahier_fr.of);
        }
        say_lead_theme(page, k);
    }
    cahier_put(page->out, ".");
}

static void say_lead(cahier_page *page)
{
    const cahier_counts *counts = &page->result->counts;
    const cahier_facts *facts = page->facts;
    cahier_put(page->out, "<p class=\"lead\">");
    CAHIER_SAY(page->out, facts->nobody_known ? cahier_fr.lead_contributions : cahier_fr.lead_persons,
            CAHIER_N(counts->contributions), CAHIER_N(counts->persons));
    if (facts->first_date != 0) {
        cahier_put(page->out, ", ");
        cahier_say_dates(page->out, facts->first_date, facts->last_date);
    }
    cahier_put(page->out, ".");
    if (facts->answers && facts->questions > 0) {
        CAHIER_SAY(page->out, cahier_fr.lead_answers, CAHIER_N(counts->documents), CAHIER_N(facts->questions));
    }
    say_lead_themes(page);
    if (facts->nobody_known) {
        CAHIER_SAY(page->out, cahier_fr.lead_unknown);
    }
    cahier_put(page->out, "</p>\n");
}

void cahier_page_bar(cahier_page *page, uint32_t k)
{
    const cahier_theme *theme = &page->result->themes[k];
    const uint32_t *polarity = theme->polarity;
    uint32_t most = page->result->themes[0].persons;
    cahier_out title, desc, mark;
    cahier_out_open_memory(&title);
    cahier_out_open_memory(&desc);
    cahier_out_open_memory(&mark);
    CAHIER_SAY_PLAIN(&title, cahier_fr.bars_title, CAHIER_N(theme->persons));
    CAHIER_SAY_PLAIN(&desc, cahier_fr.bars_desc, CAHIER_N(theme->document_count), CAHIER_N(polarity[CAHIER_NEGATIVE]),
            CAHIER_N(polarity[CAHIER_NEUTRAL]), CAHIER_N(polarity[CAHIER_POSITIVE]), CAHIER_N(polarity[CAHIER_MIXED]));
    cahier_say_arg(&mark, CAHIER_PLAIN, CAHIER_N(theme->persons));
    cahier_chart_bar(page->out, (cahier_picture){page->pictures++, cahier_out_text(&title), cahier_out_text(&desc)},
            most > 0 ? (uint32_t)((uint64_t)theme->persons * 1000 / most) : 0,
            (cahier_segments){polarity, cahier_chart_polarity, CAHIER_POLARITY_LABELS}, cahier_out_text(&mark));
    cahier_out_close(&title);
    cahier_out_close(&desc);
    cahier_out_close(&mark);
}

static void put_bar(cahier_page *page, uint32_t k)
{
    cahier_put(page->out, "<li>");
    cahier_page_theme_link(page, k);
    cahier_page_bar(page, k);
    cahier_put(page->out, "</li>\n");
}

static void put_bars(cahier_page *page, uint32_t first, uint32_t end)
{
    cahier_put(page->out, "<ol class=\"bars\">\n");
    for (uint32_t k = first; k < end; k++) {
        put_bar(page, k);
    }
    cahier_put(page->out, "</ol>\n");
}

/* The key of the strip: words and patterns, not colours alone. */
static void put_key(cahier_page *page)
{
    cahier_put(page->out, "<p class=\"note\">");
    CAHIER_SAY(page->out, cahier_fr.bars_note);
    for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_put(page->out,
                " <span class=\"nobreak\"><svg class=\"key\" width=\"12\" height=\"12\" aria-hidden=\"true\" "
                "focusable=\"false\"><rect width=\"12\" height=\"12\" class=\"");
        cahier_put(page->out, cahier_chart_polarity[i]);
        cahier_put(page->out, "\"/></svg> ");
        cahier_put(page->out, cahier_french_polarity[i]);
        cahier_put(page->out, "</span>");
    }
    cahier_put(page->out, "</p>\n");
}

static void put_table_head(cahier_page *page)
{
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.column_theme, "");
    cahier_page_column(page, cahier_fr.column_persons, "number");
    cahier_page_column(
            page, page->facts->answers ? cahier_fr.column_answers : cahier_fr.column_contributions, "number");
    for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_page_column(page, cahier_french_polarity[i], "number");
    }
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
}

static void put_table(cahier_page *page)
{
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.table_behind);
    cahier_page_fold_body(page);
    cahier_page_open_table(page, cahier_fr.bars_heading);
    put_table_head(page);
    for (uint32_t k = 0; k < page->result->theme_count; k++) {
        const cahier_theme *theme = &page->result->themes[k];
        cahier_put(page->out, "<tr><th scope=\"row\">");
        cahier_page_theme_link(page, k);
        cahier_put(page->out, "</th>");
        cahier_page_number_cell(page, theme->persons);
        cahier_page_number_cell(page, theme->document_count);
        for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
            cahier_page_number_cell(page, theme->polarity[i]);
        }
        cahier_put(page->out, "</tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
    cahier_page_close_fold(page);
}

static void open_fact(cahier_page *page, const char *target)
{
    cahier_put(page->out, "<li><a href=\"#");
    cahier_put(page->out, target);
    cahier_put(page->out, "\"><strong>");
}

static void put_facts(cahier_page *page)
{
    const cahier_counts *counts = &page->result->counts;
    cahier_out *out = page->out;
    cahier_put(out, "<ul class=\"facts\">\n");
    open_fact(page, "non-classees");
    cahier_say_arg(out, CAHIER_HTML, CAHIER_P(cahier_share_milli(page->facts->classified, counts->documents)));
    cahier_put(out, "</strong> ");
    CAHIER_SAY(out, cahier_fr.fact_classified, CAHIER_N(page->facts->classified));
    cahier_put(out, "<small>");
    CAHIER_SAY(out, cahier_fr.fact_classified_of, CAHIER_N(page->facts->classified), CAHIER_N(counts->documents));
    cahier_put(out, "</small></a></li>\n");
    open_fact(page, "ecartees");
    cahier_say_arg(out, CAHIER_HTML, CAHIER_N(page->input->set_aside_count));
    cahier_put(out, "</strong> ");
    CAHIER_SAY(out, cahier_fr.fact_set_aside, CAHIER_N(page->input->set_aside_count));
    cahier_put(out, "<small>");
    CAHIER_SAY(out, cahier_fr.fact_set_aside_of, CAHIER_N(page->input->rows));
    cahier_put(out, "</small></a></li>\n");
    open_fact(page, "copies");
    cahier_say_arg(out, CAHIER_HTML, CAHIER_N(page->facts->copies));
    cahier_put(out, "</strong> ");
    CAHIER_SAY(out, cahier_fr.fact_copies, CAHIER_N(page->facts->copies));
    cahier_put(out, "<small>");
    CAHIER_SAY(out, cahier_fr.fact_copies_of, CAHIER_N(counts->identical), CAHIER_N(counts->near));
    cahier_put(out, "</small></a></li>\n</ul>\n");
}

void cahier_page_overview(cahier_page *page)
{
    uint32_t themes = page->result->theme_count, shown = themes < BARS_MAX + 3 ? themes : BARS_MAX;
    say_lead(page);
    cahier_put(page->out, "<div class=\"overview\">\n<div class=\"picture\">\n<h2>");
    CAHIER_SAY(page->out, page->facts->nobody_known ? cahier_fr.bars_heading_unknown : cahier_fr.bars_heading);
    cahier_put(page->out, "</h2>\n");
    if (themes > 0) {
        put_bars(page, 0, shown);
        if (shown < themes) {
            cahier_page_open_fold(page);
            CAHIER_SAY(page->out, cahier_fr.bars_rest, CAHIER_N(themes - shown));
            cahier_page_fold_body(page);
            put_bars(page, shown, themes);
            cahier_page_close_fold(page);
        }
        put_key(page);
        put_table(page);
    }
    cahier_put(page->out, "</div>\n");
    put_facts(page);
    cahier_put(page->out, "</div>\n");
}
