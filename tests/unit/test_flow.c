/* SPDX-License-Identifier: Apache-2.0 */
/* The two calls of the flow on whole small corpora: what must hold for any, edges, cutting, faults. */
#include "guide.h"
#include "same_result.h"
#include "town_check.h"

/* --- themes ------------------------------------------------------------------------------------------------------- */

/* Theme most documents of a subject have. */
static uint32_t theme_of_subject(const bench *b, uint32_t subject, uint32_t *agreeing)
{
    uint32_t votes[64] = {0}, best = 0;
    for (uint32_t i = 0; i < TOWN_EACH; i++) {
        const cahier_assignments *a = &b->result.assignments[subject * TOWN_EACH + i];
        if (a->count > 0) {
            votes[a->at[0].theme]++;
        }
    }
    for (uint32_t k = 1; k < 64; k++) {
        best = votes[k] > votes[best] ? k : best;
    }
    *agreeing = votes[best];
    return best;
}

static void four_subjects_are_four_themes(void **state)
{
    bench b;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.options.themes = TOWN_SUBJECTS;
    assert_int_equal(bench_run(&b), CAHIER_OK);
    check_result(&b);
    assert_int_equal(b.result.theme_count, TOWN_SUBJECTS);
    uint32_t seen = 0;
    for (uint32_t s = 0; s < TOWN_SUBJECTS; s++) {
        uint32_t agreeing;
        seen |= 1u << theme_of_subject(&b, s, &agreeing);
        assert_true(agreeing >= 11);
    }
    assert_int_equal(seen, 0xf);
    bench_close(&b);
}

static void as_many_themes_as_asked(void **state)
{
    static const uint32_t wanted[] = {0, 1, 2, 3, 7, 12, 60, 1000};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bench b;
        bench_open(&b, *state, town_rows, TOWN_ROWS);
        b.options.themes = wanted[i];
        assert_int_equal(bench_run(&b), CAHIER_OK);
        check_result(&b);
        assert_true(wanted[i] == 0 || b.result.theme_count == (wanted[i] < TOWN_ROWS ? wanted[i] : TOWN_ROWS));
        bench_close(&b);
    }
}

/* --- edges -------------------------------------------------------------------------------------------------------- */

#define LETTER "Monsieur le Maire, nous demandons que la piscine municipale ouvre le dimanche matin."

static const struct {
    const char *name, *text[4];
    uint32_t times; /* each text is repeated */
    cahier_status status;
} edges[] = {
        {"one document", {"Il faut ouvrir la piscine municipale le dimanche."}, 1, CAHIER_OK},
        {"one word", {"Piscine"}, 1, CAHIER_OK},
        {"two documents", {"Il faut ouvrir la piscine municipale.", "Les médecins manquent dans le canton."}, 1,
                CAHIER_OK},
        {"two documents alike", {"Ouvrir la piscine le dimanche.", "La piscine devrait ouvrir le dimanche."}, 1,
                CAHIER_OK},
        {"all identical", {LETTER}, 40, CAHIER_OK},
        {"all identical, long enough for own vectors if they counted", {LETTER}, 200, CAHIER_OK},
        {"two letters", {LETTER, "Le médecin généraliste est parti et personne ne le remplace."}, 20, CAHIER_OK},
        {"one word each", {"piscine", "médecin", "vélo", "poubelle"}, 5, CAHIER_OK},
        {"words nobody knows", {"zorglub", "brakmor", "flistouf", "grumpfel"}, 1, CAHIER_OK},
        {"all non-answers", {"RAS", "rien à signaler", "sans avis", "Rien."}, 10, CAHIER_ERROR_EMPTY},
        {"only stop words", {"de la et pour", "il y a", "avec nous", "mais ou et donc"}, 5, CAHIER_ERROR_EMPTY},
        {"only signs", {"!!!", "...", "?", "\xF0\x9F\x98\x80"}, 5, CAHIER_ERROR_EMPTY},
        {"nothing at all", {""}, 3, CAHIER_ERROR_EMPTY},
        {"one voice among empty ones", {"RAS", "Il faut ouvrir la piscine municipale.", "Rien.", ""}, 1, CAHIER_OK},
};

