/* SPDX-License-Identifier: Apache-2.0 */
#include "previous_report.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "intern.h"
#include "out.h"
#include "readback.h"
#include "text.h"

#define PATH_ROOM 4200
#define BLOCK (1u << 16)
#define FOUND_ONLY_MOST 1024u /* themes that a list or decisions replaced: far more than any report has */

typedef struct reader {
    cahier_arena *arena;
    const char *folder;
    bool english;
    cahier_previous_report *out;
    cahier_intern ids; /* of themes */
    cahier_previous_theme *theme;
    cahier_text *document;
    uint64_t *text;
    uint32_t *shown, *found;
    uint32_t themes, theme_room, count, room;
} reader;

/* line 0: the folder as a whole. */
static bool refuse(reader *r, uint32_t line, const char *french, const char *english)
{
    char *to = r->out->message;
    size_t room = sizeof r->out->message;
    if (line > 0) {
        (void)snprintf(to, room,
                r->english ? "--previous %s: contributions.jsonl, line %u: %s."
                           : "--previous %s : contributions.jsonl, ligne %u : %s.",
                r->folder, line, r->english ? english : french);
    } else {
        (void)snprintf(to, room, r->english ? "--previous %s: %s." : "--previous %s : %s.", r->folder,
                r->english ? english : french);
    }
    return false;
}

static bool refuse_folder(reader *r)
{
    return refuse(r, 0, "ce n'est pas un dossier de rapport ; il y faut report.json et contributions.jsonl",
            "not a report folder; report.json and contributions.jsonl are needed");
}

static bool refuse_memory(reader *r)
{
    return refuse(r, 0, "mémoire insuffisante pour le lire", "not enough memory to read it");
}

static bool refuse_line(reader *r, uint32_t line)
{
    return refuse(r, line, "ce n'est pas une contribution de ce rapport", "not a contribution of this report");
}

/* --- bytes ------------------------------------------------------------------------------------------------------------- */

/* The digest of a file, and how many lines it has at most. */
static bool digest_file(reader *r, uint32_t which, uint32_t *lines)
{
    char path[PATH_ROOM], block[BLOCK];
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    (void)snprintf(path, sizeof path, "%s/%s", r->folder, r->out->file[which]);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return refuse_folder(r);
    }
    (void)crypto_hash_sha256_init(&state);
    *lines = 1;
    for (size_t len = fread(block, 1, sizeof block, file); len > 0; len = fread(block, 1, sizeof block, file)) {
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)block, len);
        for (size_t i = 0; i < len; i++) {
            *lines += block[i] == '\n';
        }
    }
    bool read = ferror(file) == 0;
    (void)fclose(file);
    (void)crypto_hash_sha256_final(&state, hash);
    (void)sodium_bin2hex(r->out->sha256[which], sizeof r->out->sha256[which], hash, sizeof hash);
    return read || refuse_folder(r);
}

static bool copy(reader *r, cahier_text text, cahier_text *out)
{
    char *to = CAHIER_NEW(r->arena, char, (size_t)text.len + 1);
    if (to == NULL) {
        return refuse_memory(r);
    }
    memcpy(to, text.at, text.len);
    *out = (cahier_text){to, text.len};
    return true;
}

/* --- themes ------------------------------------------------------------------------------------------------------------ */

/* "t-4f2a" */
static bool is_theme_id(cahier_text id)
{
    return id.len == CAHIER_THEME_ID_LEN && memcmp(id.at, "t-", 2) == 0 &&
           strspn(id.at + 2, "0123456789abcdef") >= CAHIER_THEME_ID_LEN - 2;
}

/* Adds a theme; CAHIER_NONE when there is no room for it. */
static uint32_t add_theme(reader *r, cahier_text id, cahier_text label, bool shown)
{
    if (!is_theme_id(id) || r->themes == r->theme_room) {
        return CAHIER_NONE;
    }
    cahier_previous_theme *theme = &r->theme[r->themes];
    *theme = (cahier_previous_theme){.label = label, .shown = shown};
    memcpy(theme->id, id.at, id.len);
    cahier_text key = {theme->id, id.len};
    if (cahier_intern_put(r->arena, &r->ids, key, cahier_hash(key), r->themes) != CAHIER_OK) {
        return CAHIER_NONE;
    }
    return r->themes++;
}

