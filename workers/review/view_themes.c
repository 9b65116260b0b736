/* SPDX-License-Identifier: Apache-2.0 */
/* view_themes.c -- the list of themes: how large, what they say, where the reading of each stands; renamed, merged in place. */
#include "sheet.h"
#include "text.h"

/* « Signé par Mme Petit » or « À relire »; how right it is, by those who read. */
static void put_standing(cahier_sheet *sheet, uint32_t k)
{
    const cahier_standing *standing = sheet->view->standing != NULL ? &sheet->view->standing[k] : NULL;
    const char *state = standing == NULL || standing->signed_off == NULL ? "open"
                        : standing->changed_since                        ? "changed"
                                                                         : "signed";
    CAHIER_MARK(sheet, "<p class=\"standing {0}\" data-standing=\"{0}\">", CAHIER_T(cahier_string(state)));
    if (standing == NULL || standing->signed_off == NULL) {
        CAHIER_TELL(sheet, cahier_review_fr.standing_open);
    } else {
        CAHIER_TELL(sheet,
                standing->changed_since ? cahier_review_fr.standing_changed : cahier_review_fr.standing_signed,
                CAHIER_T(standing->signed_off->who));
    }
    if (standing != NULL && standing->right.total > 0) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_review_fr.standing_right, CAHIER_N(standing->right.total),
                CAHIER_P(cahier_share_milli(standing->right.count, standing->right.total)),
                CAHIER_P(standing->right.low_milli), CAHIER_P(standing->right.high_milli));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_rename(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_sheet_open_fold(sheet, "rename", cahier_review_fr.rename);
    cahier_sheet_open_decision(sheet, "line", "rename");
    cahier_sheet_hidden(sheet, "theme", cahier_string(theme->id));
    cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.rename_label, NULL, theme->label,
                                      " required maxlength=\"120\" autocomplete=\"off\" data-rename"});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.rename_do);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_fold(sheet);
}

/* The box belongs to the form above the list, so that each row may have a form of its own. */
static void put_box(cahier_sheet *sheet, const cahier_theme *theme)
{
    CAHIER_MARK(sheet,
            "<label class=\"check\"><input type=\"checkbox\" form=\"reunir\" name=\"theme\" value=\"{0}\"> "
            "<span class=\"unseen\">",
            CAHIER_T(cahier_string(theme->id)));
    CAHIER_TELL(sheet, cahier_review_fr.choose_theme, CAHIER_T(theme->label));
    cahier_put(sheet->page.out, "</span></label>\n");
}

static void put_theme_row(cahier_sheet *sheet, uint32_t k)
{
    const cahier_theme *theme = &sheet->page.result->themes[k];
    bool corrects = sheet->view->viewer->corrects;
    CAHIER_MARK(
            sheet, "<li class=\"row\" id=\"{0}\" data-theme=\"{0}\" data-row>\n", CAHIER_T(cahier_string(theme->id)));
    if (corrects) {
        put_box(sheet, theme);
    }
    cahier_put(sheet->page.out, "<div class=\"row-name\"><h2>");
    cahier_sheet_theme_link(sheet, k);
    cahier_put(sheet->page.out, "</h2>\n");
    put_standing(sheet, k);
    if (corrects) {
        put_rename(sheet, theme);
    }
    cahier_put(sheet->page.out, "</div>\n<div class=\"row-size\"><p class=\"size\">");
    CAHIER_TELL(sheet, cahier_review_fr.theme_size, CAHIER_N(theme->persons), CAHIER_N(theme->document_count));
    cahier_put(sheet->page.out, "</p>");
    cahier_page_bar(&sheet->page, k);
    cahier_put(sheet->page.out, "</div></li>\n");
}

static void put_merge(cahier_sheet *sheet)
{
    cahier_sheet_open_form(sheet, "tray", "{@}/decisions", "reunir");
    cahier_sheet_hidden(sheet, "faire", cahier_string("merge"));
    cahier_sheet_hidden(sheet, "retour", cahier_string("themes"));
    cahier_sheet_input(sheet, &(cahier_sheet_field){"label", "text", cahier_review_fr.merge_label, NULL, {NULL, 0},
                                      " maxlength=\"120\" autocomplete=\"off\""});
    cahier_put(sheet->page.out, "<p class=\"field\">");
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.merge_do);
    cahier_put(sheet->page.out, "</p>");
    cahier_sheet_chosen(sheet, "reunir");
    cahier_sheet_close_form(sheet);
}

static void put_conflicts(cahier_sheet *sheet)
{
    uint32_t lost = 0;
    for (uint32_t i = 0; i < sheet->view->said_count; i++) {
        const cahier_said *said = &sheet->view->said[i];
        lost += !said->undone && cahier_is_lost(said->outcome);
    }
    if (lost > 0) {
        CAHIER_MARK(sheet, "<p class=\"warning\"><a href=\"{@}/journal#perdues\">");
        CAHIER_TELL(sheet, cahier_review_fr.journal_conflicts, CAHIER_N(lost), CAHIER_N(sheet->view->said_count));
        cahier_put(sheet->page.out, "</a></p>\n");
    }
}

void cahier_view_themes(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "themes");
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_THEMES, "themes", cahier_review_fr.themes_heading, {NULL, 0}, false});
    const cahier_result *result = sheet.page.result;
    if (result->theme_count == 0) {
        cahier_sheet_empty(&sheet, cahier_review_fr.themes_none, cahier_review_fr.themes_none_next);
        cahier_sheet_close(&sheet);
        return;
    }
    uint32_t classified = result->counts.documents - result->counts.unclassified - result->counts.no_answer;
    cahier_sheet_paragraph(&sheet, "intro", cahier_review_fr.themes_intro, CAHIER_N(result->theme_count),
            CAHIER_P(cahier_share_milli(classified, result->counts.documents)));
    put_conflicts(&sheet);
    if (view->viewer->corrects) {
        put_merge(&sheet);
    }
    cahier_put(out, "<ol class=\"rows\" id=\"themes\">\n");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        put_theme_row(&sheet, k);
    }
    cahier_put(out, "</ol>\n");
    if (view->viewer->corrects) {
        CAHIER_MARK(&sheet, "<p><a class=\"button\" id=\"apprendre\" href=\"{@}/apprendre\">{0}</a></p>\n",
                CAHIER_W_OF(refit_see));
    }
    cahier_sheet_keys(&sheet);
    cahier_sheet_close(&sheet);
}
