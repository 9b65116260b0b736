/* SPDX-License-Identifier: Apache-2.0 */
/* view_theme.c -- one theme: what people say in it and why it is one, what the program hesitated about, what may be done; then
 * its contributions (view_theme_list.c). */
#include <stdlib.h>

#include "sheet.h"
#include "text.h"

#define DOUBTS 5u
#define CONTEXTS_MOST 50u
#define CANDIDATES_MOST 24u /* sentences that may replace one of the summary */

typedef struct candidate {
    uint32_t document, sentence;
} candidate;

typedef struct candidates {
    candidate at[CANDIDATES_MOST];
    uint32_t count;
} candidates;

/* --- size and opinions --- */

static void put_size(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_put(sheet->page.out, "<p class=\"size\" id=\"taille\">");
    CAHIER_TELL(sheet, cahier_review_fr.theme_size, CAHIER_N(theme->persons), CAHIER_N(theme->document_count));
    cahier_put(sheet->page.out, " · ");
    CAHIER_TELL(sheet, cahier_fr.size_share,
            CAHIER_P(cahier_share_milli(theme->persons, sheet->page.result->counts.persons)));
    if (theme->also_count > 0) {
        cahier_put(sheet->page.out, " · ");
        CAHIER_TELL(sheet, cahier_fr.size_also, CAHIER_N(theme->also_count));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_opinions(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_sheet_open_part(sheet, "avis-exprimes", cahier_fr.opinion_heading);
    cahier_page_polarity(&sheet->page, theme->polarity);
    cahier_put(sheet->page.out, "<h3>");
    CAHIER_TELL(sheet, cahier_fr.stance_heading);
    cahier_put(sheet->page.out, "</h3>\n");
    cahier_page_stances(&sheet->page, theme->stance);
    cahier_sheet_close_part(sheet);
}

/* --- summary --- */

static cahier_text sentence_text(const cahier_result *result, uint32_t d, uint32_t s)
{
    const cahier_document *document = result->corpus.analysed[d];
    return cahier_slice(document->text, document->sentences.at[s].start, document->sentences.at[s].end);
}

static void put_quote_text(cahier_sheet *sheet, uint32_t d, uint32_t s)
{
    cahier_text text = sentence_text(sheet->page.result, d, s), head = cahier_shorten(text, CAHIER_QUOTE_MAX);
    cahier_put(sheet->page.out, "«\u202f<bdi>");
    cahier_put_html(sheet->page.out, head);
    cahier_put(sheet->page.out, head.len < text.len ? "…</bdi>\u202f»" : "</bdi>\u202f»");
}

static void put_summary(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_sheet_open_part(sheet, "resume", cahier_review_fr.summary_heading);
    cahier_put(sheet->page.out, "<ul class=\"quotes\">\n");
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        const cahier_quote *quote = &theme->summary[i];
        cahier_put(sheet->page.out, quote->dissent ? "<li class=\"dissent\"><blockquote><p>" : "<li><blockquote><p>");
        put_quote_text(sheet, quote->document, quote->sentence);
        cahier_put(sheet->page.out, "</p></blockquote><p class=\"source\">");
        if (quote->dissent) {
            CAHIER_MARK(sheet, "<em>{0}</em> · ", CAHIER_W(cahier_fr.dissent));
        }
        cahier_sheet_source(sheet, quote->document);
        cahier_put(sheet->page.out, "</p></li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
}

static bool is_quoted(const cahier_theme *theme, uint32_t d, uint32_t s)
{
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        if (theme->summary[i].document == d && theme->summary[i].sentence == s) {
            return true;
        }
    }
    return false;
}

static bool is_person_quoted(const cahier_result *result, const cahier_theme *theme, uint32_t person)
{
    bool is = false;
    for (uint32_t i = 0; i < theme->summary_count && !is; i++) {
        is = result->corpus.received[theme->summary[i].document].person == person;
    }
    return is;
}

/* Adds the sentences of text d that the summary does not quote; a title is none. */
static void add_candidates(candidates *to, const cahier_result *result, const cahier_theme *theme, uint32_t d)
{
    const cahier_document *document = result->corpus.analysed[d];
    for (uint32_t s = 0; s < document->sentences.count && to->count < CANDIDATES_MOST; s++) {
        if (document->sentences.at[s].start >= document->title_len && !is_quoted(theme, d, s)) {
            to->at[to->count++] = (candidate){d, s};
        }
    }
}

/* « 3 42 »: the third sentence of contribution 42. */
static void put_candidates(cahier_sheet *sheet, const candidates *found)
{
    cahier_put(sheet->page.out, "<ul class=\"choices\">\n");
    for (uint32_t i = 0; i < found->count; i++) {
        uint32_t d = found->at[i].document, s = found->at[i].sentence;
        CAHIER_MARK(sheet,
                "<li><label class=\"check\"><input type=\"radio\" name=\"phrase\" value=\"{0} {1}\" required> <span>",
                CAHIER_N(s + 1), CAHIER_T(sheet->page.result->corpus.received[d].id));
        put_quote_text(sheet, d, s);
        cahier_put(sheet->page.out, "</span></label></li>\n");
    }
    cahier_put(sheet->page.out, "</ul></fieldset>\n");
}

static void open_replace(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_sheet_open_decision(sheet, "", "sentence");
    cahier_sheet_hidden(sheet, "theme", cahier_string(theme->id));
}

static void close_replace(cahier_sheet *sheet)
{
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.replace_do);
    cahier_sheet_close_form(sheet);
}

/* Any sentence of the summary, by one of somebody whom it does not quote, from the texts nearest to the theme. */
static void put_replace_any(cahier_sheet *sheet, const cahier_theme *theme)
{
    const cahier_result *result = sheet->page.result;
    candidates found = {.count = 0};
    for (uint32_t i = 0; i < theme->verbatim_count; i++) {
        uint32_t d = theme->verbatims[i];
        if (!is_person_quoted(result, theme, result->corpus.received[d].person)) {
            add_candidates(&found, result, theme, d);
        }
    }
    if (found.count == 0) {
        return;
    }
    open_replace(sheet, theme);
    CAHIER_MARK(sheet, "<fieldset><legend>{0}</legend><ul class=\"choices\">\n", CAHIER_W_OF(replace_which));
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        CAHIER_MARK(sheet,
                "<li><label class=\"check\"><input type=\"radio\" name=\"replaces\" value=\"{0}\" required> <span>",
                CAHIER_T(result->corpus.received[theme->summary[i].document].id));
        put_quote_text(sheet, theme->summary[i].document, theme->summary[i].sentence);
        cahier_put(sheet->page.out, "</span></label></li>\n");
    }
    CAHIER_MARK(sheet, "</ul></fieldset>\n<fieldset><legend>{0}</legend>", CAHIER_W_OF(replace_by));
    put_candidates(sheet, &found);
    close_replace(sheet);
}

