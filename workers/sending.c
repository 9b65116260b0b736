/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "sending.h"

#include <poll.h>
#include <stdio.h>

#include "chunk.h"

#define CHUNK_DOCUMENTS 1000u
#define CHUNK_BYTES 79000u /* as they will be framed: under 80 KB in all, a size Redis' allocator holds without waste */
#define DOCUMENT_BYTES 26u /* of numbers and lengths: wire/chunk.h */
#define FULL_PAUSE_MS 200  /* the queue drains thousands of chunks a second */
#define PASSES_MOST 20u    /* a server that loses what it was told each time is not fit */

/* Where a pass stands. What is on the way is known by its first contribution, to be said again. */
typedef struct pass {
    cahier_sending *s;
    uint32_t next;                          /* first contribution of the next chunk */
    uint32_t chunk;                         /* its number */
    uint32_t first[CAHIER_QUEUE_AHEAD + 1]; /* of the chunks on the way, oldest first */
    uint32_t number[CAHIER_QUEUE_AHEAD + 1];
    uint32_t away;
    uint64_t counted; /* contributions shown as done; a pass that starts again does not show them twice */
} pass;

static size_t framed(const cahier_contribution *received)
{
    return (size_t)received->title.len + received->text.len + received->id.len + received->question.len +
           received->place.len + DOCUMENT_BYTES;
}

static uint32_t end_of_chunk(const cahier_intake *intake, uint32_t first)
{
    size_t bytes = 0;
    uint32_t end = first;
    while (end < intake->count && end - first < CHUNK_DOCUMENTS) {
        bytes += framed(&intake->at[end]);
        if (end > first && bytes > CHUNK_BYTES) {
            break;
        }
        end++;
    }
    return end;
}

static bool is_there(cahier_queue_answer answer)
{
    return answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY || answer == CAHIER_QUEUE_CHANGED;
}

/* Cleans contributions [first, end) and writes their blob. */
static cahier_status write_blob(cahier_sending *s, const char *name, uint32_t first, uint32_t end, cahier_out *out)
{
    cahier_cleaned *cleaned = CAHIER_NEW(s->analyser->batch, cahier_cleaned, end - first);
    if (cleaned == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_clean_chunk(s->analyser, s->intake->at + first, end - first, cleaned));
    cahier_wire_chunk chunk = {.name = cahier_string(name),
            .received = s->intake->at + first,
            .cleaned = cleaned,
            .count = end - first,
            .group_count = s->intake->group_count,
            .kept = s->intake->kept != NULL ? s->intake->kept + first : NULL,
            .kept_count = s->intake->kept != NULL ? s->intake->kept_count : 0};
    return cahier_wire_write_chunk(&chunk, out);
}

static cahier_queue_answer send_next(pass *p)
{
    cahier_sending *s = p->s;
    char name[CAHIER_CHUNK_NAME];
    cahier_out out;
    uint32_t end = end_of_chunk(s->intake, p->next);
    size_t mark = cahier_arena_mark(s->analyser->batch);
    cahier_queue_name_chunk(p->chunk, name);
    cahier_out_open_memory(&out);
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    if (write_blob(s, name, p->next, end, &out) == CAHIER_OK) {
        p->first[p->away] = p->next;
        p->number[p->away++] = p->chunk;
        answer = cahier_queue_send_chunk(s->queue, s->batch, name, end - p->next, cahier_out_text(&out));
        if (is_there(answer)) {
            p->next = end;
            p->chunk++;
        }
    }
    (void)cahier_out_close(&out);
    cahier_arena_reset(s->analyser->batch, mark);
    return answer;
}

/* The oldest on the way is there. */
static void arrive(pass *p)
{
    uint32_t through = p->away > 1 ? p->first[1] : p->next;
    if (through > p->counted) {
        cahier_progress_add(p->s->progress, through - p->counted);
        p->counted = through;
    }
    p->away--;
    for (uint32_t i = 0; i < p->away; i++) {
        p->first[i] = p->first[i + 1];
        p->number[i] = p->number[i + 1];
    }
}

/* Back to the oldest chunk that is not known to be there. */
static void go_back(pass *p)
{
    if (p->away > 0) {
        p->next = p->first[0];
        p->chunk = p->number[0];
    }
    p->away = 0;
}

/* Answers of chunks behind one that was refused: each is there or not, and will be said again. */
static void forget_answers(pass *p)
{
    while (cahier_queue_await_chunk(p->s->queue) != CAHIER_QUEUE_NOTHING) {
    }
}

/* What to do after an answer: true when the pass goes on. */
static bool go_on(pass *p, cahier_queue_answer answer)
{
    switch (answer) {
    case CAHIER_QUEUE_FULL:
        forget_answers(p);
        go_back(p);
        (void)poll(NULL, 0, FULL_PAUSE_MS);
        return true;
    case CAHIER_QUEUE_UNREACHABLE:
        go_back(p);
        return cahier_queue_reconnect(p->s->queue, 0, p->s->stop);
    default:
        return false;
    }
}

static cahier_queue_answer send_all(pass *p)
{
    while (p->next < p->s->intake->count || p->away > 0) {
        if (p->s->stop != NULL && *p->s->stop != 0) {
            return CAHIER_QUEUE_UNREACHABLE;
        }
        uint32_t before = p->away;
        bool sending = p->next < p->s->intake->count;
        cahier_queue_answer answer = sending ? send_next(p) : cahier_queue_await_chunk(p->s->queue);
        bool good = is_there(answer);
        p->s->erased += answer == CAHIER_QUEUE_CHANGED;
        if (good && (!sending || before + 1 >= CAHIER_QUEUE_AHEAD)) {
            arrive(p);
        } else if (!good && !go_on(p, answer)) {
            return answer;
        }
    }
    return CAHIER_QUEUE_DONE;
}

static cahier_queue_answer seal(cahier_sending *s)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_seal(s->queue, s->batch, s->chunks, s->intake->count, &s->durable);
    } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, s->stop));
    return answer;
}

/* A server that came back without what it had acknowledged is told all again: what it kept adds nothing. */
cahier_queue_answer cahier_send_batch(cahier_sending *s)
{
    pass p = {.s = s};
    cahier_queue_answer answer = CAHIER_QUEUE_INCOMPLETE;
    for (uint32_t passes = 0; answer == CAHIER_QUEUE_INCOMPLETE && passes < PASSES_MOST; passes++) {
        p.next = 0;
        p.chunk = 0;
        s->erased = 0;
        answer = send_all(&p);
        s->chunks = p.chunk;
        answer = answer == CAHIER_QUEUE_DONE ? seal(s) : answer;
    }
    return answer;
}
