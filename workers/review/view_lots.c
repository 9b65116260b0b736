/* SPDX-License-Identifier: Apache-2.0 */
/* view_lots.c -- batches: all of them, and one, from its sending to its exports. */
#include "sheet.h"

static cahier_text shown_title(const cahier_shown_lot *lot)
{
    return lot->title.len > 0 ? lot->title : lot->files;
}

/* --- all of them --- */

static void put_lot_facts(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    cahier_put(sheet->page.out, "<p class=\"size\">");
    CAHIER_TELL(sheet, cahier_review_fr.lot_state[lot->state]);
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, cahier_review_fr.lot_documents, CAHIER_N(lot->documents));
    if (lot->state == CAHIER_LOT_READY) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_review_fr.lot_themes[lot->signed_off > 0], CAHIER_N(lot->themes),
                CAHIER_N(lot->signed_off));
        if (lot->published != CAHIER_PUBLISHED_NOT) {
            cahier_put(sheet->page.out, " · ");
            CAHIER_TELL(sheet, cahier_review_fr.published[lot->published]);
        }
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_sender(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    cahier_put(sheet->page.out, "<p class=\"note\">");
    cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(lot->files));
    if (lot->who.len > 0) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_review_fr.lot_sent_by, CAHIER_T(lot->who));
    }
    if (lot->when.len > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.lot_sent_when);
        cahier_sheet_moment(sheet, lot->when);
    }
    if (lot->follows.len > 0) {
        CAHIER_MARK(sheet, " · <a href=\"{~}/lots/{%0}\">", CAHIER_T(lot->follows));
        CAHIER_TELL(sheet, cahier_review_fr.lot_follows, CAHIER_T(lot->follows_title));
        cahier_put(sheet->page.out, "</a>");
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_lot_card(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    const char *page = lot->state == CAHIER_LOT_READY ? "/themes" : "";
    CAHIER_MARK(sheet, "<li class=\"card\" data-lot=\"{0}\" data-state=\"{1}\"><h2><a href=\"{~}/lots/{%0}{2}\">",
            CAHIER_T(lot->id), CAHIER_N(lot->state), CAHIER_T(cahier_string(page)));
    cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(shown_title(lot)));
    cahier_put(sheet->page.out, "</a></h2>\n");
    put_lot_facts(sheet, lot);
    if (lot->state == CAHIER_LOT_FAILED) {
        cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.given, CAHIER_T(lot->why), CAHIER_N(0));
    }
    if (lot->conflicts > 0) {
        cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.journal_conflicts, CAHIER_N(lot->conflicts),
                CAHIER_N(lot->decisions));
    }
    put_sender(sheet, lot);
    cahier_put(sheet->page.out, "</li>\n");
}

void cahier_view_lots(cahier_out *out, const cahier_view *view, const cahier_shown_lot *lots, uint32_t count)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(
            &sheet, &(cahier_sheet_heading){CAHIER_AT_LOTS, "lots", cahier_review_fr.lots_heading, {NULL, 0}, false});
    if (view->viewer->corrects) {
        CAHIER_MARK(&sheet, "<p><a class=\"button main\" id=\"nouveau\" href=\"{~}/lots/nouveau\">{0}</a></p>\n",
                CAHIER_W_OF(lots_new));
    }
    if (count == 0) {
        cahier_sheet_empty(&sheet, cahier_review_fr.lots_none,
                view->viewer->corrects ? cahier_review_fr.lots_none_next : cahier_review_fr.lots_none_reader);
    } else {
        cahier_put(out, "<ul class=\"cards\" id=\"lots\">\n");
        for (uint32_t i = 0; i < count; i++) {
            put_lot_card(&sheet, &lots[i]);
        }
        cahier_put(out, "</ul>\n");
    }
    cahier_sheet_close(&sheet);
}

/* --- one, under way --- */

static uint32_t percent_of(const cahier_shown_lot *lot)
{
    return lot->documents > 0 ? (uint32_t)((uint64_t)lot->documents_done * 100 / lot->documents) : 0;
}

