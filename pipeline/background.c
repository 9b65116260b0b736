/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped word vectors, read from the text of lexicons/associations.tsv: part of associate.h. */
#include "associate.h"

#include <string.h>

#include "text.h"

#define DIMENSIONS_MOST 512u
#define COLUMNS "stem\tdocuments\tvector"

typedef struct reader {
    cahier_text bytes;
    uint32_t at, line;
    cahier_error *error;
} reader;

static cahier_status refuse(reader *r, uint32_t column, const char *message)
{
    *r->error = (cahier_error){CAHIER_ERROR_LEXICON, r->line, column, message};
    return CAHIER_ERROR_LEXICON;
}

static bool next_line(reader *r, cahier_text *line)
{
    if (r->at >= r->bytes.len) {
        return false;
    }
    const char *from = r->bytes.at + r->at;
    const char *end = memchr(from, '\n', r->bytes.len - r->at);
    line->at = from;
    line->len = end != NULL ? (uint32_t)(end - from) : r->bytes.len - r->at;
    r->at += line->len + 1;
    r->line++;
    return true;
}

static bool cut_field(cahier_text *line, cahier_text *field)
{
    const char *tab = memchr(line->at, '\t', line->len);
    if (tab == NULL) {
        return false;
    }
    *field = (cahier_text){line->at, (uint32_t)(tab - line->at)};
    line->at = tab + 1;
    line->len -= field->len + 1;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_vector(cahier_text hex, int8_t *out)
{
    for (uint32_t i = 0; i + 1 < hex.len; i += 2) {
        int high = hex_digit(hex.at[i]), low = hex_digit(hex.at[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        int value = high * 16 + low;
        out[i / 2] = (int8_t)(value < 128 ? value : value - 256);
    }
    return true;
}

/* Rows and dimensions, and that the columns are the expected ones. */
static cahier_status survey(reader *r, uint32_t *rows, uint32_t *dimensions)
{
    cahier_text line, field;
    bool columns = false;
    *rows = *dimensions = 0;
    while (next_line(r, &line)) {
        if (line.len == 0 || line.at[0] == '#') {
            columns = columns ||
                      cahier_text_equal(line, (cahier_text){"# columns: " COLUMNS, sizeof "# columns: " COLUMNS - 1});
            continue;
        }
        if (!columns) {
            return refuse(r, 1, "the header does not name the columns " COLUMNS);
        }
        if (!cut_field(&line, &field) || field.len == 0 || !cut_field(&line, &field)) {
            return refuse(r, 1, "an entry has too few cells");
        }
        *dimensions = *dimensions == 0 ? line.len / 2 : *dimensions;
        if (line.len != 2 * *dimensions || *dimensions == 0 || *dimensions > DIMENSIONS_MOST) {
            return refuse(r, 3, "a vector has another length than the first");
        }
        ++*rows;
    }
    return *rows > 0 ? CAHIER_OK : refuse(r, 0, "no entry");
}

uint32_t cahier_background_find(const cahier_background *background, cahier_text stem)
{
    return cahier_intern_find(&background->row, stem, cahier_hash(stem));
}

static cahier_status read_row(reader *r, cahier_text line, cahier_background *b, cahier_text *stem, int8_t *vector)
{
    cahier_text documents;
    (void)cut_field(&line, stem);
    (void)cut_field(&line, &documents);
    if (cahier_background_find(b, *stem) != CAHIER_NONE) {
        return refuse(r, 1, "this stem has a vector already");
    }
    if (!read_vector(line, vector)) {
        return refuse(r, 3, "a vector is not written in hexadecimal digits");
    }
    cahier_intern_place(&b->row, (cahier_intern_slot){stem->at, stem->len, cahier_hash(*stem), b->count});
    b->count++;
    return CAHIER_OK;
}

cahier_status cahier_background_parse(
        cahier_arena *arena, cahier_text bytes, cahier_background *out, cahier_error *error)
{
    reader r = {.bytes = bytes, .error = error};
    uint32_t rows, dimensions;
    CAHIER_TRY(survey(&r, &rows, &dimensions));
    cahier_text *stem = CAHIER_NEW(arena, cahier_text, rows);
    int8_t *vector = CAHIER_NEW(arena, int8_t, (size_t)rows * dimensions);
    cahier_background b = {.dimensions = dimensions, .stem = stem, .vector = vector};
    if (stem == NULL || vector == NULL || cahier_intern_reserve(arena, &b.row, rows) != CAHIER_OK) {
        *error = (cahier_error){.status = CAHIER_ERROR_NOMEM, .message = "out of memory"};
        return CAHIER_ERROR_NOMEM;
    }
    r = (reader){.bytes = bytes, .error = error};
    cahier_text line;
    while (next_line(&r, &line)) {
        if (line.len > 0 && line.at[0] != '#') {
            CAHIER_TRY(read_row(&r, line, &b, &stem[b.count], vector + (size_t)b.count * dimensions));
        }
    }
    *out = b;
    return CAHIER_OK;
}
