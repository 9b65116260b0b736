/* SPDX-License-Identifier: Apache-2.0 */
#include "order.h"

#include <assert.h>
#include <string.h>

#define DIGITS 256u

static uint32_t digit_of(uint64_t key, uint32_t byte)
{
    return (uint32_t)(key >> 8 * byte) & (DIGITS - 1);
}

/* How many become where each begins. */
static void add_up(uint32_t start[DIGITS])
{
    uint32_t before = 0;
    for (uint32_t v = 0; v < DIGITS; v++) {
        uint32_t many = start[v];
        start[v] = before;
        before += many;
    }
}

cahier_keyed *cahier_sort_keyed(cahier_keyed *at, cahier_keyed *spare, uint32_t count, uint32_t bytes)
{
    uint32_t start[sizeof at->key][DIGITS];
    assert(bytes <= sizeof at->key);
    memset(start, 0, bytes * sizeof *start);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t byte = 0; byte < bytes; byte++) {
            start[byte][digit_of(at[i].key, byte)]++;
        }
    }
    for (uint32_t byte = 0; byte < bytes && count > 0; byte++) {
        uint32_t *to = start[byte];
        if (to[digit_of(at[0].key, byte)] == count) {
            continue;
        }
        add_up(to);
        for (uint32_t i = 0; i < count; i++) {
            spare[to[digit_of(at[i].key, byte)]++] = at[i];
        }
        cahier_keyed *sorted = spare;
        spare = at;
        at = sorted;
    }
    return at;
}
