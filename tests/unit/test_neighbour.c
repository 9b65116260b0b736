/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "neighbour.h"
#include "quantise.h"

enum {
    N = 90,
    E = 20,
    V = 40,
    EACH = 6, /* words of a document */
    VIEWS = 3
};

typedef struct bench { /* documents in two spaces and in words */
    cahier_arena batch, scratch;
    cahier_runner runner;
    uint32_t n, block[CAHIER_BLOCKS + 1];
    float x[N * E];
    uint32_t start[N + 2], column[(N + 1) * EACH], row[N];
    float value[(N + 1) * EACH];
    cahier_sparse weights;
    int32_t expected[VIEWS][N][N]; /* similarity where the first names the second */
    cahier_neighbours found;
} bench;

static void scale_to_one(float *x, uint32_t width)
{
    double squares = 0;
    for (uint32_t e = 0; e < width; e++) {
        squares += (double)x[e] * (double)x[e];
    }
    for (uint32_t e = 0; e < width && squares > 0; e++) {
        x[e] = (float)((double)x[e] / sqrt(squares));
    }
}

/* Row 0 of the weights is no document: row[] is not the identity. Document 1 has no word, document 2 no own vector. */
static void open_bench(bench *b, uint32_t n, uint32_t own, uint64_t seed)
{
    cahier_random random = {seed};
    memset(b, 0, sizeof *b);
    b->n = n;
    b->runner.run = cahier_run_serial;
    b->block[1] = own;
    b->block[2] = E;
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = i == 2 ? own : 0; e < E; e++) {
            b->x[i * E + e] = (float)cahier_random_below(&random, 2001) / 1000 - 1;
        }
        scale_to_one(b->x + i * E, E);
        b->row[i] = i + 1;
    }
    for (uint32_t r = 0; r <= n; r++) {
        b->start[r + 1] = b->start[r] + (r == 2 ? 0 : EACH);
        for (uint32_t z = b->start[r]; z < b->start[r + 1]; z++) {
            uint32_t slice = V / EACH;
            b->column[z] = (z - b->start[r]) * slice + cahier_random_below(&random, slice);
            b->value[z] = (float)(1 + cahier_random_below(&random, 1000)) / 300;
        }
    }
    b->weights =
            (cahier_sparse){.rows = n + 1, .columns = V, .start = b->start, .column = b->column, .value = b->value};
}

static void close_bench(bench *b)
{
    assert_int_equal(b->scratch.used, 0);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

static void expect_block(bench *b, uint32_t view, uint32_t from, uint32_t to)
{
    cahier_neighbours nb;
    float x[N * E];
    for (uint32_t i = 0; i < b->n; i++) {
        memcpy(x + i * (to - from), b->x + i * E + from, (to - from) * sizeof *x);
        scale_to_one(x + i * (to - from), to - from);
    }
    assert_int_equal(cahier_neighbours_find(&b->batch, &b->scratch, &b->runner, x, b->n, to - from, &nb), CAHIER_OK);
    for (uint32_t at = 0; at < b->n * nb.each; at++) {
        if (nb.of[at] != CAHIER_NONE) {
            b->expected[view][at / nb.each][nb.of[at]] = nb.similarity[at];
        }
    }
}

static int32_t words_in_common(const bench *b, uint32_t i, uint32_t j)
{
    double part[2][V] = {{0}};
    int32_t sum = 0;
    for (uint32_t side = 0; side < 2; side++) {
        uint32_t r = b->row[side == 0 ? i : j];
        double squares = 0;
        for (uint32_t z = b->start[r]; z < b->start[r + 1]; z++) {
            squares += (double)b->value[z] * (double)b->value[z];
        }
        for (uint32_t z = b->start[r]; z < b->start[r + 1]; z++) {
            part[side][b->column[z]] = (double)b->value[z] * (CAHIER_UNIT / sqrt(squares));
        }
    }
    for (uint32_t v = 0; v < V; v++) {
        sum += (int32_t)lrint(part[0][v]) * (int32_t)lrint(part[1][v]);
    }
    return sum;
}

/* Those with fewer than CAHIER_NEIGHBOURS before them, by similarity, then by number. */
static void expect_words(bench *b, uint32_t view)
{
    for (uint32_t i = 0; i < b->n; i++) {
        for (uint32_t j = 0; j < b->n; j++) {
            int32_t value = words_in_common(b, i, j);
            uint32_t before = 0;
            for (uint32_t o = 0; o < b->n; o++) {
                int32_t other = words_in_common(b, i, o);
                before += o != i && (other > value || (other == value && o < j));
            }
            b->expected[view][i][j] = i != j && value > 0 && before < CAHIER_NEIGHBOURS ? value : 0;
        }
    }
}

/* Every link that a side names in a view, once, with the sum over the views where either side names the other. */
static void check_found(const bench *b)
{
    const cahier_neighbours *nb = &b->found;
    for (uint32_t i = 0; i < b->n; i++) {
        for (uint32_t j = 0; j < b->n; j++) {
            int32_t sum = 0;
            uint32_t names = 0, is_named = 0, listed = 0;
            for (uint32_t v = 0; v < VIEWS; v++) {
                int32_t there = b->expected[v][i][j], back = b->expected[v][j][i];
                sum += there != 0 ? there : back;
                names += there != 0;
                is_named += back != 0;
            }
            for (uint32_t at = i * nb->each; at < (i + 1) * nb->each; at++) {
                if (nb->of[at] == j) {
                    listed++;
                    assert_int_equal(nb->similarity[at], sum);
                    assert_int_equal(nb->twice[at], j < i && is_named > 0);
                }
            }
            assert_int_equal(listed, names > 0);
        }
    }
}

static void views_are_joined(void **state)
{
    (void)state;
    static const struct {
        uint32_t n, own;
    } cases[] = {{1, 8}, {2, 8}, {15, 8}, {21, 0}, {60, 8}, {90, 0}, {90, 8}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench *b = malloc(sizeof *b);
        assert_non_null(b);
        open_bench(b, cases[c].n, cases[c].own, c + 1);
        if (cases[c].own > 0) {
            expect_block(b, 0, 0, cases[c].own);
        }
        expect_block(b, 1, cases[c].own, E);
        expect_words(b, 2);
        const cahier_views views = {b->x, b->n, E, b->block, &b->weights, b->row};
        assert_int_equal(cahier_neighbours_find_all(&b->batch, &b->scratch, &b->runner, &views, &b->found), CAHIER_OK);
        check_found(b);
        close_bench(b);
        free(b);
    }
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    for (int64_t n = 0;; n++) {
        bench *b = malloc(sizeof *b);
        assert_non_null(b);
        open_bench(b, 30, 8, 1);
        const cahier_views views = {b->x, b->n, E, b->block, &b->weights, b->row};
        b->batch.fail_after = n % 4;
        b->scratch.fail_after = n;
        cahier_status status = cahier_neighbours_find_all(&b->batch, &b->scratch, &b->runner, &views, &b->found);
        b->scratch.used = 0;
        close_bench(b);
        free(b);
        if (status == CAHIER_OK) {
            assert_true(n > 3);
            return;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(views_are_joined),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
