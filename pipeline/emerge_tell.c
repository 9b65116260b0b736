/* SPDX-License-Identifier: Apache-2.0 */
/* Findings in words: what, who, where, which messages; and those that fade. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "emerge_state.h"
#include "order.h"
#include "text.h"

#define WORDS_TOLD 12u
#define SEASON 91 /* days: what has risen for so long is what is expected from now on */
#define RATIO_MOST 1000.
#define STRAGGLERS 2u /* persons in CAHIER_EMERGE_FADE days: what a rare thing ends with */

typedef struct teller {
    cahier_emerge_at *at;
    const cahier_emerge_options *options;
    cahier_arena *batch, *scratch;
} teller;

static cahier_status copy_text(cahier_arena *batch, const char *at, uint32_t len, cahier_text *out)
{
    char *to = CAHIER_NEW(batch, char, len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, at, len);
    *out = (cahier_text){to, len};
    return CAHIER_OK;
}

static uint64_t key_of_event(const cahier_emerge_at *at, const cahier_event *event)
{
    if (event->lead != CAHIER_NONE) {
        return at->thing[event->lead].key;
    }
    return event->original != CAHIER_NONE ? cahier_campaign_key(&at->original[event->original]) : 0;
}

/* --- messages ------------------------------------------------------------------------------------------------------ */

typedef struct evidence { /* one message a person, earliest first */
    uint32_t *text;
    uint8_t *sentence;
    uint32_t count;
} evidence;

static bool has_person(const cahier_emerge_at *at, const evidence *e, uint64_t person)
{
    uint32_t i = 0;
    while (i < e->count && at->text[e->text[i]].person != person) {
        i++;
    }
    return i < e->count;
}

static cahier_status gather(const teller *t, const cahier_event *event, evidence *out)
{
    const cahier_emerge *state = t->at->state;
    uint32_t tag = (uint32_t)key_of_event(t->at, event), mask = state->texts_most - 1;
    bool campaign = event->kind == CAHIER_EMERGE_CAMPAIGN;
    *out = (evidence){
            CAHIER_NEW(t->scratch, uint32_t, state->texts_most), CAHIER_NEW(t->scratch, uint8_t, state->texts_most), 0};
    if (out->text == NULL || out->sentence == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i <= mask; i++) {
        uint32_t at = (state->next_text + i) & mask;
        const cahier_remembered *text = &t->at->text[at];
        for (uint32_t g = 0; g < text->tag_count && text->day >= event->since; g++) {
            bool counts = campaign || (!text->copy && !has_person(t->at, out, text->person));
            if (text->tag[g] == tag && counts) {
                out->text[out->count] = at;
                out->sentence[out->count++] = text->sentence[g];
                break;
            }
        }
    }
    return CAHIER_OK;
}

static cahier_status tell_texts(const teller *t, const evidence *e, cahier_finding *out)
{
    out->texts = CAHIER_NEW(t->batch, cahier_finding_text, e->count);
    if (out->texts == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < e->count; i++) {
        const cahier_remembered *text = &t->at->text[e->text[i]];
        cahier_finding_text *to = &out->texts[i];
        *to = (cahier_finding_text){.date = cahier_day_date(text->day), .sentence = e->sentence[i]};
        CAHIER_TRY(copy_text(t->batch, text->id, text->id_len, &to->id));
    }
    out->text_count = e->count;
    return CAHIER_OK;
}

static int by_persons(const void *a, const void *b)
{
    const cahier_finding_place *x = a, *y = b;
    if (x->persons != y->persons) {
        return x->persons > y->persons ? -1 : 1;
    }
    return cahier_text_order(x->name, y->name);
}

static cahier_status tell_places(const teller *t, const evidence *e, cahier_finding *out)
{
    out->places = CAHIER_NEW(t->batch, cahier_finding_place, e->count);
    uint64_t *key = CAHIER_NEW(t->scratch, uint64_t, e->count);
    if (out->places == NULL || key == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < e->count; i++) {
        uint64_t place = t->at->text[e->text[i]].place;
        uint32_t thing = place != 0 ? cahier_thing_find(t->at, place) : CAHIER_NONE, p = 0;
        if (thing == CAHIER_NONE) {
            continue;
        }
        while (p < out->place_count && key[p] != place) {
            p++;
        }
        if (p == out->place_count) {
            const cahier_thing *named = &t->at->thing[thing];
            CAHIER_TRY(copy_text(t->batch, named->surface, named->surface_len, &out->places[p].name));
            key[out->place_count++] = place;
        }
        out->places[p].persons++;
    }
    qsort(out->places, out->place_count, sizeof *out->places, by_persons);
    return CAHIER_OK;
}

