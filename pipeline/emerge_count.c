/* SPDX-License-Identifier: Apache-2.0 */
/* A day's messages are counted: who brings up what, which are copies. */
#include <string.h>

#include "emerge_state.h"
#include "order.h"
#include "text.h"

#define DOOR UINT64_C(0x646f6f72)     /* nobody's key: a phrase waits at the door for its second use */
#define CAMPAIGN UINT64_C(0x636f7079) /* mixed with an original's fingerprint */

typedef struct counter {
    cahier_emerge_at *at;
    cahier_arena *scratch;
    cahier_counted_day *day;
    const cahier_heard *heard; /* being counted */
    uint64_t person;
    cahier_remembered *text;
    uint32_t *today;   /* the ring's day */
    uint32_t original; /* made of this message, or CAHIER_NONE */
} counter;

/* A place and a word of the same letters are two things. */
static uint64_t key_of(cahier_family_of family, uint64_t key)
{
    uint64_t mixed = cahier_mix64(key + (uint64_t)family * UINT64_C(0x9e3779b97f4a7c15));
    return mixed != 0 ? mixed : 1;
}

uint64_t cahier_campaign_key(const cahier_original *original)
{
    return cahier_mix64(original->fingerprint ^ CAMPAIGN);
}

static void tag(counter *c, uint64_t key, uint32_t sentence)
{
    cahier_remembered *text = c->text;
    if (text->tag_count < CAHIER_TAGS_MOST) {
        text->sentence[text->tag_count] = (uint8_t)(sentence < UINT8_MAX ? sentence : UINT8_MAX);
        text->tag[text->tag_count++] = (uint32_t)key;
    }
}

static void count_person(counter *c, uint32_t thing, uint32_t sentence)
{
    uint64_t key = c->at->thing[thing].key;
    tag(c, key, sentence);
    if (!cahier_meet_again(c->at, key, c->person) && c->today[thing]++ == 0) {
        c->day->thing[c->day->count++] = thing;
    }
}

static cahier_status count_thing(counter *c, const cahier_thing_seed *seed, uint32_t sentence)
{
    uint32_t thing;
    CAHIER_TRY(cahier_thing_meet(c->at, c->scratch, seed, &thing));
    if (thing != CAHIER_NONE) {
        count_person(c, thing, sentence);
    }
    return CAHIER_OK;
}

/* Most phrases are said once in a year and would fill the state. */
static bool waits_at_door(counter *c, const cahier_said *said, uint64_t key)
{
    return said->phrase && cahier_thing_find(c->at, key) == CAHIER_NONE && !cahier_meet_again(c->at, key, DOOR);
}

static cahier_status count_words(counter *c)
{
    for (uint32_t i = 0; i < c->heard->said_count; i++) {
        const cahier_said *said = &c->heard->said[i];
        cahier_family_of family = said->phrase ? CAHIER_OF_PHRASES : CAHIER_OF_WORDS;
        uint64_t key = key_of(family, said->key);
        if (!waits_at_door(c, said, key)) {
            CAHIER_TRY(count_thing(
                    c, &(cahier_thing_seed){.key = key, .surface = said->surface, .family = family}, said->sentence));
        }
    }
    return CAHIER_OK;
}

static cahier_status count_theme(counter *c)
{
    const cahier_heard *heard = c->heard;
    cahier_thing_seed seed = {.surface = heard->label, .name = heard->theme, .family = CAHIER_OF_THEMES};
    seed.key = key_of(CAHIER_OF_THEMES, cahier_text_hash(heard->theme));
    CAHIER_TRY(count_thing(c, &seed, heard->sentence));
    if (heard->polarity != CAHIER_NEGATIVE && heard->polarity != CAHIER_POSITIVE) {
        return CAHIER_OK;
    }
    seed.family = heard->polarity == CAHIER_NEGATIVE ? CAHIER_OF_BLAME : CAHIER_OF_PRAISE;
    seed.of = seed.key;
    seed.key = key_of(seed.family, seed.of);
    return count_thing(c, &seed, heard->sentence);
}

/* A text that its theme holds badly, or that has none, may be the first of something. */
static cahier_status count_subject(counter *c)
{
    if (c->heard->theme.len > 0) {
        CAHIER_TRY(count_theme(c));
    }
    uint32_t cluster;
    CAHIER_TRY(cahier_cluster_meet(c->at, c->scratch, c->heard, &cluster));
    if (cluster != CAHIER_NONE) {
        count_person(c, cluster, c->heard->sentence);
    }
    return CAHIER_OK;
}

