/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* getaddrinfo, shutdown */
#include "http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"
#include "outgoing.h"
#include "progress.h"
#include "read_file.h"
#include "route.h"

#define IDLE_S 30u                   /* without a byte either way */
#define CONNECTION_BYTES (40u << 10) /* a header of 32 KiB, and what libmicrohttpd puts beside it */
#define PER_ADDRESS 64u              /* connections; a browser opens six */
#define END_MS 5000u                 /* requests under way end within */
#define TICK_MS 20
#define KEY_BYTES ((size_t)1 << 20) /* of a certificate or a key */

typedef enum phase {
    PHASE_FREE,
    PHASE_HEADER,
    PHASE_BODY,
    PHASE_ANSWER
} phase;

typedef struct gate { /* a connection, as its slowness is judged */
    int fd;
    phase phase;
    uint64_t since_ms, bytes;
} gate;

struct cahier_http {
    cahier_site *site;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    gate *gate;
    uint32_t gate_count, inside; /* inside: exchanges under way */
    cahier_arena keys;
};

typedef struct talk {
    cahier_http *http;
    gate *gate;
    bool begun, sent;
    uint64_t started_ms;
    char *target; /* as it was sent */
    cahier_exchange exchange;
} talk;

/* --- gates ------------------------------------------------------------------------------------------------------------ */

static void enter(cahier_http *http, gate *at, phase now)
{
    if (at != NULL) {
        (void)pthread_mutex_lock(&http->lock);
        at->phase = now;
        at->since_ms = cahier_clock_ms();
        at->bytes = 0;
        (void)pthread_mutex_unlock(&http->lock);
    }
}

static void count_bytes(cahier_http *http, gate *at, size_t bytes)
{
    if (at != NULL) {
        (void)pthread_mutex_lock(&http->lock);
        at->bytes += bytes;
        (void)pthread_mutex_unlock(&http->lock);
    }
}

static gate *free_gate(cahier_http *http)
{
    for (uint32_t i = 0; i < http->gate_count; i++) {
        if (http->gate[i].phase == PHASE_FREE) {
            return &http->gate[i];
        }
    }
    return NULL;
}

static void on_connection(
        void *self, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
    cahier_http *http = self;
    (void)pthread_mutex_lock(&http->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        gate *taken = info != NULL ? free_gate(http) : NULL;
        if (taken != NULL) {
            *taken = (gate){info->connect_fd, PHASE_HEADER, cahier_clock_ms(), 0};
        }
        *context = taken;
    } else if (*context != NULL) {
        *(gate *)*context = (gate){.phase = PHASE_FREE};
    }
    (void)pthread_mutex_unlock(&http->lock);
}

static bool is_too_slow(const gate *at, uint64_t now)
{
    uint64_t ms = now - at->since_ms;
    switch (at->phase) {
    case PHASE_HEADER:
        return ms > CAHIER_HEADER_SECONDS * 1000;
    case PHASE_BODY:
        return ms > CAHIER_BODY_SECONDS * 1000 + at->bytes * 1000 / CAHIER_BODY_RATE;
    default:
        return false;
    }
}

void cahier_http_look(cahier_http *http)
{
    uint64_t now = cahier_clock_ms();
    (void)pthread_mutex_lock(&http->lock);
    for (uint32_t i = 0; i < http->gate_count; i++) {
        if (is_too_slow(&http->gate[i], now)) {
            (void)shutdown(http->gate[i].fd, SHUT_RDWR);
        }
    }
    (void)pthread_mutex_unlock(&http->lock);
}

/* --- the answer goes out ---------------------------------------------------------------------------------------------- */

/* Never a target, a name or an address: the pattern alone. */
static void log_answer(const talk *t, const char *method)
{
    const cahier_request *request = &t->exchange.request;
    char when[32];
    if (t->http->site->options->quiet || (request->route != NULL && request->route->alone)) {
        return;
    }
    cahier_account_now(when);
    (void)fprintf(stderr, "%s %s %s %s %u %llu ms\n", when, request->town != NULL ? request->town->tenant : "-", method,
            request->route != NULL ? request->route->pattern : "-", t->exchange.response.status,
            (unsigned long long)(cahier_clock_ms() - t->started_ms));
}

static enum MHD_Result send_answer(talk *t, struct MHD_Connection *connection, const char *method)
{
    struct MHD_Response *made = cahier_outgoing_make(&t->exchange);
    if (made == NULL) {
        return MHD_NO;
    }
    enum MHD_Result sent = MHD_queue_response(connection, t->exchange.response.status, made);
    MHD_destroy_response(made);
    t->sent = true;
    log_answer(t, method);
    enter(t->http, t->gate, PHASE_ANSWER);
    return sent;
}

