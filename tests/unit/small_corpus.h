/* SPDX-License-Identifier: Apache-2.0 */
/* small_corpus.h -- a corpus made of a table, for the tests of the whole-corpus stages.
 *
 * Every array lives in the arena `all` of the corpus; small_corpus_close gives it back. One group column, "âge".
 */
#ifndef CAHIER_TESTS_SMALL_CORPUS_H
#define CAHIER_TESTS_SMALL_CORPUS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cahier.h"
#include "random.h"

typedef struct small_row {
    uint32_t person;
    int32_t date;
    const char *place, *age, *text; /* NULL: empty */
    uint32_t theme;                 /* from 1; 0: unclassified */
    cahier_polarity_label polarity;
    uint32_t redactions, notes;
} small_row;

typedef struct small_corpus {
    cahier_arena all;
    cahier_corpus corpus;
    cahier_assignments *assignments;
    uint32_t *duplicate_of; /* all CAHIER_NONE */
    cahier_document *documents;
} small_corpus;

#define SMALL_BUDGET ((size_t)64 << 20)

static inline cahier_text small_text(const char *s)
{
    return s == NULL ? (cahier_text){NULL, 0} : (cahier_text){s, (uint32_t)strlen(s)};
}

static inline void small_corpus_open(small_corpus *out, const small_row *rows, uint32_t count)
{
    static const cahier_text age = {"âge", 4};
    assert_true(cahier_arena_open(&out->all, SMALL_BUDGET));
    cahier_contribution *received = CAHIER_NEW(&out->all, cahier_contribution, count);
    cahier_text *groups = CAHIER_NEW(&out->all, cahier_text, count);
    out->documents = CAHIER_NEW(&out->all, cahier_document, count);
    out->assignments = CAHIER_NEW(&out->all, cahier_assignments, count);
    out->duplicate_of = CAHIER_NEW(&out->all, uint32_t, count);
    out->corpus = (cahier_corpus){.received = received,
            .count = count,
            .contributions = count,
            .group_name = &age,
            .group_count = 1,
            .analysed = CAHIER_NEW(&out->all, const cahier_document *, count)};
    for (uint32_t d = 0; d < count; d++) {
        const small_row *row = &rows[d];
        groups[d] = small_text(row->age);
        received[d] = (cahier_contribution){.text = small_text(row->text),
                .place = small_text(row->place),
                .date = row->date,
                .person = row->person,
                .contribution = d,
                .group = &groups[d]};
        out->documents[d] = (cahier_document){.text = received[d].text,
                .notes = row->notes,
                .polarity = {.label = row->polarity},
                .redactions = {.count = row->redactions}};
        out->corpus.analysed[d] = &out->documents[d];
        out->corpus.persons = row->person > out->corpus.persons ? row->person : out->corpus.persons;
        out->duplicate_of[d] = CAHIER_NONE;
        if (row->theme > 0) {
            out->assignments[d] = (cahier_assignments){CAHIER_NEW(&out->all, cahier_assignment, 1), 1, {0}, false};
            out->assignments[d].at[0].theme = row->theme - 1;
        }
    }
}

static inline void small_corpus_close(small_corpus *corpus)
{
    cahier_arena_close(&corpus->all);
}

/* Orders 0..count - 1 at random, the same for the same seed. */
static inline void small_shuffle(uint32_t *order, uint32_t count, uint64_t seed)
{
    cahier_random random = {seed};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = cahier_random_below(&random, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
}

#endif
