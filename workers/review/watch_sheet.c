/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_sheet.h"

#include <string.h>

#include "calendar.h"
#include "text.h"
#include "watch_record.h"

const char *cahier_watch_words_of(const cahier_deed_words *list, cahier_text key)
{
    while (list->key != NULL && !cahier_text_equal(key, cahier_string(list->key))) {
        list++;
    }
    return list->key != NULL ? list->sentence : NULL;
}

void cahier_watch_say_alert(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    const char *words =
            cahier_watch_words_of(cahier_watch_kinds, alert->praise ? cahier_string("praise") : alert->kind);
    CAHIER_TELL(sheet, words != NULL ? words : cahier_review_fr.given, CAHIER_T(alert->what));
}

void cahier_watch_put_state(cahier_sheet *sheet, const cahier_shown_alert *alert)
{
    const char *words = cahier_watch_words_of(cahier_watch_states, alert->state);
    if (words == NULL) {
        return;
    }
    CAHIER_MARK(sheet, "<p class=\"standing\" data-state=\"{0}\">", CAHIER_T(alert->state));
    CAHIER_TELL(sheet, words, CAHIER_T(alert->who));
    if (alert->until.len > 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.state_until, CAHIER_D(cahier_record_date_of(alert->until)));
    }
    if (alert->when.len > 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.note_who);
        cahier_sheet_moment(sheet, alert->when);
    }
    cahier_put(sheet->page.out, ".");
    if (alert->reason.len > 0) {
        cahier_put(sheet->page.out, " ");
        CAHIER_TELL(sheet, cahier_review_fr.deed_note, CAHIER_T(alert->reason));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

void cahier_watch_put_desk(cahier_sheet *sheet, const cahier_shown_desk *desk, bool here)
{
    CAHIER_MARK(sheet, "<a href=\"{~}/veille/messages?service={%0}\"", CAHIER_T(desk->service));
    cahier_put(sheet->page.out, here ? " aria-current=\"true\">" : ">");
    cahier_say_arg(sheet->page.out, CAHIER_HTML,
            desk->service.len > 0 ? CAHIER_T(desk->service) : CAHIER_W(cahier_watch_fr.desk_person));
    cahier_put(sheet->page.out, "</a> <span class=\"note\">");
    CAHIER_TELL(sheet, cahier_watch_fr.desk_count, CAHIER_N(desk->waiting));
    if (desk->urgent > 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.desk_urgent, CAHIER_N(desk->urgent));
    }
    cahier_put(sheet->page.out, "</span>");
}

void cahier_watch_put_places(cahier_sheet *sheet, const char *here)
{
    const char *const places[][2] = {{"", cahier_watch_fr.this_week}, {"/messages", cahier_watch_fr.messages},
            {"/series", cahier_watch_fr.series}, {"/reglages", cahier_watch_fr.settings}};
    CAHIER_MARK(sheet, "<nav class=\"within\" aria-label=\"{0}\"><ul>\n", CAHIER_W(cahier_watch_fr.week));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        CAHIER_MARK(sheet, "<li><a href=\"{~}/veille{0}\"", CAHIER_T(cahier_string(places[i][0])));
        cahier_put(sheet->page.out, strcmp(here, places[i][0]) == 0 ? " aria-current=\"page\">" : ">");
        CAHIER_TELL(sheet, places[i][1]);
        cahier_put(sheet->page.out, "</a></li>\n");
    }
    cahier_put(sheet->page.out, "</ul></nav>\n");
}

int32_t cahier_watch_days_between(int32_t from, int32_t to)
{
    return from != 0 && to != 0 ? cahier_day_number(to) - cahier_day_number(from) : 0;
}
