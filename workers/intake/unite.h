/* SPDX-License-Identifier: Apache-2.0 */
/* unite.h -- columns of several files that have one name are one column of the batch.
 *
 * In      sheets with their layouts
 * Out     names, each once, in order of appearance; of[f][i]: column of name i in file f, or CAHIER_NONE
 * Errors  NOMEM
 * Memory  names in `batch`, the rest in `scratch`
 */
#ifndef CAHIER_INTAKE_UNITE_H
#define CAHIER_INTAKE_UNITE_H

#include "gather.h"

typedef enum cahier_united_kind {
    CAHIER_UNITED_NONE,
    CAHIER_UNITED_GROUPS,
    CAHIER_UNITED_KEPT, /* all that is neither the text nor a person */
} cahier_united_kind;

typedef struct cahier_united {
    cahier_text *name;
    uint32_t count;
    uint32_t **of;
} cahier_united;

cahier_status cahier_unite_columns(cahier_reading *reading, const cahier_sheet *sheets, uint32_t files,
        cahier_united_kind kind, cahier_united *out);

#endif
