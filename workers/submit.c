/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "submit.h"

#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "batch_input.h"
#include "continuous.h"
#include "fetch.h"
#include "inbox.h"
#include "interrupt.h"
#include "read_file.h"
#include "sending.h"
#include "submit_words.h"
#include "taken_options.h"

#define LOOK_MS 250 /* between two looks at a batch that is followed */
#define MESSAGE_MOST 1024u

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_SERVICE = 3,
    EXIT_INTERRUPTED = 130
};

typedef struct submission {
    cahier_analyse_options options;
    const char *redis, *tenant, *fetch, *apart;
    bool wait, inbox, name_first, continuous, once;
    uint32_t lease_ms; /* tests shorten it */
    cahier_arena batch, scratch;
    cahier_batch_input input;
    cahier_analyser analyser;
    cahier_queue *queue;
    cahier_progress progress;
    char name[CAHIER_BATCH_LEN + 1], label[65];
    uint32_t chunks;
    bool durable; /* the seal is on the server's disk */
    const volatile sig_atomic_t *stop;
} submission;

static bool is_english(const submission *s)
{
    return s->options.intake.options.english;
}

static int complain(submission *s, int code, const char *sentence)
{
    cahier_progress_close(&s->progress);
    (void)fprintf(stderr, "cahier submit%s %s\n", is_english(s) ? ":" : " :", sentence);
    return code;
}

static int say(submission *s, int code, const char *french, const char *english)
{
    return complain(s, code, is_english(s) ? english : french);
}

/* --- batch ------------------------------------------------------------------------------------------------------------ */

static bool read_town_file(submission *s, const char *path, cahier_wire_file *out)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    if (path == NULL) {
        return true;
    }
    out->name = cahier_string(slash != NULL ? slash + 1 : path);
    return cahier_read_file(&s->batch, path, CAHIER_FILE_MOST, &out->bytes) == CAHIER_OK;
}

/* `batch` is zeroes. */
static bool write_envelope(submission *s, cahier_wire_batch *batch, cahier_out *out)
{
    cahier_lexicon_files_digest(&s->input.lexicon_files, batch->lexicons);
    batch->options = s->options;
    batch->previous = s->input.previous;
    batch->intake = s->input.intake;
    /* not its own: the digest of the envelope is what tells batches apart, and with --apart that name's is in it */
    batch->name = s->apart == NULL ? cahier_string("batch") : (cahier_text){s->label, CAHIER_WIRE_NAME_MOST};
    return read_town_file(s, s->options.taxonomy, &batch->taxonomy) &&
           read_town_file(s, s->options.decisions, &batch->decisions) &&
           cahier_wire_write_batch(batch, out) == CAHIER_OK;
}

/* Answers that end a command, as exit codes and sentences. */
static int give_up(submission *s, cahier_queue_answer answer)
{
    if (*s->stop != 0) {
        return say(s, EXIT_INTERRUPTED, "interrompu : relancez la même commande pour continuer.",
                "interrupted: the same command goes on from here.");
    }
    switch (answer) {
    case CAHIER_QUEUE_CONFLICT:
        return say(s, EXIT_REFUSED,
                "un lot du même nom contient d'autres contributions : effacez-le (cahier forget --batch) et renvoyez.",
                "a batch of that name holds other contributions: remove it (cahier forget --batch), send again.");
    case CAHIER_QUEUE_ERASED:
        return say(s, EXIT_REFUSED,
                "une contribution de ce fichier a été effacée à la demande de son auteur : retirez-la du fichier, puis "
                "renvoyez-le.",
                "a contribution of this file was erased at its author's request: take it out of the file, then send it "
                "again.");
    case CAHIER_QUEUE_OTHER_KEY:
        return complain(s, EXIT_REFUSED, cahier_inbox_other_key(is_english(s)));
    case CAHIER_QUEUE_CLOSED:
    case CAHIER_QUEUE_NO_BATCH:
        return say(s, EXIT_REFUSED, "le lot a été effacé pendant l'envoi.", "the batch was removed while being sent.");
    case CAHIER_QUEUE_INCOMPLETE:
        return say(s, EXIT_SERVICE, "Redis perd ce qui lui est confié : lancez « cahier doctor ».",
                "Redis loses what it is told: run `cahier doctor`.");
    default:
        return complain(s, EXIT_SERVICE, cahier_queue_message(s->queue));
    }
}

