/* SPDX-License-Identifier: Apache-2.0 */
/* json.h -- JSON records become a table.
 *
 * In      source   UTF-8; escapes that cJSON refuses or cuts at are rewritten in place
 * Out     table    one row a record; nested keys are joined by « / », arrays of scalars by « , »; the answers of
 *                  « responses » ({questionTitle, value, formattedValue}) become columns named by their question
 * Value   Records are the elements of the array at the top, or the top-level objects one after the other (JSON
 *         Lines), or the elements of the largest array of objects inside a single object. Each record is parsed
 *         alone: no tree of the file is built. A record that does not parse is a row marked unreadable, and reading
 *         goes on at the next line that starts with « { ».
 * Errors  NOMEM; EMPTY with a sentence when no record can be read; LIMIT beyond CAHIER_COLUMNS_MAX keys
 * Memory  strings in `batch`
 */
#ifndef CAHIER_INTAKE_JSON_H
#define CAHIER_INTAKE_JSON_H

#include "table.h"

cahier_status cahier_json_read(
        cahier_reading *reading, cahier_source *source, cahier_intake_format *format, cahier_table *out);

#endif
