/* SPDX-License-Identifier: Apache-2.0 */
#include "gather.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "authors.h"
#include "clean.h"
#include "identify.h"
#include "kind.h"
#include "position.h"
#include "text.h"
#include "unite.h"

#define PLACE_MAX 200u /* bytes of a place or a group value: longer ones are answers, not names */

typedef struct gatherer {
    cahier_reading *reading;
    cahier_intake *out;
    cahier_sheet *sheet;
    uint32_t file;
    uint32_t room; /* documents allocated */
    cahier_authors authors;
    cahier_identities identities;
    cahier_text *answer; /* of the row at hand: one a text column, empty when not answered */
    uint32_t *answer_notes;
    cahier_united group, kept;
} gatherer;

typedef struct record {
    uint32_t r;
    uint32_t notes;
    uint32_t joined_at, extra; /* cells [joined_at, joined_at + extra] are one: its delimiters were text */
    uint32_t answers;          /* text columns that are filled */
    cahier_text id, title;
} record;

/* --- cells ------------------------------------------------------------------------------------------------------------ */

static cahier_text cut_at(cahier_text text, uint32_t max, uint32_t *notes)
{
    if (text.len <= max) {
        return text;
    }
    uint32_t len = max;
    while (len > 0 && ((unsigned char)text.at[len] & 0xC0) == 0x80) {
        len--;
    }
    *notes |= CAHIER_NOTE_TRUNCATED;
    return (cahier_text){text.at, len};
}

/* A cell of the row, by column: what an unquoted text with delimiters pushed to the right is found again. */
static cahier_text cell_at(const gatherer *g, const record *row, uint32_t column)
{
    const cahier_table *table = &g->sheet->table;
    if (row->extra == 0 || column < row->joined_at) {
        return cahier_table_at(table, row->r, column);
    }
    if (column > row->joined_at) {
        return cahier_table_at(table, row->r, column + row->extra);
    }
    cahier_text joined = {0};
    for (uint32_t j = column; j <= column + row->extra; j++) {
        cahier_text part = cahier_table_at(table, row->r, j);
        if (part.len > 0) {
            joined.at = joined.at == NULL ? part.at : joined.at;
            uint64_t len = (uint64_t)(part.at + part.len - joined.at);
            joined.len = len > CAHIER_CELL_MAX ? CAHIER_CELL_MAX : (uint32_t)len;
        }
    }
    return joined;
}

static cahier_status clean_cell(
        gatherer *g, const record *row, uint32_t column, uint32_t max, cahier_text *out, uint32_t *notes)
{
    *out = cut_at(cell_at(g, row, column), max, notes);
    return cahier_clean(g->reading, out, notes);
}

/* Short facts: place, group, title. What is repaired in them is not noted: notes are about the text. */
static cahier_status clean_fact(gatherer *g, const record *row, uint32_t column, cahier_text *out)
{
    uint32_t notes = 0;
    *out = (cahier_text){0};
    return column == CAHIER_NONE ? CAHIER_OK : clean_cell(g, row, column, PLACE_MAX, out, &notes);
}

/* --- what a row is ---------------------------------------------------------------------------------------------------- */

static bool is_empty_row(const cahier_table *table, uint32_t r)
{
    uint32_t width = cahier_table_width(table, r);
    for (uint32_t j = 0; j < width; j++) {
        if (cahier_trim(cahier_table_at(table, r, j)).len > 0) {
            return false;
        }
    }
    return true;
}

/* Too many fields: when one column is the text, its unquoted delimiters cut it, and the pieces are joined again. */
static void mend_width(const gatherer *g, record *row)
{
    const cahier_table *table = &g->sheet->table;
    const cahier_layout *layout = &g->sheet->layout;
    uint32_t width = cahier_table_width(table, row->r);
    if (g->sheet->facts->format != CAHIER_FORMAT_CSV || width == table->column_count) {
        return;
    }
    while (width > table->column_count && cahier_table_at(table, row->r, width - 1).len == 0) {
        width--;
    }
    if (width > table->column_count && layout->text.count == 1) {
        row->joined_at = layout->text.at[0];
        row->extra = width - table->column_count;
    }
    row->notes |= width == table->column_count ? 0 : CAHIER_NOTE_RAGGED;
}

