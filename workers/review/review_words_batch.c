/* SPDX-License-Identifier: Apache-2.0 */
/* review_words_batch.c -- words by key: decisions, notices, problems, files. */
#include "review_words.h"

#include "out.h"
#include "text.h"

const cahier_deed_words cahier_review_deeds[] = {{"rename", "{0} a renommé « {1} » en « {2} »", NULL},
        {"merge", "{0} a réuni {7} thèmes sous « {1} »", NULL},
        {"move", "{0} a déplacé {3} {3|contribution|contributions} vers « {1} »", NULL},
        {"pin", "{0} a confirmé {3} {3|contribution|contributions} dans « {1} »", NULL},
        {"exclude", "{0} a retiré {3} {3|contribution|contributions} de tout thème", NULL},
        {"apart", "{0} a demandé que « {1} » ne soit jamais réuni à un autre", NULL},
        {"split", "{0} a divisé « {1} »", NULL},
        {"polarity", "{0} a corrigé l'avis de la contribution {4} : {6}", NULL},
        {"stance", "{0} a corrigé la nature de la contribution {4} : {6}", NULL},
        {"duplicate", "{0} a jugé un groupe de {3} textes : {6}", NULL},
        {"redact", "{0} a masqué un passage de la contribution {4}", NULL},
        {"unredact", "{0} a signalé une marque posée à tort dans la contribution {4}", NULL},
        {"sign", "{0} a signé « {1} »", NULL}, {"sentence", "{0} a remplacé une phrase citée dans « {1} »", NULL},
        {"note", "{0} a écrit une note", NULL}, {"verdict", "{0} a jugé la contribution {4} dans « {1} » : {6}", NULL},
        {"publish", "{0} a publié la page", NULL},
        {"refit", "{0} a fait chercher les thèmes à nouveau, d'après les corrections", NULL},
        {"undo", "{0} a annulé une décision", NULL}, {NULL, NULL, NULL}};

const cahier_deed_words cahier_review_values[] = {{"accepted", "ce sont des copies", NULL},
        {"refused", "ce ne sont pas des copies", NULL}, {"right", "juste", NULL}, {"wrong", "mal rangée", NULL},
        {NULL, NULL, NULL}};

const cahier_deed_words cahier_review_exports[] = {{"report.html", "la page du conseil, à lire et à imprimer", NULL},
        {"report.xlsx", "le classeur : thèmes, contributions, lieux, doublons", NULL},
        {"contributions.csv", "toutes les contributions, avec leur thème et leur avis", NULL},
        {"themes.csv", "un thème par ligne", NULL}, {"set-aside.csv", "ce qui a été écarté, et pourquoi", NULL},
        {"report.json", "tout le rapport, pour un programme", NULL},
        {"contributions.jsonl", "chaque contribution et son calcul, pour un programme", NULL},
        {"manifest.json", "empreintes des fichiers, pour un contrôle", NULL},
        {"decisions.jsonl", "le journal, pour cahier analyse --decisions", NULL}, {NULL, NULL, NULL}};

const cahier_deed_words cahier_review_keys[] = {{"j", "ligne suivante", NULL}, {"k", "ligne précédente", NULL},
        {"x", "choisir la ligne, ou ne plus la choisir", NULL}, {"o", "ouvrir la ligne", NULL}, {"r", "renommer", NULL},
        {"m", "aller à la barre d'actions", NULL}, {"/", "chercher", NULL}, {"?", "montrer ces touches", NULL},
        {NULL, NULL, NULL}};

const cahier_deed_words cahier_review_ranks[] = {{"reader", "lecture", "lit tout, ne change rien"},
        {"agent", "relecture", "envoie des lots, corrige, signe, publie"},
        {"administrator", "administration", "fait tout cela, gère les comptes, supprime et efface"},
        {NULL, NULL, NULL}};

