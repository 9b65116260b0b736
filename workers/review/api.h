/* SPDX-License-Identifier: Apache-2.0 */
/* api.h -- the same deeds for machines, under /T/api/v1: what a platform sends with a token, and what it is told.
 *
 * In      requests whose route, token, right and body were checked (http.h); JSON bodies are the forms of the pages (json_form.h), so
 *         that what changes something is done by the handler of the page, whatever asked for it
 * Out     JSON; what went wrong as problem+json, with a French sentence and a `code` that does not change
 * Value   Paths mirror those of the pages. A notice that says that nothing was done is a problem; any other is told with where to go on.
 * Source  RFC 9457; docs/api.md, docs/openapi.json
 */
#ifndef CAHIER_REVIEW_API_H
#define CAHIER_REVIEW_API_H

#include <cjson/cJSON.h>

#include "at_batch.h"

#define CAHIER_API "/api/v1"

/* Prints the tree and frees it. `tag`: who has these bytes is not sent them again. */
void cahier_api_print(const cahier_request *request, cahier_response *response, cJSON *tree, bool tag);
/* The same for bytes that were written already. */
void cahier_api_tag(const cahier_request *request, cahier_response *response);

/* `more`: members beside type, title, status, code; freed. NULL: none. */
void cahier_api_problem(cahier_response *response, unsigned status, const char *code, const char *title, cJSON *more);
void cahier_api_trouble(cahier_response *response, cahier_review_trouble trouble, unsigned status, const char *code);
/* What the border alone answers; false: that status is none of these. */
bool cahier_api_border(cahier_response *response, unsigned status);
/* A path of the pages, with what its ?avis= says: where the deed is now. */
void cahier_api_done(const cahier_request *request, cahier_response *response, const char *path);

void cahier_api_put_lot(cJSON *object, const cahier_shown_lot *lot);

#endif
