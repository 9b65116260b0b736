/* SPDX-License-Identifier: Apache-2.0 */
#include "serve_options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "crew.h"
#include "out.h"
#include "taken_options.h"

#define CONNECTIONS 256u
#define CONNECTIONS_MOST 4096u
#define UPLOAD_MEBIBYTES 1024u
#define UPLOAD_MEBIBYTES_MOST (1u << 20)
#define UPLOAD_MINUTES 120u
#define UPLOAD_MINUTES_MOST 10080u /* a week */
#define PORT 8080u

enum { /* codes of getopt_long, above those of letters */
    OPTION_DATA = 2000,
    OPTION_REDIS,
    OPTION_TENANT,
    OPTION_BIND,
    OPTION_PORT,
    OPTION_CONNECTIONS,
    OPTION_UPLOAD,
    OPTION_KEEP_UPLOADS,
    OPTION_LEXICONS,
    OPTION_PERSON_KEY,
    OPTION_WATCH,
    OPTION_CERT,
    OPTION_KEY,
    OPTION_HEADER,
    OPTION_FROM,
    OPTION_ADD,
    OPTION_ROLE,
    OPTION_NO_PASSWORD,
    OPTION_ROUTES,
    OPTION_DELIVER,
    OPTION_LANG
};

static const char help_french[] =
        "cahier serve --data DOSSIER : les pages où une équipe envoie des contributions, relit et corrige les thèmes, "
        "les\n"
        "publie. Rien d'autre à installer : un redis-server et un ouvrier tournent avec, et s'arrêtent avec.\n"
        "\n"
        "  --data DOSSIER        tout y est gardé (droits 0700) ; sauvegardez-le\n"
        "  --redis URL           ou la file d'ouvriers qui tournent ailleurs (ou CAHIER_REDIS) ; voir "
        "docs/operations.md\n"
        "  --tenant NOM          l'espace de la commune, premier mot des adresses (« commune » ; se répète)\n"
        "  --bind ADRESSE        127.0.0.1\n"
        "  --port N              8080 ; 0 : un port libre, affiché\n"
        "  -j, --jobs N          processus de l'ouvrier (par défaut : processeurs)\n"
        "  --lexicons DOSSIER    lexiques\n"
        "  --watch               veiller aussi sur les messages, dans chaque espace (voir docs/watch.md)\n"
        "  --person-key FICHIER  clé des auteurs des messages (par défaut : une clé gardée dans le dossier de --data)\n"
        "  --max-upload N        Mio d'un envoi (1024)\n"
        "  --keep-uploads N      minutes après lesquelles un envoi sans suite est effacé (120)\n"
        "  --connections N       à la fois (256)\n"
        "  --tls-cert F --tls-key F    HTTPS ; sinon un serveur mandataire s'en charge, ou on reste sur cette machine\n"
        "  --trust-proxy-from IP       ce mandataire dit l'adresse des visiteurs (X-Forwarded-For) ; les témoins sont "
        "Secure\n"
        "  --trust-proxy-header NOM    et qui ils sont, dans cet en-tête (ProConnect…) ; les personnes sont à ajouter "
        "quand même\n"
        "  --public-url URL      où l'on voit les pages : les liens des webhooks et des courriels en partent\n"
        "  --smtp URL --mail-from ADRESSE  --smtp-user NOM   prévenir par courriel (CAHIER_SMTP_PASSWORD) ; voir "
        "cahier "
        "deliver\n"
        "  --events-folder D     une ligne par événement dans D/ESPACE.jsonl\n"
        "  --private-receivers   les webhooks peuvent aller à cette machine et aux réseaux privés\n"
        "  --quiet  --lang fr|en  --help\n"
        "\n"
        "  cahier serve --data D --add-person NOM [--role administrator|agent|reader] [--no-password]\n"
        "                        ajoute quelqu'un ; le mot de passe est demandé, ou lu sur l'entrée (une ligne)\n"
        "  cahier serve --routes toutes les adresses, et qui y a droit\n"
        "\n"
        "  cahier serve --data /srv/cahier --add-person \"Mme Petit\" --role administrator\n"
        "  cahier serve --data /srv/cahier\n";
