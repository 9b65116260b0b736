/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <stdlib.h>

#include "duplicate.h"
#include "near.h"
#include "sketch.h"

typedef struct bench { /* a corpus with its sketches, and what was found in it */
    small_corpus c;
    cahier_arena batch, scratch;
    uint32_t *of;
    cahier_duplicate_group *groups;
    uint32_t count;
} bench;

static void open_bench(bench *b, const small_row *rows, uint32_t count)
{
    *b = (bench){.count = 0};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    small_corpus_open(&b->c, rows, count);
    for (uint32_t d = 0; d < count; d++) {
        cahier_document *document = &b->c.documents[d];
        assert_int_equal(
                cahier_sketch(&b->c.all, &b->scratch, document->text, &document->sketch, &document->fingerprint),
                CAHIER_OK);
    }
    assert_int_equal(
            cahier_duplicate_find(&b->batch, &b->scratch, &b->c.corpus, &b->of, &b->groups, &b->count), CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

static void close_bench(bench *b)
{
    small_corpus_close(&b->c);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

/* --- two texts ---------------------------------------------------------------------------------------------------- */

#define LETTER                                                                                                         \
    "Monsieur le Maire, les riverains de l'avenue Jean Moulin demandent depuis trois ans que la vitesse y "            \
    "soit limitée à trente kilomètres par heure et que le carrefour devant l'école soit enfin protégé."

enum {
    APART,
    IDENTICAL,
    NEAR
};

static const struct {
    const char *name, *a, *b;
    int expected;
} pairs[] = {
        {"to the letter", LETTER, LETTER, IDENTICAL},
        {"case, accents, spaces and punctuation do not count", "Il faut rouvrir la piscine municipale dès cet été !",
                "IL FAUT ROUVRIR LA PISCINE  MUNICIPALE DES CET ETE", IDENTICAL},
        {"the same short answer is no copy", "oui", "oui", APART},
        {"the same short wish is no copy", "plus de pistes cyclables", "Plus de pistes cyclables !", APART},
        {"39 letters are short", "aaaaa bbbbb ccccc ddddd eeeee fffff ggg", "aaaaa bbbbb ccccc ddddd eeeee fffff ggg",
                APART},
        {"40 are not", "aaaaa bbbbb ccccc ddddd eeeee fffff gggg", "aaaaa bbbbb ccccc ddddd eeeee fffff gggg",
                IDENTICAL},
        {"one slip of a finger", "Il faut rouvrir la piscine municipale dès cet été, et baisser son prix",
                "Il faut rouvir la piscine municipale dès cet été, et baisser son prix", NEAR},
        {"a quarter of the words moved, mistyped, left out or put in", LETTER,
                "Monsieur Maire le, les riverains l'avenue de Jean Moulins demandent trop depuis ans trois que vitesse "
                "la y "
                "soit limité à rue trente kilomètre par heure que et le carrefour l'école devant soit enfn protégé.",
                NEAR},
        {"slips of the finger in half of the words",
                "Il faudrait replanter des platanes autour de la fontaine du village",
                "Il faudrat replanter des plaatnes autour de la fontaime du villlage", NEAR},
        {"as many other words", "Il faudrait replanter des platanes autour de la fontaine du village",
                "Il voudrait replanter des poiriers autour de la colonne du passage", APART},
        {"two wishes that begin alike",
                "Je demande que la commune ouvre une maison de santé avec des médecins généralistes",
                "Je demande que la commune ouvre une maison de santé avec un kiné et des infirmières", APART},
        {"the same wish in other words",
                "Installer des ralentisseurs et des passages piétons devant les écoles primaires de la commune",
                "Installer des passages piétons éclairés et des ralentisseurs devant toutes les écoles", APART},
        {"a greeting before, a signature behind", LETTER, "Bonjour, " LETTER " Bien cordialement, une mère de famille",
                NEAR},
        {"a letter with a paragraph of one's own",
                LETTER " Ma fille y a failli être renversée mardi dernier par une "
                       "camionnette qui doublait le bus scolaire.",
                LETTER, APART},
        {"a letter with more of one's own than of the letter",
                LETTER " Ma fille y a failli être renversée mardi dernier "
                       "par une camionnette qui doublait le bus scolaire, et ce n'est pas la première fois : en "
                       "octobre le fils des "
                       "voisins a eu la jambe cassée sans que rien ne change depuis.",
                LETTER, APART},
        {"two wishes in the words that everybody has",
                "assurer la sécurité et la sérénité dans les transports en communs",
                "améliorer la propreté et la sécurité dans les transports en commun", APART},
        {"the same stock phrase", "Développer davantage les transports en commun",
                "Développement des transports en commun", APART},
        {"nothing alike", LETTER,
                "Le marché du samedi manque de producteurs locaux, les prix y sont ceux du supermarché.", APART},
};

static void copies_are_told_from_like_wishes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const small_row rows[] = {{.person = 1, .text = pairs[i].a}, {.person = 2, .text = pairs[i].b}};
        bench b;
        open_bench(&b, rows, 2);
        int got = b.count == 0 ? APART : b.groups[0].kind == CAHIER_DUPLICATE_IDENTICAL ? IDENTICAL : NEAR;
        if (got != pairs[i].expected) {
            fail_msg("%s: got %d", pairs[i].name, got);
        }
        assert_int_equal(b.of[0], got == APART ? CAHIER_NONE : 0);
        assert_int_equal(b.of[0], b.of[1]);
        close_bench(&b);
    }
}

/* --- campaigns ---------------------------------------------------------------------------------------------------- */

static const struct {
    uint32_t documents, persons;
    bool campaign;
} campaigns[] = {
        {2, 2, false},
        {4, 4, false},
        {5, 5, true},
        {5, 3, true},
        {5, 2, false},
        {24, 1, false},
        {100, 3, true},
};

static void a_campaign_has_five_documents_by_three_persons(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof campaigns / sizeof *campaigns; i++) {
        small_row rows[100];
        bench b;
        for (uint32_t d = 0; d < campaigns[i].documents; d++) {
            rows[d] = (small_row){.person = 1 + d % campaigns[i].persons, .text = LETTER};
        }
        open_bench(&b, rows, campaigns[i].documents);
        assert_int_equal(b.count, 1);
        assert_int_equal(b.groups[0].document_count, campaigns[i].documents);
        assert_int_equal(b.groups[0].persons, campaigns[i].persons);
        assert_int_equal(b.groups[0].campaign, campaigns[i].campaign);
        close_bench(&b);
    }
}

