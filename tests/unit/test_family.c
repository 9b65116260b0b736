/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>
#include <stdio.h>

#include "family.h"
#include "text.h"

enum {
    E = 16,
    MOST = 60
};

typedef struct bench {
    cahier_arena batch, scratch;
    float centroid[MOST * E];
    char label[MOST][32];
    cahier_theme themes[MOST];
    cahier_themes found;
    cahier_tree tree;
} bench;

/* K themes, theme k near axis k % poles; sizes fall. */
static void open_bench(bench *b, uint32_t K, uint32_t poles)
{
    *b = (bench){.found = {.count = K}};
    b->found.centroids = (cahier_centroids){.count = K, .dimensions = E, .vector = b->centroid};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    for (uint32_t k = 0; k < K; k++) {
        float side = 0.02f * (float)(k + 1);
        side = side > 0.4f ? 0.4f : side;
        b->centroid[k * E + k % poles] = sqrtf(1 - side * side);
        b->centroid[k * E + E - 1 - k % 2] = side;
        b->themes[k] = (cahier_theme){.document_count = 100 - k, .persons = 100 - k, .family = 77};
        (void)snprintf(b->label[k], sizeof b->label[k], "Sujet %u, détail", k);
        b->themes[k].label = small_text(b->label[k]);
    }
}

static cahier_status fold(bench *b)
{
    return cahier_family_fold(&b->batch, &b->scratch, &b->found, b->themes, &b->tree);
}

static void close_bench(bench *b)
{
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

static const struct {
    uint32_t themes, families;
} folds[] = {{0, 0}, {1, 1}, {3, 3}, {8, 8}, {12, 12}, {13, 5}, {15, 5}, {18, 6}, {30, 10}, {36, 12}, {60, 12}};

static void themes_fold_into_a_third_as_many_families(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        bench b;
        uint32_t in = 0;
        open_bench(&b, folds[i].themes, 7);
        assert_int_equal(fold(&b), CAHIER_OK);
        assert_int_equal(b.scratch.used, 0);
        assert_int_equal(b.tree.family_count, folds[i].families);
        for (uint32_t f = 0; f < b.tree.family_count; f++) {
            const cahier_family *family = &b.tree.families[f];
            assert_true(family->theme_count > 0 && family->label.len > 0);
            assert_true(f == 0 || b.tree.families[f - 1].themes[0] < family->themes[0]);
            for (uint32_t t = 0; t < family->theme_count; t++) {
                assert_int_equal(b.themes[family->themes[t]].family, f);
                assert_true(t == 0 || family->themes[t - 1] < family->themes[t]);
            }
            in += family->theme_count;
        }
        assert_int_equal(in, folds[i].themes);
        close_bench(&b);
    }
}

static void near_themes_are_of_one_family_named_by_its_largest(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 15, 5);
    assert_int_equal(fold(&b), CAHIER_OK);
    for (uint32_t f = 0; f < 5; f++) {
        char expected[64];
        (void)snprintf(expected, sizeof expected, "Sujet %u · Sujet %u", f, f + 5);
        assert_true(cahier_text_equal(b.tree.families[f].label, small_text(expected)));
        assert_int_equal(b.tree.families[f].theme_count, 3);
        for (uint32_t t = 0; t < 3; t++) {
            assert_int_equal(b.tree.families[f].themes[t], f + 5 * t);
        }
    }
    close_bench(&b);
    open_bench(&b, 4, 2);
    assert_int_equal(fold(&b), CAHIER_OK);
    assert_true(cahier_text_equal(b.tree.families[2].label, b.themes[2].label)); /* alone, it keeps the whole label */
    close_bench(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    for (uint32_t which = 0; which < 2; which++) {
        bench b;
        open_bench(&b, 20, 5);
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            b.tree.families = NULL;
            b.tree.family_count = 77;
            (which == 0 ? &b.batch : &b.scratch)->fail_after = n;
            status = fold(&b);
            assert_true(status == CAHIER_OK ||
                        (status == CAHIER_ERROR_NOMEM && b.tree.families == NULL && b.tree.family_count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 2);
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(themes_fold_into_a_third_as_many_families),
            cmocka_unit_test(near_themes_are_of_one_family_named_by_its_largest),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
