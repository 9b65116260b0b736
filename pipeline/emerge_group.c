/* SPDX-License-Identifier: Apache-2.0 */
/* Things that rise together, in the same messages, are one event. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "duplicate.h"
#include "emerge_state.h"

#define TOGETHER 50u     /* per cent of the fewer messages: one event */
#define PHRASE_SHARE 60u /* per cent of its words' persons who say a phrase: it names them (label.h) */
#define TERM_SHARE .5    /* of a theme's excess: one word explains it */

static const cahier_emerge_kind kind_of[CAHIER_FAMILIES] = {[CAHIER_OF_WORDS] = CAHIER_EMERGE_TERM,
        [CAHIER_OF_PHRASES] = CAHIER_EMERGE_TERM,
        [CAHIER_OF_THEMES] = CAHIER_EMERGE_THEME,
        [CAHIER_OF_CLUSTERS] = CAHIER_EMERGE_NEW,
        [CAHIER_OF_PLACES] = CAHIER_EMERGE_PLACE,
        [CAHIER_OF_BLAME] = CAHIER_EMERGE_POLARITY,
        [CAHIER_OF_PRAISE] = CAHIER_EMERGE_POLARITY};

cahier_emerge_kind cahier_kind_of(const cahier_thing *thing)
{
    return kind_of[thing->family];
}

typedef struct place_of { /* of a tag: who is interested in messages that have it */
    uint32_t tag, set;
    int32_t since;
} place_of;

/* Sets of remembered messages: of each event, then of each candidate. */
typedef struct sets {
    cahier_emerge_at *at;
    const cahier_candidate *candidate;
    uint32_t count, words;
    uint64_t *bit;   /* (CAHIER_OPEN_MOST + count) x words */
    place_of *place; /* by tag */
    uint32_t places;
} sets;

static uint64_t *set_of(const sets *s, uint32_t set)
{
    return s->bit + (size_t)set * s->words;
}

static int by_tag(const void *a, const void *b)
{
    const place_of *x = a, *y = b;
    if (x->tag != y->tag) {
        return x->tag < y->tag ? -1 : 1;
    }
    return (x->set > y->set) - (x->set < y->set);
}

static cahier_status list_places(sets *s, cahier_arena *scratch)
{
    const cahier_emerge *state = s->at->state;
    s->place = CAHIER_NEW(scratch, place_of, (size_t)state->used + s->count);
    if (s->place == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < state->things_most; i++) {
        const cahier_thing *thing = &s->at->thing[i];
        if (thing->used && thing->open != CAHIER_NONE) {
            s->place[s->places++] = (place_of){(uint32_t)thing->key, thing->open, state->event[thing->open].since};
        }
    }
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t tag = (uint32_t)s->at->thing[s->candidate[i].thing].key;
        s->place[s->places++] = (place_of){tag, CAHIER_OPEN_MOST + i, s->candidate[i].since};
    }
    qsort(s->place, s->places, sizeof *s->place, by_tag);
    return CAHIER_OK;
}

static void mark_message(const sets *s, uint32_t text)
{
    const cahier_remembered *message = &s->at->text[text];
    for (uint32_t t = 0; t < message->tag_count && !message->copy; t++) {
        uint32_t low = 0, high = s->places;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (s->place[middle].tag < message->tag[t]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (; low < s->places && s->place[low].tag == message->tag[t]; low++) {
            if (message->day >= s->place[low].since) {
                set_of(s, s->place[low].set)[text / 64] |= UINT64_C(1) << text % 64;
            }
        }
    }
}

static cahier_status fill_sets(sets *s, cahier_arena *scratch)
{
    s->words = (s->at->state->texts_most + 63) / 64;
    s->bit = CAHIER_NEW(scratch, uint64_t, (size_t)(CAHIER_OPEN_MOST + s->count) * s->words);
    if (s->bit == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(list_places(s, scratch));
    for (uint32_t i = 0; i < s->at->state->texts_most; i++) {
        mark_message(s, i);
    }
    return CAHIER_OK;
}

/* Whether half of the fewer of two sets' messages are in both. */
static bool are_together(const sets *s, uint32_t a, uint32_t b)
{
    uint32_t both = 0, in_a = 0, in_b = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        both += cahier_bits_of(set_of(s, a)[w] & set_of(s, b)[w]);
        in_a += cahier_bits_of(set_of(s, a)[w]);
        in_b += cahier_bits_of(set_of(s, b)[w]);
    }
    uint32_t fewer = in_a < in_b ? in_a : in_b;
    return fewer > 0 && both * 100 >= fewer * TOGETHER;
}

uint32_t cahier_event_open(cahier_emerge_at *at, cahier_emerge_kind kind, int32_t since)
{
    cahier_emerge *state = at->state;
    uint32_t i = 0;
    while (i < CAHIER_OPEN_MOST && state->event[i].used) {
        i++;
    }
    if (i == CAHIER_OPEN_MOST) {
        return CAHIER_NONE;
    }
    state->event[i] = (cahier_event){.number = ++state->raised,
            .kind = (uint32_t)kind,
            .lead = CAHIER_NONE,
            .original = CAHIER_NONE,
            .since = since,
            .raised = state->today,
            .used = true};
    return i;
}

static void join(sets *s, uint32_t event, uint32_t i)
{
    s->at->thing[s->candidate[i].thing].open = event;
    for (uint32_t w = 0; w < s->words; w++) {
        set_of(s, event)[w] |= set_of(s, CAHIER_OPEN_MOST + i)[w];
    }
}

/* Into the first open finding that it rises together with, or into one of its own. */
static void place_candidate(sets *s, uint32_t i)
{
    cahier_emerge *state = s->at->state;
    for (uint32_t e = 0; e < CAHIER_OPEN_MOST; e++) {
        if (state->event[e].used && state->event[e].kind != CAHIER_EMERGE_CAMPAIGN &&
                are_together(s, e, CAHIER_OPEN_MOST + i)) {
            join(s, e, i);
            return;
        }
    }
    const cahier_candidate *c = &s->candidate[i];
    uint32_t event = cahier_event_open(s->at, cahier_kind_of(&s->at->thing[c->thing]), c->since);
    if (event != CAHIER_NONE) {
        memset(set_of(s, event), 0, s->words * sizeof(uint64_t));
        join(s, event, i);
    }
}

/* --- names --------------------------------------------------------------------------------------------------------- */

/* The strongest candidate of an event that belongs to a family, or NULL. */
static const cahier_candidate *strongest(const sets *s, uint32_t event, cahier_family_of family)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const cahier_thing *thing = &s->at->thing[s->candidate[i].thing];
        if (thing->open == event && thing->family == (uint8_t)family) {
            return &s->candidate[i];
        }
    }
    return NULL;
}

