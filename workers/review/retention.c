/* SPDX-License-Identifier: Apache-2.0 */
#include "retention.h"

#include <string.h>

#include "errand.h"
#include "settings.h"

#define DAY_MS 86400000ll
#define ARENA_BYTES ((size_t)16 << 20)

static bool is_past(cahier_queue *queue, const char *batch, uint32_t days)
{
    cahier_queue_progress progress;
    return cahier_queue_progress_of(queue, batch, &progress) == CAHIER_QUEUE_DONE &&
           strcmp(progress.state, "done") == 0 && progress.now_ms - progress.finished_ms > (int64_t)days * DAY_MS;
}

/* An unreachable server ends the look: the next one starts again. */
static void look_at(cahier_site *site, cahier_town *town, cahier_queue *queue, cahier_arena *arena)
{
    cahier_town_settings settings;
    char(*batch)[CAHIER_BATCH_LEN + 1];
    uint32_t count = 0;
    if (cahier_settings_read(queue, arena, &settings) != CAHIER_QUEUE_DONE || settings.retention_days == 0 ||
            cahier_queue_batches(queue, arena, &batch, &count) != CAHIER_QUEUE_DONE) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *const words[] = {"forget", "--batch", batch[i], NULL};
        if (is_past(queue, batch[i], settings.retention_days) &&
                cahier_errand_send(site->errands, town, words) != CAHIER_ERRAND_DONE) {
            return; /* the rest at the next look */
        }
    }
}

void cahier_retention_look(cahier_site *site)
{
    cahier_arena arena;
    if (!cahier_arena_open(&arena, ARENA_BYTES)) {
        return;
    }
    for (uint32_t i = 0; i < site->town_count && *site->stop == 0; i++) {
        cahier_queue *queue = cahier_town_borrow(&site->town[i]);
        if (queue != NULL) {
            if (cahier_queue_reconnect(queue, 1000, site->stop)) {
                look_at(site, &site->town[i], queue, &arena);
            }
            cahier_town_give_back(&site->town[i], queue);
        }
        cahier_arena_reset(&arena, 0);
    }
    cahier_arena_close(&arena);
}
