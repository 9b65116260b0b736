/* SPDX-License-Identifier: Apache-2.0 */
/* platform.h -- what column names mean, and which platform wrote the file. Data, not logic.
 *
 * In      a folded name: lower case, without accents, words separated by one space, "authorId" cut in two words,
 *         the locale of "title/fr" taken off
 * Value   Rows are tried in order; the first whose pattern matches gives the role, and its rank (a lower one wins
 *         when two columns ask for the same role). « * » in a pattern stands for any characters.
 * Source  shared notes on the platforms' exporters: Decidim, Cap Collectif, CONSUL, Polis, Sensemaker, T3C, Kouchou-AI,
 *         ThemeFinder, Go Vocal, JDMA, Grand Débat; the forms of Google, Microsoft, Framaforms, LimeSurvey, Sphinx
 */
#ifndef CAHIER_INTAKE_PLATFORM_H
#define CAHIER_INTAKE_PLATFORM_H

#include "intake.h"

enum {                               /* what a column rule adds to its role */
    CAHIER_COLUMN_WEAK = 1u << 0,    /* text: may be a question among others; does not rule out its neighbours */
    CAHIER_COLUMN_KEY = 1u << 1,     /* names a person, and may serve as the author's key when no better one exists */
    CAHIER_COLUMN_CLOSED = 1u << 2,  /* only when its values are no running text */
    CAHIER_COLUMN_SUMMARY = 1u << 3, /* read only when the text is empty */
};

typedef struct cahier_column_rule {
    const char *pattern;
    cahier_role role;
    uint32_t flags;
} cahier_column_rule;

enum {                                     /* traps of a platform */
    CAHIER_PLATFORM_BARE_TAIL = 1u << 0,   /* the last column is not quoted: its commas and breaks are text (Polis) */
    CAHIER_PLATFORM_MONTH_FIRST = 1u << 1, /* dates are mm/dd/yyyy (Go Vocal) */
    CAHIER_PLATFORM_QUESTIONS = 1u << 2,   /* columns of questions beside the rest */
};

typedef struct cahier_platform {
    const char *name;
    const char *columns[4]; /* patterns that all must be present */
    uint32_t flags;
} cahier_platform;

/* NULL when no rule matches. The rank of a rule is its distance from the first. */
const cahier_column_rule *cahier_platform_rule(const char *folded);
const cahier_column_rule *cahier_platform_rules(void);

const cahier_platform *cahier_platform_find(const char *const *folded, uint32_t count);

#endif
