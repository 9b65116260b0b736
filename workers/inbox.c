/* SPDX-License-Identifier: Apache-2.0 */
#include "inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "cleaning.h"
#include "inbox_lines.h"
#include "hearing.h"
#include "person_key.h"

#define TAKEN_MOST 200u
#define CHUNK_BYTES 65536u /* of raw text: under 80 KB once framed */

/* Contributions [first, end) of what was taken: one chunk. */
typedef struct group {
    const cahier_queue_taken *taken;
    const cahier_inbox_line *line;
    uint32_t first, end;
    uint32_t *fresh; /* those to be counted, and how many */
    uint32_t fresh_count;
    uint32_t aside[CAHIER_ASIDE_REASONS];
    cahier_intake intake;
    char batch[CAHIER_BATCH_LEN + 1];
    uint32_t chunk;
} group;

const char *cahier_inbox_other_key(bool english)
{
    return english ? "authors of this inbox are known by another key: give the same --person-key to all workers and to "
                     "submit --inbox."
                   : "les auteurs de cette boîte sont connus par une autre clé : donnez la même --person-key à tous "
                     "les "
                     "ouvriers et à submit --inbox.";
}

bool cahier_inbox_again(cahier_inbox *inbox, cahier_queue_answer answer)
{
    if (answer != CAHIER_QUEUE_UNREACHABLE || !cahier_queue_reconnect(inbox->queue, 0, inbox->stop)) {
        return false;
    }
    inbox->reconnections++;
    return true;
}

static cahier_queue_answer no_memory(cahier_inbox *inbox)
{
    (void)snprintf(inbox->message, sizeof inbox->message, "mémoire insuffisante.");
    return CAHIER_QUEUE_REFUSED;
}

/* --- which ---------------------------------------------------------------------------------------------------------- */

static bool is_among(const group *g, uint32_t which)
{
    for (uint32_t i = 0; i < g->fresh_count; i++) {
        if (memcmp(g->line[g->fresh[i]].digest.at, g->line[which].digest.at, g->line[which].digest.len) == 0) {
            return true;
        }
    }
    return false;
}

/* Those never counted; the others are set aside. */
static cahier_queue_answer choose(cahier_inbox *inbox, group *g)
{
    uint32_t count = g->end - g->first;
    bool *seen = CAHIER_NEW(&inbox->batch, bool, count);
    cahier_text *digest = CAHIER_NEW(&inbox->batch, cahier_text, count);
    cahier_queue_answer answer;
    g->fresh = CAHIER_NEW(&inbox->batch, uint32_t, count);
    if (seen == NULL || digest == NULL || g->fresh == NULL) {
        return no_memory(inbox);
    }
    for (uint32_t i = 0; i < count; i++) {
        digest[i] = g->line[g->first + i].digest;
    }
    do {
        answer = cahier_queue_seen(inbox->queue, digest, count, seen);
    } while (cahier_inbox_again(inbox, answer));
    g->fresh_count = 0;
    memset(g->aside, 0, sizeof g->aside);
    for (uint32_t i = g->first; i < g->end && answer == CAHIER_QUEUE_DONE; i++) {
        if (g->line[i].line.len == 0) {
            g->aside[g->line[i].set_aside]++;
        } else if (seen[i - g->first] || is_among(g, i)) {
            g->aside[CAHIER_ASIDE_REPEATED]++;
        } else {
            g->fresh[g->fresh_count++] = i;
        }
    }
    return answer;
}

/* --- read and redacted ------------------------------------------------------------------------------------------------ */

static cahier_status read_fresh(cahier_inbox *inbox, group *g, cahier_wire_chunk *chunk)
{
    *chunk = (cahier_wire_chunk){.count = 0};
    g->intake = (cahier_intake){.count = 0};
    if (g->fresh_count > 0) {
        cahier_cleaner cleaner = {inbox->lexicons->lexicons, inbox->options, &inbox->batch, &inbox->scratch};
        CAHIER_TRY(cahier_clean_lines(&cleaner, g->line, g->fresh, g->fresh_count, &g->intake, chunk));
        for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
            g->aside[r] += g->intake.file[0].set_aside[r];
        }
    }
    memcpy(chunk->aside, g->aside, sizeof chunk->aside);
    return CAHIER_OK;
}

/* --- the open batch --------------------------------------------------------------------------------------------------- */

