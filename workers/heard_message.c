/* SPDX-License-Identifier: Apache-2.0 */
#include "heard_message.h"

#include <stdlib.h>

#include "text.h"

static cahier_status read_one(
        cahier_arena *arena, const cahier_queue_heard *heard, uint32_t i, cahier_heard_messages *out)
{
    cahier_wire_chunk chunk;
    cahier_error error;
    cahier_status status =
            heard->blob.len > 0 ? cahier_wire_read_chunk(arena, heard->blob, &chunk, &error) : CAHIER_ERROR_LIMIT;
    if (status == CAHIER_ERROR_NOMEM) {
        return status;
    }
    if (status != CAHIER_OK || chunk.count != 1) {
        out->gone++;
        return CAHIER_OK;
    }
    out->received[i] = chunk.received[0];
    out->received[i].person = i + 1;
    out->received[i].contribution = i;
    out->received[i].row = i + 1;
    out->received[i].person_known = chunk.author[0].len > 0;
    out->cleaned[i] = chunk.cleaned[0];
    out->author[i] = chunk.author[0];
    out->position[i] = heard->position;
    out->count++;
    return CAHIER_OK;
}

static bool make_room(cahier_arena *arena, uint32_t count, cahier_heard_messages *out)
{
    *out = (cahier_heard_messages){.received = CAHIER_NEW(arena, cahier_contribution, count),
            .cleaned = CAHIER_NEW(arena, cahier_cleaned, count),
            .author = CAHIER_NEW(arena, cahier_text, count),
            .position = CAHIER_NEW(arena, uint64_t, count)};
    return out->received != NULL && out->cleaned != NULL && out->author != NULL && out->position != NULL;
}

cahier_status cahier_heard_messages_read(
        cahier_arena *arena, const cahier_queue_heard *heard, uint32_t count, cahier_heard_messages *out)
{
    if (!make_room(arena, count, out)) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_TRY(read_one(arena, &heard[i], out->count, out));
    }
    return CAHIER_OK;
}

int cahier_by_date_and_id(const void *a, const void *b)
{
    const cahier_contribution *x = a, *y = b;
    return x->date != y->date ? (x->date > y->date) - (x->date < y->date) : cahier_text_order(x->id, y->id);
}

cahier_status cahier_heard_messages_sort(cahier_arena *arena, cahier_heard_messages *messages)
{
    cahier_heard_messages sorted;
    if (!make_room(arena, messages->count, &sorted)) {
        return CAHIER_ERROR_NOMEM;
    }
    qsort(messages->received, messages->count, sizeof *messages->received, cahier_by_date_and_id);
    for (uint32_t i = 0; i < messages->count; i++) {
        uint32_t was = messages->received[i].person - 1;
        sorted.received[i] = messages->received[i];
        sorted.received[i].person = i + 1;
        sorted.cleaned[i] = messages->cleaned[was];
        sorted.author[i] = messages->author[was];
        sorted.position[i] = messages->position[was];
    }
    sorted.count = messages->count;
    sorted.gone = messages->gone;
    *messages = sorted;
    return CAHIER_OK;
}
