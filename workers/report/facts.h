/* SPDX-License-Identifier: Apache-2.0 */
/* facts.h -- what several files of the report say of the whole batch, counted once; the keys of the contracts.
 *
 * Memory  cahier_facts_open allocates, cahier_facts_close frees; the texts are borrowed from the input
 * Cost    O(D + set-aside rows)
 */
#ifndef CAHIER_REPORT_FACTS_H
#define CAHIER_REPORT_FACTS_H

#include "report.h"

#define CAHIER_PLACE_PERSONS 5 /* fewer persons than this in a cell say more of them than of the place: not shown */
#define CAHIER_PERIODS_MIN 3   /* two points make no curve */

typedef struct cahier_reason {
    cahier_text text;
    uint32_t count;
} cahier_reason;

typedef struct cahier_facts {
    bool answers;                  /* some contributions answer several questions: documents are « réponses » */
    int32_t first_date, last_date; /* 0 when no contribution has a date */
    uint32_t classified;           /* documents with a theme */
    uint32_t copies;               /* documents that copy an earlier one */
    uint32_t campaigns;            /* groups */
    uint32_t campaign_texts, campaign_persons; /* of all of them; distinct persons */
    uint32_t unknown_authors;                  /* contributions */
    bool nobody_known;                         /* no author is: contributions are counted, not persons */
    uint32_t undated, unplaced;                /* documents */
    uint32_t redactions;
    uint32_t polar;                                /* documents whose polarity is not neutral */
    uint32_t questions;                            /* distinct questions */
    int32_t coverage_milli, random_coverage_milli; /* over themes, by documents */
    cahier_reason *reasons;                        /* of set-aside rows, most frequent first */
    uint32_t reason_count;
} cahier_facts;

void cahier_facts_open(const cahier_report_input *input, cahier_facts *facts);
void cahier_facts_close(cahier_facts *facts);

/* Ways to name one thing. */
void cahier_person_key(const cahier_report_input *input, uint32_t person, char key[CAHIER_PERSON_KEY_MAX]);
/* "d-07". */
void cahier_duplicate_key(uint32_t group, char key[16]);
void cahier_block_key(uint32_t block, char key[16]);
/* The words of a passage. */
cahier_text cahier_passage_text(const cahier_result *result, const cahier_passage *passage);
/* Document d copies an earlier one of its group; `kind` and `of` say how and which. */
bool cahier_is_copy(const cahier_result *result, uint32_t d, cahier_duplicate_kind *kind, uint32_t *of);
/* Without theme, though it says something. */
bool cahier_is_unclassified(const cahier_result *result, uint32_t d);
const char *cahier_rule_key(cahier_rule rule);
const char *cahier_duplicate_kind_key(cahier_duplicate_kind kind);
cahier_text cahier_document_title(const cahier_document *document);
/* Without title and newline. */
cahier_text cahier_document_body(const cahier_document *document);

#endif
