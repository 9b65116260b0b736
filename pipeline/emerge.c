/* SPDX-License-Identifier: Apache-2.0 */
#include "emerge.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "emerge_state.h"
#include "text.h"

const char *cahier_emerge_name(cahier_emerge_kind kind)
{
    static const char *const name[CAHIER_EMERGE_KINDS] = {"term", "theme", "new", "place", "polarity", "campaign"};
    return name[kind];
}

/* By id; an id given twice, by text and author: whatever the order of arrival. */
static int by_id(const void *a, const void *b)
{
    const cahier_heard *x = *(const cahier_heard *const *)a, *y = *(const cahier_heard *const *)b;
    int order = cahier_text_order(x->id, y->id);
    if (order != 0) {
        return order;
    }
    if (x->fingerprint != y->fingerprint) {
        return x->fingerprint < y->fingerprint ? -1 : 1;
    }
    return (x->person > y->person) - (x->person < y->person);
}

static int by_strength(const void *a, const void *b)
{
    const cahier_candidate *x = a, *y = b;
    if (x->strength < y->strength || x->strength > y->strength) {
        return x->strength > y->strength ? -1 : 1;
    }
    return (x->thing > y->thing) - (x->thing < y->thing);
}

/* What may be raised: strong enough for the rate, by enough persons, far enough from the expected. */
static cahier_status find_candidates(const cahier_emerge_at *at, const cahier_emerge_options *options,
        const cahier_counted_day *day, cahier_arena *scratch, cahier_candidate **out, uint32_t *count)
{
    double threshold = log(CAHIER_EMERGE_MONTH / options->per_month);
    uint32_t n = 0;
    cahier_candidate *candidate = CAHIER_NEW(scratch, cahier_candidate, day->count + 1);
    if (candidate == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < day->count && at->state->days > CAHIER_EMERGE_LEARN; i++) {
        uint32_t thing = day->thing[i];
        cahier_candidate found;
        if (at->thing[thing].open == CAHIER_NONE && cahier_thing_recent(at, thing) >= options->persons &&
                cahier_emerge_test(at, thing, options->persons, &found) && found.strength >= threshold &&
                found.persons >= options->persons && found.persons >= CAHIER_EMERGE_RATIO * found.expected) {
            candidate[n++] = found;
        }
    }
    qsort(candidate, n, sizeof *candidate, by_strength);
    *out = candidate;
    *count = n;
    return CAHIER_OK;
}

static cahier_status find_day(cahier_emerge_at *at, const cahier_emerge_options *options,
        const cahier_heard *const *heard, uint32_t count, cahier_arena *const arena[2], cahier_findings *out)
{
    cahier_counted_day day = {0};
    cahier_candidate *candidate;
    uint32_t candidates;
    CAHIER_TRY(cahier_emerge_count(at, heard, count, arena[1], &day));
    CAHIER_TRY(find_candidates(at, options, &day, arena[1], &candidate, &candidates));
    CAHIER_TRY(cahier_emerge_group(at, candidate, candidates, arena[1]));
    cahier_emerge_campaigns(at);
    return cahier_emerge_tell_day(at, options, arena[0], arena[1], out);
}

cahier_status cahier_emerge_day(cahier_emerge *state, const cahier_emerge_options *options, const cahier_heard_day *day,
        cahier_arena *batch, cahier_arena *scratch, cahier_findings *out)
{
    assert(options->per_month > 0 && options->persons > 0);
    if (!cahier_is_date(day->date) || (state->days > 0 && cahier_day_number(day->date) <= state->today)) {
        return CAHIER_ERROR_LIMIT;
    }
    int32_t today = cahier_day_number(day->date);
    size_t mark = cahier_arena_mark(scratch);
    const cahier_heard **sorted = (const cahier_heard **)cahier_arena_alloc(scratch, day->count, sizeof *sorted);
    if (sorted == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < day->count; i++) {
        sorted[i] = &day->at[i];
    }
    qsort(sorted, day->count, sizeof *sorted, by_id);
    cahier_emerge_at at = cahier_emerge_open(state);
    cahier_emerge_pass(&at, today, cahier_day_class(&options->calendar, today));
    cahier_findings found = {0};
    cahier_status status = find_day(&at, options, sorted, day->count, (cahier_arena *const[]){batch, scratch}, &found);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = found;
    return CAHIER_OK;
}

/* --- refit --------------------------------------------------------------------------------------------------------- */

static const cahier_heard_theme *find_theme(const cahier_thing *thing, const cahier_heard_theme *theme, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        if (strlen(theme[k].id) == thing->name_len && memcmp(theme[k].id, thing->name, thing->name_len) == 0) {
            return &theme[k];
        }
    }
    return NULL;
}

/* As if the sample of the refit were all that is known: `documents` of `texts`, spread over the days. */
static void expect(cahier_emerge_at *at, uint32_t index, uint32_t documents, uint32_t texts)
{
    cahier_emerge *state = at->state;
    cahier_thing *thing = &at->thing[index];
    double all = cahier_emerge_exposure(state), base = cahier_thing_base(thing);
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES && all > 0; c++) {
        double of_class = thing->of != 0 && base > 0 ? (double)thing->base[c] / base : state->exposure[c] / all;
        thing->base[c] = (float)(documents * of_class);
    }
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG && thing->of == 0; i++) {
        double usual = state->ring_exposure[i] * documents / (texts + 1.);
        at->ring[(size_t)i * state->things_most + index] = (uint32_t)(usual + .5);
    }
    thing->missed = thing->of == 0 && all > texts ? (float)(all - texts) : 0;
    thing->not_before = state->today + 1;
}

static void end_events_of(cahier_emerge *state, uint32_t thing)
{
    for (uint32_t i = 0; i < CAHIER_OPEN_MOST; i++) {
        if (state->event[i].used && state->event[i].lead == thing) {
            state->event[i].lead = CAHIER_NONE; /* closed at the end of the next day */
        }
    }
}

/* Blame and praise keep their share of the theme: they go first, while the theme's old baseline is there. */
static void rescale(cahier_emerge_at *at, uint32_t index, const cahier_heard_theme *theme, uint32_t texts)
{
    cahier_thing *thing = &at->thing[index];
    double of_theme = cahier_thing_exposure(at, thing), base = cahier_thing_base(thing);
    double share = thing->of != 0 && of_theme > 0 ? base / of_theme : 1;
    expect(at, index, (uint32_t)(theme->documents * (share < 1 ? share : 1) + .5), texts);
}

void cahier_emerge_refit(cahier_emerge *state, const cahier_heard_theme *theme, uint32_t count, uint32_t texts)
{
    cahier_emerge_at at = cahier_emerge_open(state);
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < state->things_most; i++) {
            cahier_thing *thing = &at.thing[i];
            if (!thing->used || (thing->of != 0) != (pass == 0)) {
                continue;
            }
            const cahier_heard_theme *same = thing->name_len > 0 ? find_theme(thing, theme, count) : NULL;
            if (same != NULL) {
                rescale(&at, i, same, texts);
            } else if (thing->name_len > 0 || thing->family == CAHIER_OF_CLUSTERS) {
                end_events_of(state, i);
                cahier_thing_drop(&at, i);
            }
        }
    }
    memset(at.cluster, 0, CAHIER_CLUSTERS_MOST * sizeof *at.cluster);
    memset(at.strange, 0, CAHIER_STRANGE_MOST * sizeof *at.strange);
    state->themes_since = state->days > 0 ? state->today + 1 : 0;
}
