/* SPDX-License-Identifier: Apache-2.0 */
#include "gold.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "text.h"

static const char *const names[CAHIER_GOLD_CELLS] = {"id", "label", "polarity", "stance"};

uint32_t cahier_gold_find(const cahier_gold *gold, cahier_text id)
{
    return cahier_intern_find(&gold->index, id, cahier_hash(id));
}

static cahier_status add_row(cahier_arena *arena, cahier_gold *gold, const cahier_gold_row *row)
{
    cahier_text id = row->cell[CAHIER_GOLD_ID];
    uint32_t known = cahier_gold_find(gold, id);
    if (known != CAHIER_NONE) {
        gold->at[known] = *row;
        gold->repeated++;
        return CAHIER_OK;
    }
    if (gold->count == gold->room) {
        uint32_t room = gold->room == 0 ? 1024 : gold->room * 2;
        cahier_gold_row *grown = CAHIER_GROW(arena, gold->at, gold->room, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        gold->at = grown;
        gold->room = room;
    }
    gold->at[gold->count] = *row;
    return cahier_intern_put(arena, &gold->index, id, cahier_hash(id), gold->count++);
}

/* --- JSON Lines --- */

static cahier_status take_cell(cahier_arena *arena, const cJSON *item, cahier_text *out)
{
    char digits[32];
    const char *value = cJSON_IsString(item) ? item->valuestring : NULL;
    if (cJSON_IsNumber(item) && cJSON_PrintPreallocated((cJSON *)(uintptr_t)item, digits, sizeof digits, 0)) {
        value = digits;
    }
    if (value == NULL) {
        return CAHIER_OK;
    }
    uint32_t len = (uint32_t)strlen(value);
    char *at = CAHIER_NEW(arena, char, len + 1u);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(at, value, len);
    *out = (cahier_text){at, len};
    return CAHIER_OK;
}

static cahier_status read_object(cahier_arena *arena, cahier_gold *gold, const cJSON *object, uint32_t line)
{
    cahier_gold_row row = {.line = line};
    for (uint32_t c = 0; c < CAHIER_GOLD_CELLS; c++) {
        CAHIER_TRY(take_cell(arena, cJSON_GetObjectItemCaseSensitive(object, names[c]), &row.cell[c]));
    }
    return row.cell[CAHIER_GOLD_ID].len > 0 ? add_row(arena, gold, &row) : CAHIER_ERROR_LIMIT;
}

static bool is_blank(const char *at, size_t len)
{
    return strspn(at, " \t\r") >= len;
}

static cahier_status read_json_lines(
        cahier_arena *arena, const char *at, const char *end, cahier_gold *gold, uint32_t *line)
{
    for (*line = 1; at < end; ++*line) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if (!is_blank(at, (size_t)(stop - at))) {
            cJSON *object = cJSON_ParseWithLength(at, (size_t)(stop - at));
            cahier_status status = read_object(arena, gold, object, *line);
            cJSON_Delete(object);
            CAHIER_TRY(status);
        }
        at = stop + 1;
    }
    return CAHIER_OK;
}

/* --- CSV --- */

typedef struct csv {
    char *at, *end;
    char delimiter;
    uint32_t line;
} csv;

/* "a ""b"" c": the quoted field at s->at, undoubled in place; what stands between it and the delimiter is left out. */
static cahier_text read_quoted(csv *s)
{
    char *start = ++s->at, *to = start;
    while (s->at < s->end && (*s->at != '"' || (s->at + 1 < s->end && s->at[1] == '"'))) {
        s->at += *s->at == '"';
        s->line += *s->at == '\n';
        *to++ = *s->at++;
    }
    while (s->at < s->end && *s->at != s->delimiter && *s->at != '\n') {
        s->at++;
    }
    return (cahier_text){start, (uint32_t)(to - start)};
}

static cahier_text read_bare(csv *s)
{
    char *start = s->at;
    while (s->at < s->end && *s->at != s->delimiter && *s->at != '\n') {
        s->at++;
    }
    uint32_t len = (uint32_t)(s->at - start);
    return (cahier_text){start, len > 0 && start[len - 1] == '\r' ? len - 1 : len};
}

/* A field, and whether it ends its record. */
static bool next_field(csv *s, cahier_text *field)
{
    *field = s->at < s->end && *s->at == '"' ? read_quoted(s) : read_bare(s);
    bool last = s->at == s->end || *s->at == '\n';
    s->line += s->at < s->end && last;
    s->at += s->at < s->end;
    return last;
}

/* The columns of the header, in file order: cell of each, CAHIER_GOLD_CELLS for those that are not used. */
#define COLUMNS_MAX 64u

static cahier_status read_column_names(csv *s, uint32_t column[COLUMNS_MAX])
{
    bool has_id = false, last = false;
    for (uint32_t i = 0; i < COLUMNS_MAX; i++) {
        column[i] = CAHIER_GOLD_CELLS;
    }
    for (uint32_t i = 0; i < COLUMNS_MAX && !last; i++) {
        cahier_text field;
        last = next_field(s, &field);
        for (uint32_t c = 0; c < CAHIER_GOLD_CELLS; c++) {
            if (field.len == strlen(names[c]) && memcmp(field.at, names[c], field.len) == 0) {
                column[i] = c;
                has_id = has_id || c == CAHIER_GOLD_ID;
            }
        }
    }
    return has_id && last ? CAHIER_OK : CAHIER_ERROR_LIMIT;
}

static cahier_status read_csv(cahier_arena *arena, csv *s, cahier_gold *gold, uint32_t *line)
{
    uint32_t column[COLUMNS_MAX];
    *line = 1;
    CAHIER_TRY(read_column_names(s, column));
    while (s->at < s->end) {
        cahier_gold_row row = {.line = s->line};
        bool last = false, filled = false;
        for (uint32_t i = 0; !last; i++) {
            cahier_text field;
            last = next_field(s, &field);
            filled = filled || field.len > 0;
            if (i < COLUMNS_MAX && column[i] < CAHIER_GOLD_CELLS) {
                row.cell[column[i]] = field;
            }
        }
        *line = row.line;
        if (filled && row.cell[CAHIER_GOLD_ID].len == 0) {
            return CAHIER_ERROR_LIMIT;
        }
        if (filled) {
            CAHIER_TRY(add_row(arena, gold, &row));
        }
    }
    return CAHIER_OK;
}

/* The first of ; , tab in the header line: names of columns hold none. */
static char find_delimiter(const char *at, const char *end)
{
    while (at < end && *at != ';' && *at != ',' && *at != '\t' && *at != '\n') {
        at++;
    }
    return at < end && *at != '\n' ? *at : ';';
}

cahier_status cahier_gold_read(cahier_arena *arena, char *bytes, uint32_t len, cahier_gold *out, uint32_t *line)
{
    cahier_gold gold = {0};
    char *at = bytes, *end = bytes + len;
    at += len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *first = at;
    while (first < end && (*first == ' ' || *first == '\n' || *first == '\r')) {
        first++;
    }
    if (first < end && *first == '{') {
        CAHIER_TRY(read_json_lines(arena, at, end, &gold, line));
    } else {
        csv s = {at, end, find_delimiter(at, end), 1};
        CAHIER_TRY(read_csv(arena, &s, &gold, line));
    }
    if (gold.count == 0) {
        return CAHIER_ERROR_EMPTY;
    }
    *out = gold;
    return CAHIER_OK;
}
