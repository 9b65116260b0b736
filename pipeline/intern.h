/* SPDX-License-Identifier: Apache-2.0 */
/* intern.h -- text -> number, the one hash table of the library: open addressing, linear probing, keys borrowed.
 *
 * Value   cahier_intern_find gives the value put under an equal key, or CAHIER_NONE
 * Order   none is ever read from the table; the hash is the same on every machine
 * Errors  CAHIER_ERROR_NOMEM from put
 * Memory  slots in the arena given to put; a table that doubles leaves its old slots there
 * Cost    one hash and, at half load, 1.5 probes
 * Source  multiply-and-fold mixing as in wyhash (Wang Yi, public domain)
 */
#ifndef CAHIER_INTERN_H
#define CAHIER_INTERN_H

#include <string.h>

#include "bytes.h"
#include "cahier.h"

typedef struct cahier_intern_slot {
    const char *key;
    uint32_t len;
    uint32_t hash;
    uint32_t value; /* CAHIER_NONE: free */
} cahier_intern_slot;

typedef struct cahier_intern { /* all zero: empty */
    cahier_intern_slot *slot;
    uint32_t mask; /* slots - 1 */
    uint32_t count;
} cahier_intern;

static inline uint64_t cahier_mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    x = (x ^ x >> 32 ^ b) * 0xCA5A826395121157u;
    return x ^ x >> 32;
}

static inline uint64_t cahier_hash64(cahier_text key)
{
    const char *at = key.at;
    uint32_t len = key.len;
    uint64_t seed = len, tail = 0;
    for (; len > 16; at += 16, len -= 16) {
        seed = cahier_mix(seed ^ cahier_load64(at), cahier_load64(at + 8));
    }
    if (len >= 8) {
        seed ^= cahier_load64(at) * 3;
        tail = cahier_load64(at + len - 8);
    } else if (len >= 4) {
        tail = (uint64_t)cahier_load32(at) << 32 | cahier_load32(at + len - 4);
    } else if (len > 0) {
        tail = (uint64_t)(unsigned char)at[0] << 16 | (uint64_t)(unsigned char)at[len / 2] << 8 |
               (unsigned char)at[len - 1];
    }
    return cahier_mix(seed, tail);
}

static inline uint32_t cahier_hash(cahier_text key)
{
    return (uint32_t)cahier_hash64(key);
}

/* Slot of an equal key, or NULL. */
static inline cahier_intern_slot *cahier_intern_slot_of(const cahier_intern *table, cahier_text key, uint32_t hash)
{
    for (uint32_t i = hash & table->mask; table->slot != NULL; i = (i + 1) & table->mask) {
        cahier_intern_slot *slot = &table->slot[i];
        if (slot->value == CAHIER_NONE) {
            return NULL;
        }
        if (slot->hash == hash && slot->len == key.len && (key.len == 0 || memcmp(slot->key, key.at, key.len) == 0)) {
            return slot;
        }
    }
    return NULL;
}

static inline uint32_t cahier_intern_find(const cahier_intern *table, cahier_text key, uint32_t hash)
{
    const cahier_intern_slot *slot = cahier_intern_slot_of(table, key, hash);
    return slot == NULL ? CAHIER_NONE : slot->value;
}

static inline void cahier_intern_place(cahier_intern *table, cahier_intern_slot slot)
{
    uint32_t i = slot.hash & table->mask;
    while (table->slot[i].value != CAHIER_NONE) {
        i = (i + 1) & table->mask;
    }
    table->slot[i] = slot;
}

/* Makes room for `count` keys. */
static inline cahier_status cahier_intern_reserve(cahier_arena *arena, cahier_intern *table, uint32_t count)
{
    uint32_t room = table->slot == NULL ? 16 : table->mask + 1;
    if (table->slot != NULL && count <= room / 2) {
        return CAHIER_OK;
    }
    while (count > room / 2) {
        room *= 2;
    }
    cahier_intern grown = {CAHIER_NEW(arena, cahier_intern_slot, room), room - 1, table->count};
    if (grown.slot == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < room; i++) {
        grown.slot[i].value = CAHIER_NONE;
    }
    for (uint32_t i = 0; table->slot != NULL && i <= table->mask; i++) {
        if (table->slot[i].value != CAHIER_NONE) {
            cahier_intern_place(&grown, table->slot[i]);
        }
    }
    *table = grown;
    return CAHIER_OK;
}

/* Puts a key that is not there yet. The key is borrowed for the life of the table. */
static inline cahier_status cahier_intern_put(
        cahier_arena *arena, cahier_intern *table, cahier_text key, uint32_t hash, uint32_t value)
{
    CAHIER_TRY(cahier_intern_reserve(arena, table, table->count + 1));
    cahier_intern_place(table, (cahier_intern_slot){key.at, key.len, hash, value});
    table->count++;
    return CAHIER_OK;
}

#endif
