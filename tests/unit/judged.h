/* SPDX-License-Identifier: Apache-2.0 */
/* judged.h -- tests of polarity and stance: the shipped lexicons, and a text taken through the stages before them. */
#ifndef CAHIER_TESTS_JUDGED_H
#define CAHIER_TESTS_JUDGED_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cahier.h"
#include "fixture.h"
#include "lexicon.h"
#include "normalise.h"
#include "polarity.h"
#include "segment.h"
#include "stance.h"
#include "stem.h"
#include "tokenise.h"

typedef struct bench {
    cahier_arena process, batch, scratch;
    cahier_lexicons *lexicons;
    cahier_stemmer *stemmer;
    cahier_types *types;
} bench;

static inline int bench_open(void **state)
{
    static bench b;
    assert_true(cahier_arena_open(&b.process, (size_t)256 << 20));
    assert_true(cahier_arena_open(&b.batch, (size_t)512 << 20));
    assert_true(cahier_arena_open(&b.scratch, (size_t)256 << 20));
    b.lexicons = fixture_project(&b.process);
    assert_non_null(b.lexicons);
    assert_int_equal(cahier_stemmer_open(&b.stemmer), CAHIER_OK);
    assert_int_equal(cahier_types_new(&b.batch, &b.types), CAHIER_OK);
    *state = &b;
    return 0;
}

static inline int bench_close(void **state)
{
    bench *b = *state;
    cahier_stemmer_close(b->stemmer);
    cahier_arena_close(&b->process);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
    return 0;
}

/* Everything before polarity. */
static inline cahier_document tokenised(bench *b, cahier_text raw)
{
    cahier_document document = {0};
    uint32_t notes = 0;
    assert_int_equal(cahier_normalise(&b->batch, &b->scratch, raw, &document.text, &notes), CAHIER_OK);
    assert_int_equal(cahier_segment(&b->batch, document.text, 0, &document.sentences), CAHIER_OK);
    assert_int_equal(cahier_tokenise(b->lexicons, b->stemmer, b->types, &b->batch, &b->scratch, &document), CAHIER_OK);
    return document;
}

static inline cahier_document judged_text(bench *b, cahier_text raw)
{
    cahier_document document = tokenised(b, raw);
    assert_int_equal(cahier_judge_polarity(b->lexicons, b->types, &b->batch, &b->scratch, &document), CAHIER_OK);
    assert_int_equal(cahier_judge_stance(b->lexicons, b->types, &document), CAHIER_OK);
    return document;
}

static inline cahier_document judged(bench *b, const char *text)
{
    return judged_text(b, (cahier_text){text, (uint32_t)strlen(text)});
}

#endif
