/* SPDX-License-Identifier: Apache-2.0 */
/* http.h, what handlers call. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "http.h"
#include "queue.h"
#include "route.h"
#include "text.h"

#define LOCATION_MOST 4096
#define NONCE_BYTES 9u /* twelve letters: no two forms have the same */
#define NUMBER_DIGITS 15u

cahier_text cahier_field_value(const cahier_fields *fields, const char *name)
{
    for (uint32_t i = 0; i < fields->count; i++) {
        if (cahier_text_equal(fields->at[i].name, cahier_string(name))) {
            return fields->at[i].value;
        }
    }
    return (cahier_text){NULL, 0};
}

bool cahier_field_number(cahier_text text, uint64_t *out)
{
    uint64_t n = 0;
    *out = 0;
    for (uint32_t i = 0; i < text.len && i < NUMBER_DIGITS; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    }
    if (text.len == 0 || text.len >= NUMBER_DIGITS) {
        return false;
    }
    *out = n;
    return true;
}

bool cahier_field_is_there(const cahier_fields *fields, const char *name)
{
    for (uint32_t i = 0; i < fields->count; i++) {
        if (cahier_text_equal(fields->at[i].name, cahier_string(name))) {
            return true;
        }
    }
    return false;
}

cahier_status cahier_field_values(
        cahier_arena *arena, const cahier_fields *fields, const char *name, cahier_text **out, uint32_t *count)
{
    cahier_text *list = CAHIER_NEW(arena, cahier_text, fields->count);
    uint32_t found = 0;
    if (list == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < fields->count; i++) {
        if (cahier_text_equal(fields->at[i].name, cahier_string(name))) {
            list[found++] = fields->at[i].value;
        }
    }
    *out = list;
    *count = found;
    return CAHIER_OK;
}

bool cahier_request_again(const cahier_request *request, cahier_queue_answer answer)
{
    return cahier_site_again(request->site, request->queue, request->deadline_ms, answer);
}

cahier_view cahier_request_view(const cahier_request *request)
{
    cahier_view view = {.viewer = &request->viewer, .filter = CAHIER_FILTER_ALL};
    unsigned char chance[NONCE_BYTES];
    char *nonce = CAHIER_NEW(request->arena, char, 2 * NONCE_BYTES);
    view.notice = cahier_notice_named(cahier_field_value(&request->query, "avis"));
    view.done = cahier_field_value(&request->query, "fait");
    if (nonce != NULL) {
        randombytes_buf(chance, sizeof chance);
        (void)sodium_bin2base64(
                nonce, 2 * NONCE_BYTES, chance, sizeof chance, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        view.nonce = cahier_string(nonce);
    }
    return view;
}

/* --- places ----------------------------------------------------------------------------------------------------------- */

void cahier_answer_path(const cahier_request *request, cahier_response *response, const char *format, ...)
{
    va_list arguments;
    char *location = CAHIER_NEW(request->arena, char, LOCATION_MOST);
    if (location == NULL) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    }
    int used = snprintf(location, LOCATION_MOST, "/%s", request->town->tenant);
    va_start(arguments, format);
    int more = vsnprintf(location + used, (size_t)(LOCATION_MOST - used), format, arguments);
    va_end(arguments);
    if (more >= LOCATION_MOST - used) { /* a way back that long is no way */
        location[used] = '\0';
    }
    if (request->machine) {
        cahier_api_done(request, response, location + used);
        return;
    }
    response->status = 303;
    response->location = location;
}

void cahier_answer_notice(
        const cahier_request *request, cahier_response *response, const char *path, cahier_notice notice)
{
    cahier_answer_path(request, response, "%s?avis=%s", path, cahier_notice_key(notice));
}

/* --- problems --------------------------------------------------------------------------------------------------------- */

static const struct {
    unsigned status;
    const char *key;
} problems[CAHIER_TROUBLES] = {
        [CAHIER_TROUBLE_NO_RIGHT] = {403, "no_right"},
        [CAHIER_TROUBLE_NOT_FOUND] = {404, "not_found"},
        [CAHIER_TROUBLE_GONE] = {410, "gone"},
        [CAHIER_TROUBLE_NO_THEME] = {404, "no_theme"},
        [CAHIER_TROUBLE_NO_LINK] = {404, "no_link"},
        [CAHIER_TROUBLE_TOO_LARGE] = {413, "too_large"},
        [CAHIER_TROUBLE_BAD_FORM] = {400, "malformed"},
        [CAHIER_TROUBLE_BUSY] = {503, "busy"},
        [CAHIER_TROUBLE_QUEUE] = {503, "queue_unreachable"},
        [CAHIER_TROUBLE_FAILED] = {500, "failed"},
};

void cahier_answer_trouble(const cahier_request *request, cahier_response *response, cahier_review_trouble trouble)
{
    response->body.len = 0; /* of a page that was begun */
    response->status = problems[trouble].status;
    response->retry_seconds = response->status == 503 ? 5 : 0;
    response->location = NULL;
    if (request->machine) {
        cahier_api_trouble(response, trouble, problems[trouble].status, problems[trouble].key);
    } else {
        cahier_view view = cahier_request_view(request);
        response->type = NULL;
        cahier_view_trouble(&response->body, &view, trouble);
    }
}

void cahier_answer_queue(const cahier_request *request, cahier_response *response, cahier_queue_answer answer)
{
    switch (answer) {
    case CAHIER_QUEUE_NO_BATCH:
    case CAHIER_QUEUE_NOTHING:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
        break;
    case CAHIER_QUEUE_UNREACHABLE:
    case CAHIER_QUEUE_FULL:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_QUEUE);
        break;
    default:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_FAILED);
    }
}
