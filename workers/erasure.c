/* SPDX-License-Identifier: Apache-2.0 */
#include "erasure.h"

#include <stdio.h>
#include <string.h>

#include "answer_id.h"
#include "erasure_survey.h"

#define CHUNK_BYTES ((size_t)512 << 20) /* of addresses: a chunk of eight mebibytes, read, emptied, written */

/* --- a chunk ---------------------------------------------------------------------------------------------------------- */

typedef struct emptied { /* copies of what a chunk borrows */
    cahier_contribution *received;
    cahier_cleaned *cleaned;
    const cahier_text **kept;
    cahier_text *author;
    const cahier_text *nothing;
} emptied;

cahier_text cahier_erasure_key(const cahier_erasure *wanted)
{
    cahier_text person = wanted->person;
    return person.len > 2 && memcmp(person.at, "p-", 2) == 0 ? (cahier_text){person.at + 2, person.len - 2} : person;
}

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
    copy->author = CAHIER_NEW(arena, cahier_text, chunk->count);
    copy->nothing = CAHIER_NEW(arena, cahier_text, width);
    if (copy->received == NULL || copy->cleaned == NULL || copy->kept == NULL || copy->author == NULL ||
            copy->nothing == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        copy->received[i] = chunk->received[i];
        copy->cleaned[i] = chunk->cleaned[i];
        copy->kept[i] = chunk->kept_count > 0 ? chunk->kept[i] : NULL;
        copy->author[i] = chunk->author != NULL ? chunk->author[i] : (cahier_text){0};
    }
    return true;
}

/* What is done to a chunk. */
typedef struct change {
    uint32_t found;   /* documents that were not empty yet */
    bool changed;     /* a document, or an author's hash */
    cahier_out which; /* their numbers, as words */
} change;

/* Who has no words left keeps a rank, and no hash. */
static cahier_status hide_author(cahier_survey *s, cahier_text *author, uint32_t rank, bool *changed)
{
    if (author->len == 0 || author->at[0] == CAHIER_INBOX_ERASED || s->words[rank - 1] > 0) {
        return CAHIER_OK;
    }
    char *to = CAHIER_NEW(s->chunk, char, 16);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    int len = snprintf(to, 16, "%c%u", CAHIER_INBOX_ERASED, rank);
    *author = (cahier_text){to, (uint32_t)len};
    *changed = true;
    return CAHIER_OK;
}

/* Empties what is asked for, in place of `chunk`, whose first document is `first` in the batch. */
static cahier_status empty_wanted(cahier_survey *s, cahier_wire_chunk *chunk, uint32_t first, change *done)
{
    emptied copy;
    if (!copy_chunk(s->chunk, chunk, &copy)) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        if (cahier_survey_is_wanted(s, &chunk->received[i], first + i)) {
            CAHIER_TRY(cahier_survey_note(s, chunk->received[i].id));
            if (!cahier_survey_is_empty(chunk, i)) {
                empty_document(&copy, i, chunk->kept_count > 0);
                done->found++;
                cahier_put_uint(&done->which, i);
                cahier_put(&done->which, " ");
            }
        }
        if (s->head->inbox) {
            CAHIER_TRY(hide_author(s, &copy.author[i], s->rank[first + i], &done->changed));
        }
    }
    done->changed = done->changed || done->found > 0;
    chunk->received = copy.received;
    chunk->cleaned = copy.cleaned;
    chunk->kept = chunk->kept_count > 0 ? copy.kept : NULL;
    chunk->author = chunk->author != NULL ? copy.author : NULL;
    return CAHIER_OK;
}

static cahier_queue_answer replace(cahier_survey *s, const cahier_wire_chunk *chunk, cahier_queue_replacing *replacing)
{
    cahier_out out;
    cahier_queue_answer answer = CAHIER_QUEUE_CONFLICT;
    cahier_out_open_memory(&out);
    if (cahier_wire_write_chunk(chunk, &out) == CAHIER_OK) {
        replacing->blob = cahier_out_text(&out);
        answer = cahier_queue_replace(s->queue, replacing);
    }
    (void)cahier_out_close(&out);
    return answer;
}

