/* SPDX-License-Identifier: Apache-2.0 */
#include "routed.h"

#include "golden.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/urgency.tsv"

static cahier_lexicon project_list;

static cahier_dangers dangers_of(bench *b)
{
    cahier_dangers dangers;
    cahier_error error;
    project_list = list_of(b, CAHIER_LEXICON_URGENCY, NULL);
    if (cahier_dangers_open(&b->process, &b->scratch, b->lexicons, &project_list, &dangers, &error) != CAHIER_OK) {
        fail_msg("line %u: %s", error.line, error.message);
    }
    return dangers;
}

static cahier_urgency judge(bench *b, const cahier_dangers *dangers, const cahier_document *d)
{
    cahier_urgency u;
    assert_int_equal(cahier_judge_urgency(&b->batch, &b->scratch, dangers, b->types, d, &u), CAHIER_OK);
    return u;
}

static void check(const cahier_dangers *dangers, const cahier_document *d, const cahier_urgency *u)
{
    assert_int_equal(u->urgent, u->score_milli >= CAHIER_URGENCY_ENOUGH);
    assert_int_equal(u->row == CAHIER_NONE, u->score_milli == 0);
    for (uint32_t p = 0; p < u->part_count; p++) {
        const cahier_danger_part *part = &u->part[p];
        assert_true(part->start < part->end && part->end <= d->text.len);
        assert_true(p == 0 || u->part[p - 1].start <= part->start);
        assert_int_equal(part->weight_milli, dangers->weight_milli[part->row]);
        assert_true((part->reason == CAHIER_DANGER_SAID) == (part->cue_start == part->cue_end));
        assert_true(part->cue_end <= d->text.len);
    }
}

static void golden_messages_are_urgent_or_calm(void **state)
{
    bench *b = *state;
    cahier_dangers dangers = dangers_of(b);
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_document d = analysed_text(b, cases.at[i].cell[0]);
        cahier_urgency u = judge(b, &dangers, &d);
        check(&dangers, &d, &u);
        wrong += !golden_equal(GOLDEN, &cases.at[i], u.urgent ? (cahier_text){"urgent", 6} : (cahier_text){"calm", 4});
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void what_is_void_says_why(void **state)
{
    static const struct {
        const char *text, *words, *cue;
        cahier_danger_void reason;
    } cases[] = {
            {"Il n'y a pas d'odeur de gaz.", "odeur de gaz", "pas d", CAHIER_DANGER_NEGATED},
            {"Prévention des incendies.", "incendies", "Prévention", CAHIER_DANGER_GENERAL},
            {"En 2003 la cave inondée a coûté cher.", "cave inondée", "En 2003", CAHIER_DANGER_PAST},
            {"Il faudrait éclairer ce carrefour dangereux.", "dangereux", "Il faudrait", CAHIER_DANGER_WISHED},
            {"Odeur de gaz.", "Odeur de gaz", "", CAHIER_DANGER_SAID},
    };
    bench *b = *state;
    cahier_dangers dangers = dangers_of(b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_document d = analysed(b, cases[i].text);
        cahier_urgency u = judge(b, &dangers, &d);
        check(&dangers, &d, &u);
        assert_true(u.part_count > 0);
        cahier_text words = cahier_slice(d.text, u.part[0].start, u.part[0].end);
        cahier_text cue = cahier_slice(d.text, u.part[0].cue_start, u.part[0].cue_end);
        if (u.part[0].reason != cases[i].reason || !text_is(words, cases[i].words) ||
                strncmp(cue.at, cases[i].cue, strlen(cases[i].cue)) != 0) {
            fail_msg("%s: %s, \"%.*s\" by \"%.*s\"", cases[i].text, cahier_danger_void_name(u.part[0].reason),
                    (int)words.len, words.at, (int)cue.len, cue.at);
        }
    }
}

static void alarms_beside_count_once(void **state)
{
    bench *b = *state;
    cahier_dangers dangers = dangers_of(b);
    cahier_document d = analysed(b, "Un accident. Cette nuit, cette nuit. Rien.");
    cahier_urgency u = judge(b, &dangers, &d);
    check(&dangers, &d, &u);
    assert_int_equal(u.score_milli, 1000);
    d = analysed(b, "Un accident. Rien. Cette nuit.");
    u = judge(b, &dangers, &d);
    assert_int_equal(u.score_milli, 600);
    d = analysed(b, "Inondations, incendies, accidents."); /* a list of dangers is none */
    u = judge(b, &dangers, &d);
    assert_int_equal(u.score_milli, 600);
    assert_false(u.urgent);
}

static void promises_hold_for_any_text(void **state)
{
    bench *b = *state;
    cahier_dangers dangers = dangers_of(b);
    uint64_t seed = 7;
    for (uint32_t i = 0; i < 300; i++) {
        char text[4 * RANDOM_TEXT_MAX];
        uint32_t used = random_text(&seed, i % 3 == 0, text).len;
        for (uint32_t k = 0; k < 8; k++) {
            uint32_t row = (uint32_t)(random_next(&seed) % dangers.list->count);
            cahier_text form = cahier_lexicon_cell(dangers.list, row, 0);
            used += (uint32_t)snprintf(
                    text + used, sizeof text - used, "%s%.*s", k % 3 == 0 ? ". " : " ", (int)form.len, form.at);
        }
        cahier_document d = analysed_text(b, (cahier_text){text, used});
        cahier_urgency u = judge(b, &dangers, &d);
        check(&dangers, &d, &u);
    }
}

static void refused_memory_is_reported(void **state)
{
    bench *b = *state;
    cahier_dangers known = dangers_of(b);
    cahier_document d = analysed(b, "Odeur de gaz, pas d'incendie.");
    for (int64_t n = 0;; n++) {
        cahier_urgency u;
        size_t mark = cahier_arena_mark(&b->scratch);
        b->scratch.fail_after = n;
        cahier_status status = cahier_judge_urgency(&b->batch, &b->scratch, &known, b->types, &d, &u);
        b->scratch.fail_after = -1;
        cahier_arena_reset(&b->scratch, mark);
        if (status == CAHIER_OK) {
            assert_true(n > 3);
            return;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_messages_are_urgent_or_calm),
            cmocka_unit_test(what_is_void_says_why),
            cmocka_unit_test(alarms_beside_count_once),
            cmocka_unit_test(promises_hold_for_any_text),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests_name("urgency", tests, bench_open, bench_close);
}
