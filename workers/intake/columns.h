/* SPDX-License-Identifier: Apache-2.0 */
/* columns.h -- what each column looks like: its folded name, what the table of names says of it, what it holds.
 *
 * In      table    names may be absent: then the first row may be the header
 * Out     profile  one a column, in `scratch`
 * Value   Contents are measured on at most CAHIER_SAMPLE_ROWS rows spread evenly over the file.
 * Errors  NOMEM
 * Cost    columns x sampled rows
 */
#ifndef CAHIER_INTAKE_COLUMNS_H
#define CAHIER_INTAKE_COLUMNS_H

#include "platform.h"
#include "table.h"

#define CAHIER_SAMPLE_ROWS 2000u /* shares are known to about two percent: enough to tell a date from a text */

#define CAHIER_BANNER_ROWS 10u /* a title, a date, a blank line or two: no sheet seen had more than five */

typedef struct cahier_profile {
    const char *folded;             /* NUL-terminated */
    const char *base;               /* folded, without locale */
    uint32_t locale;                /* 0: French or none; 1: another language */
    bool localised;                 /* its name ends with a locale */
    bool question;                  /* its name is asked like a question */
    const cahier_column_rule *rule; /* or NULL */
    /* of the sampled cells */
    uint32_t filled;
    uint64_t bytes, words, letters;
    uint32_t numbers, dates, emails, urls, yes_no;
    uint32_t positions; /* cells that say for, against or neither, numbers included */
    uint32_t sides;     /* of these, words */
    uint32_t pieces;    /* distinct choices, lists « a|b, c » cut apart */
    uint32_t distinct;  /* distinct whole cells */
} cahier_profile;

cahier_status cahier_columns_profile(cahier_reading *reading, const cahier_table *table, cahier_profile **out);

/* Whether the first row of a table without names is a header. */
cahier_status cahier_columns_header(cahier_reading *reading, const cahier_table *table, bool *header);

/* Drops what stands above the header: « Consultation 2025;;; », rows with one filled cell at most. Nothing is dropped
 * unless a header follows within CAHIER_BANNER_ROWS rows. */
cahier_status cahier_columns_skip_banner(cahier_reading *reading, cahier_table *table);

/* Names the columns by the first row, which is dropped, or « colonne 1 », « colonne 2 »… */
cahier_status cahier_columns_name(cahier_reading *reading, cahier_table *table, bool header);

/* Folds a name as platform.h expects it. */
cahier_status cahier_columns_fold(cahier_arena *arena, cahier_text name, const char **folded);

bool cahier_profile_is_prose(const cahier_profile *profile);  /* running text */
bool cahier_profile_is_closed(const cahier_profile *profile); /* few choices, often repeated */

#endif
