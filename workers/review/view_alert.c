/* SPDX-License-Identifier: Apache-2.0 */
/* view_alert.c -- an alert with its evidence, and what people may say of it. */
#include "sheet.h"
#include "view_watch.h"
#include "watch_sheet.h"

#define IDS_SHOWN 30u
#define FEW_MILLI 500 /* persons expected: fewer than one */

/* One figure after the point; none from ten on. */
static int64_t round_tenth(int64_t milli)
{
    int64_t unit = milli >= 10000 ? 1000 : 100;
    return (milli + unit / 2) / unit * unit;
}

/* q false alerts a month: « une fois en N mois », in figures that people have a feeling for. */
static void say_strength(cahier_sheet *sheet, double q)
{
    int64_t months = q > 0 ? (int64_t)(1 / q + .5) : 1200;
    months = months > 1200 ? 1200 : months;
    cahier_put(sheet->page.out, "<p id=\"force\"><strong>");
    CAHIER_TELL(sheet, cahier_watch_fr.strength);
    cahier_put(sheet->page.out, "</strong>");
    if (months < 2) {
        CAHIER_TELL(sheet, cahier_watch_fr.strength_month);
    } else if (months < 24) {
        CAHIER_TELL(sheet, cahier_watch_fr.strength_months, CAHIER_N(months));
    } else {
        CAHIER_TELL(sheet, cahier_watch_fr.strength_years, CAHIER_N(months / 12));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_figures(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    cahier_put(sheet->page.out, "<p class=\"lead-small\" id=\"mesure\">");
    if (alert->q <= 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.campaign, CAHIER_N(alert->messages), CAHIER_N(alert->persons),
                CAHIER_D(alert->since));
    } else {
        CAHIER_TELL(sheet, alert->expected_milli < FEW_MILLI ? cahier_watch_fr.persons_few : cahier_watch_fr.persons,
                CAHIER_N(alert->persons), CAHIER_D(alert->since), CAHIER_F(round_tenth(alert->expected_milli)),
                CAHIER_F(round_tenth(alert->ratio_milli)));
    }
    cahier_put(sheet->page.out, "</p>\n");
    if (alert->q > 0) {
        say_strength(sheet, alert->q);
    }
    if (alert->closed) {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.closed, CAHIER_N(0), CAHIER_N(0));
    }
    if (alert->quiet) {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.quiet, CAHIER_N(0), CAHIER_N(0));
    }
}

