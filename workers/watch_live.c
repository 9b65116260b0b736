/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "watch_live.h"

#include <cjson/cJSON.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_csv.h"
#include "interrupt.h"
#include "progress.h"
#include "read_file.h"
#include "watch_folder.h"
#include "watch_memory.h"

#define IDLE_MS 100      /* between two looks: a message is filed within a second */
#define LISTS_MS 2000u   /* between two looks at lists of services and corrections */
#define PURGE_MS 60000u  /* between two looks at messages whose time is over */
#define PURGE_MOST 1000u /* messages a unit */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_SERVICE = 3
};

static bool is_english(const cahier_live *live)
{
    return live->options->analyse.intake.options.english;
}

cahier_queue_answer cahier_live_refuse(cahier_live *live, const char *french, const char *english)
{
    (void)snprintf(live->message, sizeof live->message, "%s", is_english(live) ? english : french);
    return CAHIER_QUEUE_REFUSED;
}

bool cahier_live_again(cahier_live *live, cahier_queue_answer answer)
{
    if (answer == CAHIER_QUEUE_FULL) {
        (void)poll(NULL, 0, CAHIER_ROOM_MS);
        return *live->stop == 0;
    }
    if (answer != CAHIER_QUEUE_UNREACHABLE || *live->stop != 0) {
        return false;
    }
    live->loaded = false; /* the server may have lost its end: what it holds is what was done */
    live->held = false;
    live->reconnections++;
    return cahier_queue_reconnect(live->queue, 0, live->stop);
}

cahier_queue_answer cahier_live_hold(cahier_live *live)
{
    cahier_queue_answer answer = cahier_queue_watch_lease(live->queue, live->token, live->options->lease_ms);
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_STALE : answer;
}

/* --- what was remembered ------------------------------------------------------------------------------------------------ */

static double number_of(const cJSON *root, const char *name, double least, double most, double otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, name);
    return cJSON_IsNumber(item) && item->valuedouble >= least && item->valuedouble <= most ? item->valuedouble
                                                                                           : otherwise;
}

/* What the tenant's settings say and the command line does not. */
static cahier_queue_answer read_settings(cahier_live *live)
{
    cahier_watch_options *o = live->options;
    cahier_text text;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_watch_read(live->queue, &live->step, "settings", &text);
    } while (cahier_live_again(live, answer));
    cJSON *root = answer == CAHIER_QUEUE_DONE ? cJSON_ParseWithLength(text.at, text.len) : NULL;
    if ((o->given & CAHIER_WATCH_GIVEN_RATE) == 0) {
        o->emerge.per_month = number_of(root, "rate", CAHIER_RATE_LEAST, CAHIER_RATE_MOST, o->emerge.per_month);
    }
    const struct {
        const char *name;
        unsigned given;
        double least, most;
        uint32_t *to;
    } numbers[] = {
            {"persons", CAHIER_WATCH_GIVEN_PERSONS, CAHIER_PERSONS_LEAST, CAHIER_PERSONS_MOST, &o->emerge.persons},
            {"refit", CAHIER_WATCH_GIVEN_REFIT, 0, CAHIER_REFIT_MOST, &o->refit},
            {"late", CAHIER_WATCH_GIVEN_LATE, 0, CAHIER_LATE_MOST, &o->late},
            {"keep", CAHIER_WATCH_GIVEN_KEEP, CAHIER_KEEP_LEAST, CAHIER_KEEP_MOST, &o->keep}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if ((o->given & numbers[i].given) == 0) {
            *numbers[i].to =
                    (uint32_t)number_of(root, numbers[i].name, numbers[i].least, numbers[i].most, *numbers[i].to);
        }
    }
    cJSON_Delete(root);
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
}

static cahier_queue_answer read_facts(cahier_live *live)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_watch_facts(live->queue, &live->facts);
    } while (cahier_live_again(live, answer));
    return answer;
}

/* A mind that knows nothing but the themes of an earlier report, if one was given. */
static cahier_queue_answer start_anew(cahier_live *live)
{
    uint32_t threads = live->mind.hearers.crew.threads;
    cahier_mind_close(&live->mind);
    live->mind = (cahier_watch_mind){.options = live->options,
            .input = &live->input,
            .ears = {live, cahier_live_day, cahier_live_refit, NULL},
            .stop = live->stop};
    if (!cahier_mind_open(&live->mind, threads)) {
        return cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    }
    if (live->options->themes != NULL &&
            !cahier_mind_fit_report(&live->mind, &live->lasting, &live->step, live->message, sizeof live->message)) {
        return CAHIER_QUEUE_REFUSED;
    }
    live->fitted = live->mind.themes.known;
    return CAHIER_QUEUE_DONE;
}

