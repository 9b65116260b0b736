/* SPDX-License-Identifier: Apache-2.0 */
/* travel.h -- contributions read, cleaned, sent, analysed, sent back: as submitter and workers do, without what is between. */
#ifndef CAHIER_TESTS_TRAVEL_H
#define CAHIER_TESTS_TRAVEL_H

#include "analysis.h"
#include "batch.h"
#include "lexicon_files.h"

#define TRAVEL_WORKERS 2u /* they take chunks in turn: each has types of its own, which grow */

typedef struct travel {
    cahier_arena batch, scratch;
    cahier_lexicon_files lexicons;
    cahier_analyse_options options;
    cahier_intake intake;
    cahier_analyser worker[TRAVEL_WORKERS];
} travel;

/* Arenas, lexicons, workers. */
void travel_open(travel *t);
void travel_close(travel *t);

/* Reads tests/data/<name>, keeping all columns. */
void travel_read(travel *t, const char *name);
/* Reads `count` rows of texts drawn from a seed. */
void travel_draw(travel *t, uint64_t seed, uint32_t count);
/* Reads `count` rows, each two texts of commune.csv: enough for a batch that teaches words (adapt.h). */
void travel_pair(travel *t, uint64_t seed, uint32_t count);

/* Documents [first, first + count) cleaned: what a submitter writes. */
cahier_wire_chunk travel_clean(travel *t, uint32_t first, uint32_t count);
/* What a worker finds in them. */
cahier_chunk travel_analyse(travel *t, uint32_t worker, const cahier_wire_chunk *cleaned);
/* Both as blobs; opens the outputs. */
void travel_write(
        travel *t, const cahier_wire_chunk *sent, const cahier_chunk *found, cahier_out *chunk, cahier_out *analysis);
/* Where an analysis is read again. */
cahier_wire_desk travel_desk(travel *t);

/* The envelope of it all; the earlier report, the town's list and journal are none. */
cahier_wire_batch travel_batch(const travel *t);

/* Everything in chunks of `size`, each written and read on both ways, then the envelope; intake and options are replaced by
 * those read. The chunks are in t->batch. */
cahier_chunk *travel_all(travel *t, uint32_t size, uint32_t *chunk_count);
/* The same, not written and not read. */
cahier_chunk *travel_stay(travel *t, uint32_t size, uint32_t *chunk_count);

#endif
