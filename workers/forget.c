/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "forget.h"

#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "erasure.h"
#include "erasure_heard.h"
#include "inspect.h"
#include "lexicon_files.h"
#include "service.h"

#define MEMORY ((size_t)4 << 30) /* reserved, not used: an envelope, one chunk */
#define ASKED_MOST 512u          /* bytes of an id */
#define SALT_BYTES 16u
#define WATCHER_MS 15000u /* for a watcher to forget: it looks every two seconds, and a step may take ten */

static const char help_french[] =
        "cahier forget --redis URL --tenant NOM --contribution ID [--batch LOT]   efface une contribution\n"
        "cahier forget … --person CLÉ [--batch LOT]                               efface une personne\n"
        "cahier forget … --batch LOT                                              efface un lot entier\n"
        "\n"
        "Les documents sont vidés à leur place ; ce qui en avait été calculé est défait, le rapport retiré, et les\n"
        "ouvriers recalculent. Le fichier de Redis est ensuite réécrit : d'ici là le texte y est encore.\n"
        "\n"
        "  --contribution ID   telle que le rapport la nomme ; 42 efface aussi 42/1, 42/2\n"
        "  --person CLÉ        celle du rapport : p-17 (avec --batch), ou celle que donne --person-key\n"
        "  --redis URL --tenant NOM   (ou CAHIER_REDIS, CAHIER_TENANT)\n"
        "  --lang fr|en        langue\n"
        "\n"
        "Sur la sortie, une ligne de preuve par lot, à garder : date, espace, lot, empreinte SHA-256 de ce qui était\n"
        "demandé suivi du sel, documents effacés, révision. Jamais l'identifiant ni le texte.\n"
        "\n"
        "Code de sortie : 0 effacé, 1 inconnu, 2 mauvais usage, 3 injoignable ou fichier non réécrit.\n"
        "\n"
        "  cahier forget --redis unix:///run/redis/redis.sock --tenant lannion --contribution VSA-0018 >> preuves.txt\n"
        "  cahier forget --person p-17 --batch 01kaq8…\n";
static const char help_english[] =
        "cahier forget --redis URL --tenant NAME --contribution ID [--batch BATCH]   erases a contribution\n"
        "cahier forget … --person KEY [--batch BATCH]                                erases a person\n"
        "cahier forget … --batch BATCH                                               erases a whole batch\n"
        "\n"
        "Documents are emptied in their place; what was computed from them is undone, the report withdrawn, and\n"
        "workers compute again. Redis' file is then written anew: until that, the text still is in it.\n"
        "\n"
        "  --contribution ID   as the report names it; 42 erases 42/1, 42/2 too\n"
        "  --person KEY        the report's: p-17 (with --batch), or the one --person-key gives\n"
        "  --redis URL --tenant NAME   (or CAHIER_REDIS, CAHIER_TENANT)\n"
        "  --lang fr|en        language\n"
        "\n"
        "On stdout, a line of proof a batch, to be kept: date, tenant, batch, SHA-256 of what was asked for followed\n"
        "by the salt, documents erased, revision. Never the id or the text.\n"
        "\n"
        "Exit code: 0 erased, 1 unknown, 2 usage, 3 unreachable or file not written anew.\n"
        "\n"
        "  cahier forget --redis unix:///run/redis/redis.sock --tenant lannion --contribution VSA-0018 >> proofs.txt\n"
        "  cahier forget --person p-17 --batch 01kaq8…\n";

typedef struct forgetting {
    cahier_service service;
    const char *contribution, *person, *batch;
    cahier_queue *queue;
    cahier_arena arena;
    uint32_t heard;  /* messages of the watch */
    bool remembered; /* by a watcher that is away */
    uint32_t batches, open,
            unreadable; /* where something was erased; still being filled; with a chunk nobody can read */
} forgetting;

/* --- proof ------------------------------------------------------------------------------------------------------------ */

/* Salted, so that the digests of two towns or two days tell nothing of each other; the salt is there for who knows the id. */
static void print_proof(const forgetting *f, const char *batch, uint64_t erased, uint64_t revision)
{
    unsigned char salt[SALT_BYTES];
    char salt_hex[2 * SALT_BYTES + 1], digest[65], when[32], asked[ASKED_MOST + sizeof salt_hex];
    const char *what = f->contribution != NULL ? f->contribution : f->person != NULL ? f->person : batch;
    time_t now = time(NULL);
    struct tm utc;
    randombytes_buf(salt, sizeof salt);
    (void)sodium_bin2hex(salt_hex, sizeof salt_hex, salt, sizeof salt);
    int len = snprintf(asked, sizeof asked, "%s%s", what, salt_hex);
    cahier_digest((cahier_text){asked, (uint32_t)len}, digest);
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    (void)printf(
            CAHIER_TELL(&f->service, "date=%s espace=%s lot=%s empreinte=sha256:%s sel=%s effaces=%llu revision=%llu\n",
                    "date=%s tenant=%s batch=%s digest=sha256:%s salt=%s erased=%llu revision=%llu\n"),
            when, f->service.tenant, batch, digest, salt_hex, (unsigned long long)erased, (unsigned long long)revision);
    (void)fflush(stdout);
}

