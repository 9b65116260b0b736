/* SPDX-License-Identifier: Apache-2.0 */
/* JSON, JSON Lines and plain text. */
#include "cases.h"

static const intake_case json[] = {
        {"an array of objects", "a.json",
                BYTES("[{\"id\":1,\"text\":\"Plus de bancs\"},\n {\"id\":2,\"text\":\"Rien\"}]"),
                "1: Plus de bancs\n2: Rien\n"},
        {"JSON Lines", "a.jsonl", BYTES("{\"id\":1,\"text\":\"Plus de bancs\"}\n{\"id\":2,\"text\":\"Rien\"}\n"),
                "1: Plus de bancs\n2: Rien\n"},
        {"an object that holds the array", "a.json",
                BYTES("{\"meta\":{\"count\":2},\"data\":{\"list\":[{\"id\":1,\"text\":\"Plus de "
                      "bancs\"},{\"id\":2,\"text\":\"Rien\"}]}}"),
                "1: Plus de bancs\n2: Rien\n"},
        {"GraphQL edges", "a.json",
                BYTES("{\"data\":{\"proposals\":{\"edges\":[{\"node\":{\"id\":\"p1\",\"title\":{\"fr\":\"Bancs\"},"
                      "\"body\":{\"fr\":\"Plus de bancs\"}}}]}}}"),
                "p1: Plus de bancs {Bancs}\n"},
        {"a single object", "a.json", BYTES("{\"id\":1,\"text\":\"Plus de bancs\"}"), "1: Plus de bancs\n"},
        {"an array of strings", "a.json", BYTES("[\"Plus de bancs\", \"Moins de bruit\"]"),
                "1: Plus de bancs\n2: Moins de bruit\n"},
        {"nested keys of Decidim", "a.json",
                BYTES("[{\"id\":7,\"author\":{\"id\":3,\"name\":\"Jeanne "
                      "Dupont\"},\"title\":{\"fr\":\"Bancs\",\"en\":\"Benches\"},"
                      "\"body\":{\"fr\":\"Plus de bancs\",\"en\":\"More "
                      "benches\"},\"scope\":{\"name\":{\"fr\":\"Nord\"}}}]"),
                "7: Plus de bancs {Bancs} @Nord #1\n"},
        {"the Grand Débat's responses", "a.json",
                BYTES("[\n{\"id\":\"A\",\"authorId\":\"u1\",\"authorZipCode\":\"35000\",\"publishedAt\":\"2019-01-22 "
                      "10:00:00\","
                      "\"responses\":[{\"questionId\":\"1\",\"questionTitle\":\"Que faire pour l'eau "
                      "?\",\"value\":\"La protéger des "
                      "pesticides\",\"formattedValue\":\"La protéger des "
                      "pesticides\"},{\"questionId\":\"2\",\"questionTitle\":\"Que faire "
                      "pour l'air ?\",\"value\":null,\"formattedValue\":null}]}\n,\n"
                      "{\"id\":\"B\",\"authorId\":\"u2\",\"authorZipCode\":\"29200\",\"publishedAt\":\"2019-01-23 "
                      "10:00:00\","
                      "\"responses\":[{\"questionTitle\":\"Que faire pour l'eau ?\",\"formattedValue\":\"Rien de plus "
                      "qu'aujourd'hui\"},"
                      "{\"questionTitle\":\"Que faire pour l'air ?\",\"formattedValue\":\"Moins de voitures en "
                      "ville\"}]}\n]\n"),
                "A/1: La protéger des pesticides ?Que faire pour l'eau ? @35000 =20190122 #1\n"
                "B/1: Rien de plus qu'aujourd'hui ?Que faire pour l'eau ? @29200 =20190123 #2\n"
                "B/2: Moins de voitures en ville ?Que faire pour l'air ? @29200 =20190123 #2\n"},
        {"a question a record", "a.jsonl",
                BYTES("{\"id\":1,\"text\":\"Plus de bancs\",\"question\":\"Que faut-il au parc ?\"}\n"
                      "{\"id\":2,\"text\":\"Rien\",\"question\":\"Que faut-il au parc ?\"}\n"),
                "1: Plus de bancs ?Que faut-il au parc ?\n2: Rien ?Que faut-il au parc ?\n"},
        {"CONSUL proposals: the summary waits", "proposals.json",
                BYTES("[{\"id\":1,\"title\":\"Bancs\",\"summary\":\"Des bancs\",\"description\":\"<p>Plus de "
                      "bancs</p>\"},"
                      "{\"id\":2,\"title\":\"Bruit\",\"summary\":\"Moins de bruit\",\"description\":\"\"}]"),
                "1: Plus de bancs {Bancs} %html\n2: Moins de bruit {Bruit}\n"},
        {"CONSUL comments", "comments.json",
                BYTES("[{\"id\":9,\"commentable_id\":1,\"commentable_type\":\"Proposal\",\"body\":\"Tout à fait "
                      "d'accord\"}]"),
                "9: Tout à fait d'accord\n"},
        {"a broken line of JSON Lines is set aside", "a.jsonl",
                BYTES("{\"id\":1,\"text\":\"Un\"}\n{\"id\":2,\"text\":\"Deux\n{\"id\":3,\"text\":\"Trois\"}\n{\"id\":4,"
                      "\"text\":\"Quatre\"}\n"),
                "1: Un\n3: Trois\n4: Quatre\n- 2 unreadable\n"},
        {"a truncated array", "a.json", BYTES("[{\"id\":1,\"text\":\"Un\"},\n{\"id\":2,\"te"),
                "1: Un\n- 2 unreadable\n"},
        {"numbers in an array of objects", "a.json",
                BYTES("[{\"text\":\"Un banc\"} 1 2 3, 4, null, {\"text\":\"Deux bancs\"}]"),
                "1: Un banc\n7: Deux bancs\n- 1 unreadable\n- 1 unreadable\n- 1 unreadable\n- 1 unreadable\n- 1 "
                "unreadable\n"},
        {"an empty object", "a.json", BYTES("[{\"text\":\"Un banc\"},{}]"), "1: Un banc\n- 1 empty_row\n"},
        {"an escaped NUL", "a.json", BYTES("[{\"text\":\"Un\\u0000 banc\"}]"),
                "1: Un\xEF\xBF\xBD banc %lost_letters\n"},
        {"half an emoji", "a.json", BYTES("[{\"text\":\"Bravo \\ud83d\"}]"), "1: Bravo \xEF\xBF\xBD %lost_letters\n"},
        {"a whole emoji", "a.json", BYTES("[{\"text\":\"Bravo \\ud83d\\udc4d\"}]"), "1: Bravo 👍\n"},
        {"a bracket is not JSON", "a.txt", BYTES("[Question 1] Que faire ?\nPlus de bancs\n"),
                "1: [Question 1] Que faire ?\n2: Plus de bancs\n"},
        {"JSON that cannot be read", "a.json", BYTES("[{\"a\":]]]"), "! « a.json » ressemble à du JSON"},
        {"an empty array", "a.json", BYTES("[]"), "! « a.json »"},
        {"arrays of scalars are joined", "a.json",
                BYTES("[{\"id\":1,\"text\":\"Un banc\",\"profil\":[\"parent\",\"élu\"]}]"),
                "1: Un banc &parent, élu\n"},
        {"deep nesting", "a.json",
                BYTES("[{\"text\":\"Un "
                      "banc\",\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{"
                      "\"x\":"
                      "{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":1}}}}}}}}}}}}}}}}}}}}}]"),
                "1: Un banc\n"},
};

