/* SPDX-License-Identifier: Apache-2.0 */
/* routed.h -- tests of spot, route and urgency: judged.h, and lists written in the test or those of the project. */
#ifndef CAHIER_TESTS_ROUTED_H
#define CAHIER_TESTS_ROUTED_H

#include "judged.h"

#include "expression.h"
#include "nonanswer.h"
#include "random_text.h"
#include "route_learn.h"
#include "urgency.h"

/* A document as cahier_analyse_chunk leaves it, for what routing reads of it. */
static inline cahier_document analysed_text(bench *b, cahier_text raw)
{
    cahier_document document = judged_text(b, raw);
    uint32_t hash = 0;
    for (uint32_t i = 0; i < raw.len; i++) {
        hash = hash * 31 + (unsigned char)raw.at[i];
    }
    document.fingerprint = hash;
    document.notes |= cahier_is_non_answer(b->lexicons, b->types, &document) ? CAHIER_NOTE_NO_ANSWER : 0;
    assert_int_equal(cahier_mark_expressions(b->lexicons, b->types, &b->batch, &document), CAHIER_OK);
    return document;
}

static inline cahier_document analysed(bench *b, const char *text)
{
    return analysed_text(b, (cahier_text){text, (uint32_t)strlen(text)});
}

/* A list of a kind: its rows, without header; NULL: the project's. */
static inline cahier_lexicon list_of(bench *b, cahier_lexicon_kind kind, const char *rows)
{
    cahier_lexicon list;
    cahier_error error = {.message = ""};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", CAHIER_LEXICONS_DIR, cahier_lexicon_file(kind));
    cahier_text bytes = rows != NULL ? fixture_file(&b->process, kind, rows) : fixture_slurp(&b->process, path);
    if (cahier_lexicon_parse(&b->process, bytes, kind, &list, &error) != CAHIER_OK) {
        fail_msg("%s:%u:%u: %s", path, error.line, error.column, error.message);
    }
    return list;
}

static inline bool text_is(cahier_text text, const char *expected)
{
    return text.len == strlen(expected) && memcmp(text.at, expected, text.len) == 0;
}

#endif
