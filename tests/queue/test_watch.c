/* SPDX-License-Identifier: Apache-2.0 */
/* queue_watch.h and queue_alerts.h on a real server: what is counted once, what moves together, what people are remembered to have said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "link.h"
#include "queue_alerts.h"
#include "queue_watch.h"
#include "tenant_queue.h"

#define ME "watcher-one"

/* A message whose digest is `n`; its blob says so where a real one has its name. */
static cahier_queue_given message(uint32_t n, int32_t date, char blob[64])
{
    cahier_queue_given made = {.date = date};
    snprintf(made.digest, sizeof made.digest, "%032u", n);
    snprintf(blob, 64, "%024d%s|%u", 0, made.digest, n);
    made.blob = cahier_word(blob);
    return made;
}

static cahier_queue_counted hear(tenant_queue *t, uint32_t first, uint32_t count, int32_t date, uint64_t place)
{
    char blob[16][64];
    cahier_queue_given list[16];
    cahier_queue_counted counted;
    for (uint32_t i = 0; i < count; i++) {
        list[i] = message(first + i, date, blob[i]);
    }
    cahier_queue_hearing hearing = {list, count, .mark = "", .source = place > 0 ? "feed.jsonl" : "", .place = place};
    assert_int_equal(cahier_queue_hear(t->queue, &hearing, &counted), CAHIER_QUEUE_DONE);
    return counted;
}

static cahier_queue_watch facts(tenant_queue *t)
{
    cahier_queue_watch out;
    assert_int_equal(cahier_queue_watch_facts(t->queue, &out), CAHIER_QUEUE_DONE);
    return out;
}

