/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll, localtime_r */
#include "hearing.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "batch_input.h"
#include "person_key.h"

bool cahier_hearing_open(cahier_hearing *hearing)
{
    return cahier_arena_reserve(&hearing->batch) && cahier_arena_reserve(&hearing->scratch);
}

void cahier_hearing_close(cahier_hearing *hearing)
{
    cahier_arena_close(&hearing->batch);
    cahier_arena_close(&hearing->scratch);
}

int32_t cahier_day_at(time_t when)
{
    struct tm day;
    return localtime_r(&when, &day) != NULL ? (day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday
                                            : 19700101;
}

int32_t cahier_today(void)
{
    return cahier_day_at(time(NULL));
}

static cahier_queue_answer no_memory(cahier_hearing *hearing)
{
    (void)snprintf(hearing->message, sizeof hearing->message, "%s",
            hearing->options->intake.options.english ? "not enough memory." : "mémoire insuffisante.");
    return CAHIER_QUEUE_REFUSED;
}

bool cahier_hearing_again(cahier_hearing *hearing, cahier_queue_answer answer)
{
    if (answer == CAHIER_QUEUE_FULL && hearing->patience_ms == 0) {
        (void)poll(NULL, 0, CAHIER_ROOM_MS);
        return *hearing->stop == 0;
    }
    if (answer != CAHIER_QUEUE_UNREACHABLE ||
            !cahier_queue_reconnect(hearing->queue, hearing->patience_ms, hearing->stop)) {
        return false;
    }
    hearing->reconnections++;
    return true;
}

static cahier_queue_answer hear(cahier_hearing *hearing, cahier_queue_hearing *said)
{
    const cahier_intake_options *asked = &hearing->options->intake.options;
    char mark[CAHIER_PERSON_KEY_MARK];
    cahier_queue_counted counted = {0};
    cahier_queue_answer answer;
    cahier_person_key_mark(asked->person_key, asked->person_key_len, mark);
    said->mark = mark;
    do {
        answer = cahier_queue_hear(hearing->queue, said, &counted);
    } while (cahier_hearing_again(hearing, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        hearing->counted.added += counted.added;
        hearing->counted.repeated += counted.repeated;
        hearing->counted.late += counted.late;
    } else if (answer == CAHIER_QUEUE_REFUSED || answer == CAHIER_QUEUE_UNREACHABLE) {
        (void)snprintf(hearing->message, sizeof hearing->message, "%s", cahier_queue_message(hearing->queue));
    }
    return answer;
}

const char *cahier_hearing_other_key(bool english)
{
    return english ? "authors of this tenant are known by another key: give the same --person-key everywhere."
                   : "les auteurs de cet espace sont connus par une autre clé : donnez partout la même --person-key.";
}

/* --- lines ------------------------------------------------------------------------------------------------------------- */

/* The lines that can be read; the others are counted. */
static uint32_t choose(cahier_hearing *hearing, const cahier_inbox_line *line, uint32_t count, uint32_t *which)
{
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (line[i].line.len > 0) {
            which[chosen++] = i;
        } else {
            hearing->aside[line[i].set_aside]++;
        }
    }
    return chosen;
}

static cahier_status clean_lines(
        cahier_hearing *hearing, const cahier_text *raw, uint32_t count, cahier_queue_hearing *said)
{
    cahier_cleaner cleaner = {hearing->lexicons->lexicons, hearing->options, &hearing->batch, &hearing->scratch};
    cahier_inbox_line *line = CAHIER_NEW(&hearing->batch, cahier_inbox_line, count);
    uint32_t *which = CAHIER_NEW(&hearing->batch, uint32_t, count);
    cahier_text *digest = CAHIER_NEW(&hearing->batch, cahier_text, count);
    cahier_intake intake;
    cahier_wire_chunk chunk;
    cahier_queue_given *given;
    if (line == NULL || which == NULL || digest == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_inbox_read(&hearing->batch, raw, count, line));
    uint32_t chosen = choose(hearing, line, count, which);
    if (chosen == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_clean_lines(&cleaner, line, which, chosen, &intake, &chunk));
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        hearing->aside[r] += intake.file[0].set_aside[r];
    }
    for (uint32_t d = 0; d < chunk.count; d++) {
        digest[d] = line[which[chunk.received[d].row - 1]].digest;
    }
    CAHIER_TRY(cahier_clean_messages(&cleaner, &chunk, digest, cahier_today(), &given));
    said->message = given;
    said->count = chunk.count;
    return CAHIER_OK;
}

