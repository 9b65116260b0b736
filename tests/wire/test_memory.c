/* SPDX-License-Identifier: Apache-2.0 */
/* test_memory.c -- themes of a watcher, read back with numbers that nobody wrote: refused, at their place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "watch_memory.h"
#include "wire.h"

#define TERMS 2u
#define DIMENSIONS 3u
#define THEMES 2u
#define VECTORS (TERMS * DIMENSIONS)
#define AFFINITIES (TERMS * CAHIER_SIDES * THEMES)

typedef struct scene {
    cahier_watch_mind mind;
    cahier_watch_options options;
    float vector[VECTORS], idf[TERMS], affinity[AFFINITIES];
    cahier_heard_theme themes[THEMES];
    cahier_out out;
} scene;

static void open_scene(scene *s)
{
    static const cahier_text stem[TERMS] = {{"banc", 4}, {"bruit", 5}};
    *s = (scene){.vector = {1, 0, 0, 0, .6f, .8f},
            .idf = {1, 2},
            .affinity = {.5f, 0, 0, 0, 0, 0, .25f, 1},
            .themes = {{"t-0001", {"bancs", 5}, 7}, {"t-0002", {"bruit", 5}, 3}}};
    s->mind.options = &s->options;
    assert_true(cahier_arena_open(&s->mind.scratch, (size_t)1 << 20));
    assert_true(cahier_arena_open(&s->mind.themes.arena, (size_t)1 << 20));
    cahier_listener *l = &s->mind.themes.listener;
    *l = (cahier_listener){.space = {TERMS, DIMENSIONS, {0, 1, DIMENSIONS}, s->vector, s->idf},
            .affinity = s->affinity,
            .themes = s->themes,
            .theme_count = THEMES,
            .texts = 10,
            .strange_milli = 300};
    for (uint32_t j = 0; j < TERMS; j++) {
        assert_int_equal(
                cahier_intern_put(&s->mind.themes.arena, &l->term, stem[j], cahier_hash(stem[j]), j), CAHIER_OK);
    }
}

static void close_scene(scene *s)
{
    cahier_arena_close(&s->mind.themes.arena);
    cahier_arena_close(&s->mind.scratch);
}

/* Where a number stands in a scene. */
#define PLACE(member, i) (offsetof(scene, member) + (i) * sizeof(float))

/* Written with one number changed, and read. */
static cahier_status travel_with(size_t at, float value, cahier_error *error)
{
    scene s;
    open_scene(&s);
    *error = (cahier_error){.column = 0};
    memcpy((char *)&s + at, &value, sizeof value);
    cahier_out_open_memory(&s.out);
    assert_int_equal(cahier_mind_write_themes(&s.mind, &s.out), CAHIER_OK);
    cahier_status status = cahier_mind_read_themes(&s.mind, cahier_out_text(&s.out), error);
    assert_int_equal(s.mind.themes.known, status == CAHIER_OK);
    (void)cahier_out_close(&s.out);
    close_scene(&s);
    return status;
}

static void what_was_written_is_read(void **state)
{
    cahier_error error;
    (void)state;
    assert_int_equal(travel_with(PLACE(vector, 0), 1, &error), CAHIER_OK);
    assert_int_equal(travel_with(PLACE(vector, 0), -1.004f, &error), CAHIER_OK); /* rounded to 1/127 */
    assert_int_equal(travel_with(PLACE(idf, 0), 4.7f, &error), CAHIER_OK);       /* once in 2^32 texts */
}

static void a_number_that_nobody_wrote_is_refused_at_its_place(void **state)
{
    static const float wrong[] = {NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1e9f, 16};
    cahier_error error, later;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(travel_with(PLACE(vector, 0), wrong[i], &error), CAHIER_ERROR_LIMIT);
        assert_int_equal(travel_with(PLACE(vector, 2), wrong[i], &later), CAHIER_ERROR_LIMIT);
        assert_int_equal(later.column, error.column + 8);
        assert_int_equal(travel_with(PLACE(idf, 0), wrong[i], &later), CAHIER_ERROR_LIMIT);
        assert_int_equal(later.column, error.column + 4 * VECTORS);
        assert_int_equal(travel_with(PLACE(affinity, AFFINITIES - 1), wrong[i], &later), CAHIER_ERROR_LIMIT);
        assert_int_equal(later.column, error.column + 4 * (VECTORS + TERMS + AFFINITIES - 1) + 1); /* how many themes */
    }
    assert_int_equal(travel_with(PLACE(idf, 0), -1, &error), CAHIER_ERROR_LIMIT);
}

/* A term that all but vanishes, in themes that it goes with fully: each number may be, together they may not. */
static void a_score_that_no_cosine_has_is_no_more_than_one(void **state)
{
    scene s;
    cahier_listened heard;
    cahier_type type = {.stem = {"bruit", 5}};
    cahier_token token = {0, 5, 0};
    cahier_types types = {.at = &type, .count = 1};
    cahier_document document = {.tokens = {&token, 1}};
    cahier_chunk chunk = {&document, 1, &types};
    cahier_arena batch;
    (void)state;
    open_scene(&s);
    assert_true(cahier_arena_open(&batch, (size_t)1 << 20));
    for (uint32_t e = 0; e < DIMENSIONS; e++) {
        s.vector[DIMENSIONS + e] = 2e-6f;
    }
    s.idf[1] = 4.7f;
    for (uint32_t i = 0; i < AFFINITIES; i++) {
        s.affinity[i] = 1;
    }
    assert_int_equal(cahier_listen(&s.mind.themes.listener, &batch, &s.mind.scratch, &chunk, &heard), CAHIER_OK);
    assert_int_equal(heard.assignments->at[0].score_milli, 1000);
    cahier_arena_close(&batch);
    close_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(what_was_written_is_read),
            cmocka_unit_test(a_number_that_nobody_wrote_is_refused_at_its_place),
            cmocka_unit_test(a_score_that_no_cosine_has_is_no_more_than_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