static const char help_english[] =
        "cahier serve --data FOLDER: the pages on which a team sends contributions, reads and corrects themes, "
        "publishes\n"
        "them. Nothing else to set up: a redis-server and a worker run with it, and stop with it.\n"
        "\n"
        "  --data FOLDER         all is kept there (mode 0700); back it up\n"
        "  --redis URL           or the queue of workers that run elsewhere (or CAHIER_REDIS); see docs/operations.md\n"
        "  --tenant NAME         the town's space, first word of its addresses (\"commune\"; repeatable)\n"
        "  --bind ADDRESS        127.0.0.1\n"
        "  --port N              8080; 0: a free one, printed\n"
        "  -j, --jobs N          processes of the worker (default: processors)\n"
        "  --lexicons FOLDER     word lists\n"
        "  --watch               watch messages too, in each space (see docs/watch.md)\n"
        "  --person-key FILE     key of the authors of messages (default: one that is kept in the folder of --data)\n"
        "  --max-upload N        MiB of one upload (1024)\n"
        "  --keep-uploads N      minutes after which an upload that nobody went on with is removed (120)\n"
        "  --connections N       at once (256)\n"
        "  --tls-cert F --tls-key F    HTTPS; else a proxy does it, or all stay on this machine\n"
        "  --trust-proxy-from IP       that proxy tells the visitors' addresses (X-Forwarded-For); cookies are Secure\n"
        "  --trust-proxy-header NAME   and who they are, in that header (ProConnect…); people must be added all the "
        "same\n"
        "  --public-url URL      where the pages are seen: links of webhooks and mails are made with it\n"
        "  --smtp URL --mail-from ADDRESS  --smtp-user NAME  tell by mail (CAHIER_SMTP_PASSWORD); see cahier deliver\n"
        "  --events-folder F     one line an event in F/TENANT.jsonl\n"
        "  --private-receivers   webhooks may go to this machine and to private networks\n"
        "  --quiet  --lang fr|en  --help\n"
        "\n"
        "  cahier serve --data D --add-person NAME [--role administrator|agent|reader] [--no-password]\n"
        "                        adds somebody; the password is asked for, or read from stdin (one line)\n"
        "  cahier serve --routes all addresses, and who may go there\n"
        "\n"
        "  cahier serve --data /srv/cahier --add-person \"Mme Petit\" --role administrator\n"
        "  cahier serve --data /srv/cahier\n";

const char *cahier_serve_help(bool english)
{
    return english ? help_english : help_french;
}

