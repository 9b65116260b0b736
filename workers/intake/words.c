/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <string.h>

typedef struct phrase {
    const char *french, *english;
} phrase;

static const phrase refusals[CAHIER_REFUSALS] = {
        [CAHIER_REFUSED_OPEN] = {"« {} » ne s'ouvre pas ({+}) : vérifiez le nom et le dossier.",
                "\"{}\" cannot be opened ({+}): check the name and the folder."},
        [CAHIER_REFUSED_READ] = {"« {} » ne se lit pas jusqu'au bout ({+}) : copiez-le sur ce poste et relancez.",
                "\"{}\" cannot be read to its end ({+}): copy it to this machine and run again."},
        [CAHIER_REFUSED_FOLDER] = {"« {} » est un dossier : donnez les fichiers qu'il contient.",
                "\"{}\" is a folder: give the files inside."},
        [CAHIER_REFUSED_EMPTY] = {"« {} » est vide : exportez de nouveau les contributions et relancez.",
                "\"{}\" is empty: export the contributions again."},
        [CAHIER_REFUSED_HEADER_ONLY] = {"« {} » ne contient qu'une ligne de titres et aucune contribution : "
                                        "vérifiez les filtres de l'export.",
                "\"{}\" holds a header line and no contribution: check the filters of the export."},
        [CAHIER_REFUSED_WORKBOOK] = {"« {} » est un classeur qui ne se lit pas (abîmé, ou dans un autre format que "
                                     ".xlsx et .ods) : "
                                     "ouvrez-le, enregistrez-le en .xlsx et relancez.",
                "\"{}\" is a workbook that cannot be read (damaged, or neither .xlsx nor .ods): open it, save it as "
                ".xlsx and run again."},
        [CAHIER_REFUSED_NO_SHEET] = {"Le classeur n'a pas de feuille « {} ». Feuilles trouvées : {+}.",
                "The workbook has no sheet \"{}\". Sheets found: {+}."},
        [CAHIER_REFUSED_BOMB] = {"« {} » contient bien plus que sa taille n'annonce : par prudence il n'est pas lu. "
                                 "Ouvrez-le, enregistrez la feuille en CSV et donnez ce fichier.",
                "\"{}\" unpacks to far more than its size: it is not read, as a precaution. Open it, save the sheet as "
                "CSV and give that file."},
        [CAHIER_REFUSED_OLD_WORKBOOK] = {"« {} » est un ancien fichier Office (.xls, .doc) ou un classeur protégé par "
                                         "un mot de passe : ouvrez-le, enregistrez-le en .xlsx sans mot de passe et "
                                         "relancez.",
                "\"{}\" is an old Office file (.xls, .doc) or a workbook with a password: open it, save it as .xlsx "
                "without password and run again."},
        [CAHIER_REFUSED_ZIP] =
                {"« {} » est une archive : décompressez-la et donnez le fichier CSV ou JSON qu'elle contient.",
                        "\"{}\" is an archive: unpack it and give the CSV or JSON file inside."},
        [CAHIER_REFUSED_PDF] =
                {"« {} » est un PDF : demandez l'export CSV des contributions, ou copiez le texte dans un "
                 "fichier .txt (une contribution par paragraphe).",
                        "\"{}\" is a PDF: ask for a CSV export, or copy its text to a .txt file (one contribution a "
                        "paragraph)."},
        [CAHIER_REFUSED_IMAGE] =
                {"« {} » est une image : saisissez les contributions dans un tableau et enregistrez-le en CSV.",
                        "\"{}\" is a picture: type the contributions into a sheet and save it as CSV."},
        [CAHIER_REFUSED_DOCUMENT] = {"« {} » est un document de traitement de texte : enregistrez-le en texte brut "
                                     "(.txt, "
                                     "une contribution par paragraphe) et donnez ce fichier.",
                "\"{}\" is a word-processor document: save it as plain text (.txt, one contribution a paragraph)."},
        [CAHIER_REFUSED_COMPRESSED] = {"« {} » est compressé : décompressez-le et donnez le fichier obtenu.",
                "\"{}\" is compressed: unpack it and give the result."},
        [CAHIER_REFUSED_BINARY] = {"« {} » n'est pas un fichier texte : donnez un export CSV, JSON ou texte.",
                "\"{}\" is not a text file: give a CSV, JSON or text export."},
        [CAHIER_REFUSED_COLUMNS] = {"« {} » a plus de {+} colonnes : vérifiez le séparateur (option --delimiter) ou "
                                    "supprimez les colonnes inutiles.",
                "\"{}\" has more than {+} columns: check the delimiter (--delimiter) or remove columns."},
        [CAHIER_REFUSED_NO_COLUMN] = {"La colonne « {} » n'existe pas. Colonnes trouvées : {+}.",
                "There is no column \"{}\". Columns found: {+}."},
        [CAHIER_REFUSED_NO_TEXT] = {"« {} » n'a aucune colonne de texte reconnue : indiquez-la avec --text. "
                                    "Colonnes trouvées : {+}.",
                "\"{}\" has no text column that could be recognised: name it with --text. Columns found: {+}."},
        [CAHIER_REFUSED_ENCODING] =
                {"L'encodage « {} » est inconnu : essayez --encoding UTF-8 ou --encoding WINDOWS-1252.",
                        "Encoding \"{}\" is unknown: try --encoding UTF-8 or --encoding WINDOWS-1252."},
        [CAHIER_REFUSED_JSON] =
                {"« {} » ressemble à du JSON mais aucun enregistrement ne se lit : exportez-le de nouveau, "
                 "ou donnez l'export CSV.",
                        "\"{}\" looks like JSON but no record can be read: export it again, or give the CSV export."},
        [CAHIER_REFUSED_MEMORY] = {"« {} » est trop grand pour la mémoire accordée : coupez-le en plusieurs fichiers.",
                "\"{}\" is too large for the memory granted: cut it into several files."},
};

