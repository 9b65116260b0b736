/* SPDX-License-Identifier: Apache-2.0 */
#include "town.h"

#include <math.h>

/* --- sample ------------------------------------------------------------------------------------------------------- */

static bool holds(const cahier_sample *sample, uint32_t row)
{
    for (uint32_t i = 0; i < sample->count; i++) {
        if (sample->row[i] == row) {
            return true;
        }
    }
    return false;
}

static void a_sample_has_each_text_once_and_no_empty_one(void **state)
{
    static const town_row rows[] = {{.text = "La piscine est fermée."}, {.text = "RAS"},
            {.text = "LA PISCINE EST FERMEE !"}, {.text = "La mairie est fermée."}, {.text = "Et puis ?"},
            {.text = "La piscine est fermée."}};
    bench b;
    stages s;
    bench_open(&b, *state, rows, 6);
    bench_stages(&b, &s);
    assert_int_equal(s.teachers.count, 2);
    assert_int_equal(s.teachers.row[0], 0);
    assert_int_equal(s.teachers.row[1], 3);
    const bool copy[6] = {false, false, false, true, false, false}; /* near copies are known from elsewhere */
    b.corpus.copy = copy;
    assert_int_equal(cahier_sample_draw(&b.batch, &b.scratch, &b.corpus, &s.counts, 10, &s.teachers), CAHIER_OK);
    assert_int_equal(s.teachers.count, 1);
    bench_close(&b);
}

/* A smaller draw is part of a larger one, and the ids that are drawn do not depend on the order of arrival. */
static void a_draw_follows_the_ids(void **state)
{
    bench b, reversed;
    stages s, r;
    town_row rows[TOWN_ROWS];
    for (uint32_t i = 0; i < TOWN_ROWS; i++) {
        rows[i] = town_rows[TOWN_ROWS - 1 - i];
        rows[i].number = TOWN_ROWS - i;
    }
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    bench_open(&reversed, *state, rows, TOWN_ROWS);
    bench_stages(&b, &s);
    bench_stages(&reversed, &r);
    cahier_sample before = {NULL, 0};
    for (uint32_t most = 0; most <= TOWN_ROWS + 5; most += 5) {
        cahier_sample sample, other;
        assert_int_equal(cahier_sample_draw(&b.batch, &b.scratch, &b.corpus, &s.counts, most, &sample), CAHIER_OK);
        assert_int_equal(
                cahier_sample_draw(&reversed.batch, &reversed.scratch, &reversed.corpus, &r.counts, most, &other),
                CAHIER_OK);
        assert_int_equal(sample.count, most < TOWN_ROWS ? most : TOWN_ROWS);
        for (uint32_t i = 0; i < sample.count; i++) {
            assert_true(i == 0 || sample.row[i - 1] < sample.row[i]);
            assert_true(holds(&other, TOWN_ROWS - 1 - sample.row[i]));
        }
        for (uint32_t i = 0; i < before.count; i++) {
            assert_true(holds(&sample, before.row[i]));
        }
        before = sample;
    }
    bench_close(&b);
    bench_close(&reversed);
}

/* --- scores ------------------------------------------------------------------------------------------------------- */

/* Mean of the cosines of document d, of vector x, with the vector and with the words of theme k. */
static int32_t cosines_milli(const stages *s, uint32_t d, const float *x, uint32_t k)
{
    double vectors = 0, words = 0, squares = 0;
    for (uint32_t e = 0; e < s->space.dimensions; e++) {
        vectors += (double)x[e] * (double)s->found.centroids.vector[(size_t)k * s->space.dimensions + e];
    }
    for (uint32_t z = s->weights.start[d]; z < s->weights.start[d + 1]; z++) {
        double value = (double)s->weights.value[z];
        words += value * (double)s->found.centroids.words[(size_t)k * s->weights.columns + s->weights.column[z]];
        squares += value * value;
    }
    return (int32_t)lrint(500 * (vectors + words / sqrt(squares)));
}

