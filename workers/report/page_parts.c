/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

void cahier_page_open_section(cahier_page *page, const char *id, const char *heading)
{
    cahier_put(page->out, "<section id=\"");
    cahier_put(page->out, id);
    cahier_put(page->out, "\" aria-labelledby=\"h-");
    cahier_put(page->out, id);
    cahier_put(page->out, "\">\n<h2 id=\"h-");
    cahier_put(page->out, id);
    cahier_put(page->out, "\">");
    CAHIER_SAY(page->out, heading);
    cahier_put(page->out, "</h2>\n");
}

void cahier_page_close_section(cahier_page *page)
{
    cahier_put(page->out, "</section>\n\n");
}

void cahier_page_open_fold(cahier_page *page)
{
    cahier_put(page->out, "<details><summary>");
}

void cahier_page_fold_body(cahier_page *page)
{
    cahier_put(page->out, "</summary>\n");
}

void cahier_page_close_fold(cahier_page *page)
{
    cahier_put(page->out, "</details>\n");
}

void cahier_page_column(cahier_page *page, const char *name, const char *kind)
{
    cahier_put(page->out, "<th scope=\"col\"");
    if (*kind != '\0') {
        cahier_put(page->out, " class=\"");
        cahier_put(page->out, kind);
        cahier_put(page->out, "\"");
    }
    cahier_put(page->out, ">");
    CAHIER_SAY(page->out, name);
    cahier_put(page->out, "</th>");
}

void cahier_page_number_cell(cahier_page *page, uint64_t count)
{
    cahier_put(page->out, "<td class=\"number\">");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_N(count));
    cahier_put(page->out, "</td>");
}

/* A table scrolls inside itself: what holds it takes the focus, so that a keyboard can scroll it; no landmark, a page has many. */
void cahier_page_open_table(cahier_page *page, const char *caption)
{
    cahier_put(page->out, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    CAHIER_SAY(page->out, caption);
    cahier_put(page->out, "\"><table data-sort=\"");
    CAHIER_SAY(page->out, cahier_fr.table_sort);
    cahier_put(page->out, "\"><caption>");
    CAHIER_SAY(page->out, caption);
    cahier_put(page->out, "</caption>\n");
}

void cahier_page_close_table(cahier_page *page)
{
    cahier_put(page->out, "</table></div>\n");
}

void cahier_page_theme_link(cahier_page *page, uint32_t theme)
{
    cahier_put(page->out, "<a href=\"#");
    cahier_put(page->out, page->result->themes[theme].id);
    cahier_put(page->out, "\">");
    cahier_say_label(page->out, CAHIER_HTML, page->result->themes[theme].label);
    cahier_put(page->out, "</a>");
}

void cahier_page_source(cahier_page *page, uint32_t d)
{
    const cahier_contribution *received = &page->result->corpus.received[d];
    CAHIER_SAY(page->out, cahier_fr.quote_number, CAHIER_T(received->id));
    if (received->place.len > 0) {
        cahier_put(page->out, " · ");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_T(received->place));
    }
    if (received->date != 0) {
        cahier_put(page->out, " · ");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_D(received->date));
    }
}

void cahier_page_source_link(cahier_page *page, uint32_t d)
{
    if (page->shown[d] == 0) {
        cahier_page_source(page, d);
        return;
    }
    cahier_put(page->out, "<a href=\"#c-");
    cahier_put_uint(page->out, d);
    cahier_put(page->out, "\">");
    cahier_page_source(page, d);
    cahier_put(page->out, "</a>");
}

static void put_extract_text(cahier_page *page, uint32_t d)
{
    const cahier_document *document = page->result->corpus.analysed[d];
    cahier_text title = cahier_document_title(document), body = cahier_document_body(document);
    cahier_text head = cahier_shorten(body, CAHIER_EXTRACT_MAX);
    if (title.len > 0) {
        cahier_put(page->out, "<p class=\"title\" dir=\"auto\">");
        cahier_put_html(page->out, cahier_shorten(title, CAHIER_QUOTE_MAX));
        cahier_put(page->out, "</p>");
    }
    cahier_put(page->out, "<p class=\"text\" dir=\"auto\">");
    cahier_put_html(page->out, head);
    if (head.len < body.len) {
        cahier_put(page->out, "… <span class=\"cut\">[");
        CAHIER_SAY(page->out, cahier_fr.cut);
        cahier_put(page->out, "]</span>");
    }
    cahier_put(page->out, "</p>");
}

void cahier_page_extract(cahier_page *page, uint32_t d, const char *list_tag)
{
    cahier_put(page->out, "<");
    cahier_put(page->out, list_tag);
    cahier_put(page->out, " class=\"extract\"");
    if (page->shown[d] != 2) {
        cahier_put(page->out, " id=\"c-");
        cahier_put_uint(page->out, d);
        cahier_put(page->out, "\"");
        page->shown[d] = 2;
    }
    cahier_put(page->out, ">");
    put_extract_text(page, d);
    cahier_put(page->out, "<p class=\"source\">");
    cahier_page_source(page, d);
    cahier_put(page->out, "</p></");
    cahier_put(page->out, list_tag);
    cahier_put(page->out, ">\n");
}

static uint64_t sum(const uint32_t *count, uint32_t n)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < n; i++) {
        total += count[i];
    }
    return total;
}

/* « 40 négatifs  20 neutres … »: the colours' key and the four numbers in one line. */
static void put_legend(
        cahier_page *page, const uint32_t *count, const char *const *words, const char *const *classes, uint32_t n)
{
    cahier_put(page->out, "<ul class=\"legend\">");
    for (uint32_t i = 0; i < n; i++) {
        /* the four opinions always have their number; natures when there are any */
        if (count[i] == 0 && n > CAHIER_POLARITY_LABELS) {
            continue;
        }
        cahier_put(page->out,
                "<li><svg class=\"key\" width=\"12\" height=\"12\" aria-hidden=\"true\" focusable=\"false\">"
                "<rect width=\"12\" height=\"12\" class=\"");
        cahier_put(page->out, classes[i]);
        cahier_put(page->out, "\"/></svg> ");
        CAHIER_SAY(page->out, words[i], CAHIER_N(count[i]));
        cahier_put(page->out, "</li>");
    }
    cahier_put(page->out, "</ul>\n");
}

static void put_strip(cahier_page *page, const char *title, cahier_segments strip)
{
    cahier_out text;
    cahier_out_open_memory(&text);
    CAHIER_SAY_PLAIN(&text, title, CAHIER_N(sum(strip.count, strip.segments)));
    cahier_chart_strip(page->out, (cahier_picture){page->pictures++, cahier_out_text(&text), {NULL, 0}}, strip);
    cahier_out_close(&text);
}

void cahier_page_polarity(cahier_page *page, const uint32_t count[CAHIER_POLARITY_LABELS])
{
    put_strip(page, cahier_fr.opinion_title, (cahier_segments){count, cahier_chart_polarity, CAHIER_POLARITY_LABELS});
    put_legend(page, count, cahier_french_polarity_count, cahier_chart_polarity, CAHIER_POLARITY_LABELS);
}

void cahier_page_stances(cahier_page *page, const uint32_t count[CAHIER_STANCES])
{
    put_strip(page, cahier_fr.stance_title, (cahier_segments){count, cahier_chart_stance, CAHIER_STANCES});
    put_legend(page, count, cahier_french_stance_count, cahier_chart_stance, CAHIER_STANCES);
}
