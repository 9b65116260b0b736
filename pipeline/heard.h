/* SPDX-License-Identifier: Apache-2.0 */
/* heard.h -- what emergence hears of a message: who, where, about what, in which words; no text.
 *
 * In      a document as analysed (cahier.h), its contribution, the theme it was given (listen.h)
 * Out     heard     terms and phrases, each once, with the first sentence that says it
 * Value   A term is a stem; its key is a hash of the stem, so it means the same in every chunk, on every machine and from one
 *         day to the next. A phrase is two terms in a sentence, side by side or with at most two linking words between
 *         (« salle de la mairie », phrase.h); its key is made of those of its terms. At most CAHIER_SAID_MOST of a message,
 *         in the order of the text: beyond, a message is a report. A non-answer (« RAS ») says nothing, and its author is
 *         counted nowhere.
 *         surface: the form written first, of a phrase with its linking words
 *         person: a key chosen by the caller, the same for the same author as long as the state lives; 0: unknown, then
 *         the message is an author of its own
 * Order   of the text; duplicates dropped
 * Errors  NOMEM
 * Memory  result in `batch`; surfaces of words are borrowed from the types
 * Cost    O(tokens)
 * Why     Flat and without the text: workers can keep a day of it, and nothing a citizen wrote beyond single words and
 *         numbers of sentences.
 */
#ifndef CAHIER_HEARD_H
#define CAHIER_HEARD_H

#include "cahier.h"

#define CAHIER_SAID_MOST 48u

typedef struct cahier_said {
    uint64_t key;
    cahier_text surface;
    uint32_t sentence; /* of the document */
    bool phrase;
} cahier_said;

typedef struct cahier_heard {
    cahier_text id;    /* of the document, unique in the stream */
    uint64_t person;   /* 0: unknown */
    cahier_text place; /* empty: unknown */
    cahier_text theme; /* id, "t-4f2a"; empty: unclassified */
    cahier_text label; /* of the theme */
    uint32_t sentence; /* that shows the theme best, or 0 */
    cahier_polarity_label polarity;
    bool silent; /* a non-answer: nobody is counted for it */
    const cahier_said *said;
    uint32_t said_count;
    const uint16_t *sketch; /* CAHIER_SKETCH_HASHES, or NULL: compared with none */
    uint64_t fingerprint;
    const int8_t *vector; /* of a strange text, unit length times 127 (listen.h); NULL: none */
    uint32_t dimensions;
} cahier_heard;

/* Fills what the document itself tells: said, polarity, silent, sketch, fingerprint. The rest is the caller's. */
cahier_status cahier_hear(
        cahier_arena *batch, const cahier_types *types, const cahier_document *document, cahier_heard *out);

/* Key of a text of any kind: an author's own key, when the caller has none that is better. Never 0. */
uint64_t cahier_heard_key(cahier_text text);

#endif