/* The score shown is the mean of the cosines but for the rounding of its parts, and no theme has a better one. */
static void check_scores(const bench *b, const stages *s, uint32_t d)
{
    float x[512];
    double scale[CAHIER_BLOCKS];
    const cahier_assignments *a = &s->found.assignments[d];
    uint32_t words = s->weights.start[d + 1] - s->weights.start[d];
    int32_t rounding = (int32_t)words / 2 + 2, best = INT32_MIN, total = 0;
    (void)cahier_space_document(&s->space, &s->weights, d, x, scale);
    for (uint32_t k = 0; k < s->found.count; k++) {
        int32_t cosine = cosines_milli(s, d, x, k);
        best = cosine > best ? cosine : best;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        assert_int_equal(a->at[i].sentence, CAHIER_NONE);
        assert_true(abs(a->at[i].score_milli - cosines_milli(s, d, x, a->at[i].theme)) <= rounding);
    }
    const cahier_assignment *first = a->count > 0 ? &a->at[0] : &a->runner_up;
    assert_int_not_equal(first->theme, CAHIER_NONE);
    assert_true(best - first->score_milli <= rounding);
    assert_int_equal(a->count > 0, first->score_milli >= 80);
    for (uint32_t i = 0; i < first->term_count; i++) {
        bool found = false;
        for (uint32_t z = s->weights.start[d]; z < s->weights.start[d + 1] && !found; z++) {
            found = s->weights.column[z] == first->terms[i].term;
        }
        assert_true(found);
        total += first->terms[i].weight_milli;
    }
    assert_int_equal(total, first->score_milli);
    assert_true(b->corpus.count > d);
}

static void scores_are_cosines_that_add_up(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *many = town_many(160, &texts);
    const struct {
        const town_row *rows;
        uint32_t count;
    } corpora[] = {{town_rows, TOWN_ROWS}, {many, 160}};
    for (size_t c = 0; c < 2; c++) {
        bench b;
        stages s;
        bench_open(&b, *state, corpora[c].rows, corpora[c].count);
        bench_stages(&b, &s);
        assert_true(s.found.count > 1);
        for (uint32_t d = 0; d < b.corpus.count; d++) {
            check_scores(&b, &s, d);
        }
        assert_true(s.found.stability >= 0 && s.found.stability <= 1 && s.found.cohesion > 0.3);
        bench_close(&b);
    }
    free(many);
    free(texts);
}

/* --- sentences ---------------------------------------------------------------------------------------------------- */

/* Rows of the town: cycling (0), waste (1), pool (2), doctors (3); the main theme of its first row stands for each. */
static uint32_t theme_of_subject(const stages *s, uint32_t subject)
{
    const cahier_assignments *a = &s->found.assignments[subject * TOWN_EACH];
    assert_true(a->count > 0);
    return a->at[0].theme;
}

static void check_sentence(const stages *s, const cahier_document *document, const cahier_assignment *found)
{
    int32_t sum = 0;
    assert_true(found->sentence < document->sentences.count);
    assert_true(found->score_milli >= 250 && found->score_milli <= 1000);
    assert_true(found->term_count > 0);
    for (uint32_t i = 0; i < found->term_count; i++) {
        const cahier_sentence *sentence = &document->sentences.at[found->sentence];
        bool there = false;
        for (uint32_t t = 0; t < sentence->token_count; t++) {
            uint32_t type = document->tokens.at[sentence->first_token + t].type;
            there = there || s->uses.at[0].term[type] == found->terms[i].term;
        }
        assert_true(there);
        sum += found->terms[i].weight_milli;
    }
    assert_int_equal(sum, found->score_milli);
}

static void a_sentence_may_show_another_theme(void **state)
{
    static const struct {
        const char *text;
        uint32_t main, further, sentence; /* subjects; sentence CAHIER_NONE: no theme of a sentence */
    } cases[] = {
            {"Installer des arceaux à vélo devant la gare et des pistes cyclables sur le boulevard pour tous les "
             "cyclistes. "
             "Les bacs de tri et les poubelles débordent.",
                    0, 1, 1},
            {"Les poubelles débordent. Le bassin de la piscine et les cours de natation des nageurs sont très bien.", 2,
                    1, 0},
            {"Des médecins et une infirmière à la maison de santé. Un dentiste pour les patients du cabinet.", 3, 3,
                    CAHIER_NONE},
            {"Des médecins et une infirmière à la maison de santé pour les patients. Piscine.", 3, 3, CAHIER_NONE},
    };
    const uint32_t count = sizeof cases / sizeof *cases;
    town_row rows[TOWN_ROWS + 4];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = cases[i].text};
    }
    bench b;
    stages s;
    bench_open(&b, *state, rows, TOWN_ROWS + count);
    bench_stages(&b, &s);
    for (uint32_t i = 0; i < count; i++) {
        const cahier_assignments *a = &s.found.assignments[TOWN_ROWS + i];
        bool further = cases[i].sentence != CAHIER_NONE;
        assert_int_equal(a->count, further ? 2 : 1);
        assert_int_equal(a->at[0].theme, theme_of_subject(&s, cases[i].main));
        assert_int_equal(a->at[0].sentence, CAHIER_NONE);
        assert_int_equal(a->runner_up.sentence, CAHIER_NONE);
        assert_int_not_equal(a->runner_up.theme, a->at[0].theme);
        if (further) {
            assert_int_equal(a->at[1].theme, theme_of_subject(&s, cases[i].further));
            assert_int_equal(a->at[1].sentence, cases[i].sentence);
            assert_int_not_equal(a->runner_up.theme, a->at[1].theme);
            check_sentence(&s, b.corpus.analysed[TOWN_ROWS + i], &a->at[1]);
        }
    }
    bench_close(&b);
}

