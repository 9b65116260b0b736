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

cahier_queue_answer cahier_settings_read(cahier_queue *queue, cahier_arena *arena, cahier_town_settings *out)
{
    cahier_queue_record *record;
    uint32_t count;
    cahier_town_settings settings = {.retention_days = 0};
    cahier_queue_answer answer = cahier_queue_list_records(queue, arena, CAHIER_RECORDS_SETTINGS, &record, &count);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (cahier_text_equal(record[i].name, cahier_string(TOWN))) {
            settings.town = record[i].value;
        } else if (cahier_text_equal(record[i].name, cahier_string(WEBHOOK))) {
            settings.webhook = record[i].value;
        } else if (cahier_text_equal(record[i].name, cahier_string(RETENTION))) {
            settings.retention_days = (uint32_t)strtoul(record[i].value.at, NULL, 10); /* a copy ends with a zero */
        }
    }
    *out = settings;
    return answer;
}

cahier_queue_answer cahier_settings_write(cahier_queue *queue, const cahier_town_settings *settings)
{
    char days[16];
    (void)snprintf(days, sizeof days, "%u", settings->retention_days);
    const cahier_queue_record record[] = {{cahier_string(TOWN), settings->town},
            {cahier_string(WEBHOOK), settings->webhook}, {cahier_string(RETENTION), cahier_string(days)}};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (size_t i = 0; i < sizeof record / sizeof *record && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_queue_write_record(queue, CAHIER_RECORDS_SETTINGS, record[i].name, record[i].value);
    }
    return answer;
}
