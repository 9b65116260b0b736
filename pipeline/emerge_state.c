/* SPDX-License-Identifier: Apache-2.0 */
#include "emerge_state.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "bytes.h"
#include "text.h"

#define MAGIC UINT64_C(0x3130656772656d65) /* "emerge01": another order of bytes is another number */

typedef struct layout { /* bytes from the start of the block */
    size_t thing, chain, ring, met, text, original, band, cluster, centre, strange, len;
} layout;

/* Gives the next array its place; returns where it starts. */
static size_t give(size_t *len, size_t count, size_t size)
{
    size_t start = *len;
    *len = (start + count * size + 63) & ~(size_t)63;
    return start;
}

static layout lay_out(size_t things, size_t texts)
{
    layout l = {0};
    (void)give(&l.len, 1, sizeof(cahier_emerge));
    l.thing = give(&l.len, things, sizeof(cahier_thing));
    l.chain = give(&l.len, things, sizeof(uint32_t));
    l.ring = give(&l.len, CAHIER_EMERGE_LAG * things, sizeof(uint32_t));
    l.met = give(&l.len, CAHIER_MET_PER_THING * things, sizeof(cahier_met));
    l.text = give(&l.len, texts, sizeof(cahier_remembered));
    l.original = give(&l.len, texts, sizeof(cahier_original));
    l.band = give(&l.len, (size_t)2 * CAHIER_COPY_BANDS * texts, sizeof(uint32_t));
    l.cluster = give(&l.len, CAHIER_CLUSTERS_MOST, sizeof(cahier_new_cluster));
    l.centre = give(&l.len, (size_t)CAHIER_CLUSTERS_MOST * CAHIER_DIMENSIONS_MOST, sizeof(int16_t));
    l.strange = give(&l.len, CAHIER_STRANGE_MOST, sizeof(cahier_strange));
    return l;
}

cahier_emerge_at cahier_emerge_open(cahier_emerge *state)
{
    layout l = lay_out(state->things_most, state->texts_most);
    unsigned char *base = (unsigned char *)state;
    return (cahier_emerge_at){.state = state,
            .thing = (cahier_thing *)(void *)(base + l.thing),
            .chain = (uint32_t *)(void *)(base + l.chain),
            .ring = (uint32_t *)(void *)(base + l.ring),
            .met = (cahier_met *)(void *)(base + l.met),
            .text = (cahier_remembered *)(void *)(base + l.text),
            .original = (cahier_original *)(void *)(base + l.original),
            .band = (uint32_t *)(void *)(base + l.band),
            .cluster = (cahier_new_cluster *)(void *)(base + l.cluster),
            .centre = (int16_t *)(void *)(base + l.centre),
            .strange = (cahier_strange *)(void *)(base + l.strange)};
}

static bool is_power_within(uint32_t value, uint32_t least, uint32_t most)
{
    return value >= least && value <= most && (value & (value - 1)) == 0;
}

