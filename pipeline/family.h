/* SPDX-License-Identifier: Apache-2.0 */
/* family.h -- themes fold into a few families: the coarse level of the report.
 *
 * In      themes, most persons first, with label; found, their centroids
 * Out     families, in order of their first theme; theme.family
 * Value   up to FAMILIES_NONE themes, each is a family of its own; beyond, a third as many families, 5 to 12 (cluster.h).
 *         Label: the heads of its two largest themes.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(K^3 E), K themes: tens
 */
#ifndef CAHIER_FAMILY_H
#define CAHIER_FAMILY_H

#include "theme.h"

cahier_status cahier_family_fold(cahier_arena *batch, cahier_arena *scratch, const cahier_themes *found,
        uint32_t dimensions, cahier_theme *themes, cahier_family **families, uint32_t *family_count);

#endif
