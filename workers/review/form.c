/* SPDX-License-Identifier: Apache-2.0 */
#include "form.h"

#include <string.h>

#include "normalise.h"
#include "text.h"

bool cahier_form_is_text(cahier_text text)
{
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if ((byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
            return false;
        }
    }
    return cahier_utf8_valid(text) == text.len;
}

static int digit_of(char byte)
{
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                        : -1;
}

static cahier_status decode(cahier_arena *arena, cahier_text raw, bool plus, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, (size_t)raw.len + 1);
    uint32_t len = 0;
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < raw.len; i++) {
        if (raw.at[i] != '%') {
            to[len++] = plus && raw.at[i] == '+' ? ' ' : raw.at[i];
            continue;
        }
        int high = i + 2 < raw.len ? digit_of(raw.at[i + 1]) : -1, low = high >= 0 ? digit_of(raw.at[i + 2]) : -1;
        if (low < 0) {
            return CAHIER_ERROR_UTF8;
        }
        to[len++] = (char)(high * 16 + low);
        i += 2;
    }
    cahier_text text = {to, len};
    if (!cahier_form_is_text(text)) {
        return CAHIER_ERROR_UTF8;
    }
    *out = text;
    return CAHIER_OK;
}

/* What stands before `stop`, or all; *rest is what follows it. */
static cahier_text cut(cahier_text text, char stop, cahier_text *rest)
{
    const char *at = text.len > 0 ? memchr(text.at, stop, text.len) : NULL;
    uint32_t len = at != NULL ? (uint32_t)(at - text.at) : text.len;
    *rest = at != NULL ? cahier_slice(text, len + 1, text.len) : (cahier_text){text.at, 0};
    return cahier_slice(text, 0, len);
}

static bool is_dots(cahier_text part)
{
    return part.len > 0 && part.len <= 2 && memcmp(part.at, "..", part.len) == 0;
}

/* It may be written into a header. */
static bool has_break(cahier_text part)
{
    return memchr(part.at, '\n', part.len) != NULL || memchr(part.at, '\r', part.len) != NULL;
}

cahier_status cahier_form_path(
        cahier_arena *arena, cahier_text path, cahier_text part[CAHIER_PATH_PARTS], uint32_t *count)
{
    uint32_t found = 0;
    if (path.len == 0 || path.at[0] != '/') {
        return CAHIER_ERROR_UTF8;
    }
    for (cahier_text rest = cahier_slice(path, 1, path.len); rest.len > 0;) {
        if (found == CAHIER_PATH_PARTS) {
            return CAHIER_ERROR_LIMIT;
        }
        CAHIER_TRY(decode(arena, cut(rest, '/', &rest), false, &part[found]));
        if (part[found].len == 0 || is_dots(part[found]) || has_break(part[found])) {
            return CAHIER_ERROR_UTF8;
        }
        found++;
    }
    *count = found;
    return CAHIER_OK;
}

