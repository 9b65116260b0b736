/* SPDX-License-Identifier: Apache-2.0 */
/* redact_parts.h -- what the detectors of redact share; private to redact*.c.
 *
 * A detector is asked about one place of the text and answers with a verdict; offsets are bytes of the text before
 * redaction. It allocates nothing.
 */
#ifndef CAHIER_REDACT_PARTS_H
#define CAHIER_REDACT_PARTS_H

#include "intern.h"
#include "lexicon.h"
#include "redact.h"
#include "redact_bytes.h"

typedef enum redact_verdict {
    REDACT_NOTHING,
    REDACT_FOUND, /* hide hit->start..hit->end */
    REDACT_KEPT   /* public: leave it, and look at nothing inside */
} redact_verdict;

/* Kinds of personal.tsv, as bits. */
/* clang-format off */
typedef enum redact_cue {
    REDACT_CUE_TITLE = 1 << 0, REDACT_CUE_INTRODUCTION = 1 << 1, REDACT_CUE_KIN = 1 << 2, REDACT_CUE_SIGNATURE = 1 << 3,
    REDACT_CUE_ROLE = 1 << 4, REDACT_CUE_PUBLIC = 1 << 5, REDACT_CUE_EPONYM = 1 << 6, REDACT_CUE_INSTITUTION = 1 << 7,
    REDACT_CUE_WAY = 1 << 8, REDACT_CUE_PHONE = 1 << 9, REDACT_CUE_EMAIL = 1 << 10, REDACT_CUE_IBAN = 1 << 11,
    REDACT_CUE_NIR = 1 << 12, REDACT_CUE_CARD = 1 << 13, REDACT_CUE_PLATE = 1 << 14, REDACT_CUE_BIRTHDATE = 1 << 15,
    REDACT_CUE_REFERENCE = 1 << 16, REDACT_CUE_ADDRESS = 1 << 17, REDACT_CUE_SERVICE = 1 << 18,
    REDACT_CUE_PARTICLE = 1 << 19, REDACT_CUE_NEVER = 1 << 20
} redact_cue;
/* clang-format on */

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

/* --- words and cues (redact_word.c) ---------------------------------------------------------------------- */

/* Token at `at` or after the spaces there. False at the end of the line. */
bool cahier_redact_token(const redact_scan *scan, uint32_t at, redact_token *token);
/* Start of the token before `at`; `at` itself at the start of the line or behind a mark. */
uint32_t cahier_redact_previous(cahier_text text, uint32_t at);

/* Longest form of the given kinds that starts at `at`; false when none. */
bool cahier_redact_match(const redact_scan *scan, uint32_t at, uint32_t kinds, redact_match *match);
/* Longest form of the given kinds that ends just before `at`; between them only spaces and `between` (ASCII). */
bool cahier_redact_match_before(
        const redact_scan *scan, uint32_t at, uint32_t kinds, const char *between, redact_match *match);
/* Are start..end only spaces and characters of `between`? */
bool cahier_redact_is_between(cahier_text text, uint32_t start, uint32_t end, const char *between);
/* Is a form of the given kinds among the `words` tokens before `at`, on its line? */
bool cahier_redact_cue_near(const redact_scan *scan, uint32_t at, uint32_t kinds, uint32_t words);

typedef enum redact_firstname {
    REDACT_FIRST_NONE,
    REDACT_FIRST_WORD,
    REDACT_FIRST_CLEAR
} redact_firstname;

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

/* --- detectors ------------------------------------------------------------------------------------------- */

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
