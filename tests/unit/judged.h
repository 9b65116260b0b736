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
#include "lexicon.h"
#include "normalise.h"
#include "polarity.h"
#include "segment.h"
#include "stance.h"
#include "stem.h"
#include "tokenise.h"

#define LINE_MAX_BYTES 4096

typedef struct bench {
    cahier_arena process, batch, scratch;
    cahier_lexicons *lexicons;
    cahier_stemmer *stemmer;
    cahier_types *types;
} bench;

static inline cahier_text read_lexicon(cahier_arena *arena, cahier_lexicon_kind kind)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", CAHIER_LEXICONS_DIR, cahier_lexicon_file(kind));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *at = cahier_arena_alloc(arena, (size_t)4 << 20, 1);
    size_t len = fread(at, 1, (size_t)4 << 20, file);
    fclose(file);
    return (cahier_text){at, (uint32_t)len};
}

static inline int bench_open(void **state)
{
    static bench b;
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    cahier_error error = {0};
    assert_true(cahier_arena_open(&b.process, (size_t)256 << 20));
    assert_true(cahier_arena_open(&b.batch, (size_t)512 << 20));
    assert_true(cahier_arena_open(&b.scratch, (size_t)256 << 20));
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_KINDS; kind++) {
        cahier_text bytes = read_lexicon(&b.process, (cahier_lexicon_kind)kind);
        if (cahier_lexicon_parse(&b.process, bytes, (cahier_lexicon_kind)kind, &file[kind], &error) != CAHIER_OK) {
            fail_msg("%s:%u:%u: %s", cahier_lexicon_file((cahier_lexicon_kind)kind), error.line, error.column, error.message);
        }
    }
    if (cahier_lexicons_compile(&b.process, file, &b.lexicons, &error) != CAHIER_OK) {
        fail_msg("line %u: %s", error.line, error.message);
    }
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
static inline cahier_document tokenised(bench *b, const char *text)
{
    cahier_document document = {0};
    uint32_t notes = 0;
    cahier_text raw = {text, (uint32_t)strlen(text)};
    assert_int_equal(cahier_normalise(&b->batch, &b->scratch, raw, &document.text, &notes), CAHIER_OK);
    assert_int_equal(cahier_segment(&b->batch, document.text, 0, &document.sentences), CAHIER_OK);
    assert_int_equal(cahier_tokenise(b->lexicons, b->stemmer, b->types, &b->batch, &b->scratch, &document), CAHIER_OK);
    return document;
}

static inline cahier_document judged(bench *b, const char *text)
{
    cahier_document document = tokenised(b, text);
    assert_int_equal(cahier_judge_polarity(b->lexicons, b->types, &b->batch, &b->scratch, &document), CAHIER_OK);
    assert_int_equal(cahier_judge_stance(b->lexicons, b->types, &b->scratch, &document), CAHIER_OK);
    return document;
}

/* One line of a golden file: input, expected, why. */
typedef struct golden_line {
    char bytes[LINE_MAX_BYTES];
    const char *input, *expected, *why;
    uint32_t number;
} golden_line;

static inline FILE *golden_open(const char *stage)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/golden/%s.tsv", CAHIER_TESTS_DIR, stage);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

static inline bool golden_next(FILE *file, golden_line *line)
{
    do {
        if (fgets(line->bytes, sizeof line->bytes, file) == NULL) {
            fclose(file);
            return false;
        }
        line->number++;
    } while (line->bytes[0] == '#');
    line->bytes[strcspn(line->bytes, "\n")] = '\0';
    char *tab = strchr(line->bytes, '\t');
    assert_non_null(tab);
    *tab = '\0';
    char *second = strchr(tab + 1, '\t');
    assert_non_null(second);
    *second = '\0';
    line->input = line->bytes;
    line->expected = tab + 1;
    line->why = second + 1;
    return true;
}

#endif