/* --- the request comes in --------------------------------------------------------------------------------------------- */

static void *on_target(void *self, const char *target, struct MHD_Connection *connection)
{
    cahier_http *http = self;
    talk *t = calloc(1, sizeof *t);
    (void)connection;
    if (t == NULL) {
        return NULL;
    }
    t->http = http;
    t->started_ms = cahier_clock_ms();
    t->target = strdup(target);
    if (t->target == NULL || !cahier_exchange_open(&t->exchange, http->site)) {
        free(t->target);
        free(t);
        return NULL;
    }
    (void)pthread_mutex_lock(&http->lock);
    http->inside++;
    (void)pthread_mutex_unlock(&http->lock);
    return t;
}

static void on_completed(
        void *self, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    cahier_http *http = self;
    talk *t = *state;
    (void)connection;
    (void)code;
    if (t == NULL) {
        return;
    }
    enter(http, t->gate, PHASE_HEADER); /* of the next request */
    cahier_exchange_close(&t->exchange);
    free(t->target);
    free(t);
    *state = NULL;
    (void)pthread_mutex_lock(&http->lock);
    http->inside--;
    (void)pthread_mutex_unlock(&http->lock);
}

static cahier_text header_of(struct MHD_Connection *connection, const char *name)
{
    const char *value = name != NULL ? MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name) : NULL;
    return value != NULL ? cahier_string(value) : (cahier_text){NULL, 0};
}

static void name_peer(struct MHD_Connection *connection, char *to, size_t room)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info != NULL ? info->client_addr : NULL;
    socklen_t len =
            peer != NULL && peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (peer == NULL || getnameinfo(peer, len, to, (socklen_t)room, NULL, 0, NI_NUMERICHOST) != 0) {
        (void)snprintf(to, room, "?");
    }
}

/* "1234"; what is no number is more than anything may have. */
static uint64_t length_of(cahier_text header)
{
    uint64_t length = 0;
    for (uint32_t i = 0; i < header.len; i++) {
        if (header.at[i] < '0' || header.at[i] > '9' || length > UINT64_MAX / 16) {
            return UINT64_MAX;
        }
        length = length * 10 + (uint64_t)(header.at[i] - '0');
    }
    return length;
}

static void begin(talk *t, struct MHD_Connection *connection, const char *method)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    char *peer = CAHIER_NEW(&t->exchange.arena, char, NI_MAXHOST);
    t->begun = true;
    t->gate = info != NULL ? info->socket_context : NULL;
    enter(t->http, t->gate, PHASE_BODY);
    if (peer != NULL) {
        name_peer(connection, peer, NI_MAXHOST);
    }
    cahier_request_head head = {.method = method,
            .target = cahier_string(t->target),
            .cookie = header_of(connection, "Cookie"),
            .content_type = header_of(connection, "Content-Type"),
            .authorization = header_of(connection, "Authorization"),
            .fetch_site = header_of(connection, "Sec-Fetch-Site"),
            .if_none_match = header_of(connection, "If-None-Match"),
            .proxy_name = header_of(connection, t->http->site->options->proxy_header),
            .forwarded = header_of(connection, "X-Forwarded-For"),
            .content_length = length_of(header_of(connection, "Content-Length")),
            .peer = peer != NULL ? peer : "?"};
    cahier_exchange_begin(&t->exchange, &head);
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *connection, const char *path, const char *method,
        const char *version, const char *data, size_t *size, void **state)
{
    talk *t = *state;
    (void)self;
    (void)path;
    (void)version;
    if (t == NULL || t->sent) {
        return t != NULL && t->sent ? MHD_YES : MHD_NO;
    }
    if (!t->begun) {
        begin(t, connection, method);
        return t->exchange.answered ? send_answer(t, connection, method) : MHD_YES;
    }
    if (*size > 0) {
        count_bytes(t->http, t->gate, *size);
        bool taken = cahier_exchange_feed(&t->exchange, data, *size);
        *size = 0;
        return taken ? MHD_YES : MHD_NO;
    }
    enter(t->http, t->gate, PHASE_ANSWER);
    cahier_exchange_finish(&t->exchange);
    return send_answer(t, connection, method);
}

/* Paths are cut before they are decoded: by form.h. */
static size_t leave_escaped(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self;
    (void)connection;
    return strlen(text);
}