static bool is_other_kind(const gatherer *g, const record *row)
{
    const cahier_layout *layout = &g->sheet->layout;
    return layout->kind != CAHIER_NONE &&
           cahier_kind_hangs_below(cell_at(g, row, layout->kind), layout->column[layout->text.at[0]].name);
}

static cahier_status set_aside(gatherer *g, const record *row, cahier_set_aside_reason reason)
{
    cahier_intake *out = g->out;
    uint32_t room = out->set_aside_count;
    /* doubles at powers of two; the latest allocation of scratch or not, the copies stay linear */
    if ((room & (room - 1)) == 0) {
        cahier_set_aside *grown =
                CAHIER_GROW(g->reading->batch, out->set_aside, room, room == 0 ? 1 : (size_t)room * 2);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        out->set_aside = grown;
    }
    out->set_aside[out->set_aside_count++] = (cahier_set_aside){.file = g->file,
            .line = g->sheet->table.row[row->r].line,
            .row = row->r + 1,
            .reason = reason,
            .id = row->id};
    g->sheet->facts->set_aside[reason]++;
    return CAHIER_OK;
}

/* --- answers ---------------------------------------------------------------------------------------------------------- */

static cahier_status read_first_filled(
        gatherer *g, record *row, const cahier_column_list *columns, cahier_text *out, uint32_t *notes)
{
    for (uint32_t i = 0; i < columns->count && out->len == 0; i++) {
        CAHIER_TRY(clean_cell(g, row, columns->at[i], CAHIER_TEXT_MAX, out, notes));
    }
    return CAHIER_OK;
}

static cahier_status read_title(gatherer *g, record *row)
{
    const cahier_layout *layout = &g->sheet->layout;
    uint32_t notes = 0;
    if (layout->title == CAHIER_NONE) {
        return CAHIER_OK;
    }
    CAHIER_TRY(clean_cell(g, row, layout->title, CAHIER_TEXT_MAX / 16, &row->title, &notes));
    return read_first_filled(g, row, &layout->title_fallback, &row->title, &notes);
}

/* The text columns; when all are empty the fallback; when it is too, the title is what was written. */
static cahier_status read_answers(gatherer *g, record *row)
{
    const cahier_layout *layout = &g->sheet->layout;
    for (uint32_t t = 0; t < layout->text.count; t++) {
        g->answer_notes[t] = row->notes;
        CAHIER_TRY(clean_cell(g, row, layout->text.at[t], CAHIER_TEXT_MAX, &g->answer[t], &g->answer_notes[t]));
        row->answers += g->answer[t].len > 0;
    }
    CAHIER_TRY(read_title(g, row));
    if (row->answers == 0) {
        CAHIER_TRY(read_first_filled(g, row, &layout->fallback, &g->answer[0], &g->answer_notes[0]));
        if (g->answer[0].len == 0) {
            g->answer[0] = row->title;
        }
        row->answers = g->answer[0].len > 0;
    }
    return CAHIER_OK;
}

/* Do the documents of an earlier contribution say the same, word for word? */
static bool is_repeated(const gatherer *g, const cahier_identity *earlier, const record *row)
{
    if (earlier->document_count != row->answers) {
        return false;
    }
    uint32_t d = earlier->first_document;
    for (uint32_t t = 0; t < g->sheet->layout.text.count; t++) {
        if (g->answer[t].len > 0 && !cahier_text_equal(g->out->at[d++].text, g->answer[t])) {
            return false;
        }
    }
    return true;
}

/* --- identifiers ------------------------------------------------------------------------------------------------------ */

static cahier_status read_id(gatherer *g, record *row)
{
    uint32_t notes = 0;
    if (g->sheet->layout.id != CAHIER_NONE) {
        CAHIER_TRY(clean_cell(g, row, g->sheet->layout.id, PLACE_MAX, &row->id, &notes));
    }
    return CAHIER_OK;
}

