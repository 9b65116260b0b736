/* SPDX-License-Identifier: Apache-2.0 */
#include "inbox_lines.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon_files.h"
#include "normalise.h"
#include "out.h"
#include "table.h"

#define DIGEST_DIGITS 32u

static const char *const fields[] = {"id", "text", "title", "date", "place", "person"}; /* in the order of the bits */

static cahier_status copy(cahier_arena *arena, const char *from, size_t len, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, len + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, from, len);
    *out = (cahier_text){to, (uint32_t)len};
    return CAHIER_OK;
}

static cahier_status digest(cahier_arena *arena, cahier_text of, cahier_text *out)
{
    char hex[65];
    cahier_digest(of, hex);
    return copy(arena, hex, DIGEST_DIGITS, out);
}

static cahier_text string_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? cahier_trim(cahier_string(item->valuestring)) : (cahier_text){"", 0};
}

/* Fields that we know, as strings: 42 and "42" are one id. False when memory is short. */
static bool take_fields(const cJSON *from, cJSON *to)
{
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(from, fields[f]);
        char *number = cJSON_IsNumber(item) ? cJSON_PrintUnformatted(item) : NULL;
        const char *value = cJSON_IsString(item) ? item->valuestring : number;
        bool added = value == NULL || cJSON_AddStringToObject(to, fields[f], value) != NULL;
        free(number);
        if (!added) {
            return false;
        }
    }
    return true;
}

/* A contribution without id has the digest of its bytes. */
static cahier_status name(cahier_arena *arena, cahier_text raw, cJSON *object, cahier_inbox_line *out)
{
    cahier_text id = string_of(object, "id");
    CAHIER_TRY(digest(arena, id.len > 0 ? id : raw, &out->digest));
    if (id.len == 0) {
        cJSON_DeleteItemFromObjectCaseSensitive(object, "id");
        return cJSON_AddStringToObject(object, "id", out->digest.at) != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
    }
    return CAHIER_OK;
}

static cahier_status write_line(cahier_arena *arena, const cJSON *object, cahier_inbox_line *out)
{
    char *text = cJSON_PrintUnformatted(object);
    size_t len = text != NULL ? strlen(text) : 0;
    if (text == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_status status = copy(arena, text, len + 1, &out->line);
    free(text);
    if (status == CAHIER_OK) {
        ((char *)(uintptr_t)out->line.at)[len] = '\n';
    }
    return status;
}

static cahier_status keep(
        cahier_arena *arena, cahier_text raw, const cJSON *received, cJSON *kept, cahier_inbox_line *out)
{
    if (kept == NULL || !take_fields(received, kept)) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(name(arena, raw, kept, out));
    if (string_of(kept, "text").len == 0 && string_of(kept, "title").len == 0) {
        out->set_aside = CAHIER_ASIDE_EMPTY_TEXT;
        return CAHIER_OK;
    }
    if (string_of(kept, "text").len == 0) {
        cJSON_DeleteItemFromObjectCaseSensitive(kept, "text");
        cJSON *title = cJSON_DetachItemFromObjectCaseSensitive(kept, "title");
        if (!cJSON_AddItemToObject(kept, "text", title)) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    for (unsigned f = 0; f < sizeof fields / sizeof *fields; f++) {
        out->filled |= string_of(kept, fields[f]).len > 0 ? 1u << f : 0;
    }
    return write_line(arena, kept, out);
}

static cahier_status read_one(cahier_arena *arena, cahier_text raw, cahier_inbox_line *out)
{
    *out = (cahier_inbox_line){.set_aside = CAHIER_ASIDE_UNREADABLE};
    CAHIER_TRY(digest(arena, raw, &out->digest));
    cJSON *object =
            cahier_utf8_valid(raw) == raw.len ? cJSON_ParseWithLengthOpts(raw.at, (size_t)raw.len + 1, NULL, 1) : NULL;
    cahier_status status = CAHIER_OK;
    if (cJSON_IsObject(object)) {
        cJSON *kept = cJSON_CreateObject();
        status = keep(arena, raw, object, kept, out);
        cJSON_Delete(kept);
    }
    cJSON_Delete(object);
    return status;
}

cahier_status cahier_inbox_read(cahier_arena *arena, const cahier_text *raw, uint32_t count, cahier_inbox_line *out)
{
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_TRY(read_one(arena, raw[i], &out[i]));
    }
    return CAHIER_OK;
}
