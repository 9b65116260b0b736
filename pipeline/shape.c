/* SPDX-License-Identifier: Apache-2.0 */
/* The second half of the flow: what a list and people's decisions change, one call a stage. */
#include <string.h>

#include "balance.h"
#include "correct.h"
#include "exemplar.h"
#include "family.h"
#include "listen.h"
#include "prepared.h"
#include "requote.h"
#include "shaped.h"
#include "subtheme.h"
#include "trend.h"
#include "verbatim.h"

typedef struct shaping {
    const cahier_prepared *p;
    const cahier_shaped *before; /* NULL: nothing to take over */
    const cahier_runner *runner;
    cahier_arena *batch, *scratch;
    cahier_options options; /* with the decisions */
    cahier_intern ids;      /* decision.h; those prepared, or made when there are decisions */
    cahier_guidance *guidance;
    cahier_themes found;
    cahier_result r;
    cahier_shaped *now; /* for the next */
    uint32_t *twin;     /* K: shaped.h */
    bool *done;         /* K: has a twin */
} shaping;

static void count_documents(cahier_result *result)
{
    const cahier_corpus *corpus = &result->corpus;
    cahier_counts *counts = &result->counts;
    *counts = (cahier_counts){
            .documents = corpus->count, .contributions = corpus->contributions, .persons = corpus->persons};
    for (uint32_t d = 0; d < corpus->count; d++) {
        const cahier_document *document = corpus->analysed[d];
        bool no_answer = (document->notes & CAHIER_NOTE_NO_ANSWER) != 0;
        counts->no_answer += no_answer;
        counts->unclassified += !no_answer && result->assignments[d].count == 0;
        counts->several_themes += result->assignments[d].count > 1;
        counts->not_french += (document->notes & CAHIER_NOTE_NOT_FRENCH) != 0;
        counts->few_cues += document->polarity.label != CAHIER_NEUTRAL && document->polarity.count < 2;
        for (uint32_t r = 0; r < document->redactions.count; r++) {
            counts->redacted[document->redactions.at[r].kind]++;
        }
    }
    for (uint32_t g = 0; g < result->duplicate_count; g++) {
        const cahier_duplicate_group *group = &result->duplicates[g];
        uint32_t copies = group->document_count - 1;
        counts->identical += group->kind == CAHIER_DUPLICATE_IDENTICAL ? copies : 0;
        counts->near += group->kind == CAHIER_DUPLICATE_NEAR ? copies : 0;
    }
}

/* Who wrote what, where and when: the stages that read the assignments. */
static cahier_status describe(cahier_arena *batch, cahier_arena *scratch, cahier_result *r)
{
    cahier_places places;
    cahier_trends trends;
    CAHIER_TRY(cahier_trend_find(batch, scratch,
            &(cahier_trend_basis){&r->corpus, r->assignments, r->theme_count, r->duplicate_of}, &trends));
    CAHIER_TRY(cahier_balance_find(batch, scratch, &r->corpus, r->assignments, &r->balance, &r->balance_count));
    CAHIER_TRY(cahier_places_find(batch, scratch, &r->corpus, r->assignments, r->theme_count, &places));
    r->places = places.at;
    r->place_count = places.count;
    r->periods = trends.periods;
    r->period_count = trends.period_count;
    r->trends = trends.at;
    r->trend_count = trends.count;
    for (uint32_t k = 0; k < r->theme_count; k++) {
        r->themes[k].places = places.of_theme + (size_t)k * places.count;
        r->themes[k].series = trends.series + (size_t)k * trends.period_count;
    }
    count_documents(r);
    return CAHIER_OK;
}

