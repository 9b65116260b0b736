/* SPDX-License-Identifier: Apache-2.0 */
#include "town.h"

#include <math.h>

/* --- own vectors against numpy ------------------------------------------------------------------------------------ */

enum {
    SIZE_MOST = 64,
    FIELDS_MOST = 8,
    LINE = 1024
};

typedef struct reference { /* one case of associate.tsv */
    uint32_t documents, terms, row, stored;
    uint32_t start[SIZE_MOST + 1], column[SIZE_MOST * SIZE_MOST];
    float value[SIZE_MOST * SIZE_MOST];
    double cosine[SIZE_MOST][SIZE_MOST];
    bool member[SIZE_MOST][FIELDS_MOST]; /* term, field */
    uint32_t fields;
} reference;

static void read_document(reference *r, char *at)
{
    char *end = at;
    for (unsigned long j = strtoul(at, &end, 10); end != at; j = strtoul(at, &end, 10)) {
        r->column[r->stored] = (uint32_t)j;
        r->value[r->stored++] = 1;
        at = end;
    }
    r->start[++r->row] = r->stored;
}

/* Terms x fields. */
static void fill_fields(const reference *r, cahier_sparse *out)
{
    uint32_t at = 0;
    for (uint32_t j = 0; j < r->terms; j++) {
        out->start[j] = at;
        for (uint32_t f = 0; f < r->fields; f++) {
            if (r->member[j][f]) {
                out->column[at] = f;
                out->value[at++] = 1;
            }
        }
    }
    out->start[r->terms] = at;
    out->rows = r->terms;
    out->columns = r->fields;
}

static double compare(reference *r)
{
    uint32_t start[SIZE_MOST + 1], column[SIZE_MOST * FIELDS_MOST];
    float value[SIZE_MOST * FIELDS_MOST];
    cahier_sparse fields = {.start = start, .column = column, .value = value};
    cahier_arena batch, scratch;
    cahier_runner runner = {cahier_run_serial, NULL};
    uint32_t rows[SIZE_MOST];
    cahier_sparse counts = {r->documents, r->terms, r->start, r->column, r->value};
    float *x = NULL;
    double most = 0;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    for (uint32_t d = 0; d < r->documents; d++) {
        rows[d] = d;
    }
    fill_fields(r, &fields);
    cahier_teaching teaching = {&counts, rows, r->documents, r->terms, r->terms, r->fields > 0 ? &fields : NULL};
    for (uint32_t which = 0; which < 2 && r->documents < 20; which++) { /* every allocation, refused once */
        cahier_arena *failing = which == 0 ? &batch : &scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            failing->fail_after = n;
            status = cahier_associate_own(&batch, &scratch, &runner, &teaching, &x);
            assert_true(status == CAHIER_OK || status == CAHIER_ERROR_NOMEM);
            assert_int_equal(scratch.used, 0);
        }
        assert_true(n > 1);
        failing->fail_after = -1;
    }
    assert_int_equal(cahier_associate_own(&batch, &scratch, &runner, &teaching, &x), CAHIER_OK);
    assert_int_equal(scratch.used, 0);
    for (uint32_t i = 0; i < r->terms; i++) {
        for (uint32_t j = i; j < r->terms; j++) {
            double sum = 0;
            for (uint32_t e = 0; e < r->terms; e++) {
                sum += (double)x[i * r->terms + e] * (double)x[j * r->terms + e];
            }
            most = fmax(most, fabs(sum - r->cosine[i][j]));
        }
    }
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
    return most;
}