static void say_nothing(void *self, const char *format, va_list arguments)
{
    (void)self;
    (void)format;
    (void)arguments;
}

/* --- listening -------------------------------------------------------------------------------------------------------- */

static bool read_keys(cahier_http *http, cahier_text *cert, cahier_text *key)
{
    const cahier_serve_options *options = http->site->options;
    return options->tls_cert == NULL ||
           (cahier_read_file(&http->keys, options->tls_cert, KEY_BYTES, cert) == CAHIER_OK &&
                   cahier_read_file(&http->keys, options->tls_key, KEY_BYTES, key) == CAHIER_OK);
}

static const char *as_string(cahier_arena *arena, cahier_text text)
{
    char *to = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    if (to != NULL && text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    return to;
}

static struct MHD_Daemon *start(cahier_http *http, const struct addrinfo *place, cahier_text cert, cahier_text key)
{
    const cahier_serve_options *options = http->site->options;
    bool tls = options->tls_cert != NULL;
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
                     (place->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0u) | (tls ? MHD_USE_TLS : 0u);
    struct MHD_OptionItem more[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)as_string(&http->keys, cert)},
            {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)as_string(&http->keys, key)}, {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
            MHD_OPTION_SOCK_ADDR, place->ai_addr, MHD_OPTION_CONNECTION_LIMIT, options->connections,
            MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->proxy_from != NULL ? 0u : PER_ADDRESS,
            MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
            MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_target, http,
            MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http,
            MHD_OPTION_ARRAY, tls ? more : &more[2], MHD_OPTION_END);
}

static bool listen_on(cahier_http *http, char *message, size_t room)
{
    const cahier_serve_options *options = http->site->options;
    struct addrinfo *place, hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    cahier_text cert = {NULL, 0}, key = {NULL, 0};
    char port[8];
    (void)snprintf(port, sizeof port, "%u", options->port);
    if (!read_keys(http, &cert, &key)) {
        (void)snprintf(message, room, "%s",
                options->english ? "the certificate or its key cannot be read."
                                 : "le certificat ou sa clé ne se lit pas.");
        return false;
    }
    if (getaddrinfo(options->bind, port, &hints, &place) != 0) {
        (void)snprintf(
                message, room, options->english ? "%s is no address." : "%s n'est pas une adresse.", options->bind);
        return false;
    }
    http->daemon = start(http, place, cert, key);
    freeaddrinfo(place);
    if (http->daemon == NULL) {
        (void)snprintf(message, room,
                options->english
                        ? "cannot listen on %s, port %u: it is taken, or not allowed, or the key is wrong."
                        : "impossible d'écouter sur %s, port %u : il est pris, interdit, ou la clé est fausse.",
                options->bind, options->port);
    }
    return http->daemon != NULL;
}

cahier_http *cahier_http_open(cahier_site *site, char *message, size_t room)
{
    cahier_http *http = calloc(1, sizeof *http);
    gate *gates = calloc(site->options->connections, sizeof *gates);
    if (http == NULL || gates == NULL || !cahier_arena_open(&http->keys, 8 * KEY_BYTES)) {
        (void)snprintf(message, room, "%s", site->options->english ? "not enough memory." : "mémoire insuffisante.");
        free(gates);
        free(http);
        return NULL;
    }
    http->site = site;
    http->gate = gates;
    http->gate_count = site->options->connections;
    (void)pthread_mutex_init(&http->lock, NULL);
    if (!listen_on(http, message, room)) {
        cahier_http_close(http);
        return NULL;
    }
    return http;
}

uint16_t cahier_http_port(const cahier_http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info != NULL ? info->port : 0;
}

static bool is_busy(cahier_http *http)
{
    (void)pthread_mutex_lock(&http->lock);
    bool busy = http->inside > 0;
    (void)pthread_mutex_unlock(&http->lock);
    return busy;
}

void cahier_http_close(cahier_http *http)
{
    if (http->daemon != NULL) {
        MHD_socket listening = MHD_quiesce_daemon(http->daemon);
        uint64_t until = cahier_clock_ms() + END_MS;
        while (is_busy(http) && cahier_clock_ms() < until) {
            (void)poll(NULL, 0, TICK_MS);
        }
        MHD_stop_daemon(http->daemon);
        if (listening != MHD_INVALID_SOCKET) {
            (void)close(listening);
        }
    }
    (void)pthread_mutex_destroy(&http->lock);
    cahier_arena_close(&http->keys);
    free(http->gate);
    free(http);
}
