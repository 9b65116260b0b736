/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

#define PATH_MAX_BYTES 512u /* of a flattened key: deeper or longer ones are left out */
#define DEPTH_MAX 16        /* objects inside objects of one record */
#define SCAN_DEPTH 64u      /* brackets followed while looking for the array of records */

/* --- where the records are -------------------------------------------------------------------------------------------- */

typedef struct span {
    char *at, *end;
} span;

static char *skip_blanks(span in)
{
    while (in.at < in.end && (*in.at == ' ' || (*in.at >= '\t' && *in.at <= '\r') || *in.at == ',')) {
        in.at++;
    }
    return in.at;
}

/* Past a string whose opening quote is at in.at. */
static char *skip_string(span in)
{
    char *p = in.at + 1;
    while (p < in.end && *p != '"') {
        p += *p == '\\' ? 2 : 1;
    }
    return p < in.end ? p + 1 : in.end;
}

typedef struct walker {
    char *opened[SCAN_DEPTH];
    uint32_t depth;
    uint32_t inside; /* depth of the array of objects being walked, SCAN_DEPTH when outside of any */
    span longest;
} walker;

static void open_bracket(walker *w, span in)
{
    char *first = skip_blanks((span){in.at + 1, in.end});
    if (w->depth < SCAN_DEPTH) {
        bool of_objects = *in.at == '[' && first < in.end && *first == '{';
        w->inside = of_objects && w->inside == SCAN_DEPTH ? w->depth : w->inside;
        w->opened[w->depth] = in.at;
    }
    w->depth++;
}

static void close_bracket(walker *w, char *at)
{
    w->depth -= w->depth > 0;
    if (w->depth != w->inside) {
        return;
    }
    char *start = w->opened[w->depth];
    w->inside = SCAN_DEPTH;
    if (w->longest.at == NULL || at - start > w->longest.end - w->longest.at) {
        w->longest = (span){start + 1, at};
    }
}

/* Walks the value at in.at: its end, and the longest array of objects inside it that is in no other such array. */
static char *walk_value(span in, span *records)
{
    walker w = {.inside = SCAN_DEPTH};
    char *p = in.at;
    while (p < in.end) {
        if (*p == '"') {
            p = skip_string((span){p, in.end});
            continue;
        }
        if (*p == '[' || *p == '{') {
            open_bracket(&w, (span){p, in.end});
        } else if (*p == ']' || *p == '}') {
            close_bracket(&w, p);
        }
        p++;
        if (w.depth == 0) {
            break;
        }
    }
    *records = w.longest;
    return p;
}

/* The span whose values, one after the other, are the records. */
static span find_records(span all, cahier_intake_format *format)
{
    char *first = skip_blanks(all);
    *format = CAHIER_FORMAT_JSON;
    if (first < all.end && *first == '[') {
        return (span){first + 1, all.end};
    }
    span inner = {0};
    char *after = skip_blanks((span){walk_value((span){first, all.end}, &inner), all.end});
    if (after < all.end && *after == '{') {
        *format = CAHIER_FORMAT_JSON_LINES;
        return all;
    }
    return inner.at != NULL ? inner : all;
}

/* --- one record ------------------------------------------------------------------------------------------------------- */

typedef struct flattener {
    cahier_reading *reading;
    cahier_table *table;
    uint64_t *cell;     /* CAHIER_COLUMNS_MAX cells of the record */
    uint64_t *previous; /* of the record before: equal values share their bytes */
    uint32_t width;     /* columns used by the record */
    uint32_t column_room;
    uint32_t expected;         /* records mostly repeat the same keys in the same order */
    char *joined;              /* CAHIER_TEXT_MAX bytes */
    size_t wasted, wasted_max; /* bytes read of records that did not parse */
    char path[PATH_MAX_BYTES];
} flattener;

