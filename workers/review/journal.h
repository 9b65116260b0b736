/* SPDX-License-Identifier: Apache-2.0 */
/* journal.h -- the journal of a batch under review: the lines that came with its files, then those said on the pages.
 *
 * In      the journal of the batch's envelope (analyse --decisions), the lines that the queue keeps
 * Out     entries, in order: what was said, by whom, what became of it; `bytes`: the whole as a file, which `cahier analyse
 *         --decisions` accepts and which gives the same report
 * Value   A decision is written as docs/decisions.md says, its fields always in the same order, empty ones left out. Themes are
 *         named by their id and by CAHIER_MEMBERS_NAMED of their contributions (lowest hash of the id), so that they are found
 *         again in a later analysis.
 * Errors  LIMIT when a line is no decision: parsed.message says which; NOMEM
 * Memory  in `arena`; `filed` is borrowed
 */
#ifndef CAHIER_REVIEW_JOURNAL_H
#define CAHIER_REVIEW_JOURNAL_H

#include "decisions.h"
#include "out.h"

#define CAHIER_MEMBERS_NAMED 24u
#define CAHIER_JOURNAL_NAME                                                                                            \
    "decisions.jsonl" /* what the report calls it, and the export, once people decided something on the pages */

typedef struct cahier_entry {
    const cahier_decision *decision;
    cahier_text line; /* as it is kept */
    cahier_outcome outcome;
    uint32_t missing;   /* contributions that it names and that are not there */
    uint32_t theme;     /* that it is about, in the result; or CAHIER_NONE */
    uint32_t undone_by; /* entry, or CAHIER_NONE */
} cahier_entry;

typedef struct cahier_review_journal {
    const cahier_entry *at;
    uint32_t count;
    uint32_t filed;        /* of them, those that came with the files; the others have ranks in the queue from 0 */
    cahier_journal parsed; /* name, bytes and decisions of the whole; no name: nobody decided anything */
} cahier_review_journal;

/* `filed`: the journal of the envelope, without name when there is none. Entries have no outcome yet. */
cahier_status cahier_review_journal_read(cahier_arena *arena, const cahier_journal *filed, const cahier_text *line,
        uint32_t count, cahier_review_journal *out);

/* What the analysis made of each. */
cahier_status cahier_review_journal_judge(
        cahier_arena *arena, const cahier_result *result, cahier_review_journal *journal);

/* One line, without newline. */
void cahier_decision_write(cahier_out *out, const cahier_decision *decision);

#endif