const char *const cahier_review_notice[CAHIER_NOTICES] = {[CAHIER_NOTICE_NOTHING] = "",
        [CAHIER_NOTICE_SIGNED_OUT] = "Vous êtes déconnecté.",
        [CAHIER_NOTICE_SESSION_OVER] =
                "Votre session est finie. Connectez-vous à nouveau : rien n'est perdu de ce qui était enregistré.",
        [CAHIER_NOTICE_WRONG_PASSWORD] = "Ce nom et ce mot de passe ne vont pas ensemble.",
        [CAHIER_NOTICE_TOO_MANY_TRIES] = "Trop d'essais. Attendez quelques minutes avant de recommencer.",
        [CAHIER_NOTICE_FORM_TOO_OLD] = "Cette page avait été ouverte dans une autre session : rien n'a été changé. "
                                       "Recommencez à partir d'ici.",
        [CAHIER_NOTICE_NOTHING_CHOSEN] = "Rien n'était choisi : rien n'a été changé.",
        [CAHIER_NOTICE_EMPTY_NAME] = "Un nom ne peut pas être vide : rien n'a été changé.",
        [CAHIER_NOTICE_ALREADY] = "C'était déjà enregistré.",
        [CAHIER_NOTICE_NO_FILE] = "Aucun fichier n'était choisi.",
        [CAHIER_NOTICE_TOO_LARGE] = "Ce fichier dépasse la taille permise sur ce serveur.",
        [CAHIER_NOTICE_SAVED] = "C'est enregistré.",
        [CAHIER_NOTICE_PERSON_ADDED] = "La personne est ajoutée. Donnez-lui son mot de passe de vive voix.",
        [CAHIER_NOTICE_PERSON_TAKEN] = "Une personne a déjà ce nom.",
        [CAHIER_NOTICE_PASSWORD_SHORT] = "Un mot de passe a douze caractères au moins : rien n'a été changé.",
        [CAHIER_NOTICE_TOKEN_REVOKED] = "Le jeton ne marche plus.",
        [CAHIER_NOTICE_ERASED] = "C'est effacé.",
        [CAHIER_NOTICE_NOT_FOUND] = "Rien de ce nom n'a été trouvé : rien n'a été changé.",
        [CAHIER_NOTICE_LOT_REMOVED] = "Le lot est supprimé.",
        [CAHIER_NOTICE_PUBLISHED] = "La page est publiée.",
        [CAHIER_NOTICE_WITHDRAWN] = "La page n'est plus publiée.",
        [CAHIER_NOTICE_REFITTED] = "Les thèmes sont remplacés.",
        [CAHIER_NOTICE_MASKED] =
                "Le passage est masqué, pour toujours. Ses textes sont lus à nouveau : quelques secondes.",
        [CAHIER_NOTICE_LAST_ADMINISTRATOR] = "Il faut au moins une personne chargée de l'administration : rien n'a été "
                                             "changé.",
        [CAHIER_NOTICE_MASKED_ONCE] = "Le passage est masqué, pour toujours. Les mêmes mots se lisent encore ailleurs "
                                      "dans ce lot : cherchez-les "
                                      "dans les thèmes et les non classées, et masquez-les aussi.",
        [CAHIER_NOTICE_SENT_BEFORE] = "Ce fichier avait déjà été envoyé : voici son lot, avec vos décisions. Ce qui y "
                                      "manquait est ajouté ; rien n'est compté deux fois."};