static cahier_queue_answer open_batch(cahier_inbox *inbox, char name[CAHIER_BATCH_LEN + 1])
{
    cahier_out out;
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    cahier_wire_batch *batch = CAHIER_NEW(&inbox->batch, cahier_wire_batch, 1);
    if (batch == NULL || cahier_wire_inbox(&inbox->batch, batch) != CAHIER_OK) {
        return no_memory(inbox);
    }
    cahier_lexicon_files_digest(inbox->lexicons, batch->lexicons);
    batch->name = cahier_string("inbox");
    batch->options = *inbox->options;
    cahier_out_open_memory(&out);
    if (cahier_wire_write_batch(batch, &out) == CAHIER_OK) {
        cahier_queue_opening opening = {.digest = "", .lexicons = batch->lexicons, .envelope = cahier_out_text(&out)};
        answer = cahier_queue_open_batch(inbox->queue, &opening, name);
    }
    (void)cahier_out_close(&out);
    return answer == CAHIER_QUEUE_CONFLICT ? CAHIER_QUEUE_DONE : answer; /* another worker opened it */
}

/* The tenant's open batch and the number of its next chunk. STALE: look again. */
static cahier_queue_answer look(cahier_inbox *inbox, group *g)
{
    cahier_queue_progress progress;
    char next[CAHIER_BATCH_LEN + 1];
    cahier_queue_answer answer = cahier_queue_inbox_batch(inbox->queue, g->batch);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = g->batch[0] != '\0' ? cahier_queue_progress_of(inbox->queue, g->batch, &progress) : CAHIER_QUEUE_CLOSED;
    if (answer == CAHIER_QUEUE_NO_BATCH) {
        answer = open_batch(inbox, g->batch);
        return answer == CAHIER_QUEUE_DONE ? CAHIER_QUEUE_STALE : answer;
    }
    if (answer == CAHIER_QUEUE_CLOSED || (answer == CAHIER_QUEUE_DONE && strcmp(progress.state, "open") != 0)) {
        answer = cahier_queue_name_batch(inbox->queue, next);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_turn_inbox(inbox->queue, g->batch, next) : answer;
        return answer == CAHIER_QUEUE_DONE ? CAHIER_QUEUE_STALE : answer;
    }
    g->chunk = (uint32_t)progress.chunks;
    return answer;
}

/* --- appended ----------------------------------------------------------------------------------------------------------- */

static void add_word(cahier_out *out, cahier_text word)
{
    cahier_put_bytes(out, word.at, word.len);
    cahier_put(out, " ");
}

static void write_lists(const group *g, cahier_out *aside, cahier_out *tokens, cahier_out *digests)
{
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        cahier_put_uint(aside, g->aside[r]);
        cahier_put(aside, " ");
    }
    for (uint32_t i = g->first; i < g->end; i++) {
        add_word(tokens, g->taken->token[i]);
    }
    for (uint32_t d = 0; d < g->intake.count; d++) {
        add_word(digests, g->line[g->fresh[g->intake.at[d].row - 1]].digest);
    }
}

/* The chunk's contributions as messages, when the tenant watches; malloc, NULL when it does not. */
static cahier_queue_answer frame(cahier_inbox *inbox, const group *g, const cahier_wire_chunk *chunk, cahier_text *out)
{
    cahier_queue_watch watch = {.on = false};
    cahier_cleaner cleaner = {inbox->lexicons->lexicons, inbox->options, &inbox->batch, &inbox->scratch};
    cahier_queue_given *given;
    size_t len;
    *out = (cahier_text){NULL, 0};
    cahier_queue_answer answer = cahier_queue_watch_facts(inbox->queue, &watch);
    if (answer != CAHIER_QUEUE_DONE || !watch.on || chunk->count == 0) {
        return answer;
    }
    cahier_text *digest = CAHIER_NEW(&inbox->batch, cahier_text, chunk->count);
    for (uint32_t d = 0; digest != NULL && d < chunk->count; d++) {
        digest[d] = g->line[g->fresh[chunk->received[d].row - 1]].digest;
    }
    if (digest == NULL || cahier_clean_messages(&cleaner, chunk, digest, cahier_today(), &given) != CAHIER_OK) {
        return no_memory(inbox);
    }
    char *bytes = cahier_queue_frame_messages(given, chunk->count, &len);
    *out = (cahier_text){bytes, (uint32_t)len};
    return bytes != NULL ? CAHIER_QUEUE_DONE : no_memory(inbox);
}

