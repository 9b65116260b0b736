/* SPDX-License-Identifier: Apache-2.0 */
/* page_method.c -- what the report does not see, how it was made, and how to check it. */
#include "method.h"
#include "page.h"

static void put_item(void *self, cahier_text sentence)
{
    cahier_page *page = self;
    cahier_put(page->out, "<li>");
    cahier_put_text(page->out, sentence);
    cahier_put(page->out, "</li>\n");
}

/* --- limits --- */

static void put_balance_row(cahier_page *page, const cahier_balance *balance)
{
    cahier_put(page->out, "<tr><th scope=\"row\"><bdi>");
    cahier_put_html(page->out, page->result->corpus.group_name[balance->group]);
    cahier_put(page->out, "</bdi></th><td>");
    if (balance->value.len > 0) {
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_T(balance->value));
    } else {
        CAHIER_SAY(page->out, cahier_fr.balance_unknown);
    }
    cahier_put(page->out, "</td>");
    cahier_page_number_cell(page, balance->persons);
    cahier_page_number_cell(page, balance->documents);
    cahier_put(page->out, "<td class=\"number\">");
    CAHIER_SAY(page->out, cahier_fr.balance_interval,
            CAHIER_P(cahier_share_milli(balance->classified.count, balance->classified.total)),
            CAHIER_P(balance->classified.low_milli), CAHIER_P(balance->classified.high_milli));
    cahier_put(page->out, "</td>");
    cahier_page_number_cell(page, balance->redacted);
    cahier_put(page->out, "</tr>\n");
}

static bool is_shown(const cahier_balance *balance)
{
    return balance->persons >= CAHIER_PLACE_PERSONS;
}

static void put_balance(cahier_page *page)
{
    if (page->result->balance_count == 0) {
        return;
    }
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.balance_heading);
    cahier_put(page->out, "</h3>\n<p>");
    CAHIER_SAY(page->out, cahier_fr.balance_intro, CAHIER_N(CAHIER_PLACE_PERSONS));
    cahier_put(page->out, "</p>\n");
    cahier_page_open_table(page, cahier_fr.balance_heading);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.balance_group, "");
    cahier_page_column(page, cahier_fr.balance_value, "");
    cahier_page_column(page, cahier_fr.column_persons, "number");
    cahier_page_column(
            page, page->facts->answers ? cahier_fr.column_answers : cahier_fr.column_contributions, "number");
    cahier_page_column(page, cahier_fr.balance_classified, "number");
    cahier_page_column(page, cahier_fr.balance_redacted, "number");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t b = 0; b < page->result->balance_count; b++) {
        if (is_shown(&page->result->balance[b])) {
            put_balance_row(page, &page->result->balance[b]);
        }
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
}

void cahier_page_limits(cahier_page *page)
{
    cahier_page_open_section(page, "limites", cahier_fr.limits_heading);
    cahier_put(page->out, "<ul class=\"lines-of-text\">\n");
    cahier_say_limits(page->input, page->facts, CAHIER_HTML, (cahier_listener){put_item, page});
    cahier_put(page->out, "</ul>\n");
    put_balance(page);
    cahier_page_close_section(page);
}

/* --- method --- */

static void put_redactions(cahier_page *page)
{
    const uint32_t *redacted = page->result->counts.redacted;
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.redacted_heading);
    cahier_put(page->out, "</h3>\n<p>");
    bool first = true;
    for (uint32_t kind = 0; kind < CAHIER_REDACTION_KINDS; kind++) {
        if (redacted[kind] > 0) {
            cahier_put(page->out, first ? "" : ", ");
            cahier_say_arg(page->out, CAHIER_HTML, CAHIER_N(redacted[kind]));
            cahier_put(page->out, "\u00a0");
            cahier_put(page->out, cahier_french_redaction[kind][redacted[kind] > 1]);
            first = false;
        }
    }
    CAHIER_SAY(page->out, first ? cahier_fr.redacted_none : ".");
    cahier_put(page->out, "</p>\n");
}

/* Words that the batch taught, with what each weighs. */
static void put_learned(cahier_page *page)
{
    const cahier_lesson *lesson = &page->result->lesson;
    if (lesson->count == 0) {
        return;
    }
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.learned_heading);
    cahier_put(page->out, "</h3>\n<p>");
    for (uint32_t i = 0; i < lesson->count; i++) {
        const cahier_learned *word = &lesson->at[i];
        cahier_put(page->out, i > 0 ? ", " : "");
        CAHIER_SAY(page->out, cahier_fr.learned_word, CAHIER_T(word->surface), CAHIER_F(word->weight_milli),
                CAHIER_N(word->documents));
    }
    cahier_put(page->out, ".</p>\n");
}

static void put_code(cahier_page *page, cahier_text code)
{
    cahier_put(page->out, "<code>");
    cahier_put_html(page->out, code);
    cahier_put(page->out, "</code>");
}

