/* SPDX-License-Identifier: Apache-2.0 */
/* said.c -- a line of the journal in a sentence, with when and by whom. */
#include "sheet.h"
#include "text.h"

const cahier_said *cahier_said_find(const cahier_view *view, cahier_text id)
{
    for (uint32_t i = view->said_count; i > 0; i--) {
        if (cahier_text_equal(view->said[i - 1].id, id)) {
            return &view->said[i - 1];
        }
    }
    return NULL;
}

/* « 42 » names all answers of a contribution, « 42/2 » one. */
bool cahier_said_names(const cahier_said *said, cahier_text contribution)
{
    for (uint32_t i = 0; i < said->contribution_count; i++) {
        cahier_text named = said->contributions[i];
        if (cahier_text_equal(named, contribution) ||
                (contribution.len > named.len && contribution.at[named.len] == '/' &&
                        cahier_text_equal(cahier_slice(contribution, 0, named.len), named))) {
            return true;
        }
    }
    return false;
}

static uint32_t find_theme(const cahier_result *result, cahier_text id)
{
    for (uint32_t k = 0; result != NULL && k < result->theme_count; k++) {
        if (cahier_text_equal(cahier_string(result->themes[k].id), id)) {
            return k;
        }
    }
    return CAHIER_NONE;
}

bool cahier_is_lost(cahier_outcome outcome)
{
    return outcome != CAHIER_APPLIED && outcome != CAHIER_OUTSIDE && outcome != CAHIER_UNDONE &&
           outcome != CAHIER_REPLACED;
}

/* --- words --- */

static const char *sentence_of(cahier_text what)
{
    for (const cahier_deed_words *deed = cahier_review_deeds; deed->key != NULL; deed++) {
        if (cahier_text_equal(what, cahier_string(deed->key))) {
            return deed->sentence;
        }
    }
    return cahier_review_fr.deed_unknown;
}

/* What a value is called: an opinion, a nature, accepted or refused, a kind of hidden data. */
static cahier_arg value_words(cahier_text value)
{
    for (const cahier_deed_words *own = cahier_review_values; own->key != NULL; own++) {
        if (cahier_text_equal(value, cahier_string(own->key))) {
            return CAHIER_W(own->sentence);
        }
    }
    for (cahier_polarity_label i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        if (cahier_text_equal(value, cahier_string(cahier_polarity_name(i)))) {
            return CAHIER_W(cahier_french_polarity[i]);
        }
    }
    for (cahier_stance_label i = 0; i < CAHIER_STANCES; i++) {
        if (cahier_text_equal(value, cahier_string(cahier_stance_name(i)))) {
            return CAHIER_W(cahier_french_stance[i]);
        }
    }
    for (cahier_redaction_kind i = 0; i < CAHIER_REDACTION_KINDS; i++) {
        if (cahier_text_equal(value, cahier_string(cahier_redaction_name(i)))) {
            return CAHIER_W(cahier_french_redaction[i][0]);
        }
    }
    return CAHIER_T(value);
}

/* What a theme was called then, or is called now; its id when it is no more. */
static cahier_text name_of_theme(cahier_sheet *sheet, const cahier_said *said)
{
    cahier_text id = said->theme_count > 0 ? said->themes[0] : (cahier_text){NULL, 0};
    uint32_t theme = find_theme(sheet->page.result, id);
    if (said->was.len > 0) {
        return said->was;
    }
    return theme != CAHIER_NONE ? sheet->page.result->themes[theme].label : id;
}

static uint32_t digits_at(cahier_text text, uint32_t at, uint32_t count)
{
    uint32_t n = 0;
    for (uint32_t i = at; i < at + count; i++) {
        if (i >= text.len || text.at[i] < '0' || text.at[i] > '9') {
            return CAHIER_NONE;
        }
        n = 10 * n + (uint32_t)(text.at[i] - '0');
    }
    return n;
}

/* "2025-04-12", "2025-04-12T10:12:03+02:00": as written, which is the town's own time. */
void cahier_sheet_moment(cahier_sheet *sheet, cahier_text when)
{
    uint32_t year = digits_at(when, 0, 4), month = digits_at(when, 5, 2), day = digits_at(when, 8, 2);
    uint32_t hour = digits_at(when, 11, 2), minute = digits_at(when, 14, 2);
    bool dated = year != CAHIER_NONE && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    if (!dated) {
        cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(when));
        return;
    }
    const char minutes[] = {(char)('0' + minute / 10 % 10), (char)('0' + minute % 10), '\0'};
    cahier_arg date = CAHIER_D((int32_t)(year * 10000 + month * 100 + day));
    CAHIER_MARK(sheet, "<time datetime=\"{0}\">", CAHIER_T(when));
    if (hour < 24 && minute < 60) {
        CAHIER_TELL(sheet, cahier_review_fr.moment, date, CAHIER_N(hour), CAHIER_W(minutes));
    } else {
        cahier_say_arg(sheet->page.out, CAHIER_HTML, date);
    }
    cahier_put(sheet->page.out, "</time>");
}

static void say_deed(cahier_sheet *sheet, const cahier_said *said)
{
    cahier_text first = said->contribution_count > 0 ? said->contributions[0] : (cahier_text){NULL, 0};
    bool renamed = cahier_text_equal(said->what, cahier_string("rename")) && said->was.len == 0;
    CAHIER_TELL(sheet, renamed ? cahier_review_fr.deed_renamed : sentence_of(said->what),
            said->who.len > 0 ? CAHIER_T(said->who) : CAHIER_W(cahier_review_fr.somebody),
            CAHIER_T(name_of_theme(sheet, said)), CAHIER_T(said->label), CAHIER_N(said->contribution_count),
            CAHIER_T(first), CAHIER_T(said->term), value_words(said->value), CAHIER_N(said->theme_count));
}

void cahier_sheet_said(cahier_sheet *sheet, const cahier_said *said)
{
    const cahier_said *undone = said->of.len > 0 ? cahier_said_find(sheet->view, said->of) : NULL;
    say_deed(sheet, said);
    if (undone != NULL) {
        CAHIER_TELL(sheet, cahier_review_fr.deed_undone);
        say_deed(sheet, undone);
        CAHIER_TELL(sheet, cahier_review_fr.deed_undone_end);
    }
    if (said->when.len > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.deed_when);
        cahier_sheet_moment(sheet, said->when);
    }
    cahier_put(sheet->page.out, ".");
    if (said->note.len > 0) {
        cahier_put(sheet->page.out, " ");
        CAHIER_TELL(sheet, cahier_review_fr.deed_note, CAHIER_T(said->note));
    }
}

void cahier_sheet_undo(cahier_sheet *sheet, const cahier_said *said)
{
    if (!sheet->view->viewer->corrects || said->undone || cahier_text_equal(said->what, cahier_string("undo")) ||
            cahier_text_equal(said->what, cahier_string("redact"))) {
        return;
    }
    cahier_sheet_open_decision(sheet, "plain undo", "undo");
    cahier_sheet_hidden(sheet, "of", said->id);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.undo);
    cahier_sheet_close_form(sheet);
}
