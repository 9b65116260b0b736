/* SPDX-License-Identifier: Apache-2.0 */
/* queue_review.h on a real server: what its functions give back; what they do to Redis is in test_functions.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "queue_review.h"
#include "tenant_queue.h"

#define HOUR_MS 3600000u

typedef struct fixture {
    tenant_queue tenant;
    char batch[CAHIER_BATCH_LEN + 1];
} fixture;

static int set_up(void **state)
{
    static fixture f;
    open_tenant_queue(&f.tenant);
    cahier_queue *queue = f.tenant.queue;
    assert_int_equal(cahier_queue_name_batch(queue, f.batch), CAHIER_QUEUE_DONE);
    cahier_queue_opening opening = {.digest = "d", .lexicons = "l", .envelope = cahier_word("e")};
    assert_int_equal(cahier_queue_open_batch(queue, &opening, f.batch), CAHIER_QUEUE_DONE);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    close_tenant_queue(&f->tenant);
    return 0;
}

static void a_decision_is_answered_with_the_length_of_the_journal(void **state)
{
    fixture *f = *state;
    uint64_t length = 9;
    cahier_text *line;
    uint32_t count;
    cahier_queue_decision decision = {.id = "a", .line = cahier_word("{\"id\":\"a\"}")};
    assert_int_equal(cahier_queue_journal_length(f->tenant.queue, f->batch, &length), CAHIER_QUEUE_DONE);
    assert_int_equal(length, 0);
    assert_int_equal(cahier_queue_decide(f->tenant.queue, f->batch, &decision, &length), CAHIER_QUEUE_DONE);
    assert_int_equal(length, 1);
    assert_int_equal(cahier_queue_decide(f->tenant.queue, f->batch, &decision, &length), CAHIER_QUEUE_ALREADY);
    decision.id = "b";
    assert_int_equal(cahier_queue_decide(f->tenant.queue, f->batch, &decision, &length), CAHIER_QUEUE_CHANGED);
    assert_int_equal(length, 1);
    decision = (cahier_queue_decision){
            .id = "b", .expected = 1, .version = 7, .line = cahier_word("b"), .blob = cahier_word("x")};
    assert_int_equal(cahier_queue_decide(f->tenant.queue, f->batch, &decision, &length), CAHIER_QUEUE_STALE);
    decision.blob = (cahier_text){0};
    assert_int_equal(cahier_queue_decide(f->tenant.queue, f->batch, &decision, &length), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_decide(f->tenant.queue, "no", &decision, &length), CAHIER_QUEUE_NO_BATCH);
    assert_int_equal(
            cahier_queue_journal(f->tenant.queue, &f->tenant.arena, f->batch, 1, &line, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 1);
    assert_text(line[0], "b");
}

static void records_are_given_back_as_they_were_given(void **state)
{
    fixture *f = *state;
    cahier_text value, name = cahier_word("ville");
    cahier_queue_record *record;
    uint32_t count;
    assert_int_equal(
            cahier_queue_list_records(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, &record, &count),
            CAHIER_QUEUE_DONE);
    assert_int_equal(count, 0);
    assert_int_equal(cahier_queue_read_record(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, name, &value),
            CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_write_record(f->tenant.queue, CAHIER_RECORDS_SETTINGS, name, cahier_word("Lannion")),
            CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_read_record(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, name, &value),
            CAHIER_QUEUE_DONE);
    assert_text(value, "Lannion");
    assert_int_equal(
            cahier_queue_list_records(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, &record, &count),
            CAHIER_QUEUE_DONE);
    assert_int_equal(count, 1);
    assert_text(record[0].name, "ville");
    assert_int_equal(cahier_queue_drop_record(f->tenant.queue, CAHIER_RECORDS_SETTINGS, name), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_drop_record(f->tenant.queue, CAHIER_RECORDS_SETTINGS, name), CAHIER_QUEUE_ALREADY);
    cahier_text nothing = {NULL, 0}; /* as fields of a form that was not filled in */
    assert_int_equal(
            cahier_queue_write_record(f->tenant.queue, CAHIER_RECORDS_SETTINGS, name, nothing), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_read_record(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, name, &value),
            CAHIER_QUEUE_DONE);
    assert_int_equal(value.len, 0);
    assert_int_equal(
            cahier_queue_read_record(f->tenant.queue, &f->tenant.arena, CAHIER_RECORDS_SETTINGS, nothing, &value),
            CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_drop_record(f->tenant.queue, CAHIER_RECORDS_TOKENS, nothing), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_write_lot(f->tenant.queue, f->batch, cahier_word("{}")), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_write_lot(f->tenant.queue, "no", cahier_word("{}")), CAHIER_QUEUE_NO_BATCH);
}

static void people_and_their_sessions(void **state)
{
    fixture *f = *state;
    cahier_queue_record found;
    cahier_queue_session session = {"s1", HOUR_MS, HOUR_MS};
    cahier_queue_person ana = {cahier_word("Ana"), cahier_word("{\"role\":\"administrator\"}"), true, ""};
    assert_int_equal(cahier_queue_write_person(f->tenant.queue, &ana), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_write_person(f->tenant.queue, &ana), CAHIER_QUEUE_ALREADY);
    ana.add = false;
    ana.value = cahier_word("{\"role\":\"reader\"}");
    assert_int_equal(cahier_queue_write_person(f->tenant.queue, &ana), CAHIER_QUEUE_CONFLICT);
    ana.name = cahier_word("Zoé");
    assert_int_equal(cahier_queue_write_person(f->tenant.queue, &ana), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_open_session(f->tenant.queue, &session, cahier_word("Zoé")), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_open_session(f->tenant.queue, &session, cahier_word("Ana")), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_see_session(f->tenant.queue, &f->tenant.arena, &session, &found), CAHIER_QUEUE_DONE);
    assert_text(found.name, "Ana");
    assert_text(found.value, "{\"role\":\"administrator\"}");
    assert_int_equal(cahier_queue_close_session(f->tenant.queue, "s1"), CAHIER_QUEUE_DONE);
    assert_int_equal(
            cahier_queue_see_session(f->tenant.queue, &f->tenant.arena, &session, &found), CAHIER_QUEUE_NOTHING);
}

static void a_page_is_published_then_withdrawn(void **state)
{
    fixture *f = *state;
    cahier_queue_publication page = {cahier_word("<p>"), cahier_word("Ana"), cahier_word("2025"), cahier_word("k"), 3},
                             found;
    assert_int_equal(cahier_queue_read_publication(f->tenant.queue, &f->tenant.arena, f->batch, true, &found),
            CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_publish(f->tenant.queue, f->batch, &page), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_read_publication(f->tenant.queue, &f->tenant.arena, f->batch, true, &found),
            CAHIER_QUEUE_DONE);
    assert_text(found.html, "<p>");
    assert_text(found.link, "k");
    assert_int_equal(found.revision, 3);
    assert_int_equal(cahier_queue_read_publication(f->tenant.queue, &f->tenant.arena, f->batch, false, &found),
            CAHIER_QUEUE_DONE);
    assert_int_equal(found.html.len, 0);
    assert_int_equal(cahier_queue_withdraw(f->tenant.queue, f->batch), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_withdraw(f->tenant.queue, f->batch), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_publish(f->tenant.queue, "no", &page), CAHIER_QUEUE_NO_BATCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_decision_is_answered_with_the_length_of_the_journal),
            cmocka_unit_test(records_are_given_back_as_they_were_given),
            cmocka_unit_test(people_and_their_sessions),
            cmocka_unit_test(a_page_is_published_then_withdrawn),
    };
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, set_up, tear_down);
}
