/* SPDX-License-Identifier: Apache-2.0 */
/* view_reading.c -- texts drawn to be judged, how right the themes are by those who read; neighbours of what was moved by hand. */
#include "sheet.h"
#include "text.h"

#define SHOWN_TO_READ 10u /* at once: a page that is done is worth more than a long one */

void cahier_sheet_right(cahier_sheet *sheet, const char *sentence, const cahier_interval *right)
{
    CAHIER_TELL(sheet, sentence, CAHIER_P(cahier_share_milli(right->count, right->total)), CAHIER_P(right->low_milli),
            CAHIER_P(right->high_milli), CAHIER_N(right->total));
}

static void put_overall(cahier_sheet *sheet, const cahier_shown_reading *reading)
{
    cahier_put(sheet->page.out, "<div class=\"card\" id=\"justesse\"><p>");
    CAHIER_TELL(sheet, cahier_review_fr.reading_done[reading->own_count > 0], CAHIER_N(reading->own_count),
            CAHIER_N(reading->draw_count));
    cahier_put(sheet->page.out, "</p><p class=\"lead-small\">");
    if (reading->right.total > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.reading_right, CAHIER_P(reading->right_milli),
                CAHIER_P(reading->right.low_milli), CAHIER_P(reading->right.high_milli),
                CAHIER_N(reading->right.total));
    } else {
        CAHIER_TELL(sheet, cahier_review_fr.reading_no_verdict);
    }
    cahier_put(sheet->page.out, "</p><p>");
    if (reading->common > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.reading_kappa, CAHIER_T(reading->second), CAHIER_N(reading->common),
                CAHIER_F(reading->kappa_milli < 0 ? 0 : reading->kappa_milli));
    } else {
        CAHIER_TELL(sheet, cahier_review_fr.reading_alone);
    }
    cahier_put(sheet->page.out, "</p></div>\n");
}

static void put_verdict_button(cahier_sheet *sheet, const char *value, const char *words, uint32_t d)
{
    CAHIER_MARK(sheet, "<button type=\"submit\" class=\"{0}\" name=\"value\" value=\"{0}\">{1} <span class=\"unseen\">",
            CAHIER_T(cahier_string(value)), CAHIER_W(words));
    CAHIER_TELL(sheet, cahier_review_fr.quote_of, CAHIER_T(sheet->page.result->corpus.received[d].id));
    cahier_put(sheet->page.out, "</span></button>\n");
}

static void put_to_read(cahier_sheet *sheet, const cahier_shown_draw *draw)
{
    const cahier_result *result = sheet->page.result;
    CAHIER_MARK(sheet, "<li class=\"item\" id=\"c-{0}\" data-row data-read><div><p class=\"question\">",
            CAHIER_N(draw->document));
    CAHIER_TELL(sheet, cahier_review_fr.reading_question);
    cahier_put(sheet->page.out, " ");
    cahier_sheet_theme_link(sheet, draw->theme);
    CAHIER_TELL(sheet, cahier_review_fr.reading_question_end);
    cahier_put(sheet->page.out, "</p>\n");
    cahier_sheet_text(sheet, &(cahier_shown_text){draw->document, draw->theme, CAHIER_EXTRACT_MAX, false, false});
    cahier_sheet_open_decision(sheet, "actions", "verdict");
    cahier_sheet_hidden(sheet, "contribution", result->corpus.received[draw->document].id);
    cahier_sheet_hidden(sheet, "theme", cahier_string(result->themes[draw->theme].id));
    put_verdict_button(sheet, "right", cahier_review_fr.verdict_right, draw->document);
    put_verdict_button(sheet, "wrong", cahier_review_fr.verdict_wrong, draw->document);
    cahier_sheet_close_form(sheet);
    cahier_put(sheet->page.out, "<p class=\"source\">");
    cahier_sheet_source(sheet, draw->document);
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, draw->uncertain ? cahier_review_fr.drawn_uncertain : cahier_review_fr.drawn_random);
    cahier_put(sheet->page.out, "</p></div></li>\n");
}

static void put_draws(cahier_sheet *sheet, const cahier_shown_reading *reading)
{
    uint32_t written = 0;
    cahier_sheet_open_part(sheet, "a-lire", cahier_review_fr.reading_next);
    cahier_put(sheet->page.out, "<ol class=\"items\">\n");
    for (uint32_t i = 0; i < reading->draw_count && written < SHOWN_TO_READ; i++) {
        if (reading->draws[i].own == NULL) {
            put_to_read(sheet, &reading->draws[i]);
            written++;
        }
    }
    cahier_put(sheet->page.out, "</ol>\n");
    if (written == 0) {
        cahier_sheet_empty(sheet, cahier_review_fr.reading_all_read, cahier_review_fr.reading_all_read_next);
    }
    cahier_sheet_close_part(sheet);
}

static void put_theme_right(cahier_sheet *sheet, uint32_t k)
{
    const cahier_interval *right = &sheet->view->standing[k].right;
    cahier_put(sheet->page.out, "<tr><th scope=\"row\">");
    cahier_sheet_theme_link(sheet, k);
    cahier_put(sheet->page.out, "</th>");
    cahier_page_number_cell(&sheet->page, right->total);
    cahier_page_number_cell(&sheet->page, right->count);
    cahier_put(sheet->page.out, "<td>");
    if (right->total > 0) {
        cahier_sheet_right(sheet, cahier_review_fr.reading_interval, right);
    }
    cahier_put(sheet->page.out, "</td></tr>\n");
}

