/* SPDX-License-Identifier: Apache-2.0 */
/* view_rest.c -- what has no theme, copies, personal data. */
#include <stdlib.h>

#include "assign.h"
#include "sheet.h"
#include "text.h"

/* --- without theme --- */

/* « Thème le plus proche : Propreté, à 0,07 ; il fallait 0,08 » */
static void put_nearest(cahier_sheet *sheet, uint32_t d)
{
    const cahier_assignment *runner_up = &sheet->page.result->assignments[d].runner_up;
    cahier_put(sheet->page.out, "<p class=\"because\">");
    if (runner_up->theme != CAHIER_NONE) {
        CAHIER_TELL(sheet, cahier_fr.unclassified_nearest, CAHIER_T(sheet->page.result->themes[runner_up->theme].label),
                CAHIER_F(runner_up->score_milli), CAHIER_F(CAHIER_THEME_LEAST_MILLI));
    } else {
        CAHIER_TELL(sheet, cahier_fr.unclassified_unknown);
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_unclassified_rows(cahier_sheet *sheet, const uint32_t *at, const cahier_page_of *page)
{
    cahier_put(sheet->page.out, "<ol class=\"items\">\n");
    for (uint32_t i = page->first; i < page->end; i++) {
        uint32_t nearest = sheet->page.result->assignments[at[i]].runner_up.theme;
        cahier_sheet_open_item(sheet, at[i]);
        cahier_sheet_text(sheet, &(cahier_shown_text){at[i], nearest, CAHIER_EXTRACT_MAX, false, false});
        put_nearest(sheet, at[i]);
        cahier_sheet_close_item(sheet, at[i]);
    }
    cahier_put(sheet->page.out, "</ol>\n");
}

static void put_unclassified_list(cahier_sheet *sheet, const uint32_t *from, uint32_t count)
{
    uint32_t kept;
    cahier_shown_filter filter = sheet->view->filter;
    filter.doubtful_first = filter.surest_first = false; /* nothing leads where there is no theme: order of arrival */
    uint32_t *at = cahier_filter_apply(sheet->page.result, &filter, from, count, &kept);
    cahier_page_of page = cahier_page_at(kept, filter.page);
    cahier_sheet_open_part(sheet, "contributions", cahier_review_fr.contributions_heading);
    cahier_sheet_filter_form(sheet, "non-classees");
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.contributions_found, CAHIER_N(kept), CAHIER_N(count));
    if (kept == 0) {
        cahier_sheet_empty(sheet, cahier_review_fr.filter_none, cahier_review_fr.filter_none_next);
    } else {
        if (sheet->view->viewer->corrects) {
            cahier_sheet_move_form(sheet, CAHIER_NONE);
        }
        put_unclassified_rows(sheet, at, &page);
        cahier_sheet_pages(sheet, &page, "non-classees");
    }
    cahier_sheet_close_part(sheet);
    free(at);
}

void cahier_view_unclassified(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "non-classees");
    cahier_put_query(&sheet.here, &view->filter);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_UNCLASSIFIED, "non-classees",
                                      cahier_review_fr.unclassified_heading, {NULL, 0}, false});
    const cahier_result *result = sheet.page.result;
    uint32_t count = 0;
    uint32_t *from = cahier_report_alloc(NULL, (size_t)result->corpus.count + 1, sizeof *from);
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        if (cahier_is_unclassified(result, d)) {
            from[count++] = d;
        }
    }
    if (count == 0) {
        cahier_sheet_empty(&sheet, cahier_fr.unclassified_none, cahier_review_fr.unclassified_none_next);
    } else {
        cahier_sheet_paragraph(&sheet, "intro", cahier_fr.unclassified_intro, CAHIER_N(count),
                CAHIER_P(cahier_share_milli(count, result->counts.documents)));
        put_unclassified_list(&sheet, from, count);
        cahier_sheet_keys(&sheet);
    }
    if (result->counts.no_answer > 0) {
        cahier_sheet_paragraph(
                &sheet, "note", cahier_fr.unclassified_no_answer, CAHIER_N(result->counts.no_answer), CAHIER_N(0));
    }
    free(from);
    cahier_sheet_close(&sheet);
}

/* --- copies --- */