static bool read_themes(reader *r, const cJSON *report)
{
    const cJSON *themes = cJSON_GetObjectItemCaseSensitive(report, "themes"), *item;
    if (!cahier_text_equal(cahier_readback_text(report, "schema"), cahier_string("cahier.report/1"))) {
        return refuse(r, 0, "report.json n'a pas la forme « cahier.report/1 » ; refaites ce rapport avec cette version",
                "report.json is not of schema cahier.report/1; make that report again with this version");
    }
    r->theme_room = (cJSON_IsArray(themes) ? (uint32_t)cJSON_GetArraySize(themes) : 0) + FOUND_ONLY_MOST;
    r->theme = CAHIER_NEW(r->arena, cahier_previous_theme, r->theme_room);
    if (r->theme == NULL) {
        return refuse_memory(r);
    }
    cJSON_ArrayForEach(item, themes)
    {
        cahier_text id = cahier_readback_text(item, "id"), label;
        if (!copy(r, cahier_readback_text(item, "label"), &label)) {
            return false;
        }
        if (cahier_intern_find(&r->ids, id, cahier_hash(id)) != CAHIER_NONE ||
                add_theme(r, id, label, true) == CAHIER_NONE) {
            return refuse_folder(r);
        }
    }
    return true;
}

static bool read_report(reader *r)
{
    cJSON *report = cahier_readback_report(r->folder);
    if (report == NULL) {
        return refuse_folder(r);
    }
    cahier_readback_defuse(report);
    bool read = read_themes(r, report);
    cJSON_Delete(report);
    return read;
}

/* --- contributions ----------------------------------------------------------------------------------------------------- */

static bool read_document(reader *r, cahier_text id, const cJSON *line, uint32_t number)
{
    const cJSON *themes = cJSON_GetObjectItemCaseSensitive(line, "themes");
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(line, "found");
    uint32_t i = r->count;
    r->shown[i] = CAHIER_NONE;
    if (!cJSON_IsArray(themes) || i == r->room) {
        return refuse_line(r, number);
    }
    if (cJSON_GetArraySize(themes) > 0) {
        cahier_text theme = cahier_readback_text(cJSON_GetArrayItem(themes, 0), "id");
        r->shown[i] = cahier_intern_find(&r->ids, theme, cahier_hash(theme));
        if (r->shown[i] == CAHIER_NONE || !r->theme[r->shown[i]].shown) {
            return refuse_line(r, number);
        }
    }
    r->found[i] = found == NULL ? r->shown[i] : CAHIER_NONE;
    if (cJSON_IsString(found)) {
        cahier_text theme = cahier_readback_text(line, "found");
        uint32_t known = cahier_intern_find(&r->ids, theme, cahier_hash(theme));
        r->found[i] = known != CAHIER_NONE ? known : add_theme(r, theme, (cahier_text){NULL, 0}, false);
        if (r->found[i] == CAHIER_NONE) {
            return refuse_line(r, number);
        }
    }
    r->text[i] = cahier_text_hash(cahier_readback_text(line, "text"));
    r->count++;
    return copy(r, id, &r->document[i]);
}

static bool read_lines(reader *r, cahier_readback *readback)
{
    cahier_text id;
    while (cahier_readback_next(readback, &id)) {
        cJSON *line = cahier_readback_parse(readback);
        bool read = line != NULL ? read_document(r, id, line, readback->number) : refuse_line(r, readback->number);
        cJSON_Delete(line);
        if (!read) {
            return false;
        }
    }
    return !readback->ill_formed || refuse_line(r, readback->number);
}

static bool read_contributions(reader *r)
{
    cahier_readback readback;
    r->document = CAHIER_NEW(r->arena, cahier_text, r->room);
    r->shown = CAHIER_NEW(r->arena, uint32_t, r->room);
    r->found = CAHIER_NEW(r->arena, uint32_t, r->room);
    r->text = CAHIER_NEW(r->arena, uint64_t, r->room);
    if (r->document == NULL || r->text == NULL || r->shown == NULL || r->found == NULL) {
        return refuse_memory(r);
    }
    if (!cahier_readback_open(r->folder, &readback)) {
        return refuse_folder(r);
    }
    bool read = read_lines(r, &readback);
    cahier_readback_close(&readback);
    return read;
}

bool cahier_previous_report_read(cahier_arena *arena, const char *folder, bool english, cahier_previous_report *out)
{
    reader r = {.arena = arena, .folder = folder, .english = english, .out = out};
    uint32_t lines;
    *out = (cahier_previous_report){.file = {"report.json", "contributions.jsonl"}};
    if (!digest_file(&r, CAHIER_PREVIOUS_REPORT, &lines) || !digest_file(&r, CAHIER_PREVIOUS_CONTRIBUTIONS, &r.room) ||
            !read_report(&r) || !read_contributions(&r)) {
        return false;
    }
    out->previous = (cahier_previous){r.document, r.text, r.shown, r.found, r.count, r.theme, r.themes};
    return true;
}
