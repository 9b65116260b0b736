/* SPDX-License-Identifier: Apache-2.0 */
/* A batch read from the queue and prepared; an edition of it, shaped by a journal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse_report.h"
#include "corpus_run.h"
#include "edition_parts.h"
#include "reading.h"
#include "relearn.h"
#include "shaped.h"
#include "text.h"

cahier_review_answer cahier_review_of_queue(cahier_queue_answer answer)
{
    switch (answer) {
    case CAHIER_QUEUE_DONE:
        return CAHIER_REVIEW_DONE;
    case CAHIER_QUEUE_CLOSED:
    case CAHIER_QUEUE_NOTHING:
    case CAHIER_QUEUE_CHANGED:
    case CAHIER_QUEUE_STALE:
        return CAHIER_REVIEW_BUSY;
    case CAHIER_QUEUE_NO_BATCH:
        return CAHIER_REVIEW_NO_BATCH;
    case CAHIER_QUEUE_UNREACHABLE:
        return CAHIER_REVIEW_UNREACHABLE;
    default:
        return CAHIER_REVIEW_REFUSED;
    }
}

cahier_review_answer cahier_review_of_status(cahier_status status)
{
    return status == CAHIER_OK            ? CAHIER_REVIEW_DONE
           : status == CAHIER_ERROR_NOMEM ? CAHIER_REVIEW_NO_MEMORY
           : status == CAHIER_ERROR_EMPTY ? CAHIER_REVIEW_EMPTY
                                          : CAHIER_REVIEW_UNREADABLE;
}

/* --- a batch ---------------------------------------------------------------------------------------------------------------- */

/* Ours, or those of the batch: with a town's own list of themes. */
static cahier_review_answer open_lexicons(cahier_volume *volume)
{
    const cahier_editions *editions = volume->editions;
    const cahier_wire_batch *envelope = volume->held.envelope;
    char digest[65];
    volume->lexicons = &editions->lexicons;
    if (envelope->taxonomy.name.len > 0) {
        cahier_lexicon_files *files = cahier_arena_alloc(&volume->arena, 1, sizeof *files);
        const cahier_lexicon_own own = {envelope->options.taxonomy, envelope->taxonomy.bytes};
        if (files == NULL || !cahier_lexicon_files_open_own(&volume->arena, editions->setting.lexicons, &own,
                                     editions->setting.english, files)) {
            return files == NULL ? CAHIER_REVIEW_NO_MEMORY : CAHIER_REVIEW_UNREADABLE;
        }
        volume->lexicons = files;
    }
    cahier_lexicon_files_digest(volume->lexicons, digest);
    return strcmp(digest, envelope->lexicons) == 0 ? CAHIER_REVIEW_DONE : CAHIER_REVIEW_UNREADABLE;
}

static cahier_status prepare(cahier_volume *volume, cahier_arena *scratch)
{
    cahier_corpus corpus;
    cahier_runner runner = cahier_crew_runner(&volume->editions->crew);
    const cahier_corpus_parts parts = {.lexicons = volume->lexicons->lexicons,
            .options = &volume->held.envelope->options.analysis,
            .crew = &volume->editions->crew,
            .intake = &volume->held.envelope->intake,
            .chunk = volume->held.chunk,
            .chunk_count = volume->held.chunk_count};
    CAHIER_TRY(cahier_corpus_gather(&volume->arena, &parts, &corpus));
    CAHIER_TRY(cahier_prepare_corpus(
            parts.lexicons, parts.options, &runner, &corpus, &volume->arena, scratch, &volume->prepared));
    return cahier_prepare_sights(&volume->prepared, &volume->arena, scratch);
}

