/* SPDX-License-Identifier: Apache-2.0 */
#include "previous.h"

#include <stdlib.h>
#include <string.h>

#include "intern.h"
#include "text.h"

#define SHARE_OF_EACH 3u /* a pair shares more than one third of each theme */

const char *cahier_fate_name(cahier_fate fate)
{
    static const char *const name[CAHIER_FATES] = {"kept", "merged", "gone", "split", "new"};
    return name[fate];
}

uint32_t cahier_previous_theme_of(const cahier_previous *previous, const char *id)
{
    for (uint32_t p = 0; p < previous->theme_count; p++) {
        if (strcmp(previous->themes[p].id, id) == 0) {
            return p;
        }
    }
    return CAHIER_NONE;
}

/* --- recall ------------------------------------------------------------------------------------------------------------ */

typedef struct library { /* earlier documents; the first of those with an equal key */
    cahier_intern by_id, by_text;
} library;

static cahier_status put_first(cahier_arena *scratch, cahier_intern *table, cahier_text key, uint32_t i)
{
    uint32_t hash = cahier_hash(key);
    return cahier_intern_find(table, key, hash) == CAHIER_NONE ? cahier_intern_put(scratch, table, key, hash, i)
                                                               : CAHIER_OK;
}

static uint32_t find(const cahier_intern *table, cahier_text key)
{
    return cahier_intern_find(table, key, cahier_hash(key));
}

static cahier_text bytes_of(const uint64_t *hash)
{
    return (cahier_text){(const char *)hash, sizeof *hash};
}

static cahier_status open_known(cahier_arena *scratch, const cahier_previous *previous, library *k)
{
    CAHIER_TRY(cahier_intern_reserve(scratch, &k->by_id, previous->count));
    CAHIER_TRY(cahier_intern_reserve(scratch, &k->by_text, previous->count));
    for (uint32_t i = 0; i < previous->count; i++) {
        CAHIER_TRY(put_first(scratch, &k->by_id, previous->document[i], i));
        CAHIER_TRY(put_first(scratch, &k->by_text, bytes_of(&previous->text[i]), i));
    }
    return CAHIER_OK;
}

/* Of the texts that are not what their id was, those that moved are elsewhere, those that were edited are nowhere. */
static bool ids_are_ranks(const cahier_corpus *corpus, const cahier_previous *previous, const library *k)
{
    uint32_t moved = 0, edited = 0, found = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        uint64_t text = cahier_text_hash(corpus->analysed[d]->text);
        uint32_t i = find(&k->by_id, corpus->received[d].id);
        found += i != CAHIER_NONE;
        if (i != CAHIER_NONE && previous->text[i] != text) {
            bool elsewhere = find(&k->by_text, bytes_of(&text)) != CAHIER_NONE;
            moved += elsewhere;
            edited += !elsewhere;
        }
    }
    return moved > edited || found == 0;
}

static cahier_status find_documents(cahier_arena *scratch, const cahier_corpus *corpus, cahier_recall *recall)
{
    const cahier_previous *previous = recall->previous;
    library k = {0};
    CAHIER_TRY(open_known(scratch, previous, &k));
    bool ranks = ids_are_ranks(corpus, previous, &k);
    for (uint32_t d = 0; d < corpus->count; d++) {
        uint64_t text = cahier_text_hash(corpus->analysed[d]->text);
        uint32_t i = find(&k.by_id, corpus->received[d].id);
        if (ranks && (i == CAHIER_NONE || previous->text[i] != text)) {
            i = find(&k.by_text, bytes_of(&text));
        }
        recall->document[d] = i;
        recall->shown[d] = i != CAHIER_NONE ? previous->shown[i] : CAHIER_NONE;
        recall->found[d] = i != CAHIER_NONE ? previous->found[i] : CAHIER_NONE;
    }
    return CAHIER_OK;
}

