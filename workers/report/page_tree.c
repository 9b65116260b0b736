/* SPDX-License-Identifier: Apache-2.0 */
/* page_tree.c -- from broad to fine: the tree of the themes, its families, and what each theme divides into. */
#include <stdlib.h>

#include "files.h"
#include "page.h"

#define LEAST_THEMES 3u /* two themes have one way to unite */
#define ROW 100u        /* height of a row, in units of the picture: it is stretched to the list beside it */

typedef struct dendrogram {
    cahier_page *page;
    uint32_t K, leaves;
    uint32_t *leaf; /* K: themes from top to bottom */
    uint64_t *y;    /* 2 K - 1: thousandths of a unit */
    uint32_t rows;  /* leaves and headings of families */
} dendrogram;

static bool has_drawing(const cahier_page *page)
{
    return page->result->theme_count >= LEAST_THEMES && page->result->unions != NULL;
}

static bool has_subthemes(const cahier_page *page)
{
    for (uint32_t k = 0; k < page->result->theme_count; k++) {
        if (page->result->themes[k].sub_count > 0) {
            return true;
        }
    }
    return false;
}

bool cahier_page_has_tree(const cahier_page *page)
{
    return has_drawing(page) || has_subthemes(page);
}

/* --- order and places --- */

static void list_leaves(dendrogram *t, uint32_t node)
{
    if (node < t->K) {
        t->leaf[t->leaves++] = node;
        return;
    }
    const cahier_union *both = &t->page->result->unions[node - t->K];
    list_leaves(t, both->a);
    list_leaves(t, both->b);
}

/* A family of one theme is that theme: no heading. */
static bool starts_family(const dendrogram *t, uint32_t i)
{
    const cahier_result *result = t->page->result;
    uint32_t family = result->themes[t->leaf[i]].family;
    bool first = i == 0 || result->themes[t->leaf[i - 1]].family != family;
    return first && result->families[family].theme_count > 1 && result->family_count < t->K;
}

static void place_nodes(dendrogram *t)
{
    for (uint32_t i = 0; i < t->K; i++) {
        t->rows += starts_family(t, i);
        t->y[t->leaf[i]] = (uint64_t)t->rows * ROW * 1000 + ROW * 500;
        t->rows++;
    }
    for (uint32_t i = 0; i + 1 < t->K; i++) {
        const cahier_union *both = &t->page->result->unions[i];
        t->y[t->K + i] = (t->y[both->a] + t->y[both->b]) / 2;
    }
}

/* --- picture --- */

static int32_t root_of(int32_t n)
{
    int32_t root = 0;
    while ((root + 1) * (root + 1) <= n) {
        root++;
    }
    return root;
}

/* By the square root of the distance: the last unions are so far that near ones would be lost in a corner. */
static int32_t x_of(const dendrogram *t, uint32_t node)
{
    return node < t->K ? 1000 : 990 - root_of(t->page->result->unions[node - t->K].height_milli * 960);
}

static void put_union(const dendrogram *t, uint32_t i)
{
    const cahier_result *result = t->page->result;
    const cahier_union *both = &result->unions[i];
    bool inside = i + result->family_count < t->K;
    cahier_chart_fork(t->page->out, inside && result->family_count < t->K ? "kin" : "far",
            (cahier_fork){x_of(t, t->K + i), {x_of(t, both->a), x_of(t, both->b)}, {t->y[both->a], t->y[both->b]}});
}

static void put_picture(const dendrogram *t)
{
    cahier_out title, desc;
    cahier_out_open_memory(&title);
    cahier_out_open_memory(&desc);
    CAHIER_SAY_PLAIN(&title, cahier_fr.tree_title, CAHIER_N(t->K));
    CAHIER_SAY_PLAIN(&desc, cahier_fr.tree_desc);
    cahier_chart_open_tree(t->page->out,
            (cahier_picture){t->page->pictures++, cahier_out_text(&title), cahier_out_text(&desc)}, t->rows * ROW);
    for (uint32_t i = 0; i + 1 < t->K; i++) {
        put_union(t, i);
    }
    cahier_put(t->page->out, "</svg>\n");
    cahier_out_close(&title);
    cahier_out_close(&desc);
}

static void put_rows(const dendrogram *t)
{
    cahier_page *page = t->page;
    const cahier_result *result = page->result;
    cahier_put(page->out, "<ul>\n");
    for (uint32_t i = 0; i < t->K; i++) {
        const cahier_theme *theme = &result->themes[t->leaf[i]];
        if (starts_family(t, i)) {
            cahier_put(page->out, "<li class=\"family\"><strong>");
            cahier_say_label(page->out, CAHIER_HTML, result->families[theme->family].label);
            cahier_put(page->out, "</strong></li>\n");
        }
        cahier_put(page->out, "<li>");
        cahier_page_theme_link(page, t->leaf[i]);
        cahier_put(page->out, " <span class=\"number\">");
        cahier_say_arg(
                page->out, CAHIER_HTML, CAHIER_P(cahier_share_milli(theme->document_count, result->counts.documents)));
        cahier_put(page->out, "</span></li>\n");
    }
    cahier_put(page->out, "</ul>\n");
}

