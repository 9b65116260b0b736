/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "taken_options.h"

#define RATE_LEAST .001
#define RATE_MOST 100.
#define REFIT_DAYS 91u
#define REFIT_MOST 3650u
#define LINE_MOST 64u
#define PERSONS_LEAST 2u
#define PERSONS_MOST 10000u

const char *cahier_watch_help(bool english)
{
    return english ? "cahier watch --replay FILE…: runs past messages by their dates, prints every alert that would "
                     "have been "
                     "raised.\n"
                     "\n"
                     "  --replay                  read files, in the order of their messages' dates (several: in the "
                     "order "
                     "given)\n"
                     "  --from DATE  --to DATE    alerts of these days only (2025-03-14); what comes before teaches\n"
                     "  --rate N                  false alerts accepted a month (default 1; .1 is about one a year)\n"
                     "  --persons N               an alert needs as many (default 5)\n"
                     "  --themes FOLDER           themes of an earlier report (default: learned from the first weeks)\n"
                     "  --refit DAYS|0            themes made again every so many days (default 91; 0: never)\n"
                     "  --holidays FILE           school holidays, one a line: 2025-07-05<TAB>2025-08-31\n"
                     "  --json                    one object a line\n"
                     "  --text --title --id --date --place --person --encoding --delimiter  as analyse\n"
                     "  --person-key FILE  --redact balanced|strict  --taxonomy LIST|none  --lexicons FOLDER  -j, "
                     "--jobs N\n"
                     "  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier watch --replay messages.csv\n"
                     "  cahier watch --replay messages.csv --from 2024-09-01 --rate 0.5 --json\n"
                   : "cahier watch --replay FICHIER… : rejoue des messages passés selon leur date, dit chaque alerte "
                     "qui "
                     "aurait été donnée.\n"
                     "\n"
                     "  --replay                  lire des fichiers, selon la date des messages (plusieurs : dans "
                     "l'ordre "
                     "donné)\n"
                     "  --from DATE  --to DATE    alertes de ces jours seulement (2025-03-14) ; ce qui précède sert à "
                     "apprendre\n"
                     "  --rate N                  fausses alertes acceptées par mois (par défaut 1 ; 0.1 : une par an "
                     "environ)\n"
                     "  --persons N               personnes qu'il faut pour une alerte (par défaut 5)\n"
                     "  --themes DOSSIER          thèmes d'un rapport précédent (sinon : appris des premières "
                     "semaines)\n"
                     "  --refit JOURS|0           refaire les thèmes tous les tant de jours (par défaut 91 ; 0 : "
                     "jamais)\n"
                     "  --holidays FICHIER        vacances scolaires, une période par ligne : "
                     "2025-07-05<TAB>2025-08-31\n"
                     "  --json                    un objet par ligne\n"
                     "  --text --title --id --date --place --person --encoding --delimiter  comme analyse\n"
                     "  --person-key FICHIER  --redact balanced|strict  --taxonomy LISTE|none  --lexicons DOSSIER\n"
                     "  -j, --jobs N  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier watch --replay messages.csv\n"
                     "  cahier watch --replay messages.csv --from 2024-09-01 --rate 0.5 --json\n";
}

/* "2025-03-14" -> 20250314; false when it is no day. */
static bool read_day(const char *text, int32_t *out)
{
    int year, month, day;
    char rest;
    if (strlen(text) != strlen("2025-03-14") || sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3) {
        return false;
    }
    *out = year * 10000 + month * 100 + day;
    return cahier_is_date(*out);
}

static bool read_rate(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out >= RATE_LEAST && *out <= RATE_MOST;
}