static const intake_case plain[] = {
        {"one contribution a line", "a.txt", BYTES("Plus de bancs, vite\nMoins de bruit\n"),
                "1: Plus de bancs, vite\n2: Moins de bruit\n"},
        {"prose with commas is no table", "a.txt",
                BYTES("Bonjour, je voudrais des bancs\nMoins de bruit, de poussière, de camions\nDes arbres\n"),
                "1: Bonjour, je voudrais des bancs\n2: Moins de bruit, de poussière, de camions\n3: Des arbres\n"},
        {"paragraphs", "a.txt", BYTES("Bonjour,\nil manque des bancs.\n\nLa rue est\nsale.\n\n\nMerci\n"),
                "1: Bonjour,/il manque des bancs.\n2: La rue est/sale.\n3: Merci\n"},
        {"lines with a blank one", "a.txt", BYTES("Des bancs\n\nDes arbres\n"),
                "1: Des bancs\n3: Des arbres\n- 2 empty_row\n"},
        {"CR line ends", "a.txt", BYTES("Des bancs\rDes arbres\r"), "1: Des bancs\n2: Des arbres\n"},
        {"one word", "a.txt", BYTES("Oui"), "1: Oui\n"},
        {"an IRaMuTeQ corpus", "a.txt",
                BYTES("**** *quartier_Centre *age_60 *Commentaire_1\n-*theme\nPlus de bancs\ndans le parc\n\n"
                      "**** *quartier_Gare *age_30 *Commentaire_2\nMoins de bruit\n"),
                "1: Plus de bancs/dans le parc @Centre &60\n2: Moins de bruit @Gare &30\n"},
        {"an IRaMuTeQ text without words", "a.txt", BYTES("**** *v_1\n\n**** *v_2\nDes bancs\n"),
                "2: Des bancs\n- 1 empty_text\n"},
};

static void test_json(void **state)
{
    (void)state;
    run_intake_cases(json, sizeof json / sizeof json[0]);
}

static void test_plain(void **state)
{
    (void)state;
    run_intake_cases(plain, sizeof plain / sizeof plain[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_json), cmocka_unit_test(test_plain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
