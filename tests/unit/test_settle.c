/* SPDX-License-Identifier: Apache-2.0 */
#include "scattered.h"
#include "small_corpus.h"

#include <string.h>

#include "settle.h"

enum {
    E = SCATTERED_DIMENSIONS,
    V = SCATTERED_TERMS,
    MOST = SCATTERED_MOST,
    EACH = SCATTERED_WORDS,
    CLUSTERS = 3
};

typedef struct bench {
    cahier_arena scratch;
    scattered documents;
    uint32_t row[MOST], of[MOST];
    cahier_placed in;
} bench;

/* Documents at random, in clusters at random; rows of the corpus are read backwards. */
static void open_bench(bench *b, uint32_t n, uint64_t seed)
{
    cahier_random random = {seed};
    *b = (bench){0};
    assert_true(cahier_arena_open(&b->scratch, SMALL_BUDGET));
    scatter(&b->documents, n, &random);
    for (uint32_t i = 0; i < n; i++) {
        b->row[i] = n - 1 - i;
        b->of[i] = i < CLUSTERS ? i : cahier_random_below(&random, CLUSTERS);
    }
    b->in = (cahier_placed){b->documents.x, n, E, &b->documents.weights, b->row};
}

static void close_bench(bench *b)
{
    cahier_arena_close(&b->scratch);
}

/* --- oracle: each score from the other documents, one by one --- */

static double cosine(const double *a, const double *b, uint32_t width)
{
    double along = 0, left = 0, right = 0;
    for (uint32_t e = 0; e < width; e++) {
        along += a[e] * b[e];
        left += a[e] * a[e];
        right += b[e] * b[e];
    }
    return left > 0 && right > 0 ? along / sqrt(left * right) : 0;
}

static double score_by_others(const bench *b, const uint32_t *of, uint32_t i, uint32_t k)
{
    double vectors[E] = {0}, words[V] = {0}, x[E], w[V];
    for (uint32_t o = 0; o < b->in.n; o++) {
        if (o != i && of[o] == k) {
            scattered_words(&b->documents, b->row[o], w);
            for (uint32_t e = 0; e < E; e++) {
                vectors[e] += (double)b->documents.x[o * E + e];
            }
            for (uint32_t j = 0; j < V; j++) {
                words[j] += w[j];
            }
        }
    }
    for (uint32_t e = 0; e < E; e++) {
        x[e] = (double)b->documents.x[i * E + e];
    }
    scattered_words(&b->documents, b->row[i], w);
    return cosine(x, vectors, E) + cosine(w, words, V);
}

static bool pass_by_others(const bench *b, uint32_t *of)
{
    uint32_t next[MOST], size[CLUSTERS] = {0};
    for (uint32_t i = 0; i < b->in.n; i++) {
        next[i] = of[i];
        for (uint32_t k = 0; k < CLUSTERS && of[i] != CAHIER_NONE; k++) {
            next[i] = score_by_others(b, of, i, k) > score_by_others(b, of, i, next[i]) + 1e-9 ? k : next[i];
        }
        if (next[i] != CAHIER_NONE) {
            size[next[i]]++;
        }
    }
    for (uint32_t k = 0; k < CLUSTERS; k++) {
        if (size[k] == 0) {
            return false;
        }
    }
    bool moved = memcmp(of, next, b->in.n * sizeof *of) != 0;
    memcpy(of, next, b->in.n * sizeof *of);
    return moved;
}

/* --- tests --- */

static void documents_go_where_the_others_would_put_them(void **state)
{
    (void)state;
    uint32_t moved = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        bench b;
        uint32_t of[MOST], before[MOST];
        open_bench(&b, 10 + (uint32_t)seed % 30, seed);
        b.of[3 + seed % 5] = CAHIER_NONE;
        memcpy(of, b.of, sizeof of);
        memcpy(before, b.of, sizeof before);
        for (uint32_t p = 0; p < CAHIER_SETTLE_PASSES && pass_by_others(&b, of); p++) {
        }
        assert_int_equal(cahier_settle(&b.scratch, &b.in, CLUSTERS, b.of), CAHIER_OK);
        assert_int_equal(b.scratch.used, 0);
        assert_int_equal(b.of[3 + seed % 5], CAHIER_NONE);
        assert_memory_equal(b.of, of, b.in.n * sizeof *of);
        moved += memcmp(before, of, b.in.n * sizeof *of) != 0;
        close_bench(&b);
    }
    assert_true(moved > 30);
}

/* The third shares no word with anybody, and leans to the first two: with itself in the sum it would stay with the others. */
static void a_document_is_not_its_own_reason(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 5, 1);
    static const float place[5][2] = {{1, 0}, {1, 0}, {.8f, .6f}, {0, 1}, {0, 1}};
    static const uint32_t of[5] = {0, 0, 1, 1, 1}, word[5] = {0, 0, 1, 2, 2};
    for (uint32_t i = 0; i < 5; i++) {
        memset(b.documents.x + (size_t)i * E, 0, E * sizeof *b.documents.x);
        memcpy(b.documents.x + (size_t)i * E, place[i], sizeof place[i]);
        for (uint32_t z = 0; z < EACH; z++) {
            b.documents.column[b.row[i] * EACH + z] = z * (V / EACH) + word[i];
            b.documents.value[b.row[i] * EACH + z] = 1;
        }
        b.of[i] = of[i];
    }
    assert_int_equal(cahier_settle(&b.scratch, &b.in, CLUSTERS, b.of), CAHIER_OK);
    static const uint32_t settled[5] = {0, 0, 0, 1, 1};
    assert_memory_equal(b.of, settled, sizeof settled);
    close_bench(&b);
}

static void no_cluster_is_emptied(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 6, 3);
    for (uint32_t i = 0; i < 6; i++) { /* all alike: the two that stand alone would join the rest */
        memset(b.documents.x + (size_t)i * E, 0, E * sizeof *b.documents.x);
        b.documents.x[i * E] = 1;
        for (uint32_t z = 0; z < EACH; z++) {
            b.documents.column[b.row[i] * EACH + z] = z * (V / EACH);
            b.documents.value[b.row[i] * EACH + z] = 1;
        }
        b.of[i] = i < 2 ? i : 2;
    }
    assert_int_equal(cahier_settle(&b.scratch, &b.in, CLUSTERS, b.of), CAHIER_OK);
    assert_int_equal(b.of[0], 0);
    assert_int_equal(b.of[1], 1);
    assert_int_equal(b.of[5], 2);
    close_bench(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    cahier_status status = CAHIER_ERROR_NOMEM;
    int64_t n = 0;
    for (; status != CAHIER_OK; n++) {
        bench b;
        open_bench(&b, 20, 5);
        b.scratch.fail_after = n;
        status = cahier_settle(&b.scratch, &b.in, CLUSTERS, b.of);
        assert_true(status == CAHIER_OK || status == CAHIER_ERROR_NOMEM);
        assert_int_equal(b.scratch.used, 0);
        close_bench(&b);
    }
    assert_true(n > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(documents_go_where_the_others_would_put_them),
            cmocka_unit_test(a_document_is_not_its_own_reason),
            cmocka_unit_test(no_cluster_is_emptied),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
