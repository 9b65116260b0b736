/* SPDX-License-Identifier: Apache-2.0 */
#include "platform.h"

#include <stddef.h>

#define TEXT CAHIER_ROLE_TEXT
#define TITLE CAHIER_ROLE_TITLE
#define ID CAHIER_ROLE_ID
#define DATE CAHIER_ROLE_DATE
#define PLACE CAHIER_ROLE_PLACE
#define PERSON CAHIER_ROLE_PERSON
#define GROUP CAHIER_ROLE_GROUP
#define POSITION CAHIER_ROLE_POSITION
#define QUESTION CAHIER_ROLE_QUESTION
#define KIND CAHIER_ROLE_KIND
#define HINT CAHIER_ROLE_HINT
#define NAME CAHIER_ROLE_NAME
#define OTHER CAHIER_ROLE_OTHER
#define WEAK CAHIER_COLUMN_WEAK
#define KEY CAHIER_COLUMN_KEY
#define CLOSED CAHIER_COLUMN_CLOSED
#define SUMMARY CAHIER_COLUMN_SUMMARY

/* clang-format off */
static const cahier_column_rule rules[] = {
    /* people: dropped, whatever else the name holds */
    {"*user endorsements", NAME, 0}, {"*user likes", NAME, 0}, {"endorsers", NAME, 0}, {"likers", NAME, 0},
    {"*author email*", NAME, KEY}, {"*auteur email*", NAME, KEY}, {"email de l auteur", NAME, KEY},
    {"e mail de l auteur", NAME, KEY}, {"courriel de l auteur", NAME, KEY}, {"email", NAME, KEY}, {"e mail", NAME, KEY},
    {"mail", NAME, KEY}, {"mel", NAME, KEY}, {"courriel", NAME, KEY}, {"adresse e mail", NAME, KEY},
    {"adresse email", NAME, KEY}, {"adresse mail", NAME, KEY}, {"adresse courriel", NAME, KEY},
    {"adresse de messagerie", NAME, KEY}, {"adresse electronique", NAME, KEY}, {"email address", NAME, KEY},
    {"votre email*", NAME, KEY}, {"votre e mail*", NAME, KEY}, {"votre adresse e mail*", NAME, KEY},
    {"votre adresse mail*", NAME, KEY}, {"votre courriel*", NAME, KEY},
    {"e mails du destinataire", NAME, 0}, {"*is email confirmed", OTHER, 0}, {"*email*", NAME, CLOSED}, {"*e mail*", NAME, CLOSED},
    {"*courriel*", NAME, CLOSED},
    {"*author username", NAME, KEY}, {"author username", NAME, KEY}, {"*author name", NAME, KEY},
    {"*author nickname", NAME, KEY}, {"*username", NAME, KEY}, {"pseudo", NAME, KEY}, {"pseudonyme", NAME, KEY},
    {"votre pseudo*", NAME, KEY}, {"nickname", NAME, KEY}, {"nom d utilisateur", NAME, KEY}, {"account", NAME, KEY},
    {"nom de l auteur", NAME, KEY}, {"nom auteur", NAME, KEY}, {"auteur nom", NAME, KEY},
    {"nom du contributeur", NAME, KEY}, {"nom du participant", NAME, KEY}, {"nom et prenom*", NAME, KEY},
    {"prenom et nom*", NAME, KEY}, {"nom prenom*", NAME, KEY}, {"prenom nom*", NAME, KEY}, {"nom complet", NAME, KEY},
    {"full name", NAME, KEY}, {"speaker name", NAME, KEY}, {"interview", NAME, KEY},
    {"nom", NAME, KEY}, {"nom de famille", NAME, KEY}, {"votre nom*", NAME, KEY}, {"name", NAME, KEY},
    {"last name", NAME, KEY}, {"lastname", NAME, KEY}, {"*lastname", NAME, 0}, {"*last name", NAME, 0},
    {"prenom", NAME, 0}, {"prenoms", NAME, 0}, {"votre prenom*", NAME, 0}, {"first name", NAME, 0}, {"*firstname", NAME, 0},
    {"*first name", NAME, 0}, {"civilite", NAME, 0}, {"author url", NAME, 0}, {"*author link", NAME, 0},
    {"*date of birth", NAME, 0}, {"*dateofbirth", NAME, 0}, {"date de naissance*", NAME, 0}, {"*postal address", NAME, 0},
    {"adresse postale*", NAME, 0}, {"votre adresse*", NAME, 0}, {"*phone*", NAME, CLOSED}, {"*telephone*", NAME, CLOSED},
    {"tel", NAME, 0}, {"portable", NAME, 0}, {"mobile", NAME, 0}, {"adresse ip", NAME, 0}, {"ip", NAME, 0},
    {"ip address", NAME, 0}, {"hachage ip", NAME, 0}, {"ip hash", NAME, 0}, {"*user group name", NAME, 0},
    {"last comment by*", NAME, 0}, {"attribue", NAME, 0}, {"valuator*", NAME, 0}, {"admin", NAME, 0}, {"annotateur", NAME, 0},
    {"signataire*", NAME, CLOSED}, {"organisateur*", NAME, CLOSED}, {"participants noms", NAME, 0}, {"user name", NAME, KEY},

    /* what hangs below a contribution in a flattened export, and what the town answered: not the citizen's words */
    {"*contribution type", KIND, 0}, {"type de contribution", KIND, CLOSED}, {"type de ligne", KIND, CLOSED},
    {"*proposal comments *", OTHER, 0}, {"*proposal votes*", OTHER, 0}, {"*proposal news *", OTHER, 0},
    {"*proposal reportings *", OTHER, 0}, {"* votes *", OTHER, 0}, {"* arguments *", OTHER, 0}, {"* versions *", OTHER, 0},
    {"* sources *", OTHER, 0}, {"* reportings *", OTHER, 0}, {"* news *", OTHER, 0}, {"* comments *", OTHER, 0},
    {"*official response*", OTHER, 0}, {"*officialresponse*", OTHER, 0}, {"answer *", OTHER, 0},
    {"answered at", OTHER, 0}, {"reponse de la *", OTHER, 0}, {"reponse du *", OTHER, 0}, {"reponse des services*", OTHER, 0},
    {"reponse officielle*", OTHER, 0}, {"reponse technique*", OTHER, 0}, {"avis technique*", OTHER, 0},
    {"avis des services*", OTHER, 0}, {"avis du service*", OTHER, 0}, {"instruction*", OTHER, 0},
    {"information updates*", OTHER, 0}, {"conclusions*", OTHER, 0}, {"unfeasibility*", OTHER, 0}, {"feasibility*", OTHER, 0},
    {"*analyst *", OTHER, 0}, {"*supervisor *", OTHER, 0}, {"*decision maker *", OTHER, 0}, {"*illustration", OTHER, 0},
    {"*participatory space*", OTHER, 0}, {"*component id", OTHER, 0}, {"original proposal*", OTHER, 0},
    {"related *", OTHER, 0}, {"budget *", OTHER, CLOSED}, {"cost*", OTHER, CLOSED}, {"execution period", OTHER, 0},
    {"*url", OTHER, 0}, {"*urls", OTHER, 0}, {"* url *", OTHER, 0}, {"*link", OTHER, 0}, {"lien*", OTHER, CLOSED},
    {"*latitude", OTHER, 0}, {"*longitude", OTHER, 0}, {"* lat", OTHER, 0}, {"* lng", OTHER, 0}, {"geo *", OTHER, 0},
    {"adresse", OTHER, 0}, {"adresse *", OTHER, 0}, {"address*", OTHER, 0}, {"*formatted address", OTHER, 0},
    {"*formattedaddress", OTHER, 0}, {"attachment*", OTHER, 0}, {"piece jointe*", OTHER, 0}, {"pieces jointes*", OTHER, 0}, {"locale", OTHER, 0},
    {"langue*", OTHER, CLOSED}, {"*trashed*", OTHER, 0}, {"moderated", OTHER, 0}, {"tete de serie", OTHER, 0}, {"seed", OTHER, 0},
    {"derniere page", OTHER, 0}, {"state", OTHER, 0}, {"statut", OTHER, 0}, {"status", OTHER, 0}, {"*status name", OTHER, 0},
    {"*publication status", OTHER, 0}, {"commentaire interne*", OTHER, 0}, {"note interne*", OTHER, 0},

    /* the contribution's identifier */
    {"id", ID, 0}, {"identifiant", ID, 0}, {"*comment id", ID, 0}, {"*contribution id", ID, 0}, {"*proposal id", ID, 0},
    {"response id", ID, 0}, {"row id", ID, 0}, {"*argument id", ID, 0}, {"id de reponse", ID, 0}, {"id de la reponse", ID, 0},
    {"id reponse", ID, 0}, {"identifiant avis", ID, 0}, {"identifiant de la contribution", ID, 0},
    {"identifiant de la proposition", ID, 0}, {"identifiant de l *", ID, CLOSED}, {"id contribution", ID, 0},
    {"numero", ID, CLOSED}, {"num", ID, CLOSED}, {"n", ID, CLOSED}, {"no", ID, CLOSED}, {"n de *", ID, CLOSED},
    {"uuid", ID, 0}, {"i", ID, CLOSED}, {"*reference", ID, 0}, {"ref", ID, 0},

    /* its author's key */
    {"*author id", PERSON, 0}, {"auteur id", PERSON, 0}, {"id auteur", PERSON, 0}, {"id de l auteur", PERSON, 0},
    {"identifiant auteur", PERSON, 0}, {"identifiant de l auteur", PERSON, 0}, {"identifiant usager", PERSON, 0},
    {"identifiant de l usager", PERSON, 0}, {"participant id", PERSON, 0}, {"id participant", PERSON, 0},
    {"identifiant du participant", PERSON, 0}, {"user id", PERSON, 0}, {"id utilisateur", PERSON, 0},
    {"identifiant utilisateur", PERSON, 0}, {"speaker id", PERSON, 0}, {"person", PERSON, 0}, {"personne", PERSON, 0},
    {"auteur", PERSON, CLOSED}, {"autrice", PERSON, CLOSED}, {"author", PERSON, CLOSED}, {"contributeur", PERSON, CLOSED},
    {"contributor", PERSON, CLOSED}, {"participant", PERSON, CLOSED}, {"usager", PERSON, CLOSED},
    {"utilisateur", PERSON, CLOSED}, {"authors", NAME, 0}, {"auteurs", NAME, 0},

    /* when */
    {"date", DATE, 0}, {"*created at", DATE, 0}, {"*createdat", DATE, 0}, {"cree le", DATE, 0}, {"creee le", DATE, 0},
    {"date de creation*", DATE, 0}, {"date de depot*", DATE, 0}, {"depose le", DATE, 0}, {"deposee le", DATE, 0},
    {"soumis le", DATE, 0}, {"soumise le", DATE, 0}, {"date de soumission*", DATE, 0}, {"date soumission", DATE, 0},
    {"repondu le", DATE, 0}, {"date de l avis", DATE, 0}, {"date de la contribution", DATE, 0},
    {"date de contribution", DATE, 0}, {"date de saisie", DATE, 0}, {"date saisie", DATE, 0}, {"date de reponse", DATE, 0},
    {"date d envoi", DATE, 0}, {"envoye le", DATE, 0}, {"recu le", DATE, 0}, {"date de reception", DATE, 0},
    {"horodateur", DATE, 0}, {"horodatage", DATE, 0}, {"datetime", DATE, 0}, {"submitted at", DATE, 0},
    {"submitted on", DATE, 0}, {"*published at", DATE, 0}, {"publie le", DATE, 0}, {"date de publication*", DATE, 0},
    {"publication date", DATE, 0}, {"heure de fin", DATE, 0}, {"heure de debut", DATE, 0}, {"start time", DATE, 0},
    {"timestamp", DATE, 0}, {"time", DATE, 0}, {"edition", DATE, CLOSED}, {"date *", DATE, CLOSED},
    {"jour", DATE, CLOSED}, {"mois", DATE, CLOSED}, {"annee", DATE, CLOSED}, {"year", DATE, CLOSED}, {"publication year", DATE, CLOSED},
    {"*updated at", DATE, 0},

    /* which question, which heading */
    {"question", QUESTION, 0}, {"question title", QUESTION, 0}, {"intitule de la question", QUESTION, 0},
    {"libelle de la question", QUESTION, 0}, {"libelle question", QUESTION, 0},
    {"category*", HINT, 0}, {"categorie*", HINT, CLOSED}, {"*category name", HINT, 0}, {"theme", HINT, CLOSED},
    {"themes", HINT, CLOSED}, {"*theme title", HINT, 0}, {"thematique*", HINT, CLOSED}, {"taxonomies*", HINT, 0},
    {"rubrique*", HINT, CLOSED}, {"topic*", HINT, CLOSED}, {"*section title", HINT, 0}, {"*consultation title", HINT, 0},
    {"etiquettes", HINT, 0}, {"tags", HINT, 0}, {"label", HINT, CLOSED}, {"alignment", POSITION, 0}, {"*argument type", POSITION, 0},
    {"bouton", HINT, 0}, {"projet", HINT, CLOSED}, {"quote", OTHER, 0}, {"*cluster*", HINT, 0},

    /* where */
    {"quartier", PLACE, CLOSED}, {"quartiers", PLACE, CLOSED}, {"votre quartier*", PLACE, CLOSED},
    {"*quartier habite*", PLACE, CLOSED}, {"*district name", PLACE, 0}, {"district", PLACE, CLOSED},
    {"scope name*", PLACE, 0}, {"scope", PLACE, CLOSED}, {"arrondissement*", PLACE, CLOSED}, {"secteur*", PLACE, CLOSED},
    {"conseil de quartier*", PLACE, CLOSED}, {"geozone*", PLACE, CLOSED}, {"heading", PLACE, CLOSED},
    {"quartier *", PLACE, CLOSED}, {"commune*", PLACE, CLOSED}, {"ville*", PLACE, CLOSED}, {"votre commune*", PLACE, CLOSED},
    {"votre ville*", PLACE, CLOSED}, {"city", PLACE, CLOSED}, {"localite", PLACE, CLOSED}, {"canton", PLACE, CLOSED},
    {"lieu", PLACE, CLOSED}, {"zone", PLACE, CLOSED}, {"territoire", PLACE, CLOSED}, {"*author zip code", PLACE, 0},
    {"*zip code", PLACE, CLOSED}, {"zipcode", PLACE, CLOSED}, {"code postal*", PLACE, CLOSED},
    {"votre code postal*", PLACE, CLOSED}, {"cp", PLACE, CLOSED}, {"postcode", PLACE, CLOSED},
    {"departement*", PLACE, CLOSED}, {"region", PLACE, CLOSED}, {"*quartier*", PLACE, CLOSED},

    /* who, without naming anyone */
    {"age", GROUP, CLOSED}, {"*tranche d age*", GROUP, CLOSED}, {"*classe d age*", GROUP, CLOSED},
    {"*groupe d age*", GROUP, CLOSED}, {"votre age*", GROUP, CLOSED}, {"quel age*", GROUP, CLOSED},
    {"quel est votre age*", GROUP, CLOSED}, {"age *", GROUP, CLOSED}, {"annee de naissance", GROUP, CLOSED},
    {"sexe", GROUP, CLOSED}, {"votre sexe*", GROUP, CLOSED}, {"genre", GROUP, CLOSED}, {"votre genre*", GROUP, CLOSED},
    {"gender", GROUP, CLOSED}, {"sex", GROUP, CLOSED}, {"*profil", GROUP, CLOSED}, {"profil*", GROUP, CLOSED},
    {"profile", GROUP, CLOSED}, {"*author type", GROUP, CLOSED}, {"*author type name", GROUP, CLOSED},
    {"*user type name", GROUP, CLOSED}, {"type d auteur", GROUP, CLOSED}, {"type de contributeur", GROUP, CLOSED},
    {"type de participant", GROUP, CLOSED}, {"statut de l utilisateur", OTHER, 0}, {"csp*", GROUP, CLOSED},
    {"*categorie socio*", GROUP, CLOSED}, {"profession*", GROUP, CLOSED}, {"votre profession*", GROUP, CLOSED},
    {"situation professionnelle*", GROUP, CLOSED}, {"votre situation*", GROUP, CLOSED}, {"vous etes", GROUP, CLOSED},
    {"vous etes un*", GROUP, CLOSED}, {"vous etes habitant*", GROUP, CLOSED}, {"etes vous", GROUP, CLOSED},
    {"etes vous un*", GROUP, CLOSED}, {"etes vous habitant*", GROUP, CLOSED}, {"qui etes vous*", GROUP, CLOSED}, {"en tant que*", GROUP, CLOSED},
    {"demo *", GROUP, CLOSED}, {"attribute *", GROUP, CLOSED}, {"niveau d etudes*", GROUP, CLOSED},
    {"diplome*", GROUP, CLOSED}, {"anciennete*", GROUP, CLOSED}, {"type d habitant*", GROUP, CLOSED},
    {"dans quel*habitez*", GROUP, CLOSED}, {"ou habitez vous*", GROUP, CLOSED},

    /* the text, then the title */
    {"body", TEXT, 0}, {"body machine*", TEXT, SUMMARY}, {"*body text", TEXT, 0}, {"*comment body", TEXT, 0},
    {"*comment text", TEXT, 0}, {"*proposal description", TEXT, 0}, {"*argument content", TEXT, 0},
    {"*argument body", TEXT, 0}, {"survey text", TEXT, 0}, {"texte", TEXT, 0}, {"text", TEXT, 0}, {"texte *", TEXT, 0},
    {"contribution", TEXT, 0}, {"contributions", TEXT, 0}, {"votre contribution*", TEXT, 0}, {"verbatim*", TEXT, 0},
    {"contenu*", TEXT, 0}, {"content", TEXT, 0}, {"message", TEXT, 0}, {"votre message*", TEXT, 0},
    {"description", TEXT, 0}, {"description *", TEXT, 0}, {"descriptif*", TEXT, 0}, {"comment", TEXT, 0},
    {"commentaire", TEXT, WEAK}, {"commentaires", TEXT, WEAK}, {"votre commentaire*", TEXT, WEAK},
    {"doleance*", TEXT, 0}, {"proposition", TEXT, WEAK}, {"propositions", TEXT, WEAK}, {"votre proposition*", TEXT, WEAK},
    {"idee", TEXT, WEAK}, {"idees", TEXT, WEAK}, {"votre idee*", TEXT, WEAK}, {"avis", TEXT, WEAK},
    {"votre avis*", TEXT, WEAK}, {"observation", TEXT, WEAK}, {"observations", TEXT, WEAK}, {"remarque*", TEXT, WEAK},
    {"suggestion*", TEXT, WEAK}, {"opinion", TEXT, WEAK}, {"reponse", TEXT, WEAK}, {"reponses", TEXT, WEAK},
    {"response", TEXT, WEAK}, {"answer", TEXT, WEAK}, {"abstract", TEXT, 0}, {"argument", TEXT, WEAK},
    {"demande", TEXT, WEAK}, {"projet propose", TEXT, WEAK}, {"*commentaire", TEXT, WEAK},
    {"summary", TEXT, SUMMARY}, {"*proposal summary", TEXT, SUMMARY}, {"resume", TEXT, SUMMARY},
    {"title", TITLE, 0}, {"titre", TITLE, 0}, {"*proposal title", TITLE, 0}, {"*contribution title", TITLE, 0},
    {"objet", TITLE, 0}, {"sujet", TITLE, 0}, {"intitule", TITLE, 0}, {"titre du projet*", TITLE, 0},
    {"titre de la *", TITLE, 0}, {"intitule du *", TITLE, 0}, {"intitule de *", TITLE, 0}, {"nom du projet", TITLE, 0},
    {"nom de la proposition", TITLE, 0}, {"nom de l idee", TITLE, 0}, {"titre*", TITLE, 0}, {"title machine*", TITLE, SUMMARY},
    {"subject", TITLE, 0},
};

