/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.c -- report.xlsx: the tables of rows.h as sheets, written row by row (constant memory).
 *
 * A text is always a string cell, never a formula; it gets the same apostrophe as in the CSV, because Excel turns a
 * string that starts with = into a formula as soon as someone edits the cell, or saves the sheet as CSV.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "files.h"
#include "french.h"
#include "rows.h"
#include "say.h"

#define SHEET_ROWS 1048576u /* of Excel, header included */
#define CELL_MAX 32767u     /* characters of a cell, in UTF-16 units */
#define CONTRIBUTIONS_MOST                                                                                             \
    100000u /* beyond, a spreadsheet takes minutes to open the sheet, and compressing it longer than the whole analysis */

typedef struct book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *bold;
    const char *name;
    const uint32_t *width; /* of the columns, in characters; 0 ends */
    uint32_t part;         /* 1: «Contributions», 2: «Contributions 2» */
    lxw_row_t row;
    lxw_col_t column;
    cahier_out cell;   /* a NUL-terminated copy */
    cahier_out header; /* the first row's texts, each with its NUL */
    const volatile sig_atomic_t *stop;
} book;

static void open_part(book *b)
{
    char name[64];
    if (b->part == 1) {
        snprintf(name, sizeof name, "%s", b->name);
    } else {
        snprintf(name, sizeof name, "%s %u", b->name, (unsigned)b->part);
    }
    b->sheet = workbook_add_worksheet(b->workbook, name);
    b->row = 0;
    b->column = 0;
    for (lxw_col_t c = 0; b->width[c] != 0; c++) {
        worksheet_set_column(b->sheet, c, c, b->width[c], NULL);
    }
    worksheet_freeze_panes(b->sheet, 1, 0);
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_fit_to_pages(b->sheet, 1, 0);
    worksheet_repeat_rows(b->sheet, 0, 0);
}

static void repeat_header(book *b)
{
    lxw_col_t column = 0;
    for (size_t at = 0; at < b->header.len; at += strlen(b->header.at + at) + 1) {
        worksheet_write_string(b->sheet, 0, column++, b->header.at + at, b->bold);
    }
    b->row = 1;
}

static bool is_kept(unsigned char c)
{
    return (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
}

/* Bytes of the longest beginning of at most `units` UTF-16 units. */
static uint32_t fit(cahier_text text, uint32_t units)
{
    if (text.len <= units) {
        return text.len;
    }
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        uint32_t wide = (c & 0xc0u) != 0x80u ? (c >= 0xf0u ? 2 : 1) : 0;
        if (wide > units) {
            return i;
        }
        units -= wide;
    }
    return text.len;
}

/* Copies what a cell can hold: no controls, at most CELL_MAX UTF-16 units, the rest announced. */
static void copy_cell(cahier_out *cell, cahier_text text)
{
    uint32_t end = fit(text, CELL_MAX - 64); /* room for the announcement and the apostrophe */
    uint32_t from = 0;
    cell->len = 0;
    if (cahier_starts_formula(text)) {
        cahier_put_bytes(cell, "'", 1);
    }
    for (uint32_t i = 0; i < end; i++) {
        if (!is_kept((unsigned char)text.at[i])) {
            cahier_put_bytes(cell, text.at + from, i - from);
            from = i + 1;
        }
    }
    cahier_put_bytes(cell, text.at + from, end - from);
    if (end < text.len) {
        cahier_put(cell, cahier_fr.cell_cut);
    }
    cahier_put_bytes(cell, "", 1);
}

static void put_text(void *self, cahier_text text)
{
    book *b = self;
    if (text.len > 0) {
        copy_cell(&b->cell, text);
        worksheet_write_string(b->sheet, b->row, b->column, b->cell.at, b->row == 0 ? b->bold : NULL);
        if (b->row == 0 && b->part == 1) {
            cahier_put_bytes(&b->header, b->cell.at, b->cell.len);
        }
    }
    b->column++;
}