static void say_left(cahier_out *out, cahier_dress dress, int64_t seconds)
{
    const cahier_arg left[] = {CAHIER_N(seconds < 90 ? seconds : (seconds + 30) / 60)};
    if (seconds < 0) {
        return;
    }
    cahier_say_list(out, dress, seconds < 90 ? cahier_review_fr.left_seconds : cahier_review_fr.left_minutes, left, 1);
}

static void say_progress(cahier_out *out, cahier_dress dress, const cahier_shown_lot *lot)
{
    const cahier_arg done[] = {CAHIER_N(lot->documents_done), CAHIER_N(lot->documents), CAHIER_N(lot->quarantined)};
    cahier_say_list(out, dress, cahier_review_fr.progress[lot->state], done, 3);
    if (lot->state == CAHIER_LOT_READING && lot->left_seconds >= 0) {
        cahier_put(out, " ");
        say_left(out, dress, lot->left_seconds);
    }
}

/* {"state":1,"percent":42,"sentence":"…"} */
void cahier_view_progress(cahier_out *out, const cahier_shown_lot *lot)
{
    cahier_out sentence;
    cahier_out_open_memory(&sentence);
    say_progress(&sentence, CAHIER_PLAIN, lot);
    cahier_put(out, "{\"state\":");
    cahier_put_uint(out, lot->state);
    cahier_put(out, ",\"percent\":");
    cahier_put_uint(out, percent_of(lot));
    cahier_put(out, ",\"sentence\":");
    cahier_put_json(out, cahier_out_text(&sentence));
    cahier_put(out, "}");
    cahier_out_close(&sentence);
}

static void put_phases(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    cahier_put(sheet->page.out, "<ol class=\"phases\" id=\"phases\">\n");
    for (uint32_t phase = CAHIER_LOT_SENDING; phase <= CAHIER_LOT_READY; phase++) {
        const char *state = phase < lot->state ? "done" : phase == lot->state ? "now" : "next";
        CAHIER_MARK(sheet, "<li class=\"{0}\" data-phase=\"{1}\"", CAHIER_T(cahier_string(state)), CAHIER_N(phase));
        cahier_put(sheet->page.out, phase == lot->state ? " aria-current=\"step\">" : ">");
        CAHIER_TELL(sheet, cahier_review_fr.phase[phase]);
        cahier_put(sheet->page.out, "</li>\n");
    }
    cahier_put(sheet->page.out, "</ol>\n");
}

static void put_progress(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    put_phases(sheet, lot);
    CAHIER_MARK(sheet,
            "<div id=\"avancement\" data-events=\"{@}/evenements\" data-ready=\"{@}/themes\" data-state=\"{0}\">\n"
            "<p><label for=\"barre\">{1}</label> <progress id=\"barre\" max=\"100\" value=\"{2}\">{3}</progress></p>\n"
            "<p role=\"status\" id=\"phrase\">",
            CAHIER_N(lot->state), CAHIER_W_OF(progress_label), CAHIER_N(percent_of(lot)),
            CAHIER_P(percent_of(lot) * 10));
    say_progress(sheet->page.out, CAHIER_HTML, lot);
    CAHIER_MARK(sheet, "</p>\n</div>\n<p><a class=\"button\" id=\"actualiser\" href=\"{@}\">{0}</a></p>\n",
            CAHIER_W_OF(refresh));
    cahier_sheet_paragraph(sheet, "note", cahier_review_fr.progress_note, CAHIER_N(0), CAHIER_N(0));
}

static void put_failure(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.given, CAHIER_T(lot->why), CAHIER_N(0));
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.failed_next, CAHIER_N(0), CAHIER_N(0));
    if (sheet->view->viewer->corrects) {
        cahier_sheet_open_form(sheet, "plain", "{@}/relancer", NULL);
        cahier_sheet_button(sheet, "main", NULL, NULL, cahier_review_fr.failed_again);
        cahier_sheet_close_form(sheet);
    }
}

/* --- one, ready --- */

static void put_fact(cahier_sheet *sheet, const char *term, const char *sentence, cahier_arg a, cahier_arg b)
{
    CAHIER_MARK(sheet, "<div><dt>{0}</dt><dd>", CAHIER_W(term));
    CAHIER_TELL(sheet, sentence, a, b);
    cahier_put(sheet->page.out, "</dd></div>\n");
}

