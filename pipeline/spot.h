/* SPDX-License-Identifier: Apache-2.0 */
/* spot.h -- where the words and phrases of a list stand in a text, inflected, misspelt, with a word in between.
 *
 * In      forms      as people write them: « nid de poule », « poubelle pas ramassée »
 *         document   tokens after expression.h
 * Out     spots      one a place, each with the form that stands there and its tokens
 * Value   A form is its words that make terms, as stems: « des nids-de-poules » holds « nid de poule », « les poubelles n'ont
 *         jamais été ramassées » holds « poubelle ramassée ». Between two of them stand at most CAHIER_SPOT_GAP words of the
 *         sentence (« n' », « l' » are none), one of which may make a term (« fil électrique tombé à terre »), and no comma or other punctuation.
 *         A form that begins with = asks for all its words, those that make no term too: « =en feu » is no « feu », « =à la rue »
 *         no « rue », « =mettre fin à mes jours » holds none that makes a term. One that begins with == asks for them as they
 *         are written, side by side: « ==bal » is no « balai », though both have one stem; « ==veux en finir ».
 *         At a place the form of most words wins, then the one that ends first; its words are spent: « aire de jeux » is no
 *         « jeux ». A word that no list of the program knows is also tried with doubled letters made single on both sides:
 *         « trotoir », « poubele »; a word of the list, with its accents left out: « securite ».
 * Order   by first token
 * Errors  NOMEM; LEXICON from open, with the row, when a form holds no word or more than CAHIER_SPOT_WORDS
 * Memory  open: in `arena`; find: spots in `batch`, with room for one a token, which may be `scratch`; scratch given back
 * Cost    open: one stem a word of the list; find: one hash a token, and a few steps where a form may begin
 * Why     stems, not spellings: whoever writes the list writes « trottoir », citizens write « trottoirs », « TROTOIRS »
 */
#ifndef CAHIER_SPOT_H
#define CAHIER_SPOT_H

#include "intern.h"
#include "lexicon.h"
#include "stem.h"

#define CAHIER_SPOT_GAP 3u
#define CAHIER_SPOT_WORDS 8u /* of a form: bounds the walk */
#define CAHIER_SPOT_MARK '='

/* What a form is refused for. */
#define CAHIER_SPOT_REFUSED "form holds no word that makes a term, or more than eight"

typedef struct cahier_spot_node {
    uint32_t stem, child, next; /* first child, next sibling; CAHIER_NONE */
    uint32_t form;              /* first form that ends here, or CAHIER_NONE */
} cahier_spot_node;

typedef struct cahier_spots {
    cahier_intern stem;    /* stem -> number */
    cahier_intern surface; /* word as it is written -> number, where a form asks for it */
    cahier_intern single;  /* stem without doubled letters -> number, or none when several have it */
    cahier_spot_node *node;
    uint32_t node_count;
    uint32_t *root; /* a stem: its node, or CAHIER_NONE */
    uint32_t stem_count;
    uint32_t *next_form; /* a form: the next one of the same words, or CAHIER_NONE */
    bool *tight;         /* a form: its words stand side by side */
    uint32_t form_count;
} cahier_spots;

typedef struct cahier_spot_forms {
    const cahier_text *at;
    uint32_t count;
    uint32_t wrong; /* the one that was refused */
} cahier_spot_forms;

typedef struct cahier_spot {
    uint32_t form;       /* the first of those with these words: follow next_form */
    uint32_t first, end; /* tokens, from the first word to behind the last */
} cahier_spot;

typedef struct cahier_spotted {
    cahier_spot *at;
    uint32_t count;
} cahier_spotted;

cahier_status cahier_spots_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        cahier_spot_forms *forms, cahier_spots *out);

cahier_status cahier_spots_find(const cahier_spots *spots, const cahier_types *types, const cahier_document *document,
        cahier_arena *batch, cahier_arena *scratch, cahier_spotted *out);

/* A text of a list read as a text of citizens is: the same cuts, stems, expressions. In the batch of `reader`, whose types the
 * tokens index. */
cahier_status cahier_read_form(cahier_analyser *reader, cahier_text form, cahier_document *out);

#endif