static void put_by_theme(cahier_sheet *sheet)
{
    cahier_sheet_open_part(sheet, "par-theme", cahier_review_fr.reading_by_theme);
    cahier_page_open_table(&sheet->page, cahier_review_fr.reading_table);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_fr.column_theme, "");
    cahier_page_column(&sheet->page, cahier_review_fr.column_read, "number");
    cahier_page_column(&sheet->page, cahier_review_fr.column_right, "number");
    cahier_page_column(&sheet->page, cahier_review_fr.column_justice, "");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t k = 0; k < sheet->page.result->theme_count; k++) {
        put_theme_right(sheet, k);
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
    cahier_sheet_close_part(sheet);
}

void cahier_view_reading(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "relecture");
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_READING, "relecture", cahier_review_fr.reading_heading,
                                      {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "intro", cahier_review_fr.reading_intro, CAHIER_N(0), CAHIER_N(0));
    if (view->reading == NULL || view->reading->draw_count == 0) {
        cahier_sheet_empty(&sheet, cahier_review_fr.reading_nothing, cahier_review_fr.reading_nothing_next);
    } else {
        put_overall(&sheet, view->reading);
        if (view->viewer->corrects) {
            put_draws(&sheet, view->reading);
            cahier_sheet_keys(&sheet);
        }
    }
    if (view->standing != NULL && sheet.page.result->theme_count > 0) {
        put_by_theme(&sheet);
    }
    cahier_sheet_close(&sheet);
}

/* --- proposals --- */

static void put_proposal(cahier_sheet *sheet, const cahier_shown_proposal *proposal)
{
    cahier_put(sheet->page.out, "<li class=\"item\" data-row>");
    if (sheet->view->viewer->corrects) {
        cahier_sheet_choose(sheet, proposal->document, " checked");
    }
    cahier_put(sheet->page.out, "<div>");
    cahier_sheet_text(sheet, &(cahier_shown_text){proposal->document, CAHIER_NONE, CAHIER_EXTRACT_MAX, false, false});
    cahier_put(sheet->page.out, "<p class=\"because\">");
    CAHIER_TELL(sheet, cahier_review_fr.proposal_like, CAHIER_F(proposal->near_milli));
    cahier_put(sheet->page.out, " ");
    cahier_sheet_source(sheet, proposal->like);
    cahier_put(sheet->page.out, "</p><p class=\"source\">");
    cahier_sheet_source(sheet, proposal->document);
    cahier_sheet_opinion(sheet, proposal->document);
    cahier_put(sheet->page.out, "</p></div></li>\n");
}

static void put_proposal_items(cahier_sheet *sheet, uint32_t first, uint32_t end)
{
    cahier_put(sheet->page.out, "<ol class=\"items\">\n");
    for (uint32_t i = first; i < end; i++) {
        put_proposal(sheet, &sheet->view->proposals[i]);
    }
    cahier_put(sheet->page.out, "</ol>\n");
}

/* Proposals of one theme, [first, end): applied together, on a click. */
static void put_proposals_to(cahier_sheet *sheet, uint32_t first, uint32_t end)
{
    uint32_t theme = sheet->view->proposals[first].theme;
    cahier_put(sheet->page.out, "<section data-proposals><h2>");
    CAHIER_TELL(sheet, cahier_review_fr.proposals_to);
    cahier_put(sheet->page.out, " ");
    cahier_sheet_theme_link(sheet, theme);
    cahier_put(sheet->page.out, "</h2>\n");
    if (sheet->view->viewer->corrects) {
        cahier_sheet_open_decision(sheet, "", "move");
        cahier_sheet_hidden(sheet, "vers", cahier_string(sheet->page.result->themes[theme].id));
        put_proposal_items(sheet, first, end);
        cahier_sheet_button(sheet, "main", NULL, NULL, cahier_review_fr.proposals_apply);
        cahier_sheet_close_form(sheet);
    } else {
        put_proposal_items(sheet, first, end);
    }
    cahier_put(sheet->page.out, "</section>\n");
}

void cahier_view_proposals(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "propositions");
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_THEMES, "propositions",
                                      cahier_review_fr.proposals_heading, {NULL, 0}, false});
    if (view->proposal_count == 0) {
        cahier_sheet_empty(&sheet, cahier_review_fr.proposals_none, cahier_review_fr.proposals_none_next);
    } else {
        cahier_sheet_paragraph(
                &sheet, "intro", cahier_review_fr.proposals_intro, CAHIER_N(view->proposal_count), CAHIER_N(0));
        for (uint32_t i = 0, end; i < view->proposal_count; i = end) {
            for (end = i + 1; end < view->proposal_count && view->proposals[end].theme == view->proposals[i].theme;) {
                end++;
            }
            put_proposals_to(&sheet, i, end);
        }
    }
    cahier_sheet_close(&sheet);
}
