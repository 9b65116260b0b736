/* SPDX-License-Identifier: Apache-2.0 */
#include "fitness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_LEAST 70000u   /* functions */
#define PING_SLOW_US 5000u     /* a chunk is two or three waits */
#define MEMORY_ALARM 75u       /* per cent of maxmemory */
#define SLOWLOG_LEAST_US 50000 /* below, ordinary calls fill it */
#define MEBIBYTE ((uint64_t)1 << 20)

typedef struct judging {
    const cahier_server *server;
    bool english;
    cahier_fitness_point *point;
    uint32_t count;
} judging;

#define TELL(j, french, in_english) ((j)->english ? (in_english) : (french))

static void add(judging *j, cahier_fitness fitness, const char *name, const char *value, const char *sentence)
{
    cahier_fitness_point *point = &j->point[j->count++];
    point->fitness = fitness;
    point->name = name;
    (void)snprintf(point->value, sizeof point->value, "%s", value);
    (void)snprintf(point->sentence, sizeof point->sentence, "%s", sentence);
}

/* --- words and numbers of the server ---------------------------------------------------------------------------------- */

typedef struct word {
    char at[96];
} word;

static word word_of(cahier_text text)
{
    word w;
    (void)snprintf(w.at, sizeof w.at, "%.*s", (int)text.len, text.len > 0 ? text.at : "");
    return w;
}

static word setting(const judging *j, const char *name)
{
    return word_of(cahier_inspect_setting(j->server, name));
}

static word info(const judging *j, const char *name)
{
    return word_of(cahier_inspect_info(j->server, name));
}

/* As the setting says, or as INFO does where the settings may not be read (managed servers). */
static word setting_or_info(const judging *j, const char *name, const char *in_info)
{
    word w = setting(j, name);
    return w.at[0] != '\0' ? w : info(j, in_info);
}

static bool is(const word *w, const char *value)
{
    return strcmp(w->at, value) == 0;
}

static uint64_t number(const word *w)
{
    return strtoull(w->at, NULL, 10);
}

/* --- who it is -------------------------------------------------------------------------------------------------------- */

static void judge_connection(judging *j)
{
    const cahier_server *s = j->server;
    char value[96];
    (void)snprintf(value, sizeof value, "%s, %s", s->tls ? "TLS" : TELL(j, "sans TLS", "no TLS"),
            s->password ? TELL(j, "avec mot de passe", "with a password")
                        : TELL(j, "sans mot de passe", "without a password"));
    if (!s->tls && !s->local) {
        add(j, CAHIER_WARNED, "connection", value,
                TELL(j, "les textes passent en clair sur le réseau : rediss:// et scripts/redis-acl.",
                        "texts cross the network in clear: rediss:// and scripts/redis-acl."));
    } else if (!s->password && !s->local) {
        add(j, CAHIER_WARNED, "connection", value,
                TELL(j, "qui atteint ce port lit tout : scripts/redis-acl donne un rôle à chacun.",
                        "whoever reaches this port reads all: scripts/redis-acl gives each a role."));
    } else {
        add(j, CAHIER_FIT, "connection", value, "");
    }
}

static void judge_version(judging *j)
{
    char value[32];
    uint32_t v = j->server->version;
    (void)snprintf(value, sizeof value, "%u.%u.%u", v / 10000, v / 100 % 100, v % 100);
    add(j, v >= VERSION_LEAST ? CAHIER_FIT : CAHIER_UNFIT, "version", value,
            v >= VERSION_LEAST ? ""
                               : TELL(j, "il faut Redis 7.0 ou plus récent : les fonctions n'existent pas avant.",
                                         "Redis 7.0 or later is needed: there are no functions before."));
}

static void judge_role(judging *j)
{
    bool replica = j->server->replica;
    add(j, replica ? CAHIER_UNFIT : CAHIER_FIT, "role",
            replica ? TELL(j, "réplique", "replica") : TELL(j, "maître", "master"),
            replica ? TELL(j, "une réplique n'accepte pas d'écriture : donnez l'adresse du maître.",
                              "a replica takes no writes: give the address of the master.")
                    : "");
}

/* --- what it keeps ---------------------------------------------------------------------------------------------------- */

