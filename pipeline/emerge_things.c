/* SPDX-License-Identifier: Apache-2.0 */
/* Things of the state: found, met, forgotten; days that pass. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "emerge_state.h"
#include "order.h"
#include "text.h"

#define MET_SET 4u        /* met pairs a set: the oldest gives way */
#define FORGET_DAYS 28    /* days between two rounds of forgetting */
#define FORGET_TO .9482   /* kept each round: half after a year */
#define SPREAD_FROM .05   /* persons expected a day: below, a day tells nothing of dispersion */
#define LEAVES_OF 4u      /* a quarter leaves when there is no room */
#define COUNT_MOST 65535. /* of a thing, when who leaves is chosen */
#define CLASS_PRIOR 20.   /* persons: a class of days with as many is believed as much as the whole */

uint32_t cahier_thing_recent(const cahier_emerge_at *at, uint32_t thing)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        sum += at->ring[(size_t)i * at->state->things_most + thing];
    }
    return sum;
}

double cahier_thing_base(const cahier_thing *thing)
{
    double sum = 0;
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        sum += (double)thing->base[c];
    }
    return sum;
}

double cahier_emerge_exposure(const cahier_emerge *state)
{
    double sum = 0;
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        sum += state->exposure[c];
    }
    return sum;
}

double cahier_thing_exposure(const cahier_emerge_at *at, const cahier_thing *thing)
{
    uint32_t theme = thing->of != 0 ? cahier_thing_find(at, thing->of) : CAHIER_NONE;
    if (thing->of != 0) {
        return theme != CAHIER_NONE ? cahier_thing_base(&at->thing[theme]) : 0;
    }
    double sum = cahier_emerge_exposure(at->state);
    return sum > (double)thing->missed ? sum - (double)thing->missed : 0;
}

double cahier_thing_exposed(const cahier_emerge_at *at, const cahier_thing *thing, int32_t day)
{
    if (thing->of == 0) {
        return at->state->ring_exposure[cahier_ring_of(day)];
    }
    uint32_t theme = cahier_thing_find(at, thing->of);
    return theme != CAHIER_NONE ? cahier_ring_at(at, day)[theme] : 0;
}

double cahier_thing_class(const cahier_emerge_at *at, const cahier_thing *thing, uint32_t class_of_day)
{
    double exposure = cahier_thing_exposure(at, thing), base = cahier_thing_base(thing);
    if (thing->of != 0 || thing->missed > 0 || exposure <= 0 || base <= 0) {
        return 1;
    }
    double share = base / exposure;
    return ((double)thing->base[class_of_day] + CLASS_PRIOR) /
           (at->state->exposure[class_of_day] * share + CLASS_PRIOR);
}

uint32_t cahier_thing_counted(const cahier_emerge_at *at, uint32_t thing, int32_t from, int32_t to)
{
    int32_t oldest = at->state->today - (int32_t)CAHIER_EMERGE_LAG + 1;
    uint32_t sum = 0;
    for (int32_t day = from > oldest ? from : oldest; day <= to; day++) {
        sum += cahier_ring_at(at, day)[thing];
    }
    return sum;
}

double cahier_thing_expected(const cahier_emerge_at *at, uint32_t thing, int32_t from, int32_t to)
{
    int32_t oldest = at->state->today - (int32_t)CAHIER_EMERGE_LAG + 1;
    const cahier_thing *t = &at->thing[thing];
    double sum = 0, share = (cahier_thing_base(t) + CAHIER_RISE_HALF) / (cahier_thing_exposure(at, t) + 1);
    for (int32_t day = from > oldest ? from : oldest; day <= to; day++) {
        uint32_t class = at->state->ring_class[cahier_ring_of(day)];
        sum += cahier_thing_exposed(at, t, day) * cahier_thing_class(at, t, class);
    }
    return sum * share;
}

double cahier_thing_dispersion(const cahier_emerge_at *at, const cahier_thing *thing)
{
    return cahier_spread_shrunk(&thing->spread, cahier_spread_pooled(&at->state->spread[thing->family]));
}

/* --- by key -------------------------------------------------------------------------------------------------------- */

static uint32_t *chain_of(const cahier_emerge_at *at, uint64_t key)
{
    return &at->chain[cahier_mix64(key) & (at->state->things_most - 1)];
}

uint32_t cahier_thing_find(const cahier_emerge_at *at, uint64_t key)
{
    uint32_t i = *chain_of(at, key);
    while (i != CAHIER_NONE && at->thing[i].key != key) {
        i = at->thing[i].next;
    }
    return i;
}

