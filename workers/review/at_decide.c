/* SPDX-License-Identifier: Apache-2.0 */
/* at_decide.c -- the form of a decision becomes a line of the journal, then the page that it came from, which says so. */
#include <string.h>

#include "at.h"
#include "at_batch.h"
#include "fill.h"
#include "french.h"
#include "nonce.h"
#include "text.h"

#define BACK_MOST 2000u

typedef struct deciding {
    cahier_at_page page;
    cahier_decision decision;
    cahier_theme_named *themes;
    cahier_text nonce, back; /* path inside the lot */
    cahier_notice notice;    /* why nothing is said; NOTHING: it may be */
} deciding;

static cahier_text field(const deciding *d, const char *name)
{
    return cahier_field_value(&d->page.request->form, name);
}

static bool is_value(const deciding *d, const char *key)
{
    return cahier_text_equal(field(d, "value"), cahier_string(key));
}

/* Printable ASCII, as our own pages write it: what goes to a header has no line end, what goes to an id no quote. */
static bool is_plain(cahier_text text, uint32_t most)
{
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.at[i] <= ' ' || text.at[i] > '~' || text.at[i] == '"' || text.at[i] == '\\') {
            return false;
        }
    }
    return text.len <= most;
}

static uint32_t number_at(cahier_text text, uint32_t *end)
{
    uint32_t n = 0;
    for (*end = 0; *end < text.len && *end < 9 && text.at[*end] >= '0' && text.at[*end] <= '9'; ++*end) {
        n = 10 * n + (uint32_t)(text.at[*end] - '0');
    }
    return n;
}

static uint64_t read_seen(const deciding *d)
{
    uint32_t end;
    return number_at(field(d, "seen"), &end);
}

/* --- what each deed needs ------------------------------------------------------------------------------------------------------ */

static cahier_deed deed_named(cahier_text key)
{
    cahier_deed deed = CAHIER_RENAME;
    while (deed < CAHIER_ELSEWHERE && !cahier_text_equal(key, cahier_string(cahier_deed_name(deed)))) {
        deed++;
    }
    return cahier_text_equal(key, cahier_string("undo")) ? CAHIER_CANCELLED : deed;
}

static bool take_names(deciding *d)
{
    cahier_request *request = d->page.request;
    cahier_text *theme, *contribution;
    const char *where = d->decision.deed == CAHIER_MOVE ? "vers" : "theme";
    uint32_t count;
    if (cahier_field_values(request->arena, &request->form, where, &theme, &count) != CAHIER_OK ||
            cahier_field_values(request->arena, &request->form, "contribution", &contribution,
                    &d->decision.contribution_count) != CAHIER_OK) {
        return false;
    }
    d->themes = CAHIER_NEW(request->arena, cahier_theme_named, (size_t)count + 1);
    if (d->themes == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (theme[i].len > 0) {
            d->themes[d->decision.theme_count++].id = theme[i];
        }
    }
    d->decision.themes = d->themes;
    d->decision.contributions = contribution;
    return true;
}

static void take_label_of_text(deciding *d)
{
    for (cahier_polarity_label i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        d->decision.polarity = is_value(d, cahier_polarity_name(i)) ? i : d->decision.polarity;
    }
    for (cahier_stance_label i = 0; i < CAHIER_STANCES; i++) {
        d->decision.stance = is_value(d, cahier_stance_name(i)) ? i : d->decision.stance;
    }
    for (cahier_redaction_kind i = 0; i < CAHIER_REDACTION_KINDS; i++) {
        if (cahier_text_equal(field(d, "kind"), cahier_string(cahier_redaction_name(i)))) {
            d->decision.kind = i;
        }
    }
}

static bool is_hidden(const cahier_document *document, uint32_t start, uint32_t end)
{
    for (uint32_t i = 0; i < document->redactions.count; i++) {
        if (start < document->redactions.at[i].end && end > document->redactions.at[i].start) {
            return true;
        }
    }
    return false;
}

/* The passage, to be read where this decision leaves it: further on in the text, or in another. */
static bool is_elsewhere(const deciding *d)
{
    const cahier_result *result = d->page.edition->input->result;
    cahier_text passage = field(d, "passage");
    uint32_t places = 0;
    for (uint32_t i = 0; i < result->corpus.count && places < 2; i++) {
        const cahier_document *document = result->corpus.analysed[i];
        for (uint32_t at = 0; at + passage.len <= document->text.len && places < 2; at++) {
            places += document->text.at[at] == passage.at[0] &&
                      memcmp(document->text.at + at, passage.at, passage.len) == 0 &&
                      !is_hidden(document, at, at + passage.len);
        }
    }
    return places > 1;
}

