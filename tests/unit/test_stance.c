/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"

#include "golden.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/stance.tsv"

static void check(const cahier_document *d)
{
    const cahier_stance *s = &d->stance;
    assert_true(s->start <= s->end && s->end <= d->text.len);
    assert_true((s->label == CAHIER_STATEMENT) == (s->start == s->end));
    assert_true(s->label != CAHIER_STATEMENT || s->entry == CAHIER_NONE);
}

static cahier_text stance_name(const cahier_document *d)
{
    const char *name = cahier_stance_name(d->stance.label);
    return (cahier_text){name, (uint32_t)strlen(name)};
}

static void golden_sentences_get_their_stance(void **state)
{
    bench *b = *state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_document d = judged_text(b, cases.at[i].cell[0]);
        check(&d);
        wrong += !golden_equal(GOLDEN, &cases.at[i], stance_name(&d));
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void the_winning_cue_is_shown(void **state)
{
    static const struct {
        const char *text, *cue;
        bool listed; /* in stance.tsv, not a polar word */
    } cases[] = {
            {"Les rues sont larges. Il faudrait des bancs.", "Il faudrait", true},
            {"Créer un parc.", "Créer", true},
            {"- Création d'un parc.", "Création d'", true},
            {"Bonjour, quand ouvre la piscine ?", "?", true},
            {"Bravo pour le parc.", "Bravo pour", true},
            {"Il fait nuit et tout est sale.", "sale", false},
            {"Il y a des arbres.", "", false},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_document d = judged(b, cases[i].text);
        check(&d);
        cahier_text cue = cahier_slice(d.text, d.stance.start, d.stance.end);
        if (cue.len != strlen(cases[i].cue) || memcmp(cue.at, cases[i].cue, cue.len) != 0 ||
                (d.stance.entry != CAHIER_NONE) != cases[i].listed) {
            fail_msg("%s: cue \"%.*s\"", cases[i].text, (int)cue.len, cue.at);
        }
    }
}

static void positions_are_kept(void **state)
{
    static const struct {
        const char *text;
        cahier_stance_label label;
    } cases[] = {
            {"Réduire la vitesse.", CAHIER_PROPOSAL},
            {"Elle peut réduire la vitesse.", CAHIER_STATEMENT}, /* an infinitive proposes only in front */
            {"1) Réduire la vitesse.", CAHIER_PROPOSAL},
            {"Mes souhaits : réduire la vitesse.", CAHIER_PROPOSAL}, /* a colon opens a start */
            {"Pourquoi la rue est-elle pavée ?", CAHIER_QUESTION},
            {"Elle explique pourquoi la rue est pavée.", CAHIER_STATEMENT},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_document d = judged(b, cases[i].text);
        if (d.stance.label != cases[i].label) {
            fail_msg("%s: %s", cases[i].text, cahier_stance_name(d.stance.label));
        }
    }
}

static void other_stances_are_kept_with_their_cues(void **state)
{
    bench *b = *state;
    cahier_document d = judged(b, "Le square est à l'abandon. Il faudrait des bancs. Quand ouvre-t-il ?");
    check(&d);
    assert_int_equal(d.stance.label, CAHIER_PROPOSAL);
    assert_int_equal(d.stance_also_count, 2);
    assert_int_equal(d.stance_also[0].label, CAHIER_COMPLAINT);
    assert_int_equal(d.stance_also[1].label, CAHIER_QUESTION);
    cahier_text cue = cahier_slice(d.text, d.stance_also[0].start, d.stance_also[0].end);
    assert_memory_equal(cue.at, "à l'abandon", cue.len);
    d = judged(b, "Créer un parc.");
    assert_int_equal(d.stance_also_count, 0);
}

/* The same sentence with the words of one list in the place of others: stance may not depend on who is spoken of. */
static void people_do_not_change_the_stance(void **state)
{
    bench *b = *state;
    const cahier_lexicon *identity = &b->lexicons->file[CAHIER_LEXICON_IDENTITY];
    for (uint32_t entry = 0; entry < identity->count; entry++) {
        cahier_text form = cahier_lexicon_cell(identity, entry, 0);
        char text[512];
        snprintf(text, sizeof text, "Il faudrait un lieu pour %.*s.", (int)form.len, form.at);
        cahier_document d = judged(b, text);
        if (d.stance.label != CAHIER_PROPOSAL) {
            fail_msg("%s: %s", text, cahier_stance_name(d.stance.label));
        }
    }
}

static void an_empty_text_is_a_statement(void **state)
{
    cahier_document d = judged(*state, "");
    check(&d);
    assert_int_equal(d.stance.label, CAHIER_STATEMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_sentences_get_their_stance),
            cmocka_unit_test(the_winning_cue_is_shown),
            cmocka_unit_test(positions_are_kept),
            cmocka_unit_test(other_stances_are_kept_with_their_cues),
            cmocka_unit_test(people_do_not_change_the_stance),
            cmocka_unit_test(an_empty_text_is_a_statement),
    };
    return cmocka_run_group_tests_name("stance", tests, bench_open, bench_close);
}
