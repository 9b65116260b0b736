/* SPDX-License-Identifier: Apache-2.0 */
#include "analyse_options.h"

#include <stdio.h>
#include <string.h>

#include "crew.h"
#include "report.h"

#define THEMES_MOST 500u /* beyond, a report is no longer read */
#define TOP_MOST 1000u

enum { /* codes of getopt_long, above those of arguments.h */
    OPTION_THEMES = 2000,
    OPTION_LEXICONS,
    OPTION_REDACT,
    OPTION_PERSON_KEY,
    OPTION_TOP,
    OPTION_FORMAT,
    OPTION_TAXONOMY,
    OPTION_DECISIONS,
    OPTION_PREVIOUS,
    OPTION_NO_ADAPT,
};

const char *cahier_analyse_help(bool english)
{
    return english ? "cahier analyse FILE… [-o FOLDER]: reads contributions, finds their themes, writes a report "
                     "folder.\n"
                     "\n"
                     "  -o, --output FOLDER       where the report goes (default: rapport-<file>)\n"
                     "  --text --title --id --date --place --person --position --group COL   name a column (--text and "
                     "--group "
                     "repeat)\n"
                     "  --ignore COL (repeats)    it is for nothing, whatever it looks like\n"
                     "  --where-found             a column named above may be missing in some of several files\n"
                     "  --encoding NAME  --delimiter C  --sheet SHEET (of a workbook)  --keep-columns\n"
                     "  --themes auto|K           number of themes (default: auto)\n"
                     "  --taxonomy LIST|none      your themes and their words (theme<TAB>word); none: without the "
                     "shipped list\n"
                     "  --decisions JOURNAL       corrections made by people, one a line (docs/decisions.md)\n"
                     "  --previous FOLDER         an earlier report: its themes keep their ids where texts keep them\n"
                     "  --redact balanced|strict  strict hides when in doubt\n"
                     "  --person-key FILE         secret that makes the keys of persons stable between reports\n"
                     "  --no-adapt                learn no polarity from the batch's own words (500 documents and "
                     "more)\n"
                     "  --top N                   verbatims a theme (default 12)\n"
                     "  --format html,json,csv,xlsx   files to write (default: all)\n"
                     "  --lexicons FOLDER  -j, --jobs N  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier analyse proposals.csv\n"
                     "  cahier analyse survey.csv --text \"Your opinion\" --group Age -o report\n"
                   : "cahier analyse FICHIER… [-o DOSSIER] : lit les contributions, en dégage les thèmes, écrit un "
                     "rapport.\n"
                     "\n"
                     "  -o, --output DOSSIER      où va le rapport (par défaut : rapport-<fichier>)\n"
                     "  --text --title --id --date --place --person --position --group COL   désigner une colonne "
                     "(--text et "
                     "--group se répètent)\n"
                     "  --ignore COL (se répète)  elle ne sert à rien, quoi qu'elle semble contenir\n"
                     "  --where-found             une colonne désignée peut manquer à certains des fichiers\n"
                     "  --encoding NOM  --delimiter C  --sheet FEUILLE (d'un classeur)  --keep-columns\n"
                     "  --themes auto|K           nombre de thèmes (par défaut : auto)\n"
                     "  --taxonomy LISTE|none     vos thèmes et leurs mots (thème<TAB>mot) ; none : sans la liste "
                     "fournie\n"
                     "  --decisions JOURNAL       corrections faites par des personnes, une par ligne "
                     "(docs/decisions.md)\n"
                     "  --previous DOSSIER        un rapport précédent : ses thèmes gardent leur identifiant et leurs "
                     "textes\n"
                     "  --redact balanced|strict  strict masque dans le doute\n"
                     "  --person-key FICHIER      secret qui rend stables les clés des personnes d'un rapport à "
                     "l'autre\n"
                     "  --no-adapt                ne rien apprendre des mots du lot (dès 500 textes) pour les avis\n"
                     "  --top N                   verbatims par thème (par défaut 12)\n"
                     "  --format html,json,csv,xlsx   fichiers à écrire (par défaut : tous)\n"
                     "  --lexicons DOSSIER  -j, --jobs N  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier analyse propositions.csv\n"
                     "  cahier analyse enquete.csv --text \"Votre avis\" --group \"Tranche d'âge\" -o rapport\n";
}