/* --- table --- */

static uint32_t first_theme(const dendrogram *t, uint32_t node)
{
    while (node >= t->K) {
        node = t->page->result->unions[node - t->K].a;
    }
    return node;
}

static uint32_t count_leaves(const dendrogram *t, uint32_t node)
{
    if (node < t->K) {
        return 1;
    }
    const cahier_union *both = &t->page->result->unions[node - t->K];
    return count_leaves(t, both->a) + count_leaves(t, both->b);
}

static void put_side(const dendrogram *t, uint32_t node)
{
    uint32_t others = count_leaves(t, node) - 1;
    cahier_page_theme_link(t->page, first_theme(t, node));
    if (others > 0) {
        CAHIER_SAY(t->page->out, cahier_fr.tree_others, CAHIER_N(others));
    }
}

static void put_table(const dendrogram *t)
{
    cahier_page *page = t->page;
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.table_behind);
    cahier_page_fold_body(page);
    cahier_page_open_table(page, cahier_fr.tree_table);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.tree_first, "");
    cahier_page_column(page, cahier_fr.tree_second, "");
    cahier_page_column(page, cahier_fr.tree_distance, "number");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i + 1 < t->K; i++) {
        const cahier_union *both = &page->result->unions[i];
        cahier_put(page->out, "<tr><th scope=\"row\">");
        put_side(t, both->a);
        cahier_put(page->out, "</th><td>");
        put_side(t, both->b);
        cahier_put(page->out, "</td><td class=\"number\">");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_F(both->height_milli));
        cahier_put(page->out, "</td></tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
    cahier_page_close_fold(page);
}

static void put_dendrogram(cahier_page *page)
{
    dendrogram t = {.page = page, .K = page->result->theme_count};
    t.leaf = cahier_report_alloc(NULL, t.K, sizeof *t.leaf);
    t.y = cahier_report_alloc(NULL, 2 * (size_t)t.K, sizeof *t.y);
    list_leaves(&t, 2 * t.K - 2);
    place_nodes(&t);
    cahier_put(page->out, "<p class=\"intro\">");
    CAHIER_SAY(page->out, cahier_fr.tree_intro);
    if (page->result->family_count < t.K) {
        cahier_put(page->out, " ");
        CAHIER_SAY(page->out, cahier_fr.tree_families, CAHIER_N(page->result->family_count));
    }
    cahier_put(page->out, "</p>\n<div class=\"dendrogram\">\n");
    put_picture(&t);
    put_rows(&t);
    cahier_put(page->out, "</div>\n");
    put_table(&t);
    free(t.leaf);
    free(t.y);
}

/* --- sub-themes --- */

static void put_sub(cahier_page *page, const cahier_subtheme *sub, uint32_t most)
{
    cahier_put(page->out, "<li><span class=\"leaf\">");
    cahier_say_label(page->out, CAHIER_HTML, sub->label);
    cahier_chart_meter(page->out, most > 0 ? (uint32_t)((uint64_t)sub->document_count * 1000 / most) : 0);
    cahier_put(page->out, "<span class=\"number\">");
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_N(sub->document_count));
    cahier_put(page->out, "</span></span></li>\n");
}

static void put_theme(cahier_page *page, uint32_t k, uint32_t most)
{
    const cahier_theme *theme = &page->result->themes[k];
    cahier_put(page->out, "<li><p><strong>");
    cahier_page_theme_link(page, k);
    cahier_put(page->out, "</strong> · ");
    CAHIER_SAY(page->out, cahier_fr.tree_size, CAHIER_N(theme->document_count));
    cahier_put(page->out, "</p>\n<ul>\n");
    for (uint32_t i = 0; i < theme->sub_count; i++) {
        put_sub(page, &theme->subs[i], most);
    }
    cahier_put(page->out, "</ul></li>\n");
}

static void put_subthemes(cahier_page *page)
{
    const cahier_result *result = page->result;
    uint32_t most = 0, divided = 0;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        const cahier_theme *theme = &result->themes[k];
        divided += theme->sub_count > 0;
        most = theme->sub_count > 0 && theme->subs[0].document_count > most ? theme->subs[0].document_count : most;
    }
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.subs_heading);
    cahier_put(page->out, "</h3>\n<p class=\"intro\">");
    CAHIER_SAY(page->out, cahier_fr.subs_intro);
    if (divided < result->theme_count) {
        cahier_put(page->out, " ");
        CAHIER_SAY(page->out, cahier_fr.subs_none, CAHIER_N(result->theme_count - divided));
    }
    cahier_put(page->out, "</p>\n<ul class=\"tree\">\n");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        if (result->themes[k].sub_count > 0) {
            put_theme(page, k, most);
        }
    }
    cahier_put(page->out, "</ul>\n");
}

void cahier_page_tree(cahier_page *page)
{
    if (!cahier_page_has_tree(page)) {
        return;
    }
    cahier_page_open_section(page, "sous-themes", cahier_fr.tree_heading);
    if (has_drawing(page)) {
        put_dendrogram(page);
    }
    if (has_subthemes(page)) {
        put_subthemes(page);
    }
    cahier_page_close_section(page);
}
