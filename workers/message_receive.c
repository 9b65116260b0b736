/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "message_receive.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch_input.h"
#include "hearing.h"

struct cahier_receiver {
    pthread_mutex_t lock;
    cahier_arena lasting; /* lexicons */
    cahier_analyse_options options;
    cahier_batch_input input;
    cahier_hearing hearing;
};

cahier_receiver *cahier_receiver_open(const cahier_receiver_setting *setting, char *message, size_t room)
{
    cahier_progress progress;
    cahier_receiver *r = calloc(1, sizeof *r);
    (void)snprintf(message, room, "%s", setting->english ? "not enough memory." : "mémoire insuffisante.");
    if (r == NULL) {
        return NULL;
    }
    (void)pthread_mutex_init(&r->lock, NULL);
    cahier_progress_open(&progress, true, setting->english);
    r->options = (cahier_analyse_options){.analysis = CAHIER_OPTIONS_DEFAULT,
            .lexicons = setting->lexicons,
            .person_key = setting->person_key,
            .quiet = true};
    r->options.intake.options.english = setting->english;
    r->hearing = (cahier_hearing){.options = &r->options,
            .lexicons = &r->input.lexicon_files,
            .patience_ms = setting->patience_ms,
            .stop = setting->stop};
    if (!cahier_arena_reserve(&r->lasting) || !cahier_hearing_open(&r->hearing)) {
        cahier_receiver_close(r);
        return NULL;
    }
    if (!cahier_batch_input_read(&r->lasting, &r->hearing.scratch, &r->options, NULL, 0, &progress, &r->input)) {
        (void)snprintf(message, room, "%s", r->input.message);
        cahier_receiver_close(r);
        return NULL;
    }
    return r;
}

void cahier_receiver_close(cahier_receiver *receiver)
{
    if (receiver != NULL) {
        cahier_hearing_close(&receiver->hearing);
        cahier_arena_close(&receiver->lasting);
        (void)pthread_mutex_destroy(&receiver->lock);
        free(receiver);
    }
}

const char *cahier_received_reason(cahier_set_aside_reason reason)
{
    return reason == CAHIER_ASIDE_EMPTY_TEXT ? "empty_text" : reason == CAHIER_ASIDE_UNREADABLE ? "unreadable" : NULL;
}

typedef struct body { /* its messages, one line each: of cJSON's memory */
    cahier_text *line;
    uint32_t count, room;
} body;

/* False when it holds none, or too many. */
static bool cut(const cJSON *root, body *out)
{
    int count = cJSON_IsArray(root) ? cJSON_GetArraySize(root) : cJSON_IsObject(root);
    *out = (body){.room = count > 0 && (uint32_t)count <= CAHIER_RECEIVE_MOST ? (uint32_t)count : 0};
    out->line = calloc((size_t)out->room + 1, sizeof *out->line);
    for (const cJSON *item = cJSON_IsArray(root) ? root->child : root; out->line != NULL && out->count < out->room;
            item = item->next) {
        char *text = cJSON_PrintUnformatted(item);
        if (text == NULL) {
            return false;
        }
        out->line[out->count++] = (cahier_text){text, (uint32_t)strlen(text)};
    }
    return out->count > 0;
}

static void drop(body *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        cJSON_free((void *)(uintptr_t)b->line[i].at);
    }
    free(b->line);
}

static cahier_queue_answer hear(cahier_hearing *hearing, const cahier_text *line, uint32_t count)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t first = 0; first < count && answer == CAHIER_QUEUE_DONE; first += CAHIER_HEARING_LINES) {
        uint32_t left = count - first;
        answer = cahier_hear_lines(
                hearing, line + first, left < CAHIER_HEARING_LINES ? left : CAHIER_HEARING_LINES, "", 0);
    }
    return answer;
}

static cahier_queue_answer receive(
        cahier_receiver *receiver, cahier_queue *queue, const cahier_text *line, uint32_t count, cahier_received *out)
{
    cahier_hearing *hearing = &receiver->hearing;
    (void)pthread_mutex_lock(&receiver->lock);
    hearing->queue = queue;
    hearing->counted = (cahier_queue_counted){0};
    memset(hearing->aside, 0, sizeof hearing->aside);
    cahier_queue_answer answer = hear(hearing, line, count);
    out->counted = hearing->counted;
    memcpy(out->aside, hearing->aside, sizeof out->aside);
    (void)pthread_mutex_unlock(&receiver->lock);
    return answer;
}

cahier_queue_answer cahier_message_receive(
        cahier_receiver *receiver, cahier_queue *queue, cahier_text text, cahier_received *out)
{
    cJSON *root = cJSON_ParseWithLength(text.at, text.len);
    body messages;
    *out = (cahier_received){.aside = {0}};
    cahier_queue_answer answer =
            cut(root, &messages) ? receive(receiver, queue, messages.line, messages.count, out) : CAHIER_QUEUE_NOTHING;
    drop(&messages);
    cJSON_Delete(root);
    return answer;
}
