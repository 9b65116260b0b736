/* SPDX-License-Identifier: Apache-2.0 */
/* roles.h -- what each column is for: asked by the user, else told by its name, else by its contents.
 *
 * In      table with names, profiles of its columns
 * Out     layout: a role and a reason a column, and the columns by role
 * Value   1 columns asked for; 2 people's names, dropped; 3 identifier, date, place, question, row type, title: the
 *         column of the best rank whose contents fit; the position: a column named so, or the only one whose cells
 *         all say « pour », « contre », « neutre »; 4 texts: the named one, and open questions beside it; without a
 *         name, columns that hold running text; at last the title; 5 the author's key; 6 closed questions that say
 *         who wrote.
 * Errors  EMPTY with a sentence when a column asked for is missing, or no text is found; NOMEM
 * Why     A closed question is no text: « Oui » eight hundred times makes no theme.
 */
#ifndef CAHIER_INTAKE_ROLES_H
#define CAHIER_INTAKE_ROLES_H

#include "columns.h"
#include "date.h"

typedef struct cahier_column_list {
    uint32_t *at;
    uint32_t count;
} cahier_column_list;

typedef struct cahier_layout {
    cahier_intake_column *column;
    uint32_t column_count;
    const cahier_platform *platform; /* or NULL */
    cahier_column_list text;         /* one or more */
    cahier_column_list fallback;     /* for an empty text, in order */
    cahier_column_list title_fallback;
    cahier_column_list person; /* 0 to 2: a key, or a name and a first name */
    cahier_column_list group;
    uint32_t title, id, date, place, position, question, kind; /* columns, or CAHIER_NONE */
    uint32_t main;  /* the text column that answers no question, « description », or CAHIER_NONE */
    bool questions; /* the other text columns are named by questions */
    cahier_date_order date_order;
} cahier_layout;

cahier_status cahier_roles_assign(cahier_reading *reading, const cahier_table *table, const cahier_profile *profile,
        const char *file_name, cahier_layout *out);

#endif
