/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.h -- one page under way, and the pieces that pages share; private to the view_*.c files.
 *
 * Value   CAHIER_MARK writes markup that is ours with what is not: {0} argument 0, escaped (texts, without <bdi>), as digits (counts) or
 *         said (words, shares, dates); {%0} the same text for a path, percent-encoded; {~} the path of the tenant, {@} that of the lot
 * Why     attributes need values, which the sentences of say.h leave alone
 */
#ifndef CAHIER_REVIEW_SHEET_H
#define CAHIER_REVIEW_SHEET_H

#include "files.h"
#include "page.h"
#include "view.h"
#include "review_words.h"

typedef struct cahier_sheet {
    cahier_page page; /* of the report's pieces: out, input, result, pictures */
    const cahier_view *view;
    uint32_t forms;  /* that have a nonce already */
    uint32_t ids;    /* of labels, given so far */
    cahier_out here; /* this page's path inside the lot, for forms that come back to it */
} cahier_sheet;

#define CAHIER_W_OF(name) CAHIER_W(cahier_review_fr.name)

/* For a part of a path or of a query. */
void cahier_put_percent(cahier_out *out, cahier_text text);
/* The path of a contribution inside its lot: "contributions/42%2F1"; "contribution?id=.." for what browsers take for a way up. */
void cahier_put_contribution(cahier_out *out, cahier_text id);
void cahier_mark_list(cahier_sheet *sheet, const char *markup, const cahier_arg *args, size_t count);
#define CAHIER_MARK(sheet, ...) CAHIER_MARK_(sheet, __VA_ARGS__, CAHIER_N(0))
#define CAHIER_MARK_(sheet, markup, ...)                                                                               \
    cahier_mark_list((sheet), (markup), (const cahier_arg[]){__VA_ARGS__},                                             \
            sizeof(const cahier_arg[]){__VA_ARGS__} / sizeof(cahier_arg) - 1)
/* A sentence of review_words.h. */
#define CAHIER_TELL(sheet, ...) CAHIER_SAY((sheet)->page.out, __VA_ARGS__)

/* What the column at the left marks as the place where one is. */
typedef enum cahier_place_shown {
    CAHIER_AT_NOWHERE,
    CAHIER_AT_LOTS,
    CAHIER_AT_LOT,
    CAHIER_AT_THEMES,
    CAHIER_AT_UNCLASSIFIED,
    CAHIER_AT_COPIES,
    CAHIER_AT_PERSONAL,
    CAHIER_AT_READING,
    CAHIER_AT_JOURNAL,
    CAHIER_AT_PUBLICATION,
    CAHIER_AT_METHOD,
    CAHIER_AT_SETTINGS,
    CAHIER_AT_WATCH,
    CAHIER_AT_PLACES
} cahier_place_shown;

typedef struct cahier_sheet_heading {
    cahier_place_shown at;
    const char *page;  /* data-page, for tests and script: "themes" */
    const char *words; /* heading and title; NULL: `text` is */
    cahier_text text;
    bool theme; /* `text` is a theme's label */
} cahier_sheet_heading;

/* Then `here` is filled: forms above the heading, which undo what was just done, come back to the page too. */
void cahier_sheet_begin(cahier_sheet *sheet, cahier_out *out, const cahier_view *view);
/* Head, header, places, notice, what was just done, <h1>; then the page's own; then close. */
void cahier_sheet_open(cahier_sheet *sheet, const cahier_sheet_heading *heading);
void cahier_sheet_close(cahier_sheet *sheet);

void cahier_sheet_paragraph(cahier_sheet *sheet, const char *class, const char *sentence, cahier_arg a, cahier_arg b);
/* <section aria-labelledby>, its <h2 id="h-ID">. */
void cahier_sheet_open_part(cahier_sheet *sheet, const char *id, const char *heading);
void cahier_sheet_close_part(cahier_sheet *sheet);
/* « Rien ici » and what to do next. */
void cahier_sheet_empty(cahier_sheet *sheet, const char *sentence, const char *next);
void cahier_sheet_open_fold(cahier_sheet *sheet, const char *class, const char *summary);
void cahier_sheet_close_fold(cahier_sheet *sheet);

/* --- forms --- */

/* Token, nonce and revision, in a form whose tag the page has written itself. */
void cahier_sheet_identify(cahier_sheet *sheet);
/* A form to a path (markup of CAHIER_MARK), so identified; `id` may be NULL. */
void cahier_sheet_open_form(cahier_sheet *sheet, const char *class, const char *path, const char *id);
/* A form that says a decision and comes back to this page. */
void cahier_sheet_open_decision(cahier_sheet *sheet, const char *class, const char *deed);
void cahier_sheet_close_form(cahier_sheet *sheet);
void cahier_sheet_hidden(cahier_sheet *sheet, const char *name, cahier_text value);
typedef struct cahier_sheet_field {
    const char *name, *type, *label, *help; /* help may be NULL */
    cahier_text value;
    const char *more; /* further attributes: " required autocomplete=\"off\"" */
} cahier_sheet_field;
void cahier_sheet_input(cahier_sheet *sheet, const cahier_sheet_field *input);
/* <label>…<select name id>: options by the caller, then close. Returns nothing to remember. */
void cahier_sheet_open_select(cahier_sheet *sheet, const char *name, const char *label);
void cahier_sheet_option(cahier_sheet *sheet, cahier_text value, const char *words, bool chosen);
void cahier_sheet_text_option(cahier_sheet *sheet, cahier_text value, cahier_text shown, bool chosen);
void cahier_sheet_close_select(cahier_sheet *sheet);
/* All themes but `except`, by label. */
void cahier_sheet_theme_options(cahier_sheet *sheet, uint32_t except);
/* How many boxes of that form are chosen: said by the script. */
void cahier_sheet_chosen(cahier_sheet *sheet, const char *form);
/* The keys of lists, and whether they are heard: who speaks to a computer turns them off (WCAG 2.1.4). */
void cahier_sheet_keys(cahier_sheet *sheet);
/* `name` may be NULL. */
void cahier_sheet_button(
        cahier_sheet *sheet, const char *class, const char *name, const char *value, const char *words);

