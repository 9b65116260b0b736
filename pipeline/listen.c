/* SPDX-License-Identifier: Apache-2.0 */
#include "listen.h"

#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "weigh.h"

#define UNMET (CAHIER_NONE - 1) /* a type not looked up yet */

static cahier_status find_strange(cahier_arena *scratch, const cahier_result *result, int32_t *out)
{
    size_t mark = cahier_arena_mark(scratch);
    uint32_t count = 0;
    int32_t *score = CAHIER_NEW(scratch, int32_t, (size_t)result->corpus.count + 1);
    if (score == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        score[count] = result->assignments[d].count > 0 ? result->assignments[d].at[0].score_milli : 0;
        count += result->assignments[d].count > 0;
    }
    qsort(score, count, sizeof *score, cahier_by_int32);
    *out = score[(uint64_t)count * CAHIER_STRANGE_SHARE / 100];
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

cahier_status cahier_model_keep(cahier_arena *batch, cahier_arena *scratch, cahier_result *result,
        const cahier_space *space, const cahier_centroids *centroids)
{
    cahier_model *model = CAHIER_NEW(batch, cahier_model, 1);
    cahier_space *kept = CAHIER_NEW(batch, cahier_space, 1);
    if (model == NULL || kept == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *kept = *space;
    int32_t strange;
    uint32_t texts = 0;
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        texts += (result->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) == 0;
    }
    CAHIER_TRY(find_strange(scratch, result, &strange));
    *model = (cahier_model){.vocabulary = result->vocabulary,
            .space = kept,
            .centroids = *centroids,
            .themes = result->themes,
            .theme_count = result->theme_count,
            .texts = texts,
            .strange_milli = strange};
    model->vocabulary.count = model->vocabulary.word_count;
    result->model = model;
    return CAHIER_OK;
}

static cahier_status copy_text(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, text.len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    *out = (cahier_text){to, text.len};
    return CAHIER_OK;
}

static cahier_status copy_space(cahier_arena *arena, const cahier_space *space, cahier_space *out)
{
    size_t values = (size_t)space->terms * space->dimensions;
    *out = *space;
    out->vector = CAHIER_NEW(arena, float, values);
    float *weight = CAHIER_NEW(arena, float, space->terms);
    if (out->vector == NULL || weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(out->vector, space->vector, values * sizeof *out->vector);
    memcpy(weight, space->weight, space->terms * sizeof *weight);
    out->weight = weight;
    return CAHIER_OK;
}

static cahier_status copy_themes(cahier_arena *arena, const cahier_model *model, cahier_listener *out)
{
    out->theme_count = model->theme_count;
    out->themes = CAHIER_NEW(arena, cahier_heard_theme, model->theme_count);
    if (out->themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < model->theme_count; k++) {
        memcpy(out->themes[k].id, model->themes[k].id, sizeof out->themes[k].id);
        out->themes[k].documents = model->themes[k].document_count;
        CAHIER_TRY(copy_text(arena, model->themes[k].label, &out->themes[k].label));
    }
    return CAHIER_OK;
}

cahier_status cahier_listener_open(
        cahier_arena *arena, const cahier_runner *runner, const cahier_model *model, cahier_listener *out)
{
    cahier_listener listener = {.texts = model->texts, .strange_milli = model->strange_milli};
    CAHIER_TRY(cahier_intern_reserve(arena, &listener.term, model->vocabulary.word_count));
    for (uint32_t j = 0; j < model->vocabulary.word_count; j++) {
        cahier_text stem;
        CAHIER_TRY(copy_text(arena, model->vocabulary.at[j].key, &stem));
        CAHIER_TRY(cahier_intern_put(arena, &listener.term, stem, cahier_hash(stem), j));
    }
    CAHIER_TRY(copy_space(arena, model->space, &listener.space));
    CAHIER_TRY(copy_themes(arena, model, &listener));
    CAHIER_TRY(cahier_affinity_find(arena, runner, model->space, &model->centroids, &listener.affinity));
    *out = listener;
    return CAHIER_OK;
}

/* --- terms of the chunk's documents -------------------------------------------------------------------------------- */

typedef struct reading {
    const cahier_listener *listener;
    const cahier_chunk *chunk;
    uint32_t *term; /* a type: its term, CAHIER_NONE, or UNMET */
    cahier_sparse weights;
} reading;

static uint32_t term_of(const reading *r, uint32_t type)
{
    if (r->term[type] == UNMET) {
        cahier_text stem = r->chunk->types->at[type].stem;
        r->term[type] = stem.len > 0 ? cahier_intern_find(&r->listener->term, stem, cahier_hash(stem)) : CAHIER_NONE;
    }
    return r->term[type];
}

typedef struct cell {
    uint32_t column; /* first: what cells are sorted by */
    float value;
} cell;

/* One cell an occurrence, then one a term; words of the title count twice (vocabulary.h). */
static uint32_t gather(const reading *r, const cahier_document *document, cell *row)
{
    uint32_t count = 0, kept = 0;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        cahier_token token = document->tokens.at[t];
        uint32_t term = term_of(r, token.type);
        if (term != CAHIER_NONE) {
            row[count++] = (cell){term, token.end <= document->title_len ? 2 : 1};
        }
    }
    qsort(row, count, sizeof *row, cahier_by_uint32);
    for (uint32_t i = 0; i < count; i++) {
        if (kept > 0 && row[kept - 1].column == row[i].column) {
            row[kept - 1].value += row[i].value;
        } else {
            row[kept++] = row[i];
        }
    }
    return kept;
}

static cahier_status weigh(reading *r, cahier_arena *scratch)
{
    const cahier_chunk *chunk = r->chunk;
    const cahier_space *space = &r->listener->space;
    uint32_t tokens = 0, most = 0, z = 0;
    for (uint32_t d = 0; d < chunk->count; d++) {
        tokens += chunk->at[d].tokens.count;
        most = chunk->at[d].tokens.count > most ? chunk->at[d].tokens.count : most;
    }
    r->weights = (cahier_sparse){chunk->count, space->terms, CAHIER_NEW(scratch, uint32_t, (size_t)chunk->count + 1),
            CAHIER_NEW(scratch, uint32_t, tokens), CAHIER_NEW(scratch, float, tokens)};
    cell *row = CAHIER_NEW(scratch, cell, most);
    if (r->weights.start == NULL || r->weights.column == NULL || r->weights.value == NULL || row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < chunk->count; d++) {
        bool silent = (chunk->at[d].notes & CAHIER_NOTE_NO_ANSWER) != 0;
        uint32_t count = silent ? 0 : gather(r, &chunk->at[d], row);
        for (uint32_t i = 0; i < count; i++, z++) {
            r->weights.column[z] = row[i].column;
            r->weights.value[z] = (float)cahier_weight(row[i].value, (double)space->weight[row[i].column]);
        }
        r->weights.start[d + 1] = z;
    }
    return CAHIER_OK;
}

/* --- themes and vectors -------------------------------------------------------------------------------------------- */

static bool is_strange(const reading *r, const cahier_assignments *given)
{
    return given->count == 0 || given->at[0].score_milli < r->listener->strange_milli;
}

/* The vectors of strange texts. */
static cahier_status keep_vectors(
        const reading *r, cahier_arena *batch, cahier_arena *scratch, const cahier_listened *out)
{
    const cahier_space *space = &r->listener->space;
    double scale[CAHIER_BLOCKS];
    float *x = CAHIER_NEW(scratch, float, space->dimensions);
    if (x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < r->chunk->count; d++) {
        if (!is_strange(r, &out->assignments[d]) || r->weights.start[d] == r->weights.start[d + 1] ||
                !cahier_space_document(space, &r->weights, d, x, scale)) {
            continue;
        }
        out->vector[d] = CAHIER_NEW(batch, int8_t, space->dimensions);
        if (out->vector[d] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        for (uint32_t e = 0; e < space->dimensions; e++) {
            float scaled = x[e] * 127;
            out->vector[d][e] = (int8_t)(scaled < 0 ? scaled - .5f : scaled + .5f);
        }
    }
    return CAHIER_OK;
}

static cahier_status assign(const reading *r, cahier_arena *batch, cahier_arena *scratch, cahier_assignments **out)
{
    uint32_t D = r->chunk->count;
    cahier_corpus corpus = {.count = D,
            .analysed = (const cahier_document **)cahier_arena_alloc(scratch, D, sizeof(cahier_document *)),
            .types = (const cahier_types **)cahier_arena_alloc(scratch, D, sizeof(cahier_types *))};
    if (corpus.analysed == NULL || corpus.types == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        corpus.analysed[d] = &r->chunk->at[d];
        corpus.types[d] = r->chunk->types;
    }
    cahier_term_use use = {r->chunk->types, r->term};
    cahier_term_uses uses = {&use, 1};
    cahier_themes themes = {.count = r->listener->theme_count};
    cahier_runner serial = {cahier_run_serial, NULL};
    cahier_theme_input in = {.corpus = &corpus, .uses = &uses, .weights = &r->weights, .space = &r->listener->space};
    CAHIER_TRY(cahier_assign_along(batch, scratch, &serial, &in, r->listener->affinity, &themes));
    *out = themes.assignments;
    return CAHIER_OK;
}

static cahier_status listen(reading *r, cahier_arena *batch, cahier_arena *scratch, cahier_listened *out)
{
    uint32_t types = r->chunk->types->count;
    r->term = CAHIER_NEW(scratch, uint32_t, types);
    out->vector = (int8_t **)cahier_arena_alloc(batch, r->chunk->count, sizeof(int8_t *));
    if (r->term == NULL || out->vector == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < types; i++) {
        r->term[i] = UNMET;
    }
    CAHIER_TRY(weigh(r, scratch));
    for (uint32_t i = 0; i < types; i++) {
        r->term[i] = r->term[i] == UNMET ? CAHIER_NONE : r->term[i];
    }
    CAHIER_TRY(assign(r, batch, scratch, &out->assignments));
    return keep_vectors(r, batch, scratch, out);
}

cahier_status cahier_listen(const cahier_listener *listener, cahier_arena *batch, cahier_arena *scratch,
        const cahier_chunk *chunk, cahier_listened *out)
{
    reading r = {.listener = listener, .chunk = chunk};
    cahier_listened listened = {0};
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = listen(&r, batch, scratch, &listened);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = listened;
    return CAHIER_OK;
}

void cahier_drift_add(cahier_drift *drift, const cahier_chunk *chunk, const cahier_listened *listened)
{
    for (uint32_t d = 0; d < chunk->count; d++) {
        const cahier_assignments *to = &listened->assignments[d];
        if ((chunk->at[d].notes & CAHIER_NOTE_NO_ANSWER) == 0) {
            drift->texts++;
            drift->unclassified += to->count == 0;
            drift->score_milli += to->count > 0 ? (uint64_t)to->at[0].score_milli : 0;
        }
    }
}
