/* SPDX-License-Identifier: Apache-2.0 */
/* analyse_options.h -- the command line of `cahier analyse`. */
#ifndef CAHIER_ANALYSE_OPTIONS_H
#define CAHIER_ANALYSE_OPTIONS_H

#include "arguments.h"

typedef struct cahier_analyse_options {
    cahier_intake_arguments intake;
    cahier_options analysis;
    const char *folder; /* -o; NULL: "rapport-" and the first file's name */
    const char *lexicons;
    const char *taxonomy;   /* a town's own list of themes; NULL: the shipped one, or none (analysis.list) */
    const char *person_key; /* path of a secret */
    const char *decisions;  /* a journal; NULL: none */
    const char *previous;   /* folder of an earlier report; NULL: none */
    uint32_t jobs;          /* 0: all processors */
    unsigned formats;       /* CAHIER_REPORT_* */
    bool quiet, help;
} cahier_analyse_options;

typedef enum cahier_parsed {
    CAHIER_PARSED,
    CAHIER_PARSED_HELP,
    CAHIER_PARSED_WRONG
} cahier_parsed;

/* Leaves optind at the first file. When it is wrong, stderr says what. */
cahier_parsed cahier_analyse_parse(int argc, char **argv, cahier_analyse_options *out);

const char *cahier_analyse_help(bool english);

#endif