static cahier_review_answer read_volume(cahier_volume *volume, const cahier_held_reader *reader)
{
    cahier_queue_answer answer;
    cahier_status status = cahier_held_open(reader, &volume->held, &answer);
    if (status != CAHIER_OK || answer != CAHIER_QUEUE_DONE) {
        return status != CAHIER_OK ? cahier_review_of_status(status) : cahier_review_of_queue(answer);
    }
    cahier_review_answer opened = open_lexicons(volume);
    if (opened != CAHIER_REVIEW_DONE) {
        return opened;
    }
    status = cahier_held_fill(reader, volume->lexicons->lexicons, &volume->held, &answer);
    if (status == CAHIER_OK && answer == CAHIER_QUEUE_DONE) {
        status = prepare(volume, reader->scratch);
    }
    return status != CAHIER_OK ? cahier_review_of_status(status) : cahier_review_of_queue(answer);
}

cahier_review_answer cahier_volume_read(cahier_volume *volume, const cahier_edition_place *place)
{
    cahier_arena scratch;
    size_t budget = volume->editions->setting.budget;
    if (!cahier_arena_open(&scratch, budget)) {
        return CAHIER_REVIEW_NO_MEMORY;
    }
    cahier_arena_close(&volume->arena); /* of an attempt that failed */
    volume->arena = (cahier_arena){.base = NULL};
    cahier_review_answer answer = CAHIER_REVIEW_NO_MEMORY;
    if (cahier_arena_open(&volume->arena, budget)) {
        const cahier_held_reader reader = {place->queue, place->batch, &volume->arena, &scratch, NULL, NULL};
        answer = read_volume(volume, &reader);
        volume->read = answer == CAHIER_REVIEW_DONE;
    }
    cahier_arena_close(&scratch);
    return answer;
}

/* --- an edition ------------------------------------------------------------------------------------------------------------- */

void cahier_learned_drop(cahier_learned_anew *anew)
{
    if (anew != NULL && atomic_fetch_sub(&anew->users, 1) == 1) {
        cahier_arena_close(&anew->arena);
        free(anew);
    }
}

void cahier_edition_free(cahier_own_edition *edition)
{
    cahier_learned_drop(edition->anew);
    cahier_arena_close(&edition->arena);
    free(edition);
}

static bool describe(cahier_own_edition *edition)
{
    cahier_volume *volume = edition->volume;
    const cahier_analyse_facts facts = {.options = &volume->held.envelope->options,
            .lexicons = volume->lexicons,
            .journal = &edition->journal.parsed,
            .previous = &volume->held.envelope->previous,
            .intake = &volume->held.envelope->intake,
            .result = &edition->result,
            .started = "",
            .threads = volume->editions->crew.threads};
    return cahier_analyse_input(&edition->arena, &facts, &edition->input);
}

/* How many lines there are up to the last `refit` that holds; 0: none does. *key tells what was decided by them from anything else. */
static uint32_t find_refit(const cahier_review_journal *journal, uint64_t *key)
{
    uint32_t last = journal->count;
    while (last > 0 && journal->at[last - 1].decision->deed != CAHIER_REFIT) {
        last--;
    }
    *key = last;
    for (uint32_t i = 0; i < last; i++) {
        bool refits = journal->at[i].decision->deed == CAHIER_REFIT; /* whoever said it, and when: it does the same */
        uint64_t said = refits ? 0 : cahier_text_hash(journal->at[i].line);
        *key = cahier_mix64(*key ^ said) + journal->at[i].decision->deed;
    }
    return last;
}

/* The batch prepared anew, from the last time if nothing else was decided before its `refit` lines. */
static cahier_status learn_anew(cahier_own_edition *edition, cahier_arena *scratch)
{
    cahier_volume *volume = edition->volume;
    uint64_t key;
    uint32_t last = find_refit(&edition->journal, &key);
    if (last == 0) {
        return CAHIER_OK;
    }
    if (volume->anew == NULL || volume->anew->key != key) {
        cahier_runner runner = cahier_crew_runner(&volume->editions->crew);
        const cahier_decisions decisions = {edition->journal.parsed.decisions.at, last};
        cahier_learned_anew *anew = calloc(1, sizeof *anew);
        if (anew == NULL || !cahier_arena_open(&anew->arena, volume->editions->setting.budget)) {
            free(anew);
            return CAHIER_ERROR_NOMEM;
        }
        atomic_store(&anew->users, 1);
        anew->key = key;
        anew->prepared = volume->prepared;
        cahier_status status = cahier_relearn_all(&anew->arena, scratch, &runner, &decisions, &anew->prepared);
        if (status != CAHIER_OK) {
            cahier_learned_drop(anew);
            return status;
        }
        cahier_learned_drop(volume->anew);
        volume->anew = anew;
    }
    atomic_fetch_add(&volume->anew->users, 1);
    edition->anew = volume->anew;
    return CAHIER_OK;
}