static void a_message_is_heard_once_and_the_place_moves_with_it(void **state)
{
    tenant_queue *t = *state;
    uint64_t place = 0;
    cahier_queue_heard *heard;
    uint32_t count;
    assert_int_equal(cahier_queue_heard_place(t->queue, "feed.jsonl", &place), CAHIER_QUEUE_NOTHING);
    assert_int_equal(hear(t, 0, 3, 20260301, 90).added, 3);
    cahier_queue_counted again = hear(t, 1, 3, 20260301, 120);
    assert_int_equal(again.added, 1);
    assert_int_equal(again.repeated, 2);
    assert_int_equal(cahier_queue_heard_place(t->queue, "feed.jsonl", &place), CAHIER_QUEUE_DONE);
    assert_int_equal(place, 120);
    assert_int_equal(cahier_queue_read_heard(t->queue, &t->arena, 1, 10, &heard, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_int_equal(heard[2].position, 3);
    assert_non_null(strstr(heard[2].blob.at, "|3"));
    assert_int_equal(cahier_queue_find_heard(t->queue, &t->arena, "00000000000000000000000000000002", &heard[0]),
            CAHIER_QUEUE_DONE);
    assert_int_equal(heard[0].position, 2);
    assert_int_equal(cahier_queue_read_heard(t->queue, &t->arena, 4, 10, &heard, &count), CAHIER_QUEUE_NOTHING);
}

static void a_lease_is_somebodys(void **state)
{
    tenant_queue *t = *state;
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(t->queue, "other", 60000), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_watch_leave(t->queue, ME), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(t->queue, "other", 60000), CAHIER_QUEUE_DONE);
}

static cahier_queue_answer file(tenant_queue *t, const char *token, uint64_t from, uint64_t to)
{
    cahier_queue_filed filed[16];
    for (uint64_t i = from; i < to; i++) {
        bool urgent = i == 2;
        filed[i - from] = (cahier_queue_filed){i, urgent, cahier_word(i == 0 ? "" : "Voirie"),
                cahier_word(i == 0   ? "{\"service\":null,\"urgent\":false}"
                            : urgent ? "{\"service\":\"Voirie\",\"urgent\":true}"
                                     : "{\"service\":\"Voirie\",\"urgent\":false}")};
    }
    cahier_queue_filing filing = {
            .token = token, .from = from, .to = to, .at = filed, .count = (uint32_t)(to - from), .texts = to - from};
    return cahier_queue_watch_file(t->queue, &filing);
}

static uint64_t waiting(tenant_queue *t, const char *service)
{
    uint64_t count = 0, urgent = 0;
    assert_int_equal(cahier_queue_desk_count(t->queue, cahier_word(service), &count, &urgent), CAHIER_QUEUE_DONE);
    return count * 10 + urgent;
}

static void messages_are_filed_once_and_wait_at_their_service(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_desk_item *item;
    uint32_t count;
    (void)hear(t, 0, 4, 20260301, 0);
    assert_int_equal(file(t, ME, 0, 4), CAHIER_QUEUE_STALE);
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(file(t, ME, 0, 4), CAHIER_QUEUE_DONE);
    assert_int_equal(file(t, ME, 0, 4), CAHIER_QUEUE_ALREADY);
    assert_int_equal(file(t, ME, 1, 5), CAHIER_QUEUE_CHANGED);
    assert_int_equal(facts(t).texts, 4);
    assert_int_equal(waiting(t, "Voirie"), 31);
    assert_int_equal(waiting(t, ""), 10);
    assert_int_equal(
            cahier_queue_desk(t->queue, &t->arena, cahier_word("Voirie"), 0, 10, &item, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_int_equal(item[0].position, 2); /* urgent */
    assert_int_equal(item[1].position, 1);
    assert_non_null(strstr(item[1].blob.at, "|1"));
}

static cahier_queue_answer give(tenant_queue *t, const char *id, uint64_t position, const char *service, bool answered)
{
    char said[64];
    snprintf(said, sizeof said, "{\"service\":\"%s\"}", service);
    cahier_queue_routing routing = {.id = id,
            .position = position,
            .service = cahier_word(service),
            .answered = answered,
            .said = cahier_word(said),
            .line = cahier_word("{\"do\":\"route\"}")};
    return cahier_queue_route(t->queue, &routing);
}

static void a_person_moves_a_message_once(void **state)
{
    tenant_queue *t = *state;
    cahier_text *line;
    uint32_t count;
    messages_are_filed_once_and_wait_at_their_service(state);
    assert_int_equal(give(t, "n1", 0, "Espaces verts", false), CAHIER_QUEUE_DONE);
    assert_int_equal(give(t, "n1", 0, "Espaces verts", false), CAHIER_QUEUE_ALREADY);
    assert_int_equal(waiting(t, ""), 0);
    assert_int_equal(waiting(t, "Espaces verts"), 10);
    assert_int_equal(give(t, "n2", 0, "Voirie", false), CAHIER_QUEUE_DONE);
    assert_int_equal(give(t, "n3", 2, "Voirie", true), CAHIER_QUEUE_DONE);
    assert_int_equal(waiting(t, "Voirie"), 30); /* 0, 1, 3; the urgent one is answered */
    assert_int_equal(give(t, "n4", 9, "Voirie", false), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_route_lines(t->queue, &t->arena, 0, &line, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    cahier_text *last;
    assert_int_equal(cahier_queue_last_routes(t->queue, &t->arena, 2, &last, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 2);
    assert_memory_equal(last[0].at, line[1].at, line[1].len);
    assert_memory_equal(last[1].at, line[2].at, line[2].len);
    assert_int_equal(cahier_queue_last_routes(t->queue, &t->arena, 20, &last, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
}

static cahier_queue_answer tell_news(
        tenant_queue *t, int32_t from, int32_t to, uint64_t messages, cahier_queue_alert_news news)
{
    cahier_queue_telling telling = {.token = ME,
            .from = from,
            .to = to,
            .messages = messages,
            .state = cahier_word("memory"),
            .themes = cahier_word(""),
            .news = &news,
            .count = news.number > 0};
    return cahier_queue_watch_tell(t->queue, &telling);
}

static cahier_queue_answer tell(tenant_queue *t, int32_t from, int32_t to, uint64_t messages, uint32_t number)
{
    return tell_news(t, from, to, messages,
            (cahier_queue_alert_news){CAHIER_ALERT_RAISED, number, to, cahier_word("term:travaux"),
                    cahier_word("{\"subject\":\"term:travaux\"}")});
}

/* The next day, of alert 8. */
static void go_on(tenant_queue *t, int32_t day, cahier_queue_alert_change change, const char *record)
{
    cahier_queue_alert_news news = {change, 8, day, {NULL, 0}, cahier_word(record)};
    assert_int_equal(tell_news(t, day - 1, day, 0, news), CAHIER_QUEUE_DONE);
}

static cahier_text last_of(tenant_queue *t)
{
    cahier_queue_alert alert;
    assert_int_equal(cahier_queue_read_alert(t->queue, &t->arena, 8, &alert), CAHIER_QUEUE_DONE);
    return alert.last;
}

static void a_day_is_told_once_with_all_its_messages(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_day *day;
    cahier_text memory, themes;
    cahier_queue_outgoing out[4];
    uint32_t count;
    (void)hear(t, 0, 2, 20260301, 0);
    (void)hear(t, 2, 1, 20260303, 0);
    assert_int_equal(cahier_queue_watch_memory(t->queue, &t->arena, &memory, &themes), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_days(t->queue, &t->arena, 0, 8, &day, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 2);
    assert_true(day[0].date == 20260301 && day[0].count == 2 && day[1].date == 20260303);
    assert_int_equal(tell(t, 0, 20260301, 1, 7), CAHIER_QUEUE_CHANGED); /* one came meanwhile */
    assert_int_equal(tell(t, 0, 20260301, 2, 7), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 0, 20260301, 2, 7), CAHIER_QUEUE_ALREADY);
    assert_int_equal(tell(t, 20260228, 20260303, 1, 8), CAHIER_QUEUE_CHANGED);
    assert_int_equal(hear(t, 3, 1, 20260301, 0).late, 1);
    assert_int_equal(facts(t).late, 1);
    assert_int_equal(cahier_queue_watch_memory(t->queue, &t->arena, &memory, &themes), CAHIER_QUEUE_DONE);
    assert_text(memory, "memory");
    assert_int_equal(themes.len, 0);
    assert_int_equal(cahier_queue_outbox(t->queue, 0, 4, out, &count), CAHIER_QUEUE_DONE);
    assert_true(count == 1 && out[0].number == 7 && out[0].sequence == 1);
}

static cahier_queue_answer say(tenant_queue *t, const char *id, uint32_t number, cahier_queue_silence silence)
{
    cahier_queue_saying saying = {.id = id,
            .number = number,
            .silence = silence,
            .until = 20260305,
            .said = cahier_word("{\"state\":\"snoozed\"}"),
            .line = cahier_word("{\"number\":7}")};
    return cahier_queue_say_alert(t->queue, &saying);
}

static void what_people_silence_is_kept_and_not_sent_until_its_day(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_alert *alert;
    cahier_queue_outgoing out[8];
    uint32_t count;
    uint64_t total;
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 0, 20260301, 0, 7), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "a", 7, CAHIER_SILENCE_UNTIL), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "a", 7, CAHIER_SILENCE_OVER), CAHIER_QUEUE_ALREADY);
    assert_int_equal(say(t, "b", 99, CAHIER_SILENCE_UNTIL), CAHIER_QUEUE_NOTHING);
    assert_int_equal(tell(t, 20260301, 20260305, 0, 8), CAHIER_QUEUE_DONE); /* the last day of the silence */
    assert_int_equal(tell(t, 20260305, 20260306, 0, 9), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "c", 9, CAHIER_SILENCE_EVER), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 20260306, 20270306, 0, 10), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "d", 9, CAHIER_SILENCE_OVER), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 20270306, 20270307, 0, 11), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_outbox(t->queue, 0, 8, out, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_true(out[0].number == 7 && out[1].number == 9 && out[2].number == 11);
    assert_int_equal(cahier_queue_alerts(t->queue, &t->arena, 1, 3, &alert, &count, &total), CAHIER_QUEUE_DONE);
    assert_true(total == 5 && count == 3 && alert[0].number == 10 && alert[2].number == 8);
    assert_text(alert[2].record, "{\"subject\":\"term:travaux\",\"quiet\":\"20260305\"}");
    assert_text(alert[1].said, "{\"state\":\"snoozed\"}");
    assert_int_equal(facts(t).quiet, 2);
}

/* It grows, goes on, is silenced, grows, is over: what was told of it stays, and is sent unless it was silenced. */
static void what_follows_is_sent_once_under_its_sequence(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_outgoing out[8];
    uint32_t count;
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 0, 20260301, 0, 8), CAHIER_QUEUE_DONE);
    go_on(t, 20260302, CAHIER_ALERT_CONTINUED, "{\"persons\":9}");
    assert_text(last_of(t), "{\"persons\":9}");
    go_on(t, 20260303, CAHIER_ALERT_GROWN, "{\"persons\":12,\"sequence\":2}");
    go_on(t, 20260304, CAHIER_ALERT_GROWN, "{\"persons\":12,\"sequence\":2}"); /* never twice */
    go_on(t, 20260305, CAHIER_ALERT_CONTINUED, "{\"persons\":13}");
    assert_text(last_of(t), "{\"persons\":13,\"followed\":[{\"persons\":12,\"sequence\":2}]}");
    assert_int_equal(say(t, "a", 8, CAHIER_SILENCE_EVER), CAHIER_QUEUE_DONE);
    go_on(t, 20260306, CAHIER_ALERT_GROWN, "{\"persons\":24,\"sequence\":3}");
    assert_int_equal(say(t, "b", 8, CAHIER_SILENCE_OVER), CAHIER_QUEUE_DONE);
    go_on(t, 20260307, CAHIER_ALERT_CLOSED, "{\"sequence\":4,\"closed\":true}");
    assert_text(last_of(t), "{\"sequence\":4,\"closed\":true,\"followed\":[{\"persons\":12,\"sequence\":2},"
                            "{\"persons\":24,\"sequence\":3,\"quiet\":true},{\"sequence\":4,\"closed\":true}]}");
    assert_int_equal(cahier_queue_outbox(t->queue, 0, 8, out, &count), CAHIER_QUEUE_DONE);
    assert_true(count == 3 && out[0].sequence == 1 && out[1].sequence == 2 && out[2].sequence == 4);
    assert_true(out[1].number == 8 && out[2].number == 8);
    assert_int_equal(facts(t).alerts, 1);
}

