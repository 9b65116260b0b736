/* SPDX-License-Identifier: Apache-2.0 */
#include "cases.h"

static const intake_case delimited[] = {
        {"a semicolon table", "a.csv", BYTES("id;texte\n1;Plus de bancs\n2;Moins de voitures\n"),
                "1: Plus de bancs\n2: Moins de voitures\n"},
        {"a comma table", "a.csv", BYTES("id,texte\n1,Plus de bancs\n2,Moins de voitures\n"),
                "1: Plus de bancs\n2: Moins de voitures\n"},
        {"a tab table", "a.tsv", BYTES("id\ttexte\n1\tPlus de bancs\n2\tMoins de voitures\n"),
                "1: Plus de bancs\n2: Moins de voitures\n"},
        {"a bar table", "a.csv", BYTES("id|texte\n1|Plus de bancs\n2|Moins de voitures\n"),
                "1: Plus de bancs\n2: Moins de voitures\n"},
        {"semicolon inside quotes", "a.csv", BYTES("id;texte\n1;\"Des bancs ; des arbres\"\n2;Rien\n"),
                "1: Des bancs ; des arbres\n2: Rien\n"},
        {"commas in the text of a semicolon table", "a.csv",
                BYTES("id;texte\n1;Des bancs, des arbres, de l'eau\n2;Un, deux, trois, quatre\n"),
                "1: Des bancs, des arbres, de l'eau\n2: Un, deux, trois, quatre\n"},
        {"doubled quotes", "a.csv", BYTES("id;texte\n1;\"Le maire a dit \"\"oui\"\" hier\"\n"),
                "1: Le maire a dit \"oui\" hier\n"},
        {"a quote inside an unquoted field", "a.csv",
                BYTES("id;texte\n1;Le \"grand\" parc\n2;ok pour le 15\" de pluie\n"),
                "1: Le \"grand\" parc\n2: ok pour le 15\" de pluie\n"},
        {"bare quotes inside a quoted field", "a.csv",
                BYTES("id;texte;date\n1;\"Il dit \"oui\" et part\";2025-03-01\n"),
                "1: Il dit \"oui\" et part =20250301\n"},
        {"blanks around quotes", "a.csv", BYTES("id, texte\n1, \"Des bancs, vite\" \n2, Rien\n"),
                "1: Des bancs, vite\n2: Rien\n"},
        {"line breaks inside quotes", "a.csv", BYTES("id;texte\n1;\"Un\ndeux\n\ntrois\"\n2;Fin\n"),
                "1: Un/deux//trois\n2: Fin\n"},
        {"CRLF line ends", "a.csv", BYTES("id;texte\r\n1;Plus de bancs\r\n2;\"a\r\nb\"\r\n"),
                "1: Plus de bancs\n2: a\\/b\n"},
        {"CR line ends of an old Mac", "a.csv", BYTES("id;texte\r1;Plus de bancs\r2;Moins de bruit\r"),
                "1: Plus de bancs\n2: Moins de bruit\n"},
        {"no line end at the end", "a.csv", BYTES("id;texte\n1;Plus de bancs"), "1: Plus de bancs\n"},
        {"byte order mark", "a.csv", BYTES("\xEF\xBB\xBFid;texte\n1;Été\n"), "1: Été\n"},
        {"sep= first", "a.csv", BYTES("sep=;\nid;texte\n1;Plus, de, bancs\n"), "1: Plus, de, bancs\n"},
        {"sep= quoted, with a comma", "a.csv", BYTES("\"sep=,\"\r\nid,texte\r\n1,Plus de bancs\r\n"),
                "1: Plus de bancs\n"},
        {"blank lines above the header", "a.csv", BYTES("\n\n  \nid;texte\n1;Plus de bancs\n"), "1: Plus de bancs\n"},
        {"a blank line between rows", "a.csv", BYTES("id;texte\n1;Plus de bancs\n\n2;Moins de bruit\n"),
                "1: Plus de bancs\n2: Moins de bruit\n- 3 empty_row\n"},
        {"rows of delimiters only", "a.csv", BYTES("id;texte\n1;Plus de bancs\n;\n;\n"),
                "1: Plus de bancs\n- 3 empty_row\n- 4 empty_row\n"},
        {"a row without text", "a.csv", BYTES("id;texte;quartier\n1;;Centre\n2;Plus de bancs;Gare\n3;   ;Gare\n"),
                "2: Plus de bancs @Gare\n- 2 empty_text\n- 4 empty_text\n"},
        {"all rows without text", "a.csv", BYTES("id;texte;quartier\n1;;Centre\n2;;Gare\n"),
                "- 2 empty_text\n- 3 empty_text\n"},
        {"a short row", "a.csv", BYTES("id;texte;quartier\n1;Plus de bancs\n2;Moins de bruit;Gare\n"),
                "1: Plus de bancs %ragged\n2: Moins de bruit @Gare\n"},
        {"an unquoted delimiter in the text", "a.csv",
                BYTES("id;texte;quartier\n1;Plus de bancs ; vite;Centre\n2;Moins de bruit;Gare\n3;Rien;Gare\n"),
                "1: Plus de bancs ; vite @Centre %ragged\n2: Moins de bruit @Gare\n3: Rien @Gare\n"},
        {"delimiters at the end of rows", "a.csv", BYTES("id;texte\n1;Plus de bancs;;;\n2;Moins de bruit;;;\n3;Rien\n"),
                "1: Plus de bancs\n2: Moins de bruit\n3: Rien\n"},
        {"a quote that never closes costs one row", "a.csv",
                BYTES("id;texte;quartier\n1;\"Plus de bancs;Centre\n2;\"Moins de bruit\";Gare\n3;Rien;Gare\n"),
                "1: \"Plus de bancs @Centre\n2: Moins de bruit @Gare\n3: Rien @Gare\n"},
        {"a quote that never closes in the last row", "a.csv",
                BYTES("id;texte;quartier\n1;Plus de bancs;Centre\n2;\"Moins de bruit;Gare\n"),
                "1: Plus de bancs @Centre\n2: \"Moins de bruit @Gare\n"},
        {"an empty quoted text", "a.csv", BYTES("id;texte\n1;\"\"\n2;\"Plus\"\n"), "2: Plus\n- 2 empty_text\n"},
        {"one column with a known name", "a.csv", BYTES("texte\nPlus de bancs\nMoins de bruit\n"),
                "1: Plus de bancs\n2: Moins de bruit\n"},
        {"one column without a name", "a.csv", BYTES("Bonjour\nPlus de bancs au parc\nMoins de bruit la nuit\n"),
                "1: Bonjour\n2: Plus de bancs au parc\n3: Moins de bruit la nuit\n"},
        {"one quoted column", "a.csv", BYTES("texte\n\"Plus de bancs, d'arbres\"\n\"Moins\nde bruit\"\n"),
                "1: Plus de bancs, d'arbres\n2: Moins/de bruit\n"},
        {"no header: texts between numbers and dates", "a.csv",
                BYTES("12;Il faudrait plus de bancs dans le parc;03/04/2025\n13;Les rues sont sales le dimanche "
                      "matin;14/04/2025\n"),
                "1: Il faudrait plus de bancs dans le parc =20250403\n2: Les rues sont sales le dimanche matin "
                "=20250414\n"},
        {"header only", "a.csv", BYTES("id;texte;quartier\n"), "! « a.csv » ne contient qu'une ligne de titres"},
        {"empty file", "a.csv", BYTES(""), "! « a.csv » est vide"},
        {"blanks only", "a.csv", BYTES("\n \n\r\n"), "! « a.csv » est vide"},
        {"same id, other text: a suffix", "a.csv", BYTES("id;texte\n7;Plus de bancs\n7;Moins de bruit\n7;Rien\n"),
                "7: Plus de bancs\n7-2: Moins de bruit %id_renamed\n7-3: Rien %id_renamed\n"},
        {"same id, same text: set aside", "a.csv", BYTES("id;texte\n7;Plus de bancs\n8;Rien\n7;Plus de bancs\n"),
                "7: Plus de bancs\n8: Rien\n- 4 repeated\n"},
        {"all rows the same", "a.csv", BYTES("id;texte\n7;Oui\n7;Oui\n7;Oui\n"),
                "7: Oui\n- 3 repeated\n- 4 repeated\n"},
        {"a suffix that is taken", "a.csv", BYTES("id;texte\n7-2;Un\n7;Deux\n7;Trois\n"),
                "7-2: Un\n7: Deux\n7-3: Trois %id_renamed\n"},
        {"the same words by two persons are two contributions", "a.csv",
                BYTES("auteur;texte\nA1;Plus de bancs\nA2;Plus de bancs\nA1;Moins de bruit\n"),
                "1: Plus de bancs #1\n2: Plus de bancs #2\n3: Moins de bruit #1\n"},
        {"a NUL byte in the text", "a.csv", BYTES("id;texte\n1;Plus\0 de bancs\n2;Moins de bruit\n"),
                "1: Plus de bancs %control\n2: Moins de bruit\n"},
        {"emoji only", "a.csv", BYTES("id;texte\n1;👍👍\n2;❤️\n3;👩‍👧\n"),
                "1: 👍👍\n2: ❤️\n3: 👩‍👧\n"},
        {"other languages pass", "a.csv", BYTES("id;texte\n1;More benches please\n2;الحديقة جميلة\n3;更多的树\n"),
                "1: More benches please\n2: الحديقة جميلة\n3: 更多的树\n"},
        {"a title above the header", "a.csv",
                BYTES("Consultation du centre-ville;;\n;;\nN°;Nom;Proposition\n1;Dupont;Plus de bancs\n2;Martin;Moins "
                      "de bruit\n"),
                "1: Plus de bancs #1\n2: Moins de bruit #2\n"},
        {"no header: a first row with one filled cell is kept", "a.csv",
                BYTES(";Il manque des bancs dans le parc;\n12;Les rues sont sales le dimanche;03/04/2025\n13;Trop de "
                      "bruit la nuit ici;04/04/2025\n"),
                "1: Il manque des bancs dans le parc\n2: Les rues sont sales le dimanche =20250403\n3: Trop de bruit "
                "la nuit ici =20250404\n"},
        {"an opinion poll beside its comment is no text", "a.csv",
                BYTES("Réf;Avis;Commentaire libre\n1;Favorable;Il faudrait aussi des bancs\n2;Défavorable;Cela coûte "
                      "beaucoup trop cher\n"
                      "3;Favorable;\n4;Favorable;Un très beau projet pour "
                      "nous\n5;Défavorable;\n6;Favorable;\n7;Favorable;\n"),
                "1: Il faudrait aussi des bancs\n2: Cela coûte beaucoup trop cher\n4: Un très beau projet pour nous\n"
                "- 4 empty_text\n- 6 empty_text\n- 7 empty_text\n- 8 empty_text\n"},
        {"duplicate column names", "a.csv", BYTES("id;texte;note;note\n1;Plus de bancs;3;4\n"), "1: Plus de bancs\n"},
        {"an empty column name", "a.csv", BYTES("id;;texte\n1;x;Plus de bancs\n"), "1: Plus de bancs\n"},
};

static void test_delimited(void **state)
{
    (void)state;
    run_intake_cases(delimited, sizeof delimited / sizeof delimited[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_delimited)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
