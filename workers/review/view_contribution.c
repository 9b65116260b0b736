/* SPDX-License-Identifier: Apache-2.0 */
/* view_contribution.c -- all that is known of one contribution: its text, why it stands where it stands, what people did with it,
 * and what may be corrected. */
#include "explain_one.h"
#include "explanation_say.h"
#include "sheet.h"
#include "text.h"

/* --- where it comes from --- */

static void put_known(cahier_sheet *sheet, const char *term, cahier_arg value)
{
    CAHIER_MARK(sheet, "<div><dt>{0}</dt><dd>", CAHIER_W(term));
    cahier_say_arg(sheet->page.out, CAHIER_HTML, value);
    cahier_put(sheet->page.out, "</dd></div>\n");
}

static void put_origin(cahier_sheet *sheet, uint32_t d)
{
    const cahier_review_words *w = &cahier_review_fr;
    const cahier_corpus *corpus = &sheet->page.result->corpus;
    const cahier_contribution *received = &corpus->received[d];
    char person[CAHIER_PERSON_KEY_MAX];
    cahier_person_key(sheet->view->input, received->person, person);
    cahier_put(sheet->page.out, "<dl class=\"figures\" id=\"origine\">\n");
    put_known(sheet, w->known_file, CAHIER_T(sheet->view->input->files[received->file].name));
    put_known(sheet, w->known_row, CAHIER_N(received->row));
    put_known(sheet, w->known_person,
            received->person_known ? CAHIER_T(cahier_string(person)) : CAHIER_W(w->known_nobody));
    if (received->date != 0) {
        put_known(sheet, w->known_date, CAHIER_D(received->date));
    }
    if (received->place.len > 0) {
        put_known(sheet, w->known_place, CAHIER_T(received->place));
    }
    if (received->question.len > 0) {
        put_known(sheet, w->known_question, CAHIER_T(received->question));
    }
    for (uint32_t g = 0; g < corpus->group_count; g++) {
        if (received->group[g].len > 0) {
            CAHIER_MARK(sheet, "<div><dt><bdi>{0}</bdi></dt><dd><bdi>{1}</bdi></dd></div>\n",
                    CAHIER_T(corpus->group_name[g]), CAHIER_T(received->group[g]));
        }
    }
    cahier_put(sheet->page.out, "</dl>\n");
}

/* --- why --- */

static void put_themes_of(cahier_sheet *sheet, uint32_t d)
{
    const cahier_assignments *own = &sheet->page.result->assignments[d];
    cahier_sheet_open_part(sheet, "themes", cahier_review_fr.known_themes);
    if (own->count == 0) {
        cahier_sheet_paragraph(sheet, "", cahier_review_fr.known_no_theme, CAHIER_N(0), CAHIER_N(0));
    }
    for (uint32_t i = 0; i < own->count; i++) {
        cahier_put(sheet->page.out, "<h3>");
        cahier_sheet_theme_link(sheet, own->at[i].theme);
        cahier_put(sheet->page.out, "</h3>\n");
        cahier_sheet_because(sheet, d, own->at[i].theme);
    }
    if (own->count == 0 && own->runner_up.theme != CAHIER_NONE) {
        cahier_put(sheet->page.out, "<h3>");
        CAHIER_TELL(sheet, cahier_review_fr.known_nearest);
        cahier_put(sheet->page.out, " ");
        cahier_sheet_theme_link(sheet, own->runner_up.theme);
        cahier_put(sheet->page.out, "</h3>\n");
        cahier_sheet_because(sheet, d, own->runner_up.theme);
    }
    cahier_sheet_close_part(sheet);
}

static void say_explanation(void *self, const cahier_explanation *explanation)
{
    cahier_explanation_say(self, explanation);
}

