/* SPDX-License-Identifier: Apache-2.0 */
/* view_upload.c -- a file is given, then shown as it would be read; nothing runs before « Analyser ». */
#include "sheet.h"
#include "text.h"
#include "words.h"

void cahier_view_upload(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_LOTS, "envoi", cahier_review_fr.upload_heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "", cahier_review_fr.upload_intro, CAHIER_N(0), CAHIER_N(0));
    /* the token stands in a field before the files, so that the server can refuse before it reads them */
    CAHIER_MARK(&sheet,
            "<form method=\"post\" enctype=\"multipart/form-data\" action=\"{~}/lots\" class=\"card\" id=\"envoi\">");
    cahier_sheet_identify(&sheet);
    cahier_sheet_input(
            &sheet, &(cahier_sheet_field){"titre", "text", cahier_review_fr.lot_title,
                            cahier_review_fr.upload_title_help, {NULL, 0}, " maxlength=\"200\" autocomplete=\"off\""});
    CAHIER_MARK(&sheet,
            "<div class=\"drop\" id=\"depot\"><label for=\"fichiers\">{0}</label>"
            "<span class=\"help\" id=\"aide-fichiers\">{1}</span>"
            "<input id=\"fichiers\" name=\"fichier\" type=\"file\" multiple required "
            "accept=\".csv,.tsv,.txt,.xlsx,.ods,.json,.jsonl,.ndjson\" aria-describedby=\"aide-fichiers\">"
            "<p class=\"dropped\" id=\"choisis\" role=\"status\"></p></div>\n",
            CAHIER_W_OF(upload_choose), CAHIER_W_OF(upload_kinds));
    cahier_sheet_button(&sheet, "main", NULL, NULL, cahier_review_fr.upload_check);
    cahier_sheet_close_form(&sheet);
    cahier_sheet_paragraph(&sheet, "note", cahier_review_fr.upload_private, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_close(&sheet);
}

/* --- pre-flight --- */

/* What a person may say a column is for; the others are not used. */
static const cahier_role choices[] = {CAHIER_ROLE_TEXT, CAHIER_ROLE_TITLE, CAHIER_ROLE_ID, CAHIER_ROLE_DATE,
        CAHIER_ROLE_PLACE, CAHIER_ROLE_PERSON, CAHIER_ROLE_GROUP, CAHIER_ROLE_POSITION};
#define CHOICES (sizeof choices / sizeof *choices)

static cahier_role role_named(cahier_text key)
{
    for (cahier_role role = CAHIER_ROLE_OTHER; role < CAHIER_ROLES; role++) {
        if (cahier_text_equal(key, cahier_string(cahier_role_key(role)))) {
            return role;
        }
    }
    return CAHIER_ROLE_OTHER;
}