static const phrase asides[CAHIER_ASIDE_REASONS] = {
        [CAHIER_ASIDE_EMPTY_ROW] = {"ligne vide", "empty row"},
        [CAHIER_ASIDE_EMPTY_TEXT] = {"aucun texte", "no text"},
        [CAHIER_ASIDE_REPEATED] = {"même identifiant et même texte qu'une ligne précédente",
                "same id and same text as an earlier row"},
        [CAHIER_ASIDE_OTHER_KIND] = {"vote, commentaire ou signalement d'un export complet, pas une contribution",
                "vote, comment or report of a full export, not a contribution"},
        [CAHIER_ASIDE_UNREADABLE] = {"enregistrement JSON illisible", "unreadable JSON record"},
};

static const char *const aside_keys[CAHIER_ASIDE_REASONS] = {
        [CAHIER_ASIDE_EMPTY_ROW] = "empty_row",
        [CAHIER_ASIDE_EMPTY_TEXT] = "empty_text",
        [CAHIER_ASIDE_REPEATED] = "repeated",
        [CAHIER_ASIDE_OTHER_KIND] = "other_kind",
        [CAHIER_ASIDE_UNREADABLE] = "unreadable",
};

static const phrase roles[CAHIER_ROLES] = {
        [CAHIER_ROLE_OTHER] = {"non utilisée", "not used"},
        [CAHIER_ROLE_TEXT] = {"texte", "text"},
        [CAHIER_ROLE_FALLBACK] = {"à défaut", "fallback"},
        [CAHIER_ROLE_TITLE] = {"titre", "title"},
        [CAHIER_ROLE_ID] = {"identifiant", "id"},
        [CAHIER_ROLE_DATE] = {"date", "date"},
        [CAHIER_ROLE_PLACE] = {"lieu", "place"},
        [CAHIER_ROLE_PERSON] = {"clé d'auteur", "author key"},
        [CAHIER_ROLE_GROUP] = {"groupe", "group"},
        [CAHIER_ROLE_POSITION] = {"position", "position"},
        [CAHIER_ROLE_QUESTION] = {"question", "question"},
        [CAHIER_ROLE_KIND] = {"type de ligne", "row type"},
        [CAHIER_ROLE_HINT] = {"rubrique d'origine", "original heading"},
        [CAHIER_ROLE_NAME] = {"donnée personnelle, ignorée", "personal data, dropped"},
};

static const char *const role_keys[CAHIER_ROLES] = {
        [CAHIER_ROLE_OTHER] = "other",
        [CAHIER_ROLE_TEXT] = "text",
        [CAHIER_ROLE_FALLBACK] = "fallback",
        [CAHIER_ROLE_TITLE] = "title",
        [CAHIER_ROLE_ID] = "id",
        [CAHIER_ROLE_DATE] = "date",
        [CAHIER_ROLE_PLACE] = "place",
        [CAHIER_ROLE_PERSON] = "person",
        [CAHIER_ROLE_GROUP] = "group",
        [CAHIER_ROLE_POSITION] = "position",
        [CAHIER_ROLE_QUESTION] = "question",
        [CAHIER_ROLE_KIND] = "kind",
        [CAHIER_ROLE_HINT] = "hint",
        [CAHIER_ROLE_NAME] = "dropped",
};