/* What `cahier explain` says, word for word. */
static void put_explanation(cahier_sheet *sheet, uint32_t d)
{
    cahier_out said;
    cahier_out_open_memory(&said);
    (void)cahier_explain_one(sheet->view->input, d, say_explanation, &said);
    cahier_sheet_open_fold(sheet, "reckoning", cahier_review_fr.known_explain);
    if (said.len > 0) {
        CAHIER_MARK(sheet,
                "<pre class=\"explain\" id=\"explication\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"{0}\">{1}</pre>\n",
                CAHIER_W_OF(known_explain), CAHIER_T(cahier_out_text(&said)));
    } else {
        cahier_sheet_paragraph(sheet, "", cahier_review_fr.known_explain_none, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_sheet_close_fold(sheet);
    cahier_out_close(&said);
}

static void put_copies_of(cahier_sheet *sheet, uint32_t d)
{
    cahier_duplicate_kind kind;
    uint32_t of;
    if (cahier_is_copy(sheet->page.result, d, &kind, &of)) {
        cahier_put(sheet->page.out, "<p>");
        CAHIER_TELL(sheet, cahier_review_fr.known_copy[kind]);
        cahier_put(sheet->page.out, " ");
        cahier_sheet_source(sheet, of);
        cahier_put(sheet->page.out, "</p>\n");
    }
}

static void put_notes_of(cahier_sheet *sheet, uint32_t d)
{
    uint32_t notes = sheet->page.result->corpus.analysed[d]->notes;
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        if ((notes >> bit & 1u) != 0) {
            cahier_sheet_paragraph(sheet, "note", cahier_french_note[bit], CAHIER_N(0), CAHIER_N(0));
        }
    }
}

/* --- what may be corrected --- */

static void open_correction(cahier_sheet *sheet, uint32_t d, const char *deed)
{
    cahier_sheet_open_decision(sheet, "line", deed);
    cahier_sheet_hidden(sheet, "contribution", sheet->page.result->corpus.received[d].id);
}

static void put_move(cahier_sheet *sheet, uint32_t d)
{
    const cahier_assignments *own = &sheet->page.result->assignments[d];
    open_correction(sheet, d, "move");
    cahier_sheet_open_select(sheet, "vers", cahier_review_fr.move_to);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.move_choose, true);
    cahier_sheet_theme_options(sheet, own->count > 0 ? own->at[0].theme : CAHIER_NONE);
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.move_do_one);
    cahier_sheet_close_form(sheet);
    if (own->count > 0) {
        open_correction(sheet, d, "exclude");
        cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.exclude_do);
        cahier_sheet_close_form(sheet);
    }
}

static void put_opinion_forms(cahier_sheet *sheet, uint32_t d)
{
    const cahier_document *document = sheet->page.result->corpus.analysed[d];
    open_correction(sheet, d, "polarity");
    cahier_sheet_open_select(sheet, "value", cahier_review_fr.correct_polarity);
    for (cahier_polarity_label i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_sheet_option(sheet, cahier_string(cahier_polarity_name(i)), cahier_french_polarity[i],
                i == document->polarity.label);
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.correct_do);
    cahier_sheet_close_form(sheet);
    open_correction(sheet, d, "stance");
    cahier_sheet_open_select(sheet, "value", cahier_review_fr.correct_stance);
    for (cahier_stance_label i = 0; i < CAHIER_STANCES; i++) {
        cahier_sheet_option(
                sheet, cahier_string(cahier_stance_name(i)), cahier_french_stance[i], i == document->stance.label);
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.correct_do);
    cahier_sheet_close_form(sheet);
}

static void put_mask_form(cahier_sheet *sheet, uint32_t d)
{
    open_correction(sheet, d, "redact");
    cahier_sheet_input(
            sheet, &(cahier_sheet_field){"passage", "text", cahier_review_fr.mask_passage, cahier_review_fr.mask_help,
                           {NULL, 0}, " required maxlength=\"500\" autocomplete=\"off\" data-passage"});
    cahier_sheet_open_select(sheet, "kind", cahier_review_fr.mask_kind);
    for (cahier_redaction_kind i = 0; i < CAHIER_REDACTION_KINDS; i++) {
        cahier_sheet_option(
                sheet, cahier_string(cahier_redaction_name(i)), cahier_french_redaction[i][0], i == CAHIER_PERSON);
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.mask_do);
    cahier_sheet_close_form(sheet);
}

