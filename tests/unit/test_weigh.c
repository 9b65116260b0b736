/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include "fixture.h"

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
    float terms[TERMS_MOST] = {0};
    cahier_sparse counts = {.rows = lines[0].documents, .columns = TERMS_MOST}, weights;
    counts.start = CAHIER_NEW(arena, uint32_t, counts.rows + 1);
    counts.column = CAHIER_NEW(arena, uint32_t, count);
    counts.value = CAHIER_NEW(arena, float, count);
    for (uint32_t z = 0; z < count; z++) {
        counts.column[z] = lines[z].term;
        counts.value[z] = (float)lines[z].tf;
        counts.start[lines[z].row + 1] = z + 1;
        terms[lines[z].term] = (float)cahier_idf(lines[z].documents, lines[z].df);
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

/* A stem of topicality.tsv weighs by the root of what it tells; one that the list does not hold, as the average word. */
static void a_word_weighs_by_what_it_tells_of_the_subject(void **state)
{
    (void)state;
    static const fixture told = {.entries = {[CAHIER_LEXICON_TOPICALITY] = "canicul\t4\t30\nsystem\t0.25\t900\n"}};
    cahier_term at[] = {{.key = {"canicul", 7}, .df = 10}, {.key = {"zinzolin", 8}, .df = 10},
            {.key = {"system", 6}, .df = 10}, {.key = {"canicul", 7}, .df = 100}};
    const cahier_vocabulary vocabulary = {at, sizeof at / sizeof *at, sizeof at / sizeof *at};
    cahier_lexicons *lexicons;
    cahier_arena arena;
    cahier_error error;
    float *weight;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    assert_int_equal(fixture_compile(&arena, &told, &lexicons, &error), CAHIER_OK);
    assert_int_equal(cahier_weigh_terms(&arena, lexicons, &vocabulary, 100, &weight), CAHIER_OK);
    double idf = cahier_idf(100, 10);
    assert_true(fabs((double)weight[0] - 2 * idf) < 1e-6);
    assert_true(fabs((double)weight[1] - idf) < 1e-6);
    assert_true(fabs((double)weight[2] - idf / 2) < 1e-6);
    assert_true(weight[3] == 0); /* found everywhere: no topicality makes it separate themes */
    cahier_arena_close(&arena);
}

/* That a word is met once, not twice, is chance. */
static void a_word_used_once_weighs_as_one_used_twice(void **state)
{
    (void)state;
    static const fixture none = {0};
    cahier_term at[] = {{.key = {"zinzolin", 8}, .df = 1}, {.key = {"zorglub", 7}, .df = 2}};
    const cahier_vocabulary vocabulary = {at, 2, 2};
    cahier_lexicons *lexicons;
    cahier_arena arena;
    cahier_error error;
    float *weight;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    assert_int_equal(fixture_compile(&arena, &none, &lexicons, &error), CAHIER_OK);
    assert_int_equal(cahier_weigh_terms(&arena, lexicons, &vocabulary, 100, &weight), CAHIER_OK);
    assert_true(weight[0] == weight[1] && fabs((double)weight[1] - cahier_idf(100, 2)) < 1e-6);
    at[1].df = 1;
    assert_int_equal(cahier_weigh_terms(&arena, lexicons, &vocabulary, 1, &weight), CAHIER_OK);
    assert_true(weight[0] == 0); /* the only document */
    assert_int_equal(cahier_weigh_terms(&arena, lexicons, &vocabulary, 2, &weight), CAHIER_OK);
    assert_true(weight[0] > 0); /* one of two */
    cahier_arena_close(&arena);
}

static void no_memory_is_said(void **state)
{
    (void)state;
    uint32_t start[2] = {0, 1}, column[1] = {0};
    float value[1] = {3};
    float term = 1;
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
            cmocka_unit_test(a_word_weighs_by_what_it_tells_of_the_subject),
            cmocka_unit_test(a_word_used_once_weighs_as_one_used_twice),
            cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