cahier_status cahier_emerge_new(cahier_arena *arena, const cahier_emerge_options *options, cahier_emerge **out)
{
    assert(is_power_within(options->things, 1u << 10, 1u << 18) && is_power_within(options->texts, 1u << 8, 1u << 18));
    size_t len = lay_out(options->things, options->texts).len;
    cahier_emerge *state = cahier_arena_alloc(arena, 1, len);
    if (state == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    state->magic = MAGIC;
    state->len = len;
    state->things_most = options->things;
    state->texts_most = options->texts;
    cahier_emerge_at at = cahier_emerge_open(state);
    for (uint32_t i = 0; i < options->things; i++) {
        at.chain[i] = CAHIER_NONE;
        at.thing[i].next = i + 1 < options->things ? i + 1 : CAHIER_NONE;
    }
    *out = state;
    return CAHIER_OK;
}

/* --- bytes --------------------------------------------------------------------------------------------------------- */

/* Of all but the sum itself; the length is a multiple of 64. */
static uint64_t sum_bytes(const cahier_emerge *state)
{
    const char *base = (const char *)state;
    uint64_t sum = state->len;
    for (size_t i = 0; i < state->len; i += 8) {
        sum = i == offsetof(cahier_emerge, sum) ? sum : (sum ^ cahier_load64(base + i)) * UINT64_C(0xD6E8FEB86659FD93);
        sum ^= sum >> 32;
    }
    return sum;
}

const void *cahier_emerge_bytes(cahier_emerge *state, size_t *len)
{
    state->sum = sum_bytes(state);
    *len = state->len;
    return state;
}

static bool is_index(uint32_t index, uint32_t count)
{
    return index < count || index == CAHIER_NONE;
}

static bool is_day(int32_t day)
{
    return day >= CAHIER_DAY_LEAST && day <= CAHIER_DAY_MOST;
}

/* A count, or a sum of them: more than all messages ever written is none. */
static bool is_amount(double amount)
{
    return amount >= 0 && amount <= 1e15;
}

/* A byte that was written as a bool; another value may not even be looked at as one. */
static bool is_bool(const bool *value)
{
    return *(const unsigned char *)value <= 1;
}

static bool is_thing_sound(const cahier_thing *thing, uint32_t things)
{
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        if (!is_amount((double)thing->base[c])) {
            return false;
        }
    }
    return is_index(thing->next, things) && is_index(thing->open, CAHIER_OPEN_MOST) &&
           thing->family < CAHIER_FAMILIES && thing->surface_len <= CAHIER_SURFACE_MOST &&
           thing->name_len < sizeof thing->name && is_bool(&thing->used) && is_day(thing->first) &&
           is_day(thing->last) && (thing->not_before == INT32_MIN || is_day(thing->not_before)) &&
           is_amount((double)thing->missed) && is_amount(fabs(thing->spread.excess)) &&
           is_amount(thing->spread.squares);
}

static bool is_event_sound(const cahier_event *event, const cahier_emerge *state)
{
    return is_index(event->lead, state->things_most) && is_index(event->original, state->texts_most) &&
           event->kind < CAHIER_EMERGE_KINDS && is_bool(&event->used) && is_day(event->since) &&
           is_day(event->raised) && is_amount(event->expected) && is_amount(fabs(event->strongest));
}

/* What all days together left. */
static bool are_sums_sound(const cahier_emerge *state)
{
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        if (!is_amount(state->exposure[c])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        if (!is_amount(state->ring_exposure[i]) || state->ring_class[i] >= CAHIER_DAY_CLASSES) {
            return false;
        }
    }
    for (uint32_t f = 0; f < CAHIER_FAMILIES; f++) {
        if (!is_amount(state->weights[f]) || !is_amount(fabs(state->spread[f].excess)) ||
                !is_amount(state->spread[f].squares)) {
            return false;
        }
    }
    return is_amount(state->exposure_squares) && is_day(state->first) && is_day(state->today) &&
           is_day(state->themes_since) && (state->days == 0 || state->first <= state->today);
}

/* Every thing is in one chain or in the free list, once: as many steps as things, no more. */
static bool are_chains_sound(const cahier_emerge_at *at)
{
    uint32_t n = at->state->things_most, steps = 0, i = at->state->free_thing;
    for (; i != CAHIER_NONE && steps <= n; i = at->thing[i].next, steps++) {
        if (i >= n || at->thing[i].used) {
            return false;
        }
    }
    for (uint32_t c = 0; c < n && steps <= n; c++) {
        for (i = at->chain[c]; i != CAHIER_NONE && steps <= n; i = at->thing[i].next, steps++) {
            if (i >= n || !at->thing[i].used) {
                return false;
            }
        }
    }
    return steps == n;
}

static bool are_texts_sound(const cahier_emerge_at *at)
{
    uint32_t n = at->state->texts_most;
    for (uint32_t i = 0; i < n; i++) {
        const cahier_remembered *text = &at->text[i];
        const cahier_original *original = &at->original[i];
        if (text->id_len > CAHIER_ID_MOST || text->tag_count > CAHIER_TAGS_MOST || !is_bool(&text->copy) ||
                !is_day(text->day) || !is_index(original->open, CAHIER_OPEN_MOST) || !is_day(original->first) ||
                !is_day(original->last)) {
            return false;
        }
    }
    for (size_t i = 0; i < (size_t)2 * CAHIER_COPY_BANDS * n; i++) {
        if (at->band[i] > n) {
            return false;
        }
    }
    return true;
}