/* --- what was asked ------------------------------------------------------------------------------------------------------ */

static cahier_queue_answer forget_batch(forgetting *f)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_progress_of(f->queue, f->batch, &progress);
    answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_purge(f->queue, f->batch) : answer;
    if (answer == CAHIER_QUEUE_DONE) {
        print_proof(f, f->batch, progress.documents, progress.revision);
        f->batches++;
    }
    return answer;
}

static cahier_queue_answer forget_in(forgetting *f, const char *batch)
{
    const char *id = f->contribution != NULL ? f->contribution : "", *person = f->person != NULL ? f->person : "";
    cahier_erasure wanted = {{id, (uint32_t)strlen(id)}, {person, (uint32_t)strlen(person)}};
    cahier_queue_progress progress;
    uint32_t erased = 0;
    cahier_queue_answer answer = cahier_erase(f->queue, &f->arena, batch, &wanted, &erased);
    cahier_queue_answer known = cahier_queue_progress_of(f->queue, batch, &progress);
    if (erased > 0 && known == CAHIER_QUEUE_DONE) { /* also when it then failed: what was done was done */
        print_proof(f, batch, erased, progress.revision);
        f->batches++;
    }
    f->open += known == CAHIER_QUEUE_DONE && strcmp(progress.state, "open") == 0;
    if (answer == CAHIER_QUEUE_CONFLICT) {
        f->unreadable++;
        answer = CAHIER_QUEUE_DONE;
    }
    return answer;
}

static cahier_queue_answer forget_everywhere(forgetting *f)
{
    char(*batch)[CAHIER_BATCH_LEN + 1];
    uint32_t count;
    cahier_queue_answer answer = cahier_queue_batches(f->queue, &f->arena, &batch, &count);
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        answer = forget_in(f, batch[i]);
        answer = answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_DONE : answer; /* purged meanwhile */
    }
    return answer;
}

/* The tenant's watch, whatever the batch. */
static cahier_queue_answer forget_heard(forgetting *f)
{
    const char *id = f->contribution != NULL ? f->contribution : "", *person = f->person != NULL ? f->person : "";
    cahier_erasure wanted = {{id, (uint32_t)strlen(id)}, {person, (uint32_t)strlen(person)}};
    cahier_queue_answer answer =
            cahier_erase_heard(f->queue, &f->arena, &wanted, WATCHER_MS, &f->heard, &f->remembered);
    if (f->heard > 0) {
        print_proof(f, CAHIER_TELL(&f->service, "veille", "watch"), f->heard, 0);
    }
    return answer;
}

/* --- what is left --------------------------------------------------------------------------------------------------------- */

static void warn(const forgetting *f, const char *sentence)
{
    (void)cahier_service_say(&f->service, 0, sentence);
}

static void warn_of_rest(forgetting *f)
{
    cahier_queue_depth depth;
    bool known = cahier_inspect_depth(f->queue, &f->arena, &depth) == CAHIER_QUEUE_DONE;
    if (f->open > 0) {
        warn(f, CAHIER_TELL(&f->service,
                        "un lot est encore ouvert : ce qui y entrera après n'est pas effacé. Relancez ensuite.",
                        "a batch is still open: what enters it later is not erased. Run this again then."));
    }
    if (known && depth.inbox + depth.taken > 0) {
        warn(f, CAHIER_TELL(&f->service,
                        "la boîte de dépôt n'est pas vide : ce qu'elle contient n'a pas été regardé. Relancez une fois "
                        "qu'elle l'est.",
                        "the inbox is not empty: what it holds was not looked at. Run this again once it is."));
    }
    if (f->remembered) {
        warn(f, CAHIER_TELL(&f->service,
                        "ce que la veille retient contient encore ce texte : relancez quand « cahier watch » tourne.",
                        "what the watch remembers still holds this text: run this again while `cahier watch` runs."));
    }
    if (f->unreadable > 0) {
        warn(f, CAHIER_TELL(&f->service,
                        "un morceau d'un lot est illisible : effacez le lot entier (--batch) pour en être sûr.",
                        "a chunk of a batch cannot be read: erase the whole batch (--batch) to be sure."));
    }
}

static int rewrite_file(forgetting *f)
{
    cahier_queue_answer answer = cahier_inspect_rewrite(f->queue, &f->arena);
    if (answer == CAHIER_QUEUE_DONE) {
        warn(f, CAHIER_TELL(&f->service,
                        "le fichier de Redis a été réécrit. Restent vos sauvegardes, les répliques et les rapports "
                        "déjà copiés.",
                        "Redis' file was written anew. There remain your backups, replicas, and reports copied "
                        "before."));
        return CAHIER_SERVICE_DONE;
    }
    return cahier_service_say(&f->service, CAHIER_SERVICE_UNREACHABLE,
            CAHIER_TELL(&f->service,
                    "effacé de la mémoire, mais le texte reste dans le fichier de Redis : lancez BGREWRITEAOF avec le "
                    "rôle ops, "
                    "puis SLOWLOG RESET.",
                    "erased from memory, but the text stays in Redis' file: run BGREWRITEAOF with the ops role, then "
                    "SLOWLOG "
                    "RESET."));
}

