/* SPDX-License-Identifier: Apache-2.0 */
#include "state.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "intake.h"
#include "json_tree.h"
#include "text.h"
#include "words.h"

static_assert(CAHIER_QUEUE_ASIDE == CAHIER_ASIDE_REASONS, "one count a reason");

/* --- read ------------------------------------------------------------------------------------------------------------- */

static const cahier_batch_state *find(const cahier_state *state, const char *name)
{
    for (uint32_t i = 0; state != NULL && i < state->batch_count; i++) {
        if (strcmp(state->batch[i].name, name) == 0) {
            return &state->batch[i];
        }
    }
    return NULL;
}

/* Thousandths a second of what was done in between; -1 when nothing was, or no time passed. */
static int64_t rate_between(int64_t done, int64_t ms)
{
    return done > 0 && ms > 0 ? done * 1000000 / ms : -1;
}

static void compute_rate(const cahier_batch_state *before, cahier_batch_state *b)
{
    const cahier_queue_progress *now = &b->progress;
    int64_t done = (int64_t)now->done_documents, end = now->finished_ms > 0 ? now->finished_ms : now->now_ms;
    bool moved = before != NULL && now->now_ms > before->progress.now_ms;
    b->rate_milli =
            moved ? rate_between(done - (int64_t)before->progress.done_documents, now->now_ms - before->progress.now_ms)
                  : rate_between(done, end - now->created_ms);
    bool countable = strcmp(now->state, "sealed") == 0 && b->rate_milli > 0;
    int64_t left = (int64_t)now->documents - done;
    b->left_seconds = countable ? (left * 1000 + b->rate_milli - 1) / b->rate_milli : -1;
}

static cahier_queue_answer read_batch(
        cahier_queue *queue, cahier_arena *arena, const cahier_state_request *request, cahier_batch_state *b)
{
    cahier_queue_answer answer = cahier_queue_progress_of(queue, b->name, &b->progress);
    if (answer == CAHIER_QUEUE_DONE && request->check) {
        cahier_text *fault;
        answer = cahier_queue_check(queue, arena, b->name, &fault, &b->fault_count);
        b->fault = fault;
    }
    compute_rate(find(request->before, b->name), b);
    return answer;
}

static cahier_queue_answer read_batches(cahier_queue *queue, cahier_arena *arena, const cahier_state_request *request,
        char (*name)[CAHIER_BATCH_LEN + 1], uint32_t count, cahier_state *out)
{
    out->batch = CAHIER_NEW(arena, cahier_batch_state, count);
    if (out->batch == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_batch_state *b = &out->batch[out->batch_count];
        b->name = name[i];
        cahier_queue_answer answer = read_batch(queue, arena, request, b);
        if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NO_BATCH) {
            return answer;
        }
        out->batch_count += answer == CAHIER_QUEUE_DONE; /* else it was forgotten meanwhile */
        out->faulty += answer == CAHIER_QUEUE_DONE && b->fault_count > 0;
    }
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_state_read(
        cahier_queue *queue, cahier_arena *arena, const cahier_state_request *request, cahier_state *out)
{
    char(*name)[CAHIER_BATCH_LEN + 1];
    uint32_t count = 1;
    cahier_state state = {.checked = request->check};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (request->batch != NULL) {
        name = cahier_arena_alloc(arena, 1, sizeof *name);
        if (name == NULL) {
            return CAHIER_QUEUE_REFUSED;
        }
        (void)snprintf(*name, sizeof *name, "%s", request->batch);
    } else {
        answer = cahier_queue_batches(queue, arena, &name, &count);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        answer = read_batches(queue, arena, request, name, count, &state);
    }
    if (answer == CAHIER_QUEUE_DONE && request->batch != NULL && state.batch_count == 0) {
        answer = CAHIER_QUEUE_NO_BATCH;
    }
    answer = answer == CAHIER_QUEUE_DONE ? cahier_inspect_depth(queue, arena, &state.depth) : answer;
    *out = state;
    return answer;
}

/* --- said ------------------------------------------------------------------------------------------------------------- */

#define TELL(english, french, in_english) ((english) ? (in_english) : (french))