/* A vector of listen.h, whose products add up in 32 bits. */
static bool is_vector_sound(const int16_t *vector)
{
    bool sound = true;
    for (uint32_t e = 0; e < CAHIER_DIMENSIONS_MOST; e++) {
        sound &= vector[e] >= INT8_MIN && vector[e] <= INT8_MAX;
    }
    return sound;
}

static bool are_clusters_sound(const cahier_emerge_at *at)
{
    for (uint32_t i = 0; i < CAHIER_CLUSTERS_MOST; i++) {
        if (!is_day(at->cluster[i].last) || !is_amount((double)at->cluster[i].length) ||
                !is_vector_sound(at->centre + (size_t)i * CAHIER_DIMENSIONS_MOST)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < CAHIER_STRANGE_MOST; i++) {
        if (!is_day(at->strange[i].day) || !is_bool(&at->strange[i].used) ||
                !is_amount((double)at->strange[i].length) || !is_vector_sound(at->strange[i].vector)) {
            return false;
        }
    }
    for (size_t i = 0; i < (size_t)CAHIER_MET_PER_THING * at->state->things_most; i++) {
        if (!is_bool(&at->met[i].known) || !is_day(at->met[i].day)) {
            return false;
        }
    }
    return true;
}

static bool is_sound(const cahier_emerge_at *at)
{
    const cahier_emerge *state = at->state;
    if (!is_index(state->free_thing, state->things_most) || state->next_text >= state->texts_most ||
            state->next_original >= state->texts_most || state->dimensions > CAHIER_DIMENSIONS_MOST ||
            state->used > state->things_most || state->next_strange >= CAHIER_STRANGE_MOST) {
        return false;
    }
    for (uint32_t i = 0; i < state->things_most; i++) {
        if (!is_thing_sound(&at->thing[i], state->things_most)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < CAHIER_OPEN_MOST; i++) {
        if (!is_event_sound(&state->event[i], state)) {
            return false;
        }
    }
    return are_sums_sound(state) && are_chains_sound(at) && are_texts_sound(at) && are_clusters_sound(at);
}

cahier_status cahier_emerge_read(
        cahier_arena *arena, const cahier_emerge_options *options, const void *bytes, size_t len, cahier_emerge **out)
{
    cahier_emerge head;
    if (len < sizeof head || len != lay_out(options->things, options->texts).len) {
        return CAHIER_ERROR_LIMIT;
    }
    memcpy(&head, bytes, sizeof head);
    if (head.magic != MAGIC || head.len != len || head.things_most != options->things ||
            head.texts_most != options->texts) {
        return CAHIER_ERROR_LIMIT;
    }
    cahier_emerge *state = cahier_arena_alloc(arena, 1, len);
    if (state == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(state, bytes, len);
    cahier_emerge_at at = cahier_emerge_open(state);
    if (state->sum != sum_bytes(state) || !is_sound(&at)) {
        return CAHIER_ERROR_LIMIT;
    }
    *out = state;
    return CAHIER_OK;
}

void cahier_emerge_tell(const cahier_emerge *state, cahier_emerge_facts *out)
{
    cahier_emerge_facts facts = {.days = state->days,
            .messages = state->messages,
            .persons_days = state->persons_days,
            .copies = state->copies,
            .things = state->used,
            .raised = state->raised,
            .learning = state->days < CAHIER_EMERGE_LEARN};
    if (state->days > 0) {
        facts.first = cahier_day_date(state->first);
        facts.last = cahier_day_date(state->today);
    }
    for (uint32_t i = 0; i < CAHIER_OPEN_MOST; i++) {
        facts.open += state->event[i].used;
    }
    *out = facts;
}
