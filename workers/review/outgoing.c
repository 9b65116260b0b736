/* SPDX-License-Identifier: Apache-2.0 */
#include "outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAM_BLOCK 4096u

static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                             "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static void add_header(struct MHD_Response *to, const char *name, const char *value)
{
    if (value != NULL) {
        (void)MHD_add_response_header(to, name, value);
    }
}

static void add_headers(const cahier_exchange *exchange, struct MHD_Response *to)
{
    static const char *const keeping[] = {"no-store", "no-cache", "public, max-age=31536000, immutable"};
    const cahier_response *response = &exchange->response;
    char text[300];
    add_header(to, "Content-Type", response->type != NULL ? response->type : "text/html; charset=utf-8");
    add_header(to, "Cache-Control", keeping[response->keeping]);
    add_header(to, "Content-Security-Policy", response->policy != NULL ? response->policy : policy);
    add_header(to, "X-Content-Type-Options", "nosniff");
    add_header(to, "Referrer-Policy", "no-referrer");
    add_header(to, "X-Frame-Options", "DENY");
    add_header(to, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(to, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    add_header(to, "Strict-Transport-Security", exchange->site->options->secure ? "max-age=31536000" : NULL);
    add_header(to, "Location", response->location);
    add_header(to, "WWW-Authenticate", response->status == 401 ? "Bearer" : NULL);
    add_header(to, "ETag", response->tag);
    add_header(to, "Set-Cookie", response->cookie[0]);
    add_header(to, "Set-Cookie", response->cookie[1]);
    add_header(to, "Connection", response->last ? "close" : NULL);
    if (response->attachment != NULL) {
        (void)snprintf(text, sizeof text, "attachment; filename=\"%.200s\"", response->attachment);
        add_header(to, "Content-Disposition", text);
    }
    if (response->retry_seconds > 0) {
        (void)snprintf(text, sizeof text, "%u", response->retry_seconds);
        add_header(to, "Retry-After", text);
    }
}

typedef struct stream {
    cahier_response response; /* next, stream, end_stream of it */
    cahier_site *site;
    cahier_out out;
    size_t sent;
} stream;

static ssize_t read_stream(void *self, uint64_t position, char *to, size_t room)
{
    stream *s = self;
    (void)position;
    if (s->sent == s->out.len) {
        s->out.len = s->sent = 0;
        if (*s->site->stop != 0 || !s->response.next(s->response.stream, &s->out)) {
            return MHD_CONTENT_READER_END_OF_STREAM;
        }
        if (s->out.len == 0) {
            cahier_put(&s->out, ":\n\n"); /* somebody who left is noticed by writing */
        }
    }
    size_t left = s->out.len - s->sent, len = left < room ? left : room;
    memcpy(to, s->out.at + s->sent, len);
    s->sent += len;
    return (ssize_t)len;
}

static void free_stream(void *self)
{
    stream *s = self;
    s->response.end_stream(s->response.stream);
    (void)cahier_out_close(&s->out);
    free(s);
}

static struct MHD_Response *make_stream(cahier_exchange *exchange)
{
    stream *s = cahier_report_alloc(NULL, 1, sizeof *s);
    *s = (stream){.response = exchange->response, .site = exchange->site};
    cahier_out_open_memory(&s->out);
    exchange->response.next = NULL;
    struct MHD_Response *made =
            MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, s, free_stream);
    if (made == NULL) {
        free_stream(s);
    }
    return made;
}

static struct MHD_Response *make_body(cahier_exchange *exchange)
{
    cahier_response *response = &exchange->response;
    if (response->next != NULL) {
        return make_stream(exchange);
    }
    if (response->lent != NULL) {
        struct MHD_Response *made = MHD_create_response_from_buffer_with_free_callback_cls(
                response->lent_len, (void *)(uintptr_t)response->lent, response->release, response->lender);
        if (made != NULL) {
            response->lent = NULL; /* libmicrohttpd releases it */
        }
        return made;
    }
    cahier_text body = response->location != NULL ? (cahier_text){"", 0} : cahier_out_text(&response->body);
    return MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
}

struct MHD_Response *cahier_outgoing_make(cahier_exchange *exchange)
{
    struct MHD_Response *made = make_body(exchange);
    if (made != NULL) {
        add_headers(exchange, made);
    }
    return made;
}