/* Nobody is told of the end of what nobody was told of; but once people want to know again, that it has grown is news. */
static void the_end_of_what_was_never_sent_is_not_sent(void **state)
{
    tenant_queue *t = *state;
    cahier_queue_outgoing out[8];
    uint32_t count;
    assert_int_equal(cahier_queue_watch_lease(t->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 0, 20260301, 0, 7), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "a", 7, CAHIER_SILENCE_EVER), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(t, 20260301, 20260302, 0, 8), CAHIER_QUEUE_DONE);
    assert_int_equal(say(t, "b", 7, CAHIER_SILENCE_OVER), CAHIER_QUEUE_DONE);
    go_on(t, 20260303, CAHIER_ALERT_CLOSED, "{\"sequence\":2}");
    assert_text(last_of(t), "{\"sequence\":2,\"followed\":[{\"sequence\":2,\"quiet\":true}]}");
    go_on(t, 20260304, CAHIER_ALERT_GROWN, "{\"sequence\":3}");
    go_on(t, 20260305, CAHIER_ALERT_CLOSED, "{\"sequence\":4}");
    assert_int_equal(cahier_queue_outbox(t->queue, 0, 8, out, &count), CAHIER_QUEUE_DONE);
    assert_true(count == 3 && out[0].number == 7 && out[1].sequence == 3 && out[2].sequence == 4);
}

