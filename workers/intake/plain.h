/* SPDX-License-Identifier: Apache-2.0 */
/* plain.h -- running text becomes a table of one text column.
 *
 * In      source   UTF-8 without delimiter; theme lines of IRaMuTeQ are blanked in place
 * Out     table    column "texte"; for an IRaMuTeQ corpus, one more column per starred variable
 * Value   Paragraphs when blank lines cut the file into blocks of some lines; else one contribution a line, blank
 *         lines being counted as empty rows. A corpus of IRaMuTeQ has one text per « **** *ville_Lyon *age_60 » line.
 * Errors  NOMEM; LIMIT when a corpus has more than CAHIER_COLUMNS_MAX variables
 */
#ifndef CAHIER_INTAKE_PLAIN_H
#define CAHIER_INTAKE_PLAIN_H

#include "table.h"

bool cahier_plain_is_iramuteq(const cahier_source *source);
bool cahier_plain_is_paragraphs(const cahier_source *source);

cahier_status cahier_plain_lines(cahier_reading *reading, cahier_source *source, cahier_table *out);
cahier_status cahier_plain_paragraphs(cahier_reading *reading, cahier_source *source, cahier_table *out);
cahier_status cahier_plain_iramuteq(cahier_reading *reading, cahier_source *source, cahier_table *out);

#endif
