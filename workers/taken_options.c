/* SPDX-License-Identifier: Apache-2.0 */
#include "taken_options.h"

#include <stdlib.h>
#include <string.h>

static void remove_words(int *argc, char **argv, int at, int count)
{
    memmove(argv + at, argv + at + count,
            (size_t)(*argc - at - count + 1) * sizeof *argv); /* the NULL at the end too */
    *argc -= count;
}

/* The value of "--name=value", "" for "--name" alone, NULL for anything else. */
static const char *match(const char *word, const char *name)
{
    size_t len = strlen(name);
    if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, len) != 0) {
        return NULL;
    }
    return word[2 + len] == '=' ? word + 3 + len : word[2 + len] == '\0' ? "" : NULL;
}

const char *cahier_take_option(int *argc, char **argv, const char *name, bool *missing)
{
    const char *value = NULL;
    for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0;) {
        const char *found = match(argv[i], name);
        if (found == NULL) {
            i++;
        } else if (*found != '\0') {
            value = found;
            remove_words(argc, argv, i, 1);
        } else if (i + 1 < *argc) {
            value = argv[i + 1];
            remove_words(argc, argv, i, 2);
        } else {
            *missing = true;
            return NULL;
        }
    }
    return value;
}

bool cahier_take_flag(int *argc, char **argv, const char *name)
{
    bool found = false;
    for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0;) {
        const char *value = match(argv[i], name);
        if (value != NULL && *value == '\0') {
            found = true;
            remove_words(argc, argv, i, 1);
        } else {
            i++;
        }
    }
    return found;
}

const char *cahier_given_or_set(const char *given, const char *variable)
{
    const char *value = given != NULL ? given : getenv(variable);
    return value != NULL && *value != '\0' ? value : NULL;
}
