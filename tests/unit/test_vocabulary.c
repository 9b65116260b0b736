/* SPDX-License-Identifier: Apache-2.0 */
#include "sound.h"
#include "town.h"

static void build(bench *b, stages *s)
{
    const char *reason = "";
    assert_int_equal(bench_read(b), CAHIER_OK);
    assert_int_equal(cahier_vocabulary_build(&b->batch, &b->scratch, &b->corpus, b->lexicons->background,
                             &s->vocabulary, &s->uses, &s->counts),
            CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
    assert_true(sparse_is_sound(&s->counts, &reason));
    assert_int_equal(s->counts.rows, b->corpus.count);
    assert_int_equal(s->counts.columns, s->vocabulary.count);
    assert_int_equal(s->vocabulary.count, s->vocabulary.word_count);
}

static float count_of(const stages *s, uint32_t d, uint32_t term)
{
    for (uint32_t z = s->counts.start[d]; z < s->counts.start[d + 1]; z++) {
        if (s->counts.column[z] == term) {
            return s->counts.value[z];
        }
    }
    return 0;
}

/* df is the number of rows that hold the term; each key, once; no term is a stop word. */
static void check_terms(const stages *s)
{
    uint32_t *df = calloc(s->vocabulary.count + 1, sizeof *df);
    assert_non_null(df);
    for (uint32_t z = 0; z < s->counts.start[s->counts.rows]; z++) {
        df[s->counts.column[z]]++;
        assert_true(s->counts.value[z] >= 1);
    }
    for (uint32_t j = 0; j < s->vocabulary.count; j++) {
        assert_int_equal(s->vocabulary.at[j].df, df[j]);
        assert_true(s->vocabulary.at[j].key.len > 0 && s->vocabulary.at[j].surface.len > 0);
        assert_int_equal(s->vocabulary.at[j].words, 1);
        for (uint32_t i = 0; i < j; i++) {
            assert_false(cahier_text_equal(s->vocabulary.at[i].key, s->vocabulary.at[j].key));
        }
    }
    free(df);
}

static void words_of_two_documents_are_kept(void **state)
{
    static const town_row rows[] = {{.text = "Le zorglub et la piscine du zorglub."},
            {.text = "Un zorglub, deux brakmors."}, {.text = "Des flistoufs ! Des flistoufs ! Des flistoufs !"}};
    bench b;
    stages s;
    bench_open(&b, *state, rows, 3);
    build(&b, &s);
    check_terms(&s);
    uint32_t zorglub = town_term(&s.vocabulary, "zorglub");
    assert_int_equal(s.vocabulary.at[zorglub].df, 2);
    assert_true(count_of(&s, 0, zorglub) == 2 && count_of(&s, 1, zorglub) == 1 && count_of(&s, 2, zorglub) == 0);
    assert_int_equal(
            town_term(&s.vocabulary, "flistoufs"), CAHIER_NONE); /* three times, one document, known to nobody */
    assert_int_equal(town_term(&s.vocabulary, "brakmors"), CAHIER_NONE);
    assert_int_not_equal(town_term(&s.vocabulary, "piscine"), CAHIER_NONE); /* once, but the background knows it */
    assert_int_equal(town_term(&s.vocabulary, "et"), CAHIER_NONE);
    bench_close(&b);
}

/* Words used once that the background knows are kept, but in a large batch, which asks for three documents. */
static void the_least_df_follows_the_size(void **state)
{
    static const struct {
        uint32_t documents;
        bool once, twice;
    } cases[] = {{99, true, true}, {5000, true, true}, {5001, false, false}};
    town_row *rows = calloc(5001, sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint32_t d = 0; d < cases[i].documents; d++) {
            rows[d].text = d == 0 ? "la piscine et le zorglub" : d == 1 ? "un zorglub" : "la mairie";
        }
        bench b;
        stages s;
        bench_open(&b, *state, rows, cases[i].documents);
        b.chunk = 200;
        build(&b, &s);
        assert_int_equal(town_term(&s.vocabulary, "piscine") != CAHIER_NONE, cases[i].once);
        assert_int_equal(town_term(&s.vocabulary, "zorglub") != CAHIER_NONE, cases[i].twice);
        assert_int_not_equal(town_term(&s.vocabulary, "mairie"), CAHIER_NONE);
        bench_close(&b);
    }
    free(rows);
}