/* A row without identifier is named by its rank. */
static cahier_status name_row(gatherer *g, record *row)
{
    if (row->id.len > 0) {
        return CAHIER_OK;
    }
    char *name = CAHIER_NEW(g->reading->batch, char, 24);
    if (name == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    int len =
            g->file == 0 ? snprintf(name, 24, "%u", row->r + 1) : snprintf(name, 24, "%u-%u", g->file + 1, row->r + 1);
    row->id = (cahier_text){name, (uint32_t)len};
    return CAHIER_OK;
}

/* Ids of the answers of a row, "42/1": claimed too, so that no row of another file takes them. */
static cahier_status claim_answers(gatherer *g, const record *row, bool *all_free)
{
    *all_free = true;
    for (uint32_t t = 0; t < g->sheet->layout.text.count && g->sheet->layout.text.count > 1; t++) {
        if (g->answer[t].len > 0) {
            cahier_text id;
            uint32_t rank;
            bool added;
            CAHIER_TRY(cahier_identities_compose(g->reading, row->id, '/', t + 1, &id));
            CAHIER_TRY(cahier_identities_claim(g->reading, &g->identities, id, &rank, &added));
            *all_free = *all_free && added;
        }
    }
    return CAHIER_OK;
}

/* Makes row->id unique, or finds that the row repeats an earlier one. */
static cahier_status claim_id(gatherer *g, record *row, bool *repeated)
{
    uint32_t rank;
    bool added, all_free;
    *repeated = false;
    CAHIER_TRY(cahier_identities_claim(g->reading, &g->identities, row->id, &rank, &added));
    if (!added && is_repeated(g, &g->identities.at[rank], row)) {
        *repeated = true;
        return CAHIER_OK;
    }
    uint32_t taken = rank;
    cahier_text asked = row->id;
    all_free = added;
    if (added) {
        CAHIER_TRY(claim_answers(g, row, &all_free));
    }
    while (!all_free) {
        row->id = asked;
        row->notes |= CAHIER_NOTE_ID_RENAMED;
        CAHIER_TRY(cahier_identities_rename(g->reading, &g->identities, taken, &row->id, &rank));
        CAHIER_TRY(claim_answers(g, row, &all_free));
    }
    g->identities.at[rank].first_document = g->out->count;
    g->identities.at[rank].document_count = row->answers;
    return CAHIER_OK;
}

/* --- documents -------------------------------------------------------------------------------------------------------- */

static int32_t read_day(gatherer *g, const record *row)
{
    const cahier_layout *layout = &g->sheet->layout;
    cahier_intake_file *facts = g->sheet->facts;
    if (layout->date == CAHIER_NONE) {
        return 0;
    }
    int order_seen;
    cahier_text cell = cahier_trim(cell_at(g, row, layout->date));
    int32_t date = cahier_date_parse(cell, layout->date_order, &order_seen);
    facts->bad_dates += date == 0 && cell.len > 0;
    if (date != 0) {
        facts->first_date = facts->first_date == 0 || date < facts->first_date ? date : facts->first_date;
        facts->last_date = date > facts->last_date ? date : facts->last_date;
    }
    return date;
}

static cahier_status read_person(gatherer *g, const record *row, cahier_contribution *c)
{
    const cahier_column_list *columns = &g->sheet->layout.person;
    cahier_text parts[2] = {{0}, {0}};
    for (uint32_t i = 0; i < columns->count; i++) {
        parts[i] = cahier_trim(cell_at(g, row, columns->at[i]));
    }
    return cahier_authors_rank(g->reading, &g->authors, parts, &c->person, &c->person_known);
}

/* Values of the columns `of` for this row, one a name; absent columns are empty. */
static cahier_status read_facts(
        gatherer *g, const record *row, const uint32_t *of, uint32_t count, const cahier_text **out)
{
    *out = NULL;
    if (count == 0) {
        return CAHIER_OK;
    }
    cahier_text *values = CAHIER_NEW(g->reading->batch, cahier_text, count);
    if (values == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_TRY(clean_fact(g, row, of[i], &values[i]));
    }
    *out = values;
    return CAHIER_OK;
}

static void count_notes(cahier_intake_file *facts, uint32_t notes)
{
    for (uint32_t bit = 0; bit < 16; bit++) {
        facts->noted[bit] += notes >> bit & 1;
    }
}

/* What all answers of a row share. */
static cahier_status read_shared(gatherer *g, const record *row, cahier_contribution *c, const cahier_text **kept)
{
    const cahier_layout *layout = &g->sheet->layout;
    *c = (cahier_contribution){
            .contribution = g->out->contributions, .file = g->file, .row = row->r + 1, .date = read_day(g, row)};
    CAHIER_TRY(clean_fact(g, row, layout->place, &c->place));
    CAHIER_TRY(read_person(g, row, c));
    if (layout->position != CAHIER_NONE) {
        c->position = cahier_position_read(cahier_trim(cell_at(g, row, layout->position)));
    }
    if (layout->question != CAHIER_NONE) {
        uint32_t notes = 0;
        CAHIER_TRY(clean_cell(g, row, layout->question, CAHIER_SENTENCE_MAX, &c->question, &notes));
    }
    CAHIER_TRY(read_facts(g, row, g->group.of[g->file], g->group.count, &c->group));
    return read_facts(g, row, g->kept.of[g->file], g->kept.count, kept);
}

static cahier_status add_document(
        gatherer *g, const record *row, uint32_t t, cahier_contribution c, const cahier_text *kept)
{
    const cahier_layout *layout = &g->sheet->layout;
    c.id = row->id;
    if (layout->text.count > 1) {
        CAHIER_TRY(cahier_identities_compose(g->reading, row->id, '/', t + 1, &c.id));
    }
    c.text = g->answer[t];
    c.title = cahier_text_equal(row->title, c.text) ? (cahier_text){0} : row->title;
    c.notes = g->answer_notes[t] | row->notes;
    if (c.question.len == 0 && layout->questions && layout->text.at[t] != layout->main) {
        c.question = layout->column[layout->text.at[t]].name;
    }
    count_notes(g->sheet->facts, c.notes);
    g->sheet->facts->documents++;
    assert(g->out->count < g->room);
    if (g->out->kept != NULL) {
        g->out->kept[g->out->count] = kept;
    }
    g->out->at[g->out->count++] = c;
    return CAHIER_OK;
}

static cahier_status add_documents(gatherer *g, const record *row)
{
    cahier_contribution shared;
    const cahier_text *kept;
    CAHIER_TRY(read_shared(g, row, &shared, &kept));
    for (uint32_t t = 0; t < g->sheet->layout.text.count; t++) {
        if (g->answer[t].len > 0) {
            CAHIER_TRY(add_document(g, row, t, shared, kept));
        }
    }
    g->out->contributions++;
    return CAHIER_OK;
}

static cahier_status gather_row(gatherer *g, uint32_t r)
{
    record row = {.r = r};
    if ((g->sheet->table.row[r].flags & CAHIER_ROW_UNREADABLE) != 0) {
        return set_aside(g, &row, CAHIER_ASIDE_UNREADABLE);
    }
    if (is_empty_row(&g->sheet->table, r)) {
        return set_aside(g, &row, CAHIER_ASIDE_EMPTY_ROW);
    }
    mend_width(g, &row);
    CAHIER_TRY(read_id(g, &row));
    if (is_other_kind(g, &row)) {
        return set_aside(g, &row, CAHIER_ASIDE_OTHER_KIND);
    }
    CAHIER_TRY(read_answers(g, &row));
    if (row.answers == 0) {
        return set_aside(g, &row, CAHIER_ASIDE_EMPTY_TEXT);
    }
    bool repeated;
    CAHIER_TRY(name_row(g, &row));
    CAHIER_TRY(claim_id(g, &row, &repeated));
    return repeated ? set_aside(g, &row, CAHIER_ASIDE_REPEATED) : add_documents(g, &row);
}

/* --- all -------------------------------------------------------------------------------------------------------------- */

/* The most documents that the rows can give. */
static uint64_t count_answers(const cahier_sheet *sheet)
{
    uint64_t count = 0;
    for (uint32_t r = 0; r < sheet->table.row_count; r++) {
        uint32_t filled = 0;
        for (uint32_t t = 0; t < sheet->layout.text.count && sheet->layout.text.count > 1; t++) {
            filled += cahier_table_at(&sheet->table, r, sheet->layout.text.at[t]).len > 0;
        }
        count += filled > 0 ? filled : 1;
    }
    return count;
}

static cahier_status unite(cahier_reading *reading, const cahier_sheet *sheets, uint32_t files, gatherer *g)
{
    bool keep = reading->options->keep_columns;
    CAHIER_TRY(cahier_unite_columns(reading, sheets, files, CAHIER_UNITED_GROUPS, &g->group));
    CAHIER_TRY(cahier_unite_columns(reading, sheets, files, keep ? CAHIER_UNITED_KEPT : CAHIER_UNITED_NONE, &g->kept));
    g->out->group_name = g->group.name;
    g->out->group_count = g->group.count;
    g->out->kept_name = g->kept.name;
    g->out->kept_count = g->kept.count;
    return CAHIER_OK;
}

static cahier_status open_gatherer(cahier_reading *reading, const cahier_sheet *sheets, uint32_t files, gatherer *g)
{
    uint64_t documents = 0, rows = 0;
    uint32_t texts = 1;
    for (uint32_t f = 0; f < files; f++) {
        documents += count_answers(&sheets[f]);
        rows += sheets[f].table.row_count;
        texts = sheets[f].layout.text.count > texts ? sheets[f].layout.text.count : texts;
    }
    if (documents >= CAHIER_NONE || rows >= CAHIER_NONE) {
        return CAHIER_ERROR_NOMEM;
    }
    g->room = (uint32_t)documents;
    CAHIER_TRY(unite(reading, sheets, files, g));
    CAHIER_TRY(cahier_authors_open(reading, (uint32_t)rows, &g->authors));
    CAHIER_TRY(cahier_identities_open(reading, &g->identities));
    g->out->at = CAHIER_NEW(reading->batch, cahier_contribution, documents);
    g->out->kept = reading->options->keep_columns ? CAHIER_NEW(reading->batch, const cahier_text *, documents) : NULL;
    g->answer = CAHIER_NEW(reading->scratch, cahier_text, texts);
    g->answer_notes = CAHIER_NEW(reading->scratch, uint32_t, texts);
    bool missing = g->out->at == NULL || g->answer == NULL || g->answer_notes == NULL ||
                   (reading->options->keep_columns && g->out->kept == NULL);
    return missing ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

static cahier_status gather_sheet(gatherer *g)
{
    uint32_t contributions = g->out->contributions, aside = g->out->set_aside_count;
    uint32_t rows = g->sheet->table.row_count;
    for (uint32_t r = 0; r < rows; r++) {
        CAHIER_TRY(gather_row(g, r));
    }
    /* the promise: nothing lost, nothing counted twice */
    assert(rows == g->out->contributions - contributions + g->out->set_aside_count - aside);
    g->sheet->facts->rows = rows;
    g->out->rows += rows;
    return CAHIER_OK;
}

cahier_status cahier_gather(cahier_reading *reading, cahier_sheet *sheets, uint32_t count, cahier_intake *out)
{
    gatherer g = {.reading = reading, .out = out};
    CAHIER_TRY(open_gatherer(reading, sheets, count, &g));
    for (g.file = 0; g.file < count; g.file++) {
        g.sheet = &sheets[g.file];
        CAHIER_TRY(gather_sheet(&g));
    }
    out->persons = g.authors.count;
    out->persons_known = g.authors.keys.count;
    return cahier_authors_hash(reading, &g.authors, &out->person_hash);
}
