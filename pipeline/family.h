/* SPDX-License-Identifier: Apache-2.0 */
/* family.h -- themes unite two by two into a tree, which is cut into a few families: the coarse level of the report.
 *
 * In      themes, most persons first, with label; found, their centroids
 * Out     unions, tree.h; families, in order of their first theme; theme.family
 * Value   up to 12 themes, each is a family of its own; beyond, a third as many families, 5 to 12.
 *         Label: the heads of its two largest themes.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    tree.h
 */
#ifndef CAHIER_FAMILY_H
#define CAHIER_FAMILY_H

#include "theme.h"

typedef struct cahier_tree {
    cahier_union *unions; /* K - 1 */
    cahier_family *families;
    uint32_t family_count;
} cahier_tree;

cahier_status cahier_family_fold(
        cahier_arena *batch, cahier_arena *scratch, const cahier_themes *found, cahier_theme *themes, cahier_tree *out);

#endif