static void put_file(cahier_page *page, const cahier_report_file *file)
{
    cahier_put(page->out, "<li>");
    CAHIER_SAY(page->out, cahier_fr.input_line, CAHIER_T(file->name), CAHIER_N(file->rows), CAHIER_T(file->encoding));
    cahier_put(page->out, "<br>SHA-256 ");
    put_code(page, cahier_string(file->sha256));
    for (uint32_t c = 0; c < file->column_count; c++) {
        cahier_put(page->out, c == 0 ? "<br>" : ", ");
        CAHIER_SAY(page->out, c == 0 ? cahier_fr.columns_found : "", CAHIER_N(file->column_count));
        CAHIER_SAY(
                page->out, cahier_fr.column_found, CAHIER_T(file->columns[c].name), CAHIER_T(file->columns[c].value));
    }
    cahier_put(page->out, "</li>\n");
}

static void put_source_row(cahier_page *page, const char *what, const cahier_report_source *source)
{
    cahier_put(page->out, "<tr><th scope=\"row\">");
    CAHIER_SAY(page->out, what);
    cahier_say_arg(page->out, CAHIER_HTML, CAHIER_T(source->name));
    cahier_put(page->out, "</th><td>");
    cahier_put_html(page->out, source->version);
    cahier_put(page->out, "</td><td>");
    put_code(page, cahier_string(source->sha256));
    cahier_put(page->out, "</td></tr>\n");
}

static void put_sources(cahier_page *page)
{
    const cahier_report_input *input = page->input;
    cahier_page_open_table(page, cahier_fr.lexicons);
    cahier_put(page->out, "<thead><tr>");
    cahier_page_column(page, cahier_fr.lexicon_name, "");
    cahier_page_column(page, cahier_fr.version, "");
    cahier_page_column(page, cahier_fr.fingerprint, "");
    cahier_put(page->out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < input->lexicon_count; i++) {
        put_source_row(page, "", &input->lexicons[i]);
    }
    if (input->taxonomy != NULL) {
        put_source_row(page, cahier_fr.taxonomy, input->taxonomy);
    }
    if (input->decisions != NULL) {
        put_source_row(page, cahier_fr.decisions, input->decisions);
    }
    for (uint32_t i = 0; i < input->previous_count; i++) {
        put_source_row(page, cahier_fr.previous, &input->previous[i]);
    }
    cahier_put(page->out, "</tbody>");
    cahier_page_close_table(page);
}

static void put_pairs(cahier_page *page, const char *heading, const cahier_report_pair *pairs, uint32_t count)
{
    if (count == 0) {
        return;
    }
    cahier_put(page->out, "<p>");
    CAHIER_SAY(page->out, heading);
    for (uint32_t i = 0; i < count; i++) {
        cahier_put(page->out, i > 0 ? ", " : "");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_T(pairs[i].name));
        cahier_put(page->out, "\u00a0");
        cahier_say_arg(page->out, CAHIER_HTML, CAHIER_T(pairs[i].value));
    }
    cahier_put(page->out, ".</p>\n");
}

static void put_check(cahier_page *page)
{
    const cahier_report_input *input = page->input;
    cahier_put(page->out, "<h3>");
    CAHIER_SAY(page->out, cahier_fr.check_heading);
    cahier_put(page->out, "</h3>\n<p>");
    CAHIER_SAY(page->out, cahier_fr.command);
    cahier_put(page->out, "<br>");
    put_code(page, input->command);
    cahier_put(page->out, "</p>\n<p>");
    CAHIER_SAY(page->out, cahier_fr.inputs, CAHIER_N(input->file_count));
    cahier_put(page->out, "</p>\n<ul class=\"files\">\n");
    for (uint32_t i = 0; i < input->file_count; i++) {
        put_file(page, &input->files[i]);
    }
    cahier_put(page->out, "</ul>\n");
    put_pairs(page, cahier_fr.options, input->options, input->option_count);
    put_pairs(page, cahier_fr.versions, input->versions, input->version_count);
    put_sources(page);
    cahier_put(page->out, "<p>");
    CAHIER_SAY(page->out, cahier_fr.files_note);
    cahier_put(page->out, " ");
    CAHIER_SAY(page->out, cahier_fr.run_note);
    cahier_put(page->out, "</p>\n");
}

void cahier_page_method(cahier_page *page)
{
    cahier_page_open_section(page, "methode", cahier_fr.method_heading);
    cahier_put(page->out, "<ol class=\"lines-of-text\">\n");
    cahier_say_method(page->input, page->facts, CAHIER_HTML, (cahier_listener){put_item, page});
    cahier_put(page->out, "</ol>\n");
    cahier_page_choice(page);
    put_learned(page);
    put_redactions(page);
    put_check(page);
    cahier_page_close_section(page);
}
