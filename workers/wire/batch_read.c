/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include <limits.h>

#define NOTE_COUNTS (sizeof((cahier_intake_file *)0)->noted / sizeof(uint32_t))

enum { /* the least bytes of each */
    THEME_BYTES = 3,
    EARLIER_BYTES = 11,
    COLUMN_BYTES = 3,
    FILE_BYTES = 40,
    SET_ASIDE_BYTES = 5
};

/* --- shapes of a batch -------------------------------------------------------------------------------------------- */

/* NUL-terminated: what had been a name of the program or a path. */
static const char *take_word(cahier_cursor *in)
{
    cahier_text text = cahier_unpack_text(in);
    char *to = CAHIER_UNPACK_NEW(in, char, (size_t)text.len + 1);
    if (to == NULL) {
        return "";
    }
    memcpy(to, text.len > 0 ? text.at : "", text.len);
    if (strlen(to) != text.len) {
        cahier_unpack_refuse(in, "a name that holds a NUL");
    }
    return to;
}

static const char *take_string(cahier_cursor *in)
{
    return cahier_unpack_bool(in) ? take_word(in) : NULL;
}

/* Exactly 64 hexadecimal digits. */
static void take_digest(cahier_cursor *in, char to[CAHIER_WIRE_DIGEST + 1])
{
    const char *word = take_word(in);
    if (strspn(word, "0123456789abcdef") != CAHIER_WIRE_DIGEST || strlen(word) != CAHIER_WIRE_DIGEST) {
        cahier_unpack_refuse(in, "not a digest");
        return;
    }
    memcpy(to, word, CAHIER_WIRE_DIGEST + 1);
}

static void take_uints(cahier_cursor *in, uint32_t *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = cahier_unpack_uint(in, UINT32_MAX);
    }
}

static cahier_text *take_texts(cahier_cursor *in, uint32_t *count)
{
    *count = cahier_unpack_count(in, 1);
    cahier_text *text = CAHIER_UNPACK_NEW(in, cahier_text, *count);
    for (uint32_t i = 0; i < *count && cahier_unpack_ok(in); i++) {
        text[i] = cahier_unpack_text(in);
    }
    return text;
}

/* --- options ------------------------------------------------------------------------------------------------------ */

static void take_options(cahier_cursor *in, cahier_analyse_options *to)
{
    to->analysis.themes = cahier_unpack_uint(in, UINT32_MAX);
    to->analysis.redact_strict = cahier_unpack_bool(in);
    to->analysis.top = cahier_unpack_uint(in, UINT32_MAX);
    to->analysis.alone = cahier_unpack_bool(in);
    to->analysis.list = (cahier_list_use)cahier_unpack_uint(in, CAHIER_LIST_GUIDES);
    to->formats = cahier_unpack_uint(in, CAHIER_REPORT_ALL);
    to->person_key = cahier_unpack_bool(in) ? "" : NULL;
}

/* A base name: a worker never takes a path from a blob. */
static const char *take_file(cahier_cursor *in, cahier_wire_file *to)
{
    const char *name = take_word(in);
    to->name = cahier_string(name);
    to->bytes = cahier_unpack_text(in);
    if (strchr(name, '/') != NULL) {
        cahier_unpack_refuse(in, "a path");
    }
    return to->name.len > 0 ? name : NULL;
}

/* --- the earlier report ------------------------------------------------------------------------------------------- */

static void take_earlier_themes(cahier_cursor *in, cahier_previous *to)
{
    uint32_t count = cahier_unpack_count(in, THEME_BYTES);
    cahier_previous_theme *theme = CAHIER_UNPACK_NEW(in, cahier_previous_theme, count);
    for (uint32_t i = 0; i < count && cahier_unpack_ok(in); i++) {
        const char *id = take_word(in);
        size_t len = strlen(id);
        if (len != CAHIER_THEME_ID_LEN) {
            cahier_unpack_refuse(in, "not the id of a theme");
            return;
        }
        memcpy(theme[i].id, id, len);
        theme[i].label = cahier_unpack_text(in);
        theme[i].shown = cahier_unpack_bool(in);
    }
    to->themes = theme;
    to->theme_count = count;
}

static void take_earlier_documents(cahier_cursor *in, cahier_previous *to)
{
    uint32_t count = cahier_unpack_count(in, EARLIER_BYTES);
    cahier_text *document = CAHIER_UNPACK_NEW(in, cahier_text, count);
    uint64_t *text = CAHIER_UNPACK_NEW(in, uint64_t, count);
    uint32_t *shown = CAHIER_UNPACK_NEW(in, uint32_t, count), *found = CAHIER_UNPACK_NEW(in, uint32_t, count);
    for (uint32_t i = 0; i < count && cahier_unpack_ok(in); i++) {
        document[i] = cahier_unpack_text(in);
        text[i] = cahier_unpack_word(in);
        shown[i] = cahier_unpack_index(in, to->theme_count);
        found[i] = cahier_unpack_index(in, to->theme_count);
    }
    to->document = document;
    to->text = text;
    to->shown = shown;
    to->found = found;
    to->count = count;
}

static void take_previous(cahier_cursor *in, cahier_wire_batch *to)
{
    cahier_previous_report *report = &to->previous;
    uint32_t files = cahier_unpack_uint(in, CAHIER_PREVIOUS_FILES);
    for (uint32_t i = 0; i < files; i++) {
        report->file[i] = take_word(in);
        take_digest(in, report->sha256[i]);
    }
    take_earlier_themes(in, &report->previous);
    take_earlier_documents(in, &report->previous);
    if (files > 0) {
        to->options.previous = report->file[0];
        to->options.analysis.previous = &report->previous;
    }
}