/* --- view_telling.c --- */

void cahier_sheet_telling(cahier_sheet *sheet, const cahier_shown_telling *telling);

/* --- what lists show: sheet_texts.c --- */

/* <a href> of a theme by its label. */
void cahier_sheet_theme_link(cahier_sheet *sheet, uint32_t theme);
/* « n° 42 · Centre · 3 mars 2025 », a link to all that is known of it. */
void cahier_sheet_source(cahier_sheet *sheet, uint32_t document);
/* The text, whole or shortened, with the words highlighted that put it in `theme` (CAHIER_NONE: none). */
typedef struct cahier_shown_text {
    uint32_t document, theme;
    uint32_t max;  /* bytes; 0: whole */
    bool focus;    /* the reasons of highlighted words are shown on focus too */
    bool personal; /* marks of hidden data stand out instead */
} cahier_shown_text;
void cahier_sheet_text(cahier_sheet *sheet, const cahier_shown_text *shown);
/* « Ce qui le range ici : piste 0,31 + vélo 0,20 = 0,51. Second thème : Propreté, 0,43 » */
void cahier_sheet_because(cahier_sheet *sheet, uint32_t document, uint32_t theme);
#define CAHIER_DOUBT_MILLI 250 /* a smaller lead is a hesitation */
/* How much of its score a text's theme leads the second by, in thousandths; 1000 when there is no second. */
int32_t cahier_lead_milli(const cahier_result *result, uint32_t document);
/* Polarity and stance of a document as two small words. */
void cahier_sheet_opinion(cahier_sheet *sheet, uint32_t document);

/* A box to choose a contribution, with further attributes. */
void cahier_sheet_choose(cahier_sheet *sheet, uint32_t document, const char *more);
/* « 91 %, entre 80 % et 96 % »: {0} share, {1} {2} interval, {3} how many were judged. */
void cahier_sheet_right(cahier_sheet *sheet, const char *sentence, const cahier_interval *right);
/* A contribution in a list: its box to choose it, its text by the caller, its source. */
void cahier_sheet_open_item(cahier_sheet *sheet, uint32_t document);
void cahier_sheet_close_item(cahier_sheet *sheet, uint32_t document);
/* What is done with those chosen; `theme` is where they are, or CAHIER_NONE. */
void cahier_sheet_move_form(cahier_sheet *sheet, uint32_t theme);
/* Parts of the page of a theme. */
void cahier_theme_deeds(cahier_sheet *sheet, uint32_t theme);
void cahier_theme_list(cahier_sheet *sheet, uint32_t theme);

/* --- pages of a list: sheet_list.c --- */

typedef struct cahier_page_of {
    uint32_t total, page, first, end; /* rows [first, end) of total */
} cahier_page_of;
cahier_page_of cahier_page_at(uint32_t total, uint32_t page);
/* « 51 à 100 sur 312 », earlier and later, as links that keep the filter. */
void cahier_sheet_pages(cahier_sheet *sheet, const cahier_page_of *page, const char *path);
/* The filter as a query: "&lieu=Centre&avis=negative", page left out. */
void cahier_put_filter(cahier_out *out, const cahier_shown_filter *filter);
/* The same after a path: "?lieu=Centre", or nothing. */
void cahier_put_query(cahier_out *out, const cahier_shown_filter *filter);
bool cahier_filter_is_set(const cahier_shown_filter *filter);
/* Documents among `from` that the filter keeps, in its order; the caller frees. */
uint32_t *cahier_filter_apply(const cahier_result *result, const cahier_shown_filter *filter, const uint32_t *from,
        uint32_t count, uint32_t *kept);
void cahier_sheet_filter_form(cahier_sheet *sheet, const char *path);

/* --- the journal in words: said.c --- */

/* « Mme Petit a renommé « Vélo » en « Pistes cyclables » le 12 avril 2025 à 10 h 12 » */
void cahier_sheet_said(cahier_sheet *sheet, const cahier_said *said);
/* « 12 avril 2025 à 10 h 12 » */
void cahier_sheet_moment(cahier_sheet *sheet, cahier_text when);
bool cahier_said_names(const cahier_said *said, cahier_text contribution);
/* It was to change something and no longer does. */
bool cahier_is_lost(cahier_outcome outcome);
/* A button that undoes it, when it may be: what is masked is kept nowhere, and cannot come back. */
void cahier_sheet_undo(cahier_sheet *sheet, const cahier_said *said);

#endif
