/* SPDX-License-Identifier: Apache-2.0 */
/* queue_events.h and deliver/event.h on a real server: told once, taken by one, never lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lot_event.h"
#include "tenant_queue.h"

#define HOUR_MS 3600000u
#define DAY_MS (24ull * HOUR_MS)

static cahier_queue_answer take(tenant_queue *t, cahier_channel channel, uint32_t lease_ms, cahier_queue_sending *out)
{
    return cahier_queue_take_sending(t->queue, &t->arena, channel, lease_ms, out);
}

static void what_is_told_twice_is_told_once(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_event *event;
    uint32_t count;
    assert_int_equal(cahier_queue_tell(t->queue, "a-1", cahier_word("{}")), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_tell(t->queue, "a-1", cahier_word("{\"other\":1}")), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_recent_events(t->queue, &t->arena, 10, &event, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 1);
    assert_text(event[0].id, "a-1");
    assert_text(event[0].record, "{}");
    assert_true(event[0].told_ms > 0);
    static const char *const none[] = {"", "a b", "a\n", "é", "a/b"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(cahier_queue_tell(t->queue, none[i], cahier_word("{}")), CAHIER_QUEUE_REFUSED);
    }
}

static void a_sending_is_one_persons_for_a_lease_and_ends_once(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_sending s;
    cahier_text id = cahier_word("a-1");
    cahier_queue_channel shown;
    assert_int_equal(take(t, CAHIER_CHANNEL_ROUTE, HOUR_MS, &s), CAHIER_QUEUE_NOTHING);
    assert_int_equal(s.wait_ms, -1);
    assert_int_equal(cahier_queue_tell(t->queue, "a-1", cahier_word("{}")), CAHIER_QUEUE_DONE);
    assert_int_equal(take(t, CAHIER_CHANNEL_ROUTE, HOUR_MS, &s), CAHIER_QUEUE_DONE);
    assert_text(s.id, "a-1");
    assert_int_equal(take(t, CAHIER_CHANNEL_ROUTE, HOUR_MS, &s), CAHIER_QUEUE_NOTHING);
    assert_in_range(s.wait_ms, 1, HOUR_MS);
    unsigned both = CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_WEBHOOK) | CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_MAIL);
    assert_int_equal(cahier_queue_route_sending(t->queue, id, both, 0), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_route_sending(t->queue, id, both, 0), CAHIER_QUEUE_ALREADY);
    assert_int_equal(take(t, CAHIER_CHANNEL_FILE, 0, &s), CAHIER_QUEUE_NOTHING);
    assert_int_equal(take(t, CAHIER_CHANNEL_WEBHOOK, 0, &s), CAHIER_QUEUE_DONE);
    /* a lease that is over: who died between sending and saying so leaves it to be sent again */
    assert_int_equal(take(t, CAHIER_CHANNEL_WEBHOOK, HOUR_MS, &s), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_end_sending(t->queue, CAHIER_CHANNEL_WEBHOOK, id), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_end_sending(t->queue, CAHIER_CHANNEL_WEBHOOK, id), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_channel_of(t->queue, &t->arena, CAHIER_CHANNEL_WEBHOOK, &shown), CAHIER_QUEUE_DONE);
    assert_int_equal(shown.sent, 1);
    assert_int_equal(shown.waiting, 0);
    assert_text(shown.sent_id, "a-1");
    assert_int_equal(cahier_queue_channel_of(t->queue, &t->arena, CAHIER_CHANNEL_MAIL, &shown), CAHIER_QUEUE_DONE);
    assert_int_equal(shown.waiting, 1);
    assert_int_equal(cahier_queue_drop_sendings(t->queue, CAHIER_CHANNEL_MAIL), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_drop_sendings(t->queue, CAHIER_CHANNEL_MAIL), CAHIER_QUEUE_ALREADY);
}

