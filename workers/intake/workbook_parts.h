/* SPDX-License-Identifier: Apache-2.0 */
/* workbook_parts.h -- what the two kinds of workbook share: parts of the archive, XML, sheets being filled. Private to
 * workbook*.c. */
#ifndef CAHIER_INTAKE_WORKBOOK_PARTS_H
#define CAHIER_INTAKE_WORKBOOK_PARTS_H

#include "workbook.h"

typedef struct cahier_grid { /* a sheet */
    cahier_text name;
    bool hidden;
    cahier_table table;
    uint64_t text_bytes; /* of its texts: numbers and dates not counted */
    uint32_t width;      /* cells of the row being filled */
} cahier_grid;

typedef struct cahier_workbook {
    cahier_reading *reading;
    const cahier_source *source;
    struct zip *archive;
    uint64_t unpacked; /* bytes so far */
    cahier_grid *grid;
    uint32_t grid_count, grid_room;
} cahier_workbook;

/* Text that comes in pieces. */
typedef struct cahier_collector {
    char *at; /* in scratch */
    size_t len, room;
} cahier_collector;

/* --- XML --------------------------------------------------------------------------------------------------------------- */

typedef struct cahier_xml_attribute {
    const char *name, *value; /* name without prefix */
} cahier_xml_attribute;

/* Names are without prefix: writers choose theirs. attribute: as expat gives them, name and value in turn, NULL at the end. */
typedef struct cahier_xml_reader {
    cahier_status (*start)(void *self, const char *name, const char **attribute);
    cahier_status (*end)(void *self, const char *name);
    cahier_status (*text)(void *self, const char *at, size_t len);
    void *self;
} cahier_xml_reader;

/* The value of an attribute, or NULL. */
const char *cahier_xml_attribute_of(const char **attribute, const char *name);

/* *found false: the archive has no such part, nothing was read. A part that is no XML is refused. */
cahier_status cahier_workbook_parse(
        cahier_workbook *book, const char *part, const cahier_xml_reader *reader, bool *found);

/* --- texts ------------------------------------------------------------------------------------------------------------- */

cahier_status cahier_collect(cahier_workbook *book, cahier_collector *collector, const char *at, size_t len);
/* What was collected, in `batch`; the collector is empty again. */
cahier_status cahier_collected(cahier_workbook *book, cahier_collector *collector, cahier_text *out);
/* A string of an attribute, in `batch`. */
cahier_status cahier_workbook_keep(cahier_workbook *book, const char *string, cahier_text *out);

/* --- sheets ------------------------------------------------------------------------------------------------------------ */

cahier_status cahier_grid_open(cahier_workbook *book, cahier_text name, bool hidden, cahier_grid **out);
/* A value in a column from 0, left to right; the columns that were passed over are empty. Nothing when value is empty. */
cahier_status cahier_grid_put(cahier_workbook *book, cahier_grid *grid, uint32_t column, cahier_text value);
/* No row when nothing was put. */
cahier_status cahier_grid_end_row(cahier_grid *grid, uint32_t line);

/* --- the two kinds ----------------------------------------------------------------------------------------------------- */

cahier_status cahier_workbook_xlsx(cahier_workbook *book, bool *found);
cahier_status cahier_workbook_ods(cahier_workbook *book, bool *found);

#endif
