/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange.h"

#include <string.h>

#include "api.h"
#include "json_form.h"
#include "progress.h"
#include "route.h"
#include "text.h"

#define FIELDS_BESIDE_FILES (64u << 10)

bool cahier_exchange_open(cahier_exchange *exchange, cahier_site *site)
{
    *exchange = (cahier_exchange){.site = site, .response = {.status = 200}};
    exchange->spool.fd = -1;
    exchange->request.site = site;
    exchange->request.arena = &exchange->arena;
    exchange->request.session = "";
    exchange->request.address = "";
    cahier_out_open_memory(&exchange->response.body);
    return cahier_arena_open(&exchange->arena, CAHIER_REQUEST_ARENA);
}

void cahier_exchange_close(cahier_exchange *exchange)
{
    if (exchange->request.town != NULL && exchange->request.queue != NULL) {
        cahier_town_give_back(exchange->request.town, exchange->request.queue);
        exchange->request.queue = NULL;
    }
    if (exchange->response.lent != NULL) { /* the connection ended before it went out */
        exchange->response.release(exchange->response.lender);
    }
    if (exchange->response.next != NULL) {
        exchange->response.end_stream(exchange->response.stream);
    }
    cahier_spool_close(&exchange->spool);
    (void)cahier_out_close(&exchange->response.body);
    cahier_arena_close(&exchange->arena);
}

/* --- answers of the border -------------------------------------------------------------------------------------------- */

/* Where there is no space, there is no page of it. */
static bool answer_bare(cahier_exchange *exchange, unsigned status, const char *sentence)
{
    exchange->response.status = status;
    exchange->response.type = "text/plain; charset=utf-8";
    cahier_put(&exchange->response.body, sentence);
    exchange->answered = true;
    return false;
}

static bool answer_trouble(cahier_exchange *exchange, unsigned status, cahier_review_trouble trouble)
{
    exchange->answered = true;
    if (exchange->request.machine && cahier_api_border(&exchange->response, status)) {
        return false;
    }
    cahier_answer_trouble(&exchange->request, &exchange->response, trouble);
    exchange->response.status = status;
    return false;
}

static bool answer_root(cahier_exchange *exchange)
{
    if (exchange->site->town_count != 1) {
        return answer_bare(exchange, 404, "Ajoutez le nom de l'espace à l'adresse.\n");
    }
    exchange->request.town = &exchange->site->town[0];
    cahier_answer_path(&exchange->request, &exchange->response, "/");
    exchange->answered = true;
    return false;
}

/* --- the header ------------------------------------------------------------------------------------------------------- */

/* The route, its captures, the query. */
static bool find_route(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_request *request = &exchange->request;
    cahier_text part[CAHIER_PATH_PARTS], path = head->target, query = {NULL, 0};
    uint32_t parts = 0;
    const char *mark = path.len > 0 ? memchr(path.at, '?', path.len) : NULL;
    if (mark != NULL) {
        query = cahier_slice(path, (uint32_t)(mark - path.at) + 1, path.len);
        path.len = (uint32_t)(mark - path.at);
    }
    cahier_status cut = cahier_form_path(&exchange->arena, path, part, &parts);
    if (cut != CAHIER_OK) {
        return cut == CAHIER_ERROR_LIMIT ? answer_bare(exchange, 404, "Cette page n'existe pas.\n")
                                         : answer_bare(exchange, 400, "Adresse mal formée.\n");
    }
    if (parts == 0) {
        return answer_root(exchange);
    }
    request->town = cahier_site_town(exchange->site, part[0]);
    if (request->town == NULL) {
        return answer_bare(exchange, 404, "Cet espace n'existe pas.\n");
    }
    request->viewer.tenant = cahier_string(request->town->tenant);
    request->machine = parts > 1 && cahier_text_equal(part[1], cahier_string("api"));
    request->target = head->target;
    if (cahier_form_fields(&exchange->arena, query, &request->query) != CAHIER_OK) {
        return answer_trouble(exchange, 400, CAHIER_TROUBLE_BAD_FORM);
    }
    const char *method = strcmp(head->method, "HEAD") == 0 ? "GET" : head->method;
    switch (cahier_route_find(method, part, parts, &request->route, request->capture)) {
    case CAHIER_ROUTED:
        return true;
    case CAHIER_ROUTED_OTHER_METHOD:
        return answer_trouble(exchange, 405, CAHIER_TROUBLE_NOT_FOUND);
    default:
        return answer_trouble(exchange, 404, CAHIER_TROUBLE_NOT_FOUND);
    }
}

/* --- the body --------------------------------------------------------------------------------------------------------- */

/* "Text/HTML ; charset=x" is « text/html ». */
static bool is_type(cahier_text header, const char *type)
{
    uint32_t len = (uint32_t)strlen(type);
    if (header.len < len || (header.len > len && strchr("; \t", header.at[len]) == NULL)) {
        return false;
    }
    for (uint32_t i = 0; i < len; i++) {
        if ((header.at[i] | 0x20) != (type[i] | 0x20)) {
            return false;
        }
    }
    return true;
}

