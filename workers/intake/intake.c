/* SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"

#include <sodium.h>
#include <string.h>

#include "charset.h"
#include "csv.h"
#include "encoding.h"
#include "gather.h"
#include "json.h"
#include "plain.h"
#include "source.h"
#include "workbook.h"

#define AGREEMENT_PERCENT 60u /* records that must have as many fields as the first: half of real tables are ragged */
#define AGREEMENT_TEXT_PERCENT 95u /* in a file named .txt, where commas are likelier to be prose */

static bool has_suffix(cahier_text name, const char *end)
{
    size_t len = strlen(end);
    if (name.len < len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if ((name.at[name.len - len + i] | 32) != end[i]) {
            return false;
        }
    }
    return true;
}

/* The delimiter of a table, or 0 with *table false when the text runs on. */
static char choose_delimiter(const cahier_reading *reading, const cahier_source *source, bool *table)
{
    bool named =
            has_suffix(source->name, ".csv") || has_suffix(source->name, ".tsv") || has_suffix(source->name, ".tab");
    if (reading->options->delimiter != 0) {
        *table = true;
        return reading->options->delimiter;
    }
    uint32_t fields, share;
    char delimiter = cahier_csv_delimiter(source->at, source->len, &fields, &share);
    uint32_t needed = has_suffix(source->name, ".txt") ? AGREEMENT_TEXT_PERCENT : AGREEMENT_PERCENT;
    bool agreed = delimiter != 0 && (share >= needed || (named && share >= AGREEMENT_PERCENT / 2));
    /* quotes around whole lines are CSV too, of one column */
    *table = agreed || named || (source->len > 0 && source->at[0] == '"');
    return agreed ? delimiter : 0;
}

static cahier_status find_header(cahier_reading *reading, cahier_intake_file *facts, cahier_table *table)
{
    CAHIER_TRY(cahier_columns_skip_banner(reading, table));
    CAHIER_TRY(cahier_columns_header(reading, table, &facts->header));
    return cahier_columns_name(reading, table, facts->header);
}

static cahier_status read_delimited(cahier_reading *reading, cahier_source *source, cahier_intake_file *facts,
        char delimiter, uint32_t first_line, cahier_table *table)
{
    facts->format = CAHIER_FORMAT_CSV;
    facts->delimiter = delimiter;
    CAHIER_TRY(cahier_csv_read(reading, source, delimiter, first_line, &facts->unclosed_quotes, table));
    if (table->row_count == 0) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_EMPTY, source->name.at, NULL);
    }
    return find_header(reading, facts, table);
}

/* Blank lines above the header are not rows. */
static uint32_t skip_blank_lines(cahier_source *source)
{
    uint32_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < source->len; i++) {
        char c = source->at[i];
        if (c != ' ' && (c < '\t' || c > '\r')) {
            break;
        }
        if (c == '\t') {
            break; /* a tab may be an empty first field */
        }
        bool break_here = c == '\n' || (c == '\r' && (i + 1 == source->len || source->at[i + 1] != '\n'));
        line += break_here;
        start = break_here ? i + 1 : start;
    }
    source->at += start;
    source->len -= start;
    return line;
}

static cahier_status read_text(
        cahier_reading *reading, cahier_source *source, cahier_intake_file *facts, cahier_table *table)
{
    if (cahier_plain_is_iramuteq(source)) {
        facts->format = CAHIER_FORMAT_IRAMUTEQ;
        return cahier_plain_iramuteq(reading, source, table);
    }
    if (cahier_plain_is_paragraphs(source)) {
        facts->format = CAHIER_FORMAT_PARAGRAPHS;
        return cahier_plain_paragraphs(reading, source, table);
    }
    facts->format = CAHIER_FORMAT_LINES;
    return cahier_plain_lines(reading, source, table);
}

static cahier_status read_table(
        cahier_reading *reading, cahier_source *source, cahier_intake_file *facts, cahier_table *table)
{
    if (reading->options->delimiter == 0 && cahier_source_is_json(source->at, source->len)) {
        facts->header = true;
        return cahier_json_read(reading, source, &facts->format, table);
    }
    CAHIER_TRY(cahier_source_keep(reading, source));
    uint32_t line = skip_blank_lines(source);
    size_t used = 0;
    char declared = cahier_csv_declared(source->at, source->len, &used);
    source->at += used;
    source->len -= used;
    if (declared != 0) {
        char asked = reading->options->delimiter;
        return read_delimited(reading, source, facts, asked != 0 ? asked : declared, line + 1, table);
    }
    bool delimited = false;
    char delimiter = cahier_plain_is_iramuteq(source) ? 0 : choose_delimiter(reading, source, &delimited);
    return delimited ? read_delimited(reading, source, facts, delimiter, line, table)
                     : read_text(reading, source, facts, table);
}

/* Polis does not quote its last column: a line that does not begin with a number goes on with the row above. */
static void join_bare_tails(cahier_table *table)
{
    uint32_t kept = 0;
    for (uint32_t r = 0; r < table->row_count; r++) {
        cahier_text first = cahier_trim(cahier_table_at(table, r, 0));
        bool begins = first.len > 0 && first.at[0] >= '0' && first.at[0] <= '9' && cahier_table_width(table, r) > 1;
        if (begins || kept == 0) {
            table->row[kept++] = table->row[r];
        }
    }
    table->row[kept] = table->row[table->row_count];
    table->row_count = kept;
}

