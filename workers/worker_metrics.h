/* SPDX-License-Identifier: Apache-2.0 */
/* worker_metrics.h -- figures of a worker and its queues for Prometheus: GET / on an address of its own.
 *
 * In      "127.0.0.1:9187", "[::1]:9187"
 * Out     text format 0.0.4: counts of this worker since its start, state of each tenant's queue at this moment
 * Value   counts, names of tenants: never a text, an id, a batch
 * Order   answers from the worker's own loop, between two steps: within a second or two; no thread, for the worker forks
 */
#ifndef CAHIER_WORKER_METRICS_H
#define CAHIER_WORKER_METRICS_H

#include "worker_tenant.h"

typedef struct cahier_metrics {
    struct MHD_Daemon *daemon; /* NULL: none */
    cahier_tenant *tenant;
    uint32_t tenant_count;
    const cahier_worker_counts *counts;
} cahier_metrics;

/* False when the address is wrong or taken. */
bool cahier_metrics_open(cahier_metrics *metrics, const char *address);
void cahier_metrics_look(cahier_metrics *metrics);
void cahier_metrics_close(cahier_metrics *metrics);

#endif
