/* SPDX-License-Identifier: Apache-2.0 */
#include "apart.h"

#define LANES 8u /* more threads than that find little to share in some twenty themes */

typedef struct lane {
    cahier_arena batch, scratch;
} lane;

typedef struct running {
    const cahier_apart *work;
    lane lane[LANES];
    uint32_t lanes;
    cahier_status *status; /* a task */
} running;

static cahier_status run_one(const cahier_apart *work, cahier_arena *batch, cahier_arena *scratch, uint32_t i)
{
    size_t batch_mark = cahier_arena_mark(batch), mark = cahier_arena_mark(scratch);
    cahier_status status = work->task(work->argument, batch, scratch, i);
    cahier_arena_reset(batch, batch_mark);
    cahier_arena_reset(scratch, mark);
    return status;
}

static void run_lane(void *argument, uint32_t l)
{
    running *r = argument;
    for (uint32_t i = l; i < r->work->count; i += r->lanes) {
        r->status[i] = run_one(r->work, &r->lane[l].batch, &r->lane[l].scratch, i);
    }
}

static bool open_lanes(cahier_arena *scratch, running *r)
{
    size_t room = (scratch->budget - scratch->used) / 2; /* the rest is for who is done again */
    r->lanes = r->work->count < LANES ? r->work->count : LANES;
    if (2 * (size_t)r->lanes * r->work->bytes > room) {
        return false;
    }
    for (uint32_t l = 0; l < r->lanes; l++) {
        if (!cahier_arena_part(scratch, r->work->bytes, &r->lane[l].batch) ||
                !cahier_arena_part(scratch, r->work->bytes, &r->lane[l].scratch)) {
            return false;
        }
    }
    return true;
}

static cahier_status run_all(
        cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner, const cahier_apart *work)
{
    running r = {.work = work, .status = CAHIER_NEW(scratch, cahier_status, work->count)};
    if (r.status == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < work->count; i++) {
        r.status[i] = CAHIER_ERROR_NOMEM; /* not done */
    }
    size_t mark = cahier_arena_mark(scratch);
    if (open_lanes(scratch, &r)) {
        runner->run(runner->self, r.lanes, run_lane, &r);
    }
    cahier_arena_reset(scratch, mark);
    for (uint32_t i = 0; i < work->count; i++) {
        if (r.status[i] == CAHIER_ERROR_NOMEM) {
            r.status[i] = run_one(work, batch, scratch, i);
        }
        CAHIER_TRY(r.status[i]);
    }
    return CAHIER_OK;
}

cahier_status cahier_run_apart(
        cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner, const cahier_apart *work)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = run_all(batch, scratch, runner, work);
    cahier_arena_reset(scratch, mark);
    return status;
}