static void judge_eviction(judging *j)
{
    word policy = setting_or_info(j, "maxmemory-policy", "maxmemory_policy");
    if (policy.at[0] == '\0') {
        add(j, CAHIER_UNFIT, "maxmemory-policy", "?",
                TELL(j, "ce rôle ne peut pas le lire : lancez doctor avec le rôle ops (scripts/redis-acl).",
                        "this role may not read it: run doctor with the ops role (scripts/redis-acl)."));
    } else {
        bool good = is(&policy, "noeviction");
        add(j, good ? CAHIER_FIT : CAHIER_UNFIT, "maxmemory-policy", policy.at,
                good ? ""
                     : TELL(j,
                               "mémoire pleine, Redis jetterait des contributions sans le dire : CONFIG SET "
                               "maxmemory-policy noeviction.",
                               "when memory is full Redis would drop contributions silently: CONFIG SET "
                               "maxmemory-policy noeviction."));
    }
}

static void judge_file(judging *j)
{
    word only = setting(j, "appendonly"), enabled = info(j, "aof_enabled");
    word last = info(j, "aof_last_write_status");
    bool on = is(&only, "yes") || (only.at[0] == '\0' && is(&enabled, "1"));
    if (!on) {
        add(j, CAHIER_UNFIT, "appendonly", "no",
                TELL(j,
                        "un arrêt perdrait tout depuis le dernier instantané (mesuré : 501 150 écritures sur 501 150) "
                        ": CONFIG SET appendonly yes.",
                        "a stop would lose all since the last snapshot (measured: 501,150 writes of 501,150): CONFIG "
                        "SET appendonly yes."));
    } else if (last.at[0] != '\0' && !is(&last, "ok")) {
        add(j, CAHIER_UNFIT, "appendonly", "yes",
                TELL(j, "la dernière écriture du fichier a échoué : vérifiez la place sur le disque.",
                        "the last write of the file failed: check the room on the disk."));
    } else {
        add(j, CAHIER_FIT, "appendonly", "yes", "");
    }
}

static void judge_sync(judging *j)
{
    word sync = setting(j, "appendfsync");
    if (sync.at[0] == '\0') {
        add(j, CAHIER_NOTED, "appendfsync", "?",
                TELL(j, "invisible pour ce rôle ; le conseil est « always ».",
                        "not to be seen by this role; the advice is `always`."));
    } else if (is(&sync, "always")) {
        add(j, CAHIER_FIT, "appendfsync", sync.at,
                TELL(j, "rien d'acquitté n'est perdu, même par une coupure de courant (mesuré : 0 sur 1 215 440).",
                        "nothing acknowledged is lost, even by a power cut (measured: 0 of 1,215,440)."));
    } else if (is(&sync, "everysec")) {
        add(j, CAHIER_WARNED, "appendfsync", sync.at,
                TELL(j,
                        "une coupure de courant, ou un arrêt brutal avec un disque lent, perd environ une seconde "
                        "d'acquittements (mesuré : jusqu'à 254 805) ; submit s'en aperçoit et renvoie. « always » "
                        "n'en perd aucun.",
                        "a power cut, or a kill with a slow disk, loses about a second of acknowledgements (measured: "
                        "up to 254,805); submit notices and sends again. `always` loses none."));
    } else {
        add(j, CAHIER_WARNED, "appendfsync", sync.at,
                TELL(j,
                        "une coupure de courant perd jusqu'à 30 secondes d'acquittements : CONFIG SET appendfsync "
                        "always.",
                        "a power cut loses up to 30 seconds of acknowledgements: CONFIG SET appendfsync always."));
    }
}

static void judge_rewrite(judging *j)
{
    word no_sync = setting(j, "no-appendfsync-on-rewrite"), truncated = setting(j, "aof-load-truncated");
    if (no_sync.at[0] != '\0') {
        bool good = is(&no_sync, "no");
        add(j, good ? CAHIER_FIT : CAHIER_WARNED, "no-appendfsync-on-rewrite", no_sync.at,
                good ? ""
                     : TELL(j, "rien n'est garanti sur le disque pendant une réécriture du fichier : mettez « no ».",
                               "nothing is sure to be on the disk while the file is rewritten: set it to `no`."));
    }
    if (truncated.at[0] != '\0') {
        bool good = is(&truncated, "yes");
        add(j, good ? CAHIER_FIT : CAHIER_WARNED, "aof-load-truncated", truncated.at,
                good ? ""
                     : TELL(j, "après une coupure de courant le serveur refuserait de repartir : mettez « yes ».",
                               "after a power cut the server would refuse to start: set it to `yes`."));
    }
}

