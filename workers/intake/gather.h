/* SPDX-License-Identifier: Apache-2.0 */
/* gather.h -- rows and roles become contributions; what cannot is set aside.
 *
 * In      all files of the batch: tables with their layouts
 * Out     documents, set-aside rows, groups, kept columns, counts, of cahier_intake
 * Value   A row with several answers gives one document per answer, ids "42/1", "42/2" by rank of its column; one
 *         whose text columns are empty gives its fallback, else its title, else is set aside. A row with the id and the
 *         text of an earlier one is set aside; with the id and another text it is renamed "42-2".
 *         Rows without identifier are named by their rank, "12", with the file's from the second file on: "2-12".
 * Errors  NOMEM
 * Cost    linear in rows
 */
#ifndef CAHIER_INTAKE_GATHER_H
#define CAHIER_INTAKE_GATHER_H

#include "roles.h"

typedef struct cahier_sheet { /* one file, read */
    cahier_table table;
    cahier_layout layout;
    cahier_intake_file *facts;
} cahier_sheet;

cahier_status cahier_gather(cahier_reading *reading, cahier_sheet *sheets, uint32_t count, cahier_intake *out);

#endif
