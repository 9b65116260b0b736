/* SPDX-License-Identifier: Apache-2.0 */
#include "workbook.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "workbook_parts.h"

#define PIECE (1u << 16)    /* bytes unpacked at once */
#define ROWS_FIRST 1024u    /* of a sheet; doubles */
#define GRIDS_FIRST 16u     /* sheets; doubles */
#define COLLECTOR_FIRST 256 /* bytes; doubles */

bool cahier_workbook_is(const char *at, size_t len)
{
    return len >= 4 && memcmp(at, "PK\x03\x04", 4) == 0;
}

static cahier_status refuse(cahier_workbook *book, cahier_status status, cahier_refusal refusal)
{
    return cahier_refuse(book->reading, status, refusal, book->source->name.at, NULL);
}

/* --- XML --------------------------------------------------------------------------------------------------------------- */

typedef struct parse {
    XML_Parser parser;
    const cahier_xml_reader *reader;
    cahier_status status;
} parse;

static const char *without_prefix(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *cahier_xml_attribute_of(const char **attribute, const char *name)
{
    for (; attribute[0] != NULL; attribute += 2) {
        if (strcmp(without_prefix(attribute[0]), name) == 0) {
            return attribute[1];
        }
    }
    return NULL;
}

static void note(parse *p, cahier_status status)
{
    if (status != CAHIER_OK && p->status == CAHIER_OK) {
        p->status = status;
        (void)XML_StopParser(p->parser, XML_FALSE);
    }
}

static void XMLCALL on_start(void *self, const XML_Char *name, const XML_Char **attribute)
{
    parse *p = self;
    if (p->status == CAHIER_OK) {
        note(p, p->reader->start(p->reader->self, without_prefix(name), attribute));
    }
}

static void XMLCALL on_end(void *self, const XML_Char *name)
{
    parse *p = self;
    if (p->status == CAHIER_OK) {
        note(p, p->reader->end(p->reader->self, without_prefix(name)));
    }
}

static void XMLCALL on_text(void *self, const XML_Char *at, int len)
{
    parse *p = self;
    if (p->status == CAHIER_OK && p->reader->text != NULL) {
        note(p, p->reader->text(p->reader->self, at, (size_t)len));
    }
}

/* No workbook declares entities: a file that does wants to be unfolded without end. */
static void XMLCALL on_entity(void *self, const XML_Char *name, int is_parameter, const XML_Char *value, int value_len,
        const XML_Char *base, const XML_Char *system_id, const XML_Char *public_id, const XML_Char *notation)
{
    (void)name;
    (void)is_parameter;
    (void)value;
    (void)value_len;
    (void)base;
    (void)system_id;
    (void)public_id;
    (void)notation;
    note(self, CAHIER_ERROR_EMPTY);
}

static bool is_bomb(const cahier_workbook *book)
{
    return book->unpacked > CAHIER_UNPACKED_FREE && book->unpacked / CAHIER_UNPACKED_RATIO > book->source->len;
}

static cahier_status feed(cahier_workbook *book, zip_file_t *file, parse *p)
{
    for (;;) {
        void *buffer = XML_GetBuffer(p->parser, PIECE);
        if (buffer == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        zip_int64_t got = zip_fread(file, buffer, PIECE);
        if (got < 0) {
            return CAHIER_ERROR_EMPTY;
        }
        book->unpacked += (uint64_t)got;
        if (is_bomb(book)) {
            return CAHIER_ERROR_LIMIT;
        }
        if (XML_ParseBuffer(p->parser, (int)got, got == 0) != XML_STATUS_OK) {
            return p->status != CAHIER_OK                               ? p->status
                   : XML_GetErrorCode(p->parser) == XML_ERROR_NO_MEMORY ? CAHIER_ERROR_NOMEM
                                                                        : CAHIER_ERROR_EMPTY;
        }
        if (got == 0) {
            return CAHIER_OK;
        }
    }
}

static cahier_status parse_file(cahier_workbook *book, zip_file_t *file, const cahier_xml_reader *reader)
{
    parse p = {.parser = XML_ParserCreate(NULL), .reader = reader, .status = CAHIER_OK};
    if (p.parser == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    XML_SetUserData(p.parser, &p);
    XML_SetElementHandler(p.parser, on_start, on_end);
    XML_SetCharacterDataHandler(p.parser, on_text);
    XML_SetEntityDeclHandler(p.parser, on_entity);
    cahier_status status = feed(book, file, &p);
    XML_ParserFree(p.parser);
    return status;
}

cahier_status cahier_workbook_parse(
        cahier_workbook *book, const char *part, const cahier_xml_reader *reader, bool *found)
{
    zip_file_t *file = zip_fopen(book->archive, part, ZIP_FL_NOCASE);
    *found = file != NULL || zip_error_code_zip(zip_get_error(book->archive)) != ZIP_ER_NOENT;
    if (file == NULL) { /* it is there: encrypted, or packed in a way that libzip does not know */
        return *found ? refuse(book, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_WORKBOOK) : CAHIER_OK;
    }
    cahier_status status = parse_file(book, file, reader);
    (void)zip_fclose(file);
    if (book->reading->error->sentence[0] != '\0') {
        return status;
    }
    if (status == CAHIER_ERROR_LIMIT) {
        return refuse(book, status, CAHIER_REFUSED_BOMB);
    }
    return status == CAHIER_ERROR_EMPTY ? refuse(book, status, CAHIER_REFUSED_WORKBOOK) : status;
}

/* --- texts ------------------------------------------------------------------------------------------------------------- */

cahier_status cahier_collect(cahier_workbook *book, cahier_collector *collector, const char *at, size_t len)
{
    if (collector->len + len > CAHIER_CELL_MAX) {
        len = CAHIER_CELL_MAX - collector->len; /* sixteen times what a document keeps */
    }
    if (collector->len + len > collector->room) {
        size_t room = collector->room == 0 ? COLLECTOR_FIRST : collector->room;
        while (room < collector->len + len) {
            room *= 2;
        }
        char *grown = CAHIER_GROW(book->reading->scratch, collector->at, collector->len, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        collector->at = grown;
        collector->room = room;
    }
    if (len > 0) {
        memcpy(collector->at + collector->len, at, len);
    }
    collector->len += len;
    return CAHIER_OK;
}

static cahier_status keep(cahier_workbook *book, const char *at, size_t len, cahier_text *out)
{
    char *to = CAHIER_NEW(book->reading->batch, char, len + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (len > 0) {
        memcpy(to, at, len);
    }
    *out = (cahier_text){to, (uint32_t)len};
    return CAHIER_OK;
}

cahier_status cahier_collected(cahier_workbook *book, cahier_collector *collector, cahier_text *out)
{
    size_t len = collector->len;
    collector->len = 0;
    *out = (cahier_text){0};
    return len == 0 ? CAHIER_OK : keep(book, collector->at, len, out);
}

cahier_status cahier_workbook_keep(cahier_workbook *book, const char *string, cahier_text *out)
{
    return keep(book, string, strlen(string), out);
}

/* --- sheets ------------------------------------------------------------------------------------------------------------ */

cahier_status cahier_grid_open(cahier_workbook *book, cahier_text name, bool hidden, cahier_grid **out)
{
    if (book->grid_count == book->grid_room) {
        uint32_t room = book->grid_room == 0 ? GRIDS_FIRST : book->grid_room * 2;
        cahier_grid *grown = CAHIER_GROW(book->reading->scratch, book->grid, book->grid_count, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        book->grid = grown;
        book->grid_room = room;
    }
    cahier_grid grid = {.name = name, .hidden = hidden};
    CAHIER_TRY(cahier_table_open(book->reading, ROWS_FIRST, &grid.table));
    *out = &book->grid[book->grid_count++];
    **out = grid;
    return CAHIER_OK;
}

cahier_status cahier_grid_put(cahier_workbook *book, cahier_grid *grid, uint32_t column, cahier_text value)
{
    if (value.len == 0 || column < grid->width) { /* a column told twice keeps what came first */
        return CAHIER_OK;
    }
    if (column >= CAHIER_COLUMNS_MAX) {
        return cahier_refuse(book->reading, CAHIER_ERROR_LIMIT, CAHIER_REFUSED_COLUMNS, book->source->name.at, "4096");
    }
    for (; grid->width < column; grid->width++) {
        CAHIER_TRY(cahier_table_add_cell(&grid->table, NULL, 0));
    }
    grid->width++;
    return cahier_table_add_cell(&grid->table, value.at, value.len);
}

cahier_status cahier_grid_end_row(cahier_grid *grid, uint32_t line)
{
    bool filled = grid->width > 0;
    grid->width = 0;
    return filled ? cahier_table_end_row(&grid->table, line, 0) : CAHIER_OK;
}

/* --- which sheet ------------------------------------------------------------------------------------------------------- */

static bool is_asked(const cahier_grid *grid, const char *asked)
{
    size_t len = strlen(asked);
    return grid->name.len == len && memcmp(grid->name.at, asked, len) == 0;
}

/* By name, else by rank: a sheet may be called « 2024 ». */
static uint32_t find_asked(const cahier_workbook *book, const char *asked)
{
    for (uint32_t g = 0; g < book->grid_count; g++) {
        if (is_asked(&book->grid[g], asked)) {
            return g;
        }
    }
    char *end;
    unsigned long rank = strtoul(asked, &end, 10);
    return *end == '\0' && rank >= 1 && rank <= book->grid_count ? (uint32_t)rank - 1 : CAHIER_NONE;
}

static uint32_t find_fullest(const cahier_workbook *book)
{
    uint32_t best = CAHIER_NONE;
    for (uint32_t g = 0; g < book->grid_count; g++) {
        const cahier_grid *grid = &book->grid[g];
        bool readable = !grid->hidden && grid->table.row_count > 0;
        if (readable && (best == CAHIER_NONE || grid->text_bytes > book->grid[best].text_bytes)) {
            best = g;
        }
    }
    return best;
}

static cahier_status list_sheets(cahier_workbook *book, cahier_intake_file *facts)
{
    cahier_text *name = CAHIER_NEW(book->reading->batch, cahier_text, book->grid_count);
    if (name == NULL && book->grid_count > 0) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t g = 0; g < book->grid_count; g++) {
        name[g] = book->grid[g].name;
    }
    facts->sheets = name;
    facts->sheet_count = book->grid_count;
    return CAHIER_OK;
}

static cahier_status refuse_sheet(cahier_workbook *book, const char *asked)
{
    cahier_collector names = {0};
    for (uint32_t g = 0; g < book->grid_count; g++) {
        CAHIER_TRY(cahier_collect(book, &names, " · ", g == 0 ? 0 : sizeof " · " - 1));
        CAHIER_TRY(cahier_collect(book, &names, book->grid[g].name.at, book->grid[g].name.len));
    }
    CAHIER_TRY(cahier_collect(book, &names, "", 1));
    return cahier_refuse(book->reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_NO_SHEET, asked, names.at);
}

static cahier_status choose(cahier_workbook *book, cahier_intake_file *facts, cahier_table *out)
{
    const char *asked = book->reading->options->sheet;
    CAHIER_TRY(list_sheets(book, facts));
    uint32_t g = asked != NULL ? find_asked(book, asked) : find_fullest(book);
    if (g == CAHIER_NONE) {
        return asked != NULL ? refuse_sheet(book, asked) : refuse(book, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_EMPTY);
    }
    facts->sheet = g;
    *out = book->grid[g].table;
    return CAHIER_OK;
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

static cahier_status read_archive(cahier_workbook *book, cahier_intake_file *facts, cahier_table *out)
{
    bool found = false;
    facts->format = CAHIER_FORMAT_XLSX;
    CAHIER_TRY(cahier_workbook_xlsx(book, &found));
    if (!found) {
        facts->format = CAHIER_FORMAT_ODS;
        CAHIER_TRY(cahier_workbook_ods(book, &found));
    }
    if (!found) {
        return refuse(book, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_WORKBOOK);
    }
    return choose(book, facts, out);
}

cahier_status cahier_workbook_read(
        cahier_reading *reading, const cahier_source *source, cahier_intake_file *facts, cahier_table *out)
{
    cahier_workbook book = {.reading = reading, .source = source};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *bytes = zip_source_buffer_create(source->at, source->len, 0, &error);
    book.archive = bytes != NULL ? zip_open_from_source(bytes, ZIP_RDONLY, &error) : NULL;
    bool spent = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    if (book.archive == NULL) {
        zip_source_free(bytes);
        return spent ? CAHIER_ERROR_NOMEM : refuse(&book, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_WORKBOOK);
    }
    facts->encoding = "UTF-8";
    cahier_status status = read_archive(&book, facts, out);
    zip_discard(book.archive);
    return status;
}
