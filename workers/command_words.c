/* SPDX-License-Identifier: Apache-2.0 */
#include "command_words.h"

#include <stdio.h>

#include "spot.h"
#include <string.h>

static const char *const names[CAHIER_COMMANDS] = {"evaluate", "explain", "lexicon"};

static const char evaluate_french[] =
        "cahier evaluate DOSSIER --gold FICHIER [--what themes|polarity|stance] [--json]\n"
        "\n"
        "Compare un rapport avec des étiquettes posées par des personnes.\n"
        "\n"
        "FICHIER  une ligne par document : objets JSON {\"id\":\"12\",\"label\":\"voirie\"}, ou CSV dont\n"
        "         la première ligne nomme les colonnes id et label (et, au choix, polarity et stance).\n"
        "         Des étiquettes negative, neutral, positive, mixed disent l'avis ; proposal, complaint,\n"
        "         praise, question, statement la nature ; toutes les autres, le thème.\n"
        "\n"
        "  --gold FICHIER   les étiquettes\n"
        "  --what QUOI      ce que veut dire label, sans le deviner : themes, polarity ou stance\n"
        "  --json           un objet JSON au lieu du texte\n"
        "  --lang fr|en     langue des messages et de l'aide\n"
        "\n"
        "Thèmes : AMI, ARI (0 : le hasard, 1 : le même classement) et V. Avis, nature : exactitude,\n"
        "macro-F1 sur les étiquettes des personnes, tableau des confusions. Si les étiquettes ne sont que\n"
        "positive et negative, le signe de la note décide.\n"
        "\n"
        "Exemples\n"
        "  cahier evaluate rapport --gold relecture.csv\n"
        "  cahier evaluate rapport --gold avis.jsonl --what polarity --json\n";
static const char evaluate_english[] =
        "cahier evaluate FOLDER --gold FILE [--what themes|polarity|stance] [--json]\n"
        "\n"
        "Compares a report with labels given by people.\n"
        "\n"
        "FILE  one line a document: JSON objects {\"id\":\"12\",\"label\":\"roads\"}, or CSV whose first line\n"
        "      names the columns id and label (and, if wanted, polarity and stance).\n"
        "      Labels negative, neutral, positive, mixed are a polarity; proposal, complaint, praise,\n"
        "      question, statement a stance; all others, themes.\n"
        "\n"
        "  --gold FILE    the labels\n"
        "  --what WHAT    what label means, instead of a guess: themes, polarity or stance\n"
        "  --json         a JSON object instead of text\n"
        "  --lang fr|en   language of messages and help (results are in French)\n"
        "\n"
        "Themes: AMI, ARI (0: chance, 1: the same partition) and V. Polarity, stance: accuracy, macro-F1\n"
        "over the labels of people, table of confusions. When labels are only positive and negative, the\n"
        "sign of the score decides.\n"
        "\n"
        "Examples\n"
        "  cahier evaluate report --gold review.csv\n"
        "  cahier evaluate report --gold opinions.jsonl --what polarity --json\n";
static const char explain_french[] =
        "cahier explain DOSSIER IDENTIFIANT [--json]\n"
        "\n"
        "Dit pourquoi une contribution a reçu ses thèmes et son avis : chaque mot, sa part, chaque règle,\n"
        "l'addition et la formule. Tout est recalculé à partir de ces parts : « vérifié », ou ce qui\n"
        "diffère.\n"
        "\n"
        "IDENTIFIANT  celui d'une contribution (toutes ses réponses) ou d'une réponse (42/2)\n"
        "\n"
        "  --json         un objet JSON au lieu du texte\n"
        "  --lang fr|en   langue des messages et de l'aide\n"
        "\n"
        "Code de sortie : 0 tout est vérifié, 1 quelque chose diffère ou l'identifiant est inconnu,\n"
        "2 mauvais usage.\n"
        "\n"
        "Exemples\n"
        "  cahier explain rapport 42\n"
        "  cahier explain rapport 42/2 --json\n";