static const phrase whys[CAHIER_WHYS] = {
        [CAHIER_WHY_NOTHING] = {"", ""},
        [CAHIER_WHY_ASKED] = {"demandée", "asked for"},
        [CAHIER_WHY_NAME] = {"d'après son nom", "by its name"},
        [CAHIER_WHY_CONTENT] = {"d'après son contenu", "by its content"},
        [CAHIER_WHY_QUESTION] = {"question ouverte", "open question"},
        [CAHIER_WHY_LOCALE] = {"autre langue ou résumé", "other locale or summary"},
        [CAHIER_WHY_ONLY_TITLE] = {"seul texte du fichier", "the only text of the file"},
        [CAHIER_WHY_PRIVATE] = {"désigne des personnes", "names people"},
        [CAHIER_WHY_EMPTY] = {"vide", "empty"},
        [CAHIER_WHY_CLOSED] = {"question fermée", "closed question"},
};

/* By bit of CAHIER_NOTE_*. */
static const phrase notes[] = {
        {"accents mal décodés réparés (« Ã© » → « é »)", "mis-decoded accents repaired"},
        {"balises ou entités HTML retirées", "HTML tags or entities removed"},
        {"apostrophe de protection retirée (« '- » → « - »)", "formula quote removed"},
        {"caractères de contrôle retirés", "control characters removed"},
        {"octets illisibles remplacés par « \xEF\xBF\xBD »", "unreadable bytes replaced"},
        {"ligne avec trop ou trop peu de champs", "row with too many or too few fields"},
        {"identifiant déjà pris, suffixe ajouté", "id already taken, suffix added"},
        {"texte tronqué à 1 Mio", "text cut at 1 MiB"},
        {"langue douteuse", "doubtful language"},
        {"sans réponse", "no answer"},
        {"accents perdus avant l'export (« d?chets »)", "accents lost before the export"},
        {"mise à part : l'analyse s'arrête sur ce texte", "set aside: the analysis stops on this text"},
};

static const phrase formats[CAHIER_FORMATS] = {
        [CAHIER_FORMAT_CSV] = {"CSV", "CSV"},
        [CAHIER_FORMAT_JSON] = {"JSON", "JSON"},
        [CAHIER_FORMAT_JSON_LINES] = {"JSON Lines", "JSON Lines"},
        [CAHIER_FORMAT_LINES] = {"texte, une contribution par ligne", "text, one contribution a line"},
        [CAHIER_FORMAT_PARAGRAPHS] = {"texte, une contribution par paragraphe", "text, one contribution a paragraph"},
        [CAHIER_FORMAT_IRAMUTEQ] = {"corpus IRaMuTeQ", "IRaMuTeQ corpus"},
        [CAHIER_FORMAT_XLSX] = {"classeur Excel", "Excel workbook"},
        [CAHIER_FORMAT_ODS] = {"classeur OpenDocument", "OpenDocument workbook"},
};

static const char *say(const phrase *said, bool english)
{
    return english ? said->english : said->french;
}

const char *cahier_set_aside_sentence(cahier_set_aside_reason reason, bool english)
{
    return say(&asides[reason], english);
}

const char *cahier_set_aside_key(cahier_set_aside_reason reason)
{
    return aside_keys[reason];
}

const char *cahier_role_label(cahier_role role, bool english)
{
    return say(&roles[role], english);
}

const char *cahier_role_key(cahier_role role)
{
    return role_keys[role];
}

const char *cahier_role_reason(cahier_role_why why, bool english)
{
    return say(&whys[why], english);
}

const char *cahier_note_label(uint32_t bit, bool english)
{
    return bit < sizeof notes / sizeof notes[0] ? say(&notes[bit], english) : "";
}

const char *cahier_format_label(cahier_intake_format format, bool english)
{
    return say(&formats[format], english);
}

/* Never cuts inside a character: a cut sentence must still be UTF-8. */
static size_t copy_whole(char *to, size_t room, const char *from, size_t len)
{
    if (len > room) {
        len = room;
        while (len > 0 && ((unsigned char)from[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    memcpy(to, from, len);
    return len;
}

void cahier_refusal_write(
        cahier_refusal refusal, bool english, const char *what, const char *more, char sentence[CAHIER_SENTENCE_MAX])
{
    const char *form = say(&refusals[refusal], english);
    size_t used = 0;
    while (*form != '\0') {
        const char *piece = form;
        size_t len = strcspn(form, "{");
        form += len;
        if (len == 0) {
            bool second = form[1] == '+';
            piece = second ? more : what;
            piece = piece == NULL ? "" : piece;
            len = strlen(piece);
            form += second ? 3 : 2;
        }
        used += copy_whole(sentence + used, CAHIER_SENTENCE_MAX - 1 - used, piece, len);
    }
    sentence[used] = '\0';
}
