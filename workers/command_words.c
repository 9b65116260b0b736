/* SPDX-License-Identifier: Apache-2.0 */
#include "command_words.h"

#include <stdio.h>

static const char *const names[CAHIER_COMMANDS] = {"evaluate", "explain", "lexicon"};

static const char *const helps[CAHIER_COMMANDS][2] = {
        [CAHIER_COMMAND_EVALUATE] = {
                "cahier evaluate DOSSIER --gold FICHIER [--what themes|polarity|stance] [--json]\n"
                "\n"
                "Compare un rapport avec des étiquettes posées par des personnes.\n"
                "\n"
                "FICHIER  une ligne par document : objets JSON {\"id\":\"12\",\"label\":\"voirie\"}, ou CSV dont la première\n"
                "         ligne nomme les colonnes id et label (et, au choix, polarity et stance).\n"
                "         Des étiquettes negative, neutral, positive, mixed sont une polarité ; proposal, complaint,\n"
                "         praise, question, statement une nature ; toutes les autres, des thèmes.\n"
                "\n"
                "  --gold FICHIER   les étiquettes\n"
                "  --what QUOI      ce que veut dire label, sans le deviner : themes, polarity ou stance\n"
                "  --json           un objet JSON au lieu du texte\n"
                "  --lang fr|en     langue des messages et de l'aide\n"
                "\n"
                "Thèmes : AMI, ARI (0 : le hasard, 1 : le même classement) et V. Polarité, nature : exactitude, macro-F1 sur\n"
                "les étiquettes des personnes, tableau des confusions. Si les étiquettes ne sont que positive et negative,\n"
                "le signe du score décide.\n"
                "\n"
                "Exemples\n"
                "  cahier evaluate rapport --gold relecture.csv\n"
                "  cahier evaluate rapport --gold avis.jsonl --what polarity --json\n",
                "cahier evaluate FOLDER --gold FILE [--what themes|polarity|stance] [--json]\n"
                "\n"
                "Compares a report with labels given by people.\n"
                "\n"
                "FILE  one line a document: JSON objects {\"id\":\"12\",\"label\":\"roads\"}, or CSV whose first line names the\n"
                "      columns id and label (and, if wanted, polarity and stance).\n"
                "      Labels negative, neutral, positive, mixed are a polarity; proposal, complaint, praise, question,\n"
                "      statement a stance; all others, themes.\n"
                "\n"
                "  --gold FILE    the labels\n"
                "  --what WHAT    what label means, instead of a guess: themes, polarity or stance\n"
                "  --json         a JSON object instead of text\n"
                "  --lang fr|en   language of messages and help (results are in French)\n"
                "\n"
                "Themes: AMI, ARI (0: chance, 1: the same partition) and V. Polarity, stance: accuracy, macro-F1 over the labels\n"
                "of people, table of confusions. When labels are only positive and negative, the sign of the score decides.\n"
                "\n"
                "Examples\n"
                "  cahier evaluate report --gold review.csv\n"
                "  cahier evaluate report --gold opinions.jsonl --what polarity --json\n"},
        [CAHIER_COMMAND_EXPLAIN] = {"", ""},
        [CAHIER_COMMAND_LEXICON] = {"", ""},
};

