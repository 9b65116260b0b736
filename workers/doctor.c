/* SPDX-License-Identifier: Apache-2.0 */
#include "doctor.h"

#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fitness.h"
#include "library.h"
#include "service.h"

#define MEMORY ((size_t)16 << 20) /* INFO and settings of one server: 20 KB */

static const char help_french[] =
        "cahier doctor --redis URL [--check] [--json] : ce Redis convient-il, et sinon que faire.\n"
        "\n"
        "Charge les fonctions dont les ouvriers se servent, sur chaque maître si c'est une grappe (Cluster).\n"
        "\n"
        "  --redis URL     redis:// rediss:// unix:// redis+sentinel:// (ou CAHIER_REDIS) ; rôle ops de "
        "scripts/redis-acl\n"
        "  --tenant NOM    sans effet ici : les fonctions servent à tous les espaces\n"
        "  --check         ne rien charger, ne rien changer\n"
        "  --json          un objet JSON au lieu du texte\n"
        "  --lang fr|en    langue\n"
        "\n"
        "Code de sortie : 0 convient, 1 refusé, 2 mauvais usage, 3 injoignable.\n"
        "\n"
        "  cahier doctor --redis unix:///run/redis/redis.sock\n"
        "  cahier doctor --check --redis 'rediss://ops@redis.mairie.fr?password-file=/etc/cahier/ops'\n";
static const char help_english[] =
        "cahier doctor --redis URL [--check] [--json]: is this Redis fit, and if not, what to do.\n"
        "\n"
        "Loads the functions that workers call, on every master of a cluster.\n"
        "\n"
        "  --redis URL     redis:// rediss:// unix:// redis+sentinel:// (or CAHIER_REDIS); role ops of "
        "scripts/redis-acl\n"
        "  --tenant NAME   no effect here: functions serve all tenants\n"
        "  --check         load nothing, change nothing\n"
        "  --json          a JSON object instead of text\n"
        "  --lang fr|en    language\n"
        "\n"
        "Exit code: 0 fit, 1 refused, 2 usage, 3 unreachable.\n"
        "\n"
        "  cahier doctor --redis unix:///run/redis/redis.sock\n"
        "  cahier doctor --check --redis 'rediss://ops@redis.example.org?password-file=/etc/cahier/ops'\n";

typedef struct doctor {
    cahier_service service;
    bool check, json;
    cahier_queue *queue;
    cahier_arena arena;
    cJSON *servers;
    cahier_fitness worst;
} doctor;

/* --- said ------------------------------------------------------------------------------------------------------------- */

static const char *verdict(const doctor *d, cahier_fitness fitness)
{
    static const char *const french[] = {"bon", "note", "attention", "refusé"}, *const english[] = {"good", "note",
                                                                                        "warning", "refused"};
    return d->service.english ? english[fitness] : french[fitness];
}

static void print_point(const doctor *d, const cahier_fitness_point *point)
{
    const char *word = verdict(d, point->fitness);
    int wide = point->fitness == CAHIER_UNFIT && !d->service.english ? 10 : 9; /* « é » has two bytes */
    (void)printf("  %-*s  %s%s %s\n", wide, word, point->name, CAHIER_TELL(&d->service, " :", ":"), point->value);
    if (point->sentence[0] != '\0') {
        (void)printf("             %s\n", point->sentence);
    }
}

static void describe_point(cJSON *points, const cahier_fitness_point *point)
{
    static const char *const words[] = {"good", "note", "warning", "refused"};
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(object, "point", point->name);
    (void)cJSON_AddStringToObject(object, "verdict", words[point->fitness]);
    (void)cJSON_AddStringToObject(object, "value", point->value);
    (void)cJSON_AddStringToObject(object, "says", point->sentence);
    (void)cJSON_AddItemToArray(points, object);
}

static void tell(doctor *d, const cahier_server *server, const cahier_fitness_point *point, uint32_t count)
{
    cJSON *object = cJSON_CreateObject(), *points = cJSON_CreateArray();
    (void)cJSON_AddStringToObject(object, "server", server->name);
    if (!d->json) {
        (void)printf("%s\n", server->name);
    }
    for (uint32_t i = 0; i < count; i++) {
        d->worst = point[i].fitness > d->worst ? point[i].fitness : d->worst;
        describe_point(points, &point[i]);
        if (!d->json) {
            print_point(d, &point[i]);
        }
    }
    (void)cJSON_AddItemToObject(object, "points", points);
    (void)cJSON_AddItemToArray(d->servers, object);
}