static cahier_queue_answer read_memory(cahier_live *live, cahier_text memory, cahier_text themes)
{
    cahier_error error = {.message = ""};
    if (cahier_mind_read(&live->mind, memory, &live->base, &error) == CAHIER_OK &&
            cahier_mind_read_themes(&live->mind, themes, &error) == CAHIER_OK) {
        return CAHIER_QUEUE_DONE;
    }
    return cahier_live_refuse(live,
            "ce qui est retenu de la veille vient d'une autre version de cahier : relancez avec --relearn.",
            "what is remembered comes from another version of cahier: run again with --relearn.");
}

cahier_queue_answer cahier_live_load(cahier_live *live)
{
    cahier_text memory, themes;
    cahier_queue_answer answer = read_facts(live);
    cahier_arena_reset(&live->step, 0);
    live->waited = 0;
    answer = answer == CAHIER_QUEUE_DONE ? read_settings(live) : answer;
    if (answer == CAHIER_QUEUE_DONE) {
        do {
            answer = cahier_queue_watch_memory(live->queue, &live->step, &memory, &themes);
        } while (cahier_live_again(live, answer));
    }
    if (answer == CAHIER_QUEUE_NOTHING || (answer == CAHIER_QUEUE_DONE && live->options->relearn)) {
        answer = start_anew(live);
        answer = answer == CAHIER_QUEUE_DONE && live->options->relearn ? cahier_live_relearn(live) : answer;
        live->options->relearn = live->options->relearn && answer != CAHIER_QUEUE_DONE;
    } else if (answer == CAHIER_QUEUE_DONE) {
        answer = read_memory(live, memory, themes);
    }
    cahier_arena_reset(&live->step, 0);
    live->loaded = answer == CAHIER_QUEUE_DONE;
    return answer;
}

/* --- the loop ------------------------------------------------------------------------------------------------------------ */

/* Ours, for a while. NOTHING: somebody else watches. */
static cahier_queue_answer hold(cahier_live *live)
{
    cahier_queue_answer answer;
    if (live->held && cahier_clock_ms() < live->lease_ms) {
        return CAHIER_QUEUE_DONE;
    }
    do {
        answer = cahier_queue_watch_lease(live->queue, live->token, live->options->lease_ms);
    } while (cahier_live_again(live, answer));
    live->loaded = live->loaded && live->held && answer == CAHIER_QUEUE_DONE;
    live->held = answer == CAHIER_QUEUE_DONE;
    live->lease_ms = cahier_clock_ms() + live->options->lease_ms / 3;
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_NOTHING : answer;
}

static cahier_queue_answer purge(cahier_live *live)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    uint64_t gone = PURGE_MOST;
    if (live->facts.told == 0 || cahier_clock_ms() < live->purge_ms) {
        return CAHIER_QUEUE_DONE;
    }
    int32_t before = cahier_day_date(cahier_day_number(live->facts.told) - (int32_t)live->options->keep);
    live->purge_ms = cahier_clock_ms() + PURGE_MS;
    while (answer == CAHIER_QUEUE_DONE && gone == PURGE_MOST && *live->stop == 0) {
        do {
            answer = cahier_queue_watch_purge(live->queue, before, PURGE_MOST, &gone);
        } while (cahier_live_again(live, answer));
    }
    return answer;
}

/* What a lost lease or a day that changed mean: begin again from the last commit. */
static cahier_queue_answer settle(cahier_live *live, cahier_queue_answer answer)
{
    if (answer == CAHIER_QUEUE_STALE || answer == CAHIER_QUEUE_CHANGED) {
        live->loaded = false;
        live->held = live->held && answer != CAHIER_QUEUE_STALE;
        return CAHIER_QUEUE_DONE;
    }
    return answer;
}

static cahier_queue_answer look_at_services(cahier_live *live)
{
    if (cahier_clock_ms() < live->lists_ms) {
        return CAHIER_QUEUE_DONE;
    }
    cahier_queue_answer answer = cahier_live_services(live);
    answer = answer == CAHIER_QUEUE_DONE ? settle(live, cahier_live_forget(live)) : answer;
    live->lists_ms = cahier_clock_ms() + LISTS_MS;
    return answer;
}

