/* SPDX-License-Identifier: Apache-2.0 */
/* multipart.h -- a form with files, as it comes in: fields are kept, files are handed on piece by piece.
 *
 * In      the boundary of the Content-Type; the body, cut anywhere
 * Out     fields; for each file its name, then its bytes, then its end
 * Value   A file is whole or refused: the body must end with its last boundary.
 * Errors  UTF8: malformed, or a name or a field is no text; LIMIT: header of a part, fields, bytes of fields; NOMEM; EMPTY when a
 *         listener refused. What was latched first is what the end says.
 * Memory  fields in the arena; CAHIER_MULTIPART_ROOM bytes of the part under way
 * Source  RFC 7578, RFC 2046 5.1
 * Why     Not libmicrohttpd's: it takes a body that was cut for a whole one, and its boundary once overran (CVE-2023-27371)
 */
#ifndef CAHIER_REVIEW_MULTIPART_H
#define CAHIER_REVIEW_MULTIPART_H

#include "form.h"

#define CAHIER_BOUNDARY_MOST 70u /* RFC 2046 */
#define CAHIER_PART_HEADER (8u << 10)
#define CAHIER_MULTIPART_ROOM (32u << 10)
#define CAHIER_FORM_BYTES (2u << 20) /* of all fields */

typedef struct cahier_multipart_listener { /* false: refused */
    bool (*open)(void *self, cahier_text field, cahier_text file);
    bool (*bytes)(void *self, const char *at, size_t len);
    bool (*close)(void *self);
    void *self;
} cahier_multipart_listener;

typedef enum cahier_multipart_state {
    CAHIER_MULTIPART_BEFORE, /* the first boundary */
    CAHIER_MULTIPART_HEADER,
    CAHIER_MULTIPART_FIELD,
    CAHIER_MULTIPART_FILE,
    CAHIER_MULTIPART_END
} cahier_multipart_state;

typedef struct cahier_multipart {
    cahier_arena *arena;
    cahier_fields *fields;
    const cahier_multipart_listener *listener;
    cahier_multipart_state state;
    cahier_status status;
    char mark[CAHIER_BOUNDARY_MOST + 5]; /* "\r\n--boundary" */
    uint32_t mark_len;
    char room[CAHIER_MULTIPART_ROOM];
    uint32_t used;
    cahier_text name;          /* of the field under way */
    char *value;               /* of it, in the arena */
    uint32_t value_len, total; /* bytes of it, of all fields */
} cahier_multipart;

/* False when the Content-Type has no boundary that RFC 2046 knows. */
bool cahier_multipart_open(cahier_multipart *multipart, cahier_arena *arena, cahier_text content_type,
        cahier_fields *fields, const cahier_multipart_listener *listener);
cahier_status cahier_multipart_feed(cahier_multipart *multipart, const char *at, size_t len);
cahier_status cahier_multipart_end(cahier_multipart *multipart);

#endif
