/* SPDX-License-Identifier: Apache-2.0 */
#include "erasure_survey.h"

#include <stdio.h>
#include <string.h>

#include "answer_id.h"
#include "batch_input.h"

/* --- who is asked for ------------------------------------------------------------------------------------------------- */

/* "17" → 17; 0 when it is not written so. */
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

/* Rank of who has this key in a batch of files, 0 when nobody has: a keyed hash where the batch has a key, else the rank itself. */
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

bool cahier_survey_is_wanted(const cahier_survey *s, const cahier_contribution *received, uint32_t document)
{
    if (s->contribution.len > 0) {
        return cahier_answer_is_asked(s->contribution, received->id);
    }
    return s->person != 0 && (s->head->inbox ? s->rank[document] : received->person) == s->person;
}

static bool has_words(const cahier_text *text, uint32_t count)
{
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        any = any || text[i].len > 0;
    }
    return any;
}

bool cahier_survey_is_empty(const cahier_wire_chunk *chunk, uint32_t i)
{
    const cahier_contribution *received = &chunk->received[i];
    return chunk->cleaned[i].text.len == 0 && received->place.len == 0 && received->date == 0 &&
           received->position == CAHIER_POSITION_NONE && !has_words(received->group, chunk->group_count) &&
           !(chunk->kept_count > 0 && has_words(chunk->kept[i], chunk->kept_count));
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer read_head(cahier_survey *s)
{
    cahier_text envelope;
    cahier_error error;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_envelope(s->queue, s->arena, s->batch, &envelope);
    } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, NULL));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    s->head = CAHIER_NEW(s->arena, cahier_wire_batch, 1);
    return s->head != NULL && cahier_wire_read_batch(s->arena, envelope, s->head, &error) == CAHIER_OK
                   ? CAHIER_QUEUE_DONE
                   : CAHIER_QUEUE_CONFLICT;
}

static cahier_queue_answer read_progress(cahier_survey *s, cahier_queue_progress *progress)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_progress_of(s->queue, s->batch, progress);
    } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, NULL));
    return answer;
}

cahier_queue_answer cahier_survey_read(cahier_survey *s, uint32_t number, cahier_wire_chunk *chunk, uint32_t *version)
{
    cahier_queue_task task = {.corpus = false};
    cahier_text blob;
    cahier_error error;
    (void)snprintf(task.batch, sizeof task.batch, "%s", s->batch);
    cahier_queue_name_chunk(number, task.chunk);
    cahier_arena_reset(s->chunk, 0);
    cahier_queue_answer answer = cahier_queue_payload(s->queue, s->chunk, &task, &blob, version);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_NOTHING : answer;
    }
    return cahier_wire_read_chunk(s->chunk, blob, chunk, &error) == CAHIER_OK ? answer : CAHIER_QUEUE_CONFLICT;
}

/* --- who has words left ----------------------------------------------------------------------------------------------- */

typedef struct counting {
    cahier_survey *survey;
    cahier_inbox_people people;
    cahier_text key; /* of the person asked for, without "p-"; empty: a contribution is */
    uint32_t next;
} counting;

/* The report shows the hash of a known author, else the rank. */
static bool is_asked(const counting *c, cahier_text author, uint32_t rank)
{
    bool known = author.len > 0 && author.at[0] != CAHIER_INBOX_ERASED;
    return c->key.len > 0 && (known ? is_same(author, c->key) : rank_of(c->key) == rank);
}

/* The author's text goes with the chunk, his number stays. */
static cahier_status number_author(counting *c, cahier_text author, uint32_t document)
{
    cahier_survey *s = c->survey;
    char *kept = CAHIER_NEW(s->arena, char, author.len + 1);
    if (kept == NULL || document >= s->documents) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(kept, author.len > 0 ? author.at : "", author.len);
    CAHIER_TRY(cahier_inbox_people_number(&c->people, (cahier_text){kept, author.len}, &s->rank[document]));
    s->person = is_asked(c, author, s->rank[document]) ? s->rank[document] : s->person;
    return CAHIER_OK;
}

static cahier_status count_chunk(counting *c, const cahier_wire_chunk *chunk)
{
    cahier_survey *s = c->survey;
    for (uint32_t i = 0; i < chunk->count; i++, c->next++) {
        uint32_t rank = chunk->received[i].person;
        if (s->head->inbox) {
            CAHIER_TRY(number_author(c, chunk->author != NULL ? chunk->author[i] : (cahier_text){0}, c->next));
            rank = s->rank[c->next];
        }
        if (rank == 0 || rank > (s->head->inbox ? s->documents : s->head->intake.persons)) {
            return CAHIER_ERROR_LIMIT;
        }
        s->words[rank - 1] +=
                !cahier_survey_is_empty(chunk, i) && !cahier_survey_is_wanted(s, &chunk->received[i], c->next);
    }
    return CAHIER_OK;
}

