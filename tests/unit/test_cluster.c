/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"
#include "unit_vector.h"

#include <math.h>
#include <stdlib.h>

#include "cluster.h"
#include "quantise.h"

enum {
    E = 20,
    MOST = 400
};

typedef struct bench { /* unit vectors around a few poles */
    cahier_arena batch, scratch;
    cahier_runner runner;
    uint32_t n;
    float *x;             /* n x E */
    cahier_placed placed; /* by vectors alone */
    uint32_t pole[MOST];
    cahier_neighbours neighbours;
    cahier_clusters clusters;
} bench;

/* Row i stands near axis i % poles, `spread` per cent away. */
static void open_bench(bench *b, uint32_t n, uint32_t poles, uint32_t spread, uint64_t seed)
{
    cahier_random random = {seed};
    *b = (bench){.n = n, .runner = {cahier_run_serial, NULL}};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    b->x = CAHIER_NEW(&b->batch, float, n *E);
    for (uint32_t i = 0; i < n; i++) {
        float *x = b->x + (size_t)i * E;
        b->pole[i] = i % poles;
        x[b->pole[i]] = 1;
        for (uint32_t e = 0; e < E; e++) {
            x[e] += (float)spread * ((float)cahier_random_below(&random, 2001) - 1000) / 100000;
        }
        make_unit(x, E);
    }
    b->placed = (cahier_placed){.x = b->x, .n = n, .dimensions = E};
    assert_int_equal(cahier_neighbours_find(&b->batch, &b->scratch, &b->runner, b->x, n, E, &b->neighbours), CAHIER_OK);
}

static void close_bench(bench *b)
{
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

static void cluster(bench *b, const bool *keep, uint32_t wanted)
{
    assert_int_equal(
            cahier_cluster(&b->batch, &b->scratch, &b->placed, &b->neighbours, keep, wanted, &b->clusters), CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

/* Centroids are unit sums; clusters are numbered by first document, none is empty; cohesion is what it says. */
static void check_clusters(const bench *b)
{
    const cahier_clusters *c = &b->clusters;
    uint32_t seen = 0, in = 0;
    double along = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (c->of[i] != CAHIER_NONE) {
            assert_true(c->of[i] <= seen);
            seen += c->of[i] == seen;
            in++;
            for (uint32_t e = 0; e < E; e++) {
                along += (double)b->x[i * E + e] * (double)c->centroid[c->of[i] * E + e];
            }
        }
    }
    assert_int_equal(seen, c->count);
    assert_true(in == 0 || fabs(along / in - c->cohesion) < 1e-4);
    for (uint32_t k = 0; k < c->count; k++) {
        double sum[E] = {0}, length = 0;
        for (uint32_t i = 0; i < b->n; i++) {
            for (uint32_t e = 0; e < E && c->of[i] == k; e++) {
                sum[e] += (double)b->x[i * E + e];
            }
        }
        for (uint32_t e = 0; e < E; e++) {
            length += sum[e] * sum[e];
        }
        for (uint32_t e = 0; e < E; e++) {
            assert_true(fabs(sum[e] / sqrt(length) - (double)c->centroid[k * E + e]) < 1e-5);
        }
    }
}

static void neighbours_are_the_nearest(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 5, 20, 21, 22, 33, 100};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        bench b;
        open_bench(&b, sizes[s], 3, 100, s + 1);
        const cahier_neighbours *nb = &b.neighbours;
        assert_int_equal(nb->each, cahier_neighbours_each(b.n));
        int16_t q[100 * 32] = {0};
        for (uint32_t i = 0; i < b.n; i++) {
            cahier_quantise(b.x + i * E, E, q + i * 32);
        }
        for (uint32_t i = 0; i < b.n; i++) {
            uint32_t better = 0, listed = 0;
            int32_t last = CAHIER_ONE * 2;
            for (uint32_t e = 0; e < nb->each && nb->of[i * nb->each + e] != CAHIER_NONE; e++, listed++) {
                int32_t value = cahier_quantised_dot(q + i * 32, q + nb->of[i * nb->each + e] * 32, 32);
                assert_int_not_equal(nb->of[i * nb->each + e], i);
                assert_int_equal(value, nb->similarity[i * nb->each + e]);
                assert_true(value > 0 && value <= last);
                last = value;
            }
            for (uint32_t j = 0; j < b.n; j++) {
                int32_t value = cahier_quantised_dot(q + i * 32, q + j * 32, 32);
                better += j != i && value > (listed == nb->each ? last : 0);
            }
            assert_true(better <= listed);
        }
        close_bench(&b);
    }
}

