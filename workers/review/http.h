/* SPDX-License-Identifier: Apache-2.0 */
/* http.h -- the HTTP border: bytes from outside become a request that handlers can trust; what they answer goes out with its headers.
 *
 * In      connections of libmicrohttpd, one thread each
 * Out     a cahier_request with route, captures, fields, files, viewer: path cut into parts, then decoded; all texts well-formed UTF-8
 *         without control characters but line ends and tabs; who may call the route, with its CSRF token, is checked before
 *         the handler runs
 * Value   handlers write a page into response->body, or set location (303), or a stream. Every answer has the headers of a
 *         page with citizens' texts (no-store, the policy without inline script or style, nosniff, no-referrer), unless the handler
 *         said otherwise
 * Errors  what the border refuses never reaches a handler: 400 malformed, 401 or the sign-in page, 403, 404, 405,
 *         413 too large, 503 Redis is away; what is too slow is cut
 * Memory  the arena of the request, gone with it
 * Why     no text of a citizen may be in a log: what is logged is method, pattern of the route, status, milliseconds
 */
#ifndef CAHIER_REVIEW_HTTP_H
#define CAHIER_REVIEW_HTTP_H

#include "account.h"
#include "form.h"
#include "path_match.h"
#include "site.h"
#include "view.h"

#define CAHIER_REQUEST_ARENA ((size_t)64 << 20) /* address space: a page of themes takes a few megabytes */
#define CAHIER_HEADER_SECONDS 15u /* from the connection, or the answer before, to the end of a request's header */
#define CAHIER_BODY_SECONDS 60u   /* and then CAHIER_BODY_RATE bytes a second, at least */
#define CAHIER_BODY_RATE (16u << 10)
#define CAHIER_COOKIE "cahier"              /* of a session */
#define CAHIER_COOKIE_ENTRY "cahier-entree" /* before there is one: what the sign-in form is bound to */

struct cahier_route;

typedef struct cahier_request {
    cahier_town *town;
    cahier_site *site;
    const struct cahier_route *route;
    cahier_arena *arena;
    cahier_queue *queue;                  /* of the space, for this request */
    uint64_t deadline_ms;                 /* for cahier_request_again */
    cahier_text capture[CAHIER_CAPTURES]; /* what stands for the :names of the pattern, :tenant left out */
    cahier_text target;                   /* path and query as they were sent, for the way back after signing in */
    bool machine;                         /* of the API: answers and problems are JSON */
    cahier_fields query, form;
    cahier_text json;           /* the body, when it is application/json */
    struct cahier_spool *spool; /* files that came with the form: spool.h; NULL: none */
    cahier_viewer viewer;       /* shown.h; name empty: nobody */
    cahier_right right;
    const char *session; /* digest of the session's cookie; "" by proxy or token */
    const char *address; /* of who asks, for throttling */
    cahier_text nonce;   /* fresh, for the forms of the page */
} cahier_request;

typedef enum cahier_keeping {
    CAHIER_KEEP_NOT,     /* no-store */
    CAHIER_KEEP_ASKING,  /* no-cache with an ETag: published pages */
    CAHIER_KEEP_FOR_EVER /* its name changes with its bytes */
} cahier_keeping;

/* Writes what comes next into `out`, waiting for it at most a few seconds; nothing written: still waiting. False: the stream ends. */
typedef bool cahier_stream(void *self, cahier_out *out);

typedef struct cahier_response {
    unsigned status;        /* 200 */
    const char *type;       /* NULL: text/html; charset=utf-8 */
    cahier_out body;        /* memory, open */
    const char *location;   /* with it the status is 303 */
    const char *cookie[2];  /* Set-Cookie, or NULL */
    const char *attachment; /* name under which a browser keeps the body, or NULL */
    const char *policy;     /* Content-Security-Policy; NULL: that of the review's pages */
    const char *tag;        /* ETag, or NULL */
    unsigned retry_seconds; /* Retry-After, 0: none */
    cahier_keeping keeping;
    bool last;        /* the connection ends with it */
    const char *lent; /* bytes sent in the place of `body`, until release(lender); NULL: none */
    size_t lent_len;
    void (*release)(void *lender);
    void *lender;
    cahier_stream *next; /* NULL: no stream */
    void *stream;
    void (*end_stream)(void *stream);
} cahier_response;

/* First of that name; empty when there is none. */
cahier_text cahier_field_value(const cahier_fields *fields, const char *name);
/* Digits alone; false, and 0: none, or too many. */
bool cahier_field_number(cahier_text text, uint64_t *out);
bool cahier_field_is_there(const cahier_fields *fields, const char *name);
/* All of that name, in order. */
cahier_status cahier_field_values(
        cahier_arena *arena, const cahier_fields *fields, const char *name, cahier_text **out, uint32_t *count);

/* do { answer = cahier_queue_…(request->queue, …); } while (cahier_request_again(request, answer)); */
bool cahier_request_again(const cahier_request *request, cahier_queue_answer answer);

/* viewer, nonce, notice (?avis=) and done (?fait=) of a page; the rest is the handler's. */
cahier_view cahier_request_view(const cahier_request *request);

/* 303 to a path of the space ("/lots"): the tenant is put before it. A machine is told where to go on. */
void cahier_answer_path(const cahier_request *request, cahier_response *response, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
/* The same with ?avis=. `path` has no query. */
void cahier_answer_notice(
        const cahier_request *request, cahier_response *response, const char *path, cahier_notice notice);
/* A page that says what is wrong, with its status; for a machine, problem+json. */
void cahier_answer_trouble(const cahier_request *request, cahier_response *response, cahier_review_trouble trouble);
/* The problem that an answer of the queue is, NO_BATCH included; anything but DONE. */
void cahier_answer_queue(const cahier_request *request, cahier_response *response, cahier_queue_answer answer);

typedef struct cahier_http cahier_http;

/* Listens. NULL: `message` says why. */
cahier_http *cahier_http_open(cahier_site *site, char *message, size_t room);
uint16_t cahier_http_port(const cahier_http *http);
/* Now and then, from one thread: connections that are too slow are cut. */
void cahier_http_look(cahier_http *http);
/* No new connection; requests under way end. site->stop is raised before. */
void cahier_http_close(cahier_http *http);

#endif
