/* SPDX-License-Identifier: Apache-2.0 */
/* Messages are analysed, given themes and heard, on all threads. */
#include <stdlib.h>
#include <string.h>

#include "watch_parts.h"

typedef struct hearing {
    cahier_hearers *hearers;
    cahier_heard_block *block;
    cahier_drift *drift; /* a chunk */
    atomic_int failure;
} hearing;

static void close_analysers(cahier_hearers *hearers)
{
    for (uint32_t t = 0; hearers->analyser != NULL && t < hearers->crew.threads; t++) {
        if (hearers->analyser[t].stemmer != NULL) {
            cahier_analyser_close(&hearers->analyser[t]);
        }
    }
}

static bool open_arenas(cahier_hearers *hearers, uint32_t threads)
{
    hearers->crew.threads = threads;
    hearers->arena = calloc((size_t)threads * 2, sizeof *hearers->arena);
    hearers->analyser = calloc(threads, sizeof *hearers->analyser);
    for (uint32_t i = 0; hearers->arena != NULL && i < 2 * threads; i++) {
        if (!cahier_arena_reserve(&hearers->arena[i])) {
            return false;
        }
    }
    return hearers->arena != NULL && hearers->analyser != NULL;
}

bool cahier_hearers_open(
        cahier_hearers *hearers, uint32_t threads, const cahier_lexicons *lexicons, const cahier_options *options)
{
    close_analysers(hearers);
    if (hearers->arena == NULL && !open_arenas(hearers, threads)) {
        return false;
    }
    for (uint32_t t = 0; t < hearers->crew.threads; t++) {
        cahier_arena *batch = &hearers->arena[2 * t], *scratch = &hearers->arena[2 * t + 1];
        cahier_arena_reset(batch, 0);
        cahier_arena_reset(scratch, 0);
        if (cahier_analyser_open(lexicons, options, batch, scratch, &hearers->analyser[t]) != CAHIER_OK) {
            return false;
        }
    }
    return true;
}

void cahier_hearers_close(cahier_hearers *hearers)
{
    close_analysers(hearers);
    for (uint32_t i = 0; hearers->arena != NULL && i < 2 * hearers->crew.threads; i++) {
        cahier_arena_close(&hearers->arena[i]);
    }
    free(hearers->arena);
    free(hearers->analyser);
    *hearers = (cahier_hearers){.arena = NULL};
}

/* What the document does not tell: who, where, about what. */
static void add_circumstances(const hearing *h, uint32_t d, const cahier_assignments *given, const int8_t *vector)
{
    const cahier_heard_block *block = h->block;
    const cahier_contribution *received = &block->received[d];
    cahier_heard *heard = &block->heard[d];
    heard->id = received->id;
    heard->place = received->place;
    heard->person = received->person_known ? cahier_heard_key(block->person_hash[received->person - 1]) : 0;
    heard->vector = vector;
    heard->dimensions = vector != NULL ? block->listener->space.dimensions : 0;
    if (given != NULL && given->count > 0) {
        const cahier_heard_theme *theme = &block->listener->themes[given->at[0].theme];
        heard->theme = cahier_string(theme->id);
        heard->label = theme->label;
    }
}

static cahier_status hear(hearing *h, cahier_analyser *analyser, uint32_t i)
{
    cahier_heard_block *block = h->block;
    uint32_t first = i * CAHIER_WATCH_CHUNK, left = block->count - first;
    cahier_chunk *chunk = &block->chunk[i];
    cahier_listened listened = {.assignments = NULL};
    uint32_t count = left < CAHIER_WATCH_CHUNK ? left : CAHIER_WATCH_CHUNK;
    CAHIER_TRY(block->cleaned != NULL ? cahier_analyse_cleaned(analyser, block->cleaned + first, count, chunk)
                                      : cahier_analyse_chunk(analyser, block->received + first, count, chunk));
    if (block->listener != NULL) {
        CAHIER_TRY(cahier_listen(block->listener, analyser->batch, analyser->scratch, chunk, &listened));
        cahier_drift_add(&h->drift[i], chunk, &listened);
        memcpy(block->given + first, listened.assignments, chunk->count * sizeof *block->given);
    }
    for (uint32_t d = 0; block->heard != NULL && d < chunk->count; d++) {
        CAHIER_TRY(cahier_hear(analyser->batch, chunk->types, &chunk->at[d], &block->heard[first + d]));
        add_circumstances(h, first + d, listened.assignments != NULL ? &listened.assignments[d] : NULL,
                listened.vector != NULL ? listened.vector[d] : NULL);
    }
    return CAHIER_OK;
}

static void hear_chunk(void *argument, uint32_t thread, uint32_t i)
{
    hearing *h = argument;
    if (atomic_load(&h->failure) == CAHIER_OK) {
        cahier_status status = hear(h, &h->hearers->analyser[thread], i);
        if (status != CAHIER_OK) {
            atomic_store(&h->failure, status);
        }
    }
}

cahier_status cahier_hear_block(cahier_hearers *hearers, cahier_arena *arena, cahier_heard_block *block)
{
    uint32_t chunks = (block->count + CAHIER_WATCH_CHUNK - 1) / CAHIER_WATCH_CHUNK;
    hearing h = {.hearers = hearers, .block = block, .drift = CAHIER_NEW(arena, cahier_drift, chunks)};
    block->chunk = CAHIER_NEW(arena, cahier_chunk, chunks);
    block->heard = CAHIER_NEW(arena, cahier_heard, block->count);
    block->given = CAHIER_NEW(arena, cahier_assignments, block->count);
    if (h.drift == NULL || block->chunk == NULL || block->heard == NULL || block->given == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_crew_run(&hearers->crew, chunks, hear_chunk, &h);
    for (uint32_t i = 0; i < chunks; i++) {
        block->drift.texts += h.drift[i].texts;
        block->drift.unclassified += h.drift[i].unclassified;
        block->drift.score_milli += h.drift[i].score_milli;
    }
    return (cahier_status)atomic_load(&h.failure);
}
