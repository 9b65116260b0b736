/* SPDX-License-Identifier: Apache-2.0 */
/* worker_options.h -- the command line of `cahier worker`. */
#ifndef CAHIER_WORKER_OPTIONS_H
#define CAHIER_WORKER_OPTIONS_H

#include "analyse_options.h"

#define CAHIER_TENANTS_MOST 64u /* one connection each */

typedef struct cahier_worker_options {
    const char *url;
    const char *tenant[CAHIER_TENANTS_MOST];
    uint32_t tenant_count;
    uint32_t jobs; /* chunks at a time, threads of a corpus step */
    const char *lexicons;
    const char *metrics;    /* ADDRESS:PORT; NULL: none */
    const char *person_key; /* file of the secret for authors of the inboxes; NULL: they stay unknown */
    uint32_t keep_days;     /* CAHIER_NONE: for ever */
    bool once, quiet, english, help;
    /* Tests shorten them. A text that hangs must be accused before the lease is over, or each worker loses the task in turn. */
    uint32_t lease_ms, stall_ms;
} cahier_worker_options;

/* One --tenant more; false: there are too many. */
static inline bool cahier_tenant_add(const char *tenant[CAHIER_TENANTS_MOST], uint32_t *count, const char *name)
{
    bool fits = *count < CAHIER_TENANTS_MOST;
    if (fits) {
        tenant[(*count)++] = name;
    }
    return fits;
}

cahier_parsed cahier_worker_parse(int argc, char **argv, cahier_worker_options *out);

const char *cahier_worker_help(bool english);

#endif
