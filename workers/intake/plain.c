/* SPDX-License-Identifier: Apache-2.0 */
#include "plain.h"

#include <string.h>

#define BLOCK_LINES_MAX 12u /* longer blocks on average: lines with a stray blank one, not paragraphs */

/* Reads lines that end with LF, CRLF or CR. */
typedef struct lines {
    char *at, *end;
    uint32_t line; /* number of the line last read */
} lines;

typedef struct span {
    char *at;
    size_t len;
} span;

static bool take_line(lines *in, span *out)
{
    if (in->at == in->end) {
        return false;
    }
    char *p = in->at;
    while (p < in->end && *p != '\n' && *p != '\r') {
        p++;
    }
    *out = (span){in->at, (size_t)(p - in->at)};
    if (p < in->end && *p == '\r' && p + 1 < in->end && p[1] == '\n') {
        p++;
    }
    in->at = p < in->end ? p + 1 : p;
    in->line++;
    return true;
}

static lines lines_of(const cahier_source *source)
{
    return (lines){.at = source->at, .end = source->at + source->len};
}

static bool is_blank_line(span line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] != ' ' && line.at[i] != '\t') {
            return false;
        }
    }
    return true;
}

static bool is_star_line(span line)
{
    return line.len > 5 && memcmp(line.at, "****", 4) == 0 && (line.at[4] == ' ' || line.at[4] == '\t');
}

bool cahier_plain_is_iramuteq(const cahier_source *source)
{
    lines in = lines_of(source);
    span line;
    while (take_line(&in, &line)) {
        if (!is_blank_line(line)) {
            return is_star_line(line) && memchr(line.at + 4, '*', line.len - 4) != NULL;
        }
    }
    return false;
}

bool cahier_plain_is_paragraphs(const cahier_source *source)
{
    lines in = lines_of(source);
    span line;
    uint64_t blocks = 0, filled = 0;
    bool inside = false;
    while (take_line(&in, &line)) {
        bool blank = is_blank_line(line);
        blocks += !blank && !inside;
        filled += !blank;
        inside = !blank;
    }
    return blocks > 1 && filled > blocks && filled <= blocks * BLOCK_LINES_MAX;
}

static uint64_t count_lines(const cahier_source *source)
{
    lines in = lines_of(source);
    span line;
    uint64_t count = 0;
    while (take_line(&in, &line)) {
        count++;
    }
    return count;
}

