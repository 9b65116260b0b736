/* SPDX-License-Identifier: Apache-2.0 */
/* view_door.c -- before the pages, and in their place: sign in, what is not to be seen, what somebody else did meanwhile. */
#include "sheet.h"

static void put_first_account(cahier_sheet *sheet)
{
    CAHIER_MARK(sheet, "<div class=\"empty\" id=\"premier-compte\"><p><strong>{0}</strong></p><p>{1}</p>",
            CAHIER_W_OF(sign_in_nobody), CAHIER_W_OF(sign_in_nobody_next));
    CAHIER_MARK(sheet, "<p><code>cahier serve --data … --add-person {0} --role administrator</code></p></div>\n",
            CAHIER_W_OF(sign_in_nobody_name));
}

void cahier_view_sign_in(cahier_out *out, const cahier_view *view, const cahier_shown_sign_in *sign_in)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_NOWHERE, "connexion", cahier_review_fr.sign_in_heading,
                                      {NULL, 0}, false});
    if (sign_in->nobody_yet) {
        put_first_account(&sheet);
    }
    cahier_sheet_open_form(&sheet, "card narrow", "{~}/connexion", NULL);
    cahier_sheet_hidden(&sheet, "suite", sign_in->next);
    cahier_sheet_input(&sheet, &(cahier_sheet_field){"nom", "text", cahier_review_fr.sign_in_name, NULL, sign_in->name,
                                       " required autocomplete=\"username\" spellcheck=\"false\" maxlength=\"200\""});
    cahier_sheet_input(
            &sheet, &(cahier_sheet_field){"mot-de-passe", "password", cahier_review_fr.sign_in_password, NULL,
                            {NULL, 0}, " required autocomplete=\"current-password\" maxlength=\"1000\""});
    cahier_sheet_button(&sheet, "main", NULL, NULL, cahier_review_fr.sign_in);
    cahier_sheet_close_form(&sheet);
    cahier_sheet_paragraph(&sheet, "note", cahier_review_fr.sign_in_lost, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_close(&sheet);
}

void cahier_view_trouble(cahier_out *out, const cahier_view *view, cahier_review_trouble problem)
{
    cahier_sheet sheet;
    const cahier_trouble_words *words = &cahier_review_troubles[problem];
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_NOWHERE, "probleme", words->heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "", words->sentence, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_paragraph(&sheet, "", words->next, CAHIER_N(0), CAHIER_N(0));
    CAHIER_MARK(&sheet, "<p><a class=\"button\" href=\"{~}/lots\">{0}</a></p>\n",
            CAHIER_W(view->viewer->name.len > 0 ? cahier_review_fr.back_to_lots : cahier_review_fr.sign_in));
    cahier_sheet_close(&sheet);
}

/* Somebody changed the same thing since the page was shown: nothing was lost, and the person may say it again. */
void cahier_view_clash(cahier_out *out, const cahier_view *view, const cahier_shown_clash *clash)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_NOWHERE, "rencontre", cahier_review_fr.clash_heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "", cahier_review_fr.clash_intro, CAHIER_N(clash->said_count), CAHIER_N(0));
    cahier_put(out, "<ul class=\"said\" id=\"entre-temps\">\n");
    for (uint32_t i = 0; i < clash->said_count; i++) {
        cahier_put(out, "<li>");
        cahier_sheet_said(&sheet, &clash->said[i]);
        cahier_put(out, "</li>\n");
    }
    cahier_put(out, "</ul>\n");
    cahier_sheet_open_form(&sheet, "plain", "{@}/decisions", NULL);
    for (uint32_t i = 0; i < clash->field_count; i++) {
        CAHIER_MARK(&sheet, "<input type=\"hidden\" name=\"{0}\" value=\"{1}\">", CAHIER_T(clash->fields[i].name),
                CAHIER_T(clash->fields[i].value));
    }
    cahier_sheet_button(&sheet, "main", NULL, NULL, cahier_review_fr.clash_again);
    CAHIER_MARK(&sheet, "<a class=\"button\" href=\"{@}/{0}\">{1}</a>", CAHIER_T(clash->back), CAHIER_W_OF(clash_back));
    cahier_sheet_close_form(&sheet);
    cahier_sheet_close(&sheet);
}

void cahier_view_refused(
        cahier_out *out, const cahier_view *view, const char *words, cahier_text sentence, cahier_text back)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_NOWHERE, "refus", cahier_review_fr.refused_heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "warning", cahier_review_fr.refused_why,
            words != NULL ? CAHIER_W(words) : CAHIER_T(sentence), CAHIER_N(0));
    CAHIER_MARK(
            &sheet, "<p><a class=\"button\" href=\"{@}/{0}\">{1}</a></p>\n", CAHIER_T(back), CAHIER_W_OF(clash_back));
    cahier_sheet_close(&sheet);
}