/* One turn of the watcher. NOTHING: nothing to do, or somebody else does it. */
static cahier_queue_answer watch(cahier_live *live)
{
    cahier_queue_answer answer = hold(live);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = live->loaded ? CAHIER_QUEUE_DONE : cahier_live_load(live);
    answer = answer == CAHIER_QUEUE_DONE ? look_at_services(live) : answer;
    answer = answer == CAHIER_QUEUE_DONE ? purge(live) : answer;
    if (answer != CAHIER_QUEUE_DONE || !live->loaded) {
        return answer;
    }
    cahier_queue_answer filed = settle(live, cahier_live_file(live));
    if ((filed != CAHIER_QUEUE_DONE && filed != CAHIER_QUEUE_NOTHING) || !live->loaded || *live->stop != 0) {
        return filed;
    }
    answer = settle(live, cahier_live_tell(live));
    return answer == CAHIER_QUEUE_NOTHING ? filed : answer;
}

/* Until told to stop; --once: until there is nothing to do. */
static cahier_queue_answer run(cahier_live *live)
{
    while (*live->stop == 0) {
        uint32_t reconnections = live->hearing.reconnections;
        cahier_queue_answer fed = cahier_mailbox_look(live->folder);
        live->loaded = live->loaded && live->hearing.reconnections == reconnections;
        cahier_queue_answer answer = fed == CAHIER_QUEUE_DONE || fed == CAHIER_QUEUE_NOTHING ? watch(live) : fed;
        if (answer == CAHIER_QUEUE_UNREACHABLE) {
            continue; /* told to stop while waiting for the server */
        }
        if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
            return answer;
        }
        if (answer == CAHIER_QUEUE_NOTHING && fed == CAHIER_QUEUE_NOTHING) {
            if (live->options->once && live->held && cahier_mailbox_is_done(live->folder)) {
                return CAHIER_QUEUE_DONE;
            }
            (void)poll(NULL, 0, IDLE_MS);
        }
    }
    return CAHIER_QUEUE_DONE;
}

/* --- the command ----------------------------------------------------------------------------------------------------------- */

static int complain(const cahier_live *live, int code, const char *sentence)
{
    (void)fprintf(stderr, "cahier watch%s %s\n", is_english(live) ? ":" : " :", sentence);
    return code;
}

static bool open_parts(cahier_live *live)
{
    cahier_watch_options *options = live->options;
    cahier_progress progress;
    uint32_t threads = options->analyse.jobs > 0 ? options->analyse.jobs : cahier_crew_processors();
    cahier_progress_open(&progress, true, is_english(live));
    (void)cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    if (!cahier_arena_reserve(&live->lasting) || !cahier_arena_reserve(&live->step) ||
            !cahier_arena_reserve(&live->lists[0]) || !cahier_arena_reserve(&live->lists[1]) ||
            !cahier_hearing_open(&live->hearing)) {
        return false;
    }
    if (!cahier_batch_input_read(&live->lasting, &live->step, &options->analyse, NULL, 0, &progress, &live->input)) {
        (void)snprintf(live->message, sizeof live->message, "%s", live->input.message);
        return false;
    }
    live->mind = (cahier_watch_mind){.options = options,
            .input = &live->input,
            .ears = {live, cahier_live_day, cahier_live_refit, NULL},
            .stop = live->stop};
    live->voice = (cahier_watch_voice){
            .options = options, .recent = &live->mind.recent, .scratch = &live->mind.scratch, .out = live->voice.out};
    return cahier_mind_open(&live->mind, threads);
}

/* The tenant's list, once it has been read as one. */
static cahier_queue_answer keep_services(cahier_live *live)
{
    const char *path = live->options->services;
    const char *const paths[] = {path, NULL};
    cahier_text bytes;
    cahier_queue_answer answer;
    if (path == NULL) {
        return CAHIER_QUEUE_DONE;
    }
    if (!cahier_routing_open(&live->lists[0], &live->mind.scratch, &live->input.lexicon_files, paths, is_english(live),
                &live->routing[0])) {
        (void)snprintf(live->message, sizeof live->message, "%.1000s", live->routing[0].message);
        return CAHIER_QUEUE_REFUSED;
    }
    if (cahier_read_file(&live->step, path, CAHIER_FILE_MOST, &bytes) != CAHIER_OK) {
        return cahier_live_refuse(live, "la liste de services est illisible.", "the list of services cannot be read.");
    }
    do {
        answer = cahier_queue_watch_write(live->queue, "services", bytes);
    } while (cahier_live_again(live, answer));
    return answer;
}

