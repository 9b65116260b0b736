/* SPDX-License-Identifier: Apache-2.0 */
/* How far two partitions agree: part of cluster.h. */
#include "cluster.h"

static uint32_t classes_of(const uint32_t *a, uint32_t n)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++) {
        most = a[i] != CAHIER_NONE && a[i] + 1 > most ? a[i] + 1 : most;
    }
    return most;
}

static double pairs_of(uint64_t count)
{
    return (double)count * ((double)count - 1) / 2;
}

cahier_status cahier_partition_agreement(
        cahier_arena *scratch, const uint32_t *a, const uint32_t *b, uint32_t n, double *out)
{
    size_t mark = cahier_arena_mark(scratch);
    uint32_t A = classes_of(a, n), B = classes_of(b, n);
    uint64_t *cell = CAHIER_NEW(scratch, uint64_t, (size_t)A * B);
    uint64_t *row = CAHIER_NEW(scratch, uint64_t, A);
    uint64_t *column = CAHIER_NEW(scratch, uint64_t, B);
    if (cell == NULL || row == NULL || column == NULL) {
        cahier_arena_reset(scratch, mark);
        return CAHIER_ERROR_NOMEM;
    }
    uint64_t total = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (a[i] != CAHIER_NONE && b[i] != CAHIER_NONE) {
            cell[(size_t)a[i] * B + b[i]]++;
            row[a[i]]++;
            column[b[i]]++;
            total++;
        }
    }
    double both = 0, rows = 0, columns = 0;
    for (size_t c = 0; c < (size_t)A * B; c++) {
        both += pairs_of(cell[c]);
    }
    for (uint32_t k = 0; k < A; k++) {
        rows += pairs_of(row[k]);
    }
    for (uint32_t k = 0; k < B; k++) {
        columns += pairs_of(column[k]);
    }
    cahier_arena_reset(scratch, mark);
    double expected = total > 1 ? rows * columns / pairs_of(total) : 0;
    double most = (rows + columns) / 2;
    *out = most - expected > 1e-9 ? (both - expected) / (most - expected) : 1;
    return CAHIER_OK;
}
