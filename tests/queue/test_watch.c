/* SPDX-License-Identifier: Apache-2.0 */
/* queue_watch.h and queue_alerts.h on a real server: what is counted once, what moves together, what people are remembered to have said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "library.h"
#include "link.h"
#include "queue_alerts.h"
#include "queue_watch.h"
#include "server.h"

#define ME "watcher-one"

typedef struct fixture {
    test_server test;
    cahier_queue *queue;
    cahier_arena arena;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    char url[CAHIER_ADDRESS_PATH_ROOM + 16], message[256];
    start_server(&f.test, NULL);
    snprintf(url, sizeof url, "unix://%s", f.test.server.address.path);
    f.queue = cahier_queue_open(url, "t1", "test", true, message, sizeof message);
    assert_non_null(f.queue);
    assert_true(cahier_queue_reconnect(f.queue, 5000, NULL));
    assert_int_equal(cahier_library_install(f.queue), CAHIER_QUEUE_DONE);
    assert_true(cahier_arena_open(&f.arena, 1u << 20));
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    cahier_queue_close(f->queue);
    cahier_arena_close(&f->arena);
    stop_server(&f->test);
    return 0;
}

static void assert_text(cahier_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

/* A message whose digest is `n`; its blob says so where a real one has its name. */
static cahier_queue_given message(uint32_t n, int32_t date, char blob[64])
{
    cahier_queue_given made = {.date = date};
    snprintf(made.digest, sizeof made.digest, "%032u", n);
    snprintf(blob, 64, "%024d%s|%u", 0, made.digest, n);
    made.blob = cahier_word(blob);
    return made;
}

static cahier_queue_counted hear(fixture *f, uint32_t first, uint32_t count, int32_t date, uint64_t place)
{
    char blob[16][64];
    cahier_queue_given list[16];
    cahier_queue_counted counted;
    for (uint32_t i = 0; i < count; i++) {
        list[i] = message(first + i, date, blob[i]);
    }
    cahier_queue_hearing hearing = {list, count, .mark = "", .source = place > 0 ? "feed.jsonl" : "", .place = place};
    assert_int_equal(cahier_queue_hear(f->queue, &hearing, &counted), CAHIER_QUEUE_DONE);
    return counted;
}

static cahier_queue_watch facts(fixture *f)
{
    cahier_queue_watch out;
    assert_int_equal(cahier_queue_watch_facts(f->queue, &out), CAHIER_QUEUE_DONE);
    return out;
}

