/* SPDX-License-Identifier: Apache-2.0 */
/* exchange.h -- one request from its header to its answer, without libmicrohttpd: what http.c does with bytes, tests can do too.
 *
 * In      head, then the body in pieces
 * Out     response: of the border when something stands in the way, else of the route's handler
 * Order   begin, feed…, finish. When begin has answered, the body is not read
 * Errors  `response.status`
 * Memory  its own arena, until close
 */
#ifndef CAHIER_REVIEW_EXCHANGE_H
#define CAHIER_REVIEW_EXCHANGE_H

#include "http.h"
#include "multipart.h"
#include "spool.h"

typedef struct cahier_request_head { /* of a request; empty when it has none */
    const char *method;
    cahier_text target, cookie, content_type, authorization, fetch_site, if_none_match;
    cahier_text proxy_name, forwarded; /* of the headers that a trusted proxy sets */
    uint64_t content_length;
    const char *peer; /* address that the connection comes from */
} cahier_request_head;

typedef enum cahier_body_kind {
    CAHIER_BODY_NONE,
    CAHIER_BODY_FIELDS,
    CAHIER_BODY_PARTS,
    CAHIER_BODY_FILE,
    CAHIER_BODY_JSON
} cahier_body_kind;

typedef struct cahier_exchange {
    cahier_site *site;
    cahier_arena arena;
    cahier_request request;
    cahier_response response;
    bool answered;
    cahier_text known; /* the ETag that a browser has */
    cahier_body_kind kind;
    cahier_status status; /* of the body */
    char *body;
    uint32_t body_len, body_room;
    cahier_multipart *multipart;
    cahier_multipart_listener listener;
    cahier_spool spool;
} cahier_exchange;

bool cahier_exchange_open(cahier_exchange *exchange, cahier_site *site);
void cahier_exchange_begin(cahier_exchange *exchange, const cahier_request_head *head);
/* False: larger than it may be; the connection should be cut. */
bool cahier_exchange_feed(cahier_exchange *exchange, const char *at, size_t len);
void cahier_exchange_finish(cahier_exchange *exchange);
void cahier_exchange_close(cahier_exchange *exchange);

/* Who asks: identify.c. False when it has answered. */
bool cahier_exchange_identify(cahier_exchange *exchange, const cahier_request_head *head);

#endif