/* « 398 lignes lues, 4 vides, 2 en double. » */
static void say_rows(cahier_sheet *sheet, const cahier_checked_file *file)
{
    const cahier_review_words *w = &cahier_review_fr;
    cahier_put(sheet->page.out, "<p>");
    CAHIER_TELL(sheet, w->rows_read, CAHIER_N(file->rows), CAHIER_N(file->documents));
    if (file->empty > 0) {
        CAHIER_TELL(sheet, w->rows_empty, CAHIER_N(file->empty));
    }
    if (file->repeated > 0) {
        CAHIER_TELL(sheet, w->rows_repeated, CAHIER_N(file->repeated));
    }
    if (file->other_kind > 0) {
        CAHIER_TELL(sheet, w->rows_other, CAHIER_N(file->other_kind));
    }
    if (file->unreadable > 0) {
        CAHIER_TELL(sheet, w->rows_unreadable, CAHIER_N(file->unreadable));
    }
    cahier_put(sheet->page.out, ".");
    if (file->first_date != 0) {
        CAHIER_TELL(sheet, w->rows_dates);
        cahier_say_dates(sheet->page.out, file->first_date, file->last_date);
        cahier_put(sheet->page.out, ".");
    }
    if (file->bad_dates > 0) {
        cahier_put(sheet->page.out, " ");
        CAHIER_TELL(sheet, w->rows_bad_dates, CAHIER_N(file->bad_dates));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_column(cahier_sheet *sheet, uint32_t f, uint32_t c, const cahier_shown_column *column)
{
    CAHIER_MARK(sheet,
            "<tr><th scope=\"row\" id=\"col-{0}-{1}\"><bdi>{2}</bdi></th><td><select name=\"role-{0}-{1}\" "
            "aria-labelledby=\"col-{0}-{1} lu-comme\">",
            CAHIER_N(f), CAHIER_N(c), CAHIER_T(column->name));
    cahier_role read_as = role_named(column->role);
    bool known = false;
    for (uint32_t i = 0; i < CHOICES; i++) {
        known = known || choices[i] == read_as;
        cahier_sheet_option(sheet, cahier_string(cahier_role_key(choices[i])), cahier_role_label(choices[i], false),
                choices[i] == read_as);
    }
    if (!known && read_as != CAHIER_ROLE_OTHER) {
        cahier_sheet_option(sheet, column->role, cahier_role_label(read_as, false), true);
    }
    cahier_sheet_option(sheet, cahier_string(cahier_role_key(CAHIER_ROLE_OTHER)), cahier_review_fr.role_ignored,
            read_as == CAHIER_ROLE_OTHER);
    CAHIER_MARK(sheet, "</select></td><td>{0}</td></tr>\n", CAHIER_W(column->why));
}

static void put_columns(cahier_sheet *sheet, uint32_t f, const cahier_checked_file *file)
{
    cahier_page_open_table(&sheet->page, cahier_review_fr.columns_caption);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_review_fr.column_name, "");
    cahier_put(sheet->page.out, "<th scope=\"col\"");
    cahier_put(sheet->page.out, f == 0 ? " id=\"lu-comme\">" : ">");
    CAHIER_TELL(sheet, cahier_review_fr.column_role);
    cahier_put(sheet->page.out, "</th>");
    cahier_page_column(&sheet->page, cahier_review_fr.column_why, "");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t c = 0; c < file->column_count; c++) {
        put_column(sheet, f, c, &file->columns[c]);
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
}

/* « Clé d’auteur »: our own words, with a capital. */
static void say_role(cahier_sheet *sheet, cahier_role role)
{
    cahier_out words;
    cahier_out_open_memory(&words);
    CAHIER_SAY_PLAIN(&words, cahier_role_label(role, false));
    cahier_say_label(sheet->page.out, CAHIER_HTML, cahier_out_text(&words));
    (void)cahier_out_close(&words);
}

/* « Texte : colonne Description. Date : Créé le. » */
static void say_guesses(cahier_sheet *sheet, const cahier_checked_file *file)
{
    uint32_t dropped = 0;
    cahier_put(sheet->page.out, "<p>");
    for (uint32_t c = 0; c < file->column_count; c++) {
        cahier_role role = role_named(file->columns[c].role);
        dropped += role == CAHIER_ROLE_NAME;
        if (role != CAHIER_ROLE_NAME && role != CAHIER_ROLE_OTHER) {
            say_role(sheet, role);
            CAHIER_TELL(sheet, cahier_review_fr.column_guess, CAHIER_T(file->columns[c].name));
            cahier_put(sheet->page.out, " ");
        }
    }
    if (dropped > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.columns_names, CAHIER_N(dropped));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_checked(cahier_sheet *sheet, uint32_t f, const cahier_checked_file *file)
{
    cahier_put(sheet->page.out, "<section class=\"card\" data-file><h2>");
    cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(file->name));
    cahier_put(sheet->page.out, "</h2>\n<p class=\"note\">");
    CAHIER_TELL(sheet, cahier_review_fr.file_format, CAHIER_T(file->format), CAHIER_T(file->encoding));
    if (file->platform.len > 0) {
        cahier_put(sheet->page.out, " ");
        CAHIER_TELL(sheet, cahier_review_fr.file_platform, CAHIER_T(file->platform));
    }
    cahier_put(sheet->page.out, "</p>\n");
    say_rows(sheet, file);
    say_guesses(sheet, file);
    put_columns(sheet, f, file);
    cahier_put(sheet->page.out, "</section>\n");
}

/* A form of an upload, whose id is in its path. */
static void open_upload_form(
        cahier_sheet *sheet, const char *class, const char *action, const cahier_preflight *preflight)
{
    CAHIER_MARK(sheet, "<form method=\"post\" class=\"{0}\" action=\"{~}/envois/{%1}/{2}\">",
            CAHIER_T(cahier_string(class)), CAHIER_T(preflight->id), CAHIER_T(cahier_string(action)));
    cahier_sheet_identify(sheet);
}

static void put_give_up(cahier_sheet *sheet, const cahier_preflight *preflight)
{
    open_upload_form(sheet, "plain", "abandonner", preflight);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.upload_give_up);
    cahier_sheet_close_form(sheet);
}

/* The next file of the same consultation: themes and decisions go on. */
static void put_follows(cahier_sheet *sheet, const cahier_preflight *preflight)
{
    if (preflight->lot_count == 0) {
        return;
    }
    cahier_sheet_open_select(sheet, "suite", cahier_review_fr.follows_which);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.follows_none, preflight->follows.len == 0);
    for (uint32_t i = 0; i < preflight->lot_count; i++) {
        const cahier_shown_lot *lot = &preflight->lots[i];
        cahier_sheet_text_option(sheet, lot->id, lot->title.len > 0 ? lot->title : lot->files,
                cahier_text_equal(lot->id, preflight->follows));
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_paragraph(sheet, "note", cahier_review_fr.follows_help, CAHIER_N(0), CAHIER_N(0));
}

