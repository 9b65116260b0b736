/* SPDX-License-Identifier: Apache-2.0 */
/* lexicon_command.h -- `cahier lexicon check|stats|neighbours`: for who mends the word lists.
 *
 * Out     check: on stdout "file:line:column: what is wrong", every error of a file that can be found in one go, then whether
 *         all lists agree; stats: header, entries, values of each column; neighbours: the nearest words of the shipped vectors,
 *         and how much the word tells of a subject
 * Errors  exit 0 no error, 1 errors, an unknown word, no lexicon, 2 usage
 * Cost    check: one parse an error, at most CAHIER_LEXICON_ERRORS_SHOWN
 */
#ifndef CAHIER_LEXICON_COMMAND_H
#define CAHIER_LEXICON_COMMAND_H

#include "out.h"

#define CAHIER_LEXICON_ERRORS_SHOWN 100u

typedef struct cahier_lexicon_request {
    const char *lexicons; /* --lexicons, or NULL */
    bool english;
    uint32_t count;        /* neighbours */
    char *const *argument; /* files or words */
    int arguments;
    cahier_arena *arena;
    cahier_out *out; /* stdout */
} cahier_lexicon_request;

int cahier_lexicon_main(int argc, char **argv);

/* Exit codes. */
int cahier_lexicon_check(const cahier_lexicon_request *request);
int cahier_lexicon_stats(const cahier_lexicon_request *request);

/* The table of word vectors is no list of entries: it has its own parser. */
bool cahier_lexicon_is_background(cahier_text bytes);
/* Value of "# key: value" in the header, or an empty text. */
cahier_text cahier_lexicon_header(cahier_text bytes, const char *key);

#endif
