/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arenas.h"
#include "normalise.h"
#include "random_text.h"
#include "sketch.h"

#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})

static const uint16_t *sketch(cahier_text text, uint64_t *fingerprint)
{
    const uint16_t *out = NULL;
    size_t mark = cahier_arena_mark(&scratch);
    assert_int_equal(cahier_sketch(&batch, &scratch, text, &out, fingerprint), CAHIER_OK);
    assert_int_equal(cahier_arena_mark(&scratch), mark);
    return out;
}

static void case_accents_and_signs_do_not_count(void **state)
{
    (void)state;
    uint64_t a = 0, b = 0, c = 0;
    const uint16_t *first = sketch(TEXT("L'école de la rue Haute n'est pas chauffée depuis l'hiver."), &a);
    const uint16_t *second = sketch(TEXT("L’ECOLE de la rue HAUTE ; n est pas chauffee, depuis l'hiver !!!"), &b);
    const uint16_t *third = sketch(TEXT("L'école de la rue Haute n'est pas chauffée depuis l'été."), &c);
    assert_memory_equal(first, second, CAHIER_SKETCH_HASHES * sizeof *first);
    assert_true(a == b && a != c);
    assert_memory_not_equal(first, third, CAHIER_SKETCH_HASHES * sizeof *first);
}

static void short_texts_have_no_sketch(void **state)
{
    (void)state;
    uint64_t fingerprint = 7;
    assert_null(sketch(TEXT("plus de bus, plus de bancs, merci bien"), &fingerprint));
    assert_true(fingerprint != 0);
    assert_null(sketch(TEXT("!!! ?"), &fingerprint));
    assert_true(fingerprint == 0);
    assert_null(sketch((cahier_text){NULL, 0}, &fingerprint));
    assert_non_null(sketch(TEXT("abcdefghij abcdefghij abcdefghij abcdefg"), &fingerprint));         /* 40 bytes */
    assert_non_null(sketch(TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &fingerprint)); /* one shingle */
}

/* Fixed values: the same on every machine and in every version, for batches that several workers share. */
static void values_never_change(void **state)
{
    (void)state;
    uint64_t fingerprint = 0, sum = 0;
    const uint16_t *at =
            sketch(TEXT("Il faudrait davantage de pistes cyclables entre la gare et le centre."), &fingerprint);
    for (uint32_t i = 0; i < CAHIER_SKETCH_HASHES; i++) {
        sum = sum * 31 + at[i];
    }
    assert_true(fingerprint == UINT64_C(0x2184b68f68d957b9));
    assert_true(sum == UINT64_C(0x0d7196cac04e56f5));
}

/* Exact Jaccard resemblance of the shingles, in thousandths, by brute force. */
static uint32_t resemblance(cahier_text a, cahier_text b)
{
    static char left[2 * RANDOM_TEXT_MAX * 3], right[2 * RANDOM_TEXT_MAX * 3];
    uint32_t n = cahier_fold_words(a, left), m = cahier_fold_words(b, right), both = 0, either = 0;
    const uint32_t k = CAHIER_SHINGLE_BYTES;
    for (uint32_t i = 0; i + k <= n; i++) {
        bool seen = false, shared = false;
        for (uint32_t j = 0; j < i; j++) {
            seen = seen || memcmp(left + i, left + j, k) == 0;
        }
        for (uint32_t j = 0; j + k <= m; j++) {
            shared = shared || memcmp(left + i, right + j, k) == 0;
        }
        both += !seen && shared;
        either += !seen;
    }
    for (uint32_t i = 0; i + k <= m; i++) {
        bool seen = false;
        for (uint32_t j = 0; j < i; j++) {
            seen = seen || memcmp(right + i, right + j, k) == 0;
        }
        for (uint32_t j = 0; j + k <= n; j++) {
            seen = seen || memcmp(right + i, left + j, k) == 0;
        }
        either += !seen;
    }
    return either == 0 ? 0 : both * 1000 / either;
}