/* --- properties --------------------------------------------------------------------------------------------------- */

enum {
    MANY = 240,
    ORIGINALS = 60,
    WORDS = 48,
    SEEDS = 8
};

typedef struct words {
    char text[NEAR_ROOM];
} words;

static uint32_t put_word(char *to, cahier_random *random)
{
    static const char *const beginnings[] = {
            "ca", "pla", "mai", "rou", "jar", "tri", "ve", "lou", "pé", "sto", "bi", "nu"};
    static const char *const endings[] = {
            "rie", "ce", "tage", "din", "ment", "lo", "teur", "sion", "re", "ble", "que", "ge"};
    uint32_t first = cahier_random_below(random, 12), second = cahier_random_below(random, 24);
    uint32_t last = cahier_random_below(random, 12);
    return (uint32_t)sprintf(
            to, "%s%s%s ", beginnings[first], second < 12 ? "" : beginnings[second - 12], endings[last]);
}

/* Originals of 8 to 48 words, and copies of them with none to a quarter of the words replaced, left out or mistyped. */
static void make_texts(words *texts, uint64_t seed)
{
    cahier_random random = {seed};
    for (uint32_t d = 0; d < MANY; d++) {
        uint32_t len = 0, edits = cahier_random_below(&random, 4) * 8;
        const char *from = d < ORIGINALS ? NULL : texts[cahier_random_below(&random, ORIGINALS)].text;
        uint32_t count = 8 + cahier_random_below(&random, WORDS - 8);
        for (uint32_t w = 0; from == NULL ? w < count : *from != '\0'; w++) {
            size_t word = from == NULL ? 0 : strcspn(from, " ") + 1;
            bool edited = from != NULL && cahier_random_below(&random, 100) < edits;
            uint32_t how = edited ? cahier_random_below(&random, 3) : 0;
            if (from == NULL || (edited && how == 0)) {
                len += put_word(texts[d].text + len, &random);
            } else if (!edited || how == 1) {
                texts[d].text[len] = *from; /* a letter too many, which is written over when there is no edit */
                memcpy(texts[d].text + len + edited, from, word);
                len += (uint32_t)word + edited;
            }
            from = from == NULL ? NULL : from + word;
        }
        texts[d].text[len] = '\0';
    }
}