static const char explain_english[] =
        "cahier explain FOLDER ID [--json]\n"
        "\n"
        "Tells, in French, why a contribution got its themes and its polarity: each word, its part, each\n"
        "rule, the addition and the formula. All is computed again from these parts: « vérifié », or what\n"
        "differs.\n"
        "\n"
        "ID  of a contribution (all its answers) or of one answer (42/2)\n"
        "\n"
        "  --json         a JSON object instead of text\n"
        "  --lang fr|en   language of messages and help\n"
        "\n"
        "Exit code: 0 all is verified, 1 something differs or the id is unknown, 2 wrong usage.\n"
        "\n"
        "Examples\n"
        "  cahier explain report 42\n"
        "  cahier explain report 42/2 --json\n";
static const char lexicon_french[] =
        "cahier lexicon check [FICHIER…]     vérifie des lexiques : fichier:ligne:colonne: ce qui ne va pas\n"
        "cahier lexicon stats FICHIER…       ce qu'un lexique contient\n"
        "cahier lexicon neighbours MOT…      les mots qui vont avec celui-ci, dans les textes et les listes, et s'il "
        "dit le sujet\n"
        "\n"
        "check, sans fichier, vérifie tous les lexiques du dossier ; avec, il vérifie aussi qu'ils\n"
        "s'accordent avec les autres. La colonne est comptée en caractères.\n"
        "\n"
        "  --lexicons DOSSIER   leur dossier ; sinon CAHIER_LEXICONS, sinon celui du programme\n"
        "  --count N            nombre de voisins, 12 sinon\n"
        "  --lang fr|en         langue des messages et de l'aide\n"
        "\n"
        "Code de sortie : 0 sans erreur, 1 des erreurs ou un mot inconnu, 2 mauvais usage.\n"
        "\n"
        "Exemples\n"
        "  cahier lexicon check lexicons/polarity.tsv\n"
        "  cahier lexicon stats lexicons/stance.tsv\n"
        "  cahier lexicon neighbours vélo\n";
static const char lexicon_english[] =
        "cahier lexicon check [FILE…]        checks lexicons: file:line:column: what is wrong\n"
        "cahier lexicon stats FILE…          what a lexicon holds\n"
        "cahier lexicon neighbours WORD…     the words that go with this one, in texts and in lists, and whether it "
        "tells "
        "the subject\n"
        "\n"
        "check without a file checks all lexicons of the folder; with files, also that they agree with\n"
        "the others. The column is counted in characters.\n"
        "\n"
        "  --lexicons FOLDER   their folder; else CAHIER_LEXICONS, else the program's\n"
        "  --count N           how many neighbours, else 12\n"
        "  --lang fr|en        language of messages and help\n"
        "\n"
        "Exit code: 0 no error, 1 errors or an unknown word, 2 wrong usage.\n"
        "\n"
        "Examples\n"
        "  cahier lexicon check lexicons/polarity.tsv\n"
        "  cahier lexicon stats lexicons/stance.tsv\n"
        "  cahier lexicon neighbours vélo\n";

static const char *const helps[CAHIER_COMMANDS][2] = {
        [CAHIER_COMMAND_EVALUATE] = {evaluate_french, evaluate_english},
        [CAHIER_COMMAND_EXPLAIN] = {explain_french, explain_english},
        [CAHIER_COMMAND_LEXICON] = {lexicon_french, lexicon_english},
};

