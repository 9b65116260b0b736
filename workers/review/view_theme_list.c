/* SPDX-License-Identifier: Apache-2.0 */
/* view_theme_list.c -- what may be done with a theme, and its contributions: filtered, chosen, moved several at a time. */
#include <stdlib.h>

#include "sheet.h"
#include "text.h"

/* --- what may be done --- */

static void open_deed(cahier_sheet *sheet, const char *summary, const char *deed, const cahier_theme *theme)
{
    cahier_sheet_open_fold(sheet, deed, summary);
    cahier_sheet_open_decision(sheet, "", deed);
    cahier_sheet_hidden(sheet, "theme", cahier_string(theme->id));
}

static void close_deed(cahier_sheet *sheet, const char *words)
{
    cahier_sheet_button(sheet, "quiet", NULL, NULL, words);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_fold(sheet);
}

static void put_rename_deed(cahier_sheet *sheet, const cahier_theme *theme)
{
    open_deed(sheet, cahier_review_fr.rename, "rename", theme);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.rename_label, NULL, theme->label,
                                      " required maxlength=\"120\" autocomplete=\"off\" data-rename"});
    close_deed(sheet, cahier_review_fr.rename_do);
}

static void put_merge_deed(cahier_sheet *sheet, uint32_t k, const cahier_theme *theme)
{
    open_deed(sheet, cahier_review_fr.merge, "merge", theme);
    cahier_sheet_open_select(sheet, "theme", cahier_review_fr.merge_with);
    cahier_sheet_theme_options(sheet, k);
    cahier_sheet_close_select(sheet);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.merge_label, NULL, {NULL, 0},
                                      " maxlength=\"120\" autocomplete=\"off\""});
    close_deed(sheet, cahier_review_fr.merge_do_here);
}

static void put_split_deed(cahier_sheet *sheet, const cahier_theme *theme)
{
    open_deed(sheet, cahier_review_fr.split, "split", theme);
    cahier_sheet_open_select(sheet, "term", cahier_review_fr.split_term);
    for (uint32_t i = 0; i < theme->term_count; i++) {
        cahier_text surface = sheet->page.result->vocabulary.at[theme->terms[i].term].surface;
        cahier_sheet_text_option(sheet, surface, surface, false);
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.split_label, NULL, {NULL, 0},
                                      " maxlength=\"120\" autocomplete=\"off\""});
    cahier_sheet_paragraph(sheet, "note", cahier_review_fr.split_note, CAHIER_N(0), CAHIER_N(0));
    close_deed(sheet, cahier_review_fr.split_do);
}

static void put_apart_deed(cahier_sheet *sheet, uint32_t k, const cahier_theme *theme)
{
    open_deed(sheet, cahier_review_fr.apart, "apart", theme);
    cahier_sheet_open_select(sheet, "theme", cahier_review_fr.apart_with);
    cahier_sheet_theme_options(sheet, k);
    cahier_sheet_close_select(sheet);
    close_deed(sheet, cahier_review_fr.apart_do);
}

static void put_note_deed(cahier_sheet *sheet, const cahier_theme *theme)
{
    open_deed(sheet, cahier_review_fr.note, "note", theme);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"note", "text", cahier_review_fr.note_text, NULL, {NULL, 0},
                                      " required maxlength=\"1000\" autocomplete=\"off\""});
    close_deed(sheet, cahier_review_fr.note_do);
}

/* « 46 lues sur 82, justesse 91 % ± 8 »: what was read is said before one signs, and beside the name after. */
static void put_read_so_far(cahier_sheet *sheet, const cahier_theme *theme, const cahier_standing *standing)
{
    const cahier_interval *right = &standing->right;
    if (right->total == 0) {
        CAHIER_TELL(sheet, cahier_review_fr.sign_unread, CAHIER_N(theme->document_count));
        return;
    }
    CAHIER_TELL(sheet, cahier_review_fr.sign_read, CAHIER_N(right->total), CAHIER_N(theme->document_count),
            CAHIER_P(cahier_share_milli(right->count, right->total)), CAHIER_P(right->low_milli),
            CAHIER_P(right->high_milli));
}

