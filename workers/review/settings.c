/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>

#include "out.h"
#include "queue_review.h"
#include "text.h"

/* Names in the queue. */
#define TOWN "town"
#define WEBHOOK "webhook"
#define RETENTION "retention"
#define MAIL "mail"
#define DAILY "mail-daily"
#define SECRET "webhook-secret"
#define FEED "feed"

cahier_queue_answer cahier_settings_read(cahier_queue *queue, cahier_arena *arena, cahier_town_settings *out)
{
    cahier_queue_record *record;
    uint32_t count;
    cahier_text days = {NULL, 0}, daily = {NULL, 0};
    cahier_town_settings settings = {.retention_days = 0};
    cahier_queue_answer answer = cahier_queue_list_records(queue, arena, CAHIER_RECORDS_SETTINGS, &record, &count);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    const struct {
        const char *name;
        cahier_text *to;
    } texts[] = {{TOWN, &settings.town}, {WEBHOOK, &settings.webhook}, {MAIL, &settings.mail},
            {SECRET, &settings.secret}, {FEED, &settings.feed}, {RETENTION, &days}, {DAILY, &daily}};
    for (uint32_t i = 0; i < count; i++) {
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            if (cahier_text_equal(record[i].name, cahier_string(texts[t].name))) {
                *texts[t].to = record[i].value;
            }
        }
    }
    settings.daily = daily.len > 0;
    settings.retention_days = days.len > 0 ? (uint32_t)strtoul(days.at, NULL, 10) : 0; /* a copy ends with a zero */
    *out = settings;
    return answer;
}

cahier_queue_answer cahier_settings_write(cahier_queue *queue, const cahier_town_settings *settings)
{
    char days[16];
    (void)snprintf(days, sizeof days, "%u", settings->retention_days);
    const cahier_queue_record record[] = {{cahier_string(TOWN), settings->town},
            {cahier_string(WEBHOOK), settings->webhook}, {cahier_string(MAIL), settings->mail},
            {cahier_string(DAILY), cahier_string(settings->daily ? "1" : "")},
            {cahier_string(RETENTION), cahier_string(days)}};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < sizeof record / sizeof *record && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_queue_write_record(queue, CAHIER_RECORDS_SETTINGS, record[i].name, record[i].value);
    }
    return answer;
}

cahier_queue_answer cahier_settings_write_secret(cahier_queue *queue, cahier_text secret)
{
    return cahier_queue_write_record(queue, CAHIER_RECORDS_SETTINGS, cahier_string(SECRET), secret);
}

cahier_queue_answer cahier_settings_write_feed(cahier_queue *queue, cahier_text key)
{
    return cahier_queue_write_record(queue, CAHIER_RECORDS_SETTINGS, cahier_string(FEED), key);
}
