/* SPDX-License-Identifier: Apache-2.0 */
/* emerge_state.h -- what emergence knows between two days, in one block without pointers; private to emerge*.c, copies.c, novel.c.
 *
 * Value   A header, then arrays whose sizes follow from the options. `at` gives them as pointers; they live as long as the
 *         block does and are made again after it was moved.
 *         A thing is found by its key through chains of numbers. When there is no room, a quarter of the things leaves: those
 *         counted least, then those not met for longest; never one that is open.
 *         Baseline: persons of days that left the lag, by class of day, of each thing and of all; both forget at the same pace
 *         (FORGET_DAYS). A thing born after the stream began (a theme of a refit) has missed the exposure before.
 * Memory  some 230 bytes a thing, 900 a text, three megabytes for clusters: 20 MB by default, most of it zero at first
 */
#ifndef CAHIER_EMERGE_STATE_H
#define CAHIER_EMERGE_STATE_H

#include "emerge.h"
#include "rise.h"

#define CAHIER_SURFACE_MOST 48u
#define CAHIER_ID_MOST 64u
#define CAHIER_TAGS_MOST (CAHIER_SAID_MOST + 4u) /* and theme, polarity, place, cluster */
#define CAHIER_OPEN_MOST 256u                    /* findings open at once: a page no longer than that is read */
#define CAHIER_NAME_WORDS 3u
#define CAHIER_CLUSTERS_MOST 192u
#define CAHIER_STRANGE_MOST 4096u
#define CAHIER_DIMENSIONS_MOST 320u
#define CAHIER_COPY_BANDS 21u
#define CAHIER_MET_PER_THING 8u /* pairs of a thing and a person remembered, a thing that there is room for */

typedef enum cahier_family_of { /* tested with a budget of its own */
    CAHIER_OF_WORDS,
    CAHIER_OF_PHRASES,
    CAHIER_OF_THEMES,
    CAHIER_OF_CLUSTERS,
    CAHIER_OF_PLACES,
    CAHIER_OF_BLAME,
    CAHIER_OF_PRAISE,
    CAHIER_FAMILIES
} cahier_family_of;

typedef struct cahier_thing {
    uint64_t key;
    uint64_t of;                    /* blame, praise: key of the theme; else 0 */
    float base[CAHIER_DAY_CLASSES]; /* persons, by class of day, of days that left the lag */
    float missed;                   /* exposure of before its birth */
    cahier_spread spread;
    uint32_t next; /* of its chain; CAHIER_NONE */
    uint32_t open; /* index of the finding it is part of, or CAHIER_NONE */
    int32_t first, last;
    int32_t not_before; /* no rise starts earlier: it was told */
    uint32_t votes;     /* for this surface: the form written most often, by majority vote */
    uint8_t family, surface_len, name_len;
    char surface[CAHIER_SURFACE_MOST];
    char name[CAHIER_THEME_ID_LEN + 2]; /* of a theme, and of what belongs to one */
    bool used;
} cahier_thing;

typedef struct cahier_remembered { /* a message, as evidence */
    uint64_t person;
    int32_t day;
    uint64_t place; /* key of its thing; 0: none */
    uint8_t id_len, tag_count;
    bool copy; /* counted for its campaign alone */
    char id[CAHIER_ID_MOST];
    uint8_t sentence[CAHIER_TAGS_MOST];
    uint32_t tag[CAHIER_TAGS_MOST]; /* low halves of the keys of the things in it */
} cahier_remembered;

typedef struct cahier_original { /* a text that others may copy */
    uint64_t fingerprint;
    uint16_t sketch[CAHIER_SKETCH_HASHES];
    int32_t first, last;
    uint32_t copies; /* texts, itself included; 0: free */
    uint32_t persons;
    uint32_t open; /* campaign, or CAHIER_NONE */
} cahier_original;

typedef struct cahier_new_cluster { /* texts near one, the first of them */
    uint64_t key;                   /* of its thing; 0: free */
    int32_t last;
    float length; /* of its centre */
} cahier_new_cluster;

typedef struct cahier_strange { /* a text that no theme holds well */
    int32_t day;
    bool used;
    float length;
    uint64_t persons_days; /* of the state, when it came */
    int16_t vector[CAHIER_DIMENSIONS_MOST];
} cahier_strange;

