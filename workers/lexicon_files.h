/* SPDX-License-Identifier: Apache-2.0 */
/* lexicon_files.h -- the word lists on disk: found, read, compiled, with what the manifest says of each.
 *
 * In      a folder, or NULL: then CAHIER_LEXICONS, the tree this program was built from, the place it was installed to
 * Out     compiled lexicons, the word vectors in them; name, version and SHA-256 of each file
 * Errors  false, and a sentence in French or English with file, line and column
 * Memory  everything in `arena`
 */
#ifndef CAHIER_LEXICON_FILES_H
#define CAHIER_LEXICON_FILES_H

#include "lexicon.h"

#define CAHIER_LEXICON_FILES (CAHIER_LEXICON_KINDS + 1u) /* the kinds, and associations.tsv */

typedef struct cahier_lexicon_fact {
    cahier_text name, version; /* "polarity", "1.0.0" */
    char sha256[65];
} cahier_lexicon_fact;

typedef struct cahier_lexicon_files {
    cahier_lexicons *lexicons;
    cahier_lexicon_fact fact[CAHIER_LEXICON_FILES];
    char folder[4096];
    char message[1024]; /* when it failed */
} cahier_lexicon_files;

typedef struct cahier_lexicon_own { /* a town's list of themes */
    const char *name;
    cahier_text bytes;
} cahier_lexicon_own;

bool cahier_lexicon_files_open(cahier_arena *arena, const char *folder, bool english, cahier_lexicon_files *out);

/* The same with a town's own list of themes in place of the shipped one (taxonomy_file.h); NULL: the shipped one. */
bool cahier_lexicon_files_open_with(
        cahier_arena *arena, const char *folder, const char *taxonomy, bool english, cahier_lexicon_files *out);

/* The same with a town's list that was read already: `name` is its base name. */
bool cahier_lexicon_files_open_own(cahier_arena *arena, const char *folder, const cahier_lexicon_own *own, bool english,
        cahier_lexicon_files *out);

/* Name, version and SHA-256 of all of them in one: who has the same has the same rows. */
void cahier_lexicon_files_digest(const cahier_lexicon_files *files, char hex[65]);

/* SHA-256 of bytes, in 64 digits. */
void cahier_digest(cahier_text bytes, char hex[65]);

/* The folder alone: where the lists would be read. False when there is none. */
bool cahier_lexicon_folder(const char *asked, char *folder, size_t room);

#endif
