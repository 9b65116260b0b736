/* SPDX-License-Identifier: Apache-2.0 */
/* view_publication.c -- what the council will see and how it was checked; how it was made. */
#include "method.h"
#include "sheet.h"

/* --- publication --- */

static void put_state(cahier_sheet *sheet, const cahier_shown_publication *publication)
{
    cahier_put(sheet->page.out, "<div class=\"card\" id=\"etat\"><p class=\"lead-small\">");
    CAHIER_TELL(sheet, cahier_review_fr.published[publication->state]);
    cahier_put(sheet->page.out, "</p>\n");
    if (publication->state != CAHIER_PUBLISHED_NOT) {
        cahier_put(sheet->page.out, "<p>");
        CAHIER_TELL(sheet, cahier_review_fr.published_by, CAHIER_T(publication->who));
        cahier_put(sheet->page.out, " ");
        cahier_sheet_moment(sheet, publication->when);
        cahier_put(sheet->page.out, ".</p>\n<p>");
        CAHIER_TELL(sheet, cahier_review_fr.published_at);
        CAHIER_MARK(sheet, " <a id=\"adresse\" href=\"{~}/publie/{%0}", CAHIER_T(sheet->view->lot->id));
        if (publication->state == CAHIER_PUBLISHED_LINK) {
            CAHIER_MARK(sheet, "?lien={%0}", CAHIER_T(publication->link));
        }
        CAHIER_MARK(sheet, "\">{~}/publie/{0}</a></p>\n", CAHIER_T(sheet->view->lot->id));
        if (publication->revision < sheet->view->revision) {
            cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.published_older,
                    CAHIER_N(sheet->view->revision - publication->revision), CAHIER_N(0));
        }
    }
    cahier_put(sheet->page.out, "</div>\n");
}

static void put_publish(cahier_sheet *sheet, const char *state, const char *words, const char *class, const char *help)
{
    cahier_sheet_open_form(sheet, "plain", "{@}/publication", NULL);
    cahier_sheet_hidden(sheet, "etat", cahier_string(state));
    cahier_sheet_paragraph(sheet, "help", help, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_button(sheet, class, NULL, NULL, words);
    cahier_sheet_close_form(sheet);
}

static void put_signed_row(cahier_sheet *sheet, uint32_t k)
{
    static const cahier_standing nothing = {.signed_off = NULL};
    const cahier_standing *standing = sheet->view->standing != NULL ? &sheet->view->standing[k] : &nothing;
    cahier_put(sheet->page.out, "<tr><th scope=\"row\">");
    cahier_sheet_theme_link(sheet, k);
    cahier_put(sheet->page.out, "</th><td>");
    if (standing->signed_off == NULL) {
        CAHIER_TELL(sheet, cahier_review_fr.standing_open);
    } else {
        CAHIER_TELL(sheet,
                standing->changed_since ? cahier_review_fr.standing_changed : cahier_review_fr.standing_signed,
                CAHIER_T(standing->signed_off->who));
    }
    cahier_put(sheet->page.out, "</td>");
    cahier_page_number_cell(&sheet->page, standing->right.total);
    cahier_put(sheet->page.out, "<td>");
    if (standing->right.total > 0) {
        cahier_sheet_right(sheet, cahier_review_fr.reading_interval, &standing->right);
    }
    cahier_put(sheet->page.out, "</td></tr>\n");
}

static void put_signed(cahier_sheet *sheet)
{
    cahier_sheet_open_part(sheet, "signatures", cahier_review_fr.signed_heading);
    cahier_page_open_table(&sheet->page, cahier_review_fr.signed_table);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_fr.column_theme, "");
    cahier_page_column(&sheet->page, cahier_review_fr.column_state, "");
    cahier_page_column(&sheet->page, cahier_review_fr.column_read, "number");
    cahier_page_column(&sheet->page, cahier_review_fr.column_justice, "");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t k = 0; k < sheet->page.result->theme_count; k++) {
        put_signed_row(sheet, k);
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
    cahier_sheet_close_part(sheet);
}

