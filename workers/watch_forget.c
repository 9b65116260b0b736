/* SPDX-License-Identifier: Apache-2.0 */
/* Messages that were erased leave what the watcher remembers. */
#include "queue_forget.h"
#include "watch_live.h"
#include "watch_memory.h"

static uint32_t keep_remembered(cahier_queue_erasing *at, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (at[i].remembered) {
            at[kept++] = at[i];
        }
    }
    return kept;
}

static cahier_queue_answer commit(cahier_live *live, const cahier_queue_erasing *at, uint32_t count)
{
    cahier_out state;
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    cahier_out_open_memory(&state);
    cahier_status status =
            live->facts.told > 0 ? cahier_mind_write(&live->mind, live->base, &state) : CAHIER_OK; /* nothing is kept */
    cahier_queue_forgetting unit = {
            .token = live->token, .told = live->facts.told, .state = cahier_out_text(&state), .at = at, .count = count};
    while (status == CAHIER_OK) {
        answer = cahier_live_hold(live);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_watch_forgot(live->queue, &unit) : answer;
        if (!cahier_live_again(live, answer)) {
            break;
        }
    }
    (void)cahier_out_close(&state);
    return status == CAHIER_OK ? answer : cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
}

cahier_queue_answer cahier_live_forget(cahier_live *live)
{
    cahier_queue_erasing *at;
    cahier_queue_answer answer;
    uint32_t count;
    cahier_arena_reset(&live->step, 0);
    do {
        answer = cahier_queue_watch_erasing(live->queue, &live->step, &at, &count);
    } while (cahier_live_again(live, answer));
    count = answer == CAHIER_QUEUE_DONE ? keep_remembered(at, count) : 0;
    if (count == 0 || !live->loaded) {
        return answer;
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_recent_forget(&live->mind.recent, at[i].id);
        cahier_recent_forget(&live->mind.sample, at[i].id);
    }
    return commit(live, at, count);
}