/* --- words --------------------------------------------------------------------------------------------------------- */

typedef struct telling { /* a word, and how much it tells */
    uint32_t thing, persons;
    double expected, told;
} telling;

static int by_told(const void *a, const void *b)
{
    const telling *x = a, *y = b;
    if (x->told < y->told || x->told > y->told) {
        return x->told > y->told ? -1 : 1;
    }
    return (x->thing > y->thing) - (x->thing < y->thing);
}

static double tells(uint32_t persons, double expected)
{
    return persons > expected ? persons * log(persons / expected) : 0; /* Dunning's G2, its first term */
}

/* What rose: the things of the event. */
static uint32_t list_risen(const teller *t, uint32_t index, telling *to)
{
    const cahier_event *event = &t->at->state->event[index];
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->at->state->things_most; i++) {
        if (t->at->thing[i].used && t->at->thing[i].open == index) {
            telling word = {.thing = i,
                    .persons = cahier_thing_counted(t->at, i, event->since, t->at->state->today),
                    .expected = cahier_thing_expected(t->at, i, event->since, t->at->state->today)};
            word.told = i == event->lead ? INFINITY : tells(word.persons, word.expected);
            to[count++] = word;
        }
    }
    return count;
}

typedef struct tags { /* of messages, ascending, one for each message that has it */
    uint32_t *at, count;
} tags;

static cahier_status list_tags(const teller *t, const evidence *e, tags *out)
{
    tags list = {CAHIER_NEW(t->scratch, uint32_t, (size_t)e->count * CAHIER_TAGS_MOST), 0};
    if (list.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t m = 0; m < e->count; m++) {
        const cahier_remembered *text = &t->at->text[e->text[m]];
        memcpy(list.at + list.count, text->tag, text->tag_count * sizeof *text->tag);
        list.count += text->tag_count;
    }
    qsort(list.at, list.count, sizeof *list.at, cahier_by_uint32);
    *out = list;
    return CAHIER_OK;
}

static uint32_t count_tag(const tags *list, uint32_t tag)
{
    uint32_t low = 0, high = list->count, count = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->at[middle] < tag) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low + count < list->count && list->at[low + count] == tag) {
        count++;
    }
    return count;
}

/* What the messages of a cluster, or copies, have in common: words, against their share of all messages. */
static uint32_t list_shared(const teller *t, const tags *list, uint32_t messages, telling *to)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->at->state->things_most; i++) {
        const cahier_thing *thing = &t->at->thing[i];
        if (thing->used && thing->family <= CAHIER_OF_PHRASES) {
            double share = (cahier_thing_base(thing) + CAHIER_RISE_HALF) / (cahier_thing_exposure(t->at, thing) + 1);
            telling word = {i, count_tag(list, (uint32_t)thing->key), share * messages, 0};
            word.told = tells(word.persons, word.expected);
            to[count] = word;
            count += word.persons > 1 && word.told > 0;
        }
    }
    return count;
}

static cahier_status tell_words(const teller *t, uint32_t index, const evidence *e, cahier_finding *out)
{
    const cahier_event *event = &t->at->state->event[index];
    telling *word = CAHIER_NEW(t->scratch, telling, t->at->state->used);
    if (word == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    tags list;
    CAHIER_TRY(list_tags(t, e, &list));
    bool shared = event->kind == CAHIER_EMERGE_NEW || event->kind == CAHIER_EMERGE_CAMPAIGN;
    uint32_t count = shared ? list_shared(t, &list, e->count, word) : list_risen(t, index, word);
    qsort(word, count, sizeof *word, by_told);
    count = count < WORDS_TOLD ? count : WORDS_TOLD;
    out->words = CAHIER_NEW(t->batch, cahier_finding_word, count);
    if (out->words == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        const cahier_thing *thing = &t->at->thing[word[i].thing];
        out->words[i] = (cahier_finding_word){
                .kind = cahier_kind_of(thing), .persons = word[i].persons, .expected = word[i].expected};
        CAHIER_TRY(copy_text(t->batch, thing->surface, thing->surface_len, &out->words[i].surface));
    }
    out->word_count = count;
    return CAHIER_OK;
}

/* The first words, one beside the other. */
static cahier_status name_by_words(const teller *t, cahier_finding *out)
{
    uint32_t count = out->word_count < CAHIER_NAME_WORDS ? out->word_count : CAHIER_NAME_WORDS;
    char *to = CAHIER_NEW(t->batch, char, (size_t)count *(CAHIER_SURFACE_MOST + 2) + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    out->what = (cahier_text){to, 0};
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            memcpy(to + out->what.len, ", ", 2);
            out->what.len += 2;
        }
        memcpy(to + out->what.len, out->words[i].surface.at, out->words[i].surface.len);
        out->what.len += out->words[i].surface.len;
    }
    return CAHIER_OK;
}