static int open_batch(submission *s)
{
    cahier_out out;
    cahier_text files;
    char digest[65];
    cahier_wire_batch *batch = CAHIER_NEW(&s->batch, cahier_wire_batch, 1);
    cahier_out_open_memory(&out);
    if (batch == NULL || !cahier_batch_input_files(&s->batch, &s->input.intake, &files) ||
            !write_envelope(s, batch, &out)) {
        (void)cahier_out_close(&out);
        return say(s, EXIT_REFUSED, "ce lot est trop grand pour être envoyé : envoyez-le en plusieurs fichiers.",
                "this batch is too large to be sent: send it in several files.");
    }
    cahier_digest(cahier_out_text(&out), digest);
    cahier_queue_opening opening = {
            .digest = digest, .lexicons = batch->lexicons, .envelope = cahier_out_text(&out), .files = files};
    cahier_queue_answer answer;
    char name[CAHIER_BATCH_LEN + 1];
    do {
        answer = cahier_queue_name_batch(s->queue, name);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_open_batch(s->queue, &opening, name) : answer;
    } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, s->stop));
    (void)cahier_out_close(&out);
    if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_ALREADY) {
        return give_up(s, answer);
    }
    memcpy(s->name, name, sizeof s->name);
    if (s->name_first) {
        (void)printf("%s\n", s->name);
        (void)fflush(stdout);
    }
    return EXIT_DONE;
}

static int send_batch(submission *s)
{
    cahier_sending sending = {.queue = s->queue,
            .analyser = &s->analyser,
            .intake = &s->input.intake,
            .batch = s->name,
            .progress = &s->progress,
            .stop = s->stop};
    cahier_progress_phase(&s->progress, is_english(s) ? "Sending" : "Envoi", s->input.intake.count);
    cahier_queue_answer answer = cahier_send_batch(&sending);
    s->chunks = sending.chunks;
    s->durable = sending.durable;
    if (answer == CAHIER_QUEUE_DONE && sending.erased > 0) {
        (void)say(s, EXIT_DONE,
                "des contributions de ce lot ont été effacées ou masquées depuis son premier envoi : elles le restent.",
                "contributions of this batch were erased or masked since it was first sent: they stay so.");
    }
    return answer == CAHIER_QUEUE_DONE ? EXIT_DONE : give_up(s, answer);
}

/* --- inbox ------------------------------------------------------------------------------------------------------------- */

/* What is in the inbox, and what somebody who may be dead took from it, is appended. */
static cahier_queue_answer drain_inbox(submission *s, cahier_inbox *inbox)
{
    cahier_queue_answer answer;
    uint64_t left = 0;
    for (;;) {
        answer = cahier_inbox_drain(inbox);
        if (answer == CAHIER_QUEUE_NOTHING) {
            answer = cahier_queue_inbox_left(s->queue, &left);
            if (answer == CAHIER_QUEUE_DONE && left == 0) {
                return answer;
            }
            (void)poll(NULL, 0, answer == CAHIER_QUEUE_DONE ? LOOK_MS : 0);
        }
        if (*s->stop != 0 || (answer != CAHIER_QUEUE_DONE && !cahier_inbox_again(inbox, answer))) {
            return *s->stop != 0 ? CAHIER_QUEUE_UNREACHABLE : answer;
        }
    }
}

