/* SPDX-License-Identifier: Apache-2.0 */
/* ODS: all sheets are in content.xml; equal cells and rows that follow each other are told once, with a count. */
#include <stdlib.h>
#include <string.h>

#include "workbook_parts.h"

#define ROWS_MOST (1u << 20) /* of a sheet in LibreOffice and in Excel: a count beyond is a lie */

typedef struct ods {
    cahier_workbook *book;
    cahier_grid *grid;
    uint32_t tables; /* depth: a table inside a cell is not a sheet */
    uint32_t aside;  /* depth inside what is no content: comments, tracked changes, shapes */
    uint32_t line;   /* of the row being read, from 1 */
    uint32_t row_repeat;
    uint64_t first_cell;     /* of that row in the table */
    uint32_t column, repeat; /* of the cell */
    bool in_cell, in_paragraph, number;
    cahier_collector value;
    cahier_text typed; /* the value told by an attribute: a date, a number */
} ods;

static const char *const asides[] = {"annotation", "tracked-changes", "shapes", "forms", "named-expressions"};

static bool is_aside(const char *name)
{
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
        if (strcmp(name, asides[i]) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t count_of(const char **attribute, const char *name, uint32_t most)
{
    const char *text = cahier_xml_attribute_of(attribute, name);
    unsigned long count = text == NULL ? 1 : strtoul(text, NULL, 10);
    return count == 0 ? 1 : count > most ? most : (uint32_t)count;
}

/* « 2025-03-14T10:12:00 » is written with a blank. */
static cahier_status keep_date(ods *o, const char *value)
{
    CAHIER_TRY(cahier_workbook_keep(o->book, value, &o->typed));
    char *t = strchr(o->typed.at, 'T');
    if (t != NULL) {
        *t = ' ';
    }
    return CAHIER_OK;
}

static cahier_status start_cell(ods *o, const char **attribute)
{
    const char *type = cahier_xml_attribute_of(attribute, "value-type");
    const char *date = cahier_xml_attribute_of(attribute, "date-value");
    const char *value = cahier_xml_attribute_of(attribute, "value");
    o->in_cell = true;
    o->in_paragraph = false;
    o->repeat = count_of(attribute, "number-columns-repeated", CAHIER_COLUMNS_MAX + 1);
    o->value.len = 0;
    o->typed = (cahier_text){0};
    o->number = type != NULL && strcmp(type, "string") != 0;
    if (date != NULL) {
        return keep_date(o, date);
    }
    bool plain = type != NULL && strcmp(type, "float") == 0; /* shares and amounts are read as they are shown */
    return value != NULL && plain ? cahier_workbook_keep(o->book, value, &o->typed) : CAHIER_OK;
}

static cahier_status start_table(ods *o, const char **attribute)
{
    if (o->tables++ > 0) {
        return CAHIER_OK;
    }
    const char *called = cahier_xml_attribute_of(attribute, "name");
    cahier_text name;
    o->line = 1;
    CAHIER_TRY(cahier_workbook_keep(o->book, called == NULL ? "" : called, &name));
    return cahier_grid_open(o->book, name, false, &o->grid);
}

static cahier_status start_piece(ods *o, const char *name, const char **attribute)
{
    if (strcmp(name, "p") == 0) {
        o->in_paragraph = true;
        return o->value.len > 0 ? cahier_collect(o->book, &o->value, "\n", 1) : CAHIER_OK;
    }
    if (!o->in_paragraph) {
        return CAHIER_OK;
    }
    if (strcmp(name, "line-break") == 0) {
        return cahier_collect(o->book, &o->value, "\n", 1);
    }
    if (strcmp(name, "tab") == 0) {
        return cahier_collect(o->book, &o->value, "\t", 1);
    }
    for (uint32_t n = strcmp(name, "s") == 0 ? count_of(attribute, "c", 64) : 0; n > 0; n--) {
        CAHIER_TRY(cahier_collect(o->book, &o->value, " ", 1));
    }
    return CAHIER_OK;
}

static cahier_status start(void *self, const char *name, const char **attribute)
{
    ods *o = self;
    if (o->aside > 0 || is_aside(name)) {
        o->aside++;
        return CAHIER_OK;
    }
    if (strcmp(name, "table") == 0) {
        return start_table(o, attribute);
    }
    if (o->tables != 1) {
        return CAHIER_OK;
    }
    if (strcmp(name, "table-row") == 0) {
        o->row_repeat = count_of(attribute, "number-rows-repeated", ROWS_MOST);
        o->column = 0;
        o->first_cell = o->grid->table.cell_count;
        return CAHIER_OK;
    }
    if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        return start_cell(o, attribute);
    }
    return o->in_cell ? start_piece(o, name, attribute) : CAHIER_OK;
}

static cahier_status end_cell(ods *o)
{
    cahier_text value;
    o->in_cell = o->in_paragraph = false;
    if (o->typed.len > 0) {
        value = o->typed;
        o->value.len = 0;
    } else {
        CAHIER_TRY(cahier_collected(o->book, &o->value, &value));
        o->grid->text_bytes += o->number ? 0 : value.len;
    }
    for (uint32_t n = 0; value.len > 0 && n < o->repeat; n++) {
        CAHIER_TRY(cahier_grid_put(o->book, o->grid, o->column + n, value));
    }
    o->column += o->column < CAHIER_COLUMNS_MAX ? o->repeat : 0;
    return CAHIER_OK;
}

/* A row told once for many: its cells again, which cost eight bytes each. */
static cahier_status end_row(ods *o)
{
    cahier_table *table = &o->grid->table;
    uint64_t cells = table->cell_count - o->first_cell;
    uint32_t line = o->line;
    o->line = line > ROWS_MOST ? line : line + o->row_repeat;
    CAHIER_TRY(cahier_grid_end_row(o->grid, line));
    for (uint32_t n = 1; cells > 0 && n < o->row_repeat && table->row_count < ROWS_MOST; n++) {
        for (uint64_t i = 0; i < cells; i++) {
            uint64_t cell = table->cell[o->first_cell + i];
            CAHIER_TRY(cahier_table_add_cell(table, table->base + (cell >> 24), cell & CAHIER_CELL_MAX));
        }
        CAHIER_TRY(cahier_table_end_row(table, line + n, 0));
    }
    return CAHIER_OK;
}

static cahier_status end(void *self, const char *name)
{
    ods *o = self;
    if (o->aside > 0) {
        o->aside--;
        return CAHIER_OK;
    }
    if (strcmp(name, "table") == 0) {
        o->tables--;
        return CAHIER_OK;
    }
    if (o->tables != 1) {
        return CAHIER_OK;
    }
    if (strcmp(name, "table-row") == 0) {
        return end_row(o);
    }
    if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        return end_cell(o);
    }
    o->in_paragraph = o->in_paragraph && strcmp(name, "p") != 0;
    return CAHIER_OK;
}

/* Outside of paragraphs stand the blanks between elements; inside, only text:s makes more than one blank. */
static cahier_status text(void *self, const char *at, size_t len)
{
    ods *o = self;
    return o->in_paragraph && o->aside == 0 && o->tables == 1 ? cahier_collect(o->book, &o->value, at, len) : CAHIER_OK;
}

cahier_status cahier_workbook_ods(cahier_workbook *book, bool *found)
{
    ods o = {.book = book};
    return cahier_workbook_parse(
            book, "content.xml", &(cahier_xml_reader){.start = start, .end = end, .text = text, .self = &o}, found);
}
