/* SPDX-License-Identifier: Apache-2.0 */
/* worker_shelf.h -- the word lists that batches were made with: the worker's own, and those completed by a town's list of themes.
 *
 * In      a folder of word lists; a digest (cahier_lexicon_files_digest); the list of a town, from the batch's envelope
 * Out     compiled lists whose digest is that one, or none: then this worker cannot do the batch
 * Memory  an arena a set; a set that nobody uses makes room for another
 * Why     analyses name words by their number in the dictionary, and a town's list brings words to it
 */
#ifndef CAHIER_WORKER_SHELF_H
#define CAHIER_WORKER_SHELF_H

#include "lexicon_files.h"

#define CAHIER_SHELF_SETS 4u

typedef struct cahier_word_set {
    char digest[65]; /* "": free */
    uint32_t users;
    cahier_arena arena;
    cahier_lexicon_files files;
} cahier_word_set;

typedef struct cahier_shelf {
    const char *folder; /* --lexicons */
    bool english;
    cahier_word_set set[CAHIER_SHELF_SETS]; /* the first is the worker's own */
} cahier_shelf;

/* False: shelf->set[0].files.message says why. */
bool cahier_shelf_open(cahier_shelf *shelf, const char *folder, bool english);
void cahier_shelf_close(cahier_shelf *shelf);

/* NULL when it is not there. */
cahier_word_set *cahier_shelf_find(cahier_shelf *shelf, const char *digest);
/* NULL when the lists have another digest or do not compile, or no place is free. */
cahier_word_set *cahier_shelf_add(cahier_shelf *shelf, const cahier_lexicon_own *own, const char *digest);

#endif
