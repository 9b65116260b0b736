/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <math.h>
#include <stdlib.h>

#include "weigh.h"

enum {
    LINES_MOST = 1000,
    TERMS_MOST = 32
};

typedef struct line {
    unsigned at, documents, row, term, tf, df;
    double weight;
} line;

static uint32_t read_reference(line *lines)
{
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/weigh.tsv", "r");
    char text[256];
    uint32_t count = 0;
    assert_non_null(file);
    while (fgets(text, sizeof text, file) != NULL && count < LINES_MOST) {
        line *l = &lines[count];
        count += sscanf(text, "%u %u %u %u %u %u %lf", &l->at, &l->documents, &l->row, &l->term, &l->tf, &l->df,
                         &l->weight) == 7;
    }
    fclose(file);
    return count;
}

/* The stored values of one case, in order, weighed as one matrix. Returns the largest difference. */
static double compare(cahier_arena *arena, const line *lines, uint32_t count)
{
    cahier_term terms[TERMS_MOST] = {{.df = 0}};
    cahier_sparse counts = {.rows = lines[0].documents, .columns = TERMS_MOST}, weights;
    counts.start = CAHIER_NEW(arena, uint32_t, counts.rows + 1);
    counts.column = CAHIER_NEW(arena, uint32_t, count);
    counts.value = CAHIER_NEW(arena, float, count);
    for (uint32_t z = 0; z < count; z++) {
        counts.column[z] = lines[z].term;
        counts.value[z] = (float)lines[z].tf;
        counts.start[lines[z].row + 1] = z + 1;
        terms[lines[z].term].df = lines[z].df;
    }
    for (uint32_t r = 0; r < counts.rows; r++) {
        counts.start[r + 1] = counts.start[r + 1] > counts.start[r] ? counts.start[r + 1] : counts.start[r];
    }
    assert_int_equal(cahier_weigh(arena, &counts, terms, &weights), CAHIER_OK);
    assert_ptr_equal(weights.start, counts.start);
    assert_ptr_equal(weights.column, counts.column);
    double most = 0;
    for (uint32_t z = 0; z < count; z++) {
        most = fmax(most, fabs((double)weights.value[z] - lines[z].weight));
    }
    return most;
}

static void weights_are_those_of_scikit_learn(void **state)
{
    (void)state;
    line *lines = calloc(LINES_MOST, sizeof *lines);
    cahier_arena arena;
    assert_true(lines != NULL && cahier_arena_open(&arena, SMALL_BUDGET));
    uint32_t count = read_reference(lines);
    double most = 0;
    assert_true(count > 200);
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && lines[end].at == lines[first].at; end++) {
        }
        most = fmax(most, compare(&arena, lines + first, end - first));
    }
    print_message("largest difference: %g\n", most);
    assert_true(most < 1e-6);
    cahier_arena_close(&arena);
    free(lines);
}

static void a_word_found_everywhere_weighs_nothing(void **state)
{
    (void)state;
    for (uint32_t documents = 1; documents < 1000000; documents = documents * 3 + 1) {
        assert_true(cahier_idf(documents, documents) == 0);
        assert_true(documents == 1 || cahier_idf(documents, 1) > cahier_idf(documents, 2));
    }
}

static void no_memory_is_said(void **state)
{
    (void)state;
    uint32_t start[2] = {0, 1}, column[1] = {0};
    float value[1] = {3};
    cahier_term term = {.df = 1};
    cahier_sparse counts = {1, 1, start, column, value}, weights = {.rows = 77};
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    arena.fail_after = 0;
    assert_int_equal(cahier_weigh(&arena, &counts, &term, &weights), CAHIER_ERROR_NOMEM);
    assert_int_equal(weights.rows, 77);
    cahier_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(weights_are_those_of_scikit_learn),
            cmocka_unit_test(a_word_found_everywhere_weighs_nothing),
            cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
