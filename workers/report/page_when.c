/* SPDX-License-Identifier: Apache-2.0 */
/* page_when.c -- « Quand »: one small line a theme, all on the same scale, and what changed. */
#include "page.h"

#define LINES_MAX 24u         /* small pictures that a reader compares at a glance; the table has all */
#define TABLE_PERIODS_MAX 36u /* columns of the table behind: three years */
#define TRENDS_MAX 12u

static uint32_t highest_value(const cahier_result *result)
{
    uint32_t max = 0;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        for (uint32_t t = 0; t < result->period_count; t++) {
            max = result->themes[k].series[t] > max ? result->themes[k].series[t] : max;
        }
    }
    return max;
}

static void put_line(cahier_page *page, uint32_t k, uint32_t max)
{
    const cahier_result *result = page->result;
    const uint32_t *series = result->themes[k].series;
    uint32_t last = result->period_count - 1, top = 0;
    cahier_out title, desc;
    cahier_out_open_memory(&title);
    cahier_out_open_memory(&desc);
    for (uint32_t t = 0; t <= last; t++) {
        top = series[t] > top ? series[t] : top;
    }
    CAHIER_SAY_PLAIN(&title, cahier_fr.when_title, CAHIER_T(result->themes[k].label), CAHIER_M(result->periods[0]),
            CAHIER_M(result->periods[last]));
    CAHIER_SAY_PLAIN(&desc, cahier_fr.when_desc, CAHIER_N(series[0]), CAHIER_N(series[last]), CAHIER_N(top));
    cahier_put(page->out, "<li>");
    cahier_page_theme_link(page, k);
    cahier_chart_line(page->out, (cahier_picture){page->pictures++, cahier_out_text(&title), cahier_out_text(&desc)},
            series, result->period_count, max);
    cahier_put(page->out, "<p class=\"dates\"><span>");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_M(result->periods[0]));
    cahier_put(page->out, "</span><span>");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_M(result->periods[last]));
    cahier_put(page->out, "</span></p></li>\n");
    cahier_out_close(&title);
    cahier_out_close(&desc);
}

static void put_trend(cahier_page *page, const cahier_trend *trend)
{
    const cahier_result *result = page->result;
    int32_t share = cahier_share_milli(trend->share.count, trend->share.total);
    cahier_put(page->out, "<li>");
    cahier_page_theme_link(page, trend->theme);
    CAHIER_SAY(page->out, share > trend->expected_milli ? cahier_fr.when_more : cahier_fr.when_less,
            CAHIER_M(result->periods[trend->period]), CAHIER_P(share), CAHIER_P(trend->expected_milli));
    cahier_put(page->out, "</li>\n");
}

static void put_trends(cahier_page *page)
{
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.when_trends);
    cahier_put(page->out, "</h3>\n");
    if (page->result->trend_count == 0) {
        cahier_put(page->out, "<p>");
        CAHIER_SAY(page->out, cahier_fr.when_steady);
        cahier_put(page->out, "</p>\n");
        return;
    }
    cahier_put(page->out, "<ul>\n");
    for (uint32_t i = 0; i < page->result->trend_count && i < TRENDS_MAX; i++) {
        put_trend(page, &page->result->trends[i]);
    }
    cahier_put(page->out, "</ul>\n");
}

/* The latest periods when there are too many for a table. */
static void put_table(cahier_page *page)
{
    const cahier_result *result = page->result;
    uint32_t first = result->period_count > TABLE_PERIODS_MAX ? result->period_count - TABLE_PERIODS_MAX : 0;
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.when_table);
    cahier_page_fold_body(page);
    cahier_page_open_table(page, cahier_fr.when_heading);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.column_theme, "");
    for (uint32_t t = first; t < result->period_count; t++) {
        cahier_put(page->out, "<th scope=\"col\" class=\"number\">");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_M(result->periods[t]));
        cahier_put(page->out, "</th>");
    }
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        cahier_put(page->out, "<tr><th scope=\"row\">");
        cahier_page_theme_link(page, k);
        cahier_put(page->out, "</th>");
        for (uint32_t t = first; t < result->period_count; t++) {
            cahier_page_number_cell(page, result->themes[k].series[t]);
        }
        cahier_put(page->out, "</tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
    cahier_page_close_fold(page);
}

void cahier_page_when(cahier_page *page)
{
    const cahier_result *result = page->result;
    if (result->period_count < CAHIER_PERIODS_MIN || result->theme_count == 0) {
        return;
    }
    uint32_t max = highest_value(result);
    cahier_page_open_section(page, "quand", cahier_fr.when_heading);
    cahier_put(page->out, "<p class=\"intro\">");
    CAHIER_SAY(page->out, cahier_fr.when_intro);
    cahier_put(page->out, "</p>\n<ul class=\"lines\">\n");
    for (uint32_t k = 0; k < result->theme_count && k < LINES_MAX; k++) {
        put_line(page, k, max);
    }
    cahier_put(page->out, "</ul>\n");
    put_table(page);
    put_trends(page);
    cahier_page_close_section(page);
}
