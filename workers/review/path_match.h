/* SPDX-License-Identifier: Apache-2.0 */
/* path_match.h -- does a path match « /:tenant/lots/:batch »?
 *
 * In      a pattern of ours; the parts of a path (form.h)
 * Out     what stands for the names, the first (the tenant) left out
 * Value   A part that starts with ":" stands for any one part. As many parts as the pattern has, no fewer, no more.
 */
#ifndef CAHIER_REVIEW_PATH_MATCH_H
#define CAHIER_REVIEW_PATH_MATCH_H

#include "cahier.h"

#define CAHIER_CAPTURES 4u /* names of a pattern, at most */

bool cahier_path_matches(
        const char *pattern, const cahier_text *part, uint32_t count, cahier_text capture[CAHIER_CAPTURES]);

#endif
