/* SPDX-License-Identifier: Apache-2.0 */
/* source.h -- a path, "-" or bytes in memory become bytes in an arena, with their SHA-256.
 *
 * Out     bytes ours to rewrite; in `batch`, so that cells can be slices of them, except JSON and workbooks, whose strings
 *         are decoded elsewhere: those stay in `scratch`
 * Errors  EMPTY with a sentence when the file cannot be opened, is empty, or is neither text nor workbook (PDF, picture);
 *         NOMEM
 * Cost    one read, one SHA-256
 * Why     read and not mmap: a mapped file that Excel or a network drive shortens meanwhile kills the process.
 */
#ifndef CAHIER_INTAKE_SOURCE_H
#define CAHIER_INTAKE_SOURCE_H

#include "table.h"

cahier_status cahier_source_read(
        cahier_reading *reading, const char *path, cahier_intake_file *facts, cahier_source *out);
cahier_status cahier_source_copy(
        cahier_reading *reading, const cahier_intake_bytes *bytes, cahier_intake_file *facts, cahier_source *out);

/* JSON: a bracket and what may follow it. « [Question 1] Que faire ? » is text. */
bool cahier_source_is_json(const char *at, size_t len);

/* Text that turns out not to be JSON must be in `batch`, where cells are slices of it. */
cahier_status cahier_source_keep(cahier_reading *reading, cahier_source *source);

/* Gives back what follows at[len] of the latest allocation. */
void cahier_source_shrink(cahier_arena *arena, const char *at, size_t len);

#endif
