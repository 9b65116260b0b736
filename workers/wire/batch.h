/* SPDX-License-Identifier: Apache-2.0 */
/* batch.h -- all that a batch is beside its documents: what the corpus task needs to write the report that one run would.
 *
 *   payload  text digest of the lexicons; uint themes, redact_strict, top, alone, list use, formats, person key (0 or 1);
 *            file taxonomy; file decisions; an earlier report; intake;
 *            uint inbox (0 or 1)
 *   file     text name (empty: none), text bytes
 *   earlier report  uint files (0: none); each: text name, text digest; uint themes; each: text id, text label, uint shown;
 *            uint documents; each: text id, word text, index shown, index found
 *   intake   uint documents, rows, contributions, persons, persons_known, asked; uint group columns, their names; uint kept
 *            columns, their names; uint files; uint rows set aside; uint hashes (0 or persons), each a text
 *   string   uint 0 for NULL, else 1 and a text
 *
 * Value   What is read holds the intake without its documents: count says how many; cahier_wire_fill puts them there once
 *         the chunks are read. The options are those of `analyse`; paths in them are base names, which say that there was a
 *         list, a key, an earlier report. Decisions are parsed by who runs the corpus step (decisions.h): `decisions` holds
 *         the journal's bytes, `taxonomy` those of the town's list (lexicon_files.h opens them).
 *         A worker whose lexicons have another digest refuses the batch: rows of lexicons travel as numbers.
 * Errors  wire.h
 * Memory  in `arena`. A cahier_wire_batch that was read points into itself: do not copy it
 */
#ifndef CAHIER_WIRE_BATCH_H
#define CAHIER_WIRE_BATCH_H

#include "analyse_options.h"
#include "chunk.h"
#include "previous_report.h"
#include "report.h"

#define CAHIER_WIRE_DIGEST 64u /* digits */

typedef struct cahier_wire_file { /* of the town: its list of themes, its journal */
    cahier_text name;             /* base name; empty: none */
    cahier_text bytes;
} cahier_wire_file;

typedef struct cahier_wire_batch {
    cahier_text name;
    char lexicons[CAHIER_WIRE_DIGEST + 1]; /* cahier_lexicon_files_digest */
    cahier_analyse_options options; /* analysis, formats; taxonomy, decisions, previous, person_key: NULL or not */
    cahier_wire_file taxonomy, decisions;
    cahier_previous_report previous; /* file[0] NULL: none */
    cahier_intake intake;
    bool inbox; /* its chunks came one by one: the facts of its intake are counted by cahier_wire_fill */
} cahier_wire_batch;

/* Into `out`, a memory that holds nothing yet. The documents of batch->intake are not written. */
cahier_status cahier_wire_write_batch(const cahier_wire_batch *batch, cahier_out *out);

cahier_status cahier_wire_read_batch(
        cahier_arena *arena, cahier_text blob, cahier_wire_batch *out, cahier_error *error);

/* The envelope of a batch of the inbox: no document yet, six columns. NOMEM. */
cahier_status cahier_wire_inbox(cahier_arena *arena, cahier_wire_batch *batch);

/* The documents of all chunks, in order, become those of batch->intake. LIMIT when they are not the documents of this batch:
 * another number of them, other columns, a person, contribution or file that it does not have.
 * A batch of the inbox: contributions and rows are numbered in this order, persons by first appearance of their hash. */
cahier_status cahier_wire_fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count,
        cahier_wire_batch *batch, cahier_error *error);

#endif
