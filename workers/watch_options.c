/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue.h"
#include "taken_options.h"

#define REFIT_DAYS 91u
#define KEEP_DAYS 400u /* a year ago can be read */
#define LEASE_MS 10000u
#define LINE_MOST 64u

static const char help_english[] =
        "cahier watch --redis URL --tenant NAME: watches messages as they come; alerts go to the outbox.\n"
        "cahier watch --replay FILE…: runs past messages by their dates, prints every alert that would "
        "have been "
        "raised.\n"
        "\n"
        "  --redis URL  --tenant NAME  where messages come to (or CAHIER_REDIS, CAHIER_TENANT)\n"
        "  --folder FOLDER           hear new files of a folder or maildir too; each then moves to "
        "FOLDER/lus\n"
        "  --services FILE           the tenant's list of services from now on (cahier route --help)\n"
        "  --clock day|messages      a day is over two hours after midnight (default), or when later "
        "days have messages\n"
        "  --late DAYS               wait so many days longer for messages of a day (default 0)\n"
        "  --keep DAYS               messages are kept so long (default 400)\n"
        "  --desk SERVICE            write the messages that wait at a service as CSV, and leave (\"-\": those that a "
        "person must route)\n"
        "  --once                    leave when nothing is left to do\n"
        "  --relearn                 make what is remembered anew, of the messages that are kept\n"
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
        "  --json                    one object a line; \"phase\": first (an alert), more, over (follow-up, end)\n"
        "  --text --title --id --date --place --person --encoding --delimiter  as analyse\n"
        "  --person-key FILE  --redact balanced|strict  --taxonomy LIST|none  --lexicons FOLDER  -j, "
        "--jobs N\n"
        "  --quiet  --lang fr|en  --help\n"
        "\n"
        "  cahier watch --replay messages.csv\n"
        "  cahier watch --replay messages.csv --from 2024-09-01 --rate 0.5 --json\n";

static const char help_french[] =
        "cahier watch --redis URL --tenant NOM : veille sur les messages à mesure qu'ils arrivent ; les "
        "alertes vont dans la boîte d'envoi.\n"
        "cahier watch --replay FICHIER… : rejoue des messages passés selon leur date, dit chaque alerte "
        "qui "
        "aurait été donnée.\n"
        "\n"
        "  --redis URL  --tenant NOM  où arrivent les messages (ou CAHIER_REDIS, CAHIER_TENANT)\n"
        "  --folder DOSSIER          lire aussi les nouveaux fichiers d'un dossier ou d'un maildir ; "
        "chacun va ensuite dans DOSSIER/lus\n"
        "  --services FICHIER        la liste de services de la commune, désormais (cahier route "
        "--help)\n"
        "  --clock day|messages      un jour est fini deux heures après minuit (par défaut), ou quand "
        "des jours suivants ont des messages\n"
        "  --late JOURS              attendre tant de jours de plus les messages d'un jour (par défaut "
        "0)\n"
        "  --keep JOURS              garder les messages si longtemps (par défaut 400)\n"
        "  --desk SERVICE            écrire en CSV les messages qui attendent à un service, et s'arrêter (« - » : ceux "
        "qu'une personne doit orienter)\n"
        "  --once                    s'arrêter quand il n'y a plus rien à faire\n"
        "  --relearn                 refaire ce qui est retenu, à partir des messages gardés\n"
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
        "  --json                    un objet par ligne ; « phase » : first (alerte), more, over (suite, fin)\n"
        "  --text --title --id --date --place --person --encoding --delimiter  comme analyse\n"
        "  --person-key FICHIER  --redact balanced|strict  --taxonomy LISTE|none  --lexicons DOSSIER\n"
        "  -j, --jobs N  --quiet  --lang fr|en  --help\n"
        "\n"
        "  cahier watch --replay messages.csv\n"
        "  cahier watch --replay messages.csv --from 2024-09-01 --rate 0.5 --json\n";

const char *cahier_watch_help(bool english)
{
    return english ? help_english : help_french;
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
    return end != text && *end == '\0' && *out >= CAHIER_RATE_LEAST && *out <= CAHIER_RATE_MOST;
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

typedef struct own_number { /* an option that is a number */
    const char *name;
    uint32_t least, most;
    uint32_t *to;
    unsigned given;
} own_number;

static bool take_number(cahier_watch_options *out, const char *name, const char *value, bool *known)
{
    const own_number numbers[] = {
            {"persons", CAHIER_PERSONS_LEAST, CAHIER_PERSONS_MOST, &out->emerge.persons, CAHIER_WATCH_GIVEN_PERSONS},
            {"refit", 0, CAHIER_REFIT_MOST, &out->refit, CAHIER_WATCH_GIVEN_REFIT},
            {"late", 0, CAHIER_LATE_MOST, &out->late, CAHIER_WATCH_GIVEN_LATE},
            {"keep", CAHIER_KEEP_LEAST, CAHIER_KEEP_MOST, &out->keep, CAHIER_WATCH_GIVEN_KEEP},
            {"lease", 1, CAHIER_LEASE_MS, &out->lease_ms, 0}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(name, numbers[i].name) == 0) {
            *known = true;
            out->given |= numbers[i].given;
            return cahier_number_argument(value, numbers[i].least, numbers[i].most, numbers[i].to);
        }
    }
    *known = false;
    return false;
}

