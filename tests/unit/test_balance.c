/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include "balance.h"

/* --- Wilson ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint32_t count, total;
    int32_t low, high;
} intervals[] = {
        /* Newcombe 1998, table I, method 3 */
        {"81 of 263", 81, 263, 255, 366},
        {"15 of 148", 15, 148, 62, 160},
        {"none of 20", 0, 20, 0, 161},
        {"1 of 29", 1, 29, 6, 172},
        /* by hand: low = 1 / (1 + z2/n) = 1 / (1 + 3.841459 / 3) = .438503 */
        {"three out of three are no certainty", 3, 3, 439, 1000},
        {"one half of ten", 5, 10, 237, 763},
        {"nobody asked", 0, 0, 0, 1000},
        {"everybody of many", 4000000000u, 4000000000u, 1000, 1000},
        {"half of many", 2000000000u, 4000000000u, 500, 500},
};

static void wilson_intervals_are_those_of_the_paper(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        cahier_interval got = cahier_wilson(intervals[i].count, intervals[i].total);
        if (got.low_milli != intervals[i].low || got.high_milli != intervals[i].high) {
            fail_msg("%s: got %d..%d", intervals[i].name, got.low_milli, got.high_milli);
        }
        assert_int_equal(got.count, intervals[i].count);
        assert_int_equal(got.total, intervals[i].total);
    }
}

static void an_interval_holds_its_share_and_mirrors(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < 60; n++) {
        for (uint32_t k = 0; k <= n; k++) {
            cahier_interval i = cahier_wilson(k, n), mirror = cahier_wilson(n - k, n);
            assert_in_range(i.low_milli, 0, 1000 * k / n);
            assert_in_range(i.high_milli, 1000 * k / n, 1000);
            assert_int_equal(i.low_milli, 1000 - mirror.high_milli);
        }
    }
}

/* --- folding of values -------------------------------------------------------------------------------------------- */

static const struct {
    const char *a, *b;
    bool same;
} pairs[] = {
        {"Saint-Michel", "SAINT MICHEL", true},
        {"Saint-Michel", "saint  michel ", true},
        {"Les Écoles", "les ecoles", true},
        {"L\xE2\x80\x99\xC3\x8Ele", "l'ile", true}, /* ’ and ' ; Î */
        {"L'Île", "L Ile", true},
        {"Centre\xC2\xA0Ville", "centre-ville", true}, /* no-break space */
        {"\xC3\x89"
         "cole",
                "E\xCC\x81"
                "cole",
                true}, /* composed and decomposed É */
        {"Sacré-Cœur", "sacre coeur", true},
        {"60+", "60", false},
        {"<18", ">18", false},
        {"-25 ans", "25 ans", false}, /* under 25, and 25 */
        {"8-Mai-1945", "8 mai 1945", true},
        {"Saint-Michel", "Saint-Michel-sur-Orge", false},
        {"QPV - Nord", "QPV Nord", false},
        {"classe C- et D", "classe C et D", false},
        {"1er", "ler", false},
};

static void spellings_of_one_value_are_one(void **state)
{
    (void)state;
    cahier_arena batch, scratch;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const small_row rows[] = {{.person = 1, .age = pairs[i].a}, {.person = 2, .age = pairs[i].b}};
        small_corpus c;
        cahier_balance *balance;
        uint32_t count;
        small_corpus_open(&c, rows, 2);
        assert_int_equal(cahier_balance_find(&batch, &scratch, &c.corpus, c.assignments, &balance, &count), CAHIER_OK);
        if (count != (pairs[i].same ? 1 : 2)) {
            fail_msg("\"%s\", \"%s\": %u values", pairs[i].a, pairs[i].b, count);
        }
        small_corpus_close(&c);
    }
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

