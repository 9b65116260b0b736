/* SPDX-License-Identifier: Apache-2.0 */
/* page_theme.c -- one card a theme, all of the same shape: size, voices, opinions, words, places, and why. */
#include "guidance.h"
#include "page.h"

#define CARD_PLACES 3u    /* named in the sentence; the table « Où » has all */
#define CONTEXT_BYTES 48u /* on each side of a word in its context: half a line */

static void put_size(cahier_page *page, const cahier_theme *theme)
{
    cahier_out *out = page->out;
    cahier_put(out, "<p class=\"size\">");
    if (!page->facts->nobody_known) {
        cahier_put(out, "<strong>");
        CAHIER_SAY(out, cahier_fr.persons, CAHIER_N(theme->persons));
        cahier_put(out, "</strong> · ");
    }
    CAHIER_SAY(out, page->facts->answers ? cahier_fr.size_answers : cahier_fr.size_contributions,
            CAHIER_N(theme->contributions), CAHIER_N(theme->document_count));
    cahier_put(out, " · ");
    CAHIER_SAY(out, page->facts->nobody_known ? cahier_fr.size_share_unknown : cahier_fr.size_share,
            CAHIER_P(cahier_share_milli(theme->persons, page->result->counts.persons)));
    if (theme->also_count > 0) {
        cahier_put(out, " · ");
        CAHIER_SAY(out, cahier_fr.size_also, CAHIER_N(theme->also_count));
    }
    cahier_put(out, "</p>\n");
}

/* Who or what named the theme, when its own words did not; who signed it off. */
static void put_naming(cahier_page *page, const cahier_theme *theme)
{
    const cahier_decision *decision = cahier_decision_on(page->result, theme);
    cahier_out words;
    cahier_out_open_memory(&words);
    cahier_put_list_words(&words, page->result, theme);
    if (decision != NULL) {
        cahier_put(page->out, "<p class=\"note\">");
        CAHIER_SAY(page->out, cahier_fr.named_by_person, CAHIER_T(decision->who), CAHIER_T(decision->when));
        cahier_put(page->out, "</p>\n");
    } else if (words.len > 0) {
        cahier_put(page->out, "<p class=\"note\">");
        CAHIER_SAY(page->out, cahier_fr.named_by_list, CAHIER_T(cahier_out_text(&words)));
        cahier_put(page->out, "</p>\n");
    }
    const cahier_decision *signature = cahier_signature_of(page->result, theme);
    if (signature != NULL) {
        cahier_put(page->out, "<p class=\"note\">");
        CAHIER_SAY(page->out, cahier_fr.signed_by, CAHIER_T(signature->who), CAHIER_T(signature->when));
        cahier_put(page->out, "</p>\n");
    }
    cahier_out_close(&words);
}

/* --- voices --- */

static cahier_text quote_text(const cahier_page *page, const cahier_quote *quote)
{
    const cahier_document *document = page->result->corpus.analysed[quote->document];
    const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
    return cahier_slice(document->text, sentence->start, sentence->end);
}

static void put_quote(cahier_page *page, const cahier_quote *quote)
{
    cahier_text text = quote_text(page, quote), head = cahier_shorten(text, CAHIER_QUOTE_MAX);
    cahier_put(page->out, quote->dissent ? "<li class=\"dissent\">" : "<li>");
    cahier_put(page->out, "<blockquote><p>«\u202f<bdi>");
    cahier_put_html(page->out, head);
    cahier_put(page->out, head.len < text.len ? "…</bdi>\u202f»</p></blockquote>" : "</bdi>\u202f»</p></blockquote>");
    cahier_put(page->out, "<p class=\"source\">");
    if (quote->dissent) {
        cahier_put(page->out, "<em>");
        CAHIER_SAY(page->out, cahier_fr.dissent);
        cahier_put(page->out, "</em> · ");
    }
    cahier_page_source_link(page, quote->document);
    cahier_put(page->out, "</p></li>\n");
}

static void put_positions(cahier_page *page, const uint32_t count[CAHIER_POSITIONS])
{
    if (!cahier_has_positions(count)) {
        return;
    }
    cahier_put(page->out, "<p class=\"note\">");
    CAHIER_SAY(page->out, cahier_fr.positions, CAHIER_N(count[CAHIER_POSITION_FOR]),
            CAHIER_N(count[CAHIER_POSITION_AGAINST]), CAHIER_N(count[CAHIER_POSITION_NEUTRAL]));
    cahier_put(page->out, "</p>\n");
}

