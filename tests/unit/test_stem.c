/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "golden.h"
#include "stem.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/stem.tsv"
#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})

static cahier_arena arena;
static cahier_stemmer *stemmer;
static cahier_lexicons *lexicons;

static int open_all(void **state)
{
    static const fixture entries = {
            .entries = {
                    [CAHIER_LEXICON_STEMS] = "travaux\ttravail\tx\npêche\tpeche\tx\npéché\tpecher\tx\nélu\télu\tx\n",
                    [CAHIER_LEXICON_STOPWORDS] = "sécurité\tx\n",
            }};
    cahier_error error = {0};
    (void)state;
    return cahier_arena_open(&arena, (size_t)16 << 20) && cahier_stemmer_open(&stemmer) == CAHIER_OK &&
                           fixture_compile(&arena, &entries, &lexicons, &error) == CAHIER_OK
                   ? 0
                   : -1;
}

static int close_all(void **state)
{
    (void)state;
    cahier_stemmer_close(stemmer);
    cahier_arena_close(&arena);
    return 0;
}

static void golden_words_have_their_stem(void **state)
{
    (void)state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_text stem = {NULL, 0};
        assert_int_equal(cahier_stem(&arena, stemmer, NULL, cases.at[i].cell[0], &stem), CAHIER_OK);
        wrong += !golden_equal(GOLDEN, &cases.at[i], stem);
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void overrides_come_first(void **state)
{
    (void)state;
    static const struct {
        const char *word, *stem;
    } cases[] = {
            {"travaux", "travail"},
            {"pêche", "peche"},
            {"péché", "pecher"},
            {"peche", "peche"}, /* not péché: "-é" is not forgiven */
            {"élu", "elu"},
            {"elu", "elu"},        /* forgiven accent, key without accents */
            {"securite", "secur"}, /* stemmed as the dictionary spells it */
            {"écoles", "ecol"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_text stem = {NULL, 0};
        assert_int_equal(cahier_stem(&arena, stemmer, lexicons, TEXT(cases[i].word), &stem), CAHIER_OK);
        if (stem.len != strlen(cases[i].stem) || memcmp(stem.at, cases[i].stem, stem.len) != 0) {
            fail_msg("%s: %.*s", cases[i].word, (int)stem.len, stem.at);
        }
    }
}

static void a_very_long_word_is_its_own_key(void **state)
{
    (void)state;
    char word[CAHIER_STEM_MAX + 1];
    cahier_text stem = {NULL, 0};
    memset(word, 'a', sizeof word);
    memcpy(word + sizeof word - 6, "ations", 6);
    assert_int_equal(cahier_stem(&arena, stemmer, NULL, (cahier_text){word, sizeof word}, &stem), CAHIER_OK);
    assert_int_equal(stem.len, sizeof word);
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    cahier_text stem = {"untouched", 9};
    arena.fail_after = 0;
    assert_int_equal(cahier_stem(&arena, stemmer, lexicons, TEXT("écoles"), &stem), CAHIER_ERROR_NOMEM);
    arena.fail_after = -1;
    assert_string_equal(stem.at, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_words_have_their_stem),
            cmocka_unit_test(overrides_come_first),
            cmocka_unit_test(a_very_long_word_is_its_own_key),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
