/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* nanosleep, isatty */
#include "status.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fetch.h"
#include "service.h"
#include "state.h"

#define MEMORY ((size_t)1 << 30) /* reserved, not used: names of batches, one piece of a report */
#define AWAY_MS 5000u            /* a server that restarts while a report is fetched */

static const char help_french[] =
        "cahier status --redis URL --tenant NOM [--batch LOT] [--watch] [--json] [--check]\n"
        "cahier status … --fetch DOSSIER --batch LOT     écrit le rapport d'un lot terminé\n"
        "cahier status … --revive LOT                    retente les tâches mises de côté\n"
        "\n"
        "Les lots d'un espace : état, contributions faites, débit, temps restant, écarts ; la file, les ouvriers.\n"
        "\n"
        "  --redis URL     redis:// rediss:// unix:// redis+sentinel:// (ou CAHIER_REDIS)\n"
        "  --tenant NOM    l'espace de la commune (ou CAHIER_TENANT)\n"
        "  --batch LOT     ce lot seulement\n"
        "  --watch         recommencer chaque seconde, jusqu'à Ctrl-C\n"
        "  --json          un objet JSON au lieu de la table\n"
        "  --check         vérifier que rien n'est perdu ni compté deux fois (code 1 sinon)\n"
        "  --lang fr|en    langue\n"
        "\n"
        "Code de sortie : 0 fait, 1 loi rompue, lot inconnu ou sans rapport, 2 mauvais usage, 3 injoignable.\n"
        "\n"
        "  cahier status --redis unix:///run/redis/redis.sock --tenant lannion --watch\n"
        "  cahier status --check --json | jq '.batches[].faults'\n"
        "  cahier status --fetch rapport --batch 01kaq8…\n";
static const char help_english[] =
        "cahier status --redis URL --tenant NAME [--batch BATCH] [--watch] [--json] [--check]\n"
        "cahier status … --fetch FOLDER --batch BATCH    writes the report of a batch that is done\n"
        "cahier status … --revive BATCH                  tries the tasks set aside again\n"
        "\n"
        "The batches of a tenant: state, contributions done, rate, time left, aside; the queue, the workers.\n"
        "\n"
        "  --redis URL     redis:// rediss:// unix:// redis+sentinel:// (or CAHIER_REDIS)\n"
        "  --tenant NAME   whose batches (or CAHIER_TENANT)\n"
        "  --batch BATCH   this batch only\n"
        "  --watch         again every second, until Ctrl-C\n"
        "  --json          a JSON object instead of the table\n"
        "  --check         check that nothing is lost or counted twice (code 1 otherwise)\n"
        "  --lang fr|en    language\n"
        "\n"
        "Exit code: 0 done, 1 law broken, no such batch or no report yet, 2 usage, 3 unreachable.\n"
        "\n"
        "  cahier status --redis unix:///run/redis/redis.sock --tenant lannion --watch\n"
        "  cahier status --check --json | jq '.batches[].faults'\n";

typedef struct status {
    cahier_service service;
    const char *batch, *fetch, *revive;
    bool watch, json, check;
    cahier_queue *queue;
    cahier_arena arena;
} status;

/* --- what people ask of a batch --------------------------------------------------------------------------------------- */

static int fetch(status *s)
{
    cahier_report_error error = {.message = ""};
    if (s->batch == NULL) {
        return cahier_service_say(&s->service, CAHIER_SERVICE_USAGE,
                CAHIER_TELL(
                        &s->service, "--fetch DOSSIER demande --batch LOT.", "--fetch FOLDER needs --batch BATCH."));
    }
    cahier_fetching fetching = {.queue = s->queue, .scratch = &s->arena, .batch = s->batch, .wait_ms = AWAY_MS};
    cahier_queue_answer answer = cahier_fetch_report(&fetching, s->fetch, &error);
    if (answer == CAHIER_QUEUE_DONE) {
        return CAHIER_SERVICE_DONE;
    }
    return cahier_service_say(&s->service,
            answer == CAHIER_QUEUE_UNREACHABLE ? CAHIER_SERVICE_UNREACHABLE : CAHIER_SERVICE_REFUSED, error.message);
}

static int revive(status *s)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_progress_of(s->queue, s->revive, &progress);
    answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_revive(s->queue, s->revive) : answer;
    int code = cahier_service_end(&s->service, s->queue, answer);
    if (code == CAHIER_SERVICE_DONE) {
        (void)printf(
                CAHIER_TELL(&s->service, "%llu tâche(s) à nouveau dans la file.\n", "%llu task(s) queued again.\n"),
                (unsigned long long)progress.dead);
    }
    return code;
}

