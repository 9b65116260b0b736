/* SPDX-License-Identifier: Apache-2.0 */
/* shape_time.c -- how long the review pages wait after a decision: a corpus prepared once, shaped again and again.
 *
 * In      stdin: a text a line; argument: how many times (default 5)
 * Out     stdout: documents, themes, milliseconds of CPU of prepare and of each shape, all on one thread
 * Why     what follows the themes is made anew at each correction: prepared.h
 */
#include <time.h>

#include "prepared.h"
#include "unit/town.h"

#define LINES_MOST 200000u
#define LINE_BYTES (1u << 20)
#define TIMES_MOST 100u

static double now_ms(void)
{
    return (double)clock() * 1000 / CLOCKS_PER_SEC;
}

static uint32_t read_rows(cahier_arena *arena, town_row *row)
{
    uint32_t count = 0;
    char *line = CAHIER_NEW(arena, char, LINE_BYTES);
    while (line != NULL && count < LINES_MOST && fgets(line, LINE_BYTES, stdin) != NULL) {
        size_t len = strcspn(line, "\n");
        char *kept = CAHIER_NEW(arena, char, len + 1);
        if (kept == NULL) {
            return 0;
        }
        memcpy(kept, line, len);
        row[count++].text = kept;
    }
    return count;
}

static void time_shapes(bench *b, uint32_t times)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    cahier_prepared prepared;
    assert_int_equal(bench_read(b), CAHIER_OK);
    double from = now_ms();
    assert_int_equal(
            cahier_prepare_corpus(b->lexicons, &b->options, &runner, &b->corpus, &b->batch, &b->scratch, &prepared),
            CAHIER_OK);
    (void)printf("%u documents, prepare %.0f ms, shape", b->corpus.count, now_ms() - from);
    for (uint32_t i = 0; i < times; i++) {
        cahier_arena own;
        cahier_result result;
        assert_true(cahier_arena_open(&own, TOWN_BUDGET));
        from = now_ms();
        assert_int_equal(
                cahier_shape_corpus(&(cahier_shape_input){&prepared, NULL, NULL}, &runner, &own, &b->scratch, &result),
                CAHIER_OK);
        (void)printf(" %.1f", now_ms() - from);
        cahier_arena_close(&own);
    }
    (void)printf(" ms\n");
}

int main(int argc, char **argv)
{
    cahier_arena arena;
    void *state = NULL;
    bench b;
    uint32_t times = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 5;
    if (!cahier_arena_open(&arena, TOWN_BUDGET) || town_open(&state) != 0) {
        return 1;
    }
    town_row *row = CAHIER_NEW(&arena, town_row, LINES_MOST);
    uint32_t count = row == NULL ? 0 : read_rows(&arena, row);
    if (count == 0 || times == 0 || times > TIMES_MOST) {
        (void)fprintf(
                stderr, "shape_time: a text a line expected on stdin, then how many times, 1 to %u\n", TIMES_MOST);
        return 1;
    }
    bench_open(&b, state, row, count);
    time_shapes(&b, times);
    bench_close(&b);
    cahier_arena_close(&arena);
    return town_close(&state);
}