/* Periods in order, none inside another. */
static bool read_holidays(const char *path, cahier_watch_options *out)
{
    char line[LINE_MOST], first[LINE_MOST], last[LINE_MOST];
    FILE *file = fopen(path, "r");
    uint32_t count = 0;
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' || line[strspn(line, " \t\r\n")] == '\0') {
            continue;
        }
        cahier_holiday *holiday = &out->holiday[count];
        good = count < CAHIER_HOLIDAYS_MOST && sscanf(line, "%63s %63s", first, last) == 2 &&
               read_day(first, &holiday->first) && read_day(last, &holiday->last) && holiday->first <= holiday->last &&
               (count == 0 || out->holiday[count - 1].last < holiday->first);
        count += good;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    out->emerge.calendar = (cahier_calendar){out->holiday, count};
    return good;
}

static bool take_value(cahier_watch_options *out, const char *name, const char *value)
{
    if (strcmp(name, "from") == 0 || strcmp(name, "to") == 0) {
        return read_day(value, name[0] == 'f' ? &out->from : &out->to);
    }
    if (strcmp(name, "rate") == 0) {
        return read_rate(value, &out->emerge.per_month);
    }
    if (strcmp(name, "persons") == 0) {
        return cahier_number_argument(value, PERSONS_LEAST, PERSONS_MOST, &out->emerge.persons);
    }
    if (strcmp(name, "refit") == 0) {
        return cahier_number_argument(value, 0, REFIT_MOST, &out->refit);
    }
    if (strcmp(name, "holidays") == 0) {
        return read_holidays(value, out);
    }
    out->themes = value;
    return true;
}

/* The name of the option that is wrong, or NULL. */
static const char *take_own(int *argc, char **argv, cahier_watch_options *out)
{
    static const char *const name[] = {"from", "to", "rate", "persons", "themes", "refit", "holidays"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        bool missing = false;
        const char *value = cahier_take_option(argc, argv, name[i], &missing);
        if (missing || (value != NULL && (*value == '\0' || !take_value(out, name[i], value)))) {
            return name[i];
        }
    }
    return out->to != 0 && out->from > out->to ? "to" : NULL;
}

static cahier_parsed refuse(const char *wrong, bool english)
{
    if (wrong != NULL) {
        (void)fprintf(stderr,
                english ? "cahier watch: the value of --%s has no sense.\n\n"
                        : "cahier watch : la valeur de --%s n'a pas de sens.\n\n",
                wrong);
    } else {
        (void)fputs(english ? "cahier watch: --replay and a file are needed.\n\n"
                            : "cahier watch : il faut --replay et un fichier.\n\n",
                stderr);
    }
    (void)fputs(cahier_watch_help(english), stderr);
    return CAHIER_PARSED_WRONG;
}

static bool asks_for_help(int argc, char **argv, bool *english)
{
    bool help = false;
    for (int i = 1; i < argc; i++) {
        help = help || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
        *english = *english || strcmp(argv[i], "--lang=en") == 0 ||
                   (i > 1 && strcmp(argv[i], "en") == 0 && strcmp(argv[i - 1], "--lang") == 0);
    }
    return help;
}

cahier_parsed cahier_watch_parse(int argc, char **argv, cahier_watch_options *out)
{
    bool english = false;
    memset(out, 0, sizeof *out);
    out->emerge = CAHIER_EMERGE_DEFAULT;
    out->refit = REFIT_DAYS;
    if (asks_for_help(argc, argv, &english)) {
        out->analyse.intake.options.english = english;
        return CAHIER_PARSED_HELP;
    }
    bool replay = cahier_take_flag(&argc, argv, "replay");
    out->json = cahier_take_flag(&argc, argv, "json");
    const char *wrong = take_own(&argc, argv, out);
    if (wrong != NULL || !replay || argc < 2) {
        return refuse(wrong, english);
    }
    cahier_parsed parsed = cahier_analyse_parse(argc, argv, &out->analyse);
    out->analyse.analysis.alone = true; /* alerts count polarity from day to day: no word may change sides */
    out->files = argv + optind;
    out->file_count = (uint32_t)(argc - optind);
    return parsed;
}