/* Workers may append until it is sealed. */
static cahier_queue_answer seal_inbox(submission *s)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_inbox_batch(s->queue, s->name);
    if (answer == CAHIER_QUEUE_DONE && s->name[0] == '\0') {
        return CAHIER_QUEUE_NOTHING;
    }
    answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_progress_of(s->queue, s->name, &progress) : answer;
    if (answer != CAHIER_QUEUE_DONE || progress.chunks == 0) {
        return answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_NOTHING : answer;
    }
    s->chunks = (uint32_t)progress.chunks;
    s->input.intake.count = (uint32_t)progress.documents;
    answer = cahier_queue_seal(s->queue, s->name, s->chunks, s->input.intake.count, &s->durable);
    return answer == CAHIER_QUEUE_DONE ? cahier_queue_turn_inbox(s->queue, s->name, "") : answer;
}

static int submit_inbox(submission *s)
{
    cahier_queue_answer answer;
    cahier_inbox inbox = {.queue = s->queue,
            .options = &s->options,
            .lexicons = &s->input.lexicon_files,
            .lease_ms = s->lease_ms,
            .stop = s->stop};
    if (!cahier_arena_reserve(&inbox.batch) || !cahier_arena_reserve(&inbox.scratch)) {
        return say(s, EXIT_REFUSED, "mémoire insuffisante.", "not enough memory.");
    }
    answer = drain_inbox(s, &inbox);
    cahier_arena_close(&inbox.batch);
    cahier_arena_close(&inbox.scratch);
    while (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_INCOMPLETE || cahier_inbox_again(&inbox, answer)) {
        answer = seal_inbox(s);
        if (answer == CAHIER_QUEUE_DONE) {
            return EXIT_DONE;
        }
    }
    return answer == CAHIER_QUEUE_NOTHING ? say(s, EXIT_REFUSED, "aucune contribution dans la boîte de cet espace.",
                                                    "no contribution in the inbox of this tenant.")
                                          : give_up(s, answer);
}

/* --- following -------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer look(submission *s, cahier_queue_progress *out)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_progress_of(s->queue, s->name, out);
    } while (answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(s->queue, 0, s->stop));
    return answer;
}

static bool is_whole(const submission *s, const cahier_queue_progress *progress)
{
    return strcmp(progress->state, "open") != 0 && progress->chunks == s->chunks &&
           progress->documents == s->input.intake.count;
}

/* What the server lost in a crash, said again. */
static int say_again(submission *s)
{
    if (s->inbox) {
        return submit_inbox(s);
    }
    int code = open_batch(s);
    return code == EXIT_DONE ? send_batch(s) : code;
}

/* Sealed, and still so once the server's file must be on its disk, which some servers say at once; else what a crash took is sent again. */
static int make_sure(submission *s)
{
    cahier_queue_progress progress;
    uint64_t until = cahier_clock_ms() + CAHIER_DURABLE_MS;
    while (!s->durable && cahier_clock_ms() < until && *s->stop == 0) {
        (void)poll(NULL, 0, LOOK_MS);
    }
    cahier_queue_answer answer = look(s, &progress);
    if (answer == CAHIER_QUEUE_DONE && is_whole(s, &progress)) {
        return EXIT_DONE;
    }
    return answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NO_BATCH ? say_again(s) : give_up(s, answer);
}

