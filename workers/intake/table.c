/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <assert.h>
#include <string.h>

#define CELL_ROOM 4096u /* cells of a first allocation; doubles in place */

cahier_status cahier_table_open(cahier_reading *reading, uint64_t rows, cahier_table *out)
{
    cahier_table table = {
            .base = (const char *)reading->batch->base, .scratch = reading->scratch, .row_room = rows + 1};
    table.row = CAHIER_NEW(reading->scratch, cahier_table_row, table.row_room);
    table.cell = CAHIER_NEW(reading->scratch, uint64_t, CELL_ROOM);
    if (table.row == NULL || table.cell == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    table.cell_room = CELL_ROOM;
    *out = table;
    return CAHIER_OK;
}

static cahier_status grow_cells(cahier_table *table)
{
    uint64_t room = table->cell_room * 2;
    uint64_t *grown = CAHIER_GROW(table->scratch, table->cell, table->cell_count, room);
    if (grown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    table->cell = grown;
    table->cell_room = room;
    return CAHIER_OK;
}

cahier_status cahier_table_add_cell(cahier_table *table, const char *at, size_t len)
{
    if (table->cell_count == table->cell_room) {
        CAHIER_TRY(grow_cells(table));
    }
    uint64_t offset = len == 0 ? 0 : (uint64_t)(at - table->base);
    uint64_t kept = len > CAHIER_CELL_MAX ? CAHIER_CELL_MAX : len;
    assert(offset < (uint64_t)1 << 40);
    table->cell[table->cell_count++] = offset << 24 | kept;
    return CAHIER_OK;
}

cahier_status cahier_table_end_row(cahier_table *table, uint32_t line, uint32_t flags)
{
    if (table->row_count == UINT32_MAX - 1) {
        return CAHIER_ERROR_NOMEM;
    }
    if (table->row_count + 1 == table->row_room) {
        uint64_t room = table->row_room * 2 + 1;
        cahier_table_row *grown = CAHIER_GROW(table->scratch, table->row, table->row_count + 1, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        table->row = grown;
        table->row_room = room;
    }
    table->row[table->row_count].line = line;
    table->row[table->row_count].flags = flags;
    table->row_count++;
    table->row[table->row_count].first = table->cell_count;
    return CAHIER_OK;
}

void cahier_table_drop_first(cahier_table *table, uint32_t count)
{
    assert(count <= table->row_count);
    table->row += count;
    table->row_room -= count;
    table->row_count -= count;
}

cahier_status cahier_refuse(
        cahier_reading *reading, cahier_status status, cahier_refusal refusal, const char *what, const char *more)
{
    cahier_refusal_write(refusal, reading->options->english, what, more, reading->error->sentence);
    return status;
}

static bool is_trimmed(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
}

/* A no-break space is C2 A0. */
cahier_text cahier_trim(cahier_text text)
{
    const char *at = text.at;
    uint32_t len = text.len;
    while (len > 0) {
        uint32_t step = is_trimmed((unsigned char)*at) ? 1 : len > 1 && memcmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
        if (step == 0) {
            break;
        }
        at += step;
        len -= step;
    }
    while (len > 0) {
        uint32_t step = is_trimmed((unsigned char)at[len - 1])                ? 1
                        : len > 1 && memcmp(at + len - 2, "\xC2\xA0", 2) == 0 ? 2
                                                                              : 0;
        if (step == 0) {
            break;
        }
        len -= step;
    }
    return (cahier_text){len == 0 ? NULL : at, len};
}
