/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_list.c -- long lists: which rows a filter keeps, page by page. */
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "order.h"
#include "sheet.h"
#include "text.h"

/* --- which rows --- */

typedef struct looking { /* the words looked for, folded, and room to fold a text */
    cahier_text words;
    char *room;
    size_t size;
} looking;

static void fold_into(looking *search, cahier_text text, cahier_text *folded)
{
    size_t size = CAHIER_FOLD_BOUND((size_t)text.len);
    if (search->size < size) {
        search->room = cahier_report_alloc(search->room, size, 1);
        search->size = size;
    }
    *folded = (cahier_text){search->room, cahier_fold_bare(text, search->room)};
}

static void open_search(looking *search, cahier_text words)
{
    cahier_text folded;
    *search = (looking){.words = {NULL, 0}};
    fold_into(search, words, &folded);
    search->words = (cahier_text){search->room, folded.len};
    search->room = NULL;
    search->size = 0;
}

static void close_search(looking *search)
{
    free((char *)search->words.at);
    free(search->room);
}

static bool is_within(cahier_text text, cahier_text words)
{
    for (uint32_t i = 0; i + words.len <= text.len; i++) {
        const char *at = memchr(text.at + i, words.at[0], text.len - words.len - i + 1);
        if (at == NULL) {
            return false;
        }
        i = (uint32_t)(at - text.at);
        if (memcmp(at, words.at, words.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_found(const cahier_result *result, uint32_t d, looking *search)
{
    cahier_text folded;
    if (search->words.len == 0) {
        return true;
    }
    fold_into(search, result->corpus.received[d].id, &folded);
    if (cahier_text_equal(folded, search->words)) {
        return true;
    }
    fold_into(search, result->corpus.analysed[d]->text, &folded);
    return is_within(folded, search->words);
}

static bool is_kept(const cahier_result *result, const cahier_shown_filter *filter, uint32_t d)
{
    const cahier_contribution *received = &result->corpus.received[d];
    const cahier_document *document = result->corpus.analysed[d];
    return (filter->polarity == CAHIER_POLARITY_LABELS || document->polarity.label == filter->polarity) &&
           (filter->stance == CAHIER_STANCES || document->stance.label == filter->stance) &&
           (filter->from == 0 || (received->date != 0 && received->date >= filter->from)) &&
           (filter->to == 0 || (received->date != 0 && received->date <= filter->to)) &&
           (filter->place.len == 0 || cahier_text_equal(received->place, filter->place)) &&
           (filter->value.len == 0 || (filter->group < result->corpus.group_count &&
                                              cahier_text_equal(received->group[filter->group], filter->value)));
}

/* The least sure first, or the surest; equal ones in order of arrival. */
static void sort_by_lead(const cahier_result *result, uint32_t *at, uint32_t count, bool surest)
{
    cahier_keyed *keyed = cahier_report_alloc(NULL, 2 * (size_t)count + 1, sizeof *keyed);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t lead = (uint32_t)cahier_lead_milli(result, at[i]);
        keyed[i] = (cahier_keyed){surest ? 1000 - lead : lead, at[i]};
    }
    const cahier_keyed *sorted = cahier_sort_keyed(keyed, keyed + count, count, 2);
    for (uint32_t i = 0; i < count; i++) {
        at[i] = sorted[i].value;
    }
    free(keyed);
}

uint32_t *cahier_filter_apply(const cahier_result *result, const cahier_shown_filter *filter, const uint32_t *from,
        uint32_t count, uint32_t *kept)
{
    uint32_t *at = cahier_report_alloc(NULL, (size_t)count + 1, sizeof *at);
    looking search;
    open_search(&search, filter->words);
    *kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (is_kept(result, filter, from[i]) && is_found(result, from[i], &search)) {
            at[(*kept)++] = from[i];
        }
    }
    close_search(&search);
    if (filter->doubtful_first || filter->surest_first) {
        sort_by_lead(result, at, *kept, filter->surest_first);
    }
    return at;
}

bool cahier_filter_is_set(const cahier_shown_filter *filter)
{
    return filter->place.len > 0 || filter->value.len > 0 || filter->words.len > 0 ||
           filter->polarity != CAHIER_POLARITY_LABELS || filter->stance != CAHIER_STANCES || filter->from != 0 ||
           filter->to != 0;
}

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

/* --- the filter, written and asked for --- */

static void put_pair(cahier_out *out, const char *name, cahier_text value)
{
    if (value.len > 0) {
        cahier_put(out, "&");
        cahier_put(out, name);
        cahier_put(out, "=");
        cahier_put_percent(out, value);
    }
}

static void put_date_pair(cahier_out *out, const char *name, int32_t date)
{
    if (date != 0) {
        cahier_put(out, "&");
        cahier_put(out, name);
        cahier_put(out, "=");
        cahier_put_iso_date(out, date);
    }
}

void cahier_put_filter(cahier_out *out, const cahier_shown_filter *filter)
{
    put_pair(out, "lieu", filter->place);
    if (filter->value.len > 0) {
        cahier_put(out, "&groupe=");
        cahier_put_uint(out, filter->group);
        cahier_put_percent(out, cahier_string(":"));
        cahier_put_percent(out, filter->value);
    }
    if (filter->polarity != CAHIER_POLARITY_LABELS) {
        put_pair(out, "avis-est", cahier_string(cahier_polarity_name(filter->polarity)));
    }
    if (filter->stance != CAHIER_STANCES) {
        put_pair(out, "nature", cahier_string(cahier_stance_name(filter->stance)));
    }
    put_date_pair(out, "du", filter->from);
    put_date_pair(out, "au", filter->to);
    put_pair(out, "mots", filter->words);
    put_pair(out, "ordre", cahier_string(filter->doubtful_first ? "" : filter->surest_first ? "surs" : "arrivee"));
    put_pair(out, "contexte", filter->context);
}

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
