/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "pack.h"

#define NOTE_COUNTS (sizeof((cahier_intake_file *)0)->noted / sizeof(uint32_t))

static void pack_string(cahier_out *out, const char *string)
{
    cahier_pack_uint(out, string != NULL);
    if (string != NULL) {
        cahier_pack_text(out, cahier_string(string));
    }
}

static void pack_uints(cahier_out *out, const uint32_t *n, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cahier_pack_uint(out, n[i]);
    }
}

static void pack_texts(cahier_out *out, const cahier_text *text, uint32_t count)
{
    cahier_pack_uint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        cahier_pack_text(out, text[i]);
    }
}

static void pack_options(cahier_out *out, const cahier_analyse_options *options)
{
    const cahier_options *analysis = &options->analysis;
    const uint32_t n[] = {analysis->themes, analysis->redact_strict, analysis->top, analysis->alone, analysis->list,
            options->formats, options->person_key != NULL};
    pack_uints(out, n, sizeof n / sizeof *n);
}

static void pack_file(cahier_out *out, const cahier_wire_file *file)
{
    cahier_pack_text(out, file->name);
    cahier_pack_text(out, file->bytes);
}

static void pack_previous(cahier_out *out, const cahier_previous_report *report)
{
    const cahier_previous *previous = &report->previous;
    uint32_t files = 0;
    while (files < CAHIER_PREVIOUS_FILES && report->file[files] != NULL) {
        files++;
    }
    cahier_pack_uint(out, files);
    for (uint32_t i = 0; i < files; i++) {
        cahier_pack_text(out, cahier_string(report->file[i]));
        cahier_pack_text(out, cahier_string(report->sha256[i]));
    }
    cahier_pack_uint(out, previous->theme_count);
    for (uint32_t i = 0; i < previous->theme_count; i++) {
        cahier_pack_text(out, cahier_string(previous->themes[i].id));
        cahier_pack_text(out, previous->themes[i].label);
        cahier_pack_uint(out, previous->themes[i].shown);
    }
    cahier_pack_uint(out, previous->count);
    for (uint32_t i = 0; i < previous->count; i++) {
        cahier_pack_text(out, previous->document[i]);
        cahier_pack_word(out, previous->text[i]);
        cahier_pack_index(out, previous->shown[i]);
        cahier_pack_index(out, previous->found[i]);
    }
}

/* --- intake ------------------------------------------------------------------------------------------------------- */

static void pack_input(cahier_out *out, const cahier_intake_file *file)
{
    const uint32_t n[] = {file->format, (unsigned char)file->delimiter, file->header, file->rows, file->documents,
            file->unclosed_quotes, file->bad_dates};
    cahier_pack_text(out, file->name);
    cahier_pack_word(out, file->bytes);
    cahier_pack_text(out, cahier_string(file->sha256));
    pack_uints(out, n, sizeof n / sizeof *n);
    pack_string(out, file->encoding);
    pack_string(out, file->platform);
    pack_uints(out, file->set_aside, CAHIER_ASIDE_REASONS);
    pack_uints(out, file->noted, NOTE_COUNTS);
    cahier_pack_int(out, file->first_date);
    cahier_pack_int(out, file->last_date);
    pack_texts(out, file->sheets, file->sheet_count);
    cahier_pack_uint(out, file->sheet);
    cahier_pack_uint(out, file->column_count);
    for (uint32_t c = 0; c < file->column_count; c++) {
        cahier_pack_text(out, file->column[c].name);
        cahier_pack_uint(out, file->column[c].role);
        cahier_pack_uint(out, file->column[c].why);
    }
}

static void pack_set_aside(cahier_out *out, const cahier_set_aside *row)
{
    const uint32_t n[] = {row->file, row->line, row->row, row->reason};
    pack_uints(out, n, sizeof n / sizeof *n);
    cahier_pack_text(out, row->id);
}

static void pack_intake(cahier_out *out, const cahier_intake *intake)
{
    const uint32_t n[] = {
            intake->count, intake->rows, intake->contributions, intake->persons, intake->persons_known, intake->asked};
    pack_uints(out, n, sizeof n / sizeof *n);
    pack_texts(out, intake->group_name, intake->group_count);
    pack_texts(out, intake->kept_name, intake->kept_count);
    cahier_pack_uint(out, intake->file_count);
    for (uint32_t f = 0; f < intake->file_count; f++) {
        pack_input(out, &intake->file[f]);
    }
    cahier_pack_uint(out, intake->set_aside_count);
    for (uint32_t i = 0; i < intake->set_aside_count; i++) {
        pack_set_aside(out, &intake->set_aside[i]);
    }
    pack_texts(out, intake->person_hash, intake->person_hash != NULL ? intake->persons : 0);
}

cahier_status cahier_wire_write_batch(const cahier_wire_batch *batch, cahier_out *out)
{
    cahier_wire_begin(out);
    cahier_pack_text(out, cahier_string(batch->lexicons));
    pack_options(out, &batch->options);
    pack_file(out, &batch->taxonomy);
    pack_file(out, &batch->decisions);
    pack_previous(out, &batch->previous);
    pack_intake(out, &batch->intake);
    cahier_pack_uint(out, batch->inbox);
    return cahier_wire_end(out, &(cahier_wire_title){CAHIER_WIRE_BATCH, batch->name, 0});
}
