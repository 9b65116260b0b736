/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h -- lexicons for tests: small ones written in the test, or those of the project. */
#ifndef CAHIER_FIXTURE_H
#define CAHIER_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"

#define FIXTURE_TEXT 8192u

/* Entries of each kind, without header; NULL: none. */
typedef struct fixture {
    const char *entries[CAHIER_LEXICON_KINDS];
} fixture;

#define FIXTURE_ELISIONS                                                                                               \
    "l'\tprefix\nd'\tprefix\nc'\tprefix\nn'\tprefix\nj'\tprefix\nm'\tprefix\ns'\tprefix\nt'\tprefix\nqu'\tprefix\n"    \
    "jusqu'\tprefix\n-t-il\tsuffix\n-il\tsuffix\n-ci\tsuffix\n-moi\tsuffix\n-vous\tsuffix\n"                           \
    "aujourd'hui\twhole\nrendez-vous\twhole\npeut-être\twhole\nd'accord\twhole\nprud'homme\twhole\n"

/* A whole file of a kind in `arena`. */
static inline cahier_text fixture_file(cahier_arena *arena, cahier_lexicon_kind kind, const char *entries)
{
    const char *file = cahier_lexicon_file(kind);
    char *to = cahier_arena_alloc(arena, FIXTURE_TEXT, 1);
    if (to == NULL) {
        abort();
    }
    int len = snprintf(to, FIXTURE_TEXT,
            "# lexicon: %.*s\n# version: 1\n# licence: CC0-1.0\n# source: test\n# columns: %s\n%s",
            (int)(strlen(file) - 4), file, cahier_lexicon_columns(kind), entries == NULL ? "" : entries);
    return (cahier_text){to, (uint32_t)len};
}

static inline cahier_status fixture_parse(
        cahier_arena *arena, const fixture *source, cahier_lexicon out[CAHIER_LEXICON_KINDS], cahier_error *error)
{
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_KINDS; kind++) {
        cahier_text bytes = fixture_file(arena, (cahier_lexicon_kind)kind, source->entries[kind]);
        CAHIER_TRY(cahier_lexicon_parse(arena, bytes, (cahier_lexicon_kind)kind, &out[kind], error));
    }
    return CAHIER_OK;
}

static inline cahier_status fixture_compile(
        cahier_arena *arena, const fixture *source, cahier_lexicons **out, cahier_error *error)
{
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    CAHIER_TRY(fixture_parse(arena, source, file, error));
    return cahier_lexicons_compile(arena, file, out, error);
}

static inline cahier_text fixture_slurp(cahier_arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        abort();
    }
    long size = ftell(file);
    rewind(file);
    char *to = cahier_arena_alloc(arena, (size_t)size + 1, 1);
    if (to == NULL || fread(to, 1, (size_t)size, file) != (size_t)size) {
        abort();
    }
    fclose(file);
    return (cahier_text){to, (uint32_t)size};
}

/* The lexicons of the project; says which file and line is wrong. */
static inline cahier_lexicons *fixture_project(cahier_arena *arena)
{
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    cahier_lexicons *lexicons = NULL;
    cahier_error error = {0};
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_KINDS; kind++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", CAHIER_LEXICONS_DIR, cahier_lexicon_file((cahier_lexicon_kind)kind));
        cahier_text bytes = fixture_slurp(arena, path);
        if (cahier_lexicon_parse(arena, bytes, (cahier_lexicon_kind)kind, &file[kind], &error) != CAHIER_OK) {
            fprintf(stderr, "%s:%u:%u: %s\n", path, error.line, error.column, error.message);
            return NULL;
        }
    }
    if (cahier_lexicons_compile(arena, file, &lexicons, &error) != CAHIER_OK) {
        fprintf(stderr, "lexicons, line %u: %s\n", error.line, error.message);
        return NULL;
    }
    return lexicons;
}

#endif