static void a_value_is_shown_without_the_spaces_around_it(void **state)
{
    (void)state;
    const small_row row = {.person = 1, .place = " \xC2\xA0Nord \t"};
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_places places;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    small_corpus_open(&c, &row, 1);
    assert_int_equal(cahier_places_find(&batch, &scratch, &c.corpus, c.assignments, 0, &places), CAHIER_OK);
    assert_int_equal(places.at[0].name.len, 4);
    assert_memory_equal(places.at[0].name.at, "Nord", 4);
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

/* --- balance ------------------------------------------------------------------------------------------------------ */

static const small_row town[] = {
        {1, 0, "Centre", "60+", NULL, 1, CAHIER_NEGATIVE, 0, 0},
        {1, 0, "Centre", "60+", NULL, 1, CAHIER_NEGATIVE, 2, 0},
        {2, 0, "centre ", "60+ ", NULL, 2, CAHIER_POSITIVE, 0, 0},
        {3, 0, "CENTRE", "", NULL, 0, CAHIER_NEUTRAL, 0, CAHIER_NOTE_NO_ANSWER},
        {4, 0, "Les Écoles", "18-30", NULL, 0, CAHIER_MIXED, 1, 0},
        {5, 0, "les ecoles", NULL, NULL, 2, CAHIER_NEUTRAL, 0, 0},
        {1, 0, "Les Écoles", "  ", NULL, 1, CAHIER_NEGATIVE, 0, 0},
        {6, 0, " ", "18-30", NULL, 2, CAHIER_POSITIVE, 0, CAHIER_NOTE_NOT_FRENCH},
};
#define TOWN (sizeof town / sizeof *town)

static const struct {
    const char *value;
    uint32_t documents, persons, classified, total, polarity[CAHIER_POLARITY_LABELS], redacted;
} ages[] = {
        {"60+", 3, 2, 3, 3, {2, 0, 1, 0}, 1}, {"18-30", 2, 2, 1, 2, {0, 0, 1, 1}, 1},
        {"", 3, 3, 2, 2, {1, 2, 0, 0}, 0}, /* one said « RAS » */
};

static void check_ages(const cahier_balance *got, uint32_t count)
{
    assert_int_equal(count, sizeof ages / sizeof *ages);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(got[i].group, 0);
        assert_int_equal(got[i].value.len, strlen(ages[i].value));
        assert_memory_equal(got[i].value.at == NULL ? "" : got[i].value.at, ages[i].value, got[i].value.len);
        assert_int_equal(got[i].documents, ages[i].documents);
        assert_int_equal(got[i].persons, ages[i].persons);
        assert_int_equal(got[i].classified.count, ages[i].classified);
        assert_int_equal(got[i].classified.total, ages[i].total);
        assert_memory_equal(got[i].polarity, ages[i].polarity, sizeof ages[i].polarity);
        assert_int_equal(got[i].redacted, ages[i].redacted);
    }
}