/* A summary quotes nobody twice (requote.h): what else she wrote may take the place of her own sentence alone. */
static void put_replace_own(cahier_sheet *sheet, const cahier_theme *theme, const cahier_quote *quote)
{
    const cahier_result *result = sheet->page.result;
    candidates found = {.count = 0};
    uint32_t person = result->corpus.received[quote->document].person;
    add_candidates(&found, result, theme, quote->document);
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t d = theme->documents[i];
        if (d != quote->document && result->corpus.received[d].person == person) {
            add_candidates(&found, result, theme, d);
        }
    }
    if (found.count == 0) {
        return;
    }
    open_replace(sheet, theme);
    cahier_sheet_hidden(sheet, "replaces", result->corpus.received[quote->document].id);
    CAHIER_MARK(sheet, "<fieldset><legend>{0} ", CAHIER_W_OF(replace_own));
    put_quote_text(sheet, quote->document, quote->sentence);
    cahier_put(sheet->page.out, "</legend>");
    put_candidates(sheet, &found);
    close_replace(sheet);
}

static void put_replace(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_sheet_open_fold(sheet, "replace", cahier_review_fr.replace);
    put_replace_any(sheet, theme);
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        put_replace_own(sheet, theme, &theme->summary[i]);
    }
    cahier_sheet_close_fold(sheet);
}

/* --- words --- */