/* A centre to which all documents of the group are near. */
static bool has_centre(const bench *b, const set *sets, const cahier_duplicate_group *group)
{
    bool found = false;
    for (uint32_t c = 0; c < group->document_count && !found; c++) {
        found = true;
        for (uint32_t i = 0; i < group->document_count && found; i++) {
            uint32_t d = group->documents[c], e = group->documents[i];
            found = are_near(b->c.documents[d].text, &sets[d], b->c.documents[e].text, &sets[e]);
        }
    }
    return found;
}

static void check_against_definition(const bench *b)
{
    set *sets = calloc(MANY, sizeof *sets);
    assert_non_null(sets);
    for (uint32_t d = 0; d < MANY; d++) {
        list_set(b->c.documents[d].text, &sets[d]);
    }
    for (uint32_t g = 0; g < b->count; g++) {
        assert_true(has_centre(b, sets, &b->groups[g]));
    }
    for (uint32_t d = 0; d < MANY; d++) {
        for (uint32_t e = 0; e < d; e++) {
            uint32_t common = count_common(&sets[d], &sets[e]);
            if (5 * common >= 4 * (sets[d].count + sets[e].count - common)) { /* LSH misses one in 1,000,000 at .8 */
                assert_true(b->of[d] != CAHIER_NONE || b->of[e] != CAHIER_NONE);
            }
        }
    }
    free(sets);
}

/* Whichever comes first. */
static void pairs_are_those_of_the_definition(void **state)
{
    words *texts = calloc(MANY, sizeof *texts);
    set *sets = calloc(MANY, sizeof *sets);
    small_row rows[MANY];
    uint32_t counted = 0;
    bench b;
    cahier_resemblance kept;
    (void)state;
    assert_true(texts != NULL && sets != NULL);
    make_texts(texts, 1);
    for (uint32_t d = 0; d < MANY; d++) {
        rows[d] = (small_row){.person = 1, .text = texts[d].text};
    }
    open_bench(&b, rows, MANY);
    for (uint32_t d = 0; d < MANY; d++) {
        list_set(b.c.documents[d].text, &sets[d]);
    }
    assert_int_equal(cahier_resemblance_open(&b.scratch, NEAR_ROOM, &kept), CAHIER_OK);
    for (uint32_t d = ORIGINALS; d < MANY; d++) {
        for (uint32_t e = 0; e < ORIGINALS; e++) {
            if (b.c.documents[d].sketch == NULL || b.c.documents[e].sketch == NULL) {
                continue; /* too short to be compared */
            }
            cahier_text one = b.c.documents[d].text, other = b.c.documents[e].text;
            bool near = are_near(one, &sets[d], other, &sets[e]);
            assert_int_equal(cahier_resemble(&kept, d, one, e, other), near);
            assert_int_equal(cahier_resemble(&kept, e, other, d, one), near);
            counted += near;
        }
    }
    assert_true(counted > 100);
    cahier_arena_reset(&b.scratch, 0);
    close_bench(&b);
    free(sets);
    free(texts);
}

/* A text that changes one word in four, then others, and so on: each is near to the one before and to the next. */
static void a_chain_is_no_group(void **state)
{
    enum {
        LINKS = 6,
        STEP = 4,
        CHAIN_WORDS = 48
    };
    char word[CHAIN_WORDS][32], text[LINKS][NEAR_ROOM];
    small_row rows[LINKS];
    cahier_random random = {3};
    bench b;
    (void)state;
    for (uint32_t d = 0; d < LINKS; d++) {
        text[d][0] = '\0';
        for (uint32_t w = 0; w < CHAIN_WORDS; w++) {
            if (d == 0 || w % STEP == d % STEP) {
                put_word(word[w], &random);
            }
            strcat(text[d], word[w]);
        }
        rows[d] = (small_row){.person = d + 1, .text = text[d]};
    }
    open_bench(&b, rows, LINKS);
    for (uint32_t d = 1; d < LINKS; d++) {
        bench pair;
        open_bench(&pair, rows + d - 1, 2);
        assert_int_equal(pair.count, 1);
        close_bench(&pair);
    }
    assert_true(b.count > 0);
    for (uint32_t g = 0; g < b.count; g++) {
        assert_in_range(b.groups[g].document_count, 2, 3);
    }
    close_bench(&b);
}

