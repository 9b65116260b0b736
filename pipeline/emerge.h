/* SPDX-License-Identifier: Apache-2.0 */
/* emerge.h -- what residents begin to say, day after day, with a stated rate of false alarms.
 *
 * In      state      what is known of the days before; flat: bytes that can be kept, sent and read back
 *         a day      its date and all messages dated that day (heard.h), in any order
 * Out     findings   raised that day, still open, or closed; the state moved one day on
 * Value   Counted: of each term, phrase, theme, place, polarity of a theme, and cluster of strange texts (listen.h), the persons who
 *         bring it up; a person counts once in CAHIER_EMERGE_LAG days for one thing. A copy of an earlier text counts for nothing
 *         but its campaign (copies.h). Exposure is the day's persons (for a polarity: the theme's).
 *         Expected: exposure x the share that the thing had before the last CAHIER_EMERGE_LAG days, on days of the same class
 *         (calendar.h), each class shrunk to the whole; counts are negative binomial, their dispersion by moments, shrunk to
 *         that of all things of the kind, to which the uncertainty of the share itself is added (rise.h).
 *         Tested: everything known to the state, every day, high or low. Each thing carries a Shiryaev-Roberts statistic
 *         M = (M + w) x L, L the mixture likelihood ratio of today's count for rises over expected (rise.h). A finding is
 *         raised when M reaches the days of a month over the rate. Were w a thing's share of a budget of 1 a day, the false
 *         alarms expected up to day T would be at most T x rate / month, of all things together, however they depend on
 *         one another; and far fewer in fact, since a sum seldom stops at the threshold and counts are whole numbers. So w is that
 *         share times the slack of things as rare (emerge_state.h, from simulated Poisson counts). Families have fixed shares (emerge_test.c), of 1.25 in all; in them words
 *         count by the root of how often they were said, the others alike.
 *         Shares and dispersions are estimates; starts older than the lag or on days when nobody spoke of it are left out
 *         (M is then smaller).
 *         Beyond that a finding needs CAHIER_EMERGE_PERSONS persons and CAHIER_EMERGE_RATIO times the expected.
 *         Nothing is raised before CAHIER_EMERGE_LEARN days with messages.
 *         q: false alerts a month, of the kind of strength of this one: (days of a month) / M, the highest M so far; at most the rate.
 *         A thing that is raised is open: not raised again, told as continued; it closes when its last
 *         CAHIER_EMERGE_FADE days are no more than CAHIER_EMERGE_RATIO times expected. Its long new level becomes the expected one
 *         once the lag has passed. An open finding has grown when CAHIER_EMERGE_GROWTH times the persons (the copies, of a campaign)
 *         are there that were told last, CAHIER_EMERGE_WEEK days after at the earliest: whoever was told of it is told again, so
 *         a finding gives few of these, each for twice as many persons, and one end. Neither is a finding: the rate knows nothing of them. Things raised the same day by the same persons make one finding: the phrase or the
 *         theme speaks for the words, a word for a theme when it makes half of the rise and rose by no less; a thing that joins an open finding is told as part of it.
 *         Campaign: CAHIER_CAMPAIGN_DOCUMENTS copies by CAHIER_CAMPAIGN_PERSONS, or CAHIER_CAMPAIGN_FLOOD copies by fewer; a fact, not a
 *         test, hence outside the rate.
 * Order   findings by number; the order of a day's messages changes nothing: they are first sorted by id
 * Errors  NOMEM; LIMIT: the date is no date, or not after the last day
 * Memory  the state has the size that its options ask for, whatever the length of the stream; the rarest and oldest things
 *         leave it first. Results in `batch`, texts included; scratch given back
 * Cost    O(messages x words) a day, and O(things) once a day
 * Source  Shiryaev 1963, Roberts 1966; Pollak 1985 (near-optimal delay, for a change between two known laws); Shin, Ramdas & Rinaldo 2023, "E-detectors": the bound
 *         by expectation, under any dependence and with predictable weights. Good 1953 for things never seen.
 *         Rejected: Benjamini-Hochberg a day (30 families a month: the rate is the sum of 30 rates, and counts of
 *         neighbouring days make the same error twice); LORD++ (Ramdas et al. 2017): its rate is a share of the alerts, not of
 *         the months, it loses its wealth in years without event, and a rise spread over seven days is seven small p.
 * Measured scripts/bench-emergence; docs/watch.md has the tables.
 * Why     An agent can live with one false alert a month, whatever the number of words residents use. What grows slowly is
 *         summed over days, and nothing is chosen because it is high today.
 */
