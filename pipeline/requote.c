/* SPDX-License-Identifier: Apache-2.0 */
#include "requote.h"

#include "assign.h"
#include "exemplar_parts.h"
#include "text.h"

typedef struct requoting {
    const cahier_exemplar_input *in;
    const cahier_intern *ids;
    cahier_guidance *guidance;
} requoting;

static const cahier_decision *decision_at(const requoting *r, uint32_t i)
{
    return &r->guidance->decisions->at[i];
}

/* The quote of the summary that is of this contribution, or NULL. */
static cahier_quote *find_quote(const requoting *r, cahier_text id, const cahier_theme *theme)
{
    uint32_t first, end;
    cahier_answers_find(r->ids, r->in->corpus, id, &first, &end);
    for (uint32_t q = 0; q < theme->summary_count; q++) {
        if (theme->summary[q].document >= first && theme->summary[q].document < end) {
            return &theme->summary[q];
        }
    }
    return NULL;
}

static bool has_theme(const requoting *r, uint32_t d, uint32_t k)
{
    const cahier_assignments *a = &r->in->found->assignments[d];
    return cahier_theme_place(a, k) < a->count;
}

/* The answer of the contribution that has such a sentence in theme k, or CAHIER_NONE. */
static uint32_t find_answer(const requoting *r, const cahier_decision *decision, uint32_t k)
{
    uint32_t first, end;
    cahier_answers_find(r->ids, r->in->corpus, decision->contributions[0], &first, &end);
    for (uint32_t d = first; d < end; d++) {
        if (decision->sentence <= r->in->corpus->analysed[d]->sentences.count && has_theme(r, d, k)) {
            return d;
        }
    }
    return CAHIER_NONE;
}

static bool is_quoted_elsewhere(const requoting *r, const cahier_theme *theme, const cahier_quote *but, uint32_t d)
{
    const cahier_contribution *received = r->in->corpus->received;
    bool is = false;
    for (uint32_t q = 0; q < theme->summary_count; q++) {
        bool other = &theme->summary[q] != but;
        is = is || (other && received[theme->summary[q].document].person == received[d].person);
    }
    return is;
}

static cahier_outcome replace(const requoting *r, uint32_t i, uint32_t k, cahier_theme *theme)
{
    const cahier_decision *decision = decision_at(r, i);
    cahier_quote *quote = find_quote(r, decision->replaces, theme);
    uint32_t d = find_answer(r, decision, k);
    if (quote == NULL || d == CAHIER_NONE || is_quoted_elsewhere(r, theme, quote, d)) {
        return CAHIER_NO_SENTENCE;
    }
    if (quote->decision != CAHIER_NONE) {
        r->guidance->outcome[quote->decision] = CAHIER_REPLACED;
    }
    const cahier_document *const *analysed = (const cahier_document *const *)r->in->corpus->analysed;
    bool same = analysed[quote->document]->polarity.label == analysed[d]->polarity.label;
    *quote = (cahier_quote){d, decision->sentence - 1, quote->dissent && same, i};
    return CAHIER_APPLIED;
}

static cahier_status measure(cahier_arena *scratch, const requoting *r, cahier_theme *theme, uint32_t k)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_exemplar c = {.in = r->in, .theme = theme};
    cahier_status status = cahier_exemplar_open(scratch, &c, k);
    for (uint32_t q = 0; status == CAHIER_OK && q < theme->summary_count; q++) {
        cahier_candidate it = {.document = theme->summary[q].document, .sentence = theme->summary[q].sentence};
        if (!cahier_exemplar_vector(&c, &it, c.sentence)) {
            continue;
        }
        for (uint32_t m = 0; m < c.M; m++) {
            int32_t s = cahier_quantised_dot(c.document + (size_t)m * c.width, c.sentence, c.width);
            c.best[m] = s > c.best[m] ? s : c.best[m];
        }
    }
    if (status == CAHIER_OK) {
        theme->coverage_milli = cahier_exemplar_coverage(&c);
    }
    cahier_arena_reset(scratch, mark);
    return status;
}

cahier_status cahier_requote(cahier_arena *scratch, const cahier_exemplar_input *in, const cahier_intern *ids,
        cahier_guidance *guidance, cahier_theme *themes)
{
    requoting r = {in, ids, guidance};
    for (uint32_t i = 0; guidance->decisions != NULL && i < guidance->decisions->count; i++) {
        uint32_t k = guidance->theme_of[i];
        bool asked = guidance->decisions->at[i].deed == CAHIER_SENTENCE && guidance->outcome[i] == CAHIER_APPLIED;
        if (asked && k != CAHIER_NONE) {
            guidance->outcome[i] = replace(&r, i, k, &themes[k]);
        }
        if (asked && guidance->outcome[i] == CAHIER_APPLIED) {
            CAHIER_TRY(measure(scratch, &r, &themes[k], k));
        }
    }
    return CAHIER_OK;
}