static cahier_status name_finding(const teller *t, const cahier_event *event, cahier_finding *out)
{
    if (event->kind == CAHIER_EMERGE_NEW || event->lead == CAHIER_NONE) {
        return name_by_words(t, out);
    }
    const cahier_thing *lead = &t->at->thing[event->lead];
    uint32_t theme = lead->of != 0 ? cahier_thing_find(t->at, lead->of) : CAHIER_NONE;
    const cahier_thing *named = theme != CAHIER_NONE ? &t->at->thing[theme] : lead;
    out->praise = lead->family == CAHIER_OF_PRAISE;
    CAHIER_TRY(copy_text(t->batch, lead->name, lead->name_len, &out->theme));
    return copy_text(t->batch, named->surface, named->surface_len, &out->what);
}

static cahier_status tell_event(const teller *t, uint32_t index, cahier_finding_change change, cahier_finding *out)
{
    const cahier_event *event = &t->at->state->event[index];
    double q = CAHIER_EMERGE_MONTH / exp(event->strongest), ratio = event->persons / (event->expected + 1e-9);
    *out = (cahier_finding){.number = event->number,
            .change = change,
            .sequence = event->follow_ups + 1u,
            .kind = (cahier_emerge_kind)event->kind,
            .date = cahier_day_date(t->at->state->today),
            .since = cahier_day_date(event->since),
            .raised = cahier_day_date(event->raised),
            .persons = event->persons,
            .messages = event->messages,
            .expected = event->expected,
            .ratio = ratio < RATIO_MOST ? ratio : RATIO_MOST,
            .q = event->kind == CAHIER_EMERGE_CAMPAIGN ? 0 : q};
    evidence e;
    CAHIER_TRY(gather(t, event, &e));
    CAHIER_TRY(tell_texts(t, &e, out));
    CAHIER_TRY(tell_places(t, &e, out));
    CAHIER_TRY(tell_words(t, index, &e, out));
    out->messages = event->kind == CAHIER_EMERGE_CAMPAIGN ? event->messages : e.count;
    return name_finding(t, event, out);
}

/* --- days of an event ---------------------------------------------------------------------------------------------- */

/* What has risen for a season is expected from now on, at the share of the days of the lag. */
static void take_as_usual(cahier_emerge_at *at, uint32_t thing)
{
    cahier_thing *t = &at->thing[thing];
    uint32_t theme = t->of != 0 ? cahier_thing_find(at, t->of) : CAHIER_NONE;
    double exposed = 0;
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        exposed += cahier_thing_exposed(at, t, at->state->today - (int32_t)i);
    }
    double share = exposed > 0 ? cahier_thing_recent(at, thing) / exposed : 0;
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        double of_class = theme != CAHIER_NONE ? (double)at->thing[theme].base[c] : at->state->exposure[c];
        double usual = share * of_class;
        t->base[c] = (double)t->base[c] < usual ? (float)usual : t->base[c];
    }
}

static void close_event(cahier_emerge_at *at, uint32_t index)
{
    cahier_event *event = &at->state->event[index];
    bool aged = at->state->today - event->raised > SEASON;
    for (uint32_t i = 0; i < at->state->things_most; i++) {
        cahier_thing *thing = &at->thing[i];
        if (thing->used && thing->open == index) {
            thing->open = CAHIER_NONE;
            thing->not_before = at->state->today + 1;
            if (aged) {
                take_as_usual(at, i);
            }
        }
    }
    if (event->original != CAHIER_NONE) {
        at->original[event->original].open = CAHIER_NONE;
    }
    event->used = false;
}