static int forget(forgetting *f)
{
    int code;
    f->queue = cahier_service_open(&f->service, &code);
    if (f->queue == NULL) {
        return code;
    }
    bool whole = f->contribution == NULL && f->person == NULL;
    cahier_queue_answer answer = whole              ? forget_batch(f)
                                 : f->batch != NULL ? forget_in(f, f->batch)
                                                    : forget_everywhere(f);
    if (answer == CAHIER_QUEUE_DONE && f->batch == NULL) {
        answer = forget_heard(f);
    }
    code = cahier_service_end(&f->service, f->queue, answer);
    if (code == CAHIER_SERVICE_DONE) {
        warn_of_rest(f);
    }
    if (f->batches > 0 || f->heard > 0) {
        int rewritten = rewrite_file(f);
        code = code == CAHIER_SERVICE_DONE ? rewritten : code;
    } else if (code == CAHIER_SERVICE_DONE) {
        code = cahier_service_say(&f->service, CAHIER_SERVICE_REFUSED,
                CAHIER_TELL(&f->service, "rien de ce nom à effacer.", "nothing of that name to erase."));
    }
    cahier_queue_close(f->queue);
    code = f->remembered && code == CAHIER_SERVICE_DONE ? CAHIER_SERVICE_UNREACHABLE : code;
    return f->unreadable > 0 && code == CAHIER_SERVICE_DONE ? CAHIER_SERVICE_REFUSED : code;
}

/* --- the command -------------------------------------------------------------------------------------------------------- */

/* "p-17" is somebody else in each batch that has no --person-key. */
static bool is_rank(const char *person)
{
    size_t digits = strncmp(person, "p-", 2) == 0 ? strspn(person + 2, "0123456789") : 0;
    return digits > 0 && digits < 10 && person[2 + digits] == '\0';
}

static const char *refusal(const forgetting *f)
{
    if ((f->contribution != NULL) + (f->person != NULL) > 1 ||
            (f->contribution == NULL && f->person == NULL && f->batch == NULL)) {
        return CAHIER_TELL(&f->service, "il faut une seule de ces options : --contribution, --person, --batch.",
                "one of these is needed: --contribution, --person, --batch.");
    }
    const char *asked = f->contribution != NULL ? f->contribution : f->person != NULL ? f->person : "-";
    if (*asked == '\0' || strlen(asked) >= ASKED_MOST) {
        return CAHIER_TELL(&f->service, "cet identifiant n'en est pas un.", "this is no identifier.");
    }
    if (f->person != NULL && f->batch == NULL && is_rank(f->person)) {
        return CAHIER_TELL(&f->service, "« p-17 » n'est quelqu'un que dans un lot : ajoutez --batch LOT.",
                "\"p-17\" is somebody in one batch only: add --batch BATCH.");
    }
    return NULL;
}

static int check_and_forget(forgetting *f)
{
    const char *refused = refusal(f);
    if (refused != NULL) {
        return cahier_service_say(&f->service, CAHIER_SERVICE_USAGE, refused);
    }
    if (!cahier_service_is_named(&f->service) ||
            (f->batch != NULL && !cahier_service_is_batch(&f->service, f->batch))) {
        return CAHIER_SERVICE_USAGE;
    }
    if (!cahier_arena_open(&f->arena, MEMORY)) {
        return cahier_service_say(&f->service, CAHIER_SERVICE_REFUSED,
                CAHIER_TELL(&f->service, "mémoire insuffisante.", "not enough memory."));
    }
    int code = forget(f);
    cahier_arena_close(&f->arena);
    return code;
}

int cahier_forget_main(int argc, char **argv)
{
    static const struct option options[] = {{"redis", required_argument, NULL, 'r'},
            {"tenant", required_argument, NULL, 't'}, {"contribution", required_argument, NULL, 'c'},
            {"person", required_argument, NULL, 'p'}, {"batch", required_argument, NULL, 'b'},
            {"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    forgetting f = {.service = {.command = "forget"}};
    bool help = false, wrong = false;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        f.service.url = c == 'r' ? optarg : f.service.url;
        f.service.tenant = c == 't' ? optarg : f.service.tenant;
        f.service.english = c == 'l' ? strcmp(optarg, "en") == 0 : f.service.english;
        f.contribution = c == 'c' ? optarg : f.contribution;
        f.person = c == 'p' ? optarg : f.person;
        f.batch = c == 'b' ? optarg : f.batch;
        help = help || c == 'h';
        wrong = wrong || c == '?' || c == ':';
    }
    if (help || wrong || optind != argc) {
        (void)fputs(f.service.english ? help_english : help_french, help ? stdout : stderr);
        return help ? CAHIER_SERVICE_DONE : CAHIER_SERVICE_USAGE;
    }
    return check_and_forget(&f);
}