/* --- the table -------------------------------------------------------------------------------------------------------- */

static void print_json(const status *s, const cahier_state *state)
{
    cJSON *object = cahier_state_describe(state, s->service.tenant);
    char *text = s->watch ? cJSON_PrintUnformatted(object) : cJSON_Print(object);
    (void)puts(text != NULL ? text : "");
    cJSON_free(text);
    cJSON_Delete(object);
}

static void print_table(const status *s, const cahier_state *state)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    if (s->watch && isatty(STDOUT_FILENO)) {
        cahier_put(&out, "\033[H\033[J"); /* home, and clear: the table is rewritten in place */
    }
    cahier_state_say(state, s->service.english, &out);
    (void)fwrite(out.at, 1, out.len, stdout);
    (void)cahier_out_close(&out);
}

static int show(status *s, const cahier_state *before, cahier_state *state)
{
    cahier_state_request request = {.batch = s->batch, .check = s->check, .before = before};
    int code = cahier_service_end(&s->service, s->queue, cahier_state_read(s->queue, &s->arena, &request, state));
    if (code != CAHIER_SERVICE_DONE) {
        return code;
    }
    (s->json ? print_json : print_table)(s, state);
    (void)fflush(stdout);
    return state->faulty > 0 ? CAHIER_SERVICE_REFUSED : CAHIER_SERVICE_DONE;
}

/* Rates are since the first look, which stays. Ctrl-C ends it: nothing is to be put right. */
static int watch(status *s)
{
    const struct timespec second = {.tv_sec = 1};
    cahier_state first, later;
    int code = show(s, NULL, &first);
    size_t mark = cahier_arena_mark(&s->arena);
    while (code == CAHIER_SERVICE_DONE) {
        (void)nanosleep(&second, NULL);
        code = show(s, &first, &later);
        cahier_arena_reset(&s->arena, mark);
    }
    return code;
}

static int run(status *s)
{
    int code;
    s->queue = cahier_service_open(&s->service, &code);
    if (s->queue == NULL) {
        return code;
    }
    cahier_state state;
    code = s->fetch != NULL ? fetch(s) : s->revive != NULL ? revive(s) : s->watch ? watch(s) : show(s, NULL, &state);
    cahier_queue_close(s->queue);
    return code;
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

static void take(status *s, int option)
{
    switch (option) {
    case 'r':
        s->service.url = optarg;
        break;
    case 't':
        s->service.tenant = optarg;
        break;
    case 'l':
        s->service.english = strcmp(optarg, "en") == 0;
        break;
    case 'b':
        s->batch = optarg;
        break;
    case 'f':
        s->fetch = optarg;
        break;
    case 'v':
        s->revive = optarg;
        break;
    case 'w':
        s->watch = true;
        break;
    case 'j':
        s->json = true;
        break;
    default:
        s->check = true;
    }
}

int cahier_status_main(int argc, char **argv)
{
    static const struct option options[] = {{"redis", required_argument, NULL, 'r'},
            {"tenant", required_argument, NULL, 't'}, {"batch", required_argument, NULL, 'b'},
            {"fetch", required_argument, NULL, 'f'}, {"revive", required_argument, NULL, 'v'},
            {"watch", no_argument, NULL, 'w'}, {"check", no_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'},
            {"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    status s = {.service = {.command = "status"}};
    bool help = false, wrong = false;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        help = help || c == 'h';
        wrong = wrong || c == '?' || c == ':';
        if (c != 'h' && c != '?' && c != ':') {
            take(&s, c);
        }
    }
    if (help || wrong || optind != argc) {
        (void)fputs(s.service.english ? help_english : help_french, help ? stdout : stderr);
        return help ? CAHIER_SERVICE_DONE : CAHIER_SERVICE_USAGE;
    }
    if (!cahier_service_is_named(&s.service) || (s.batch != NULL && !cahier_service_is_batch(&s.service, s.batch)) ||
            (s.revive != NULL && !cahier_service_is_batch(&s.service, s.revive))) {
        return CAHIER_SERVICE_USAGE;
    }
    if (!cahier_arena_open(&s.arena, MEMORY)) {
        return cahier_service_say(&s.service, CAHIER_SERVICE_REFUSED,
                CAHIER_TELL(&s.service, "mémoire insuffisante.", "not enough memory."));
    }
    int code = run(&s);
    cahier_arena_close(&s.arena);
    return code;
}