static cahier_queue_answer append(cahier_inbox *inbox, group *g, cahier_wire_chunk *chunk, cahier_text messages)
{
    const cahier_intake_options *asked = &inbox->options->intake.options;
    char name[CAHIER_CHUNK_NAME], mark[CAHIER_PERSON_KEY_MARK];
    cahier_out blob, list[3];
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    cahier_person_key_mark(asked->person_key, asked->person_key_len, mark);
    cahier_queue_name_chunk(g->chunk, name);
    chunk->name = cahier_string(name);
    cahier_out_open_memory(&blob);
    for (size_t i = 0; i < 3; i++) {
        cahier_out_open_memory(&list[i]);
    }
    write_lists(g, &list[0], &list[1], &list[2]);
    if (cahier_wire_write_chunk(chunk, &blob) == CAHIER_OK) {
        cahier_queue_appending appending = {.batch = g->batch,
                .chunk = g->chunk,
                .documents = chunk->count,
                .blob = cahier_out_text(&blob),
                .aside = cahier_out_text(&list[0]),
                .tokens = cahier_out_text(&list[1]),
                .digests = cahier_out_text(&list[2]),
                .mark = cahier_string(mark),
                .messages = messages};
        do {
            answer = cahier_queue_append(inbox->queue, &appending);
        } while (cahier_inbox_again(inbox, answer));
    }
    (void)cahier_out_close(&blob);
    for (size_t i = 0; i < 3; i++) {
        (void)cahier_out_close(&list[i]);
    }
    return answer;
}

static bool is_to_look_again(cahier_inbox *inbox, cahier_queue_answer answer)
{
    return answer == CAHIER_QUEUE_STALE || answer == CAHIER_QUEUE_CLOSED || cahier_inbox_again(inbox, answer);
}

/* Looks again until nobody came between. */
static cahier_queue_answer append_group(cahier_inbox *inbox, group *g)
{
    cahier_queue_answer answer;
    size_t mark = cahier_arena_mark(&inbox->batch);
    do {
        cahier_wire_chunk chunk;
        cahier_arena_reset(&inbox->batch, mark);
        answer = choose(inbox, g);
        if (answer == CAHIER_QUEUE_DONE && read_fresh(inbox, g, &chunk) != CAHIER_OK) {
            answer = no_memory(inbox);
        }
        answer = answer == CAHIER_QUEUE_DONE ? look(inbox, g) : answer;
        cahier_text messages = {NULL, 0};
        answer = answer == CAHIER_QUEUE_DONE ? frame(inbox, g, &chunk, &messages) : answer;
        answer = answer == CAHIER_QUEUE_DONE ? append(inbox, g, &chunk, messages) : answer;
        free((void *)(uintptr_t)messages.at);
    } while (is_to_look_again(inbox, answer));
    cahier_arena_reset(&inbox->batch, mark);
    return answer;
}

static uint32_t end_of_group(const cahier_queue_taken *taken, uint32_t first)
{
    size_t bytes = taken->raw[first].len;
    uint32_t end = first + 1;
    while (end < taken->count && bytes + taken->raw[end].len <= CHUNK_BYTES) {
        bytes += taken->raw[end++].len;
    }
    return end;
}

static cahier_queue_answer drain(cahier_inbox *inbox, const cahier_queue_taken *taken)
{
    cahier_inbox_line *line = CAHIER_NEW(&inbox->batch, cahier_inbox_line, taken->count);
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (line == NULL || cahier_inbox_read(&inbox->batch, taken->raw, taken->count, line) != CAHIER_OK) {
        return no_memory(inbox);
    }
    for (uint32_t first = 0, end; first < taken->count; first = end) {
        end = end_of_group(taken, first);
        group g = {.taken = taken, .line = line, .first = first, .end = end};
        answer = append_group(inbox, &g);
        if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_ALREADY) {
            return answer;
        }
    }
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_inbox_drain(cahier_inbox *inbox)
{
    cahier_queue_taken taken;
    cahier_queue_answer answer;
    size_t mark = cahier_arena_mark(&inbox->batch);
    do {
        answer = cahier_queue_give_back(inbox->queue, inbox->lease_ms);
    } while (cahier_inbox_again(inbox, answer));
    answer = cahier_queue_take_inbox(inbox->queue, &inbox->batch, TAKEN_MOST, &taken);
    answer = answer == CAHIER_QUEUE_DONE ? drain(inbox, &taken) : answer;
    cahier_arena_reset(&inbox->batch, mark);
    return answer;
}
