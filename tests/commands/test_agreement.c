/* SPDX-License-Identifier: Apache-2.0 */
/* The scores are those of scikit-learn: reference/agreement.tsv, made by reference/agreement.py. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "agreement.h"

#define TOLERANCE 1e-9
#define LINE_MAX_BYTES (1 << 17)
#define DOCUMENTS_MAX 10000u

typedef struct labelling {
    uint32_t of[DOCUMENTS_MAX];
    uint32_t count, classes;
} labelling;

/* "0x3,1,0" is 0 0 0 1 0; classes are renumbered by first appearance. */
static void read_runs(const char *cell, labelling *out)
{
    uint32_t name[DOCUMENTS_MAX];
    *out = (labelling){.count = 0};
    while (*cell != '\0') {
        char *end;
        uint32_t class = (uint32_t)strtoul(cell, &end, 10), k = 0;
        unsigned long times = *end == 'x' ? strtoul(end + 1, &end, 10) : 1;
        while (k < out->classes && name[k] != class) {
            k++;
        }
        if (k == out->classes) {
            name[out->classes++] = class;
        }
        while (times-- > 0) {
            assert_true(out->count < DOCUMENTS_MAX);
            out->of[out->count++] = k;
        }
        cell = *end == ',' ? end + 1 : end;
    }
}

static double check(const char *name, const char *what, double got, const char *expected)
{
    double difference = fabs(got - strtod(expected, NULL));
    if (!(difference <= TOLERANCE)) {
        fail_msg("%s: %s is %.17g, scikit-learn says %s", name, what, got, expected);
    }
    return difference;
}

static double check_partition(cahier_arena *scratch, char *cell[9])
{
    static labelling gold, found;
    cahier_agreement got;
    read_runs(cell[2], &gold);
    read_runs(cell[3], &found);
    assert_int_equal(gold.count, found.count);
    assert_int_equal(cahier_agree(scratch, (cahier_partition){gold.of, gold.classes},
                             (cahier_partition){found.of, found.classes}, gold.count, &got),
            CAHIER_OK);
    double worst = check(cell[0], "AMI", got.ami, cell[4]);
    worst = fmax(worst, check(cell[0], "ARI", got.ari, cell[5]));
    worst = fmax(worst, check(cell[0], "V", got.v, cell[6]));
    worst = fmax(worst, check(cell[0], "homogeneity", got.homogeneity, cell[7]));
    return fmax(worst, check(cell[0], "completeness", got.completeness, cell[8]));
}

static double check_labels(char *cell[9])
{
    enum {
        LABELS = 5
    };
    uint32_t table[LABELS * LABELS] = {0};
    const char *gold = cell[2], *found = cell[3];
    uint32_t of[2][1000], count[2] = {0, 0};
    for (int side = 0; side < 2; side++) { /* numbers are kept: both sides use the same labels */
        for (const char *at = side == 0 ? gold : found; *at != '\0';) {
            char *end;
            uint32_t label = (uint32_t)strtoul(at, &end, 10);
            unsigned long times = *end == 'x' ? strtoul(end + 1, &end, 10) : 1;
            while (times-- > 0) {
                of[side][count[side]++] = label;
            }
            at = *end == ',' ? end + 1 : end;
        }
    }
    assert_int_equal(count[0], count[1]);
    for (uint32_t i = 0; i < count[0]; i++) {
        table[of[0][i] * LABELS + of[1][i]]++;
    }
    cahier_label_score got = cahier_score_labels(table, LABELS);
    return fmax(check(cell[0], "accuracy", got.accuracy, cell[4]), check(cell[0], "macro-F1", got.macro_f1, cell[5]));
}

static void scores_are_those_of_scikit_learn(void **state)
{
    (void)state;
    static char line[LINE_MAX_BYTES];
    cahier_arena scratch;
    uint32_t partitions = 0, labels = 0;
    double worst = 0;
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/agreement.tsv", "r");
    assert_non_null(file);
    assert_true(cahier_arena_open(&scratch, 1u << 24));
    while (fgets(line, sizeof line, file) != NULL) {
        char *cell[9] = {NULL};
        uint32_t cells = 0;
        line[strcspn(line, "\n")] = '\0';
        for (char *at = line; at != NULL && cells < 9 && line[0] != '#'; cells++) {
            cell[cells] = at;
            at = strchr(at, '\t');
            if (at != NULL) {
                *at++ = '\0';
            }
        }
        if (cells == 9) {
            worst = fmax(worst, check_partition(&scratch, cell));
            partitions++;
        } else if (cells == 6) {
            worst = fmax(worst, check_labels(cell));
            labels++;
        }
    }
    fclose(file);
    cahier_arena_close(&scratch);
    print_message("%u partitions, %u tables of labels, largest difference %.2g\n", (unsigned)partitions,
            (unsigned)labels, worst);
    assert_true(partitions >= 40 && labels >= 8);
}

/* 385,000 answers to 20 questions of the same kind: the largest set we evaluate. */
static void many_documents_are_quick(void **state)
{
    (void)state;
    enum {
        N = 385000,
        K = 20
    };
    uint32_t *gold = malloc(N * sizeof *gold), *found = malloc(N * sizeof *found);
    cahier_arena scratch;
    cahier_agreement got;
    uint64_t seed = 7;
    assert_non_null(gold);
    assert_non_null(found);
    assert_true(cahier_arena_open(&scratch, 1u << 26));
    for (uint32_t i = 0; i < N; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        gold[i] = (uint32_t)(seed >> 40) % K;
        found[i] = (seed >> 35) % 2 != 0 ? gold[i] : (uint32_t)(seed >> 50) % K;
    }
    clock_t start = clock();
    assert_int_equal(
            cahier_agree(&scratch, (cahier_partition){gold, K}, (cahier_partition){found, K}, N, &got), CAHIER_OK);
    print_message("%d documents: %.0f ms, AMI %.4f\n", N, 1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC, got.ami);
    assert_true(got.ami > 0.2 && got.ami < 0.9);
    assert_int_equal(scratch.used, 0);
    cahier_arena_close(&scratch);
    free(found);
    free(gold);
}

static void memory_that_is_spent_is_said(void **state)
{
    (void)state;
    const uint32_t gold[] = {0, 0, 1, 1}, found[] = {0, 1, 1, 1};
    cahier_status status = CAHIER_ERROR_NOMEM;
    for (int64_t allowed = 0; status != CAHIER_OK; allowed++) {
        cahier_arena scratch;
        cahier_agreement got;
        assert_true(allowed < 16);
        assert_true(cahier_arena_open(&scratch, 1u << 16));
        scratch.fail_after = allowed;
        status = cahier_agree(&scratch, (cahier_partition){gold, 2}, (cahier_partition){found, 2}, 4, &got);
        assert_true(status == CAHIER_OK || status == CAHIER_ERROR_NOMEM);
        cahier_arena_close(&scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(scores_are_those_of_scikit_learn),
            cmocka_unit_test(many_documents_are_quick),
            cmocka_unit_test(memory_that_is_spent_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
