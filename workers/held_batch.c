/* SPDX-License-Identifier: Apache-2.0 */
#include "held_batch.h"

#include <string.h>

#include "analysis.h"

static bool said_again(const cahier_held_reader *reader, cahier_queue_answer answer)
{
    return reader->again != NULL && reader->again(reader->self, answer);
}

static cahier_queue_answer read_state(const cahier_held_reader *reader, cahier_held_batch *held)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_progress_of(reader->queue, reader->name, &held->progress);
    } while (said_again(reader, answer));
    bool here = strcmp(held->progress.state, "corpus") == 0 || strcmp(held->progress.state, "done") == 0;
    return answer == CAHIER_QUEUE_DONE && !here ? CAHIER_QUEUE_CLOSED : answer;
}

static cahier_status read_envelope(
        const cahier_held_reader *reader, cahier_held_batch *held, cahier_queue_answer *answer)
{
    cahier_text blob;
    cahier_error error;
    size_t mark = cahier_arena_mark(reader->scratch);
    do {
        *answer = cahier_queue_envelope(reader->queue, reader->scratch, reader->name, &blob);
    } while (said_again(reader, *answer));
    held->envelope = cahier_arena_alloc(reader->batch, 1, sizeof *held->envelope);
    if (*answer != CAHIER_QUEUE_DONE || held->envelope == NULL) {
        return held->envelope == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
    }
    cahier_status status = cahier_wire_read_batch(reader->batch, blob, held->envelope, &error);
    cahier_arena_reset(reader->scratch, mark);
    return status;
}

static cahier_status read_journal(const cahier_held_reader *reader, cahier_held_batch *held)
{
    const cahier_wire_file *file = &held->envelope->decisions;
    if (file->name.len == 0) {
        return CAHIER_OK;
    }
    if (!cahier_journal_parse(reader->batch, held->envelope->options.decisions, file->bytes, false, &held->journal)) {
        return CAHIER_ERROR_LIMIT;
    }
    held->envelope->options.analysis.decisions = &held->journal.decisions;
    return CAHIER_OK;
}

cahier_status cahier_held_open(const cahier_held_reader *reader, cahier_held_batch *out, cahier_queue_answer *answer)
{
    *out = (cahier_held_batch){.chunk_count = 0};
    *answer = read_state(reader, out);
    if (*answer != CAHIER_QUEUE_DONE) {
        return CAHIER_OK;
    }
    CAHIER_TRY(read_envelope(reader, out, answer));
    return *answer == CAHIER_QUEUE_DONE ? read_journal(reader, out) : CAHIER_OK;
}

/* --- chunks ----------------------------------------------------------------------------------------------------------------- */

static cahier_status read_chunk(const cahier_held_reader *reader, const cahier_lexicons *lexicons,
        cahier_held_batch *held, uint32_t c, cahier_queue_answer *answer)
{
    cahier_text payload, analysis;
    cahier_error error;
    size_t mark = cahier_arena_mark(reader->scratch);
    do {
        *answer = cahier_queue_chunk(reader->queue, reader->scratch, reader->name, c, &payload, &analysis);
    } while (said_again(reader, *answer));
    if (*answer != CAHIER_QUEUE_DONE) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_wire_read_chunk(reader->batch, payload, &held->payload[c], &error));
    const cahier_wire_desk desk = {reader->batch, reader->scratch, lexicons};
    CAHIER_TRY(cahier_wire_read_analysis(&desk, analysis, &held->payload[c], &held->chunk[c], &error));
    cahier_arena_reset(reader->scratch, mark);
    return CAHIER_OK;
}

cahier_status cahier_held_fill(const cahier_held_reader *reader, const cahier_lexicons *lexicons,
        cahier_held_batch *held, cahier_queue_answer *answer)
{
    uint32_t count = (uint32_t)held->progress.chunks;
    cahier_error error;
    held->payload = CAHIER_NEW(reader->batch, cahier_wire_chunk, count);
    held->chunk = CAHIER_NEW(reader->batch, cahier_chunk, count);
    *answer = CAHIER_QUEUE_DONE;
    if (held->payload == NULL || held->chunk == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t c = 0; c < count && *answer == CAHIER_QUEUE_DONE; c++) {
        CAHIER_TRY(read_chunk(reader, lexicons, held, c, answer));
    }
    held->chunk_count = count;
    return *answer == CAHIER_QUEUE_DONE ? cahier_wire_fill(reader->batch, held->payload, count, held->envelope, &error)
                                        : CAHIER_OK;
}
