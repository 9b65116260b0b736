/* SPDX-License-Identifier: Apache-2.0 */
#include "lot_event.h"

#include <stdio.h>

#include "say.h"

static const char ready[] = "Un lot de {0} {0|contribution|contributions} est prêt.";
static const char ready_again[] = "Un lot de {0} {0|contribution|contributions} est prêt de nouveau.";

void cahier_lot_event_write(
        cahier_out *record, const char *batch, const cahier_queue_progress *progress, char id[CAHIER_LOT_EVENT_ROOM])
{
    bool first = progress->finished_ms == 0;
    char path[CAHIER_BATCH_LEN + 8], facts[160];
    cahier_out title;
    cahier_out_open_memory(&title);
    CAHIER_SAY_PLAIN(&title, first ? ready : ready_again, CAHIER_N(progress->documents));
    (void)snprintf(id, CAHIER_LOT_EVENT_ROOM, "lot-%s-%llu", batch, (unsigned long long)progress->revision);
    (void)snprintf(path, sizeof path, "/lots/%s", batch);
    (void)snprintf(facts, sizeof facts, "{\"lot\":\"%s\",\"revision\":%llu,\"contributions\":%llu,\"encore\":%s}",
            batch, (unsigned long long)progress->revision, (unsigned long long)progress->documents,
            first ? "false" : "true");
    const cahier_event event = {.id = id,
            .kind = cahier_string(CAHIER_EVENT_LOT_READY),
            .title = cahier_out_text(&title),
            .path = cahier_string(path),
            .facts = cahier_string(facts),
            .channels = first ? CAHIER_EVENT_ALL_CHANNELS : CAHIER_CHANNEL_BIT(CAHIER_CHANNEL_WEBHOOK)};
    cahier_event_write(record, &event);
    (void)cahier_out_close(&title);
}