static void poles_are_clusters(void **state)
{
    (void)state;
    for (uint32_t poles = 2; poles <= 8; poles++) {
        for (uint64_t seed = 1; seed <= 3; seed++) {
            bench b;
            double agreement;
            open_bench(&b, 200, poles, 25, seed);
            cluster(&b, NULL, poles);
            check_clusters(&b);
            assert_int_equal(cahier_partition_agreement(&b.scratch, b.clusters.of, b.pole, b.n, &agreement), CAHIER_OK);
            assert_true(b.clusters.count == poles && agreement > 0.999);
            cluster(&b, NULL, 0); /* unasked, the graph may cut a wide pole: its parts are alike */
            check_clusters(&b);
            assert_int_equal(b.clusters.count, poles);
            for (uint32_t i = 0; i < b.n; i++) {
                for (uint32_t j = 0; j < i; j++) {
                    assert_true(b.clusters.of[i] != b.clusters.of[j] || b.pole[i] == b.pole[j]);
                }
            }
            close_bench(&b);
        }
    }
}

static void as_many_clusters_as_wanted(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 3, 4, 20, 60};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        bench b;
        open_bench(&b, sizes[s], 4, 60, s + 1);
        for (uint32_t wanted = 1; wanted <= b.n; wanted++) {
            cluster(&b, NULL, wanted);
            check_clusters(&b);
            assert_int_equal(b.clusters.count, wanted);
        }
        close_bench(&b);
    }
}

static void small_clusters_join_the_nearest(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 62, 2, 20, 5);
    float *far = b.x + 60 * E; /* two documents of their own kind, nearer pole 1 */
    memset(far, 0, 2 * E * sizeof *far);
    for (uint32_t i = 0; i < 2; i++) {
        far[i * E + 10] = 1;
        far[i * E + 1] = 0.2f;
        make_unit(far + i * E, E);
    }
    assert_int_equal(cahier_neighbours_find(&b.batch, &b.scratch, &b.runner, b.x, b.n, E, &b.neighbours), CAHIER_OK);
    cluster(&b, NULL, 0);
    check_clusters(&b);
    for (uint32_t k = 0; k < b.clusters.count; k++) {
        uint32_t size = 0;
        for (uint32_t i = 0; i < b.n; i++) {
            size += b.clusters.of[i] == k;
        }
        assert_true(size >= 3);
    }
    assert_int_equal(b.pole[1], 1);
    for (uint32_t i = 0; i < 60; i++) {
        assert_true(b.pole[i] == 1 || b.clusters.of[i] != b.clusters.of[60]);
    }
    close_bench(&b);
}

/* Those left out have no cluster and do not help to reach the number wanted. */
static void only_those_kept_take_part(void **state)
{
    (void)state;
    bool keep[200];
    bench b;
    open_bench(&b, 200, 4, 25, 3);
    for (uint32_t wanted = 0; wanted <= 12; wanted++) {
        for (uint32_t i = 0; i < 200; i++) {
            keep[i] = i % 10 != 4;
        }
        cluster(&b, keep, wanted);
        check_clusters(&b);
        assert_true(wanted == 0 || b.clusters.count == wanted);
        for (uint32_t i = 0; i < 200; i++) {
            assert_int_equal(keep[i], b.clusters.of[i] != CAHIER_NONE);
        }
    }
    memset(keep, 0, sizeof keep);
    cluster(&b, keep, 0);
    assert_int_equal(b.clusters.count, 0);
    close_bench(&b);
}

/* --- agreement ---------------------------------------------------------------------------------------------------- */

enum {
    CLASSES_MOST = 10000,
    LINE = 1 << 17
};

/* "0x3,1" is 0 0 0 1. Returns how many. */
static uint32_t read_runs(const char *text, uint32_t *of)
{
    uint32_t n = 0;
    for (char *at = (char *)(uintptr_t)text; *at != '\0'; at += *at == ',') {
        uint32_t class = (uint32_t)strtoul(at, &at, 10), times = 1;
        if (*at == 'x') {
            times = (uint32_t)strtoul(at + 1, &at, 10);
        }
        for (uint32_t i = 0; i < times; i++) {
            of[n++] = class;
        }
    }
    return n;
}

