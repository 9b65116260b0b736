/* SPDX-License-Identifier: Apache-2.0 */
#include "erasure.h"

#include <stdio.h>
#include <string.h>

#include "answer_id.h"
#include "batch.h"
#include "chunk.h"

typedef struct erasing {
    cahier_queue *queue;
    cahier_arena *arena;
    const char *batch;
    cahier_text contribution;
    uint32_t person; /* rank; 0: a contribution is asked for */
} erasing;

/* --- a person --------------------------------------------------------------------------------------------------------- */

/* "p-17" → 17; 0 when it is not written so. */
static uint32_t rank_of(cahier_text key)
{
    uint64_t rank = 0;
    for (uint32_t i = 0; i < key.len; i++) {
        if (key.at[i] < '0' || key.at[i] > '9' || rank > UINT32_MAX / 10) {
            return 0;
        }
        rank = rank * 10 + (uint64_t)(key.at[i] - '0');
    }
    return (uint32_t)rank;
}

static bool is_same(cahier_text a, cahier_text b)
{
    return a.len == b.len && a.len > 0 && memcmp(a.at, b.at, a.len) == 0;
}

/* Rank of who has this key in this batch, 0 when nobody has: a keyed digest where the batch has a key, else the rank itself. */
static uint32_t find_person(const cahier_intake *intake, cahier_text key)
{
    uint32_t rank = rank_of(key);
    if (intake->person_hash == NULL) {
        return rank <= intake->persons ? rank : 0;
    }
    for (uint32_t i = 0; i < intake->persons; i++) {
        if (is_same(intake->person_hash[i], key)) {
            return i + 1;
        }
    }
    return rank > 0 && rank <= intake->persons && intake->person_hash[rank - 1].len == 0 ? rank : 0;
}

static cahier_queue_answer read_person(const erasing *e, cahier_text shown, uint32_t *rank)
{
    cahier_text envelope;
    cahier_error error;
    cahier_queue_answer answer = cahier_queue_envelope(e->queue, e->arena, e->batch, &envelope);
    cahier_wire_batch *head = CAHIER_NEW(e->arena, cahier_wire_batch, 1);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (head == NULL || cahier_wire_read_batch(e->arena, envelope, head, &error) != CAHIER_OK) {
        return CAHIER_QUEUE_CONFLICT;
    }
    bool prefixed = shown.len > 2 && memcmp(shown.at, "p-", 2) == 0;
    *rank = find_person(&head->intake, prefixed ? (cahier_text){shown.at + 2, shown.len - 2} : shown);
    return CAHIER_QUEUE_DONE;
}

/* --- a chunk ---------------------------------------------------------------------------------------------------------- */

static bool is_wanted(const erasing *e, const cahier_contribution *received)
{
    return e->person != 0 ? received->person == e->person : cahier_answer_is_asked(e->contribution, received->id);
}

static bool has_words(const cahier_text *text, uint32_t count)
{
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        any = any || text[i].len > 0;
    }
    return any;
}

static bool is_empty(const cahier_wire_chunk *chunk, uint32_t i)
{
    const cahier_contribution *received = &chunk->received[i];
    return chunk->cleaned[i].text.len == 0 && received->place.len == 0 && received->date == 0 &&
           received->position == CAHIER_POSITION_NONE && !has_words(received->group, chunk->group_count) &&
           !(chunk->kept_count > 0 && has_words(chunk->kept[i], chunk->kept_count));
}

typedef struct emptied { /* copies of what a chunk borrows */
    cahier_contribution *received;
    cahier_cleaned *cleaned;
    const cahier_text **kept;
    const cahier_text *nothing;
} emptied;

static void empty_document(const emptied *copy, uint32_t i, bool has_kept)
{
    const cahier_contribution old = copy->received[i];
    copy->received[i] = (cahier_contribution){.id = old.id,
            .question = old.question,
            .person = old.person,
            .person_known = old.person_known,
            .contribution = old.contribution,
            .file = old.file,
            .row = old.row,
            .group = copy->nothing};
    copy->cleaned[i] = (cahier_cleaned){.notes = 0};
    if (has_kept) {
        copy->kept[i] = copy->nothing;
    }
}

