/* SPDX-License-Identifier: Apache-2.0 */
#include "analyse_report.h"

#include <stdio.h>
#include <string.h>

#include "analyse_command.h"
#include "versions.h"
#include "words.h"

#define OPTIONS_SHOWN 8u

static cahier_text text_of(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

static cahier_text copy(cahier_arena *batch, const char *string)
{
    size_t len = strlen(string);
    char *to = CAHIER_NEW(batch, char, len + 1);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, string, len);
    return (cahier_text){to, (uint32_t)len};
}

/* --- files -------------------------------------------------------------------------------------------------------------------------- */

static bool write_columns(cahier_arena *batch, const cahier_intake_file *from, cahier_report_file *to)
{
    cahier_report_pair *pair = CAHIER_NEW(batch, cahier_report_pair, from->column_count + 1);
    if (pair == NULL) {
        return false;
    }
    if (from->sheet_count > 0) {
        pair[to->column_count++] = (cahier_report_pair){text_of("feuille"), from->sheets[from->sheet]};
    }
    for (uint32_t c = 0; c < from->column_count; c++) {
        if (from->column[c].role != CAHIER_ROLE_OTHER) {
            pair[to->column_count++] =
                    (cahier_report_pair){text_of(cahier_role_label(from->column[c].role, false)), from->column[c].name};
        }
    }
    to->columns = pair;
    return true;
}

static bool write_files(cahier_arena *batch, const cahier_intake *intake, cahier_report_input *out)
{
    cahier_report_file *file = CAHIER_NEW(batch, cahier_report_file, intake->file_count);
    if (file == NULL) {
        return false;
    }
    for (uint32_t f = 0; f < intake->file_count; f++) {
        const cahier_intake_file *from = &intake->file[f];
        file[f] = (cahier_report_file){
                .name = from->name, .bytes = from->bytes, .rows = from->rows, .encoding = text_of(from->encoding)};
        memcpy(file[f].sha256, from->sha256, sizeof file[f].sha256);
        if (!write_columns(batch, from, &file[f])) {
            return false;
        }
    }
    out->files = file;
    out->file_count = intake->file_count;
    out->rows = intake->rows;
    return true;
}

static bool write_set_aside(cahier_arena *batch, const cahier_intake *intake, cahier_report_input *out)
{
    cahier_report_set_aside *row = CAHIER_NEW(batch, cahier_report_set_aside, intake->set_aside_count);
    if (row == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < intake->set_aside_count; i++) {
        const cahier_set_aside *from = &intake->set_aside[i];
        row[i] = (cahier_report_set_aside){
                from->file, from->line, text_of(cahier_set_aside_sentence(from->reason, false))};
    }
    out->set_aside = row;
    out->set_aside_count = intake->set_aside_count;
    return true;
}

static bool write_kept(cahier_arena *batch, const cahier_intake *intake, cahier_report_input *out)
{
    if (intake->kept == NULL) {
        return true;
    }
    cahier_text *kept = CAHIER_NEW(batch, cahier_text, (size_t)intake->count * intake->kept_count);
    if (kept == NULL) {
        return false;
    }
    for (uint32_t d = 0; d < intake->count; d++) {
        memcpy(kept + (size_t)d * intake->kept_count, intake->kept[d], intake->kept_count * sizeof *kept);
    }
    out->kept_name = intake->kept_name;
    out->kept = kept;
    out->kept_count = intake->kept_count;
    return true;
}

/* --- how it was made ------------------------------------------------------------------------------------------------------------------ */

static bool write_lexicons(cahier_arena *batch, const cahier_analyse_options *options,
        const cahier_lexicon_files *lexicons, cahier_report_input *out)
{
    cahier_report_source *source = CAHIER_NEW(batch, cahier_report_source, CAHIER_LEXICON_FILES);
    if (source == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < CAHIER_LEXICON_FILES; i++) {
        source[i] = (cahier_report_source){.name = lexicons->fact[i].name, .version = lexicons->fact[i].version};
        memcpy(source[i].sha256, lexicons->fact[i].sha256, sizeof source[i].sha256);
    }
    out->lexicons = source;
    out->lexicon_count = CAHIER_LEXICON_FILES;
    if (options->taxonomy != NULL) {
        out->taxonomy = &source[CAHIER_LEXICON_TAXONOMY];
    }
    return true;
}

static bool write_decisions(cahier_arena *batch, const cahier_journal *journal, cahier_report_input *out)
{
    cahier_report_source *source = CAHIER_NEW(batch, cahier_report_source, 1);
    if (source == NULL) {
        return false;
    }
    if (journal->name.len > 0) {
        source->name = journal->name;
        memcpy(source->sha256, journal->sha256, sizeof source->sha256);
        out->decisions = source;
    }
    return true;
}

