/* SPDX-License-Identifier: Apache-2.0 */
/* Copies in a stream: a text against the originals that are remembered, by the bands of its sketch (sketch.h). */
#include <string.h>

#include "emerge_state.h"
#include "text.h"

#define ROWS 3u   /* of a band: duplicate.h */
#define ALIKE 40u /* of 63 minima equal: a resemblance of .6, since texts are not there to be compared (duplicate.h) */
#define PASSED_OVER 64u /* originals that were copied, before one of them gives way after all */

static uint32_t *slot_of(const cahier_emerge_at *at, const uint16_t *sketch, uint32_t band)
{
    uint64_t hash = band;
    for (uint32_t r = 0; r < ROWS; r++) {
        hash = cahier_mix64(hash ^ sketch[band * ROWS + r]);
    }
    uint32_t room = 2 * at->state->texts_most;
    return &at->band[(size_t)band * room + (hash & (room - 1))];
}

static bool is_alike(const cahier_original *original, const cahier_heard *heard)
{
    uint32_t equal = 0;
    for (uint32_t i = 0; i < CAHIER_SKETCH_HASHES; i++) {
        equal += original->sketch[i] == heard->sketch[i];
    }
    return original->fingerprint == heard->fingerprint || equal >= ALIKE;
}

static uint32_t find_original(const cahier_emerge_at *at, const cahier_heard *heard)
{
    for (uint32_t b = 0; b < CAHIER_COPY_BANDS; b++) {
        uint32_t original = *slot_of(at, heard->sketch, b);
        if (original > 0 && at->original[original - 1].copies > 0 && is_alike(&at->original[original - 1], heard)) {
            return original - 1;
        }
    }
    return CAHIER_NONE;
}

/* The place of the oldest original that nobody copied lately. */
static uint32_t free_place(cahier_emerge_at *at)
{
    uint32_t i = at->state->next_original, mask = at->state->texts_most - 1;
    for (uint32_t tried = 0; tried < PASSED_OVER; tried++, i = (i + 1) & mask) {
        const cahier_original *original = &at->original[i];
        bool busy = original->copies > 1 && at->state->today - original->last < (int32_t)CAHIER_EMERGE_LAG;
        if (!busy && (original->copies == 0 || original->open == CAHIER_NONE)) {
            break;
        }
    }
    at->state->next_original = (i + 1) & mask;
    return i;
}

static uint32_t keep_original(cahier_emerge_at *at, const cahier_heard *heard)
{
    uint32_t i = free_place(at);
    cahier_original *original = &at->original[i];
    if (original->copies > 0 && original->open != CAHIER_NONE) {
        at->state->event[original->open].original = CAHIER_NONE;
    }
    *original = (cahier_original){.fingerprint = heard->fingerprint,
            .first = at->state->today,
            .last = at->state->today,
            .copies = 1,
            .open = CAHIER_NONE};
    memcpy(original->sketch, heard->sketch, sizeof original->sketch);
    for (uint32_t b = 0; b < CAHIER_COPY_BANDS; b++) {
        *slot_of(at, heard->sketch, b) = i + 1;
    }
    return i;
}

uint32_t cahier_copy_meet(cahier_emerge_at *at, const cahier_heard *heard, uint32_t *made)
{
    *made = CAHIER_NONE;
    if (heard->sketch == NULL) {
        return CAHIER_NONE;
    }
    uint32_t found = find_original(at, heard);
    if (found == CAHIER_NONE) {
        *made = keep_original(at, heard);
        return CAHIER_NONE;
    }
    cahier_original *original = &at->original[found];
    if (at->state->today - original->last >= (int32_t)CAHIER_EMERGE_LAG && original->open == CAHIER_NONE) {
        original->first = at->state->today; /* a letter sent again after a month of silence begins again */
        original->copies = original->persons = 0;
    }
    original->copies++;
    original->last = at->state->today;
    return found;
}
