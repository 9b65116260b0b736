/* SPDX-License-Identifier: Apache-2.0 */
#include "verb.h"

#include <string.h>

/* Words in -er that are no infinitive, beyond those in -ier. */
static const char *const nouns_er[] = {"mer", "fer", "ver", "cher", "hiver", "amer", "cancer", "enfer", "super",
        "hyper", "danger", "étranger", "boulanger", "berger", "léger", "verger", "passager", "usager", "messager",
        "viager", "potager", "horloger", "fromager", "maraîcher", "maraicher", "boucher", "rocher", "plancher",
        "clocher", "archer", "bûcher", "foyer", "loyer", "noyer", "écuyer", "leader", "poster", "reporter", "hamburger",
        "container", "starter", "charter", "cluster", "scooter", "skater", "roller", "dealer", "manager", "designer",
        "trader", "scanner", "sticker", "bunker", "laser", "master", "cutter", "twitter", "outremer", "oranger",
        "pêcher", "inter", "éther", "revolver", "alzheimer", "cyber", "over", "docker", "blockbuster", "teaser",
        "flyer", "freezer", "thriller", "tuner", "imper", "hamster", "gangster", "mensonger", "ménager", "outre-mer",
        "burger", "newsletter", "poker", "hacker", "corner", "webmaster", "jupiter", "alger", "messenger", "server",
        "computer", "rocker", "pull-over", "panzer", "magister", "niger", "tier", NULL};

/* Infinitives in -ier beyond -fier: most words in -ier are nouns (quartier, escalier, policier). */
static const char *const verbs_ier[] = {"trier", "retrier", "crier", "décrier", "écrier", "prier", "plier", "déplier",
        "replier", "lier", "relier", "allier", "rallier", "pallier", "délier", "nier", "renier", "publier", "oublier",
        "concilier", "réconcilier", "multiplier", "démultiplier", "étudier", "remédier", "dédier", "expédier",
        "irradier", "apprécier", "déprécier", "remercier", "négocier", "renégocier", "associer", "dissocier",
        "bénéficier", "licencier", "différencier", "privilégier", "réfugier", "varier", "marier", "contrarier",
        "approprier", "réapproprier", "exproprier", "inventorier", "répertorier", "rapatrier", "parier", "colorier",
        "copier", "photocopier", "recopier", "envier", "dévier", "obvier", "convier", "initier", "balbutier",
        "amnistier", "scier", "skier", "épier", "expier", "spolier", "supplier", "manier", "remanier", "humilier",
        "radier", "incendier", "mendier", "congédier", "parodier", "soucier", "extasier", "rassasier", "orthographier",
        "photographier", "cartographier", "sérier", "charrier", "domicilier", "affilier", "résilier", "exfolier",
        "communier", "calomnier", "estropier", "châtier", "injurier", "vicier", "officier", "gracier", "disgracier",
        "émacier", "chier", NULL};

/* Words in -ir, not in -oir, that are no infinitive. */
static const char *const nouns_ir[] = {"plaisir", "déplaisir", "avenir", "souvenir", "désir", "loisir", "soupir",
        "cuir", "élixir", "émir", "vizir", "fakir", "saphir", "menhir", "kéfir", "nadir", "clair", "éclair", "pair",
        "impair", "chair", "flair", "vair", "repentir", "elixir", "desir", NULL};

/* Infinitives in -oir: a closed class. */
static const char *const verbs_oir[] = {"voir", "revoir", "prévoir", "entrevoir", "pourvoir", "dépourvoir", "savoir",
        "avoir", "devoir", "redevoir", "pouvoir", "vouloir", "valoir", "prévaloir", "équivaloir", "revaloir", "falloir",
        "asseoir", "rasseoir", "surseoir", "recevoir", "concevoir", "percevoir", "apercevoir", "décevoir", "émouvoir",
        "mouvoir", "promouvoir", "pleuvoir", "prevoir", "emouvoir", "equivaloir", "decevoir", "ravoir", "seoir",
        "déchoir", "choir", NULL};

/* Endings of infinitives in -re. */
static const char *const endings_re[] = {"endre", "ondre", "andre", "eindre", "aindre", "oindre", "erdre", "mettre",
        "battre", "naître", "naitre", "paraître", "paraitre", "duire", "truire", "crire", "clure", "rompre", "vaincre",
        "suivre", "vivre", "soudre", "boire", "croire", "faire", "traire", "plaire", NULL};
static const char *const verbs_re[] = {"être", "lire", "relire", "élire", "réélire", "dire", "redire", "médire",
        "prédire", "interdire", "contredire", "maudire", "rire", "sourire", "cuire", "nuire", "luire", "reluire",
        "suffire", "taire", "mordre", "tordre", "détordre", "croître", "accroître", "décroître", "croitre", "accroitre",
        "décroitre", "connaître", "reconnaître", "connaitre", "reconnaitre", "méconnaître", "repaître", "coudre",
        "recoudre", "moudre", "clore", "éclore", "enclore", "confire", "frire", "circoncire", "interrompre", "etre",
        "elire", NULL};