#define MEMBERS_MOST 8u /* of a group, named */

/* The last word of people on a group: its line, or NULL. A group goes by its original. */
static const cahier_said *said_of_copies(const cahier_view *view, cahier_text original)
{
    for (uint32_t i = view->said_count; i > 0; i--) {
        const cahier_said *said = &view->said[i - 1];
        if (!said->undone && cahier_text_equal(said->what, cahier_string("duplicate")) &&
                cahier_said_names(said, original)) {
            return said;
        }
    }
    return NULL;
}

static void put_copies_button(
        cahier_sheet *sheet, const cahier_duplicate_group *group, const char *value, const char *words)
{
    cahier_sheet_open_decision(sheet, "plain", "duplicate");
    cahier_sheet_hidden(sheet, "value", cahier_string(value));
    for (uint32_t i = 0; i < group->document_count; i++) {
        cahier_sheet_hidden(sheet, "contribution", sheet->page.result->corpus.received[group->documents[i]].id);
    }
    cahier_sheet_button(sheet, "quiet", NULL, NULL, words);
    cahier_sheet_close_form(sheet);
}

static void put_group_state(cahier_sheet *sheet, const cahier_duplicate_group *group)
{
    const cahier_said *said = said_of_copies(sheet->view, sheet->page.result->corpus.received[group->documents[0]].id);
    if (said != NULL) {
        cahier_put(sheet->page.out, "<div class=\"flash\"><p>");
        cahier_sheet_said(sheet, said);
        cahier_put(sheet->page.out, "</p>");
        cahier_sheet_undo(sheet, said);
        cahier_put(sheet->page.out, "</div>\n");
    } else if (sheet->view->viewer->corrects) {
        cahier_put(sheet->page.out, "<div class=\"actions\">");
        put_copies_button(sheet, group, "accepted", cahier_review_fr.copies_accept);
        put_copies_button(sheet, group, "refused", cahier_review_fr.copies_refuse);
        cahier_put(sheet->page.out, "</div>\n");
    }
}