/* The first place of the passage that is not hidden already. */
static void take_passage(deciding *d)
{
    const cahier_result *result = d->page.edition->input->result;
    cahier_text passage = field(d, "passage");
    uint32_t document = d->decision.contribution_count == 1
                                ? cahier_at_document(d->page.edition, d->decision.contributions[0])
                                : CAHIER_NONE;
    d->notice = CAHIER_NOTICE_NOT_FOUND;
    if (document == CAHIER_NONE || passage.len == 0) {
        return;
    }
    cahier_text text = result->corpus.analysed[document]->text;
    for (uint32_t at = 0; at + passage.len <= text.len; at++) {
        if (memcmp(text.at + at, passage.at, passage.len) == 0 &&
                !is_hidden(result->corpus.analysed[document], at, at + passage.len)) {
            d->decision.start = at;
            d->decision.end = at + passage.len;
            d->decision.length = text.len;
            d->notice = CAHIER_NOTICE_NOTHING;
            return;
        }
    }
}

/* « 3 42 »: the third sentence of contribution 42. */
static void take_sentence(deciding *d)
{
    cahier_text phrase = field(d, "phrase");
    uint32_t end;
    cahier_text *contribution = CAHIER_NEW(d->page.request->arena, cahier_text, 1);
    d->decision.sentence = number_at(phrase, &end);
    d->decision.replaces = field(d, "replaces");
    if (contribution == NULL || end == 0 || end + 1 >= phrase.len || d->decision.replaces.len == 0) {
        d->notice = CAHIER_NOTICE_NOTHING_CHOSEN;
        return;
    }
    *contribution = cahier_slice(phrase, end + 1, phrase.len);
    d->decision.contributions = contribution;
    d->decision.contribution_count = 1;
}

static void take_places(deciding *d)
{
    uint32_t end;
    d->decision.start = number_at(field(d, "start"), &end);
    d->decision.end = number_at(field(d, "end"), &end);
}

static void take_signature(deciding *d)
{
    const cahier_result *result = d->page.edition->input->result;
    uint32_t theme = d->decision.theme_count > 0 ? cahier_overlay_theme(result, d->decision.themes[0].id) : CAHIER_NONE;
    d->decision.documents = theme != CAHIER_NONE ? result->themes[theme].document_count : 0;
}

/* Forms whose button was pressed with nothing chosen: the page says so, and the journal has no such line. */
static void ask_for_choice(deciding *d)
{
    const cahier_decision *decision = &d->decision;
    bool texts = decision->deed == CAHIER_MOVE || decision->deed == CAHIER_PIN || decision->deed == CAHIER_EXCLUDE ||
                 (decision->deed == CAHIER_SPLIT && decision->term.len == 0);
    bool themes = decision->deed == CAHIER_MOVE || decision->deed == CAHIER_RENAME || decision->deed == CAHIER_MERGE;
    if ((texts && decision->contribution_count == 0) || (themes && decision->theme_count == 0) ||
            (decision->deed == CAHIER_MERGE && decision->theme_count < 2)) {
        d->notice = CAHIER_NOTICE_NOTHING_CHOSEN;
    } else if (decision->deed == CAHIER_RENAME && decision->label.len == 0) {
        d->notice = CAHIER_NOTICE_EMPTY_NAME;
    }
}

static void take_rest(deciding *d)
{
    switch (d->decision.deed) {
    case CAHIER_EXCLUDE:
    case CAHIER_DUPLICATE:
        d->decision.theme_count = 0;
        d->decision.yes = is_value(d, "accepted");
        break;
    case CAHIER_SAY_POLARITY:
    case CAHIER_SAY_STANCE:
        take_label_of_text(d);
        break;
    case CAHIER_MASK:
        take_label_of_text(d);
        take_passage(d);
        break;
    case CAHIER_UNMASK:
        take_places(d);
        break;
    case CAHIER_SENTENCE:
        take_sentence(d);
        break;
    case CAHIER_SIGN:
        take_signature(d);
        break;
    case CAHIER_VERDICT:
        d->decision.yes = is_value(d, "right");
        break;
    default:
        break;
    }
    if (d->notice == CAHIER_NOTICE_NOTHING) {
        ask_for_choice(d);
    }
}

/* False: the form is none of ours, or there is no memory. */
static bool take_decision(deciding *d)
{
    char *now = CAHIER_NEW(d->page.request->arena, char, 32);
    d->nonce = field(d, "nonce");
    d->back = field(d, "retour");
    d->decision = (cahier_decision){.deed = deed_named(field(d, "faire")),
            .id = d->nonce,
            .of = field(d, "of"),
            .who = d->page.request->viewer.name,
            .note = field(d, "note"),
            .label = field(d, "label"),
            .term = field(d, "term")};
    if (now == NULL || !cahier_is_nonce(d->nonce) || !is_plain(d->back, BACK_MOST) ||
            (d->back.len > 0 && (d->back.at[0] == '/' || d->back.at[0] == '.')) ||
            d->decision.deed == CAHIER_ELSEWHERE || d->decision.deed == CAHIER_PUBLISH || !take_names(d)) {
        return false;
    }
    cahier_account_now(now);
    d->decision.when = cahier_string(now);
    d->decision.what = d->decision.deed == CAHIER_CANCELLED ? cahier_string("undo")
                                                            : cahier_string(cahier_deed_name(d->decision.deed));
    take_rest(d);
    return true;
}

/* --- what comes of it ------------------------------------------------------------------------------------------------------------ */