static void agreement_is_that_of_scikit_learn(void **state)
{
    (void)state;
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/agreement.tsv", "r");
    char *line = malloc(LINE);
    uint32_t *gold = calloc(CLASSES_MOST, sizeof *gold), *found = calloc(CLASSES_MOST, sizeof *found), cases = 0;
    double most = 0;
    cahier_arena scratch;
    assert_true(
            file != NULL && line != NULL && gold != NULL && found != NULL && cahier_arena_open(&scratch, SMALL_BUDGET));
    while (fgets(line, LINE, file) != NULL) {
        char *cell[6] = {line};
        for (uint32_t i = 1; i < 6 && cell[i - 1] != NULL; i++) {
            cell[i] = strchr(cell[i - 1], '\t');
            if (cell[i] != NULL) {
                *cell[i]++ = '\0';
            }
        }
        if (line[0] != '#' && cell[1] != NULL && strcmp(cell[1], "partition") == 0) {
            double got;
            uint32_t n = read_runs(cell[2], gold);
            assert_int_equal(read_runs(cell[3], found), n);
            assert_int_equal(cahier_partition_agreement(&scratch, gold, found, n, &got), CAHIER_OK);
            most = fmax(most, fabs(got - strtod(strchr(cell[4], '\0') + 1, NULL)));
            cases++;
        }
    }
    print_message("%u partitions, largest difference %g\n", cases, most);
    assert_true(cases > 40 && most < 1e-12);
    cahier_arena_close(&scratch);
    fclose(file);
    free(line);
    free(gold);
    free(found);
}

static void pairs_with_none_are_left_out(void **state)
{
    (void)state;
    const uint32_t a[] = {0, 0, 1, 1, CAHIER_NONE, 0}, b[] = {1, 1, 0, 0, 0, CAHIER_NONE};
    cahier_arena scratch;
    double got = -1;
    assert_true(cahier_arena_open(&scratch, SMALL_BUDGET));
    assert_int_equal(cahier_partition_agreement(&scratch, a, b, 6, &got), CAHIER_OK);
    assert_true(fabs(got - 1) < 1e-12);
    assert_int_equal(cahier_partition_agreement(&scratch, a, b, 0, &got), CAHIER_OK);
    assert_int_equal(scratch.used, 0);
    cahier_arena_close(&scratch);
}

/* Earlier clusters go on, unless the texts have changed so much that clusters made from nothing are clearly better. */
static void earlier_clusters_go_on_unless_the_texts_changed(void **state)
{
    (void)state;
    for (uint32_t fits = 0; fits < 2; fits++) {
        bench b;
        uint32_t start[MOST];
        open_bench(&b, 120, 4, 20, 6);
        for (uint32_t i = 0; i < b.n; i++) {
            start[i] = fits == 1 ? b.pole[i] : 0; /* row i < 4 stands at pole i */
        }
        start[119] = 119; /* a new one */
        assert_int_equal(
                cahier_cluster_again(&b.batch, &b.scratch, &b.placed, &b.neighbours, start, 0, &b.clusters), CAHIER_OK);
        assert_int_equal(b.scratch.used, 0);
        assert_int_equal(b.clusters.again, fits);
        assert_int_equal(b.clusters.count, 4);
        for (uint32_t i = 0; i < b.n; i++) {
            assert_int_equal(b.clusters.of[i], b.pole[i]);
        }
        check_clusters(&b);
        close_bench(&b);
    }
}

/* What an earlier report said of a text holds until moving texts is worth more than chance. */
static void a_text_stays_where_it_was(void **state)
{
    (void)state;
    bench b;
    uint32_t start[MOST];
    open_bench(&b, 120, 4, 20, 6);
    for (uint32_t i = 0; i < b.n; i++) {
        start[i] = b.pole[i];
    }
    start[5] = 0;
    start[119] = 119; /* new: its neighbours tell */
    assert_int_not_equal(b.pole[5], 0);
    assert_int_equal(
            cahier_cluster_again(&b.batch, &b.scratch, &b.placed, &b.neighbours, start, 0, &b.clusters), CAHIER_OK);
    for (uint32_t i = 0; i < b.n; i++) {
        assert_int_equal(b.clusters.of[i], i == 5 ? 0 : b.pole[i]);
    }
    check_clusters(&b);
    close_bench(&b);
}

