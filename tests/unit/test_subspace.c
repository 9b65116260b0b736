/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>
#include <stdlib.h>

#include "subspace.h"

enum {
    ROWS_MOST = 64,
    RANK_MOST = 16,
    LINE = 4096
};

typedef struct reference { /* one case of subspace.tsv */
    char name[64];
    uint32_t rows, rank, eigen;
    double matrix[ROWS_MOST][ROWS_MOST];
    double value[RANK_MOST], vector[RANK_MOST][ROWS_MOST];
} reference;

static cahier_sparse compress(cahier_arena *arena, const reference *r)
{
    uint32_t n = r->rows, z = 0;
    cahier_sparse m = {n, n, CAHIER_NEW(arena, uint32_t, n + 1), CAHIER_NEW(arena, uint32_t, n * n),
            CAHIER_NEW(arena, float, n *n)};
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            if (fabs(r->matrix[i][j]) > 0) {
                m.column[z] = j;
                m.value[z++] = (float)r->matrix[i][j];
            }
        }
        m.start[i + 1] = z;
    }
    return m;
}

/* Lengths of the columns are roots of eigenvalues; sine of the largest angle between the two spaces, bounded by the length
 * of what the reference's vectors have outside ours. */
static void compare(const reference *r, const float *x, double *lengths, double *sine)
{
    double outside = 0;
    *lengths = 0;
    for (uint32_t e = 0; e < r->rank; e++) {
        double square = 0;
        for (uint32_t i = 0; i < r->rows; i++) {
            square += (double)x[i * r->rank + e] * (double)x[i * r->rank + e];
        }
        *lengths = fmax(*lengths, fabs(square - fabs(r->value[e])) / fabs(r->value[0]));
        double left = 1;
        for (uint32_t f = 0; f < r->rank; f++) { /* r's vector e along our direction f */
            double along = 0, length = 0;
            for (uint32_t i = 0; i < r->rows; i++) {
                along += r->vector[e][i] * (double)x[i * r->rank + f];
                length += (double)x[i * r->rank + f] * (double)x[i * r->rank + f];
            }
            left -= length > 0 ? along * along / length : 0;
        }
        outside += fmax(left, 0);
    }
    *sine = sqrt(outside);
}

static void check_case(const reference *r)
{
    cahier_arena batch, scratch;
    cahier_runner runner = {cahier_run_serial, NULL};
    float *x = NULL;
    double lengths, sine;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    cahier_sparse m = compress(&batch, r);
    assert_int_equal(cahier_subspace(&batch, &scratch, &runner, &m, r->rank, &x), CAHIER_OK);
    assert_int_equal(scratch.used, 0);
    compare(r, x, &lengths, &sine);
    print_message("%s: eigenvalues differ by %.1e of the first, spaces by an angle of %.1e\n", r->name, lengths, sine);
    assert_true(
            lengths < 1e-4 && sine < 2e-2); /* six iterations: the last direction of a noisy matrix is nearly there */
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

static void read_line(reference *r, char *text)
{
    char *at = strchr(text, '\t') + 1;
    if (strncmp(text, "value", 5) == 0) {
        unsigned i = (unsigned)strtoul(at, &at, 10), j = (unsigned)strtoul(at, &at, 10);
        r->matrix[i][j] = r->matrix[j][i] = strtod(at, NULL);
    } else {
        uint32_t e = r->eigen++;
        r->value[e] = strtod(at, &at);
        for (uint32_t i = 0; i < r->rows; i++) {
            r->vector[e][i] = strtod(at, &at);
        }
    }
}

static void spaces_are_those_of_numpy(void **state)
{
    (void)state;
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/subspace.tsv", "r");
    char text[LINE];
    reference *r = calloc(1, sizeof *r);
    uint32_t cases = 0;
    assert_true(file != NULL && r != NULL);
    while (fgets(text, sizeof text, file) != NULL) {
        if (strncmp(text, "case", 4) == 0) {
            if (cases++ > 0) {
                check_case(r);
            }
            *r = (reference){.rows = 0};
            assert_int_equal(sscanf(text, "case\t%63[^\t]\t%u\t%u", r->name, &r->rows, &r->rank), 3);
        } else if (text[0] != '#') {
            read_line(r, text);
        }
    }
    check_case(r);
    assert_int_equal(cases, 4);
    fclose(file);
    free(r);
}

/* More pairs asked for than the matrix has rows: the product of the vectors is then its absolute value, |M|. */
static void more_dimensions_than_rows_give_the_matrix_back(void **state)
{
    (void)state;
    cahier_arena arena, scratch;
    cahier_runner runner = {cahier_run_serial, NULL};
    reference r = {.rows = 5, .rank = RANK_MOST, .matrix = {{2, 1, 0, 0, 0}, {1, 2, 0, 0, 0}, {0, 0, 3, 0, 0}}};
    float *x = NULL;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    cahier_sparse m = compress(&arena, &r);
    assert_int_equal(cahier_subspace(&arena, &scratch, &runner, &m, r.rank, &x), CAHIER_OK);
    for (uint32_t i = 0; i < r.rows; i++) {
        for (uint32_t j = 0; j < r.rows; j++) {
            double sum = 0;
            for (uint32_t e = 0; e < r.rank; e++) {
                assert_true(isfinite(x[i * r.rank + e]));
                sum += (double)x[i * r.rank + e] * (double)x[j * r.rank + e];
            }
            assert_true(fabs(sum - r.matrix[i][j]) < 1e-5);
        }
    }
    m = (cahier_sparse){0, 0, m.start, m.column, m.value};
    assert_int_equal(cahier_subspace(&arena, &scratch, &runner, &m, 3, &x), CAHIER_OK);
    cahier_arena_close(&arena);
    cahier_arena_close(&scratch);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    cahier_runner runner = {cahier_run_serial, NULL};
    reference r = {.rows = 3, .rank = 2, .matrix = {{2, 1, 0}, {1, 2, 0}, {0, 0, 3}}};
    cahier_arena arena[2], own;
    assert_true(cahier_arena_open(&own, SMALL_BUDGET));
    cahier_sparse m = compress(&own, &r);
    for (uint32_t which = 0; which < 2; which++) {
        assert_true(cahier_arena_open(&arena[0], SMALL_BUDGET) && cahier_arena_open(&arena[1], SMALL_BUDGET));
        cahier_status status = CAHIER_ERROR_NOMEM;
        for (int64_t n = 0; status != CAHIER_OK; n++) {
            float *x = NULL;
            arena[which].fail_after = n;
            status = cahier_subspace(&arena[0], &arena[1], &runner, &m, 2, &x);
            assert_true(status == CAHIER_OK ? x != NULL : status == CAHIER_ERROR_NOMEM && x == NULL);
            assert_int_equal(arena[1].used, 0);
        }
        cahier_arena_close(&arena[0]);
        cahier_arena_close(&arena[1]);
    }
    cahier_arena_close(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(spaces_are_those_of_numpy),
            cmocka_unit_test(more_dimensions_than_rows_give_the_matrix_back),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