static const char *const keys[CAHIER_NOTICES] = {[CAHIER_NOTICE_NOTHING] = "",
        [CAHIER_NOTICE_SIGNED_OUT] = "deconnexion",
        [CAHIER_NOTICE_SESSION_OVER] = "session-finie",
        [CAHIER_NOTICE_WRONG_PASSWORD] = "mot-de-passe",
        [CAHIER_NOTICE_TOO_MANY_TRIES] = "trop-d-essais",
        [CAHIER_NOTICE_FORM_TOO_OLD] = "formulaire-ancien",
        [CAHIER_NOTICE_NOTHING_CHOSEN] = "rien-choisi",
        [CAHIER_NOTICE_EMPTY_NAME] = "nom-vide",
        [CAHIER_NOTICE_ALREADY] = "deja",
        [CAHIER_NOTICE_NO_FILE] = "sans-fichier",
        [CAHIER_NOTICE_TOO_LARGE] = "trop-grand",
        [CAHIER_NOTICE_SAVED] = "enregistre",
        [CAHIER_NOTICE_PERSON_ADDED] = "personne-ajoutee",
        [CAHIER_NOTICE_PERSON_TAKEN] = "nom-pris",
        [CAHIER_NOTICE_PASSWORD_SHORT] = "mot-de-passe-court",
        [CAHIER_NOTICE_TOKEN_REVOKED] = "jeton-retire",
        [CAHIER_NOTICE_ERASED] = "efface",
        [CAHIER_NOTICE_NOT_FOUND] = "introuvable",
        [CAHIER_NOTICE_LOT_REMOVED] = "lot-supprime",
        [CAHIER_NOTICE_PUBLISHED] = "publie",
        [CAHIER_NOTICE_WITHDRAWN] = "retire",
        [CAHIER_NOTICE_REFITTED] = "refait",
        [CAHIER_NOTICE_MASKED] = "masque",
        [CAHIER_NOTICE_LAST_ADMINISTRATOR] = "derniere-administration",
        [CAHIER_NOTICE_MASKED_ONCE] = "masque-reste",
        [CAHIER_NOTICE_SENT_BEFORE] = "deja-envoye"};

const char *cahier_notice_key(cahier_notice notice)
{
    return keys[notice];
}

cahier_notice cahier_notice_named(cahier_text key)
{
    for (cahier_notice notice = CAHIER_NOTICE_SIGNED_OUT; notice < CAHIER_NOTICES; notice++) {
        if (cahier_text_equal(key, cahier_string(keys[notice]))) {
            return notice;
        }
    }
    return CAHIER_NOTICE_NOTHING;
}

const cahier_trouble_words cahier_review_troubles[CAHIER_TROUBLES] = {
        [CAHIER_TROUBLE_NO_RIGHT] = {"Cette page demande un autre rôle",
                "Votre compte ne permet pas cette action : rien n'a été changé.",
                "Une personne chargée de l'administration peut changer votre rôle dans « Réglages »."},
        [CAHIER_TROUBLE_NOT_FOUND] = {"Rien à cette adresse",
                "Cette page n'existe pas, ou l'adresse a été mal recopiée.", "Repartez de la liste des lots."},
        [CAHIER_TROUBLE_GONE] = {"Ce lot n'est plus là", "Il a été supprimé, ou sa durée de conservation est passée.",
                "Les autres lots sont dans la liste."},
        [CAHIER_TROUBLE_NO_THEME] = {"Ce thème n'est plus là",
                "Il a été réuni à un autre, divisé, ou une nouvelle analyse ne le retrouve pas.",
                "Le journal des décisions dit ce qui s'est passé."},
        [CAHIER_TROUBLE_NO_LINK] = {"Cette page n'est pas publiée", "Le lien a été remplacé, ou la page a été retirée.",
                "Demandez la nouvelle adresse à la mairie."},
        [CAHIER_TROUBLE_TOO_LARGE] = {"C'est trop grand",
                "Le fichier ou le formulaire dépasse ce que ce serveur accepte : rien n'a été gardé.",
                "Divisez le fichier, ou demandez à relever la limite (option --upload-most)."},
        [CAHIER_TROUBLE_BAD_FORM] = {"Ce formulaire n'a pas été compris",
                "Il venait d'une page trop ancienne, d'une autre session, ou il était incomplet : rien n'a été changé.",
                "Rouvrez la page et recommencez."},
        [CAHIER_TROUBLE_BUSY] = {"Le serveur est très demandé",
                "Il a refusé cette page pour pouvoir finir les autres : rien n'a été changé.",
                "Attendez une minute, puis actualisez."},
        [CAHIER_TROUBLE_QUEUE] = {"La base ne répond pas",
                "Ce qui était enregistré l'est toujours ; rien de nouveau n'a pu l'être.",
                "Attendez une minute, puis recommencez ; si cela dure, prévenez la personne qui tient le serveur."},
        [CAHIER_TROUBLE_FAILED] = {"Quelque chose n'a pas marché",
                "Le serveur n'a pas pu faire cette page ; ce qui était enregistré l'est toujours.",
                "Actualisez ; si cela dure, prévenez la personne qui tient le serveur."}};
