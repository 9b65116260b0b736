/* SPDX-License-Identifier: Apache-2.0 */
#include "deliver_options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "queue.h"
#include "taken_options.h"

#define FIRST_MS 1000u
#define MOST_MS 3600000u
#define LEASE_MS 120000u /* longer than any exchange */

enum { /* codes of getopt_long, above those of letters */
    OPTION_REDIS = 2000,
    OPTION_TENANT,
    OPTION_SETTING,
    OPTION_FIRST,
    OPTION_MOST,
    OPTION_LEASE,
    OPTION_ONCE,
    OPTION_LANG
};

const char *cahier_deliver_help(bool english)
{
    return english ? "cahier deliver --redis URL --tenant NAME…: tells platforms and people of batches that are ready "
                     "and of "
                     "alerts.\n"
                     "`cahier serve` runs it; alone, for a watch without pages.\n"
                     "\n"
                     "  --redis URL           redis:// rediss:// unix:// redis+sentinel:// (or CAHIER_REDIS)\n"
                     "  --tenant NAME         repeat it for several; webhook and addresses are in the settings of the "
                     "pages\n"
                     "  --public-url URL      where the pages are seen: links are written with it\n"
                     "  --smtp URL            smtps://server, smtp://server (STARTTLS); else no mail\n"
                     "  --smtp-user NAME      its password is in CAHIER_SMTP_PASSWORD\n"
                     "  --mail-from ADDRESS   who the mails are from\n"
                     "  --events-folder F     one line an event in F/TENANT.jsonl\n"
                     "  --private-receivers   webhooks may go to this machine and to private networks\n"
                     "  --once                ends when nothing is due\n"
                     "  --lang fr|en  --help\n"
                   : "cahier deliver --redis URL --tenant NOM… : prévient plateformes et personnes des lots prêts et "
                     "des "
                     "alertes.\n"
                     "« cahier serve » le lance lui-même ; seul, pour une veille sans pages.\n"
                     "\n"
                     "  --redis URL           redis:// rediss:// unix:// redis+sentinel:// (ou CAHIER_REDIS)\n"
                     "  --tenant NOM          à répéter ; le webhook et les adresses sont dans les réglages des pages\n"
                     "  --public-url URL      où l'on voit les pages : les liens en partent\n"
                     "  --smtp URL            smtps://serveur, smtp://serveur (STARTTLS) ; sinon pas de courriel\n"
                     "  --smtp-user NOM       son mot de passe est dans CAHIER_SMTP_PASSWORD\n"
                     "  --mail-from ADRESSE   l'expéditeur\n"
                     "  --events-folder D     une ligne par événement dans D/ESPACE.jsonl\n"
                     "  --private-receivers   les webhooks peuvent aller à cette machine et aux réseaux "
                     "privés\n"
                     "  --once                se termine quand plus rien n'est à envoyer maintenant\n"
                     "  --lang fr|en  --help\n";
}

static bool is_server(const char *argument)
{
    return strncmp(argument, "smtp://", 7) == 0 || strncmp(argument, "smtps://", 8) == 0;
}

static bool is_url(const char *argument)
{
    size_t len = strlen(argument);
    return (strncmp(argument, "http://", 7) == 0 || strncmp(argument, "https://", 8) == 0) && argument[len - 1] != '/';
}

bool cahier_deliver_take(cahier_deliver_setting *out, const char *name, const char *argument)
{
    if (strcmp(name, "public-url") == 0) {
        out->public_url = argument;
        return is_url(argument);
    }
    if (strcmp(name, "smtp") == 0) {
        out->smtp = argument;
        return is_server(argument);
    }
    if (strcmp(name, "smtp-user") == 0) {
        out->smtp_user = argument;
        return *argument != '\0';
    }
    if (strcmp(name, "mail-from") == 0) {
        out->mail_from = argument;
        return strchr(argument, '@') != NULL && strpbrk(argument, "<> \r\n") == NULL;
    }
    if (strcmp(name, "events-folder") == 0) {
        out->events_folder = argument;
        return *argument != '\0';
    }
    out->inside = true;
    return true;
}

const char *cahier_deliver_refusal(const cahier_deliver_setting *setting, bool english)
{
    bool alone = (setting->smtp == NULL) != (setting->mail_from == NULL) ||
                 (setting->smtp_user != NULL && setting->smtp == NULL);
    return !alone ? NULL : english ? "--smtp and --mail-from go together." : "--smtp et --mail-from vont ensemble.";
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

static bool take(cahier_deliver_options *out, int code, const char *argument)
{
    switch (code) {
    case OPTION_REDIS:
        out->url = argument;
        return *argument != '\0';
    case OPTION_TENANT:
        return cahier_tenant_add(out->tenant, &out->tenant_count, argument);
    case OPTION_FIRST:
        return cahier_number_argument(argument, 1, MOST_MS, &out->first_ms);
    case OPTION_MOST:
        return cahier_number_argument(argument, 1, MOST_MS, &out->most_ms);
    case OPTION_LEASE:
        return cahier_number_argument(argument, 1, MOST_MS, &out->lease_ms);
    case OPTION_ONCE:
        out->once = true;
        return true;
    case OPTION_LANG:
        out->english = strcmp(argument, "en") == 0;
        return out->english || strcmp(argument, "fr") == 0;
    case 'h':
        out->help = true;
        return true;
    default:
        return false;
    }
}

static bool complete(cahier_deliver_options *out)
{
    const char *refused = cahier_deliver_refusal(&out->setting, out->english);
    out->url = cahier_given_or_set(out->url, "CAHIER_REDIS");
    if (refused != NULL) {
        (void)fprintf(stderr, out->english ? "cahier deliver: %s\n" : "cahier deliver : %s\n", refused);
    } else if (out->url == NULL || out->tenant_count == 0) {
        (void)fputs(cahier_deliver_help(out->english), stderr);
    }
    return refused == NULL && out->url != NULL && out->tenant_count > 0;
}

cahier_parsed cahier_deliver_parse(int argc, char **argv, cahier_deliver_options *out)
{
    static const struct option options[] = {{"redis", required_argument, NULL, OPTION_REDIS},
            {"tenant", required_argument, NULL, OPTION_TENANT}, CAHIER_DELIVER_OPTIONS(OPTION_SETTING),
            {"first-delay", required_argument, NULL, OPTION_FIRST},
            {"most-delay", required_argument, NULL, OPTION_MOST}, {"lease", required_argument, NULL, OPTION_LEASE},
            {"once", no_argument, NULL, OPTION_ONCE}, {"lang", required_argument, NULL, OPTION_LANG},
            {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    int code, index = 0;
    *out = (cahier_deliver_options){.first_ms = FIRST_MS, .most_ms = MOST_MS, .lease_ms = LEASE_MS};
    while ((code = getopt_long(argc, argv, ":h", options, &index)) != -1) {
        bool taken = code == OPTION_SETTING ? cahier_deliver_take(&out->setting, options[index].name, optarg)
                                            : take(out, code, optarg);
        if (code == '?' || code == ':' || !taken) {
            cahier_option_refused("deliver", out->english, code, argv);
            return CAHIER_PARSED_WRONG;
        }
    }
    if (out->help) {
        return CAHIER_PARSED_HELP;
    }
    return complete(out) && optind == argc ? CAHIER_PARSED : CAHIER_PARSED_WRONG;
}
