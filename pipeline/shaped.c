/* SPDX-License-Identifier: Apache-2.0 */
#include "shaped.h"

#include <string.h>

/* NULL when memory is short: an empty text too has a place. */
static void *copy_bytes(cahier_arena *batch, const void *from, size_t count, size_t size)
{
    void *to = cahier_arena_alloc(batch, count, size);
    if (to != NULL && count > 0) {
        memcpy(to, from, count * size);
    }
    return to;
}

static cahier_status copy_text(cahier_arena *batch, cahier_text from, cahier_text *to)
{
    const char *at = copy_bytes(batch, from.at, from.len, 1);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *to = (cahier_text){at, from.len};
    return CAHIER_OK;
}

/* --- scores ----------------------------------------------------------------------------------------------------------------- */

static size_t count_parts(const cahier_assignments *from, uint32_t count, size_t *themes)
{
    size_t parts = 0;
    *themes = 0;
    for (uint32_t d = 0; d < count; d++) {
        *themes += from[d].count;
        for (uint32_t i = 0; i < from[d].count; i++) {
            parts += from[d].at[i].term_count;
        }
        parts += from[d].runner_up.term_count;
    }
    return parts;
}

static cahier_term_weight *move_parts(cahier_assignment *of, cahier_term_weight *to)
{
    if (of->term_count > 0) {
        memcpy(to, of->terms, of->term_count * sizeof *to);
    }
    of->terms = to;
    return to + of->term_count;
}

cahier_status cahier_assignments_copy(
        cahier_arena *batch, const cahier_assignments *from, uint32_t count, bool deep, cahier_assignments **out)
{
    size_t themes, parts = count_parts(from, count, &themes);
    cahier_assignments *to = copy_bytes(batch, from, count, sizeof *to);
    cahier_assignment *at = CAHIER_NEW(batch, cahier_assignment, themes);
    cahier_term_weight *term = CAHIER_NEW(batch, cahier_term_weight, deep ? parts : 0);
    if (to == NULL || at == NULL || term == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < count; d++) {
        if (to[d].count > 0) {
            memcpy(at, from[d].at, from[d].count * sizeof *at);
        }
        to[d].at = at;
        for (uint32_t i = 0; deep && i < to[d].count; i++) {
            term = move_parts(&at[i], term);
        }
        if (deep) {
            term = move_parts(&to[d].runner_up, term);
        }
        at += to[d].count;
    }
    *out = to;
    return CAHIER_OK;
}

bool cahier_scored_same(const cahier_scored *scored, const cahier_scored *other, uint32_t documents)
{
    if (!scored->there || scored->rows != other->rows || (scored->kept == NULL) != (other->kept == NULL)) {
        return false;
    }
    return cahier_centroids_same(&scored->centroids, &other->centroids) &&
           memcmp(scored->row, other->row, scored->rows * sizeof *scored->row) == 0 &&
           (scored->kept == NULL || memcmp(scored->kept, other->kept, documents * sizeof *scored->kept) == 0);
}

cahier_status cahier_scored_keep(
        cahier_arena *batch, const cahier_scored *scored, uint32_t documents, cahier_scored *out)
{
    cahier_scored kept = {.there = true, .rows = scored->rows};
    cahier_assignments *assignments;
    CAHIER_TRY(cahier_assignments_copy(batch, scored->assignments, scored->rows, false, &assignments));
    kept.assignments = assignments;
    CAHIER_TRY(cahier_centroids_copy(batch, &scored->centroids, &kept.centroids));
    kept.row = copy_bytes(batch, scored->row, scored->rows, sizeof *kept.row);
    if (scored->kept != NULL) {
        kept.kept = copy_bytes(batch, scored->kept, documents, sizeof *kept.kept);
    }
    if (kept.row == NULL || (scored->kept != NULL && kept.kept == NULL)) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = kept;
    return CAHIER_OK;
}

/* --- the same documents ----------------------------------------------------------------------------------------------------- */

static bool is_copy(const cahier_corpus *corpus, uint32_t d)
{
    return corpus->copy != NULL && corpus->copy[d];
}

/* Refused copies make a list of their own: where it is the same list, nothing is to be compared. */
static bool same_rows(
        const cahier_corpus *before, const cahier_theme *a, const cahier_corpus *now, const cahier_theme *b)
{
    bool same = a->document_count == b->document_count &&
                (a->document_count == 0 ||
                        memcmp(a->documents, b->documents, a->document_count * sizeof *a->documents) == 0);
    for (uint32_t i = 0; same && before->copy != now->copy && i < a->document_count; i++) {
        same = is_copy(before, a->documents[i]) == is_copy(now, a->documents[i]);
    }
    return same;
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

bool cahier_shaped_same_rows(const cahier_shaped *before, const cahier_result *result)
{
    bool same = before->theme_count == result->theme_count;
    for (uint32_t k = 0; same && k < result->theme_count; k++) {
        same = same_rows(&before->corpus, &before->themes[k], &result->corpus, &result->themes[k]);
    }
    return same;
}

/* Words as they were prepared stay where they are; names with capitals and phrases are copied. */
static cahier_status take_words(
        cahier_arena *batch, const cahier_vocabulary *from, const cahier_vocabulary *words, cahier_vocabulary *out)
{
    cahier_term *at = copy_bytes(batch, from->at, from->count, sizeof *at);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < from->count; j++) {
        bool word = j < words->count;
        if (!word || at[j].surface.at != words->at[j].surface.at) {
            CAHIER_TRY(copy_text(batch, from->at[j].surface, &at[j].surface));
        }
        if (!word) {
            CAHIER_TRY(copy_text(batch, from->at[j].key, &at[j].key));
        }
    }
    *out = *from;
    out->at = at;
    return CAHIER_OK;
}