/* A day more of what lasts until its copies stop coming. */
static cahier_finding_end copy_on(const cahier_emerge_at *at, cahier_event *event, bool *today)
{
    if (event->original == CAHIER_NONE) {
        return CAHIER_END_CROWDED;
    }
    const cahier_original *original = &at->original[event->original];
    *today = original->last == at->state->today;
    event->persons = original->persons;
    event->messages = original->copies;
    return at->state->today - original->last < (int32_t)CAHIER_EMERGE_LAG ? CAHIER_END_NOT_YET : CAHIER_END_FADED;
}

/* A day more: what came today; whether, and how, it ends. */
static cahier_finding_end live_on(cahier_emerge_at *at, cahier_event *event, bool *today)
{
    int32_t day = at->state->today, fade = day - (int32_t)CAHIER_EMERGE_FADE + 1;
    if (event->kind == CAHIER_EMERGE_CAMPAIGN) {
        return copy_on(at, event, today);
    }
    if (event->lead == CAHIER_NONE) {
        return CAHIER_END_GONE;
    }
    *today = cahier_ring_at(at, day)[event->lead] > 0;
    if (event->raised != day) {
        event->persons += cahier_ring_at(at, day)[event->lead];
        event->expected += cahier_thing_expected(at, event->lead, day, day);
    }
    uint32_t lately = cahier_thing_counted(at, event->lead, fade, day);
    double usual = cahier_thing_expected(at, event->lead, fade, day);
    bool faded = lately <= STRAGGLERS || lately <= CAHIER_EMERGE_RATIO * usual;
    if (event->raised > fade) {
        return CAHIER_END_NOT_YET;
    }
    return faded ? CAHIER_END_FADED : day - event->raised > SEASON ? CAHIER_END_USUAL : CAHIER_END_NOT_YET;
}

/* What people are told of an event with this day, if anything; what they were told is remembered. */
static cahier_finding_change tell_on(const cahier_emerge_at *at, cahier_event *event, cahier_finding_end end)
{
    int32_t days = at->state->today - event->raised;
    uint32_t known = event->kind == CAHIER_EMERGE_CAMPAIGN ? event->messages : event->persons;
    bool grown = event->told > 0 && known / CAHIER_EMERGE_GROWTH >= event->told &&
                 days - (int32_t)event->told_days >= CAHIER_EMERGE_WEEK;
    cahier_finding_change change = end != CAHIER_END_NOT_YET ? CAHIER_FINDING_CLOSED
                                   : days == 0               ? CAHIER_FINDING_RAISED
                                   : grown                   ? CAHIER_FINDING_GROWN
                                                             : CAHIER_FINDING_CONTINUED;
    if (change != CAHIER_FINDING_CONTINUED || event->told == 0) {
        event->told = known;
        event->told_days = (uint16_t)(days < UINT16_MAX ? days : UINT16_MAX);
    }
    if ((change == CAHIER_FINDING_GROWN || change == CAHIER_FINDING_CLOSED) && event->follow_ups < UINT8_MAX) {
        event->follow_ups++;
    }
    return change;
}

static int by_number(const void *a, const void *b)
{
    const cahier_finding *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

cahier_status cahier_emerge_tell_day(cahier_emerge_at *at, const cahier_emerge_options *options, cahier_arena *batch,
        cahier_arena *scratch, cahier_findings *out)
{
    teller t = {at, options, batch, scratch};
    cahier_findings found = {CAHIER_NEW(batch, cahier_finding, CAHIER_OPEN_MOST), 0};
    if (found.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < CAHIER_OPEN_MOST; i++) {
        cahier_event *event = &at->state->event[i];
        bool today = false;
        if (!event->used) {
            continue;
        }
        cahier_finding_end end = live_on(at, event, &today);
        cahier_finding_change change = tell_on(at, event, end);
        if (today || change != CAHIER_FINDING_CONTINUED) {
            cahier_finding *finding = &found.at[found.count++];
            CAHIER_TRY(tell_event(&t, i, change, finding));
            finding->end = end;
        }
        if (end != CAHIER_END_NOT_YET) {
            close_event(at, i);
        }
    }
    qsort(found.at, found.count, sizeof *found.at, by_number);
    *out = found;
    return CAHIER_OK;
}