static void what_says_nothing_known_has_no_theme(void **state)
{
    town_row rows[TOWN_ROWS + 3];
    memcpy(rows, town_rows, sizeof town_rows);
    rows[TOWN_ROWS] = (town_row){.text = "RAS"};
    rows[TOWN_ROWS + 1] = (town_row){.text = "Zorglub brakmor."};
    rows[TOWN_ROWS + 2] = (town_row){.text = "C'est à eux de le faire pour nous."};
    bench b;
    stages s;
    bench_open(&b, *state, rows, TOWN_ROWS + 3);
    bench_stages(&b, &s);
    for (uint32_t d = TOWN_ROWS; d < TOWN_ROWS + 3; d++) {
        assert_int_equal(s.found.assignments[d].count, 0);
        assert_int_equal(s.found.assignments[d].runner_up.theme, CAHIER_NONE);
    }
    bench_close(&b);
}

/* Long enough to be compared, and still no campaign. */
static void what_answers_nothing_is_no_copy(void **state)
{
    static const char *const replies[] = {
            "Je n'ai pas de commentaire particulier sur ce sujet.", "Je suis pour la réouverture de la gare au fret."};
    town_row rows[TOWN_ROWS + 12];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < 12; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = replies[i / 6]};
    }
    bench b;
    bench_open(&b, *state, rows, TOWN_ROWS + 12);
    assert_int_equal(bench_run(&b), CAHIER_OK);
    assert_int_equal(b.result.counts.no_answer, 6);
    assert_int_equal(b.result.duplicate_count, 1);
    assert_true(b.result.duplicates[0].campaign);
    for (uint32_t i = 0; i < 12; i++) {
        assert_int_equal(b.result.duplicate_of[TOWN_ROWS + i], i < 6 ? CAHIER_NONE : 0);
    }
    bench_close(&b);
}

/* --- counts ------------------------------------------------------------------------------------------------------- */

static void persons_come_before_documents(void **state)
{
    town_row rows[TOWN_ROWS];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < TOWN_EACH; i++) {
        rows[2 * TOWN_EACH + i].person = 7; /* all letters about the pool are of one hand */
    }
    bench b;
    stages s;
    bench_open(&b, *state, rows, TOWN_ROWS);
    b.options.themes = TOWN_SUBJECTS;
    bench_stages(&b, &s);
    uint32_t last = s.found.count - 1;
    assert_int_equal(s.themes[last].persons, 1 + (s.themes[last].document_count > TOWN_EACH));
    assert_true(s.themes[last].document_count > 10);
    for (uint32_t k = 0; k + 1 < s.found.count; k++) {
        assert_true(s.themes[k].persons >= s.themes[k + 1].persons);
        assert_int_equal(s.themes[k].taxonomy, CAHIER_NONE);
    }
    /* renumbered together: the centroid of a theme is still the one nearest to its documents */
    for (uint32_t k = 0; k < s.found.count; k++) {
        for (uint32_t i = 0; i < s.themes[k].document_count; i++) {
            assert_int_equal(s.found.assignments[s.themes[k].documents[i]].at[0].theme, k);
            check_scores(&b, &s, s.themes[k].documents[i]);
        }
    }
    bench_close(&b);
}

static void several_answers_are_one_contribution(void **state)
{
    bench b;
    stages s;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    for (uint32_t i = 0; i < TOWN_ROWS; i++) {
        b.received[i].contribution = i / 3;
    }
    bench_stages(&b, &s);
    for (uint32_t k = 0; k < s.found.count; k++) {
        uint32_t contributions = 0;
        for (uint32_t i = 0; i < s.themes[k].document_count; i++) { /* documents ascend, and so do contributions */
            contributions += i == 0 || s.themes[k].documents[i] / 3 != s.themes[k].documents[i - 1] / 3;
        }
        assert_int_equal(s.themes[k].contributions, contributions);
        assert_true(contributions < s.themes[k].document_count);
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_sample_has_each_text_once_and_no_empty_one),
            cmocka_unit_test(a_draw_follows_the_ids),
            cmocka_unit_test(scores_are_cosines_that_add_up),
            cmocka_unit_test(a_sentence_may_show_another_theme),
            cmocka_unit_test(what_says_nothing_known_has_no_theme),
            cmocka_unit_test(what_answers_nothing_is_no_copy),
            cmocka_unit_test(persons_come_before_documents),
            cmocka_unit_test(several_answers_are_one_contribution),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