__attribute__((format(printf, 2, 3))) static void put(cahier_out *out, const char *format, ...)
{
    char line[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(line, sizeof line, format, list);
    va_end(list);
    cahier_put(out, line);
}

/* Padded to `width` characters, not bytes: « scellé » has six. */
static void put_cell(cahier_out *out, const char *text, uint32_t width)
{
    uint32_t characters = 0;
    for (const char *at = text; *at != '\0'; at++) {
        characters += ((unsigned char)*at & 0xC0) != 0x80;
    }
    cahier_put(out, text);
    for (; characters < width; characters++) {
        cahier_put(out, " ");
    }
    cahier_put(out, "  ");
}

static const char *state_word(const char *state, bool english)
{
    static const char *const words[][2] = {
            {"open", "ouvert"}, {"sealed", "en cours"}, {"corpus", "thèmes"}, {"done", "terminé"}};
    for (size_t i = 0; i < sizeof words / sizeof *words && !english; i++) {
        if (strcmp(words[i][0], state) == 0) {
            return words[i][1];
        }
    }
    return state;
}

static void write_duration(int64_t seconds, bool english, char *to, size_t room)
{
    long long s = (long long)seconds;
    if (s < 0) {
        (void)snprintf(to, room, "-");
    } else if (s < 120) {
        (void)snprintf(to, room, "%lld s", s);
    } else if (s < 7200) {
        (void)snprintf(to, room, "%lld min", s / 60);
    } else {
        (void)snprintf(to, room,
                s < 172800 ? "%lld h"
                : english  ? "%lld d"
                           : "%lld j",
                s < 172800 ? s / 3600 : s / 86400);
    }
}

/* What platforms pushed and no batch counts, by reason. */
static void say_aside(const cahier_queue_progress *p, bool english, cahier_out *out)
{
    bool any = false;
    for (uint32_t r = 0; r < CAHIER_QUEUE_ASIDE; r++) {
        if (p->aside[r] > 0) {
            put(out,
                    any ? TELL(english, " ; %s : %llu", "; %s: %llu")
                        : TELL(english, "  écartées de la boîte : %s : %llu", "  set aside from the inbox: %s: %llu"),
                    cahier_set_aside_sentence((cahier_set_aside_reason)r, english), (unsigned long long)p->aside[r]);
            any = true;
        }
    }
    cahier_put(out, any ? "\n" : "");
}

static void say_batch(const cahier_batch_state *b, bool english, cahier_out *out)
{
    const cahier_queue_progress *p = &b->progress;
    char cell[64];
    put_cell(out, b->name, CAHIER_BATCH_LEN);
    put_cell(out, state_word(p->state, english), 9);
    (void)snprintf(
            cell, sizeof cell, "%llu/%llu", (unsigned long long)p->done_documents, (unsigned long long)p->documents);
    put_cell(out, cell, 15);
    (void)snprintf(cell, sizeof cell, "%llu/%llu", (unsigned long long)p->done_chunks, (unsigned long long)p->chunks);
    put_cell(out, cell, 11);
    (void)snprintf(cell, sizeof cell, b->rate_milli < 0 ? "-" : "%lld/s", (long long)(b->rate_milli / 1000));
    put_cell(out, cell, 9);
    write_duration(b->left_seconds, english, cell, sizeof cell);
    put_cell(out, cell, 7);
    (void)snprintf(cell, sizeof cell, "%llu", (unsigned long long)p->quarantined);
    put_cell(out, cell, 6);
    write_duration((p->now_ms - p->created_ms) / 1000, english, cell, sizeof cell);
    cahier_put(out, cell);
    cahier_put(out, "\n");
    if (p->dead > 0 || p->attention[0] != '\0') {
        put(out,
                TELL(english, "  attention : %s (%llu mis de côté ; cahier status --revive %s)\n",
                        "  attention: %s (%llu set aside; cahier status --revive %s)\n"),
                p->attention, (unsigned long long)p->dead, b->name);
    }
    say_aside(p, english, out);
    for (uint32_t i = 0; i < b->fault_count; i++) {
        put(out, TELL(english, "  la loi est rompue : %.*s\n", "  the law is broken: %.*s\n"), (int)b->fault[i].len,
                b->fault[i].at);
    }
}

static void say_workers(const cahier_queue_depth *depth, bool english, cahier_out *out)
{
    put(out, TELL(english, "Ouvriers vus : %u\n", "Workers seen: %u\n"), depth->worker_count);
    for (uint32_t i = 0; i < depth->worker_count; i++) {
        const cahier_queue_worker *w = &depth->worker[i];
        char idle[32];
        write_duration((int64_t)(w->idle_ms / 1000), english, idle, sizeof idle);
        put(out, TELL(english, "  %.*s : %llu en main, vu il y a %s\n", "  %.*s: %llu in hand, seen %s ago\n"),
                (int)w->name.len, w->name.at, (unsigned long long)w->pending, idle);
    }
}

void cahier_state_say(const cahier_state *state, bool english, cahier_out *out)
{
    const cahier_queue_depth *depth = &state->depth;
    static const struct {
        const char *french, *english;
        uint32_t width;
    } column[] = {{"lot", "batch", CAHIER_BATCH_LEN}, {"état", "state", 9}, {"contributions", "contributions", 15},
            {"morceaux", "chunks", 11}, {"débit", "rate", 9}, {"reste", "left", 7}, {"écarts", "aside", 6},
            {"âge", "age", 0}};
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        put_cell(out, TELL(english, column[i].french, column[i].english), column[i].width);
    }
    cahier_put(out, "\n");
    for (uint32_t i = 0; i < state->batch_count; i++) {
        say_batch(&state->batch[i], english, out);
    }
    if (state->batch_count == 0) {
        cahier_put(out, TELL(english, "aucun lot\n", "no batch\n"));
    }
    uint64_t waiting = depth->tasks > depth->pending ? depth->tasks - depth->pending : 0;
    put(out,
            TELL(english,
                    "File : %llu à prendre, %llu en main, %llu à réessayer plus tard ; boîte de dépôt : %llu, prises : "
                    "%llu\n",
                    "Queue: %llu to take, %llu in hand, %llu to try again later; inbox: %llu, taken: %llu\n"),
            (unsigned long long)waiting, (unsigned long long)depth->pending, (unsigned long long)depth->retry,
            (unsigned long long)depth->inbox, (unsigned long long)depth->taken);
    say_workers(depth, english, out);
    if (state->checked && state->faulty == 0) {
        put(out,
                TELL(english, "Loi de conservation : vérifiée sur %u lot(s).\n",
                        "Law of conservation: holds on %u batch(es).\n"),
                state->batch_count);
    }
}

