/* SPDX-License-Identifier: Apache-2.0 */
#include "assign_whole.h"

#include "assign.h"

/* Parts are cut, not rounded, so that their sum is 1000 at most. Words that all texts have weigh nothing: each is as much. */
static void fill_assignment(const cahier_sparse *weights, uint32_t d, cahier_assignment *out)
{
    double squares = 0, terms = weights->start[d + 1] - weights->start[d];
    for (uint32_t z = weights->start[d]; z < weights->start[d + 1]; z++) {
        squares += (double)weights->value[z] * (double)weights->value[z];
    }
    out->theme = 0;
    out->sentence = CAHIER_NONE;
    for (uint32_t z = weights->start[d]; z < weights->start[d + 1]; z++) {
        double weight = (double)weights->value[z];
        int32_t part = (int32_t)(1000 * (squares > 0 ? weight * weight / squares : 1 / terms));
        if (part > 0) {
            out->terms[out->term_count++] = (cahier_term_weight){weights->column[z], part};
            out->score_milli += part;
        }
    }
    cahier_sort_terms(out->terms, out->term_count);
}

cahier_status cahier_assign_whole(cahier_arena *batch, const cahier_sparse *weights, cahier_assignments **out)
{
    cahier_assignments *assignments = CAHIER_NEW(batch, cahier_assignments, weights->rows);
    cahier_assignment *at = CAHIER_NEW(batch, cahier_assignment, weights->rows);
    cahier_term_weight *term = CAHIER_NEW(batch, cahier_term_weight, weights->start[weights->rows]);
    if (assignments == NULL || at == NULL || term == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < weights->rows; d++) {
        assignments[d].runner_up.theme = CAHIER_NONE;
        assignments[d].runner_up.sentence = CAHIER_NONE;
        if (weights->start[d] < weights->start[d + 1]) {
            at[d].terms = term + weights->start[d];
            fill_assignment(weights, d, &at[d]);
            assignments[d].at = &at[d];
            assignments[d].count = 1;
        }
    }
    *out = assignments;
    return CAHIER_OK;
}