static const char *const complaints[CAHIER_COMPLAINTS][2] = {
        [CAHIER_BAD_OPTION] = {"option inconnue, ou sans sa valeur.",
                "unknown option, or an option without its value."},
        [CAHIER_BAD_VALUE] = {"« {1} » n'est pas une valeur de {0}.", "\"{1}\" is no value of {0}."},
        [CAHIER_MISSING_FOLDER] = {"il faut un dossier de rapport, et un seul.", "one report folder is wanted."},
        [CAHIER_MISSING_GOLD] = {"il faut un fichier d'étiquettes : --gold FICHIER.",
                "a file of labels is wanted: --gold FILE."},
        [CAHIER_MISSING_ID] = {"il faut un dossier de rapport et l'identifiant d'une contribution.",
                "a report folder and the id of a contribution are wanted."},
        [CAHIER_MISSING_ACTION] = {"il faut dire quoi faire : check, stats ou neighbours.",
                "say what to do: check, stats or neighbours."},
        [CAHIER_MISSING_WORD] = {"il faut un mot.", "a word is wanted."},
        [CAHIER_NOT_A_REPORT] =
                {"« {0} » ne contient pas de contributions.jsonl lisible : donnez le dossier qu'a écrit "
                 "« cahier analyse », au format json.",
                        "\"{0}\" holds no readable contributions.jsonl: give the folder written by \"cahier analyse\", "
                        "with format json."},
        [CAHIER_BAD_REPORT_LINE] = {"contributions.jsonl, ligne {0} : ce n'est pas un document ; le fichier a été "
                                    "abîmé. "
                                    "Relancez « cahier analyse ».",
                "contributions.jsonl, line {0}: not a document; the file is damaged. Run \"cahier analyse\" again."},
        [CAHIER_UNREADABLE_FILE] = {"« {0} » ne peut pas être lu : vérifiez le chemin et les droits.",
                "\"{0}\" cannot be read: check its path and its rights."},
        [CAHIER_BAD_GOLD_LINE] =
                {"{0}, ligne {1} : il faut un objet JSON par ligne, avec « id », ou un CSV dont la première "
                 "ligne nomme la colonne id.",
                        "{0}, line {1}: one JSON object a line, with \"id\", or a CSV whose first line names the "
                        "column id, is wanted."},
        [CAHIER_EMPTY_GOLD] = {"{0} ne contient aucune étiquette.", "{0} holds no label."},
        [CAHIER_UNKNOWN_LABEL] = {"{0}, ligne {1} : étiquette « {2} » inconnue ; il faut l'une de : {3}.",
                "{0}, line {1}: unknown label \"{2}\"; one of these is wanted: {3}."},
        [CAHIER_NO_LABEL] = {"{0} ne contient aucune étiquette dans « {1} ».", "{0} holds no label in \"{1}\"."},
        [CAHIER_OTHER_COLUMN] =
                {"la colonne « {0} » dit autre chose que ce que cahier appelle ainsi : elle n'est pas comparée.",
                        "the column \"{0}\" says something else than what cahier calls so: it is not compared."},
        [CAHIER_NO_MATCH] = {"aucun identifiant de {0} n'est dans le rapport : est-ce le bon fichier ?",
                "no id of {0} is in the report: is it the right file?"},
        [CAHIER_UNKNOWN_ID] = {"« {0} » n'est pas dans ce rapport.", "\"{0}\" is not in this report."},
        [CAHIER_UNKNOWN_ID_NEAR] = {"« {0} » n'est pas dans ce rapport ; identifiants les plus proches : {1}.",
                "\"{0}\" is not in this report; nearest ids: {1}."},
        [CAHIER_DIFFERENCES] = {"{0} {0|différence|différences} entre ce que dit le rapport et ce qui se recalcule.",
                "{0} {0|difference|differences} between what the report says and what is computed again."},
        [CAHIER_MISSING_LEXICON] = {"il faut un fichier de lexique.", "a lexicon file is wanted."},
        [CAHIER_NO_LEXICONS] = {"aucun lexique dans « {0} » : donnez leur dossier avec --lexicons ou CAHIER_LEXICONS.",
                "no lexicon in \"{0}\": give their folder with --lexicons or CAHIER_LEXICONS."},
        [CAHIER_NO_LEXICON] =
                {"« {0} » n'est pas un lexique : sa première ligne doit être « # lexicon: NOM », avec un nom connu.",
                        "\"{0}\" is no lexicon: its first line has to be \"# lexicon: NAME\", with a known name."},
        [CAHIER_BAD_LEXICON] = {"{0} {0|erreur|erreurs}.", "{0} {0|error|errors}."},
        [CAHIER_WRONG] = {"{0}", "{0}"},
        [CAHIER_UNKNOWN_WORD] = {"« {0} » n'est pas dans la table des associations : trop rare, ou mot outil.",
                "\"{0}\" is not in the table of associations: too rare, or a function word."},
        [CAHIER_OUT_OF_MEMORY] = {"mémoire insuffisante.", "out of memory."},
};