typedef struct cahier_event { /* an open finding */
    uint32_t number, kind;
    uint32_t lead;         /* thing; CAHIER_NONE for a campaign */
    uint32_t original;     /* of a campaign */
    int32_t since, raised; /* day numbers */
    uint32_t persons, messages;
    double expected, strongest; /* strongest: highest ln M */
    bool used;
    uint8_t follow_ups; /* told of it after it was raised */
    uint16_t told_days; /* from `raised` to the day on which it was told last */
    uint32_t told;      /* persons told last; of a campaign, copies; 0: none since this is counted */
} cahier_event;
_Static_assert(sizeof(cahier_event) == 56, "what was told stands in room that was free: a state of before is read on");

typedef struct cahier_met { /* a person met with a thing; a phrase met once */
    uint32_t tag;
    int32_t day;
    bool known;
} cahier_met;

struct cahier_emerge {
    uint64_t magic, len, sum; /* sum: of the bytes, when they were taken */
    uint32_t things_most, texts_most;
    int32_t first, today; /* day numbers; days 0: none yet */
    int32_t themes_since; /* of the last refit; 0: none */
    uint32_t days, raised, used;
    uint64_t messages, persons_days, copies;
    double exposure[CAHIER_DAY_CLASSES];     /* persons of days that left the lag */
    double exposure_squares;                 /* of days */
    double ring_exposure[CAHIER_EMERGE_LAG]; /* by day number modulo the lag */
    uint32_t ring_class[CAHIER_EMERGE_LAG];
    uint32_t born[CAHIER_FAMILIES][CAHIER_EMERGE_LAG]; /* things first met that day */
    double weights[CAHIER_FAMILIES];                   /* sums over things: cahier_family_weight */
    cahier_spread spread[CAHIER_FAMILIES];
    uint32_t free_thing, next_text, next_original;
    uint32_t dimensions; /* of the clusters' vectors; 0: none yet */
    uint32_t next_strange;
    uint64_t next_cluster;
    cahier_event event[CAHIER_OPEN_MOST];
};

typedef struct cahier_emerge_at { /* pointers into a state */
    cahier_emerge *state;
    cahier_thing *thing;         /* things_most */
    uint32_t *chain;             /* things_most: first thing of each chain */
    uint32_t *ring;              /* CAHIER_EMERGE_LAG x things_most: persons of the day, cahier_ring_at */
    cahier_met *met;             /* 8 x things_most, in sets of 4 */
    cahier_remembered *text;     /* texts_most */
    cahier_original *original;   /* texts_most */
    uint32_t *band;              /* CAHIER_COPY_BANDS x 2 texts_most: original + 1 */
    cahier_new_cluster *cluster; /* CAHIER_CLUSTERS_MOST */
    int16_t *centre;             /* CAHIER_CLUSTERS_MOST x CAHIER_DIMENSIONS_MOST: the first text of each */
    cahier_strange *strange;     /* CAHIER_STRANGE_MOST, a ring */
} cahier_emerge_at;

cahier_emerge_at cahier_emerge_open(cahier_emerge *state);

/* What identifies a thing when it is met for the first time. */
typedef struct cahier_thing_seed {
    uint64_t key, of;
    cahier_text surface, name;
    cahier_family_of family;
} cahier_thing_seed;

/* The thing of this key, or CAHIER_NONE. */
uint32_t cahier_thing_find(const cahier_emerge_at *at, uint64_t key);

/* The same, made when it is not there. Errors NOMEM (scratch). */
cahier_status cahier_thing_meet(
        cahier_emerge_at *at, cahier_arena *scratch, const cahier_thing_seed *seed, uint32_t *out);

/* Takes a thing out: its key means nothing any more. */
void cahier_thing_drop(cahier_emerge_at *at, uint32_t thing);

/* Whether this pair of keys was met in the lag; it is from now on. */
bool cahier_meet_again(cahier_emerge_at *at, uint64_t thing, uint64_t person);

/* Days pass until `today`: those older than the lag leave for the baseline. */
void cahier_emerge_pass(cahier_emerge_at *at, int32_t today, uint32_t class_of_today);

/* Persons of a thing in the days of the lag; of the baseline, all classes. */
uint32_t cahier_thing_recent(const cahier_emerge_at *at, uint32_t thing);
double cahier_thing_base(const cahier_thing *thing);

/* How a family's budget is shared out among its things: by the root of what was counted among words, evenly among the few others. */
double cahier_family_weight(uint32_t family, double known);

