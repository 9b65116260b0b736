/* SPDX-License-Identifier: Apache-2.0 */
/* Any payload behind a good header: read or refused, and what was read can be written and read again. */
#include <assert.h>
#include <stdlib.h>

#include "analysis.h"
#include "batch.h"
#include "lexicons.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define NAME ((cahier_text){"c", 1})

/* Three documents that analyses are read for. */
static cahier_wire_chunk documents(void)
{
    static const cahier_text text[] = {{"Des bancs à l'ombre. Merci !", 29}, {"", 0}, {"Trop de bruit, la nuit ?", 24}};
    static cahier_cleaned cleaned[3];
    static cahier_contribution received[3];
    for (uint32_t i = 0; i < 3; i++) {
        cleaned[i].text = text[i];
    }
    return (cahier_wire_chunk){.name = NAME, .received = received, .cleaned = cleaned, .count = 3};
}

static void read_as_chunk(cahier_arena *arena, cahier_text blob)
{
    cahier_wire_chunk chunk;
    cahier_error error;
    cahier_out out;
    if (cahier_wire_read_chunk(arena, blob, &chunk, &error) == CAHIER_OK) {
        cahier_out_open_memory(&out);
        assert(cahier_wire_write_chunk(&chunk, &out) == CAHIER_OK);
        assert(cahier_wire_read_chunk(arena, cahier_out_text(&out), &chunk, &error) != CAHIER_ERROR_LIMIT);
        cahier_out_close(&out);
    }
}

static void read_as_analysis(cahier_arena *arena, cahier_text blob)
{
    cahier_wire_chunk chunk = documents();
    cahier_chunk found;
    cahier_error error;
    cahier_out out;
    cahier_arena scratch;
    if (!cahier_arena_open(&scratch, (size_t)1 << 20)) {
        abort();
    }
    const cahier_wire_desk desk = {arena, &scratch, shipped_lexicons()};
    if (cahier_wire_read_analysis(&desk, blob, &chunk, &found, &error) == CAHIER_OK) {
        cahier_out_open_memory(&out);
        if (cahier_wire_write_analysis(arena, NAME, &found, &out) == CAHIER_OK) {
            assert(cahier_wire_read_analysis(&desk, cahier_out_text(&out), &chunk, &found, &error) !=
                    CAHIER_ERROR_LIMIT);
        }
        cahier_out_close(&out);
    }
    cahier_arena_close(&scratch);
}

static void read_as_batch(cahier_arena *arena, cahier_text blob)
{
    cahier_wire_batch batch;
    cahier_error error;
    cahier_out out;
    if (cahier_wire_read_batch(arena, blob, &batch, &error) == CAHIER_OK) {
        cahier_out_open_memory(&out);
        assert(cahier_wire_write_batch(&batch, &out) == CAHIER_OK);
        cahier_out_close(&out);
    }
}

/* The first byte says which reader and how many documents; what follows is the payload. And the bytes themselves as a blob. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static void (*const read[])(cahier_arena * arena, cahier_text blob) = {
            read_as_chunk, read_as_analysis, read_as_batch};
    cahier_arena arena;
    cahier_out out;
    if (len < 1 || len > (1u << 16)) {
        return 0;
    }
    uint32_t which = bytes[0] % 3;
    if (!cahier_arena_open(&arena, (size_t)64 << 20)) {
        abort();
    }
    cahier_out_open_memory(&out);
    cahier_wire_begin(&out);
    cahier_put_bytes(&out, (const char *)bytes + 1, len - 1);
    cahier_wire_title title = {(cahier_wire_kind)(CAHIER_WIRE_CHUNK + which), NAME,
            which == 0   ? bytes[0] / 3u
            : which == 1 ? 3u
                         : 0u};
    assert(cahier_wire_end(&out, &title) == CAHIER_OK);
    read[which](&arena, cahier_out_text(&out));
    read[which](&arena, (cahier_text){(const char *)bytes, (uint32_t)len});
    cahier_out_close(&out);
    cahier_arena_close(&arena);
    return 0;
}
