/* SPDX-License-Identifier: Apache-2.0 */
/* clean.h -- one cell: what exporters did to the words is undone, and said.
 *
 * In      text   UTF-8, or ill-formed when the file is
 * Out     text   the same slice when nothing was wrong, else a repaired copy in `batch`; trimmed
 *         notes  CAHIER_NOTE_* bits of what was done or found, added
 * Value   In order: formula quote (« '- » → « - »), accents read in the wrong set (mojibake.h), HTML (html.h), control
 *         bytes and zero-width characters, ill-formed bytes (U+FFFD), then found only: lost accents (« d?chets »).
 * Errors  NOMEM
 * Cost    one scan of the bytes; the rest only for cells that need it
 */
#ifndef CAHIER_INTAKE_CLEAN_H
#define CAHIER_INTAKE_CLEAN_H

#include "table.h"

cahier_status cahier_clean(cahier_reading *reading, cahier_text *text, uint32_t *notes);

#endif
