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

/* Marks the words of the forms of a list one by one; `class`: only of rows whose second cell is it, NULL: of all. In
 * "personnes âgées", "quartier populaire", both words. `marked`: one a word of the dictionary. */
void cahier_mark_words(const cahier_lexicons *lexicons, cahier_lexicon_kind kind, const char *class, bool *marked);

/* A word for people, a first name, an insult, or one that shares a stem with an identity word; `marked`: words of identity.tsv. */
bool cahier_is_for_people(const cahier_lexicons *lexicons, const bool *marked, const cahier_type *type);

cahier_status cahier_sort_words(cahier_arena *scratch, const cahier_lexicons *lexicons, const cahier_term_uses *uses,
        bool *banned, uint8_t ***kind);

#endif