static void put_members(cahier_sheet *sheet, const cahier_duplicate_group *group)
{
    cahier_put(sheet->page.out, "<p class=\"source\">");
    for (uint32_t i = 1; i < group->document_count && i <= MEMBERS_MOST; i++) {
        cahier_put(sheet->page.out, i > 1 ? ", " : "");
        cahier_sheet_source(sheet, group->documents[i]);
    }
    if (group->document_count > MEMBERS_MOST + 1) {
        cahier_put(sheet->page.out, ", ");
        CAHIER_TELL(sheet, cahier_review_fr.copies_more, CAHIER_N(group->document_count - MEMBERS_MOST - 1));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_size_of_group(
        cahier_sheet *sheet, const char *sentence, uint32_t documents, uint32_t persons, bool campaign)
{
    cahier_put(sheet->page.out, "<h3>");
    CAHIER_TELL(sheet, sentence, CAHIER_N(documents), CAHIER_N(persons));
    if (campaign) {
        cahier_put(sheet->page.out, " · <em>");
        CAHIER_TELL(sheet, cahier_fr.copies_campaign);
        cahier_put(sheet->page.out, "</em>");
    }
    cahier_put(sheet->page.out, "</h3>\n");
}

static void put_copy_group(cahier_sheet *sheet, uint32_t g)
{
    const cahier_duplicate_group *group = &sheet->page.result->duplicates[g];
    CAHIER_MARK(sheet, "<li class=\"card\" id=\"groupe-{0}\" data-row>", CAHIER_N(g + 1));
    put_size_of_group(sheet,
            group->kind == CAHIER_DUPLICATE_IDENTICAL ? cahier_fr.copies_group_identical : cahier_fr.copies_group,
            group->document_count, group->persons, group->campaign);
    cahier_sheet_text(sheet, &(cahier_shown_text){group->documents[0], CAHIER_NONE, CAHIER_EXTRACT_MAX, false, false});
    cahier_put(sheet->page.out, "<p class=\"source\">");
    cahier_sheet_source(sheet, group->documents[0]);
    cahier_put(sheet->page.out, "</p>\n");
    put_members(sheet, group);
    put_group_state(sheet, group);
    cahier_put(sheet->page.out, "</li>\n");
}

static void put_shared_block(cahier_sheet *sheet, const cahier_block *block)
{
    const cahier_passage *passage = &sheet->page.result->passages[block->passages[0]];
    cahier_put(sheet->page.out, "<li class=\"card\">");
    put_size_of_group(sheet, cahier_fr.blocks_group, block->document_count, block->persons, block->campaign);
    cahier_put(sheet->page.out, "<p class=\"text\" dir=\"auto\">«\u202f<bdi>");
    cahier_put_html(
            sheet->page.out, cahier_shorten(cahier_passage_text(sheet->page.result, passage), CAHIER_EXTRACT_MAX));
    cahier_put(sheet->page.out, "</bdi>\u202f»</p><p class=\"source\">");
    cahier_sheet_source(sheet, passage->document);
    cahier_put(sheet->page.out, "</p></li>\n");
}

static void put_blocks(cahier_sheet *sheet)
{
    const cahier_result *result = sheet->page.result;
    cahier_sheet_open_part(sheet, "passages", cahier_review_fr.blocks_heading);
    cahier_sheet_paragraph(sheet, "", cahier_fr.blocks_intro, CAHIER_N(result->block_count), CAHIER_N(0));
    cahier_put(sheet->page.out, "<ul class=\"cards\">\n");
    for (uint32_t b = 0; b < result->block_count && b < CAHIER_VIEW_ROWS; b++) {
        put_shared_block(sheet, &result->blocks[b]);
    }
    cahier_put(sheet->page.out, "</ul>\n");
    cahier_sheet_close_part(sheet);
}

void cahier_view_copies(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "copies?page=");
    cahier_put_uint(&sheet.here, view->filter.page + 1);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_COPIES, "copies", cahier_review_fr.copies_heading, {NULL, 0}, false});
    const cahier_result *result = sheet.page.result;
    cahier_page_of page = cahier_page_at(result->duplicate_count, view->filter.page);
    if (result->duplicate_count == 0) {
        cahier_sheet_empty(&sheet, cahier_fr.copies_none, cahier_review_fr.copies_none_next);
    } else {
        CAHIER_MARK(&sheet, "<p class=\"intro\">");
        CAHIER_TELL(&sheet, cahier_fr.copies_intro, CAHIER_N(result->counts.identical + result->counts.near),
                CAHIER_N(result->counts.identical), CAHIER_N(result->counts.near));
        cahier_put(out, "</p>\n");
        cahier_sheet_open_part(&sheet, "groupes", cahier_review_fr.copies_groups);
        cahier_put(out, "<ul class=\"cards\">\n");
        for (uint32_t g = page.first; g < page.end; g++) {
            put_copy_group(&sheet, g);
        }
        cahier_put(out, "</ul>\n");
        cahier_sheet_pages(&sheet, &page, "copies");
        cahier_sheet_close_part(&sheet);
    }
    if (result->block_count > 0) {
        put_blocks(&sheet);
    }
    cahier_sheet_close(&sheet);
}

/* --- personal data --- */

static void put_kinds(cahier_sheet *sheet)
{
    const cahier_result *result = sheet->page.result;
    cahier_page_open_table(&sheet->page, cahier_review_fr.personal_kinds);
    cahier_put(sheet->page.out, "<thead><tr>");
    cahier_page_column(&sheet->page, cahier_review_fr.personal_kind, "");
    cahier_page_column(&sheet->page, cahier_review_fr.personal_count, "number");
    cahier_put(sheet->page.out, "</tr></thead>\n<tbody>\n");
    for (cahier_redaction_kind kind = 0; kind < CAHIER_REDACTION_KINDS; kind++) {
        if (result->counts.redacted[kind] > 0) {
            CAHIER_MARK(sheet, "<tr><th scope=\"row\">{0}</th>", CAHIER_W(cahier_french_redaction[kind][1]));
            cahier_page_number_cell(&sheet->page, result->counts.redacted[kind]);
            cahier_put(sheet->page.out, "</tr>\n");
        }
    }
    cahier_put(sheet->page.out, "</tbody>");
    cahier_page_close_table(&sheet->page);
}