/* --- intake ------------------------------------------------------------------------------------------------------- */

static void take_columns(cahier_cursor *in, cahier_intake_file *to)
{
    uint32_t count = cahier_unpack_count(in, COLUMN_BYTES);
    to->column = CAHIER_UNPACK_NEW(in, cahier_intake_column, count);
    to->column_count = count;
    for (uint32_t c = 0; c < count && cahier_unpack_ok(in); c++) {
        to->column[c].name = cahier_unpack_text(in);
        to->column[c].role = (cahier_role)cahier_unpack_uint(in, CAHIER_ROLES - 1);
        to->column[c].why = (cahier_role_why)cahier_unpack_uint(in, CAHIER_WHYS - 1);
    }
}

static void take_input(cahier_cursor *in, cahier_intake_file *to)
{
    to->name = cahier_unpack_text(in);
    to->bytes = cahier_unpack_word(in);
    take_digest(in, to->sha256);
    to->format = (cahier_intake_format)cahier_unpack_uint(in, CAHIER_FORMATS - 1);
    to->delimiter = (char)(unsigned char)cahier_unpack_uint(in, UCHAR_MAX);
    to->header = cahier_unpack_bool(in);
    to->rows = cahier_unpack_uint(in, UINT32_MAX);
    to->documents = cahier_unpack_uint(in, UINT32_MAX);
    to->unclosed_quotes = cahier_unpack_uint(in, UINT32_MAX);
    to->bad_dates = cahier_unpack_uint(in, UINT32_MAX);
    to->encoding = take_string(in);
    to->platform = take_string(in);
    take_uints(in, to->set_aside, CAHIER_ASIDE_REASONS);
    take_uints(in, to->noted, NOTE_COUNTS);
    to->first_date = cahier_unpack_int(in, 0, INT32_MAX);
    to->last_date = cahier_unpack_int(in, 0, INT32_MAX);
    to->sheets = take_texts(in, &to->sheet_count);
    to->sheet = cahier_unpack_uint(in, to->sheet_count > 0 ? to->sheet_count - 1 : 0);
    take_columns(in, to);
    if (to->encoding == NULL) {
        cahier_unpack_refuse(in, "a file without encoding");
    }
}

static void take_set_aside(cahier_cursor *in, uint32_t files, cahier_set_aside *to)
{
    to->file = cahier_unpack_uint(in, UINT32_MAX);
    to->line = cahier_unpack_uint(in, UINT32_MAX);
    to->row = cahier_unpack_uint(in, UINT32_MAX);
    to->reason = (cahier_set_aside_reason)cahier_unpack_uint(in, CAHIER_ASIDE_REASONS - 1);
    to->id = cahier_unpack_text(in);
    if (to->file >= files) {
        cahier_unpack_refuse(in, "a row of no file");
    }
}

static void take_persons(cahier_cursor *in, cahier_intake *to)
{
    uint32_t count;
    cahier_text *hash = take_texts(in, &count);
    if (count != 0 && count != to->persons) {
        cahier_unpack_refuse(in, "not a hash a person");
    }
    to->person_hash = count > 0 ? hash : NULL;
}

static void take_intake(cahier_cursor *in, cahier_intake *to)
{
    to->count = cahier_unpack_uint(in, UINT32_MAX);
    to->rows = cahier_unpack_uint(in, UINT32_MAX);
    to->contributions = cahier_unpack_uint(in, UINT32_MAX);
    to->persons = cahier_unpack_uint(in, UINT32_MAX);
    to->persons_known = cahier_unpack_uint(in, UINT32_MAX);
    to->asked = cahier_unpack_uint(in, CAHIER_ASKED_ALL);
    to->group_name = take_texts(in, &to->group_count);
    to->kept_name = take_texts(in, &to->kept_count);
    to->file_count = cahier_unpack_count(in, FILE_BYTES);
    to->file = CAHIER_UNPACK_NEW(in, cahier_intake_file, to->file_count);
    for (uint32_t f = 0; f < to->file_count && cahier_unpack_ok(in); f++) {
        take_input(in, &to->file[f]);
    }
    to->set_aside_count = cahier_unpack_count(in, SET_ASIDE_BYTES);
    to->set_aside = CAHIER_UNPACK_NEW(in, cahier_set_aside, to->set_aside_count);
    for (uint32_t i = 0; i < to->set_aside_count && cahier_unpack_ok(in); i++) {
        take_set_aside(in, to->file_count, &to->set_aside[i]);
    }
    take_persons(in, to);
}

cahier_status cahier_wire_read_batch(cahier_arena *arena, cahier_text blob, cahier_wire_batch *out, cahier_error *error)
{
    cahier_wire_title title;
    cahier_cursor in;
    CAHIER_TRY(cahier_wire_open(arena, blob, CAHIER_WIRE_BATCH, &title, &in, error));
    memset(out, 0, sizeof *out);
    out->name = title.name;
    take_digest(&in, out->lexicons);
    take_options(&in, &out->options);
    out->options.taxonomy = take_file(&in, &out->taxonomy);
    out->options.decisions = take_file(&in, &out->decisions);
    take_previous(&in, out);
    take_intake(&in, &out->intake);
    out->inbox = cahier_unpack_bool(&in);
    if (out->inbox && out->intake.file_count != 1) {
        cahier_unpack_refuse(&in, "an inbox that is not one file");
    }
    return cahier_wire_close(&in, error);
}