static void words_of_a_title_count_twice(void **state)
{
    static const town_row rows[] = {{.title = "La piscine", .text = "Ouvrir la piscine et le gymnase."},
            {.text = "La piscine et le gymnase."}, {.title = "Piscine"},
            {.title = "Contact de jean.dupont@example.org", .text = "La piscine."}};
    bench b;
    stages s;
    bench_open(&b, *state, rows, 4);
    build(&b, &s);
    uint32_t pool = town_term(&s.vocabulary, "piscine"), gym = town_term(&s.vocabulary, "gymnase");
    assert_true(count_of(&s, 0, pool) == 3 && count_of(&s, 0, gym) == 1);
    assert_true(count_of(&s, 1, pool) == 1);
    assert_true(count_of(&s, 2, pool) == 2);
    assert_true(count_of(&s, 3, pool) == 1); /* the title is shorter than it was received: the mark of the redaction */
    assert_int_equal(s.vocabulary.at[pool].df, 4);
    bench_close(&b);
}

static void non_answers_have_an_empty_row(void **state)
{
    static const town_row rows[] = {{.text = "rien à signaler"}, {.text = "Rien à signaler dans la piscine."},
            {.text = "La piscine signale."}, {.text = ""}};
    bench b;
    stages s;
    bench_open(&b, *state, rows, 4);
    build(&b, &s);
    assert_int_equal(s.counts.start[0], s.counts.start[1]);
    assert_true(s.counts.start[1] < s.counts.start[2]);
    assert_int_equal(s.counts.start[3], s.counts.start[4]);
    check_terms(&s);
    bench_close(&b);
}

static const struct {
    const char *text[5], *surface;
} spellings[] = {
        {{"une piste", "des pistes", "les pistes", "la piste", "ces pistes"}, "pistes"},
        {{"une piste", "la Piste", "PISTE", "des pistes", "les pistes"}, "piste"},
        {{"l'école", "l'ecole", "mon école", "cette ecole", "notre école"}, "école"},
        {{"l'école", "l'ecole", "mon école", "cette ecole", "la mairie"}, "école"}, /* as often: the accented one */
        {{"un velo", "le velo", "du velo", "mon vélo", "la mairie"}, "velo"},
        {{"les retraites", "la retraite", "ma retraite", "les retraités", "la mairie"},
                "retraite"}, /* never « retrait » */
};

static void a_term_is_shown_as_citizens_write_it(void **state)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        town_row rows[5] = {{0}};
        for (uint32_t d = 0; d < 5; d++) {
            rows[d].text = spellings[i].text[d];
        }
        for (uint32_t analysers = 1; analysers <= 3; analysers++) { /* forms are summed over the tables of types */
            bench b;
            stages s;
            bench_open(&b, *state, rows, 5);
            b.chunk = 1;
            b.analysers = analysers;
            build(&b, &s);
            assert_int_equal(s.uses.count, analysers);
            if (town_term(&s.vocabulary, spellings[i].surface) == CAHIER_NONE) {
                fail_msg("%s is shown otherwise, with %u analysers", spellings[i].surface, analysers);
            }
            bench_close(&b);
        }
    }
}

static void uses_lead_from_tokens_to_terms(void **state)
{
    bench b;
    stages s;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.chunk = 7;
    b.analysers = 3;
    build(&b, &s);
    check_terms(&s);
    for (uint32_t d = 0; d < TOWN_ROWS; d++) {
        const cahier_document *document = b.corpus.analysed[d];
        const uint32_t *term = cahier_terms_of(&s.uses, b.corpus.types[d]);
        float sum = 0;
        for (uint32_t t = 0; t < document->tokens.count; t++) {
            const cahier_type *type = &b.corpus.types[d]->at[document->tokens.at[t].type];
            uint32_t j = term[document->tokens.at[t].type];
            assert_true(j == CAHIER_NONE || cahier_text_equal(s.vocabulary.at[j].key, type->stem));
            sum += j != CAHIER_NONE;
        }
        for (uint32_t z = s.counts.start[d]; z < s.counts.start[d + 1]; z++) {
            sum -= s.counts.value[z];
        }
        assert_true(sum == 0);
    }
    bench_close(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    bench b;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.chunk = 10;
    b.analysers = 2;
    assert_int_equal(bench_read(&b), CAHIER_OK);
    for (uint32_t which = 0; which < 2; which++) {
        cahier_arena *failing = which == 0 ? &b.batch : &b.scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            stages s = {.vocabulary = {.count = 77}, .uses = {.count = 77}, .counts = {.rows = 77}};
            failing->fail_after = n;
            status = cahier_vocabulary_build(
                    &b.batch, &b.scratch, &b.corpus, b.lexicons->background, &s.vocabulary, &s.uses, &s.counts);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && s.vocabulary.count == 77 &&
                                                       s.uses.count == 77 && s.counts.rows == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 5);
        failing->fail_after = -1;
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(words_of_two_documents_are_kept),
            cmocka_unit_test(the_least_df_follows_the_size),
            cmocka_unit_test(words_of_a_title_count_twice),
            cmocka_unit_test(non_answers_have_an_empty_row),
            cmocka_unit_test(a_term_is_shown_as_citizens_write_it),
            cmocka_unit_test(uses_lead_from_tokens_to_terms),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