cahier_queue_answer cahier_hear_lines(
        cahier_hearing *hearing, const cahier_text *raw, uint32_t count, const char *source, uint64_t place)
{
    cahier_queue_hearing said = {.source = source, .place = place};
    size_t mark = cahier_arena_mark(&hearing->batch);
    cahier_queue_answer answer =
            clean_lines(hearing, raw, count, &said) == CAHIER_OK ? CAHIER_QUEUE_DONE : no_memory(hearing);
    if (answer == CAHIER_QUEUE_DONE && (said.count > 0 || *source != '\0')) {
        answer = hear(hearing, &said);
    }
    cahier_arena_reset(&hearing->batch, mark);
    return answer;
}

/* --- files ------------------------------------------------------------------------------------------------------------- */

static bool has_ids(const cahier_intake_file *file)
{
    for (uint32_t c = 0; c < file->column_count; c++) {
        if (file->column[c].role == CAHIER_ROLE_ID) {
            return true;
        }
    }
    return false;
}

/* What names each document outside, before its id is redacted. Without ids, the file's bytes and the row, and the
 * contribution is called so: ids are those of the whole stream. */
static cahier_status name(cahier_hearing *hearing, cahier_intake *intake, cahier_text *digest)
{
    bool ids = has_ids(&intake->file[0]);
    for (uint32_t d = 0; d < intake->count; d++) {
        char text[128], hex[65];
        cahier_text id = intake->at[d].id;
        if (!ids) {
            (void)snprintf(text, sizeof text, "%.12s-%u-%u", intake->file[0].sha256, intake->at[d].row, d);
            id = cahier_string(text);
        }
        cahier_digest(id, hex);
        char *to = CAHIER_NEW(&hearing->batch, char, CAHIER_WATCH_DIGEST + id.len + 1);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memcpy(to, hex, CAHIER_WATCH_DIGEST);
        digest[d] = (cahier_text){to, CAHIER_WATCH_DIGEST};
        memcpy(to + CAHIER_WATCH_DIGEST, id.at, id.len);
        intake->at[d].id = (cahier_text){to + CAHIER_WATCH_DIGEST, id.len};
    }
    return CAHIER_OK;
}

static cahier_status clean_intake(
        cahier_hearing *hearing, cahier_intake *intake, cahier_wire_chunk *chunk, cahier_text **digest)
{
    cahier_cleaner cleaner = {hearing->lexicons->lexicons, hearing->options, &hearing->batch, &hearing->scratch};
    *digest = CAHIER_NEW(&hearing->batch, cahier_text, intake->count);
    if (*digest == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(name(hearing, intake, *digest));
    return cahier_clean_intake(&cleaner, intake, chunk);
}

/* By CAHIER_HEARING_LINES at a time. */
static cahier_queue_answer hear_chunk(
        cahier_hearing *hearing, const cahier_wire_chunk *chunk, const cahier_text *digest)
{
    cahier_cleaner cleaner = {hearing->lexicons->lexicons, hearing->options, &hearing->batch, &hearing->scratch};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t first = 0; first < chunk->count && answer == CAHIER_QUEUE_DONE; first += CAHIER_HEARING_LINES) {
        size_t mark = cahier_arena_mark(&hearing->batch);
        uint32_t left = chunk->count - first;
        cahier_wire_chunk part = *chunk;
        cahier_queue_given *given;
        part.received += first;
        part.cleaned += first;
        part.author += first;
        part.count = left < CAHIER_HEARING_LINES ? left : CAHIER_HEARING_LINES;
        if (cahier_clean_messages(&cleaner, &part, digest + first, cahier_today(), &given) != CAHIER_OK) {
            return no_memory(hearing);
        }
        cahier_queue_hearing said = {.message = given, .count = part.count, .source = ""};
        answer = hear(hearing, &said);
        cahier_arena_reset(&hearing->batch, mark);
    }
    return answer;
}

cahier_queue_answer cahier_hear_file(cahier_hearing *hearing, const char *path)
{
    char *const paths[] = {(char *)(uintptr_t)path};
    size_t mark = cahier_arena_mark(&hearing->batch);
    cahier_intake intake;
    cahier_intake_error error;
    cahier_wire_chunk chunk;
    cahier_text *digest;
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (cahier_intake_read(&hearing->batch, &hearing->scratch, &hearing->options->intake.options, paths, 1, &intake,
                &error) != CAHIER_OK) {
        (void)snprintf(hearing->message, sizeof hearing->message, "%s", error.sentence);
    } else if (clean_intake(hearing, &intake, &chunk, &digest) != CAHIER_OK) {
        answer = no_memory(hearing);
    } else {
        for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
            hearing->aside[r] += intake.file[0].set_aside[r];
        }
        answer = hear_chunk(hearing, &chunk, digest);
    }
    cahier_arena_reset(&hearing->batch, mark);
    return answer;
}
