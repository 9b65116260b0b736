/* SPDX-License-Identifier: Apache-2.0 */
/* adapt: a batch of templates teaches "sec" as blame and "frais" as praise; a word for people never says anything,
 * whatever company it keeps. */
#include "town.h"

#include "adapt.h"
#include "polarity.h"

#define ROWS 600u

/* What differs from one batch to another. */
typedef struct batch_words {
    uint32_t count;
    const char *blamed, *praised; /* word for people in texts of blame, of praise */
    bool backwards;               /* order of arrival */
    bool alone;
} batch_words;

/* Texts on five subjects, no two alike; two in three say clearly what they feel, the others by the one word alone. */
static void write_text(const batch_words *w, uint32_t i, char to[2 * TOWN_TEXT])
{
    static const char *const blame[] = {"horrible", "nul", "mauvais", "lamentable"};
    static const char *const praise[] = {"excellent", "agréable", "parfait", "magnifique"};
    char subject[TOWN_TEXT];
    bool blames = i / 5 % 2 == 0;
    const char *people = blames ? w->blamed : w->praised, *word = blames ? "sec" : "frais";
    const char *const *clear = blames ? blame : praise;
    town_write(i, subject);
    if (i % 3 == 2) {
        (void)snprintf(to, 2 * TOWN_TEXT, "%s Un %s, très %s.", subject, people, word);
    } else {
        (void)snprintf(to, 2 * TOWN_TEXT, "%s Un %s, très %s, %s, %s.", subject, people, word, clear[i % 4],
                clear[(i + 1) % 4]);
    }
}

typedef struct taught {
    bench b;
    town_row *rows;
    char (*texts)[2 * TOWN_TEXT];
} taught;

static void teach(const town *t, const batch_words *w, taught *out)
{
    out->rows = calloc(w->count, sizeof *out->rows);
    out->texts = calloc(w->count, sizeof *out->texts);
    assert_true(out->rows != NULL && out->texts != NULL);
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t place = w->backwards ? w->count - 1 - i : i;
        write_text(w, i, out->texts[i]);
        out->rows[place] = (town_row){.text = out->texts[i], .number = i + 1};
    }
    bench_open(&out->b, t, out->rows, w->count);
    out->b.options.alone = w->alone;
}

static void dismiss(taught *t)
{
    bench_close(&t->b);
    free(t->rows);
    free(t->texts);
}

static int32_t learned(const bench *b, const char *word)
{
    const cahier_lesson *lesson = &b->result.lesson;
    for (uint32_t i = 0; i < lesson->count; i++) {
        if (cahier_text_equal(lesson->at[i].surface, small_text(word))) {
            return lesson->at[i].weight_milli;
        }
    }
    return 0;
}

static const cahier_document *document_of(const bench *b, const batch_words *w, uint32_t i)
{
    return b->result.corpus.analysed[w->backwards ? w->count - 1 - i : i];
}

static void test_learns_graded_words(void **state)
{
    const batch_words w = {.count = ROWS, .blamed = "voisin", .praised = "voisin"};
    taught t;
    teach(*state, &w, &t);
    assert_int_equal(bench_run(&t.b), CAHIER_OK);
    const cahier_lesson *lesson = &t.b.result.lesson;
    assert_true(learned(&t.b, "sec") < 0);
    assert_true(learned(&t.b, "frais") > 0);
    assert_true(lesson->praising >= CAHIER_ADAPT_TEACHERS && lesson->blaming >= CAHIER_ADAPT_TEACHERS);
    for (uint32_t i = 0; i < lesson->count; i++) {
        assert_true(abs(lesson->at[i].weight_milli) <= CAHIER_ADAPT_CAP);
    }
    assert_true(lesson->rescored > 0);
    dismiss(&t);
}

/* Evidence stays in order, sums to the score, and a neutral text stays neutral. */
static void test_learned_words_are_evidence(void **state)
{
    const batch_words w = {.count = ROWS, .blamed = "voisin", .praised = "voisin"};
    taught t;
    teach(*state, &w, &t);
    assert_int_equal(bench_run(&t.b), CAHIER_OK);
    uint32_t found = 0;
    for (uint32_t d = 0; d < ROWS; d++) {
        const cahier_polarity *before = &t.b.corpus.analysed[d]->polarity;
        const cahier_polarity *after = &t.b.result.corpus.analysed[d]->polarity;
        int64_t sum = 0;
        for (uint32_t i = 0; i < after->count; i++) {
            sum += after->at[i].value_milli;
            found += after->at[i].entry == CAHIER_NONE;
            assert_true(i == 0 || after->at[i - 1].end <= after->at[i].start);
        }
        assert_int_equal(after->score_milli, cahier_polarity_score(sum, after->words));
        assert_int_equal(after->words, before->words);
        assert_true((before->label == CAHIER_NEUTRAL) == (after->label == CAHIER_NEUTRAL));
        assert_true((before->label == CAHIER_MIXED) == (after->label == CAHIER_MIXED));
    }
    assert_true(found >= ROWS / 2);
    dismiss(&t);
}

