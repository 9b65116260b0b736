/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_list.c -- long lists: page by page, and the form that asks for a filter. */
#include "sheet.h"
#include "text.h"

/* --- pages --- */

cahier_page_of cahier_page_at(uint32_t total, uint32_t page)
{
    uint32_t last = total > 0 ? (total - 1) / CAHIER_VIEW_ROWS : 0;
    page = page > last ? last : page;
    uint32_t first = page * CAHIER_VIEW_ROWS, left = total - first;
    return (cahier_page_of){total, page, first, first + (left < CAHIER_VIEW_ROWS ? left : CAHIER_VIEW_ROWS)};
}

/* A path of the lot, the filter, a page of it: inside an attribute. */
static void put_page_link(cahier_sheet *sheet, const char *path, uint32_t page, const char *rel, const char *words)
{
    cahier_out query;
    cahier_out_open_memory(&query);
    cahier_put_filter(&query, &sheet->view->filter);
    CAHIER_MARK(sheet, "<a class=\"button\" rel=\"{2}\" href=\"{@}/{0}?page={1}", CAHIER_T(cahier_string(path)),
            CAHIER_N(page + 1), CAHIER_T(cahier_string(rel)));
    cahier_put_html(sheet->page.out, cahier_out_text(&query));
    CAHIER_MARK(sheet, "\">{0}</a>\n", CAHIER_W(words));
    cahier_out_close(&query);
}

void cahier_sheet_pages(cahier_sheet *sheet, const cahier_page_of *page, const char *path)
{
    if (page->total <= CAHIER_VIEW_ROWS) {
        return;
    }
    CAHIER_MARK(sheet, "<nav class=\"pages\" aria-label=\"{0}\">\n<p>", CAHIER_W_OF(pages));
    CAHIER_TELL(
            sheet, cahier_review_fr.pages_range, CAHIER_N(page->first + 1), CAHIER_N(page->end), CAHIER_N(page->total));
    cahier_put(sheet->page.out, "</p>\n");
    if (page->page > 0) {
        put_page_link(sheet, path, page->page - 1, "prev", cahier_review_fr.pages_before);
    }
    if (page->end < page->total) {
        put_page_link(sheet, path, page->page + 1, "next", cahier_review_fr.pages_after);
    }
    cahier_put(sheet->page.out, "</nav>\n");
}

/* --- the filter, asked for --- */

static void put_place_select(cahier_sheet *sheet)
{
    const cahier_result *result = sheet->page.result;
    cahier_sheet_open_select(sheet, "lieu", cahier_review_fr.filter_place);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.filter_any, false);
    for (uint32_t p = 0; p < result->place_count; p++) {
        cahier_text name = result->places[p].name;
        cahier_sheet_text_option(sheet, name, name, cahier_text_equal(name, sheet->view->filter.place));
    }
    cahier_sheet_close_select(sheet);
}

/* One choice for all group columns: "0:30 à 59 ans". */
static void put_group_select(cahier_sheet *sheet)
{
    const cahier_result *result = sheet->page.result;
    const cahier_shown_filter *filter = &sheet->view->filter;
    cahier_sheet_open_select(sheet, "groupe", cahier_review_fr.filter_group);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.filter_any, false);
    for (uint32_t b = 0; b < result->balance_count; b++) {
        const cahier_balance *balance = &result->balance[b];
        if (balance->value.len > 0) {
            cahier_out value, shown;
            cahier_out_open_memory(&value);
            cahier_out_open_memory(&shown);
            cahier_put_uint(&value, balance->group);
            cahier_put(&value, ":");
            cahier_put_text(&value, balance->value);
            CAHIER_SAY_PLAIN(&shown, cahier_review_fr.filter_group_value,
                    CAHIER_T(result->corpus.group_name[balance->group]), CAHIER_T(balance->value));
            cahier_sheet_text_option(sheet, cahier_out_text(&value), cahier_out_text(&shown),
                    balance->group == filter->group && cahier_text_equal(balance->value, filter->value));
            cahier_out_close(&value);
            cahier_out_close(&shown);
        }
    }
    cahier_sheet_close_select(sheet);
}

