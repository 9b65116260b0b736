/* SPDX-License-Identifier: Apache-2.0 */
#include "arguments.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int repeat(const char **list, uint32_t *count, const char *argument)
{
    if (*count == CAHIER_REPEATED_MAX) {
        return -1;
    }
    list[(*count)++] = argument;
    return 1;
}

/* « ; », « tab », « \t »: one byte that is neither a quote nor a break. */
static int set_delimiter(cahier_intake_options *options, const char *argument)
{
    if (strcmp(argument, "tab") == 0 || strcmp(argument, "\\t") == 0) {
        options->delimiter = '\t';
        return 1;
    }
    bool valid = strlen(argument) == 1 && strchr("\"\n\r", argument[0]) == NULL && (unsigned char)argument[0] < 0x80;
    options->delimiter = valid ? argument[0] : '\0';
    return valid ? 1 : -1;
}

static int set_language(cahier_intake_options *options, const char *argument)
{
    options->english = strcmp(argument, "en") == 0;
    return options->english || strcmp(argument, "fr") == 0 ? 1 : -1;
}

int cahier_intake_argument(cahier_intake_arguments *arguments, int code, const char *argument)
{
    cahier_intake_options *options = &arguments->options;
    options->text = arguments->text;
    options->group = arguments->group;
    options->ignored = arguments->ignored;
    switch (code) {
    case CAHIER_ARGUMENT_TEXT:
        return repeat(arguments->text, &options->text_count, argument);
    case CAHIER_ARGUMENT_GROUP:
        return repeat(arguments->group, &options->group_count, argument);
    case CAHIER_ARGUMENT_IGNORE:
        return repeat(arguments->ignored, &options->ignored_count, argument);
    case CAHIER_ARGUMENT_WHERE_FOUND:
        options->where_found = true;
        return 1;
    case CAHIER_ARGUMENT_TITLE:
        options->title = argument;
        return 1;
    case CAHIER_ARGUMENT_ID:
        options->id = argument;
        return 1;
    case CAHIER_ARGUMENT_DATE:
        options->date = argument;
        return 1;
    case CAHIER_ARGUMENT_PLACE:
        options->place = argument;
        return 1;
    case CAHIER_ARGUMENT_POSITION:
        options->position = argument;
        return 1;
    case CAHIER_ARGUMENT_PERSON:
        options->person = argument;
        return 1;
    case CAHIER_ARGUMENT_ENCODING:
        options->encoding = argument;
        return 1;
    case CAHIER_ARGUMENT_SHEET:
        options->sheet = argument;
        return 1;
    case CAHIER_ARGUMENT_KEEP_COLUMNS:
        options->keep_columns = true;
        return 1;
    case CAHIER_ARGUMENT_DELIMITER:
        return set_delimiter(options, argument);
    case CAHIER_ARGUMENT_LANG:
        return set_language(options, argument);
    default:
        return 0;
    }
}

void cahier_option_refused(const char *command, bool english, int code, char *const *argv)
{
    static const char *const french[] = {"option inconnue", "il manque une valeur après", "valeur qui n'a pas de sens"};
    static const char *const in_english[] = {
            "unknown option", "a value is missing after", "this value makes no sense:"};
    int why = code == '?' ? 0 : code == ':' ? 1 : 2;
    (void)fprintf(stderr,
            english ? "cahier %s: %s \"%s\" (see cahier %s --help).\n"
                    : "cahier %s : %s « %s » (voir cahier %s --help).\n",
            command, english ? in_english[why] : french[why], why == 2 && optarg != NULL ? optarg : argv[optind - 1],
            command);
}

bool cahier_number_argument(const char *text, uint32_t least, uint32_t most, uint32_t *out)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value < least || value > most) {
        return false;
    }
    *out = (uint32_t)value;
    return true;
}