static void put_signature(cahier_sheet *sheet, uint32_t k, const cahier_theme *theme)
{
    static const cahier_standing nothing = {.signed_off = NULL};
    const cahier_standing *standing = sheet->view->standing != NULL ? &sheet->view->standing[k] : &nothing;
    cahier_put(sheet->page.out, "<div class=\"signature\" id=\"signature\"><p>");
    if (standing->signed_off != NULL) {
        cahier_sheet_said(sheet, standing->signed_off);
        cahier_put(sheet->page.out, " ");
    }
    put_read_so_far(sheet, theme, standing);
    if (standing->changed_since) {
        cahier_put(sheet->page.out, " <strong>");
        CAHIER_TELL(sheet, cahier_review_fr.sign_changed);
        cahier_put(sheet->page.out, "</strong>");
    }
    cahier_put(sheet->page.out, "</p>\n");
    if (sheet->view->viewer->corrects && (standing->signed_off == NULL || standing->changed_since)) {
        cahier_sheet_open_decision(sheet, "plain", "sign");
        cahier_sheet_hidden(sheet, "theme", cahier_string(theme->id));
        cahier_sheet_button(sheet, "main", NULL, NULL, cahier_review_fr.sign_do);
        cahier_sheet_close_form(sheet);
    } else if (standing->signed_off != NULL) {
        cahier_sheet_undo(sheet, standing->signed_off);
    }
    cahier_put(sheet->page.out, "</div>\n");
}

/* What people wrote of the theme for one another. */
static void put_notes(cahier_sheet *sheet, const cahier_theme *theme)
{
    for (uint32_t i = 0; i < sheet->view->said_count; i++) {
        const cahier_said *said = &sheet->view->said[i];
        if (!said->undone && said->theme_count > 0 && cahier_text_equal(said->what, cahier_string("note")) &&
                cahier_text_equal(said->themes[0], cahier_string(theme->id))) {
            cahier_put(sheet->page.out, "<div class=\"flash\"><p>");
            cahier_sheet_said(sheet, said);
            cahier_put(sheet->page.out, "</p>");
            cahier_sheet_undo(sheet, said);
            cahier_put(sheet->page.out, "</div>\n");
        }
    }
}

void cahier_theme_deeds(cahier_sheet *sheet, uint32_t k)
{
    const cahier_theme *theme = &sheet->page.result->themes[k];
    put_signature(sheet, k, theme);
    put_notes(sheet, theme);
    if (!sheet->view->viewer->corrects) {
        return;
    }
    cahier_put(sheet->page.out, "<div class=\"deeds\" id=\"actions\">\n");
    put_rename_deed(sheet, theme);
    if (sheet->page.result->theme_count > 1) {
        put_merge_deed(sheet, k, theme);
    }
    put_split_deed(sheet, theme);
    if (sheet->page.result->theme_count > 1) {
        put_apart_deed(sheet, k, theme);
    }
    put_note_deed(sheet, theme);
    cahier_put(sheet->page.out, "</div>\n");
}

/* --- its contributions --- */

void cahier_sheet_move_form(cahier_sheet *sheet, uint32_t theme)
{
    cahier_sheet_open_form(sheet, "tray", "{@}/decisions", "deplacer");
    cahier_sheet_hidden(sheet, "retour", cahier_out_text(&sheet->here));
    if (theme != CAHIER_NONE) {
        cahier_sheet_hidden(sheet, "theme", cahier_string(sheet->page.result->themes[theme].id));
    }
    cahier_sheet_open_select(sheet, "vers", cahier_review_fr.move_to);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.move_choose, true);
    cahier_sheet_theme_options(sheet, theme);
    cahier_sheet_close_select(sheet);
    cahier_put(sheet->page.out, "<p class=\"field\">");
    cahier_sheet_button(sheet, "quiet", "faire", "move", cahier_review_fr.move_do);
    cahier_put(sheet->page.out, "</p>\n");
    if (theme != CAHIER_NONE) {
        cahier_put(sheet->page.out, "<p class=\"field\">");
        cahier_sheet_button(sheet, "quiet", "faire", "pin", cahier_review_fr.pin_do);
        cahier_sheet_button(sheet, "quiet", "faire", "exclude", cahier_review_fr.exclude_do);
        cahier_put(sheet->page.out, "</p>\n");
        cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.split_label, NULL, {NULL, 0},
                                          " maxlength=\"120\" autocomplete=\"off\""});
        cahier_put(sheet->page.out, "<p class=\"field\">");
        cahier_sheet_button(sheet, "quiet", "faire", "split", cahier_review_fr.split_chosen);
        cahier_put(sheet->page.out, "</p>\n");
    }
    cahier_sheet_chosen(sheet, "deplacer");
    cahier_sheet_close_form(sheet);
}