static void put_number(void *self, int64_t milli)
{
    book *b = self;
    worksheet_write_number(b->sheet, b->row, b->column, (double)milli / 1000.0, NULL);
    b->column++;
}

static void end_row(void *self)
{
    book *b = self;
    b->column = 0;
    b->row++;
    if (b->row == SHEET_ROWS) {
        b->part++;
        open_part(b);
        repeat_header(b);
    }
}

static bool is_stopped(void *self)
{
    const book *b = self;
    return b->stop != NULL && *b->stop != 0;
}

static cahier_sink open_table(book *b, uint32_t sheet, const uint32_t *width)
{
    b->name = cahier_french_sheets[sheet];
    b->width = width;
    b->part = 1;
    b->header.len = 0;
    open_part(b);
    return (cahier_sink){put_text, put_number, end_row, is_stopped, b};
}

/* What stands in the sheet Contributions of a very large batch: where its rows are. */
static void point_to_csv(cahier_sink *sink, uint32_t count)
{
    cahier_out line;
    cahier_out_open_memory(&line);
    CAHIER_SAY_PLAIN(&line, cahier_fr.contributions_in_csv, CAHIER_N(count));
    sink->text(sink->self, (cahier_text){line.at, (uint32_t)line.len});
    sink->row(sink->self);
    cahier_out_close(&line);
}

static void put_contributions(book *b, const cahier_report_input *input, bool in_csv)
{
    static const uint32_t columns[] = {10, 8, 10, 12, 20, 0}, notice[] = {110, 0};
    uint32_t count = input->result->corpus.count;
    bool elsewhere = in_csv && count > CONTRIBUTIONS_MOST;
    cahier_sink sink = open_table(b, 1, elsewhere ? notice : columns);
    if (elsewhere) {
        point_to_csv(&sink, count);
    } else {
        cahier_rows_contributions(&sink, input);
    }
}

static void put_sheets(book *b, const cahier_report_input *input, const cahier_facts *facts, bool in_csv)
{
    static const uint32_t themes[] = {8, 34, 30, 11, 11, 13, 11, 11, 0};
    static const uint32_t places[] = {28, 11, 13, 0};
    static const uint32_t duplicates[] = {9, 9, 11, 10, 12, 16, 100, 0};
    static const uint32_t aside[] = {32, 10, 60, 0};
    static const uint32_t method[] = {110, 24, 68, 0};
    cahier_sink sink = open_table(b, 0, themes);
    cahier_rows_themes(&sink, input);
    put_contributions(b, input, in_csv);
    sink = open_table(b, 2, places);
    cahier_rows_places(&sink, input);
    sink = open_table(b, 3, duplicates);
    cahier_rows_duplicates(&sink, input);
    sink = open_table(b, 4, aside);
    cahier_rows_set_aside(&sink, input);
    sink = open_table(b, 5, method);
    cahier_rows_method(&sink, input, facts);
}

static void set_properties(lxw_workbook *workbook)
{
    /* the day is of no interest, but the same bytes are: 2000-01-01 */
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)cahier_fr.heading, .created = 946684800};
    workbook_set_properties(workbook, &properties);
}

bool cahier_write_workbook(const char *path, const cahier_report_input *input, const cahier_facts *facts, bool in_csv)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    book b = {.stop = input->stop};
    errno = 0;
    b.workbook = workbook_new_opt(path, &options);
    if (b.workbook == NULL) {
        return false;
    }
    b.bold = workbook_add_format(b.workbook);
    format_set_bold(b.bold);
    set_properties(b.workbook);
    cahier_out_open_memory(&b.cell);
    cahier_out_open_memory(&b.header);
    put_sheets(&b, input, facts, in_csv);
    bool stopped = is_stopped(&b);
    lxw_error error = workbook_close(b.workbook);
    cahier_out_close(&b.cell);
    cahier_out_close(&b.header);
    if (stopped) {
        errno = 0;
    } else if (error != LXW_NO_ERROR && errno == 0) {
        errno = EIO;
    }
    return !stopped && error == LXW_NO_ERROR;
}