static cahier_status open_with_text(cahier_reading *reading, const cahier_source *source, cahier_table *table)
{
    CAHIER_TRY(cahier_table_open(reading, count_lines(source), table));
    table->column = CAHIER_NEW(reading->batch, cahier_text, 1);
    if (table->column == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    table->column[0] = (cahier_text){"texte", 5};
    table->column_count = 1;
    return CAHIER_OK;
}

cahier_status cahier_plain_lines(cahier_reading *reading, cahier_source *source, cahier_table *out)
{
    cahier_table table;
    CAHIER_TRY(open_with_text(reading, source, &table));
    lines in = lines_of(source);
    span line;
    while (take_line(&in, &line)) {
        CAHIER_TRY(cahier_table_add_cell(&table, line.at, line.len));
        CAHIER_TRY(cahier_table_end_row(&table, in.line, 0));
    }
    *out = table;
    return CAHIER_OK;
}

cahier_status cahier_plain_paragraphs(cahier_reading *reading, cahier_source *source, cahier_table *out)
{
    cahier_table table;
    CAHIER_TRY(open_with_text(reading, source, &table));
    lines in = lines_of(source);
    span line, block = {0};
    uint32_t first_line = 0;
    bool more = true;
    while (more) {
        more = take_line(&in, &line);
        if (more && !is_blank_line(line)) {
            first_line = block.at == NULL ? in.line : first_line;
            block.at = block.at == NULL ? line.at : block.at;
            block.len = (size_t)(line.at + line.len - block.at);
        } else if (block.at != NULL) {
            CAHIER_TRY(cahier_table_add_cell(&table, block.at, block.len));
            CAHIER_TRY(cahier_table_end_row(&table, first_line, 0));
            block.at = NULL;
        }
    }
    *out = table;
    return CAHIER_OK;
}

/* --- IRaMuTeQ --------------------------------------------------------------------------------------------------------- */

typedef struct variable {
    span name, value;
} variable;

/* « *ville_Lyon »: its name ends at the first « _ »; without one it is a mark that is there or not. */
static bool next_variable(span *rest, variable *out)
{
    char *star = rest->len == 0 ? NULL : memchr(rest->at, '*', rest->len);
    if (star == NULL) {
        return false;
    }
    char *end = rest->at + rest->len, *p = star + 1;
    while (p < end && *p != ' ' && *p != '\t' && *p != '*') {
        p++;
    }
    size_t len = (size_t)(p - star - 1);
    char *cut = len == 0 ? NULL : memchr(star + 1, '_', len);
    out->name = (span){star + 1, cut == NULL ? len : (size_t)(cut - star - 1)};
    out->value = cut == NULL ? out->name : (span){cut + 1, (size_t)(p - cut - 1)};
    *rest = (span){p, (size_t)(end - p)};
    return true;
}

static uint32_t find_variable(const cahier_table *table, span name)
{
    uint32_t j = 0;
    while (j < table->column_count &&
            (table->column[j].len != name.len || memcmp(table->column[j].at, name.at, name.len) != 0)) {
        j++;
    }
    return j;
}

/* All variables of the corpus are columns before the first row is written. */
static cahier_status collect_names(cahier_reading *reading, const cahier_source *source, cahier_table *table)
{
    lines in = lines_of(source);
    span line;
    while (take_line(&in, &line)) {
        if (!is_star_line(line)) {
            continue;
        }
        span rest = {line.at + 4, line.len - 4};
        variable v;
        while (next_variable(&rest, &v)) {
            uint32_t j = find_variable(table, v.name);
            if (v.name.len == 0 || j < table->column_count) {
                continue;
            }
            if (j == CAHIER_COLUMNS_MAX) {
                return cahier_refuse(reading, CAHIER_ERROR_LIMIT, CAHIER_REFUSED_COLUMNS, source->name.at, "4096");
            }
            cahier_text *grown = CAHIER_GROW(reading->batch, table->column, j, j + 1);
            if (grown == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            table->column = grown;
            table->column[table->column_count++] = (cahier_text){v.name.at, (uint32_t)v.name.len};
        }
    }
    return CAHIER_OK;
}

static cahier_status add_starred_text(cahier_table *table, span text, span stars, uint32_t line)
{
    uint64_t first = table->cell_count;
    CAHIER_TRY(cahier_table_add_cell(table, text.at, text.len));
    for (uint32_t j = 1; j < table->column_count; j++) {
        CAHIER_TRY(cahier_table_add_cell(table, NULL, 0));
    }
    variable v;
    while (next_variable(&stars, &v)) {
        if (v.name.len > 0) {
            table->cell[first + find_variable(table, v.name)] =
                    (uint64_t)(v.value.at - table->base) << 24 | v.value.len;
        }
    }
    return cahier_table_end_row(table, line, 0);
}

cahier_status cahier_plain_iramuteq(cahier_reading *reading, cahier_source *source, cahier_table *out)
{
    cahier_table table;
    CAHIER_TRY(open_with_text(reading, source, &table));
    CAHIER_TRY(collect_names(reading, source, &table));
    lines in = lines_of(source);
    span line, text = {0}, stars = {0};
    uint32_t first_line = 0;
    bool more = true;
    while (more) {
        more = take_line(&in, &line);
        if (!more || is_star_line(line)) {
            if (first_line > 0) {
                CAHIER_TRY(add_starred_text(&table, text, stars, first_line));
            }
            stars = more ? (span){line.at + 4, line.len - 4} : stars;
            text = (span){in.at, 0};
            first_line = in.line;
            continue;
        }
        if (line.len > 2 && memcmp(line.at, "-*", 2) == 0) {
            memset(line.at, ' ', line.len); /* « -*thème »: a mark of the corpus, not the citizen's words */
        }
        text.len = (size_t)(line.at + line.len - text.at);
    }
    *out = table;
    return CAHIER_OK;
}
