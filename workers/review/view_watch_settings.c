/* SPDX-License-Identifier: Apache-2.0 */
/* view_watch_settings.c -- what the watch takes for news, tried on the town's own past; its files as CSV. */
#include <stdio.h>

#include "sheet.h"
#include "view_watch.h"
#include "watch_sheet.h"

#define ALERTS_SHOWN 30u

static void put_number(cahier_sheet *sheet, const char *name, const char *label, const char *help, int64_t milli)
{
    char value[32];
    int64_t rest = milli % 1000;
    int len = snprintf(
            value, sizeof value, rest != 0 ? "%lld.%03lld" : "%lld", (long long)(milli / 1000), (long long)rest);
    cahier_sheet_input(sheet, &(cahier_sheet_field){name, "text", label, help, {value, (uint32_t)len},
                                      " required inputmode=\"decimal\" autocomplete=\"off\""});
}

static void put_form(cahier_sheet *sheet, const cahier_shown_watch_settings *settings)
{
    const cahier_watch_page_words *w = &cahier_watch_fr;
    cahier_sheet_open_form(sheet, "", "{~}/veille/reglages", "reglages");
    put_number(sheet, "taux", w->rate, w->rate_help, settings->rate_milli);
    put_number(sheet, "personnes", w->persons_least, w->persons_help, (int64_t)settings->persons * 1000);
    put_number(sheet, "refaire", w->refit, w->refit_help, (int64_t)settings->refit * 1000);
    put_number(sheet, "garder", w->keep, w->keep_help, (int64_t)settings->keep * 1000);
    put_number(sheet, "retard", w->late, w->late_help, (int64_t)settings->late * 1000);
    cahier_put(sheet->page.out, "<p class=\"actions\">");
    cahier_sheet_button(sheet, "quiet", "faire", "essayer", w->try);
    if (sheet->view->viewer->manages) {
        cahier_sheet_button(sheet, "main", "faire", "enregistrer", cahier_review_fr.save);
    }
    cahier_put(sheet->page.out, "</p>\n");
    cahier_sheet_close_form(sheet);
}

static void put_trial(cahier_sheet *sheet, const cahier_shown_trial *trial)
{
    cahier_put(sheet->page.out, "<div class=\"card\" id=\"essai\" role=\"status\">");
    if (trial->failed.len > 0) {
        cahier_sheet_paragraph(sheet, "warning", cahier_watch_fr.try_failed, CAHIER_T(trial->failed), CAHIER_N(0));
    } else {
        cahier_sheet_paragraph(sheet, "lead-small",
                trial->alerts > 0 ? cahier_watch_fr.try_done : cahier_watch_fr.try_none, CAHIER_N(trial->alerts),
                CAHIER_N(0));
        cahier_put(sheet->page.out, "<ul>\n");
        for (uint32_t i = 0; i < trial->alerts && i < ALERTS_SHOWN; i++) {
            CAHIER_MARK(sheet, "<li>{0} · ", CAHIER_D(trial->list[i].date));
            cahier_watch_say_alert(sheet, &trial->list[i]);
            cahier_put(sheet->page.out, "</li>\n");
        }
        cahier_put(sheet->page.out, "</ul>\n<p class=\"note\">");
        CAHIER_TELL(sheet, cahier_watch_fr.try_span, CAHIER_N(trial->messages), CAHIER_D(trial->first),
                CAHIER_D(trial->last));
        cahier_put(sheet->page.out, "</p>\n");
    }
    cahier_put(sheet->page.out, "</div>\n");
}

void cahier_view_watch_settings(cahier_out *out, const cahier_view *view, const cahier_shown_watch_settings *settings)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_WATCH, "veille-reglages", cahier_watch_fr.settings, {NULL, 0}, false});
    cahier_watch_put_places(&sheet, "/reglages");
    cahier_sheet_paragraph(&sheet, "intro", cahier_watch_fr.settings_intro, CAHIER_N(0), CAHIER_N(0));
    if (settings->trial.tried) {
        put_trial(&sheet, &settings->trial);
    }
    put_form(&sheet, settings);
    cahier_sheet_close(&sheet);
}

/* --- CSV ------------------------------------------------------------------------------------------------------------------------ */

static void put_date(cahier_out *out, int32_t date)
{
    if (date != 0) {
        cahier_put_iso_date(out, date);
    }
    cahier_put(out, ";");
}

static void put_cell(cahier_out *out, cahier_text text, const char *end)
{
    cahier_put_cell(out, text);
    cahier_put(out, end);
}

void cahier_write_alerts_csv(cahier_out *out, const cahier_shown_alert *alerts, uint32_t count)
{
    cahier_put(out, "\xef\xbb\xbf"
                    "numero;date;depuis;sorte;quoi;personnes;attendues;rapport;retombe;etat;jusqu_au;raison;qui\r\n");
    for (uint32_t i = 0; i < count; i++) {
        const cahier_shown_alert *alert = &alerts[i];
        cahier_put_uint(out, alert->number);
        cahier_put(out, ";");
        put_date(out, alert->date);
        put_date(out, alert->since);
        put_cell(out, alert->kind, ";");
        put_cell(out, alert->what, ";");
        cahier_put_uint(out, alert->persons);
        cahier_put(out, ";");
        cahier_put_milli(out, alert->expected_milli, ',');
        cahier_put(out, ";");
        cahier_put_milli(out, alert->ratio_milli, ',');
        cahier_put(out, alert->closed ? ";oui;" : ";non;");
        put_cell(out, alert->state, ";");
        put_cell(out, alert->until, ";");
        put_cell(out, alert->reason, ";");
        put_cell(out, alert->who, "\r\n");
    }
}

void cahier_write_messages_csv(cahier_out *out, const cahier_shown_message *messages, uint32_t count)
{
    cahier_put(out, "\xef\xbb\xbf"
                    "id;date;lieu;theme;service;urgent;oriente_par;message\r\n");
    for (uint32_t i = 0; i < count; i++) {
        const cahier_shown_message *message = &messages[i];
        put_cell(out, message->id, ";");
        put_date(out, message->date);
        put_cell(out, message->place, ";");
        put_cell(out, message->theme, ";");
        put_cell(out, message->corrected.len > 0 ? message->corrected : message->service, ";");
        cahier_put(out, message->urgent ? "oui;" : "non;");
        put_cell(out, message->who, ";");
        put_cell(out, message->text, "\r\n");
    }
}
