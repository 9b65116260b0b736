/* SPDX-License-Identifier: Apache-2.0 */
/* same_result.h -- two results say the same, down to each part of each score. */
#ifndef CAHIER_TESTS_SAME_RESULT_H
#define CAHIER_TESTS_SAME_RESULT_H

#include "guide.h"
#include "small_corpus.h"

static inline void assert_same_text(cahier_text a, cahier_text b)
{
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.at, b.at, a.len);
}

static inline void assert_same_parts(const cahier_assignment *a, const cahier_assignment *b)
{
    assert_int_equal(a->theme, b->theme);
    if (a->theme != CAHIER_NONE) {
        assert_int_equal(a->score_milli, b->score_milli);
        assert_int_equal(a->term_count, b->term_count);
        assert_memory_equal(a->terms, b->terms, a->term_count * sizeof *a->terms);
    }
}

static inline void assert_same_theme(const cahier_theme *a, const cahier_theme *b)
{
    assert_string_equal(a->id, b->id);
    assert_same_text(a->label, b->label);
    assert_int_equal(a->term_count, b->term_count);
    assert_memory_equal(a->terms, b->terms, a->term_count * sizeof *a->terms);
    assert_int_equal(a->document_count, b->document_count);
    assert_memory_equal(a->documents, b->documents, a->document_count * sizeof *a->documents);
    assert_int_equal(a->summary_count, b->summary_count);
    for (uint32_t q = 0; q < a->summary_count; q++) {
        assert_int_equal(a->summary[q].document, b->summary[q].document);
        assert_int_equal(a->summary[q].sentence, b->summary[q].sentence);
        assert_int_equal(a->summary[q].dissent, b->summary[q].dissent);
        assert_int_equal(a->summary[q].decision, b->summary[q].decision);
    }
    assert_int_equal(a->verbatim_count, b->verbatim_count);
    assert_memory_equal(a->verbatims, b->verbatims, a->verbatim_count * sizeof *a->verbatims);
    assert_int_equal(a->concordance_count, b->concordance_count);
    assert_memory_equal(a->concordance, b->concordance, a->concordance_count * sizeof *a->concordance);
    assert_int_equal(a->coverage_milli, b->coverage_milli);
    assert_int_equal(a->random_coverage_milli, b->random_coverage_milli);
    assert_int_equal(a->cohesion_milli, b->cohesion_milli);
    assert_int_equal(a->persons, b->persons);
    assert_memory_equal(a->polarity, b->polarity, sizeof a->polarity);
    assert_memory_equal(a->stance, b->stance, sizeof a->stance);
    assert_int_equal(a->decision, b->decision);
    assert_int_equal(a->taxonomy, b->taxonomy);
    assert_int_equal(a->signature, b->signature);
    assert_int_equal(a->split_milli, b->split_milli);
    assert_int_equal(a->sub_count, b->sub_count);
    for (uint32_t s = 0; s < a->sub_count; s++) {
        assert_string_equal(a->subs[s].id, b->subs[s].id);
        assert_same_text(a->subs[s].label, b->subs[s].label);
        assert_int_equal(a->subs[s].persons, b->subs[s].persons);
        assert_int_equal(a->subs[s].document_count, b->subs[s].document_count);
        assert_memory_equal(
                a->subs[s].documents, b->subs[s].documents, a->subs[s].document_count * sizeof *a->subs[s].documents);
    }
}

static inline void assert_same_guidance(const cahier_guidance *a, const cahier_guidance *b, uint32_t documents)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a == NULL || a->decisions == NULL || b->decisions == NULL) {
        assert_true(a == NULL || a->decisions == b->decisions);
        return;
    }
    assert_int_equal(a->decisions->count, b->decisions->count);
    assert_memory_equal(a->outcome, b->outcome, a->decisions->count * sizeof *a->outcome);
    assert_memory_equal(a->missing, b->missing, a->decisions->count * sizeof *a->missing);
    assert_memory_equal(a->theme_of, b->theme_of, a->decisions->count * sizeof *a->theme_of);
    assert_memory_equal(a->decision_of, b->decision_of, documents * sizeof *a->decision_of);
    assert_memory_equal(a->counted, b->counted, sizeof a->counted);
}

/* Themes and texts, whatever was decided or undone on the way. */
static inline void assert_same_content(const cahier_result *a, const cahier_result *b)
{
    assert_int_equal(a->vocabulary.count, b->vocabulary.count);
    for (uint32_t j = 0; j < a->vocabulary.count; j++) {
        assert_same_text(a->vocabulary.at[j].key, b->vocabulary.at[j].key);
        assert_same_text(a->vocabulary.at[j].surface, b->vocabulary.at[j].surface);
        assert_int_equal(a->vocabulary.at[j].df, b->vocabulary.at[j].df);
    }
    assert_int_equal(a->theme_count, b->theme_count);
    for (uint32_t k = 0; k < a->theme_count; k++) {
        assert_same_theme(&a->themes[k], &b->themes[k]);
    }
    assert_int_equal(a->family_count, b->family_count);
    for (uint32_t f = 0; f < a->family_count; f++) {
        assert_same_text(a->families[f].label, b->families[f].label);
    }
    for (uint32_t d = 0; d < a->corpus.count; d++) {
        assert_int_equal(a->assignments[d].count, b->assignments[d].count);
        for (uint32_t i = 0; i < a->assignments[d].count; i++) {
            assert_same_parts(&a->assignments[d].at[i], &b->assignments[d].at[i]);
        }
        assert_same_parts(&a->assignments[d].runner_up, &b->assignments[d].runner_up);
    }
    for (uint32_t d = 0; d < a->corpus.count; d++) {
        assert_int_equal(a->corpus.analysed[d]->polarity.label, b->corpus.analysed[d]->polarity.label);
        assert_int_equal(a->corpus.analysed[d]->stance.label, b->corpus.analysed[d]->stance.label);
    }
    assert_int_equal(a->duplicate_count, b->duplicate_count);
    assert_memory_equal(a->duplicate_of, b->duplicate_of, a->corpus.count * sizeof *a->duplicate_of);
    assert_memory_equal(a->sub_of, b->sub_of, a->corpus.count * sizeof *a->sub_of);
    assert_int_equal(a->stability_milli, b->stability_milli);
    assert_memory_equal(&a->counts, &b->counts, sizeof a->counts);
}

static inline void assert_same_result(const cahier_result *a, const cahier_result *b)
{
    assert_same_content(a, b);
    assert_same_guidance(a->guidance, b->guidance, a->corpus.count);
}

#endif