static const cahier_platform platforms[] = {
    {"Decidim (commentaires)", {"commentable id", "commentable type", "body", "depth"}, 0},
    {"Decidim (débats)", {"start time", "instructions*", "comments enabled", "title*"}, 0},
    {"Decidim (rencontres)", {"start time", "attendees", "organizations", NULL}, 0},
    {"Decidim (budgets)", {"budget id", "budget amount", "description*", "component id"}, 0},
    {"Decidim (propositions)", {"component id", "body*", "title*", NULL}, 0},
    {"Decidim (enquête)", {"id de reponse", "repondu le", "statut de l utilisateur", NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Polis", {"comment id", "author id", "moderated", "comment body"}, CAHIER_PLATFORM_BARE_TAIL},
    {"Sensemaker", {"comment id", "comment text", "agrees", "disagrees"}, 0},
    {"Sensemaker", {"participant id", "survey text", NULL, NULL}, 0},
    {"CONSUL (commentaires)", {"id", "commentable id", "commentable type", "body"}, 0},
    {"CONSUL (budgets)", {"valuator*", "geozone*", "feasibility*", "title"}, 0},
    {"CONSUL", {"id", "title", "summary", "description"}, 0},
    {"Kouchou-AI", {"comment id", "comment body", NULL, NULL}, 0},
    {"ThemeFinder", {"response id", "response", NULL, NULL}, 0},
    {"Grand Débat", {"author zip code", "author id", "author type", "published at"}, CAHIER_PLATFORM_QUESTIONS},
    {"Grand Débat", {"author zip code", "author type", "published at", NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Cap Collectif (débat)", {"*argument content", "*argument type", NULL, NULL}, 0},
    {"Cap Collectif (propositions)", {"*proposal id", "*proposal title", NULL, NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Cap Collectif (consultation)", {"*contribution body text", "*contribution title", NULL, NULL}, 0},
    {"Cap Collectif (questionnaire)", {"export contribution id", "export contribution author id", NULL, NULL},
        CAHIER_PLATFORM_QUESTIONS},
    {"Cap Collectif (questionnaire)", {"published at", "author id", "account", NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Go Vocal", {"id de l auteur", "soumis le", "publie le", "statut"},
        CAHIER_PLATFORM_MONTH_FIRST | CAHIER_PLATFORM_QUESTIONS},
    {"Go Vocal", {"id de l auteur", "soumis le", "publie le", "url"},
        CAHIER_PLATFORM_MONTH_FIRST | CAHIER_PLATFORM_QUESTIONS},
    {"Je donne mon avis", {"date de l avis", "nom du formulaire", "identifiant avis", NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Je donne mon avis", {"satisfaction demarche", "difficultes commentaire", NULL, NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"GarganText", {"publication year", "publication month", "abstract", NULL}, 0},
    {"Google Forms", {"horodateur", NULL, NULL, NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"Microsoft Forms", {"heure de debut", "heure de fin", NULL, NULL}, CAHIER_PLATFORM_QUESTIONS},
    {"LimeSurvey", {"id de la reponse", "date de soumission", NULL, NULL}, CAHIER_PLATFORM_QUESTIONS},
};
/* clang-format on */

/* The usual two-pointer match: on a mismatch, the last star takes one more character. */
static bool matches(const char *pattern, const char *folded)
{
    const char *star = NULL, *resume = NULL;
    while (*folded != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            resume = folded;
        } else if (*pattern == *folded) {
            pattern++;
            folded++;
        } else if (star != NULL) {
            pattern = star + 1;
            folded = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return *pattern == '\0';
}

const cahier_column_rule *cahier_platform_rule(const char *folded)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (matches(rules[i].pattern, folded)) {
            return &rules[i];
        }
    }
    return NULL;
}

const cahier_column_rule *cahier_platform_rules(void)
{
    return rules;
}

static bool has_column(const char *pattern, const char *const *folded, uint32_t count)
{
    for (uint32_t j = 0; j < count; j++) {
        if (matches(pattern, folded[j])) {
            return true;
        }
    }
    return false;
}

const cahier_platform *cahier_platform_find(const char *const *folded, uint32_t count)
{
    for (size_t i = 0; i < sizeof platforms / sizeof platforms[0]; i++) {
        bool all = true;
        for (int c = 0; c < 4 && platforms[i].columns[c] != NULL; c++) {
            all = all && has_column(platforms[i].columns[c], folded, count);
        }
        if (all) {
            return &platforms[i];
        }
    }
    return NULL;
}
