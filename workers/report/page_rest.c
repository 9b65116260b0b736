/* SPDX-License-Identifier: Apache-2.0 */
/* page_rest.c -- copies, what has no theme, what was not analysed: never hidden in a footnote. */
#include "assign.h"
#include "page.h"

#define GROUPS_MAX 20u
#define ASIDE_MAX 50u

static void put_paragraph(cahier_page *page, const char *sentence, cahier_arg a, cahier_arg b, cahier_arg c)
{
    cahier_put(page->out, "<p>");
    CAHIER_SAY(page->out, sentence, a, b, c);
    cahier_put(page->out, "</p>\n");
}

/* --- Copies --- */

static void put_campaign(cahier_page *page, bool campaign)
{
    if (campaign) {
        cahier_put(page->out, " · <em>");
        CAHIER_SAY(page->out, cahier_fr.copies_campaign);
        cahier_put(page->out, "</em>");
    }
}

static void put_group(cahier_page *page, const cahier_duplicate_group *group)
{
    cahier_put(page->out, "<li><p class=\"size\"><strong>");
    CAHIER_SAY(page->out,
            group->kind == CAHIER_DUPLICATE_IDENTICAL ? cahier_fr.copies_group_identical : cahier_fr.copies_group,
            CAHIER_N(group->document_count), CAHIER_N(group->persons));
    cahier_put(page->out, "</strong>");
    put_campaign(page, group->campaign);
    cahier_put(page->out, "</p>");
    cahier_page_extract(page, group->documents[0], "div");
    cahier_put(page->out, "</li>\n");
}

static void put_block(cahier_page *page, const cahier_block *block)
{
    const cahier_result *result = page->result;
    const cahier_passage *passage = &result->passages[block->passages[0]];
    cahier_put(page->out, "<li><p class=\"size\"><strong>");
    CAHIER_SAY(page->out, cahier_fr.blocks_group, CAHIER_N(block->document_count), CAHIER_N(block->persons));
    cahier_put(page->out, "</strong>");
    put_campaign(page, block->campaign);
    cahier_put(page->out, "</p><div class=\"extract\"><p>« ");
    cahier_put_html(page->out, cahier_passage_text(result, passage));
    cahier_put(page->out, " »</p><p class=\"source\">");
    cahier_page_source(page, passage->document);
    cahier_put(page->out, "</p></div></li>\n");
}

static uint32_t group_texts(const cahier_result *result, uint32_t g)
{
    return result->duplicates[g].document_count;
}

static uint32_t block_texts(const cahier_result *result, uint32_t b)
{
    return result->blocks[b].document_count;
}

/* Of `count` groups or blocks the GROUPS_MAX with the most texts, equal ones in the order of the result. */
static uint32_t choose_largest(const cahier_result *result, uint32_t count,
        uint32_t (*texts)(const cahier_result *result, uint32_t i), uint32_t chosen[GROUPS_MAX])
{
    uint32_t limit = UINT32_MAX, after = 0, found = 0;
    while (found < GROUPS_MAX && found < count) {
        uint32_t best = CAHIER_NONE;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t size = texts(result, i);
            bool left = size < limit || (size == limit && i >= after);
            if (left && (best == CAHIER_NONE || size > texts(result, best))) {
                best = i;
            }
        }
        chosen[found++] = best;
        limit = texts(result, best);
        after = best + 1;
    }
    return found;
}

static void put_groups(cahier_page *page)
{
    const cahier_result *result = page->result;
    uint32_t chosen[GROUPS_MAX], count = choose_largest(result, result->duplicate_count, group_texts, chosen);
    cahier_put(page->out, "<ul class=\"groups\">\n");
    for (uint32_t i = 0; i < count; i++) {
        put_group(page, &result->duplicates[chosen[i]]);
    }
    cahier_put(page->out, "</ul>\n");
    if (count < result->duplicate_count) {
        put_paragraph(page, cahier_fr.copies_rest, CAHIER_N(result->duplicate_count - count), CAHIER_N(0), CAHIER_N(0));
    }
}

static void put_blocks(cahier_page *page)
{
    const cahier_result *result = page->result;
    uint32_t chosen[GROUPS_MAX], count = choose_largest(result, result->block_count, block_texts, chosen);
    put_paragraph(page, cahier_fr.blocks_intro, CAHIER_N(result->block_count), CAHIER_N(0), CAHIER_N(0));
    cahier_put(page->out, "<ul class=\"groups\">\n");
    for (uint32_t i = 0; i < count; i++) {
        put_block(page, &result->blocks[chosen[i]]);
    }
    cahier_put(page->out, "</ul>\n");
    if (count < result->block_count) {
        put_paragraph(page, cahier_fr.blocks_rest, CAHIER_N(result->block_count - count), CAHIER_N(0), CAHIER_N(0));
    }
}