static void what_fails_comes_again_until_it_is_given_up(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_sending s;
    cahier_text id = cahier_word("a-1");
    cahier_queue_channel shown;
    cahier_queue_delay delay = {.delay_ms = HOUR_MS, .keep_ms = DAY_MS, .error = "réponse 500"};
    assert_int_equal(cahier_queue_tell(t->queue, "a-1", cahier_word("{}")), CAHIER_QUEUE_DONE);
    assert_int_equal(
            cahier_queue_route_sending(t->queue, id, CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_FILE), 0), CAHIER_QUEUE_DONE);
    assert_int_equal(take(t, CAHIER_CHANNEL_FILE, 0, &s), CAHIER_QUEUE_DONE);
    assert_int_equal(s.tries, 0);
    assert_int_equal(cahier_queue_delay_sending(t->queue, CAHIER_CHANNEL_FILE, id, &delay), CAHIER_QUEUE_DONE);
    assert_int_equal(take(t, CAHIER_CHANNEL_FILE, 0, &s), CAHIER_QUEUE_NOTHING);
    assert_in_range(s.wait_ms, HOUR_MS / 2, HOUR_MS);
    assert_int_equal(cahier_queue_hurry_sendings(t->queue, CAHIER_CHANNEL_FILE), CAHIER_QUEUE_DONE);
    assert_int_equal(take(t, CAHIER_CHANNEL_FILE, 0, &s), CAHIER_QUEUE_DONE);
    assert_int_equal(s.tries, 1);
    assert_int_equal(cahier_queue_channel_of(t->queue, &t->arena, CAHIER_CHANNEL_FILE, &shown), CAHIER_QUEUE_DONE);
    assert_text(shown.error, "réponse 500");
    assert_int_equal(shown.lost, 0);
    delay.keep_ms = 0;
    do { /* a millisecond has to pass since it was told */
        assert_int_equal(cahier_queue_delay_sending(t->queue, CAHIER_CHANNEL_FILE, id, &delay), CAHIER_QUEUE_DONE);
        assert_int_equal(cahier_queue_channel_of(t->queue, &t->arena, CAHIER_CHANNEL_FILE, &shown), CAHIER_QUEUE_DONE);
    } while (shown.lost == 0);
    assert_int_equal(shown.waiting, 0);
    assert_int_equal(cahier_queue_delay_sending(t->queue, CAHIER_CHANNEL_FILE, id, &delay), CAHIER_QUEUE_ALREADY);
}

static void an_id_is_remembered_longer_than_its_record(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_event *event;
    cahier_queue_sending s;
    uint32_t count = 1;
    char id[16];
    for (int i = 0; i < 600; i++) { /* more than a page of tidying */
        snprintf(id, sizeof id, "a-%d", i);
        assert_int_equal(cahier_queue_tell(t->queue, id, cahier_word("{}")), CAHIER_QUEUE_DONE);
    }
    while (count > 0) { /* those of this very millisecond stay until the next */
        (void)cahier_queue_tidy_events(t->queue, 0, DAY_MS);
        assert_int_equal(cahier_queue_recent_events(t->queue, &t->arena, 1000, &event, &count), CAHIER_QUEUE_DONE);
        cahier_arena_reset(&t->arena, 0);
    }
    assert_int_equal(cahier_queue_tell(t->queue, "a-7", cahier_word("{}")), CAHIER_QUEUE_ALREADY);
    assert_int_equal(take(t, CAHIER_CHANNEL_ROUTE, 0, &s), CAHIER_QUEUE_NOTHING);
    assert_int_equal(s.wait_ms, -1);
    while (cahier_queue_tidy_events(t->queue, 0, 0) == CAHIER_QUEUE_DONE) {
    }
    assert_int_equal(cahier_queue_tell(t->queue, "a-7", cahier_word("{}")), CAHIER_QUEUE_DONE);
}

