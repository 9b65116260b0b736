/* SPDX-License-Identifier: Apache-2.0 */
/* roles_parts.h -- what roles.c (one column a role, people) and roles_text.c (texts) share. Private to them. */
#ifndef CAHIER_INTAKE_ROLES_PARTS_H
#define CAHIER_INTAKE_ROLES_PARTS_H

#include "roles.h"

typedef struct cahier_assigner {
    cahier_reading *reading;
    const cahier_table *table;
    const cahier_profile *profile;
    cahier_layout *layout;
    bool *taken;
} cahier_assigner;

void cahier_layout_grant(cahier_assigner *a, uint32_t j, cahier_role role, cahier_role_why why);
cahier_status cahier_layout_append(cahier_assigner *a, cahier_column_list *list, uint32_t j);

/* Does the rule of the column's name hold, given what the column holds? */
bool cahier_profile_is_applicable(const cahier_profile *p);

/* Lower is better: contents that fit less, then the rank of the name, then the language. */
uint64_t cahier_layout_cost(const cahier_assigner *a, uint32_t j, cahier_role role);

cahier_status cahier_roles_give_texts(cahier_assigner *a);

/* Columns of the same role as `main` under another language, and summaries: read when it is empty. */
cahier_status cahier_roles_add_fallbacks(cahier_assigner *a, cahier_role role, uint32_t main, cahier_column_list *list);

#endif
