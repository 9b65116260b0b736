/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"

#include <math.h>

#include "golden.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/polarity.tsv"

/* --- what the header promises of any document --- */

static void check_evidence(const cahier_document *d, const cahier_evidence *e)
{
    assert_true(e->start < e->end && e->end <= d->text.len);
    assert_true(e->rule_count <= CAHIER_RULE_HITS);
    int32_t value = e->weight_milli;
    for (uint32_t k = 0; k < e->rule_count; k++) {
        assert_true(e->rule[k].start < e->rule[k].end && e->rule[k].end <= d->text.len);
        value = cahier_polarity_scale(value, e->rule[k].factor_percent);
    }
    assert_int_equal(value, e->value_milli);
    assert_int_not_equal(e->weight_milli, 0);
}

static void check_sentences(const bench *b, const cahier_document *d)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        const cahier_sentence *s = &d->sentences.at[i];
        int64_t sum = 0;
        uint32_t own = 0;
        for (uint32_t t = s->first_token; t < s->first_token + s->token_count; t++) {
            uint32_t flags = b->types->at[d->tokens.at[t].type].flags;
            own += (flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER)) != 0 && (flags & CAHIER_TYPE_ELISION) == 0;
        }
        for (uint32_t k = 0; k < d->polarity.count; k++) {
            const cahier_evidence *e = &d->polarity.at[k];
            sum += e->start >= s->start && e->end <= s->end ? e->value_milli : 0;
        }
        assert_int_equal(s->polarity_milli, cahier_polarity_score(sum, own));
        words += own;
    }
    assert_int_equal(words, d->polarity.words);
}

static void check(const bench *b, const cahier_document *d)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < d->polarity.count; k++) {
        check_evidence(d, &d->polarity.at[k]);
        assert_true(k == 0 || d->polarity.at[k - 1].end <= d->polarity.at[k].start);
        sum += d->polarity.at[k].value_milli;
    }
    assert_int_equal(d->polarity.score_milli, cahier_polarity_score(sum, d->polarity.words));
    assert_in_range(d->polarity.score_milli + 1000, 0, 2000);
    check_sentences(b, d);
}

/* --- tests --- */

/* Expected is a label, then optionally a range: "neutral 20..200". */
static bool is_expected(cahier_text expected, const cahier_polarity *got)
{
    char cell[64], label[16] = "";
    int low = -1000, high = 1000;
    snprintf(cell, sizeof cell, "%.*s", (int)expected.len, expected.at);
    sscanf(cell, "%15s %d..%d", label, &low, &high);
    return strcmp(label, cahier_polarity_name(got->label)) == 0 && got->score_milli >= low && got->score_milli <= high;
}

