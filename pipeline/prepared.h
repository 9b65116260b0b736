/* SPDX-License-Identifier: Apache-2.0 */
/* prepared.h -- what the corpus stages know before any decision of people: made once a batch, shaped after each decision.
 *
 * Value   result    corpus (copies noted, documents judged again with the words taught), vocabulary, copies, blocks, lesson,
 *                   themes as found, counted and labelled; nothing else is set
 *         found     themes as found, with the assignments of all documents
 *         Lexicons and options are borrowed; of the decisions of the options only is asked whether
 *         there are some: then ids are found.
 * Why     a person who corrects a theme waits for what her correction changes, and for nothing else
 */
#ifndef CAHIER_PREPARED_H
#define CAHIER_PREPARED_H

#include "guide.h"
#include "lexicon.h"

typedef struct cahier_prepared {
    const cahier_lexicons *lexicons;
    const cahier_options *options;
    const cahier_document **heard; /* D: before the batch taught its own words */
    cahier_result result;
    cahier_vocabulary words; /* without the phrases of the labels */
    cahier_term_uses uses;
    cahier_sparse counts, weights; /* D x V */
    cahier_space space;            /* V x E */
    cahier_recall *recall;         /* NULL: no earlier report, no themes that people corrected (relearn.h) */
    cahier_recall *told;           /* what the report tells of an earlier report; NULL: none was given */
    bool again;                    /* found.again, of that report */
    cahier_themes found;           /* K x E, D */
    cahier_intern ids;             /* decision.h; empty without options->decisions, until cahier_prepare_sights */
    cahier_list list;
    const cahier_sights *sights; /* NULL: cahier_prepare_sights was not asked for */
} cahier_prepared;

/* The themes, from options->previous: recall, found, lesson, and the themes of the result. The rest is prepared already. */
cahier_status cahier_prepare_themes(
        cahier_prepared *prepared, const cahier_runner *runner, cahier_arena *batch, cahier_arena *scratch);

/* Finds the ids of all contributions, and reads all words once more, for shapings that come again and again: each then
 * counts what is read, and gives the same bytes. Beyond CAHIER_SIGHTS_MOST terms nothing is kept: samples are read as they are drawn. */
#define CAHIER_SIGHTS_MOST 4000000u /* of a quarter of a million contributions: some 300 MB of scratch on the way */
cahier_status cahier_prepare_sights(cahier_prepared *prepared, cahier_arena *batch, cahier_arena *scratch);

#endif
