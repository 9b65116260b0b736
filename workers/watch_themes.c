/* SPDX-License-Identifier: Apache-2.0 */
/* Themes that messages are given: made of the first weeks or of an earlier report, made again of recent messages. */
#include <stdlib.h>
#include <string.h>

#include "corpus_run.h"
#include "intern.h"
#include "previous.h"
#include "text.h"
#include "watch_parts.h"

typedef struct fitting {
    cahier_hearers *hearers;
    const cahier_batch_input *input;
    cahier_options options;
    cahier_arena batch, scratch;
} fitting;

static cahier_status keep(fitting *f, const cahier_result *result, cahier_watch_themes *themes)
{
    cahier_runner runner = cahier_crew_runner(&f->hearers->crew);
    cahier_arena_reset(&themes->arena, 0);
    themes->known = false;
    CAHIER_TRY(cahier_listener_open(&themes->arena, &runner, result->model, &themes->listener));
    themes->known = themes->listener.theme_count > 0;
    if (result->continuity != NULL) {
        memcpy(themes->fates, result->continuity->fates, sizeof themes->fates);
    }
    return CAHIER_OK;
}

static cahier_status fit(
        fitting *f, const cahier_intake *intake, const cahier_cleaned *cleaned, cahier_watch_themes *themes)
{
    cahier_heard_block block = {.received = intake->at, .cleaned = cleaned, .count = intake->count};
    cahier_result result;
    CAHIER_TRY(cahier_hear_block(f->hearers, &f->batch, &block));
    cahier_corpus_parts parts = {.lexicons = f->input->lexicon_files.lexicons,
            .options = &f->options,
            .crew = &f->hearers->crew,
            .intake = intake,
            .chunk = block.chunk,
            .chunk_count = (intake->count + CAHIER_WATCH_CHUNK - 1) / CAHIER_WATCH_CHUNK};
    CAHIER_TRY(cahier_corpus_run(&f->batch, &f->scratch, &parts, &result));
    return keep(f, &result, themes);
}

static bool open_fitting(fitting *f)
{
    return cahier_arena_reserve(&f->batch) && cahier_arena_reserve(&f->scratch) &&
           cahier_hearers_open(f->hearers, f->hearers->crew.threads, f->input->lexicon_files.lexicons, &f->options);
}

static void close_fitting(fitting *f)
{
    cahier_arena_close(&f->batch);
    cahier_arena_close(&f->scratch);
}

/* The messages as an intake of their own: ranks of authors and rows do not depend on what came with them. */
static cahier_status take_in(fitting *f, const cahier_heard_block *messages, cahier_intake *out)
{
    cahier_intake intake = {.count = messages->count, .contributions = messages->count};
    cahier_intern people = {.slot = NULL};
    intake.at = CAHIER_NEW(&f->batch, cahier_contribution, messages->count);
    if (intake.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < messages->count; d++) {
        cahier_contribution *to = &intake.at[d];
        *to = messages->received[d];
        to->contribution = d;
        to->row = d + 1;
        cahier_text key = to->person_known ? messages->person_hash[to->person - 1] : (cahier_text){NULL, 0};
        to->person_known = false; /* nobody hears them: no key is asked for */
        uint32_t rank = key.len > 0 ? cahier_intern_find(&people, key, cahier_hash(key)) : CAHIER_NONE;
        to->person = rank != CAHIER_NONE ? rank : ++intake.persons;
        if (key.len > 0 && rank == CAHIER_NONE) {
            CAHIER_TRY(cahier_intern_put(&f->batch, &people, key, cahier_hash(key), to->person));
        }
    }
    *out = intake;
    return CAHIER_OK;
}

static cahier_status fit_messages(fitting *f, const cahier_heard_block *messages, cahier_watch_themes *themes)
{
    cahier_intake intake;
    CAHIER_TRY(take_in(f, messages, &intake));
    return fit(f, &intake, messages->cleaned, themes);
}

cahier_status cahier_watch_fit(cahier_hearers *hearers, const cahier_batch_input *input, const cahier_options *options,
        const cahier_heard_block *messages, cahier_watch_themes *themes)
{
    fitting f = {.hearers = hearers, .input = input, .options = *options};
    cahier_status status = open_fitting(&f) ? fit_messages(&f, messages, themes) : CAHIER_ERROR_NOMEM;
    close_fitting(&f);
    return status;
}

/* --- again --------------------------------------------------------------------------------------------------------- */

static uint32_t theme_of(const cahier_previous *previous, const char *id)
{
    return id[0] == '\0' ? CAHIER_NONE : cahier_previous_theme_of(previous, id);
}

/* What the messages were given is the earlier report of the new themes. */
static cahier_status recall(
        cahier_arena *batch, const cahier_recent *sample, const cahier_listener *listener, cahier_previous *previous)
{
    cahier_previous_theme *theme = CAHIER_NEW(batch, cahier_previous_theme, listener->theme_count);
    cahier_text *document = CAHIER_NEW(batch, cahier_text, sample->count);
    uint64_t *text = CAHIER_NEW(batch, uint64_t, sample->count);
    uint32_t *shown = CAHIER_NEW(batch, uint32_t, sample->count);
    if (theme == NULL || document == NULL || text == NULL || shown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < listener->theme_count; k++) {
        theme[k] = (cahier_previous_theme){.label = listener->themes[k].label, .shown = true};
        memcpy(theme[k].id, listener->themes[k].id, sizeof theme[k].id);
    }
    *previous = (cahier_previous){document, text, shown, shown, 0, theme, listener->theme_count};
    for (uint32_t i = 0; i < sample->count; i++) {
        const cahier_recent_text *from = &sample->at[i];
        if (from->id_len > 0) { /* else it was erased */
            document[previous->count] = cahier_recent_id(from);
            text[previous->count] = cahier_text_hash(cahier_recent_words(from));
            shown[previous->count++] = theme_of(previous, from->theme);
        }
    }
    return CAHIER_OK;
}

static cahier_status refit(fitting *f, const cahier_recent *sample, cahier_watch_themes *themes)
{
    cahier_previous previous;
    cahier_intake intake = {.count = 0};
    intake.at = CAHIER_NEW(&f->batch, cahier_contribution, sample->count);
    if (intake.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < sample->count; i++) {
        const cahier_recent_text *text = &sample->at[i];
        uint32_t d = intake.count;
        if (text->id_len > 0) { /* else it was erased */
            intake.at[intake.count++] = (cahier_contribution){.id = cahier_recent_id(text),
                    .text = cahier_recent_words(text),
                    .date = text->date,
                    .person = d + 1,
                    .contribution = d,
                    .row = d + 1};
        }
    }
    intake.persons = intake.contributions = intake.count;
    if (themes->known) {
        CAHIER_TRY(recall(&f->batch, sample, &themes->listener, &previous));
        f->options.previous = &previous;
    }
    return fit(f, &intake, NULL, themes);
}

cahier_status cahier_watch_refit(cahier_hearers *hearers, const cahier_batch_input *input,
        const cahier_options *options, const cahier_recent *sample, cahier_watch_themes *themes)
{
    fitting f = {.hearers = hearers, .input = input, .options = *options};
    cahier_status status = open_fitting(&f) ? refit(&f, sample, themes) : CAHIER_ERROR_NOMEM;
    close_fitting(&f);
    return status;
}
