/* SPDX-License-Identifier: Apache-2.0 */
#include "weigh.h"

#include <assert.h>
#include <math.h>

double cahier_idf(uint32_t documents, uint32_t df)
{
    assert(df >= 1 && df <= documents);
    return sqrt(log((double)documents / (double)df));
}

double cahier_weight(float occurrences, double idf)
{
    return (1 + log((double)occurrences)) * idf;
}

cahier_status cahier_weigh(
        cahier_arena *batch, const cahier_sparse *counts, const cahier_term *terms, cahier_sparse *weights)
{
    uint32_t D = counts->rows, Z = counts->start[D];
    float *value = CAHIER_NEW(batch, float, Z);
    if (value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t z = 0; z < Z; z++) {
        assert(counts->value[z] >= 1);
        value[z] = (float)cahier_weight(counts->value[z], cahier_idf(D, terms[counts->column[z]].df));
    }
    *weights = (cahier_sparse){
            .rows = D, .columns = counts->columns, .start = counts->start, .column = counts->column, .value = value};
    return CAHIER_OK;
}