static void edges_have_a_result_or_are_empty(void **state)
{
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        static const uint32_t asked[] = {0, 1, 3};
        for (size_t w = 0; w < sizeof asked / sizeof *asked; w++) {
            uint32_t wanted = asked[w];
            town_row rows[800] = {{0}};
            uint32_t count = 0;
            for (uint32_t t = 0; t < 4 && edges[i].text[t] != NULL; t++) {
                for (uint32_t n = 0; n < edges[i].times; n++) {
                    rows[count++].text = edges[i].text[t];
                }
            }
            bench b;
            bench_open(&b, *state, rows, count);
            b.options.themes = wanted;
            cahier_status status = bench_run(&b);
            if (status != edges[i].status) {
                fail_msg("%s, %u themes wanted: status %d", edges[i].name, wanted, (int)status);
            }
            if (status == CAHIER_OK) {
                check_result(&b);
                assert_true(wanted == 0 || b.result.theme_count <= wanted);
            }
            assert_int_equal(b.scratch.used, 0);
            bench_close(&b);
        }
    }
}

static void a_document_may_have_ten_thousand_words(void **state)
{
    char *text = calloc(1, 140000), *to = text;
    for (uint32_t w = 0; w < 10000; w++) {
        static const char *const words[] = {"piscine", "médecin", "vélo", "poubelle", "budget", "école", "route"};
        to += sprintf(to, "%s%u%s ", words[w % 7], w % 1000, w % 11 == 10 ? "." : "");
    }
    town_row rows[TOWN_ROWS + 1];
    memcpy(rows, town_rows, sizeof town_rows);
    rows[TOWN_ROWS] = (town_row){.text = text};
    bench b;
    bench_open(&b, *state, rows, TOWN_ROWS + 1);
    assert_int_equal(bench_run(&b), CAHIER_OK);
    check_result(&b);
    bench_close(&b);
    bench_open(&b, *state, rows + TOWN_ROWS, 1);
    assert_int_equal(bench_run(&b), CAHIER_OK);
    check_result(&b);
    bench_close(&b);
    free(text);
}

static void with_and_without_vectors_of_its_own(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *rows = town_many(CAHIER_OWN_LEAST + 1, &texts);
    for (uint32_t count = CAHIER_OWN_LEAST - 1; count <= CAHIER_OWN_LEAST + 1; count++) {
        bench b;
        bench_open(&b, *state, rows, count);
        assert_int_equal(bench_run(&b), CAHIER_OK);
        check_result(&b);
        assert_in_range(b.result.theme_count, 3, 12);
        bench_close(&b);
    }
    free(rows);
    free(texts);
}

/* --- same input, same bytes --------------------------------------------------------------------------------------- */

/* Tasks from the last to the first, each after a look at an unrelated place: what threads may do to order. */
static void run_backwards(void *self, uint32_t count, void (*task)(void *argument, uint32_t i), void *argument)
{
    (void)self;
    for (uint32_t i = count; i-- > 0;) {
        task(argument, i);
    }
}

static const struct {
    uint32_t chunk, analysers;
    bool backwards;
} cuttings[] = {{0, 1, true}, {1, 1, false}, {7, 1, false}, {7, 2, true}, {13, 4, false}, {1, 4, true}};

static void check_cuttings(const town *t, const town_row *rows, uint32_t count)
{
    bench whole;
    bench_open(&whole, t, rows, count);
    assert_int_equal(bench_run(&whole), CAHIER_OK);
    for (size_t i = 0; i < sizeof cuttings / sizeof *cuttings; i++) {
        bench cut;
        bench_open(&cut, t, rows, count);
        cut.chunk = cuttings[i].chunk;
        cut.analysers = cuttings[i].analysers;
        cahier_runner runner = {cuttings[i].backwards ? run_backwards : cahier_run_serial, NULL};
        assert_int_equal(bench_read(&cut), CAHIER_OK);
        assert_int_equal(cahier_analyse_corpus(cut.lexicons, &cut.options, &runner, &cut.corpus, &cut.batch,
                                 &cut.scratch, &cut.result),
                CAHIER_OK);
        assert_same_result(&whole.result, &cut.result);
        bench_close(&cut);
    }
    bench_close(&whole);
}

static void cutting_and_threads_change_nothing(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *rows = town_many(200, &texts);
    check_cuttings(*state, town_rows, TOWN_ROWS);
    check_cuttings(*state, rows, 200);
    free(rows);
    free(texts);
}

/* Agreement of two runs as partitions of the same documents. */
static double agreement_of(const bench *a, const bench *b, const uint32_t *there)
{
    uint32_t x[400], y[400], n = a->corpus.count;
    cahier_arena scratch;
    double agreement;
    for (uint32_t d = 0; d < n; d++) {
        const cahier_assignments *u = &a->result.assignments[d], *v = &b->result.assignments[there[d]];
        x[d] = u->count > 0 ? u->at[0].theme : CAHIER_NONE;
        y[d] = v->count > 0 ? v->at[0].theme : CAHIER_NONE;
    }
    assert_true(cahier_arena_open(&scratch, SMALL_BUDGET));
    assert_int_equal(cahier_partition_agreement(&scratch, x, y, n, &agreement), CAHIER_OK);
    cahier_arena_close(&scratch);
    return agreement;
}

