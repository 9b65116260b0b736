/* SPDX-License-Identifier: Apache-2.0 */
/* page_where.c -- « Où »: places x themes, shaded, the numbers readable; too few persons in a cell and it stays
 * blank. */
#include "page.h"

#define BLOCK_THEMES 8u /* columns that a sheet of paper holds */
#define BLOCK_PLACES 30u

/* Five steps of 10 %: a theme takes rarely more than half of a place. */
static uint32_t shade(const cahier_interval *cell)
{
    uint32_t step = (uint32_t)cahier_share_milli(cell->count, cell->total) / 100;
    return step > 4 ? 4 : step;
}

/* Places are sorted by persons: those shown come first. */
static uint32_t shown_places(const cahier_result *result)
{
    uint32_t count = 0;
    while (count < result->place_count && result->places[count].persons >= CAHIER_PLACE_PERSONS) {
        count++;
    }
    return count;
}

static void put_cell(cahier_page *page, const cahier_interval *cell)
{
    if (cell->count < CAHIER_PLACE_PERSONS) {
        cahier_put(page->out, "<td></td>");
        return;
    }
    cahier_put(page->out, "<td class=\"number q");
    cahier_put_uint(page->out, shade(cell));
    cahier_put(page->out, "\"><b>");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_N(cell->count));
    cahier_put(page->out, "</b> <small>");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_P(cahier_share_milli(cell->count, cell->total)));
    cahier_put(page->out, "</small></td>");
}

static void put_row(cahier_page *page, uint32_t p, uint32_t first_theme, uint32_t end_theme)
{
    cahier_put(page->out, "<tr><th scope=\"row\"><bdi>");
    cahier_put_html(page->out, page->result->places[p].name);
    cahier_put(page->out, "</bdi></th>");
    cahier_page_number_cell(page, page->result->places[p].persons);
    for (uint32_t k = first_theme; k < end_theme; k++) {
        put_cell(page, &page->result->themes[k].places[p]);
    }
    cahier_put(page->out, "</tr>\n");
}

static void put_block(cahier_page *page, uint32_t first_place, uint32_t end_place, uint32_t first_theme)
{
    uint32_t end_theme = first_theme + BLOCK_THEMES;
    end_theme = end_theme < page->result->theme_count ? end_theme : page->result->theme_count;
    cahier_page_open_table(page, cahier_fr.where_caption);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.where_place, "");
    cahier_page_column(page, cahier_fr.where_total, "number");
    for (uint32_t k = first_theme; k < end_theme; k++) {
        cahier_put(page->out, "<th scope=\"col\" class=\"number\">");
        cahier_page_theme_link(page, k);
        cahier_put(page->out, "</th>");
    }
    cahier_put(page->out, "</tr></thead>\n<tbody class=\"heat\">\n");
    for (uint32_t p = first_place; p < end_place; p++) {
        put_row(page, p, first_theme, end_theme);
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
}

static void put_folded_block(cahier_page *page, uint32_t first_place, uint32_t end_place, uint32_t first_theme)
{
    const cahier_result *result = page->result;
    cahier_page_open_fold(page);
    if (first_place > 0) {
        CAHIER_SAY(page->out, cahier_fr.where_rest_places, CAHIER_N(first_place + 1), CAHIER_N(end_place));
    } else {
        CAHIER_SAY(page->out, cahier_fr.where_rest);
    }
    for (uint32_t k = first_theme; k < first_theme + BLOCK_THEMES && k < result->theme_count; k++) {
        cahier_put(page->out, k > first_theme ? ", " : "");
        cahier_say_label_inside(page->out, CAHIER_HTML, result->themes[k].label);
    }
    cahier_page_fold_body(page);
    put_block(page, first_place, end_place, first_theme);
    cahier_page_close_fold(page);
}

static void put_blocks(cahier_page *page, uint32_t places)
{
    for (uint32_t p = 0; p < places; p += BLOCK_PLACES) {
        uint32_t end = p + BLOCK_PLACES < places ? p + BLOCK_PLACES : places;
        for (uint32_t k = 0; k < page->result->theme_count; k += BLOCK_THEMES) {
            if (p == 0 && k == 0) {
                put_block(page, p, end, k);
            } else {
                put_folded_block(page, p, end, k);
            }
        }
    }
}

static void put_shade_key(cahier_page *page)
{
    cahier_put(page->out, "<p class=\"note shades\">");
    CAHIER_SAY(page->out, cahier_fr.where_legend_low);
    for (char step = '0'; step <= '4'; step++) {
        cahier_put(page->out, " <span class=\"shade q");
        cahier_put_bytes(page->out, &step, 1);
        cahier_put(page->out, "\"></span>");
    }
    cahier_put(page->out, " ");
    CAHIER_SAY(page->out, cahier_fr.where_legend_high);
    cahier_put(page->out, "</p>\n");
}

void cahier_page_where(cahier_page *page)
{
    uint32_t places = shown_places(page->result);
    if (places == 0 || page->result->theme_count == 0) {
        return;
    }
    cahier_page_open_section(page, "ou", cahier_fr.where_heading);
    cahier_put(page->out, "<p class=\"intro\">");
    CAHIER_SAY(page->out, cahier_fr.where_intro, CAHIER_N(CAHIER_PLACE_PERSONS));
    cahier_put(page->out, "</p>\n");
    put_shade_key(page);
    put_blocks(page, places);
    if (places < page->result->place_count) {
        cahier_put(page->out, "<p class=\"note\">");
        CAHIER_SAY(page->out, cahier_fr.where_small, CAHIER_N(page->result->place_count - places),
                CAHIER_N(CAHIER_PLACE_PERSONS));
        cahier_put(page->out, "</p>\n");
    }
    cahier_page_close_section(page);
}
