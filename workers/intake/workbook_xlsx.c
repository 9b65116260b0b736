/* SPDX-License-Identifier: Apache-2.0 */
/* XLSX: xl/workbook.xml names the sheets, its relations say where they are, styles tell dates from numbers, most texts are in
 * xl/sharedStrings.xml and cells hold their rank. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook_parts.h"

#define LIST_FIRST 64u      /* of sheets, styles, formats; doubles */
#define STRINGS_FIRST 4096u /* doubles */
#define STYLES_MOST 65536u  /* Excel has at most 64,000 cell formats */
#define DAYS_TO_1970 25569  /* from 30 December 1899, day 0 of the serial dates of Excel */
#define DAYS_1904 1462      /* old files of Macs count from 1904 */
#define DAYS_MOST 2958466   /* 1 January 10000 */

typedef struct sheet {
    cahier_text name, relation, path;
    bool hidden;
} sheet;

typedef enum shown {
    SHOWN_NUMBER,
    SHOWN_DATE,
    SHOWN_PERCENT
} shown;

typedef struct number_format {
    uint32_t id;
    shown shows;
} number_format;

typedef struct xlsx {
    cahier_workbook *book;
    sheet *sheet;
    uint32_t sheet_count, sheet_room;
    bool since_1904;
    number_format *format; /* the file's own */
    uint32_t format_count, format_room;
    shown *style; /* rank of a cell format -> what its numbers show */
    uint32_t style_count, style_room;
    bool in_cell_formats;
    cahier_text *string;
    uint32_t string_count, string_room;
    /* the cell, or the shared string, being read */
    cahier_collector value;
    bool wanted; /* the text that comes is the value */
    bool phonetic;
    char type; /* first letter of the cell's t: s hared, i nline, b oolean, e rror, S tr, d ate, n umber */
    uint32_t cell_style, column, row, last_row;
    cahier_grid *grid;
} xlsx;

