/* SPDX-License-Identifier: Apache-2.0 */
/* Today's case for a rise of one thing: the Shiryaev-Roberts sum over the days of the lag on which it may have begun. */
#include <math.h>

#include "emerge_state.h"

#define SLACK_OFTEN 3.
#define SLACK_RARE 6.
#define SLACK_MOST 200.
#define KNOWN_MORE 2. /* persons: what is known of the rare is little, and they may be less rare than they look */
#define LAG_WEEKS (CAHIER_EMERGE_LAG / 7.)

/* Shares of the budget of false alarms, a family: a thing among few is tested more willingly than one among thousands. They sum to more
 * than one, since words leave most of theirs: of .65 they give .04 to .13 false alerts a month (docs/watch.md). So themes, which gave .17 when they
 * had .25, have twice that; all families together give .42, and .43 on days more uneven than usual. */
static const double budget[CAHIER_FAMILIES] = {[CAHIER_OF_WORDS] = .5,
        [CAHIER_OF_PHRASES] = .15,
        [CAHIER_OF_THEMES] = .5,
        [CAHIER_OF_CLUSTERS] = .03,
        [CAHIER_OF_PLACES] = .03,
        [CAHIER_OF_BLAME] = .02,
        [CAHIER_OF_PRAISE] = .02};

/* Of it, what goes to things never counted before; themes and places hardly ever are. */
static const double newcomers[CAHIER_FAMILIES] = {[CAHIER_OF_WORDS] = .4,
        [CAHIER_OF_PHRASES] = .4,
        [CAHIER_OF_THEMES] = .1,
        [CAHIER_OF_CLUSTERS] = 0, /* each knows its past, and has the same share: novel.c */
        [CAHIER_OF_PLACES] = .2,
        [CAHIER_OF_BLAME] = .1,
        [CAHIER_OF_PRAISE] = .1};

typedef struct testing {
    const cahier_emerge_at *at;
    const cahier_thing *thing;
    uint32_t index, family;
    double base, exposure;         /* of the baseline */
    double dispersion, days_known; /* of a day; effective days of the baseline */
    double class[CAHIER_DAY_CLASSES];
    uint32_t persons; /* the least a finding needs */
    double never;     /* things that might be said and never were, of the family */
} testing;

/* A thing with a half count: there are `never` of them when as many are born a person as lately (Good 1953; Ewens 1972: births
 * fall as 1 over the exposure). */
static double count_never(const cahier_emerge *state, uint32_t family, double exposure)
{
    double born = 1, persons = 0;
    for (uint32_t i = 0; i < CAHIER_EMERGE_LAG; i++) {
        if (i != cahier_ring_of(state->today)) {
            born += state->born[family][i];
            persons += state->ring_exposure[i];
        }
    }
    return persons > 0 ? born / persons * exposure / CAHIER_RISE_HALF : born / CAHIER_RISE_HALF;
}

static testing open_testing(const cahier_emerge_at *at, uint32_t index, uint32_t persons)
{
    const cahier_thing *thing = &at->thing[index];
    testing t = {.at = at,
            .thing = thing,
            .index = index,
            .persons = persons,
            .family = thing->family,
            .base = cahier_thing_base(thing),
            .exposure = cahier_thing_exposure(at, thing),
            .dispersion = cahier_thing_dispersion(at, thing)};
    double all = cahier_emerge_exposure(at->state);
    for (uint32_t c = 0; c < CAHIER_DAY_CLASSES; c++) {
        t.class[c] = cahier_thing_class(at, thing, c);
    }
    t.days_known = at->state->exposure_squares > 0 ? all * all / at->state->exposure_squares : 0;
    t.never = count_never(at->state, thing->family, t.exposure);
    return t;
}

double cahier_emerge_slack(double a_week, uint32_t persons)
{
    double rare = persons >= CAHIER_EMERGE_PERSONS ? SLACK_RARE / (a_week * a_week + SLACK_RARE / SLACK_MOST) : 0;
    return SLACK_OFTEN + rare;
}

