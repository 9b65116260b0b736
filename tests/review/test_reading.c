/* SPDX-License-Identifier: Apache-2.0 */
/* A small town under review: journal, overlay, what to read and what it says, neighbours of what was moved. */
#include "balance.h"
#include "proposals.h"
#include "random_journal.h"
#include "reading.h"
#include "town.h"

typedef struct review {
    bench b; /* b.batch: what is prepared */
    cahier_prepared prepared;
    cahier_arena arena;
    cahier_result result;
    cahier_review_journal journal;
    cahier_overlay overlay;
    cahier_report_input input;
    cahier_edition edition;
} review;

static const cahier_runner serial = {cahier_run_serial, NULL};

/* The town, and a text that says what another says, in other words. */
#define LIKE_31 TOWN_ROWS
#define ROWS (TOWN_ROWS + 1u)

static void prepare(review *r, const town *t)
{
    town_row rows[ROWS];
    memcpy(rows, town_rows, sizeof town_rows);
    rows[LIKE_31] = (town_row){.text = "Gentils, les maîtres nageurs ! Une piscine municipale vraiment magnifique."};
    bench_open(&r->b, t, rows, ROWS);
    r->b.options.themes = TOWN_SUBJECTS;
    r->b.options.list = CAHIER_LIST_UNUSED; /* the shipped list would be read each time */
    assert_true(cahier_arena_open(&r->arena, TOWN_BUDGET));
    assert_int_equal(bench_read(&r->b), CAHIER_OK);
    assert_int_equal(cahier_prepare_corpus(r->b.lexicons, &r->b.options, &serial, &r->b.corpus, &r->b.batch,
                             &r->b.scratch, &r->prepared),
            CAHIER_OK);
    assert_int_equal(cahier_prepare_sights(&r->prepared, &r->b.batch, &r->b.scratch), CAHIER_OK);
}

/* The edition with these decisions, written and read again as the queue keeps them. */
static void decide(review *r, const cahier_decision *decisions, uint32_t count)
{
    const cahier_journal none = {.name = {NULL, 0}};
    cahier_text *line = CAHIER_NEW(&r->arena, cahier_text, count);
    for (uint32_t i = 0; i < count; i++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        cahier_decision_write(&out, &decisions[i]);
        char *to = CAHIER_NEW(&r->arena, char, out.len);
        memcpy(to, out.at, out.len);
        line[i] = (cahier_text){to, (uint32_t)out.len};
        (void)cahier_out_close(&out);
    }
    if (cahier_review_journal_read(&r->arena, &none, line, count, &r->journal) != CAHIER_OK) {
        fail_msg("%s", r->journal.parsed.message);
    }
    assert_int_equal(cahier_shape_corpus(
                             &(cahier_shape_input){&r->prepared, count > 0 ? &r->journal.parsed.decisions : NULL, NULL},
                             &serial, &r->arena, &r->b.scratch, &r->result),
            CAHIER_OK);
    assert_int_equal(cahier_review_journal_judge(&r->arena, &r->result, &r->journal), CAHIER_OK);
    assert_int_equal(cahier_overlay_read(&r->arena, &r->b.scratch,
                             &(cahier_overlay_input){&r->result, &r->prepared.ids, &r->journal}, &r->overlay),
            CAHIER_OK);
    r->input = (cahier_report_input){.result = &r->result};
    const cahier_draws *draws;
    assert_int_equal(cahier_reading_prepare(&r->arena, &r->result, &draws), CAHIER_OK);
    r->edition = (cahier_edition){.revision = count,
            .draws = draws,
            .input = &r->input,
            .journal = &r->journal,
            .overlay = &r->overlay,
            .prepared = &r->prepared};
}

static void close_review(review *r)
{
    cahier_arena_close(&r->arena);
    bench_close(&r->b);
}

/* --- figures of books --------------------------------------------------------------------------------------------------------- */