void cahier_thing_drop(cahier_emerge_at *at, uint32_t thing)
{
    uint32_t *link = chain_of(at, at->thing[thing].key);
    while (*link != thing) {
        link = &at->thing[*link].next;
    }
    *link = at->thing[thing].next;
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        at->ring[(size_t)i * at->state->things_most + thing] = 0;
    }
    at->thing[thing] = (cahier_thing){.next = at->state->free_thing};
    at->state->free_thing = thing;
    at->state->used--;
}

/* Least counted first, then not met for longest: what leaves. Keys end with the number, so that the order is total. */
static cahier_status make_room(cahier_emerge_at *at, cahier_arena *scratch)
{
    uint32_t n = at->state->things_most, count = 0;
    size_t mark = cahier_arena_mark(scratch);
    cahier_keyed *keyed = CAHIER_NEW(scratch, cahier_keyed, n), *spare = CAHIER_NEW(scratch, cahier_keyed, n);
    if (keyed == NULL || spare == NULL) {
        cahier_arena_reset(scratch, mark);
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        const cahier_thing *thing = &at->thing[i];
        bool stays = !thing->used || thing->open != CAHIER_NONE || thing->family >= CAHIER_OF_THEMES ||
                     thing->last == at->state->today;
        if (!stays) {
            double counted = cahier_thing_base(thing) + cahier_thing_recent(at, i);
            uint64_t score = (uint64_t)(counted < COUNT_MOST ? counted : COUNT_MOST);
            uint32_t age = (uint32_t)(at->state->today - thing->last) & 0xffff;
            keyed[count++] = (cahier_keyed){score << 16 | (0xffff - age), i};
        }
    }
    const cahier_keyed *sorted = cahier_sort_keyed(keyed, spare, count, 4);
    for (uint32_t i = 0; i < n / LEAVES_OF && i < count; i++) {
        cahier_thing_drop(at, sorted[i].value);
    }
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

static uint8_t keep_text(char *to, uint32_t room, cahier_text text)
{
    uint32_t len = text.len < room ? text.len : room;
    while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80) {
        len--; /* a character is not cut */
    }
    if (len > 0) {
        memcpy(to, text.at, len);
    }
    return (uint8_t)len;
}

/* The form written most often wins, if one has the majority (Boyer & Moore 1991). */
static void vote(cahier_thing *thing, cahier_text surface)
{
    bool same = cahier_text_equal((cahier_text){thing->surface, thing->surface_len}, surface);
    if (same || thing->votes > 0) {
        thing->votes += same ? 1u : UINT32_MAX;
        return;
    }
    thing->surface_len = keep_text(thing->surface, CAHIER_SURFACE_MOST, surface);
    thing->votes = 1;
}

static double exposed_lately(const cahier_emerge_at *at)
{
    double sum = 0;
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        sum += at->state->ring_exposure[i];
    }
    return sum;
}

static cahier_status be_born(cahier_emerge_at *at, cahier_arena *scratch, const cahier_thing_seed *seed, uint32_t *out)
{
    cahier_emerge *state = at->state;
    if (state->free_thing == CAHIER_NONE) {
        CAHIER_TRY(make_room(at, scratch));
    }
    uint32_t i = state->free_thing;
    if (i == CAHIER_NONE) { /* only things that stay: themes, places, what is open */
        *out = CAHIER_NONE;
        return CAHIER_OK;
    }
    cahier_thing *thing = &at->thing[i];
    state->free_thing = thing->next;
    state->used++;
    uint32_t *link = chain_of(at, seed->key);
    *thing = (cahier_thing){.key = seed->key,
            .of = seed->of,
            .next = *link,
            .open = CAHIER_NONE,
            .first = state->today,
            .last = state->today,
            .not_before = INT32_MIN,
            .family = (uint8_t)seed->family,
            .used = true};
    if (seed->family == CAHIER_OF_THEMES && state->themes_since > state->first) {
        thing->missed = (float)(cahier_thing_exposure(at, thing) + exposed_lately(at));
    }
    thing->name_len = keep_text(thing->name, sizeof thing->name - 1, seed->name);
    *link = i;
    state->born[seed->family][cahier_ring_of(state->today)]++;
    *out = i;
    return CAHIER_OK;
}

cahier_status cahier_thing_meet(
        cahier_emerge_at *at, cahier_arena *scratch, const cahier_thing_seed *seed, uint32_t *out)
{
    uint32_t i = cahier_thing_find(at, seed->key);
    if (i == CAHIER_NONE) {
        CAHIER_TRY(be_born(at, scratch, seed, &i));
    }
    if (i != CAHIER_NONE) {
        vote(&at->thing[i], seed->surface);
        at->thing[i].last = at->state->today;
    }
    *out = i;
    return CAHIER_OK;
}

