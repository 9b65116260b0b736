/* SPDX-License-Identifier: Apache-2.0 */
/* taken_options.h -- options taken out of a command line before another parser reads the rest.
 *
 * Value   `cahier submit` understands all that `cahier analyse` does, and four options more: these leave argv, the others stay
 *         in their order. "--name value" and "--name=value"; what follows "--" is not looked at.
 */
#ifndef CAHIER_TAKEN_OPTIONS_H
#define CAHIER_TAKEN_OPTIONS_H

#include <stdbool.h>

/* The value, NULL when the option is absent; *missing when it ends the line. The last one given wins. */
const char *cahier_take_option(int *argc, char **argv, const char *name, bool *missing);
bool cahier_take_flag(int *argc, char **argv, const char *name);

/* What the command line gave, else what the environment's `variable` says; NULL when neither says anything. */
const char *cahier_given_or_set(const char *given, const char *variable);

#endif
