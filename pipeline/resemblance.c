/* SPDX-License-Identifier: Apache-2.0 */
#include "resemblance.h"

#include <assert.h>
#include <string.h>

#include "normalise.h"
#include "sketch.h"
#include "text.h"

/* Slots of a set of `count` shingles: half of them stay free. */
static uint32_t set_slots(uint32_t count)
{
    uint32_t slots = 64;
    while (slots < 2 * count) {
        slots *= 2;
    }
    return slots;
}

cahier_status cahier_resemblance_open(cahier_arena *scratch, uint32_t longest, cahier_resemblance *out)
{
    *out = (cahier_resemblance){.uses = 0};
    for (uint32_t i = 0; i < CAHIER_SHINGLES_KEPT; i++) {
        out->of[i].text = CAHIER_NONE;
        out->of[i].at = CAHIER_NEW(scratch, uint64_t, CAHIER_FOLD_BOUND(longest));
        out->of[i].room = CAHIER_NEW(scratch, char, CAHIER_FOLD_BOUND(longest));
        out->of[i].set = CAHIER_NEW(scratch, uint64_t, set_slots(CAHIER_FOLD_BOUND(longest)));
        if (out->of[i].at == NULL || out->of[i].room == NULL || out->of[i].set == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return CAHIER_OK;
}

/* Its slot in the set, or the free one where it would stand. Shingles of folded words hold no zero byte. */
static uint64_t *shingle_slot(const cahier_shingles *s, uint64_t shingle)
{
    uint32_t i = (uint32_t)(cahier_mix64(shingle)) & s->mask;
    while (s->set[i] != 0 && s->set[i] != shingle) {
        i = (i + 1) & s->mask;
    }
    return &s->set[i];
}

static bool has_shingle(const cahier_shingles *s, uint64_t shingle)
{
    return *shingle_slot(s, shingle) != 0;
}

static void list_shingles(cahier_text text, cahier_shingles *out)
{
    uint32_t len = cahier_fold_words(text, out->room);
    assert(len >= CAHIER_SKETCH_MIN);
    out->folded = (cahier_text){out->room, len};
    out->mask = set_slots(len) - 1;
    memset(out->set, 0, ((size_t)out->mask + 1) * sizeof *out->set);
    out->count = 0;
    uint64_t shingle = 0;
    for (uint32_t i = 0; i < len; i++) {
        shingle = cahier_shingle_next(shingle, out->room[i]);
        uint64_t *slot = i + 1 >= CAHIER_SHINGLE_BYTES ? shingle_slot(out, shingle) : NULL;
        if (slot != NULL && *slot == 0) {
            *slot = shingle;
            out->at[out->count++] = shingle;
        }
    }
}

/* Shingles of a text, kept or in the place of those that were used longest ago. */
static const cahier_shingles *take(cahier_resemblance *s, uint32_t number, cahier_text text)
{
    cahier_shingles *oldest = &s->of[0], *found = NULL;
    for (uint32_t i = 0; i < CAHIER_SHINGLES_KEPT; i++) {
        found = s->of[i].text == number ? &s->of[i] : found;
        oldest = s->of[i].used < oldest->used ? &s->of[i] : oldest;
    }
    if (found == NULL) {
        found = oldest;
        found->text = number;
        list_shingles(text, found);
    }
    found->used = ++s->uses;
    return found;
}

static uint32_t count_shared(const cahier_shingles *a, const cahier_shingles *b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        shared += has_shingle(b, a->at[i]);
    }
    return shared;
}

/* Does `a` hold a passage that `b` has not? The stretch where shingles that b lacks outweigh those it has, two to one
 * against: a few chance meetings (« dans les ») do not cut it, a word kept does cut a run of edited ones. */
static bool has_own_passage(const cahier_shingles *a, const cahier_shingles *b)
{
    uint64_t shingle = 0;
    uint32_t own = 0;
    for (uint32_t i = 0; i < a->folded.len && own < CAHIER_NEAR_OWN; i++) {
        shingle = cahier_shingle_next(shingle, a->folded.at[i]);
        if (i + 1 < CAHIER_SHINGLE_BYTES) {
            continue;
        }
        if (!has_shingle(b, shingle)) {
            own++;
        } else {
            own = own > 2 ? own - 2 : 0;
        }
    }
    return own >= CAHIER_NEAR_OWN;
}

bool cahier_resemble(cahier_resemblance *kept, uint32_t u, cahier_text text_u, uint32_t v, cahier_text text_v)
{
    const cahier_shingles *a = take(kept, u, text_u), *b = take(kept, v, text_v);
    uint64_t shared = count_shared(a, b), all = (uint64_t)a->count + b->count - shared;
    if (2 * shared < all || (shared < CAHIER_NEAR_SHARED && 4 * shared < 3 * all)) {
        return false;
    }
    return 5 * shared >= 4 * all || (!has_own_passage(a, b) && !has_own_passage(b, a));
}