/* NOTHING when nothing is to be erased there; ALREADY when somebody replaced the chunk meanwhile. */
static cahier_queue_answer erase_once(cahier_survey *s, uint32_t number, uint32_t first, change *done)
{
    cahier_wire_chunk chunk;
    cahier_queue_replacing replacing = {.batch = s->batch, .chunk = number, .files = s->files};
    cahier_queue_answer answer = cahier_survey_read(s, number, &chunk, &replacing.version);
    if (answer != CAHIER_QUEUE_DONE) { /* a chunk that an open batch does not have yet */
        return answer;
    }
    if (empty_wanted(s, &chunk, first, done) != CAHIER_OK) {
        return CAHIER_QUEUE_CONFLICT;
    }
    s->next = first + chunk.count;
    if (!done->changed) {
        return CAHIER_QUEUE_NOTHING;
    }
    replacing.documents = chunk.count;
    replacing.emptied = cahier_out_text(&done->which);
    return replace(s, &chunk, &replacing);
}

/* Until the chunk holds nothing of it. When the answer of a replacement was lost, and the chunk turns out to hold nothing more,
 * it was done: what it found counts. */
static cahier_queue_answer erase_in_chunk(cahier_survey *s, uint32_t number, uint32_t *erased)
{
    uint32_t unsure = 0, first = s->next;
    for (;;) {
        change done = {.found = 0};
        cahier_out_open_memory(&done.which);
        cahier_queue_answer answer = erase_once(s, number, first, &done);
        (void)cahier_out_close(&done.which);
        switch (answer) {
        case CAHIER_QUEUE_DONE:
            *erased += done.found;
            return answer;
        case CAHIER_QUEUE_NOTHING:
            *erased += unsure;
            return CAHIER_QUEUE_DONE;
        case CAHIER_QUEUE_ALREADY:
            unsure = 0;
            break;
        case CAHIER_QUEUE_UNREACHABLE:
            unsure = done.found > 0 ? done.found : unsure;
            if (!cahier_queue_reconnect(s->queue, 0, NULL)) {
                return answer;
            }
            break;
        default:
            return answer;
        }
    }
}

static cahier_queue_answer erase(cahier_survey *s, const cahier_erasure *wanted, uint32_t *erased)
{
    cahier_queue_answer answer = cahier_survey_take(s, wanted);
    if (answer != CAHIER_QUEUE_DONE || (wanted->person.len > 0 && s->person == 0)) {
        return answer;
    }
    for (uint32_t chunk = 0; chunk < s->chunks && answer == CAHIER_QUEUE_DONE; chunk++) {
        answer = erase_in_chunk(s, chunk, erased);
    }
    uint32_t digests = 0;
    answer = answer == CAHIER_QUEUE_DONE ? cahier_survey_amend(s, &digests) : answer;
    *erased = *erased > 0 ? *erased : digests; /* what an erasure that was cut short had left */
    return answer;
}

cahier_queue_answer cahier_erase(
        cahier_queue *queue, cahier_arena *arena, const char *batch, const cahier_erasure *wanted, uint32_t *erased)
{
    cahier_arena chunk;
    size_t mark = cahier_arena_mark(arena);
    *erased = 0;
    if (!cahier_arena_open(&chunk, CHUNK_BYTES)) {
        return CAHIER_QUEUE_CONFLICT;
    }
    cahier_survey survey = {.queue = queue, .arena = arena, .chunk = &chunk, .batch = batch};
    cahier_queue_answer answer = erase(&survey, wanted, erased);
    cahier_arena_close(&chunk);
    cahier_arena_reset(arena, mark);
    return answer;
}
