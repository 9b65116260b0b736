/* SPDX-License-Identifier: Apache-2.0 */
/* apart.h -- tasks that need memory of their own, side by side.
 *
 * In      task(argument, batch, scratch, i), for each i < count: what it leaves in `batch` or `scratch` is gone when it returns
 * Value   a task whose share of the memory is too small is done again alone, with all of it: whatever the shares, the same bytes
 * Errors  the first, by number, of the tasks'
 * Memory  shares of `scratch`, given back; `bytes` is what most tasks need of each of their two arenas
 * Why     an arena is one thread's; themes divide and are quoted independently, while somebody waits
 */
#ifndef CAHIER_APART_H
#define CAHIER_APART_H

#include "cahier.h"

typedef cahier_status cahier_apart_task(void *argument, cahier_arena *batch, cahier_arena *scratch, uint32_t i);

typedef struct cahier_apart {
    cahier_apart_task *task;
    void *argument;
    uint32_t count;
    size_t bytes;
} cahier_apart;

cahier_status cahier_run_apart(
        cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner, const cahier_apart *work);

#endif