static bool take_tenant(cahier_serve_options *out, const char *argument)
{
    size_t len = strlen(argument);
    bool named =
            len > 0 && len <= CAHIER_TENANT_MOST && strspn(argument, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
    return named && cahier_tenant_add(out->tenant, &out->tenant_count, argument);
}

/* What the server is and where. True when the option was understood. */
static bool take_place(cahier_serve_options *out, int code, const char *argument)
{
    switch (code) {
    case OPTION_DATA:
        out->data = argument;
        return *argument != '\0';
    case OPTION_REDIS:
        out->redis = argument;
        return *argument != '\0';
    case OPTION_TENANT:
        return take_tenant(out, argument);
    case OPTION_BIND:
        out->bind = argument;
        return *argument != '\0';
    case OPTION_PORT:
        return cahier_number_argument(argument, 0, 65535, &out->port);
    case OPTION_CERT:
        out->tls_cert = argument;
        return true;
    case OPTION_KEY:
        out->tls_key = argument;
        return true;
    case OPTION_HEADER:
        out->proxy_header = argument;
        return *argument != '\0';
    case OPTION_FROM:
        out->proxy_from = argument;
        return *argument != '\0';
    default:
        return false;
    }
}

static bool take(cahier_serve_options *out, int code, const char *argument)
{
    switch (code) {
    case 'j':
        return cahier_number_argument(argument, 1, CAHIER_CREW_MOST, &out->jobs);
    case OPTION_CONNECTIONS:
        return cahier_number_argument(argument, 8, CONNECTIONS_MOST, &out->connections);
    case OPTION_UPLOAD:
        return cahier_number_argument(argument, 1, UPLOAD_MEBIBYTES_MOST, &out->upload_mebibytes);
    case OPTION_KEEP_UPLOADS:
        return cahier_number_argument(argument, 1, UPLOAD_MINUTES_MOST, &out->upload_minutes);
    case OPTION_LEXICONS:
        out->lexicons = argument;
        return true;
    case OPTION_PERSON_KEY:
        out->person_key = argument;
        return *argument != '\0';
    case OPTION_WATCH:
        out->watch = true;
        return true;
    case OPTION_ADD:
        out->add_person = argument;
        return cahier_account_is_name(cahier_string(argument));
    case OPTION_ROLE:
        return cahier_right_named(cahier_string(argument), &out->role);
    case OPTION_NO_PASSWORD:
        out->no_password = true;
        return true;
    case OPTION_ROUTES:
        out->routes = true;
        return true;
    case OPTION_LANG:
        out->english = strcmp(argument, "en") == 0;
        return out->english || strcmp(argument, "fr") == 0;
    case 'q':
        out->quiet = true;
        return true;
    case 'h':
        out->help = true;
        return true;
    default:
        return take_place(out, code, argument);
    }
}

/* What is wrong with options that are each right; NULL: nothing. */
static const char *refusal(const cahier_serve_options *options)
{
    if (options->data == NULL && options->redis == NULL) {
        return options->english ? "--data FOLDER is needed, or --redis URL."
                                : "il faut --data DOSSIER, ou --redis URL.";
    }
    if (options->data != NULL && options->redis != NULL) {
        return options->english ? "--data has its own Redis: give --data or --redis."
                                : "--data a son propre Redis : donnez --data ou --redis.";
    }
    if ((options->tls_cert == NULL) != (options->tls_key == NULL)) {
        return options->english ? "--tls-cert and --tls-key go together." : "--tls-cert et --tls-key vont ensemble.";
    }
    if (options->proxy_header != NULL && options->proxy_from == NULL) {
        return options->english
                       ? "--trust-proxy-header needs --trust-proxy-from: else anybody could say who he is."
                       : "--trust-proxy-header demande --trust-proxy-from : sinon n'importe qui dirait qui il est.";
    }
    if (cahier_deliver_refusal(&options->deliver, options->english) != NULL) {
        return cahier_deliver_refusal(&options->deliver, options->english);
    }
    if (options->add_person != NULL && options->tenant_count > 1) {
        return options->english ? "--add-person is for one --tenant." : "--add-person est pour un seul --tenant.";
    }
    return NULL;
}

static bool complete(cahier_serve_options *out)
{
    if (out->data == NULL) {
        out->redis = cahier_given_or_set(out->redis, "CAHIER_REDIS");
    }
    if (out->tenant_count == 0) {
        out->tenant[out->tenant_count++] = "commune";
    }
    out->jobs = out->jobs > 0 ? out->jobs : cahier_crew_processors();
    out->secure = out->tls_cert != NULL || out->proxy_from != NULL;
    const char *refused = refusal(out);
    if (refused != NULL && !out->routes) {
        (void)fprintf(stderr, out->english ? "cahier serve: %s\n" : "cahier serve : %s\n", refused);
        return false;
    }
    return true;
}

cahier_parsed cahier_serve_parse(int argc, char **argv, cahier_serve_options *out)
{
    static const struct option options[] = {{"data", required_argument, NULL, OPTION_DATA},
            {"redis", required_argument, NULL, OPTION_REDIS}, {"tenant", required_argument, NULL, OPTION_TENANT},
            {"bind", required_argument, NULL, OPTION_BIND}, {"port", required_argument, NULL, OPTION_PORT},
            {"jobs", required_argument, NULL, 'j'}, {"connections", required_argument, NULL, OPTION_CONNECTIONS},
            {"max-upload", required_argument, NULL, OPTION_UPLOAD},
            {"keep-uploads", required_argument, NULL, OPTION_KEEP_UPLOADS},
            {"lexicons", required_argument, NULL, OPTION_LEXICONS},
            {"person-key", required_argument, NULL, OPTION_PERSON_KEY}, {"watch", no_argument, NULL, OPTION_WATCH},
            {"tls-cert", required_argument, NULL, OPTION_CERT}, {"tls-key", required_argument, NULL, OPTION_KEY},
            {"trust-proxy-header", required_argument, NULL, OPTION_HEADER},
            {"trust-proxy-from", required_argument, NULL, OPTION_FROM},
            {"add-person", required_argument, NULL, OPTION_ADD}, {"role", required_argument, NULL, OPTION_ROLE},
            {"no-password", no_argument, NULL, OPTION_NO_PASSWORD}, {"routes", no_argument, NULL, OPTION_ROUTES},
            CAHIER_DELIVER_OPTIONS(OPTION_DELIVER), {"lang", required_argument, NULL, OPTION_LANG},
            {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    *out = (cahier_serve_options){.bind = "127.0.0.1",
            .port = PORT,
            .connections = CONNECTIONS,
            .upload_mebibytes = UPLOAD_MEBIBYTES,
            .upload_minutes = UPLOAD_MINUTES,
            .role = CAHIER_RIGHT_AGENT};
    int code, index = 0;
    while ((code = getopt_long(argc, argv, ":j:qh", options, &index)) != -1) {
        bool taken = code == OPTION_DELIVER ? cahier_deliver_take(&out->deliver, options[index].name, optarg)
                                            : take(out, code, optarg);
        if (code == '?' || code == ':' || !taken) {
            cahier_option_refused("serve", out->english, code, argv);
            return CAHIER_PARSED_WRONG;
        }
    }
    if (out->help) {
        return CAHIER_PARSED_HELP;
    }
    if (optind < argc) {
        (void)fputs(cahier_serve_help(out->english), stderr);
        return CAHIER_PARSED_WRONG;
    }
    return complete(out) ? CAHIER_PARSED : CAHIER_PARSED_WRONG;
}