static uint32_t count_unsigned(const cahier_view *view, uint32_t themes)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < themes; k++) {
        count += view->standing == NULL || view->standing[k].signed_off == NULL || view->standing[k].changed_since;
    }
    return count;
}

void cahier_view_publication(cahier_out *out, const cahier_view *view, const cahier_shown_publication *publication)
{
    cahier_sheet sheet;
    const cahier_review_words *w = &cahier_review_fr;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_PUBLICATION, "publication", w->publication_heading, {NULL, 0}, false});
    uint32_t left = count_unsigned(view, sheet.page.result->theme_count);
    put_state(&sheet, publication);
    CAHIER_MARK(&sheet, "<p><a class=\"button\" id=\"apercu\" href=\"{@}/apercu\">{0}</a></p>\n",
            CAHIER_W(w->publication_preview));
    if (left > 0) {
        cahier_sheet_paragraph(
                &sheet, "warning", w->publication_unsigned, CAHIER_N(left), CAHIER_N(sheet.page.result->theme_count));
    }
    if (view->viewer->corrects) {
        cahier_put(out, "<div class=\"choices-of\" id=\"publier\">\n");
        put_publish(&sheet, "lien", w->publish_link, "main", w->publish_link_help);
        put_publish(&sheet, "public", w->publish_all, "quiet", w->publish_all_help);
        if (publication->state != CAHIER_PUBLISHED_NOT) {
            put_publish(&sheet, "non", w->publish_withdraw, "danger", w->publish_withdraw_help);
        }
        cahier_put(out, "</div>\n");
    }
    put_signed(&sheet);
    cahier_sheet_close(&sheet);
}

/* --- method --- */

static void put_sentence(void *self, cahier_text sentence)
{
    cahier_out *out = self;
    cahier_put(out, "<li>");
    cahier_put_text(out, sentence);
    cahier_put(out, "</li>\n");
}

static void put_sources(cahier_sheet *sheet)
{
    const cahier_report_input *input = sheet->view->input;
    cahier_page_open_table(&sheet->page, cahier_fr.lexicons);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_fr.lexicon_name, "");
    cahier_page_column(&sheet->page, cahier_fr.version, "");
    cahier_page_column(&sheet->page, cahier_fr.fingerprint, "");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < input->lexicon_count; i++) {
        const cahier_report_source *source = &input->lexicons[i];
        CAHIER_MARK(sheet, "<tr><th scope=\"row\">{0}</th><td>{1}</td><td><code>{2}</code></td></tr>\n",
                CAHIER_T(source->name), CAHIER_T(source->version), CAHIER_T(cahier_string(source->sha256)));
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
}

void cahier_view_method(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_facts facts;
    cahier_facts_open(view->input, &facts);
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(
            &sheet, &(cahier_sheet_heading){CAHIER_AT_METHOD, "methode", cahier_fr.method_heading, {NULL, 0}, false});
    cahier_put(out, "<ol class=\"lines-of-text\">\n");
    cahier_say_method(view->input, &facts, CAHIER_HTML, (cahier_listener){put_sentence, out});
    cahier_put(out, "</ol>\n");
    cahier_sheet_open_part(&sheet, "limites", cahier_fr.limits_heading);
    cahier_put(out, "<ul class=\"lines-of-text\">\n");
    cahier_say_limits(view->input, &facts, CAHIER_HTML, (cahier_listener){put_sentence, out});
    cahier_put(out, "</ul>\n");
    cahier_sheet_close_part(&sheet);
    cahier_sheet_open_part(&sheet, "verifier", cahier_fr.check_heading);
    cahier_sheet_paragraph(&sheet, "", cahier_fr.command, CAHIER_N(0), CAHIER_N(0));
    CAHIER_MARK(&sheet, "<p><code>{0} --decisions decisions.jsonl</code></p>\n", CAHIER_T(view->input->command));
    put_sources(&sheet);
    cahier_sheet_close_part(&sheet);
    cahier_facts_close(&facts);
    cahier_sheet_close(&sheet);
}