static const char *const complaints[CAHIER_COMPLAINTS][2] = {
        [CAHIER_BAD_OPTION] = {"option inconnue, ou sans sa valeur.", "unknown option, or an option without its value."},
        [CAHIER_BAD_VALUE] = {"« {1} » n'est pas une valeur de {0}.", "\"{1}\" is no value of {0}."},
        [CAHIER_MISSING_FOLDER] = {"il faut un dossier de rapport, et un seul.", "one report folder is wanted."},
        [CAHIER_MISSING_GOLD] = {"il faut un fichier d'étiquettes : --gold FICHIER.", "a file of labels is wanted: --gold FILE."},
        [CAHIER_MISSING_ID] = {"il faut un dossier de rapport et l'identifiant d'une contribution.",
                "a report folder and the id of a contribution are wanted."},
        [CAHIER_MISSING_ACTION] = {"il faut dire quoi faire : check, stats ou neighbours.",
                "say what to do: check, stats or neighbours."},
        [CAHIER_MISSING_WORD] = {"il faut un mot.", "a word is wanted."},
        [CAHIER_NOT_A_REPORT] = {"« {0} » ne contient pas de contributions.jsonl lisible : donnez le dossier qu'a écrit "
                                 "« cahier analyse », au format json.",
                "\"{0}\" holds no readable contributions.jsonl: give the folder written by \"cahier analyse\", with format json."},
        [CAHIER_BAD_REPORT_LINE] = {"contributions.jsonl, ligne {0} : ce n'est pas un document ; le fichier a été abîmé. "
                                    "Relancez « cahier analyse ».",
                "contributions.jsonl, line {0}: not a document; the file is damaged. Run \"cahier analyse\" again."},
        [CAHIER_UNREADABLE_FILE] = {"« {0} » ne peut pas être lu : vérifiez le chemin et les droits.",
                "\"{0}\" cannot be read: check its path and its rights."},
        [CAHIER_BAD_GOLD_LINE] = {"{0}, ligne {1} : il faut un objet JSON par ligne, avec « id », ou un CSV dont la première "
                                  "ligne nomme la colonne id.",
                "{0}, line {1}: one JSON object a line, with \"id\", or a CSV whose first line names the column id, is wanted."},
        [CAHIER_EMPTY_GOLD] = {"{0} ne contient aucune étiquette.", "{0} holds no label."},
        [CAHIER_UNKNOWN_LABEL] = {"{0}, ligne {1} : étiquette « {2} » inconnue ; il faut l'une de : {3}.",
                "{0}, line {1}: unknown label \"{2}\"; one of these is wanted: {3}."},
        [CAHIER_NO_LABEL] = {"{0} ne contient aucune étiquette dans « {1} ».", "{0} holds no label in \"{1}\"."},
        [CAHIER_NO_MATCH] = {"aucun identifiant de {0} n'est dans le rapport : est-ce le bon fichier ?",
                "no id of {0} is in the report: is it the right file?"},
        [CAHIER_UNKNOWN_ID] = {"« {0} » n'est pas dans ce rapport.", "\"{0}\" is not in this report."},
        [CAHIER_UNKNOWN_ID_NEAR] = {"« {0} » n'est pas dans ce rapport ; identifiants les plus proches : {1}.",
                "\"{0}\" is not in this report; nearest ids: {1}."},
        [CAHIER_DIFFERENCES] = {"{0} {0|différence|différences} entre ce que dit le rapport et ce qui se recalcule.",
                "{0} {0|difference|differences} between what the report says and what is computed again."},
        [CAHIER_NO_LEXICONS] = {"aucun lexique dans « {0} » : donnez leur dossier avec --lexicons ou CAHIER_LEXICONS.",
                "no lexicon in \"{0}\": give their folder with --lexicons or CAHIER_LEXICONS."},
        [CAHIER_BAD_LEXICON] = {"{0} {0|erreur|erreurs} dans {1}.", "{0} {0|error|errors} in {1}."},
        [CAHIER_NO_BACKGROUND] = {"« {0} » ne contient pas de table associations.tsv lisible.",
                "\"{0}\" holds no readable table associations.tsv."},
        [CAHIER_UNKNOWN_WORD] = {"« {0} » n'est pas dans la table des associations.", "\"{0}\" is not in the table of associations."},
        [CAHIER_OUT_OF_MEMORY] = {"mémoire insuffisante.", "out of memory."},
};

const char *cahier_command_help(cahier_command command, bool english)
{
    return helps[command][english];
}

void cahier_complain(cahier_command command, bool english, cahier_complaint complaint, const cahier_arg *args, size_t count)
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

const cahier_evaluate_words cahier_evaluate_fr = {
        .compared = "{0} {0|document comparé|documents comparés}, sur {1} {1|étiqueté|étiquetés}",
        .missing = "absents du rapport : ",
        .missing_more = " et {0} {0|autre|autres}",
        .repeated = "{0} {0|identifiant est venu|identifiants sont venus} plusieurs fois : la dernière étiquette compte",
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
