/* SPDX-License-Identifier: Apache-2.0 */
#include "resemblance.h"

#include <assert.h>
#include <string.h>

#include "normalise.h"
#include "order.h"
#include "sketch.h"
#include "text.h"

#define LEFT_MOST 64u   /* words that are held against others for slips; a text with more has enough to tell by */
#define SLIP_LETTERS 4u /* « les » and « des » are two words */

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
        out->of[i].word = CAHIER_NEW(scratch, cahier_folded_word, CAHIER_FOLD_BOUND(longest) / 2 + 1);
        if (out->of[i].at == NULL || out->of[i].room == NULL || out->of[i].set == NULL || out->of[i].word == NULL) {
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
    out->count = out->words = 0;
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
static cahier_shingles *take(cahier_resemblance *s, uint32_t number, cahier_text text)
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

/* --- word for word ------------------------------------------------------------------------------------------------ */

static int by_word_hash(const void *a, const void *b)
{
    const cahier_folded_word *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                              : (x->start > y->start) - (x->start < y->start);
}

static void sort_words(cahier_shingles *s)
{
    for (uint32_t i = 0, start = 0; s->words == 0 || start < s->folded.len; i++) {
        if (i == s->folded.len || s->folded.at[i] == ' ') {
            cahier_text word = {s->folded.at + start, i - start};
            s->word[s->words++] = (cahier_folded_word){cahier_text_hash(word), start, word.len};
            start = i + 1;
        }
    }
    cahier_sort_short(s->word, s->words, sizeof *s->word, by_word_hash);
}

/* One letter more, less or other, or two exchanged with one another. */
static bool is_slip(cahier_text a, cahier_text b)
{
    uint32_t same = 0, shorter = a.len < b.len ? a.len : b.len;
    if (shorter < SLIP_LETTERS || a.len + b.len > 2 * shorter + 1) {
        return false;
    }
    while (same < shorter && a.at[same] == b.at[same]) {
        same++;
    }
    const char *x = a.at + same, *y = b.at + same; /* where they part */
    uint32_t left = shorter - same;
    if (a.len != b.len) {
        return memcmp(x + (a.len > b.len), y + (b.len > a.len), left) == 0;
    }
    return left == 0 || memcmp(x + 1, y + 1, left - 1) == 0 ||
           (left > 1 && x[0] == y[1] && x[1] == y[0] && memcmp(x + 2, y + 2, left - 2) == 0);
}

static cahier_text folded_word(const cahier_shingles *s, const cahier_folded_word *word)
{
    return (cahier_text){s->folded.at + word->start, word->len};
}

typedef struct leftover { /* words that the other text has not */
    const cahier_folded_word *at[LEFT_MOST];
    uint32_t count;
} leftover;

static void leave_over(leftover *left, const cahier_folded_word *word)
{
    if (left->count < LEFT_MOST) {
        left->at[left->count++] = word;
    }
}

/* Letters of words that one text has alone and that are words of the other but for a slip: in the text that has fewer. */
static uint32_t count_slips(
        const cahier_shingles *a, const leftover *of_a, const cahier_shingles *b, const leftover *of_b)
{
    uint32_t in_a = 0, in_b = 0;
    bool met[LEFT_MOST] = {false};
    for (uint32_t i = 0; i < of_a->count; i++) {
        bool slipped = false;
        for (uint32_t k = 0; k < of_b->count; k++) {
            bool slip = is_slip(folded_word(a, of_a->at[i]), folded_word(b, of_b->at[k]));
            slipped |= slip;
            met[k] |= slip;
        }
        in_a += slipped ? of_a->at[i]->len : 0;
    }
    for (uint32_t k = 0; k < of_b->count; k++) {
        in_b += met[k] ? of_b->at[k]->len : 0;
    }
    return in_a < in_b ? in_a : in_b;
}

/* Letters, a space a word included, of the words that both texts have. */
static uint32_t letters_of_both(const cahier_shingles *a, const cahier_shingles *b)
{
    leftover of_a = {.count = 0}, of_b = {.count = 0};
    uint32_t letters = 0, i = 0, k = 0;
    while (i < a->words || k < b->words) {
        if (k == b->words || (i < a->words && a->word[i].hash < b->word[k].hash)) {
            leave_over(&of_a, &a->word[i++]);
        } else if (i == a->words || b->word[k].hash < a->word[i].hash) {
            leave_over(&of_b, &b->word[k++]);
        } else {
            letters += a->word[i].len + 1;
            i++;
            k++;
        }
    }
    return letters + count_slips(a, &of_a, b, &of_b);
}

static bool are_word_for_word(cahier_shingles *a, cahier_shingles *b)
{
    cahier_shingles *each[] = {a, b};
    for (uint32_t i = 0; i < 2; i++) {
        if (each[i]->words == 0) {
            sort_words(each[i]);
        }
    }
    uint64_t both = letters_of_both(a, b), all = (uint64_t)a->folded.len + b->folded.len + 2;
    return 4 * both >= 4 * CAHIER_NEAR_LETTERS + 3 * (all - 2 * both);
}

bool cahier_resemble(cahier_resemblance *kept, uint32_t u, cahier_text text_u, uint32_t v, cahier_text text_v)
{
    cahier_shingles *a = take(kept, u, text_u), *b = take(kept, v, text_v);
    uint64_t shared = count_shared(a, b), all = (uint64_t)a->count + b->count - shared;
    if (5 * shared < 2 * all) {
        return false;
    }
    return 5 * shared >= 4 * all || (!has_own_passage(a, b) && !has_own_passage(b, a) && are_word_for_word(a, b));
}