typedef struct lexicon_message {
    const char *english, *french;
    const char *file; /* of what is found in all lists together */
} lexicon_message;

static const lexicon_message lexicon_messages[] = {
        {"no line \"# lexicon: NAME\" with the name of a known lexicon",
                "pas de ligne « # lexicon: NOM » avec le nom d'un lexique connu", NULL},
        {"header: \"# lexicon:\" is missing or names another kind",
                "en-tête : « # lexicon: » manque ou nomme un autre lexique", NULL},
        {"header: version, licence or source is missing", "en-tête : il manque version, licence ou source", NULL},
        {"header: columns are not those of this kind", "en-tête : les colonnes ne sont pas celles de ce lexique", NULL},
        {"form is not in normal form: NFC, straight apostrophe, single spaces",
                "forme mal écrite : il faut NFC, l'apostrophe droite, des espaces simples", NULL},
        {"form is not in lower case", "forme avec une majuscule", NULL},
        {"empty cell", "cellule vide", NULL},
        {"value is not one of those known for this column", "valeur inconnue dans cette colonne", NULL},
        {"number is ill-formed or out of range", "nombre mal écrit ou hors des bornes", NULL},
        {"this is no e-mail address", "ce n'est pas une adresse électronique", "services.tsv"},
        {"number of days is not a whole number from 1 to 366", "il faut un nombre entier de jours, de 1 à 366",
                "services.tsv"},
        {"this service has another address above", "ce service a une autre adresse plus haut", "services.tsv"},
        {"this service has another delay above", "ce service a un autre délai plus haut", "services.tsv"},
        {CAHIER_SPOT_REFUSED, "forme sans mot qui compte, ou de plus de huit", NULL},
        {"number of cells is not the number of columns", "il n'y a pas autant de cellules que de colonnes", NULL},
        {"this entry stands twice", "entrée déjà présente plus haut", NULL},
        {"ill-formed UTF-8", "octets qui ne sont pas de l'UTF-8", NULL},
        {"form is longer than a token may be", "forme trop longue pour un mot", "elisions.tsv"},
        {"form has more hyphens and apostrophes than a word may",
                "forme qui a plus de traits d'union et d'apostrophes qu'un mot", "elisions.tsv"},
        {"form holds no word", "forme sans aucun mot", NULL},
        {"form is cut into several words: it has no stem of its own",
                "forme coupée en plusieurs mots : elle n'a pas de racine à elle", "stems.tsv"},
        {"number is ill-formed", "nombre mal écrit", NULL},
        {"a word for people (identity.tsv) may not carry polarity",
                "un mot qui désigne des personnes (identity.tsv) ne peut pas porter d'avis", "polarity.tsv"},
        {"an entry of opposite sign has the same stem: match by form",
                "une entrée de signe contraire a la même racine : mettre match à form", "polarity.tsv"},
        {"a learned weight may not turn the sign written by hand",
                "un poids appris ne peut pas changer le signe du poids écrit à la main", "polarity-learned.tsv"},
        {"the header does not name the columns stem\tdocuments\tvector",
                "l'en-tête ne nomme pas les colonnes stem, documents, vector", NULL},
        {"an entry has too few cells", "il manque des cellules", NULL},
        {"a vector has another length than the first", "vecteur d'une autre longueur que le premier", NULL},
        {"no entry", "aucune entrée", NULL},
        {"this stem has a vector already", "racine déjà présente plus haut", NULL},
        {"a vector is not written in hexadecimal digits", "vecteur qui n'est pas écrit en chiffres hexadécimaux", NULL},
        {"out of memory", "mémoire insuffisante", NULL},
};