static void open_spool(cahier_exchange *exchange)
{
    uint64_t most = exchange->request.route->files ? (uint64_t)exchange->site->options->upload_mebibytes << 20 : 0;
    cahier_spool_open(&exchange->spool, &exchange->arena, exchange->site->folder, most);
    exchange->listener = cahier_spool_listener(&exchange->spool);
}

/* The body of a machine is the file itself; what a form would say beside it is in the query. */
static bool open_file(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_text name = cahier_field_value(&exchange->request.query, "nom");
    bool lines = is_type(head->content_type, "application/x-ndjson");
    open_spool(exchange);
    exchange->kind = CAHIER_BODY_FILE;
    exchange->request.form = exchange->request.query;
    if (name.len == 0) {
        name = cahier_string(is_type(head->content_type, "application/json") ? "contributions.json"
                             : lines                                         ? "contributions.jsonl"
                                                                             : "contributions.csv");
    }
    return exchange->listener.open(exchange->listener.self, cahier_string("fichier"), name);
}

static bool open_parts(cahier_exchange *exchange, const cahier_request_head *head)
{
    open_spool(exchange);
    exchange->multipart = CAHIER_NEW(&exchange->arena, cahier_multipart, 1);
    exchange->kind = CAHIER_BODY_PARTS;
    return exchange->multipart != NULL && cahier_multipart_open(exchange->multipart, &exchange->arena,
                                                  head->content_type, &exchange->request.form, &exchange->listener);
}

static bool answer_body(cahier_exchange *exchange)
{
    switch (exchange->spool.fault) {
    case CAHIER_SPOOL_TOO_MANY:
    case CAHIER_SPOOL_TOO_LARGE:
        return answer_trouble(exchange, 413, CAHIER_TROUBLE_TOO_LARGE);
    case CAHIER_SPOOL_DISK:
        return answer_trouble(exchange, 507, CAHIER_TROUBLE_FAILED);
    default:
        return exchange->status == CAHIER_ERROR_LIMIT   ? answer_trouble(exchange, 413, CAHIER_TROUBLE_TOO_LARGE)
               : exchange->status == CAHIER_ERROR_NOMEM ? answer_trouble(exchange, 503, CAHIER_TROUBLE_BUSY)
                                                        : answer_trouble(exchange, 400, CAHIER_TROUBLE_BAD_FORM);
    }
}

static bool open_body(cahier_exchange *exchange, const cahier_request_head *head)
{
    const cahier_route *route = exchange->request.route;
    uint64_t most = CAHIER_FORM_BYTES;
    if (strcmp(route->method, "POST") != 0) {
        return true;
    }
    if (is_type(head->content_type, "multipart/form-data")) {
        if (!open_parts(exchange, head)) {
            return answer_trouble(exchange, 400, CAHIER_TROUBLE_BAD_FORM);
        }
        most = route->files ? exchange->spool.most + CAHIER_FORM_BYTES : most;
    } else if (is_type(head->content_type, "application/x-www-form-urlencoded")) {
        exchange->kind = CAHIER_BODY_FIELDS;
    } else if (route->token && route->files && head->content_type.len > 0) {
        if (!open_file(exchange, head)) {
            return answer_body(exchange);
        }
        most = exchange->spool.most;
    } else if (route->token && is_type(head->content_type, "application/json")) {
        exchange->kind = CAHIER_BODY_JSON;
    } else if (head->content_length > 0 || head->content_type.len > 0) {
        return answer_trouble(exchange, 415, CAHIER_TROUBLE_BAD_FORM);
    }
    return head->content_length <= most || answer_trouble(exchange, 413, CAHIER_TROUBLE_TOO_LARGE);
}

static bool check_right(cahier_exchange *exchange)
{
    cahier_request *request = &exchange->request;
    cahier_text way;
    if (request->right >= request->route->least) {
        return true;
    }
    if (request->viewer.name.len > 0 || request->route->token) {
        return answer_trouble(exchange, request->viewer.name.len > 0 ? 403 : 401, CAHIER_TROUBLE_NO_RIGHT);
    }
    bool back = strcmp(request->route->method, "GET") == 0 &&
                cahier_form_encode(&exchange->arena, request->target, &way) == CAHIER_OK;
    if (back) {
        cahier_answer_path(request, &exchange->response, "/?suite=%.*s", (int)way.len, way.at);
    } else {
        cahier_answer_notice(request, &exchange->response, "/", CAHIER_NOTICE_SESSION_OVER);
    }
    exchange->answered = true;
    return false;
}

/* A form of another site, sent by a browser that knows it: whatever cookies came with it. */
static bool check_origin(cahier_exchange *exchange, const cahier_request_head *head)
{
    bool changes = strcmp(exchange->request.route->method, "POST") == 0 && !exchange->request.route->token;
    bool ours = head->fetch_site.len == 0 || cahier_text_equal(head->fetch_site, cahier_string("same-origin")) ||
                cahier_text_equal(head->fetch_site, cahier_string("none"));
    return !changes || ours || answer_trouble(exchange, 403, CAHIER_TROUBLE_BAD_FORM);
}

