/* SPDX-License-Identifier: Apache-2.0 */
#include "sketch.h"

#include <string.h>

#include "normalise.h"
#include "bytes.h"
#include "intern.h"

#define EMPTY UINT32_MAX
#define SHINGLE_MASK ((UINT64_C(1) << (8 * CAHIER_SHINGLE_BYTES)) - 1)

/* Two multiplications spread 40 bits well enough for bins and minima. */
static uint64_t hash_shingle(uint64_t shingle)
{
    shingle *= UINT64_C(0x9E3779B97F4A7C15);
    shingle ^= shingle >> 32;
    return shingle * UINT64_C(0xD6E8FEB86659FD93);
}

/* One permutation: high part of the hash -> bin, low part -> value in it. */
static void put_shingle(uint64_t shingle, uint32_t bin[CAHIER_SKETCH_HASHES])
{
    uint64_t hash = hash_shingle(shingle & SHINGLE_MASK);
    uint32_t b = (uint32_t)((hash >> 32) * CAHIER_SKETCH_HASHES >> 32), value = (uint32_t)hash;
    value -= value == EMPTY;
    bin[b] = value < bin[b] ? value : bin[b];
}

/* Two sets of bins in turn, so that a bin is seldom written just before it is read again. */
static void fill_bins(cahier_text words, uint32_t bin[CAHIER_SKETCH_HASHES])
{
    uint32_t other[CAHIER_SKETCH_HASHES];
    memset(other, 0xFF, sizeof other);
    uint32_t last = words.len - CAHIER_SHINGLE_BYTES, i = 0;
    for (; i + 4 <= last; i += 4) { /* eight bytes hold four shingles */
        uint64_t x = cahier_load64(words.at + i);
        put_shingle(x, bin);
        put_shingle(x >> 8, other);
        put_shingle(x >> 16, bin);
        put_shingle(x >> 24, other);
    }
    for (; i <= last; i++) {
        put_shingle((uint64_t)cahier_load32(words.at + i) | (uint64_t)(unsigned char)words.at[i + 4] << 32, bin);
    }
    for (uint32_t b = 0; b < CAHIER_SKETCH_HASHES; b++) {
        bin[b] = other[b] < bin[b] ? other[b] : bin[b];
    }
}

/* Value of the first bin drawn that is not empty; the draws for an empty bin are the same for every text. A hash gives
 * four draws of sixteen bits, chosen among without a branch. */
static uint32_t borrow(const uint32_t bin[CAHIER_SKETCH_HASHES], uint32_t empty)
{
    for (uint64_t attempt = 1;; attempt++) {
        uint64_t draws = hash_shingle(attempt << 8 | empty);
        uint32_t value = EMPTY;
        for (uint32_t k = 0; k < 4; k++) {
            uint32_t drawn = bin[(draws >> (48 - 16 * k) & 0xFFFF) * CAHIER_SKETCH_HASHES >> 16];
            value = value == EMPTY ? drawn : value;
        }
        if (value != EMPTY) {
            return value;
        }
    }
}

/* Optimal densification. At least one bin is not empty. Sixteen bits of a minimum are kept. */
static void densify(const uint32_t bin[CAHIER_SKETCH_HASHES], uint16_t out[CAHIER_SKETCH_HASHES])
{
    uint32_t empty[CAHIER_SKETCH_HASHES], count = 0;
    for (uint32_t b = 0; b < CAHIER_SKETCH_HASHES; b++) {
        out[b] = (uint16_t)bin[b];
        empty[count] = b;
        count += bin[b] == EMPTY;
    }
    for (uint32_t k = 0; k < count; k++) {
        out[empty[k]] = (uint16_t)borrow(bin, empty[k]);
    }
}

cahier_status cahier_sketch(
        cahier_arena *batch, cahier_arena *scratch, cahier_text text, const uint16_t **sketch, uint64_t *fingerprint)
{
    size_t mark = cahier_arena_mark(scratch);
    char *folded = CAHIER_NEW(scratch, char, CAHIER_FOLD_BOUND(text.len));
    if (folded == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_text words = {folded, cahier_fold_words(text, folded)};
    uint16_t *out = NULL;
    if (words.len >= CAHIER_SKETCH_MIN) {
        uint32_t bin[CAHIER_SKETCH_HASHES];
        memset(bin, 0xFF, sizeof bin);
        out = CAHIER_NEW(batch, uint16_t, CAHIER_SKETCH_HASHES);
        if (out == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        fill_bins(words, bin);
        densify(bin, out);
    }
    *sketch = out;
    *fingerprint = words.len == 0 ? 0 : cahier_hash64(words);
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

cahier_status cahier_sketch_document(cahier_arena *batch, cahier_arena *scratch, cahier_document *document)
{
    CAHIER_TRY(cahier_sketch(batch, scratch, document->text, &document->sketch, &document->fingerprint));
    if ((document->notes & CAHIER_NOTE_NO_ANSWER) != 0) {
        document->sketch = NULL;
    }
    return CAHIER_OK;
}