static void order_of_arrival_changes_hardly_anything(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *many = town_many(200, &texts);
    const struct {
        const town_row *rows;
        uint32_t count, wanted;
    } corpora[] = {{town_rows, TOWN_ROWS, TOWN_SUBJECTS}, {many, 200, 5}};
    for (size_t c = 0; c < 2; c++) {
        bench straight;
        uint32_t count = corpora[c].count;
        bench_open(&straight, *state, corpora[c].rows, count);
        straight.options.themes = corpora[c].wanted;
        assert_int_equal(bench_run(&straight), CAHIER_OK);
        for (uint64_t seed = 1; seed <= 3; seed++) {
            town_row moved[400];
            uint32_t there[400];
            bench b;
            small_shuffle(there, count, seed);
            for (uint32_t d = 0; d < count; d++) {
                moved[there[d]] = corpora[c].rows[d];
                moved[there[d]].number = d + 1;
            }
            bench_open(&b, *state, moved, count);
            b.options.themes = corpora[c].wanted;
            assert_int_equal(bench_run(&b), CAHIER_OK);
            check_result(&b);
            double agreement = agreement_of(&straight, &b, there);
            if (agreement <
                    (count < 100 ? 0.9 : 0.999)) { /* of sixty, one at the border of two themes may change sides */
                fail_msg("corpus %u, seed %u: agreement %.3f", (unsigned)c, (unsigned)seed, agreement);
            }
            bench_close(&b);
        }
        bench_close(&straight);
    }
    free(many);
    free(texts);
}

static void copies_of_a_text_make_no_theme(void **state)
{
    enum {
        COPIES = 100
    };
    town_row rows[TOWN_ROWS + COPIES];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < COPIES; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = town_rows[33].text};
    }
    bench b;
    bench_open(&b, *state, rows, TOWN_ROWS + COPIES);
    b.options.themes = TOWN_SUBJECTS;
    assert_int_equal(bench_run(&b), CAHIER_OK);
    check_result(&b);
    uint32_t agreeing, pool = theme_of_subject(&b, 2, &agreeing);
    assert_true(agreeing >= 11);
    for (uint32_t s = 0; s < TOWN_SUBJECTS; s++) { /* the other subjects keep their themes */
        assert_true(s == 2 || theme_of_subject(&b, s, &agreeing) != pool);
        assert_true(s == 2 || agreeing >= 11);
    }
    for (uint32_t i = 0; i < COPIES; i++) {
        assert_int_equal(b.result.assignments[TOWN_ROWS + i].at[0].theme, pool);
    }
    bench_close(&b);
}

/* --- faults ------------------------------------------------------------------------------------------------------- */

/* Refuses allocation n = 0, 1, 2... of one arena of the contribution stages until they succeed. Returns how many. */
static int64_t refuse_in_chunk(bench *b, uint32_t first, uint32_t count, bool in_scratch)
{
    cahier_status status = CAHIER_ERROR_NOMEM;
    int64_t n = 0;
    for (; status != CAHIER_OK; n++) {
        cahier_analyser analyser;
        cahier_chunk chunk = {.count = 77};
        cahier_arena_reset(&b->batch, 0);
        (in_scratch ? &b->scratch : &b->batch)->fail_after = n;
        status = cahier_analyser_open(b->lexicons, &b->options, &b->batch, &b->scratch, &analyser);
        if (status == CAHIER_OK) {
            status = cahier_analyse_chunk(&analyser, b->received + first, count, &chunk);
            cahier_analyser_close(&analyser);
        }
        assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && chunk.count == 77));
        assert_int_equal(b->scratch.used, 0);
    }
    (in_scratch ? &b->scratch : &b->batch)->fail_after = -1;
    return n - 1;
}

static void every_allocation_of_the_contribution_stages_may_be_refused(void **state)
{
    bench b;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    for (uint32_t d = 0; d < TOWN_ROWS; d++) {
        assert_true(refuse_in_chunk(&b, d, 1, false) > 5);
        assert_true(refuse_in_chunk(&b, d, 1, true) > 1);
    }
    assert_true(refuse_in_chunk(&b, 0, 8, false) > 40);
    assert_true(refuse_in_chunk(&b, 0, 8, true) > 8);
    bench_close(&b);
}