static void put_run(cahier_sheet *sheet, const cahier_preflight *preflight)
{
    cahier_put(sheet->page.out, "<p class=\"actions\">");
    if (preflight->refusal.len == 0) {
        CAHIER_MARK(sheet,
                "<button type=\"submit\" class=\"main\" id=\"analyser\" "
                "formaction=\"{~}/envois/{%0}/analyser\">{1}</button>\n",
                CAHIER_T(preflight->id), CAHIER_W_OF(upload_run));
    }
    CAHIER_MARK(sheet, "<button type=\"submit\" class=\"quiet\" id=\"relire\">{0}</button></p>\n",
            CAHIER_W_OF(upload_again));
}

/* Columns may be corrected as often as one likes; the other button of the same form starts. */
static void put_readable(cahier_sheet *sheet, const cahier_preflight *preflight)
{
    if (preflight->refusal.len == 0) {
        cahier_sheet_paragraph(sheet, "lead-small", cahier_review_fr.preflight_sum, CAHIER_N(preflight->documents),
                CAHIER_N(preflight->persons));
    }
    open_upload_form(sheet, "", "colonnes", preflight);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"titre", "text", cahier_review_fr.lot_title, NULL, preflight->title,
                                      " maxlength=\"200\" autocomplete=\"off\""});
    for (uint32_t f = 0; f < preflight->file_count; f++) {
        put_checked(sheet, f, &preflight->files[f]);
    }
    put_follows(sheet, preflight);
    put_run(sheet, preflight);
    cahier_sheet_close_form(sheet);
}

static void put_checked_files(cahier_sheet *sheet, const cahier_preflight *preflight)
{
    if (preflight->refusal.len > 0) {
        cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.given, CAHIER_T(preflight->refusal), CAHIER_N(0));
    }
    if (preflight->file_count > 0) {
        put_readable(sheet, preflight);
    } else {
        CAHIER_MARK(sheet, "<p><a class=\"button main\" href=\"{~}/lots/nouveau\">{0}</a></p>\n",
                CAHIER_W_OF(upload_other));
    }
}

void cahier_view_preflight(cahier_out *out, const cahier_view *view, const cahier_preflight *preflight)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_LOTS, "verification",
                                      cahier_review_fr.preflight_heading, {NULL, 0}, false});
    if (preflight->running) {
        CAHIER_MARK(&sheet, "<div id=\"verification\" data-reload><p role=\"status\">{0}</p></div>",
                CAHIER_W_OF(preflight_running));
        CAHIER_MARK(&sheet, "<p><a class=\"button\" href=\"{~}/envois/{%0}\">{1}</a></p>\n", CAHIER_T(preflight->id),
                CAHIER_W_OF(refresh));
    } else {
        put_checked_files(&sheet, preflight);
    }
    put_give_up(&sheet, preflight);
    cahier_sheet_close(&sheet);
}

/* --- sent before --- */

static void put_choice(cahier_sheet *sheet, const cahier_preflight *preflight, const char *wish, const char *class,
        const char *words, const char *help)
{
    open_upload_form(sheet, "plain", "deja", preflight);
    cahier_sheet_hidden(sheet, "faire", cahier_string(wish));
    cahier_sheet_paragraph(sheet, "help", help, CAHIER_T(preflight->title), CAHIER_N(0));
    cahier_sheet_button(sheet, class, NULL, NULL, words);
    cahier_sheet_close_form(sheet);
}

void cahier_view_sent_before(
        cahier_out *out, const cahier_view *view, const cahier_preflight *preflight, const cahier_shown_lot *lot)
{
    cahier_sheet sheet;
    const cahier_review_words *w = &cahier_review_fr;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_LOTS, "deja", w->before_heading, {NULL, 0}, false});
    cahier_sheet_paragraph(&sheet, "intro", w->before_intro, CAHIER_T(lot->title.len > 0 ? lot->title : lot->files),
            CAHIER_T(preflight->title));
    if (lot->when.len > 0) {
        cahier_put(out, "<p class=\"note\">");
        CAHIER_TELL(&sheet, w->lot_sent_by, CAHIER_T(lot->who));
        CAHIER_TELL(&sheet, w->lot_sent_when);
        cahier_sheet_moment(&sheet, lot->when);
        cahier_put(out, "</p>\n");
    }
    cahier_put(out, "<div class=\"choices-of\" id=\"choisir\">\n");
    put_choice(&sheet, preflight, "ouvrir", "main", w->before_open, w->before_open_help);
    put_choice(&sheet, preflight, "renommer", "quiet", w->before_rename, w->before_rename_help);
    put_choice(&sheet, preflight, "part", "quiet", w->before_apart, w->before_apart_help);
    cahier_put(out, "</div>\n");
    cahier_sheet_close(&sheet);
}