static void an_event_is_read_back_as_it_was_told(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_sending s;
    cahier_event read;
    const cahier_event event = {.id = "alerte-12",
            .kind = cahier_word("alerte.nouvelle"),
            .title = cahier_word("Sujet nouveau : « compteur »"),
            .summary = cahier_word("17 personnes\ndepuis \"lundi\""),
            .path = cahier_word("/veille/12"),
            .facts = cahier_word("{\"persons\":17,\"words\":[\"compteur\"]}"),
            .channels = CAHIER_EVENT_ALL_CHANNELS};
    assert_int_equal(cahier_event_tell(t->queue, &event), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_event_tell(t->queue, &event), CAHIER_QUEUE_ALREADY);
    assert_int_equal(take(t, CAHIER_CHANNEL_ROUTE, 0, &s), CAHIER_QUEUE_DONE);
    assert_true(cahier_event_read(&t->arena, s.id.at, s.record, &read));
    assert_string_equal(read.id, "alerte-12");
    assert_text(read.kind, "alerte.nouvelle");
    assert_text(read.title, "Sujet nouveau : « compteur »");
    assert_text(read.summary, "17 personnes\ndepuis \"lundi\"");
    assert_text(read.path, "/veille/12");
    assert_text(read.facts, "{\"persons\":17,\"words\":[\"compteur\"]}");
    assert_int_equal(read.channels, CAHIER_EVENT_ALL_CHANNELS);
    static const char *const none[] = {"", "{}", "[]", "{\"channels\":-1}",
            "{\"channels\":1,\"kind\":1,\"title\":\"\",\"summary\":\"\",\"path\":\"\",\"facts\":{}}",
            "{\"channels\":1,\"kind\":\"\",\"title\":\"\",\"summary\":\"\",\"path\":\"\",\"facts\":[]}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(cahier_event_read(&t->arena, "a", cahier_word(none[i]), &read));
    }
}

static void people_hear_of_the_first_report_platforms_of_all(void **state)
{
    tenant_queue *t = *state;
    static const char batch[] = "01hxxxxxxxxxxxxxxxxxxxxxxx";
    cahier_queue_progress progress = {.documents = 1204, .revision = 0};
    char id[CAHIER_LOT_EVENT_ROOM];
    cahier_event read;
    for (int again = 0; again < 2; again++) {
        cahier_out record;
        cahier_out_open_memory(&record);
        progress.revision = again ? 3 : 0;
        progress.finished_ms = again;
        cahier_lot_event_write(&record, batch, &progress, id);
        assert_true(cahier_queue_is_event_id(id));
        assert_string_equal(id, again ? "lot-01hxxxxxxxxxxxxxxxxxxxxxxx-3" : "lot-01hxxxxxxxxxxxxxxxxxxxxxxx-0");
        assert_true(cahier_event_read(&t->arena, id, cahier_out_text(&record), &read));
        assert_text(read.kind, "lot.pret");
        assert_text(read.path, "/lots/01hxxxxxxxxxxxxxxxxxxxxxxx");
        assert_int_equal((read.channels & CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_MAIL)) != 0, !again);
        assert_int_not_equal(read.channels & CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_WEBHOOK), 0);
        assert_true(cahier_out_close(&record));
    }
    assert_text(read.facts,
            "{\"lot\":\"01hxxxxxxxxxxxxxxxxxxxxxxx\",\"revision\":3,\"contributions\":1204,\"encore\":true}");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(
                    what_is_told_twice_is_told_once, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    a_sending_is_one_persons_for_a_lease_and_ends_once, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    what_fails_comes_again_until_it_is_given_up, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    an_id_is_remembered_longer_than_its_record, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    an_event_is_read_back_as_it_was_told, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    people_hear_of_the_first_report_platforms_of_all, set_up_tenant_queue, tear_down_tenant_queue),
    };
    return no_redis() ? SKIPPED : cmocka_run_group_tests(tests, NULL, NULL);
}
