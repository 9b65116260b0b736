/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the themes of a document, whoever gave them: assignment, a list, a person's correction. */
#include "assign.h"
#include "order.h"

int32_t cahier_best_milli(const cahier_assignments *a)
{
    int32_t first = a->count > 0 ? a->at[0].score_milli : 0;
    bool second = a->count > 1 && a->at[1].sentence == CAHIER_NONE && a->at[1].score_milli > first;
    return second ? a->at[1].score_milli : first;
}

bool cahier_is_further(uint32_t count, int32_t best_milli, int32_t score_milli)
{
    return count > 0 && count < CAHIER_THEMES_EACH && score_milli >= CAHIER_THEME_ALSO_MILLI &&
           (int64_t)score_milli * 100 >= (int64_t)best_milli * CAHIER_THEME_ALSO_SHARE;
}

uint32_t cahier_theme_place(const cahier_assignments *a, uint32_t theme)
{
    uint32_t i = 0;
    while (i < a->count && a->at[i].theme != theme) {
        i++;
    }
    return i;
}

static int by_weight(const void *a, const void *b)
{
    const cahier_term_weight *x = a, *y = b;
    if (x->weight_milli != y->weight_milli) {
        return x->weight_milli < y->weight_milli ? 1 : -1;
    }
    return (x->term > y->term) - (x->term < y->term);
}

void cahier_sort_terms(cahier_term_weight *terms, uint32_t count)
{
    cahier_sort_short(terms, count, sizeof *terms, by_weight);
}