static bool copy_chunk(cahier_arena *arena, const cahier_wire_chunk *chunk, emptied *copy)
{
    uint32_t width = chunk->group_count > chunk->kept_count ? chunk->group_count : chunk->kept_count;
    copy->received = CAHIER_NEW(arena, cahier_contribution, chunk->count);
    copy->cleaned = CAHIER_NEW(arena, cahier_cleaned, chunk->count);
    copy->kept = CAHIER_NEW(arena, const cahier_text *, chunk->count);
    copy->nothing = CAHIER_NEW(arena, cahier_text, width);
    if (copy->received == NULL || copy->cleaned == NULL || copy->kept == NULL || copy->nothing == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        copy->received[i] = chunk->received[i];
        copy->cleaned[i] = chunk->cleaned[i];
        copy->kept[i] = chunk->kept_count > 0 ? chunk->kept[i] : NULL;
    }
    return true;
}

/* Empties what is asked for, in place of `chunk`; *found is how many were not empty yet. */
static bool empty_wanted(const erasing *e, cahier_wire_chunk *chunk, uint32_t *found)
{
    emptied copy;
    *found = 0;
    if (!copy_chunk(e->arena, chunk, &copy)) {
        return false;
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        if (is_wanted(e, &chunk->received[i]) && !is_empty(chunk, i)) {
            empty_document(&copy, i, chunk->kept_count > 0);
            ++*found;
        }
    }
    chunk->received = copy.received;
    chunk->cleaned = copy.cleaned;
    chunk->kept = chunk->kept_count > 0 ? copy.kept : NULL;
    return true;
}

/* NOTHING when nothing is to be erased there; ALREADY when somebody replaced the chunk meanwhile. */
static cahier_queue_answer erase_once(const erasing *e, uint32_t number, uint32_t *found)
{
    cahier_queue_task task = {.corpus = false};
    cahier_text blob;
    uint32_t version;
    cahier_wire_chunk chunk;
    cahier_error error;
    (void)snprintf(task.batch, sizeof task.batch, "%s", e->batch);
    cahier_queue_name_chunk(number, task.chunk);
    *found = 0;
    cahier_queue_answer answer = cahier_queue_payload(e->queue, e->arena, &task, &blob, &version);
    if (answer != CAHIER_QUEUE_DONE) { /* a chunk that an open batch does not have yet */
        return answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_NOTHING : answer;
    }
    if (cahier_wire_read_chunk(e->arena, blob, &chunk, &error) != CAHIER_OK || !empty_wanted(e, &chunk, found)) {
        return CAHIER_QUEUE_CONFLICT;
    }
    if (*found == 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    cahier_out out;
    cahier_out_open_memory(&out);
    answer = CAHIER_QUEUE_CONFLICT;
    if (cahier_wire_write_chunk(&chunk, &out) == CAHIER_OK) {
        answer = cahier_queue_replace(e->queue, e->batch, number, version, chunk.count, cahier_out_text(&out));
    }
    (void)cahier_out_close(&out);
    return answer;
}

/* Until the chunk holds nothing of it. When the answer of a replacement was lost, and the chunk turns out to hold nothing more,
 * it was done: what it found counts. */
static cahier_queue_answer erase_in_chunk(const erasing *e, uint32_t number, uint32_t *erased)
{
    uint32_t found, unsure = 0;
    for (;;) {
        size_t mark = cahier_arena_mark(e->arena);
        cahier_queue_answer answer = erase_once(e, number, &found);
        cahier_arena_reset(e->arena, mark);
        switch (answer) {
        case CAHIER_QUEUE_DONE:
            *erased += found;
            return answer;
        case CAHIER_QUEUE_NOTHING:
            *erased += unsure;
            return CAHIER_QUEUE_DONE;
        case CAHIER_QUEUE_ALREADY:
            unsure = 0;
            break;
        case CAHIER_QUEUE_UNREACHABLE:
            unsure = found > 0 ? found : unsure;
            if (!cahier_queue_reconnect(e->queue, 0, NULL)) {
                return answer;
            }
            break;
        default:
            return answer;
        }
    }
}

cahier_queue_answer cahier_erase(
        cahier_queue *queue, cahier_arena *arena, const char *batch, const cahier_erasure *wanted, uint32_t *erased)
{
    erasing e = {.queue = queue, .arena = arena, .batch = batch, .contribution = wanted->contribution};
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_progress_of(queue, batch, &progress);
    *erased = 0;
    if (answer == CAHIER_QUEUE_DONE && wanted->person.len > 0) {
        size_t mark = cahier_arena_mark(arena);
        answer = read_person(&e, wanted->person, &e.person);
        cahier_arena_reset(arena, mark);
        if (answer == CAHIER_QUEUE_DONE && e.person == 0) {
            return CAHIER_QUEUE_DONE;
        }
    }
    for (uint32_t chunk = 0; chunk < progress.chunks && answer == CAHIER_QUEUE_DONE; chunk++) {
        answer = erase_in_chunk(&e, chunk, erased);
    }
    return answer;
}
