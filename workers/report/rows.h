/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h -- what each table holds, line by line, whatever it is written to: CSV or a sheet of the workbook.
 *
 * Order   the first row is the header
 * Why     contributions.csv and the sheet Contributions are one table: they cannot drift apart
 */
#ifndef CAHIER_REPORT_ROWS_H
#define CAHIER_REPORT_ROWS_H

#include "facts.h"
#include "out.h"

/* Takes cells from left to right. A text never becomes a formula; a number is one that we write. */
typedef struct cahier_sink {
    void (*text)(void *self, cahier_text text);
    void (*number)(void *self, int64_t milli);
    void (*row)(void *self);
    bool (*stopped)(void *self);
    void *self;
} cahier_sink;

/* A sink that writes CSV for French spreadsheets, byte order mark first: `;`, CRLF, decimal comma, no formula. */
typedef struct cahier_csv {
    cahier_out *out;
    bool started; /* a cell of the row is written */
} cahier_csv;

cahier_sink cahier_csv_open(cahier_csv *table);

void cahier_rows_themes(cahier_sink *sink, const cahier_report_input *input);
void cahier_rows_contributions(cahier_sink *sink, const cahier_report_input *input);
void cahier_rows_places(cahier_sink *sink, const cahier_report_input *input);
void cahier_rows_duplicates(cahier_sink *sink, const cahier_report_input *input);
void cahier_rows_set_aside(cahier_sink *sink, const cahier_report_input *input);
void cahier_rows_method(cahier_sink *sink, const cahier_report_input *input, const cahier_facts *facts);

#endif