static void golden_sentences_get_their_label(void **state)
{
    bench *b = *state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        const golden_case *c = &cases.at[i];
        cahier_document d = judged_text(b, c->cell[0]);
        check(b, &d);
        if (!is_expected(c->cell[1], &d.polarity)) {
            print_error("%s:%u: %.*s: expected %.*s, got %s %d\n", GOLDEN, c->line, (int)c->cell[0].len, c->cell[0].at,
                    (int)c->cell[1].len, c->cell[1].at, cahier_polarity_name(d.polarity.label),
                    (int)d.polarity.score_milli);
            wrong++;
        }
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

/* An idiom may hold more than the word: "lieu agréable". */
static bool ends_with(cahier_text text, const char *word)
{
    uint32_t len = (uint32_t)strlen(word);
    return text.len >= len && memcmp(text.at + text.len - len, word, len) == 0;
}

static void a_rule_is_recorded_with_its_cue(void **state)
{
    static const struct {
        const char *text, *word;
        cahier_rule rule;
        int factor;
        const char *cue;
    } cases[] = {
            {"Ce n'est pas un lieu agréable.", "agréable", CAHIER_RULE_NEGATION, -80, "pas"},
            {"Je n'apprécie guère.", "apprécie", CAHIER_RULE_NEGATION, -80, "guère"},
            {"Un quartier sans charme.", "charme", CAHIER_RULE_NEGATION, -80, "sans"},
            {"Un lieu très agréable.", "agréable", CAHIER_RULE_INTENSIFIER, 140, "très"},
            {"Un lieu un peu sale.", "sale", CAHIER_RULE_DOWNTONER, 60, "un peu"},
            {"Ils sont trop gentils.", "gentils", CAHIER_RULE_EXCESS, -70, "trop"},
            {"Un lieu peu agréable.", "agréable", CAHIER_RULE_DIMINISH, -50, "peu"},
            {"Le lieu est calme mais sale.", "sale", CAHIER_RULE_CONTRAST, 120, "mais"},
            {"Le lieu est sale mais calme.", "sale", CAHIER_RULE_CONTRAST, 80, "mais"},
            {"Malgré la saleté, on y vient.", "saleté", CAHIER_RULE_CONCESSION, 50, "Malgré"},
            {"Il faudrait un lieu agréable.", "agréable", CAHIER_RULE_WISH, 10, "Il faudrait"},
            {"Créer un lieu agréable.", "agréable", CAHIER_RULE_WISH, 10, "Créer"},
            {"On y met des bancs pour rendre le lieu agréable.", "agréable", CAHIER_RULE_WISH, 10, "pour"},
            {"Un lieu agréable https://exemple.fr/parc", "agréable", CAHIER_RULE_RELAY, 10, "https://exemple.fr/parc"},
            {"Est-ce un lieu agréable ?", "agréable", CAHIER_RULE_QUESTION, 60, "?"},
            {"Ce lieu est SALE le soir et le matin.", "SALE", CAHIER_RULE_EMPHASIS, 120, "SALE"},
            {"Le lieu est sale !!!", "sale", CAHIER_RULE_EMPHASIS, 120, "!!!"},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_document d = judged(b, cases[i].text);
        bool found = false;
        for (uint32_t k = 0; k < d.polarity.count; k++) {
            const cahier_evidence *e = &d.polarity.at[k];
            for (uint32_t r = 0; r < e->rule_count; r++) {
                const cahier_rule_hit *hit = &e->rule[r];
                found = found || (hit->rule == cases[i].rule && hit->factor_percent == cases[i].factor &&
                                         ends_with(cahier_slice(d.text, e->start, e->end), cases[i].word) &&
                                         strlen(cases[i].cue) == hit->end - hit->start &&
                                         memcmp(d.text.at + hit->start, cases[i].cue, hit->end - hit->start) == 0);
            }
        }
        if (!found) {
            fail_msg("%s: no rule %d x%d by \"%s\"", cases[i].text, (int)cases[i].rule, cases[i].factor, cases[i].cue);
        }
    }
}

static void a_score_is_the_formula_of_the_header(void **state)
{
    (void)state;
    for (int64_t sum = -70000; sum <= 70000; sum += 37) {
        for (uint32_t words = 0; words < 3000; words = words * 2 + 1) {
            long double exact = 2.0L * (long double)(sum < 0 ? -sum : sum) / sqrtl((long double)words + 3.0L);
            int32_t expected = exact >= 1000.0L ? 1000 : (int32_t)floorl(exact + 0.5L);
            assert_int_equal(cahier_polarity_score(sum, words), sum < 0 ? -expected : expected);
        }
    }
    assert_int_equal(cahier_polarity_score(INT64_MAX, 1u << 20), 1000);
    assert_int_equal(cahier_polarity_score(-INT64_MAX, 0), -1000);
    assert_int_equal(cahier_polarity_scale(25, 50), 13);
    assert_int_equal(cahier_polarity_scale(-25, 50), -13);
    assert_int_equal(cahier_polarity_scale(700, -80), -560);
}

/* Words for people, their religion, their origin, their body must weigh exactly nothing, whatever the sentence. */
static void identity_words_carry_no_polarity(void **state)
{
    static const char *const frames[][2] = {{"J'ai rencontré ", " au marché."},
            {"La réunion portait sur ", " et sur la rue."}, {"Mardi, ", " a pris le bus."},
            {"On parle de ", " dans le journal."}};
    bench *b = *state;
    const cahier_lexicon *identity = &b->lexicons->file[CAHIER_LEXICON_IDENTITY];
    uint32_t wrong = 0;
    for (uint32_t entry = 0; entry < identity->count; entry++) {
        cahier_text form = cahier_lexicon_cell(identity, entry, 0);
        char text[512];
        for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
            snprintf(text, sizeof text, "%s%.*s%s", frames[f][0], (int)form.len, form.at, frames[f][1]);
            cahier_document d = judged(b, text);
            if (d.polarity.score_milli != 0 || d.polarity.count != 0) {
                print_error("identity: \"%s\" scores %d\n", text, (int)d.polarity.score_milli);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

/* What is said is worth the same whoever says it or is spoken of: the evidence is that of the sentence about people. */
static int64_t worth(bench *b, const char *before, cahier_text who, const char *behind)
{
    char text[512];
    snprintf(text, sizeof text, "%s%.*s%s", before, (int)who.len, who.at, behind);
    cahier_document d = judged(b, text);
    int64_t sum = 0;
    for (uint32_t k = 0; k < d.polarity.count; k++) {
        sum += d.polarity.at[k].value_milli;
    }
    return sum;
}

static void a_judgement_is_the_same_for_all(void **state)
{
    static const char *const frames[][2] = {{"Le parc est agréable, dit ", "."}, {"Les rues sont sales, dit ", "."},
            {"Bravo pour ce qui est fait avec ", " !"}, {"C'est scandaleux, et ", " attend."},
            {"Je ne suis pas satisfait. On y voit ", "."}, {"", " : très bon accueil."}};
    bench *b = *state;
    const cahier_lexicon *identity = &b->lexicons->file[CAHIER_LEXICON_IDENTITY];
    uint32_t wrong = 0;
    for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
        int64_t expected = worth(b, frames[f][0], (cahier_text){"gens", 4}, frames[f][1]);
        assert_true(expected != 0);
        for (uint32_t entry = 0; entry < identity->count; entry++) {
            cahier_text form = cahier_lexicon_cell(identity, entry, 0);
            if (worth(b, frames[f][0], form, frames[f][1]) != expected) {
                print_error("identity: \"%s%.*s%s\"\n", frames[f][0], (int)form.len, form.at, frames[f][1]);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

/* Words of the lists in random order: no sense, but every promise must hold. */
static void any_text_keeps_the_promises(void **state)
{
    static const char *const pieces[] = {"pas", "ne", "n'", "sale", "agréable", "très", "trop", "peu", "mais", "malgré",
            "il faudrait", "créer", "?", "!!", ",", "sans", "manque de", "propre", "super", "bien", "pas mal", "un peu",
            "plus", "jamais", "aucun", ":)", "CATASTROPHE", "la rue", "pour réduire", "c'est", "serait", "ni",
            "à peine", ".", "Le parc", "bruit", "bien sûr"};
    bench *b = *state;
    uint64_t seed = 42;
    for (uint32_t round = 0; round < 3000; round++) {
        char text[2048] = "";
        for (uint32_t i = 0; i < 1 + round % 60; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(text, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
            strcat(text, (seed >> 60) == 0 ? "" : " ");
        }
        cahier_document d = judged(b, text);
        check(b, &d);
    }
}

static void no_words_no_feeling(void **state)
{
    bench *b = *state;
    static const char *const texts[] = {"", ".", "12 345", "…", "[téléphone]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cahier_document d = judged(b, texts[i]);
        assert_int_equal(d.polarity.score_milli, 0);
        assert_int_equal(d.polarity.count, 0);
        assert_int_equal(d.polarity.label, CAHIER_NEUTRAL);
    }
}

/* A mebibyte without any punctuation is one sentence: work a word must not grow with it. */
static void a_long_sentence_is_read_in_time(void **state)
{
    bench *b = *state;
    static const char unit[] = "pas très sale malgré bien peu ";
    size_t count = CAHIER_TEXT_MAX / sizeof unit;
    char *text = malloc(count * sizeof unit + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + i * (sizeof unit - 1), unit, sizeof unit);
    }
    cahier_document d = judged(b, text);
    assert_true(d.polarity.count >= count);
    free(text);
}

static void each_refused_allocation_is_reported(void **state)
{
    bench *b = *state;
    char text[4000] = "";
    for (int i = 0; i < 40; i++) {
        strcat(text, "C'est très sale, mais le parc n'est pas désagréable. ");
    }
    for (int which = 0; which < 2; which++) {
        cahier_arena *arena = which == 0 ? &b->batch : &b->scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t refused = 0;
        for (; status != CAHIER_OK; refused++) {
            cahier_document d = tokenised(b, (cahier_text){text, (uint32_t)strlen(text)});
            arena->fail_after = refused;
            status = cahier_judge_polarity(b->lexicons, b->types, &b->batch, &b->scratch, &d);
            arena->fail_after = -1;
            assert_true(status == CAHIER_OK || status == CAHIER_ERROR_NOMEM);
            assert_true(status == CAHIER_OK || d.polarity.at == NULL);
        }
        assert_true(refused > 1);
    }
}

static void scratch_is_given_back(void **state)
{
    bench *b = *state;
    size_t before = cahier_arena_mark(&b->scratch);
    judged(b, "C'est très sale, mais le parc n'est pas désagréable.");
    assert_int_equal(cahier_arena_mark(&b->scratch), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_sentences_get_their_label),
            cmocka_unit_test(a_rule_is_recorded_with_its_cue),
            cmocka_unit_test(a_score_is_the_formula_of_the_header),
            cmocka_unit_test(identity_words_carry_no_polarity),
            cmocka_unit_test(a_judgement_is_the_same_for_all),
            cmocka_unit_test(any_text_keeps_the_promises),
            cmocka_unit_test(no_words_no_feeling),
            cmocka_unit_test(a_long_sentence_is_read_in_time),
            cmocka_unit_test(each_refused_allocation_is_reported),
            cmocka_unit_test(scratch_is_given_back),
    };
    return cmocka_run_group_tests_name("polarity", tests, bench_open, bench_close);
}