/* Room for one more in a list of the scratch arena. */
#define ROOM_FOR_ONE(x, list, first)                                                                                   \
    do {                                                                                                               \
        if ((x)->list##_count == (x)->list##_room) {                                                                   \
            uint32_t room_ = (x)->list##_room == 0 ? (first) : (x)->list##_room * 2;                                   \
            void *grown_ = CAHIER_GROW((x)->book->reading->scratch, (x)->list, (x)->list##_count, room_);              \
            if (grown_ == NULL) {                                                                                      \
                return CAHIER_ERROR_NOMEM;                                                                             \
            }                                                                                                          \
            (x)->list = grown_;                                                                                        \
            (x)->list##_room = room_;                                                                                  \
        }                                                                                                              \
    } while (0)

static uint32_t number_of(const char *text)
{
    unsigned long value = text == NULL ? 0 : strtoul(text, NULL, 10);
    return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static bool is_set(const char *text)
{
    return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static cahier_status ignore_end(void *self, const char *name)
{
    (void)self;
    (void)name;
    return CAHIER_OK;
}

/* --- which sheets ------------------------------------------------------------------------------------------------------ */

static cahier_status start_of_book(void *self, const char *name, const char **attribute)
{
    xlsx *x = self;
    if (strcmp(name, "workbookPr") == 0) {
        x->since_1904 = is_set(cahier_xml_attribute_of(attribute, "date1904"));
        return CAHIER_OK;
    }
    const char *called = cahier_xml_attribute_of(attribute, "name"), *at = cahier_xml_attribute_of(attribute, "id");
    if (strcmp(name, "sheet") != 0 || called == NULL || at == NULL) {
        return CAHIER_OK;
    }
    const char *state = cahier_xml_attribute_of(attribute, "state");
    ROOM_FOR_ONE(x, sheet, LIST_FIRST);
    sheet *added = &x->sheet[x->sheet_count];
    *added = (sheet){.hidden = state != NULL && strcmp(state, "visible") != 0};
    CAHIER_TRY(cahier_workbook_keep(x->book, called, &added->name));
    CAHIER_TRY(cahier_workbook_keep(x->book, at, &added->relation));
    x->sheet_count++;
    return CAHIER_OK;
}

/* « /xl/worksheets/sheet1.xml » from the root, « worksheets/sheet1.xml » from xl/. */
static cahier_status keep_path(xlsx *x, const char *target, cahier_text *out)
{
    char path[512];
    int len = target[0] == '/' ? snprintf(path, sizeof path, "%s", target + 1)
                               : snprintf(path, sizeof path, "xl/%s", target);
    return len > 0 && (size_t)len < sizeof path ? cahier_workbook_keep(x->book, path, out) : CAHIER_OK;
}

static cahier_status start_of_relation(void *self, const char *name, const char **attribute)
{
    xlsx *x = self;
    const char *id = cahier_xml_attribute_of(attribute, "Id"), *target = cahier_xml_attribute_of(attribute, "Target");
    if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL) {
        return CAHIER_OK;
    }
    for (uint32_t s = 0; s < x->sheet_count; s++) {
        if (strcmp(x->sheet[s].relation.at, id) == 0) {
            CAHIER_TRY(keep_path(x, target, &x->sheet[s].path));
        }
    }
    return CAHIER_OK;
}

/* --- what numbers show ------------------------------------------------------------------------------------------------- */

/* A day or a year stands in the code, or a percent sign, outside of what it quotes: « [$-40C]d mmmm yyyy », not « 0" jours" ». */
static shown shown_by(const char *code)
{
    char until = 0;
    for (const char *c = code; *c != '\0'; c++) {
        if (until != 0) {
            until = *c == until ? 0 : until;
        } else if (*c == '"' || *c == '[') {
            until = *c == '"' ? '"' : ']';
        } else if (*c == '\\' && c[1] != '\0') {
            c++;
        } else if (strchr("dDyY%", *c) != NULL) {
            return *c == '%' ? SHOWN_PERCENT : SHOWN_DATE;
        }
    }
    return SHOWN_NUMBER;
}

/* Formats that have no code in the file: ECMA-376 18.8.30, and the dates of East Asian editions. */
static shown shown_built_in(uint32_t format)
{
    bool date = (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) || format == 36 ||
                (format >= 50 && format <= 54) || format == 57 || format == 58;
    return date ? SHOWN_DATE : format == 9 || format == 10 ? SHOWN_PERCENT : SHOWN_NUMBER;
}

static shown shown_by_format(const xlsx *x, uint32_t id)
{
    for (uint32_t i = 0; i < x->format_count; i++) {
        if (x->format[i].id == id) {
            return x->format[i].shows;
        }
    }
    return shown_built_in(id);
}

static cahier_status start_of_style(void *self, const char *name, const char **attribute)
{
    xlsx *x = self;
    uint32_t id = number_of(cahier_xml_attribute_of(attribute, "numFmtId"));
    if (strcmp(name, "numFmt") == 0) {
        const char *code = cahier_xml_attribute_of(attribute, "formatCode");
        if (code != NULL && x->format_count < STYLES_MOST) {
            ROOM_FOR_ONE(x, format, LIST_FIRST);
            x->format[x->format_count++] = (number_format){id, shown_by(code)};
        }
    } else if (strcmp(name, "cellXfs") == 0) {
        x->in_cell_formats = true;
    } else if (strcmp(name, "xf") == 0 && x->in_cell_formats && x->style_count < STYLES_MOST) {
        ROOM_FOR_ONE(x, style, LIST_FIRST);
        x->style[x->style_count++] = shown_by_format(x, id);
    }
    return CAHIER_OK;
}

static cahier_status end_of_style(void *self, const char *name)
{
    xlsx *x = self;
    x->in_cell_formats = x->in_cell_formats && strcmp(name, "cellXfs") != 0;
    return CAHIER_OK;
}

/* --- texts ------------------------------------------------------------------------------------------------------------- */

static cahier_status collect(void *self, const char *at, size_t len)
{
    xlsx *x = self;
    return x->wanted ? cahier_collect(x->book, &x->value, at, len) : CAHIER_OK;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* « _x000D_ »: how Excel writes what XML may not hold, and an underscore that would look like it. Line ends stay one. */
static size_t unescape(char *at, size_t len)
{
    size_t to = 0;
    for (size_t i = 0; i < len; i++) {
        bool escape = len - i >= 7 && at[i] == '_' && at[i + 1] == 'x' && at[i + 6] == '_' && at[i + 2] == '0' &&
                      at[i + 3] == '0' && is_hex(at[i + 4]) && is_hex(at[i + 5]);
        if (!escape) {
            at[to++] = at[i];
            continue;
        }
        char digits[3] = {at[i + 4], at[i + 5], '\0'};
        unsigned long c = strtoul(digits, NULL, 16);
        i += 6;
        if (c > 0 && c < 0x80 && c != '\r') {
            at[to++] = (char)c;
        }
    }
    return to;
}

static cahier_status take_text(xlsx *x, cahier_text *out)
{
    x->value.len = unescape(x->value.at, x->value.len);
    return cahier_collected(x->book, &x->value, out);
}

static cahier_status start_of_string(void *self, const char *name, const char **attribute)
{
    xlsx *x = self;
    (void)attribute;
    x->phonetic = x->phonetic || strcmp(name, "rPh") == 0;
    x->wanted = strcmp(name, "t") == 0 && !x->phonetic;
    return CAHIER_OK;
}

static cahier_status end_of_string(void *self, const char *name)
{
    xlsx *x = self;
    x->wanted = false;
    x->phonetic = x->phonetic && strcmp(name, "rPh") != 0;
    if (strcmp(name, "si") != 0) {
        return CAHIER_OK;
    }
    ROOM_FOR_ONE(x, string, STRINGS_FIRST);
    CAHIER_TRY(take_text(x, &x->string[x->string_count]));
    x->string_count++;
    return CAHIER_OK;
}

/* --- values ------------------------------------------------------------------------------------------------------------ */

/* 45730.425 -> « 2025-03-14 10:12:00 ». Howard Hinnant's civil_from_days. */
static int write_date(double serial, bool since_1904, char *to, size_t room)
{
    long long seconds = llround(serial * 86400.0);
    long days = (long)(seconds / 86400) + (since_1904 ? DAYS_1904 : 0), left = (long)(seconds % 86400);
    days += !since_1904 && days < 60; /* Excel believes that 1900 had a 29 February: day 60 */
    long z = days - DAYS_TO_1970 + 719468, era = z / 146097, of_era = z % 146097;
    long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100), month = (5 * of_year + 2) / 153;
    long day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    long year = year_of_era + era * 400 + (month <= 2);
    return left == 0 ? snprintf(to, room, "%04ld-%02ld-%02ld", year, month, day)
                     : snprintf(to, room, "%04ld-%02ld-%02ld %02ld:%02ld:%02ld", year, month, day, left / 3600,
                               left / 60 % 60, left % 60);
}

/* A date, a share, or the number as a spreadsheet shows it: 0.30000000000000004 is 0.3. */
static cahier_status write_number(xlsx *x, cahier_text *out)
{
    char text[64], *end;
    size_t len = x->value.len < sizeof text - 1 ? x->value.len : sizeof text - 1;
    memcpy(text, x->value.at, len);
    text[len] = '\0';
    double value = strtod(text, &end);
    shown shows = x->cell_style < x->style_count ? x->style[x->cell_style] : SHOWN_NUMBER;
    bool whole = strspn(text, "-0123456789") == len;
    if (end == text || *end != '\0' || (whole && shows == SHOWN_NUMBER)) {
        return cahier_collected(x->book, &x->value, out);
    }
    if (shows == SHOWN_DATE && value >= 1 && value < DAYS_MOST) {
        (void)write_date(value, x->since_1904, text, sizeof text);
    } else if (shows == SHOWN_PERCENT) {
        (void)snprintf(text, sizeof text, "%.15g %%", value * 100);
    } else {
        (void)snprintf(text, sizeof text, "%.15g", value);
    }
    x->value.len = 0;
    return cahier_workbook_keep(x->book, text, out);
}

static cahier_status take_shared(xlsx *x, cahier_text *out)
{
    CAHIER_TRY(cahier_collect(x->book, &x->value, "", 1));
    uint32_t rank = number_of(x->value.at);
    x->value.len = 0;
    *out = rank < x->string_count ? x->string[rank] : (cahier_text){0};
    return CAHIER_OK;
}

static cahier_status take_value(xlsx *x, cahier_text *out)
{
    switch (x->type) {
    case 's':
        return take_shared(x, out);
    case 'b': {
        bool yes = x->value.len > 0 && x->value.at[0] == '1';
        x->value.len = 0;
        return cahier_workbook_keep(x->book, yes ? "VRAI" : "FAUX", out);
    }
    case 'e':
        x->value.len = 0;
        *out = (cahier_text){0};
        return CAHIER_OK;
    case 'n':
        return write_number(x, out);
    default:
        return take_text(x, out);
    }
}

/* --- cells ------------------------------------------------------------------------------------------------------------- */

static char type_of(const char *t)
{
    if (t == NULL || strcmp(t, "n") == 0) {
        return 'n';
    }
    return strcmp(t, "str") == 0 ? 'S' : t[0];
}

/* « BC12 » -> 54. A cell without reference stands after the one before. */
static uint32_t column_of(const char *reference, uint32_t next)
{
    uint32_t column = 0;
    const char *c = reference == NULL ? "" : reference;
    for (; ((*c | 32) >= 'a' && (*c | 32) <= 'z') && column < CAHIER_COLUMNS_MAX; c++) {
        column = column * 26 + (uint32_t)((*c | 32) - 'a') + 1;
    }
    return column == 0 ? next : column - 1;
}

static cahier_status start_of_cell(void *self, const char *name, const char **attribute)
{
    xlsx *x = self;
    if (strcmp(name, "row") == 0) {
        const char *rank = cahier_xml_attribute_of(attribute, "r");
        x->row = rank != NULL ? number_of(rank) : x->last_row + 1;
        x->last_row = x->row;
        x->column = CAHIER_NONE; /* one before 0 */
    } else if (strcmp(name, "c") == 0) {
        x->column = column_of(cahier_xml_attribute_of(attribute, "r"), x->column + 1);
        x->type = type_of(cahier_xml_attribute_of(attribute, "t"));
        x->cell_style = number_of(cahier_xml_attribute_of(attribute, "s"));
        x->value.len = 0;
        x->phonetic = false;
    } else if (strcmp(name, "rPh") == 0) {
        x->phonetic = true;
    } else {
        x->wanted = strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && x->type == 'i' && !x->phonetic);
    }
    return CAHIER_OK;
}

static cahier_status end_of_cell(void *self, const char *name)
{
    xlsx *x = self;
    x->wanted = false;
    if (strcmp(name, "row") == 0) {
        return cahier_grid_end_row(x->grid, x->row);
    }
    x->phonetic = x->phonetic && strcmp(name, "rPh") != 0;
    if (strcmp(name, "c") != 0 || x->value.len == 0) {
        return CAHIER_OK;
    }
    cahier_text value;
    CAHIER_TRY(take_value(x, &value));
    x->grid->text_bytes += x->type == 'n' || x->type == 'b' ? 0 : value.len;
    return cahier_grid_put(x->book, x->grid, x->column, value);
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

/* Parts that a small writer may leave out. */
static cahier_status read_parts(xlsx *x)
{
    bool found;
    CAHIER_TRY(cahier_workbook_parse(x->book, "xl/_rels/workbook.xml.rels",
            &(cahier_xml_reader){.start = start_of_relation, .end = ignore_end, .self = x}, &found));
    CAHIER_TRY(cahier_workbook_parse(x->book, "xl/styles.xml",
            &(cahier_xml_reader){.start = start_of_style, .end = end_of_style, .self = x}, &found));
    return cahier_workbook_parse(x->book, "xl/sharedStrings.xml",
            &(cahier_xml_reader){.start = start_of_string, .end = end_of_string, .text = collect, .self = x}, &found);
}

static cahier_status read_grids(xlsx *x)
{
    const cahier_xml_reader cells = {.start = start_of_cell, .end = end_of_cell, .text = collect, .self = x};
    for (uint32_t s = 0; s < x->sheet_count; s++) {
        bool found;
        CAHIER_TRY(cahier_grid_open(x->book, x->sheet[s].name, x->sheet[s].hidden, &x->grid));
        x->last_row = 0;
        if (x->sheet[s].path.len > 0) {
            CAHIER_TRY(cahier_workbook_parse(x->book, x->sheet[s].path.at, &cells, &found));
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_workbook_xlsx(cahier_workbook *book, bool *found)
{
    xlsx x = {.book = book};
    CAHIER_TRY(cahier_workbook_parse(book, "xl/workbook.xml",
            &(cahier_xml_reader){.start = start_of_book, .end = ignore_end, .self = &x}, found));
    if (!*found) {
        return CAHIER_OK;
    }
    CAHIER_TRY(read_parts(&x));
    return read_grids(&x);
}
