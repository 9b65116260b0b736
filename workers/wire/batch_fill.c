/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "inbox_fill.h"

static cahier_status refuse(cahier_error *error, const char *message)
{
    *error = (cahier_error){.status = CAHIER_ERROR_LIMIT, .message = message};
    return CAHIER_ERROR_LIMIT;
}

/* Ranks that later stages use as they are. */
static bool fits(const cahier_intake *intake, const cahier_contribution *received)
{
    return received->person >= 1 && received->person <= intake->persons &&
           received->contribution < intake->contributions && received->file < intake->file_count;
}

static cahier_status check(const cahier_wire_chunk *chunk, const cahier_intake *intake, cahier_error *error)
{
    if (chunk->group_count != intake->group_count || chunk->kept_count != intake->kept_count) {
        return refuse(error, "other columns than those of the batch");
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        if (!fits(intake, &chunk->received[i])) {
            return refuse(error, "a person, contribution or file that the batch does not have");
        }
    }
    return CAHIER_OK;
}

/* The batch's own counts decide how much memory later stages take: they cannot exceed what there is to count. */
static cahier_status check_counts(
        const cahier_wire_chunk *chunk, uint32_t chunk_count, const cahier_intake *intake, cahier_error *error)
{
    uint64_t documents = 0;
    for (uint32_t c = 0; c < chunk_count; c++) {
        documents += chunk[c].count;
    }
    if (documents != intake->count) {
        return refuse(error, "not as many documents as the batch says");
    }
    bool counted = intake->contributions <= documents && intake->persons <= documents + intake->set_aside_count;
    return counted ? CAHIER_OK : refuse(error, "more persons or contributions than rows");
}

cahier_status cahier_wire_fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count,
        cahier_wire_batch *batch, cahier_error *error)
{
    cahier_intake *intake = &batch->intake;
    if (batch->inbox) {
        return cahier_inbox_fill(arena, chunk, chunk_count, batch, error);
    }
    CAHIER_TRY(check_counts(chunk, chunk_count, intake, error));
    cahier_contribution *at = CAHIER_NEW(arena, cahier_contribution, intake->count);
    const cahier_text **kept = CAHIER_NEW(arena, const cahier_text *, intake->count);
    if (at == NULL || kept == NULL) {
        *error = (cahier_error){.status = CAHIER_ERROR_NOMEM, .message = "not enough memory"};
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t c = 0, d = 0; c < chunk_count; c++) {
        CAHIER_TRY(check(&chunk[c], intake, error));
        for (uint32_t i = 0; i < chunk[c].count; i++, d++) {
            at[d] = chunk[c].received[i];
            kept[d] = intake->kept_count > 0 ? chunk[c].kept[i] : NULL;
        }
    }
    intake->at = at;
    intake->kept = intake->kept_count > 0 ? kept : NULL;
    return CAHIER_OK;
}