static cahier_status add_column(flattener *f, cahier_text name)
{
    cahier_table *table = f->table;
    if (table->column_count == CAHIER_COLUMNS_MAX) {
        return CAHIER_ERROR_LIMIT;
    }
    if (table->column_count == f->column_room) {
        uint32_t room = f->column_room == 0 ? 32 : f->column_room * 2;
        cahier_text *grown = CAHIER_GROW(f->reading->batch, table->column, table->column_count, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        table->column = grown;
        f->column_room = room;
    }
    char *copy = CAHIER_NEW(f->reading->batch, char, name.len);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, name.at, name.len);
    table->column[table->column_count++] = (cahier_text){copy, name.len};
    return CAHIER_OK;
}

static cahier_status find_column(flattener *f, cahier_text name, uint32_t *column)
{
    uint32_t count = f->table->column_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = f->expected + i < count ? f->expected + i : f->expected + i - count;
        if (cahier_text_equal(f->table->column[j], name)) {
            *column = j;
            f->expected = j + 1 < count ? j + 1 : 0;
            return CAHIER_OK;
        }
    }
    CAHIER_TRY(add_column(f, name));
    *column = count;
    f->expected = 0;
    return CAHIER_OK;
}

static cahier_status set_cell(flattener *f, size_t path_len, const char *at, size_t len)
{
    if (len == 0 || path_len == 0) {
        return CAHIER_OK;
    }
    uint32_t j;
    CAHIER_TRY(find_column(f, (cahier_text){f->path, (uint32_t)path_len}, &j));
    while (f->width <= j) {
        f->cell[f->width++] = 0;
    }
    len = len > CAHIER_CELL_MAX ? CAHIER_CELL_MAX : len;
    uint64_t before = f->previous[j];
    if ((before & CAHIER_CELL_MAX) == len && memcmp(f->table->base + (before >> 24), at, len) == 0) {
        f->cell[j] = before;
        return CAHIER_OK;
    }
    char *copy = CAHIER_NEW(f->reading->batch, char, len);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, at, len);
    f->cell[j] = (uint64_t)(copy - f->table->base) << 24 | len;
    f->previous[j] = f->cell[j];
    return CAHIER_OK;
}

/* A scalar in words; its bytes in `buffer` unless it is a string. Empty for null and for what holds others. */
static cahier_text scalar(const cJSON *item, char buffer[40])
{
    if (cJSON_IsString(item)) {
        return (cahier_text){item->valuestring, (uint32_t)strlen(item->valuestring)};
    }
    if (cJSON_IsBool(item)) {
        return cJSON_IsTrue(item) ? (cahier_text){"true", 4} : (cahier_text){"false", 5};
    }
    if (cJSON_IsNumber(item)) {
        /* identifiers are whole numbers; 15 digits show a decimal as it was written */
        bool whole = item->valuedouble > -1e15 && item->valuedouble < 1e15 &&
                     item->valuedouble >= (double)(int64_t)item->valuedouble &&
                     item->valuedouble <= (double)(int64_t)item->valuedouble;
        int len = snprintf(buffer, 40, whole ? "%.0f" : "%.15g", item->valuedouble);
        return (cahier_text){buffer, (uint32_t)len};
    }
    return (cahier_text){0};
}

static const cJSON *first_member(const cJSON *object, const char *const *names)
{
    for (; *names != NULL; names++) {
        const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, *names);
        if (found != NULL && (cJSON_IsString(found) || cJSON_IsNumber(found))) {
            return found;
        }
    }
    return NULL;
}

/* {"questionTitle": "…", "formattedValue": "…"}: the Grand Débat and Cap Collectif. */
static cahier_status flatten_answer(flattener *f, const cJSON *answer)
{
    static const char *const titles[] = {"questionTitle", "question", "title", "label", NULL};
    static const char *const values[] = {"formattedValue", "value", "answer", "reponse", "text", NULL};
    const cJSON *title = first_member(answer, titles), *value = first_member(answer, values);
    if (title == NULL || value == NULL || !cJSON_IsString(title)) {
        return CAHIER_OK;
    }
    size_t len = strlen(title->valuestring);
    len = len < PATH_MAX_BYTES ? len : PATH_MAX_BYTES;
    memcpy(f->path, title->valuestring, len);
    char buffer[40];
    cahier_text said = scalar(value, buffer);
    return set_cell(f, len, said.at, said.len);
}