static void put_coverage(cahier_page *page, const cahier_theme *theme)
{
    if (theme->summary_count == 0) {
        return;
    }
    cahier_put(page->out, "<p class=\"note\">");
    CAHIER_SAY(page->out, theme->summary_count == 1 ? cahier_fr.voices_coverage_one : cahier_fr.voices_coverage,
            CAHIER_N(theme->summary_count), CAHIER_P(theme->coverage_milli), CAHIER_P(theme->random_coverage_milli));
    cahier_put(page->out, "</p>\n");
}

static void put_voices(cahier_page *page, const cahier_theme *theme)
{
    cahier_put(page->out, "<div class=\"voices\">\n<h4>");
    CAHIER_SAY(page->out, cahier_fr.voices);
    cahier_put(page->out, "</h4>\n<ul class=\"quotes\">\n");
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        put_quote(page, &theme->summary[i]);
    }
    cahier_put(page->out, "</ul>\n");
    put_coverage(page, theme);
    cahier_put(page->out, "</div>\n");
}

/* --- words --- */

static void put_term(cahier_page *page, cahier_term_weight term)
{
    uint32_t length = term.weight_milli < 0 ? 0 : term.weight_milli > 1000 ? 1000 : (uint32_t)term.weight_milli;
    cahier_put(page->out, "<li><bdi>");
    cahier_put_html(page->out, page->result->vocabulary.at[term.term].surface);
    cahier_put(page->out, "</bdi>");
    cahier_chart_meter(page->out, length);
    cahier_put(page->out, "<span class=\"number\">");
    cahier_put_uint(page->out, (length + 5) / 10);
    cahier_put(page->out, "</span></li>\n");
}

uint32_t cahier_page_terms(const cahier_theme *theme, cahier_term_weight term[CAHIER_CARD_TERMS])
{
    uint32_t count = theme->term_count < CAHIER_CARD_TERMS ? theme->term_count : CAHIER_CARD_TERMS;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (; at > 0 && term[at - 1].weight_milli < theme->terms[i].weight_milli; at--) {
            term[at] = term[at - 1];
        }
        term[at] = theme->terms[i];
    }
    return count;
}

static void put_terms(cahier_page *page, const cahier_theme *theme)
{
    cahier_term_weight term[CAHIER_CARD_TERMS];
    uint32_t count = cahier_page_terms(theme, term);
    cahier_put(page->out, "<h4>");
    CAHIER_SAY(page->out, cahier_fr.terms_heading);
    cahier_put(page->out, "</h4>\n<ol class=\"terms\">\n");
    for (uint32_t i = 0; i < count; i++) {
        put_term(page, term[i]);
    }
    cahier_put(page->out, "</ol>\n<p class=\"note\">");
    CAHIER_SAY(page->out, cahier_fr.terms_note);
    cahier_put(page->out, "</p>\n");
}

/* --- places --- */

static int32_t average_milli(const cahier_page *page, const cahier_theme *theme)
{
    uint64_t count = 0, total = 0;
    for (uint32_t p = 0; p < page->result->place_count; p++) {
        count += theme->places[p].count;
        total += theme->places[p].total;
    }
    return total > 0 ? cahier_share_milli(count, total) : 0;
}

/* +1 when more of the place speaks of it than chance allows, -1 when less. */
static int compare_place(const cahier_interval *place, int32_t average)
{
    if (place->total < CAHIER_PLACE_PERSONS) {
        return 0;
    }
    return place->low_milli > average ? 1 : place->high_milli < average ? -1 : 0;
}

static uint32_t say_places(cahier_page *page, const cahier_theme *theme, int32_t average, int wanted)
{
    uint32_t said = 0;
    for (uint32_t p = 0; p < page->result->place_count && said < CARD_PLACES; p++) {
        const cahier_interval *place = &theme->places[p];
        if (compare_place(place, average) == wanted) {
            if (said == 0) {
                cahier_put(page->out, "<p>");
            }
            CAHIER_SAY(page->out, said > 0 ? ", " : wanted > 0 ? cahier_fr.place_more : cahier_fr.place_less);
            CAHIER_SAY(page->out, cahier_fr.place_one, CAHIER_T(page->result->places[p].name),
                    CAHIER_P(cahier_share_milli(place->count, place->total)), CAHIER_P(place->low_milli),
                    CAHIER_P(place->high_milli));
            said++;
        }
    }
    cahier_put(page->out, said > 0 ? ".</p>\n" : "");
    return said;
}

