/* SPDX-License-Identifier: Apache-2.0 */
/* exchange.h, who asks: by the cookie of a session, the word of a trusted proxy, or the token of a machine. */
#include <sodium.h>
#include <string.h>

#include "exchange.h"
#include "queue_review.h"
#include "route.h"
#include "text.h"

/* --- addresses -------------------------------------------------------------------------------------------------------- */

static bool is_from_proxy(const cahier_exchange *exchange, const cahier_request_head *head)
{
    const char *trusted = exchange->site->options->proxy_from;
    return trusted != NULL && strcmp(head->peer, trusted) == 0;
}

/* The last that a trusted proxy added is the one it saw. */
static const char *address_of(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_text forwarded = head->forwarded;
    if (!is_from_proxy(exchange, head) || forwarded.len == 0) {
        return head->peer;
    }
    uint32_t start = forwarded.len;
    while (start > 0 && forwarded.at[start - 1] != ',' && forwarded.at[start - 1] != ' ') {
        start--;
    }
    char *address = CAHIER_NEW(&exchange->arena, char, forwarded.len - start + 1);
    if (address == NULL) {
        return head->peer;
    }
    memcpy(address, forwarded.at + start, forwarded.len - start);
    return address;
}

/* --- secrets ---------------------------------------------------------------------------------------------------------- */

static bool is_secret(cahier_text text)
{
    uint32_t i = 0;
    while (i < text.len && text.at[i] != '\0' && strchr("0123456789abcdef", text.at[i]) != NULL) {
        i++;
    }
    return i == CAHIER_SECRET_HEX - 1 && i == text.len;
}

static bool set_csrf(cahier_exchange *exchange, cahier_text secret)
{
    char *csrf = CAHIER_NEW(&exchange->arena, char, CAHIER_SECRET_HEX);
    if (csrf == NULL) {
        return false;
    }
    cahier_csrf_of(secret, csrf);
    exchange->request.viewer.csrf = cahier_string(csrf);
    return true;
}

static void admit(cahier_exchange *exchange, const cahier_account *account)
{
    cahier_viewer *viewer = &exchange->request.viewer;
    exchange->request.right = account->right;
    viewer->name = account->name;
    viewer->corrects = account->right >= CAHIER_RIGHT_AGENT;
    viewer->manages = account->right >= CAHIER_RIGHT_ADMINISTRATOR;
}

/* --- the three ways --------------------------------------------------------------------------------------------------- */

static cahier_queue_answer by_proxy(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_request *request = &exchange->request;
    cahier_account account;
    cahier_queue_answer answer;
    char secret[CAHIER_SECRET_HEX];
    unsigned char hash[32];
    do {
        answer = cahier_account_find(request->queue, request->arena, head->proxy_name, &account);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)account.name.at, account.name.len,
                exchange->site->secret, sizeof exchange->site->secret);
        (void)sodium_bin2hex(secret, sizeof secret, hash, sizeof hash);
        admit(exchange, &account);
        request->viewer.by_proxy = true;
        return set_csrf(exchange, cahier_string(secret)) ? answer : CAHIER_QUEUE_REFUSED;
    }
    return answer;
}

static cahier_queue_answer by_session(cahier_exchange *exchange, cahier_text cookie)
{
    cahier_request *request = &exchange->request;
    cahier_account account;
    cahier_queue_answer answer;
    char *digest = CAHIER_NEW(&exchange->arena, char, CAHIER_SECRET_HEX);
    if (digest == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    do {
        answer = cahier_session_see(request->queue, request->arena, cookie, &account);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_secret_digest(cookie, digest);
        request->session = digest;
        admit(exchange, &account);
        return set_csrf(exchange, cookie) ? answer : CAHIER_QUEUE_REFUSED;
    }
    return answer;
}

static cahier_queue_answer by_token(cahier_exchange *exchange, cahier_text authorization)
{
    static const char bearer[] = "Bearer ";
    cahier_request *request = &exchange->request;
    cahier_machine machine;
    cahier_queue_answer answer;
    if (authorization.len < sizeof bearer - 1 || memcmp(authorization.at, bearer, sizeof bearer - 1) != 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    cahier_text token = cahier_slice(authorization, sizeof bearer - 1, authorization.len);
    if (!is_secret(token)) {
        return CAHIER_QUEUE_NOTHING;
    }
    do {
        answer = cahier_machine_see(request->queue, request->arena, token, &machine);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        cahier_account account = {.name = machine.name, .right = machine.right};
        admit(exchange, &account);
    }
    return answer;
}

static cahier_queue_answer identify(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_text cookie = cahier_form_cookie(head->cookie, CAHIER_COOKIE),
                entry = cahier_form_cookie(head->cookie, CAHIER_COOKIE_ENTRY);
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (exchange->request.route->token) {
        return by_token(exchange, head->authorization);
    }
    if (exchange->site->options->proxy_header != NULL && is_from_proxy(exchange, head) && head->proxy_name.len > 0) {
        return by_proxy(exchange, head);
    }
    if (is_secret(cookie)) {
        answer = by_session(exchange, cookie);
    }
    if (answer == CAHIER_QUEUE_NOTHING && is_secret(entry) && !set_csrf(exchange, entry)) {
        return CAHIER_QUEUE_REFUSED;
    }
    return answer;
}

static cahier_queue_answer name_town(cahier_exchange *exchange)
{
    cahier_request *request = &exchange->request;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_read_record(
                request->queue, request->arena, CAHIER_RECORDS_SETTINGS, cahier_string("town"), &request->viewer.town);
    } while (cahier_request_again(request, answer));
    return answer;
}

bool cahier_exchange_identify(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_request *request = &exchange->request;
    request->address = address_of(exchange, head);
    request->queue = cahier_town_borrow(request->town);
    if (request->queue == NULL) {
        cahier_answer_trouble(request, &exchange->response, CAHIER_TROUBLE_BUSY);
        return false;
    }
    cahier_queue_answer answer = identify(exchange, head);
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING) {
        answer = request->route->token ? CAHIER_QUEUE_NOTHING : name_town(exchange);
    }
    if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
        cahier_answer_queue(request, &exchange->response, answer);
        return false;
    }
    return true;
}
