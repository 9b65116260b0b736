/* SPDX-License-Identifier: Apache-2.0 */
/* view_watch.c -- the week at a glance: what is new, what grows, what fades, what waits, what was answered. */
#include "view_watch.h"

#include "sheet.h"
#include "text.h"
#include "watch_sheet.h"

#define FADES_SHOWN 5u
#define FADE_LEAST 5u  /* messages a week before */
#define CLOSED_DAYS 60 /* an alert that ended is shown so long */

/* --- alerts ---------------------------------------------------------------------------------------------------------------- */

/* How a closed alert ended; NULL: an earlier build closed it, and kept no reason. */
static const cahier_shown_follow_up *end_of(const cahier_shown_alert *alert)
{
    bool known = alert->closed && alert->followed_count > 0;
    return known ? &alert->followed[alert->followed_count - 1] : NULL;
}

static void put_alert_row(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    CAHIER_MARK(sheet, "<li class=\"card\" data-alert=\"{0}\" data-row><h3><a href=\"{~}/veille/alertes/{0}\">",
            CAHIER_N(alert->number));
    cahier_watch_say_alert(sheet, alert);
    cahier_put(sheet->page.out, "</a></h3>\n<p>");
    CAHIER_TELL(sheet, cahier_watch_fr.open, CAHIER_N(alert->persons), CAHIER_D(alert->since));
    cahier_put(sheet->page.out, ".");
    const cahier_shown_follow_up *end = end_of(alert);
    const char *words = end != NULL ? cahier_watch_words_of(cahier_watch_ends, end->end) : NULL;
    if (words != NULL) {
        cahier_put(sheet->page.out, " ");
        CAHIER_TELL(sheet, words, CAHIER_D(end->date));
    }
    cahier_put(sheet->page.out, "</p>\n");
    cahier_watch_put_state(sheet, alert);
    cahier_put(sheet->page.out, "</li>\n");
}

typedef enum shelf {
    SHELF_NEW,
    SHELF_OPEN,
    SHELF_CLOSED
} shelf;

static shelf shelf_of(const cahier_shown_alert *alert, int32_t told)
{
    if (alert->closed) {
        return SHELF_CLOSED;
    }
    return cahier_watch_days_between(alert->date, told) < 7 ? SHELF_NEW : SHELF_OPEN;
}

static void put_alerts(
        cahier_sheet *sheet, const cahier_shown_watch *watch, shelf wanted, const char *id, const char *const words[2])
{
    uint32_t written = 0;
    cahier_sheet_open_part(sheet, id, words[0]);
    cahier_put(sheet->page.out, "<ul class=\"cards\">\n");
    for (uint32_t i = 0; i < watch->alerts.count; i++) {
        const cahier_shown_alert *alert = &watch->alerts.at[i];
        const cahier_shown_follow_up *end = end_of(alert);
        int32_t ended = end != NULL ? end->date : alert->date;
        bool stale = wanted == SHELF_CLOSED && cahier_watch_days_between(ended, watch->told) > CLOSED_DAYS;
        if (shelf_of(alert, watch->told) == wanted && !stale) {
            put_alert_row(sheet, alert);
            written++;
        }
    }
    cahier_put(sheet->page.out, "</ul>\n");
    if (written == 0) {
        cahier_sheet_paragraph(sheet, "note", words[1], CAHIER_N(0), CAHIER_N(0));
    }
}

/* --- what fades -------------------------------------------------------------------------------------------------------------- */

/* Thousandths a week, of the four weeks before the last one. */
static int64_t usual(const cahier_shown_curve *curve)
{
    int64_t sum = 0;
    for (uint32_t w = CAHIER_WEEKS - 5; w < CAHIER_WEEKS - 1; w++) {
        sum += curve->value[w];
    }
    return sum * 1000 / 4;
}

/* Themes of which people speak half as much as they did. */
static void put_fading(cahier_sheet *sheet, const cahier_shown_curves *curves)
{
    uint32_t written = 0;
    cahier_put(sheet->page.out, "<ul class=\"fades\">\n");
    for (uint32_t i = 0; i < curves->theme_count && written < FADES_SHOWN; i++) {
        const cahier_shown_curve *curve = &curves->themes[i];
        int64_t before = usual(curve);
        if (before >= FADE_LEAST * 1000 && (int64_t)curve->value[CAHIER_WEEKS - 1] * 2000 <= before) {
            cahier_put(sheet->page.out, "<li><strong>");
            cahier_say_label(sheet->page.out, CAHIER_HTML, curve->name);
            cahier_put(sheet->page.out, "</strong> ");
            CAHIER_TELL(sheet, cahier_watch_fr.less, CAHIER_N(curve->value[CAHIER_WEEKS - 1]), CAHIER_F(before));
            cahier_put(sheet->page.out, "</li>\n");
            written++;
        }
    }
    cahier_put(sheet->page.out, "</ul>\n");
}