static void put_summary(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    const cahier_review_words *w = &cahier_review_fr;
    const cahier_counts *counts = &sheet->page.result->counts;
    cahier_put(sheet->page.out, "<dl class=\"figures\" id=\"bilan\">\n");
    put_fact(sheet, w->fact_read, w->fact_read_of, CAHIER_N(counts->contributions), CAHIER_N(counts->persons));
    put_fact(sheet, w->fact_themes, w->lot_themes[lot->signed_off > 0], CAHIER_N(lot->themes),
            CAHIER_N(lot->signed_off));
    put_fact(sheet, w->fact_unclassified, w->fact_unclassified_of, CAHIER_N(counts->unclassified),
            CAHIER_P(cahier_share_milli(counts->unclassified, counts->documents)));
    put_fact(sheet, w->fact_aside, w->fact_aside_of, CAHIER_N(sheet->view->input->set_aside_count),
            CAHIER_N(sheet->view->input->rows));
    put_fact(sheet, w->fact_decisions, w->fact_decisions_of[(lot->decisions > 0) + (lot->conflicts > 0)],
            CAHIER_N(lot->decisions), CAHIER_N(lot->conflicts));
    put_fact(sheet, w->fact_published, w->published[lot->published], CAHIER_N(0), CAHIER_N(0));
    CAHIER_MARK(sheet, "</dl>\n<p><a class=\"button main\" href=\"{@}/themes\">{0}</a></p>\n", CAHIER_W_OF(lot_read));
}

static void put_exports(cahier_sheet *sheet)
{
    cahier_sheet_open_part(sheet, "exports", cahier_review_fr.exports_heading);
    cahier_put(sheet->page.out, "<ul class=\"files\">\n");
    for (const cahier_deed_words *file = cahier_review_exports; file->key != NULL; file++) {
        CAHIER_MARK(sheet, "<li><a href=\"{@}/exports/{0}\">{0}</a> <span class=\"note\">{1}</span></li>\n",
                CAHIER_T(cahier_string(file->key)), CAHIER_W(file->sentence));
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_close_part(sheet);
}

static void put_change(cahier_sheet *sheet, const cahier_shown_lot *lot)
{
    cahier_sheet_open_part(sheet, "changer", cahier_review_fr.lot_change);
    cahier_sheet_open_form(sheet, "line", "{@}/titre", NULL);
    cahier_sheet_input(sheet, &(cahier_sheet_field){"titre", "text", cahier_review_fr.lot_title, NULL, shown_title(lot),
                                      " required maxlength=\"200\" autocomplete=\"off\""});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.save);
    cahier_sheet_close_form(sheet);
    if (sheet->view->viewer->manages) {
        cahier_sheet_open_fold(sheet, "danger", cahier_review_fr.lot_remove);
        cahier_sheet_paragraph(sheet, "", cahier_review_fr.lot_remove_what, CAHIER_N(0), CAHIER_N(0));
        cahier_sheet_open_form(sheet, "plain", "{@}/supprimer", NULL);
        CAHIER_MARK(sheet,
                "<p><label class=\"check\"><input type=\"checkbox\" name=\"confirmer\" value=\"oui\" required> "
                "{0}</label></p>",
                CAHIER_W_OF(lot_remove_sure));
        cahier_sheet_button(sheet, "danger", NULL, NULL, cahier_review_fr.lot_remove);
        cahier_sheet_close_form(sheet);
        cahier_sheet_close_fold(sheet);
    }
    cahier_sheet_close_part(sheet);
}

void cahier_view_lot(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    const cahier_shown_lot *lot = view->lot;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_LOT, "lot", NULL, shown_title(lot), false});
    put_sender(&sheet, lot);
    if (lot->state == CAHIER_LOT_FAILED) {
        put_failure(&sheet, lot);
    } else if (lot->state != CAHIER_LOT_READY) {
        put_progress(&sheet, lot);
    } else if (view->input != NULL) {
        put_summary(&sheet, lot);
        put_exports(&sheet);
    }
    if (view->viewer->corrects) {
        put_change(&sheet, lot);
    }
    cahier_sheet_close(&sheet);
}