bool cahier_meet_again(cahier_emerge_at *at, uint64_t thing, uint64_t person)
{
    uint64_t hash = cahier_mix64(thing ^ cahier_mix64(person));
    uint32_t sets = CAHIER_MET_PER_THING * at->state->things_most / MET_SET;
    cahier_met *set = at->met + (size_t)(hash & (sets - 1)) * MET_SET, *oldest = set;
    uint32_t tag = (uint32_t)(hash >> 32);
    for (uint32_t i = 0; i < MET_SET; i++) {
        if (set[i].known && set[i].tag == tag && at->state->today - set[i].day < (int32_t)CAHIER_EMERGE_LAG) {
            return true;
        }
        bool older = !set[i].known || (oldest->known && set[i].day < oldest->day);
        oldest = older ? &set[i] : oldest;
    }
    *oldest = (cahier_met){tag, at->state->today, true};
    return false;
}

/* --- days ---------------------------------------------------------------------------------------------------------- */

/* What a day told of the dispersion of a thing, unless a finding is open on it. */
static void learn_spread(cahier_emerge_at *at, cahier_thing *thing, uint32_t counted, int32_t day)
{
    double exposure = cahier_thing_exposure(at, thing);
    if (!thing->used || thing->open != CAHIER_NONE || exposure <= 0) {
        return;
    }
    double expected = cahier_thing_base(thing) / exposure * cahier_thing_exposed(at, thing, day);
    if (expected >= SPREAD_FROM) {
        expected *= cahier_thing_class(at, thing, at->state->ring_class[cahier_ring_of(day)]);
        cahier_spread_add(&thing->spread, counted, expected);
        cahier_spread_add(&at->state->spread[thing->family], counted, expected);
    }
}

/* A day leaves the lag and joins the baseline. */
static void leave(cahier_emerge_at *at, int32_t day)
{
    cahier_emerge *state = at->state;
    uint32_t slot = cahier_ring_of(day), class = state->ring_class[slot], *ring = cahier_ring_at(at, day);
    double exposure = state->ring_exposure[slot];
    for (uint32_t i = 0; exposure > 0 && i < state->things_most; i++) {
        learn_spread(at, &at->thing[i], ring[i], day);
    }
    for (uint32_t i = 0; exposure > 0 && i < state->things_most; i++) {
        at->thing[i].base[class] += (float)ring[i];
    }
    memset(ring, 0, state->things_most * sizeof *ring);
    state->exposure[class] += exposure;
    state->exposure_squares += exposure * exposure;
    state->ring_exposure[slot] = 0;
    for (uint32_t f = 0; f < CAHIER_FAMILIES; f++) {
        state->born[f][slot] = 0;
    }
}

static void forget(cahier_emerge_at *at)
{
    cahier_emerge *state = at->state;
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        state->exposure[c] *= FORGET_TO;
    }
    state->exposure_squares *= FORGET_TO;
    for (uint32_t f = 0; f < CAHIER_FAMILIES; f++) {
        state->spread[f].excess *= FORGET_TO;
        state->spread[f].squares *= FORGET_TO;
    }
    for (uint32_t i = 0; i < state->things_most; i++) {
        cahier_thing *thing = &at->thing[i];
        for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
            thing->base[c] *= (float)FORGET_TO;
        }
        thing->missed *= (float)FORGET_TO;
        thing->spread.excess *= FORGET_TO;
        thing->spread.squares *= FORGET_TO;
    }
}

double cahier_family_weight(uint32_t family, double known)
{
    return family <= CAHIER_OF_PHRASES ? sqrt(known) : 1;
}

static void add_weights(cahier_emerge_at *at)
{
    cahier_emerge *state = at->state;
    memset(state->weights, 0, sizeof state->weights);
    for (uint32_t i = 0; i < state->things_most; i++) {
        if (at->thing[i].used) {
            double known = cahier_thing_base(&at->thing[i]) + cahier_thing_recent(at, i);
            state->weights[at->thing[i].family] += cahier_family_weight(at->thing[i].family, known);
        }
    }
}

void cahier_emerge_pass(cahier_emerge_at *at, int32_t today, uint32_t class_of_today)
{
    cahier_emerge *state = at->state;
    assert(state->days == 0 || today > state->today);
    if (state->days == 0) {
        state->first = today;
    } else {
        int32_t end = today - (int32_t)CAHIER_EMERGE_LAG, oldest = state->today - (int32_t)CAHIER_EMERGE_LAG;
        for (int32_t day = oldest + 1; day <= end && day <= state->today; day++) {
            leave(at, day);
        }
    }
    state->today = today;
    state->ring_class[cahier_ring_of(today)] = class_of_today;
    if (state->days % FORGET_DAYS == FORGET_DAYS - 1) {
        forget(at);
    }
    add_weights(at);
    state->days++;
}
