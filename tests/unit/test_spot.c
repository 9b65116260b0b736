/* SPDX-License-Identifier: Apache-2.0 */
#include "routed.h"

static cahier_spots open_forms(bench *b, const char *const *form, uint32_t count)
{
    cahier_text texts[32];
    cahier_spots spots;
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = (cahier_text){form[i], (uint32_t)strlen(form[i])};
    }
    cahier_spot_forms list = {.at = texts, .count = count};
    assert_int_equal(cahier_spots_open(&b->process, &b->scratch, b->lexicons, &list, &spots), CAHIER_OK);
    return spots;
}

/* What is found in a text, as "first words|next words". */
static void find(bench *b, const cahier_spots *spots, const char *text, char *to, size_t room)
{
    cahier_document d = analysed(b, text);
    cahier_spotted spotted;
    size_t used = 0;
    assert_int_equal(cahier_spots_find(spots, b->types, &d, &b->batch, &b->scratch, &spotted), CAHIER_OK);
    to[0] = '\0';
    for (uint32_t i = 0; i < spotted.count; i++) {
        uint32_t start = d.tokens.at[spotted.at[i].first].start, end = d.tokens.at[spotted.at[i].end - 1].end;
        used += (size_t)snprintf(
                to + used, room - used, "%s%.*s", i > 0 ? "|" : "", (int)(end - start), d.text.at + start);
    }
}

static void forms_are_met_in_their_inflections(void **state)
{
    static const char *const forms[] = {"nid de poule", "trottoir", "poubelle ramassée", "sécurité", "jeu",
            "aire de jeux", "fil électrique à terre", "=en feu", "==bal", "=mettre fin à mes jours", "==veux en finir"};
    static const struct {
        const char *text, *found;
    } cases[] = {
            {"Des nids-de-poules et des TROTTOIRS.", "nids-de-poules|TROTTOIRS"},
            {"le trotoir", "trotoir"},
            {"Les poubelles n'ont jamais été ramassées.", "poubelles n'ont jamais été ramassées"},
            {"La securite, la SÉCURITÉ", "securite|SÉCURITÉ"},
            {"Une aire de jeux, des jeux.", "aire de jeux|jeux"},
            {"Un fil électrique tombé à terre.", "fil électrique tombé à terre"},
            {"Un fil, électrique à terre.", ""},                     /* a comma parts words */
            {"Un fil électrique très dangereux tombé à terre.", ""}, /* two words in between are too many */
            {"Le feu. Une voiture en feu !", "en feu"},
            {"Un bal, des balais.", "bal"},
            {"Je pense mettre fin à mes jours.", "mettre fin à mes jours"},
            {"Je veux en finir. Je veux en un mot finir.", "veux en finir"},
            {"", ""},
    };
    bench *b = *state;
    cahier_spots spots = open_forms(b, forms, sizeof forms / sizeof *forms);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[256];
        find(b, &spots, cases[i].text, found, sizeof found);
        if (strcmp(found, cases[i].found) != 0) {
            fail_msg("%s: \"%s\"", cases[i].text, found);
        }
    }
}

static void forms_of_the_same_words_are_one_place(void **state)
{
    static const char *const forms[] = {"rat", "arbre", "arbres"};
    bench *b = *state;
    cahier_spots spots = open_forms(b, forms, 3);
    cahier_document d = analysed(b, "des arbres");
    cahier_spotted spotted;
    assert_int_equal(cahier_spots_find(&spots, b->types, &d, &b->batch, &b->scratch, &spotted), CAHIER_OK);
    assert_int_equal(spotted.count, 1);
    assert_int_equal(spotted.at[0].form, 1);
    assert_int_equal(spots.next_form[1], 2);
    assert_int_equal(spots.next_form[2], CAHIER_NONE);
}

static void a_form_without_words_is_refused_with_its_row(void **state)
{
    static const char *const bad[] = {"de la", "...", "=", "a1 b2 c3 d4 e5 f6 g7 h8 i9"};
    bench *b = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cahier_text forms[2] = {{"arbre", 5}, {bad[i], (uint32_t)strlen(bad[i])}};
        cahier_spots spots;
        cahier_spot_forms list = {.at = forms, .count = 2, .wrong = 9};
        assert_int_equal(cahier_spots_open(&b->process, &b->scratch, b->lexicons, &list, &spots), CAHIER_ERROR_LEXICON);
        assert_int_equal(list.wrong, 1);
    }
}

static void refused_memory_is_reported(void **state)
{
    static const cahier_text forms[] = {{"arbre mort", 10}, {"=en feu", 7}};
    bench *b = *state;
    for (int64_t n = 0;; n++) {
        cahier_spots spots;
        cahier_spot_forms list = {.at = forms, .count = 2};
        size_t mark = cahier_arena_mark(&b->process);
        b->process.fail_after = n;
        cahier_status status = cahier_spots_open(&b->process, &b->scratch, b->lexicons, &list, &spots);
        b->process.fail_after = -1;
        if (status == CAHIER_OK) {
            assert_true(n > 10);
            return;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
        cahier_arena_reset(&b->process, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(forms_are_met_in_their_inflections),
            cmocka_unit_test(forms_of_the_same_words_are_one_place),
            cmocka_unit_test(a_form_without_words_is_refused_with_its_row),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests_name("spot", tests, bench_open, bench_close);
}
