/* SPDX-License-Identifier: Apache-2.0 */
/* adapt_word.h -- which words a batch may teach. Private to adapt.
 *
 * In      lexicons; uses: the terms of each table of types
 * Out     kind     one array a table, one kind a type
 *         banned   V: terms never learned, set to true: words for people, first names, insults, words that the lexicons
 *                  judge, infinitives, and with them all words of their stem
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  `scratch`
 */
#ifndef CAHIER_ADAPT_WORD_H
#define CAHIER_ADAPT_WORD_H

#include "cahier.h"
#include "lexicon.h"
#include "vocabulary.h"

typedef enum cahier_lesson_kind {
    CAHIER_LESSON_SILENT,  /* counted in windows, never learned */
    CAHIER_LESSON_LEARNER, /* may be learned: its term */
    CAHIER_LESSON_NEGATOR,
    CAHIER_LESSON_DEGREE, /* "très", "trop" */
    CAHIER_LESSON_STOP
} cahier_lesson_kind;

cahier_status cahier_sort_words(cahier_arena *scratch, const cahier_lexicons *lexicons, const cahier_term_uses *uses,
        bool *banned, uint8_t ***kind);

#endif