static bool take_name(cahier_watch_options *out, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **to;
    } names[] = {{"themes", &out->themes}, {"redis", &out->redis}, {"tenant", &out->tenant}, {"folder", &out->folder},
            {"services", &out->services}, {"desk", &out->desk}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i].name) == 0) {
            *names[i].to = value;
        }
    }
    return true;
}

static bool take_value(cahier_watch_options *out, const char *name, const char *value)
{
    bool known;
    if (strcmp(name, "from") == 0 || strcmp(name, "to") == 0) {
        return read_day(value, name[0] == 'f' ? &out->from : &out->to);
    }
    if (strcmp(name, "rate") == 0) {
        out->given |= CAHIER_WATCH_GIVEN_RATE;
        return read_rate(value, &out->emerge.per_month);
    }
    if (strcmp(name, "holidays") == 0) {
        return read_holidays(value, out);
    }
    if (strcmp(name, "clock") == 0) {
        out->by_messages = strcmp(value, "messages") == 0;
        return out->by_messages || strcmp(value, "day") == 0;
    }
    bool good = take_number(out, name, value, &known);
    return known ? good : take_name(out, name, value);
}

/* The name of the option that is wrong, or NULL. */
static const char *take_own(int *argc, char **argv, cahier_watch_options *out)
{
    static const char *const name[] = {"from", "to", "rate", "persons", "themes", "refit", "holidays", "redis",
            "tenant", "folder", "services", "desk", "clock", "late", "keep", "lease"};
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
        (void)fputs(english ? "cahier watch: --replay and a file are needed, or --redis and --tenant.\n\n"
                            : "cahier watch : il faut --replay et un fichier, ou --redis et --tenant.\n\n",
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

static cahier_parsed parse_rest(int argc, char **argv, cahier_watch_options *out)
{
    cahier_parsed parsed = cahier_analyse_parse(argc, argv, &out->analyse);
    out->analyse.analysis.alone = true; /* alerts count polarity from day to day: no word may change sides */
    out->files = argv + optind;
    out->file_count = (uint32_t)(argc - optind);
    return parsed;
}

/* --redis or the environment; no file: "-" stands where the parser of analyse wants one. */
static cahier_parsed parse_live(int argc, char **argv, cahier_watch_options *out, bool english)
{
    static char nothing[] = "-";
    char **words = out->redis != NULL && out->tenant != NULL && out->from == 0 && out->to == 0
                           ? calloc((size_t)argc + 2, sizeof *words)
                           : NULL;
    if (words == NULL) {
        return refuse(NULL, english);
    }
    memcpy(words, argv, (size_t)argc * sizeof *words);
    words[argc] = nothing;
    cahier_parsed parsed = parse_rest(argc + 1, words, out);
    bool alone = out->file_count == 1;
    out->files = NULL;
    out->file_count = 0;
    free(words);
    return parsed == CAHIER_PARSED && !alone ? refuse(NULL, out->analyse.intake.options.english) : parsed;
}

cahier_parsed cahier_watch_parse(int argc, char **argv, cahier_watch_options *out)
{
    bool english = false;
    memset(out, 0, sizeof *out);
    out->emerge = CAHIER_EMERGE_DEFAULT;
    out->refit = REFIT_DAYS;
    out->keep = KEEP_DAYS;
    out->lease_ms = LEASE_MS;
    if (asks_for_help(argc, argv, &english)) {
        out->analyse.intake.options.english = english;
        return CAHIER_PARSED_HELP;
    }
    bool replay = cahier_take_flag(&argc, argv, "replay");
    out->json = cahier_take_flag(&argc, argv, "json");
    out->once = cahier_take_flag(&argc, argv, "once");
    out->relearn = cahier_take_flag(&argc, argv, "relearn");
    const char *wrong = take_own(&argc, argv, out);
    if (wrong != NULL) {
        return refuse(wrong, english);
    }
    if (!replay) {
        out->redis = cahier_given_or_set(out->redis, "CAHIER_REDIS");
        out->tenant = cahier_given_or_set(out->tenant, "CAHIER_TENANT");
        return parse_live(argc, argv, out, english);
    }
    return out->redis == NULL && argc >= 2 ? parse_rest(argc, argv, out) : refuse(NULL, english);
}
