/* SPDX-License-Identifier: Apache-2.0 */
/* What a person hides: where it fits, where it does not, in any order; and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "arenas.h"
#include "mask.h"
#include "normalise.h"
#include "random.h"
#include "redact.h"
#include "text.h"

#define TITLE "Le kiosque"
#define BODY "Demander à Zoé Quintin, au café."

static const struct {
    const char *name;
    uint32_t title_len;
    const char *text, *from, *to; /* hidden: from the first of `from` to the end of the first of `to` after it */
    uint32_t length;
    const char *out; /* NULL: it does not fit */
} cases[] = {
        {"a name", 0, BODY, "Zoé", "Quintin", 0, "Demander à [personne], au café."},
        {"at the start", 0, BODY, "Demander", "Demander", 0, "[personne] à Zoé Quintin, au café."},
        {"to the end", 0, BODY, "café", ".", 0, "Demander à Zoé Quintin, au [personne]"},
        {"in the title", 10, TITLE "\n" BODY, "kiosque", "kiosque", 0, "Le [personne]\n" BODY},
        {"in the body", 10, TITLE "\n" BODY, "Zoé", "Zoé", 0, TITLE "\nDemander à [personne] Quintin, au café."},
        {"across the title's end", 10, TITLE "\n" BODY, "kiosque", "Demander", 0, NULL},
        {"in a text of another length", 0, BODY, "Zoé", "Quintin", 12, NULL},
        {"in a text of that length", 0, BODY, "Zoé", "Quintin", sizeof BODY - 1, "Demander à [personne], au café."},
        {"a mark is hidden whole", 0, "Voir [téléphone] ou Zoé", "phone]", "Zoé", 0, "Voir [personne]"},
        {"what a mark hides is done", 0, "Voir [téléphone] ou Zoé", "télé", "télé", 0, "Voir [téléphone] ou Zoé"},
};

static uint32_t find(const char *text, const char *word, uint32_t from)
{
    const char *at = strstr(text + from, word);
    assert_non_null(at);
    return (uint32_t)(at - text);
}

/* Text and marks as redact.h leaves them: the marks that stand in the text are known. */
static cahier_cleaned clean(const char *text, uint32_t title_len)
{
    cahier_cleaned out = {.text = {text, (uint32_t)strlen(text)}, .title_len = title_len};
    out.redactions.at = CAHIER_NEW(&batch, cahier_redaction, 1);
    const char *mark = strstr(text, "[téléphone]");
    if (mark != NULL) {
        uint32_t start = (uint32_t)(mark - text);
        out.redactions.at[out.redactions.count++] =
                (cahier_redaction){CAHIER_PHONE, start, start + (uint32_t)strlen("[téléphone]")};
    }
    return out;
}

static void check_marks(const cahier_cleaned *cleaned)
{
    uint32_t last = 0;
    for (uint32_t m = 0; m < cleaned->redactions.count; m++) {
        const cahier_redaction *mark = &cleaned->redactions.at[m];
        assert_true(mark->start >= last);
        assert_int_equal(cahier_redact_mark_end(cleaned->text, mark->start, mark->kind), mark->end);
        last = mark->end;
    }
    assert_int_equal(cahier_utf8_valid(cleaned->text), cleaned->text.len);
    assert_true(cleaned->title_len == 0 || cleaned->text.at[cleaned->title_len] == '\n');
}

static void a_mask_is_put_where_it_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_cleaned cleaned = clean(cases[i].text, cases[i].title_len);
        uint32_t start = find(cases[i].text, cases[i].from, 0);
        uint32_t end = find(cases[i].text, cases[i].to, start) + (uint32_t)strlen(cases[i].to);
        cahier_decision mask = {
                .deed = CAHIER_MASK, .kind = CAHIER_PERSON, .start = start, .end = end, .length = cases[i].length};
        assert_int_equal(cahier_mask_put(&batch, &mask, &cleaned), CAHIER_OK);
        const char *wanted = cases[i].out != NULL ? cases[i].out : cases[i].text;
        if (!cahier_text_equal(cleaned.text, (cahier_text){wanted, (uint32_t)strlen(wanted)})) {
            fail_msg("%s: %.*s", cases[i].name, (int)cleaned.text.len, cleaned.text.at);
        }
        assert_int_equal((cleaned.notes & CAHIER_NOTE_MASK_LOST) != 0, cases[i].out == NULL);
        check_marks(&cleaned);
    }
}

