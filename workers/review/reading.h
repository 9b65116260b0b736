/* SPDX-License-Identifier: Apache-2.0 */
/* reading.h -- what a person should read to know how right the themes are, and what her verdicts say.
 *
 * In      an edition: its result, the `verdict` lines of its journal
 * Out     plan       documents to read, of each theme: some drawn at random, and those of which the program is least sure
 *         justesse   share of right verdicts with its 95 % interval, of each theme and over all, from the random ones alone
 *         agreement  Cohen's kappa of two readers over what both judged
 * Value   Random: lowest hash of the document's id, the same whoever asks and however often. Never a copy, an empty answer, a text
 *         that a person placed. Least certain: smallest lead of the main theme over the next best, then the lowest score.
 *         A reader's last verdict of a text in a theme counts. A text is right when most of its readers say so; as many on both
 *         sides: not right. A text that was moved after its verdict still counts where it was read: the texts that nobody
 *         read are as right as they were. A verdict about a theme that is not found again counts nowhere.
 *         Over all: each theme that was read weighs as many documents as it holds, since small themes are read more; the
 *         interval is Wilson's for 1 / sum(w^2 / n) verdicts, which is their number when all weigh the same.
 *         kappa = (po - pe) / (1 - pe); 1 when both say the same of everything and pe = 1.
 * Errors  NOMEM
 * Memory  in `arena`; `scratch` is given back
 * Source  Wilson 1927 (balance.h); Cohen 1960; Kish 1965 for weights
 * Why     those that are least certain are read to be corrected, not to be counted: they are wrong more often than the rest
 */
#ifndef CAHIER_REVIEW_READING_H
#define CAHIER_REVIEW_READING_H

#include "edition.h"

#define CAHIER_READING_RANDOM 20u /* a theme: 20 right ones out of 20 say « at least 84 % » */
#define CAHIER_READING_DOUBTFUL 10u

#define CAHIER_READING_EACH (CAHIER_READING_RANDOM + CAHIER_READING_DOUBTFUL)

typedef struct cahier_draw {
    uint32_t document;
    uint64_t hash;
    int32_t lead_milli, score_milli;
    bool random;
} cahier_draw;

/* What is to be read of a theme, whoever reads: those drawn by chance, then the doubtful. */
typedef struct cahier_draws {
    cahier_draw at[CAHIER_READING_EACH];
    uint32_t count, random;
} cahier_draws;

/* Of all themes, once an edition: each page asks, and themes are large. */
cahier_status cahier_reading_prepare(cahier_arena *arena, const cahier_result *result, const cahier_draws **out);

typedef struct cahier_reading_item {
    uint32_t document, theme;
    bool random;             /* else: least certain */
    int32_t lead_milli;      /* of its theme over the next */
    const uint32_t *verdict; /* entries of the journal about it, the latest of each reader */
    uint32_t verdict_count;
} cahier_reading_item;

typedef struct cahier_reading_plan {
    cahier_reading_item *at; /* by theme, random ones first */
    uint32_t count;
    uint32_t *first; /* K + 1 */
} cahier_reading_plan;

typedef struct cahier_justesse {
    cahier_interval all;    /* texts right, texts read; low, high: of the weighted share */
    int32_t all_milli;      /* weighted share; -1: nothing was read */
    cahier_interval *theme; /* K */
    uint32_t gone;          /* verdicts about themes that are not found again */
} cahier_justesse;

typedef struct cahier_agreement_of_two {
    cahier_text reader[2];
    uint32_t both; /* texts judged by both */
    uint32_t same; /* with the same verdict */
    int32_t kappa_milli;
} cahier_agreement_of_two;

cahier_status cahier_reading_draw(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_reading_plan *out);
cahier_status cahier_reading_judge(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_justesse *out);
/* Every pair of readers who judged something in common, most in common first. */
cahier_status cahier_reading_agree(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        cahier_agreement_of_two **out, uint32_t *count);

/* kappa of the table [the first says right][the second says right], in thousandths. 0 when it is empty. */
int32_t cahier_kappa(const uint32_t table[2][2]);

#endif
