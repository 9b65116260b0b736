/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.h -- events as lines at the end of a file: one JSON object a line, the body of the webhook.
 *
 * In      a path; a line
 * Out     true when the line is in the file, on the disk
 * Value   Once: an id that the last CAHIER_LEDGER_TAIL bytes hold is not written again. A line that a crash left half written is ended,
 *         and written again whole.
 * Errors  false, with errno
 * Memory  nothing is kept
 */
#ifndef CAHIER_LEDGER_H
#define CAHIER_LEDGER_H

#include "cahier.h"

#define CAHIER_LEDGER_TAIL (256u << 10)

bool cahier_ledger_append(const char *path, const char *id, cahier_text line);

#endif
