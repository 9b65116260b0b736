/* SPDX-License-Identifier: Apache-2.0 */
/* form.h -- the small grammars of the HTTP border: paths, queries, forms in one line, cookies, parameters of a header.
 *
 * In      bytes from outside, of any kind
 * Out     decoded texts, well-formed UTF-8, without control characters but tabs and line ends
 * Errors  UTF8: malformed; LIMIT: more parts or fields than named below; NOMEM
 * Memory  decoded texts in the arena
 * Source  RFC 3986 (paths are cut before they are decoded: an id may hold a slash), WHATWG URL (forms: "+" is a space), RFC 6265
 */
#ifndef CAHIER_REVIEW_FORM_H
#define CAHIER_REVIEW_FORM_H

#include "shown.h"

#define CAHIER_PATH_PARTS 8u
#define CAHIER_FORM_FIELDS 20000u /* the longest form moves some thousand contributions */

typedef struct cahier_fields {
    cahier_shown_field *at; /* shown.h: name, value */
    uint32_t count;
} cahier_fields;

/* Well-formed, and nothing that a terminal or a header would obey. */
bool cahier_form_is_text(cahier_text text);

/* "/metz/lots/42%2F1": "metz", "lots", "42/1". A part of dots alone is malformed; a slash at the end is left out. */
cahier_status cahier_form_path(
        cahier_arena *arena, cahier_text path, cahier_text part[CAHIER_PATH_PARTS], uint32_t *count);

/* "a=1&b=": in order, those that are there already kept. */
cahier_status cahier_form_fields(cahier_arena *arena, cahier_text form, cahier_fields *fields);
/* One more. `fields` grows in the arena. */
cahier_status cahier_form_add(cahier_arena *arena, cahier_fields *fields, cahier_text name, cahier_text value);

/* The value of a cookie; empty when there is none. */
cahier_text cahier_form_cookie(cahier_text header, const char *name);

/* `name` of « form-data; name="a"; filename="b" »: what the quotes hold, unescaped as browsers and curl escape it. False: absent. */
cahier_status cahier_form_parameter(
        cahier_arena *arena, cahier_text header, const char *name, cahier_text *out, bool *found);

/* Percent-encoded, as one part of a path. */
cahier_status cahier_form_encode(cahier_arena *arena, cahier_text text, cahier_text *out);

#endif