static int follow(submission *s)
{
    cahier_queue_progress progress;
    uint64_t shown = 0;
    cahier_progress_phase(&s->progress, is_english(s) ? "Analysis" : "Analyse", s->input.intake.count);
    for (;;) {
        cahier_queue_answer answer = look(s, &progress);
        bool lost = answer == CAHIER_QUEUE_NO_BATCH || (answer == CAHIER_QUEUE_DONE && !is_whole(s, &progress));
        if (answer != CAHIER_QUEUE_DONE && !lost) {
            return give_up(s, answer);
        }
        if (lost) { /* the server came back without what it had not yet written */
            int code = say_again(s);
            if (code != EXIT_DONE) {
                return code;
            }
            continue;
        }
        if (progress.done_documents > shown) {
            cahier_progress_add(&s->progress, progress.done_documents - shown);
            shown = progress.done_documents;
        }
        if (strcmp(progress.state, "done") == 0) {
            return EXIT_DONE;
        }
        if (progress.attention[0] != '\0') {
            return complain(s, EXIT_REFUSED, progress.attention);
        }
        if (*s->stop != 0) {
            return give_up(s, CAHIER_QUEUE_UNREACHABLE);
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
}

/* A server that came back without the end of the batch: it is followed again. */
static int fetch(submission *s)
{
    cahier_report_error error;
    cahier_fetching fetching = {.queue = s->queue, .scratch = &s->scratch, .batch = s->name, .stop = s->stop};
    for (;;) {
        cahier_queue_answer answer = cahier_fetch_report(&fetching, s->fetch, &error);
        if (answer == CAHIER_QUEUE_DONE) {
            return EXIT_DONE;
        }
        if (answer == CAHIER_QUEUE_UNREACHABLE) {
            return give_up(s, answer);
        }
        int code = answer == CAHIER_QUEUE_CHANGED ? follow(s) : complain(s, EXIT_REFUSED, error.message);
        if (code != EXIT_DONE) {
            return code;
        }
    }
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

/* Checks address and names; connects only when there is something to say. */
static int open_queue(submission *s)
{
    char who[64], message[MESSAGE_MOST];
    (void)snprintf(who, sizeof who, "submit:%ld", (long)getpid());
    s->queue = cahier_queue_open(s->redis, s->tenant, who, is_english(s), message, sizeof message);
    return s->queue != NULL ? EXIT_DONE : complain(s, EXIT_USAGE, message);
}

static int connect_queue(submission *s)
{
    return cahier_queue_reconnect(s->queue, CAHIER_FIRST_CONNECTION_MS, s->stop) ? EXIT_DONE
                                                                                 : give_up(s, CAHIER_QUEUE_REFUSED);
}

static int submit_continuous(submission *s, const char *path)
{
    cahier_hearing hearing = {
            .queue = s->queue, .options = &s->options, .lexicons = &s->input.lexicon_files, .stop = s->stop};
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    if (cahier_hearing_open(&hearing)) {
        answer = cahier_continuous_run(&(cahier_continuous){.hearing = &hearing, .path = path, .once = s->once});
        cahier_continuous_say(&hearing, answer);
    }
    cahier_hearing_close(&hearing);
    return answer == CAHIER_QUEUE_DONE ? EXIT_DONE : answer == CAHIER_QUEUE_UNREACHABLE ? EXIT_SERVICE : EXIT_REFUSED;
}

/* The batch is in the queue, sealed. */
static int send(submission *s, char **path, int count)
{
    int code = open_queue(s);
    if (code != EXIT_DONE) {
        return code;
    }
    if (!cahier_arena_reserve(&s->batch) || !cahier_arena_reserve(&s->scratch)) {
        return say(s, EXIT_REFUSED, "mémoire insuffisante.", "not enough memory.");
    }
    if (!cahier_batch_input_read(&s->batch, &s->scratch, &s->options, path, s->continuous ? 0 : (uint32_t)count,
                &s->progress, &s->input)) {
        return complain(s, EXIT_REFUSED, s->input.message);
    }
    if (s->continuous) {
        code = connect_queue(s);
        return code == EXIT_DONE ? submit_continuous(s, path[0]) : code;
    }
    if (s->inbox) {
        code = connect_queue(s);
        return code == EXIT_DONE ? submit_inbox(s) : code;
    }
    if (cahier_analyser_open(s->input.lexicon_files.lexicons, &s->options.analysis, &s->batch, &s->scratch,
                &s->analyser) != CAHIER_OK) {
        return say(s, EXIT_REFUSED, "mémoire insuffisante.", "not enough memory.");
    }
    code = connect_queue(s);
    code = code == EXIT_DONE ? open_batch(s) : code;
    return code == EXIT_DONE ? send_batch(s) : code;
}

static int submit(submission *s, char **path, int count)
{
    int code = send(s, path, count);
    if (s->continuous) {
        return code;
    }
    if (code == EXIT_DONE) {
        code = s->wait ? follow(s) : make_sure(s);
    }
    code = code == EXIT_DONE && s->fetch != NULL ? fetch(s) : code;
    cahier_progress_close(&s->progress);
    if (code == EXIT_DONE && !s->name_first) {
        (void)printf("%s\n", s->name);
    }
    return code;
}

static bool take_options(submission *s, int *argc, char **argv)
{
    bool missing = false;
    s->redis = cahier_given_or_set(cahier_take_option(argc, argv, "redis", &missing), "CAHIER_REDIS");
    s->tenant = cahier_given_or_set(cahier_take_option(argc, argv, "tenant", &missing), "CAHIER_TENANT");
    s->fetch = cahier_take_option(argc, argv, "fetch", &missing);
    s->apart = cahier_take_option(argc, argv, "apart", &missing);
    cahier_digest(s->apart != NULL ? cahier_string(s->apart) : (cahier_text){NULL, 0}, s->label);
    s->inbox = cahier_take_flag(argc, argv, "inbox");
    s->name_first = cahier_take_flag(argc, argv, "name-first") && !s->inbox;
    s->continuous = cahier_take_flag(argc, argv, "continuous");
    s->once = cahier_take_flag(argc, argv, "once");
    const char *lease = cahier_take_option(argc, argv, "lease", &missing);
    s->lease_ms = CAHIER_LEASE_MS;
    missing = missing || (lease != NULL && !cahier_number_argument(lease, 0, CAHIER_LEASE_MS, &s->lease_ms));
    s->wait = cahier_take_flag(argc, argv, "wait") || s->fetch != NULL;
    return !missing && s->redis != NULL && s->tenant != NULL;
}

static int parse_and_submit(submission *s, int argc, char **argv)
{
    static char inbox[] = "inbox";
    bool taken = take_options(s, &argc, argv);
    if (s->inbox) {
        argv[argc++] = inbox; /* in the place of the option that left: what is read, as files are */
    }
    cahier_parsed parsed = cahier_analyse_parse(argc, argv, &s->options);
    if (parsed == CAHIER_PARSED_HELP) {
        (void)fputs(cahier_submit_help(is_english(s)), stdout);
        return EXIT_DONE;
    }
    cahier_progress_open(&s->progress, s->options.quiet, is_english(s));
    if (parsed == CAHIER_PARSED_WRONG || !taken) {
        return parsed == CAHIER_PARSED_WRONG
                       ? EXIT_USAGE
                       : say(s, EXIT_USAGE, "il faut --redis URL et --tenant NOM (voir cahier submit --help).",
                                 "--redis URL and --tenant NAME are needed (see cahier submit --help).");
    }
    bool guided = s->options.taxonomy != NULL || s->options.decisions != NULL || s->options.previous != NULL ||
                  s->apart != NULL;
    if (s->inbox && (argc - optind != 1 || guided)) {
        return say(s, EXIT_USAGE,
                "--inbox se passe de fichiers, de --taxonomy, de --decisions, de --previous et d'--apart.",
                "--inbox goes without files, --taxonomy, --decisions, --previous and --apart.");
    }
    if (s->continuous && (argc - optind != 1 || guided || s->wait || s->inbox)) {
        return say(s, EXIT_USAGE,
                "--continuous lit un fichier (ou -), sans --inbox, --wait, --fetch, --taxonomy, --decisions ni "
                "--previous.",
                "--continuous reads one file (or -), without --inbox, --wait, --fetch, --taxonomy, --decisions or "
                "--previous.");
    }
    s->stop = cahier_catch_interrupts();
    return submit(s, argv + optind, s->inbox ? 0 : argc - optind);
}

int cahier_submit_main(int argc, char **argv)
{
    submission *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return EXIT_REFUSED;
    }
    int code = parse_and_submit(s, argc, argv);
    if (s->analyser.stemmer != NULL) {
        cahier_analyser_close(&s->analyser);
    }
    cahier_queue_close(s->queue);
    cahier_arena_close(&s->scratch);
    cahier_arena_close(&s->batch);
    free(s);
    return code;
}
