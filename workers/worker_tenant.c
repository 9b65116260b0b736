/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "worker_tenant.h"

#include <poll.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "batch.h"
#include "progress.h"

#define CLAIM_LEAST_MS 200u
#define CLAIM_MOST_MS 2000u
#define TIDY_MS 500u
#define PURGE_MS 60000u
#define DAY_MS ((int64_t)86400000)
#define OTHER_LEXICONS_MS 5000u
#define ENVELOPE_BYTES ((size_t)2 << 30) /* of addresses */

void cahier_worker_say(const cahier_worker_options *options, bool trouble, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    if (options->quiet && !trouble) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "cahier worker%s %s\n", options->english ? ":" : " :", line);
}

/* --- connection ------------------------------------------------------------------------------------------------------- */

bool cahier_tenant_open(cahier_tenant *tenant, const char *who, char *message, size_t room)
{
    tenant->own = true;
    tenant->queue = cahier_queue_open(tenant->options->url, tenant->name, who, tenant->options->english, message, room);
    if (tenant->queue == NULL) {
        return false;
    }
    if (!cahier_queue_reconnect(tenant->queue, 0, tenant->stop) && *tenant->stop == 0) {
        (void)snprintf(message, room, "%s", cahier_queue_message(tenant->queue));
        return false;
    }
    return true;
}

void cahier_tenant_close(cahier_tenant *tenant)
{
    cahier_queue_close(tenant->queue);
    tenant->queue = NULL;
}

static bool refuse(cahier_tenant *tenant)
{
    if (!tenant->refused) {
        cahier_worker_say(tenant->options, true, "%s", cahier_queue_message(tenant->queue));
    }
    tenant->refused = true;
    return false;
}

bool cahier_tenant_again(cahier_tenant *tenant, cahier_queue_answer answer)
{
    if (answer == CAHIER_QUEUE_REFUSED) {
        return refuse(tenant);
    }
    if (answer == CAHIER_QUEUE_FULL) {
        (void)poll(NULL, 0, CAHIER_ROOM_MS);
        return *tenant->stop == 0;
    }
    if (answer != CAHIER_QUEUE_UNREACHABLE) {
        return false;
    }
    if (!cahier_queue_reconnect(tenant->queue, 0, tenant->stop)) {
        return *tenant->stop == 0 && refuse(tenant);
    }
    tenant->own = true;
    tenant->ahead.entry[0] = '\0'; /* it is among what this name holds */
    tenant->counts->reconnections++;
    cahier_worker_say(tenant->options, false, "%s",
            CAHIER_WORKER_TELL(tenant->options, "connexion à Redis rétablie.", "connected to Redis again."));
    return true;
}

void cahier_tenant_hand_back(
        cahier_tenant *tenant, const cahier_queue_task *task, uint32_t delay_ms, uint32_t limit, const char *reason)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_fail(tenant->queue, task, delay_ms, limit, reason);
    } while (cahier_tenant_again(tenant, answer));
    if (answer == CAHIER_QUEUE_NO_BATCH) {
        (void)cahier_queue_drop(tenant->queue, task);
    }
}

/* --- tasks ------------------------------------------------------------------------------------------------------------ */

static const char *judged(const cahier_tenant *tenant, const char *batch)
{
    for (uint32_t i = 0; i < CAHIER_JUDGED; i++) {
        if (strcmp(tenant->judged[i].batch, batch) == 0) {
            return tenant->judged[i].lexicons;
        }
    }
    return NULL;
}

static void judge(cahier_tenant *tenant, const char *batch, const char *lexicons)
{
    uint32_t i = tenant->judged_next++ % CAHIER_JUDGED;
    memcpy(tenant->judged[i].batch, batch, sizeof tenant->judged[i].batch);
    (void)snprintf(tenant->judged[i].lexicons, sizeof tenant->judged[i].lexicons, "%s", lexicons);
}

/* The lists completed by the town's own, which the envelope brings. */
static cahier_word_set *complete(cahier_tenant *tenant, const char *batch, const char *digest)
{
    cahier_arena arena;
    cahier_text blob;
    cahier_error error;
    cahier_queue_answer answer;
    cahier_word_set *set = NULL;
    if (!cahier_arena_open(&arena, ENVELOPE_BYTES)) {
        return NULL;
    }
    do {
        answer = cahier_queue_envelope(tenant->queue, &arena, batch, &blob);
    } while (cahier_tenant_again(tenant, answer));
    cahier_wire_batch *envelope = cahier_arena_alloc(&arena, 1, sizeof *envelope);
    if (answer == CAHIER_QUEUE_DONE && envelope != NULL &&
            cahier_wire_read_batch(&arena, blob, envelope, &error) == CAHIER_OK && envelope->taxonomy.name.len > 0) {
        cahier_lexicon_own own = {envelope->options.taxonomy, envelope->taxonomy.bytes};
        set = cahier_shelf_add(tenant->shelf, &own, digest);
    }
    cahier_arena_close(&arena);
    return set;
}

