/* SPDX-License-Identifier: Apache-2.0 */
/* view_curves.c -- messages week by week, a small curve a theme and a place, the table behind. */
#include "sheet.h"
#include "view_watch.h"
#include "watch_sheet.h"

#define CURVES_SHOWN 12u

static uint32_t highest(const cahier_shown_curve *curves, uint32_t count)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t w = 0; w < CAHIER_WEEKS; w++) {
            most = curves[i].value[w] > most ? curves[i].value[w] : most;
        }
    }
    return most;
}

static void put_curve(
        cahier_sheet *sheet, const cahier_shown_curves *all, const cahier_shown_curve *curve, uint32_t most)
{
    cahier_out title, desc;
    cahier_out_open_memory(&title);
    cahier_out_open_memory(&desc);
    CAHIER_SAY_PLAIN(&title, cahier_watch_fr.series_title, CAHIER_T(curve->name), CAHIER_D(all->first[0]),
            CAHIER_D(all->first[CAHIER_WEEKS - 1]));
    CAHIER_SAY_PLAIN(&desc, cahier_watch_fr.series_desc, CAHIER_N(curve->value[0]),
            CAHIER_N(curve->value[CAHIER_WEEKS - 1]), CAHIER_N(highest(curve, 1)));
    CAHIER_MARK(sheet, "<li><bdi>{0}</bdi>", CAHIER_T(curve->name));
    cahier_chart_line(sheet->page.out,
            (cahier_picture){sheet->page.pictures++, cahier_out_text(&title), cahier_out_text(&desc)}, curve->value,
            CAHIER_WEEKS, most);
    cahier_put(sheet->page.out, "</li>\n");
    (void)cahier_out_close(&title);
    (void)cahier_out_close(&desc);
}

static void put_table(cahier_sheet *sheet, const cahier_shown_curves *all, const cahier_shown_curve *curves,
        uint32_t count, const char *words)
{
    cahier_put(sheet->page.out, "<details><summary>");
    CAHIER_TELL(sheet, cahier_watch_fr.series_table, CAHIER_W(words));
    cahier_put(sheet->page.out, "</summary>\n");
    cahier_page_open_table(&sheet->page, words);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, words, "");
    for (uint32_t w = 0; w < CAHIER_WEEKS; w++) {
        CAHIER_MARK(sheet, "<th scope=\"col\" class=\"number\">{0}</th>", CAHIER_D(all->first[w]));
    }
    cahier_page_column(&sheet->page, cahier_watch_fr.column_total, "number");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_MARK(sheet, "<tr><th scope=\"row\"><bdi>{0}</bdi></th>", CAHIER_T(curves[i].name));
        for (uint32_t w = 0; w < CAHIER_WEEKS; w++) {
            cahier_page_number_cell(&sheet->page, curves[i].value[w]);
        }
        cahier_page_number_cell(&sheet->page, curves[i].total);
        cahier_put(sheet->page.out, "</tr>\n");
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
    cahier_put(sheet->page.out, "</details>\n");
}

static void put_curves(cahier_sheet *sheet, const cahier_shown_curves *all, const char *id,
        const cahier_shown_curve *curves, uint32_t count)
{
    const char *words = curves == all->themes ? cahier_watch_fr.series_themes : cahier_watch_fr.series_places;
    uint32_t most = highest(curves, count);
    if (count == 0) {
        return;
    }
    cahier_sheet_open_part(sheet, id, words);
    cahier_put(sheet->page.out, "<ul class=\"lines\">\n");
    for (uint32_t i = 0; i < count && i < CURVES_SHOWN; i++) {
        put_curve(sheet, all, &curves[i], most);
    }
    cahier_put(sheet->page.out, "</ul>\n");
    put_table(sheet, all, curves, count, words);
    cahier_sheet_close_part(sheet);
}

void cahier_view_curves(cahier_out *out, const cahier_view *view, const cahier_shown_curves *curves)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(
            &sheet, &(cahier_sheet_heading){CAHIER_AT_WATCH, "series", cahier_watch_fr.series, {NULL, 0}, false});
    cahier_watch_put_places(&sheet, "/series");
    if (curves->messages == 0) {
        cahier_sheet_empty(&sheet, cahier_watch_fr.series_none, cahier_watch_fr.series_none_next);
    } else {
        cahier_sheet_paragraph(&sheet, "intro", cahier_watch_fr.series_intro, CAHIER_N(0), CAHIER_N(0));
        if (curves->cut) {
            cahier_sheet_paragraph(&sheet, "note", cahier_watch_fr.series_cut, CAHIER_N(curves->messages), CAHIER_N(0));
        }
        put_curves(&sheet, curves, "themes", curves->themes, curves->theme_count);
        put_curves(&sheet, curves, "lieux", curves->places, curves->place_count);
    }
    cahier_sheet_close(&sheet);
}
