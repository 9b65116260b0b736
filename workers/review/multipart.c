/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memmem */
#include "multipart.h"

#include <string.h>

bool cahier_multipart_open(cahier_multipart *multipart, cahier_arena *arena, cahier_text content_type,
        cahier_fields *fields, const cahier_multipart_listener *listener)
{
    static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ";
    cahier_text boundary = {NULL, 0};
    bool found = false;
    if (cahier_form_parameter(arena, content_type, "boundary", &boundary, &found) != CAHIER_OK || !found ||
            boundary.len == 0 || boundary.len > CAHIER_BOUNDARY_MOST) {
        return false;
    }
    for (uint32_t i = 0; i < boundary.len; i++) {
        if (boundary.at[i] == '\0' || strchr(allowed, boundary.at[i]) == NULL) {
            return false;
        }
    }
    multipart->arena = arena;
    multipart->fields = fields;
    multipart->listener = listener;
    multipart->state = CAHIER_MULTIPART_BEFORE;
    multipart->status = CAHIER_OK;
    memcpy(multipart->mark, "\r\n--", 4);
    memcpy(multipart->mark + 4, boundary.at, boundary.len);
    multipart->mark_len = boundary.len + 4;
    memcpy(multipart->room, "\r\n", 2); /* the first boundary may be the first line */
    multipart->used = 2;
    multipart->total = 0;
    return true;
}

static void consume(cahier_multipart *multipart, uint32_t len)
{
    multipart->used -= len;
    memmove(multipart->room, multipart->room + len, multipart->used);
}

/* --- a part's content ------------------------------------------------------------------------------------------------- */

