/* SPDX-License-Identifier: Apache-2.0 */
/* watch_options.h -- the command line of `cahier watch`: its own options, and those of `cahier analyse` that say how files are read. */
#ifndef CAHIER_WATCH_OPTIONS_H
#define CAHIER_WATCH_OPTIONS_H

#include "analyse_options.h"
#include "emerge.h"
#include "watch_bounds.h"

#define CAHIER_HOLIDAYS_MOST 512u

enum {
    CAHIER_WATCH_GIVEN_RATE = 1u << 0,
    CAHIER_WATCH_GIVEN_PERSONS = 1u << 1,
    CAHIER_WATCH_GIVEN_REFIT = 1u << 2,
    CAHIER_WATCH_GIVEN_LATE = 1u << 3,
    CAHIER_WATCH_GIVEN_KEEP = 1u << 4
};

typedef struct cahier_watch_options {
    cahier_analyse_options analyse; /* points into itself: do not copy */
    cahier_emerge_options emerge;
    int32_t from, to;   /* yyyymmdd; 0: no bound. Alerts are told of these days; what comes before teaches */
    const char *themes; /* folder of an earlier report; NULL: learned from the first messages */
    uint32_t refit;     /* days between two fits of the themes; 0: never */
    bool json;
    /* live, when `redis` is there: */
    const char *redis, *tenant;
    const char *folder;   /* whose new files are heard; NULL: none */
    const char *desk;     /* a service whose waiting messages are written as CSV, and no more; NULL: none */
    const char *services; /* services.tsv to be kept as the tenant's; NULL: as it is */
    bool by_messages;     /* days are over when later ones have messages, not by the clock */
    bool once;            /* until nothing is left to do */
    bool relearn;         /* what is remembered is made anew of the messages that are kept */
    uint32_t late;        /* days for which messages are waited */
    uint32_t keep;        /* days for which messages are kept */
    uint32_t lease_ms;
    unsigned given; /* CAHIER_WATCH_GIVEN_*: by the command line, which goes before the tenant's settings */
    char *const *files;
    uint32_t file_count;
    cahier_holiday holiday[CAHIER_HOLIDAYS_MOST];
} cahier_watch_options;

/* When it is wrong, stderr says what. */
cahier_parsed cahier_watch_parse(int argc, char **argv, cahier_watch_options *out);

const char *cahier_watch_help(bool english);

#endif