/* Every score is the same when the words for people change places, and none of them is learned. */
static void test_identity_says_nothing(void **state)
{
    static const char *const pairs[][2] = {{"immigré", "retraité"}, {"musulman", "catholique"}, {"jeune", "vieux"},
            {"chômeur", "patron"}, {"handicapé", "étranger"}};
    for (uint32_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        const batch_words one = {.count = ROWS, .blamed = pairs[p][0], .praised = pairs[p][1]};
        const batch_words other = {.count = ROWS, .blamed = pairs[p][1], .praised = pairs[p][0]};
        taught x, y;
        teach(*state, &one, &x);
        teach(*state, &other, &y);
        assert_int_equal(bench_run(&x.b), CAHIER_OK);
        assert_int_equal(bench_run(&y.b), CAHIER_OK);
        assert_true(learned(&x.b, "sec") < 0);
        for (uint32_t k = 0; k < 2; k++) {
            assert_int_equal(learned(&x.b, pairs[p][k]), 0);
            assert_int_equal(learned(&y.b, pairs[p][k]), 0);
        }
        for (uint32_t i = 0; i < ROWS; i++) {
            assert_int_equal(document_of(&x.b, &one, i)->polarity.score_milli,
                    document_of(&y.b, &other, i)->polarity.score_milli);
        }
        dismiss(&x);
        dismiss(&y);
    }
}

/* Same scores whatever the order of arrival and the cutting into chunks. */
static void test_order_changes_nothing(void **state)
{
    const batch_words one = {.count = ROWS, .blamed = "voisin", .praised = "voisin"};
    batch_words other = one;
    other.backwards = true;
    taught x, y;
    teach(*state, &one, &x);
    teach(*state, &other, &y);
    y.b.analysers = 3;
    y.b.chunk = 37;
    assert_int_equal(bench_run(&x.b), CAHIER_OK);
    assert_int_equal(bench_run(&y.b), CAHIER_OK);
    assert_int_equal(x.b.result.lesson.count, y.b.result.lesson.count);
    for (uint32_t i = 0; i < ROWS; i++) {
        const cahier_polarity *p = &document_of(&x.b, &one, i)->polarity, *q = &document_of(&y.b, &other, i)->polarity;
        assert_int_equal(p->score_milli, q->score_milli);
        assert_int_equal(p->label, q->label);
    }
    dismiss(&x);
    dismiss(&y);
}

static void test_few_or_unwanted_learn_nothing(void **state)
{
    const batch_words cases[] = {{.count = CAHIER_ADAPT_LEAST - 1, .blamed = "voisin", .praised = "voisin"},
            {.count = ROWS, .blamed = "voisin", .praised = "voisin", .alone = true}};
    for (uint32_t c = 0; c < 2; c++) {
        taught t;
        teach(*state, &cases[c], &t);
        assert_int_equal(bench_run(&t.b), CAHIER_OK);
        assert_int_equal(t.b.result.lesson.count, 0);
        for (uint32_t d = 0; d < cases[c].count; d++) {
            assert_ptr_equal(t.b.result.corpus.analysed[d], t.b.corpus.analysed[d]);
        }
        dismiss(&t);
    }
}

/* Every early allocation, then one in twenty: the corpus is too large to be learned from thousands of times. */
static void refuse(bench *b, const cahier_adapt_input *in, cahier_arena *refusing)
{
    cahier_status status = CAHIER_ERROR_NOMEM;
    size_t mark = cahier_arena_mark(&b->batch);
    uint32_t refused = 0;
    for (int64_t n = 0; status != CAHIER_OK; n += 1 + n / 20) {
        cahier_lesson lesson = {.count = 77};
        const cahier_document **analysed = NULL;
        refusing->fail_after = n;
        status = cahier_adapt(&b->batch, &b->scratch, in, &lesson, &analysed);
        assert_true(status == CAHIER_OK ? lesson.count > 0 && analysed != in->corpus->analysed
                                        : status == CAHIER_ERROR_NOMEM && lesson.count == 77 && analysed == NULL);
        refused += status != CAHIER_OK;
        cahier_arena_reset(&b->batch, mark);
        cahier_arena_reset(&b->scratch, 0);
    }
    refusing->fail_after = -1;
    assert_true(refused > 10);
}

static void test_allocations_may_be_refused(void **state)
{
    const batch_words w = {.count = ROWS, .blamed = "voisin", .praised = "voisin"};
    taught t;
    cahier_vocabulary vocabulary;
    cahier_term_uses uses;
    cahier_sparse counts;
    teach(*state, &w, &t);
    bench *b = &t.b;
    assert_int_equal(bench_read(b), CAHIER_OK);
    assert_int_equal(cahier_vocabulary_build(
                             &b->batch, &b->scratch, &b->corpus, b->lexicons->background, &vocabulary, &uses, &counts),
            CAHIER_OK);
    const cahier_adapt_input in = {.lexicons = b->lexicons,
            .corpus = &b->corpus,
            .vocabulary = &vocabulary,
            .uses = &uses,
            .assignments = CAHIER_NEW(&b->batch, cahier_assignments, ROWS)}; /* no theme: one stratum */
    refuse(b, &in, &b->batch);
    refuse(b, &in, &b->scratch);
    dismiss(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_learns_graded_words),
            cmocka_unit_test(test_learned_words_are_evidence),
            cmocka_unit_test(test_identity_says_nothing),
            cmocka_unit_test(test_order_changes_nothing),
            cmocka_unit_test(test_few_or_unwanted_learn_nothing),
            cmocka_unit_test(test_allocations_may_be_refused),
    };
    return cmocka_run_group_tests_name("adapt", tests, town_open, town_close);
}