/* Exposure of the baseline of a thing, and what its share of a class of days is, as a multiple of its share of all. */
double cahier_emerge_exposure(const cahier_emerge *state); /* of the baseline */
double cahier_thing_exposure(const cahier_emerge_at *at, const cahier_thing *thing);
double cahier_thing_class(const cahier_emerge_at *at, const cahier_thing *thing, uint32_t class_of_day);
double cahier_thing_dispersion(const cahier_emerge_at *at, const cahier_thing *thing);
/* Persons counted for it, and expected by the baseline, from one day of the lag to another. */
uint32_t cahier_thing_counted(const cahier_emerge_at *at, uint32_t thing, int32_t from, int32_t to);
double cahier_thing_expected(const cahier_emerge_at *at, uint32_t thing, int32_t from, int32_t to);
/* Who could have brought it up on a day of the lag. */
double cahier_thing_exposed(const cahier_emerge_at *at, const cahier_thing *thing, int32_t day);

/* --- one day's messages: copies.c, novel.c, emerge_count.c ----------------------------------------------------------- */

/* The original that this text copies, or CAHIER_NONE; a text that copies none is kept as an original: *made. */
uint32_t cahier_copy_meet(cahier_emerge_at *at, const cahier_heard *heard, uint32_t *made);

/* The thing that is the cluster of strange texts that this one belongs to; CAHIER_NONE: it has no vector. Errors NOMEM. */
cahier_status cahier_cluster_meet(
        cahier_emerge_at *at, cahier_arena *scratch, const cahier_heard *heard, uint32_t *thing);

typedef struct cahier_counted_day {
    uint32_t *thing; /* brought up today by somebody who is counted for it, each once */
    uint32_t count;
    double exposure; /* persons */
} cahier_counted_day;

/* Counts messages, sorted, into the state. Errors NOMEM. */
cahier_status cahier_emerge_count(cahier_emerge_at *at, const cahier_heard *const *heard, uint32_t count,
        cahier_arena *scratch, cahier_counted_day *out);

/* Key of the thing that the copies of an original are. */
uint64_t cahier_campaign_key(const cahier_original *original);

/* --- what is found: emerge_test.c, emerge_tell.c ------------------------------------------------------------------- */

typedef struct cahier_candidate {
    uint32_t thing;
    int32_t since; /* day number */
    uint32_t persons;
    double expected, strength; /* ln M */
} cahier_candidate;

/* How strong the case for a rise of this thing is today. False: none can be made yet, or nothing is above the expected.
 * `persons`: the least that a finding needs. */
bool cahier_emerge_test(const cahier_emerge_at *at, uint32_t thing, uint32_t persons, cahier_candidate *out);

/* How many times fewer false alarms a sum of ratios gives than its expectation allows, for a thing expected so many times a
 * week: a sum seldom stops at the threshold, and what is rare must come five times to count at all, which its
 * expectation does not know. tests/reference/slack.py measures it; this stays under what it finds. */
double cahier_emerge_slack(double a_week, uint32_t persons);

/* Candidates, strongest first, join open findings or open new ones; a thing knows its finding. Errors NOMEM. */
cahier_status cahier_emerge_group(
        cahier_emerge_at *at, const cahier_candidate *candidate, uint32_t count, cahier_arena *scratch);

/* Copies that have become a campaign open a finding. */
void cahier_emerge_campaigns(cahier_emerge_at *at);

/* What is told of today, of each finding; those that faded are closed. Errors NOMEM. */
cahier_status cahier_emerge_tell_day(cahier_emerge_at *at, const cahier_emerge_options *options, cahier_arena *batch,
        cahier_arena *scratch, cahier_findings *out);

cahier_emerge_kind cahier_kind_of(const cahier_thing *thing);

/* A place for a finding, with its number and its days; CAHIER_NONE when as many as can be are open. */
uint32_t cahier_event_open(cahier_emerge_at *at, cahier_emerge_kind kind, int32_t since);

static inline uint32_t cahier_ring_of(int32_t day)
{
    return (uint32_t)((day % (int32_t)CAHIER_EMERGE_LAG + (int32_t)CAHIER_EMERGE_LAG) % (int32_t)CAHIER_EMERGE_LAG);
}

/* Persons of each thing, on a day of the lag. */
static inline uint32_t *cahier_ring_at(const cahier_emerge_at *at, int32_t day)
{
    return at->ring + (size_t)cahier_ring_of(day) * at->state->things_most;
}

#endif