static void conclude(const doctor *d)
{
    bool fit = d->worst < CAHIER_UNFIT;
    if (!d->json) {
        (void)puts(fit ? CAHIER_TELL(&d->service, "Ce Redis convient.", "This Redis is fit.")
                       : CAHIER_TELL(&d->service, "Ce Redis ne convient pas : voir « refusé » ci-dessus.",
                                 "This Redis is not fit: see \"refused\" above."));
        return;
    }
    cJSON *result = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(result, "schema", "cahier.doctor/1");
    (void)cJSON_AddBoolToObject(result, "fit", fit);
    (void)cJSON_AddItemReferenceToObject(result, "servers", d->servers);
    char *text = cJSON_Print(result);
    (void)puts(text != NULL ? text : "");
    cJSON_free(text);
    cJSON_Delete(result);
}

/* --- examined --------------------------------------------------------------------------------------------------------- */

/* Not on a server that keeps nothing, nor on one that has no functions: the refusal above says what to do first. */
static bool may_install(const doctor *d, const cahier_server *server)
{
    return !d->check && !server->replica && server->version >= 70000;
}

static cahier_queue_answer examine(doctor *d)
{
    cahier_server server;
    cahier_fitness_point point[CAHIER_FITNESS_MOST];
    size_t mark = cahier_arena_mark(&d->arena);
    cahier_queue_answer answer = cahier_inspect_server(d->queue, &d->arena, &server);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    uint32_t count = cahier_judge_server(&server, d->service.english, point);
    cahier_fitness_library library = {.found = cahier_library_look(d->queue), .looked_only = !may_install(d, &server)};
    library.installed = library.looked_only ? library.found : cahier_library_install(d->queue);
    if (library.installed == CAHIER_QUEUE_UNREACHABLE) {
        return library.installed;
    }
    point[count++] = cahier_judge_library(&library, cahier_queue_message(d->queue), d->service.english);
    tell(d, &server, point, count);
    cahier_arena_reset(&d->arena, mark);
    return CAHIER_QUEUE_DONE;
}

static cahier_queue_answer examine_all(doctor *d)
{
    cahier_endpoint node[CAHIER_INSPECT_MASTERS_MOST];
    uint32_t count;
    cahier_queue_answer answer = cahier_inspect_masters(d->queue, node, &count);
    if (answer == CAHIER_QUEUE_DONE && count == 0) {
        return examine(d);
    }
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = cahier_inspect_visit(d->queue, &node[i]);
        answer = answer == CAHIER_QUEUE_DONE ? examine(d) : answer;
    }
    return answer;
}

static int consult(doctor *d)
{
    int code;
    d->queue = cahier_service_open(&d->service, &code);
    if (d->queue == NULL) {
        return code;
    }
    cahier_queue_answer answer = examine_all(d);
    code = cahier_service_end(&d->service, d->queue, answer);
    if (code == CAHIER_SERVICE_DONE) {
        conclude(d);
        code = d->worst < CAHIER_UNFIT ? CAHIER_SERVICE_DONE : CAHIER_SERVICE_REFUSED;
    }
    cahier_queue_close(d->queue);
    return code;
}

int cahier_doctor_main(int argc, char **argv)
{
    static const struct option options[] = {{"redis", required_argument, NULL, 'r'},
            {"tenant", required_argument, NULL, 't'}, {"check", no_argument, NULL, 'c'},
            {"json", no_argument, NULL, 'j'}, {"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'},
            {NULL, 0, NULL, 0}};
    doctor d = {.service = {.command = "doctor"}};
    bool help = false, wrong = false;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        d.service.url = c == 'r' ? optarg : d.service.url;
        d.service.english = c == 'l' ? strcmp(optarg, "en") == 0 : d.service.english;
        d.check = d.check || c == 'c';
        d.json = d.json || c == 'j';
        help = help || c == 'h';
        wrong = wrong || c == '?' || c == ':';
    }
    if (help || wrong || optind != argc) {
        (void)fputs(d.service.english ? help_english : help_french, help ? stdout : stderr);
        return help ? CAHIER_SERVICE_DONE : CAHIER_SERVICE_USAGE;
    }
    d.service.tenant = "doctor"; /* a connection is a tenant's; no key of it is touched here */
    if (!cahier_service_is_named(&d.service)) {
        return CAHIER_SERVICE_USAGE;
    }
    if (!cahier_arena_open(&d.arena, MEMORY)) {
        return cahier_service_say(&d.service, CAHIER_SERVICE_REFUSED,
                CAHIER_TELL(&d.service, "mémoire insuffisante.", "not enough memory."));
    }
    d.servers = cJSON_CreateArray();
    int code = consult(&d);
    cJSON_Delete(d.servers);
    cahier_arena_close(&d.arena);
    return code;
}