/* Of the latest edition, which the holder of the volume keeps alive; NULL: it stands on something else. */
static const cahier_shaped *shaped_before(const cahier_volume *volume, const cahier_prepared *prepared)
{
    const cahier_own_edition *latest = volume->latest;
    return latest != NULL && latest->shown.prepared == prepared ? latest->result.shaped : NULL;
}

static cahier_status shape(cahier_own_edition *edition, cahier_arena *scratch, const cahier_text *line, uint32_t count)
{
    cahier_volume *volume = edition->volume;
    cahier_runner runner = cahier_crew_runner(&volume->editions->crew);
    cahier_review_journal *journal = &edition->journal;
    CAHIER_TRY(cahier_review_journal_read(&edition->arena, &volume->held.journal, line, count, journal));
    bool decided = journal->parsed.name.len > 0;
    CAHIER_TRY(learn_anew(edition, scratch));
    const cahier_prepared *prepared = edition->anew != NULL ? &edition->anew->prepared : &volume->prepared;
    CAHIER_TRY(cahier_shape_corpus(&(cahier_shape_input){prepared, decided ? &journal->parsed.decisions : NULL,
                                           shaped_before(volume, prepared)},
            &runner, &edition->arena, scratch, &edition->result));
    CAHIER_TRY(cahier_review_journal_judge(&edition->arena, &edition->result, journal));
    CAHIER_TRY(cahier_overlay_read(&edition->arena, scratch,
            &(cahier_overlay_input){&edition->result, &volume->prepared.ids, journal}, &edition->overlay));
    CAHIER_TRY(cahier_reading_prepare(&edition->arena, &edition->result, &edition->shown.draws));
    return describe(edition) ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

cahier_review_answer cahier_edition_make(
        cahier_volume *volume, const cahier_text *line, uint32_t count, cahier_own_edition **out, char sentence[512])
{
    cahier_own_edition *edition = calloc(1, sizeof *edition);
    cahier_arena scratch = {.base = NULL};
    size_t budget = volume->editions->setting.budget;
    *out = NULL;
    if (edition == NULL || !cahier_arena_open(&edition->arena, budget) || !cahier_arena_open(&scratch, budget)) {
        if (edition != NULL) {
            cahier_edition_free(edition);
        }
        return CAHIER_REVIEW_NO_MEMORY;
    }
    edition->volume = volume;
    edition->users = 1;
    cahier_status status = shape(edition, &scratch, line, count);
    cahier_arena_close(&scratch);
    if (status != CAHIER_OK) {
        bool wrong = status == CAHIER_ERROR_LIMIT;
        (void)snprintf(sentence, 512, "%s", wrong ? edition->journal.parsed.message : "");
        cahier_edition_free(edition);
        return wrong ? CAHIER_REVIEW_WRONG : cahier_review_of_status(status);
    }
    edition->shown = (cahier_edition){.revision = count,
            .input = &edition->input,
            .journal = &edition->journal,
            .overlay = &edition->overlay,
            .draws = edition->shown.draws,
            .prepared = edition->anew != NULL ? &edition->anew->prepared : &volume->prepared};
    memcpy(edition->shown.batch, volume->batch, sizeof edition->shown.batch);
    *out = edition;
    return CAHIER_REVIEW_DONE;
}

bool cahier_edition_write(const cahier_edition *edition, const char *folder, unsigned formats, const char *started,
        cahier_report_error *error)
{
    cahier_report_input input = *edition->input;
    input.run.started = cahier_string(started);
    return cahier_report_write(&input, folder, formats, error);
}
