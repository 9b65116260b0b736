/* SPDX-License-Identifier: Apache-2.0 */
#include "redact_cells.h"

#include <stdio.h>
#include <string.h>

#include "normalise.h"
#include "redact.h"

typedef enum cell_kind {
    CELL_SHOWN, /* whatever it holds is hidden */
    CELL_VALUE, /* a place, an age, an answer to tick */
    CELL_KEY    /* an id */
} cell_kind;

/* May the datum stay in such a cell? "75011 Paris" is a place; one id of ten has the check digit of a card. */
static bool may_stay(const cahier_cells *cells, cell_kind kind, const cahier_redaction *r, cahier_text redacted)
{
    bool alone = r->start == 0 && r->end == redacted.len;
    if (kind == CELL_VALUE) {
        return r->kind == CAHIER_POSTCODE || (r->kind == CAHIER_PERSON && alone && !cells->strict);
    }
    bool number = r->kind == CAHIER_CARD || r->kind == CAHIER_NIR || r->kind == CAHIER_REFERENCE ||
                  r->kind == CAHIER_IP || r->kind == CAHIER_PLATE;
    return kind == CELL_KEY && number && alone;
}

/* True when the cell was changed. */
static cahier_status redact_cell(const cahier_cells *cells, cell_kind kind, cahier_text *cell, bool *changed)
{
    cahier_text text, out;
    cahier_redactions found;
    uint32_t notes = 0, title_len = 0;
    *changed = false;
    if (cell->len == 0) {
        return CAHIER_OK;
    }
    size_t mark = cahier_arena_mark(cells->batch);
    CAHIER_TRY(cahier_normalise(cells->batch, cells->scratch, *cell, &text, &notes));
    CAHIER_TRY(cahier_redact(
            cells->lexicons, cells->strict, cells->batch, cells->scratch, text, &title_len, &out, &found));
    for (uint32_t k = 0; k < found.count && !*changed; k++) {
        *changed = !may_stay(cells, kind, &found.at[k], out);
    }
    if (*changed) {
        *cell = out;
    } else {
        cahier_arena_reset(cells->batch, mark);
    }
    return CAHIER_OK;
}

cahier_status cahier_redact_shown(const cahier_cells *cells, cahier_text *text)
{
    bool changed;
    return redact_cell(cells, CELL_SHOWN, text, &changed);
}

void cahier_redact_message(const cahier_cells *cells, char *message, size_t room)
{
    cahier_text text = {message, (uint32_t)strlen(message)};
    bool changed = false;
    if (redact_cell(cells, CELL_SHOWN, &text, &changed) != CAHIER_OK) {
        message[0] = '\0';
    } else if (changed) {
        (void)snprintf(message, room, "%.*s", (int)text.len, text.at);
    }
}

/* "[courriel]" becomes "[courriel] (12)". */
static cahier_status redact_unique(const cahier_cells *cells, cell_kind kind, uint32_t rank, cahier_text *cell)
{
    bool changed;
    CAHIER_TRY(redact_cell(cells, kind, cell, &changed));
    if (!changed) {
        return CAHIER_OK;
    }
    char number[16];
    int len = snprintf(number, sizeof number, " (%u)", rank);
    char *to = CAHIER_NEW(cells->batch, char, cell->len + sizeof number);
    if (to == NULL || len < 0) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, cell->at, cell->len);
    memcpy(to + cell->len, number, (size_t)len);
    *cell = (cahier_text){to, cell->len + (uint32_t)len};
    return CAHIER_OK;
}

/* `*row` in the batch, or a copy of it with what changed. */
static cahier_status redact_row(const cahier_cells *cells, uint32_t count, const cahier_text **row)
{
    cahier_text *copy = NULL;
    for (uint32_t c = 0; c < count; c++) {
        cahier_text cell = (*row)[c];
        bool changed;
        CAHIER_TRY(redact_cell(cells, CELL_VALUE, &cell, &changed));
        if (!changed) {
            continue;
        }
        if (copy == NULL) {
            copy = CAHIER_NEW(cells->batch, cahier_text, count);
            if (copy == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            memcpy(copy, *row, count * sizeof *copy);
            *row = copy;
        }
        copy[c] = cell;
    }
    return CAHIER_OK;
}

static cahier_status redact_headers(const cahier_cells *cells, cahier_intake *intake)
{
    for (uint32_t g = 0; g < intake->group_count; g++) {
        CAHIER_TRY(redact_unique(cells, CELL_SHOWN, g + 1, &intake->group_name[g]));
    }
    for (uint32_t k = 0; k < intake->kept_count; k++) {
        CAHIER_TRY(redact_unique(cells, CELL_SHOWN, k + 1, &intake->kept_name[k]));
    }
    for (uint32_t f = 0; f < intake->file_count; f++) {
        for (uint32_t j = 0; j < intake->file[f].column_count; j++) {
            CAHIER_TRY(redact_unique(cells, CELL_SHOWN, j + 1, &intake->file[f].column[j].name));
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_redact_cells(const cahier_cells *cells, cahier_intake *intake)
{
    bool changed;
    CAHIER_TRY(redact_headers(cells, intake));
    for (uint32_t i = 0; i < intake->set_aside_count; i++) {
        CAHIER_TRY(redact_cell(cells, CELL_KEY, &intake->set_aside[i].id, &changed));
    }
    for (uint32_t d = 0; d < intake->count; d++) {
        cahier_contribution *c = &intake->at[d];
        CAHIER_TRY(redact_unique(cells, CELL_KEY, d + 1, &c->id));
        CAHIER_TRY(redact_cell(cells, CELL_VALUE, &c->place, &changed));
        CAHIER_TRY(redact_cell(cells, CELL_SHOWN, &c->question, &changed));
        CAHIER_TRY(redact_row(cells, intake->group_count, &c->group));
        if (intake->kept != NULL) {
            CAHIER_TRY(redact_row(cells, intake->kept_count, &intake->kept[d]));
        }
    }
    return CAHIER_OK;
}
