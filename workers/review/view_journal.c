/* SPDX-License-Identifier: Apache-2.0 */
/* view_journal.c -- every decision, the latest first: by whom, when, whether it still applies; each may be undone. */
#include "sheet.h"
#include "text.h"

static void put_line(cahier_sheet *sheet, const cahier_said *said)
{
    bool lost = !said->undone && cahier_is_lost(said->outcome);
    CAHIER_MARK(sheet, "<li class=\"{0}\" data-said=\"{1}\" data-row><p>",
            CAHIER_T(cahier_string(said->undone ? "undone"
                                   : lost       ? "lost"
                                                : "")),
            CAHIER_T(said->id));
    cahier_sheet_said(sheet, said);
    if (said->undone) {
        cahier_put(sheet->page.out, " <em>");
        CAHIER_TELL(sheet, cahier_review_fr.journal_undone);
        cahier_put(sheet->page.out, "</em>");
    } else if (said->outcome != CAHIER_APPLIED && said->outcome != CAHIER_OUTSIDE) {
        cahier_put(sheet->page.out, " <em>");
        CAHIER_TELL(sheet, cahier_review_fr.journal_outcome, CAHIER_W(cahier_french_outcome[said->outcome]));
        cahier_put(sheet->page.out, "</em>");
    }
    cahier_put(sheet->page.out, "</p>");
    cahier_sheet_undo(sheet, said);
    cahier_put(sheet->page.out, "</li>\n");
}

static uint32_t count_lost(const cahier_view *view)
{
    uint32_t lost = 0;
    for (uint32_t i = 0; i < view->said_count; i++) {
        lost += !view->said[i].undone && cahier_is_lost(view->said[i].outcome);
    }
    return lost;
}

static void put_lost(cahier_sheet *sheet, uint32_t lost)
{
    cahier_sheet_open_part(sheet, "perdues", cahier_review_fr.journal_lost);
    cahier_sheet_paragraph(
            sheet, "warning", cahier_review_fr.journal_conflicts, CAHIER_N(lost), CAHIER_N(sheet->view->said_count));
    cahier_put(sheet->page.out, "<ol class=\"said\">\n");
    for (uint32_t i = sheet->view->said_count; i > 0; i--) {
        const cahier_said *said = &sheet->view->said[i - 1];
        if (!said->undone && cahier_is_lost(said->outcome)) {
            put_line(sheet, said);
        }
    }
    cahier_put(sheet->page.out, "</ol>\n");
    cahier_sheet_close_part(sheet);
}

static void put_all(cahier_sheet *sheet)
{
    const cahier_view *view = sheet->view;
    cahier_page_of page = cahier_page_at(view->said_count, view->filter.page);
    cahier_sheet_open_part(sheet, "toutes", cahier_review_fr.journal_all);
    cahier_put(sheet->page.out, "<ol class=\"said\">\n");
    for (uint32_t i = page.first; i < page.end; i++) {
        put_line(sheet, &view->said[view->said_count - 1 - i]);
    }
    cahier_put(sheet->page.out, "</ol>\n");
    cahier_sheet_pages(sheet, &page, "journal");
    cahier_sheet_close_part(sheet);
}

void cahier_view_journal(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "journal");
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_JOURNAL, "journal", cahier_review_fr.journal_heading, {NULL, 0}, false});
    uint32_t lost = count_lost(view);
    if (view->said_count == 0) {
        cahier_sheet_empty(&sheet, cahier_review_fr.journal_none, cahier_review_fr.journal_none_next);
    } else {
        cahier_sheet_paragraph(
                &sheet, "intro", cahier_review_fr.journal_intro, CAHIER_N(view->said_count), CAHIER_N(0));
        CAHIER_MARK(&sheet, "<p><a class=\"button\" href=\"{@}/exports/decisions.jsonl\">{0}</a></p>\n",
                CAHIER_W_OF(journal_export));
        if (lost > 0) {
            put_lost(&sheet, lost);
        }
        put_all(&sheet);
    }
    cahier_sheet_close(&sheet);
}