/* One form a mark: the hidden text is kept nowhere, so all that can be said is that it should not have been. */
static void put_unmask(cahier_sheet *sheet, uint32_t d, const cahier_redaction *redaction, uint32_t rank)
{
    cahier_sheet_open_decision(sheet, "plain", "unredact");
    cahier_sheet_hidden(sheet, "contribution", sheet->page.result->corpus.received[d].id);
    cahier_sheet_hidden(sheet, "value", cahier_string("wrong"));
    CAHIER_MARK(sheet,
            "<input type=\"hidden\" name=\"start\" value=\"{0}\"><input type=\"hidden\" name=\"end\" "
            "value=\"{1}\">",
            CAHIER_N(redaction->start), CAHIER_N(redaction->end));
    cahier_out words;
    cahier_out_open_memory(&words);
    CAHIER_SAY_PLAIN(&words, cahier_review_fr.personal_wrong, CAHIER_N(rank),
            CAHIER_W(cahier_french_redaction[redaction->kind][0]));
    CAHIER_MARK(sheet, "<button type=\"submit\" class=\"quiet\">{0}</button>\n", CAHIER_T(cahier_out_text(&words)));
    cahier_out_close(&words);
    cahier_sheet_close_form(sheet);
}

static void put_masked(cahier_sheet *sheet, uint32_t d)
{
    const cahier_redactions *redactions = &sheet->page.result->corpus.analysed[d]->redactions;
    CAHIER_MARK(sheet, "<li class=\"item\" id=\"c-{0}\" data-row><div>", CAHIER_N(d));
    cahier_sheet_text(sheet, &(cahier_shown_text){d, CAHIER_NONE, CAHIER_EXTRACT_MAX, false, true});
    if (sheet->view->viewer->corrects) {
        cahier_put(sheet->page.out, "<div class=\"actions\">\n");
        for (uint32_t i = 0; i < redactions->count; i++) {
            put_unmask(sheet, d, &redactions->at[i], i + 1);
        }
        cahier_put(sheet->page.out, "</div>\n");
    }
    cahier_put(sheet->page.out, "<p class=\"source\">");
    cahier_sheet_source(sheet, d);
    cahier_put(sheet->page.out, "</p></div></li>\n");
}

static void put_masked_list(cahier_sheet *sheet)
{
    const cahier_result *result = sheet->page.result;
    uint32_t total = 0, seen = 0;
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        total += result->corpus.analysed[d]->redactions.count > 0;
    }
    cahier_page_of page = cahier_page_at(total, sheet->view->filter.page);
    cahier_sheet_open_part(sheet, "contributions", cahier_review_fr.personal_texts);
    cahier_put(sheet->page.out, "<ol class=\"items\">\n");
    for (uint32_t d = 0; d < result->corpus.count && seen < page.end; d++) {
        if (result->corpus.analysed[d]->redactions.count > 0) {
            if (seen >= page.first) {
                put_masked(sheet, d);
            }
            seen++;
        }
    }
    cahier_put(sheet->page.out, "</ol>\n");
    cahier_sheet_pages(sheet, &page, "donnees-personnelles");
    cahier_sheet_close_part(sheet);
}

void cahier_view_personal(cahier_out *out, const cahier_view *view)
{
    cahier_sheet sheet;
    uint64_t sum = 0;
    cahier_sheet_begin(&sheet, out, view);
    cahier_put(&sheet.here, "donnees-personnelles?page=");
    cahier_put_uint(&sheet.here, view->filter.page + 1);
    cahier_sheet_open(&sheet, &(cahier_sheet_heading){CAHIER_AT_PERSONAL, "donnees-personnelles",
                                      cahier_review_fr.personal_heading, {NULL, 0}, false});
    for (uint32_t kind = 0; kind < CAHIER_REDACTION_KINDS; kind++) {
        sum += sheet.page.result->counts.redacted[kind];
    }
    cahier_sheet_paragraph(&sheet, "intro", cahier_review_fr.personal_intro, CAHIER_N(0), CAHIER_N(0));
    if (sum == 0) {
        cahier_sheet_empty(&sheet, cahier_fr.redacted_none, cahier_review_fr.personal_none_next);
    } else {
        put_kinds(&sheet);
        put_masked_list(&sheet);
    }
    cahier_sheet_close(&sheet);
}
