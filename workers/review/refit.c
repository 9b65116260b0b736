/* SPDX-License-Identifier: Apache-2.0 */
#include "refit.h"

#include <math.h>
#include <string.h>

#include "cluster.h"
#include "edition_parts.h"

static uint32_t main_theme(const cahier_result *result, uint32_t d)
{
    return result->assignments[d].count > 0 ? result->assignments[d].at[0].theme : CAHIER_NONE;
}

/* --- themes ----------------------------------------------------------------------------------------------------------------- */

/* By their ids, which are kept: relearn.h. */
static cahier_status pair_themes(
        cahier_arena *arena, const cahier_result *now, const cahier_result *then, cahier_refit *out)
{
    out->theme = CAHIER_NEW(arena, cahier_refit_theme, now->theme_count + then->theme_count);
    if (out->theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < now->theme_count; k++) {
        uint32_t same = cahier_overlay_theme(then, cahier_string(now->themes[k].id));
        out->theme[out->count++] = (cahier_refit_theme){.now = k, .then = same};
    }
    for (uint32_t k = 0; k < then->theme_count; k++) {
        if (cahier_overlay_theme(now, cahier_string(then->themes[k].id)) == CAHIER_NONE) {
            out->theme[out->count++] = (cahier_refit_theme){.now = CAHIER_NONE, .then = k};
        }
    }
    return CAHIER_OK;
}

static void count_texts(const cahier_result *now, const cahier_result *then, cahier_refit *out)
{
    for (uint32_t d = 0; d < now->corpus.count; d++) {
        uint32_t from = main_theme(now, d), to = main_theme(then, d);
        for (uint32_t t = 0; t < out->count; t++) {
            cahier_refit_theme *theme = &out->theme[t];
            bool before = from != CAHIER_NONE && theme->now == from, after = to != CAHIER_NONE && theme->then == to;
            theme->shared += before && after;
            theme->left += before && !after;
            theme->joined += after && !before;
        }
    }
}

/* Texts whose theme is another one, by its id. */
static cahier_status list_moved(
        cahier_arena *arena, const cahier_result *now, const cahier_result *then, cahier_refit *out)
{
    uint32_t *same = CAHIER_NEW(arena, uint32_t, now->theme_count);
    out->moved = CAHIER_NEW(arena, cahier_refit_moved, now->corpus.count);
    if (same == NULL || out->moved == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t t = 0; t < out->count; t++) {
        if (out->theme[t].now != CAHIER_NONE) {
            same[out->theme[t].now] = out->theme[t].then;
        }
    }
    for (uint32_t d = 0; d < now->corpus.count; d++) {
        uint32_t from = main_theme(now, d), to = main_theme(then, d);
        if ((from == CAHIER_NONE ? CAHIER_NONE : same[from]) != to) {
            out->moved[out->moved_count++] = (cahier_refit_moved){d, from, to};
        }
    }
    return CAHIER_OK;
}

static cahier_status measure(
        cahier_arena *scratch, const cahier_result *now, const cahier_result *then, cahier_refit *out)
{
    uint32_t D = now->corpus.count, n = 0;
    uint32_t *before = CAHIER_NEW(scratch, uint32_t, D), *after = CAHIER_NEW(scratch, uint32_t, D);
    double agreement = 1;
    if (before == NULL || after == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        before[n] = main_theme(now, d);
        after[n] = main_theme(then, d);
        n += before[n] != CAHIER_NONE && after[n] != CAHIER_NONE;
    }
    CAHIER_TRY(cahier_partition_agreement(scratch, before, after, n, &agreement));
    out->agreement_milli = (int32_t)lrint(1000 * agreement);
    return CAHIER_OK;
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

static cahier_status name_themes(cahier_arena *arena, const cahier_result *then, cahier_refit *out)
{
    uint32_t K = then->theme_count;
    cahier_text *label = CAHIER_NEW(arena, cahier_text, K);
    char(*id)[CAHIER_THEME_ID_LEN + 2] = cahier_arena_alloc(arena, K, sizeof *id);
    if (label == NULL || id == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < K; k++) {
        cahier_text from = then->themes[k].label;
        char *to = CAHIER_NEW(arena, char, from.len);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memcpy(to, from.at, from.len);
        label[k] = (cahier_text){to, from.len};
        memcpy(id[k], then->themes[k].id, sizeof *id);
    }
    out->theme_count = K;
    out->label = label;
    out->id = (const char(*)[CAHIER_THEME_ID_LEN + 2]) id;
    return CAHIER_OK;
}

static void count_lost(const cahier_review_journal *now, const cahier_review_journal *then, cahier_refit *out)
{
    for (uint32_t i = 0; i < now->count; i++) {
        out->lost += now->at[i].outcome == CAHIER_APPLIED && then->at[i].outcome != CAHIER_APPLIED;
    }
}

static cahier_status compare(cahier_arena *arena, cahier_arena *scratch, const cahier_own_edition *now,
        const cahier_own_edition *then, cahier_refit *out)
{
    CAHIER_TRY(pair_themes(arena, &now->result, &then->result, out));
    count_texts(&now->result, &then->result, out);
    CAHIER_TRY(list_moved(arena, &now->result, &then->result, out));
    CAHIER_TRY(measure(scratch, &now->result, &then->result, out));
    CAHIER_TRY(name_themes(arena, &then->result, out));
    count_lost(&now->journal, &then->journal, out);
    return CAHIER_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

/* The edition with one more line, that nobody said. */
static cahier_review_answer try_refit(cahier_volume *volume, cahier_arena *scratch, cahier_own_edition **out)
{
    static const cahier_text refit = {"{\"do\":\"refit\"}", 14};
    const cahier_review_journal *journal = &volume->latest->journal;
    uint32_t count = journal->count - journal->filed;
    cahier_text *line = CAHIER_NEW(scratch, cahier_text, count + 1u);
    char sentence[512];
    *out = NULL;
    if (line == NULL) {
        return CAHIER_REVIEW_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        line[i] = journal->at[journal->filed + i].line;
    }
    line[count] = refit;
    return cahier_edition_make(volume, line, count + 1, out, sentence);
}

cahier_review_answer cahier_editions_refit(
        cahier_editions *editions, const cahier_edition_place *place, cahier_arena *arena, cahier_refit *out)
{
    cahier_volume *volume;
    cahier_arena scratch = {.base = NULL};
    cahier_own_edition *then = NULL;
    *out = (cahier_refit){.edition = NULL};
    cahier_review_answer answer = cahier_volume_hold(editions, place, &volume);
    if (answer == CAHIER_REVIEW_DONE && !cahier_arena_open(&scratch, editions->setting.budget)) {
        answer = CAHIER_REVIEW_NO_MEMORY;
    }
    if (answer == CAHIER_REVIEW_DONE) {
        answer = try_refit(volume, &scratch, &then);
    }
    if (answer == CAHIER_REVIEW_DONE) {
        answer = cahier_review_of_status(compare(arena, &scratch, volume->latest, then, out));
    }
    if (then != NULL) {
        cahier_edition_free(then);
    }
    cahier_arena_close(&scratch);
    if (volume != NULL) {
        cahier_volume_leave(volume, answer == CAHIER_REVIEW_DONE ? &out->edition : NULL);
    }
    return answer;
}