#ifndef CAHIER_EMERGE_H
#define CAHIER_EMERGE_H

#include "calendar.h"
#include "heard.h"

#define CAHIER_EMERGE_LAG 21u     /* days kept apart from what is expected: a rise must not raise its own baseline */
#define CAHIER_EMERGE_LEARN 42u   /* days with messages before the first alert: three weeks of lag, three of baseline */
#define CAHIER_EMERGE_PERSONS 5u  /* THEMES.md 6 */
#define CAHIER_EMERGE_RATIO 1.5   /* THEMES.md 6 */
#define CAHIER_EMERGE_FADE 14u    /* days: each weekday twice */
#define CAHIER_EMERGE_MONTH 30.44 /* days */
#define CAHIER_EMERGE_GROWTH 2u   /* times the persons told last: an agent acts otherwise for twice as many */
#define CAHIER_EMERGE_WEEK 7      /* days between two things told of one finding */
#define CAHIER_CAMPAIGN_FLOOD 20u /* copies by one or two persons */

typedef enum cahier_emerge_kind {
    CAHIER_EMERGE_TERM, /* a word or a phrase */
    CAHIER_EMERGE_THEME,
    CAHIER_EMERGE_NEW, /* a cluster of texts that no theme holds well */
    CAHIER_EMERGE_PLACE,
    CAHIER_EMERGE_POLARITY, /* persons who blame, or praise, within a theme */
    CAHIER_EMERGE_CAMPAIGN,
    CAHIER_EMERGE_KINDS
} cahier_emerge_kind;

/* Keys of the contracts: "term", "theme", "new", "place", "polarity", "campaign". */
const char *cahier_emerge_name(cahier_emerge_kind kind);

typedef struct cahier_emerge_options {
    double per_month; /* false alerts a month that a tenant accepts */
    uint32_t persons; /* the least a finding needs; CAHIER_EMERGE_PERSONS */
    uint32_t things;  /* that the state can hold; a power of two, 1 << 10 .. 1 << 18 */
    uint32_t texts;   /* recent messages that it remembers for evidence; 1 << 8 .. 1 << 18 */
    cahier_calendar calendar;
} cahier_emerge_options;

#define CAHIER_EMERGE_DEFAULT                                                                                          \
    ((cahier_emerge_options){.per_month = 1, .persons = CAHIER_EMERGE_PERSONS, .things = 1u << 15, .texts = 1u << 13})

/* One block of memory without pointers: emerge_state.h. */
typedef struct cahier_emerge cahier_emerge;

/* A state that knows nothing. Errors NOMEM. */
cahier_status cahier_emerge_new(cahier_arena *arena, const cahier_emerge_options *options, cahier_emerge **out);

/* The bytes of a state, to be kept; they hold words that several persons used, keys of persons, ids, no text. */
const void *cahier_emerge_bytes(cahier_emerge *state, size_t *len);

/* The state of these bytes, copied. They come from outside: LIMIT when they are no state of this version and options, or
 * damaged. Errors NOMEM, LIMIT. */
cahier_status cahier_emerge_read(
        cahier_arena *arena, const cahier_emerge_options *options, const void *bytes, size_t len, cahier_emerge **out);

/* --- findings ------------------------------------------------------------------------------------------------------ */

typedef enum cahier_finding_change {
    CAHIER_FINDING_RAISED,
    CAHIER_FINDING_CONTINUED,
    CAHIER_FINDING_GROWN, /* continued, and so many more that it is told again */
    CAHIER_FINDING_CLOSED
} cahier_finding_change;