static const lexicon_message *find_message(const char *message)
{
    for (size_t i = 0; i < sizeof lexicon_messages / sizeof *lexicon_messages; i++) {
        if (strcmp(lexicon_messages[i].english, message) == 0) {
            return &lexicon_messages[i];
        }
    }
    return NULL;
}

const char *cahier_lexicon_message(const char *message, bool english)
{
    const lexicon_message *found = english ? NULL : find_message(message);
    return found == NULL ? message : found->french;
}

const char *cahier_lexicon_culprit(const char *message)
{
    const lexicon_message *found = find_message(message);
    return found == NULL ? NULL : found->file;
}

const char *cahier_command_help(cahier_command command, bool english)
{
    return helps[command][english];
}

void cahier_complain(
        cahier_command command, bool english, cahier_complaint complaint, const cahier_arg *args, size_t count)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    cahier_put(&out, "cahier ");
    cahier_put(&out, names[command]);
    cahier_put(&out, english ? ": " : "\u00a0: ");
    cahier_say_list(&out, CAHIER_PLAIN, complaints[complaint][english], args, count);
    cahier_put(&out, "\n");
    fwrite(out.at, 1, out.len, stderr);
    cahier_out_close(&out);
}

int cahier_refuse_usage(cahier_command command, bool english, cahier_complaint complaint)
{
    cahier_complain(command, english, complaint, NULL, 0);
    (void)fputs(cahier_command_help(command, english), stderr);
    return 2;
}

const cahier_evaluate_words cahier_evaluate_fr = {
        .compared = "{0} {0|document comparé|documents comparés}, sur {1} {1|étiqueté|étiquetés}",
        .missing = "absents du rapport : ",
        .missing_more = " et {0} {0|autre|autres}",
        .repeated =
                "{0} {0|identifiant est venu|identifiants sont venus} plusieurs fois : la dernière étiquette compte",
        .unlabelled = "{0} {0|document|documents} sans cette étiquette",
        .themes = "THÈMES",
        .gold_classes = "classes données",
        .found_themes = "thèmes trouvés",
        .classified = "documents classés",
        .ami = "AMI",
        .ari = "ARI",
        .v = "V",
        .polarity = "AVIS",
        .stance = "NATURE",
        .by_sign = "le signe du score décide : les étiquettes ne sont que positif et négatif",
        .accuracy = "exactitude",
        .macro_f1 = "macro-F1",
        .confusion = "donné \\ trouvé",
};