static void own_vectors_are_those_of_numpy(void **state)
{
    (void)state;
    FILE *file = fopen(CAHIER_TESTS_DIR "/reference/associate.tsv", "r");
    reference *r = calloc(1, sizeof *r);
    char text[LINE];
    double most = 0, cosine;
    uint32_t cases = 0;
    assert_true(file != NULL && r != NULL);
    while (fgets(text, sizeof text, file) != NULL) {
        unsigned a, b;
        if (sscanf(text, "case\t%u\t%u", &a, &b) == 2) {
            most = cases++ > 0 ? fmax(most, compare(r)) : 0;
            memset(r, 0, sizeof *r);
            r->documents = a;
            r->terms = b;
        } else if (sscanf(text, "cosine\t%u\t%u\t%lf", &a, &b, &cosine) == 3) {
            r->cosine[a][b] = cosine;
        } else if (sscanf(text, "member\t%u\t%u", &a, &b) == 2) {
            r->member[a][b] = true;
            r->fields = b + 1 > r->fields ? b + 1 : r->fields;
        } else if (strncmp(text, "document", 8) == 0) {
            read_document(r, text + 8);
        }
    }
    most = fmax(most, compare(r));
    print_message("largest difference of a cosine: %g\n", most);
    assert_int_equal(cases, 5);
    assert_true(most < 1e-4);
    fclose(file);
    free(r);
}

/* --- space -------------------------------------------------------------------------------------------------------- */

static double length_of(const float *x, uint32_t from, uint32_t to)
{
    double squares = 0;
    for (uint32_t e = from; e < to; e++) {
        squares += (double)x[e] * (double)x[e];
    }
    return sqrt(squares);
}

/* Every document is a unit vector, .4 and .6 of it in the known blocks, and the sum of its terms' parts. */
static void check_document(const stages *s, uint32_t d)
{
    float x[512];
    double scale[CAHIER_BLOCKS];
    const cahier_space *space = &s->space;
    bool known = cahier_space_document(space, &s->weights, d, x, scale);
    double length = length_of(x, 0, space->dimensions);
    assert_true(known ? fabs(length - 1) < 1e-5 : length == 0);
    for (uint32_t b = 0; b < CAHIER_BLOCKS; b++) {
        bool both = scale[0] > 0 && scale[1] > 0;
        double expected = scale[b] > 0 ? (both ? sqrt(b == CAHIER_BLOCK_OWN ? 0.4 : 0.6) : 1) : 0;
        assert_true(fabs(length_of(x, space->block[b], space->block[b + 1]) - expected) < 1e-5);
        for (uint32_t e = space->block[b]; e < space->block[b + 1]; e++) {
            double sum = 0;
            for (uint32_t z = s->weights.start[d]; z < s->weights.start[d + 1]; z++) {
                sum += scale[b] * (double)s->weights.value[z] *
                       (double)space->vector[(size_t)s->weights.column[z] * space->dimensions + e];
            }
            assert_true(fabs(sum - (double)x[e]) < 1e-4);
        }
    }
}

static void documents_are_unit_sums_of_their_terms(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *many = town_many(CAHIER_OWN_LEAST, &texts);
    for (uint32_t count = CAHIER_OWN_LEAST - 1; count <= CAHIER_OWN_LEAST; count++) {
        bench b;
        stages s;
        bench_open(&b, *state, many, count);
        bench_stages(&b, &s);
        assert_int_equal(s.teachers.count, count);
        assert_int_equal(s.space.block[1], count < CAHIER_OWN_LEAST ? 0 : CAHIER_OWN_DIMENSIONS);
        assert_int_equal(s.space.dimensions, s.space.block[1] + b.lexicons->background->dimensions);
        for (uint32_t d = 0; d < count; d++) {
            check_document(&s, d);
        }
        bench_close(&b);
    }
    free(many);
    free(texts);
}

static void copies_do_not_count_as_teachers(void **state)
{
    char(*texts)[TOWN_TEXT];
    town_row *many = town_many(CAHIER_OWN_LEAST, &texts);
    bench b;
    stages s;
    many[10].text = many[20].text;
    bench_open(&b, *state, many, CAHIER_OWN_LEAST);
    bench_stages(&b, &s);
    assert_int_equal(s.teachers.count, CAHIER_OWN_LEAST - 1);
    assert_int_equal(s.space.block[1], 0);
    bench_close(&b);
    free(many);
    free(texts);
}

