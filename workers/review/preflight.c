/* SPDX-License-Identifier: Apache-2.0 */
#include "preflight.h"

#include <stdio.h>
#include <string.h>

#include "intake.h"
#include "out.h"
#include "record.h"
#include "text.h"
#include "words.h"

/* --- what check printed ----------------------------------------------------------------------------------------------- */

static uint32_t read_count(const cJSON *object, const char *name)
{
    double value = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return value >= 0 && value <= UINT32_MAX ? (uint32_t)value : 0;
}

/* check says why in English, for machines; people read French. */
static const char *french_reason(const cJSON *column)
{
    const char *why = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(column, "why"));
    for (int i = 0; why != NULL && i < CAHIER_WHYS; i++) {
        if (strcmp(cahier_role_reason((cahier_role_why)i, true), why) == 0) {
            return cahier_role_reason((cahier_role_why)i, false);
        }
    }
    return "";
}

static bool read_columns(cahier_arena *arena, const cJSON *file, cahier_checked_file *out)
{
    const cJSON *columns = cJSON_GetObjectItemCaseSensitive(file, "columns"), *column;
    uint32_t count = (uint32_t)cJSON_GetArraySize(columns), c = 0;
    cahier_shown_column *list = CAHIER_NEW(arena, cahier_shown_column, count);
    if (list == NULL) {
        return false;
    }
    cJSON_ArrayForEach(column, columns)
    {
        list[c++] = (cahier_shown_column){cahier_record_text(arena, column, "name"),
                cahier_record_text(arena, column, "role"), french_reason(column)};
    }
    out->columns = list;
    out->column_count = count;
    return true;
}

static bool read_file(cahier_arena *arena, const cJSON *file, cahier_checked_file *out)
{
    const cJSON *aside = cJSON_GetObjectItemCaseSensitive(file, "set_aside");
    *out = (cahier_checked_file){.name = cahier_record_text(arena, file, "name"),
            .format = cahier_record_text(arena, file, "format"),
            .encoding = cahier_record_text(arena, file, "encoding"),
            .platform = cahier_record_text(arena, file, "platform"),
            .rows = read_count(file, "rows"),
            .documents = read_count(file, "documents"),
            .empty = read_count(aside, cahier_set_aside_key(CAHIER_ASIDE_EMPTY_ROW)) +
                     read_count(aside, cahier_set_aside_key(CAHIER_ASIDE_EMPTY_TEXT)),
            .repeated = read_count(aside, cahier_set_aside_key(CAHIER_ASIDE_REPEATED)),
            .other_kind = read_count(aside, cahier_set_aside_key(CAHIER_ASIDE_OTHER_KIND)),
            .unreadable = read_count(aside, cahier_set_aside_key(CAHIER_ASIDE_UNREADABLE)),
            .bad_dates = read_count(file, "unreadable_dates"),
            .first_date = (int32_t)read_count(file, "first_date"),
            .last_date = (int32_t)read_count(file, "last_date")};
    return read_columns(arena, file, out);
}

static bool read_tree(cahier_arena *arena, const cJSON *tree, cahier_preflight *out)
{
    const cJSON *files = cJSON_GetObjectItemCaseSensitive(tree, "files"), *file;
    uint32_t count = (uint32_t)cJSON_GetArraySize(files), f = 0;
    cahier_checked_file *list = CAHIER_NEW(arena, cahier_checked_file, count);
    bool whole = count > 0 && list != NULL;
    cJSON_ArrayForEach(file, files)
    {
        whole = whole && read_file(arena, file, &list[f++]);
    }
    out->files = list;
    out->file_count = count;
    out->rows = read_count(tree, "rows");
    out->documents = read_count(tree, "documents");
    out->persons = read_count(tree, "persons");
    out->persons_known = read_count(tree, "persons_known");
    return whole;
}

bool cahier_preflight_read(cahier_arena *arena, cahier_text json, cahier_preflight *out)
{
    cJSON *tree = cJSON_ParseWithLength(json.at, json.len);
    bool read = read_tree(arena, tree, out);
    cJSON_Delete(tree);
    return read;
}

/* --- what the page sends back ----------------------------------------------------------------------------------------- */

static const struct {
    cahier_role role;
    const char *option;
} options[] = {{CAHIER_ROLE_TEXT, "--text"}, {CAHIER_ROLE_TITLE, "--title"}, {CAHIER_ROLE_ID, "--id"},
        {CAHIER_ROLE_DATE, "--date"}, {CAHIER_ROLE_PLACE, "--place"}, {CAHIER_ROLE_PERSON, "--person"},
        {CAHIER_ROLE_GROUP, "--group"}, {CAHIER_ROLE_POSITION, "--position"}, {CAHIER_ROLE_OTHER, "--ignore"}};