static void put_words(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_term_weight term[CAHIER_CARD_TERMS];
    uint32_t count = cahier_page_terms(theme, term);
    cahier_sheet_open_part(sheet, "mots", cahier_fr.terms_heading);
    cahier_put(sheet->page.out, "<ol class=\"terms\">\n");
    for (uint32_t i = 0; i < count; i++) {
        cahier_text surface = sheet->page.result->vocabulary.at[term[i].term].surface;
        int32_t weight = term[i].weight_milli;
        CAHIER_MARK(sheet, "<li><a href=\"{@}/themes/{%0}?contexte={%1}#contexte\"><bdi>{1}</bdi></a>",
                CAHIER_T(cahier_string(theme->id)), CAHIER_T(surface));
        cahier_chart_meter(sheet->page.out, weight < 0 ? 0 : weight > 1000 ? 1000 : (uint32_t)weight);
        CAHIER_MARK(sheet, "<span class=\"number\">{0}</span></li>\n", CAHIER_N(weight < 0 ? 0 : (weight + 5) / 10));
    }
    cahier_put(sheet->page.out, "</ol>\n");
    cahier_sheet_paragraph(sheet, "note", cahier_review_fr.words_note, CAHIER_N(0), CAHIER_N(0));
    cahier_sheet_close_part(sheet);
}

static void put_context_line(cahier_sheet *sheet, const cahier_concordance *line)
{
    cahier_put(sheet->page.out, "<li>");
    cahier_page_context(&sheet->page, line);
    cahier_put(sheet->page.out, "<p class=\"source\">");
    cahier_sheet_source(sheet, line->document);
    cahier_put(sheet->page.out, "</p></li>\n");
}

/* The stem of a word of the vocabulary, by how it is written; empty when there is none. */
static cahier_text stem_written(const cahier_result *result, cahier_text surface)
{
    for (uint32_t t = 0; t < result->vocabulary.count; t++) {
        if (cahier_text_equal(result->vocabulary.at[t].surface, surface)) {
            return result->vocabulary.at[t].key;
        }
    }
    return (cahier_text){NULL, 0};
}

static bool find_in_document(const cahier_result *result, uint32_t d, cahier_text stem, cahier_concordance *out)
{
    const cahier_tokens *tokens = &result->corpus.analysed[d]->tokens;
    for (uint32_t t = 0; t < tokens->count; t++) {
        /* the stems of a phrase follow one another, but for words that make no term: « salle des fêtes » */
        uint32_t at = 0, last = t;
        for (uint32_t i = t; i < tokens->count && at < stem.len && i < t + 8; i++) {
            cahier_text own = result->corpus.types[d]->at[tokens->at[i].type].stem;
            if (own.len == 0 && i > t) {
                continue;
            }
            bool next = own.len > 0 && own.len <= stem.len - at &&
                        cahier_text_equal(own, cahier_slice(stem, at, at + own.len)) &&
                        (at + own.len == stem.len || stem.at[at + own.len] == ' ');
            if (!next) {
                break;
            }
            at += own.len + 1;
            last = i;
        }
        if (at >= stem.len) {
            *out = (cahier_concordance){d, tokens->at[t].start, tokens->at[last].end};
            return true;
        }
    }
    return false;
}

static uint32_t put_contexts_of(cahier_sheet *sheet, const cahier_theme *theme, cahier_text stem)
{
    const cahier_result *result = sheet->page.result;
    uint32_t found = 0;
    for (uint32_t i = 0; i < theme->document_count && stem.len > 0 && result->corpus.types != NULL; i++) {
        cahier_concordance line;
        if (find_in_document(result, theme->documents[i], stem, &line)) {
            if (found < CONTEXTS_MOST) {
                put_context_line(sheet, &line);
            }
            found++;
        }
    }
    return found;
}

static void put_context(cahier_sheet *sheet, const cahier_theme *theme)
{
    cahier_text word = sheet->view->filter.context;
    cahier_sheet_open_part(sheet, "contexte", cahier_review_fr.context_heading);
    if (word.len > 0) {
        cahier_sheet_paragraph(sheet, "note", cahier_review_fr.context_word, CAHIER_T(word), CAHIER_N(0));
        cahier_put(sheet->page.out, "<ul class=\"concordance\">\n");
        uint32_t found = put_contexts_of(sheet, theme, stem_written(sheet->page.result, word));
        cahier_put(sheet->page.out, "</ul>\n");
        cahier_sheet_paragraph(sheet, "note", cahier_review_fr.context_found, CAHIER_N(found),
                CAHIER_N(found < CONTEXTS_MOST ? found : CONTEXTS_MOST));
    } else {
        cahier_sheet_open_fold(sheet, "", cahier_review_fr.context_see);
        cahier_put(sheet->page.out, "<ul class=\"concordance\">\n");
        for (uint32_t i = 0; i < theme->concordance_count; i++) {
            put_context_line(sheet, &theme->concordance[i]);
        }
        cahier_put(sheet->page.out, "</ul>\n");
        cahier_sheet_close_fold(sheet);
    }
    cahier_sheet_close_part(sheet);
}

