/* SPDX-License-Identifier: Apache-2.0 */
/* workers/deliver: whom it may reach, what it signs, what it writes. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <arpa/inet.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "alert_event.h"
#include "feed.h"
#include "ledger.h"
#include "smtp.h"
#include "webhook.h"

static cahier_text text(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

static bool may_reach(const char *address, bool inside)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, address, &four.sin_addr) == 1) {
        return cahier_sender_may_reach((const struct sockaddr *)&four, inside);
    }
    assert_int_equal(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
    return cahier_sender_may_reach((const struct sockaddr *)&six, inside);
}

static void inside_is_reached_only_when_the_operator_says_so(void **state)
{
    static const struct {
        const char *address;
        bool outside, inside;
    } cases[] = {{"93.184.216.34", true, true}, {"127.0.0.1", false, true}, {"10.1.2.3", false, true},
            {"172.16.0.1", false, true}, {"172.31.255.255", false, true}, {"172.32.0.1", true, true},
            {"192.168.1.1", false, true}, {"100.64.0.1", false, true}, {"100.128.0.1", true, true},
            {"198.18.0.1", false, true}, {"169.254.169.254", false, false}, {"0.0.0.0", false, false},
            {"224.0.0.1", false, false}, {"255.255.255.255", false, false}, {"2606:2800:220:1::1", true, true},
            {"::1", false, true}, {"::", false, false}, {"fd00::1", false, true}, {"fe80::1", false, false},
            {"ff02::1", false, false}, {"::ffff:127.0.0.1", false, true}, {"::ffff:169.254.169.254", false, false},
            {"::ffff:93.184.216.34", true, true}, {"64:ff9b::7f00:1", false, true}, {"2002:7f00:1::", false, true},
            {"::127.0.0.1", false, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (may_reach(cases[i].address, false) != cases[i].outside ||
                may_reach(cases[i].address, true) != cases[i].inside) {
            fail_msg("%s", cases[i].address);
        }
    }
}

static const cahier_event event = {.id = "alerte-12",
        .kind = {"alerte.nouvelle", 15},
        .title = {"Un mot monte : « compteur » & <b>", 35},
        .summary = {"17 personnes\ndepuis lundi", 25},
        .path = {"/veille/alertes/12", 18},
        .facts = {"{\"alerte\":12}", 13}};

static void a_webhook_is_signed_as_the_standard_says(void **state)
{
    /* the vector of the standard's own libraries */
    static const char secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    char signature[CAHIER_WEBHOOK_SIGNATURE], made[CAHIER_WEBHOOK_SECRET], again[CAHIER_WEBHOOK_SECRET];
    (void)state;
    assert_true(cahier_webhook_sign(
            secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, text("{\"test\": 2432232314}"), signature));
    assert_string_equal(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    cahier_webhook_make_secret(made);
    cahier_webhook_make_secret(again);
    assert_string_not_equal(made, again);
    assert_true(cahier_webhook_sign(made, "a", 1, text("{}"), signature));
    assert_false(cahier_webhook_sign("", "a", 1, text("{}"), signature));
    assert_false(cahier_webhook_sign("whsec_é", "a", 1, text("{}"), signature));
}

static void the_body_is_the_same_each_time(void **state)
{
    cahier_webhook to = {.tenant = "metz", .public_url = "https://cahier.exemple.fr"};
    cahier_out body;
    (void)state;
    cahier_out_open_memory(&body);
    cahier_webhook_write(&body, &to, &event, 1764449000123);
    cahier_put_bytes(&body, "", 1);
    assert_string_equal(body.at,
            "{\"id\":\"alerte-12\",\"type\":\"alerte.nouvelle\",\"timestamp\":\"2025-11-29T20:43:20Z\",\"tenant\":"
            "\"metz\","
            "\"title\":\"Un mot monte : « compteur » & <b>\",\"summary\":\"17 personnes\\ndepuis lundi\","
            "\"path\":\"/veille/alertes/12\",\"url\":\"https://cahier.exemple.fr/metz/veille/alertes/12\","
            "\"data\":{\"alerte\":12}}");
    (void)cahier_out_close(&body);
}

