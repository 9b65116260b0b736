/* SPDX-License-Identifier: Apache-2.0 */
/* cahier -- the program: a table of subcommands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse.h"
#include "check.h"
#include "deliver.h"
#include "doctor.h"
#include "evaluate.h"
#include "explain.h"
#include "forget.h"
#include "lexicon_command.h"
#include "lexicon_files.h"
#include "route_command.h"
#include "serve.h"
#include "status.h"
#include "submit.h"
#include "versions.h"
#include "watch.h"
#include "worker.h"

typedef struct subcommand {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *french, *english;
} subcommand;

static const subcommand subcommands[] = {
        {"analyse", cahier_analyse_main, "lit des contributions et écrit un rapport",
                "reads contributions, writes a report"},
        {"check", cahier_check_main, "dit ce qui sera lu et ce qui sera écarté, sans rien toucher",
                "tells what will be read and what set aside; touches nothing"},
        {"serve", cahier_serve_main, "ouvre les pages où une équipe envoie, relit, corrige et publie",
                "opens the pages on which a team sends, reads, corrects and publishes"},
        {"submit", cahier_submit_main, "masque et envoie des contributions à la file des ouvriers",
                "redacts contributions and sends them to the workers' queue"},
        {"route", cahier_route_main, "donne à chaque message le service qui y répond, les urgences d'abord",
                "gives each message the service that answers it, urgent ones first"},
        {"explain", cahier_explain_main, "dit pourquoi une contribution a ses thèmes et sa polarité",
                "tells why a contribution has its themes and polarity"},
        {"evaluate", cahier_evaluate_main, "mesure l'accord d'un rapport avec des étiquettes humaines",
                "measures the agreement of a report with human labels"},
        {"lexicon", cahier_lexicon_main, "vérifie un lexique, le résume, montre les mots voisins d'un mot",
                "checks a lexicon, sums it up, shows the neighbours of a word"},
        {"watch", cahier_watch_main, "rejoue des messages et dit ce que des habitants commencent à dire",
                "replays messages, tells what residents begin to say"},
        {"deliver", cahier_deliver_main, "prévient plateformes et personnes des lots prêts et des alertes",
                "tells platforms and people of batches that are ready and of alerts"},
        {"status", cahier_status_main, "montre les lots confiés aux ouvriers, la file, ce qui attend quelqu'un",
                "shows the batches given to workers, the queue, what waits for somebody"},
        {"forget", cahier_forget_main,
                "efface une contribution, une personne ou un lot de ce qui est confié aux ouvriers",
                "erases a contribution, a person or a batch from what was given to workers"},
        {"doctor", cahier_doctor_main, "dit si un serveur Redis convient aux ouvriers, et y charge leurs fonctions",
                "tells whether a Redis server is fit for workers, loads their functions"},
        {"worker", cahier_worker_main, "analyse ce que d'autres machines ont envoyé dans Redis",
                "analyses what other machines sent to Redis"},
};

enum {
    SUBCOMMANDS = sizeof subcommands / sizeof *subcommands
};

static int print_help(FILE *to)
{
    (void)fputs("cahier : ce que les habitants écrivent à leur mairie, en thèmes que l'on peut lire, vérifier et "
                "corriger.\n\n",
            to);
    for (int i = 0; i < SUBCOMMANDS; i++) {
        (void)fprintf(to, "  cahier %-9s %s\n", subcommands[i].name, subcommands[i].french);
    }
    (void)fputs("\nCommencez par :  cahier analyse contributions.csv\n"
                "Chaque commande a son aide : cahier analyse --help (in English: --help --lang en)\n",
            to);
    return to == stdout ? 0 : 2;
}

static int print_versions(void)
{
    cahier_version version[CAHIER_VERSIONS];
    cahier_arena arena;
    cahier_versions(version);
    for (unsigned i = 0; i < CAHIER_VERSIONS; i++) {
        (void)printf("%s %s\n", version[i].name, version[i].version);
    }
    if (!cahier_arena_open(&arena, (size_t)1 << 30)) {
        return 1;
    }
    cahier_lexicon_files *files = cahier_arena_alloc(&arena, 1, sizeof *files);
    bool read = files != NULL && cahier_lexicon_files_open(&arena, NULL, false, files);
    for (unsigned i = 0; read && i < CAHIER_LEXICON_FILES; i++) {
        const cahier_lexicon_fact *fact = &files->fact[i];
        (void)printf("lexicon %.*s %.*s %.12s\n", (int)fact->name.len, fact->name.at, (int)fact->version.len,
                fact->version.at, fact->sha256);
    }
    if (!read) {
        (void)fprintf(stderr, "cahier : %s\n", files != NULL ? files->message : "mémoire insuffisante.");
    }
    cahier_arena_close(&arena);
    return read ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return print_help(stderr);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        return print_help(stdout);
    }
    if (strcmp(argv[1], "--version") == 0) {
        return print_versions();
    }
    for (int i = 0; i < SUBCOMMANDS; i++) {
        if (strcmp(argv[1], subcommands[i].name) == 0) {
            return subcommands[i].run(argc - 1, argv + 1);
        }
    }
    (void)fprintf(stderr, "cahier : commande inconnue « %s ».\n\n", argv[1]);
    return print_help(stderr);
}
