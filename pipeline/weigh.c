/* SPDX-License-Identifier: Apache-2.0 */
#include "weigh.h"

#include <assert.h>
#include <math.h>

double cahier_idf(uint32_t documents, uint32_t df)
{
    assert(df >= 1 && df <= documents);
    return sqrt(log((double)documents / (double)df));
}

double cahier_topical_weight(const cahier_lexicons *lexicons, cahier_text stem)
{
    return sqrt(cahier_lexicons_topicality(lexicons, stem));
}

cahier_status cahier_weigh_terms(cahier_arena *batch, const cahier_lexicons *lexicons,
        const cahier_vocabulary *vocabulary, uint32_t documents, float **out)
{
    float *weight = CAHIER_NEW(batch, float, vocabulary->count);
    if (weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < vocabulary->count; j++) {
        const cahier_term *term = &vocabulary->at[j];
        uint32_t df = term->df < 2 && documents > 2 ? 2 : term->df;
        weight[j] = (float)(cahier_idf(documents, df) * cahier_topical_weight(lexicons, term->key));
    }
    *out = weight;
    return CAHIER_OK;
}

double cahier_weight(float occurrences, double term)
{
    return (1 + log((double)occurrences)) * term;
}

cahier_status cahier_weigh(
        cahier_arena *batch, const cahier_sparse *counts, const float *term_weight, cahier_sparse *weights)
{
    uint32_t D = counts->rows, Z = counts->start[D];
    float *value = CAHIER_NEW(batch, float, Z);
    if (value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t z = 0; z < Z; z++) {
        assert(counts->value[z] >= 1);
        value[z] = (float)cahier_weight(counts->value[z], (double)term_weight[counts->column[z]]);
    }
    *weights = (cahier_sparse){
            .rows = D, .columns = counts->columns, .start = counts->start, .column = counts->column, .value = value};
    return CAHIER_OK;
}
