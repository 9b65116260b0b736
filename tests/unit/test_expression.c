/* SPDX-License-Identifier: Apache-2.0 */
/* Fixed expressions: which words still make a term. */
#include "expression.h"
#include "judged.h"

/* Stems of the tokens that make a term, joined by "|". */
static void terms_of(bench *b, const char *french, char *to, size_t room)
{
    cahier_document document = tokenised(b, (cahier_text){french, (uint32_t)strlen(french)});
    size_t len = 0;
    assert_int_equal(cahier_mark_expressions(b->lexicons, b->types, &b->batch, &document), CAHIER_OK);
    to[0] = '\0';
    for (uint32_t t = 0; t < document.tokens.count; t++) {
        cahier_text stem = b->types->at[document.tokens.at[t].type].stem;
        if (stem.len > 0) {
            len += (size_t)snprintf(to + len, room - len, "%s%.*s", len > 0 ? "|" : "", (int)stem.len, stem.at);
        }
    }
}

static void expressions_are_one_term_or_none(void **state)
{
    static const struct {
        const char *name, *french, *terms;
    } cases[] = {
            {"a stop word inside carries the meaning", "le pouvoir d'achat", "pouvoir d'achat"},
            {"so does bien", "le bien commun", "bien commun"},
            {"a link of discourse makes no term", "par exemple", ""},
            {"nor does it next to a term", "par exemple le bruit", "bruit"},
            {"words that make terms alone are left to phrases", "une piste cyclable", "pist|cyclabl"},
            {"nothing fixed, nothing changed", "le bruit des motos", "bruit|moto"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char terms[256];
        terms_of(*state, cases[i].french, terms, sizeof terms);
        if (strcmp(terms, cases[i].terms) != 0) {
            fail_msg("%s: « %s » gives \"%s\", not \"%s\"", cases[i].name, cases[i].french, terms, cases[i].terms);
        }
    }
}

static void the_same_word_elsewhere_keeps_its_term(void **state)
{
    char terms[256];
    terms_of(*state, "la mise en place, puis la place du marché", terms, sizeof terms);
    assert_non_null(strstr(terms, "plac"));
}

static void refused_memory_is_said(void **state)
{
    bench *b = *state;
    const char *french = "le bien commun, par exemple";
    for (int64_t n = 0;; n++) {
        cahier_types *types = b->types;
        assert_int_equal(cahier_types_new(&b->batch, &b->types), CAHIER_OK);
        cahier_document document = tokenised(b, (cahier_text){french, (uint32_t)strlen(french)});
        b->batch.fail_after = n;
        cahier_status status = cahier_mark_expressions(b->lexicons, b->types, &b->batch, &document);
        b->batch.fail_after = -1;
        b->types = types;
        if (status == CAHIER_OK) {
            assert_true(n > 0);
            return;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(expressions_are_one_term_or_none),
            cmocka_unit_test(the_same_word_elsewhere_keeps_its_term),
            cmocka_unit_test(refused_memory_is_said),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
