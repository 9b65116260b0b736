/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, the door: who one is, style and script. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "at.h"
#include "form.h"
#include "progress.h"
#include "text.h"
#include "throttle.h"
#include "web.h"

#define COOKIE_ROOM 256u

/* --- cookies ---------------------------------------------------------------------------------------------------------- */

static const char *cookie_of(const cahier_request *request, const char *name, const char *value)
{
    char *cookie = CAHIER_NEW(request->arena, char, COOKIE_ROOM);
    if (cookie != NULL) {
        (void)snprintf(cookie, COOKIE_ROOM, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s%s", name, value,
                request->town->tenant, request->site->options->secure ? "; Secure" : "",
                *value == '\0' ? "; Max-Age=0" : "");
    }
    return cookie;
}

/* --- signing in ------------------------------------------------------------------------------------------------------- */

/* A form of one's own: another site cannot sign somebody in under a name that it knows. */
static bool give_entry(cahier_request *request, cahier_response *response)
{
    unsigned char chance[32];
    char *secret = CAHIER_NEW(request->arena, char, CAHIER_SECRET_HEX),
         *csrf = CAHIER_NEW(request->arena, char, CAHIER_SECRET_HEX);
    if (secret == NULL || csrf == NULL) {
        return false;
    }
    randombytes_buf(chance, sizeof chance);
    (void)sodium_bin2hex(secret, CAHIER_SECRET_HEX, chance, sizeof chance);
    cahier_csrf_of(cahier_string(secret), csrf);
    request->viewer.csrf = cahier_string(csrf);
    response->cookie[0] = cookie_of(request, CAHIER_COOKIE_ENTRY, secret);
    return true;
}

/* The way back is a path of this space, or none. */
static cahier_text way_back(const cahier_request *request, cahier_text way)
{
    size_t len = strlen(request->town->tenant);
    bool ours = way.len > len + 2 && way.at[0] == '/' && memcmp(way.at + 1, request->town->tenant, len) == 0 &&
                way.at[len + 1] == '/' && way.at[len + 2] != '/' && memchr(way.at, '\\', way.len) == NULL &&
                memchr(way.at, '\n', way.len) == NULL && memchr(way.at, '\r', way.len) == NULL;
    return ours ? way : (cahier_text){NULL, 0};
}