static void put_places(cahier_page *page, const cahier_theme *theme)
{
    if (page->result->place_count < 2) {
        return;
    }
    int32_t average = average_milli(page, theme);
    cahier_put(page->out, "<h4>");
    CAHIER_SAY(page->out, cahier_fr.places_heading);
    cahier_put(page->out, "</h4>\n");
    uint32_t said = say_places(page, theme, average, 1) + say_places(page, theme, average, -1);
    if (said == 0) {
        cahier_put(page->out, "<p>");
        CAHIER_SAY(page->out, cahier_fr.place_none, CAHIER_P(average));
        cahier_put(page->out, "</p>\n");
    }
}

/* --- why --- */

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0u) == 0x80u;
}

/* Start of the context on the left, and end on the right: whole words, within the text. */
static uint32_t context_start(cahier_text text, uint32_t at)
{
    uint32_t start = at > CONTEXT_BYTES ? at - CONTEXT_BYTES : 0;
    if (start == 0) {
        return 0;
    }
    while (start < at && text.at[start - 1] != ' ' && text.at[start - 1] != '\n') {
        start++;
    }
    while (start < at && is_continuation(text.at[start])) {
        start++;
    }
    return start;
}

static uint32_t context_end(cahier_text text, uint32_t at)
{
    cahier_text rest = cahier_slice(text, at, text.len);
    return at + (rest.len > CONTEXT_BYTES ? cahier_shorten(rest, CONTEXT_BYTES).len : rest.len);
}

void cahier_page_context(cahier_page *page, const cahier_concordance *line)
{
    cahier_text text = page->result->corpus.analysed[line->document]->text;
    uint32_t start = context_start(text, line->start), end = context_end(text, line->end);
    cahier_put(page->out, "<p dir=\"auto\">");
    cahier_put(page->out, start > 0 ? "<span>… " : "<span>");
    cahier_put_html(page->out, cahier_slice(text, start, line->start));
    cahier_put(page->out, "</span><mark>");
    cahier_put_html(page->out, cahier_slice(text, line->start, line->end));
    cahier_put(page->out, "</mark><span>");
    cahier_put_html(page->out, cahier_slice(text, line->end, end));
    cahier_put(page->out, end < text.len ? " …</span></p>" : "</span></p>");
}

static void put_concordance_line(cahier_page *page, const cahier_concordance *line)
{
    cahier_put(page->out, "<li>");
    cahier_page_context(page, line);
    cahier_put(page->out, "<p class=\"source\">");
    cahier_page_source_link(page, line->document);
    cahier_put(page->out, "</p></li>\n");
}

static void put_why(cahier_page *page, const cahier_theme *theme)
{
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.why);
    cahier_page_fold_body(page);
    cahier_put(page->out, "<p class=\"note\">");
    CAHIER_SAY(page->out, cahier_fr.why_note);
    cahier_put(page->out, " ");
    CAHIER_SAY(page->out, cahier_fr.why_how);
    cahier_put(page->out, "</p>\n<ul class=\"concordance\">\n");
    for (uint32_t i = 0; i < theme->concordance_count; i++) {
        put_concordance_line(page, &theme->concordance[i]);
    }
    cahier_put(page->out, "</ul>\n");
    cahier_page_close_fold(page);
}

/* --- texts --- */

/* The texts nearest to the theme, then those quoted above that are not among them: each quote leads to its whole
 * text. */
static uint32_t put_extracts(cahier_page *page, const cahier_theme *theme, bool write)
{
    uint32_t count = theme->verbatim_count;
    for (uint32_t i = 0; i < theme->verbatim_count && write; i++) {
        cahier_page_extract(page, theme->verbatims[i], "li");
    }
    for (uint32_t i = 0; i < theme->summary_count; i++) {
        uint32_t d = theme->summary[i].document;
        bool seen = false;
        for (uint32_t j = 0; j < theme->verbatim_count; j++) {
            seen = seen || theme->verbatims[j] == d;
        }
        for (uint32_t j = 0; j < i; j++) {
            seen = seen || theme->summary[j].document == d;
        }
        if (!seen && write) {
            cahier_page_extract(page, d, "li");
        }
        count += !seen;
    }
    return count;
}

