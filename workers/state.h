/* SPDX-License-Identifier: Apache-2.0 */
/* state.h -- what is known of a tenant's queue at one moment, and its showing as a table or as JSON.
 *
 * In      a queue; the batch asked for, or NULL for all
 * Out     batches in order of time, depth, workers; faults of the law when asked
 * Value   Rates are of contributions analysed: since `before` (an earlier look), else since the batch was opened. The time left is
 *         shown only where what is left can be counted: a sealed batch at its chunks
 * Errors  as queue.h
 * Memory  in the arena given
 */
#ifndef CAHIER_STATE_H
#define CAHIER_STATE_H

#include <cjson/cJSON.h>

#include "inspect.h"
#include "out.h"

typedef struct cahier_batch_state {
    const char *name;
    cahier_queue_progress progress;
    const cahier_text *fault; /* of the law of conservation */
    uint32_t fault_count;
    int64_t rate_milli;   /* contributions a second; -1: not known */
    int64_t left_seconds; /* -1: not countable */
} cahier_batch_state;

typedef struct cahier_state {
    cahier_batch_state *batch;
    uint32_t batch_count, faulty; /* batches that break the law */
    bool checked;
    cahier_queue_depth depth;
} cahier_state;

typedef struct cahier_state_request {
    const char *batch; /* NULL: all */
    bool check;
    const cahier_state *before; /* NULL: none */
} cahier_state_request;

cahier_queue_answer cahier_state_read(
        cahier_queue *queue, cahier_arena *arena, const cahier_state_request *request, cahier_state *out);

void cahier_state_say(const cahier_state *state, bool english, cahier_out *out);
cJSON *cahier_state_describe(const cahier_state *state, const char *tenant);

#endif