/* Of six poles, two of which no earlier text stood at; the new ones are ten texts each, a twelfth of all. */
static void new_texts_of_their_own_kind_are_a_cluster(void **state)
{
    (void)state;
    bench b;
    uint32_t start[MOST];
    open_bench(&b, 240, 4, 20, 6);
    for (uint32_t i = 220; i < 240; i++) {
        float *x = b.x + (size_t)i * E;
        memset(x, 0, E * sizeof *x);
        b.pole[i] = 10 + i % 2;
        x[b.pole[i]] = 1;
        x[12 + i % 7] = 0.3f;
        make_unit(x, E);
    }
    assert_int_equal(cahier_neighbours_find(&b.batch, &b.scratch, &b.runner, b.x, b.n, E, &b.neighbours), CAHIER_OK);
    for (uint32_t i = 0; i < b.n; i++) {
        start[i] = i < 220 ? b.pole[i] : i;
    }
    assert_int_equal(
            cahier_cluster_again(&b.batch, &b.scratch, &b.placed, &b.neighbours, start, 0, &b.clusters), CAHIER_OK);
    assert_int_equal(b.clusters.count, 6);
    for (uint32_t i = 0; i < b.n; i++) {
        for (uint32_t j = 0; j < i; j++) {
            assert_int_equal(b.clusters.of[i] == b.clusters.of[j], b.pole[i] == b.pole[j]);
        }
    }
    close_bench(&b);
}

/* One cluster has a negative modularity: it is no reason to make all anew. */
static void a_single_cluster_goes_on(void **state)
{
    (void)state;
    bench b;
    uint32_t start[MOST] = {0};
    open_bench(&b, 60, 4, 20, 6);
    assert_int_equal(
            cahier_cluster_again(&b.batch, &b.scratch, &b.placed, &b.neighbours, start, 1, &b.clusters), CAHIER_OK);
    assert_int_equal(b.clusters.count, 1);
    assert_true(b.clusters.again);
    close_bench(&b);
}

static cahier_status cluster_either(bench *b, const uint32_t *start, cahier_clusters *out)
{
    return start == NULL ? cahier_cluster(&b->batch, &b->scratch, &b->placed, &b->neighbours, NULL, 7, out)
                         : cahier_cluster_again(&b->batch, &b->scratch, &b->placed, &b->neighbours, start, 0, out);
}

/* With words, the clusters are those without, settled. */
static void clusters_settle(void **state)
{
    (void)state;
    uint32_t moved = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        bench b;
        uint32_t start[MOST + 1], column[MOST], row[MOST], of[MOST];
        float value[MOST];
        double agreement;
        cahier_random random = {seed};
        open_bench(&b, 80, 4, 160, seed);
        for (uint32_t i = 0; i < b.n; i++) { /* a word each: of its pole or of another */
            start[i] = i;
            row[i] = i;
            value[i] = 1;
            column[i] = cahier_random_below(&random, 3) == 0 ? cahier_random_below(&random, 4) : b.pole[i];
        }
        start[b.n] = b.n;
        cahier_sparse words = {b.n, 4, start, column, value};
        cluster(&b, NULL, 0);
        cahier_clusters plain = b.clusters;
        memcpy(of, plain.of, b.n * sizeof *of);
        b.placed.weights = &words;
        b.placed.row = row;
        assert_int_equal(cahier_settle(&b.scratch, &b.placed, plain.count, of), CAHIER_OK);
        cluster(&b, NULL, 0);
        check_clusters(&b);
        assert_int_equal(b.clusters.count, plain.count);
        assert_int_equal(cahier_partition_agreement(&b.scratch, of, b.clusters.of, b.n, &agreement), CAHIER_OK);
        assert_true(agreement > 1 - 1e-9);
        moved += memcmp(plain.of, of, b.n * sizeof *of) != 0;
        close_bench(&b);
    }
    assert_true(moved > 10);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, 60, 4, 60, 2);
    uint32_t start[MOST];
    for (uint32_t i = 0; i < b.n; i++) {
        start[i] = i < 50 ? b.pole[i] : i;
    }
    for (uint32_t which = 0; which < 4; which++) {
        cahier_arena *failing = which % 2 == 0 ? &b.batch : &b.scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            cahier_clusters c = {.count = 77};
            failing->fail_after = n;
            status = cluster_either(&b, which < 2 ? NULL : start, &c);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && c.count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 2);
        failing->fail_after = -1;
    }
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(neighbours_are_the_nearest),
            cmocka_unit_test(poles_are_clusters),
            cmocka_unit_test(as_many_clusters_as_wanted),
            cmocka_unit_test(small_clusters_join_the_nearest),
            cmocka_unit_test(only_those_kept_take_part),
            cmocka_unit_test(agreement_is_that_of_scikit_learn),
            cmocka_unit_test(pairs_with_none_are_left_out),
            cmocka_unit_test(earlier_clusters_go_on_unless_the_texts_changed),
            cmocka_unit_test(a_text_stays_where_it_was),
            cmocka_unit_test(new_texts_of_their_own_kind_are_a_cluster),
            cmocka_unit_test(a_single_cluster_goes_on),
            cmocka_unit_test(clusters_settle),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
