/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "erasure_heard.h"

#include <cjson/cJSON.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "answer_id.h"
#include "heard_message.h"
#include "progress.h"
#include "queue_alerts.h"
#include "queue_forget.h"
#include "text.h"

#define READ_AT_ONCE 1000u
#define ALERTS_AT_ONCE 100u
#define LOOK_MS 100
#define ABSENT_MS 3000u /* a watcher that is there has its lease again long before */

/* --- messages ------------------------------------------------------------------------------------------------------------ */

static bool is_wanted(const cahier_erasure *wanted, const cahier_heard_messages *messages, uint32_t d)
{
    if (wanted->contribution.len > 0) {
        return cahier_answer_is_asked(wanted->contribution, messages->received[d].id);
    }
    cahier_text person = cahier_erasure_key(wanted);
    return person.len > 0 && cahier_text_equal(messages->author[d], person);
}

static cahier_queue_answer erase_some(
        cahier_queue *queue, const cahier_heard_messages *messages, const cahier_erasure *wanted, uint32_t *erased)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t d = 0; d < messages->count && answer == CAHIER_QUEUE_DONE; d++) {
        if (is_wanted(wanted, messages, d)) {
            answer = cahier_queue_watch_erase(queue, messages->position[d], messages->received[d].id);
            *erased += answer == CAHIER_QUEUE_DONE;
            answer = answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
        }
    }
    return answer;
}

static cahier_queue_answer erase_messages(
        cahier_queue *queue, cahier_arena *arena, const cahier_erasure *wanted, uint32_t *erased)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    size_t mark = cahier_arena_mark(arena);
    for (uint64_t from = 0; answer == CAHIER_QUEUE_DONE; from += READ_AT_ONCE) {
        cahier_queue_heard *heard;
        cahier_heard_messages messages;
        uint32_t count = 0;
        answer = cahier_queue_read_heard(queue, arena, from, READ_AT_ONCE, &heard, &count);
        if (answer == CAHIER_QUEUE_DONE) {
            answer = cahier_heard_messages_read(arena, heard, count, &messages) == CAHIER_OK
                             ? erase_some(queue, &messages, wanted, erased)
                             : CAHIER_QUEUE_REFUSED;
        }
        cahier_arena_reset(arena, mark);
    }
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
}

/* --- what the watcher remembers ------------------------------------------------------------------------------------------ */

typedef struct erasing {
    cahier_queue_erasing *at;
    uint32_t count;
} erasing;

static bool is_remembered(const erasing *ids)
{
    for (uint32_t i = 0; i < ids->count; i++) {
        if (ids->at[i].remembered) {
            return true;
        }
    }
    return false;
}

/* Until the watcher has forgotten them all, there is none, or the time is over. */
static cahier_queue_answer wait_for_watcher(cahier_queue *queue, cahier_arena *arena, uint32_t wait_ms, erasing *out)
{
    uint64_t until = cahier_clock_ms() + wait_ms, absent = cahier_clock_ms() + ABSENT_MS;
    size_t mark = cahier_arena_mark(arena);
    for (;;) {
        cahier_arena_reset(arena, mark);
        bool held = false;
        cahier_queue_answer answer = cahier_queue_watch_is_held(queue, &held);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_watch_erasing(queue, arena, &out->at, &out->count) : answer;
        absent = held ? cahier_clock_ms() + ABSENT_MS : absent;
        if (answer != CAHIER_QUEUE_DONE || !is_remembered(out) ||
                cahier_clock_ms() > (until < absent ? until : absent)) {
            return answer;
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
}

/* --- alerts that quote them ---------------------------------------------------------------------------------------------- */

static bool is_erased(const erasing *ids, const char *id)
{
    for (uint32_t i = 0; id != NULL && i < ids->count; i++) {
        if (cahier_text_equal(ids->at[i].id, cahier_string(id))) {
            return true;
        }
    }
    return false;
}

/* True when a sentence left. */
static bool drop_sentences(cJSON *alert, const erasing *ids)
{
    cJSON *sentences = cJSON_GetObjectItemCaseSensitive(alert, "sentences");
    bool dropped = false;
    for (int i = cJSON_GetArraySize(sentences); i-- > 0;) {
        const cJSON *sentence = cJSON_GetArrayItem(sentences, i);
        if (is_erased(ids, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(sentence, "id")))) {
            cJSON_DeleteItemFromArray(sentences, i);
            dropped = true;
        }
    }
    return dropped;
}

static cahier_queue_answer amend(cahier_queue *queue, const cahier_queue_alert *alert, const erasing *ids)
{
    cJSON *root = cJSON_ParseWithLength(alert->record.at, alert->record.len);
    char *text = drop_sentences(root, ids) ? cJSON_PrintUnformatted(root) : NULL;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (text != NULL) {
        answer = cahier_queue_amend_alert(
                queue, alert->number, alert->record, (cahier_text){text, (uint32_t)strlen(text)});
        answer = answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer; /* somebody else did */
    }
    cJSON_free(text);
    cJSON_Delete(root);
    return answer;
}

static cahier_queue_answer amend_alerts(cahier_queue *queue, cahier_arena *arena, const erasing *ids)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    uint64_t total = 1;
    size_t mark = cahier_arena_mark(arena);
    for (uint64_t from = 0; from < total && answer == CAHIER_QUEUE_DONE; from += ALERTS_AT_ONCE) {
        cahier_queue_alert *alert;
        uint32_t count = 0;
        answer = cahier_queue_alerts(queue, arena, from, ALERTS_AT_ONCE, &alert, &count, &total);
        for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
            answer = amend(queue, &alert[i], ids);
        }
        cahier_arena_reset(arena, mark);
    }
    for (uint32_t i = 0; i < ids->count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_queue_watch_erased(queue, ids->at[i].id);
        answer = answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
    }
    return answer;
}

cahier_queue_answer cahier_erase_heard(cahier_queue *queue, cahier_arena *arena, const cahier_erasure *wanted,
        uint32_t wait_ms, uint32_t *erased, bool *remembered)
{
    erasing ids = {.count = 0};
    size_t mark = cahier_arena_mark(arena);
    *erased = 0;
    cahier_queue_answer answer = erase_messages(queue, arena, wanted, erased);
    answer = answer == CAHIER_QUEUE_DONE ? wait_for_watcher(queue, arena, wait_ms, &ids) : answer;
    *remembered = answer == CAHIER_QUEUE_DONE && is_remembered(&ids);
    if (answer == CAHIER_QUEUE_DONE && !*remembered && ids.count > 0) {
        answer = amend_alerts(queue, arena, &ids);
    }
    cahier_arena_reset(arena, mark);
    return answer;
}