static void judge_snapshots(judging *j)
{
    word save = setting(j, "save");
    if (save.at[0] != '\0') {
        add(j, CAHIER_NOTED, "save", save.at,
                TELL(j,
                        "les instantanés (dump.rdb) gardent un texte effacé jusqu'au suivant, et ne servent à rien à "
                        "côté du fichier : CONFIG SET save \"\".",
                        "snapshots (dump.rdb) keep an erased text until the next one, and bring nothing beside the "
                        "file: CONFIG SET save \"\"."));
    }
}

/* --- how much, how fast ----------------------------------------------------------------------------------------------- */

static void judge_memory(judging *j)
{
    word used_word = info(j, "used_memory"), most_word = setting_or_info(j, "maxmemory", "maxmemory");
    uint64_t used = number(&used_word), most = number(&most_word);
    char value[96], sentence[320];
    if (used_word.at[0] == '\0') {
        return;
    }
    if (most == 0) {
        (void)snprintf(value, sizeof value, TELL(j, "%llu Mio utilisés, sans limite", "%llu MiB used, no limit"),
                (unsigned long long)(used / MEBIBYTE));
        add(j, CAHIER_WARNED, "maxmemory", value,
                TELL(j,
                        "sans limite, c'est le noyau qui tue Redis : donnez 1,3 × (60 Mo + 630 octets par "
                        "contribution), la moitié de la mémoire de la machine au plus.",
                        "without a limit the kernel kills Redis: give 1.3 × (60 MB + 630 bytes a contribution), at "
                        "most half the memory of the machine."));
        return;
    }
    uint64_t share = used * 100 / most;
    uint64_t room = used < most ? (most - used) / 820 : 0; /* 630 bytes a contribution × 1.3 */
    (void)snprintf(value, sizeof value, TELL(j, "%llu Mio sur %llu (%llu %%)", "%llu MiB of %llu (%llu%%)"),
            (unsigned long long)(used / MEBIBYTE), (unsigned long long)(most / MEBIBYTE), (unsigned long long)share);
    (void)snprintf(sentence, sizeof sentence,
            TELL(j, "place pour environ %llu contributions de 400 octets.",
                    "room for about %llu contributions of 400 bytes."),
            (unsigned long long)room);
    add(j, share < MEMORY_ALARM ? CAHIER_FIT : CAHIER_WARNED, "maxmemory", value, sentence);
}

static void judge_slowlog(judging *j)
{
    word slower = setting(j, "slowlog-log-slower-than");
    if (slower.at[0] == '\0') {
        return;
    }
    long long us = strtoll(slower.at, NULL, 10);
    bool good = us < 0 || us >= SLOWLOG_LEAST_US;
    add(j, good ? CAHIER_FIT : CAHIER_NOTED, "slowlog-log-slower-than", slower.at,
            good ? ""
                 : TELL(j,
                           "le journal des lenteurs peut montrer 128 caractères d'une contribution déposée dans la "
                           "boîte : 50000 ou plus.",
                           "the slow log may show 128 characters of a contribution pushed to the inbox: 50000 or "
                           "more."));
}

static void judge_replicas(judging *j)
{
    word replicas = info(j, "connected_slaves"), least = setting(j, "min-replicas-to-write");
    if (replicas.at[0] == '\0' || is(&replicas, "0")) {
        add(j, CAHIER_NOTED, "replicas", "0",
                TELL(j, "si la machine est perdue, ce qui attend l'est aussi : les fichiers se renvoient par submit.",
                        "if the machine is lost, so is what waits: files are sent again by submit."));
    } else {
        bool good = number(&least) >= 1;
        add(j, good ? CAHIER_FIT : CAHIER_WARNED, "replicas", replicas.at,
                good ? ""
                     : TELL(j,
                               "une bascule peut perdre ce que la réplique n'a pas reçu (mesuré : 539 448 sur "
                               "2 120 200) : min-replicas-to-write 1, min-replicas-max-lag 10.",
                               "a failover may lose what the replica had not received (measured: 539,448 of "
                               "2,120,200): min-replicas-to-write 1, min-replicas-max-lag 10."));
    }
}

