/* SPDX-License-Identifier: Apache-2.0 */
/* polarity_signal.h -- a sentence read as signals: polar words, and the cues that change them. Private to polarity.
 *
 * In      one sentence of a document, by its tokens
 * Out     signals in order of their first token; two may share a token ("super" strengthens and pleases)
 * Value   The longest match of each list at a token. Signals inside an idiom, an identity phrase or the cue of a wish
 *         are hidden, but for a cue as long as the idiom ("pas assez" displeases and negates). A cue of several words
 *         hides the cues in it: "un peu" is no "peu".
 *         "plus", "personne", "point" negate only with "ne" near: kind "bound" of negations.tsv.
 *         Emoticons are taken when their characters touch and no word touches them: "Pourquoi ? :(", not "deux :(a)".
 *         A conditional opens a purpose: "serait très utile" is not useful yet; an idiom that begins with it does not
 *         fall under it: "aurait pu mieux faire" regrets.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  signals in `scratch`, valid until the caller resets it
 */
#ifndef CAHIER_POLARITY_SIGNAL_H
#define CAHIER_POLARITY_SIGNAL_H

#include "cahier.h"
#include "lexicon.h"

typedef enum cahier_signal_kind {
    CAHIER_SIGNAL_STOP,     /* punctuation: scopes of negation end here */
    CAHIER_SIGNAL_CLAUSE,   /* "car", "c'est", "et il": a new assertion begins */
    CAHIER_SIGNAL_PARTICLE, /* ne n' */
    CAHIER_SIGNAL_MARKER,   /* pas, jamais, aucun */
    CAHIER_SIGNAL_NOMINAL,  /* sans, manque de */
    CAHIER_SIGNAL_DIMINISH, /* peu, moins, à peine */
    CAHIER_SIGNAL_INTENSIFIER,
    CAHIER_SIGNAL_DOWNTONER,
    CAHIER_SIGNAL_EXCESS,     /* trop */
    CAHIER_SIGNAL_CONTRAST,   /* mais */
    CAHIER_SIGNAL_CONCESSION, /* malgré */
    CAHIER_SIGNAL_PURPOSE,    /* pour + infinitive, afin que */
    CAHIER_SIGNAL_WISH,       /* il faudrait, créer, plus de */
    CAHIER_SIGNAL_POLAR
} cahier_signal_kind;

typedef struct cahier_signal {
    cahier_signal_kind kind;
    uint32_t entry;      /* row of the list it comes from; CAHIER_NONE: a word the batch taught */
    uint32_t first, end; /* tokens of the document */
    uint32_t word;       /* words of the sentence before it; elisions are not counted: "l'" has no weight in a window */
    uint32_t word_end;   /* words before what follows it */
} cahier_signal;

typedef struct cahier_reading {
    const cahier_lexicons *lexicons;
    const cahier_types *types;
    const cahier_document *document;
    const int32_t *learned; /* a type: weight it was taught (adapt.h), 0: none; NULL: nothing was taught */
    cahier_arena *scratch;
    cahier_signal *at;
    uint32_t count, capacity;
    uint32_t first, end;  /* tokens of the sentence */
    uint32_t words;       /* of the sentence, without elisions */
    uint32_t contrast;    /* the last contrast behind at least one word, or CAHIER_NONE */
    uint32_t question;    /* token of the closing "?", or CAHIER_NONE */
    uint32_t exclamation; /* token of a "!!", or CAHIER_NONE */
    uint32_t link;        /* of the document, when it passes on the title of another text; or CAHIER_NONE */
} cahier_reading;

/* Replaces what `reading` holds by the signals of `sentence`. lexicons, types, document, scratch, link are set by the caller;
 * at, count, capacity start at 0 and are used again from one sentence to the next. */
cahier_status cahier_read_signals(cahier_reading *reading, const cahier_sentence *sentence);

#endif
