/* SPDX-License-Identifier: Apache-2.0 */
/* redact_cells.h -- personal data leaves what stands beside the texts: ids, places, groups, kept columns, headers.
 *
 * In      a lot as intake read it
 * Out     the same lot; cells that hold a datum show its mark, the others keep their bytes
 * Value   A postcode, or a name alone, stays where it says the place ("29870 Lannilis", "Jean Macé"); strict hides the
 *         name. Ids are keys: digits that happen to have the check digit of a card stay. An id that is changed carries
 *         the rank of its document, a header the rank of its column, to stay unique
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  changed cells in `batch`; scratch is given back
 * Cost    O(bytes)
 * Why     A name that is hidden in the text and shown in the column beside it is not hidden.
 */
#ifndef CAHIER_REDACT_CELLS_H
#define CAHIER_REDACT_CELLS_H

#include "intake.h"
#include "lexicon.h"

typedef struct cahier_cells {
    const cahier_lexicons *lexicons;
    bool strict;
    cahier_arena *batch, *scratch;
} cahier_cells;

cahier_status cahier_redact_cells(const cahier_cells *cells, cahier_intake *intake);

/* A text or a message, to be shown: normalised, and redacted whatever the kind. */
cahier_status cahier_redact_shown(const cahier_cells *cells, cahier_text *text);
/* The same for a NUL-terminated message, in place: it may quote a header. Emptied when memory is short. */
void cahier_redact_message(const cahier_cells *cells, char *message, size_t room);

#endif