void cahier_page_copies(cahier_page *page)
{
    const cahier_result *result = page->result;
    cahier_page_open_section(page, "copies", cahier_fr.copies_heading);
    if (result->duplicate_count == 0) {
        put_paragraph(page, cahier_fr.copies_none, CAHIER_N(0), CAHIER_N(0), CAHIER_N(0));
    } else {
        put_paragraph(page, cahier_fr.copies_intro, CAHIER_N(page->facts->copies), CAHIER_N(result->counts.identical),
                CAHIER_N(result->counts.near));
        if (page->facts->campaigns > 0) {
            put_paragraph(page, cahier_fr.copies_campaigns, CAHIER_N(page->facts->campaigns),
                    CAHIER_N(page->facts->campaign_texts), CAHIER_N(page->facts->campaign_persons));
        }
        put_groups(page);
    }
    if (result->block_count > 0) {
        put_blocks(page);
    }
    cahier_page_close_section(page);
}

/* --- Non classées --- */

static void put_example(cahier_page *page, uint32_t d)
{
    const cahier_assignment *runner_up = &page->result->assignments[d].runner_up;
    cahier_put(page->out, "<li>");
    cahier_page_extract(page, d, "div");
    cahier_put(page->out, "<p class=\"source\">");
    if (runner_up->theme != CAHIER_NONE) {
        CAHIER_SAY(page->out, cahier_fr.unclassified_nearest, CAHIER_T(page->result->themes[runner_up->theme].label),
                CAHIER_F(runner_up->score_milli), CAHIER_F(CAHIER_THEME_LEAST_MILLI));
    } else {
        CAHIER_SAY(page->out, cahier_fr.unclassified_unknown);
    }
    cahier_put(page->out, "</p>");
    cahier_put(page->out, "</li>\n");
}

static void put_examples(cahier_page *page)
{
    uint32_t written = 0;
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.unclassified_examples);
    cahier_page_fold_body(page);
    cahier_put(page->out, "<ul class=\"extracts\">\n");
    for (uint32_t d = 0; d < page->result->corpus.count && written < CAHIER_EXAMPLES; d++) {
        if (cahier_is_unclassified(page->result, d)) {
            put_example(page, d);
            written++;
        }
    }
    cahier_put(page->out, "</ul>\n");
    cahier_page_close_fold(page);
}

void cahier_page_unclassified(cahier_page *page)
{
    const cahier_counts *counts = &page->result->counts;
    cahier_page_open_section(page, "non-classees", cahier_fr.unclassified_heading);
    if (counts->unclassified == 0) {
        put_paragraph(page, cahier_fr.unclassified_none, CAHIER_N(0), CAHIER_N(0), CAHIER_N(0));
    } else {
        put_paragraph(page, cahier_fr.unclassified_intro, CAHIER_N(counts->unclassified),
                CAHIER_P(cahier_share_milli(counts->unclassified, counts->documents)), CAHIER_N(0));
    }
    if (counts->no_answer > 0) {
        put_paragraph(page, cahier_fr.unclassified_no_answer, CAHIER_N(counts->no_answer), CAHIER_N(0), CAHIER_N(0));
    }
    if (counts->unclassified > 0) {
        put_examples(page);
    }
    cahier_page_close_section(page);
}

/* --- Écartées --- */

static void put_reasons(cahier_page *page)
{
    cahier_page_open_table(page, cahier_fr.aside_heading);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.aside_reason, "");
    cahier_page_column(page, cahier_fr.aside_rows, "number");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t r = 0; r < page->facts->reason_count; r++) {
        cahier_put(page->out, "<tr><th scope=\"row\">");
        cahier_put_html(page->out, page->facts->reasons[r].text);
        cahier_put(page->out, "</th>");
        cahier_page_number_cell(page, page->facts->reasons[r].count);
        cahier_put(page->out, "</tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
}

static void put_aside_rows(cahier_page *page)
{
    uint32_t count = page->input->set_aside_count, shown = count < ASIDE_MAX ? count : ASIDE_MAX;
    cahier_page_open_fold(page);
    CAHIER_SAY(page->out, cahier_fr.aside_list, CAHIER_N(count));
    cahier_page_fold_body(page);
    cahier_page_open_table(page, cahier_fr.aside_list_caption);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.aside_file, "");
    cahier_page_column(page, cahier_fr.aside_line, "number");
    cahier_page_column(page, cahier_fr.aside_reason, "");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < shown; i++) {
        const cahier_report_set_aside *row = &page->input->set_aside[i];
        cahier_put(page->out, "<tr><td><bdi>");
        cahier_put_html(page->out, page->input->files[row->file].name);
        cahier_put(page->out, "</bdi></td>");
        cahier_page_number_cell(page, row->line);
        cahier_put(page->out, "<td>");
        cahier_put_html(page->out, row->reason);
        cahier_put(page->out, "</td></tr>\n");
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
    if (shown < count) {
        put_paragraph(page, cahier_fr.aside_rest, CAHIER_N(count - shown), CAHIER_N(0), CAHIER_N(0));
    }
    cahier_page_close_fold(page);
}

void cahier_page_set_aside(cahier_page *page)
{
    cahier_page_open_section(page, "ecartees", cahier_fr.aside_heading);
    if (page->input->set_aside_count == 0) {
        put_paragraph(page, cahier_fr.aside_none, CAHIER_N(0), CAHIER_N(0), CAHIER_N(0));
    } else {
        put_paragraph(page, cahier_fr.aside_intro, CAHIER_N(page->input->set_aside_count), CAHIER_N(page->input->rows),
                CAHIER_N(0));
        put_reasons(page);
        put_aside_rows(page);
    }
    cahier_page_close_section(page);
}