static const char *const nouns_re[] = {"cendre", "gendre", "scaphandre", "méandre", "calendre", "hypocondre",
        "esclandre", "coriandre", "salamandre", "alexandre", "flandre", "scolopendre", "engendre", "tendre", "affaire",
        "cassandre", "palissandre", "léandre", "contraire", "arbitraire", "exemplaire", "moindre", "pourboire",
        "déboire", "ciboire", NULL};

/* Stems of the future, before the r of "-rait": "ser" is "er" here. */
static const char *const stems_future[] = {"er", "ir", "endr", "ondr", "indr", "andr", "audr", "oudr", "erdr", "ordr",
        "iendr", "pourr", "verr", "courr", "mourr", "querr", "devr", "cevr", "suivr", "vivr", "pleuvr", "mouvr",
        "mettr", "battr", "aîtr", "aitr", "clur", "rompr", "oîtr", "oitr", "vaincr", NULL};
/* Stems of the imperfect of verbs in -rer, -rir that end alike: montrait is none, désirait is one of these. */
static const char *const stems_imperfect[] = {"tir", "attir", "retir", "étir", "soutir", "admir", "inspir", "respir",
        "transpir", "expir", "aspir", "conspir", "désir", "vir", "chavir", "déchir", "cir", "mir", "soupir", "empir",
        "engendr", "err", "délir", "bair", "flair", "éclair", "serr", "desserr", "enterr", "déterr", "atterr", "ferr",
        "verr", "emmur", "air", "aér", "cadr", "encadr", "poudr", "saupoudr", "dénigr", "déser", NULL};

/* Words in -ant that are no present participle. */
static const char *const nouns_ant[] = {"enfant", "avant", "devant", "pendant", "cependant", "instant", "autant",
        "pourtant", "durant", "restaurant", "habitant", "étudiant", "commerçant", "montant", "courant", "croissant",
        "carburant", "dépliant", "éléphant", "diamant", "volant", "géant", "quant", "néant", "gant", "auparavant",
        "dorénavant", "maintenant", "suivant", "important", "distant", "constant", "arrogant", "vacant", "élégant",
        "savant", "méchant", "brillant", "puissant", "versant", "couchant", "levant", "penchant", NULL};

static bool is_in(cahier_text word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strlen(*list) == word.len && memcmp(*list, word.at, word.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool ends_in(cahier_text word, const char *ending)
{
    size_t len = strlen(ending);
    return word.len >= len && memcmp(word.at + word.len - len, ending, len) == 0;
}

static bool ends_in_one(cahier_text word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (ends_in(word, *list)) {
            return true;
        }
    }
    return false;
}

static bool is_infinitive(cahier_text word)
{
    if (word.len < 4) {
        return false; /* "mer", "fer"; no verb is as short */
    }
    if (ends_in(word, "ier")) {
        return (ends_in(word, "fier") && word.len > 4) || is_in(word, verbs_ier);
    }
    if (ends_in(word, "er")) {
        return !is_in(word, nouns_er);
    }
    if (ends_in(word, "oir")) {
        return is_in(word, verbs_oir);
    }
    if (ends_in(word, "ir")) {
        return !is_in(word, nouns_ir);
    }
    return (ends_in_one(word, endings_re) && !is_in(word, nouns_re)) || is_in(word, verbs_re);
}

/* The word without "ais", "ait", "ions", "iez" or "aient", when its stem ends in r; else an empty text. */
static cahier_text stem_in_r(cahier_text word)
{
    static const char *const endings[] = {"aient", "ions", "ait", "ais", "iez", NULL};
    for (const char *const *ending = endings; *ending != NULL; ending++) {
        size_t len = strlen(*ending);
        if (ends_in(word, *ending) && word.len > len && word.at[word.len - len - 1] == 'r') {
            return cahier_slice(word, 0, word.len - (uint32_t)len);
        }
    }
    return (cahier_text){NULL, 0};
}

static bool is_conditional(cahier_text word)
{
    cahier_text stem = stem_in_r(word);
    if (stem.len < 2) {
        return false;
    }
    static const char *const whole[] = {"aur", "saur", "verr", "ir", "dir", "lir", NULL};
    return is_in(stem, whole) || (ends_in_one(stem, stems_future) && !is_in(stem, stems_imperfect));
}

static bool is_participle(cahier_text word)
{
    return word.len > 4 && ends_in(word, "ant") && !is_in(word, nouns_ant);
}

uint32_t cahier_verb_mood(cahier_text surface)
{
    return (is_infinitive(surface) ? CAHIER_TYPE_INFINITIVE : 0u) |
           (is_conditional(surface) ? CAHIER_TYPE_CONDITIONAL : 0u) |
           (is_participle(surface) ? CAHIER_TYPE_PARTICIPLE : 0u);
}