static cahier_queue_answer count_words(cahier_survey *s, cahier_text key)
{
    counting c = {.survey = s, .key = key};
    uint32_t version;
    s->words = CAHIER_NEW(s->arena, uint32_t, s->head->inbox ? s->documents : s->head->intake.persons);
    s->rank = s->head->inbox ? CAHIER_NEW(s->arena, uint32_t, s->documents) : NULL;
    if (s->words == NULL || (s->head->inbox && s->rank == NULL) ||
            cahier_inbox_people_open(s->arena, s->documents, &c.people) != CAHIER_OK) {
        return CAHIER_QUEUE_CONFLICT;
    }
    for (uint32_t number = 0; number < s->chunks; number++) {
        cahier_wire_chunk chunk;
        cahier_queue_answer answer;
        do {
            answer = cahier_survey_read(s, number, &chunk, &version);
        } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, NULL));
        if (answer == CAHIER_QUEUE_DONE) {
            answer = count_chunk(&c, &chunk) == CAHIER_OK ? answer : CAHIER_QUEUE_CONFLICT;
        }
        if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
            return answer;
        }
    }
    return CAHIER_QUEUE_DONE;
}

/* --- the whole ---------------------------------------------------------------------------------------------------------- */

cahier_queue_answer cahier_survey_take(cahier_survey *s, const cahier_erasure *wanted)
{
    cahier_queue_progress progress;
    cahier_text key = cahier_erasure_key(wanted);
    cahier_queue_answer answer = read_progress(s, &progress);
    answer = answer == CAHIER_QUEUE_DONE ? read_head(s) : answer;
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    s->contribution = wanted->contribution;
    s->chunks = (uint32_t)progress.chunks;
    s->documents = (uint32_t)progress.documents;
    s->person = s->head->inbox ? 0 : find_person(&s->head->intake, key);
    if (s->head->previous.previous.count > 0) {
        s->id = CAHIER_NEW(s->arena, cahier_text, s->documents);
    }
    bool listed = s->head->inbox || cahier_batch_input_files(s->arena, &s->head->intake, &s->files);
    if (!listed || (s->head->previous.previous.count > 0 && s->id == NULL)) {
        return CAHIER_QUEUE_CONFLICT;
    }
    return s->head->inbox || s->head->intake.person_hash != NULL ? count_words(s, key) : answer;
}

cahier_status cahier_survey_note(cahier_survey *s, cahier_text id)
{
    if (s->id == NULL || s->id_count == s->documents) {
        return CAHIER_OK;
    }
    char *kept = CAHIER_NEW(s->arena, char, id.len + 1);
    if (kept == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(kept, id.at, id.len);
    s->id[s->id_count++] = (cahier_text){kept, id.len};
    return CAHIER_OK;
}

static bool is_noted(const cahier_survey *s, cahier_text id)
{
    for (uint32_t i = 0; i < s->id_count; i++) {
        if (is_same(s->id[i], id)) {
            return true;
        }
    }
    return false;
}

static uint32_t drop_hashes(const cahier_survey *s, cahier_intake *intake)
{
    uint32_t dropped = 0;
    for (uint32_t p = 0; p < intake->persons && intake->person_hash != NULL && s->words != NULL; p++) {
        if (s->words[p] == 0 && intake->person_hash[p].len > 0) {
            intake->person_hash[p] = (cahier_text){0};
            dropped++;
        }
    }
    return dropped;
}

/* What the earlier report remembers of a text becomes the hash of none. */
static bool drop_memories(const cahier_survey *s, cahier_previous *previous, uint32_t *dropped)
{
    uint64_t *text = CAHIER_NEW(s->arena, uint64_t, previous->count);
    if (text == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < previous->count; i++) {
        bool gone = s->id_count > 0 && previous->text[i] != 0 && is_noted(s, previous->document[i]);
        text[i] = gone ? 0 : previous->text[i];
        *dropped += gone;
    }
    previous->text = text;
    return true;
}

static cahier_queue_answer write_head(cahier_survey *s, uint64_t revision)
{
    cahier_out out;
    cahier_queue_answer answer = CAHIER_QUEUE_CONFLICT;
    cahier_out_open_memory(&out);
    if (cahier_wire_write_batch(s->head, &out) == CAHIER_OK) {
        answer = cahier_queue_amend(s->queue, s->batch, revision, cahier_out_text(&out));
    }
    (void)cahier_out_close(&out);
    return answer;
}

/* Read again each time: another erasure may have amended it. */
cahier_queue_answer cahier_survey_amend(cahier_survey *s, uint32_t *digests)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer;
    do {
        size_t mark = cahier_arena_mark(s->arena);
        answer = read_progress(s, &progress);
        answer = answer == CAHIER_QUEUE_DONE ? read_head(s) : answer;
        if (answer == CAHIER_QUEUE_DONE) {
            *digests = drop_hashes(s, &s->head->intake);
            bool dropped = drop_memories(s, &s->head->previous.previous, digests);
            answer = !dropped        ? CAHIER_QUEUE_CONFLICT
                     : *digests == 0 ? CAHIER_QUEUE_DONE
                                     : write_head(s, progress.revision);
        }
        cahier_arena_reset(s->arena, mark);
    } while (answer == CAHIER_QUEUE_ALREADY ||
             (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, NULL)));
    return answer;
}