static const char *option_of(cahier_text role)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (cahier_text_equal(role, cahier_string(cahier_role_key(options[i].role)))) {
            return options[i].option;
        }
    }
    return NULL;
}

static bool is_role(cahier_text role, cahier_role wanted)
{
    return cahier_text_equal(role, cahier_string(cahier_role_key(wanted)));
}

/* What the form says that a column is for: as it was found when it says nothing, or what cannot be asked for. */
static cahier_text chosen(const cahier_fields *form, uint32_t f, uint32_t c, const cahier_shown_column *column)
{
    char field[32];
    (void)snprintf(field, sizeof field, "role-%u-%u", f, c);
    for (uint32_t i = 0; i < form->count; i++) {
        if (cahier_text_equal(form->at[i].name, cahier_string(field))) {
            return option_of(form->at[i].value) != NULL ? form->at[i].value : column->role;
        }
    }
    return column->role;
}

static bool is_asked(const cahier_shown_column *column)
{
    return column->why[0] != '\0' && strcmp(column->why, cahier_role_reason(CAHIER_WHY_ASKED, false)) == 0;
}

/* By its name where only it has it; a name in which something was hidden is not that of the file. */
static cahier_status name_column(cahier_arena *arena, const cahier_checked_file *file, uint32_t c, const char **out)
{
    cahier_text name = file->columns[c].name;
    bool alone = name.len > 0 && memchr(name.at, '[', name.len) == NULL;
    for (uint32_t j = 0; j < file->column_count; j++) {
        alone = alone && (j == c || !cahier_text_equal(file->columns[j].name, name));
    }
    size_t room = (size_t)name.len + 16;
    char *to = CAHIER_NEW(arena, char, room);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (alone) {
        memcpy(to, name.at, name.len);
    } else {
        (void)snprintf(to, room, "%u", c + 1);
    }
    *out = to;
    return CAHIER_OK;
}

/* Texts and groups are lists: naming one leaves out the others, so that a change of one names all. */
static bool has_changed(const cahier_preflight *preflight, const cahier_fields *form, cahier_role role)
{
    for (uint32_t f = 0; f < preflight->file_count; f++) {
        for (uint32_t c = 0; c < preflight->files[f].column_count; c++) {
            const cahier_shown_column *column = &preflight->files[f].columns[c];
            cahier_text now = chosen(form, f, c, column);
            if (!cahier_text_equal(now, column->role) && (is_role(now, role) || is_role(column->role, role))) {
                return true;
            }
        }
    }
    return false;
}

static bool is_said(const char **words, uint32_t count, const char *option, const char *name)
{
    for (uint32_t i = 0; i + 1 < count; i += 2) {
        if (strcmp(words[i], option) == 0 && strcmp(words[i + 1], name) == 0) {
            return true;
        }
    }
    return false;
}

cahier_status cahier_preflight_correct(cahier_arena *arena, const cahier_preflight *preflight,
        const cahier_fields *form, const char **words, uint32_t *count)
{
    bool texts = has_changed(preflight, form, CAHIER_ROLE_TEXT),
         groups = has_changed(preflight, form, CAHIER_ROLE_GROUP);
    uint32_t said = 0;
    for (uint32_t f = 0; f < preflight->file_count; f++) {
        const cahier_checked_file *file = &preflight->files[f];
        for (uint32_t c = 0; c < file->column_count; c++) {
            cahier_text role = chosen(form, f, c, &file->columns[c]);
            bool listed = (texts && is_role(role, CAHIER_ROLE_TEXT)) || (groups && is_role(role, CAHIER_ROLE_GROUP));
            const char *name, *option = option_of(role);
            if (option == NULL ||
                    (!listed && !is_asked(&file->columns[c]) && cahier_text_equal(role, file->columns[c].role))) {
                continue;
            }
            CAHIER_TRY(name_column(arena, file, c, &name));
            if (is_said(words, said, option, name)) {
                continue; /* the same column of another file */
            }
            if (said + 2 > CAHIER_CORRECTIONS_MOST) {
                return CAHIER_ERROR_LIMIT;
            }
            words[said++] = option;
            words[said++] = name;
        }
    }
    *count = said;
    return CAHIER_OK;
}
