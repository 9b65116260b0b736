/* SPDX-License-Identifier: Apache-2.0 */
/* cleaning.h -- what came from outside one by one loses its personal data, on the machine that received it.
 *
 * In      lines of a platform (inbox_lines.h), or an intake of files
 * Out     cleaned contributions with their authors' keyed hashes: a chunk; messages for the watch, one blob each
 * Value   Cells beside the text are redacted too; an id that held a personal datum is replaced by chance. A message is known by the
 *         digest of what names it outside: its id as received.
 * Errors  NOMEM
 * Memory  in the cleaner's `batch`; scratch given back
 * Why     inbox, API, growing files and folders clean alike: here
 */
#ifndef CAHIER_CLEANING_H
#define CAHIER_CLEANING_H

#include "analyse_options.h"
#include "chunk.h"
#include "inbox_lines.h"
#include "lexicon.h"
#include "queue_watch.h"

typedef struct cahier_cleaner {
    const cahier_lexicons *lexicons;
    const cahier_analyse_options *options; /* redaction, key of authors */
    cahier_arena *batch, *scratch;
} cahier_cleaner;

/* Those of `line` that `which` names. intake->at[d].row - 1 is the rank in `which`. */
cahier_status cahier_clean_lines(const cahier_cleaner *cleaner, const cahier_inbox_line *line, const uint32_t *which,
        uint32_t count, cahier_intake *intake, cahier_wire_chunk *chunk);

/* All of an intake, whose ids and cells are redacted in place. */
cahier_status cahier_clean_intake(const cahier_cleaner *cleaner, cahier_intake *intake, cahier_wire_chunk *chunk);

/* The chunk's documents as messages; digest[d] names document d. One without date has that of `today`. */
cahier_status cahier_clean_messages(const cahier_cleaner *cleaner, const cahier_wire_chunk *chunk,
        const cahier_text *digest, int32_t today, cahier_queue_given **out);

#endif
