/* SPDX-License-Identifier: Apache-2.0 */
/* analysis.h -- what a worker found in a chunk, beside what the chunk's own blob holds.
 *
 *   payload    uint types; each: text surface, text stem, index word, index polarity, uint flags; then n documents
 *   document   uint notes; uint tokens, each a span from the end of the one before and a uint type;
 *              uint sentences, each a span from the end of the one before, uint tokens since the sentence before, uint tokens
 *              of its own, int polarity; then polarity, stance,
 *              uint further stances, each a stance
 *   polarity   int score, uint label, uint words, uint pieces of evidence, each a span from the start of the one before, uint
 *              entry, int weight, int value, uint rules, each a uint rule, int factor, span from the start of the text
 *   stance     uint label, span from the start of the text, index entry
 *
 * Value   Neither sketch nor fingerprint travels: the text of the chunk's blob gives them again (sketch.h) for less than it
 *         takes to move four times its bytes; a text set aside has none, for its place is read as empty.
 *         Types: those that these documents use, renumbered in the order of their first use; an analyser's own table grows
 *         over all its chunks. `word`, `polarity` and `entry` are rows of the lexicons: they mean something only to who has
 *         the same, which is why their digest travels with the batch (batch.h).
 *         What is read is as good as the chunk that was written: cahier_analyse_corpus gives the same bytes from it. Its
 *         types have no index: nothing after the chunk adds to them.
 * Errors  wire.h. LIMIT when writing: a payload above CAHIER_WIRE_ANALYSIS_MOST; when reading: not the analysis of `chunk`
 * Memory  in desk->batch, and desk->scratch, which is given back; the documents borrow the texts of `chunk`
 */
#ifndef CAHIER_WIRE_ANALYSIS_H
#define CAHIER_WIRE_ANALYSIS_H

#include "chunk.h"
#include "lexicon.h"

/* `name` is that of the chunk's blob; into `out`, a memory that holds nothing yet. NOMEM when scratch is spent. */
cahier_status cahier_wire_write_analysis(
        cahier_arena *scratch, cahier_text name, const cahier_chunk *chunk, cahier_out *out);

typedef struct cahier_wire_desk {
    cahier_arena *batch, *scratch;
    const cahier_lexicons *lexicons;
} cahier_wire_desk;

cahier_status cahier_wire_read_analysis(const cahier_wire_desk *desk, cahier_text blob, const cahier_wire_chunk *chunk,
        cahier_chunk *out, cahier_error *error);

#endif