static cahier_status take(cahier_multipart *multipart, uint32_t len)
{
    const cahier_multipart_listener *listener = multipart->listener;
    if (multipart->state == CAHIER_MULTIPART_FILE) {
        return len == 0 || listener->bytes(listener->self, multipart->room, len) ? CAHIER_OK : CAHIER_ERROR_EMPTY;
    }
    if (multipart->state == CAHIER_MULTIPART_BEFORE || len == 0) {
        return CAHIER_OK;
    }
    if (len > CAHIER_FORM_BYTES - multipart->total) {
        return CAHIER_ERROR_LIMIT;
    }
    char *value = cahier_arena_extend(
            multipart->arena, multipart->value, multipart->value_len, (size_t)multipart->value_len + len, 1);
    if (value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(value + multipart->value_len, multipart->room, len);
    multipart->value = value;
    multipart->value_len += len;
    multipart->total += len;
    return CAHIER_OK;
}

static cahier_status close_part(cahier_multipart *multipart)
{
    const cahier_multipart_listener *listener = multipart->listener;
    if (multipart->state == CAHIER_MULTIPART_FILE) {
        return listener->close(listener->self) ? CAHIER_OK : CAHIER_ERROR_EMPTY;
    }
    if (multipart->state == CAHIER_MULTIPART_BEFORE) {
        return CAHIER_OK;
    }
    cahier_text value = {multipart->value, multipart->value_len};
    return cahier_form_is_text(value) ? cahier_form_add(multipart->arena, multipart->fields, multipart->name, value)
                                      : CAHIER_ERROR_UTF8;
}

/* --- a part's header -------------------------------------------------------------------------------------------------- */

/* The value of Content-Disposition among the lines; empty when it is not there. */
static cahier_text disposition_of(cahier_text lines)
{
    static const char name[] = "content-disposition:";
    for (uint32_t start = 0; start < lines.len;) {
        const char *end = memchr(lines.at + start, '\r', lines.len - start);
        uint32_t stop = end != NULL ? (uint32_t)(end - lines.at) : lines.len, i = 0;
        while (i < sizeof name - 1 && start + i < stop && (lines.at[start + i] | 0x20) == (name[i] | 0x20)) {
            i++;
        }
        if (i == sizeof name - 1) {
            return cahier_slice(lines, start + i, stop);
        }
        start = stop + 2;
    }
    return (cahier_text){NULL, 0};
}

static cahier_status open_part(cahier_multipart *multipart, cahier_text lines)
{
    cahier_text file = {NULL, 0}, disposition = disposition_of(lines);
    const cahier_multipart_listener *listener = multipart->listener;
    bool named = false, is_file = false;
    CAHIER_TRY(cahier_form_parameter(multipart->arena, disposition, "name", &multipart->name, &named));
    CAHIER_TRY(cahier_form_parameter(multipart->arena, disposition, "filename", &file, &is_file));
    if (!named || !cahier_form_is_text(multipart->name) || !cahier_form_is_text(file)) {
        return CAHIER_ERROR_UTF8;
    }
    multipart->value = NULL;
    multipart->value_len = 0;
    multipart->state = is_file ? CAHIER_MULTIPART_FILE : CAHIER_MULTIPART_FIELD;
    return !is_file || listener->open(listener->self, multipart->name, file) ? CAHIER_OK : CAHIER_ERROR_EMPTY;
}

/* --- the body --------------------------------------------------------------------------------------------------------- */

/* True when something was done: there may be more to do. */
static bool read_header(cahier_multipart *multipart)
{
    const char *end = memmem(multipart->room, multipart->used, "\r\n\r\n", 4);
    if (end == NULL) {
        multipart->status = multipart->used > CAHIER_PART_HEADER ? CAHIER_ERROR_LIMIT : CAHIER_OK;
        return false;
    }
    uint32_t len = (uint32_t)(end - multipart->room);
    multipart->status = open_part(multipart, (cahier_text){multipart->room, len});
    consume(multipart, len + 4);
    return true;
}

/* Behind a boundary: "--" ends the form, spaces and a line end start a part. */
static bool read_mark(cahier_multipart *multipart, uint32_t at)
{
    uint32_t next = at + multipart->mark_len;
    while (next < multipart->used && (multipart->room[next] == ' ' || multipart->room[next] == '\t')) {
        next++;
    }
    if (multipart->used - next < 2) {
        return false; /* not yet known */
    }
    bool last = memcmp(multipart->room + next, "--", 2) == 0;
    if (!last && memcmp(multipart->room + next, "\r\n", 2) != 0) {
        multipart->status = CAHIER_ERROR_UTF8; /* the boundary must not stand in a part */
        return false;
    }
    multipart->status = take(multipart, at);
    multipart->status = multipart->status == CAHIER_OK ? close_part(multipart) : multipart->status;
    multipart->state = last ? CAHIER_MULTIPART_END : CAHIER_MULTIPART_HEADER;
    consume(multipart, next + 2);
    return true;
}

static bool read_content(cahier_multipart *multipart)
{
    const char *mark = memmem(multipart->room, multipart->used, multipart->mark, multipart->mark_len);
    if (mark != NULL) {
        return read_mark(multipart, (uint32_t)(mark - multipart->room));
    }
    uint32_t kept = multipart->mark_len - 1; /* they may start a boundary */
    if (multipart->used > kept) {
        uint32_t len = multipart->used - kept;
        multipart->status = take(multipart, len);
        consume(multipart, len);
    }
    return false;
}

static void read_on(cahier_multipart *multipart)
{
    bool moved = true;
    while (moved && multipart->status == CAHIER_OK) {
        switch (multipart->state) {
        case CAHIER_MULTIPART_HEADER:
            moved = read_header(multipart);
            break;
        case CAHIER_MULTIPART_END:
            multipart->used = 0;
            moved = false;
            break;
        default:
            moved = read_content(multipart);
        }
    }
}

cahier_status cahier_multipart_feed(cahier_multipart *multipart, const char *at, size_t len)
{
    while (len > 0 && multipart->status == CAHIER_OK) {
        size_t room = sizeof multipart->room - multipart->used, part = len < room ? len : room;
        if (part == 0) { /* a boundary followed by spaces without end */
            multipart->status = CAHIER_ERROR_LIMIT;
            break;
        }
        memcpy(multipart->room + multipart->used, at, part);
        multipart->used += (uint32_t)part;
        at += part;
        len -= part;
        read_on(multipart);
    }
    return multipart->status;
}

cahier_status cahier_multipart_end(cahier_multipart *multipart)
{
    if (multipart->status == CAHIER_OK && multipart->state != CAHIER_MULTIPART_END) {
        multipart->status = CAHIER_ERROR_UTF8;
    }
    return multipart->status;
}
