/* SPDX-License-Identifier: Apache-2.0 */
#include "chunk.h"

#include "pack.h"

#define DOCUMENT_BYTES 16u /* a document's least: sixteen fields of one byte */
#define NOTES_ALL ((1u << CAHIER_NOTES) - 1)

/* --- written ------------------------------------------------------------------------------------------------------ */

static void pack_received(cahier_out *out, const cahier_contribution *received, uint32_t group_count)
{
    cahier_pack_text(out, received->id);
    cahier_pack_text(out, received->question);
    cahier_pack_text(out, received->place);
    cahier_pack_int(out, received->date);
    cahier_pack_uint(out, received->person);
    cahier_pack_uint(out, received->person_known);
    cahier_pack_uint(out, received->contribution);
    cahier_pack_uint(out, received->file);
    cahier_pack_uint(out, received->row);
    cahier_pack_uint(out, received->notes);
    cahier_pack_uint(out, received->position);
    for (uint32_t g = 0; g < group_count; g++) {
        cahier_pack_text(out, received->group[g]);
    }
}

static void pack_cleaned(cahier_out *out, const cahier_cleaned *cleaned)
{
    uint32_t last = 0;
    cahier_pack_text(out, cleaned->text);
    cahier_pack_uint(out, cleaned->title_len);
    cahier_pack_uint(out, cleaned->notes);
    cahier_pack_uint(out, cleaned->redactions.count);
    for (uint32_t i = 0; i < cleaned->redactions.count; i++) {
        const cahier_redaction *mark = &cleaned->redactions.at[i];
        cahier_pack_uint(out, mark->kind);
        cahier_pack_span(out, last, mark->start, mark->end);
        last = mark->end;
    }
}

cahier_status cahier_wire_write_chunk(const cahier_wire_chunk *chunk, cahier_out *out)
{
    cahier_wire_begin(out);
    cahier_pack_uint(out, chunk->group_count);
    cahier_pack_uint(out, chunk->kept_count);
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        cahier_pack_uint(out, chunk->aside[r]);
    }
    for (uint32_t i = 0; i < chunk->count; i++) {
        pack_received(out, &chunk->received[i], chunk->group_count);
        cahier_pack_text(out, chunk->author != NULL ? chunk->author[i] : (cahier_text){0});
        pack_cleaned(out, &chunk->cleaned[i]);
        for (uint32_t k = 0; k < chunk->kept_count; k++) {
            cahier_pack_text(out, chunk->kept[i][k]);
        }
    }
    return cahier_wire_end(out, &(cahier_wire_title){CAHIER_WIRE_CHUNK, chunk->name, chunk->count});
}

/* --- read --------------------------------------------------------------------------------------------------------- */

static const cahier_text *unpack_texts(cahier_cursor *in, uint32_t count)
{
    cahier_text *text = CAHIER_UNPACK_NEW(in, cahier_text, count);
    for (uint32_t i = 0; i < count && text != NULL; i++) {
        text[i] = cahier_unpack_text(in);
    }
    return text;
}

/* 0, or a day that a calendar could hold: the months between the first and the last are counted one by one. */
static int32_t unpack_date(cahier_cursor *in)
{
    int32_t date = cahier_unpack_int(in, 0, 99991231), month = date / 100 % 100, day = date % 100;
    if (date != 0 && (month < 1 || month > 12 || day < 1 || day > 31)) {
        cahier_unpack_refuse(in, "not a date");
    }
    return date;
}

static void unpack_received(cahier_cursor *in, uint32_t group_count, cahier_contribution *to)
{
    to->id = cahier_unpack_text(in);
    to->question = cahier_unpack_text(in);
    to->place = cahier_unpack_text(in);
    to->date = unpack_date(in);
    to->person = cahier_unpack_uint(in, UINT32_MAX);
    to->person_known = cahier_unpack_bool(in);
    to->contribution = cahier_unpack_uint(in, UINT32_MAX);
    to->file = cahier_unpack_uint(in, UINT32_MAX);
    to->row = cahier_unpack_uint(in, UINT32_MAX);
    to->notes = cahier_unpack_uint(in, NOTES_ALL);
    to->position = (cahier_position)cahier_unpack_uint(in, CAHIER_POSITIONS - 1);
    to->group = unpack_texts(in, group_count);
    if (to->id.len == 0 || to->person == 0) {
        cahier_unpack_refuse(in, "a contribution without id or person");
    }
}

static void unpack_redactions(cahier_cursor *in, cahier_text text, cahier_redactions *to)
{
    uint32_t last = 0, count = cahier_unpack_count(in, 3);
    to->at = CAHIER_UNPACK_NEW(in, cahier_redaction, count);
    to->count = to->at != NULL ? count : 0;
    for (uint32_t i = 0; i < to->count; i++) {
        to->at[i].kind = (cahier_redaction_kind)cahier_unpack_uint(in, CAHIER_REDACTION_KINDS - 1);
        cahier_unpack_span(in, text, last, &to->at[i].start, &to->at[i].end);
        last = to->at[i].end;
    }
}

static void unpack_cleaned(cahier_cursor *in, cahier_cleaned *to)
{
    to->text = cahier_unpack_text(in);
    to->title_len = cahier_unpack_uint(in, to->text.len);
    to->notes = cahier_unpack_uint(in, NOTES_ALL);
    if (to->title_len > 0 && to->title_len < to->text.len && to->text.at[to->title_len] != '\n') {
        cahier_unpack_refuse(in, "a title that does not end its line");
    }
    unpack_redactions(in, to->text, &to->redactions);
}

static void unpack_documents(cahier_cursor *in, cahier_wire_chunk *chunk)
{
    cahier_contribution *received = CAHIER_UNPACK_NEW(in, cahier_contribution, chunk->count);
    cahier_cleaned *cleaned = CAHIER_UNPACK_NEW(in, cahier_cleaned, chunk->count);
    cahier_text *author = CAHIER_UNPACK_NEW(in, cahier_text, chunk->count);
    const cahier_text **kept = CAHIER_UNPACK_NEW(in, const cahier_text *, chunk->count);
    for (uint32_t i = 0; i < chunk->count && cahier_unpack_ok(in); i++) {
        unpack_received(in, chunk->group_count, &received[i]);
        author[i] = cahier_unpack_text(in);
        unpack_cleaned(in, &cleaned[i]);
        kept[i] = unpack_texts(in, chunk->kept_count);
    }
    chunk->author = author;
    chunk->received = received;
    chunk->cleaned = cleaned;
    chunk->kept = chunk->kept_count > 0 ? kept : NULL;
}

cahier_status cahier_wire_read_chunk(cahier_arena *arena, cahier_text blob, cahier_wire_chunk *out, cahier_error *error)
{
    cahier_wire_title title;
    cahier_cursor in;
    CAHIER_TRY(cahier_wire_open(arena, blob, CAHIER_WIRE_CHUNK, &title, &in, error));
    cahier_wire_chunk chunk = {.name = title.name, .count = title.count};
    if ((uint64_t)title.count * DOCUMENT_BYTES > in.len) {
        cahier_unpack_refuse(&in, "fewer bytes than documents");
    }
    chunk.group_count = cahier_unpack_count(&in, title.count);
    chunk.kept_count = cahier_unpack_count(&in, title.count);
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        chunk.aside[r] = cahier_unpack_uint(&in, UINT32_MAX);
    }
    unpack_documents(&in, &chunk);
    CAHIER_TRY(cahier_wire_close(&in, error));
    *out = chunk;
    return CAHIER_OK;
}