static void judge_timeout(judging *j)
{
    word timeout = setting(j, "timeout");
    if (timeout.at[0] != '\0' && !is(&timeout, "0")) {
        add(j, CAHIER_NOTED, "timeout", timeout.at,
                TELL(j, "les connexions au repos sont coupées ; les ouvriers reviennent, mais 0 est mieux.",
                        "idle connections are cut; workers come back, but 0 is better."));
    }
}

/* Seen only when the server is on this machine. */
static void judge_overcommit(judging *j)
{
    FILE *file = j->server->local ? fopen("/proc/sys/vm/overcommit_memory", "r") : NULL;
    int byte = file != NULL ? fgetc(file) : EOF;
    if (file != NULL) {
        (void)fclose(file);
    }
    if (byte == EOF) {
        add(j, CAHIER_NOTED, "vm.overcommit_memory", "?",
                TELL(j, "ne se voit pas d'ici ; sur la machine du serveur, mettez-le à 1 (sysctl).",
                        "not to be seen from here; on the server's machine, set it to 1 (sysctl)."));
    } else {
        char value[2] = {(char)byte, '\0'};
        add(j, byte == '1' ? CAHIER_FIT : CAHIER_WARNED, "vm.overcommit_memory", value,
                byte == '1' ? ""
                            : TELL(j,
                                      "la réécriture du fichier peut échouer quand la mémoire est à moitié pleine : "
                                      "sysctl vm.overcommit_memory=1.",
                                      "rewriting the file may fail when memory is half full: sysctl "
                                      "vm.overcommit_memory=1."));
    }
}

static void judge_latency(judging *j)
{
    char value[96];
    bool good = j->server->ping_us <= PING_SLOW_US;
    (void)snprintf(value, sizeof value, TELL(j, "médiane %u µs, pire %u µs", "median %u µs, worst %u µs"),
            j->server->ping_us, j->server->slowest_ping_us);
    add(j, good ? CAHIER_FIT : CAHIER_WARNED, "latency", value,
            good ? ""
                 : TELL(j, "loin : rapprochez les ouvriers du serveur, ou donnez-en plus.",
                           "far: bring workers closer to the server, or have more."));
}

uint32_t cahier_judge_server(const cahier_server *server, bool english, cahier_fitness_point point[CAHIER_FITNESS_MOST])
{
    static void (*const judges[])(judging *) = {judge_connection, judge_version, judge_role, judge_eviction, judge_file,
            judge_sync, judge_rewrite, judge_snapshots, judge_memory, judge_slowlog, judge_replicas, judge_timeout,
            judge_overcommit, judge_latency};
    judging j = {.server = server, .english = english, .point = point};
    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        judges[i](&j);
    }
    return j.count;
}

cahier_fitness_point cahier_judge_library(const cahier_fitness_library *library, const char *message, bool english)
{
    cahier_fitness_point point;
    judging j = {.english = english, .point = &point};
    bool same = library->found == CAHIER_QUEUE_DONE, none = library->found == CAHIER_QUEUE_NOTHING;
    if (library->looked_only && (none || library->found == CAHIER_QUEUE_ALREADY)) {
        add(&j, CAHIER_UNFIT, "functions",
                none ? TELL(&j, "absentes", "missing") : TELL(&j, "d'une autre version", "of another version"),
                TELL(&j, "« cahier doctor », sans --check, les charge.",
                        "`cahier doctor` without --check loads them."));
    } else if (same) {
        add(&j, CAHIER_FIT, "functions", TELL(&j, "cahier1, déjà là", "cahier1, there already"), "");
    } else if (library->installed == CAHIER_QUEUE_DONE) {
        add(&j, CAHIER_FIT, "functions",
                none ? TELL(&j, "cahier1, chargées", "cahier1, loaded")
                     : TELL(&j, "cahier1, remplacées", "cahier1, replaced"),
                none ? "" : TELL(&j, "une autre version était là.", "another version was there."));
    } else {
        add(&j, CAHIER_UNFIT, "functions", TELL(&j, "refusées", "refused"), message);
    }
    return point;
}
