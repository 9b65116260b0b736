/* SPDX-License-Identifier: Apache-2.0 */
/* explanation.h -- why a document got its themes and its polarity, read back from the report and computed again.
 *
 * In      the tree of a line of contributions.jsonl; report.json for the labels of themes, when it is there
 * Out     the parts of every score, in the order of the report; what does not add up
 * Value   nothing is taken for granted: a theme's score must be the sum of its terms' parts, a word's value its weight
 *         times the factors of its rules, the polarity the formula of polarity.h over these values, its label what that
 *         formula says; what is quoted must stand in the text at its place, and each redaction must be a mark
 * Errors  LIMIT when the line is no document of a report; NOMEM
 * Memory  arrays in `arena`; texts are borrowed from the trees
 */
#ifndef CAHIER_EXPLANATION_H
#define CAHIER_EXPLANATION_H

#include <cjson/cJSON.h>

#include "cahier.h"

typedef struct cahier_explained_term {
    cahier_text term, surface;
    int32_t weight_milli;
} cahier_explained_term;

typedef struct cahier_explained_theme {
    cahier_text id, label; /* label empty without report.json */
    const cJSON *words;    /* of the list that names it, or NULL */
    int32_t score_milli;
    int64_t sum_milli;
    bool of_sentence; /* [start, end) of the text alone shows it */
    uint32_t start, end;
    cahier_explained_term *at;
    uint32_t count;
} cahier_explained_theme;

static inline cahier_text cahier_explained_name(const cahier_explained_theme *theme)
{
    return theme->label.len > 0 ? theme->label : theme->id;
}

/* Who placed the document; `what` empty: nobody, its score did. */
typedef struct cahier_explained_decision {
    cahier_text what, who, when, note;
} cahier_explained_decision;

/* Why the runner-up was not kept. */
typedef enum cahier_explained_loss {
    CAHIER_LOST_NO_RUNNER,
    CAHIER_LOST_LEAST,
    CAHIER_LOST_ALSO,
    CAHIER_LOST_SHARE,
    CAHIER_LOST_MOST,
    CAHIER_LOST_DECISION, /* a person chose */
    CAHIER_LOST_KEPT,     /* it scores more, and the text keeps the theme of an earlier report */
    CAHIER_LOST_WRONGLY
} cahier_explained_loss;

typedef struct cahier_explained_rule {
    cahier_text key, cue;
    uint32_t start, end;
    int32_t factor_percent, after_milli; /* the value once the rule is applied */
} cahier_explained_rule;

typedef struct cahier_explained_word {
    cahier_text surface;
    uint32_t start, end;
    int32_t weight_milli, value_milli, computed_milli;
    bool learned; /* of the batch, not of the lexicon */
    cahier_explained_rule *at;
    uint32_t count;
} cahier_explained_word;

typedef struct cahier_explained_polarity {
    int32_t score_milli, computed_milli;
    cahier_polarity_label label, computed_label; /* of the rules */
    cahier_polarity_label corrected;             /* what the report counts: a person's, when decision.what says so */
    cahier_explained_decision decision;
    uint32_t words;
    int64_t sum_milli;                      /* of all values */
    int64_t positive_milli, negative_milli; /* of the lexicon's words alone: sums of the values, both without sign */
    int32_t positive_score_milli, negative_score_milli;
    int32_t mixed_percent; /* what the smaller sum must be of the larger to be mixed */
    bool has_learned;      /* words that the batch taught are among them; what the lexicon says without: */
    int32_t lexical_milli;
    cahier_polarity_label lexical_label;
    cahier_explained_word *at;
    uint32_t count;
} cahier_explained_polarity;

typedef struct cahier_explained_redaction {
    cahier_redaction_kind kind;
    uint32_t start, end;
} cahier_explained_redaction;

typedef struct cahier_explained_duplicate {
    cahier_text group, kind, of; /* group empty: none; of empty: the original */
    uint32_t members, persons;   /* 0 without report.json */
    bool campaign;
} cahier_explained_duplicate;

typedef enum cahier_difference_kind {
    CAHIER_DIFFERS_THEME_SUM,
    CAHIER_DIFFERS_THEME_ORDER,
    CAHIER_DIFFERS_RUNNER_UP,
    CAHIER_DIFFERS_SENTENCE,
    CAHIER_DIFFERS_VALUE,
    CAHIER_DIFFERS_SCORE,
    CAHIER_DIFFERS_LABEL,
    CAHIER_DIFFERS_PLACE,
    CAHIER_DIFFERS_MARK,
    CAHIER_DIFFERENCES_KINDS
} cahier_difference_kind;

typedef struct cahier_difference {
    cahier_difference_kind kind;
    cahier_text what;       /* theme, word, quoted text, label */
    int64_t said, computed; /* thousandths; labels for CAHIER_DIFFERS_LABEL, bytes for _PLACE and _MARK */
} cahier_difference;

typedef struct cahier_explained_stance {
    cahier_stance_label label;
    cahier_text cue;                    /* empty: none */
    cahier_stance_label heard;          /* by the rules */
    cahier_explained_decision decision; /* `what` empty: the rules' */
} cahier_explained_stance;

typedef struct cahier_explanation {
    cahier_text id, file, person, date, place, question, text;
    uint32_t row;
    cahier_explained_theme *themes;
    uint32_t theme_count;
    cahier_explained_theme runner_up;
    cahier_explained_loss loss;
    bool kept; /* its main theme is that of an earlier report, though another scores more */
    cahier_explained_decision decision;
    cahier_explained_polarity polarity;
    cahier_explained_stance stance;
    cahier_explained_stance *also; /* what it does besides */
    uint32_t also_count;
    cahier_explained_redaction *redactions;
    uint32_t redaction_count;
    cahier_explained_duplicate duplicate;
    cahier_explained_decision no_copy; /* that took it out of a group of copies */
    uint32_t notes;                    /* CAHIER_NOTE_* */
    cahier_difference *differences;
    uint32_t difference_count, difference_room;
} cahier_explanation;

/* `report` may be NULL. */
cahier_status cahier_explanation_read(
        cahier_arena *arena, const cJSON *document, const cJSON *report, cahier_explanation *out);
/* Computes again and fills the differences. */
cahier_status cahier_explanation_check(cahier_arena *arena, cahier_explanation *explanation);

/* The best score among the themes of the whole text: the second's, when an earlier theme is kept. */
static inline int32_t cahier_explained_best(const cahier_explanation *e)
{
    bool second =
            e->theme_count > 1 && !e->themes[1].of_sentence && e->themes[1].score_milli > e->themes[0].score_milli;
    return e->themes[second].score_milli;
}

/* "theme_sum" */
const char *cahier_difference_name(cahier_difference_kind kind);

#endif
