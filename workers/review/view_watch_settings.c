/* SPDX-License-Identifier: Apache-2.0 */
/* view_watch_settings.c -- what the watch takes for news, tried on the town's own past; its files as CSV. */
#include <stdio.h>

#include "rows.h"
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

static void put_date(const cahier_sink *sink, int32_t date)
{
    cahier_out cell;
    cahier_out_open_memory(&cell);
    if (date != 0) {
        cahier_put_iso_date(&cell, date);
    }
    sink->text(sink->self, cahier_out_text(&cell));
    (void)cahier_out_close(&cell);
}

static void put_alert(const cahier_sink *sink, const cahier_shown_alert *alert)
{
    sink->number(sink->self, (int64_t)alert->number * 1000);
    put_date(sink, alert->date);
    put_date(sink, alert->since);
    sink->text(sink->self, alert->kind);
    sink->text(sink->self, alert->what);
    sink->number(sink->self, (int64_t)alert->persons * 1000);
    sink->number(sink->self, alert->expected_milli);
    sink->number(sink->self, alert->ratio_milli);
    sink->text(sink->self, cahier_string(alert->closed ? "oui" : "non"));
    sink->text(sink->self, alert->state);
    sink->text(sink->self, alert->until);
    sink->text(sink->self, alert->reason);
    sink->text(sink->self, alert->who);
    sink->row(sink->self);
}

void cahier_write_alerts_csv(cahier_out *out, const cahier_shown_alerts *alerts)
{
    static const char *const names[] = {"numero", "date", "depuis", "sorte", "quoi", "personnes", "attendues",
            "rapport", "finie", "etat", "jusqu_au", "raison", "qui"};
    cahier_csv csv = {out, false};
    const cahier_sink sink = cahier_csv_open(&csv);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sink.text(sink.self, cahier_string(names[i]));
    }
    sink.row(sink.self);
    for (uint32_t i = 0; i < alerts->count; i++) {
        put_alert(&sink, &alerts->at[i]);
    }
}