typedef struct days { /* of a possible rise, from its start until today */
    uint32_t counted;
    double exposure, weighed, squares; /* exposure as such, by class of day, and the sum of its squares */
} days;

static void add_day(const testing *t, int32_t day, days *to)
{
    uint32_t slot = cahier_ring_of(day);
    double exposed = cahier_thing_exposed(t->at, t->thing, day);
    double weighed = exposed * t->class[t->at->state->ring_class[slot]];
    to->counted += cahier_ring_at(t->at, day)[t->index];
    to->exposure += exposed;
    to->weighed += weighed;
    to->squares += weighed * weighed;
}

/* The span that starts where `rise` does; `all` are the days of the lag. False when the baseline is shorter than the lag. */
static bool span_of(const testing *t, const days *rise, const days *all, cahier_span *out)
{
    double known = t->base + (all->counted - rise->counted), before = t->exposure + (all->exposure - rise->exposure);
    if (t->exposure < all->exposure * .5 || rise->weighed <= 0) {
        return false;
    }
    double share = (known + CAHIER_RISE_HALF) / (before + 1);
    *out = (cahier_span){.counted = rise->counted,
            .expected = share * rise->weighed,
            .exposure = rise->exposure,
            .known = known + CAHIER_RISE_HALF,
            .dispersion = t->dispersion * (rise->squares / (rise->weighed * rise->weighed) + 1 / (t->days_known + 1))};
    return true;
}

/* ln of the weight of a start before which `known` persons were counted: no start is chosen by what came after it. */
static double log_weight(const testing *t, const cahier_span *span, double exposed)
{
    const cahier_emerge *state = t->at->state;
    double known = span->known - CAHIER_RISE_HALF, share = 1. / CAHIER_CLUSTERS_MOST;
    double a_week = span->expected / span->known * (known + KNOWN_MORE) * exposed / span->exposure / LAG_WEEKS;
    if (t->family != CAHIER_OF_CLUSTERS) {
        share = known < CAHIER_RISE_HALF ? newcomers[t->family] / t->never
                                         : (1 - newcomers[t->family]) * cahier_family_weight(t->family, known) /
                                                   (state->weights[t->family] + 1);
    }
    return log(budget[t->family] * share * cahier_emerge_slack(a_week, t->persons));
}

static double add_logs(double a, double b)
{
    double most = a > b ? a : b, least = a > b ? b : a;
    return most + log1p(exp(least - most));
}

bool cahier_emerge_test(const cahier_emerge_at *at, uint32_t thing, uint32_t persons, cahier_candidate *out)
{
    testing t = open_testing(at, thing, persons);
    int32_t today = at->state->today, oldest = today - (int32_t)CAHIER_EMERGE_LAG + 1;
    days all = {0}, rise = {0};
    double best = -CAHIER_RISE_LOG_MOST, sum = -CAHIER_RISE_LOG_MOST;
    int32_t start = oldest > at->state->first ? oldest : at->state->first;
    start = start > t.thing->not_before ? start : t.thing->not_before;
    for (int32_t day = today; day >= oldest; day--) {
        add_day(&t, day, &all);
    }
    bool tested = false;
    for (int32_t day = today; day >= start; day--) {
        cahier_span span;
        add_day(&t, day, &rise);
        if (cahier_ring_at(at, day)[thing] == 0 || !span_of(&t, &rise, &all, &span)) {
            continue; /* a rise begins with somebody: other starts only add to M, which is left smaller */
        }
        double strength = cahier_rise_log(&span) + log_weight(&t, &span, all.exposure);
        sum = add_logs(sum, strength);
        if (strength > best) {
            best = strength;
            *out = (cahier_candidate){thing, day, rise.counted, span.expected, 0};
            tested = true;
        }
    }
    out->strength = tested ? sum : 0;
    return tested && out->persons > out->expected;
}
