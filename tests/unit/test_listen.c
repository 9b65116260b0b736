/* SPDX-License-Identifier: Apache-2.0 */
#include "town.h"

#include "listen.h"

#define ROWS 400u

typedef struct listening {
    bench b;
    char (*texts)[TOWN_TEXT];
    town_row *rows;
    cahier_listener listener;
} listening;

static void open_listening(listening *l, void **state)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    l->rows = town_many(ROWS, &l->texts);
    bench_open(&l->b, *state, l->rows, ROWS);
    assert_int_equal(bench_run(&l->b), CAHIER_OK);
    assert_int_equal(cahier_listener_open(&l->b.own, &runner, l->b.result.model, &l->listener), CAHIER_OK);
}

static void close_listening(listening *l)
{
    bench_close(&l->b);
    free(l->rows);
    free(l->texts);
}

/* The town's own texts, heard as if they came now. */
static cahier_status listen(listening *l, cahier_arena *batch, cahier_chunk *chunk, cahier_listened *out)
{
    cahier_analyser analyser;
    assert_int_equal(
            cahier_analyser_open(l->b.lexicons, &l->b.options, &l->b.batch, &l->b.scratch, &analyser), CAHIER_OK);
    assert_int_equal(cahier_analyse_chunk(&analyser, l->b.received, ROWS, chunk), CAHIER_OK);
    cahier_status status = cahier_listen(&l->listener, batch, &l->b.scratch, chunk, out);
    cahier_analyser_close(&analyser);
    return status;
}

/* Themes hold the texts that they are made of: one in ten is strange by definition, ties apart. */
static void only_strange_texts_have_a_vector(void **state)
{
    listening l;
    cahier_chunk chunk;
    cahier_listened heard;
    uint32_t strange = 0;
    open_listening(&l, state);
    assert_int_equal(listen(&l, &l.b.batch, &chunk, &heard), CAHIER_OK);
    for (uint32_t d = 0; d < ROWS; d++) {
        const cahier_assignments *given = &heard.assignments[d];
        bool held = given->count > 0 && given->at[0].score_milli >= l.listener.strange_milli;
        assert_true(!held || heard.vector[d] == NULL);
        strange += heard.vector[d] != NULL;
    }
    assert_in_range(strange, 1, ROWS * CAHIER_STRANGE_SHARE / 100 + ROWS / 10);
    close_listening(&l);
}

static void texts_keep_the_theme_of_the_report(void **state)
{
    listening l;
    cahier_chunk chunk;
    cahier_listened heard;
    uint32_t same = 0;
    open_listening(&l, state);
    assert_int_equal(listen(&l, &l.b.batch, &chunk, &heard), CAHIER_OK);
    for (uint32_t d = 0; d < ROWS; d++) {
        const cahier_assignments *report = &l.b.result.assignments[d], *given = &heard.assignments[d];
        same += report->count > 0 ? given->count > 0 && report->at[0].theme == given->at[0].theme : given->count == 0;
    }
    assert_true(same >= ROWS * 95 / 100);
    close_listening(&l);
}

static void refused_memory_is_told(void **state)
{
    listening l;
    cahier_chunk chunk;
    cahier_listened heard;
    cahier_status status = CAHIER_ERROR_NOMEM;
    uint32_t refused = 0;
    open_listening(&l, state);
    for (int64_t n = 0; status == CAHIER_ERROR_NOMEM; n += 1 + n / 4, refused++) {
        cahier_arena own;
        assert_true(cahier_arena_open(&own, TOWN_BUDGET));
        own.fail_after = n;
        status = listen(&l, &own, &chunk, &heard);
        assert_int_equal(l.b.scratch.used, 0);
        cahier_arena_close(&own);
    }
    assert_int_equal(status, CAHIER_OK);
    assert_true(refused > 3);
    close_listening(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(only_strange_texts_have_a_vector),
            cmocka_unit_test(texts_keep_the_theme_of_the_report),
            cmocka_unit_test(refused_memory_is_told),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