static cahier_status count_place(counter *c)
{
    if (c->heard->place.len == 0) {
        return CAHIER_OK;
    }
    uint64_t key = key_of(CAHIER_OF_PLACES, cahier_text_hash(c->heard->place));
    c->text->place = key;
    return count_thing(c, &(cahier_thing_seed){.key = key, .surface = c->heard->place, .family = CAHIER_OF_PLACES}, 0);
}

/* An id longer than there is room for ends with its hash. */
static void keep_id(cahier_remembered *text, cahier_text id)
{
    static const char digit[] = "0123456789abcdef";
    uint32_t len = id.len <= CAHIER_ID_MOST ? id.len : CAHIER_ID_MOST - 16;
    memcpy(text->id, id.at, len);
    for (uint64_t hash = cahier_text_hash(id); len < id.len && len < CAHIER_ID_MOST; hash >>= 4) {
        text->id[len++] = digit[hash & 15];
    }
    text->id_len = (uint8_t)len;
}

static void remember(counter *c, cahier_text id)
{
    cahier_emerge *state = c->at->state;
    c->text = &c->at->text[state->next_text];
    state->next_text = (state->next_text + 1) & (state->texts_most - 1);
    *c->text = (cahier_remembered){.person = c->person, .day = state->today};
    keep_id(c->text, id);
}

static void count_copy(counter *c, uint32_t original)
{
    cahier_original *copied = &c->at->original[original];
    uint64_t key = cahier_campaign_key(copied);
    c->at->state->copies++;
    copied->persons += !cahier_meet_again(c->at, key, c->person);
    remember(c, c->heard->id);
    c->text->copy = true;
    tag(c, key, 0);
    for (uint32_t i = 0; i < c->heard->said_count; i++) {
        const cahier_said *said = &c->heard->said[i];
        tag(c, key_of(said->phrase ? CAHIER_OF_PHRASES : CAHIER_OF_WORDS, said->key), said->sentence);
    }
}

static cahier_status count_message(counter *c, const cahier_heard *heard)
{
    c->heard = heard;
    uint32_t copied = cahier_copy_meet(c->at, heard, &c->original);
    if (copied != CAHIER_NONE) {
        count_copy(c, copied);
        return CAHIER_OK;
    }
    remember(c, heard->id);
    CAHIER_TRY(count_words(c));
    CAHIER_TRY(count_subject(c));
    CAHIER_TRY(count_place(c));
    if (c->original != CAHIER_NONE) {
        uint64_t key = cahier_campaign_key(&c->at->original[c->original]);
        c->at->original[c->original].persons = 1;
        (void)cahier_meet_again(c->at, key, c->person);
        tag(c, key, 0);
    }
    return CAHIER_OK;
}

static uint64_t person_of(const cahier_heard *heard)
{
    return heard->person != 0 ? heard->person : cahier_heard_key(heard->id);
}

/* Distinct persons of the messages that say something. */
static cahier_status count_persons(const cahier_heard *const *heard, uint32_t count, cahier_arena *scratch, double *out)
{
    cahier_keyed *person = CAHIER_NEW(scratch, cahier_keyed, count), *spare = CAHIER_NEW(scratch, cahier_keyed, count);
    uint32_t n = 0, distinct = 0;
    if (person == NULL || spare == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        person[n] = (cahier_keyed){person_of(heard[i]), i};
        n += !heard[i]->silent;
    }
    person = cahier_sort_keyed(person, spare, n, 8);
    for (uint32_t i = 0; i < n; i++) {
        distinct += i == 0 || person[i].key != person[i - 1].key;
    }
    *out = distinct;
    return CAHIER_OK;
}

cahier_status cahier_emerge_count(cahier_emerge_at *at, const cahier_heard *const *heard, uint32_t count,
        cahier_arena *scratch, cahier_counted_day *out)
{
    counter c = {.at = at, .scratch = scratch, .day = out, .today = cahier_ring_at(at, at->state->today)};
    CAHIER_TRY(count_persons(heard, count, scratch, &out->exposure));
    out->thing = CAHIER_NEW(scratch, uint32_t, at->state->things_most);
    if (out->thing == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!heard[i]->silent) {
            c.person = person_of(heard[i]);
            CAHIER_TRY(count_message(&c, heard[i]));
        }
    }
    at->state->ring_exposure[cahier_ring_of(at->state->today)] = out->exposure;
    at->state->messages += count;
    at->state->persons_days += (uint64_t)out->exposure;
    return CAHIER_OK;
}
