/* SPDX-License-Identifier: Apache-2.0 */
/* table.h -- what every format becomes: column names and rows of cells, before anyone knows what a column is for.
 *
 * Value   A cell is a slice of the batch arena, packed in 8 bytes (40 bits of offset, 24 of length): a table of a
 *         million rows and 40 columns takes 320 MB of scratch instead of 640. Rows may be ragged.
 * Memory  cells and rows in `scratch`, their bytes in `batch`
 */
#ifndef CAHIER_INTAKE_TABLE_H
#define CAHIER_INTAKE_TABLE_H

#include "intake.h"
#include "words.h"

/* What all steps of one cahier_intake_read share. */
typedef struct cahier_reading {
    cahier_arena *batch, *scratch;
    const cahier_intake_options *options;
    cahier_intake_error *error;
    const struct cahier_charsets *charsets;
} cahier_reading;

/* The bytes of one file, ours to rewrite in place. at[len] is readable and 0. */
typedef struct cahier_source {
    cahier_text name; /* base name */
    char *at;
    size_t len;
    bool ill_formed; /* some bytes were left that are not UTF-8 */
} cahier_source;

#define CAHIER_CELL_MAX ((1u << 24) - 1u) /* bytes: what 24 bits hold, 16 times what a document keeps */

enum {                               /* row flags */
    CAHIER_ROW_UNREADABLE = 1u << 0, /* JSON record that does not parse */
    CAHIER_ROW_RECOVERED = 1u << 1,  /* an unclosed quote was read as text */
};

typedef struct cahier_table_row {
    uint64_t first; /* index of its first cell */
    uint32_t line;  /* of the file, from 1 */
    uint32_t flags;
} cahier_table_row;

typedef struct cahier_table {
    const char *base; /* cells are offsets from here */
    cahier_text *column;
    uint32_t column_count;
    uint64_t *cell;
    uint64_t cell_count, cell_room;
    cahier_table_row *row; /* row_count + 1: row[row_count].first == cell_count */
    uint32_t row_count;
    uint64_t row_room;
    cahier_arena *scratch;
} cahier_table;

/* An empty table that grows from `rows` rows; in place as long as nothing else is allocated in scratch. */
cahier_status cahier_table_open(cahier_reading *reading, uint64_t rows, cahier_table *out);
cahier_status cahier_table_add_cell(cahier_table *table, const char *at, size_t len);
cahier_status cahier_table_end_row(cahier_table *table, uint32_t line, uint32_t flags);

static inline uint32_t cahier_table_width(const cahier_table *table, uint32_t r)
{
    return (uint32_t)(table->row[r + 1].first - table->row[r].first);
}

/* Empty when the row is shorter than `column`. */
static inline cahier_text cahier_table_at(const cahier_table *table, uint32_t r, uint32_t column)
{
    if (column >= cahier_table_width(table, r)) {
        return (cahier_text){0};
    }
    uint64_t cell = table->cell[table->row[r].first + column];
    return (cahier_text){table->base + (cell >> 24), (uint32_t)(cell & CAHIER_CELL_MAX)};
}

/* Rows [0, count) go: what was read as data is the header. */
void cahier_table_drop_first(cahier_table *table, uint32_t count);

/* Fills the sentence of the error and returns `status`. `what` and `more` may be NULL. */
cahier_status cahier_refuse(
        cahier_reading *reading, cahier_status status, cahier_refusal refusal, const char *what, const char *more);

cahier_text cahier_trim(cahier_text text); /* without surrounding ASCII blanks and no-break spaces */

#endif