static void put_opinion_selects(cahier_sheet *sheet)
{
    const cahier_shown_filter *filter = &sheet->view->filter;
    cahier_sheet_open_select(sheet, "avis-est", cahier_review_fr.filter_polarity);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.filter_any, false);
    for (cahier_polarity_label i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        cahier_sheet_option(
                sheet, cahier_string(cahier_polarity_name(i)), cahier_french_polarity[i], i == filter->polarity);
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_open_select(sheet, "nature", cahier_review_fr.filter_stance);
    cahier_sheet_option(sheet, (cahier_text){NULL, 0}, cahier_review_fr.filter_any, false);
    for (cahier_stance_label i = 0; i < CAHIER_STANCES; i++) {
        cahier_sheet_option(sheet, cahier_string(cahier_stance_name(i)), cahier_french_stance[i], i == filter->stance);
    }
    cahier_sheet_close_select(sheet);
}

static void put_date_input(cahier_sheet *sheet, const char *name, const char *label, int32_t date)
{
    cahier_out value;
    cahier_out_open_memory(&value);
    if (date != 0) {
        cahier_put_iso_date(&value, date);
    }
    cahier_sheet_input(sheet, &(cahier_sheet_field){name, "date", label, NULL, cahier_out_text(&value), NULL});
    cahier_out_close(&value);
}

static void put_order_select(cahier_sheet *sheet)
{
    const cahier_shown_filter *filter = &sheet->view->filter;
    cahier_sheet_open_select(sheet, "ordre", cahier_review_fr.filter_order);
    cahier_sheet_option(sheet, cahier_string("doutes"), cahier_review_fr.filter_doubtful_first, filter->doubtful_first);
    cahier_sheet_option(sheet, cahier_string("surs"), cahier_review_fr.filter_surest_first, filter->surest_first);
    cahier_sheet_option(sheet, cahier_string("arrivee"), cahier_review_fr.filter_arrival,
            !filter->doubtful_first && !filter->surest_first);
    cahier_sheet_close_select(sheet);
}

void cahier_sheet_filter_form(cahier_sheet *sheet, const char *path)
{
    const cahier_result *result = sheet->page.result;
    const cahier_shown_filter *filter = &sheet->view->filter;
    CAHIER_MARK(sheet,
            "<form method=\"get\" role=\"search\" class=\"filters\" id=\"filtres\" action=\"{@}/{0}#contributions\" "
            "aria-label=\"{1}\">\n",
            CAHIER_T(cahier_string(path)), CAHIER_W_OF(filter));
    cahier_sheet_input(sheet, &(cahier_sheet_field){"mots", "search", cahier_review_fr.filter_words, NULL,
                                      filter->words, " autocomplete=\"off\" maxlength=\"200\""});
    if (result->place_count > 0) {
        put_place_select(sheet);
    }
    if (result->balance_count > 0) {
        put_group_select(sheet);
    }
    put_opinion_selects(sheet);
    if (result->period_count > 0) {
        put_date_input(sheet, "du", cahier_review_fr.filter_from, filter->from);
        put_date_input(sheet, "au", cahier_review_fr.filter_to, filter->to);
    }
    put_order_select(sheet);
    cahier_put(sheet->page.out, "<p class=\"field\">");
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.filter_apply);
    if (cahier_filter_is_set(filter)) {
        CAHIER_MARK(sheet, "<a class=\"button\" href=\"{@}/{0}#contributions\">{1}</a>", CAHIER_T(cahier_string(path)),
                CAHIER_W_OF(filter_clear));
    }
    cahier_put(sheet->page.out, "</p>\n</form>\n");
}