void cahier_sheet_choose(cahier_sheet *sheet, uint32_t document, const char *more)
{
    cahier_text id = sheet->page.result->corpus.received[document].id;
    CAHIER_MARK(
            sheet, "<label class=\"check\"><input type=\"checkbox\" name=\"contribution\" value=\"{0}\"", CAHIER_T(id));
    cahier_put(sheet->page.out, more);
    cahier_put(sheet->page.out, "> <span class=\"unseen\">");
    CAHIER_TELL(sheet, cahier_review_fr.choose_contribution, CAHIER_T(id));
    cahier_put(sheet->page.out, "</span></label>\n");
}

void cahier_sheet_open_item(cahier_sheet *sheet, uint32_t document)
{
    cahier_text id = sheet->page.result->corpus.received[document].id;
    CAHIER_MARK(sheet, "<li class=\"item\" id=\"c-{1}\" data-contribution=\"{0}\" data-row>\n", CAHIER_T(id),
            CAHIER_N(document));
    if (sheet->view->viewer->corrects) {
        cahier_sheet_choose(sheet, document, " form=\"deplacer\"");
    }
    cahier_put(sheet->page.out, "<div>");
}

void cahier_sheet_close_item(cahier_sheet *sheet, uint32_t document)
{
    cahier_put(sheet->page.out, "<p class=\"source\">");
    cahier_sheet_source(sheet, document);
    cahier_sheet_opinion(sheet, document);
    cahier_put(sheet->page.out, "</p></div></li>\n");
}

static void put_rows(cahier_sheet *sheet, uint32_t k, const uint32_t *at, const cahier_page_of *page)
{
    cahier_put(sheet->page.out, "<ol class=\"items\">\n");
    for (uint32_t i = page->first; i < page->end; i++) {
        cahier_sheet_open_item(sheet, at[i]);
        cahier_sheet_text(sheet, &(cahier_shown_text){at[i], k, CAHIER_EXTRACT_MAX, false, false});
        cahier_sheet_because(sheet, at[i], k);
        cahier_sheet_close_item(sheet, at[i]);
    }
    cahier_put(sheet->page.out, "</ol>\n");
}

void cahier_theme_list(cahier_sheet *sheet, uint32_t k)
{
    const cahier_view *view = sheet->view;
    const cahier_theme *theme = &sheet->page.result->themes[k];
    uint32_t kept;
    uint32_t *at =
            cahier_filter_apply(sheet->page.result, &view->filter, theme->documents, theme->document_count, &kept);
    cahier_page_of page = cahier_page_at(kept, view->filter.page);
    cahier_out path;
    cahier_out_open_memory(&path);
    cahier_put(&path, "themes/");
    cahier_put(&path, theme->id);
    cahier_put_bytes(&path, "", 1);
    cahier_sheet_open_part(sheet, "contributions", cahier_review_fr.contributions_heading);
    cahier_sheet_filter_form(sheet, cahier_out_text(&path).at);
    cahier_sheet_paragraph(
            sheet, "", cahier_review_fr.contributions_found, CAHIER_N(kept), CAHIER_N(theme->document_count));
    if (kept == 0) {
        cahier_sheet_empty(sheet, cahier_review_fr.filter_none, cahier_review_fr.filter_none_next);
    } else {
        if (view->viewer->corrects) {
            cahier_sheet_move_form(sheet, k);
        }
        put_rows(sheet, k, at, &page);
        cahier_sheet_pages(sheet, &page, cahier_out_text(&path).at);
    }
    cahier_sheet_close_part(sheet);
    cahier_out_close(&path);
    free(at);
}
