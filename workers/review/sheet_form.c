/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_form.c -- forms: every one names the session, itself, and the revision that the page showed. */
#include "sheet.h"

void cahier_sheet_hidden(cahier_sheet *sheet, const char *name, cahier_text value)
{
    CAHIER_MARK(sheet, "<input type=\"hidden\" name=\"{0}\" value=\"{1}\">", CAHIER_T(cahier_string(name)),
            CAHIER_T(value));
}

void cahier_sheet_identify(cahier_sheet *sheet)
{
    cahier_sheet_hidden(sheet, "csrf", sheet->view->viewer->csrf);
    CAHIER_MARK(sheet, "<input type=\"hidden\" name=\"nonce\" value=\"{0}-{1}\">", CAHIER_T(sheet->view->nonce),
            CAHIER_N(++sheet->forms));
    if (sheet->view->input != NULL) {
        CAHIER_MARK(sheet, "<input type=\"hidden\" name=\"seen\" value=\"{0}\">", CAHIER_N(sheet->view->revision));
    }
}

void cahier_sheet_open_form(cahier_sheet *sheet, const char *class, const char *path, const char *id)
{
    cahier_put(sheet->page.out, "<form method=\"post\" action=\"");
    CAHIER_MARK(sheet, path);
    CAHIER_MARK(sheet, "\" class=\"{0}\"", CAHIER_T(cahier_string(class)));
    if (id != NULL) {
        CAHIER_MARK(sheet, " id=\"{0}\"", CAHIER_T(cahier_string(id)));
    }
    cahier_put(sheet->page.out, ">");
    cahier_sheet_identify(sheet);
    cahier_put(sheet->page.out, "\n");
}

void cahier_sheet_open_decision(cahier_sheet *sheet, const char *class, const char *deed)
{
    cahier_sheet_open_form(sheet, class, "{@}/decisions", NULL);
    cahier_sheet_hidden(sheet, "faire", cahier_string(deed));
    cahier_sheet_hidden(sheet, "retour", cahier_out_text(&sheet->here));
}

void cahier_sheet_close_form(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "</form>\n");
}

void cahier_sheet_input(cahier_sheet *sheet, const cahier_sheet_field *input)
{
    uint32_t id = sheet->ids++;
    CAHIER_MARK(sheet, "<p class=\"field\"><label for=\"i-{0}\">{1}</label>", CAHIER_N(id), CAHIER_W(input->label));
    if (input->help != NULL) {
        CAHIER_MARK(sheet, "<span class=\"help\" id=\"a-{0}\">{1}</span>", CAHIER_N(id), CAHIER_W(input->help));
    }
    CAHIER_MARK(sheet, "<input id=\"i-{0}\" name=\"{1}\" type=\"{2}\" value=\"{3}\"", CAHIER_N(id),
            CAHIER_T(cahier_string(input->name)), CAHIER_T(cahier_string(input->type)), CAHIER_T(input->value));
    if (input->help != NULL) {
        CAHIER_MARK(sheet, " aria-describedby=\"a-{0}\"", CAHIER_N(id));
    }
    cahier_put(sheet->page.out, input->more != NULL ? input->more : "");
    cahier_put(sheet->page.out, "></p>\n");
}

void cahier_sheet_open_select(cahier_sheet *sheet, const char *name, const char *label)
{
    CAHIER_MARK(sheet, "<p class=\"field\"><label for=\"i-{0}\">{1}</label><select id=\"i-{0}\" name=\"{2}\">",
            CAHIER_N(sheet->ids), CAHIER_W(label), CAHIER_T(cahier_string(name)));
    sheet->ids++;
}

void cahier_sheet_close_select(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "</select></p>\n");
}

static void open_option(cahier_sheet *sheet, cahier_text value, bool chosen)
{
    CAHIER_MARK(sheet, "<option value=\"{0}\"", CAHIER_T(value));
    cahier_put(sheet->page.out, chosen ? " selected>" : ">");
}

void cahier_sheet_option(cahier_sheet *sheet, cahier_text value, const char *words, bool chosen)
{
    open_option(sheet, value, chosen);
    CAHIER_TELL(sheet, words);
    cahier_put(sheet->page.out, "</option>");
}

/* An option holds no element: the text without <bdi>. */
void cahier_sheet_text_option(cahier_sheet *sheet, cahier_text value, cahier_text shown, bool chosen)
{
    open_option(sheet, value, chosen);
    cahier_put_html(sheet->page.out, shown);
    cahier_put(sheet->page.out, "</option>");
}

void cahier_sheet_theme_options(cahier_sheet *sheet, uint32_t except)
{
    const cahier_result *result = sheet->page.result;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        if (k != except) {
            cahier_sheet_text_option(sheet, cahier_string(result->themes[k].id), result->themes[k].label, false);
        }
    }
}

void cahier_sheet_button(cahier_sheet *sheet, const char *class, const char *name, const char *value, const char *words)
{
    CAHIER_MARK(sheet, "<button type=\"submit\" class=\"{0}\"", CAHIER_T(cahier_string(class)));
    if (name != NULL) {
        CAHIER_MARK(
                sheet, " name=\"{0}\" value=\"{1}\"", CAHIER_T(cahier_string(name)), CAHIER_T(cahier_string(value)));
    }
    CAHIER_MARK(sheet, ">{0}</button>\n", CAHIER_W(words));
}

void cahier_sheet_chosen(cahier_sheet *sheet, const char *form)
{
    CAHIER_MARK(sheet,
            "<p class=\"chosen\" role=\"status\" data-chosen=\"{0}\" data-one=\"{1}\" data-many=\"{2}\"></p>\n",
            CAHIER_T(cahier_string(form)), CAHIER_W_OF(chosen_one), CAHIER_W_OF(chosen_many));
}

void cahier_sheet_keys(cahier_sheet *sheet)
{
    cahier_sheet_open_fold(sheet, "keys", cahier_review_fr.keys);
    cahier_put(sheet->page.out, "<dl class=\"keys\" data-keys>\n");
    for (const cahier_deed_words *key = cahier_review_keys; key->key != NULL; key++) {
        CAHIER_MARK(sheet, "<div><dt><kbd>{0}</kbd></dt><dd>{1}</dd></div>\n", CAHIER_T(cahier_string(key->key)),
                CAHIER_W(key->sentence));
    }
    CAHIER_MARK(sheet,
            "</dl>\n<p><label class=\"check\" hidden><input type=\"checkbox\" id=\"touches\"> {0}</label></p>\n",
            CAHIER_W_OF(keys_on));
    cahier_sheet_close_fold(sheet);
}
