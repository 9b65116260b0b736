/* SPDX-License-Identifier: Apache-2.0 */
/* view_settings.c -- one's own password; for administrators: the commune, people, tokens, erasure. */
#include "sheet.h"
#include "text.h"

#define NEW_PASSWORD " required minlength=\"12\" maxlength=\"1000\" autocomplete=\"new-password\""

static void put_own_password(cahier_sheet *sheet)
{
    cahier_sheet_open_part(sheet, "mot-de-passe", cahier_review_fr.password_heading);
    cahier_sheet_open_form(sheet, "line", "{~}/mot-de-passe", NULL);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"ancien", "password", cahier_review_fr.password_old, NULL,
                                      {NULL, 0}, " required autocomplete=\"current-password\""});
    cahier_sheet_input(sheet, &(cahier_sheet_field){"nouveau", "password", cahier_review_fr.password_new,
                                      cahier_review_fr.password_help, {NULL, 0}, NEW_PASSWORD});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.password_do);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_part(sheet);
}

static void put_commune(cahier_sheet *sheet, const cahier_shown_settings *settings)
{
    cahier_out days;
    cahier_out_open_memory(&days);
    if (settings->retention_days > 0) {
        cahier_put_uint(&days, settings->retention_days);
    }
    cahier_sheet_open_part(sheet, "commune", cahier_review_fr.commune_heading);
    cahier_sheet_open_form(sheet, "", "{~}/reglages/commune", NULL);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"ville", "text", cahier_review_fr.commune_name, NULL,
                                      settings->town, " maxlength=\"120\" autocomplete=\"off\""});
    cahier_sheet_input(sheet,
            &(cahier_sheet_field){"conservation", "number", cahier_review_fr.commune_retention,
                    cahier_review_fr.commune_retention_help, cahier_out_text(&days), " min=\"1\" max=\"36500\""});
    cahier_sheet_input(sheet, &(cahier_sheet_field){"webhook", "url", cahier_review_fr.commune_webhook,
                                      cahier_review_fr.commune_webhook_help, settings->telling.webhook,
                                      " maxlength=\"2000\" autocomplete=\"off\""});
    cahier_sheet_input(sheet, &(cahier_sheet_field){"courriels", "text", cahier_review_fr.commune_mail,
                                      cahier_review_fr.commune_mail_help, settings->telling.mail,
                                      " maxlength=\"2000\" autocomplete=\"off\""});
    cahier_sheet_open_select(sheet, "rythme", cahier_review_fr.commune_pace);
    cahier_sheet_option(sheet, cahier_string("aussitot"), cahier_review_fr.commune_at_once, !settings->telling.daily);
    cahier_sheet_option(sheet, cahier_string("jour"), cahier_review_fr.commune_daily, settings->telling.daily);
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.save);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_part(sheet);
    cahier_out_close(&days);
}

static void put_role_select(cahier_sheet *sheet, cahier_text role)
{
    cahier_sheet_open_select(sheet, "role", cahier_review_fr.person_role);
    for (const cahier_deed_words *own = cahier_review_ranks; own->key != NULL; own++) {
        cahier_text key = cahier_string(own->key);
        cahier_sheet_option(sheet, key, own->sentence, cahier_text_equal(key, role));
    }
    cahier_sheet_close_select(sheet);
}

/* « relecture », for "agent". */
static void put_rank(cahier_sheet *sheet, cahier_text role)
{
    for (const cahier_deed_words *own = cahier_review_ranks; own->key != NULL; own++) {
        if (cahier_text_equal(cahier_string(own->key), role)) {
            CAHIER_TELL(sheet, own->sentence);
        }
    }
}

static void put_person(cahier_sheet *sheet, const cahier_shown_person *person)
{
    CAHIER_MARK(sheet, "<li class=\"card\" data-person=\"{0}\"><h3><bdi>{0}</bdi></h3>\n<p class=\"note\">",
            CAHIER_T(person->name));
    put_rank(sheet, person->role);
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, person->disabled ? cahier_review_fr.person_disabled : cahier_review_fr.person_active);
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, cahier_review_fr.person_created);
    cahier_put(sheet->page.out, " ");
    cahier_sheet_moment(sheet, person->created);
    if (person->seen.len > 0) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_review_fr.person_seen);
        cahier_put(sheet->page.out, " ");
        cahier_sheet_moment(sheet, person->seen);
    }
    cahier_put(sheet->page.out, "</p>\n");
    cahier_sheet_open_fold(sheet, "", cahier_review_fr.person_change);
    cahier_sheet_open_form(sheet, "line", "{~}/reglages/personnes/modifier", NULL);
    cahier_sheet_hidden(sheet, "nom", person->name);
    put_role_select(sheet, person->role);
    cahier_sheet_open_select(sheet, "etat", cahier_review_fr.person_state);
    cahier_sheet_option(sheet, cahier_string("actif"), cahier_review_fr.person_active, !person->disabled);
    cahier_sheet_option(sheet, cahier_string("suspendu"), cahier_review_fr.person_disabled, person->disabled);
    cahier_sheet_close_select(sheet);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"mot-de-passe", "password", cahier_review_fr.password_new,
                                      cahier_review_fr.password_keep, {NULL, 0},
                                      " minlength=\"12\" maxlength=\"1000\" autocomplete=\"new-password\""});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.save);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_fold(sheet);
    cahier_put(sheet->page.out, "</li>\n");
}

