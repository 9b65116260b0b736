/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "label_parts.h"
#include "previous.h"
#include "text.h"
#include "theme.h"

#define LABEL_SAMPLE 800u /* documents a theme: G2 ranks no differently with more */

/* --- sample ----------------------------------------------------------------------------------------------------------------- */

static bool is_drawn(const cahier_labeller *l, uint32_t d, uint32_t theme_documents)
{
    if (l->in->corpus->copy != NULL && l->in->corpus->copy[d]) {
        return false; /* a campaign does not name a theme by its number of copies */
    }
    return cahier_is_drawn(l->in->corpus, d, theme_documents, LABEL_SAMPLE);
}

/* In the order of the corpus: of each document, the theme that reads it. */
static cahier_status draw_rows(cahier_labeller *l, cahier_arena *scratch, const cahier_theme *themes)
{
    uint32_t D = l->in->corpus->count, *of = CAHIER_NEW(scratch, uint32_t, D);
    l->of_theme = CAHIER_NEW(scratch, uint32_t, l->K);
    if (of == NULL || l->of_theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(of, 0xff, D * sizeof *of);
    for (uint32_t k = 0; k < l->K; k++) {
        for (uint32_t i = 0; i < themes[k].document_count; i++) {
            uint32_t d = themes[k].documents[i];
            bool drawn = is_drawn(l, d, themes[k].document_count);
            of[d] = drawn ? k : CAHIER_NONE;
            l->of_theme[k] += drawn;
            l->rows.count += drawn;
        }
    }
    l->rows.themes = l->K;
    l->rows.row = CAHIER_NEW(scratch, uint32_t, l->rows.count);
    l->rows.theme = CAHIER_NEW(scratch, uint32_t, l->rows.count);
    if (l->rows.row == NULL || l->rows.theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0, r = 0; d < D; d++) {
        if (of[d] != CAHIER_NONE) {
            l->rows.row[r] = d;
            l->rows.theme[r++] = of[d];
        }
    }
    return CAHIER_OK;
}

static cahier_status count_words(cahier_labeller *l, cahier_arena *scratch)
{
    l->df = CAHIER_NEW(scratch, uint32_t, (size_t)l->V * l->K);
    if (l->df == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < l->rows.count; r++) {
        const cahier_sparse *counts = l->in->counts;
        for (uint32_t z = counts->start[l->rows.row[r]]; z < counts->start[l->rows.row[r] + 1]; z++) {
            l->df[(size_t)counts->column[z] * l->K + l->rows.theme[r]]++;
        }
    }
    return CAHIER_OK;
}

/* "t-" and 16 bits of the heading term's key; a taken one takes the next number. A theme that continues an earlier one has its
 * id already. */
static void name_theme(const cahier_labeller *l, cahier_text key, cahier_theme *themes, uint32_t k)
{
    uint32_t number = (uint32_t)(cahier_text_hash(key) & 0xffff);
    for (bool taken = themes[k].id[0] == '\0'; taken;) {
        (void)snprintf(themes[k].id, sizeof themes[k].id, "t-%04x", number);
        taken = l->in->previous != NULL && cahier_previous_theme_of(l->in->previous, themes[k].id) != CAHIER_NONE;
        for (uint32_t i = 0; i < l->K; i++) {
            taken = taken || (i != k && strcmp(themes[i].id, themes[k].id) == 0);
        }
        number = (number + 1) & 0xffff;
    }
}

static cahier_status label_theme(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch,
        cahier_contender *heads, cahier_theme *themes, uint32_t k)
{
    cahier_contender *list = CAHIER_NEW(scratch, cahier_contender, CAHIER_LABEL_RANKED);
    cahier_contender chosen[CAHIER_LABEL_TERMS];
    uint32_t term, terms;
    if (list == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = cahier_label_rank(l, k, list);
    heads[k].number = CAHIER_NONE;
    if (count == 0) { /* nothing sets it apart */
        themes[k].label = (cahier_text){"Divers", 6};
        name_theme(l, themes[k].label, themes, k);
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_label_choose(l, scratch, k, list, count, heads, chosen, &terms));
    CAHIER_TRY(cahier_label_write_terms(l, batch, scratch, list, count, &themes[k]));
    CAHIER_TRY(cahier_label_write(l, batch, scratch, chosen, terms, &themes[k]));
    CAHIER_TRY(cahier_label_term_of(l, batch, scratch, &heads[k], &term));
    name_theme(l, l->vocabulary->at[term].key, themes, k);
    return CAHIER_OK;
}

cahier_status cahier_sights_find(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_to_read *in, cahier_sights *out)
{
    CAHIER_TRY(cahier_wording_look(batch, lexicons, in, &out->words));
    return cahier_phrases_look(batch, scratch, in, &out->phrases);
}

static cahier_status read_sample(
        cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_theme *themes)
{
    const cahier_label_input *in = l->in;
    CAHIER_TRY(draw_rows(l, scratch, themes));
    CAHIER_TRY(count_words(l, scratch));
    const cahier_sights *sights = in->sights != NULL ? in->sights : &l->read;
    l->rows.all = in->sights != NULL;
    if (in->sights == NULL) {
        const cahier_to_read drawn = {in->corpus, in->uses, l->rows.row, l->rows.count};
        CAHIER_TRY(cahier_sights_find(scratch, batch, in->lexicons, &drawn, &l->read));
    }
    CAHIER_TRY(cahier_wording_read(scratch, in->lexicons, &sights->words, &l->rows, l->vocabulary, &l->wording));
    CAHIER_TRY(cahier_phrases_find(scratch, batch, &sights->phrases, &l->rows, &l->phrases));
    return cahier_label_open_vocabulary(l, batch, scratch);
}

static cahier_status label_all(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, cahier_theme *themes)
{
    CAHIER_TRY(read_sample(l, batch, scratch, themes));
    CAHIER_TRY(cahier_label_weigh(l, scratch));
    cahier_contender *heads = CAHIER_NEW(scratch, cahier_contender, l->K);
    if (heads == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < l->K; k++) {
        size_t mark = cahier_arena_mark(scratch);
        cahier_status status = label_theme(l, batch, scratch, heads, themes, k);
        cahier_arena_reset(scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}

cahier_status cahier_label_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_label_input *in,
        cahier_vocabulary *vocabulary, cahier_theme *themes, uint32_t theme_count)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_labeller l = {.in = in, .vocabulary = vocabulary, .V = vocabulary->word_count, .K = theme_count};
    cahier_status status = label_all(&l, batch, scratch, themes);
    cahier_arena_reset(scratch, mark);
    return status;
}
