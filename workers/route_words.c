/* SPDX-License-Identifier: Apache-2.0 */
#include "route_words.h"

#include <string.h>

static const char help_french[] =
        "cahier route FICHIER… [-o DOSSIER] : donne à chaque message le service qui y répond, et dit par quels mots.\n"
        "\n"
        "Un message qui n'a pas assez de mots, ou dont deux services sont proches, va à une personne, avec les deux.\n"
        "Un message qui parle d'un danger est mis en tête. Les textes sont masqués avant d'être écrits.\n"
        "\n"
        "  -o, --output DOSSIER     où vont les listes (par défaut : services-<fichier>, sauf avec --json)\n"
        "      --services LISTE     vos services : service, kind, form, weight, address, delay (docs/routing.md) ;\n"
        "                           se répète, la suivante l'emporte : --services ville.tsv --services appris.tsv\n"
        "      --decisions JOURNAL  corrections faites par des personnes (docs/decisions.md, « route ») : appliquées, "
        "apprises\n"
        "      --json               un objet JSON par message, par ligne, sur la sortie\n"
        "  --text --title --id --date --place --person --position --group COL   désigner une colonne (--text et "
        "--group se\n"
        "  répètent)  --encoding NOM  --delimiter C  --redact balanced|strict  --lexicons DOSSIER  --quiet  --lang "
        "fr|en\n"
        "\n"
        "Le dossier : un CSV par service, a-orienter.csv (à orienter par une personne), urgences.csv, bilan.csv,\n"
        "manifest.json et, s'il y a eu des corrections, appris.tsv : ce qui a été appris, à relire.\n"
        "\n"
        "  cahier route messages.csv -o tri\n"
        "  cahier route messages.csv --services services-ville.tsv --decisions journal.jsonl -o tri\n"
        "  cahier route --json messages.jsonl | jq -c 'select(.urgent)'\n";
static const char help_english[] =
        "cahier route FILE… [-o FOLDER]: gives each message the service that answers it, and tells by which words.\n"
        "\n"
        "A message with too few words, or between two services, goes to a person, with both. A message that speaks of "
        "a\n"
        "danger is put first. Texts are redacted before they are written.\n"
        "\n"
        "  -o, --output FOLDER      where the lists go (default: services-<file>, unless --json)\n"
        "      --services LIST      your services: service, kind, form, weight, address, delay (docs/routing.md); "
        "repeat\n"
        "                           it, the later over the earlier: --services town.tsv --services appris.tsv\n"
        "      --decisions JOURNAL  corrections made by people (docs/decisions.md, \"route\"): applied, learned from\n"
        "      --json               one JSON object a message, a line, on standard output\n"
        "  --text --title --id --date --place --person --position --group COL   name a column (--text and --group "
        "repeat)\n"
        "  --encoding NAME  --delimiter C  --redact balanced|strict  --lexicons FOLDER  --quiet  --lang fr|en\n"
        "\n"
        "The folder: one CSV a service, a-orienter.csv (for a person), urgences.csv, bilan.csv, manifest.json and, "
        "after\n"
        "corrections, appris.tsv: what was learned, to be read again.\n"
        "\n"
        "  cahier route messages.csv -o sorted\n"
        "  cahier route --json messages.jsonl | jq -c 'select(.urgent)'\n";

const char *cahier_route_help(bool english)
{
    return english ? help_english : help_french;
}

const cahier_route_words cahier_route_fr = {
        .id = "identifiant",
        .date = "date",
        .place = "lieu",
        .urgent = "urgent",
        .alert = "mots d'alerte",
        .message = "message",
        .service = "service",
        .points = "points",
        .because = "mots qui décident",
        .other = "autre service",
        .other_points = "ses points",
        .other_because = "ses mots",
        .why = "pourquoi",
        .who = "décidé par",
        .when = "le",
        .address = "adresse",
        .delay = "délai (jours)",
        .messages = "messages",
        .urgents = "dont urgents",
        .decided = "dont décidés par une personne",
        .to_a_person = "À orienter par une personne",
        .yes = "oui",
        .why_of = {[CAHIER_ROUTED] = "ses mots suffisent",
                [CAHIER_ROUTE_DECIDED] = "décidé par une personne",
                [CAHIER_ROUTE_NEAR] = "deux services sont proches",
                [CAHIER_ROUTE_LITTLE] = "trop peu de mots pour décider",
                [CAHIER_ROUTE_NOTHING] = "aucun mot d'un service",
                [CAHIER_ROUTE_EMPTY] = "le message ne dit rien"},
        .learned_gain =
                "# « {0} » : de {1} à {2} ; {3} {3|message confié|messages confiés} à ce service, {4} aux autres",
        .learned_loss = "# « {0} » : de {1} à {2} ; {3} {3|message l'avait|messages l'avaient} à tort, {4} à raison",
};

const char *cahier_route_done(bool english)
{
    return english ? "{0} {0|message|messages}: {1} for a service, {2} for a person, {3} urgent."
                   : "{0} {0|message|messages} : {1} pour un service, {2} pour une personne, {3} {3|urgent|urgents}.";
}

const char *cahier_route_done_learned(bool english)
{
    return english ? "{0} {0|decision|decisions} about routes, {1} {1|weight|weights} learned (appris.tsv)."
                   : "{0} {0|décision|décisions} de route, {1} {1|poids appris|poids appris} (appris.tsv).";
}

const char *cahier_route_folder(bool english)
{
    return english ? "Lists: {0}" : "Listes : {0}";
}

const char *cahier_route_lost(bool service, bool english)
{
    if (english) {
        return service ? "decision of line {0}: unknown service, not applied."
                       : "decision of line {0}: no such message in the files, not applied.";
    }
    return service ? "décision de la ligne {0} : service inconnu, non appliquée."
                   : "décision de la ligne {0} : message absent des fichiers, non appliquée.";
}

cahier_text cahier_danger_french(cahier_text danger)
{
    static const struct {
        const char *key, *french;
    } dangers[] = {{"collapse", "effondrement"}, {"electricity", "électricité"}, {"gas", "gaz"}, {"fire", "feu"},
            {"flood", "eau"}, {"road", "route"}, {"violence", "violence"}, {"suicide", "suicide"}, {"child", "enfant"},
            {"health", "santé"}, {"hazard", "danger"}, {"alarm", "alerte"}};
    for (size_t i = 0; i < sizeof dangers / sizeof *dangers; i++) {
        if (danger.len == strlen(dangers[i].key) && memcmp(danger.at, dangers[i].key, danger.len) == 0) {
            return (cahier_text){dangers[i].french, (uint32_t)strlen(dangers[i].french)};
        }
    }
    return danger;
}
