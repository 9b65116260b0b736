/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* mkdtemp, poll */
#include "keeper.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "form.h"
#include "inspect.h"
#include "library.h"
#include "progress.h"
#include "spool.h"

#define STOP_MS 8000u /* a worker drains for three seconds */
#define LOOK_MS 20
#define WELL_MS 60000u /* a worker that lived a minute is well */

static bool refuse(cahier_keeper *keeper, const char *french, const char *english)
{
    (void)snprintf(keeper->message, sizeof keeper->message, "%s", keeper->site->options->english ? english : french);
    return false;
}

/* --- folders ---------------------------------------------------------------------------------------------------------- */

static bool make_folder(const char *path)
{
    struct stat facts;
    return (mkdir(path, S_IRWXU) == 0 || errno == EEXIST) && stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* What people send lies beside Redis' files, or where temporary files lie. */
static bool open_folder(cahier_keeper *keeper)
{
    cahier_site *site = keeper->site;
    const char *data = site->options->data, *temporary = getenv("TMPDIR");
    if (data == NULL) {
        (void)snprintf(site->folder, sizeof site->folder, "%s/cahier-XXXXXX",
                temporary != NULL && *temporary != '\0' ? temporary : "/tmp");
        return mkdtemp(site->folder) != NULL ||
               refuse(keeper, "le dossier temporaire n'est pas accessible.", "the temporary folder cannot be used.");
    }
    char redis[sizeof site->folder];
    (void)snprintf(redis, sizeof redis, "%s/redis", data);
    (void)snprintf(site->folder, sizeof site->folder, "%s/envois", data);
    if (strlen(data) > sizeof site->folder - 16 || !make_folder(data) || !make_folder(redis) ||
            !make_folder(site->folder)) {
        return refuse(keeper, "le dossier de --data ne peut pas être créé ou ouvert.",
                "the folder of --data cannot be made or opened.");
    }
    return true;
}

/* --- Redis ------------------------------------------------------------------------------------------------------------ */

bool cahier_keeper_name(cahier_site *site)
{
    cahier_arena arena;
    cahier_text encoded;
    cahier_out out;
    char path[PATH_MAX + 32], folder[PATH_MAX];
    (void)snprintf(path, sizeof path, "%.*s/redis", PATH_MAX - 1, site->options->data);
    if (realpath(path, folder) == NULL || !cahier_arena_open(&arena, 1u << 20)) {
        return false;
    }
    (void)snprintf(path, sizeof path, "%s/redis.sock", folder);
    cahier_out_open_memory(&out);
    cahier_put(&out, "unix://");
    for (const char *at = path; *at != '\0'; at += strcspn(at, "/")) { /* a folder may hold "?" or "%" */
        at++;
        bool named = cahier_form_encode(&arena, (cahier_text){at, (uint32_t)strcspn(at, "/")}, &encoded) == CAHIER_OK;
        cahier_put(&out, "/");
        cahier_put_text(&out, named ? encoded : (cahier_text){NULL, 0});
    }
    cahier_text url = cahier_out_text(&out);
    (void)snprintf(site->url, sizeof site->url, "%.*s", (int)url.len, url.at);
    (void)cahier_out_close(&out);
    cahier_arena_close(&arena);
    return true;
}

/* The library that this program was built with. */
static bool install_functions(cahier_keeper *keeper)
{
    cahier_site *site = keeper->site;
    cahier_queue *queue = cahier_queue_open(site->url, site->options->tenant[0], "serve", site->options->english,
            keeper->message, sizeof keeper->message);
    cahier_queue_answer answer = queue != NULL ? cahier_inspect_connect(queue) : CAHIER_QUEUE_REFUSED;
    if (answer == CAHIER_QUEUE_DONE) {
        answer = keeper->redis_kept ? cahier_library_install(queue) : cahier_library_look(queue);
    }
    bool fit = answer == CAHIER_QUEUE_DONE || (keeper->redis_kept && answer == CAHIER_QUEUE_ALREADY);
    if (!fit && queue != NULL && !keeper->redis_kept && answer != CAHIER_QUEUE_UNREACHABLE) {
        (void)refuse(keeper,
                "les fonctions de ce serveur Redis manquent ou sont d'une autre version : « cahier doctor ».",
                "the functions of this Redis server are missing or of another version: `cahier doctor`.");
    } else if (!fit && queue != NULL) {
        (void)snprintf(keeper->message, sizeof keeper->message, "%s", cahier_queue_message(queue));
    }
    cahier_queue_close(queue);
    return fit;
}

static bool open_redis(cahier_keeper *keeper)
{
    cahier_site *site = keeper->site;
    char folder[sizeof site->folder];
    if (site->options->data == NULL) {
        (void)snprintf(site->url, sizeof site->url, "%s", site->options->redis);
        return true;
    }
    (void)snprintf(folder, sizeof folder, "%.*s/redis", (int)sizeof folder - 16, site->options->data);
    if (!cahier_private_server_open(&keeper->redis, folder, NULL, site->options->english)) {
        (void)snprintf(keeper->message, sizeof keeper->message, "%.1000s", keeper->redis.message);
        return false;
    }
    keeper->redis_kept = true;
    return cahier_keeper_name(site);
}

bool cahier_keeper_open(cahier_keeper *keeper, cahier_site *site)
{
    *keeper = (cahier_keeper){.site = site, .pause_ms = CAHIER_RESTART_MS};
    if (!open_folder(keeper) || !open_redis(keeper)) {
        return false;
    }
    cahier_spool_sweep(site->folder); /* after the lock of redis: nobody else serves this folder */
    if (!install_functions(keeper)) {
        cahier_keeper_close(keeper);
        return false;
    }
    return true;
}

/* --- the worker ------------------------------------------------------------------------------------------------------- */

static void start_worker(cahier_keeper *keeper)
{
    const cahier_serve_options *options = keeper->site->options;
    const char *words[2 * CAHIER_TENANTS_MOST + 8] = {"worker", "--quiet", "--jobs"};
    char jobs[16];
    uint32_t count = 4;
    (void)snprintf(jobs, sizeof jobs, "%u", options->jobs);
    words[3] = jobs;
    for (uint32_t i = 0; i < options->tenant_count; i++) {
        words[count++] = "--tenant";
        words[count++] = options->tenant[i];
    }
    if (options->lexicons != NULL) {
        words[count++] = "--lexicons";
        words[count++] = options->lexicons;
    }
    cahier_command_setting setting = {.redis = keeper->site->url};
    keeper->worker_started_ms = cahier_clock_ms();
    if (!cahier_command_start(&keeper->worker, words, &setting)) {
        keeper->worker_at_ms = keeper->worker_started_ms + keeper->pause_ms;
    }
}

void cahier_keeper_start_worker(cahier_keeper *keeper)
{
    keeper->worker_kept = keeper->redis_kept;
    if (keeper->worker_kept) {
        start_worker(keeper);
    }
}

static void look_at_worker(cahier_keeper *keeper)
{
    uint64_t now = cahier_clock_ms();
    if (keeper->worker.pid == 0) {
        if (now >= keeper->worker_at_ms) {
            start_worker(keeper);
        }
    } else if (cahier_command_look(&keeper->worker)) {
        bool well = now - keeper->worker_started_ms > WELL_MS;
        cahier_command_close(&keeper->worker);
        keeper->pause_ms = well                                            ? CAHIER_RESTART_MS
                           : keeper->pause_ms * 2 < CAHIER_RESTART_MOST_MS ? keeper->pause_ms * 2
                                                                           : CAHIER_RESTART_MOST_MS;
        keeper->worker_at_ms = now + keeper->pause_ms;
    }
}

void cahier_keeper_look(cahier_keeper *keeper)
{
    if (keeper->redis_kept && !cahier_private_server_is_running(&keeper->redis)) {
        if (!cahier_private_server_again(&keeper->redis, keeper->site->options->english)) {
            (void)fprintf(stderr, "cahier serve : %s\n", keeper->redis.message); /* the next look tries again */
        }
    }
    if (keeper->worker_kept) {
        look_at_worker(keeper);
    }
}

void cahier_keeper_stop_worker(cahier_keeper *keeper)
{
    uint64_t until = cahier_clock_ms() + STOP_MS;
    cahier_command_stop(&keeper->worker, SIGTERM);
    while (keeper->worker.pid > 0 && cahier_clock_ms() < until && !cahier_command_look(&keeper->worker)) {
        (void)poll(NULL, 0, LOOK_MS);
    }
    cahier_command_close(&keeper->worker);
    keeper->worker_kept = false;
}

void cahier_keeper_close(cahier_keeper *keeper)
{
    if (keeper->redis_kept) {
        cahier_private_server_close(&keeper->redis);
    }
    if (keeper->site->options->data == NULL && keeper->site->folder[0] != '\0') {
        cahier_spool_remove(keeper->site->folder);
    }
}
