/* SPDX-License-Identifier: Apache-2.0 */
/* evaluation.h -- labels of people beside what the report says of the same documents.
 *
 * In      a request: folder of the report, file of labels
 * Out     one verdict a labelled document, and which cell of the labels answers which subject
 * Errors  false: the reason was said on stderr
 * Memory  in evaluation->arena
 */
#ifndef CAHIER_EVALUATION_H
#define CAHIER_EVALUATION_H

#include <cjson/cJSON.h>

#include "gold.h"
#include "out.h"

typedef enum cahier_subject {
    CAHIER_SUBJECT_THEMES,
    CAHIER_SUBJECT_POLARITY,
    CAHIER_SUBJECT_STANCE,
    CAHIER_SUBJECTS
} cahier_subject;

extern const char *const cahier_subject_name[CAHIER_SUBJECTS]; /* "themes" */

typedef struct cahier_evaluate_request {
    const char *folder, *gold;
    int what; /* the subject of "label", or -1: guessed from the labels */
    bool json, english;
} cahier_evaluate_request;

/* What the report says of a labelled document. */
typedef struct cahier_verdict {
    cahier_text theme;               /* empty: unclassified */
    uint32_t label[CAHIER_SUBJECTS]; /* rank in the closed list of the subject */
    int32_t score_milli;
    bool known; /* the report holds the document */
} cahier_verdict;

typedef struct cahier_evaluation {
    cahier_evaluate_request request;
    cahier_arena arena;
    cahier_gold gold;
    cahier_verdict *verdicts; /* one a gold row */
    uint32_t compared;        /* known ones */
    cahier_out text;          /* the result, for people */
    cJSON *json;              /* the same, for machines */
} cahier_evaluation;

bool cahier_evaluation_read(cahier_evaluation *e);

/* Cell of the gold rows that holds the labels of each subject; CAHIER_GOLD_CELLS when none does. */
void cahier_evaluation_cells(const cahier_evaluation *e, uint32_t cell[CAHIER_SUBJECTS]);

/* The closed lists of polarity and stance. */
const char *cahier_subject_label(cahier_subject what, uint32_t label);
uint32_t cahier_subject_labels(cahier_subject what);
/* Rank of a label, or CAHIER_NONE. */
uint32_t cahier_subject_find(cahier_subject what, cahier_text text);

#endif