cahier_status cahier_recall_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_previous *previous, cahier_recall **out)
{
    *out = NULL;
    if (previous == NULL) {
        return CAHIER_OK;
    }
    cahier_recall *recall = CAHIER_NEW(batch, cahier_recall, 1);
    if (recall == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *recall = (cahier_recall){.previous = previous,
            .document = CAHIER_NEW(batch, uint32_t, corpus->count),
            .shown = CAHIER_NEW(batch, uint32_t, corpus->count),
            .found = CAHIER_NEW(batch, uint32_t, corpus->count)};
    if (recall->document == NULL || recall->shown == NULL || recall->found == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = find_documents(scratch, corpus, recall);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = recall;
    return CAHIER_OK;
}

void cahier_recall_through(const uint32_t *before, uint32_t count, const uint32_t *now, uint32_t *kept)
{
    for (uint32_t d = 0; d < count; d++) {
        kept[d] = before[d] == CAHIER_NONE ? CAHIER_NONE : now[before[d]];
    }
}

/* --- match ------------------------------------------------------------------------------------------------------------- */

typedef struct overlap {
    uint32_t a, b, shared;
} overlap;

static int by_shared(const void *x, const void *y)
{
    const overlap *p = x, *q = y;
    if (p->shared != q->shared) {
        return p->shared < q->shared ? 1 : -1;
    }
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return (p->b > q->b) - (p->b < q->b);
}

/* Texts that each earlier theme shares with each new one: A x B, then the sums of rows and of columns. */
typedef struct crossing {
    uint32_t *cell, *row, *column;
} crossing;

static cahier_status cross(cahier_arena *scratch, const cahier_two_partitions *two, crossing *out)
{
    crossing c = {CAHIER_NEW(scratch, uint32_t, (size_t)two->A * two->B), CAHIER_NEW(scratch, uint32_t, two->A),
            CAHIER_NEW(scratch, uint32_t, two->B)};
    if (c.cell == NULL || c.row == NULL || c.column == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < two->n; i++) {
        if (two->before[i] != CAHIER_NONE && two->after[i] != CAHIER_NONE) {
            c.cell[(size_t)two->before[i] * two->B + two->after[i]]++;
            c.row[two->before[i]]++;
            c.column[two->after[i]]++;
        }
    }
    *out = c;
    return CAHIER_OK;
}

static cahier_status match_themes(cahier_arena *scratch, const cahier_two_partitions *two, uint32_t *match)
{
    crossing c;
    uint32_t count = 0;
    CAHIER_TRY(cross(scratch, two, &c));
    overlap *pair = CAHIER_NEW(scratch, overlap, (size_t)two->A * two->B);
    bool *given = CAHIER_NEW(scratch, bool, two->A);
    if (pair == NULL || given == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t a = 0; a < two->A; a++) {
        for (uint32_t b = 0; b < two->B; b++) {
            uint32_t shared = c.cell[(size_t)a * two->B + b];
            uint32_t larger = c.row[a] > c.column[b] ? c.row[a] : c.column[b];
            if (shared > 0 && shared * SHARE_OF_EACH > larger) {
                pair[count++] = (overlap){a, b, shared};
            }
        }
    }
    qsort(pair, count, sizeof *pair, by_shared);
    memset(match, 0xff, two->B * sizeof *match);
    for (uint32_t i = 0; i < count; i++) {
        if (!given[pair[i].a] && match[pair[i].b] == CAHIER_NONE) {
            match[pair[i].b] = pair[i].a;
            given[pair[i].a] = true;
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_themes_match(
        cahier_arena *batch, cahier_arena *scratch, const cahier_two_partitions *two, uint32_t **match)
{
    uint32_t *result = CAHIER_NEW(batch, uint32_t, two->B);
    if (result == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = match_themes(scratch, two, result);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *match = result;
    return CAHIER_OK;
}

/* --- continuity -------------------------------------------------------------------------------------------------------- */

typedef struct teller {
    const cahier_recall *recall;
    const cahier_result *result;
    uint32_t *main; /* D */
    crossing shared;
    cahier_continuity *out;
} teller;

static void tell(teller *t, cahier_fate fate, uint32_t before, uint32_t after)
{
    bool both = before != CAHIER_NONE && after != CAHIER_NONE;
    uint32_t shared = both ? t->shared.cell[(size_t)before * t->result->theme_count + after] : 0;
    t->out->at[t->out->count++] = (cahier_passing){fate, before, after, shared};
    t->out->fates[fate]++;
}

static uint32_t theme_of_id(const cahier_result *r, const char *id)
{
    uint32_t k = 0;
    while (k < r->theme_count && strcmp(r->themes[k].id, id) != 0) {
        k++;
    }
    return k < r->theme_count ? k : CAHIER_NONE;
}

static void tell_earlier(teller *t, uint32_t p)
{
    uint32_t K = t->result->theme_count, most = 0, same = theme_of_id(t->result, t->recall->previous->themes[p].id);
    const uint32_t *cell = t->shared.cell + (size_t)p * K;
    if (same != CAHIER_NONE) {
        tell(t, CAHIER_KEPT, p, same);
        return;
    }
    for (uint32_t k = 1; k < K; k++) {
        most = cell[k] > cell[most] ? k : most;
    }
    bool merged = K > 0 && 2 * cell[most] > t->shared.row[p];
    tell(t, merged ? CAHIER_MERGED : CAHIER_GONE, p, merged ? most : CAHIER_NONE);
}

static void tell_new(teller *t, uint32_t k)
{
    uint32_t K = t->result->theme_count, P = t->recall->previous->theme_count, most = 0;
    for (uint32_t p = 1; p < P; p++) {
        most = t->shared.cell[(size_t)p * K + k] > t->shared.cell[(size_t)most * K + k] ? p : most;
    }
    bool split = P > 0 && 2 * t->shared.cell[(size_t)most * K + k] > t->shared.column[k];
    tell(t, split ? CAHIER_SPLIT_OFF : CAHIER_NEW_THEME, split ? most : CAHIER_NONE, k);
}

static void count_same(teller *t)
{
    const cahier_recall *recall = t->recall;
    for (uint32_t d = 0; d < t->result->corpus.count; d++) {
        uint32_t before = recall->shown[d], after = t->main[d];
        bool neither = before == CAHIER_NONE && after == CAHIER_NONE;
        bool both = before != CAHIER_NONE && after != CAHIER_NONE;
        bool known = recall->document[d] != CAHIER_NONE;
        t->out->documents += known;
        t->out->same +=
                known &&
                (neither || (both && strcmp(recall->previous->themes[before].id, t->result->themes[after].id) == 0));
    }
}

static cahier_status tell_all(cahier_arena *batch, cahier_arena *scratch, teller *t)
{
    const cahier_previous *previous = t->recall->previous;
    uint32_t D = t->result->corpus.count, K = t->result->theme_count;
    t->main = CAHIER_NEW(scratch, uint32_t, D);
    t->out->at = CAHIER_NEW(batch, cahier_passing, (size_t)previous->theme_count + K);
    if (t->main == NULL || t->out->at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        const cahier_assignments *a = &t->result->assignments[d];
        t->main[d] = a->count > 0 ? a->at[0].theme : CAHIER_NONE;
    }
    CAHIER_TRY(cross(
            scratch, &(cahier_two_partitions){t->recall->shown, t->main, D, previous->theme_count, K}, &t->shared));
    count_same(t);
    for (uint32_t p = 0; p < previous->theme_count; p++) {
        if (previous->themes[p].shown) {
            tell_earlier(t, p);
        }
    }
    for (uint32_t k = 0; k < K; k++) {
        uint32_t same = cahier_previous_theme_of(previous, t->result->themes[k].id);
        if (same == CAHIER_NONE || !previous->themes[same].shown) {
            tell_new(t, k);
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_continuity_tell(
        cahier_arena *batch, cahier_arena *scratch, const cahier_recall *recall, bool again, cahier_result *result)
{
    if (recall == NULL) {
        return CAHIER_OK;
    }
    cahier_continuity *continuity = CAHIER_NEW(batch, cahier_continuity, 1);
    if (continuity == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *continuity = (cahier_continuity){.previous = recall->previous, .again = again};
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = tell_all(batch, scratch, &(teller){.recall = recall, .result = result, .out = continuity});
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    result->continuity = continuity;
    return CAHIER_OK;
}
