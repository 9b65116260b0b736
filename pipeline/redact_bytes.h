/* SPDX-License-Identifier: Apache-2.0 */
/* redact_bytes.h -- characters at a place of a text; private to redact*.c. */
#ifndef CAHIER_REDACT_BYTES_H
#define CAHIER_REDACT_BYTES_H

#include <string.h>

#include "cahier.h"
#include "normalise.h"

static inline bool cahier_redact_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool cahier_redact_is_letter(char c) /* ASCII */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool cahier_redact_is_upper(char c) /* ASCII */
{
    return c >= 'A' && c <= 'Z';
}

static inline bool cahier_redact_digit_at(cahier_text text, uint32_t at)
{
    return at < text.len && cahier_redact_is_digit(text.at[at]);
}

/* Class of the character that starts, or ends, at `at`; 0 at the border of the text. */
static inline uint32_t cahier_redact_class_at(cahier_text text, uint32_t at)
{
    return at < text.len ? cahier_char_class(cahier_utf8_next(text.at, &at)) : 0;
}

static inline uint32_t cahier_redact_class_before(cahier_text text, uint32_t at)
{
    return at > 0 ? cahier_char_class(cahier_utf8_previous(text.at, &at)) : 0;
}

static inline bool cahier_redact_letter_at(cahier_text text, uint32_t at)
{
    return (cahier_redact_class_at(text, at) & CAHIER_CHAR_LETTER) != 0;
}

static inline bool cahier_redact_upper_at(cahier_text text, uint32_t at)
{
    return (cahier_redact_class_at(text, at) & CAHIER_CHAR_UPPER) != 0;
}

/* Is there a letter or a digit at, or just before, `at`? */
static inline bool cahier_redact_joins_after(cahier_text text, uint32_t at)
{
    return (cahier_redact_class_at(text, at) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
}

static inline bool cahier_redact_joins_before(cahier_text text, uint32_t at)
{
    return (cahier_redact_class_before(text, at) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
}

/* Does `plain` (NUL-terminated) stand at `at`? */
static inline bool cahier_redact_starts(cahier_text text, uint32_t at, const char *plain)
{
    size_t len = strlen(plain);
    return at <= text.len && len <= text.len - at && memcmp(text.at + at, plain, len) == 0;
}

/* The same for a whole word, whatever its case and accents ("Février" for "fevrier"): the byte after it, or 0. */
uint32_t cahier_redact_skip_plain(cahier_text text, uint32_t at, const char *plain);
/* The same for one of `words`. */
uint32_t cahier_redact_skip_any(cahier_text text, uint32_t at, const char *const *words, size_t count);

#endif
