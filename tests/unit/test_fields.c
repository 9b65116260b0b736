/* SPDX-License-Identifier: Apache-2.0 */
/* What lexicons/fields.tsv may hold, and what associations.tsv has learned from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "associate.h"
#include "fixture.h"
#include "stem.h"
#include "text.h"

static cahier_arena arena;
static cahier_lexicon fields;
static cahier_lexicons *lexicons;
static cahier_stemmer *stemmer;
static cahier_text *identity; /* stems of identity.tsv */

static cahier_text stem_of(cahier_text form);

static int open_lists(void **state)
{
    (void)state;
    cahier_error error = {0};
    if (!cahier_arena_open(&arena, (size_t)256 << 20) || (lexicons = fixture_project(&arena)) == NULL ||
            cahier_stemmer_open(&stemmer) != CAHIER_OK ||
            cahier_lexicon_parse(&arena, fixture_slurp(&arena, CAHIER_LEXICONS_DIR "/fields.tsv"),
                    CAHIER_LEXICON_FIELDS, &fields, &error) != CAHIER_OK) {
        return -1;
    }
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_IDENTITY];
    identity = CAHIER_NEW(&arena, cahier_text, file->count);
    for (uint32_t entry = 0; entry < file->count; entry++) {
        identity[entry] = stem_of(cahier_lexicon_cell(file, entry, 0));
    }
    return 0;
}

static int close_lists(void **state)
{
    (void)state;
    cahier_stemmer_close(stemmer);
    cahier_arena_close(&arena);
    return 0;
}

static cahier_text cell(uint32_t entry, uint32_t column)
{
    return cahier_lexicon_cell(&fields, entry, column);
}

/* Row of a compiled list whose form this is, or CAHIER_NONE. */
static uint32_t row_of(cahier_lexicon_kind kind, cahier_text form)
{
    const cahier_lexicon *file = &lexicons->file[kind];
    uint32_t entry = 0;
    while (entry < file->count &&
            !cahier_text_equal(cahier_lexicon_cell(file, entry, cahier_lexicon_form(kind)), form)) {
        entry++;
    }
    return entry < file->count ? entry : CAHIER_NONE;
}

/* Fields act by stem: « drogue » is « drogué » too, but « mali » is « mal ». */
static cahier_text stem_of(cahier_text form)
{
    cahier_text stem = form;
    assert_int_equal(cahier_stem(&arena, stemmer, lexicons, form, &stem), CAHIER_OK);
    return stem;
}

/* What kind of people a form names, or nothing. */
static cahier_text people_of(cahier_text form)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_IDENTITY];
    cahier_text stem = stem_of(form);
    for (uint32_t entry = 0; entry < file->count; entry++) {
        if (cahier_text_equal(identity[entry], stem)) {
            return cahier_lexicon_cell(file, entry, 2);
        }
    }
    return (cahier_text){0};
}

/* A vector drawn towards « terrorisme » by a list is worse than what texts teach: nobody can answer it. */
static void people_are_in_no_field_of_misdeeds(void **state)
{
    (void)state;
    static const char *const misdeeds[] = {"terrorisme et radicalisation", "incivilités, délinquance, cambriolage",
            "drogue, trafic", "meurtres et faits divers", "violences conjugales et sexuelles", "sectes et arnaques",
            "prison", "fraude et évasion fiscales", "guerre et conflits", "racisme, antisémitisme, discriminations",
            "haine en ligne, diffamation, injures", "cybersécurité, piratage", "harcèlement scolaire",
            "casseurs, émeutes", "corruption et condamnations d'élus"};
    static const char *const kinds[] = {"age", "gender", "orientation", "origin", "place", "religion"};
    bool seen[sizeof misdeeds / sizeof *misdeeds] = {false};
    for (uint32_t i = 0; i < fields.count; i++) {
        for (size_t m = 0; m < sizeof misdeeds / sizeof *misdeeds; m++) {
            if (!cahier_text_equal(cell(i, 0), (cahier_text){misdeeds[m], (uint32_t)strlen(misdeeds[m])})) {
                continue;
            }
            seen[m] = true;
            cahier_text kind = people_of(cell(i, 1));
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
                if (cahier_text_equal(kind, (cahier_text){kinds[k], (uint32_t)strlen(kinds[k])})) {
                    fail_msg("%s: %.*s", misdeeds[m], (int)cell(i, 1).len, cell(i, 1).at);
                }
            }
        }
    }
    for (size_t m = 0; m < sizeof misdeeds / sizeof *misdeeds; m++) {
        if (!seen[m]) {
            fail_msg("no field %s", misdeeds[m]);
        }
    }
}

static void no_entry_is_an_insult(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < fields.count; i++) {
        if (row_of(CAHIER_LEXICON_INSULT, cell(i, 1)) != CAHIER_NONE) {
            fail_msg("%.*s", (int)cell(i, 1).len, cell(i, 1).at);
        }
    }
}

static void a_form_has_two_fields_at_most(void **state)
{
    (void)state;
    cahier_intern count = {0};
    assert_true(fields.count > 10000);
    for (uint32_t i = 0; i < fields.count; i++) {
        uint32_t hash = cahier_hash(cell(i, 1));
        if (cahier_intern_find(&count, cell(i, 1), hash) == CAHIER_NONE) {
            assert_int_equal(cahier_intern_put(&arena, &count, cell(i, 1), hash, 1), CAHIER_OK);
        } else if (++cahier_intern_slot_of(&count, cell(i, 1), hash)->value > 2) {
            fail_msg("%.*s", (int)cell(i, 1).len, cell(i, 1).at);
        }
    }
}

static double cosine(const cahier_background *b, const char *x, const char *y)
{
    uint32_t i = cahier_background_find(b, (cahier_text){x, (uint32_t)strlen(x)});
    uint32_t j = cahier_background_find(b, (cahier_text){y, (uint32_t)strlen(y)});
    double sum = 0;
    if (i == CAHIER_NONE || j == CAHIER_NONE) {
        fail_msg("%s or %s has no vector", x, y);
    }
    for (uint32_t e = 0; e < b->dimensions; e++) {
        sum += b->vector[i * b->dimensions + e] * b->vector[j * b->dimensions + e] / (127.0 * 127.0);
    }
    return sum;
}

/* Stems that the answers of the Grand Débat hardly hold, or never, beside one that they do. */
static void words_of_a_field_are_near(void **state)
{
    (void)state;
    static const struct {
        const char *a, *near, *far;
    } triples[] = {{"bitum", "macadam", "notair"}, {"toboggan", "balancoir", "impot"}, {"gymnas", "stad", "eolien"},
            {"herisson", "moineau", "tva"}};
    cahier_background b;
    cahier_error error;
    cahier_text bytes = fixture_slurp(&arena, CAHIER_LEXICONS_DIR "/associations.tsv");
    assert_int_equal(cahier_background_parse(&arena, bytes, &b, &error), CAHIER_OK);
    for (size_t i = 0; i < sizeof triples / sizeof *triples; i++) {
        double near = cosine(&b, triples[i].a, triples[i].near), far = cosine(&b, triples[i].a, triples[i].far);
        if (near < far + 0.3) {
            fail_msg("%s: %.2f from %s, %.2f from %s", triples[i].a, near, triples[i].near, far, triples[i].far);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(people_are_in_no_field_of_misdeeds),
            cmocka_unit_test(no_entry_is_an_insult),
            cmocka_unit_test(a_form_has_two_fields_at_most),
            cmocka_unit_test(words_of_a_field_are_near),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}
