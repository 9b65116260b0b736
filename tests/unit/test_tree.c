/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>

#include "tree.h"

enum {
    E = 2,
    MOST = 6
};

/* Directions in degrees, sizes, and the classes of each cut, by first cluster: "00112" for five clusters in three. */
static const struct {
    const char *angles_of;
    uint32_t count;
    double degrees[MOST];
    uint32_t size[MOST];
    const char *cut[MOST]; /* cut[i]: into i + 1 */
} trees[] = {
        {"one", 1, {10}, {5}, {"0"}},
        {"two", 2, {0, 90}, {1, 9}, {"00", "01"}},
        {"two pairs", 4, {0, 90, 4, 95}, {3, 3, 3, 3}, {"0000", "0101", "0102", "0123"}},
        {"the lighter pair is the cheaper", 4, {0, 90, 10, 100}, {50, 2, 50, 2}, {"0000", "0101", "0121", "0123"}},
        {"equal costs: the lowest pair", 4, {0, 90, 0, 90}, {1, 1, 1, 1}, {"0000", "0101", "0102", "0123"}},
        {"a chain", 5, {0, 5, 30, 80, 170}, {2, 2, 2, 2, 2}, {"00000", "00001", "00012", "00123", "01234"}},
};

static void near_clusters_unite_first(void **state)
{
    (void)state;
    cahier_arena batch, scratch;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    for (size_t t = 0; t < sizeof trees / sizeof *trees; t++) {
        float centroid[MOST * E];
        uint32_t K = trees[t].count, of[MOST];
        for (uint32_t k = 0; k < K; k++) {
            double angle = trees[t].degrees[k] * 3.14159265358979 / 180;
            centroid[k * E] = (float)cos(angle);
            centroid[k * E + 1] = (float)sin(angle);
        }
        cahier_union *unions;
        assert_int_equal(cahier_tree_grow(&batch, &scratch, centroid, trees[t].size, K, E, &unions), CAHIER_OK);
        for (uint32_t i = 0; i + 1 < K; i++) {
            assert_true(unions[i].a < K + i && unions[i].b < K + i && unions[i].a != unions[i].b);
            assert_in_range(unions[i].height_milli, 0, 1000);
            assert_true(i + 2 < K || unions[i].height_milli == 1000);
        }
        for (uint32_t wanted = 1; wanted <= K; wanted++) {
            assert_int_equal(cahier_tree_cut(&scratch, unions, K, wanted, of), CAHIER_OK);
            for (uint32_t k = 0; k < K; k++) {
                if (of[k] != (uint32_t)(trees[t].cut[wanted - 1][k] - '0')) {
                    fail_msg("%s: cluster %u of the cut into %u is in %u", trees[t].angles_of, k, wanted, of[k]);
                }
            }
        }
        assert_int_equal(scratch.used, 0);
    }
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(near_clusters_unite_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