static void put_texts(cahier_page *page, const cahier_theme *theme)
{
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.verbatims, CAHIER_N(put_extracts(page, theme, false)));
    cahier_page_fold_body(page);
    cahier_put(page->out, "<ul class=\"extracts\">\n");
    put_extracts(page, theme, true);
    cahier_put(page->out, "</ul>\n<p class=\"note\">");
    CAHIER_SAY(page->out, cahier_fr.all_in_csv, CAHIER_T(cahier_string(theme->id)));
    cahier_put(page->out, "</p>\n");
    cahier_page_close_fold(page);
}

static void put_card(cahier_page *page, uint32_t k)
{
    const cahier_theme *theme = &page->result->themes[k];
    cahier_out *out = page->out;
    cahier_put(out, "<article class=\"theme\" id=\"");
    cahier_put(out, theme->id);
    cahier_put(out, "\" data-persons=\"");
    cahier_put_uint(out, theme->persons);
    cahier_put(out, "\" data-negative=\"");
    cahier_put_uint(out, (uint64_t)cahier_share_milli(theme->polarity[CAHIER_NEGATIVE], theme->document_count));
    cahier_put(out, "\" aria-labelledby=\"l-");
    cahier_put(out, theme->id);
    cahier_put(out, "\">\n<h3 id=\"l-");
    cahier_put(out, theme->id);
    cahier_put(out, "\">");
    cahier_say_label(out, CAHIER_HTML, theme->label);
    cahier_put(out, "</h3>\n");
    put_size(page, theme);
    put_naming(page, theme);
    cahier_put(out, "<div class=\"two\">\n");
    put_voices(page, theme);
    cahier_put(out, "<div class=\"marks\">\n<h4>");
    CAHIER_SAY(out, cahier_fr.opinion_heading);
    cahier_put(out, "</h4>\n");
    cahier_page_polarity(page, theme->polarity);
    cahier_put(out, "<h4>");
    CAHIER_SAY(out, cahier_fr.stance_heading);
    cahier_put(out, "</h4>\n");
    cahier_page_stances(page, theme->stance);
    put_positions(page, theme->position);
    put_terms(page, theme);
    put_places(page, theme);
    cahier_put(out, "</div>\n</div>\n");
    put_why(page, theme);
    put_texts(page, theme);
    cahier_put(out, "</article>\n\n");
}

static void put_option(cahier_page *page, const char *value, const char *words)
{
    cahier_put(page->out, "<option value=\"");
    cahier_put(page->out, value);
    cahier_put(page->out, "\">");
    CAHIER_SAY(page->out, words);
    cahier_put(page->out, "</option>");
}

/* Shown by the script alone: without it, nothing here would work. */
static void put_tools(cahier_page *page)
{
    cahier_out *out = page->out;
    cahier_put(out, "<div class=\"tools\" id=\"tools\" role=\"search\" hidden>\n<label>");
    CAHIER_SAY(out, cahier_fr.tool_search);
    cahier_put(out, " <input type=\"search\" id=\"search\" autocomplete=\"off\"></label>\n<label>");
    CAHIER_SAY(out, cahier_fr.tool_sort);
    cahier_put(out, " <select id=\"sort\">");
    put_option(page, "persons", cahier_fr.tool_sort_persons);
    put_option(page, "label", cahier_fr.tool_sort_label);
    put_option(page, "negative", cahier_fr.tool_sort_negative);
    cahier_put(out, "</select></label>\n<p role=\"status\" id=\"found\" data-none=\"");
    CAHIER_SAY(out, cahier_fr.tool_found_none);
    cahier_put(out, "\" data-one=\"");
    CAHIER_SAY(out, cahier_fr.tool_found_one);
    cahier_put(out, "\" data-many=\"");
    CAHIER_SAY(out, cahier_fr.tool_found_many);
    cahier_put(out, "\"></p>\n</div>\n");
}

void cahier_page_themes(cahier_page *page)
{
    cahier_page_open_section(page, "themes", cahier_fr.themes_heading);
    cahier_put(page->out, "<p class=\"intro\">");
    CAHIER_SAY(page->out, page->result->theme_count > 0 ? cahier_fr.themes_intro : cahier_fr.lead_none);
    cahier_put(page->out, "</p>\n");
    put_tools(page);
    cahier_put(page->out, "<div id=\"cards\">\n");
    for (uint32_t k = 0; k < page->result->theme_count; k++) {
        put_card(page, k);
    }
    cahier_put(page->out, "</div>\n");
    cahier_page_close_section(page);
}