/* What was told again of it: that it has grown, that it is over. */
static void put_followed(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    if (alert->followed_count == 0) {
        return;
    }
    cahier_sheet_open_part(sheet, "suites", cahier_watch_fr.followed);
    cahier_put(sheet->page.out, "<ul>\n");
    for (uint32_t i = 0; i < alert->followed_count; i++) {
        const cahier_shown_follow_up *one = &alert->followed[i];
        CAHIER_MARK(sheet, "<li data-suite=\"{0}\">", CAHIER_N(one->sequence));
        const char *end = cahier_watch_words_of(cahier_watch_ends, one->end);
        if (end != NULL) {
            CAHIER_TELL(sheet, end, CAHIER_D(one->date));
        } else {
            CAHIER_TELL(sheet, alert->q > 0 ? cahier_watch_fr.followed_more : cahier_watch_fr.followed_copies,
                    CAHIER_D(one->date), CAHIER_N(alert->q > 0 ? one->persons : one->messages));
        }
        if (one->quiet) {
            CAHIER_TELL(sheet, cahier_watch_fr.followed_quiet);
        }
        cahier_put(sheet->page.out, "</li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_close_part(sheet);
}

static void put_quotes(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    cahier_sheet_open_part(sheet, "phrases", cahier_watch_fr.sentences);
    if (alert->quote_count == 0) {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.sentences_none, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_put(sheet->page.out, "<ul class=\"quotes\">\n");
    for (uint32_t i = 0; i < alert->quote_count; i++) {
        CAHIER_MARK(sheet,
                "<li><blockquote><p>«\u202f<bdi>{0}</bdi>\u202f»</p></blockquote><p class=\"source\">{1}</p></li>\n",
                CAHIER_T(alert->quotes[i].text), CAHIER_T(alert->quotes[i].id));
    }
    cahier_put(sheet->page.out, "</ul>\n<p class=\"note\">");
    CAHIER_TELL(sheet, cahier_watch_fr.texts);
    for (uint32_t i = 0; i < alert->contribution_count && i < IDS_SHOWN; i++) {
        cahier_put(sheet->page.out, i > 0 ? ", " : "");
        cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(alert->contributions[i]));
    }
    cahier_put(sheet->page.out, alert->contribution_count > IDS_SHOWN ? "…</p>\n" : "</p>\n");
    cahier_sheet_close_part(sheet);
}

static void put_named(cahier_sheet *sheet, const cahier_shown_named *named, uint32_t count, bool expected)
{
    cahier_page_open_table(&sheet->page, expected ? cahier_watch_fr.words : cahier_watch_fr.places);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, expected ? cahier_watch_fr.word : cahier_review_fr.filter_place, "");
    cahier_page_column(&sheet->page, cahier_review_fr.people_heading, "number");
    if (expected) {
        cahier_page_column(&sheet->page, cahier_watch_fr.word_expected, "number");
    }
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_MARK(sheet, "<tr><th scope=\"row\"><bdi>{0}</bdi></th>", CAHIER_T(named[i].name));
        cahier_page_number_cell(&sheet->page, named[i].persons);
        if (expected) {
            CAHIER_MARK(sheet, "<td class=\"number\">{0}</td>", CAHIER_F(round_tenth(named[i].expected_milli)));
        }
        cahier_put(sheet->page.out, "</tr>\n");
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
}

static void put_evidence(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    if (alert->word_count > 0) {
        cahier_sheet_open_part(sheet, "mots", cahier_watch_fr.words);
        put_named(sheet, alert->words, alert->word_count, true);
        cahier_sheet_close_part(sheet);
    }
    if (alert->place_count > 0) {
        cahier_sheet_open_part(sheet, "lieux", cahier_watch_fr.places);
        put_named(sheet, alert->places, alert->place_count, false);
        cahier_sheet_close_part(sheet);
    }
}

/* --- what may be said ------------------------------------------------------------------------------------------------------ */

static void open_wish(cahier_sheet *sheet, const cahier_shown_alert *alert, const char *class, const char *wish)
{
    CAHIER_MARK(sheet, "<form method=\"post\" action=\"{~}/veille/alertes/{0}\" class=\"{1}\" data-wish=\"{2}\">",
            CAHIER_N(alert->number), CAHIER_T(cahier_string(class)), CAHIER_T(cahier_string(wish)));
    cahier_sheet_identify(sheet);
    cahier_sheet_hidden(sheet, "faire", cahier_string(wish));
}

static void put_wishes(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    const cahier_sheet_field reason = {
            "raison", "text", cahier_watch_fr.reason, NULL, {NULL, 0}, " maxlength=\"300\" autocomplete=\"off\""};
    open_wish(sheet, alert, "plain", "acknowledged");
    cahier_sheet_button(sheet, "main", NULL, NULL, cahier_watch_fr.see);
    cahier_sheet_close_form(sheet);
    open_wish(sheet, alert, "line", "snoozed");
    cahier_sheet_input(sheet,
            &(cahier_sheet_field){"jusqu-au", "date", cahier_watch_fr.snooze_until, NULL, {NULL, 0}, " required"});
    cahier_sheet_input(sheet, &reason);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_watch_fr.snooze);
    cahier_sheet_close_form(sheet);
    open_wish(sheet, alert, "line", "dismissed");
    cahier_sheet_input(sheet, &reason);
    cahier_sheet_button(sheet, "danger", NULL, NULL, cahier_watch_fr.dismiss);
    cahier_sheet_close_form(sheet);
    cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.dismiss_help, CAHIER_N(0), CAHIER_N(0));
    if (alert->state.len > 0) {
        open_wish(sheet, alert, "plain", "open");
        cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_watch_fr.reopen);
        cahier_sheet_close_form(sheet);
    }
}

void cahier_view_alert(cahier_out *out, const cahier_view *view, const cahier_shown_alert *alert)
{
    cahier_sheet sheet;
    cahier_out heading;
    cahier_out_open_memory(&heading);
    CAHIER_SAY_PLAIN(&heading, cahier_watch_fr.alert, CAHIER_N(alert->number));
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(
            &sheet, &(cahier_sheet_heading){CAHIER_AT_WATCH, "alerte", NULL, cahier_out_text(&heading), false});
    (void)cahier_out_close(&heading);
    cahier_watch_put_places(&sheet, "/alertes");
    cahier_put(out, "<p class=\"intro\"><strong>");
    cahier_watch_say_alert(&sheet, alert);
    cahier_put(out, "</strong></p>\n");
    put_figures(&sheet, alert);
    cahier_watch_put_state(&sheet, alert);
    put_followed(&sheet, alert);
    put_quotes(&sheet, alert);
    put_evidence(&sheet, alert);
    if (view->viewer->corrects) {
        cahier_sheet_open_part(&sheet, "suite", cahier_watch_fr.said_heading);
        put_wishes(&sheet, alert);
        cahier_sheet_close_part(&sheet);
    }
    cahier_sheet_close(&sheet);
}