static bool write_previous(cahier_arena *batch, const cahier_previous_report *previous, cahier_report_input *out)
{
    cahier_report_source *source = CAHIER_NEW(batch, cahier_report_source, CAHIER_PREVIOUS_FILES);
    if (source == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < CAHIER_PREVIOUS_FILES && previous->file[i] != NULL; i++) {
        source[i].name = text_of(previous->file[i]);
        memcpy(source[i].sha256, previous->sha256[i], sizeof source[i].sha256);
        out->previous_count++;
    }
    out->previous = source;
    return true;
}

static bool write_options(cahier_arena *batch, const cahier_analyse_options *options, cahier_report_input *out)
{
    cahier_report_pair *pair = CAHIER_NEW(batch, cahier_report_pair, OPTIONS_SHOWN);
    char number[16];
    static const char *const use[] = {"none", "names", "guides"};
    if (pair == NULL) {
        return false;
    }
    uint32_t count = 0;
    (void)snprintf(number, sizeof number, "%u", options->analysis.themes);
    pair[count++] = (cahier_report_pair){
            text_of("themes"), options->analysis.themes == 0 ? text_of("auto") : copy(batch, number)};
    pair[count++] =
            (cahier_report_pair){text_of("redact"), text_of(options->analysis.redact_strict ? "strict" : "balanced")};
    pair[count++] = (cahier_report_pair){text_of("taxonomy"), text_of(use[options->analysis.list])};
    (void)snprintf(number, sizeof number, "%u", options->analysis.top);
    pair[count++] = (cahier_report_pair){text_of("top"), copy(batch, number)};
    pair[count++] = (cahier_report_pair){text_of("adapt"), text_of(options->analysis.alone ? "no" : "yes")};
    pair[count++] = (cahier_report_pair){text_of("person-key"), text_of(options->person_key != NULL ? "yes" : "no")};
    out->options = pair;
    out->option_count = count;
    return true;
}

static bool write_versions(cahier_arena *batch, cahier_report_input *out)
{
    cahier_version version[CAHIER_VERSIONS];
    cahier_versions(version);
    cahier_report_pair *pair = CAHIER_NEW(batch, cahier_report_pair, CAHIER_VERSIONS);
    if (pair == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < CAHIER_VERSIONS; i++) {
        pair[i] = (cahier_report_pair){text_of(version[i].name), copy(batch, version[i].version)};
    }
    out->versions = pair;
    out->version_count = CAHIER_VERSIONS;
    return true;
}

/* --- persons ---------------------------------------------------------------------------------------------------------------------------- */

static void write_person(void *self, uint32_t person, char *key)
{
    const cahier_intake *intake = self;
    cahier_text hash = intake->person_hash[person - 1];
    if (hash.len == 0) {
        (void)snprintf(key, CAHIER_PERSON_KEY_MAX, "p-%u", person);
    } else {
        (void)snprintf(key, CAHIER_PERSON_KEY_MAX, "p-%.*s", (int)hash.len, hash.at);
    }
}

bool cahier_analyse_input(cahier_arena *batch, const cahier_analyse_facts *facts, cahier_report_input *out)
{
    cahier_report_input in = {.result = facts->result,
            .measure = facts->measure,
            .measure_self = facts->measure_self,
            .stop = facts->stop};
    in.run = (cahier_report_run){.started = text_of(facts->started), .threads = facts->threads};
    if (facts->intake->person_hash != NULL) {
        in.person_key = write_person;
        in.person_key_self = (void *)(uintptr_t)facts->intake;
    }
    bool written = write_files(batch, facts->intake, &in) && write_set_aside(batch, facts->intake, &in) &&
                   write_kept(batch, facts->intake, &in) &&
                   write_lexicons(batch, facts->options, facts->lexicons, &in) &&
                   write_decisions(batch, facts->journal, &in) && write_previous(batch, facts->previous, &in) &&
                   write_options(batch, facts->options, &in) && write_versions(batch, &in) &&
                   cahier_analyse_command(batch, facts, &in.command);
    *out = in;
    return written;
}

bool cahier_analyse_report(
        cahier_arena *batch, const cahier_analyse_facts *facts, const char *folder, cahier_report_error *error)
{
    cahier_report_input in;
    if (!cahier_analyse_input(batch, facts, &in)) {
        (void)snprintf(error->message, sizeof error->message, "mémoire insuffisante pour écrire le rapport.");
        return false;
    }
    return cahier_report_write(&in, folder, facts->options->formats, error);
}
