/* SPDX-License-Identifier: Apache-2.0 */
/* view_refit.c -- what learning anew from the corrections would change, shown before anything is replaced. */
#include "sheet.h"
#include "text.h"

static void put_name(cahier_sheet *sheet, const cahier_shown_refit_theme *theme)
{
    bool renamed = theme->before.len > 0 && theme->after.len > 0 && !cahier_text_equal(theme->before, theme->after);
    cahier_put(sheet->page.out, "<tr><th scope=\"row\">");
    cahier_say_label(sheet->page.out, CAHIER_HTML, theme->before.len > 0 ? theme->before : theme->after);
    if (renamed) {
        cahier_put(sheet->page.out, " → ");
        cahier_say_label(sheet->page.out, CAHIER_HTML, theme->after);
    }
    cahier_put(sheet->page.out, "</th>");
}

/* A count, or the word that stands for none. */
static void put_size(cahier_sheet *sheet, bool there, uint32_t size, const char *absent)
{
    if (there) {
        cahier_page_number_cell(&sheet->page, size);
    } else {
        CAHIER_MARK(sheet, "<td class=\"number\">{0}</td>", CAHIER_W(absent));
    }
}

static void put_table(cahier_sheet *sheet, const cahier_shown_refit *refit)
{
    cahier_page_open_table(&sheet->page, cahier_review_fr.refit_table);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_fr.column_theme, "");
    cahier_page_column(&sheet->page, cahier_review_fr.refit_before, "number");
    cahier_page_column(&sheet->page, cahier_review_fr.refit_after, "number");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < refit->count; i++) {
        const cahier_shown_refit_theme *theme = &refit->themes[i];
        put_name(sheet, theme);
        put_size(sheet, theme->before.len > 0, theme->size_before, cahier_review_fr.refit_new);
        put_size(sheet, theme->after.len > 0, theme->size_after, cahier_review_fr.refit_gone);
        cahier_put(sheet->page.out, "</tr>\n");
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
}

void cahier_view_refit(cahier_out *out, const cahier_view *view, const cahier_shown_refit *refit)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "themes");
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_THEMES, "apprendre", cahier_review_fr.refit_heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "intro", cahier_review_fr.refit_intro, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_paragraph(&sheet, "", cahier_review_fr.refit_moved, CAHIER_N(refit->moved), CAHIER_N(refit->kept));
    if (refit->lost > 0) {
        cahier_sheet_paragraph(&sheet, "warning", cahier_review_fr.refit_lost, CAHIER_N(refit->lost), CAHIER_N(0));
    }
    put_table(&sheet, refit);
    cahier_put(out, "<div class=\"actions\">");
    if (view->viewer->corrects) {
        cahier_sheet_open_decision(&sheet, "plain", "refit");
        cahier_sheet_button(&sheet, "main", NULL, NULL, cahier_review_fr.refit_do);
        cahier_sheet_close_form(&sheet);
    }
    CAHIER_MARK(&sheet, "<a class=\"button\" href=\"{@}/themes\">{0}</a></div>\n", CAHIER_W_OF(clash_back));
    cahier_sheet_close(&sheet);
}