/* Words drawn from a small vocabulary; `copy` replaces one word in `rate`. */
static cahier_text copy_with_edits(uint64_t *seed, uint32_t words, uint32_t rate, const uint8_t *original, char *to)
{
    static const char *const word[] = {"mairie", "école", "vélo", "piste", "bus", "tram", "parc", "arbre", "banc",
            "rue", "place", "marché", "poubelle", "déchets", "stationnement", "trottoir", "éclairage", "sécurité",
            "enfants", "jeunes", "seniors", "travaux", "bruit", "propreté", "culture", "sport", "piscine", "cantine",
            "impôts", "logement", "commerce", "santé"};
    uint32_t len = 0;
    for (uint32_t i = 0; i < words; i++) {
        uint64_t drawn = random_next(seed);
        uint32_t index = rate > 0 && drawn % 100 < rate ? (uint32_t)(drawn >> 32) % 32 : original[i];
        len += (uint32_t)sprintf(to + len, "%s ", word[index]);
    }
    return (cahier_text){to, len - 1};
}

static void agreement_estimates_resemblance(void **state)
{
    (void)state;
    char left[1200], right[1200];
    uint8_t original[60];
    uint64_t seed = 5;
    int64_t bias = 0, squares = 0;
    const int64_t rounds = 600;
    for (int64_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < sizeof original; i++) {
            original[i] = (uint8_t)(random_next(&seed) % 32);
        }
        uint32_t words = 10 + (uint32_t)(round % 50);
        cahier_text a = copy_with_edits(&seed, words, 0, original, left);
        cahier_text b = copy_with_edits(&seed, words, (uint32_t)(round % 7) * 5, original, right);
        uint64_t fingerprint;
        size_t mark = cahier_arena_mark(&batch);
        const uint16_t *one = sketch(a, &fingerprint), *two = sketch(b, &fingerprint);
        int64_t equal = 0;
        for (uint32_t i = 0; i < CAHIER_SKETCH_HASHES; i++) {
            equal += one[i] == two[i];
        }
        int64_t error = equal * 1000 / CAHIER_SKETCH_HASHES - (int64_t)resemblance(a, b);
        bias += error;
        squares += error * error;
        cahier_arena_reset(&batch, mark);
    }
    printf("mean error %lld, mean square error %lld (thousandths)\n", (long long)(bias / rounds),
            (long long)(squares / rounds));
    assert_in_range(bias / rounds + 10, 0, 20);
    assert_true(squares / rounds < 65 * 65); /* sqrt(J (1 - J) / 63) is at most 63 */
}

static void any_text_is_sketched_alike_twice(void **state)
{
    (void)state;
    char raw[RANDOM_TEXT_MAX];
    uint64_t seed = 6;
    for (uint32_t round = 0; round < 3000; round++) {
        size_t mark = cahier_arena_mark(&batch);
        uint32_t notes = 0;
        uint64_t first = 0, second = 0;
        cahier_text text;
        assert_int_equal(cahier_normalise(&batch, &scratch, random_text(&seed, true, raw), &text, &notes), CAHIER_OK);
        const uint16_t *one = sketch(text, &first), *two = sketch(text, &second);
        assert_true(first == second && (one == NULL) == (two == NULL));
        if (one != NULL) {
            assert_memory_equal(one, two, CAHIER_SKETCH_HASHES * sizeof *one);
        }
        cahier_arena_reset(&batch, mark);
    }
}

static void refused_memory_is_reported(void **state)
{
    static const uint16_t untouched = 0;
    (void)state;
    cahier_text text = TEXT("un texte assez long pour être comparé aux autres textes");
    cahier_arena *arenas[] = {&batch, &scratch};
    for (uint32_t which = 0; which < 2; which++) {
        const uint16_t *out = &untouched;
        uint64_t fingerprint = 3;
        size_t mark = cahier_arena_mark(&scratch);
        arenas[which]->fail_after = 0;
        assert_int_equal(cahier_sketch(&batch, &scratch, text, &out, &fingerprint), CAHIER_ERROR_NOMEM);
        arenas[which]->fail_after = -1;
        assert_ptr_equal(out, &untouched);
        assert_int_equal(fingerprint, 3);
        cahier_arena_reset(&scratch, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(case_accents_and_signs_do_not_count),
            cmocka_unit_test(short_texts_have_no_sketch),
            cmocka_unit_test(values_never_change),
            cmocka_unit_test(agreement_estimates_resemblance),
            cmocka_unit_test(any_text_is_sketched_alike_twice),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