typedef enum cahier_finding_end {
    CAHIER_END_NOT_YET,
    CAHIER_END_FADED,   /* no longer above the expected; copies come no more */
    CAHIER_END_USUAL,   /* it has lasted for a season: from now on it is what is expected */
    CAHIER_END_GONE,    /* its theme or cluster is no more, after a refit */
    CAHIER_END_CROWDED, /* of a campaign: its text gave way to others that are copied (copies.c) */
    CAHIER_ENDS
} cahier_finding_end;

typedef struct cahier_finding_word { /* a thing that made the finding */
    cahier_emerge_kind kind;
    cahier_text surface;
    uint32_t persons; /* since the finding's `since` */
    double expected;
} cahier_finding_word;

typedef struct cahier_finding_place {
    cahier_text name;
    uint32_t persons;
} cahier_finding_place;

typedef struct cahier_finding_text { /* a message behind it */
    cahier_text id;
    int32_t date;
    uint32_t sentence;
} cahier_finding_text;

typedef struct cahier_finding {
    uint32_t number; /* of the event in its tenant's life, from 1: the same event, the same number */
    cahier_finding_change change;
    cahier_finding_end end; /* of a closed one */
    uint32_t
            sequence; /* of what is told of it: 1 when it is raised, then 2, 3…, each time it has grown and at its end */
    cahier_emerge_kind kind;
    cahier_text what;  /* surface form; label of a theme; a place; of a cluster or a campaign, its most telling words */
    cahier_text theme; /* id, for a theme or its polarity; else empty */
    bool praise;       /* of a polarity: praise grows; else blame */
    int32_t date;      /* of this day, yyyymmdd */
    int32_t since;     /* where the rise most likely began */
    int32_t raised;    /* when it was */
    uint32_t persons;  /* since then; of a campaign, who sent copies */
    uint32_t messages; /* the same; of a campaign, copies */
    double expected;   /* persons expected in that time */
    double ratio;      /* persons / expected, 1000 at most */
    double q;          /* above; 0 for a campaign */
    cahier_finding_word *words; /* strongest first; the first is what the finding is named after */
    uint32_t word_count;
    cahier_finding_place *places; /* most persons first */
    uint32_t place_count;
    cahier_finding_text *texts; /* one a person, earliest first, those that the state still remembers */
    uint32_t text_count;
} cahier_finding;

typedef struct cahier_findings {
    cahier_finding *at;
    uint32_t count;
} cahier_findings;

typedef struct cahier_heard_day { /* all messages of one day */
    int32_t date;                 /* yyyymmdd */
    const cahier_heard *at;
    uint32_t count;
} cahier_heard_day;

/* One day further. */
cahier_status cahier_emerge_day(cahier_emerge *state, const cahier_emerge_options *options, const cahier_heard_day *day,
        cahier_arena *batch, cahier_arena *scratch, cahier_findings *out);

/* A theme that messages are given, and how many texts had it among those that it was made of. */
typedef struct cahier_heard_theme {
    char id[CAHIER_THEME_ID_LEN + 2];
    cahier_text label;
    uint32_t documents;
} cahier_heard_theme;

/* The themes were made again of `texts` recent messages (listen.h): those of a known id go on, all others end. What is
 * expected of each is from now on its share of these messages, as the new themes hold them: a border that moved is nothing
 * that residents say. Clusters of strange texts end, their vectors mean nothing any more. */
void cahier_emerge_refit(cahier_emerge *state, const cahier_heard_theme *theme, uint32_t count, uint32_t texts);

/* What a state has seen, for pages and for the rate's preview. */
typedef struct cahier_emerge_facts {
    int32_t first, last; /* yyyymmdd; 0: none */
    uint32_t days;       /* with messages */
    uint64_t messages, persons_days, copies;
    uint32_t things, open, raised; /* held; findings open; raised so far, campaigns included */
    bool learning;                 /* nothing can be raised yet */
} cahier_emerge_facts;

void cahier_emerge_tell(const cahier_emerge *state, cahier_emerge_facts *out);

#endif