/* --- what waits, what was answered ----------------------------------------------------------------------------------------- */

static void put_desks(cahier_sheet *sheet, const cahier_shown_watch *watch)
{
    uint32_t written = 0;
    cahier_sheet_open_part(sheet, "attente", cahier_watch_fr.waiting);
    cahier_put(sheet->page.out, "<ul class=\"desks\">\n");
    for (uint32_t i = 0; i < watch->desk_count; i++) {
        if (watch->desks[i].waiting > 0) {
            cahier_put(sheet->page.out, "<li>");
            cahier_watch_put_desk(sheet, &watch->desks[i], false);
            cahier_put(sheet->page.out, "</li>\n");
            written++;
        }
    }
    cahier_put(sheet->page.out, "</ul>\n");
    if (written == 0) {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.waiting_none, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_sheet_close_part(sheet);
}

static void put_answers(cahier_sheet *sheet, const cahier_shown_watch *watch)
{
    cahier_sheet_open_part(sheet, "reponses", cahier_watch_fr.answered);
    if (watch->answer_count == 0) {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.answered_none, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_put(sheet->page.out, "<ul>\n");
    for (uint32_t i = 0; i < watch->answer_count; i++) {
        const cahier_shown_answer *answer = &watch->answers[i];
        cahier_put(sheet->page.out, "<li>");
        CAHIER_TELL(sheet, cahier_watch_fr.answered_line, CAHIER_T(answer->who),
                answer->service.len > 0 ? CAHIER_T(answer->service) : CAHIER_W(cahier_watch_fr.desk_person));
        cahier_sheet_moment(sheet, answer->when);
        cahier_put(sheet->page.out, "</li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_close_part(sheet);
}

static void put_week(cahier_sheet *sheet, const cahier_shown_watch *watch)
{
    const char *const news[] = {cahier_watch_fr.news, cahier_watch_fr.news_none},
                      *const grows[] = {cahier_watch_fr.grows, cahier_watch_fr.grows_none},
                      *const fades[] = {cahier_watch_fr.fades, cahier_watch_fr.fades_none};
    put_alerts(sheet, watch, SHELF_NEW, "nouveau", news);
    cahier_sheet_close_part(sheet);
    put_alerts(sheet, watch, SHELF_OPEN, "monte", grows);
    cahier_sheet_close_part(sheet);
    put_alerts(sheet, watch, SHELF_CLOSED, "retombe", fades);
    put_fading(sheet, &watch->curves);
    cahier_sheet_close_part(sheet);
    put_desks(sheet, watch);
    put_answers(sheet, watch);
}

void cahier_view_watch(cahier_out *out, const cahier_view *view, const cahier_shown_watch *watch)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(
            &sheet, &(cahier_sheet_heading){CAHIER_AT_WATCH, "veille", cahier_watch_fr.week, {NULL, 0}, false});
    cahier_watch_put_places(&sheet, "");
    if (watch->heard == 0) {
        cahier_sheet_empty(&sheet, cahier_watch_fr.off, cahier_watch_fr.off_next);
        cahier_sheet_close(&sheet);
        return;
    }
    cahier_sheet_paragraph(&sheet, "intro", watch->told != 0 ? cahier_watch_fr.told : cahier_watch_fr.not_told,
            CAHIER_N(watch->heard), CAHIER_D(watch->told));
    if (watch->curves.messages > 0) {
        cahier_sheet_paragraph(&sheet, "note", cahier_watch_fr.drift,
                CAHIER_P(cahier_share_milli(watch->curves.unclassified, watch->curves.messages)), CAHIER_N(0));
    }
    put_week(&sheet, watch);
    CAHIER_MARK(&sheet, "<p><a class=\"button\" href=\"{~}/veille/alertes.csv\">{0}</a></p>\n",
            CAHIER_W(cahier_watch_fr.export_csv));
    cahier_sheet_close(&sheet);
}