/* The word lists that a batch was made with. NULL when they are not ours; *gone when the batch is no more. */
static cahier_word_set *words_of(cahier_tenant *tenant, const char *batch, bool *gone)
{
    cahier_queue_progress progress = {.state = ""};
    cahier_queue_answer answer;
    const char *known = judged(tenant, batch);
    cahier_word_set *set = known != NULL ? cahier_shelf_find(tenant->shelf, known) : NULL;
    if (set != NULL || (known != NULL && known[0] == '\0')) {
        return set;
    }
    do {
        answer = cahier_queue_progress_of(tenant->queue, batch, &progress);
    } while (cahier_tenant_again(tenant, answer));
    *gone = answer == CAHIER_QUEUE_NO_BATCH;
    if (answer != CAHIER_QUEUE_DONE) {
        return NULL;
    }
    set = cahier_shelf_find(tenant->shelf, progress.lexicons);
    if (set == NULL) {
        set = complete(tenant, batch, progress.lexicons);
    }
    judge(tenant, batch, set != NULL ? progress.lexicons : "");
    if (set == NULL) {
        cahier_worker_say(tenant->options, true,
                CAHIER_WORKER_TELL(tenant->options,
                        "lot %s : ses lexiques ne sont pas ceux de ce programme ; il attend un autre worker.",
                        "batch %s: its word lists are not those of this program; it waits for another worker."),
                batch);
    }
    return set;
}

cahier_queue_task *cahier_tenant_ahead(cahier_tenant *tenant)
{
    bool due = tenant->own || tenant->ahead.entry[0] != '\0' || cahier_clock_ms() >= tenant->claim_ms;
    return !due && *tenant->stop == 0 && tenant->options->tenant_count == 1 ? &tenant->ahead : NULL;
}

void cahier_tenant_leave_ahead(cahier_tenant *tenant)
{
    cahier_queue_task task = tenant->ahead;
    tenant->ahead.entry[0] = '\0';
    if (task.entry[0] != '\0') {
        cahier_tenant_hand_back(tenant, &task, 0, 0, "");
    }
}

static cahier_queue_answer claim(cahier_tenant *tenant, uint64_t now, cahier_queue_task *out)
{
    tenant->claim_ms = now + CLAIM_LEAST_MS + randombytes_uniform(CLAIM_MOST_MS - CLAIM_LEAST_MS);
    return cahier_queue_claim_task(tenant->queue, tenant->options->lease_ms, out);
}

static cahier_queue_answer take(cahier_tenant *tenant, uint32_t wait_ms, cahier_queue_task *out)
{
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    uint64_t now = cahier_clock_ms();
    if (tenant->ahead.entry[0] != '\0') {
        *out = tenant->ahead;
        tenant->ahead.entry[0] = '\0';
        return CAHIER_QUEUE_DONE;
    }
    if (tenant->own) {
        if (tenant->inside > 0) {
            return CAHIER_QUEUE_NOTHING;
        }
        answer = cahier_queue_read_task(tenant->queue, true, 0, out);
        tenant->own = answer == CAHIER_QUEUE_DONE;
    }
    if (answer == CAHIER_QUEUE_NOTHING && now >= tenant->claim_ms) {
        answer = claim(tenant, now, out);
    }
    return answer == CAHIER_QUEUE_NOTHING ? cahier_queue_read_task(tenant->queue, false, wait_ms, out) : answer;
}

bool cahier_tenant_take(cahier_tenant *tenant, uint32_t wait_ms, cahier_queue_task *out, cahier_word_set **words)
{
    bool gone = false;
    cahier_queue_answer answer;
    do {
        answer = take(tenant, wait_ms, out);
    } while (cahier_tenant_again(tenant, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return false;
    }
    *words = words_of(tenant, out->batch, &gone);
    if (gone) {
        (void)cahier_queue_drop(tenant->queue, out);
    } else if (*words == NULL) {
        cahier_tenant_hand_back(tenant, out, OTHER_LEXICONS_MS, 0, "other lexicons");
    }
    return *words != NULL;
}

/* --- upkeep ------------------------------------------------------------------------------------------------------------- */

static bool is_old(const cahier_tenant *tenant, const char *batch)
{
    cahier_queue_progress progress;
    int64_t kept = (int64_t)tenant->options->keep_days * DAY_MS;
    return cahier_queue_progress_of(tenant->queue, batch, &progress) == CAHIER_QUEUE_DONE &&
           strcmp(progress.state, "done") == 0 && progress.now_ms - progress.finished_ms > kept;
}

/* An unreachable server ends the round: the next one starts again. */
static void purge(cahier_tenant *tenant)
{
    cahier_arena arena;
    char(*batch)[CAHIER_BATCH_LEN + 1];
    uint32_t count = 0;
    if (!cahier_arena_open(&arena, (size_t)64 << 20)) {
        return;
    }
    if (cahier_queue_batches(tenant->queue, &arena, &batch, &count) != CAHIER_QUEUE_DONE) {
        count = 0;
    }
    for (uint32_t i = 0; i < count && *tenant->stop == 0; i++) {
        if (is_old(tenant, batch[i]) && cahier_queue_purge(tenant->queue, batch[i]) == CAHIER_QUEUE_DONE) {
            tenant->counts->purged++;
            cahier_worker_say(tenant->options, false,
                    CAHIER_WORKER_TELL(tenant->options, "lot %s : effacé, sa durée de conservation est passée.",
                            "batch %s: erased, its time is over."),
                    batch[i]);
        }
    }
    cahier_arena_close(&arena);
}

void cahier_tenant_upkeep(cahier_tenant *tenant)
{
    uint64_t now = cahier_clock_ms();
    if (now >= tenant->tidy_ms) {
        tenant->tidy_ms = now + TIDY_MS + randombytes_uniform(TIDY_MS);
        cahier_queue_answer answer = cahier_queue_tidy(tenant->queue);
        (void)cahier_tenant_again(tenant, answer);
    }
    if (tenant->options->keep_days != CAHIER_NONE && now >= tenant->purge_ms) {
        tenant->purge_ms = now + PURGE_MS;
        purge(tenant);
    }
}
