/* SPDX-License-Identifier: Apache-2.0 */
#include "sketch.h"

#include <string.h>

#include "normalise.h"
#include "text.h"

#define EMPTY UINT32_MAX
#define SHINGLE_MASK ((UINT64_C(1) << (8 * CAHIER_SHINGLE_BYTES)) - 1)

static uint64_t hash_shingle(uint64_t shingle)
{
    shingle *= UINT64_C(0x9E3779B97F4A7C15);
    shingle ^= shingle >> 32;
    return shingle * UINT64_C(0xD6E8FEB86659FD93);
}

/* One permutation: high part of the hash -> bin, low part -> value in it. */
static void fill_bins(cahier_text words, uint32_t bin[CAHIER_SKETCH_HASHES])
{
    uint64_t shingle = 0;
    for (uint32_t i = 0; i < words.len; i++) {
        shingle = (shingle << 8 | (unsigned char)words.at[i]) & SHINGLE_MASK;
        if (i + 1 < CAHIER_SHINGLE_BYTES) {
            continue;
        }
        uint64_t hash = hash_shingle(shingle);
        uint32_t b = (uint32_t)((hash >> 32) * CAHIER_SKETCH_HASHES >> 32), value = (uint32_t)hash;
        value -= value == EMPTY;
        bin[b] = value < bin[b] ? value : bin[b];
    }
}

/* Optimal densification: where bin b is empty, the attempts b,1 b,2 ... draw the bin to borrow from. */
static void densify(const uint32_t bin[CAHIER_SKETCH_HASHES], uint32_t out[CAHIER_SKETCH_HASHES])
{
    for (uint32_t b = 0; b < CAHIER_SKETCH_HASHES; b++) {
        uint32_t from = b;
        for (uint64_t attempt = 1; bin[from] == EMPTY; attempt++) {
            from = (uint32_t)((cahier_mix64(attempt << 32 | b) >> 32) * CAHIER_SKETCH_HASHES >> 32);
        }
        out[b] = bin[from];
    }
}

cahier_status cahier_sketch(cahier_arena *batch, cahier_arena *scratch, cahier_text text, const uint32_t **sketch,
        uint64_t *fingerprint)
{
    size_t mark = cahier_arena_mark(scratch);
    char *folded = CAHIER_NEW(scratch, char, CAHIER_FOLD_BOUND(text.len));
    if (folded == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_text words = {folded, cahier_fold_words(text, folded)};
    uint32_t *out = NULL;
    if (words.len >= CAHIER_SKETCH_MIN) {
        uint32_t bin[CAHIER_SKETCH_HASHES];
        memset(bin, 0xFF, sizeof bin);
        out = CAHIER_NEW(batch, uint32_t, CAHIER_SKETCH_HASHES);
        if (out == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        fill_bins(words, bin);
        densify(bin, out);
    }
    *sketch = out;
    *fingerprint = words.len == 0 ? 0 : cahier_text_hash(words);
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}
