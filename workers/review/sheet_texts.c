/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_texts.c -- what citizens wrote, with the words highlighted that put a text in a theme, and why. */
#include <assert.h>

#include "sheet.h"
#include "text.h"

#define SPANS_MOST 200u /* in one text: beyond, words stay plain */
#define REASONS_MOST 8u /* terms of the addition that are written; the others are summed */

typedef struct span { /* bytes of the document's text that stand out */
    uint32_t start, end;
    int32_t part_milli; /* of the theme's score */
    const char *kind;   /* of hidden data, or NULL */
} span;

typedef struct spans {
    span at[SPANS_MOST];
    uint32_t count;
} spans;

/* --- reasons --- */

/* The assignment that put the document in the theme; the runner-up's when it is that one; NULL: neither. */
static const cahier_assignment *assignment_to(const cahier_result *result, uint32_t d, uint32_t theme)
{
    const cahier_assignments *own = &result->assignments[d];
    for (uint32_t i = 0; i < own->count; i++) {
        if (own->at[i].theme == theme) {
            return &own->at[i];
        }
    }
    return theme != CAHIER_NONE && own->runner_up.theme == theme ? &own->runner_up : NULL;
}

static int32_t part_of_stem(const cahier_result *result, const cahier_assignment *assignment, cahier_text stem)
{
    for (uint32_t i = 0; i < assignment->term_count; i++) {
        const cahier_term_weight *term = &assignment->terms[i];
        if (term->weight_milli > 0 && cahier_text_equal(result->vocabulary.at[term->term].key, stem)) {
            return term->weight_milli;
        }
    }
    return 0;
}

/* A sentence that alone shows the theme has alone its words highlighted. */
static void collect_reasons(const cahier_result *result, const cahier_shown_text *shown, spans *out)
{
    const cahier_document *document = result->corpus.analysed[shown->document];
    const cahier_assignment *assignment = assignment_to(result, shown->document, shown->theme);
    if (assignment == NULL || result->corpus.types == NULL) {
        return;
    }
    const cahier_types *types = result->corpus.types[shown->document];
    uint32_t first = 0, end = document->tokens.count;
    if (assignment->sentence != CAHIER_NONE) {
        const cahier_sentence *sentence = &document->sentences.at[assignment->sentence];
        first = sentence->first_token;
        end = first + sentence->token_count;
    }
    for (uint32_t t = first; t < end && out->count < SPANS_MOST; t++) {
        const cahier_token *token = &document->tokens.at[t];
        cahier_text stem = types->at[token->type].stem;
        int32_t part = stem.len > 0 ? part_of_stem(result, assignment, stem) : 0;
        if (part > 0) {
            out->at[out->count++] = (span){token->start, token->end, part, NULL};
        }
    }
}

static void collect_redactions(const cahier_document *document, spans *out)
{
    for (uint32_t i = 0; i < document->redactions.count && out->count < SPANS_MOST; i++) {
        const cahier_redaction *redaction = &document->redactions.at[i];
        out->at[out->count++] =
                (span){redaction->start, redaction->end, 0, cahier_french_redaction[redaction->kind][0]};
    }
}

/* --- the text --- */

static void put_span(cahier_sheet *sheet, const cahier_shown_text *shown, const span *at)
{
    cahier_text text = sheet->page.result->corpus.analysed[shown->document]->text;
    cahier_put(sheet->page.out, shown->focus ? "<mark tabindex=\"0\">" : "<mark>");
    cahier_put_html(sheet->page.out, cahier_slice(text, at->start, at->end));
    cahier_put(sheet->page.out, "<span class=\"tip\" role=\"note\"> ");
    if (at->kind != NULL) {
        CAHIER_TELL(sheet, at->kind);
    } else {
        CAHIER_TELL(sheet, cahier_review_fr.why_part, CAHIER_F(at->part_milli));
    }
    cahier_put(sheet->page.out, "</span></mark>");
}

/* Bytes [start, end) of the text; a span that is cut by `end` stays plain. */
static void put_range(
        cahier_sheet *sheet, const cahier_shown_text *shown, const spans *marked, uint32_t start, uint32_t end)
{
    cahier_text text = sheet->page.result->corpus.analysed[shown->document]->text;
    uint32_t at = start;
    for (uint32_t i = 0; i < marked->count; i++) {
        const span *next = &marked->at[i];
        if (next->start >= at && next->end <= end) {
            cahier_put_html(sheet->page.out, cahier_slice(text, at, next->start));
            put_span(sheet, shown, next);
            at = next->end;
        }
    }
    cahier_put_html(sheet->page.out, cahier_slice(text, at, end));
}

static void open_contribution_link(cahier_sheet *sheet, uint32_t document)
{
    CAHIER_MARK(sheet, "<a href=\"{@}/");
    cahier_put_contribution(sheet->page.out, sheet->page.result->corpus.received[document].id);
    cahier_put(sheet->page.out, "\">");
}