static cahier_queue_answer begin(cahier_live *live)
{
    cahier_queue_answer answer;
    unsigned char chance[CAHIER_WATCH_TOKEN / 2];
    randombytes_buf(chance, sizeof chance);
    sodium_bin2hex(live->token, sizeof live->token, chance, sizeof chance);
    do {
        answer = cahier_queue_watch_turn(live->queue, true);
    } while (cahier_live_again(live, answer));
    return answer == CAHIER_QUEUE_DONE ? keep_services(live) : answer;
}

static int end(cahier_live *live, cahier_queue_answer answer)
{
    if (live->held) {
        (void)cahier_queue_watch_leave(live->queue, live->token);
    }
    if (answer == CAHIER_QUEUE_DONE || *live->stop != 0) {
        return EXIT_DONE;
    }
    if (answer == CAHIER_QUEUE_OTHER_KEY) {
        return complain(live, EXIT_REFUSED, cahier_hearing_other_key(is_english(live)));
    }
    const char *said = cahier_queue_message(live->queue);
    return live->message[0] != '\0' ? complain(live, EXIT_REFUSED, live->message) : complain(live, EXIT_SERVICE, said);
}

/* What waits at a service, on stdout. */
static int write_desk(cahier_live *live)
{
    cahier_out out;
    const char *service = strcmp(live->options->desk, "-") == 0 ? "" : live->options->desk;
    if (!cahier_arena_reserve(&live->step) || !cahier_out_open_stream(&out, STDOUT_FILENO, live->stop)) {
        return EXIT_REFUSED;
    }
    cahier_queue_answer answer = cahier_desk_write_csv(live->queue, &live->step, cahier_string(service), &out);
    bool written = cahier_out_close(&out);
    return answer != CAHIER_QUEUE_DONE ? complain(live, EXIT_SERVICE, cahier_queue_message(live->queue))
           : written                   ? EXIT_DONE
                                       : EXIT_REFUSED;
}

static int open_and_run(cahier_live *live)
{
    char message[1024];
    live->queue = cahier_queue_open(
            live->options->redis, live->options->tenant, "watch", is_english(live), message, sizeof message);
    if (live->queue == NULL) {
        return complain(live, EXIT_USAGE, message);
    }
    if (!cahier_queue_reconnect(live->queue, CAHIER_FIRST_CONNECTION_MS, live->stop)) {
        return complain(live, EXIT_SERVICE, cahier_queue_message(live->queue));
    }
    if (live->options->desk != NULL) {
        return write_desk(live);
    }
    live->hearing.queue = live->queue;
    live->hearing.options = &live->options->analyse;
    live->hearing.lexicons = &live->input.lexicon_files;
    live->hearing.stop = live->stop;
    if (!open_parts(live)) {
        return complain(live, EXIT_REFUSED, live->message);
    }
    live->message[0] = '\0';
    cahier_queue_answer answer = begin(live);
    if (answer == CAHIER_QUEUE_DONE && live->options->folder != NULL) {
        live->folder = cahier_mailbox_open(live->options->folder, &live->hearing);
        if (live->folder == NULL) {
            answer = cahier_live_refuse(live, "le dossier à lire n'existe pas ou n'est pas accessible.",
                    "the folder to be read is not there or cannot be opened.");
        }
    }
    answer = answer == CAHIER_QUEUE_DONE ? run(live) : answer;
    return end(live, answer);
}

int cahier_watch_live(cahier_watch_options *options)
{
    cahier_live *live = calloc(1, sizeof *live);
    if (live == NULL || sodium_init() < 0) {
        free(live);
        return EXIT_REFUSED;
    }
    live->options = options;
    live->stop = cahier_catch_interrupts();
    cahier_out_open_memory(&live->voice.out);
    int code = open_and_run(live);
    cahier_mailbox_close(live->folder);
    cahier_hearing_close(&live->hearing);
    cahier_mind_close(&live->mind);
    (void)cahier_out_close(&live->voice.out);
    cahier_arena *const arena[] = {&live->step, &live->lists[0], &live->lists[1], &live->lasting};
    for (size_t i = 0; i < sizeof arena / sizeof *arena; i++) {
        cahier_arena_close(arena[i]);
    }
    cahier_queue_close(live->queue);
    free(live->news);
    free(live);
    return code;
}
