/* SPDX-License-Identifier: Apache-2.0 */
#include "centroid.h"

#include <string.h>

#include "quantise.h"

cahier_status cahier_centroids_open(
        cahier_arena *arena, uint32_t count, uint32_t dimensions, uint32_t terms, cahier_centroids *out)
{
    cahier_centroids c = {count, dimensions, terms, CAHIER_NEW(arena, float, (size_t)count *dimensions),
            CAHIER_NEW(arena, float, (size_t)count *terms)};
    if (c.vector == NULL || c.words == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = c;
    return CAHIER_OK;
}

cahier_centroids cahier_centroid_alone(const cahier_centroids *from, uint32_t k)
{
    return (cahier_centroids){1, from->dimensions, from->terms, from->vector + (size_t)k * from->dimensions,
            from->words + (size_t)k * from->terms};
}

void cahier_centroid_take(const cahier_centroids *from, uint32_t i, cahier_centroids *to, uint32_t k)
{
    cahier_centroids one = cahier_centroid_alone(from, i), place = cahier_centroid_alone(to, k);
    memcpy(place.vector, one.vector, one.dimensions * sizeof *one.vector);
    memcpy(place.words, one.words, one.terms * sizeof *one.words);
}

cahier_status cahier_centroids_copy(cahier_arena *arena, const cahier_centroids *from, cahier_centroids *out)
{
    CAHIER_TRY(cahier_centroids_open(arena, from->count, from->dimensions, from->terms, out));
    for (uint32_t k = 0; k < from->count; k++) {
        cahier_centroid_take(from, k, out, k);
    }
    return CAHIER_OK;
}

bool cahier_centroid_same(const cahier_centroids *a, uint32_t i, const cahier_centroids *b, uint32_t k)
{
    cahier_centroids one = cahier_centroid_alone(a, i), other = cahier_centroid_alone(b, k);
    return memcmp(one.vector, other.vector, one.dimensions * sizeof *one.vector) == 0 &&
           memcmp(one.words, other.words, one.terms * sizeof *one.words) == 0;
}

bool cahier_centroids_same(const cahier_centroids *a, const cahier_centroids *b)
{
    bool same = a->count == b->count;
    for (uint32_t k = 0; same && k < a->count; k++) {
        same = cahier_centroid_same(a, k, b, k);
    }
    return same;
}

cahier_status cahier_centroid_sums_open(cahier_arena *scratch, uint32_t count, uint32_t dimensions,
        const cahier_sparse *weights, cahier_centroid_sums *out)
{
    *out = (cahier_centroid_sums){weights, dimensions, CAHIER_NEW(scratch, double, (size_t)count *dimensions),
            CAHIER_NEW(scratch, double, (size_t)count * weights->columns)};
    return out->vector != NULL && out->words != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

void cahier_centroid_sums_add(cahier_centroid_sums *sums, uint32_t k, const float *x, uint32_t d)
{
    const cahier_sparse *w = sums->weights;
    double *vector = sums->vector + (size_t)k * sums->dimensions, *words = sums->words + (size_t)k * w->columns;
    double length = cahier_sparse_length(w, d);
    for (uint32_t e = 0; e < sums->dimensions; e++) {
        vector[e] += (double)x[e];
    }
    for (uint32_t z = w->start[d]; z < w->start[d + 1]; z++) {
        words[w->column[z]] += (double)w->value[z] / length;
    }
}

void cahier_centroid_sums_close(const cahier_centroid_sums *sums, uint32_t k, cahier_centroids *out, uint32_t at)
{
    cahier_centroids place = cahier_centroid_alone(out, at);
    (void)cahier_scale_to_one(sums->vector + (size_t)k * sums->dimensions, sums->dimensions, place.vector);
    (void)cahier_scale_to_one(sums->words + (size_t)k * sums->weights->columns, sums->weights->columns, place.words);
}
