/* SPDX-License-Identifier: Apache-2.0 */
/* watch_options.h -- the command line of `cahier watch`: its own options, and those of `cahier analyse` that say how files are read. */
#ifndef CAHIER_WATCH_OPTIONS_H
#define CAHIER_WATCH_OPTIONS_H

#include "analyse_options.h"
#include "emerge.h"

#define CAHIER_HOLIDAYS_MOST 512u

typedef struct cahier_watch_options {
    cahier_analyse_options analyse; /* points into itself: do not copy */
    cahier_emerge_options emerge;
    int32_t from, to;   /* yyyymmdd; 0: no bound. Alerts are told of these days; what comes before teaches */
    const char *themes; /* folder of an earlier report; NULL: learned from the first messages */
    uint32_t refit;     /* days between two fits of the themes; 0: never */
    bool json;
    char *const *files;
    uint32_t file_count;
    cahier_holiday holiday[CAHIER_HOLIDAYS_MOST];
} cahier_watch_options;

/* When it is wrong, stderr says what. */
cahier_parsed cahier_watch_parse(int argc, char **argv, cahier_watch_options *out);

const char *cahier_watch_help(bool english);

#endif
