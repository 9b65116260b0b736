/* SPDX-License-Identifier: Apache-2.0 */
/* order.h -- sorts by an integer key, in a time that no input can change.
 *
 * In      at, spare  `count` elements each; spare's content has no sense
 *         bytes      of the key that count, from the lowest: 6 when keys are below 2^48
 * Out     the sorted elements: at or spare, the other has no sense any more
 * Order   ascending; equal keys stay in the order in which they were
 * Cost    one pass over the elements for each byte that is not the same in all; some 3 ns an element and pass
 * Source  radix sort, lowest digit first: Knuth, TAOCP 3, 5.2.5
 * Why     qsort calls back n log n times, and a hash table can be made slow by who chooses its keys: texts are chosen.
 */
#ifndef CAHIER_ORDER_H
#define CAHIER_ORDER_H

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct cahier_keyed {
    uint64_t key;
    uint32_t value;
} cahier_keyed;

/* For qsort, ascending; of structures too whose first member it is. */
static inline int cahier_by_uint32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static inline int cahier_by_int32(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* qsort, for rows that are short as a rule: those of 32 elements or fewer are moved into place faster than qsort starts. Here, so
 * that the compiler knows size (16 bytes at most) and order. */
static inline void cahier_sort_short(void *at, uint32_t count, size_t size, int (*order)(const void *a, const void *b))
{
    unsigned char *row = at, one[16];
    assert(size <= sizeof one);
    if (count > 32) {
        qsort(at, count, size, order);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        uint32_t to = i;
        memcpy(one, row + i * size, size);
        for (; to > 0 && order(one, row + (to - 1) * size) < 0; to--) {
            memcpy(row + to * size, row + (to - 1) * size, size);
        }
        memcpy(row + to * size, one, size);
    }
}

cahier_keyed *cahier_sort_keyed(cahier_keyed *at, cahier_keyed *spare, uint32_t count, uint32_t bytes);

#endif
