/* SPDX-License-Identifier: Apache-2.0 */
/* preflight.h -- what `cahier check --json` printed becomes what the page shows; what the page sends back becomes options.
 *
 * In      JSON of our own program; the form of the page
 * Out     cahier_preflight; words of a command line
 * Value   A column is named to the commands when its role was changed, or asked for before: by its name where only one column has it,
 *         else by its number. Roles that commands have no option for (names of people, hints) stay as they were found.
 * Errors  false: this is no output of check
 * Memory  in the arena
 */
#ifndef CAHIER_REVIEW_PREFLIGHT_H
#define CAHIER_REVIEW_PREFLIGHT_H

#include "form.h"

#define CAHIER_CORRECTIONS_MOST 200u /* words: a hundred columns */

bool cahier_preflight_read(cahier_arena *arena, cahier_text json, cahier_preflight *out);

/* "--text", "Votre avis", "--ignore", "Score"…: `words` has room for CAHIER_CORRECTIONS_MOST; *count of them were written, NUL-terminated. */
cahier_status cahier_preflight_correct(cahier_arena *arena, const cahier_preflight *preflight,
        const cahier_fields *form, const char **words, uint32_t *count);

#endif
