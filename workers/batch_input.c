/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* sysconf */
#include "batch_input.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "redact_cells.h"

bool cahier_arena_reserve(cahier_arena *arena)
{
    size_t pages = (size_t)sysconf(_SC_PHYS_PAGES), page = (size_t)sysconf(_SC_PAGESIZE);
    for (size_t budget = pages * page; budget >= ((size_t)64 << 20); budget /= 2) {
        if (cahier_arena_open(arena, budget)) {
            return true;
        }
    }
    return false;
}

static bool refuse(cahier_batch_input *in, const char *sentence)
{
    (void)snprintf(in->message, sizeof in->message, "%s", sentence);
    return false;
}

static bool read_person_key(cahier_analyse_options *options, cahier_batch_input *in)
{
    if (options->person_key == NULL) {
        return true;
    }
    if (!cahier_person_key_read(options->person_key, options->intake.options.english, &in->person_key, in->message,
                sizeof in->message)) {
        return false;
    }
    options->intake.options.person_key = in->person_key.at;
    options->intake.options.person_key_len = in->person_key.len;
    return true;
}

bool cahier_batch_files_read(cahier_arena *batch, cahier_arena *scratch, cahier_analyse_options *options,
        char *const *path, uint32_t path_count, cahier_batch_input *in)
{
    bool english = options->intake.options.english;
    cahier_intake_error error;
    cahier_cells cells = {in->lexicon_files.lexicons, options->analysis.redact_strict, batch, scratch};
    if (cahier_intake_read(batch, scratch, &options->intake.options, path, path_count, &in->intake, &error) !=
            CAHIER_OK) {
        cahier_redact_message(&cells, error.sentence, sizeof error.sentence);
        return refuse(in, error.sentence);
    }
    if (cahier_redact_cells(&cells, &in->intake) != CAHIER_OK) {
        return refuse(in, english ? "not enough memory." : "mémoire insuffisante.");
    }
    if (in->intake.count == 0) {
        return refuse(in, english ? "nothing to analyse: all rows were set aside (see `cahier check`)."
                                  : "aucune contribution à analyser : toutes les lignes ont été écartées (voir « "
                                    "cahier check »).");
    }
    return true;
}

/* What people decided and what an earlier report said, into the options of the analysis. */
static bool read_guidance(cahier_arena *batch, cahier_analyse_options *options, cahier_batch_input *in)
{
    bool english = options->intake.options.english;
    if (options->decisions != NULL) {
        if (!cahier_journal_read(batch, options->decisions, english, &in->journal)) {
            return refuse(in, in->journal.message);
        }
        options->analysis.decisions = &in->journal.decisions;
    }
    if (options->previous != NULL) {
        if (!cahier_previous_report_read(batch, options->previous, english, &in->previous)) {
            return refuse(in, in->previous.message);
        }
        options->analysis.previous = &in->previous.previous;
    }
    return true;
}

bool cahier_batch_input_read(cahier_arena *batch, cahier_arena *scratch, cahier_analyse_options *options,
        char *const *path, uint32_t path_count, cahier_progress *progress, cahier_batch_input *out)
{
    bool english = options->intake.options.english;
    if (!cahier_lexicon_files_open_with(batch, options->lexicons, options->taxonomy, english, &out->lexicon_files)) {
        return refuse(out, out->lexicon_files.message);
    }
    if (!read_guidance(batch, options, out) || !read_person_key(options, out)) {
        return false;
    }
    if (path_count == 0) {
        return true;
    }
    cahier_progress_phase(progress, english ? "Reading" : "Lecture", 0);
    return cahier_batch_files_read(batch, scratch, options, path, path_count, out);
}

bool cahier_batch_input_files(cahier_arena *arena, const cahier_intake *intake, cahier_text *out)
{
    size_t room = (size_t)intake->file_count * sizeof intake->file->sha256 + 1, len = 0;
    char *list = CAHIER_NEW(arena, char, room);
    for (uint32_t f = 0; f < intake->file_count && list != NULL; f++) {
        len += (size_t)snprintf(list + len, room - len, "%s ", intake->file[f].sha256);
    }
    *out = (cahier_text){list, (uint32_t)len};
    return list != NULL;
}