static void show_door(
        cahier_request *request, cahier_response *response, cahier_shown_sign_in *door, cahier_notice notice)
{
    cahier_account *account;
    uint32_t count;
    cahier_queue_answer answer;
    do {
        answer = cahier_account_list(request->queue, request->arena, &account, &count);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    if (request->viewer.csrf.len == 0 && !give_entry(request, response)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    }
    cahier_view view = cahier_request_view(request);
    view.notice = notice != CAHIER_NOTICE_NOTHING ? notice : view.notice;
    door->nobody_yet = count == 0;
    cahier_view_sign_in(&response->body, &view, door);
}

void cahier_at_entry(cahier_request *request, cahier_response *response)
{
    cahier_shown_sign_in door = {.next = way_back(request, cahier_field_value(&request->query, "suite"))};
    if (request->viewer.name.len > 0) {
        cahier_answer_path(request, response, "/lots");
    } else {
        show_door(request, response, &door, CAHIER_NOTICE_NOTHING);
    }
}

static cahier_queue_answer try_password(const cahier_request *request, cahier_text name, cahier_text password)
{
    cahier_account account;
    cahier_queue_answer answer;
    cahier_throttle_enter(request->site->throttle);
    do {
        answer = cahier_account_check(request->queue, request->arena, name, password, &account);
    } while (cahier_request_again(request, answer));
    cahier_throttle_leave(request->site->throttle);
    return answer;
}

static void open_session(cahier_request *request, cahier_response *response, cahier_text name, cahier_text next)
{
    char cookie[CAHIER_SECRET_HEX];
    cahier_queue_answer answer;
    do {
        answer = cahier_session_open(request->queue, name, cookie);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    size_t own = strlen(request->town->tenant) + 1;
    if (next.len > 0) {
        cahier_answer_path(request, response, "%.*s", (int)(next.len - own), next.at + own);
    } else {
        cahier_answer_path(request, response, "/lots");
    }
    response->cookie[0] = cookie_of(request, CAHIER_COOKIE, cookie);
    response->cookie[1] = cookie_of(request, CAHIER_COOKIE_ENTRY, "");
}

void cahier_at_sign_in(cahier_request *request, cahier_response *response)
{
    cahier_text name = cahier_field_value(&request->form, "nom");
    cahier_shown_sign_in door = {.name = name, .next = way_back(request, cahier_field_value(&request->form, "suite"))};
    cahier_try attempt = {
            cahier_string(request->town->tenant), name, cahier_string(request->address), cahier_clock_ms()};
    uint32_t wait = cahier_throttle_wait(request->site->throttle, &attempt);
    if (wait > 0) {
        show_door(request, response, &door, CAHIER_NOTICE_TOO_MANY_TRIES);
        response->status = 429;
        response->retry_seconds = wait;
        return;
    }
    cahier_queue_answer answer = try_password(request, name, cahier_field_value(&request->form, "mot-de-passe"));
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING) {
        cahier_throttle_note(request->site->throttle, &attempt, answer == CAHIER_QUEUE_DONE);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        open_session(request, response, name, door.next);
    } else if (answer == CAHIER_QUEUE_NOTHING) {
        show_door(request, response, &door, CAHIER_NOTICE_WRONG_PASSWORD);
        response->status = 401;
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_sign_out(cahier_request *request, cahier_response *response)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (request->session[0] != '\0') {
        do {
            answer = cahier_session_close(request->queue, request->session);
        } while (cahier_request_again(request, answer));
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cahier_answer_notice(request, response, "/", CAHIER_NOTICE_SIGNED_OUT);
    response->cookie[0] = cookie_of(request, CAHIER_COOKIE, "");
}

/* --- one's own password ----------------------------------------------------------------------------------------------- */

static cahier_queue_answer change_password(const cahier_request *request)
{
    cahier_joining joining = {.name = request->viewer.name,
            .password = cahier_field_value(&request->form, "nouveau"),
            .kept = request->session};
    cahier_queue_answer answer;
    cahier_throttle_enter(request->site->throttle);
    do {
        answer = cahier_account_write(request->queue, request->arena, &joining);
    } while (cahier_request_again(request, answer));
    cahier_throttle_leave(request->site->throttle);
    return answer;
}

void cahier_at_password(cahier_request *request, cahier_response *response)
{
    cahier_try attempt = {cahier_string(request->town->tenant), request->viewer.name, cahier_string(request->address),
            cahier_clock_ms()};
    if (!cahier_account_is_password(cahier_field_value(&request->form, "nouveau"))) {
        cahier_answer_notice(request, response, "/lots", CAHIER_NOTICE_PASSWORD_SHORT);
        return;
    }
    if (cahier_throttle_wait(request->site->throttle, &attempt) > 0) {
        cahier_answer_notice(request, response, "/lots", CAHIER_NOTICE_TOO_MANY_TRIES);
        return;
    }
    cahier_queue_answer answer =
            try_password(request, request->viewer.name, cahier_field_value(&request->form, "ancien"));
    if (answer == CAHIER_QUEUE_NOTHING) {
        cahier_throttle_note(request->site->throttle, &attempt, false);
        cahier_answer_notice(request, response, "/lots", CAHIER_NOTICE_WRONG_PASSWORD);
        return;
    }
    answer = answer == CAHIER_QUEUE_DONE ? change_password(request) : answer;
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_answer_notice(request, response, "/lots", CAHIER_NOTICE_SAVED);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

/* --- style and script ------------------------------------------------------------------------------------------------- */

void cahier_at_web(cahier_request *request, cahier_response *response)
{
    const cahier_web_file *file = cahier_web_find(request->capture[0]);
    if (file == NULL) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
        return;
    }
    response->type = file->type;
    response->keeping = CAHIER_KEEP_FOR_EVER;
    cahier_put(&response->body, file->at);
}