static void places_that_are_none_hide_nothing(void **state)
{
    (void)state;
    static const struct {
        uint32_t start, end;
    } places[] = {
            {0, 0}, {5, 4}, {0, 1000}, {10, 12}, {12, 15}, {UINT32_MAX - 1, UINT32_MAX}}; /* inside « à », « é » */
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        cahier_cleaned cleaned = clean(BODY, 0);
        cahier_decision mask = {.kind = CAHIER_EMAIL, .start = places[i].start, .end = places[i].end};
        assert_int_equal(cahier_mask_put(&batch, &mask, &cleaned), CAHIER_OK);
        assert_int_equal(cleaned.notes & CAHIER_NOTE_MASK_LOST, CAHIER_NOTE_MASK_LOST);
        assert_int_equal(cleaned.text.len, sizeof BODY - 1);
    }
}

static void any_masks_leave_a_text_with_its_marks(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        cahier_random random = {seed};
        cahier_cleaned cleaned = clean(TITLE "\nAppeler le [téléphone] : Zoé Quintin, éditée à l’été — ça ira…", 10);
        for (uint32_t n = 0; n < 6; n++) {
            cahier_decision mask = {
                    .kind = (cahier_redaction_kind)cahier_random_below(&random, CAHIER_REDACTION_KINDS)};
            mask.start = cahier_random_below(&random, cleaned.text.len);
            mask.end = mask.start + 1 + cahier_random_below(&random, 9);
            assert_int_equal(cahier_mask_put(&batch, &mask, &cleaned), CAHIER_OK);
            check_marks(&cleaned);
        }
        cahier_arena_reset(&batch, 0);
    }
}

/* A journal in one go is its lines one after the other, and touches no other text. */
static void a_journal_of_masks_is_its_lines_in_order(void **state)
{
    (void)state;
    static const cahier_text asked = {"42/2", 4};
    static const cahier_decision lines[] = {
            {.deed = CAHIER_MASK,
                    .contributions = &asked,
                    .contribution_count = 1,
                    .kind = CAHIER_PERSON,
                    .start = 12,
                    .end = 16},
            {.deed = CAHIER_NOTE},
            {.deed = CAHIER_MASK,
                    .contributions = &asked,
                    .contribution_count = 1,
                    .kind = CAHIER_PHONE,
                    .start = 0,
                    .end = 8},
    };
    const cahier_decisions journal = {lines, 3};
    cahier_masks *masks;
    assert_int_equal(cahier_masks_open(&batch, &journal, &masks), CAHIER_OK);
    cahier_cleaned at_once = clean(BODY, 0), stepwise = clean(BODY, 0), other = clean(BODY, 0);
    assert_int_equal(cahier_masks_put(&batch, masks, asked, &at_once), CAHIER_OK);
    assert_int_equal(cahier_masks_put(&batch, masks, (cahier_text){"42", 2}, &other), CAHIER_OK);
    assert_int_equal(cahier_mask_put(&batch, &lines[0], &stepwise), CAHIER_OK);
    assert_int_equal(cahier_mask_put(&batch, &lines[2], &stepwise), CAHIER_OK);
    assert_true(cahier_text_equal(at_once.text, stepwise.text));
    assert_int_equal(at_once.redactions.count, 2);
    assert_int_equal(other.redactions.count, 0);
    assert_int_equal(cahier_masks_open(&batch, &(cahier_decisions){lines + 1, 1}, &masks), CAHIER_OK);
    assert_null(masks);
}

static void every_allocation_may_be_refused(void **state)
{
    (void)state;
    static const cahier_text asked = {"1", 1};
    static const cahier_decision line = {
            .deed = CAHIER_MASK, .contributions = &asked, .contribution_count = 1, .start = 0, .end = 8};
    const cahier_decisions journal = {&line, 1};
    cahier_status status = CAHIER_ERROR_NOMEM;
    uint32_t refused = 0;
    for (int64_t n = 0; status != CAHIER_OK; n++) {
        cahier_masks *masks = NULL;
        cahier_arena_reset(&batch, 0);
        cahier_cleaned cleaned = clean(BODY, 0);
        batch.fail_after = n;
        status = cahier_masks_open(&batch, &journal, &masks);
        status = status == CAHIER_OK ? cahier_masks_put(&batch, masks, asked, &cleaned) : status;
        refused += status == CAHIER_ERROR_NOMEM;
        batch.fail_after = -1;
    }
    assert_true(refused >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_mask_is_put_where_it_fits),
            cmocka_unit_test(places_that_are_none_hide_nothing),
            cmocka_unit_test(any_masks_leave_a_text_with_its_marks),
            cmocka_unit_test(a_journal_of_masks_is_its_lines_in_order),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