static void addresses_are_addresses_and_nothing_else(void **state)
{
    static const struct {
        const char *list;
        bool right;
    } cases[] = {{"", true}, {"a@b.fr", true}, {"a@b.fr, c@d.fr;\ne@f.fr", true}, {" a@b.fr ", true}, {"a", false},
            {"@b", false}, {"a@", false}, {"a@b@c", false}, {"Ana <a@b.fr>", false}, {"a@b.fr\x01", false},
            {"é@b.fr", false}, {"\"a\"@b.fr", false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cahier_mail_is_list(text(cases[i].list)) != cases[i].right) {
            fail_msg("%s", cases[i].list);
        }
    }
    char many[400] = "";
    for (uint32_t i = 0; i <= CAHIER_MAIL_ADDRESSES_MOST; i++) {
        (void)strcat(many, "a@b.fr ");
    }
    assert_false(cahier_mail_is_list(text(many)));
}

static void a_mail_is_plain_ascii_with_whole_characters_in_its_subject(void **state)
{
    cahier_mail mail = {.from = "cahier@ville.fr", .to = text("a@b.fr, c@d.fr"), .tenant = "metz", .count = 1};
    cahier_event long_one = event;
    cahier_out out;
    (void)state;
    long_one.title = text("Sujet nouveau : « éééééééééééééééééééééééééééééééééééééééééééé »");
    cahier_out_open_memory(&out);
    cahier_mail_write(&out, &mail, &long_one, 1764449000);
    for (size_t i = 0; i < out.len; i++) {
        assert_true((out.at[i] >= ' ' && out.at[i] <= '~') || out.at[i] == '\r' || out.at[i] == '\n');
    }
    cahier_put_bytes(&out, "", 1);
    assert_non_null(strstr(out.at, "Date: Sat, 29 Nov 2025 20:43:20 +0000\r\n"));
    assert_non_null(strstr(out.at, "To: <a@b.fr>,\r\n <c@d.fr>\r\n"));
    assert_non_null(strstr(out.at, "Message-ID: <alerte-12.metz@ville.fr>\r\n"));
    const char *at = strstr(out.at, "Subject: ");
    uint32_t words = 0;
    while ((at = strstr(at, "=?UTF-8?B?")) != NULL) { /* each encoded word decodes to whole characters */
        unsigned char decoded[64];
        size_t len;
        const char *end = strstr(at + 10, "?=");
        assert_true(end - at <= 73);
        assert_int_equal(sodium_base642bin(decoded, sizeof decoded, at + 10, (size_t)(end - at - 10), NULL, &len, NULL,
                                 sodium_base64_VARIANT_ORIGINAL),
                0);
        assert_true((decoded[0] & 0xc0) != 0x80);
        words++;
        at = end;
    }
    assert_in_range(words, 2, 4);
    (void)cahier_out_close(&out);
}

static void the_mail_of_a_day_holds_what_came(void **state)
{
    cahier_mail mail = {.from = "cahier@ville.fr", .to = text("a@b.fr"), .tenant = "metz", .count = 2};
    const cahier_event both[] = {event, event};
    cahier_out out;
    (void)state;
    cahier_out_open_memory(&out);
    cahier_mail_write(&out, &mail, both, 1764449000);
    cahier_put_bytes(&out, "", 1);
    unsigned char subject[64] = "";
    const char *at = strstr(out.at, "Subject: =?UTF-8?B?") + 19;
    size_t len;
    assert_int_equal(sodium_base642bin(subject, sizeof subject - 1, at, (size_t)(strstr(at, "?=") - at), NULL, &len,
                             NULL, sodium_base64_VARIANT_ORIGINAL),
            0);
    assert_int_equal(subject[0], '2');
    assert_non_null(strstr((const char *)subject, "nouvelles"));
    (void)cahier_out_close(&out);
    for (int64_t now = 1764449000; now < 1764449000 + 90000; now += 997) { /* at eight, today or tomorrow */
        uint32_t wait = cahier_mail_wait_ms(now);
        time_t then = (time_t)(now + wait / 1000);
        struct tm local;
        assert_in_range(wait, 1000, 24 * 3600 * 1000);
        assert_non_null(localtime_r(&then, &local));
        assert_int_equal(local.tm_hour, CAHIER_MAIL_HOUR);
        assert_int_equal(local.tm_min + local.tm_sec, 0);
    }
}

