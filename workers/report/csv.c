/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c -- the tables as CSV for French spreadsheets: `;`, UTF-8 with BOM, CRLF, decimal comma. */
#include "files.h"
#include "rows.h"

static void separate(cahier_csv *table)
{
    if (table->started) {
        cahier_put_bytes(table->out, ";", 1);
    }
    table->started = true;
}

static void put_text(void *self, cahier_text text)
{
    cahier_csv *table = self;
    separate(table);
    cahier_put_cell(table->out, text);
}

static void put_number(void *self, int64_t milli)
{
    cahier_csv *table = self;
    separate(table);
    cahier_put_milli(table->out, milli, ',');
}

static void end_row(void *self)
{
    cahier_csv *table = self;
    cahier_put_bytes(table->out, "\r\n", 2);
    table->started = false;
}

static bool has_failed(void *self)
{
    return ((cahier_csv *)self)->out->failed;
}

cahier_sink cahier_csv_open(cahier_csv *table)
{
    cahier_put(table->out, "\ufeff"); /* Excel takes a file without it for Windows-1252 */
    return (cahier_sink){put_text, put_number, end_row, has_failed, table};
}

void cahier_write_contributions_csv(cahier_out *out, const cahier_report_input *input)
{
    cahier_csv table = {out, false};
    cahier_sink sink = cahier_csv_open(&table);
    cahier_rows_contributions(&sink, input);
}

void cahier_write_themes_csv(cahier_out *out, const cahier_report_input *input)
{
    cahier_csv table = {out, false};
    cahier_sink sink = cahier_csv_open(&table);
    cahier_rows_themes(&sink, input);
}

void cahier_write_set_aside_csv(cahier_out *out, const cahier_report_input *input)
{
    cahier_csv table = {out, false};
    cahier_sink sink = cahier_csv_open(&table);
    cahier_rows_set_aside(&sink, input);
}
