/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* mkdtemp, poll */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "form.h"
#include "inspect.h"
#include "library.h"
#include "person_key.h"
#include "progress.h"
#include "spool.h"

#define STOP_MS 8000u /* a worker drains for three seconds */
#define LOOK_MS 20
#define WELL_MS 60000u /* what lived a minute is well */

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

/* A secret of this folder, made once: whole or not there. */
static bool make_key(const char *path)
{
    unsigned char key[CAHIER_PERSON_KEY_MOST];
    char made[sizeof((cahier_site *)NULL)->person_key + 8];
    struct stat facts;
    if (stat(path, &facts) == 0) {
        return true;
    }
    (void)snprintf(made, sizeof made, "%s.part", path);
    int fd = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    randombytes_buf(key, sizeof key);
    bool written = fd >= 0 && write(fd, key, sizeof key) == (ssize_t)sizeof key && fsync(fd) == 0;
    return fd >= 0 && close(fd) == 0 && written && rename(made, path) == 0;
}

/* By which authors are known; "" with --redis and without --person-key: they stay unknown. */
static bool open_key(cahier_keeper *keeper)
{
    cahier_site *site = keeper->site;
    const cahier_serve_options *options = site->options;
    if (options->person_key != NULL || options->data == NULL) {
        (void)snprintf(site->person_key, sizeof site->person_key, "%s",
                options->person_key != NULL ? options->person_key : "");
        return true;
    }
    (void)snprintf(site->person_key, sizeof site->person_key, "%s/cle-auteurs", options->data);
    return make_key(site->person_key) ||
           refuse(keeper, "la clé des auteurs ne peut pas être écrite dans le dossier de --data.",
                   "the key of authors cannot be written in the folder of --data.");
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
    *keeper = (cahier_keeper){.site = site};
    if (!open_folder(keeper) || !open_key(keeper) || !open_redis(keeper)) {
        return false;
    }
    cahier_spool_sweep(site->folder); /* after the lock of redis: nobody else serves this folder */
    if (!install_functions(keeper)) {
        cahier_keeper_close(keeper);
        return false;
    }
    return true;
}

/* --- the worker, the deliverer, the watchers ------------------------------------------------------------------------------------------- */

typedef struct command_line {
    const char *word[2 * CAHIER_TENANTS_MOST + 16];
    uint32_t count;
} command_line;

static void add(command_line *line, const char *option, const char *value)
{
    line->word[line->count++] = option;
    line->word[line->count++] = value;
}

/* With the operator's own settings: serve has the same options. */
static void write_deliverer(const cahier_serve_options *options, command_line *line)
{
    const cahier_deliver_setting *own = &options->deliver;
    const struct {
        const char *name, *value;
    } pairs[] = {{"--public-url", own->public_url}, {"--smtp", own->smtp}, {"--smtp-user", own->smtp_user},
            {"--mail-from", own->mail_from}, {"--events-folder", own->events_folder}};
    *line = (command_line){{"deliver"}, 1};
    for (uint32_t i = 0; i < options->tenant_count; i++) {
        add(line, "--tenant", options->tenant[i]);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i].value != NULL) {
            add(line, pairs[i].name, pairs[i].value);
        }
    }
    line->word[line->count] = own->inside ? "--private-receivers" : NULL;
}

/* The worker of all spaces, or the watcher of one. */
static void write_analyst(const cahier_site *site, const char *tenant, char jobs[16], command_line *line)
{
    const cahier_serve_options *options = site->options;
    *line = (command_line){{tenant != NULL ? "watch" : "worker", "--quiet"}, 2};
    (void)snprintf(jobs, 16, "%u", options->jobs);
    add(line, "--jobs", jobs);
    for (uint32_t i = 0; i < options->tenant_count; i++) {
        if (tenant == NULL || tenant == options->tenant[i]) {
            add(line, "--tenant", options->tenant[i]);
        }
    }
    if (options->lexicons != NULL) {
        add(line, "--lexicons", options->lexicons);
    }
    if (site->person_key[0] != '\0') {
        add(line, "--person-key", site->person_key);
    }
}

static void start(cahier_keeper *keeper, cahier_kept *child)
{
    const cahier_site *site = keeper->site;
    command_line line;
    char jobs[16];
    if (child->delivers) {
        write_deliverer(site->options, &line);
    } else {
        write_analyst(site, child->tenant, jobs, &line);
    }
    cahier_command_setting setting = {.redis = site->url};
    child->started_ms = cahier_clock_ms();
    if (!cahier_command_start(&child->command, line.word, &setting)) {
        child->at_ms = child->started_ms + child->pause_ms;
    }
}

void cahier_keeper_start(cahier_keeper *keeper)
{
    const cahier_serve_options *options = keeper->site->options;
    if (keeper->redis_kept) {
        keeper->child[keeper->child_count++] = (cahier_kept){.tenant = NULL};
    }
    keeper->child[keeper->child_count++] = (cahier_kept){.delivers = true};
    for (uint32_t i = 0; i < options->tenant_count && options->watch; i++) {
        keeper->child[keeper->child_count++] = (cahier_kept){.tenant = options->tenant[i]};
    }
    for (uint32_t i = 0; i < keeper->child_count; i++) {
        keeper->child[i].pause_ms = CAHIER_RESTART_MS;
        start(keeper, &keeper->child[i]);
    }
}

static void look_at(cahier_keeper *keeper, cahier_kept *child)
{
    uint64_t now = cahier_clock_ms();
    if (child->command.pid == 0) {
        if (now >= child->at_ms) {
            start(keeper, child);
        }
    } else if (cahier_command_look(&child->command)) {
        bool well = now - child->started_ms > WELL_MS;
        cahier_command_close(&child->command);
        child->pause_ms = well                                           ? CAHIER_RESTART_MS
                          : child->pause_ms * 2 < CAHIER_RESTART_MOST_MS ? child->pause_ms * 2
                                                                         : CAHIER_RESTART_MOST_MS;
        child->at_ms = now + child->pause_ms;
    }
}

void cahier_keeper_look(cahier_keeper *keeper)
{
    if (keeper->redis_kept && !cahier_private_server_is_running(&keeper->redis)) {
        if (!cahier_private_server_again(&keeper->redis, keeper->site->options->english)) {
            (void)fprintf(stderr, "cahier serve : %s\n", keeper->redis.message); /* the next look tries again */
        }
    }
    for (uint32_t i = 0; i < keeper->child_count; i++) {
        look_at(keeper, &keeper->child[i]);
    }
}

static bool is_running(cahier_keeper *keeper)
{
    bool running = false;
    for (uint32_t i = 0; i < keeper->child_count; i++) {
        cahier_command *command = &keeper->child[i].command;
        running = (command->pid > 0 && !cahier_command_look(command)) || running;
    }
    return running;
}

void cahier_keeper_stop(cahier_keeper *keeper)
{
    uint64_t until = cahier_clock_ms() + STOP_MS;
    for (uint32_t i = 0; i < keeper->child_count; i++) {
        cahier_command_stop(&keeper->child[i].command, SIGTERM);
    }
    while (cahier_clock_ms() < until && is_running(keeper)) {
        (void)poll(NULL, 0, LOOK_MS);
    }
    for (uint32_t i = 0; i < keeper->child_count; i++) {
        cahier_command_close(&keeper->child[i].command);
    }
    keeper->child_count = 0;
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