static void a_line_is_written_once_and_a_broken_one_is_mended(void **state)
{
    char folder[] = "/tmp/cahier-ledger-XXXXXX", path[64], read[512] = "";
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/metz.jsonl", folder);
    assert_true(cahier_ledger_append(path, "a-1", text("{\"id\":\"a-1\",\"x\":1}")));
    assert_true(cahier_ledger_append(path, "a-1", text("{\"id\":\"a-1\",\"x\":1}")));
    assert_true(cahier_ledger_append(path, "a-11", text("{\"id\":\"a-11\",\"x\":1}")));
    FILE *file = fopen(path, "a"); /* a crash in the middle of a line */
    assert_non_null(file);
    assert_true(fputs("{\"id\":\"a-2\",\"x", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_true(cahier_ledger_append(path, "a-2", text("{\"id\":\"a-2\",\"x\":1}")));
    file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(read, 1, sizeof read - 1, file);
    assert_int_equal(fclose(file), 0);
    read[len] = '\0';
    assert_string_equal(read,
            "{\"id\":\"a-1\",\"x\":1}\n{\"id\":\"a-11\",\"x\":1}\n{\"id\":\"a-2\",\"x\n{\"id\":\"a-2\",\"x\":1}\n");
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(unlink(path), 0);
    assert_false(cahier_ledger_append("/nowhere/metz.jsonl", "a", text("{}")));
    assert_int_equal(rmdir(folder), 0);
}

static void a_feed_escapes_what_it_says(void **state)
{
    cahier_arena arena;
    cahier_out record, out;
    (void)state;
    assert_true(cahier_arena_open(&arena, 1u << 20));
    cahier_out_open_memory(&record);
    cahier_out_open_memory(&out);
    cahier_event_write(&record, &event);
    const cahier_queue_event kept[] = {
            {text("alerte-12"), cahier_out_text(&record), 1764449000123}, {text("damaged"), text("{"), 1}};
    const cahier_feed feed = {.tenant = "metz", .town = text("Metz & <i>"), .public_url = "https://x.fr", kept, 2};
    cahier_feed_write(&arena, &out, &feed);
    cahier_put_bytes(&out, "", 1);
    assert_non_null(strstr(out.at, "<title>Un mot monte : « compteur » &amp; &lt;b&gt;</title>"));
    assert_non_null(strstr(out.at, "<title>cahier — Metz &amp; &lt;i&gt;</title>"));
    assert_non_null(strstr(out.at, "<id>urn:cahier:metz:alerte-12</id>"));
    assert_non_null(strstr(out.at, "<updated>2025-11-29T20:43:20Z</updated>"));
    assert_non_null(strstr(out.at, "<link href=\"https://x.fr/metz/veille/alertes/12\"/>"));
    assert_null(strstr(out.at, "damaged"));
    (void)cahier_out_close(&out);
    (void)cahier_out_close(&record);
    cahier_arena_close(&arena);
}

static void an_alert_leaves_without_sentences_and_ids(void **state)
{
    static const char record[] =
            "{\"date\":\"2026-03-14\",\"kind\":\"term\",\"what\":\"compteur\",\"theme\":null,\"number\":12,\"since\":"
            "\"2026-03-10\","
            "\"persons\":17,\"messages\":19,\"expected\":2.5,\"ratio\":6.8,\"q\":0.01,\"words\":[{\"kind\":\"term\","
            "\"surface\":"
            "\"compteur\",\"persons\":17,\"expected\":2.5}],\"places\":[{\"name\":\"Nord\",\"persons\":9}],"
            "\"contributions\":[\"m-42\"],\"sentences\":[{\"id\":\"m-42\",\"text\":\"Le compteur de ma "
            "rue\"}],\"subject\":"
            "\"term:compteur\"}";
    cahier_arena arena;
    cahier_event made;
    (void)state;
    assert_true(cahier_arena_open(&arena, 1u << 20));
    assert_true(cahier_alert_event(&arena, &(cahier_queue_alert){.number = 12, .record = text(record)}, 1, &made));
    assert_string_equal(made.id, "alerte-12");
    assert_string_equal(made.path.at, "/veille/alertes/12");
    assert_non_null(strstr(made.title.at, "compteur"));
    assert_non_null(strstr(made.summary.at, "Depuis le 10"));
    assert_non_null(strstr(made.facts.at, "\"persons\":17"));
    assert_non_null(strstr(made.facts.at, "\"places\":[{\"name\":\"Nord\",\"persons\":9}]"));
    assert_null(strstr(made.facts.at, "m-42"));
    assert_null(strstr(made.facts.at, "rue"));
    static const char *const odd[] = {"{}", "{\"kind\":1,\"since\":\"x\",\"persons\":-1,\"words\":3,\"places\":[1]}",
            "{\"kind\":\"campaign\",\"messages\":1e300}"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_true(cahier_alert_event(&arena, &(cahier_queue_alert){.number = 1, .record = text(odd[i])}, 1, &made));
    }
    assert_false(cahier_alert_event(&arena, &(cahier_queue_alert){.number = 1, .record = text("[]")}, 1, &made));
    assert_false(cahier_alert_event(&arena, &(cahier_queue_alert){.number = 1, .record = text("")}, 1, &made));
    cahier_arena_close(&arena);
}

static void what_follows_has_its_own_id_and_the_figures_of_its_day(void **state)
{
    const cahier_queue_alert alert = {.number = 12,
            .record = text("{\"date\":\"2026-03-14\",\"kind\":\"term\",\"what\":\"compteur\",\"since\":\"2026-03-10\","
                           "\"phase\":\"first\",\"sequence\":1,\"persons\":17,\"expected\":2.5,"
                           "\"words\":[{\"surface\":\"compteur\",\"persons\":17}],\"places\":[]}"),
            .last = text("{\"persons\":90,\"followed\":["
                         "{\"date\":\"2026-03-22\",\"persons\":40,\"expected\":6,\"phase\":\"more\",\"sequence\":2},"
                         "{\"date\":\"2026-04-20\",\"persons\":51,\"expected\":9,\"phase\":\"over\",\"sequence\":3,"
                         "\"end\":\"usual\",\"closed\":true}]}")};
    cahier_arena arena;
    cahier_event made;
    (void)state;
    assert_true(cahier_arena_open(&arena, 1u << 20));
    assert_true(cahier_alert_event(&arena, &alert, 2, &made));
    assert_string_equal(made.id, "alerte-12-2");
    assert_memory_equal(made.kind.at, "alerte.suite", made.kind.len);
    assert_string_equal(made.path.at, "/veille/alertes/12");
    assert_non_null(strstr(made.title.at, "grandit"));
    assert_non_null(strstr(made.summary.at, "40"));
    assert_non_null(
            strstr(made.facts.at, "{\"alerte\":12,\"kind\":\"term\",\"what\":\"compteur\",\"date\":\"2026-03-22\""));
    assert_non_null(strstr(made.facts.at, "\"phase\":\"more\",\"sequence\":2,\"persons\":40"));
    assert_null(strstr(made.facts.at, "words"));
    assert_true(cahier_alert_event(&arena, &alert, 3, &made));
    assert_string_equal(made.id, "alerte-12-3");
    assert_memory_equal(made.kind.at, "alerte.fin", made.kind.len);
    assert_non_null(strstr(made.summary.at, "habitude"));
    assert_non_null(strstr(made.facts.at, "\"end\":\"usual\""));
    assert_false(cahier_alert_event(&arena, &alert, 4, &made));
    assert_false(cahier_alert_event(&arena, &(cahier_queue_alert){.number = 12, .record = alert.record}, 2, &made));
    cahier_arena_close(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
            cmocka_unit_test(inside_is_reached_only_when_the_operator_says_so),
            cmocka_unit_test(a_webhook_is_signed_as_the_standard_says),
            cmocka_unit_test(the_body_is_the_same_each_time),
            cmocka_unit_test(addresses_are_addresses_and_nothing_else),
            cmocka_unit_test(a_mail_is_plain_ascii_with_whole_characters_in_its_subject),
            cmocka_unit_test(the_mail_of_a_day_holds_what_came),
            cmocka_unit_test(a_line_is_written_once_and_a_broken_one_is_mended),
            cmocka_unit_test(a_feed_escapes_what_it_says),
            cmocka_unit_test(an_alert_leaves_without_sentences_and_ids),
            cmocka_unit_test(what_follows_has_its_own_id_and_the_figures_of_its_day),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
