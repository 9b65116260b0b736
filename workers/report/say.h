/* SPDX-License-Identifier: Apache-2.0 */
/* say.h -- sentences of french.h with their numbers, dates and plurals, set as a French printer would.
 *
 * In      a sentence: "{0} {0|personne|personnes}, {1} du total : « {2} »"
 *           {i}        argument i
 *           {i|a|b}    a when argument i is 0 or 1, b above (French: 0 personne, 1 personne, 2 personnes)
 *         the rest is ours: it may hold HTML tags when it is said to HTML
 * Out     thin no-break space before ; ! ? % » and after «, no-break space before :, typographic apostrophe; numbers
 *         grouped « 1 204 », shares « 12,5 % », dates « 3 mars 2025 »; arguments that are texts are escaped for HTML
 *         and isolated (<bdi>)
 */
#ifndef CAHIER_REPORT_SAY_H
#define CAHIER_REPORT_SAY_H

#include "out.h"

typedef enum cahier_arg_kind {
    CAHIER_ARG_COUNT,
    CAHIER_ARG_SHARE,
    CAHIER_ARG_DECIMAL,
    CAHIER_ARG_DATE,
    CAHIER_ARG_MONTH,
    CAHIER_ARG_TEXT,
    CAHIER_ARG_WORDS
} cahier_arg_kind;

typedef struct cahier_arg {
    cahier_arg_kind kind;
    int64_t n; /* count, thousandths, yyyymmdd, yyyymm */
    cahier_text text;
} cahier_arg;

#define CAHIER_N(count) ((cahier_arg){CAHIER_ARG_COUNT, (int64_t)(count), {NULL, 0}}) /* « 1 204 » */
#define CAHIER_P(milli) ((cahier_arg){CAHIER_ARG_SHARE, (milli), {NULL, 0}})          /* « 12 % », « 3,5 % » */
#define CAHIER_F(milli) ((cahier_arg){CAHIER_ARG_DECIMAL, (milli), {NULL, 0}})        /* « 0,42 » */
#define CAHIER_D(date) ((cahier_arg){CAHIER_ARG_DATE, (date), {NULL, 0}})             /* « 3 mars 2025 » */
#define CAHIER_M(month) ((cahier_arg){CAHIER_ARG_MONTH, (month), {NULL, 0}})          /* « mars 2025 » */
#define CAHIER_T(text) ((cahier_arg){CAHIER_ARG_TEXT, 0, (text)})                     /* from outside */
#define CAHIER_W(words) ((cahier_arg){CAHIER_ARG_WORDS, 0, cahier_string(words)})     /* ours, of french.h */

typedef enum cahier_dress {
    CAHIER_PLAIN, /* text arguments as they are */
    CAHIER_HTML
} cahier_dress;

void cahier_say_list(cahier_out *out, cahier_dress dress, const char *sentence, const cahier_arg *args, size_t count);

#define CAHIER_SAY(out, ...) CAHIER_SAY_(out, CAHIER_HTML, __VA_ARGS__, CAHIER_N(0))
#define CAHIER_SAY_PLAIN(out, ...) CAHIER_SAY_(out, CAHIER_PLAIN, __VA_ARGS__, CAHIER_N(0))
/* The zero at the end only makes a sentence without argument legal C. */
#define CAHIER_SAY_(out, dress, sentence, ...)                                                                         \
    cahier_say_list((out), (dress), (sentence), (const cahier_arg[]){__VA_ARGS__},                                     \
            sizeof(const cahier_arg[]){__VA_ARGS__} / sizeof(cahier_arg) - 1)

void cahier_say_arg(cahier_out *out, cahier_dress dress, cahier_arg arg);

/* « du 3 mars au 12 avril 2025 », « du 3 au 12 mars 2025 », « le 3 mars 2025 »: what need not be repeated is not. */
void cahier_say_dates(cahier_out *out, int32_t first, int32_t last);

/* Thousandths of `part` in `total`, rounded; never 0 for some, never 1000 for less than all. 0 when total is 0. */
int32_t cahier_share_milli(uint64_t part, uint64_t total);

/* A label at the start of a line, in a sentence, after « de »: « Éclairage », « éclairage », « d’éclairage ». */
void cahier_say_label(cahier_out *out, cahier_dress dress, cahier_text label);
void cahier_say_label_inside(cahier_out *out, cahier_dress dress, cahier_text label);
bool cahier_is_elided(cahier_text label);

#endif
