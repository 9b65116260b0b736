/* SPDX-License-Identifier: Apache-2.0 */
#include "learn_fields.h"

#include <stdlib.h>

#include "intern.h"
#include "spot.h"

typedef struct gathering {
    cahier_analyser *reader;
    cahier_vocabulary *vocabulary;
    cahier_intern term, field; /* stem -> term; heading -> field */
    uint64_t *held;            /* term << 32 | field */
    uint32_t count;
} gathering;

/* The only stem of a form, or an empty text. */
static cahier_status find_stem(const gathering *g, cahier_text form, cahier_text *out)
{
    cahier_document document;
    CAHIER_TRY(cahier_read_form(g->reader, form, &document));
    *out = (cahier_text){0};
    for (uint32_t i = 0; i < document.tokens.count; i++) {
        cahier_text stem = g->reader->types->at[document.tokens.at[i].type].stem;
        if (stem.len > 0 && out->len > 0) {
            *out = (cahier_text){0};
            return CAHIER_OK;
        }
        *out = stem.len > 0 ? stem : *out;
    }
    return CAHIER_OK;
}

/* Its number; `next` is given to a text not yet seen. */
static cahier_status find_number(
        cahier_arena *arena, cahier_intern *intern, cahier_text text, uint32_t next, uint32_t *out)
{
    *out = cahier_intern_find(intern, text, cahier_hash(text));
    if (*out == CAHIER_NONE) {
        *out = next;
        return cahier_intern_put(arena, intern, text, cahier_hash(text), next);
    }
    return CAHIER_OK;
}

static cahier_status gather_row(gathering *g, cahier_text heading, cahier_text form)
{
    cahier_vocabulary *v = g->vocabulary;
    cahier_text stem;
    uint32_t term, field;
    CAHIER_TRY(find_stem(g, form, &stem));
    if (stem.len == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(find_number(g->reader->batch, &g->term, stem, v->count, &term));
    CAHIER_TRY(find_number(g->reader->batch, &g->field, heading, g->field.count, &field));
    if (term == v->count) {
        v->at[v->count++] = (cahier_term){.key = stem, .surface = form, .words = 1};
    }
    g->held[g->count++] = (uint64_t)term << 32 | field;
    return CAHIER_OK;
}

static int by_term(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static cahier_status write_matrix(gathering *g, cahier_sparse *out)
{
    cahier_sparse m = {.rows = g->vocabulary->count, .columns = g->field.count};
    m.start = CAHIER_NEW(g->reader->batch, uint32_t, (size_t)m.rows + 1);
    m.column = CAHIER_NEW(g->reader->batch, uint32_t, g->count);
    m.value = CAHIER_NEW(g->reader->batch, float, g->count);
    if (m.start == NULL || m.column == NULL || m.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t at = 0, i = 0;
    qsort(g->held, g->count, sizeof *g->held, by_term);
    for (uint32_t j = 0; j < m.rows; j++) {
        m.start[j] = at;
        for (; i < g->count && g->held[i] >> 32 == j; i++) {
            if (i == 0 || g->held[i] != g->held[i - 1]) { /* two forms of one stem are one word */
                m.column[at] = (uint32_t)g->held[i];
                m.value[at++] = 1;
            }
        }
    }
    m.start[m.rows] = at;
    *out = m;
    return CAHIER_OK;
}

static cahier_status index_terms(gathering *g, uint32_t rows)
{
    cahier_vocabulary *v = g->vocabulary;
    cahier_term *at = CAHIER_NEW(g->reader->batch, cahier_term, (size_t)v->count + rows);
    g->held = CAHIER_NEW(g->reader->batch, uint64_t, rows);
    if (at == NULL || g->held == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < v->count; j++) {
        uint32_t term;
        at[j] = v->at[j];
        CAHIER_TRY(find_number(g->reader->batch, &g->term, at[j].key, j, &term));
    }
    v->at = at;
    return CAHIER_OK;
}

cahier_status learn_fields(cahier_analyser *reader, const learn_list *list, uint32_t lists,
        cahier_vocabulary *vocabulary, cahier_sparse *out)
{
    gathering g = {.reader = reader, .vocabulary = vocabulary};
    uint32_t rows = 0;
    for (uint32_t l = 0; l < lists; l++) {
        rows += list[l].lexicon->count;
    }
    CAHIER_TRY(index_terms(&g, rows));
    for (uint32_t l = 0; l < lists; l++) {
        for (uint32_t r = 0; r < list[l].lexicon->count; r++) {
            CAHIER_TRY(gather_row(&g, cahier_lexicon_cell(list[l].lexicon, r, list[l].heading),
                    cahier_lexicon_cell(list[l].lexicon, r, list[l].form)));
        }
    }
    return write_matrix(&g, out);
}