static void old_messages_leave_with_all_that_was_made_of_them(void **state)
{
    tenant_queue *t = *state;
    uint64_t gone = 9;
    a_person_moves_a_message_once(state);
    (void)hear(t, 4, 1, 20260401, 0);
    assert_int_equal(cahier_queue_watch_purge(t->queue, 20260401, 100, &gone), CAHIER_QUEUE_DONE);
    assert_int_equal(gone, 0); /* their day is not told */
    assert_int_equal(tell(t, 0, 20260301, 4, 0), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_purge(t->queue, 20260401, 100, &gone), CAHIER_QUEUE_DONE);
    assert_int_equal(gone, 4);
    assert_int_equal(waiting(t, "Voirie"), 0);
    assert_int_equal(hear(t, 0, 1, 20260401, 0).added, 1); /* its id is forgotten too */
    assert_int_equal(hear(t, 4, 1, 20260401, 0).added, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(
                    a_message_is_heard_once_and_the_place_moves_with_it, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(a_lease_is_somebodys, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    messages_are_filed_once_and_wait_at_their_service, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(a_person_moves_a_message_once, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    a_day_is_told_once_with_all_its_messages, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    what_follows_is_sent_once_under_its_sequence, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    the_end_of_what_was_never_sent_is_not_sent, set_up_tenant_queue, tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(what_people_silence_is_kept_and_not_sent_until_its_day, set_up_tenant_queue,
                    tear_down_tenant_queue),
            cmocka_unit_test_setup_teardown(
                    old_messages_leave_with_all_that_was_made_of_them, set_up_tenant_queue, tear_down_tenant_queue),
    };
    return no_redis() ? SKIPPED : cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
