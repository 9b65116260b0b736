/* SPDX-License-Identifier: Apache-2.0 */
/* redact_name.h -- words that may make a name, read in a row; what redact_name.c, redact_public.c
 * and redact_person.c know of them. */
#ifndef CAHIER_REDACT_NAME_H
#define CAHIER_REDACT_NAME_H

#include "redact_parts.h"

typedef enum redact_shape {
    REDACT_SHAPE_OTHER, /* punctuation, number */
    REDACT_SHAPE_LOWER,
    REDACT_SHAPE_INITIAL, /* one capital: "J" */
    REDACT_SHAPE_TITLE,   /* "Jean", also "McDonald" */
    REDACT_SHAPE_UPPER    /* "JEAN" */
} redact_shape;

redact_shape cahier_redact_shape(cahier_text text, uint32_t start, uint32_t end);

#define REDACT_PIECES_MAX 6u /* "Marie-Claude Anne de la Tour du Pin" */

/* Letters, hyphens and apostrophes in one piece: "Jean-Pierre", "O'Brien", "J.-P.". */
typedef struct redact_piece {
    uint32_t start, end;
    redact_shape shape;
    redact_firstname first;
    bool stop;   /* a function word: "Il" */
    bool plain;  /* a word of the language: "Petit" */
    bool known;  /* an entry of a lexicon by itself, but for first names */
    bool seen;   /* in the dictionary, if only inside longer forms: "moretti" */
    bool barred; /* role, institution, title, or on the list of what is never a person */
    bool public; /* surname of a public figure, alone */
    bool elided; /* "J'ai", "C'est" */
} redact_piece;

typedef struct redact_run {
    redact_piece at[REDACT_PIECES_MAX];
    uint32_t count;      /* 0: no name starts here */
    uint32_t start, end; /* particles included */
} redact_run;

/* How far a run of pieces may be taken for a name. */
typedef enum redact_trust {
    REDACT_TRUST_NAMES,       /* only pieces that are no word of the language, but behind a first name */
    REDACT_TRUST_CUE,         /* a title or "je m'appelle" stands before: the first piece may be a word ("M. Petit") */
    REDACT_TRUST_LOWER,       /* the same, and lower case will do when the word is unknown: "monsieur tartempion" */
    REDACT_TRUST_ABBREVIATED, /* the same, and the word may be part of longer forms: "mme dupond" */
    REDACT_TRUST_INTRODUCED /* the same as LOWER, and a second unknown word is the surname: "je m'appelle oumy diop" */
} redact_trust;

/* False when no letter stands at `at`. */
bool cahier_redact_piece(const redact_scan *scan, uint32_t at, redact_piece *piece);
/* The name that starts at `at`, particles inside: "Marie de La Tour", "DUPONT Jean". */
void cahier_redact_run(const redact_scan *scan, uint32_t at, redact_trust trust, redact_run *run);
/* Are the letters around start..end mostly capitals? Then a capital tells nothing. */
bool cahier_redact_shouts(cahier_text text, uint32_t start, uint32_t end);

/* --- redact_public.c ------------------------------------------------------------------------------------- */

#define REDACT_PUBLIC_KINDS ((uint32_t)(REDACT_CUE_PUBLIC | REDACT_CUE_EPONYM | REDACT_CUE_NEVER | REDACT_CUE_ROLE))

/* The form of personal.tsv that was matched; is it one of a table? */
cahier_text cahier_redact_form(const redact_scan *scan, const redact_match *match);
bool cahier_redact_is_form(cahier_text form, const char *const *table, size_t count);
/* The longest known public name at `at`, when it is longer than one word: "Jean Moulin", "Monsieur le maire". */
bool cahier_redact_public_phrase(const redact_scan *scan, uint32_t at, redact_match *match);
/* Is the run a public name but for case, accents and hyphens? Is the piece the surname of one? */
bool cahier_redact_public_name(const redact_scan *scan, const redact_run *run);
bool cahier_redact_public_surname(const redact_scan *scan, const redact_piece *piece);
/* Is what starts at `at` the name of a place or a text: "rue", "loi" before it, with "de", "du" between when
 * `linked`? */
bool cahier_redact_named_after(const redact_scan *scan, uint32_t at, bool linked);
bool cahier_redact_linked_to_place(const redact_scan *scan, uint32_t at);

#endif
