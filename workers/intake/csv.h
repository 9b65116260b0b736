/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h -- delimited text becomes a table; the delimiter is found.
 *
 * In      source   UTF-8 (or ill-formed bytes, which pass through), rewritten in place: "" becomes "
 * Out     table    one row a record, blank lines included (rows without a filled cell)
 * Value   RFC 4180, and what real files do beyond it: any of ; , tab | as delimiter; LF, CRLF or CR; « sep=; » first;
 *         blanks around quotes; bare quotes inside a quoted field; quotes that never close.
 *         A quote never closes when it runs over CAHIER_QUOTED_BYTES or CAHIER_QUOTED_LINES, or meets what only starts
 *         a field (a quote after a delimiter or a break, not doubled): the field is then read again without its
 *         quote, to the end of its line, so that one lost quote costs one row and not the file.
 * Errors  NOMEM; LIMIT when the first record has more than CAHIER_COLUMNS_MAX fields
 * Cost    one pass, about 1 GB/s; the bytes read twice for lost quotes are bounded by the length of the file
 * Why     Not libcsv: it hands out copied fields, without position, and an unclosed quote swallows the rest of the file.
 */
#ifndef CAHIER_INTAKE_CSV_H
#define CAHIER_INTAKE_CSV_H

#include "table.h"

#define CAHIER_QUOTED_BYTES CAHIER_TEXT_MAX /* a longer answer would be cut anyway */
#define CAHIER_QUOTED_LINES 2000u           /* the longest answer of the Grand Débat has some 400 lines */

/* The delimiter that cuts most records into as many fields as the first, of two or more; 0 when none does: a single
 * column, or running text. *share_percent: how many records agree. */
char cahier_csv_delimiter(const char *at, size_t len, uint32_t *fields, uint32_t *share_percent);

/* « sep=; »: its delimiter and the bytes it takes, or 0. */
char cahier_csv_declared(const char *at, size_t len, size_t *used);

/* `delimiter` 0: one column, quotes still read. `first_line`: number of the line at source->at. */
cahier_status cahier_csv_read(cahier_reading *reading, cahier_source *source, char delimiter, uint32_t first_line,
        uint32_t *unclosed, cahier_table *out);

#endif