/* --- what the program hesitated about --- */

static void put_doubts(cahier_sheet *sheet, uint32_t k, const cahier_theme *theme)
{
    const cahier_result *result = sheet->page.result;
    uint32_t kept;
    uint32_t *at = cahier_filter_apply(result, &CAHIER_FILTER_ALL, theme->documents, theme->document_count, &kept);
    cahier_sheet_open_part(sheet, "hesitations", cahier_review_fr.doubts_heading);
    cahier_put(sheet->page.out, "<ul class=\"doubts\">\n");
    for (uint32_t i = 0; i < kept && i < DOUBTS && cahier_lead_milli(result, at[i]) < CAHIER_DOUBT_MILLI; i++) {
        cahier_put(sheet->page.out, "<li>");
        cahier_sheet_text(sheet, &(cahier_shown_text){at[i], k, 240, false, false});
        cahier_sheet_because(sheet, at[i], k);
        cahier_put(sheet->page.out, "<p class=\"source\">");
        cahier_sheet_source(sheet, at[i]);
        cahier_put(sheet->page.out, "</p></li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
    if (kept == 0 || cahier_lead_milli(result, at[0]) >= CAHIER_DOUBT_MILLI) {
        cahier_sheet_paragraph(sheet, "note", cahier_review_fr.doubts_none, CAHIER_N(0), CAHIER_N(0));
    }
    free(at);
    cahier_sheet_close_part(sheet);
}

/* --- the texts nearest to it --- */

static void put_verbatims(cahier_sheet *sheet, uint32_t k, const cahier_theme *theme)
{
    cahier_sheet_open_part(sheet, "verbatims", cahier_review_fr.verbatims_heading);
    cahier_sheet_paragraph(sheet, "note", cahier_review_fr.verbatims_note, CAHIER_N(0), CAHIER_N(0));
    cahier_put(sheet->page.out, "<ul class=\"verbatims\">\n");
    for (uint32_t i = 0; i < theme->verbatim_count && i < 6; i++) {
        cahier_put(sheet->page.out, "<li>");
        cahier_sheet_text(sheet, &(cahier_shown_text){theme->verbatims[i], k, CAHIER_QUOTE_MAX, true, false});
        cahier_put(sheet->page.out, "<p class=\"source\">");
        cahier_sheet_source(sheet, theme->verbatims[i]);
        cahier_put(sheet->page.out, "</p></li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_close_part(sheet);
}

void cahier_view_theme(cahier_out *out, const cahier_view *view, uint32_t k)
{
    cahier_sheet sheet;
    const cahier_theme *theme = &view->input->result->themes[k];
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "themes/");
    cahier_put(&sheet.here, theme->id);
    cahier_put_query(&sheet.here, &view->filter);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_THEMES, "theme", NULL, theme->label, true});
    put_size(&sheet, theme);
    cahier_theme_deeds(&sheet, k);
    cahier_put(out, "<div class=\"two\">\n<div>\n");
    put_summary(&sheet, theme);
    if (view->viewer->corrects && theme->summary_count > 0) {
        put_replace(&sheet, theme);
    }
    cahier_sheet_close_part(&sheet);
    put_verbatims(&sheet, k, theme);
    cahier_put(out, "</div>\n<div class=\"marks\">\n");
    put_doubts(&sheet, k, theme);
    put_words(&sheet, theme);
    put_opinions(&sheet, theme);
    cahier_put(out, "</div>\n</div>\n");
    put_context(&sheet, theme);
    cahier_theme_list(&sheet, k);
    cahier_sheet_keys(&sheet);
    cahier_sheet_close(&sheet);
}