static void put_note_form(cahier_sheet *sheet, uint32_t d)
{
    open_correction(sheet, d, "note");
    cahier_sheet_input(sheet, &(cahier_sheet_field){"note", "text", cahier_review_fr.note_text, NULL, {NULL, 0},
                                      " required maxlength=\"1000\" autocomplete=\"off\""});
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.note_do);
    cahier_sheet_close_form(sheet);
}

static void put_corrections(cahier_sheet *sheet, uint32_t d)
{
    cahier_sheet_open_part(sheet, "corriger", cahier_review_fr.correct_heading);
    if (sheet->page.result->theme_count > 0) {
        put_move(sheet, d);
    }
    put_opinion_forms(sheet, d);
    put_mask_form(sheet, d);
    put_note_form(sheet, d);
    cahier_sheet_close_part(sheet);
}

/* --- what people did --- */

static void put_history(cahier_sheet *sheet, uint32_t d)
{
    uint32_t written = 0;
    cahier_sheet_open_part(sheet, "histoire", cahier_review_fr.history_heading);
    cahier_put(sheet->page.out, "<ol class=\"said\">\n");
    for (uint32_t i = sheet->view->said_count; i > 0; i--) {
        const cahier_said *said = &sheet->view->said[i - 1];
        if (cahier_said_names(said, sheet->page.result->corpus.received[d].id)) {
            cahier_put(sheet->page.out, said->undone ? "<li class=\"undone\"><p>" : "<li><p>");
            cahier_sheet_said(sheet, said);
            cahier_put(sheet->page.out, "</p>");
            cahier_sheet_undo(sheet, said);
            cahier_put(sheet->page.out, "</li>\n");
            written++;
        }
    }
    cahier_put(sheet->page.out, "</ol>\n");
    if (written == 0) {
        cahier_sheet_paragraph(sheet, "note", cahier_review_fr.history_none, CAHIER_N(0), CAHIER_N(0));
    }
    cahier_sheet_close_part(sheet);
}

void cahier_view_contribution(cahier_out *out, const cahier_view *view, uint32_t d)
{
    cahier_sheet sheet;
    const cahier_result *result = view->input->result;
    const cahier_assignments *own = &result->assignments[d];
    cahier_out heading;
    cahier_out_open_memory(&heading);
    CAHIER_SAY_PLAIN(&heading, cahier_review_fr.contribution_heading, CAHIER_T(result->corpus.received[d].id));
    cahier_sheet_begin(&sheet, out, view);
    cahier_put_contribution(&sheet.here, result->corpus.received[d].id);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){own->count > 0 ? CAHIER_AT_THEMES : CAHIER_AT_UNCLASSIFIED,
                                      "contribution", NULL, cahier_out_text(&heading), false});
    cahier_out_close(&heading);
    cahier_put(out, "<div class=\"two\">\n<div>\n<article class=\"whole\" id=\"texte\">\n");
    cahier_sheet_text(
            &sheet, &(cahier_shown_text){d, own->count > 0 ? own->at[0].theme : own->runner_up.theme, 0, true, false});
    cahier_put(out, "</article>\n<p class=\"source\">");
    cahier_sheet_opinion(&sheet, d);
    cahier_put(out, "</p>\n");
    put_copies_of(&sheet, d);
    put_notes_of(&sheet, d);
    put_themes_of(&sheet, d);
    put_explanation(&sheet, d);
    cahier_put(out, "</div>\n<div class=\"marks\">\n");
    put_origin(&sheet, d);
    if (view->viewer->corrects) {
        put_corrections(&sheet, d);
    }
    put_history(&sheet, d);
    cahier_put(out, "</div>\n</div>\n");
    cahier_sheet_close(&sheet);
}