static bool read_formats(const char *text, unsigned *out)
{
    static const struct {
        const char *name;
        unsigned bit;
    } formats[] = {{"html", CAHIER_REPORT_HTML}, {"json", CAHIER_REPORT_JSON}, {"csv", CAHIER_REPORT_CSV},
            {"xlsx", CAHIER_REPORT_XLSX}};
    *out = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        unsigned bit = 0;
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
            if (strlen(formats[i].name) == len && strncmp(formats[i].name, text, len) == 0) {
                bit = formats[i].bit;
            }
        }
        if (bit == 0) {
            return false;
        }
        *out |= bit;
        text += len + (text[len] == ',');
    }
    return *out != 0;
}

static bool read_choice(const char *text, const char *no, const char *yes, bool *out)
{
    *out = strcmp(text, yes) == 0;
    return *out || strcmp(text, no) == 0;
}

/* A file named « none » is given as « ./none ». */
static bool take_taxonomy(cahier_analyse_options *out, const char *argument)
{
    bool none = strcmp(argument, "none") == 0;
    out->taxonomy = none ? NULL : argument;
    out->analysis.list = none ? CAHIER_LIST_UNUSED : CAHIER_LIST_GUIDES;
    return *argument != '\0';
}

/* True when the option was understood. */
static bool take(cahier_analyse_options *out, int code, const char *argument)
{
    int taken = cahier_intake_argument(&out->intake, code, argument);
    if (taken != 0) {
        return taken > 0;
    }
    switch (code) {
    case 'o':
        out->folder = argument;
        return *argument != '\0';
    case 'j':
        return cahier_number_argument(argument, 1, CAHIER_CREW_MOST, &out->jobs);
    case 'q':
        out->quiet = true;
        return true;
    case 'h':
        out->help = true;
        return true;
    case OPTION_THEMES:
        return strcmp(argument, "auto") == 0 || cahier_number_argument(argument, 1, THEMES_MOST, &out->analysis.themes);
    case OPTION_LEXICONS:
        out->lexicons = argument;
        return true;
    case OPTION_TAXONOMY:
        return take_taxonomy(out, argument);
    case OPTION_DECISIONS:
        out->decisions = argument;
        return *argument != '\0';
    case OPTION_PREVIOUS:
        out->previous = argument;
        return *argument != '\0';
    case OPTION_NO_ADAPT:
        out->analysis.alone = true;
        return true;
    case OPTION_REDACT:
        return read_choice(argument, "balanced", "strict", &out->analysis.redact_strict);
    case OPTION_PERSON_KEY:
        out->person_key = argument;
        return true;
    case OPTION_TOP:
        return cahier_number_argument(argument, 0, TOP_MOST, &out->analysis.top);
    case OPTION_FORMAT:
        return read_formats(argument, &out->formats);
    default:
        return false;
    }
}

cahier_parsed cahier_analyse_parse(int argc, char **argv, cahier_analyse_options *out)
{
    static const struct option options[] = {CAHIER_INTAKE_ARGUMENTS, {"output", required_argument, NULL, 'o'},
            {"themes", required_argument, NULL, OPTION_THEMES}, {"lexicons", required_argument, NULL, OPTION_LEXICONS},
            {"taxonomy", required_argument, NULL, OPTION_TAXONOMY},
            {"decisions", required_argument, NULL, OPTION_DECISIONS},
            {"previous", required_argument, NULL, OPTION_PREVIOUS}, {"no-adapt", no_argument, NULL, OPTION_NO_ADAPT},
            {"redact", required_argument, NULL, OPTION_REDACT},
            {"person-key", required_argument, NULL, OPTION_PERSON_KEY}, {"top", required_argument, NULL, OPTION_TOP},
            {"format", required_argument, NULL, OPTION_FORMAT}, {"jobs", required_argument, NULL, 'j'},
            {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    memset(out, 0, sizeof *out);
    out->analysis = CAHIER_OPTIONS_DEFAULT;
    out->formats = CAHIER_REPORT_ALL;
    int code;
    while ((code = getopt_long(argc, argv, ":o:j:qh", options, NULL)) != -1) {
        if (code == '?' || code == ':' || !take(out, code, optarg)) {
            cahier_option_refused("analyse", out->intake.options.english, code, argv);
            return CAHIER_PARSED_WRONG;
        }
    }
    if (out->help) {
        return CAHIER_PARSED_HELP;
    }
    if (optind == argc) {
        (void)fputs(cahier_analyse_help(out->intake.options.english), stderr);
        return CAHIER_PARSED_WRONG;
    }
    return CAHIER_PARSED;
}
