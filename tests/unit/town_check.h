/* SPDX-License-Identifier: Apache-2.0 */
/* town_check.h -- what holds for any result of the flow: sums, orders, ranges, counted again from the assignments. */
#ifndef CAHIER_TESTS_TOWN_CHECK_H
#define CAHIER_TESTS_TOWN_CHECK_H

#include "assign.h"
#include "town.h"

static inline void check_assignment(const bench *b, const cahier_assignment *a)
{
    int32_t sum = 0;
    assert_true(a->theme < b->result.theme_count);
    for (uint32_t i = 0; i < a->term_count; i++) {
        assert_true(a->terms[i].term < b->result.vocabulary.word_count);
        assert_true(a->terms[i].weight_milli != 0);
        assert_true(i == 0 || a->terms[i - 1].weight_milli >= a->terms[i].weight_milli);
        sum += a->terms[i].weight_milli;
    }
    assert_int_equal(a->score_milli, sum);
    assert_true(a->score_milli <= 1000);
}

static inline void check_assignments(const bench *b)
{
    const cahier_result *r = &b->result;
    uint32_t unclassified = 0, several = 0, no_answer = 0;
    for (uint32_t d = 0; d < r->corpus.count; d++) {
        const cahier_assignments *a = &r->assignments[d];
        bool empty = (r->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) != 0;
        assert_true(a->count <= CAHIER_THEMES_EACH);
        for (uint32_t i = 0; i < a->count; i++) {
            check_assignment(b, &a->at[i]);
            assert_true(a->at[i].score_milli >= (i == 0 ? CAHIER_THEME_LEAST_MILLI : CAHIER_THEME_ALSO_MILLI));
            assert_true(i == 0 || a->at[i - 1].score_milli >= a->at[i].score_milli);
            assert_true(100 * a->at[i].score_milli >= 85 * a->at[0].score_milli);
            assert_true(a->runner_up.theme != a->at[i].theme);
        }
        if (a->runner_up.theme != CAHIER_NONE) {
            check_assignment(b, &a->runner_up);
            assert_true(a->count == 0 || a->runner_up.score_milli <= a->at[a->count - 1].score_milli);
        }
        assert_true(!empty || (a->count == 0 && a->runner_up.theme == CAHIER_NONE));
        unclassified += a->count == 0 && !empty;
        several += a->count > 1;
        no_answer += empty;
    }
    assert_int_equal(r->counts.unclassified, unclassified);
    assert_int_equal(r->counts.several_themes, several);
    assert_int_equal(r->counts.no_answer, no_answer);
    assert_int_equal(r->counts.documents, r->corpus.count);
}

static inline void check_counts(const bench *b, uint32_t k)
{
    const cahier_theme *theme = &b->result.themes[k];
    uint32_t documents = 0, also = 0, polarity = 0, stance = 0, persons = 0;
    for (uint32_t d = 0; d < b->result.corpus.count; d++) {
        const cahier_assignments *a = &b->result.assignments[d];
        if (a->count > 0 && a->at[0].theme == k) {
            assert_int_equal(theme->documents[documents++], d);
        }
        for (uint32_t i = 1; i < a->count; i++) {
            also += a->at[i].theme == k;
        }
    }
    assert_int_equal(theme->document_count, documents);
    assert_int_equal(theme->also_count, also);
    for (uint32_t i = 0; i < CAHIER_POLARITY_LABELS; i++) {
        polarity += theme->polarity[i];
    }
    for (uint32_t i = 0; i < CAHIER_STANCES; i++) {
        stance += theme->stance[i];
    }
    for (uint32_t i = 0; i < documents; i++) {
        bool known = false;
        for (uint32_t j = 0; j < i && !known; j++) {
            known = b->received[theme->documents[i]].person == b->received[theme->documents[j]].person;
        }
        persons += !known;
    }
    assert_int_equal(polarity, documents);
    assert_int_equal(stance, documents);
    assert_int_equal(theme->persons, persons);
    assert_true(k == 0 || b->result.themes[k - 1].persons >= theme->persons);
}

static inline bool is_in(const cahier_theme *theme, uint32_t d)
{
    for (uint32_t i = 0; i < theme->document_count; i++) {
        if (theme->documents[i] == d) {
            return true;
        }
    }
    return false;
}

static inline void check_voices(const bench *b, const cahier_theme *theme)
{
    assert_true(theme->summary_count <= 6 && theme->verbatim_count <= b->options.top);
    for (uint32_t q = 0; q < theme->summary_count; q++) {
        const cahier_quote *quote = &theme->summary[q];
        assert_true(is_in(theme, quote->document));
        assert_true(quote->sentence < b->result.corpus.analysed[quote->document]->sentences.count);
        for (uint32_t p = 0; p < q; p++) {
            assert_true(b->received[quote->document].person != b->received[theme->summary[p].document].person);
        }
    }
    for (uint32_t v = 0; v < theme->verbatim_count; v++) {
        assert_true(is_in(theme, theme->verbatims[v]));
        for (uint32_t w = 0; w < v; w++) {
            assert_true(b->received[theme->verbatims[v]].person != b->received[theme->verbatims[w]].person);
        }
    }
    assert_in_range(theme->coverage_milli, 0, 1000);
    assert_in_range(theme->random_coverage_milli, 0, 1000);
    assert_in_range(theme->cohesion_milli, 0, 1000);
}

static inline void check_result(const bench *b)
{
    const cahier_result *r = &b->result;
    uint32_t in_families = 0;
    check_assignments(b);
    for (uint32_t k = 0; k < r->theme_count; k++) {
        const cahier_theme *theme = &r->themes[k];
        check_counts(b, k);
        check_voices(b, theme);
        assert_true(theme->label.len > 0);
        assert_true(theme->family < r->family_count);
        assert_int_equal(strlen(theme->id), CAHIER_THEME_ID_LEN);
        for (uint32_t i = 0; i < theme->term_count; i++) {
            assert_true(theme->terms[i].term < r->vocabulary.count);
            assert_in_range(theme->terms[i].weight_milli, 0, 1000);
        }
        for (uint32_t other = 0; other < k; other++) {
            assert_string_not_equal(theme->id, r->themes[other].id);
        }
    }
    for (uint32_t f = 0; f < r->family_count; f++) {
        for (uint32_t i = 0; i < r->families[f].theme_count; i++) {
            assert_int_equal(r->themes[r->families[f].themes[i]].family, f);
        }
        in_families += r->families[f].theme_count;
    }
    assert_int_equal(in_families, r->theme_count);
    assert_in_range(r->stability_milli, 0, 1000);
    assert_int_equal(b->scratch.used, 0);
}

#endif
