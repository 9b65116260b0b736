/* SPDX-License-Identifier: Apache-2.0 */
#include "analyse_command.h"

#include <string.h>

#include "out.h"
#include "words.h"

/* A word of a shell: as it is when nothing in it means anything to one. */
static void put_word(cahier_out *out, cahier_text word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,/:+@%";
    bool quoted = word.len == 0 || word.at[0] == '-';
    for (uint32_t i = 0; i < word.len; i++) {
        quoted = quoted || ((unsigned char)word.at[i] < 0x80 && memchr(plain, word.at[i], sizeof plain - 1) == NULL);
    }
    cahier_put(out, quoted ? " '" : " ");
    for (uint32_t i = 0; i < word.len; i++) {
        if (word.at[i] == '\'') {
            cahier_put(out, "'\\''");
        } else {
            cahier_put_bytes(out, word.at + i, 1);
        }
    }
    cahier_put(out, quoted ? "'" : "");
}

static void put_option(cahier_out *out, const char *name, cahier_text value)
{
    cahier_put(out, " --");
    cahier_put(out, name);
    put_word(out, value);
}

static bool is_told(const cahier_intake *intake, uint32_t f, const cahier_intake_column *column)
{
    for (uint32_t earlier = 0; earlier < f; earlier++) {
        for (uint32_t c = 0; c < intake->file[earlier].column_count; c++) {
            const cahier_intake_column *other = &intake->file[earlier].column[c];
            if (other->why == CAHIER_WHY_ASKED && other->role == column->role && other->name.len == column->name.len &&
                    memcmp(other->name.at, column->name.at, column->name.len) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Keys of roles are the names of their options. */
static void put_columns(cahier_out *out, const cahier_intake *intake)
{
    for (uint32_t f = 0; f < intake->file_count; f++) {
        for (uint32_t c = 0; c < intake->file[f].column_count; c++) {
            const cahier_intake_column *column = &intake->file[f].column[c];
            if (column->why == CAHIER_WHY_ASKED && !is_told(intake, f, column)) {
                put_option(out, column->role == CAHIER_ROLE_OTHER ? "ignore" : cahier_role_key(column->role),
                        column->name);
            }
        }
    }
}

static void put_intake(cahier_out *out, const cahier_intake *intake)
{
    const cahier_intake_file *file = &intake->file[0];
    put_columns(out, intake);
    if ((intake->asked & CAHIER_ASKED_ENCODING) != 0) {
        put_option(out, "encoding", cahier_string(file->encoding));
    }
    if ((intake->asked & CAHIER_ASKED_DELIMITER) != 0) {
        put_option(
                out, "delimiter", file->delimiter == '\t' ? cahier_string("tab") : (cahier_text){&file->delimiter, 1});
    }
    if ((intake->asked & CAHIER_ASKED_SHEET) != 0 && file->sheet_count > 0) {
        put_option(out, "sheet", file->sheets[file->sheet]);
    }
    cahier_put(out, intake->kept_count > 0 ? " --keep-columns" : "");
    cahier_put(out, (intake->asked & CAHIER_ASKED_WHERE_FOUND) != 0 && intake->file_count > 1 ? " --where-found" : "");
}

static void put_number(cahier_out *out, const char *name, uint32_t value)
{
    cahier_put(out, " --");
    cahier_put(out, name);
    cahier_put(out, " ");
    cahier_put_uint(out, value);
}

static void put_analysis(cahier_out *out, const cahier_analyse_facts *facts)
{
    const cahier_analyse_options *options = facts->options;
    if (options->analysis.themes != 0) {
        put_number(out, "themes", options->analysis.themes);
    }
    if (options->analysis.list != CAHIER_LIST_NAMES) {
        put_option(out, "taxonomy",
                options->taxonomy != NULL ? facts->lexicons->fact[CAHIER_LEXICON_TAXONOMY].name
                                          : cahier_string("none"));
    }
    if (facts->journal->name.len > 0) {
        put_option(out, "decisions", facts->journal->name);
    }
    cahier_put(out, options->previous != NULL ? " --previous DOSSIER" : "");
    cahier_put(out, options->person_key != NULL ? " --person-key SECRET" : "");
    cahier_put(out, options->analysis.alone ? " --no-adapt" : "");
    cahier_put(out, options->analysis.redact_strict ? " --redact strict" : "");
    if (options->analysis.top != CAHIER_OPTIONS_DEFAULT.top) {
        put_number(out, "top", options->analysis.top);
    }
}

bool cahier_analyse_command(cahier_arena *batch, const cahier_analyse_facts *facts, cahier_text *command)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    cahier_put(&out, "cahier analyse");
    for (uint32_t f = 0; f < facts->intake->file_count; f++) {
        put_word(&out, facts->intake->file[f].name);
    }
    put_intake(&out, facts->intake);
    put_analysis(&out, facts);
    cahier_text text = cahier_out_text(&out);
    char *to = CAHIER_NEW(batch, char, text.len);
    if (to != NULL) {
        memcpy(to, text.at, text.len);
        *command = (cahier_text){to, text.len};
    }
    (void)cahier_out_close(&out);
    return to != NULL;
}