cahier_status cahier_shaped_take_names(
        cahier_arena *batch, const cahier_shaped *before, const cahier_vocabulary *words, cahier_result *result)
{
    for (uint32_t k = 0; k < result->theme_count; k++) {
        const cahier_theme *from = &before->themes[k];
        cahier_theme *to = &result->themes[k];
        CAHIER_TRY(copy_text(batch, before->label[k], &to->label));
        to->terms = copy_bytes(batch, from->terms, from->term_count, sizeof *to->terms);
        to->term_count = from->term_count;
        if (to->terms == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return take_words(batch, &before->words, words, &result->vocabulary);
}

cahier_status cahier_shaped_keep_names(cahier_arena *batch, const cahier_result *result, cahier_shaped *now)
{
    cahier_text *label = CAHIER_NEW(batch, cahier_text, result->theme_count);
    if (label == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        label[k] = result->themes[k].label;
    }
    now->label = label;
    now->words = result->vocabulary;
    return CAHIER_OK;
}

/* --- themes ----------------------------------------------------------------------------------------------------------------- */

static bool is_twin(const cahier_shaped *before, uint32_t i, const cahier_result *result, uint32_t k,
        const cahier_centroids *centroids)
{
    const cahier_theme *a = &before->themes[i], *b = &result->themes[k];
    bool same = same_rows(&before->corpus, a, &result->corpus, b) &&
                cahier_centroid_same(&before->centroids, i, centroids, k);
    for (uint32_t n = 0; same && n < b->document_count; n++) {
        uint32_t d = b->documents[n];
        same = before->corpus.analysed[d]->polarity.label == result->corpus.analysed[d]->polarity.label;
    }
    return same;
}

cahier_status cahier_shaped_twins(cahier_arena *batch, const cahier_shaped *before, const cahier_result *result,
        const cahier_centroids *centroids, uint32_t **twin, bool **done)
{
    uint32_t K = result->theme_count, *of = CAHIER_NEW(batch, uint32_t, K);
    bool *is = CAHIER_NEW(batch, bool, K);
    if (of == NULL || is == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < K; k++) {
        of[k] = CAHIER_NONE;
        for (uint32_t i = 0; before != NULL && i < before->theme_count && !is[k]; i++) {
            is[k] = is_twin(before, i, result, k, centroids);
            of[k] = is[k] ? i : CAHIER_NONE;
        }
    }
    *twin = of;
    *done = is;
    return CAHIER_OK;
}

cahier_status cahier_shaped_take_subs(
        cahier_arena *batch, const cahier_shaped *before, uint32_t twin, cahier_theme *theme, uint32_t *sub_of)
{
    const cahier_theme *from = &before->themes[twin];
    cahier_subtheme *subs = copy_bytes(batch, from->subs, from->sub_count, sizeof *subs);
    if (subs == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t s = 0; s < from->sub_count; s++) {
        CAHIER_TRY(copy_text(batch, from->subs[s].label, &subs[s].label));
        subs[s].documents =
                copy_bytes(batch, from->subs[s].documents, subs[s].document_count, sizeof *subs[s].documents);
        if (subs[s].documents == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memcpy(subs[s].id, theme->id, CAHIER_THEME_ID_LEN); /* what follows the point is its own */
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        sub_of[theme->documents[i]] = before->sub_of[theme->documents[i]];
    }
    theme->subs = from->sub_count > 0 ? subs : NULL;
    theme->sub_count = from->sub_count;
    theme->split_milli = from->split_milli;
    return CAHIER_OK;
}

cahier_status cahier_shaped_take_summary(
        cahier_arena *batch, const cahier_shaped *before, uint32_t twin, cahier_theme *theme)
{
    const cahier_theme *from = &before->themes[twin];
    theme->summary = copy_bytes(batch, from->summary, from->summary_count, sizeof *theme->summary);
    theme->summary_count = from->summary_count;
    theme->coverage_milli = from->coverage_milli;
    theme->random_coverage_milli = from->random_coverage_milli;
    theme->cohesion_milli = from->cohesion_milli;
    return theme->summary != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

cahier_status cahier_shaped_keep_themes(
        cahier_arena *batch, const cahier_result *result, const cahier_centroids *centroids, cahier_shaped *now)
{
    cahier_theme *themes = copy_bytes(batch, result->themes, result->theme_count, sizeof *themes);
    if (themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        themes[k].summary = copy_bytes(batch, themes[k].summary, themes[k].summary_count, sizeof *themes[k].summary);
        if (themes[k].summary == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    now->corpus = result->corpus;
    now->themes = themes;
    now->theme_count = result->theme_count;
    now->centroids = *centroids;
    now->sub_of = result->sub_of;
    return CAHIER_OK;
}