static void put_people(cahier_sheet *sheet, const cahier_shown_settings *settings)
{
    cahier_sheet_open_part(sheet, "personnes", cahier_review_fr.people_heading);
    cahier_put(sheet->page.out, "<dl class=\"ranks\">\n");
    for (const cahier_deed_words *own = cahier_review_ranks; own->key != NULL; own++) {
        CAHIER_MARK(sheet, "<div><dt>{0}</dt><dd>{1}</dd></div>\n", CAHIER_W(own->sentence), CAHIER_W(own->more));
    }
    cahier_put(sheet->page.out, "</dl>\n<ul class=\"cards\">\n");
    for (uint32_t i = 0; i < settings->person_count; i++) {
        put_person(sheet, &settings->people[i]);
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_open_fold(sheet, "add", cahier_review_fr.person_add);
    cahier_sheet_open_form(sheet, "line", "{~}/reglages/personnes", "ajouter-personne");
    cahier_sheet_input(sheet, &(cahier_sheet_field){"nom", "text", cahier_review_fr.person_name, NULL, {NULL, 0},
                                      " required maxlength=\"120\" autocomplete=\"off\""});
    put_role_select(sheet, cahier_string("agent"));
    cahier_sheet_input(sheet, &(cahier_sheet_field){"mot-de-passe", "password", cahier_review_fr.password_first,
                                      cahier_review_fr.password_help, {NULL, 0}, NEW_PASSWORD});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.person_add);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_fold(sheet);
    cahier_sheet_close_part(sheet);
}

static void put_token(cahier_sheet *sheet, const cahier_shown_token *token)
{
    cahier_put(sheet->page.out, "<li class=\"card\"><p>");
    cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(token->name));
    cahier_put(sheet->page.out, " · ");
    put_rank(sheet, token->role);
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, cahier_review_fr.person_created);
    cahier_put(sheet->page.out, " ");
    cahier_sheet_moment(sheet, token->created);
    cahier_put(sheet->page.out, "</p>\n");
    cahier_sheet_open_form(sheet, "plain", "{~}/reglages/jetons/retirer", NULL);
    cahier_sheet_hidden(sheet, "jeton", token->id);
    CAHIER_MARK(sheet,
            "<button type=\"submit\" class=\"danger\">{0} <span class=\"unseen\"><bdi>{1}</bdi></span></button>",
            CAHIER_W_OF(token_revoke), CAHIER_T(token->name));
    cahier_sheet_close_form(sheet);
    cahier_put(sheet->page.out, "</li>\n");
}

static void put_tokens(cahier_sheet *sheet, const cahier_shown_settings *settings)
{
    cahier_sheet_open_part(sheet, "jetons", cahier_review_fr.tokens_heading);
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.tokens_intro, CAHIER_N(0), CAHIER_N(0));
    if (settings->new_token.len > 0) {
        CAHIER_MARK(sheet,
                "<div class=\"flash done\" role=\"status\"><p>{0}</p><p><code "
                "id=\"nouveau-jeton\">{1}</code></p></div>\n",
                CAHIER_W_OF(token_once), CAHIER_T(settings->new_token));
    }
    cahier_put(sheet->page.out, "<ul class=\"cards\">\n");
    for (uint32_t i = 0; i < settings->token_count; i++) {
        put_token(sheet, &settings->tokens[i]);
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_open_form(sheet, "line", "{~}/reglages/jetons", NULL);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"nom", "text", cahier_review_fr.token_name, NULL, {NULL, 0},
                                      " required maxlength=\"120\" autocomplete=\"off\""});
    put_role_select(sheet, cahier_string("reader"));
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.token_add);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_part(sheet);
}

static void put_erasure(cahier_sheet *sheet, const cahier_shown_settings *settings)
{
    cahier_sheet_open_part(sheet, "effacement", cahier_review_fr.erase_heading);
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.erase_intro, CAHIER_N(0), CAHIER_N(0));
    if (settings->erased.len > 0) {
        cahier_put(sheet->page.out, "<div class=\"flash done\" role=\"status\" id=\"preuve\"><p>");
        cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(settings->erased));
        cahier_put(sheet->page.out, "</p></div>\n");
    }
    cahier_sheet_open_form(sheet, "", "{~}/reglages/effacement", NULL);
    cahier_sheet_input(sheet,
            &(cahier_sheet_field){"auteur", "text", cahier_review_fr.erase_author, cahier_review_fr.erase_author_help,
                    {NULL, 0}, " maxlength=\"500\" autocomplete=\"off\" spellcheck=\"false\""});
    cahier_sheet_input(sheet, &(cahier_sheet_field){"contribution", "text", cahier_review_fr.erase_contribution, NULL,
                                      {NULL, 0}, " maxlength=\"500\" autocomplete=\"off\" spellcheck=\"false\""});
    CAHIER_MARK(sheet,
            "<p><label class=\"check\"><input type=\"checkbox\" name=\"confirmer\" value=\"oui\" required> "
            "{0}</label></p>",
            CAHIER_W_OF(erase_sure));
    cahier_sheet_button(sheet, "danger", NULL, NULL, cahier_review_fr.erase_do);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_part(sheet);
}

void cahier_view_settings(cahier_out *out, const cahier_view *view, const cahier_shown_settings *settings)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_SETTINGS, "reglages", cahier_review_fr.settings_heading,
                                      {NULL, 0}, false});
    if (!view->viewer->by_proxy) {
        put_own_password(&sheet);
    }
    if (view->viewer->manages) {
        put_commune(&sheet, settings);
        cahier_sheet_telling(&sheet, &settings->telling);
        put_people(&sheet, settings);
        put_tokens(&sheet, settings);
        put_erasure(&sheet, settings);
    } else {
        cahier_sheet_paragraph(&sheet, "note", cahier_review_fr.settings_reader, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_sheet_close(&sheet);
}
