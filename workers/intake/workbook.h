/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.h -- a sheet of an XLSX or ODS workbook becomes a table.
 *
 * In      source   the whole file; which sheet, by name or by rank from 1, or none asked
 * Out     table    one row a row of the sheet that has a filled cell, first row included; line: its number in the sheet
 *         facts    format, names of all sheets, which one was read
 * Value   Without --sheet: of the sheets that are not hidden, the one that holds the most text; the first of equals. What
 *         a spreadsheet shows, as it would save it in CSV: texts with their line ends, numbers with 15 digits, dates as
 *         2025-03-14 or 2025-03-14 10:12:00 whatever the format of the cell, the last value that a formula had,
 *         nothing for an error, comments and phonetic guides left out.
 * Errors  NOMEM; EMPTY with a sentence: not a workbook that can be read (damaged, encrypted, .xlsb), no filled cell, no
 *         sheet of that name; LIMIT beyond CAHIER_COLUMNS_MAX columns, or when it unpacks to more than
 *         CAHIER_UNPACKED_RATIO times its size
 * Memory  strings in `batch`, the tables of all sheets in `scratch`
 * Cost    one pass of the parts that are read, about 100 MB of XML a second
 * Source  ECMA-376 part 1, 18.2 to 18.8; OASIS OpenDocument 1.3 part 3, 9.1
 * Why     libzip and expat and nothing above them: a table of texts is all that is wanted, and the libraries that read
 *         workbooks bring formulas, styles and ten times the border. Declarations of entities are refused: no
 *         workbook has any, and they are how XML is made to explode.
 */
#ifndef CAHIER_INTAKE_WORKBOOK_H
#define CAHIER_INTAKE_WORKBOOK_H

#include "table.h"

#define CAHIER_UNPACKED_RATIO 250u       /* real sheets pack 5 to 60 times, the emptiest 150 */
#define CAHIER_UNPACKED_FREE (64u << 20) /* bytes that any workbook may unpack to: a small one may pack well */

/* The bytes that tell a zip archive; which workbook it is, its parts tell. */
bool cahier_workbook_is(const char *at, size_t len);

cahier_status cahier_workbook_read(
        cahier_reading *reading, const cahier_source *source, cahier_intake_file *facts, cahier_table *out);

#endif