const cahier_explain_words cahier_explain_fr = {
        .document = "Document {0}",
        .row = "ligne {0}",
        .of_file = " de {0}",
        .author = ", auteur {0}",
        .on = ", {0}",
        .at_place = ", {0}",
        .question = "En réponse à : {0}",
        .themes = "THÈMES",
        .main_theme = "Thème principal : {1} ({2}), {3}",
        .further_theme = "Aussi : {1} ({2}), {3}",
        .sentence = "Thème d'une phrase, que le texte entier ne montre pas : « {0} »",
        .runner_up = "Thème suivant, non retenu : {1} ({2}), {3}",
        .nearest = "Thème le plus proche, non retenu : {1} ({2}), {3}",
        .unclassified = "Non classé : aucun thème n'est assez proche de ce texte.",
        .no_answer = "Sans réponse : ce texte ne dit rien qui puisse être classé.",
        .no_known_word = "Aucun de ses mots n'est connu des thèmes : ils sont trop rares, ou trop communs.",
        .lost_least = "Il faut au moins {0} : au-dessous, un texte ne ressemble pas plus à un thème qu'au hasard.",
        .lost_also = "Un thème de plus doit atteindre {0}.",
        .lost_share = "Un thème de plus doit atteindre {0} du premier score, soit {1}.",
        .lost_most = "Un texte garde {0} thèmes au plus.",
        .lost_decision = "Son score l'aurait proposé ; la décision d'une personne prévaut.",
        .lost_kept = "Son score est plus haut, d'assez peu pour que le texte garde le thème qu'il avait.",
        .kept_theme = "Ce thème est celui du rapport précédent : un autre ne le dépasse pas de plus de {0}.",
        .named_by_list = "Nom donné par la liste de thèmes : mots {0}.",
        .decided = {"Déplacée dans ce thème par {0}, le {1}.", "Épinglée dans ce thème par {0}, le {1}.",
                "Écartée de tous les thèmes par {0}, le {1}.",
                "Séparée d'une autre contribution ou d'un autre thème par {0}, le {1}.",
                "Placée dans un thème scindé par {0}, le {1}.", "Placée dans des thèmes réunis par {0}, le {1}."},
        .decision_prevails = "Cette décision prévaut sur le score, qui est montré tel qu'il est calculé.",
        .decision_note = "Note : « {0} »",
        .corrected = "{0}, d'après {1}, le {2} : cette lecture compte.",
        .rules_read = "Les règles lisaient :",
        .no_copy = "N'est pas une copie, d'après {0}, le {1} : compte pour elle-même.",
        .lost_wrongly = "Son score aurait dû le faire retenir.",
        .verified = ", vérifié",
        .report_says = " ; le rapport dit {0}",
        .polarity = "AVIS",
        .polarity_is = "{0}, note {1}",
        .quoted = "« {0} »",
        .learned = "appris de ce lot",
        .times = "× {0}, {1}",
        .cue = " : « {0} »",
        .sum = "Somme : ",
        .formula = "La note est 2 × somme / √(nombre de mots + 3), entre -1 et 1.",
        .formula_here = "2 × {0} / √({1} + 3) = ",
        .no_polar_word = "Aucun mot d'avis : la note est 0.",
        .why_mixed = "Partagé : des mots positifs (somme {0}, note {1}) et négatifs (somme {2}, note {3}) ; chacune "
                     "des deux notes "
                     "atteint {4}, et la plus petite somme au moins {5} de l'autre.",
        .why_positive = "Positif : la note atteint {0}.",
        .why_negative = "Négatif : la note descend à {0} ou au-dessous.",
        .why_neutral = "Neutre : la note est entre {0} et {1}.",
        .why_learned = "Avec la liste seule : {0}, note {1}. Les mots appris de ce lot peuvent changer le signe d'un "
                       "avis, jamais faire d'un texte neutre un avis, ni l'inverse.",
        .label_differs = "Mais le rapport dit : {0}.",
        .rule = {[CAHIER_RULE_NEGATION] = "négation",
                [CAHIER_RULE_INTENSIFIER] = "renforcement",
                [CAHIER_RULE_DOWNTONER] = "atténuation",
                [CAHIER_RULE_EXCESS] = "excès",
                [CAHIER_RULE_CONTRAST] = "opposition",
                [CAHIER_RULE_CONCESSION] = "concession",
                [CAHIER_RULE_WISH] = "souhait",
                [CAHIER_RULE_DIMINISH] = "diminution",
                [CAHIER_RULE_EMPHASIS] = "insistance",
                [CAHIER_RULE_QUESTION] = "question",
                [CAHIER_RULE_RELAY] = "texte relayé"},
        .rule_unknown = "règle inconnue",
        .stance = "NATURE",
        .stance_cue = "{0}, d'après « {1} »",
        .stance_alone = "{0}, sans indice d'autre chose",
        .stance_also = "et aussi {0}, d'après « {1} »",
        .redactions = "DONNÉES MASQUÉES",
        .redaction = "{0}, caractères {1} à {2}",
        .copies = "COPIES",
        .copy_identical = "Même texte que {0} (groupe {1}).",
        .copy_near = "Texte proche de {0} (groupe {1}).",
        .copy_original = "Premier texte du groupe {0}.",
        .copy_members = "Le groupe a {0} textes, de {1} {1|personne|personnes}.",
        .copy_campaign = "Le groupe a {0} textes, de {1} {1|personne|personnes} : c'est une campagne.",
        .remarks = "REMARQUES",
        .all_verified = "Tous les calculs de ce document sont vérifiés.",
        .differences = "CE QUI DIFFÈRE",
        .difference = {[CAHIER_DIFFERS_THEME_SUM] = "{0} : le rapport dit {1}, la somme des parts est {2}.",
                [CAHIER_DIFFERS_THEME_ORDER] = "{0} : son score {1} dépasse celui du thème placé avant, {2}.",
                [CAHIER_DIFFERS_RUNNER_UP] = "{0} : avec {1}, il aurait dû être retenu (premier score : {2}).",
                [CAHIER_DIFFERS_SENTENCE] =
                        "{0} : avec {1} dans sa phrase, il ne devait pas être retenu (il faut {2}).",
                [CAHIER_DIFFERS_VALUE] = "« {0} » : le rapport dit {1}, le calcul donne {2}.",
                [CAHIER_DIFFERS_SCORE] = "note d'avis : le rapport dit {1}, le calcul donne {2}.",
                [CAHIER_DIFFERS_LABEL] = "avis : le rapport dit {1}, la note donne {2}.",
                [CAHIER_DIFFERS_PLACE] = "« {0} » n'est pas dans le texte à la place que dit le rapport.",
                [CAHIER_DIFFERS_MARK] = "la marque {0} n'est pas dans le texte à la place que dit le rapport."},
};

