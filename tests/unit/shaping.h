/* SPDX-License-Identifier: Apache-2.0 */
/* shaping.h -- one prepared corpus, to be shaped by any number of journals. */
#ifndef CAHIER_TESTS_SHAPING_H
#define CAHIER_TESTS_SHAPING_H

#include "prepared.h"
#include "shaped.h"
#include "town.h"

typedef struct shaping {
    bench b; /* b.batch: all that is prepared */
    cahier_prepared prepared;
    cahier_prepared read; /* the same with all words read, as on the pages of the review */
    cahier_arena journals;
} shaping;

static const cahier_runner serial = {cahier_run_serial, NULL};

static inline void open_shaping_by(
        shaping *s, const town *t, const town_row *rows, uint32_t count, cahier_list_use list)
{
    bench_open(&s->b, t, rows, count);
    s->b.options.list = list;
    assert_true(cahier_arena_open(&s->journals, SMALL_BUDGET));
    assert_int_equal(bench_read(&s->b), CAHIER_OK);
    assert_int_equal(cahier_prepare_corpus(s->b.lexicons, &s->b.options, &serial, &s->b.corpus, &s->b.batch,
                             &s->b.scratch, &s->prepared),
            CAHIER_OK);
    s->read = s->prepared;
    assert_int_equal(cahier_prepare_sights(&s->read, &s->b.batch, &s->b.scratch), CAHIER_OK);
}

static inline void open_shaping(shaping *s, const town *t, const town_row *rows, uint32_t count)
{
    open_shaping_by(s, t, rows, count, CAHIER_LIST_NAMES);
}

static inline void close_shaping(shaping *s)
{
    cahier_arena_close(&s->journals);
    bench_close(&s->b);
}

/* With what `before` left and what was read, or without either. */
static inline void shape_after(shaping *s, const cahier_decisions *decisions, const cahier_shaped *before,
        cahier_arena *own, cahier_result *out)
{
    assert_true(cahier_arena_open(own, TOWN_BUDGET));
    const cahier_prepared *prepared = before != NULL ? &s->read : &s->prepared;
    assert_int_equal(
            cahier_shape_corpus(&(cahier_shape_input){prepared, decisions, before}, &serial, own, &s->b.scratch, out),
            CAHIER_OK);
}

static inline void shape(shaping *s, const cahier_decisions *decisions, cahier_arena *own, cahier_result *out)
{
    shape_after(s, decisions, NULL, own, out);
}

/* A small town with a campaign in it: three rows more say what the first says. */
static inline uint32_t write_rows(town_row *rows)
{
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < 6; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = town_rows[i < 3 ? 0 : 20].text};
    }
    return TOWN_ROWS + 6;
}

#endif
