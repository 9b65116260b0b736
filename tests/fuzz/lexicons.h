/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped lexicons, read once for the targets that need them. */
#ifndef CAHIER_FUZZ_LEXICONS_H
#define CAHIER_FUZZ_LEXICONS_H

#include <stdlib.h>

#include "lexicon_files.h"

static inline const cahier_lexicons *shipped_lexicons(void)
{
    static cahier_arena arena;
    static cahier_lexicon_files files;
    if (files.lexicons == NULL) {
        if (!cahier_arena_open(&arena, (size_t)256 << 20) || !cahier_lexicon_files_open(&arena, NULL, true, &files)) {
            abort();
        }
    }
    return files.lexicons;
}

#endif
