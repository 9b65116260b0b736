/* SPDX-License-Identifier: Apache-2.0 */
/* decision.h -- what people decided, one decision a line of a journal; and how decisions name contributions.
 *
 * Value   docs/decisions.md says what each deed needs and what becomes of it
 *         "42" names all answers of the contribution 42, "42/2" one of them
 * Errors  NOMEM
 * Memory  the index of ids in the arena given; texts are borrowed
 */
#ifndef CAHIER_DECISION_H
#define CAHIER_DECISION_H

#include "intern.h"

typedef enum cahier_deed {
    /* themes: guide.h */
    CAHIER_RENAME,
    CAHIER_MERGE,
    CAHIER_MOVE,
    CAHIER_PIN,
    CAHIER_EXCLUDE,
    CAHIER_APART,
    CAHIER_SPLIT,
    /* texts: correct.h, mask.h */
    CAHIER_SAY_POLARITY,
    CAHIER_SAY_STANCE,
    CAHIER_DUPLICATE,
    CAHIER_MASK,
    CAHIER_UNMASK,
    /* what is said beside: guide_aside.c */
    CAHIER_SENTENCE,
    CAHIER_SIGN,
    CAHIER_VERDICT,
    CAHIER_PUBLISH,
    CAHIER_NOTE,
    CAHIER_REFIT, /* relearn.h */
    /* messages: route.h */
    CAHIER_ROUTE,
    CAHIER_ELSEWHERE, /* a word that this version does not know: kept */
    CAHIER_CANCELLED, /* undone by a later line, or the line that undoes */
    CAHIER_HIDDEN,    /* the line that would undo a mask: the text is kept nowhere */
    CAHIER_DEEDS
} cahier_deed;

typedef struct cahier_theme_named { /* a theme, as a decision names it */
    cahier_text id;
    const cahier_text *members; /* ids of contributions that it held */
    uint32_t member_count;
} cahier_theme_named;

typedef struct cahier_decision {
    cahier_deed deed;
    uint32_t line;      /* in the journal, from 1 */
    cahier_text what;   /* as written: "rename", "polarity" */
    cahier_text id, of; /* its own; undo: that of the line undone */
    cahier_text who, when, note;
    cahier_text label;   /* rename; may be empty for merge and split */
    cahier_text service; /* route: who answers the contributions */
    cahier_text term;    /* split: words that the texts hold; empty: by contributions */
    const cahier_theme_named *themes;
    uint32_t theme_count;
    const cahier_text *contributions;
    uint32_t contribution_count;
    cahier_polarity_label polarity; /* polarity */
    cahier_stance_label stance;     /* stance */
    cahier_redaction_kind kind;     /* redact */
    uint32_t start, end;            /* redact, unredact: bytes of the text as the person saw it */
    uint32_t length;                /* redact: bytes of that whole text; 0: not said */
    uint32_t sentence;              /* sentence: rank in its contribution, from 1 */
    cahier_text replaces;           /* sentence: the contribution that the summary quotes until then */
    uint32_t documents;             /* sign: how many contributions the theme held; 0: not said */
    bool yes;                       /* duplicate: they are copies; verdict: it is right */
} cahier_decision;

typedef struct cahier_decisions {
    const cahier_decision *at;
    uint32_t count;
} cahier_decisions;

typedef enum cahier_outcome {
    CAHIER_APPLIED,
    CAHIER_OUTSIDE,          /* CAHIER_ELSEWHERE; CAHIER_ROUTE, to the themes */
    CAHIER_UNDONE,           /* CAHIER_CANCELLED */
    CAHIER_NO_THEME,         /* a theme it names is not found again */
    CAHIER_NO_CONTRIBUTION,  /* none of its contributions is in the files */
    CAHIER_ONE_THEME,        /* two themes to merge, or to keep apart without members, are one already */
    CAHIER_CONTRADICTED,     /* by « never together », or by where people put both contributions */
    CAHIER_REPLACED,         /* a later decision says otherwise */
    CAHIER_NOTHING_TO_SPLIT, /* no text, or every text, of the theme */
    CAHIER_NO_COPY,          /* none of its contributions is in a group of copies */
    CAHIER_NO_SENTENCE, /* the summary quotes the other no more, or the contribution has no such sentence in the theme */
    CAHIER_NO_MASK,     /* no mask stands there */
    CAHIER_TEXT_CHANGED,  /* the text is not the one in which the mask was put: look again */
    CAHIER_THEME_CHANGED, /* the theme signed off is another since */
    CAHIER_KEPT_HIDDEN,   /* CAHIER_HIDDEN */
    CAHIER_OUTCOMES
} cahier_outcome;

/* Keys of the contracts: "applied", "no_theme". */
const char *cahier_outcome_name(cahier_outcome outcome);
/* "rename", "polarity": what `do` says; "" for the three last. */
const char *cahier_deed_name(cahier_deed deed);

/* --- contributions -------------------------------------------------------------------------------------------------------- */

/* Contributions and documents -> first document. The ids of `corpus` are borrowed. */
cahier_status cahier_answers_index(cahier_arena *arena, const cahier_corpus *corpus, cahier_intern *out);

/* Documents first .. end of a contribution, or of one of its answers; none: first == end. */
void cahier_answers_find(
        const cahier_intern *ids, const cahier_corpus *corpus, cahier_text id, uint32_t *first, uint32_t *end);

#endif
