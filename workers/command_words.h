/* SPDX-License-Identifier: Apache-2.0 */
/* command_words.h -- every word that `evaluate`, `explain` and `lexicon` say to people: help and messages in French and
 * English, results in French; those of `lexicon` in English too.
 *
 * Value   sentences are in the language of report/say.h: {0}, {0|un|plusieurs}
 * Why     results are shown at the town hall: --lang changes what is said to who runs the program, not what is read there. What a
 *         list holds is read by who keeps it.
 */
#ifndef CAHIER_COMMAND_WORDS_H
#define CAHIER_COMMAND_WORDS_H

#include "explanation.h"
#include "out.h"
#include "say.h"

typedef enum cahier_command {
    CAHIER_COMMAND_EVALUATE,
    CAHIER_COMMAND_EXPLAIN,
    CAHIER_COMMAND_LEXICON,
    CAHIER_COMMANDS
} cahier_command;

typedef enum cahier_complaint { /* {0}, {1} as said */
    CAHIER_BAD_OPTION,
    CAHIER_BAD_VALUE, /* option, value */
    CAHIER_MISSING_FOLDER,
    CAHIER_MISSING_GOLD,
    CAHIER_MISSING_ID,
    CAHIER_MISSING_ACTION, /* lexicon check, stats, neighbours */
    CAHIER_MISSING_WORD,
    CAHIER_MISSING_LEXICON,
    CAHIER_NOT_A_REPORT,    /* folder */
    CAHIER_BAD_REPORT_LINE, /* line of contributions.jsonl */
    CAHIER_UNREADABLE_FILE, /* file */
    CAHIER_BAD_GOLD_LINE,   /* file, line */
    CAHIER_EMPTY_GOLD,      /* file */
    CAHIER_UNKNOWN_LABEL,   /* file, line, label, expected */
    CAHIER_NO_LABEL,        /* file, column */
    CAHIER_OTHER_COLUMN,    /* column */
    CAHIER_NO_MATCH,        /* file */
    CAHIER_UNKNOWN_ID,      /* id */
    CAHIER_UNKNOWN_ID_NEAR, /* id, near ones */
    CAHIER_DIFFERENCES,     /* count */
    CAHIER_NO_LEXICONS,     /* folder */
    CAHIER_NO_LEXICON,      /* file: its header names no kind */
    CAHIER_BAD_LEXICON,     /* errors */
    CAHIER_WRONG,           /* a sentence ready made */
    CAHIER_UNKNOWN_WORD,    /* word */
    CAHIER_OUT_OF_MEMORY,
    CAHIER_COMPLAINTS
} cahier_complaint;

const char *cahier_command_help(cahier_command command, bool english);

/* "cahier evaluate : sentence", on stderr. */
void cahier_complain(
        cahier_command command, bool english, cahier_complaint complaint, const cahier_arg *args, size_t count);

/* The complaint, then the help, on stderr. Returns the exit code of wrong usage. */
int cahier_refuse_usage(cahier_command command, bool english, cahier_complaint complaint);

#define CAHIER_COMPLAIN(command, english, ...) CAHIER_COMPLAIN_(command, english, __VA_ARGS__, CAHIER_N(0))
/* The zero at the end only makes a complaint without argument legal C. */
#define CAHIER_COMPLAIN_(command, english, complaint, ...)                                                             \
    cahier_complain((command), (english), (complaint), (const cahier_arg[]){__VA_ARGS__},                              \
            sizeof(const cahier_arg[]){__VA_ARGS__} / sizeof(cahier_arg) - 1)

typedef struct cahier_evaluate_words {
    const char *compared, *missing, *missing_more, *repeated, *unlabelled;
    const char *themes, *gold_classes, *found_themes, *classified, *ami, *ari, *v;
    const char *polarity, *stance, *by_sign, *accuracy, *macro_f1, *confusion;
} cahier_evaluate_words;

extern const cahier_evaluate_words cahier_evaluate_fr;

/* What a lexicon error says, in French; the English words of the parser when they are not known here. */
const char *cahier_lexicon_message(const char *message, bool english);
/* File that an error of all lists together is about, or NULL. */
const char *cahier_lexicon_culprit(const char *message);

typedef struct cahier_lexicon_words {
    const char *more_errors, *good, *good_together;
    const char *kind, *version, *licence, *source, *entries, *dimensions, *values;
    const char *to; /* between two numbers */
    const char *neighbours, *topicality, *neighbours_note;
} cahier_lexicon_words;

const cahier_lexicon_words *cahier_lexicon_say(bool english);

typedef struct cahier_explain_words {
    const char *document, *row, *of_file, *author, *on, *at_place, *question;
    const char *themes, *main_theme, *further_theme, *sentence, *runner_up, *nearest, *unclassified, *no_answer,
            *no_known_word;
    const char *lost_least, *lost_also, *lost_share, *lost_most, *lost_decision, *lost_kept, *lost_wrongly, *kept_theme;
    const char *named_by_list, *decided[6], *decision_prevails, *decision_note, *corrected, *rules_read, *no_copy;
    const char *verified, *report_says;
    const char *polarity, *polarity_is, *quoted, *learned, *times, *cue, *sum, *formula, *formula_here, *no_polar_word;
    const char *why_mixed, *why_positive, *why_negative, *why_neutral, *why_learned, *label_differs;
    const char *rule[CAHIER_RULES], *rule_unknown;
    const char *stance, *stance_cue, *stance_alone, *stance_also;
    const char *redactions, *redaction;
    const char *copies, *copy_identical, *copy_near, *copy_original, *copy_members, *copy_campaign;
    const char *remarks, *all_verified, *differences;
    const char *difference[CAHIER_DIFFERENCES_KINDS];
} cahier_explain_words;

extern const cahier_explain_words cahier_explain_fr;

#endif