static void kappa_is_that_of_the_books(void **state)
{
    (void)state;
    static const struct {
        uint32_t table[2][2];
        int32_t milli;
    } cases[] = {
            {{{15, 10}, {5, 20}}, 400},  /* the example of most textbooks: .40 */
            {{{15, 25}, {15, 45}}, 130}, /* two that agree on 60 of 100, with other margins: .1304, .2593 */
            {{{35, 5}, {35, 25}}, 259},
            {{{10, 0}, {0, 10}}, 1000},
            {{{0, 10}, {10, 0}}, -1000},
            {{{0, 0}, {0, 7}}, 1000}, /* all right for both: nothing to expect */
            {{{0, 0}, {0, 0}}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cahier_kappa(cases[i].table), cases[i].milli);
    }
}

/* Newcombe 1998, table I, method 3: 81/263 .2553-.3662; 15/148 .0624-.1605; 0/20 0-.1611; 1/29 .0061-.1718. */
static void wilson_is_that_of_newcombe(void **state)
{
    (void)state;
    static const cahier_interval cases[] = {
            {81, 263, 255, 366}, {15, 148, 62, 161}, {0, 20, 0, 161}, {1, 29, 6, 172}, {29, 29, 883, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_interval it = cahier_wilson(cases[i].count, cases[i].total);
        int32_t low, high;
        cahier_wilson_share((double)cases[i].count / cases[i].total, cases[i].total, &low, &high);
        assert_in_range(it.low_milli, cases[i].low_milli - (cases[i].low_milli > 0), cases[i].low_milli + 1);
        assert_in_range(it.high_milli, cases[i].high_milli - 1, cases[i].high_milli + 1);
        assert_int_equal(low, it.low_milli);
        assert_int_equal(high, it.high_milli);
    }
}

/* --- the journal -------------------------------------------------------------------------------------------------------------- */

static void a_decision_that_is_written_is_read_the_same(void **state)
{
    review r;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    for (uint64_t seed = 1; seed <= 12; seed++) {
        cahier_decisions *journal = random_journal(&r.arena, &r.result, seed, 8);
        cahier_decision *lines = (cahier_decision *)(uintptr_t)journal->at;
        for (uint32_t i = 0; i < journal->count; i++) {
            bool other = lines[i].deed >= CAHIER_ELSEWHERE || cahier_deed_name(lines[i].deed)[0] == '\0';
            lines[i].deed = other ? CAHIER_PUBLISH : lines[i].deed;
            lines[i].note = small_text("« remarque »\n");
            lines[i].id = small_text(i % 2 == 0 ? "a-1" : "b_2");
        }
        decide(&r, lines, journal->count);
        for (uint32_t i = 0; i < journal->count; i++) {
            const cahier_decision *a = &lines[i], *b = r.journal.at[i].decision;
            assert_int_equal(a->deed, b->deed);
            assert_true(cahier_text_equal(a->note, b->note) && cahier_text_equal(a->id, b->id));
            assert_int_equal(a->theme_count, b->theme_count);
            assert_int_equal(a->contribution_count, b->contribution_count);
            for (uint32_t t = 0; t < a->theme_count; t++) {
                assert_true(cahier_text_equal(a->themes[t].id, b->themes[t].id));
                assert_int_equal(a->themes[t].member_count, b->themes[t].member_count);
            }
            if (a->deed == CAHIER_MASK) {
                assert_int_equal(a->start, b->start);
                assert_int_equal(a->end, b->end);
                assert_int_equal(a->kind, b->kind);
            }
            assert_true(a->deed != CAHIER_SAY_POLARITY || a->polarity == b->polarity);
            assert_true(a->deed != CAHIER_SAY_STANCE || a->stance == b->stance);
            assert_true((a->deed != CAHIER_DUPLICATE && a->deed != CAHIER_VERDICT) || a->yes == b->yes);
        }
    }
    close_review(&r);
}

static void what_was_said_is_found_by_theme_and_by_text(void **state)
{
    static const cahier_text texts[] = {{"3", 1}, {"4", 1}};
    review r;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    const cahier_theme_named theme = {.id = small_text(r.result.themes[0].id)}, gone = {.id = {"t-zzzz", 6}};
    const cahier_decision lines[] = {{.deed = CAHIER_NOTE,
                                             .note = {"a", 1},
                                             .contributions = texts,
                                             .contribution_count = 2,
                                             .themes = &theme,
                                             .theme_count = 1},
            {.deed = CAHIER_SIGN, .themes = &theme, .theme_count = 1},
            {.deed = CAHIER_RENAME, .label = {"x", 1}, .themes = &gone, .theme_count = 1},
            {.deed = CAHIER_SAY_POLARITY, .contributions = texts + 1, .contribution_count = 1},
            {.deed = CAHIER_PUBLISH}};
    decide(&r, lines, 5);
    uint32_t k = cahier_overlay_theme(&r.result, theme.id);
    assert_int_equal(r.overlay.of_theme[k].count, 2);
    assert_int_equal(r.overlay.of_theme[k].at[1], 1);
    assert_int_equal(r.overlay.of_document[2].count, 1);
    assert_int_equal(r.overlay.of_document[3].count, 2);
    assert_int_equal(r.overlay.of_document[3].at[1], 3);
    assert_int_equal(r.overlay.of_document[0].count, 0);
    assert_int_equal(r.overlay.signed_by[k], 1);
    assert_int_equal(r.overlay.signed_count, 1);
    assert_int_equal(r.overlay.conflicts, 1);
    assert_int_equal(r.overlay.publish_by, 4);
    close_review(&r);
}

/* --- reading ------------------------------------------------------------------------------------------------------------------ */

static void what_is_to_be_read_is_drawn_once_for_all(void **state)
{
    review r;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    cahier_reading_plan plan, again;
    assert_int_equal(cahier_reading_draw(&r.arena, &r.b.scratch, &r.edition, &plan), CAHIER_OK);
    assert_int_equal(cahier_reading_draw(&r.arena, &r.b.scratch, &r.edition, &again), CAHIER_OK);
    assert_int_equal(plan.count, again.count);
    bool seen[ROWS] = {false};
    for (uint32_t k = 0; k < r.result.theme_count; k++) {
        uint32_t random = 0;
        for (uint32_t i = plan.first[k]; i < plan.first[k + 1]; i++) {
            const cahier_reading_item *item = &plan.at[i];
            assert_int_equal(item->document, again.at[i].document);
            assert_int_equal(item->theme, k);
            assert_int_equal(r.result.assignments[item->document].at[0].theme, k);
            assert_false(seen[item->document]);
            seen[item->document] = true;
            random += item->random;
            bool doubtful_after = item->random || i == plan.first[k] || plan.at[i - 1].random ||
                                  plan.at[i - 1].lead_milli <= item->lead_milli;
            assert_true(doubtful_after);
        }
        uint32_t size = r.result.themes[k].document_count;
        assert_int_equal(random, size < CAHIER_READING_RANDOM ? size : CAHIER_READING_RANDOM);
    }
    close_review(&r);
}

static void verdicts_make_a_share_with_its_interval(void **state)
{
    review r;
    cahier_decision lines[TOWN_ROWS + 8];
    uint32_t count = 0;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    const cahier_theme_named theme = {.id = small_text(r.result.themes[0].id)}, gone = {.id = {"t-zzzz", 6}};
    const uint32_t *documents = r.result.themes[0].documents, size = r.result.themes[0].document_count;
    assert_true(size >= 8 && size <= CAHIER_READING_RANDOM);
    for (uint32_t i = 0; i < 8; i++) { /* a reader who is right six times, and changes her mind about the first */
        lines[count++] = (cahier_decision){.deed = CAHIER_VERDICT,
                .contributions = &r.b.received[documents[i]].id,
                .contribution_count = 1,
                .themes = &theme,
                .theme_count = 1,
                .yes = i < 6,
                .who = {"A", 1}};
    }
    lines[count] = lines[0];
    lines[count++].yes = false;
    lines[count] = lines[1]; /* another reader who disagrees about the second, agrees about the third */
    lines[count].who = (cahier_text){"B", 1};
    lines[count++].yes = false;
    lines[count] = lines[2];
    lines[count++].who = (cahier_text){"B", 1};
    lines[count] = lines[3];
    lines[count++].themes = &gone;
    lines[count] = lines[5]; /* and the sixth is moved away: what was read was read */
    lines[count].deed = CAHIER_EXCLUDE;
    lines[count++].theme_count = 0;
    decide(&r, lines, count);
    cahier_justesse justesse;
    assert_int_equal(cahier_reading_judge(&r.arena, &r.b.scratch, &r.edition, &justesse), CAHIER_OK);
    uint32_t k = cahier_overlay_theme(&r.result, theme.id);
    assert_int_equal(justesse.theme[k].total, 8);
    assert_int_equal(justesse.theme[k].count, 4); /* the first is wrong now, the second has as many on both sides */
    assert_int_equal(justesse.all_milli, 500);
    assert_int_equal(justesse.all.low_milli, cahier_wilson(4, 8).low_milli); /* one theme alone was read */
    assert_int_equal(justesse.all.high_milli, cahier_wilson(4, 8).high_milli);
    assert_int_equal(justesse.gone, 1);
    cahier_agreement_of_two *two;
    uint32_t pairs;
    assert_int_equal(cahier_reading_agree(&r.arena, &r.b.scratch, &r.edition, &two, &pairs), CAHIER_OK);
    assert_int_equal(pairs, 1);
    assert_int_equal(two[0].both, 2);
    assert_int_equal(two[0].same, 1);
    assert_int_equal(two[0].kappa_milli, cahier_kappa((const uint32_t[2][2]){{0, 0}, {1, 1}}));
    close_review(&r);
}

/* Two themes of one size, all read, all right in the one, none in the other: half, worth as many verdicts as there are. */
static void themes_weigh_as_they_hold(void **state)
{
    review r;
    cahier_decision lines[2 * TOWN_ROWS];
    uint32_t count = 0, total = 0;
    double share = 0;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    cahier_theme_named named[2];
    for (uint32_t k = 0; k < 2; k++) {
        named[k] = (cahier_theme_named){.id = small_text(r.result.themes[k].id)};
        total += r.result.themes[k].document_count;
        share += k == 0 ? r.result.themes[k].document_count : 0;
        for (uint32_t i = 0; i < r.result.themes[k].document_count; i++) {
            lines[count++] = (cahier_decision){.deed = CAHIER_VERDICT,
                    .contributions = &r.b.received[r.result.themes[k].documents[i]].id,
                    .contribution_count = 1,
                    .themes = &named[k],
                    .theme_count = 1,
                    .yes = k == 0};
        }
    }
    decide(&r, lines, count);
    cahier_justesse justesse;
    assert_int_equal(cahier_reading_judge(&r.arena, &r.b.scratch, &r.edition, &justesse), CAHIER_OK);
    assert_int_equal(justesse.all.total, total);
    assert_in_range(justesse.all_milli, (int)(1000 * share / total) - 1, (int)(1000 * share / total) + 1);
    int32_t low, high;
    cahier_wilson_share(share / total, total, &low, &high);
    assert_in_range(justesse.all.low_milli, low - 1, low + 1);
    assert_in_range(justesse.all.high_milli, high - 1, high + 1);
    close_review(&r);
}

/* --- neighbours --------------------------------------------------------------------------------------------------------------- */

static void neighbours_of_what_was_moved_are_proposed(void **state)
{
    review r;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    cahier_proposal *proposals;
    uint32_t count;
    assert_int_equal(cahier_proposals_find(&r.arena, &r.b.scratch, &r.edition, &proposals, &count), CAHIER_OK);
    assert_int_equal(count, 0);
    const cahier_text moved = r.b.received[30].id; /* a text on the swimming pool goes where the doctors are */
    uint32_t doctors = r.result.assignments[47].at[0].theme;
    const cahier_theme_named theme = {.id = small_text(r.result.themes[doctors].id)};
    decide(&r,
            &(cahier_decision){.deed = CAHIER_MOVE,
                    .contributions = &moved,
                    .contribution_count = 1,
                    .themes = &theme,
                    .theme_count = 1},
            1);
    doctors = cahier_overlay_theme(&r.result, theme.id);
    assert_int_equal(r.result.assignments[30].at[0].theme, doctors);
    assert_int_equal(cahier_proposals_find(&r.arena, &r.b.scratch, &r.edition, &proposals, &count), CAHIER_OK);
    assert_int_equal(count, 1);
    assert_int_equal(proposals[0].like, 30);
    assert_int_equal(proposals[0].document, LIKE_31);
    assert_int_equal(proposals[0].theme, doctors);
    assert_int_equal(proposals[0].entry, 0);
    assert_true(proposals[0].similarity_milli > r.result.assignments[LIKE_31].at[0].score_milli);
    close_review(&r);
}

/* --- faults ------------------------------------------------------------------------------------------------------------------- */

static cahier_status all_of_it(review *r, cahier_arena *own, cahier_arena *scratch)
{
    cahier_reading_plan plan;
    cahier_justesse justesse;
    cahier_agreement_of_two *two;
    cahier_proposal *proposals;
    cahier_overlay overlay;
    uint32_t count;
    CAHIER_TRY(cahier_overlay_read(
            own, scratch, &(cahier_overlay_input){&r->result, &r->prepared.ids, &r->journal}, &overlay));
    CAHIER_TRY(cahier_reading_draw(own, scratch, &r->edition, &plan));
    CAHIER_TRY(cahier_reading_judge(own, scratch, &r->edition, &justesse));
    CAHIER_TRY(cahier_reading_agree(own, scratch, &r->edition, &two, &count));
    return cahier_proposals_find(own, scratch, &r->edition, &proposals, &count);
}

static void every_allocation_may_be_refused(void **state)
{
    static const cahier_text texts[] = {{"31", 2}, {"32", 2}};
    review r;
    prepare(&r, *state);
    decide(&r, NULL, 0);
    const cahier_theme_named theme = {.id = small_text(r.result.themes[0].id)};
    const cahier_decision lines[] = {
            {.deed = CAHIER_MOVE, .contributions = texts, .contribution_count = 1, .themes = &theme, .theme_count = 1},
            {.deed = CAHIER_VERDICT,
                    .contributions = texts + 1,
                    .contribution_count = 1,
                    .themes = &theme,
                    .theme_count = 1,
                    .who = {"A", 1}},
            {.deed = CAHIER_VERDICT,
                    .contributions = texts + 1,
                    .contribution_count = 1,
                    .themes = &theme,
                    .theme_count = 1,
                    .who = {"B", 1}}};
    decide(&r, lines, 3);
    for (int which = 0; which < 2; which++) {
        cahier_arena own, scratch;
        assert_true(cahier_arena_open(&own, SMALL_BUDGET) && cahier_arena_open(&scratch, SMALL_BUDGET));
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            cahier_arena_reset(&own, 0);
            (which == 0 ? &own : &scratch)->fail_after = n;
            status = all_of_it(&r, &own, &scratch);
            assert_true(status == CAHIER_OK || status == CAHIER_ERROR_NOMEM);
            assert_int_equal(scratch.used, 0);
        }
        assert_true(n > 10);
        cahier_arena_close(&scratch);
        cahier_arena_close(&own);
    }
    close_review(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(kappa_is_that_of_the_books),
            cmocka_unit_test(wilson_is_that_of_newcombe),
            cmocka_unit_test(a_decision_that_is_written_is_read_the_same),
            cmocka_unit_test(what_was_said_is_found_by_theme_and_by_text),
            cmocka_unit_test(what_is_to_be_read_is_drawn_once_for_all),
            cmocka_unit_test(verdicts_make_a_share_with_its_interval),
            cmocka_unit_test(themes_weigh_as_they_hold),
            cmocka_unit_test(neighbours_of_what_was_moved_are_proposed),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