/* ["a", "b"] becomes « a, b », as Decidim writes arrays. What passes the buffer is left out: no document holds more. */
static cahier_status flatten_scalars(flattener *f, const cJSON *array, size_t path_len)
{
    const cJSON *item;
    size_t used = 0;
    cJSON_ArrayForEach(item, array)
    {
        char buffer[40];
        cahier_text said = scalar(item, buffer);
        if (said.len == 0 || used + said.len + 2 > CAHIER_TEXT_MAX) {
            continue;
        }
        if (used > 0) {
            f->joined[used++] = ',';
            f->joined[used++] = ' ';
        }
        memcpy(f->joined + used, said.at, said.len);
        used += said.len;
    }
    return set_cell(f, path_len, f->joined, used);
}

static bool is_answers(const cJSON *item)
{
    static const char *const names[] = {"responses", "answers", "reponses", "réponses", NULL};
    for (const char *const *name = names; item->string != NULL && *name != NULL; name++) {
        if (strcmp(item->string, *name) == 0) {
            return true;
        }
    }
    return false;
}

static cahier_status flatten_array(flattener *f, const cJSON *array, size_t path_len)
{
    const cJSON *item = array->child;
    if (item == NULL || !cJSON_IsObject(item)) {
        return flatten_scalars(f, array, path_len);
    }
    if (!is_answers(array)) {
        return CAHIER_OK; /* votes, comments, attachments of the contribution: not its author's words */
    }
    for (; item != NULL; item = item->next) {
        CAHIER_TRY(flatten_answer(f, item));
    }
    return CAHIER_OK;
}

/* Bounded by DEPTH_MAX: what a file nests deeper is no contribution. */
static cahier_status flatten(flattener *f, const cJSON *object, size_t path_len, int depth)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        size_t len = strlen(item->string);
        bool wrapper = path_len == 0 && cJSON_IsObject(item) && strcmp(item->string, "node") == 0;
        size_t full = wrapper ? 0 : path_len + (path_len > 0) + len;
        if (full > PATH_MAX_BYTES || depth == DEPTH_MAX) {
            continue;
        }
        if (!wrapper) {
            f->path[path_len] = '/';
            memcpy(f->path + full - len, item->string, len);
        }
        if (cJSON_IsObject(item)) {
            CAHIER_TRY(flatten(f, item, full, depth + 1));
        } else if (cJSON_IsArray(item)) {
            CAHIER_TRY(flatten_array(f, item, full));
        } else {
            char buffer[40];
            cahier_text said = scalar(item, buffer);
            CAHIER_TRY(set_cell(f, full, said.at, said.len));
        }
    }
    return CAHIER_OK;
}

static cahier_status end_record(flattener *f, uint32_t line, uint32_t flags)
{
    for (uint32_t j = 0; j < f->width; j++) {
        uint64_t cell = f->cell[j];
        CAHIER_TRY(cahier_table_add_cell(f->table, f->table->base + (cell >> 24), cell & CAHIER_CELL_MAX));
    }
    f->width = 0;
    f->expected = 0;
    return cahier_table_end_row(f->table, line, flags);
}

/* --- all records ------------------------------------------------------------------------------------------------------ */

static uint32_t hex_value(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        uint32_t digit = c >= '0' && c <= '9'                 ? (uint32_t)(c - '0')
                         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                              : 16;
        if (digit == 16) {
            return UINT32_MAX;
        }
        value = value << 4 | digit;
    }
    return value;
}

/* cJSON ends a string at « \u0000 » and refuses half an emoji (« \ud83d » alone, from a text cut by its exporter): both
 * become U+FFFD, in as many bytes. */
static void mend_escapes(span in)
{
    for (char *p = in.at; p + 6 <= in.end && (p = memchr(p, '\\', (size_t)(in.end - p))) != NULL; p += 2) {
        if (p + 6 > in.end || p[1] != 'u') {
            continue;
        }
        uint32_t unit = hex_value(p + 2);
        bool high = unit >= 0xD800 && unit <= 0xDBFF;
        uint32_t next = high && p + 12 <= in.end && p[6] == '\\' && p[7] == 'u' ? hex_value(p + 8) : 0;
        if (high && next >= 0xDC00 && next <= 0xDFFF) {
            p += 6;
        } else if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF)) {
            memcpy(p + 2, "fffd", 4);
        }
    }
}

