/* SPDX-License-Identifier: Apache-2.0 */
/* refit.h -- « recalculer les thèmes avec mes corrections »: themes found anew, compared with the current ones before anything
 * is replaced.
 *
 * In      an edition
 * Out     a comparison: which themes stay, change, come and go, and which documents would change theme; nothing is written
 * Value   The themes are found again starting from the current ones (previous.h: what people merged, split and moved is the
 *         earlier report), refused copies count as texts of their own; then the journal applies again.
 * Errors  as cahier_prepare_corpus
 * Memory  in `arena`
 * Cost    a whole corpus step
 */
#ifndef CAHIER_REVIEW_REFIT_H
#define CAHIER_REVIEW_REFIT_H

#include "edition.h"

typedef struct cahier_refit_theme {
    uint32_t now, then;            /* index in the edition, in the new result; CAHIER_NONE: it comes, it goes */
    uint32_t shared, left, joined; /* documents */
} cahier_refit_theme;

typedef struct cahier_refit {
    cahier_result result;
    const cahier_prepared *prepared;
    cahier_refit_theme *theme;
    uint32_t theme_count;
    uint32_t *moved; /* documents whose main theme changes */
    uint32_t moved_count;
    int32_t agreement_milli; /* adjusted Rand index of both */
    uint32_t outcome_lost;   /* decisions that apply now and would not */
} cahier_refit;

cahier_status cahier_refit_try(cahier_arena *arena, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_edition *edition, cahier_refit *out);

#endif
