/* SPDX-License-Identifier: Apache-2.0 */
/* decisions.h -- the journal of what people decided: JSON Lines, one object a line (docs/decisions.md).
 *
 * In      a file, UTF-8; empty lines are passed over
 * Out     decisions in the order of the lines; those that a later line undoes (`undo`) are marked so
 * Errors  false, and a sentence in French or English with the line: not JSON, no `do`, a decision without what it needs. What
 *         this version does not know is kept as it is
 * Memory  in `arena`
 */
#ifndef CAHIER_WORKERS_DECISIONS_H
#define CAHIER_WORKERS_DECISIONS_H

#include "guide.h"

typedef struct cahier_journal {
    cahier_decisions decisions;
    cahier_text name;  /* base name of the file */
    cahier_text bytes; /* as they are in the file */
    char sha256[65];
    char message[512]; /* when it failed */
} cahier_journal;

/* The same over bytes that were read already; `name` is shown in messages, its base name in the report. */
bool cahier_journal_parse(cahier_arena *arena, const char *name, cahier_text bytes, bool english, cahier_journal *out);

bool cahier_journal_read(cahier_arena *arena, const char *path, bool english, cahier_journal *out);

#endif
