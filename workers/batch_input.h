/* SPDX-License-Identifier: Apache-2.0 */
/* batch_input.h -- what a command line asks to be read, read: word lists, journal, earlier report, files.
 *
 * In      options, paths
 * Out     lexicons; decisions and earlier report, put in the options of the analysis; intake, whose cells are redacted
 *         without paths, all but an intake
 * Errors  false, and a sentence in French or English that says what to do; no contribution at all is one
 * Memory  in `batch`; it must outlive what was read
 * Why     `analyse` and `submit` read alike, so that a batch is the same whichever way it goes
 */
#ifndef CAHIER_BATCH_INPUT_H
#define CAHIER_BATCH_INPUT_H

#include "analyse_options.h"
#include "decisions.h"
#include "lexicon_files.h"
#include "person_key.h"
#include "previous_report.h"
#include "progress.h"

typedef struct cahier_batch_input {
    cahier_lexicon_files lexicon_files;
    cahier_journal journal;
    cahier_previous_report previous;
    cahier_intake intake;
    cahier_person_key person_key;
    char message[CAHIER_SENTENCE_MAX]; /* when it failed */
} cahier_batch_input;

bool cahier_batch_input_read(cahier_arena *batch, cahier_arena *scratch, cahier_analyse_options *options,
        char *const *path, uint32_t path_count, cahier_progress *progress, cahier_batch_input *out);

/* SHA-256 of the files, as words: one from which something was erased opens no batch. False: not enough memory. */
bool cahier_batch_input_files(cahier_arena *arena, const cahier_intake *intake, cahier_text *out);

/* One more reading of files, after the first: its intake takes the place of the earlier one. */
bool cahier_batch_files_read(cahier_arena *batch, cahier_arena *scratch, cahier_analyse_options *options,
        char *const *path, uint32_t path_count, cahier_batch_input *in);

/* Address space for an arena, not memory: as much as the machine has, or what the system grants. */
bool cahier_arena_reserve(cahier_arena *arena);

#endif
