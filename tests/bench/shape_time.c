/* SPDX-License-Identifier: Apache-2.0 */
/* shape_time.c -- how long the review pages wait after a decision: a corpus prepared once, shaped again and again.
 *
 * In      stdin: a text a line; argument: how many times (default 5)
 * Out     stdout: documents, themes, milliseconds of CPU on one thread: of what is prepared; of a shaping of all, then of a rename, a move,
 *         a merge, each undone before the next
 * Why     what follows the themes is made anew at each correction: prepared.h
 */
#include <time.h>

#include "prepared.h"
#include "shaped.h"
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

/* One line a journal: what the review pages wait for, with what the shaping before left. */
typedef struct clocked {
    bench *b;
    const cahier_prepared *prepared;
    cahier_arena arena; /* of the shaping before */
    const cahier_shaped *before;
} clocked;

static void clock_shape(clocked *c, const char *name, const cahier_decisions *decisions)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    cahier_arena own;
    cahier_result result;
    assert_true(cahier_arena_open(&own, TOWN_BUDGET));
    double from = now_ms();
    assert_int_equal(cahier_shape_corpus(&(cahier_shape_input){c->prepared, decisions, c->before}, &runner, &own,
                             &c->b->scratch, &result),
            CAHIER_OK);
    (void)printf("  %s %.1f", name, now_ms() - from);
    cahier_arena_close(&c->arena);
    c->arena = own;
    c->before = result.shaped;
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
    assert_int_equal(cahier_prepare_sights(&prepared, &b->batch, &b->scratch), CAHIER_OK);
    (void)printf("%u documents, %u themes, prepare %.0f ms\n", b->corpus.count, prepared.result.theme_count,
            now_ms() - from);
    clocked c = {.b = b, .prepared = &prepared};
    for (uint32_t i = 0; i < times && prepared.result.theme_count > 3; i++) {
        const cahier_theme *themes = prepared.result.themes;
        const cahier_theme_named named[] = {
                {.id = {themes[i % 3].id, CAHIER_THEME_ID_LEN}}, {.id = {themes[3].id, CAHIER_THEME_ID_LEN}}};
        const cahier_text text = b->corpus.received[themes[3].documents[i]].id;
        const cahier_decision line[] = {
                {.deed = CAHIER_RENAME, .themes = named, .theme_count = 1, .label = {"Un nom", 6}},
                {.deed = CAHIER_MOVE,
                        .themes = named,
                        .theme_count = 1,
                        .contributions = &text,
                        .contribution_count = 1},
                {.deed = CAHIER_MERGE, .themes = named, .theme_count = 2}};
        static const char *const name[] = {"rename", "move", "merge"};
        c.before = NULL;
        clock_shape(&c, "all", NULL);
        for (uint32_t d = 0; d < 3; d++) {
            clock_shape(&c, name[d], &(cahier_decisions){&line[d], 1});
            clock_shape(&c, "undone", NULL);
        }
        (void)printf("\n");
    }
    cahier_arena_close(&c.arena);
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
