/* SPDX-License-Identifier: Apache-2.0 */
#include "worker_options.h"

#include <stdio.h>
#include <string.h>

#include "crew.h"
#include "queue.h"
#include "taken_options.h"

#define KEEP_DAYS_MOST 36500u
#define STALL_MS 20000u /* the longest text takes a second */
#define MS_MOST 3600000u

enum { /* codes of getopt_long, above those of letters */
    OPTION_REDIS = 2000,
    OPTION_TENANT,
    OPTION_LEXICONS,
    OPTION_METRICS,
    OPTION_PERSON_KEY,
    OPTION_KEEP_DAYS,
    OPTION_ONCE,
    OPTION_LANG,
    OPTION_LEASE,
    OPTION_STALL
};

const char *cahier_worker_help(bool english)
{
    return english ? "cahier worker --redis URL --tenant NAME…: analyses what `cahier submit` sent, until it is "
                     "stopped.\n"
                     "\n"
                     "  --redis URL         redis:// rediss:// unix:// redis+sentinel:// (or CAHIER_REDIS)\n"
                     "  --tenant NAME       repeat it for several\n"
                     "  -j, --jobs N        texts are analysed in N processes (default: processors)\n"
                     "  --lexicons FOLDER   word lists; those of the batches must be the same\n"
                     "  --person-key FILE   a secret: authors of the inbox are one person across batches\n"
                     "  --metrics ADDR:PORT figures for Prometheus\n"
                     "  --keep-days N       batches finished more than N days ago are erased\n"
                     "  --once              ends when nothing is left to do\n"
                     "  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier worker --redis unix:///run/redis/redis.sock --tenant metz\n"
                   : "cahier worker --redis URL --tenant NOM… : analyse ce que « cahier submit » a envoyé, jusqu'à ce "
                     "qu'on l'arrête.\n"
                     "\n"
                     "  --redis URL         redis:// rediss:// unix:// redis+sentinel:// (ou CAHIER_REDIS)\n"
                     "  --tenant NOM        à répéter pour plusieurs espaces\n"
                     "  -j, --jobs N        les textes sont analysés dans N processus (par défaut : processeurs)\n"
                     "  --lexicons DOSSIER  lexiques ; ceux des lots doivent être les mêmes\n"
                     "  --person-key FICHIER  un secret : un auteur de la boîte est le même d'un lot à l'autre\n"
                     "  --metrics ADR:PORT  chiffres pour Prometheus\n"
                     "  --keep-days N       efface les lots terminés depuis plus de N jours\n"
                     "  --once              se termine quand il ne reste rien à faire\n"
                     "  --quiet  --lang fr|en  --help\n"
                     "\n"
                     "  cahier worker --redis unix:///run/redis/redis.sock --tenant metz\n";
}

/* True when the option was understood. */
static bool take(cahier_worker_options *out, int code, const char *argument)
{
    switch (code) {
    case OPTION_REDIS:
        out->url = argument;
        return *argument != '\0';
    case OPTION_TENANT:
        return cahier_tenant_add(out->tenant, &out->tenant_count, argument);
    case 'j':
        return cahier_number_argument(argument, 1, CAHIER_CREW_MOST, &out->jobs);
    case OPTION_LEXICONS:
        out->lexicons = argument;
        return true;
    case OPTION_METRICS:
        out->metrics = argument;
        return strchr(argument, ':') != NULL;
    case OPTION_PERSON_KEY:
        out->person_key = argument;
        return true;
    case OPTION_KEEP_DAYS:
        return cahier_number_argument(argument, 0, KEEP_DAYS_MOST, &out->keep_days);
    case OPTION_LEASE:
        return cahier_number_argument(argument, 10, MS_MOST, &out->lease_ms);
    case OPTION_STALL:
        return cahier_number_argument(argument, 10, MS_MOST, &out->stall_ms);
    case OPTION_LANG:
        out->english = strcmp(argument, "en") == 0;
        return out->english || strcmp(argument, "fr") == 0;
    case OPTION_ONCE:
        out->once = true;
        return true;
    case 'q':
        out->quiet = true;
        return true;
    case 'h':
        out->help = true;
        return true;
    default:
        return false;
    }
}

static bool complete(cahier_worker_options *out)
{
    out->url = cahier_given_or_set(out->url, "CAHIER_REDIS");
    if (out->jobs == 0) {
        out->jobs = cahier_crew_processors();
    }
    return out->url != NULL && out->tenant_count > 0;
}

cahier_parsed cahier_worker_parse(int argc, char **argv, cahier_worker_options *out)
{
    static const struct option options[] = {{"redis", required_argument, NULL, OPTION_REDIS},
            {"tenant", required_argument, NULL, OPTION_TENANT}, {"jobs", required_argument, NULL, 'j'},
            {"person-key", required_argument, NULL, OPTION_PERSON_KEY},
            {"lexicons", required_argument, NULL, OPTION_LEXICONS},
            {"metrics", required_argument, NULL, OPTION_METRICS},
            {"keep-days", required_argument, NULL, OPTION_KEEP_DAYS}, {"once", no_argument, NULL, OPTION_ONCE},
            {"lease", required_argument, NULL, OPTION_LEASE}, {"stall", required_argument, NULL, OPTION_STALL},
            {"lang", required_argument, NULL, OPTION_LANG}, {"quiet", no_argument, NULL, 'q'},
            {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    *out = (cahier_worker_options){.keep_days = CAHIER_NONE, .lease_ms = CAHIER_LEASE_MS, .stall_ms = STALL_MS};
    int code;
    while ((code = getopt_long(argc, argv, ":j:qh", options, NULL)) != -1) {
        if (code == '?' || code == ':' || !take(out, code, optarg)) {
            cahier_option_refused("worker", out->english, code, argv);
            return CAHIER_PARSED_WRONG;
        }
    }
    if (out->help) {
        return CAHIER_PARSED_HELP;
    }
    if (!complete(out) || optind < argc) {
        (void)fputs(cahier_worker_help(out->english), stderr);
        return CAHIER_PARSED_WRONG;
    }
    return CAHIER_PARSED;
}