void cahier_sheet_text(cahier_sheet *sheet, const cahier_shown_text *shown)
{
    const cahier_document *document = sheet->page.result->corpus.analysed[shown->document];
    uint32_t body = document->title_len > 0 ? document->title_len + 1 : 0;
    cahier_text rest = body <= document->text.len ? cahier_slice(document->text, body, document->text.len)
                                                  : (cahier_text){NULL, 0};
    uint32_t len = shown->max > 0 ? cahier_shorten(rest, shown->max).len : rest.len;
    spans marked = {.count = 0};
    if (shown->personal) {
        collect_redactions(document, &marked);
    } else {
        collect_reasons(sheet->page.result, shown, &marked);
    }
    if (document->title_len > 0) {
        cahier_put(sheet->page.out, "<p class=\"title\" dir=\"auto\">");
        put_range(sheet, shown, &marked, 0, document->title_len);
        cahier_put(sheet->page.out, "</p>");
    }
    cahier_put(sheet->page.out, "<p class=\"text\" dir=\"auto\">");
    put_range(sheet, shown, &marked, body, body + len);
    if (len < rest.len) {
        cahier_put(sheet->page.out, "… ");
        open_contribution_link(sheet, shown->document);
        CAHIER_TELL(sheet, cahier_review_fr.read_on);
        cahier_put(sheet->page.out, "</a>");
    }
    cahier_put(sheet->page.out, "</p>\n");
}

/* --- why, in a line --- */

static void put_addition(cahier_sheet *sheet, const cahier_assignment *assignment)
{
    int32_t rest = assignment->score_milli;
    for (uint32_t i = 0; i < assignment->term_count && i < REASONS_MOST; i++) {
        const cahier_term_weight *term = &assignment->terms[i];
        rest -= term->weight_milli;
        bool less = i > 0 && term->weight_milli < 0;
        CAHIER_TELL(sheet,
                i == 0 ? cahier_review_fr.why_first
                : less ? cahier_review_fr.why_less
                       : cahier_review_fr.why_more,
                CAHIER_T(sheet->page.result->vocabulary.at[term->term].surface),
                CAHIER_F(less ? -term->weight_milli : term->weight_milli));
    }
    if (rest != 0) {
        CAHIER_TELL(sheet, rest > 0 ? cahier_review_fr.why_rest : cahier_review_fr.why_rest_less,
                CAHIER_F(rest > 0 ? rest : -rest));
    }
    CAHIER_TELL(sheet, cahier_review_fr.why_sum, CAHIER_F(assignment->score_milli));
}

/* Its second theme: another that it has, else the best that was not kept. */
static const cahier_assignment *second_of(const cahier_assignments *own)
{
    if (own->count > 1 && own->at[1].sentence == CAHIER_NONE) {
        return &own->at[1];
    }
    return own->runner_up.theme != CAHIER_NONE ? &own->runner_up : NULL;
}

static const cahier_decision *placed_by(const cahier_result *result, uint32_t d)
{
    const cahier_guidance *guidance = result->guidance;
    if (guidance == NULL || guidance->decision_of == NULL || guidance->decision_of[d] == CAHIER_NONE) {
        return NULL;
    }
    return &guidance->decisions->at[guidance->decision_of[d]];
}

int32_t cahier_lead_milli(const cahier_result *result, uint32_t document)
{
    const cahier_assignments *own = &result->assignments[document];
    const cahier_assignment *second = second_of(own);
    if (own->count == 0 || second == NULL || second->score_milli <= 0 || placed_by(result, document) != NULL) {
        return 1000;
    }
    int32_t lead = own->at[0].score_milli - second->score_milli;
    return lead <= 0 ? 0 : (int32_t)((int64_t)lead * 1000 / own->at[0].score_milli);
}

void cahier_sheet_because(cahier_sheet *sheet, uint32_t document, uint32_t theme)
{
    const cahier_result *result = sheet->page.result;
    const cahier_assignment *assignment = assignment_to(result, document, theme);
    const cahier_assignment *second = second_of(&result->assignments[document]);
    const cahier_decision *decision = placed_by(result, document);
    if (assignment == NULL) {
        return;
    }
    cahier_put(sheet->page.out, "<p class=\"because\">");
    if (decision != NULL) {
        CAHIER_TELL(sheet, cahier_review_fr.why_person, CAHIER_T(decision->who));
        cahier_put(sheet->page.out, " ");
    }
    if (assignment->sentence != CAHIER_NONE) {
        CAHIER_TELL(sheet, cahier_review_fr.why_sentence);
        cahier_put(sheet->page.out, " ");
    }
    put_addition(sheet, assignment);
    if (second != NULL && second != assignment) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_review_fr.why_second, CAHIER_T(result->themes[second->theme].label),
                CAHIER_F(second->score_milli));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

/* --- where it comes from, what it says --- */

void cahier_sheet_theme_link(cahier_sheet *sheet, uint32_t theme)
{
    const cahier_theme *own = &sheet->page.result->themes[theme];
    CAHIER_MARK(sheet, "<a href=\"{@}/themes/{%0}\">", CAHIER_T(cahier_string(own->id)));
    cahier_say_label(sheet->page.out, CAHIER_HTML, own->label);
    cahier_put(sheet->page.out, "</a>");
}

void cahier_sheet_source(cahier_sheet *sheet, uint32_t document)
{
    open_contribution_link(sheet, document);
    cahier_page_source(&sheet->page, document);
    cahier_put(sheet->page.out, "</a>");
}

void cahier_sheet_opinion(cahier_sheet *sheet, uint32_t document)
{
    const cahier_document *own = sheet->page.result->corpus.analysed[document];
    CAHIER_MARK(sheet,
            " <span class=\"tag\"><svg class=\"key\" width=\"12\" height=\"12\" aria-hidden=\"true\" "
            "focusable=\"false\"><rect width=\"12\" height=\"12\" class=\"{0}\"/></svg> {1}</span> "
            "<span class=\"tag\">{2}</span>",
            CAHIER_T(cahier_string(cahier_chart_polarity[own->polarity.label])),
            CAHIER_W(cahier_french_polarity[own->polarity.label]), CAHIER_W(cahier_french_stance[own->stance.label]));
}
