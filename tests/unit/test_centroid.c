/* SPDX-License-Identifier: Apache-2.0 */
#include "scattered.h"
#include "small_corpus.h"

#include <math.h>

#include "centroid.h"
#include "quantise.h"

enum {
    E = SCATTERED_DIMENSIONS,
    V = SCATTERED_TERMS,
    N = 30,
    THEMES = 3,
    EMPTY = 2 /* a theme without documents */
};

typedef struct bench {
    cahier_arena arena;
    scattered documents;
    uint32_t of[N];
    cahier_centroids found;
} bench;

static void open_bench(bench *b, uint64_t seed)
{
    cahier_random random = {seed};
    *b = (bench){0};
    assert_true(cahier_arena_open(&b->arena, SMALL_BUDGET));
    scatter(&b->documents, N, &random);
    for (uint32_t i = 0; i < N; i++) {
        b->of[i] = cahier_random_below(&random, EMPTY);
    }
}

static cahier_status find(bench *b)
{
    cahier_centroid_sums sums;
    CAHIER_TRY(cahier_centroid_sums_open(&b->arena, THEMES, E, &b->documents.weights, &sums));
    CAHIER_TRY(cahier_centroids_open(&b->arena, THEMES, E, V, &b->found));
    for (uint32_t i = 0; i < N; i++) {
        cahier_centroid_sums_add(&sums, b->of[i], b->documents.x + (size_t)i * E, i);
    }
    for (uint32_t k = 0; k < THEMES; k++) {
        cahier_centroid_sums_close(&sums, k, &b->found, THEMES - 1 - k); /* in another order */
    }
    return CAHIER_OK;
}

/* Oracle: each document beside a table of all its words. */
static void sum_documents(const bench *b, uint32_t k, double vector[E], double words[V])
{
    for (uint32_t i = 0; i < N; i++) {
        double row[V];
        scattered_words(&b->documents, i, row);
        for (uint32_t j = 0; b->of[i] == k && j < V; j++) {
            words[j] += row[j];
        }
        for (uint32_t e = 0; b->of[i] == k && e < E; e++) {
            vector[e] += (double)b->documents.x[i * E + e];
        }
    }
}

static void a_centroid_is_the_mean_of_its_documents(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        bench b;
        open_bench(&b, seed);
        assert_int_equal(find(&b), CAHIER_OK);
        for (uint32_t k = 0; k < THEMES; k++) {
            double vector[E] = {0}, words[V] = {0};
            cahier_centroids one = cahier_centroid_alone(&b.found, THEMES - 1 - k);
            sum_documents(&b, k, vector, words);
            double of_vector = k == EMPTY ? 1 : cahier_length_of(vector, E);
            double of_words = k == EMPTY ? 1 : cahier_length_of(words, V);
            for (uint32_t e = 0; e < E; e++) {
                assert_true(fabs((double)one.vector[e] - vector[e] / of_vector) < 1e-6);
            }
            for (uint32_t j = 0; j < V; j++) {
                assert_true(fabs((double)one.words[j] - words[j] / of_words) < 1e-6);
            }
        }
        cahier_arena_close(&b.arena);
    }
}

static void one_that_is_taken_is_the_same(void **state)
{
    bench b;
    cahier_centroids copy;
    (void)state;
    open_bench(&b, 7);
    assert_int_equal(find(&b), CAHIER_OK);
    assert_int_equal(cahier_centroids_copy(&b.arena, &b.found, &copy), CAHIER_OK);
    assert_true(cahier_centroids_same(&b.found, &copy));
    cahier_centroid_take(&b.found, 1, &copy, 2);
    assert_true(cahier_centroid_same(&b.found, 1, &copy, 2) && !cahier_centroid_same(&b.found, 2, &copy, 2));
    assert_false(cahier_centroids_same(&b.found, &copy));
    cahier_centroid_take(&b.found, 2, &copy, 2);
    copy.words[0] += 1;
    assert_false(cahier_centroids_same(&b.found, &copy));
    copy.words[0] = b.found.words[0];
    copy.vector[THEMES * E - 1] += 1;
    assert_false(cahier_centroids_same(&b.found, &copy));
    copy.count--;
    assert_true(cahier_centroid_same(&b.found, 0, &copy, 0) && !cahier_centroids_same(&b.found, &copy));
    cahier_arena_close(&b.arena);
}

static void every_allocation_may_be_refused(void **state)
{
    bench b;
    int64_t n = 0;
    (void)state;
    open_bench(&b, 1);
    do {
        b.arena.fail_after = n++;
    } while (find(&b) == CAHIER_ERROR_NOMEM);
    assert_int_equal(n, 5);
    cahier_arena_close(&b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_centroid_is_the_mean_of_its_documents),
            cmocka_unit_test(one_that_is_taken_is_the_same),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