void cahier_exchange_begin(cahier_exchange *exchange, const cahier_request_head *head)
{
    cahier_request *request = &exchange->request;
    request->deadline_ms = cahier_clock_ms() + CAHIER_SITE_PATIENCE_MS;
    exchange->known = head->if_none_match;
    if (!cahier_form_is_text(head->target) || !find_route(exchange, head)) {
        if (!exchange->answered) {
            (void)answer_bare(exchange, 400, "Adresse mal formée.\n");
        }
        return;
    }
    if (!request->route->alone && !cahier_exchange_identify(exchange, head)) {
        exchange->answered = true;
        return;
    }
    (void)(check_right(exchange) && check_origin(exchange, head) && open_body(exchange, head));
}

static bool keep(cahier_exchange *exchange, const char *at, size_t len)
{
    if (len > CAHIER_FORM_BYTES - exchange->body_len) {
        exchange->status = CAHIER_ERROR_LIMIT;
        return false;
    }
    uint32_t needed = exchange->body_len + (uint32_t)len;
    if (needed > exchange->body_room) {
        uint32_t room = needed > 2 * exchange->body_room ? needed : 2 * exchange->body_room;
        char *body = CAHIER_GROW(&exchange->arena, exchange->body, exchange->body_room, room);
        if (body == NULL) {
            exchange->status = CAHIER_ERROR_NOMEM;
            return false;
        }
        exchange->body = body;
        exchange->body_room = room;
    }
    memcpy(exchange->body + exchange->body_len, at, len);
    exchange->body_len = needed;
    return true;
}

bool cahier_exchange_feed(cahier_exchange *exchange, const char *at, size_t len)
{
    if (exchange->kind == CAHIER_BODY_NONE) {
        return false; /* a body that no header announced */
    }
    if (exchange->kind == CAHIER_BODY_FILE) {
        return exchange->listener.bytes(exchange->listener.self, at, len);
    }
    if (exchange->kind != CAHIER_BODY_PARTS) {
        return keep(exchange, at, len);
    }
    exchange->status = cahier_multipart_feed(exchange->multipart, at, len);
    return exchange->status != CAHIER_ERROR_LIMIT && exchange->spool.fault != CAHIER_SPOOL_TOO_LARGE;
}

/* --- the answer ------------------------------------------------------------------------------------------------------- */

static bool close_body(cahier_exchange *exchange)
{
    cahier_request *request = &exchange->request;
    cahier_text body = {exchange->body, exchange->body_len};
    if (exchange->kind == CAHIER_BODY_PARTS) {
        exchange->status = cahier_multipart_end(exchange->multipart);
        request->spool = &exchange->spool;
    } else if (exchange->kind == CAHIER_BODY_FIELDS && exchange->status == CAHIER_OK) {
        exchange->status = cahier_form_fields(&exchange->arena, body, &request->form);
    } else if (exchange->kind == CAHIER_BODY_FILE) {
        bool whole = exchange->spool.fault == CAHIER_SPOOL_FINE && exchange->listener.close(exchange->listener.self);
        exchange->status = whole ? CAHIER_OK : CAHIER_ERROR_EMPTY;
        request->spool = &exchange->spool;
    } else if (exchange->kind == CAHIER_BODY_JSON && exchange->status == CAHIER_OK) {
        exchange->status = !request->route->whole      ? cahier_json_form(&exchange->arena, body, &request->form)
                           : cahier_form_is_text(body) ? CAHIER_OK
                                                       : CAHIER_ERROR_UTF8;
        request->json = body;
    }
    return exchange->status == CAHIER_OK || answer_body(exchange);
}

static bool check_csrf(cahier_exchange *exchange)
{
    const cahier_request *request = &exchange->request;
    bool asked = strcmp(request->route->method, "POST") == 0 && !request->route->token;
    return !asked || cahier_secret_equal(cahier_field_value(&request->form, "csrf"), request->viewer.csrf) ||
           answer_trouble(exchange, 403, CAHIER_TROUBLE_BAD_FORM);
}

/* Who has these bytes is not sent them again. */
static void leave_out_known(cahier_exchange *exchange)
{
    cahier_response *response = &exchange->response;
    if (response->tag == NULL || !cahier_text_equal(exchange->known, cahier_string(response->tag))) {
        return;
    }
    response->status = 304;
    response->body.len = 0;
    if (response->lent != NULL) {
        response->release(response->lender);
        response->lent = NULL;
    }
}

void cahier_exchange_finish(cahier_exchange *exchange)
{
    cahier_request *request = &exchange->request;
    request->deadline_ms = cahier_clock_ms() + CAHIER_SITE_PATIENCE_MS; /* the body may have taken minutes */
    if (close_body(exchange) && check_csrf(exchange)) {
        request->route->answer(request, &exchange->response);
        exchange->answered = true;
        leave_out_known(exchange);
    }
    if (request->queue != NULL) {
        cahier_town_give_back(request->town, request->queue);
        request->queue = NULL;
    }
}