/* Themes that may be written to: what they point to stays that of who prepared them. */
static cahier_status own_themes(cahier_arena *batch, cahier_result *r)
{
    cahier_theme *themes = CAHIER_NEW(batch, cahier_theme, r->theme_count);
    if (themes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(themes, r->themes, r->theme_count * sizeof *themes);
    r->themes = themes;
    return CAHIER_OK;
}

/* Which themes there are, which texts they hold, their words and names. */
static cahier_status guide(shaping *s)
{
    const cahier_prepared *p = s->p;
    CAHIER_TRY(cahier_guidance_open(s->batch, &s->options, s->r.corpus.count, &s->guidance));
    if (s->options.decisions != NULL && s->ids.slot == NULL) {
        CAHIER_TRY(cahier_answers_index(s->batch, &s->r.corpus, &s->ids));
    }
    CAHIER_TRY(own_themes(s->batch, &s->r));
    CAHIER_TRY(cahier_correct(s->batch, s->scratch, &s->ids, s->guidance, &s->r)); /* D */
    return cahier_guide_themes(s->batch, s->scratch,
            &(cahier_guide_input){p->lexicons, &s->options, s->runner, &p->uses, &p->counts, &p->weights, &p->space,
                    p->recall, &p->words, &s->ids, &p->list, p->sights, s->before, s->now},
            s->guidance, &s->found, &s->r); /* K */
}

static cahier_status divide(shaping *s)
{
    const cahier_prepared *p = s->p;
    cahier_result *r = &s->r;
    const cahier_label_input words = {p->lexicons, &r->corpus, &p->uses, &p->counts, &p->space, NULL, p->sights};
    CAHIER_TRY(cahier_subtheme_find(s->batch, s->scratch, s->runner,
            &(cahier_subtheme_input){&words, &p->words, &p->weights, s->found.assignments,
                    p->found.count > 0 ? p->found.count : 1, s->done},
            r->themes, r->theme_count, &r->sub_of));
    for (uint32_t k = 0; k < r->theme_count; k++) {
        if (s->done[k]) {
            CAHIER_TRY(cahier_shaped_take_subs(s->batch, s->before, s->twin[k], &r->themes[k], r->sub_of));
        }
    }
    return CAHIER_OK;
}

static cahier_status quote(shaping *s)
{
    const cahier_prepared *p = s->p;
    cahier_result *r = &s->r;
    const cahier_exemplar_input in = {p->lexicons, &r->corpus, &p->uses, &p->weights, &p->space, &s->found, s->done};
    CAHIER_TRY(cahier_exemplar_choose(s->batch, s->scratch, s->runner, &in, r->themes));
    for (uint32_t k = 0; k < r->theme_count; k++) {
        if (s->done[k]) {
            CAHIER_TRY(cahier_shaped_take_summary(s->batch, s->before, s->twin[k], &r->themes[k]));
        }
    }
    CAHIER_TRY(
            cahier_shaped_keep_themes(s->batch, r, &s->found.centroids, s->now)); /* as chosen, before people choose */
    CAHIER_TRY(cahier_requote(s->scratch, &in, &s->ids, s->guidance, r->themes));
    return cahier_verbatim_choose(s->batch, s->scratch,
            &(cahier_verbatim_input){&r->corpus, &p->uses, &r->vocabulary, &s->found, s->options.top}, r->themes);
}

static cahier_status tell(shaping *s)
{
    cahier_result *r = &s->r;
    r->choice = s->found.choice;
    r->choice_count = s->found.choice_count;
    r->themes_wanted = s->options.themes;
    r->assignments = s->found.assignments;
    r->stability_milli = (int32_t)(s->found.stability * 1000 + 0.5);
    CAHIER_TRY(cahier_continuity_tell(s->batch, s->scratch, s->p->told, s->p->again, r));
    CAHIER_TRY(cahier_model_keep(s->batch, s->scratch, r, &s->p->space, &s->found.centroids));
    return describe(s->batch, s->scratch, r);
}

static cahier_status shape(shaping *s)
{
    cahier_tree tree;
    s->now = CAHIER_NEW(s->batch, cahier_shaped, 1);
    if (s->now == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(guide(s));
    CAHIER_TRY(cahier_shaped_twins(s->batch, s->before, &s->r, &s->found.centroids, &s->twin, &s->done));
    CAHIER_TRY(divide(s));
    CAHIER_TRY(cahier_family_fold(s->batch, s->scratch, &s->found, s->r.themes, &tree));
    s->r.families = tree.families;
    s->r.family_count = tree.family_count;
    s->r.unions = tree.unions;
    CAHIER_TRY(quote(s));
    CAHIER_TRY(tell(s));
    cahier_guidance_count(s->guidance);
    s->r.shaped = s->now;
    return CAHIER_OK;
}

cahier_status cahier_shape_corpus(const cahier_shape_input *in, const cahier_runner *runner, cahier_arena *batch,
        cahier_arena *scratch, cahier_result *out)
{
    shaping s = {.p = in->prepared,
            .before = in->before,
            .runner = runner,
            .batch = batch,
            .scratch = scratch,
            .options = *in->prepared->options,
            .ids = in->prepared->ids,
            .found = in->prepared->found,
            .r = in->prepared->result};
    s.options.decisions = in->decisions;
    CAHIER_TRY(shape(&s));
    *out = s.r;
    return CAHIER_OK;
}
