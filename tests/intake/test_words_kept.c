/* SPDX-License-Identifier: Apache-2.0 */
/* What exporters do to words is undone; words are left alone. Each case is the text of one JSON record. */
#include "cases.h"

static const struct {
    const char *in, *expected, *notes;
} cells[] = {
        /* formula quotes */
        {"'- Des bancs", "- Des bancs", "formula_quote"},
        {"'=somme", "=somme", "formula_quote"},
        {"'@mairie bonjour", "@mairie bonjour", "formula_quote"},
        {"'aujourd'hui'", "'aujourd'hui'", ""},
        {"- '- deux", "- '- deux", ""},
        /* mojibake */
        {"L'Ã©tÃ© Ã  la plage", "L'été à la plage", "mojibake"},
        {"câ€™est lâ€™Ã©cole", "c’est l’école", "mojibake"},
        {"des Å“uvres", "des œuvres", "mojibake"},
        {"10 â‚¬ de lâ€™heure", "10 € de l’heure", "mojibake"},
        {"Â« oui Â»", "« oui »", "mojibake"},
        {"Ã‰cole fermÃ©e", "École fermée", "mojibake"},
        {"ÃƒÂ©cole", "école", "mojibake"},
        {"√©cole ferm√©e", "école fermée", "mojibake"},
        {"├®cole ferm├®e", "école fermée", "mojibake"},
        {"Ãa alors, Ã©tÃ©", "Ãa alors, Ã©tÃ©", ""},
        {"le CAFÉ» ouvert", "le CAFÉ» ouvert", ""},
        {"SÃO PAULO", "SÃO PAULO", ""},
        {"Âge : 30 ans", "Âge : 30 ans", ""},
        {"√ 2 vaut 1,4", "√ 2 vaut 1,4", ""},
        /* HTML */
        {"<p>Un</p><p>Deux</p>", "Un//Deux", "html"},
        {"Un<br>deux<br/>trois", "Un/deux/trois", "html"},
        {"<ul><li>Un</li><li>Deux</li></ul>", "Un//Deux", "html"},
        {"<a href=\"https://x.fr/?a=1>2\">lien</a> ici", "lien ici", "html"},
        {"<STRONG class='x'>Fort</STRONG>", "Fort", "html"},
        {"R&eacute;nover l&#39;&eacute;cole &amp; la rue", "Rénover l'école & la rue", "html"},
        {"d&amp;eacute;chets", "déchets", "html"},
        {"&#x2019;&#8217;", "’’", "html"},
        {"avant<!-- note -->après", "avantaprès", "html"},
        {"<style>p{color:red}</style>Texte", "Texte", "html"},
        {"<script>alert(1)</script>Texte", "Texte", "html"},
        {"a < b et c > d", "a < b et c > d", ""},
        {"si a <b et c> d", "si a <b et c> d", ""},
        {"moins de <15 km", "moins de <15 km", ""},
        {"<- ici, <3 la ville", "<- ici, <3 la ville", ""},
        {"écrire à <jean@x.fr>", "écrire à <jean@x.fr>", ""},
        {"R&D et Q&R ; AT&T;", "R&D et Q&R ; AT&T;", ""},
        {"<p", "<p", ""},
        {"avant <!-- jamais fermé", "avant <!-- jamais fermé", ""},
        {"un <b>gras jamais fermé", "un gras jamais fermé", "html"},
        /* controls */
        {"zéro\xE2\x80\x8Bwidth", "zérowidth", "control"},
        {"co\xC2\xADupure", "coupure", "control"},
        {"points… et – tirets — « guillemets »", "points… et – tirets — « guillemets »", ""},
        {"\xC2\xA0 bonjour \xC2\xA0", "bonjour", ""},
        /* lost letters are only noted */
        {"les d?chets et la propret?e", "les d?chets et la propret?e", "lost_letters"},
        {"non?ben non, c'est drôle ça?oui", "non?ben non, c'est drôle ça?oui", ""},
        {"l?eau, l?air et la santé", "l?eau, l?air et la santé", "lost_letters"},
        {"quoi ? où ? pourquoi?", "quoi ? où ? pourquoi?", ""},
        {"voir page?id=3 et page?x=2", "voir page?id=3 et page?x=2", ""},
        {"les d\xEF\xBF\xBD"
         "chets",
                "les d\xEF\xBF\xBD"
                "chets",
                "lost_letters"},
};

/* The text as a JSON string: quotes and backslashes escaped. */
static size_t write_record(const char *text, char *out)
{
    size_t used = 0;
    used += (size_t)sprintf(out, "[{\"id\":\"1\",\"text\":\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            out[used++] = '\\';
        }
        out[used++] = *text;
    }
    used += (size_t)sprintf(out + used, "\"}]");
    return used;
}

static void test_cells(void **state)
{
    (void)state;
    intake_fixture fixture;
    size_t failed = 0;
    intake_fixture_open(&fixture, (size_t)64 << 20);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        char record[1024], expected[1024];
        cahier_intake_options options = {.delimiter = 0};
        intake_fixture_read(&fixture, &options, "a.json", record, write_record(cells[i].in, record));
        snprintf(expected, sizeof expected, "1: %s%s%s\n", cells[i].expected, cells[i].notes[0] == '\0' ? "" : " %",
                cells[i].notes);
        const char *got = intake_fixture_describe(&fixture);
        if (strcmp(got, expected) != 0) {
            print_error("--- expected\n%s--- got\n%s\n", expected, got);
            failed++;
        }
    }
    intake_fixture_close(&fixture);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