static double excess(const cahier_candidate *c)
{
    return c != NULL ? c->persons - c->expected : 0;
}

/* The term, unless it rose by less than the theme, compared with what was usual: « éducation », 49 persons for 23, is said in many themes and
 * tells less of the rise than the name of the theme that had 31 for 9. Its messages would mostly be the usual ones. */
static const cahier_candidate *if_sharper(const cahier_candidate *term, const cahier_candidate *theme)
{
    bool vaguer = term != NULL && theme != NULL && term->persons * theme->expected < theme->persons * term->expected;
    return vaguer ? NULL : term;
}

/* What an event is named after: the theme, unless one sharper word makes most of it; a new cluster; a phrase before its words. */
static const cahier_candidate *choose_lead(const sets *s, uint32_t event)
{
    const cahier_candidate *theme = strongest(s, event, CAHIER_OF_THEMES);
    const cahier_candidate *word = if_sharper(strongest(s, event, CAHIER_OF_WORDS), theme);
    const cahier_candidate *phrase = if_sharper(strongest(s, event, CAHIER_OF_PHRASES), theme);
    const cahier_candidate *cluster = strongest(s, event, CAHIER_OF_CLUSTERS);
    if (theme != NULL && excess(word) < TERM_SHARE * excess(theme) && excess(phrase) < TERM_SHARE * excess(theme)) {
        return theme;
    }
    if (cluster != NULL) {
        return cluster;
    }
    if (phrase != NULL && (word == NULL || phrase->persons * 100 >= word->persons * PHRASE_SHARE)) {
        return phrase;
    }
    for (uint32_t i = 0; word == NULL && i < s->count; i++) {
        word = s->at->thing[s->candidate[i].thing].open == event ? &s->candidate[i] : NULL;
    }
    return word;
}

static void name_event(const sets *s, uint32_t index)
{
    cahier_event *event = &s->at->state->event[index];
    const cahier_candidate *lead = choose_lead(s, index);
    assert(lead != NULL);
    event->kind = (uint32_t)cahier_kind_of(&s->at->thing[lead->thing]);
    event->lead = lead->thing;
    event->since = lead->since;
    event->persons = lead->persons;
    event->expected = lead->expected;
    event->strongest = s->candidate[0].strength;
    for (uint32_t i = s->count; i-- > 0;) { /* strongest first: the last one seen is the strongest of the event */
        if (s->at->thing[s->candidate[i].thing].open == index) {
            event->strongest = s->candidate[i].strength;
        }
    }
}

cahier_status cahier_emerge_group(
        cahier_emerge_at *at, const cahier_candidate *candidate, uint32_t count, cahier_arena *scratch)
{
    sets s = {.at = at, .candidate = candidate, .count = count};
    if (count == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(fill_sets(&s, scratch));
    for (uint32_t i = 0; i < count; i++) {
        place_candidate(&s, i);
    }
    for (uint32_t e = 0; e < CAHIER_OPEN_MOST; e++) {
        cahier_event *event = &at->state->event[e];
        if (event->used && event->raised == at->state->today) {
            name_event(&s, e);
        }
    }
    return CAHIER_OK;
}

void cahier_emerge_campaigns(cahier_emerge_at *at)
{
    for (uint32_t i = 0; i < at->state->texts_most; i++) {
        cahier_original *original = &at->original[i];
        bool many = (original->copies >= CAHIER_CAMPAIGN_DOCUMENTS && original->persons >= CAHIER_CAMPAIGN_PERSONS) ||
                    original->copies >= CAHIER_CAMPAIGN_FLOOD;
        if (many && original->open == CAHIER_NONE && original->last == at->state->today) {
            uint32_t event = cahier_event_open(at, CAHIER_EMERGE_CAMPAIGN, original->first);
            original->open = event;
            if (event != CAHIER_NONE) {
                at->state->event[event].original = i;
            }
        }
    }
}
