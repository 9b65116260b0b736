/* SPDX-License-Identifier: Apache-2.0 */
/* page.h -- report.html, section by section, in the order in which a council reads it; its pieces also serve the review's pages.
 *
 * Value   One self-contained file: style and script inside, nothing loaded, a Content-Security-Policy that lets only
 *         that script run. Everything from citizens goes through cahier_put_html inside an isolating element.
 * Cost    The page holds themes and examples, never all contributions: under 1.5 MB whatever D
 */
#ifndef CAHIER_REPORT_PAGE_H
#define CAHIER_REPORT_PAGE_H

#include "chart.h"
#include "facts.h"
#include "french.h"
#include "out.h"
#include "say.h"

typedef struct cahier_page {
    cahier_out *out;
    const cahier_report_input *input;
    const cahier_result *result;
    const cahier_facts *facts;
    uint32_t pictures;    /* given so far */
    unsigned char *shown; /* D: the document's text stands in the page, at #c-<d> */
} cahier_page;

#define CAHIER_QUOTE_MAX 420u   /* bytes: a sentence longer than six lines is not a quote */
#define CAHIER_EXTRACT_MAX 700u /* bytes of a contribution shown as example: ten lines */
#define CAHIER_CARD_TERMS 8u
#define CAHIER_EXAMPLES 12u /* unclassified texts shown */

/* Sections. */
void cahier_page_overview(cahier_page *page);       /* page_overview.c */
void cahier_page_themes(cahier_page *page);         /* page_theme.c */
void cahier_page_where(cahier_page *page);          /* page_where.c */
void cahier_page_when(cahier_page *page);           /* page_when.c */
void cahier_page_tree(cahier_page *page);           /* page_tree.c */
bool cahier_page_has_tree(const cahier_page *page); /* themes to unite, or a theme that divides */
void cahier_page_copies(cahier_page *page);         /* page_rest.c */
void cahier_page_unclassified(cahier_page *page);
void cahier_page_set_aside(cahier_page *page);
void cahier_page_limits(cahier_page *page); /* page_method.c */
void cahier_page_method(cahier_page *page);
void cahier_page_choice(cahier_page *page); /* page_choice.c, inside the method */

/* Pieces that sections share: page_parts.c. */
void cahier_page_open_section(cahier_page *page, const char *id, const char *heading);
void cahier_page_close_section(cahier_page *page);
void cahier_page_open_fold(cahier_page *page); /* <details><summary>, the summary to be said by the caller */
void cahier_page_fold_body(cahier_page *page);
void cahier_page_close_fold(cahier_page *page);
/* <th scope="col">. `kind` is "number" or "". */
void cahier_page_column(cahier_page *page, const char *name, const char *kind);
void cahier_page_number_cell(cahier_page *page, uint64_t count);
void cahier_page_open_table(cahier_page *page, const char *caption);
void cahier_page_close_table(cahier_page *page);
/* <a href="#t-4f2a">Pistes cyclables</a> */
void cahier_page_theme_link(cahier_page *page, uint32_t theme);
/* « n° 42 · Saint-Michel · 3 mars 2025 » */
void cahier_page_source(cahier_page *page, uint32_t d);
/* The same, as a link to the text when the page shows it. */
void cahier_page_source_link(cahier_page *page, uint32_t d);
/* A document as an example, its text shortened; becomes the target #c-<d> the first time. */
void cahier_page_extract(cahier_page *page, uint32_t d, const char *list_tag);
/* Strip of the four polarities with its legend. */
void cahier_page_polarity(cahier_page *page, const uint32_t count[CAHIER_POLARITY_LABELS]);
/* The persons of a theme as a bar, its polarities as a strip. */
void cahier_page_bar(cahier_page *page, uint32_t theme);
/* A word in its sentence. */
void cahier_page_context(cahier_page *page, const cahier_concordance *line);
/* The first terms of the theme, which carry its label, by weight: bars that go up and down would look like a mistake. Returns how many. */
uint32_t cahier_page_terms(const cahier_theme *theme, cahier_term_weight term[CAHIER_CARD_TERMS]);
void cahier_page_stances(cahier_page *page, const uint32_t count[CAHIER_STANCES]);

#endif