/* --- described -------------------------------------------------------------------------------------------------------- */

static cJSON *describe_batch(const cahier_batch_state *b, bool checked)
{
    const cahier_queue_progress *p = &b->progress;
    const struct {
        const char *name;
        uint64_t value;
    } counts[] = {{"contributions", p->documents}, {"contributions_done", p->done_documents}, {"chunks", p->chunks},
            {"chunks_done", p->done_chunks}, {"bytes", p->bytes}, {"quarantined", p->quarantined},
            {"set_aside", p->dead}, {"late", p->late}, {"stale", p->stale}, {"revision", p->revision},
            {"created_ms", (uint64_t)p->created_ms}, {"sealed_ms", (uint64_t)p->sealed_ms},
            {"finished_ms", (uint64_t)p->finished_ms}, {"now_ms", (uint64_t)p->now_ms}};
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(object, "batch", b->name);
    (void)cJSON_AddStringToObject(object, "state", p->state);
    (void)cJSON_AddStringToObject(object, "attention", p->attention);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        cahier_json_count(object, counts[i].name, counts[i].value);
    }
    cJSON *aside = cJSON_AddObjectToObject(object, "inbox_set_aside");
    for (uint32_t r = 0; r < CAHIER_QUEUE_ASIDE; r++) {
        cahier_json_count(aside, cahier_set_aside_key((cahier_set_aside_reason)r), p->aside[r]);
    }
    if (b->rate_milli >= 0) {
        (void)cJSON_AddNumberToObject(object, "contributions_per_second", (double)b->rate_milli / 1000);
    }
    if (b->left_seconds >= 0) {
        cahier_json_count(object, "seconds_left", (uint64_t)b->left_seconds);
    }
    cJSON *faults = checked ? cJSON_AddArrayToObject(object, "faults") : NULL;
    for (uint32_t i = 0; i < b->fault_count; i++) {
        cahier_json_push_text(faults, b->fault[i]);
    }
    return object;
}

cJSON *cahier_state_describe(const cahier_state *state, const char *tenant)
{
    const cahier_queue_depth *depth = &state->depth;
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(object, "schema", "cahier.status/1");
    (void)cJSON_AddStringToObject(object, "tenant", tenant);
    cJSON *queue = cJSON_AddObjectToObject(object, "queue");
    cahier_json_count(queue, "tasks", depth->tasks);
    cahier_json_count(queue, "pending", depth->pending);
    cahier_json_count(queue, "retry", depth->retry);
    cahier_json_count(queue, "inbox", depth->inbox);
    cahier_json_count(queue, "taken", depth->taken);
    cJSON *workers = cJSON_AddArrayToObject(object, "workers");
    for (uint32_t i = 0; i < depth->worker_count; i++) {
        cJSON *worker = cahier_json_push_object(workers);
        cahier_json_text(worker, "name", depth->worker[i].name);
        cahier_json_count(worker, "pending", depth->worker[i].pending);
        cahier_json_count(worker, "idle_ms", depth->worker[i].idle_ms);
    }
    cJSON *batches = cJSON_AddArrayToObject(object, "batches");
    for (uint32_t i = 0; i < state->batch_count; i++) {
        (void)cJSON_AddItemToArray(batches, describe_batch(&state->batch[i], state->checked));
    }
    return object;
}