static int64_t refuse_in_corpus(bench *b, bool in_scratch)
{
    cahier_status status = CAHIER_ERROR_NOMEM;
    cahier_runner runner = {cahier_run_serial, NULL};
    size_t mark = cahier_arena_mark(&b->batch);
    int64_t n = 0;
    for (; status != CAHIER_OK; n++) {
        cahier_result result = {.theme_count = 77};
        cahier_arena_reset(&b->batch, mark);
        (in_scratch ? &b->scratch : &b->batch)->fail_after = n;
        status = cahier_analyse_corpus(b->lexicons, &b->options, &runner, &b->corpus, &b->batch, &b->scratch, &result);
        assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && result.theme_count == 77));
        assert_int_equal(b->scratch.used, 0);
    }
    (in_scratch ? &b->scratch : &b->batch)->fail_after = -1;
    cahier_arena_reset(&b->batch, mark);
    return n - 1;
}

/* The whole shipped list would be read thousands of times. */
static void shorten_list(bench *b, cahier_lexicons *few)
{
    *few = *b->lexicons;
    few->file[CAHIER_LEXICON_TAXONOMY].count = 5;
    b->lexicons = few;
}

/* Ids are ranks: members find their themes whatever their ids. */
static const cahier_text first_members[] = {{"1", 1}, {"2", 1}, {"3", 1}},
                         last_members[] = {{"28", 2}, {"29", 2}, {"30", 2}};
static const cahier_theme_named two_themes[] = {{{"t-", 2}, first_members, 3}, {{"t-", 2}, last_members, 3}};
static const cahier_decision few_decisions[] = {
        {.deed = CAHIER_RENAME, .label = {"Un nom", 6}, .themes = two_themes, .theme_count = 1},
        {.deed = CAHIER_SPLIT, .term = {"gare", 4}, .themes = two_themes, .theme_count = 1},
        {.deed = CAHIER_MOVE,
                .themes = two_themes,
                .theme_count = 1,
                .contributions = last_members,
                .contribution_count = 1},
        {.deed = CAHIER_MERGE, .themes = two_themes, .theme_count = 2},
};
static const cahier_decisions few_journal = {few_decisions, sizeof few_decisions / sizeof *few_decisions};

/* As if an earlier report had put the texts of the town in two themes by turns. */
static void remember_two_themes(bench *b, cahier_previous *out)
{
    static const cahier_previous_theme themes[2] = {{.id = "t-a001", .shown = true}, {.id = "t-a002", .shown = true}};
    uint32_t D = b->corpus.count;
    cahier_text *id = CAHIER_NEW(&b->batch, cahier_text, D);
    uint64_t *text = CAHIER_NEW(&b->batch, uint64_t, D);
    uint32_t *theme = CAHIER_NEW(&b->batch, uint32_t, D);
    for (uint32_t d = 0; d < D; d++) {
        id[d] = b->corpus.received[d].id;
        text[d] = cahier_text_hash(b->corpus.analysed[d]->text);
        theme[d] = d % 2;
    }
    *out = (cahier_previous){id, text, theme, theme, D, themes, 2};
}

static void every_allocation_of_the_corpus_stages_may_be_refused(void **state)
{
    cahier_lexicons few;
    town_row rows[TOWN_ROWS / 2];
    for (uint32_t i = 0; i < TOWN_ROWS / 2; i++) {
        rows[i] = town_rows[2 * i];
    }
    for (uint32_t wanted = 0; wanted <= 9; wanted += 9) { /* nine themes fold into families */
        bench b;
        bench_open(&b, *state, rows, TOWN_ROWS / 2);
        b.options.themes = wanted;
        shorten_list(&b, &few);
        b.options.list = wanted == 0 ? CAHIER_LIST_NAMES : CAHIER_LIST_GUIDES;
        b.options.decisions = wanted == 0 ? NULL : &few_journal;
        assert_int_equal(bench_read(&b), CAHIER_OK);
        cahier_previous previous;
        remember_two_themes(&b, &previous);
        b.options.previous = wanted == 0 ? NULL : &previous;
        int64_t batch = refuse_in_corpus(&b, false), scratch = refuse_in_corpus(&b, true);
        assert_true(batch > 50 && scratch > 50);
        bench_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(four_subjects_are_four_themes),
            cmocka_unit_test(as_many_themes_as_asked),
            cmocka_unit_test(edges_have_a_result_or_are_empty),
            cmocka_unit_test(a_document_may_have_ten_thousand_words),
            cmocka_unit_test(with_and_without_vectors_of_its_own),
            cmocka_unit_test(cutting_and_threads_change_nothing),
            cmocka_unit_test(order_of_arrival_changes_hardly_anything),
            cmocka_unit_test(copies_of_a_text_make_no_theme),
            cmocka_unit_test(every_allocation_of_the_contribution_stages_may_be_refused),
            cmocka_unit_test(every_allocation_of_the_corpus_stages_may_be_refused),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
