/* SPDX-License-Identifier: Apache-2.0 */
/* arguments.h -- the options of the command line that all subcommands which read files share.
 *
 * Use     struct option options[] = {CAHIER_INTAKE_ARGUMENTS, {"help", no_argument, NULL, 'h'}, …};
 *         then, for each code of getopt_long: cahier_intake_argument(&arguments, code, optarg)
 */
#ifndef CAHIER_INTAKE_ARGUMENTS_H
#define CAHIER_INTAKE_ARGUMENTS_H

#include <getopt.h>

#include "intake.h"

#define CAHIER_REPEATED_MAX 64u /* --text and --group on one command line */

typedef struct cahier_intake_arguments {
    cahier_intake_options options; /* points into the two lists: do not copy */
    const char *text[CAHIER_REPEATED_MAX];
    const char *group[CAHIER_REPEATED_MAX];
    const char *ignored[CAHIER_REPEATED_MAX];
} cahier_intake_arguments;

enum { /* codes of getopt_long, above those of letters */
    CAHIER_ARGUMENT_TEXT = 1000,
    CAHIER_ARGUMENT_TITLE,
    CAHIER_ARGUMENT_ID,
    CAHIER_ARGUMENT_DATE,
    CAHIER_ARGUMENT_PLACE,
    CAHIER_ARGUMENT_PERSON,
    CAHIER_ARGUMENT_POSITION,
    CAHIER_ARGUMENT_GROUP,
    CAHIER_ARGUMENT_IGNORE,
    CAHIER_ARGUMENT_WHERE_FOUND,
    CAHIER_ARGUMENT_ENCODING,
    CAHIER_ARGUMENT_DELIMITER,
    CAHIER_ARGUMENT_SHEET,
    CAHIER_ARGUMENT_KEEP_COLUMNS,
    CAHIER_ARGUMENT_LANG,
};

#define CAHIER_INTAKE_ARGUMENTS                                                                                        \
    {"text", required_argument, NULL, CAHIER_ARGUMENT_TEXT},                                                           \
            {"title", required_argument, NULL, CAHIER_ARGUMENT_TITLE},                                                 \
            {"id", required_argument, NULL, CAHIER_ARGUMENT_ID},                                                       \
            {"date", required_argument, NULL, CAHIER_ARGUMENT_DATE},                                                   \
            {"place", required_argument, NULL, CAHIER_ARGUMENT_PLACE},                                                 \
            {"position", required_argument, NULL, CAHIER_ARGUMENT_POSITION},                                           \
            {"person", required_argument, NULL, CAHIER_ARGUMENT_PERSON},                                               \
            {"group", required_argument, NULL, CAHIER_ARGUMENT_GROUP},                                                 \
            {"ignore", required_argument, NULL, CAHIER_ARGUMENT_IGNORE},                                               \
            {"where-found", no_argument, NULL, CAHIER_ARGUMENT_WHERE_FOUND},                                           \
            {"encoding", required_argument, NULL, CAHIER_ARGUMENT_ENCODING},                                           \
            {"delimiter", required_argument, NULL, CAHIER_ARGUMENT_DELIMITER},                                         \
            {"sheet", required_argument, NULL, CAHIER_ARGUMENT_SHEET},                                                 \
            {"keep-columns", no_argument, NULL, CAHIER_ARGUMENT_KEEP_COLUMNS},                                         \
    {                                                                                                                  \
        "lang", required_argument, NULL, CAHIER_ARGUMENT_LANG                                                          \
    }

/* Says on stderr what getopt_long, whose short options start with ':', refused: an unknown option ('?'), one without its
 * argument (':'), or an argument that has no sense (any other code). */
void cahier_option_refused(const char *command, bool english, int code, char *const *argv);

/* 1 when the option was one of these, 0 when it was not, -1 when its argument has no sense. */
int cahier_intake_argument(cahier_intake_arguments *arguments, int code, const char *argument);

/* A whole number from `least` to `most`, and nothing else; `out` is untouched otherwise. */
bool cahier_number_argument(const char *text, uint32_t least, uint32_t most, uint32_t *out);

#endif