/* Start of the next line that begins a record, after one that does not parse. */
static char *next_record_line(span in)
{
    char *p = in.at;
    while (p < in.end && (p = memchr(p, '\n', (size_t)(in.end - p))) != NULL) {
        p = skip_blanks((span){p + 1, in.end});
        if (p < in.end && *p == '{') {
            return p;
        }
    }
    return in.end;
}

static uint32_t count_breaks(const char *from, const char *to)
{
    uint32_t count = 0;
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

static uint64_t count_bytes(span in, char wanted)
{
    uint64_t count = 0;
    for (char *p = in.at; p < in.end && (p = memchr(p, wanted, (size_t)(in.end - p))) != NULL; p++) {
        count++;
    }
    return count;
}

static cahier_status flatten_record(flattener *f, const cJSON *record)
{
    if (cJSON_IsObject(record)) {
        return flatten(f, record, 0, 0);
    }
    if (cJSON_IsString(record)) {
        memcpy(f->path, "texte", 5);
        return set_cell(f, 5, record->valuestring, strlen(record->valuestring));
    }
    return CAHIER_OK;
}

/* Reads one record at *p and moves past it. */
static cahier_status read_value(flattener *f, span all, char **p, uint32_t line)
{
    const char *end = NULL;
    cJSON *record = cJSON_ParseWithLengthOpts(*p, (size_t)(all.end - *p), &end, false);
    bool readable = record != NULL && (cJSON_IsObject(record) || cJSON_IsString(record));
    cahier_status status = readable ? flatten_record(f, record) : CAHIER_OK;
    cJSON_Delete(record);
    CAHIER_TRY(status);
    if (record != NULL) {
        *p += end - *p;
    } else {
        f->wasted += end == NULL ? 0 : (size_t)(end - *p);
        *p = f->wasted > f->wasted_max ? all.end : next_record_line((span){*p, all.end});
    }
    return end_record(f, line, readable ? 0 : CAHIER_ROW_UNREADABLE);
}

static cahier_status read_records(flattener *f, span records, uint32_t line)
{
    const char *counted = records.at;
    char *p = skip_blanks(records);
    while (p < records.end && *p != ']') {
        line += count_breaks(counted, p);
        counted = p;
        CAHIER_TRY(read_value(f, records, &p, line));
        p = skip_blanks((span){p, records.end});
    }
    return CAHIER_OK;
}

static bool all_unreadable(const cahier_table *table)
{
    for (uint32_t r = 0; r < table->row_count; r++) {
        if ((table->row[r].flags & CAHIER_ROW_UNREADABLE) == 0) {
            return false;
        }
    }
    return true;
}

cahier_status cahier_json_read(
        cahier_reading *reading, cahier_source *source, cahier_intake_format *format, cahier_table *out)
{
    span all = {source->at, source->at + source->len};
    mend_escapes(all);
    span records = find_records(all, format);
    uint64_t rows = count_bytes(records, '{') + 1;
    flattener f = {.reading = reading, .wasted_max = 4 * source->len};
    f.joined = CAHIER_NEW(reading->scratch, char, CAHIER_TEXT_MAX);
    f.cell = CAHIER_NEW(reading->scratch, uint64_t, CAHIER_COLUMNS_MAX);
    f.previous = CAHIER_NEW(reading->scratch, uint64_t, CAHIER_COLUMNS_MAX);
    if (f.joined == NULL || f.cell == NULL || f.previous == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_table table;
    CAHIER_TRY(cahier_table_open(reading, rows, &table));
    f.table = &table;
    cahier_status status = read_records(&f, records, 1 + count_breaks(all.at, records.at));
    if (status == CAHIER_ERROR_LIMIT) {
        return cahier_refuse(reading, status, CAHIER_REFUSED_COLUMNS, source->name.at, "4096");
    }
    CAHIER_TRY(status);
    if (all_unreadable(&table)) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_JSON, source->name.at, NULL);
    }
    *out = table;
    return CAHIER_OK;
}
