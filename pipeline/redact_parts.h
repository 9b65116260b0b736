/* SPDX-License-Identifier: Apache-2.0 */
/* redact_parts.h -- what the detectors of redact share; private to redact*.c.
 *
 * A detector is asked about one place of the text and answers with a verdict; offsets are bytes of the text before
 * redaction. It allocates nothing.
 */
#ifndef CAHIER_REDACT_PARTS_H
#define CAHIER_REDACT_PARTS_H

#include <string.h>

#include "intern.h"
#include "lexicon.h"
#include "normalise.h"
#include "redact.h"

typedef enum redact_verdict {
    REDACT_NOTHING,
    REDACT_FOUND, /* hide hit->start..hit->end */
    REDACT_KEPT   /* public: leave it, and look at nothing inside */
} redact_verdict;

/* Kinds of personal.tsv, as bits. */
typedef enum redact_cue {
    REDACT_CUE_TITLE = 1u << 0, REDACT_CUE_INTRODUCTION = 1u << 1, REDACT_CUE_KIN = 1u << 2,
    REDACT_CUE_SIGNATURE = 1u << 3, REDACT_CUE_ROLE = 1u << 4, REDACT_CUE_PUBLIC = 1u << 5, REDACT_CUE_EPONYM = 1u << 6,
    REDACT_CUE_INSTITUTION = 1u << 7, REDACT_CUE_WAY = 1u << 8, REDACT_CUE_PHONE = 1u << 9, REDACT_CUE_EMAIL = 1u << 10,
    REDACT_CUE_IBAN = 1u << 11, REDACT_CUE_NIR = 1u << 12, REDACT_CUE_CARD = 1u << 13, REDACT_CUE_PLATE = 1u << 14,
    REDACT_CUE_BIRTHDATE = 1u << 15, REDACT_CUE_REFERENCE = 1u << 16, REDACT_CUE_ADDRESS = 1u << 17,
    REDACT_CUE_SERVICE = 1u << 18, REDACT_CUE_PARTICLE = 1u << 19, REDACT_CUE_NEVER = 1u << 20
} redact_cue;

/* What the scan knows of the text so far. */
typedef struct redact_scan {
    const cahier_lexicons *lexicons;
    cahier_text text;
    bool strict;
    uint32_t floor;        /* end of the latest datum: nothing before it may be claimed */
    cahier_redaction last; /* the latest datum; start == end before the first */
} redact_scan;

/* A token as tokenise.h cuts it: "m'" and "appelle", "Jean" and "Pierre", ".". */
typedef struct redact_token {
    uint32_t start, end;
    uint32_t word; /* of the lexicons' dictionary, or CAHIER_NONE */
} redact_token;

typedef struct redact_match {
    uint32_t start, end;
    uint32_t entry; /* row of personal.tsv */
    redact_cue kind;
    uint32_t tokens;
} redact_match;

/* --- characters ------------------------------------------------------------------------------------------------------- */

static inline bool cahier_redact_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool cahier_redact_is_letter(char c) /* ASCII */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
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

/* --- words and cues (redact_word.c) ---------------------------------------------------------------------------------------- */

/* Token at `at` or after the spaces there. False at the end of the line. */
bool cahier_redact_token(const redact_scan *scan, uint32_t at, redact_token *token);
/* Start of the token before `at`; `at` itself at the start of the line or behind a mark. */
uint32_t cahier_redact_previous(cahier_text text, uint32_t at);

/* Longest form of the given kinds that starts at `at`; false when none. */
bool cahier_redact_match(const redact_scan *scan, uint32_t at, uint32_t kinds, redact_match *match);
/* Longest form of the given kinds that ends just before `at`; between them only spaces and `between` (ASCII). */
bool cahier_redact_match_before(const redact_scan *scan, uint32_t at, uint32_t kinds, const char *between,
        redact_match *match);
/* Are start..end only spaces and characters of `between`? */
bool cahier_redact_is_between(cahier_text text, uint32_t start, uint32_t end, const char *between);
/* Is a form of the given kinds among the `words` tokens before `at`, on its line? */
bool cahier_redact_cue_near(const redact_scan *scan, uint32_t at, uint32_t kinds, uint32_t words);

typedef enum redact_firstname { REDACT_FIRST_NONE, REDACT_FIRST_WORD, REDACT_FIRST_CLEAR } redact_firstname;

/* What the lexicons say of a form. */
typedef struct redact_facts {
    uint32_t kinds;         /* of personal.tsv */
    redact_firstname first; /* WORD when it is also a word of the language: "Rose" */
    bool stop, plain;       /* a function word; a word of any lexicon but those of names */
} redact_facts;

/* Of start..end as a whole form, "centre ville"; all zero when it is none. */
redact_facts cahier_redact_facts(const redact_scan *scan, uint32_t start, uint32_t end);
/* Of one word of the dictionary, or CAHIER_NONE. */
redact_facts cahier_redact_word_facts(const redact_scan *scan, uint32_t word);

/* Of start..end, a form or made of first names: "Jean-Pierre", "jean kevin". */
redact_firstname cahier_redact_first_name(const redact_scan *scan, uint32_t start, uint32_t end);

/* --- detectors ------------------------------------------------------------------------------------------------------------- */

/* `at` is the first digit of a run. */
redact_verdict cahier_redact_code(const redact_scan *scan, uint32_t at, cahier_redaction *hit);
redact_verdict cahier_redact_ip(const redact_scan *scan, uint32_t at, cahier_redaction *hit);
redact_verdict cahier_redact_digits(const redact_scan *scan, uint32_t at, cahier_redaction *hit);
redact_verdict cahier_redact_birthdate(const redact_scan *scan, uint32_t at, cahier_redaction *hit);
redact_verdict cahier_redact_reference(const redact_scan *scan, uint32_t at, cahier_redaction *hit);
redact_verdict cahier_redact_address(const redact_scan *scan, uint32_t at, cahier_redaction *hit);

/* `at` is an '@', a '(' or '[', the "arobase" of an e-mail, the ':' or '/' or "www" of a link. */
redact_verdict cahier_redact_online(const redact_scan *scan, uint32_t at, cahier_redaction *hit);

/* `at` starts a word with a capital, or one that may announce a name in lower case ("mme", "m'appelle"). */
redact_verdict cahier_redact_name(const redact_scan *scan, uint32_t at, bool announces, cahier_redaction *hit);
/* What ends the text below "Cordialement," in lower case, too: CAHIER_PERSON or nothing. */
redact_verdict cahier_redact_signature(const redact_scan *scan, cahier_redaction *hit);

#endif