/* « vélo » and « piste cyclable » must be near without meeting. */
static void words_of_one_subject_are_near(void **state)
{
    static const struct {
        const char *a, *near, *far;
    } triples[] = {{"cyclistes", "vélo", "médecins"}, {"poubelles", "déchets", "piscine"},
            {"ordures", "déchets", "médecins"}, {"dentiste", "médecin", "vélo"}, {"hôpital", "urgences", "tri"}};
    bench b;
    stages s;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    bench_stages(&b, &s);
    for (size_t i = 0; i < sizeof triples / sizeof *triples; i++) {
        const char *word[3] = {triples[i].a, triples[i].near, triples[i].far};
        float x[3][512];
        for (uint32_t w = 0; w < 3; w++) {
            uint32_t term = CAHIER_NONE;
            for (uint32_t d = 0; d < b.corpus.count && term == CAHIER_NONE;
                    d++) { /* by the spelling asked, not the usual one */
                for (uint32_t t = 0; t < b.corpus.types[d]->count; t++) {
                    if (cahier_text_equal(b.corpus.types[d]->at[t].surface, small_text(word[w]))) {
                        term = cahier_terms_of(&s.uses, b.corpus.types[d])[t];
                    }
                }
            }
            assert_int_not_equal(term, CAHIER_NONE);
            if (!cahier_space_terms(&s.space, &term, 1, x[w])) {
                fail_msg("%s has no vector", word[w]);
            }
        }
        double near = 0, far = 0;
        for (uint32_t e = 0; e < s.space.dimensions; e++) {
            near += (double)x[0][e] * (double)x[1][e];
            far += (double)x[0][e] * (double)x[2][e];
        }
        if (near < far + 0.1) {
            fail_msg("%s: %.2f from %s, %.2f from %s", word[0], near, word[1], far, word[2]);
        }
    }
    bench_close(&b);
}

/* --- background file ---------------------------------------------------------------------------------------------- */

#define HEADER "# lexicon: associations\n# columns: stem\tdocuments\tvector\n"

static void a_background_is_read_or_refused_at_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t line, column;
    } cases[] = {
            {HEADER "velo\t3\t7f80\npist\t2\t00ff\n", 0, 0},
            {HEADER "velo\t3\t7f80\n# between\n\npist\t2\t00ff", 0, 0},
            {"velo\t3\t7f80\n", 1, 1},
            {HEADER, 2, 0},
            {HEADER "velo\t3\n", 3, 1},
            {HEADER "\t3\t7f80\n", 3, 1},
            {HEADER "velo\t3\t7f80\npist\t2\t00\n", 4, 3},
            {HEADER "velo\t3\t7f8\n", 3, 3},
            {HEADER "velo\t3\t7F80\n", 3, 3},
            {HEADER "velo\t3\t\n", 3, 3},
            {HEADER "velo\t3\t7f80\nvelo\t2\t00ff\n", 4, 1},
    };
    cahier_arena arena;
    assert_true(cahier_arena_open(&arena, SMALL_BUDGET));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_background b = {.count = 77};
        cahier_error error = {0};
        cahier_status status = cahier_background_parse(&arena, small_text(cases[i].bytes), &b, &error);
        if (cases[i].line == 0) {
            assert_int_equal(status, CAHIER_OK);
            assert_int_equal(b.count, 2);
            assert_int_equal(b.dimensions, 2);
            uint32_t row = cahier_background_find(&b, small_text("velo"));
            assert_int_equal(b.vector[2 * row], 127);
            assert_int_equal(b.vector[2 * row + 1], -128);
            assert_int_equal(b.vector[2 * cahier_background_find(&b, small_text("pist")) + 1], -1);
            assert_int_equal(cahier_background_find(&b, small_text("bus")), CAHIER_NONE);
        } else if (status != CAHIER_ERROR_LEXICON || error.line != cases[i].line || error.column != cases[i].column ||
                   b.count != 77) {
            fail_msg("case %u: status %d at %u:%u", (unsigned)i, (int)status, error.line, error.column);
        }
    }
    cahier_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(own_vectors_are_those_of_numpy),
            cmocka_unit_test(documents_are_unit_sums_of_their_terms),
            cmocka_unit_test(copies_do_not_count_as_teachers),
            cmocka_unit_test(words_of_one_subject_are_near),
            cmocka_unit_test(a_background_is_read_or_refused_at_its_place),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