static const cahier_lexicon_words lexicon_words[] = {
        {.more_errors = "{0}: la suite n'est pas vérifiée, il y a déjà {1} erreurs",
                .good = "{0} : {1} {1|entrée|entrées}, version {2}, sans erreur",
                .good_together = "{0} : tous les lexiques s'accordent",
                .kind = "lexique",
                .version = "version",
                .licence = "licence",
                .source = "source",
                .entries = "entrées",
                .dimensions = "dimensions",
                .values = "{0} valeurs différentes",
                .to = " à ",
                .neighbours = "Autour de « {0} » (racine {1}-), parmi {2} racines apprises de textes de citoyens et de "
                              "listes :",
                .topicality = "Ce qu'il dit du sujet d'un texte : {0} fois un mot moyen (1 aussi quand on n'en sait "
                              "rien).",
                .neighbours_note =
                        "1 : employés dans les mêmes textes, ou d'un même champ, 0 : sans rapport. Une racine "
                        "vaut pour toute la famille du mot."},
        {.more_errors = "{0}: the rest is not checked, there are {1} errors already",
                .good = "{0}: {1} {1|entry|entries}, version {2}, no error",
                .good_together = "{0}: all lexicons agree",
                .kind = "lexicon",
                .version = "version",
                .licence = "licence",
                .source = "source",
                .entries = "entries",
                .dimensions = "dimensions",
                .values = "{0} different values",
                .to = " to ",
                .neighbours =
                        "Around \"{0}\" (stem {1}-), among {2} stems learned from texts of citizens and from lists:",
                .topicality = "What it tells of a text's subject: {0} times a word on average (1 too when nothing is "
                              "known).",
                .neighbours_note =
                        "1: used in the same texts, or of one field, 0: unrelated. A stem stands for the whole "
                        "family of the word."},
};

const cahier_lexicon_words *cahier_lexicon_say(bool english)
{
    return &lexicon_words[english];
}
