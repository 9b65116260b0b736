/* SPDX-License-Identifier: Apache-2.0 */
/* cut_read.h -- what the rules of cut.c and cut_shape.c read with; private to them.
 * Nothing is read behind cutter->end. */
#ifndef CAHIER_CUT_READ_H
#define CAHIER_CUT_READ_H

#include <string.h>

#include "cut.h"
#include "normalise.h"

static inline uint32_t class_at(const cahier_cutter *cutter, uint32_t i)
{
    return i < cutter->end ? cahier_char_class(cahier_utf8_next(cutter->text.at, &i)) : 0;
}

static inline bool is_letter_at(const cahier_cutter *cutter, uint32_t i)
{
    return (class_at(cutter, i) & CAHIER_CHAR_LETTER) != 0;
}

static inline bool is_word_at(const cahier_cutter *cutter, uint32_t i)
{
    return (class_at(cutter, i) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
}

static inline bool is_byte_at(const cahier_cutter *cutter, uint32_t i, char c)
{
    return i < cutter->end && cutter->text.at[i] == c;
}

static inline uint32_t next_char(const cahier_cutter *cutter, uint32_t i)
{
    (void)cahier_utf8_next(cutter->text.at, &i);
    return i;
}

static inline bool is_text_at(const cahier_cutter *cutter, uint32_t i, const char *word)
{
    size_t len = strlen(word);
    return cutter->end - i >= len && memcmp(cutter->text.at + i, word, len) == 0;
}

/* The shapes a word [start, end) may take with what follows it; true when *out is that piece. */
bool cahier_cut_address(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out);
bool cahier_cut_inclusive(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out);
bool cahier_cut_acronym(const cahier_cutter *cutter, uint32_t start, cahier_piece *out);

#endif
