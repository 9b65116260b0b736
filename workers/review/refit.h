/* SPDX-License-Identifier: Apache-2.0 */
/* refit.h -- « recalculer les thèmes avec mes corrections »: what would change, before anybody decides it.
 *
 * In      a batch
 * Out     the latest edition beside what a `refit` line (docs/decisions.md) would make of it: themes that stay, come and go; texts that
 *         would change theme; decisions that would apply no more. Nothing is said, nothing replaced: cahier_editions_decide does it,
 *         and finds the work done when nobody decided anything in between
 * Order   themes of the edition, then the new ones
 * Errors  as cahier_editions_take
 * Memory  in `arena`, but for the edition and the texts of its result, which are the caller's to release
 * Cost    relearn.h, and two shapings
 */
#ifndef CAHIER_REVIEW_REFIT_H
#define CAHIER_REVIEW_REFIT_H

#include "edition.h"

typedef struct cahier_refit_theme {
    uint32_t now;                  /* index in the edition's result; CAHIER_NONE: it comes */
    uint32_t then;                 /* in the comparison's; CAHIER_NONE: it goes */
    uint32_t shared, left, joined; /* texts that stay, go elsewhere, come */
} cahier_refit_theme;

typedef struct cahier_refit_moved {
    uint32_t document, from, to; /* themes: now, then; or CAHIER_NONE */
} cahier_refit_moved;

typedef struct cahier_refit {
    const cahier_edition *edition; /* as it is; released by the caller */
    uint32_t theme_count;          /* that there would be */
    const cahier_text *label;      /* of each, with its id: as they would be */
    const char (*id)[CAHIER_THEME_ID_LEN + 2];
    cahier_refit_theme *theme;
    uint32_t count;
    cahier_refit_moved *moved;
    uint32_t moved_count;
    int32_t agreement_milli; /* adjusted Rand index of both, over the texts that have a theme in both */
    uint32_t lost;           /* decisions that apply now and would not */
} cahier_refit;

cahier_review_answer cahier_editions_refit(
        cahier_editions *editions, const cahier_edition_place *place, cahier_arena *arena, cahier_refit *out);

#endif