static void check_groups(const bench *b)
{
    uint32_t in_groups = 0, with_group = 0;
    for (uint32_t g = 0; g < b->count; g++) {
        const cahier_duplicate_group *group = &b->groups[g];
        assert_true(group->document_count >= 2 && group->persons >= 1 && group->persons <= group->document_count);
        assert_true(g == 0 || b->groups[g - 1].documents[0] < group->documents[0]);
        for (uint32_t i = 0; i < group->document_count; i++) {
            assert_int_equal(b->of[group->documents[i]], g);
            assert_true(i == 0 || group->documents[i - 1] < group->documents[i]);
        }
        in_groups += group->document_count;
    }
    for (uint32_t d = 0; d < b->c.corpus.count; d++) {
        with_group += b->of[d] != CAHIER_NONE;
    }
    assert_int_equal(in_groups, with_group);
}

static void groups_are_those_of_the_definition_in_any_order(void **state)
{
    (void)state;
    words *texts = calloc(MANY, sizeof *texts);
    assert_non_null(texts);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        small_row rows[MANY], moved[MANY];
        uint32_t order[MANY];
        bench b, shuffled;
        make_texts(texts, seed);
        small_shuffle(order, MANY, seed);
        for (uint32_t d = 0; d < MANY; d++) {
            rows[d] = (small_row){.person = 1 + d % 50, .text = texts[d].text};
            moved[order[d]] = rows[d];
        }
        open_bench(&b, rows, MANY);
        open_bench(&shuffled, moved, MANY);
        check_groups(&b);
        check_groups(&shuffled);
        check_against_definition(&b);
        assert_int_equal(b.count, shuffled.count);
        for (uint32_t d = 0; d < MANY; d++) {
            uint32_t there = shuffled.of[order[d]], here = b.of[d];
            assert_int_equal(here == CAHIER_NONE, there == CAHIER_NONE);
            if (here != CAHIER_NONE) {
                uint32_t first = b.groups[here].documents[0];
                assert_int_equal(there, shuffled.of[order[first]]);
                assert_int_equal(b.groups[here].persons, shuffled.groups[there].persons);
                assert_int_equal(b.groups[here].kind, shuffled.groups[there].kind);
            }
        }
        close_bench(&b);
        close_bench(&shuffled);
    }
    free(texts);
}

static void no_document_makes_no_group(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL, 0);
    assert_int_equal(b.count, 0);
    close_bench(&b);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    const small_row rows[] = {{.person = 1, .text = LETTER}, {.person = 2, .text = "Bonjour. " LETTER},
            {.person = 3, .text = "non"}, {.person = 3, .text = LETTER}};
    bench b;
    open_bench(&b, rows, 4);
    assert_int_equal(b.groups[0].document_count, 3);
    for (uint32_t which = 0; which < 2; which++) {
        cahier_arena *failing = which == 0 ? &b.batch : &b.scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            uint32_t *of = NULL, count = 77;
            cahier_duplicate_group *groups = NULL;
            failing->fail_after = n;
            status = cahier_duplicate_find(&b.batch, &b.scratch, &b.c.corpus, &of, &groups, &count);
            assert_true(status == CAHIER_OK ||
                        (status == CAHIER_ERROR_NOMEM && of == NULL && groups == NULL && count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 3);
        failing->fail_after = -1;
    }
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(copies_are_told_from_like_wishes),
            cmocka_unit_test(a_campaign_has_five_documents_by_three_persons),
            cmocka_unit_test(pairs_are_those_of_the_definition),
            cmocka_unit_test(groups_are_those_of_the_definition_in_any_order),
            cmocka_unit_test(a_chain_is_no_group),
            cmocka_unit_test(no_document_makes_no_group),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