cahier_status cahier_form_add(cahier_arena *arena, cahier_fields *fields, cahier_text name, cahier_text value)
{
    if (fields->count == CAHIER_FORM_FIELDS) {
        return CAHIER_ERROR_LIMIT;
    }
    if ((fields->count & (fields->count - 1)) == 0) { /* full: a power of two */
        uint32_t room = fields->count == 0 ? 1 : 2 * fields->count;
        cahier_shown_field *at = CAHIER_GROW(arena, fields->at, fields->count, room);
        if (at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        fields->at = at;
    }
    fields->at[fields->count++] = (cahier_shown_field){name, value};
    return CAHIER_OK;
}

cahier_status cahier_form_fields(cahier_arena *arena, cahier_text form, cahier_fields *fields)
{
    while (form.len > 0) {
        cahier_text value, name = cut(cut(form, '&', &form), '=', &value);
        if (name.len == 0 && value.len == 0) {
            continue; /* "a=1&&b=2" */
        }
        CAHIER_TRY(decode(arena, name, true, &name));
        CAHIER_TRY(decode(arena, value, true, &value));
        CAHIER_TRY(cahier_form_add(arena, fields, name, value));
    }
    return CAHIER_OK;
}

static cahier_text without_spaces(cahier_text text)
{
    while (text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t')) {
        text = cahier_slice(text, 1, text.len);
    }
    while (text.len > 0 && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

cahier_text cahier_form_cookie(cahier_text header, const char *name)
{
    cahier_text wanted = {name, (uint32_t)strlen(name)};
    while (header.len > 0) {
        cahier_text value, found = without_spaces(cut(cut(header, ';', &header), '=', &value));
        if (cahier_text_equal(found, wanted)) {
            return without_spaces(value);
        }
    }
    return (cahier_text){NULL, 0};
}

/* From behind the opening quote; *end is behind the closing one. */
static cahier_status read_quoted(cahier_arena *arena, cahier_text header, uint32_t *end, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, (size_t)header.len + 1);
    uint32_t len = 0, i = *end;
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (; i < header.len && header.at[i] != '"'; i++) {
        bool escaped = header.at[i] == '\\' && i + 1 < header.len && header.at[i + 1] == '"'; /* curl */
        bool percent = i + 2 < header.len && memcmp(header.at + i, "%22", 3) == 0;            /* browsers */
        to[len++] = escaped || percent ? '"' : header.at[i];
        i += percent ? 2 : escaped ? 1 : 0;
    }
    if (i == header.len) {
        return CAHIER_ERROR_UTF8;
    }
    *end = i + 1;
    *out = (cahier_text){to, len};
    return CAHIER_OK;
}

static bool is_named(cahier_text found, const char *name)
{
    uint32_t i = 0;
    while (i < found.len && name[i] != '\0' && (found.at[i] | 0x20) == name[i]) {
        i++;
    }
    return i == found.len && name[i] == '\0';
}

static cahier_status copy(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    *out = (cahier_text){to, text.len};
    return CAHIER_OK;
}

/* The next « name="value" » or « name=value » from *at on; both empty at the end. */
static cahier_status next_parameter(
        cahier_arena *arena, cahier_text header, uint32_t *at, cahier_text *name, cahier_text *value)
{
    uint32_t i = *at;
    while (i < header.len && strchr("; \t", header.at[i]) != NULL) {
        i++;
    }
    uint32_t start = i;
    while (i < header.len && header.at[i] != '=' && header.at[i] != ';') {
        i++;
    }
    *name = without_spaces(cahier_slice(header, start, i));
    *value = (cahier_text){NULL, 0};
    if (i < header.len && header.at[i] == '=') {
        i++;
        if (i < header.len && header.at[i] == '"') {
            i++;
            CAHIER_TRY(read_quoted(arena, header, &i, value));
        } else {
            start = i;
            while (i < header.len && header.at[i] != ';') {
                i++;
            }
            CAHIER_TRY(copy(arena, without_spaces(cahier_slice(header, start, i)), value));
        }
    }
    *at = i;
    return CAHIER_OK;
}

cahier_status cahier_form_parameter(
        cahier_arena *arena, cahier_text header, const char *name, cahier_text *out, bool *found)
{
    const char *first = header.len > 0 ? memchr(header.at, ';', header.len) : NULL;
    uint32_t at = first != NULL ? (uint32_t)(first - header.at) : header.len;
    *found = false;
    while (at < header.len && !*found) {
        cahier_text key, value;
        CAHIER_TRY(next_parameter(arena, header, &at, &key, &value));
        *found = is_named(key, name);
        *out = *found ? value : *out;
    }
    return CAHIER_OK;
}

cahier_status cahier_form_encode(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *to = CAHIER_NEW(arena, char, 3 * (size_t)text.len + 1);
    uint32_t len = 0;
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte != '\0' && strchr(plain, byte) != NULL) {
            to[len++] = (char)byte;
        } else {
            to[len++] = '%';
            to[len++] = "0123456789ABCDEF"[byte >> 4];
            to[len++] = "0123456789ABCDEF"[byte & 15];
        }
    }
    *out = (cahier_text){to, len};
    return CAHIER_OK;
}
