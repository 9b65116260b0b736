/* SPDX-License-Identifier: Apache-2.0 */
/* Clusters of texts that no theme holds: those near one, its first (leader clustering, Hartigan 1975). A cluster that begins looks
 * for texts like its first in the past, which is all strange texts that are remembered: what was there before, under
 * another first or under none, is no news. The first itself is not counted: it was chosen, the others come. */
#include <math.h>
#include <string.h>

#include "emerge_state.h"
#include "text.h"

#define NEAR .5f /* cosine: unrelated texts have .0 to .2, texts of one theme .4 to .7 */

static int16_t *centre_of(const cahier_emerge_at *at, uint32_t cluster)
{
    return at->centre + (size_t)cluster * CAHIER_DIMENSIONS_MOST;
}

/* Of integers of 16 bits, which every machine multiplies and adds by eights; both as long as the room for them, zero beyond their dimensions. */
static float along(const int16_t *a, const int16_t *b)
{
    int32_t sum = 0;
    for (uint32_t e = 0; e < CAHIER_DIMENSIONS_MOST; e++) {
        sum += a[e] * b[e];
    }
    return (float)sum;
}

static float length_of(const int16_t *vector)
{
    return sqrtf(along(vector, vector));
}

/* The nearest cluster that is near, else CAHIER_NONE. */
static uint32_t find_nearest(const cahier_emerge_at *at, const cahier_strange *text)
{
    uint32_t nearest = CAHIER_NONE;
    float best = NEAR;
    for (uint32_t i = 0; i < CAHIER_CLUSTERS_MOST; i++) {
        if (at->cluster[i].key != 0) {
            float cosine = along(centre_of(at, i), text->vector) / (at->cluster[i].length * text->length);
            if (cosine >= best) {
                best = cosine;
                nearest = i;
            }
        }
    }
    return nearest;
}

/* A free place, or that of the cluster that nobody joined for longest; CAHIER_NONE when findings hold them all. */
static uint32_t free_place(cahier_emerge_at *at)
{
    uint32_t oldest = CAHIER_NONE;
    for (uint32_t i = 0; i < CAHIER_CLUSTERS_MOST; i++) {
        uint32_t thing = at->cluster[i].key != 0 ? cahier_thing_find(at, at->cluster[i].key) : CAHIER_NONE;
        if (at->cluster[i].key == 0) {
            return i;
        }
        bool held = thing != CAHIER_NONE && at->thing[thing].open != CAHIER_NONE;
        if (!held && (oldest == CAHIER_NONE || at->cluster[i].last < at->cluster[oldest].last)) {
            oldest = i;
        }
    }
    uint32_t thing = oldest != CAHIER_NONE ? cahier_thing_find(at, at->cluster[oldest].key) : CAHIER_NONE;
    if (thing != CAHIER_NONE) {
        cahier_thing_drop(at, thing);
    }
    return oldest;
}

/* What the past knows of texts like the first: days that left the lag are its baseline, the others stand in the ring. */
static void look_back(cahier_emerge_at *at, uint32_t cluster, uint32_t thing)
{
    cahier_emerge *state = at->state;
    cahier_thing *t = &at->thing[thing];
    uint64_t oldest = state->persons_days;
    for (uint32_t i = 0; i < CAHIER_STRANGE_MOST; i++) {
        const cahier_strange *text = &at->strange[i];
        if (!text->used) {
            continue;
        }
        oldest = text->persons_days < oldest ? text->persons_days : oldest;
        float cosine = along(centre_of(at, cluster), text->vector) / (at->cluster[cluster].length * text->length);
        bool left = state->today - text->day >= (int32_t)CAHIER_EMERGE_LAG;
        if (cosine >= NEAR && left) {
            t->base[CAHIER_DAY_HOLIDAY] += 1; /* which class of day does not matter: it has missed some */
        } else if (cosine >= NEAR && text->day < state->today) {
            cahier_ring_at(at, text->day)[thing]++;
        }
    }
    double missed = cahier_emerge_exposure(state) - (double)(state->persons_days - oldest);
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        missed += i != cahier_ring_of(state->today) ? state->ring_exposure[i] : 0;
    }
    t->missed = (float)(missed > 1 ? missed : 1);
    t->not_before = state->today;
}

static cahier_status begin(cahier_emerge_at *at, cahier_arena *scratch, const cahier_strange *text, uint32_t cluster)
{
    uint32_t thing;
    uint64_t key = cahier_mix64(++at->state->next_cluster ^ UINT64_C(0x636c7573746572));
    memcpy(centre_of(at, cluster), text->vector, sizeof text->vector);
    at->cluster[cluster] = (cahier_new_cluster){key, at->state->today, text->length};
    CAHIER_TRY(cahier_thing_meet(at, scratch, &(cahier_thing_seed){.key = key, .family = CAHIER_OF_CLUSTERS}, &thing));
    if (thing == CAHIER_NONE) {
        at->cluster[cluster].key = 0;
    } else {
        look_back(at, cluster, thing);
    }
    return CAHIER_OK;
}

static uint32_t join(cahier_emerge_at *at, uint32_t cluster)
{
    uint32_t thing = cahier_thing_find(at, at->cluster[cluster].key);
    at->cluster[cluster].last = at->state->today;
    if (thing != CAHIER_NONE) {
        at->thing[thing].last = at->state->today;
    }
    return thing;
}

cahier_status cahier_cluster_meet(
        cahier_emerge_at *at, cahier_arena *scratch, const cahier_heard *heard, uint32_t *thing)
{
    cahier_strange text = {.day = at->state->today, .used = true, .persons_days = at->state->persons_days};
    *thing = CAHIER_NONE;
    if (heard->vector == NULL || heard->dimensions > CAHIER_DIMENSIONS_MOST) {
        return CAHIER_OK;
    }
    for (uint32_t e = 0; e < heard->dimensions; e++) {
        text.vector[e] = heard->vector[e];
    }
    text.length = length_of(text.vector);
    if (text.length <= 0) {
        return CAHIER_OK;
    }
    uint32_t nearest = find_nearest(at, &text), place = nearest == CAHIER_NONE ? free_place(at) : CAHIER_NONE;
    if (nearest != CAHIER_NONE) {
        *thing = join(at, nearest);
    } else if (place != CAHIER_NONE) {
        CAHIER_TRY(begin(at, scratch, &text, place));
    }
    at->strange[at->state->next_strange] = text;
    at->state->next_strange = (at->state->next_strange + 1) % CAHIER_STRANGE_MOST;
    return CAHIER_OK;
}