static void a_message_is_heard_once_and_the_place_moves_with_it(void **state)
{
    fixture *f = *state;
    uint64_t place = 0;
    cahier_queue_heard *heard;
    uint32_t count;
    assert_int_equal(cahier_queue_heard_place(f->queue, "feed.jsonl", &place), CAHIER_QUEUE_NOTHING);
    assert_int_equal(hear(f, 0, 3, 20260301, 90).added, 3);
    cahier_queue_counted again = hear(f, 1, 3, 20260301, 120);
    assert_int_equal(again.added, 1);
    assert_int_equal(again.repeated, 2);
    assert_int_equal(cahier_queue_heard_place(f->queue, "feed.jsonl", &place), CAHIER_QUEUE_DONE);
    assert_int_equal(place, 120);
    assert_int_equal(cahier_queue_read_heard(f->queue, &f->arena, 1, 10, &heard, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_int_equal(heard[2].position, 3);
    assert_non_null(strstr(heard[2].blob.at, "|3"));
    assert_int_equal(cahier_queue_find_heard(f->queue, &f->arena, "00000000000000000000000000000002", &heard[0]),
            CAHIER_QUEUE_DONE);
    assert_int_equal(heard[0].position, 2);
    assert_int_equal(cahier_queue_read_heard(f->queue, &f->arena, 4, 10, &heard, &count), CAHIER_QUEUE_NOTHING);
}

static void a_lease_is_somebodys(void **state)
{
    fixture *f = *state;
    assert_int_equal(cahier_queue_watch_lease(f->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(f->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(f->queue, "other", 60000), CAHIER_QUEUE_ALREADY);
    assert_int_equal(cahier_queue_watch_leave(f->queue, ME), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_lease(f->queue, "other", 60000), CAHIER_QUEUE_DONE);
}

static cahier_queue_answer file(fixture *f, const char *token, uint64_t from, uint64_t to)
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
    return cahier_queue_watch_file(f->queue, &filing);
}

static uint64_t waiting(fixture *f, const char *service)
{
    uint64_t count = 0, urgent = 0;
    assert_int_equal(cahier_queue_desk_count(f->queue, cahier_word(service), &count, &urgent), CAHIER_QUEUE_DONE);
    return count * 10 + urgent;
}

static void messages_are_filed_once_and_wait_at_their_service(void **state)
{
    fixture *f = *state;
    cahier_queue_desk_item *item;
    uint32_t count;
    (void)hear(f, 0, 4, 20260301, 0);
    assert_int_equal(file(f, ME, 0, 4), CAHIER_QUEUE_STALE);
    assert_int_equal(cahier_queue_watch_lease(f->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(file(f, ME, 0, 4), CAHIER_QUEUE_DONE);
    assert_int_equal(file(f, ME, 0, 4), CAHIER_QUEUE_ALREADY);
    assert_int_equal(file(f, ME, 1, 5), CAHIER_QUEUE_CHANGED);
    assert_int_equal(facts(f).texts, 4);
    assert_int_equal(waiting(f, "Voirie"), 31);
    assert_int_equal(waiting(f, ""), 10);
    assert_int_equal(
            cahier_queue_desk(f->queue, &f->arena, cahier_word("Voirie"), 0, 10, &item, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_int_equal(item[0].position, 2); /* urgent */
    assert_int_equal(item[1].position, 1);
    assert_non_null(strstr(item[1].blob.at, "|1"));
}

static cahier_queue_answer give(fixture *f, const char *id, uint64_t position, const char *service, bool answered)
{
    char said[64];
    snprintf(said, sizeof said, "{\"service\":\"%s\"}", service);
    cahier_queue_routing routing = {.id = id,
            .position = position,
            .service = cahier_word(service),
            .answered = answered,
            .said = cahier_word(said),
            .line = cahier_word("{\"do\":\"route\"}")};
    return cahier_queue_route(f->queue, &routing);
}

static void a_person_moves_a_message_once(void **state)
{
    fixture *f = *state;
    cahier_text *line;
    uint32_t count;
    messages_are_filed_once_and_wait_at_their_service(state);
    assert_int_equal(give(f, "n1", 0, "Espaces verts", false), CAHIER_QUEUE_DONE);
    assert_int_equal(give(f, "n1", 0, "Espaces verts", false), CAHIER_QUEUE_ALREADY);
    assert_int_equal(waiting(f, ""), 0);
    assert_int_equal(waiting(f, "Espaces verts"), 10);
    assert_int_equal(give(f, "n2", 0, "Voirie", false), CAHIER_QUEUE_DONE);
    assert_int_equal(give(f, "n3", 2, "Voirie", true), CAHIER_QUEUE_DONE);
    assert_int_equal(waiting(f, "Voirie"), 30); /* 0, 1, 3; the urgent one is answered */
    assert_int_equal(give(f, "n4", 9, "Voirie", false), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_route_lines(f->queue, &f->arena, 0, &line, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
}

static cahier_queue_answer tell(fixture *f, int32_t from, int32_t to, uint64_t messages, uint32_t number)
{
    cahier_queue_alert_news news = {CAHIER_ALERT_RAISED, number, to, cahier_word("term:travaux"),
            cahier_word("{\"subject\":\"term:travaux\"}")};
    cahier_queue_telling telling = {.token = ME,
            .from = from,
            .to = to,
            .messages = messages,
            .state = cahier_word("memory"),
            .themes = cahier_word(""),
            .report = cahier_word(""),
            .news = &news,
            .count = number > 0};
    return cahier_queue_watch_tell(f->queue, &telling);
}

static void a_day_is_told_once_with_all_its_messages(void **state)
{
    fixture *f = *state;
    cahier_queue_day *day;
    cahier_text memory, themes;
    uint32_t count, number[4];
    (void)hear(f, 0, 2, 20260301, 0);
    (void)hear(f, 2, 1, 20260303, 0);
    assert_int_equal(cahier_queue_watch_memory(f->queue, &f->arena, &memory, &themes), CAHIER_QUEUE_NOTHING);
    assert_int_equal(cahier_queue_watch_lease(f->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_days(f->queue, &f->arena, 0, 8, &day, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 2);
    assert_true(day[0].date == 20260301 && day[0].count == 2 && day[1].date == 20260303);
    assert_int_equal(tell(f, 0, 20260301, 1, 7), CAHIER_QUEUE_CHANGED); /* one came meanwhile */
    assert_int_equal(tell(f, 0, 20260301, 2, 7), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(f, 0, 20260301, 2, 7), CAHIER_QUEUE_ALREADY);
    assert_int_equal(tell(f, 20260228, 20260303, 1, 8), CAHIER_QUEUE_CHANGED);
    assert_int_equal(hear(f, 3, 1, 20260301, 0).late, 1);
    assert_int_equal(facts(f).late, 1);
    assert_int_equal(cahier_queue_watch_memory(f->queue, &f->arena, &memory, &themes), CAHIER_QUEUE_DONE);
    assert_text(memory, "memory");
    assert_int_equal(themes.len, 0);
    assert_int_equal(cahier_queue_outbox(f->queue, 0, 4, number, &count), CAHIER_QUEUE_DONE);
    assert_true(count == 1 && number[0] == 7);
}

static cahier_queue_answer say(fixture *f, const char *id, uint32_t number, cahier_queue_silence silence)
{
    cahier_queue_saying saying = {.id = id,
            .number = number,
            .silence = silence,
            .until = 20260305,
            .said = cahier_word("{\"state\":\"snoozed\"}"),
            .line = cahier_word("{\"number\":7}")};
    return cahier_queue_say_alert(f->queue, &saying);
}

static void what_people_silence_is_kept_and_not_sent_until_its_day(void **state)
{
    fixture *f = *state;
    cahier_queue_alert *alert;
    uint32_t count, number[8];
    uint64_t total;
    assert_int_equal(cahier_queue_watch_lease(f->queue, ME, 60000), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(f, 0, 20260301, 0, 7), CAHIER_QUEUE_DONE);
    assert_int_equal(say(f, "a", 7, CAHIER_SILENCE_UNTIL), CAHIER_QUEUE_DONE);
    assert_int_equal(say(f, "a", 7, CAHIER_SILENCE_OVER), CAHIER_QUEUE_ALREADY);
    assert_int_equal(say(f, "b", 99, CAHIER_SILENCE_UNTIL), CAHIER_QUEUE_NOTHING);
    assert_int_equal(tell(f, 20260301, 20260305, 0, 8), CAHIER_QUEUE_DONE); /* the last day of the silence */
    assert_int_equal(tell(f, 20260305, 20260306, 0, 9), CAHIER_QUEUE_DONE);
    assert_int_equal(say(f, "c", 9, CAHIER_SILENCE_EVER), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(f, 20260306, 20270306, 0, 10), CAHIER_QUEUE_DONE);
    assert_int_equal(say(f, "d", 9, CAHIER_SILENCE_OVER), CAHIER_QUEUE_DONE);
    assert_int_equal(tell(f, 20270306, 20270307, 0, 11), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_outbox(f->queue, 0, 8, number, &count), CAHIER_QUEUE_DONE);
    assert_int_equal(count, 3);
    assert_true(number[0] == 7 && number[1] == 9 && number[2] == 11);
    assert_int_equal(cahier_queue_alerts(f->queue, &f->arena, 1, 3, &alert, &count, &total), CAHIER_QUEUE_DONE);
    assert_true(total == 5 && count == 3 && alert[0].number == 10 && alert[2].number == 8);
    assert_text(alert[2].record, "{\"subject\":\"term:travaux\",\"quiet\":\"20260305\"}");
    assert_text(alert[1].said, "{\"state\":\"snoozed\"}");
    assert_int_equal(facts(f).quiet, 2);
}

static void old_messages_leave_with_all_that_was_made_of_them(void **state)
{
    fixture *f = *state;
    uint64_t gone = 9;
    a_person_moves_a_message_once(state);
    (void)hear(f, 4, 1, 20260401, 0);
    assert_int_equal(cahier_queue_watch_purge(f->queue, 20260401, 100, &gone), CAHIER_QUEUE_DONE);
    assert_int_equal(gone, 0); /* their day is not told */
    assert_int_equal(tell(f, 0, 20260301, 4, 0), CAHIER_QUEUE_DONE);
    assert_int_equal(cahier_queue_watch_purge(f->queue, 20260401, 100, &gone), CAHIER_QUEUE_DONE);
    assert_int_equal(gone, 4);
    assert_int_equal(waiting(f, "Voirie"), 0);
    assert_int_equal(hear(f, 0, 1, 20260401, 0).added, 1); /* its id is forgotten too */
    assert_int_equal(hear(f, 4, 1, 20260401, 0).added, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(a_message_is_heard_once_and_the_place_moves_with_it, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_lease_is_somebodys, set_up, tear_down),
            cmocka_unit_test_setup_teardown(messages_are_filed_once_and_wait_at_their_service, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_person_moves_a_message_once, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_day_is_told_once_with_all_its_messages, set_up, tear_down),
            cmocka_unit_test_setup_teardown(what_people_silence_is_kept_and_not_sent_until_its_day, set_up, tear_down),
            cmocka_unit_test_setup_teardown(old_messages_leave_with_all_that_was_made_of_them, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
