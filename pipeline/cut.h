/* SPDX-License-Identifier: Apache-2.0 */
/* cut.h -- the French rules of cutting text into pieces, one for each token; what tokenise and the compiler of
 * lexicons share.
 *
 * In      a text and the spellings of elisions.tsv
 * Out     pieces, one a call, in order, disjoint; space, hyphens inside words and the # of hashtags belong to none
 * Value   as tokenise.h says
 * Errors  none
 * Memory  none: the pieces of a joined word wait in the cutter
 * Cost    one pass over bytes; a plain word costs a table step a letter
 * Why     forms of lexicons must be cut exactly as texts are, before there is a dictionary to ask
 */
#ifndef CAHIER_CUT_H
#define CAHIER_CUT_H

#include "cahier.h"
#include "intern.h"

#define CAHIER_TOKEN_MAX 128u /* bytes; no French word is as long: what is longer is cut there */
#define CAHIER_SURFACE_ROOM (2u * CAHIER_TOKEN_MAX + 4u)

#define CAHIER_WHOLE_JOINTS 6u /* hyphens and apostrophes of a word kept whole; "provence-alpes-côte-d'azur" has four */

typedef enum cahier_elision {
    CAHIER_ELISION_NONE,
    CAHIER_ELISION_PREFIX, /* "l'", "qu'" */
    CAHIER_ELISION_WHOLE,  /* "aujourd'hui", "peut-être" */
    CAHIER_ELISION_SUFFIX  /* "-t-il", "-ci" */
} cahier_elision;

typedef struct cahier_elisions {
    cahier_intern form; /* folded spelling -> cahier_elision */
    /* Filters, so that most words are never looked up: bit n of [x]: a form that begins with letter x ... */
    uint32_t head[26];  /* ... has its first apostrophe at byte n */
    uint32_t whole[26]; /* ... is kept whole and has its first hyphen or apostrophe at byte n */
} cahier_elisions;

typedef enum cahier_piece_kind {
    CAHIER_PIECE_WORD,   /* letters; surface: folded */
    CAHIER_PIECE_JOINED, /* kept whole, elided or suffix: folded, with its apostrophe and hyphens */
    CAHIER_PIECE_NUMBER,
    CAHIER_PIECE_ACRONYM,   /* S.N.C.F.: folded, without dots */
    CAHIER_PIECE_INCLUSIVE, /* habitant·e·s: its head, and s for a plural */
    CAHIER_PIECE_SPACED,    /* "l ecole", "aujourd hui": an apostrophe typed as a space, or left out before one */
    CAHIER_PIECE_URL,
    CAHIER_PIECE_EMOJI,
    CAHIER_PIECE_PUNCTUATION,
    CAHIER_PIECE_MARK /* a redaction; made by tokenise, never by the cutter */
} cahier_piece_kind;

/* The bytes of a piece alone decide its surface, but for SPACED. Up to INCLUSIVE it has at most CAHIER_TOKEN_MAX bytes
 * (and a unit). */
typedef struct cahier_piece {
    uint32_t start, end;
    uint32_t head; /* INCLUSIVE, EMOJI: end of the part that is the surface */
    cahier_piece_kind kind;
    bool plural; /* INCLUSIVE */
} cahier_piece;

typedef struct cahier_cutter {
    const cahier_elisions *elisions;
    cahier_text text;
    uint32_t at, end; /* bytes still to cut */
    uint32_t begin;   /* where the range began: an upper-case "L" may be elided there */
    bool after_number;
    uint32_t queued, taken;
    cahier_piece queue[CAHIER_TOKEN_MAX];
} cahier_cutter;

/* Bytes [start, end) of text, on character borders. */
void cahier_cut_range(
        cahier_cutter *cutter, const cahier_elisions *elisions, cahier_text text, uint32_t start, uint32_t end);
bool cahier_cut_next(cahier_cutter *cutter, cahier_piece *out);

/* Writes the surface of a piece at `to` (CAHIER_SURFACE_ROOM bytes); returns its length, > 0. */
uint32_t cahier_cut_surface(cahier_text text, const cahier_piece *piece, char *to);

#endif
