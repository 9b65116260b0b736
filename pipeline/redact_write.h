/* SPDX-License-Identifier: Apache-2.0 */
/* redact_write.h -- who is who among the persons found, and the text with marks instead of data; private to redact*.c.
 *
 * In      found   the data of a text, in order, disjoint, none across the end of the title
 * Out     the text with "[téléphone]", "[personne 1]" in their place; where the marks stand; its title
 * Value   persons are numbered by order of appearance when a text names several, "[personne]" otherwise. Two names are
 *         of the same person when the words of one are words of the other and their titles agree: "Mme Marie Dupont",
 *         "DUPONT", "M. D." after "Michel Dupont". Beyond 32 persons, a list: "[personne]", without number
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  text and marks in `arena`
 * Cost    O(bytes + persons found)
 * Why     "Mme A a insulté Mme B" must be readable without the names; a number says who, and leads to nobody.
 */
#ifndef CAHIER_REDACT_WRITE_H
#define CAHIER_REDACT_WRITE_H

#include "redact_parts.h"

typedef struct redact_found {
    uint32_t title_len;
    const cahier_redaction *at;
    uint32_t count;
} redact_found;

typedef struct redact_written {
    cahier_text text;
    uint32_t title_len;
    cahier_redactions redactions;
} redact_written;

cahier_status cahier_redact_write(
        const redact_scan *scan, const redact_found *found, cahier_arena *arena, redact_written *out);

#endif
