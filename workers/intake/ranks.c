/* SPDX-License-Identifier: Apache-2.0 */
#include "ranks.h"

#include <sodium.h>
#include <string.h>

#include "text.h"

static uint64_t secret_hash(const cahier_ranks *ranks, cahier_text key)
{
    unsigned char digest[crypto_shorthash_BYTES];
    crypto_shorthash(digest, (const unsigned char *)key.at, key.len, ranks->secret);
    uint64_t hash;
    memcpy(&hash, digest, sizeof hash);
    return hash;
}

/* Room for `room` keys; at most half of the slots are taken. */
static cahier_status rehash(cahier_ranks *ranks, uint32_t room)
{
    cahier_text *key = CAHIER_NEW(ranks->scratch, cahier_text, room);
    uint64_t *hash = CAHIER_NEW(ranks->scratch, uint64_t, room);
    uint32_t *slot = CAHIER_NEW(ranks->scratch, uint32_t, (size_t)room * 2);
    if (key == NULL || hash == NULL || slot == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t rank = 0; rank < ranks->count; rank++) {
        key[rank] = ranks->key[rank];
        hash[rank] = ranks->hash[rank];
        uint64_t i = hash[rank] % ((uint64_t)room * 2);
        while (slot[i] != 0) {
            i = i + 1 == (uint64_t)room * 2 ? 0 : i + 1;
        }
        slot[i] = rank + 1;
    }
    ranks->key = key;
    ranks->hash = hash;
    ranks->slot = slot;
    ranks->room = room;
    return CAHIER_OK;
}

cahier_status cahier_ranks_open(cahier_arena *scratch, uint32_t room, cahier_ranks *out)
{
    cahier_ranks ranks = {.scratch = scratch};
    randombytes_buf(ranks.secret, sizeof ranks.secret);
    CAHIER_TRY(rehash(&ranks, room < 64 ? 64 : room));
    *out = ranks;
    return CAHIER_OK;
}

cahier_status cahier_ranks_add(cahier_ranks *ranks, cahier_text key, uint32_t *rank, bool *added)
{
    if (ranks->count == ranks->room) {
        if (ranks->room > UINT32_MAX / 4) {
            return CAHIER_ERROR_NOMEM;
        }
        CAHIER_TRY(rehash(ranks, ranks->room * 2));
    }
    uint64_t hash = secret_hash(ranks, key), slots = (uint64_t)ranks->room * 2;
    uint64_t i = hash % slots;
    while (ranks->slot[i] != 0) {
        uint32_t found = ranks->slot[i] - 1;
        if (ranks->hash[found] == hash && cahier_text_equal(ranks->key[found], key)) {
            *rank = found;
            *added = false;
            return CAHIER_OK;
        }
        i = i + 1 == slots ? 0 : i + 1;
    }
    ranks->key[ranks->count] = key;
    ranks->hash[ranks->count] = hash;
    ranks->slot[i] = ranks->count + 1;
    *rank = ranks->count++;
    *added = true;
    return CAHIER_OK;
}