/* The page it came from; ?fait= names the line, which that page says. */
static void go_back(const deciding *d)
{
    const char *joint = d->back.len > 0 && memchr(d->back.at, '?', d->back.len) != NULL ? "&" : "?";
    const char *what = d->notice != CAHIER_NOTICE_NOTHING ? "avis" : "fait";
    cahier_text value = d->notice != CAHIER_NOTICE_NOTHING ? cahier_string(cahier_notice_key(d->notice)) : d->nonce;
    cahier_answer_path(d->page.request, d->page.response, "/lots/%s/%.*s%s%s=%.*s", d->page.batch, (int)d->back.len,
            d->back.len > 0 ? d->back.at : "", joint, what, (int)value.len, value.at);
}

/* The line that stands in the way: the last that looks like what is told. */
static const cahier_said *find_clash(const cahier_view *view, const cahier_told *told)
{
    for (uint32_t i = view->said_count; i > 0; i--) {
        const cahier_said *said = &view->said[i - 1];
        if (cahier_text_equal(said->who, cahier_string(told->who)) &&
                cahier_text_equal(said->when, cahier_string(told->when)) &&
                cahier_text_equal(said->what, cahier_string(told->what))) {
            return said;
        }
    }
    return NULL;
}

/* The form again, but for what is new each time. */
static uint32_t keep_fields(const cahier_fields *form, cahier_shown_field *kept)
{
    static const char *const renewed[] = {"csrf", "nonce", "seen"};
    uint32_t count = 0;
    for (uint32_t i = 0; i < form->count; i++) {
        bool keep = true;
        for (uint32_t r = 0; r < sizeof renewed / sizeof *renewed; r++) {
            keep = keep && !cahier_text_equal(form->at[i].name, cahier_string(renewed[r]));
        }
        if (keep) {
            kept[count++] = form->at[i];
        }
    }
    return count;
}

static void show_clash(deciding *d, const cahier_told *told)
{
    cahier_request *request = d->page.request;
    cahier_response *response = d->page.response;
    const cahier_edition *now = NULL;
    cahier_shown_field *kept = CAHIER_NEW(request->arena, cahier_shown_field, (size_t)request->form.count + 1);
    cahier_review_answer answer = cahier_editions_take(request->site->editions, &d->page.place, &now);
    if (answer != CAHIER_REVIEW_DONE) {
        cahier_at_answer(request, response, d->page.batch, answer);
        return;
    }
    if (kept == NULL || cahier_fill_view(request->arena, now, &d->page.lot, &d->page.view) != CAHIER_OK) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    } else {
        const cahier_said *said = find_clash(&d->page.view, told);
        d->page.view.revision = told->revision;
        const cahier_shown_clash clash = {.said = said,
                .said_count = said != NULL,
                .fields = kept,
                .field_count = keep_fields(&request->form, kept),
                .back = d->back};
        response->status = 409;
        cahier_view_clash(&response->body, &d->page.view, &clash);
    }
    cahier_edition_release(now);
}

static void say(deciding *d)
{
    cahier_request *request = d->page.request;
    cahier_told told;
    const cahier_edition *after = NULL;
    const cahier_saying saying = {.decision = &d->decision, .seen = read_seen(d)};
    cahier_review_answer answer =
            cahier_editions_decide(request->site->editions, &d->page.place, &saying, &after, &told);
    if (answer == CAHIER_REVIEW_CONFLICT) {
        show_clash(d, &told);
    } else if (answer == CAHIER_REVIEW_WRONG) {
        d->page.response->status = 409;
        cahier_view_refused(&d->page.response->body, &d->page.view,
                told.outcome != CAHIER_APPLIED ? cahier_french_outcome[told.outcome] : NULL,
                cahier_string(told.sentence), d->back);
    } else if ((answer == CAHIER_REVIEW_DONE || answer == CAHIER_REVIEW_ALREADY) && after != NULL) {
        cahier_edition_release(after);
        go_back(d);
    } else if (answer == CAHIER_REVIEW_DONE || answer == CAHIER_REVIEW_ALREADY) { /* a mask: analysed again */
        bool left = d->decision.deed == CAHIER_MASK && is_elsewhere(d);
        cahier_answer_path(request, d->page.response, "/lots/%s?avis=%s", d->page.batch,
                cahier_notice_key(left ? CAHIER_NOTICE_MASKED_ONCE : CAHIER_NOTICE_MASKED));
    } else {
        cahier_at_answer(request, d->page.response, d->page.batch, answer);
    }
}

void cahier_at_decide(cahier_request *request, cahier_response *response)
{
    deciding d = {.notice = CAHIER_NOTICE_NOTHING};
    if (!cahier_at_open(&d.page, request, response)) {
        return;
    }
    if (!take_decision(&d)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
    } else if (cahier_said_find(&d.page.view, d.nonce) != NULL) {
        d.notice = CAHIER_NOTICE_NOTHING; /* said before: what it masks, or takes away, may not be found any more */
        go_back(&d);
    } else if (d.notice != CAHIER_NOTICE_NOTHING) {
        go_back(&d);
    } else {
        say(&d);
    }
    cahier_at_close(&d.page);
}
