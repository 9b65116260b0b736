/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* getaddrinfo */
#include "worker_metrics.h"

#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "address.h"
#include "inspect.h"
#include "out.h"

#define STEPS 4u /* accepted, read, answered, closed */
#define ARENA_BYTES ((size_t)64 << 20)
#define CONNECTIONS_MOST 16u
#define IDLE_S 10u

/* --- figures ------------------------------------------------------------------------------------------------------------ */

static void put_count(cahier_out *out, const char *name, uint64_t value)
{
    cahier_put(out, "# TYPE cahier_worker_");
    cahier_put(out, name);
    cahier_put(out, "_total counter\ncahier_worker_");
    cahier_put(out, name);
    cahier_put(out, "_total ");
    cahier_put_uint(out, value);
    cahier_put(out, "\n");
}

static void put_gauge(cahier_out *out, const char *name, const char *tenant, uint64_t value)
{
    cahier_put(out, "cahier_queue_");
    cahier_put(out, name);
    cahier_put(out, "{tenant=\"");
    cahier_put(out, tenant);
    cahier_put(out, "\"} ");
    cahier_put_uint(out, value);
    cahier_put(out, "\n");
}

/* The longest that a worker with a task in hand has said nothing. */
static uint64_t silence_ms(const cahier_queue_depth *depth)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < depth->worker_count; i++) {
        const cahier_queue_worker *worker = &depth->worker[i];
        most = worker->pending > 0 && worker->idle_ms > most ? worker->idle_ms : most;
    }
    return most;
}

/* Batches that are not done, and the age of the oldest. */
static void put_batches(cahier_out *out, const cahier_tenant *tenant, cahier_arena *arena)
{
    char(*batch)[CAHIER_BATCH_LEN + 1];
    uint32_t count = 0;
    uint64_t waiting = 0, oldest_ms = 0;
    if (cahier_queue_batches(tenant->queue, arena, &batch, &count) != CAHIER_QUEUE_DONE) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        cahier_queue_progress progress;
        if (cahier_queue_progress_of(tenant->queue, batch[i], &progress) == CAHIER_QUEUE_DONE &&
                strcmp(progress.state, "done") != 0) {
            uint64_t age =
                    progress.now_ms > progress.created_ms ? (uint64_t)(progress.now_ms - progress.created_ms) : 0;
            waiting++;
            oldest_ms = age > oldest_ms ? age : oldest_ms;
        }
    }
    put_gauge(out, "batches", tenant->name, waiting);
    put_gauge(out, "batch_age_seconds", tenant->name, oldest_ms / 1000);
}

/* A queue that cannot be reached is left out: its figures are not known. */
static void put_tenant(cahier_out *out, const cahier_tenant *tenant)
{
    cahier_arena arena;
    cahier_queue_depth depth;
    if (!cahier_arena_open(&arena, ARENA_BYTES)) {
        return;
    }
    if (cahier_inspect_depth(tenant->queue, &arena, &depth) == CAHIER_QUEUE_DONE) {
        put_gauge(out, "tasks", tenant->name, depth.tasks);
        put_gauge(out, "held", tenant->name, depth.pending);
        put_gauge(out, "retries", tenant->name, depth.retry);
        put_gauge(out, "silence_seconds", tenant->name, silence_ms(&depth) / 1000);
        put_batches(out, tenant, &arena);
    }
    cahier_arena_close(&arena);
}

static void put_figures(cahier_out *out, const cahier_metrics *metrics)
{
    const cahier_worker_counts *counts = metrics->counts;
    put_count(out, "chunks", counts->chunks);
    put_count(out, "documents", counts->documents);
    put_count(out, "reports", counts->reports);
    put_count(out, "late", counts->late);
    put_count(out, "retries", counts->retries);
    put_count(out, "quarantined", counts->quarantined);
    put_count(out, "deaths", counts->deaths);
    put_count(out, "reconnections", counts->reconnections);
    put_count(out, "purged", counts->purged);
    for (uint32_t i = 0; i < metrics->tenant_count; i++) {
        put_tenant(out, &metrics->tenant[i]);
    }
}

/* --- HTTP ----------------------------------------------------------------------------------------------------------------- */

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **state)
{
    cahier_out out;
    (void)url;
    (void)version;
    (void)data;
    (void)size;
    (void)state;
    bool get = strcmp(method, MHD_HTTP_METHOD_GET) == 0;
    cahier_out_open_memory(&out);
    if (get) {
        put_figures(&out, self);
    }
    cahier_text text = cahier_out_text(&out);
    struct MHD_Response *response =
            MHD_create_response_from_buffer(text.len, (void *)(uintptr_t)text.at, MHD_RESPMEM_MUST_COPY);
    (void)cahier_out_close(&out);
    if (response == NULL) {
        return MHD_NO;
    }
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result sent = MHD_queue_response(connection, get ? MHD_HTTP_OK : MHD_HTTP_METHOD_NOT_ALLOWED, response);
    MHD_destroy_response(response);
    return sent;
}

bool cahier_metrics_open(cahier_metrics *metrics, const char *address)
{
    cahier_endpoint endpoint;
    char port[8];
    struct addrinfo *found, hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    if (!cahier_endpoint_read(address, strlen(address), 0, &endpoint) || endpoint.port == 0) {
        return false;
    }
    (void)snprintf(port, sizeof port, "%u", (unsigned)endpoint.port);
    if (getaddrinfo(endpoint.host, port, &hints, &found) != 0) {
        return false;
    }
    unsigned flags = found->ai_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;
    metrics->daemon = MHD_start_daemon(flags, endpoint.port, NULL, NULL, answer, metrics, MHD_OPTION_SOCK_ADDR,
            found->ai_addr, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MOST, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
            MHD_OPTION_END);
    freeaddrinfo(found);
    return metrics->daemon != NULL;
}

void cahier_metrics_look(cahier_metrics *metrics)
{
    for (uint32_t i = 0; metrics->daemon != NULL && i < STEPS; i++) {
        (void)MHD_run(metrics->daemon);
    }
}

void cahier_metrics_close(cahier_metrics *metrics)
{
    if (metrics->daemon != NULL) {
        MHD_stop_daemon(metrics->daemon);
        metrics->daemon = NULL;
    }
}
