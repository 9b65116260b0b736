/* SPDX-License-Identifier: Apache-2.0 */
#include "weigh.h"

#include <assert.h>
#include <math.h>

static void scale_row(float *value, uint32_t count)
{
    double squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        squares += (double)value[i] * (double)value[i];
    }
    if (squares > 0) {
        double length = sqrt(squares);
        for (uint32_t i = 0; i < count; i++) {
            value[i] = (float)((double)value[i] / length);
        }
    }
}

cahier_status cahier_weigh(cahier_arena *batch, const cahier_sparse *counts, const cahier_term *terms,
        cahier_sparse *weights)
{
    uint32_t D = counts->rows;
    float *value = CAHIER_NEW(batch, float, counts->start[D]);
    if (value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        for (uint32_t z = counts->start[d]; z < counts->start[d + 1]; z++) {
            uint32_t df = terms[counts->column[z]].df;
            assert(df >= 1 && df <= D && counts->value[z] >= 1);
            value[z] = (float)((1 + log((double)counts->value[z])) * log((double)D / (double)df));
        }
        scale_row(value + counts->start[d], counts->start[d + 1] - counts->start[d]);
    }
    *weights = (cahier_sparse){.rows = D, .columns = counts->columns, .start = counts->start,
            .column = counts->column, .value = value};
    return CAHIER_OK;
}