static cahier_status read_sheet(cahier_reading *reading, cahier_source *source, cahier_sheet *sheet)
{
    cahier_intake_file *facts = sheet->facts;
    if (cahier_workbook_is(source->at, source->len)) {
        CAHIER_TRY(cahier_workbook_read(reading, source, facts, &sheet->table));
        if (sheet->table.row_count == 0) {
            return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_EMPTY, source->name.at, NULL);
        }
        CAHIER_TRY(find_header(reading, facts, &sheet->table));
    } else {
        CAHIER_TRY(cahier_encoding_decode(reading, source, &facts->encoding));
        CAHIER_TRY(read_table(reading, source, facts, &sheet->table));
    }
    if (sheet->table.row_count == 0) {
        cahier_refusal refusal = facts->header ? CAHIER_REFUSED_HEADER_ONLY : CAHIER_REFUSED_EMPTY;
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, refusal, source->name.at, NULL);
    }
    cahier_profile *profile;
    CAHIER_TRY(cahier_columns_profile(reading, &sheet->table, &profile));
    cahier_status status = cahier_roles_assign(reading, &sheet->table, profile, source->name.at, &sheet->layout);
    if (status != CAHIER_OK && status != CAHIER_ERROR_EMPTY) {
        return status;
    }
    facts->column = sheet->layout.column;
    facts->column_count = sheet->layout.column_count;
    facts->rows = status == CAHIER_OK ? 0 : sheet->table.row_count;
    CAHIER_TRY(status);
    const cahier_platform *platform = sheet->layout.platform;
    if (platform != NULL) {
        facts->platform = platform->name;
        if ((platform->flags & CAHIER_PLATFORM_BARE_TAIL) != 0 && facts->format == CAHIER_FORMAT_CSV) {
            join_bare_tails(&sheet->table);
        }
    }
    return CAHIER_OK;
}

/* Either paths or bytes: the other is NULL. */
typedef struct inputs {
    char *const *path;
    const cahier_intake_bytes *bytes;
    uint32_t count;
} inputs;

static cahier_status read_one_input(cahier_reading *reading, const inputs *in, uint32_t f, cahier_sheet *sheet)
{
    cahier_source source;
    reading->error->file = f;
    CAHIER_TRY(in->path != NULL ? cahier_source_read(reading, in->path[f], sheet->facts, &source)
                                : cahier_source_copy(reading, &in->bytes[f], sheet->facts, &source));
    return read_sheet(reading, &source, sheet);
}

static uint32_t asked(const cahier_intake_options *options)
{
    return (options->encoding != NULL ? CAHIER_ASKED_ENCODING : 0u) |
           (options->delimiter != 0 ? CAHIER_ASKED_DELIMITER : 0u) |
           (options->sheet != NULL ? CAHIER_ASKED_SHEET : 0u) | (options->where_found ? CAHIER_ASKED_WHERE_FOUND : 0u);
}

static cahier_status read_inputs(cahier_reading *reading, const inputs *in, cahier_intake *out)
{
    cahier_intake found = {.file_count = in->count, .asked = asked(reading->options)};
    cahier_sheet *sheets = CAHIER_NEW(reading->scratch, cahier_sheet, in->count);
    found.file = CAHIER_NEW(reading->batch, cahier_intake_file, in->count);
    if (sheets == NULL || found.file == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t f = 0; f < in->count; f++) {
        sheets[f].facts = &found.file[f];
        cahier_status status = read_one_input(reading, in, f, &sheets[f]);
        if (status == CAHIER_ERROR_EMPTY && found.file[f].column_count > 0) {
            *out = (cahier_intake){.file = found.file, .file_count = f + 1};
        }
        CAHIER_TRY(status);
    }
    reading->error->file = CAHIER_NONE;
    CAHIER_TRY(cahier_gather(reading, sheets, in->count, &found));
    *out = found;
    return CAHIER_OK;
}

static cahier_status read_batch(cahier_reading *reading, const inputs *in, cahier_intake *out)
{
    size_t mark = cahier_arena_mark(reading->scratch);
    cahier_charsets charsets;
    reading->charsets = &charsets;
    *reading->error = (cahier_intake_error){.file = CAHIER_NONE};
    bool ready = sodium_init() >= 0 && cahier_charsets_open(&charsets);
    cahier_status status = ready ? read_inputs(reading, in, out) : CAHIER_ERROR_NOMEM;
    cahier_arena_reset(reading->scratch, mark);
    if (status != CAHIER_OK && reading->error->sentence[0] == '\0') {
        uint32_t f = reading->error->file;
        const char *name = f == CAHIER_NONE ? "" : in->path != NULL ? in->path[f] : in->bytes[f].name;
        cahier_refusal_write(CAHIER_REFUSED_MEMORY, reading->options->english, name, NULL, reading->error->sentence);
    }
    return status;
}

cahier_status cahier_intake_read(cahier_arena *batch, cahier_arena *scratch, const cahier_intake_options *options,
        char *const *path, uint32_t path_count, cahier_intake *out, cahier_intake_error *error)
{
    cahier_reading reading = {.batch = batch, .scratch = scratch, .options = options, .error = error};
    return read_batch(&reading, &(inputs){.path = path, .count = path_count}, out);
}

cahier_status cahier_intake_memory(cahier_arena *batch, cahier_arena *scratch, const cahier_intake_options *options,
        const cahier_intake_bytes *bytes, uint32_t count, cahier_intake *out, cahier_intake_error *error)
{
    cahier_reading reading = {.batch = batch, .scratch = scratch, .options = options, .error = error};
    return read_batch(&reading, &(inputs){.bytes = bytes, .count = count}, out);
}