static void a_column_is_counted_by_value(void **state)
{
    (void)state;
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_balance *balance;
    uint32_t count;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    small_corpus_open(&c, town, TOWN);
    assert_int_equal(cahier_balance_find(&batch, &scratch, &c.corpus, c.assignments, &balance, &count), CAHIER_OK);
    check_ages(balance, count);
    assert_int_equal(scratch.used, 0);
    c.corpus.group_count = 0;
    assert_int_equal(cahier_balance_find(&batch, &scratch, &c.corpus, c.assignments, &balance, &count), CAHIER_OK);
    assert_int_equal(count, 0);
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

/* 30 values: "v00" by 31 documents down to "v29" by 2, and « Autres » by 40. */
static void rare_values_are_added_up(void **state)
{
    (void)state;
    enum {
        VALUES = 30,
        MOST = 1000
    };
    small_row rows[MOST] = {{0}};
    char name[VALUES][4];
    uint32_t D = 0, count;
    for (uint32_t v = 0; v < VALUES; v++) {
        snprintf(name[v], sizeof name[v], "v%02u", v % 100u);
        for (uint32_t i = 0; i < VALUES + 1 - v; i++, D++) {
            rows[D] = (small_row){.person = 1 + i, .age = name[v]};
        }
    }
    for (uint32_t i = 0; i < 40; i++, D++) {
        rows[D] = (small_row){.person = 1 + i, .age = "Autres"};
    }
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_balance *got;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    small_corpus_open(&c, rows, D);
    assert_int_equal(cahier_balance_find(&batch, &scratch, &c.corpus, c.assignments, &got, &count), CAHIER_OK);
    assert_int_equal(count, CAHIER_BALANCE_VALUES + 1);
    assert_memory_equal(got[0].value.at, "v00", 3);
    assert_int_equal(got[23].documents, 8);
    assert_memory_equal(got[24].value.at, "autres", 6);
    assert_int_equal(got[24].documents, 7 + 6 + 5 + 4 + 3 + 2 + 40);
    assert_int_equal(got[24].persons, 40); /* the same few persons wrote the rare values: counted once */
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

/* --- places ------------------------------------------------------------------------------------------------------- */

static void places_are_counted_by_person(void **state)
{
    (void)state;
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_places places;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    small_corpus_open(&c, town, TOWN);
    assert_int_equal(cahier_places_find(&batch, &scratch, &c.corpus, c.assignments, 2, &places), CAHIER_OK);
    assert_int_equal(places.count, 2); /* three persons each: then by name */
    assert_memory_equal(places.at[0].name.at, "Centre", 6);
    assert_int_equal(places.at[0].name.len, 6);
    assert_memory_equal(places.at[1].name.at, "Les Écoles", 11);
    assert_int_equal(places.at[0].documents, 4);
    assert_int_equal(places.at[0].persons, 3);
    assert_int_equal(places.at[1].documents, 3);
    assert_int_equal(places.at[1].persons, 3);
    /* theme 0: person 1 in both, twice in the first; theme 1: persons 2 and 5 */
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(places.of_theme[i].count, 1);
        assert_int_equal(places.of_theme[i].total, 3);
    }
    assert_int_equal(scratch.used, 0);
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

static void beyond_two_hundred_places_are_others(void **state)
{
    (void)state;
    enum {
        PLACES = 230
    };
    small_row rows[PLACES];
    char name[PLACES][8];
    for (uint32_t p = 0; p < PLACES; p++) {
        snprintf(name[p], sizeof name[p], "p%03u", p % 1000u);
        rows[p] = (small_row){.person = 1 + p, .place = name[p], .theme = 1 + p % 2};
    }
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_places places;
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    small_corpus_open(&c, rows, PLACES);
    assert_int_equal(cahier_places_find(&batch, &scratch, &c.corpus, c.assignments, 2, &places), CAHIER_OK);
    assert_int_equal(places.count, CAHIER_PLACES_MOST + 1);
    assert_memory_equal(places.at[199].name.at, "p199", 4);
    assert_memory_equal(places.at[200].name.at, "autres", 6);
    assert_int_equal(places.at[200].persons, 30);
    assert_int_equal(places.of_theme[places.count + 200].count, 15);
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

/* --- properties --------------------------------------------------------------------------------------------------- */

enum {
    MANY = 400,
    THEMES = 5
};

static void make_rows(small_row *rows, const uint32_t *order, uint64_t seed)
{
    static const char *const names[] = {"Centre", "centre", "CENTRE", "La Gare", "la  gare", "Bois-Joli", "bois joli",
            "", " ", "Le Port", "LE PORT",
            "\xC3\x89"
            "cole",
            "ecole", NULL};
    cahier_random random = {seed};
    for (uint32_t d = 0; d < MANY; d++) {
        rows[order[d]] = (small_row){.person = 1 + cahier_random_below(&random, 150),
                .place = names[cahier_random_below(&random, 14)],
                .age = names[cahier_random_below(&random, 14)],
                .theme = cahier_random_below(&random, THEMES + 1),
                .polarity = cahier_random_below(&random, 4),
                .redactions = cahier_random_below(&random, 2)};
    }
}

static void check_balance(const small_corpus *c, const cahier_balance *balance, uint32_t count)
{
    uint32_t documents = 0;
    for (uint32_t i = 0; i < count; i++) {
        const cahier_balance *b = &balance[i];
        assert_true(b->persons >= 1 && b->persons <= b->documents && b->redacted <= b->documents);
        assert_true(b->classified.count <= b->classified.total && b->classified.total <= b->documents);
        assert_int_equal(b->polarity[0] + b->polarity[1] + b->polarity[2] + b->polarity[3], b->documents);
        documents += b->documents;
    }
    assert_int_equal(documents, c->corpus.count);
}

static void check_places(const cahier_places *places)
{
    for (uint32_t p = 0; p < places->count; p++) {
        uint32_t voices = 0;
        assert_true(places->at[p].persons >= 1 && places->at[p].persons <= places->at[p].documents);
        assert_true(p == 0 || places->at[p].persons <= places->at[p - 1].persons);
        for (uint32_t k = 0; k < THEMES; k++) {
            cahier_interval i = places->of_theme[k * places->count + p];
            assert_true(i.count <= i.total && i.total == places->at[p].persons && i.low_milli <= i.high_milli);
            voices += i.count;
        }
        assert_true(voices <= places->at[p].documents);
    }
}

static void order_of_arrival_does_not_show(void **state)
{
    (void)state;
    cahier_arena batch, scratch;
    cahier_balance *balance[2];
    cahier_places places[2];
    uint32_t order[MANY], count[2];
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    for (uint64_t seed = 1; seed <= 20; seed++) {
        small_corpus c[2];
        for (uint32_t run = 0; run < 2; run++) {
            small_row rows[MANY];
            small_shuffle(order, MANY, run);
            make_rows(rows, order, seed);
            small_corpus_open(&c[run], rows, MANY);
            assert_int_equal(cahier_balance_find(
                                     &batch, &scratch, &c[run].corpus, c[run].assignments, &balance[run], &count[run]),
                    CAHIER_OK);
            assert_int_equal(
                    cahier_places_find(&batch, &scratch, &c[run].corpus, c[run].assignments, THEMES, &places[run]),
                    CAHIER_OK);
            check_balance(&c[run], balance[run], count[run]);
            check_places(&places[run]);
        }
        assert_int_equal(count[0], count[1]);
        assert_int_equal(places[0].count, places[1].count);
        assert_memory_equal(
                places[0].of_theme, places[1].of_theme, THEMES * places[0].count * sizeof *places[0].of_theme);
        for (uint32_t i = 0; i < count[0]; i++) {
            assert_int_equal(balance[0][i].value.len, balance[1][i].value.len);
            assert_int_equal(balance[0][i].persons, balance[1][i].persons);
            assert_memory_equal(balance[0][i].polarity, balance[1][i].polarity, sizeof balance[0][i].polarity);
        }
        small_corpus_close(&c[0]);
        small_corpus_close(&c[1]);
    }
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    small_corpus c;
    cahier_arena batch, scratch;
    small_corpus_open(&c, town, TOWN);
    assert_true(cahier_arena_open(&batch, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
    for (uint32_t which = 0; which < 4; which++) {
        cahier_arena *failing = which % 2 == 0 ? &batch : &scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            cahier_balance *balance = NULL;
            cahier_places places = {0};
            uint32_t count = 77;
            failing->fail_after = n;
            status = which < 2 ? cahier_balance_find(&batch, &scratch, &c.corpus, c.assignments, &balance, &count)
                               : cahier_places_find(&batch, &scratch, &c.corpus, c.assignments, 2, &places);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && balance == NULL && count == 77 &&
                                                       places.at == NULL && places.count == 0));
            assert_int_equal(scratch.used, 0);
        }
        assert_true(n > 1);
        failing->fail_after = -1;
    }
    small_corpus_close(&c);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(wilson_intervals_are_those_of_the_paper),
            cmocka_unit_test(an_interval_holds_its_share_and_mirrors),
            cmocka_unit_test(spellings_of_one_value_are_one),
            cmocka_unit_test(a_value_is_shown_without_the_spaces_around_it),
            cmocka_unit_test(a_column_is_counted_by_value),
            cmocka_unit_test(rare_values_are_added_up),
            cmocka_unit_test(places_are_counted_by_person),
            cmocka_unit_test(beyond_two_hundred_places_are_others),
            cmocka_unit_test(order_of_arrival_does_not_show),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
