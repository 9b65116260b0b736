/* SPDX-License-Identifier: Apache-2.0 */
#include "cleaning.h"

#include <sodium.h>
#include <string.h>

#include "calendar.h"
#include "redact_cells.h"

#define NAME_BYTES 8u /* of chance, for an id that was personal */

/* A column that no contribution fills is none. */
static cahier_intake_options columns_of(
        const cahier_cleaner *cleaner, const cahier_inbox_line *line, const uint32_t *which, uint32_t count)
{
    static const char *const text[] = {"text"};
    const cahier_intake_options *asked = &cleaner->options->intake.options;
    unsigned filled = 0;
    for (uint32_t i = 0; i < count; i++) {
        filled |= line[which[i]].filled;
    }
    return (cahier_intake_options){.text = text,
            .text_count = 1,
            .title = (filled & CAHIER_INBOX_TITLE) != 0 ? "title" : NULL,
            .id = "id",
            .date = (filled & CAHIER_INBOX_DATE) != 0 ? "date" : NULL,
            .place = (filled & CAHIER_INBOX_PLACE) != 0 ? "place" : NULL,
            .person = (filled & CAHIER_INBOX_PERSON) != 0 ? "person" : NULL,
            .encoding = "UTF-8",
            .person_key = asked->person_key,
            .person_key_len = asked->person_key_len};
}

static cahier_status read_lines(const cahier_cleaner *cleaner, const cahier_inbox_line *line, const uint32_t *which,
        uint32_t count, cahier_intake *out)
{
    cahier_intake_options options = columns_of(cleaner, line, which, count);
    cahier_intake_error error;
    size_t len = 0, at = 0;
    for (uint32_t i = 0; i < count; i++) {
        len += line[which[i]].line.len;
    }
    char *bytes = CAHIER_NEW(cleaner->batch, char, len);
    if (bytes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_text text = line[which[i]].line;
        memcpy(bytes + at, text.at, text.len);
        at += text.len;
    }
    cahier_intake_bytes file = {"inbox.jsonl", bytes, len};
    return cahier_intake_memory(cleaner->batch, cleaner->scratch, &options, &file, 1, out, &error);
}

/* An id that held a personal datum is replaced by chance: its mark would name the contributions of two chunks alike. */
static cahier_status rename_changed(const cahier_cleaner *cleaner, cahier_text before, cahier_text *id)
{
    unsigned char chance[NAME_BYTES];
    if (before.len == id->len && memcmp(before.at, id->at, before.len) == 0) {
        return CAHIER_OK;
    }
    char *to = CAHIER_NEW(cleaner->batch, char, 2 * NAME_BYTES + 2);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    to[0] = 'x';
    randombytes_buf(chance, sizeof chance);
    sodium_bin2hex(to + 1, 2 * NAME_BYTES + 1, chance, sizeof chance);
    *id = (cahier_text){to, 2 * NAME_BYTES + 1};
    return CAHIER_OK;
}

static cahier_status redact(const cahier_cleaner *cleaner, cahier_intake *intake)
{
    cahier_cells cells = {
            cleaner->lexicons, cleaner->options->analysis.redact_strict, cleaner->batch, cleaner->scratch};
    cahier_text *id = CAHIER_NEW(cleaner->batch, cahier_text, intake->count);
    if (id == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < intake->count; d++) {
        id[d] = intake->at[d].id;
    }
    CAHIER_TRY(cahier_redact_cells(&cells, intake));
    for (uint32_t d = 0; d < intake->count; d++) {
        CAHIER_TRY(rename_changed(cleaner, id[d], &intake->at[d].id));
    }
    return CAHIER_OK;
}

static cahier_status clean(const cahier_cleaner *cleaner, const cahier_intake *intake, cahier_wire_chunk *out)
{
    cahier_analyser analyser;
    cahier_cleaned *cleaned = CAHIER_NEW(cleaner->batch, cahier_cleaned, intake->count);
    cahier_text *author = CAHIER_NEW(cleaner->batch, cahier_text, intake->count);
    if (cleaned == NULL || author == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < intake->count && intake->person_hash != NULL; d++) {
        author[d] = intake->person_hash[intake->at[d].person - 1];
    }
    CAHIER_TRY(cahier_analyser_open(
            cleaner->lexicons, &cleaner->options->analysis, cleaner->batch, cleaner->scratch, &analyser));
    cahier_status status = cahier_clean_chunk(&analyser, intake->at, intake->count, cleaned);
    cahier_analyser_close(&analyser);
    *out = (cahier_wire_chunk){.received = intake->at, .cleaned = cleaned, .count = intake->count, .author = author};
    return status;
}

cahier_status cahier_clean_intake(const cahier_cleaner *cleaner, cahier_intake *intake, cahier_wire_chunk *chunk)
{
    CAHIER_TRY(redact(cleaner, intake));
    return clean(cleaner, intake, chunk);
}

cahier_status cahier_clean_lines(const cahier_cleaner *cleaner, const cahier_inbox_line *line, const uint32_t *which,
        uint32_t count, cahier_intake *intake, cahier_wire_chunk *chunk)
{
    CAHIER_TRY(read_lines(cleaner, line, which, count, intake));
    return cahier_clean_intake(cleaner, intake, chunk);
}

/* --- messages ----------------------------------------------------------------------------------------------------------- */

/* Document d alone; what ranks it among others means nothing any more. */
static cahier_status write_message(const cahier_cleaner *cleaner, const cahier_wire_chunk *chunk, uint32_t d,
        cahier_out *blob, cahier_queue_given *to)
{
    cahier_contribution alone = chunk->received[d];
    alone.date = to->date;
    alone.person = 1;
    alone.contribution = 0;
    alone.file = 0;
    alone.row = 1;
    alone.group = NULL;
    cahier_wire_chunk one = {.name = {to->digest, CAHIER_WATCH_DIGEST},
            .received = &alone,
            .cleaned = &chunk->cleaned[d],
            .count = 1,
            .author = &chunk->author[d]};
    blob->len = 0;
    CAHIER_TRY(cahier_wire_write_chunk(&one, blob));
    char *bytes = CAHIER_NEW(cleaner->batch, char, blob->len);
    if (bytes == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(bytes, blob->at, blob->len);
    to->blob = (cahier_text){bytes, (uint32_t)blob->len};
    return CAHIER_OK;
}

cahier_status cahier_clean_messages(const cahier_cleaner *cleaner, const cahier_wire_chunk *chunk,
        const cahier_text *digest, int32_t today, cahier_queue_given **out)
{
    cahier_out blob;
    cahier_status status = CAHIER_OK;
    cahier_queue_given *list = CAHIER_NEW(cleaner->batch, cahier_queue_given, chunk->count);
    if (list == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_out_open_memory(&blob);
    for (uint32_t d = 0; d < chunk->count && status == CAHIER_OK; d++) {
        memcpy(list[d].digest, digest[d].at, CAHIER_WATCH_DIGEST);
        list[d].date = cahier_is_date(chunk->received[d].date) ? chunk->received[d].date : today;
        status = write_message(cleaner, chunk, d, &blob, &list[d]);
    }
    (void)cahier_out_close(&blob);
    *out = list;
    return status;
}
